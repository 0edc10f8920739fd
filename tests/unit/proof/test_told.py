"""What a number that is told has about it: its year, and the figures that it may be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportcli.proof.told import agrees
from reportcli.words.numerals import Numeral, read_numerals
from tests.unit.proof.telling import told


@pytest.mark.parametrize(
    ("text", "is_past"),
    [
        ("上年收到申请54件", True),
        ("2023年收到申请54件，其中自然人50件", True),
        ("较上年增加到61件", False),
        ("2023年为54件，2024年为61件", False),
        ("上年结转6件", False),
    ],
)
def test_the_year_that_a_number_is_of(text: str, is_past: bool) -> None:
    assert told(text).is_past is is_past


@pytest.mark.parametrize(
    ("text", "is_planned"), [("计划组织培训3次", True), ("下一步，全年培训3次", False)]
)
def test_what_is_to_come(text: str, is_planned: bool) -> None:
    assert told(text).is_planned is is_planned


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("收到申请61件", ["requests.received.total"]),
        ("收到申请54件，2024年为61件", ["requests.received.total"]),
        ("公开人事信息17条", []),
        ("上半年收到申请30件", []),
        ("办理并答复申请3件、信函申请15件", []),
        ("县政府本级收到申请112件", []),
    ],
)
def test_the_figures_that_a_number_may_be(text: str, names: list[str]) -> None:
    assert [name for one in told(text).meant for name in one.names] == names


@pytest.mark.parametrize(
    ("text", "is_count"), [("收到申请61件", True), ("占54.1%", False), ("增加7件", False)]
)
def test_a_share_and_a_change_are_no_counts(text: str, is_count: bool) -> None:
    assert told(text).is_count is is_count


def test_a_percentage_agrees_when_it_is_rounded_half_up() -> None:
    (numeral,) = read_numerals("12.5%")
    assert agrees(numeral, Decimal("12.45"))
    assert not agrees(numeral, Decimal("12.44"))
    assert agrees(Numeral(0, 1, Decimal(61), "件"), Decimal(61))
