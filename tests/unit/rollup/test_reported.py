"""The two reports that a supervising office writes of a roll-up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportcli.finding import Refusal
from reportcli.report import Report
from reportcli.rollup.earlier import EarlierRollup, read_rollup
from reportcli.rollup.reported import report_of_own_line, report_of_whole
from reportcli.settings import Settings
from tests.county import figures, last_year

DAY = date(2025, 3, 20)


def rolled(folder: Path, year: int, units: dict[str, Any], **more: Any) -> EarlierRollup:
    """A roll-up of some units, of which X01 is the office's own line under the root."""
    told = {**last_year(), "year": year, **more}
    one = told["units"][0]
    told["units"] = [
        {**one, "code": code, "name": f"{code}办", "kind": "government_office" if code[1:] == "01" else "department",
         "parent": "" if code == "X00" else "X00", "status": "complete", "tables": tables}
        for code, tables in {"X00": figures(), **units}.items()
    ]  # fmt: skip
    file = folder / f"{year}.json"
    file.write_text(json.dumps(told), "utf-8")
    return read_rollup(str(file))


def codes(report: Report) -> list[str]:
    """The codes of the findings."""
    return [one.code for one in report.findings]


def test_the_whole_and_the_own_line_are_reports_of_their_figures(tmp_path: Path) -> None:
    told = rolled(tmp_path, 2024, {"X01": figures(5), "A02": figures(2)}, tables=figures(7))
    whole = report_of_whole(told, Settings(), DAY)
    own = report_of_own_line(told, Settings(), DAY)
    assert [one.tables["requests"]["received", "total"] for one in (whole, own)] == [7, 5]
    assert list(whole.tables) == ["publications", "requests", "cases"]
    assert whole.tally.carried_forward() is None
    assert codes(whole) == codes(own) == []


def test_what_the_roll_up_left_open_is_said(tmp_path: Path) -> None:
    told = last_year()
    counts = {**told["completeness"], "due": 3, "missing": 1}
    error = {
        "code": "outcome-unknown", "severity": "error", "message": "…", "remedy": "…", "file": None, "sheet": None,
        "cell": None, "row": None, "evidence": None, "row_hash": None, "waived": None, "unit": "A02",
    }  # fmt: skip
    one = rolled(tmp_path, 2024, {}, completeness=counts, findings=[error])
    assert codes(report_of_whole(one, Settings(), DAY)) == [
        "rollup-units-missing",
        "rollup-errors-left",
    ]


def test_years_are_held_against_each_other_over_the_same_members_only(tmp_path: Path) -> None:
    before = rolled(tmp_path, 2023, {"A02": figures(2, carried=1)}, tables=figures(2, carried=1))
    same = rolled(tmp_path, 2024, {"A02": figures(2)}, tables=figures(2))
    report = report_of_whole(same, Settings(), DAY, before)
    assert set(codes(report)) == {"identity-broken"}
    grown = rolled(tmp_path, 2024, {"A02": figures(2), "A03": figures(1)}, tables=figures(3))
    report = report_of_whole(grown, Settings(), DAY, before)
    assert codes(report) == []
    assert report.previous is not None
    assert report.previous.number("requests", ("received", "total")) == 2


def test_a_roll_up_without_an_own_line_has_no_own_report(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        report_of_own_line(rolled(tmp_path, 2024, {"A02": figures(2)}), Settings(), DAY)
    assert caught.value.code == "rollup-own-line-missing"


def test_of_several_offices_the_one_under_the_root_is_ours(tmp_path: Path) -> None:
    told = rolled(tmp_path, 2024, {"X01": figures(5), "B01": figures(9)})
    told.told.units[2].parent = "A02"
    assert report_of_own_line(told, Settings(), DAY).tables["requests"]["received", "total"] == 5
