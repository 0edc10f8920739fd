"""Directions on last year without a number."""

from __future__ import annotations

import pytest

from reportcli.proof.context import Context
from reportcli.proof.directions import direction_behind, directions_of
from reportcli.proof.rules import judge, remember
from tests.unit.proof.telling import told

ALL_RECEIVED = "54 → 61件（三/本年新收政府信息公开申请数量/总计）"
REVIEWS = "3 → 7件（四/行政复议/总计）"


def found(text: str) -> list[str]:
    number = told(f"{text}；0件")
    return [one.known for one in directions_of(number.sentence, Context(), number.grounds)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("新收申请量同比下降", ALL_RECEIVED),
        ("申请数量，较上年有所减少", ALL_RECEIVED),
        ("行政复议案件数量同比下降", REVIEWS),
        ("行政复议案件与去年持平", REVIEWS),
        ("各项指标均有所下降", ALL_RECEIVED),
        ("与上年相比，申请量减少", ALL_RECEIVED),
        ("申请总数比去年少", ALL_RECEIVED),
        ("申请量较上年下降明显", ALL_RECEIVED),
    ],
)
def test_what_went_the_other_way_is_told(text: str, known: str) -> None:
    assert found(text) == [known]


@pytest.mark.parametrize(
    "text",
    [
        "新收申请量同比上升",
        "第三季度，新收申请量同比下降",
        "2023年新收申请量较上年减少",
        "疫情类申请同比下降",
        "按期办结率与上年持平",
        "下一步，申请量将有所下降",
        "结转下年的申请与上年持平",
    ],
)
def test_what_is_true_or_of_a_part_is_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("behind", "known"),
    [
        ("，与上年持平", ALL_RECEIVED),
        ("，较去年有所减少", ALL_RECEIVED),
        ("，较去年有所增加", None),
        ("，群众满意", None),
    ],
)
def test_a_direction_behind_a_number_is_of_it(behind: str, known: str | None) -> None:
    number = told("收到申请61件")
    contradiction = direction_behind(behind, remember(number, judge(number)))
    assert (contradiction and contradiction.known) == known
