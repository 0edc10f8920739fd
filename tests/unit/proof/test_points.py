"""Percentage points."""

from __future__ import annotations

import pytest

from reportcli.proof.points import is_in_points
from reportcli.proof.told import NO_SOURCE, RIGHT
from tests.unit.proof.telling import told


@pytest.mark.parametrize(
    "text",
    [
        "不予公开率较上年提高15个百分点",
        "予以公开23件，占办结总数的37.7%，较上年下降0.8个百分点",
        "不予公开率较上年提高14.97个百分点",
    ],
)
def test_a_share_moved_as_told(text: str) -> None:
    assert is_in_points(told(text)) == RIGHT


def test_what_it_was_is_told_otherwise() -> None:
    verdict = is_in_points(told("不予公开率较上年提高20个百分点"))
    assert verdict is not None
    assert verdict.instead == ("9.6% → 24.6%（三/不予公开/总计 / 三/总计/总计）",)


def test_what_nobody_knows_has_no_source() -> None:
    assert is_in_points(told("满意率提高3个百分点")) == NO_SOURCE
    assert is_in_points(told("占比达到3个百分点")) == NO_SOURCE
    assert is_in_points(told("收到申请61件")) is None
