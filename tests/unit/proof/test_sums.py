"""Numbers that the sentence itself bears out, or denies."""

from __future__ import annotations

import pytest

from reportcli.proof.sums import (
    is_a_sum_of_those_before,
    is_more_than_its_whole,
    is_no_remainder,
    is_no_sum_of_those_before,
    is_the_remainder,
    leaves_a_sum_open,
)
from tests.unit.proof.telling import told


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("甲类政策8篇、乙类政策5篇，合计13篇", True),
        ("甲类政策8篇、乙类政策5篇、丙类政策2篇，后两项共计7篇", True),
        ("甲类政策8篇、乙类政策5篇，合计14篇", False),
        ("甲类政策8篇，合计14篇", False),
    ],
)
def test_a_sum_is_that_of_the_last_numbers(text: str, *, is_right: bool) -> None:
    verdict = is_a_sum_of_those_before(told(text))
    assert (verdict is not None) == is_right


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("甲类政策8篇、乙类政策5篇，共计14篇", "13篇"),
        ("甲类政策8篇、乙类政策5篇，以上两项合计14篇", "13篇"),
        # any of them may be meant
        ("甲类政策8篇、乙类政策5篇、丙类政策2篇，合计10篇", ""),
        # told of something else, or not exactly
        ("甲类政策8篇、乙类政策5篇，全年视频累计14篇", ""),
        ("甲类政策8篇、乙类政策5篇，共计约20篇", ""),
        ("甲类政策80余篇、乙类政策5篇，共计90篇", ""),
    ],
)
def test_a_wrong_sum_is_told_with_the_right_one(text: str, instead: str) -> None:
    verdict = is_no_sum_of_those_before(told(text))
    assert (verdict.instead if verdict else ()) == ((instead,) if instead else ())


@pytest.mark.parametrize(
    ("text", "is_right", "instead"),
    [
        ("共12篇，其中甲类4篇，其余8篇", True, ""),
        ("共12篇，其中甲类4篇，其余9篇", False, "8篇"),
        ("12篇中，甲类4篇，其余9篇", False, "8篇"),
        ("甲类4篇，其余9篇", False, ""),
    ],
)
def test_a_remainder_is_what_is_left(text: str, instead: str, *, is_right: bool) -> None:
    number = told(text)
    assert (is_the_remainder(number) is not None) == is_right
    verdict = is_no_remainder(number)
    assert (verdict.instead if verdict and not is_right else ()) == ((instead,) if instead else ())


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("发布文章12篇，其中甲类14篇", "≤ 12篇"),
        ("发布文章12篇、短评3篇，其中甲类14篇", ""),
        ("发布文章12篇，其中图解9篇、视频5篇", "≤ 3篇"),
        ("发布文章12篇，其中甲类9篇、乙类5篇", "≤ 3篇"),
        ("发布文章12篇，其中甲类9篇（含丙类2篇）、乙类2篇", ""),
        ("发布文章12篇，其中甲类9篇、乙类3篇，均已送审，刊出5篇", ""),
    ],
)
def test_parts_are_no_more_than_the_whole(text: str, instead: str) -> None:
    verdict = is_more_than_its_whole(told(text))
    assert (verdict.instead if verdict else ()) == ((instead,) if instead else ())


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("发布文章12篇，其中动态6篇、政策4篇、其他2篇", ""),
        ("发布文章12篇，其中动态6篇、政策4篇、其他3篇", "2篇"),
        ("发布文章12篇，其中动态6篇、政策5篇、其他2篇", "1篇"),
        # more follow, or a channel is among them, in which the same may stand again
        ("发布文章12篇，其中网站6篇、公众号4篇、其他3篇", ""),
        ("收到申请61件，其中网上申请33件、信函16件、当面12件", ""),
        ("收到申请61件，其中网上申请33件、信函16件、传真13件", "12件"),
    ],
)
def test_with_others_a_list_is_whole(text: str, instead: str) -> None:
    verdict = leaves_a_sum_open(told(text))
    assert (verdict.instead if verdict else ()) == ((instead,) if instead else ())
