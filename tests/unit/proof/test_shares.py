"""Shares and rates."""

from __future__ import annotations

import pytest

from reportcli.proof import shares
from reportcli.proof.told import NO_SOURCE, RIGHT, Verdict
from tests.unit.proof.telling import told


@pytest.mark.parametrize(
    ("text", "is_right", "instead"),
    [
        ("网上申请占21.4%", True, ()),
        ("网上申请占21.5%", False, ("21.4%",)),
        ("予以公开171件，占办结总数的43.6%", True, ()),
        ("予以公开171件，占办结总数的44%", True, ()),
        ("予以公开171件，占办结总数的43.7%", False, ("43.6%",)),
        ("自然人、法人或其他组织申请分别为356件、45件，分别占88.8%、11.2%", True, ()),
        ("满意率99.5%", False, ()),
    ],
)
def test_a_share(text: str, is_right: bool, instead: tuple[str, ...]) -> None:
    verdict = shares.is_a_share(told(text, 2020))
    assert verdict is not None
    assert verdict.is_right is is_right
    assert [one.partition("（")[0] for one in verdict.instead] == list(instead)


def test_a_rate_is_known_by_its_name() -> None:
    assert shares.is_a_rate(told("按期办结率100%", 2020)) == RIGHT
    wrong = shares.is_a_rate(told("按期办结率99%", 2020))
    assert wrong is not None
    assert not wrong.is_right
    assert shares.is_a_rate(told("满意率99%", 2020)) is None


def test_what_had_to_be_published_is_no_share_of_requests() -> None:
    rule = shares.is_of_what_had_to_be_published
    assert rule(told("应公开尽公开，公开率100%")) == RIGHT
    assert rule(told("应公开尽公开，公开率90%")) is None
    assert rule(told("公开率100%")) is None


def test_a_number_that_is_no_percentage_is_left_to_others() -> None:
    number = told("收到申请61件")
    rules = (shares.is_a_rate, shares.is_a_share, shares.is_of_what_had_to_be_published)
    assert [rule(number) for rule in rules] == [None, None, None]


def test_one_that_says_nothing_of_its_whole_may_be_any_known_rate() -> None:
    assert shares.is_some_rate(told("达到100%", 2020)) == RIGHT
    assert shares.is_some_rate(told("达到37%", 2020)) == Verdict(is_right=False) == NO_SOURCE
