"""Labels that a report prints wrongly: taken for the one they are close to, and never by a guess of two."""

from __future__ import annotations

import pytest

from reportcli.law.edition import Edition
from reportcli.published.garbled import closest_labels, likeness
from reportcli.published.labels import LabelMeaning
from reportcli.published.matched import match_report
from tests.unit.published.test_grid import laid

FORM = Edition.by_id("2021")


def meaning(line: str) -> LabelMeaning:
    """A line of table 三."""
    item = next(one for one in FORM.table("requests").lines if one.id == line)
    return LabelMeaning("requests", 0, "lines", item)


REPEATED = meaning("outcome.unprocessed.repeated")
SECRET = meaning("outcome.refused.state_secret")
FORBIDDEN = meaning("outcome.refused.prohibited_by_law")


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        ("2.重复申清", True),
        ("属于国家机密", False),  # closer to another, and far from this one
        ("申请", False),  # too short to be told from others by a slip
        ("完全不同的文字", False),
    ],
)
def test_a_text_is_close_to_one_label(text: str, *, is_taken: bool) -> None:
    found = [one for _, one in closest_labels(text, [REPEATED, FORBIDDEN])]
    assert found == ([REPEATED] if is_taken else [])


def test_a_text_that_is_as_close_to_two_is_taken_for_none() -> None:
    assert [*closest_labels("属于国家秘蜜", [SECRET])]
    assert not [*closest_labels("属于国家秘蜜", [SECRET, SECRET])]


def test_the_letters_that_were_compared_are_known_from_then_on() -> None:
    near = likeness("2.重复申清", REPEATED)
    assert near.key == "重复申清"
    assert likeness("重复申请", REPEATED).score == 1.0
    assert likeness("申请", REPEATED).score == 0.0


TABLE = """
    信息内容         | 本年制发件数 | 本年废止件数 | 现行有效件数
    规章             | 1            | 2            | 3
    {label}          | 4            | 5            | 6
"""


@pytest.mark.parametrize(
    ("label", "is_told"),
    [("行政规苑性文牛", True), ("行政规范性文件", False), ("完全不同的文字", False)],
)
def test_only_a_label_that_is_missing_can_be_meant(label: str, *, is_told: bool) -> None:
    matched = match_report([laid(TABLE.format(label=label))], 2024)
    assert [one.meaning.item.id for one in matched.garbled] == (
        ["normative_documents"] if is_told else []
    )
    assert [one.cell.text for one in matched.garbled] == ([label] if is_told else [])
    assert ("publications/normative_documents/issued" in matched.ours.found) == (
        label != "完全不同的文字"
    )


def test_two_labels_that_would_be_one_are_neither() -> None:
    text = TABLE.format(label="行政规苑性文牛") + "    行政规范姓文牛 | 7 | 8 | 9\n"
    assert match_report([laid(text)], 2024).garbled == []
