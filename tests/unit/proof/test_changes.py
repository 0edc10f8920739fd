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
