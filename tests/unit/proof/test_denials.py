"""Phrases that say that something did not happen, against what did."""

from __future__ import annotations

import pytest

from reportcli.proof.context import Context
from reportcli.proof.denials import denied
from tests.unit.proof.telling import told


def found(text: str, kinds: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    number = told(f"{text}，0件")
    records = number.grounds.records
    contradictions = denied(number.sentence, Context(kinds=kinds), records)
    return [(one.words, one.known) for one in contradictions]


def test_what_happened_is_told_with_its_place() -> None:
    (one,) = found("未收取任何费用")
    assert one[0] == "未收取任何费用"
    assert one[1].endswith("元（requests.fees_charged）")


@pytest.mark.parametrize("text", ["行政诉讼未被纠正", "确保不发生行政复议", "《关于未收到申请》"])
def test_what_is_true_or_wished_or_a_title_is_no_denial(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("收到的申请均予以公开", 5),
        ("申请人均为自然人", 5),
        ("申请均为网上提交", 1),
        ("行政复议案件已全部办结", 1),
        ("行政诉讼案件均败诉", 2),
        ("零申请", 1),
    ],
)
def test_all_of_them_is_none_of_the_others(text: str, known: int) -> None:
    (one,) = found(text)
    assert len(one[1].split("；")) == known


def test_the_kind_is_that_of_the_last_clause_else_the_one_in_mind() -> None:
    assert found("均被维持", ("review",)) != []
    assert found("行政诉讼案件无败诉", ("review",)) == []
