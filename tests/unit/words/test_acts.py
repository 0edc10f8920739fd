"""What is done in each clause: given, refused, withdrawn; and what only seems so."""

from __future__ import annotations

import pytest

from reportcli.words.acts import acts_of
from reportcli.words.clauses import read_clauses
from reportcli.words.variants import plain_wording


def done(wording: str) -> tuple[int, list[str]]:
    """How often something is given, and what is refused for."""
    acts = acts_of(read_clauses(plain_wording(wording)))
    return len(acts.given), [act.target.removeprefix("outcome.") for act in acts.refused]


@pytest.mark.parametrize(
    ("wording", "given", "refused"),
    [
        ("予以公开", 1, []),
        ("公开，并提供复印件", 2, []),
        ("不予公开", 0, ["refused"]),
        ("不应予以公开", 0, ["refused"]),
        ("未向申请人提供", 0, ["unavailable"]),
        # only asked for, in doubt, or another organ's
        ("申请公开某文件", 0, []),
        ("要求行政机关提供复印件", 0, []),
        ("按申请人要求提供", 1, []),
        ("是否公开", 0, []),
        ("拟不予公开", 0, []),
        ("不属于本机关公开", 0, ["unavailable.not_held"]),
        # told where it can be had, beside a refusal
        ("告知获取途径", 1, []),
        ("公开出版物，告知获取途径", 0, ["unprocessed.published_material"]),
        ("第1项告知获取途径，第2项不存在", 1, ["unavailable.not_held"]),
        # given to an earlier request
        ("此前已向申请人提供", 0, ["unprocessed.repeated"]),
        ("此前已主动公开", 1, []),
        # what is given is called like a ground
        ("公开行政执法案卷", 1, []),
        ("属于行政执法案卷，公开", 1, ["refused.enforcement_file"]),
    ],
)
def test_what_is_done(wording: str, given: int, refused: list[str]) -> None:
    assert done(wording) == (given, refused)


@pytest.mark.parametrize(
    ("wording", "withdrawn"),
    [
        ("申请人撤回申请", 0),
        ("申请人撤回第2项", 1),
        ("撤回部分申请", 1),
        ("公开1件，撤回1件", 1),
        ("撤回1件申请", 0),
    ],
)
def test_one_thing_withdrawn_is_no_request_withdrawn(wording: str, withdrawn: int) -> None:
    assert len(acts_of(read_clauses(plain_wording(wording))).withdrawn) == withdrawn
