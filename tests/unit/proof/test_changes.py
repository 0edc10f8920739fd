"""Changes on last year, with a number and without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportcli.proof import changes
from reportcli.proof.told import NO_SOURCE, RIGHT, Verdict
from tests.unit.proof.telling import told

CHANGE = "54 → 61件（三/本年新收政府信息公开申请数量/总计）"
WRONG = Verdict(is_right=False, instead=(CHANGE,))


def judged(text: str) -> Verdict | None:
    verdict = changes.is_a_change(told(text))
    return verdict and replace(verdict, subject=())


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("收到申请61件，增加7件", RIGHT),
        ("收到申请61件，增加8件", WRONG),
        ("收到申请61件，减少7件", WRONG),
        ("收到申请61件，增长13%", RIGHT),
        ("收到申请61件，增长12.96%", RIGHT),
        ("同比增长13%", RIGHT),
        ("同比增长15%", NO_SOURCE),
        ("主动公开信息90条，增加15条", NO_SOURCE),
        ("收到申请61件", None),
    ],
)
def test_a_change(text: str, verdict: Verdict | None) -> None:
    assert judged(text) == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("收到申请61件，是上年的1.1倍", RIGHT), ("收到申请61件，是上年的1.2倍", WRONG)],
)
def test_a_multiple(text: str, verdict: Verdict) -> None:
    assert changes.is_a_multiple(told(text)) == verdict


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("部分公开由7件减至2件", False),
        ("部分公开由7件增至2件", True),
        ("收到申请由54件上升到61件", False),
        ("收到申请由54件下降到61件", True),
        ("收到申请61件", False),
    ],
)
def test_the_word_between_two_numbers_tells_the_way(text: str, is_wrong: bool) -> None:
    assert (changes.turned_the_other_way(told(text)) is not None) is is_wrong
