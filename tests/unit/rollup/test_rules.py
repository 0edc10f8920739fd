"""What is said of units and of their sum, rule by rule."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from reportcli.contract import RollupJson
from reportcli.rollup.earlier import EarlierRollup
from reportcli.rollup.whole import Rollup
from tests.county import figures, last_year
from tests.rolled import rolled_up, told, unit


def said(rollup: Rollup, code: str) -> list[str]:
    """The units of which a code is said."""
    return [one.unit for one in rollup.findings if one.finding.code == code]


def before(year: int = 2023, **units: dict[str, Any]) -> EarlierRollup:
    """Last year's roll-up of some units."""
    whole = {**last_year(), "year": year}
    one = {**whole["units"][0], "status": "complete"}
    whole["units"] = [
        {**one, "code": code, "name": f"{code}局", "tables": tables}
        for code, tables in units.items()
    ]
    return EarlierRollup("上年.json", msgspec.convert(whole, RollupJson))


def test_an_aggregate_that_is_right_says_nothing() -> None:
    found = rolled_up(
        (unit("县", kind="government", scope="whole"), told("县", figures(3))),
        (unit("甲", parent="县"), told("甲", figures(3))),
    )
    assert (found.differences, found.findings) == ([], [])


def test_differences_beyond_ten_are_counted() -> None:
    other = figures(3)
    for line in other["requests"].values():
        line |= {"business": 1, "research": 1}
    found = rolled_up(
        (unit("县", kind="government", scope="whole"), told("县", other)),
        (unit("甲", parent="县"), told("甲", figures(3))),
    )
    assert len(said(found, "rollup-differs")) == 10
    assert found.omitted["rollup-differs"] == len(found.differences) - 10


@pytest.mark.parametrize(
    ("fees", "doubtful"),
    [
        (("6", "3", "2"), ["甲"]),
        (("5", "3", "2"), ["甲"]),
        (("4", "4", "2"), []),
        (("0", "0", "0"), []),
    ],
)
def test_a_unit_with_half_of_all_fees_is_asked_about(
    fees: tuple[str, ...], doubtful: list[str]
) -> None:
    units = zip("甲乙丙", fees, strict=True)
    found = rolled_up(*((unit(code), told(code, figures(1, fees=fee))) for code, fee in units))
    assert said(found, "amount-doubtful") == doubtful


def test_of_two_units_one_has_half_of_all_and_that_is_no_sign() -> None:
    found = rolled_up(
        (unit("甲"), told("甲", figures(fees="9"))), (unit("乙"), told("乙", figures(fees="1")))
    )
    assert said(found, "amount-doubtful") == []


def test_what_a_unit_brought_forward_is_what_it_carried_forward() -> None:
    earlier = before(甲=figures(2, carried=2), 乙=figures(1), 丁=figures(1, carried=1))
    found = rolled_up(
        (unit("甲"), told("甲", figures(1, brought=1))),
        (unit("乙"), told("乙", figures(1))),
        (unit("丙"), told("丙", figures(1, brought=7))),
        previous=earlier,
    )
    assert said(found, "rollup-carry-over") == ["甲"]
    [changed] = [
        one.finding for one in found.findings if one.finding.code == "rollup-members-changed"
    ]
    assert (changed.details["came"], changed.details["went"]) == ("丙局", "丁局")


def test_the_stock_is_a_remark_over_the_units_of_both_years() -> None:
    earlier = before(甲=figures(1, in_force=3), 丁=figures(1, in_force=50))
    found = rolled_up((unit("甲"), told("甲", figures(1, issued=1, in_force=5))), previous=earlier)
    [one] = [one.finding for one in found.findings if one.finding.code == "rollup-stock"]
    assert (one.severity, one.details["expected"], one.details["found"]) == ("warning", "4", "5")


def test_a_unit_without_a_table_that_others_have_is_named() -> None:
    only = {"requests": figures(1)["requests"]}
    found = rolled_up((unit("甲"), told("甲", only)), (unit("乙"), told("乙", figures(1))))
    assert said(found, "unit-table-missing") == ["甲", "甲"]
    assert said(rolled_up((unit("甲"), told("甲", only))), "unit-table-missing") == []
