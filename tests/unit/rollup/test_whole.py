"""From the results of units to the whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from reportcli.contract import RollupJson
from reportcli.rollup.earlier import EarlierRollup
from reportcli.rollup.whole import Rollup
from reportcli.settings import Settings, Waiver
from tests.county import figures, last_year
from tests.rolled import ASKED, rolled_up, told, unit


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


def test_an_aggregate_is_compared_with_all_below_it_and_each_unit_is_summed_once() -> None:
    found = rolled_up(
        (unit("市", kind="government", scope="whole"), told("市", figures(6))),
        (unit("县", kind="government", scope="whole", parent="市"), told("县", figures(4))),
        (unit("甲", parent="县"), told("甲", figures(3))),
        (unit("乙", parent="市"), told("乙", figures(2))),
    )
    assert found.tables["requests"]["received", "total"] == 5
    received = [one for one in found.differences if one.cell == "requests/received/total"]
    assert [(one.unit, one.delivered, one.sum) for one in received] == [("市", 6, 5), ("县", 4, 3)]
    assert {
        code: tables["requests"]["received", "total"] for code, tables in found.by_branch.items()
    } == {"县": 3}


def test_a_roll_up_of_another_year_is_compared_with_nothing() -> None:
    found = rolled_up(
        (unit("甲"), told("甲", figures(1, brought=1))), previous=before(2021, 甲=figures(1))
    )
    assert [one.finding.code for one in found.findings] == ["previous-other-year"]


def test_units_that_do_not_agree_make_a_whole_that_does_not() -> None:
    wrong = figures(3)
    wrong["requests"]["received"]["total"] = 4
    found = rolled_up((unit("甲"), told("甲", wrong)))
    assert "identity-broken" in [one.finding.code for one in found.findings if not one.unit]


def test_the_settings_of_the_roll_up_let_a_finding_stand_and_say_what_fits_none() -> None:
    fees = [
        (unit(code), told(code, figures(1, fees=fee)))
        for code, fee in zip("甲乙丙", "911", strict=True)
    ]
    cell = "publications/fees/amount"
    waive = [
        Waiver(code, "财政局代报", date(2025, 2, 1), where=cell)
        for code in ("amount-doubtful", "rollup-differs")
    ]
    asked = msgspec.structs.replace(ASKED, settings=Settings(waive=waive))
    found = rolled_up(*fees, asked=asked)
    [doubtful] = [one.finding for one in found.findings if one.finding.code == "amount-doubtful"]
    assert doubtful.waived is not None
    assert said(found, "waiver-unused") == [""]
