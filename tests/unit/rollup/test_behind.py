"""The units behind a number of a roll-up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from reportcli.contract import RollupJson
from reportcli.finding import Refusal
from reportcli.law.cell_names import CellError
from reportcli.rollup.behind import files_of_unit, units_behind
from reportcli.rollup.earlier import EarlierRollup
from tests.county import figures, last_year


def rolled(folder: Path, **units: dict[str, Any]) -> EarlierRollup:
    """A roll-up of units with some tables."""
    told = last_year()
    one = told["units"][0]
    told["units"] = [
        {**one, "code": code, "status": "complete", "tables": tables, "source": "logs",
         "inputs": [{"file": f"{code}.xlsx", "sha256": "0" * 64}]}
        for code, tables in units.items()
    ]  # fmt: skip
    return EarlierRollup(str(folder / "汇总.json"), msgspec.convert(told, RollupJson))


def refusing(count: int) -> dict[str, Any]:
    """Tables with so many refusals for two reasons each."""
    tables = figures()
    for line in ("outcome.refused.state_secret", "outcome.refused.prohibited_by_law"):
        tables["requests"][line] |= {"natural_person": count, "total": count}
    return tables


def test_what_units_add_sums_to_the_number_the_largest_first(tmp_path: Path) -> None:
    found = units_behind(
        rolled(tmp_path, A=figures(2), B=figures(0), C=figures(5)),
        "三/本年新收政府信息公开申请数量/总计",
    )
    assert found.cell == "requests/received/total"
    assert [(unit.code, number) for unit, number in found.units] == [("C", 5), ("A", 2)]
    assert (found.value, found.unit) == (7, "件")


def test_a_sum_that_the_form_does_not_print_is_one_of_cells(tmp_path: Path) -> None:
    found = units_behind(
        rolled(tmp_path, A=refusing(1), B=refusing(2)), "requests/outcome.refused/total"
    )
    assert [(unit.code, number) for unit, number in found.units] == [("B", 4), ("A", 2)]


def test_facts_of_the_prose_lead_to_their_units_too(tmp_path: Path) -> None:
    told = rolled(tmp_path, A=figures(2), B=figures(3))
    told.told.units[0].facts = {
        "requests.on_time": 2,
        "requests.by_channel": {"online": 1, "other_ways": 1},
    }
    told.told.units[1].facts = {"requests.on_time": 3}
    found = units_behind(told, "requests.on_time")
    assert [(unit.code, number) for unit, number in found.units] == [("B", 3), ("A", 2)]
    assert (found.value, found.cell) == (5, "requests.on_time")
    assert units_behind(told, found.label).value == 5
    assert units_behind(told, "requests.by_channel.online").value == 1


def test_a_number_that_is_none_is_refused_with_what_may_be_meant(tmp_path: Path) -> None:
    with pytest.raises(CellError):
        units_behind(rolled(tmp_path), "三/没有/总计")


def test_the_files_of_a_unit_are_found_where_the_roll_up_lies(tmp_path: Path) -> None:
    told = rolled(tmp_path, A=figures(1))
    with pytest.raises(Refusal) as caught:
        files_of_unit(told, "A")
    assert caught.value.code == "input-missing"
    (tmp_path / "A.xlsx").touch()
    assert files_of_unit(told, "A") == [str(tmp_path / "A.xlsx")]
    with pytest.raises(Refusal) as caught:
        files_of_unit(told, "B")
    assert caught.value.code == "rollup-unit-without-logs"
