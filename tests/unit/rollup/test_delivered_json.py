"""The tally that a unit made itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportcli.finding import Refusal
from reportcli.rollup.asked import Asked
from reportcli.rollup.delivered_json import json_result
from reportcli.rollup.result import UnitResult
from tests.county import FAULT, figures, last_year, tally

ASKED = Asked(2024, "2021", date(2025, 2, 1), b"s" * 32)


def result(folder: Path, told: Any) -> UnitResult:
    """What JSON comes to."""
    file = folder / "A.json"
    file.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    return json_result("A", str(file), ASKED)


def codes(found: UnitResult) -> list[str]:
    """The codes of the findings."""
    return [one.code for one in found.findings]


def test_figures_are_kept_without_noughts_and_a_table_of_noughts_stays_a_table(
    tmp_path: Path,
) -> None:
    found = result(tmp_path, tally(figures(3, fees="1.50"), facts={"requests.received": 3}))
    assert found.tables == {
        "publications": {"fees/amount": "1.5"},
        "requests": {
            f"{line}/{column}": 3
            for line in ("received", "outcome.granted", "outcome.total")
            for column in ("natural_person", "total")
        },
        "cases": {},
    }
    assert (found.source, found.as_of, found.facts) == (
        "json",
        date(2025, 1, 15),
        {"requests.received": 3},
    )
    assert (found.state, found.errors, codes(found)) == ("ok", 0, [])


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (tally(figures(1), year=2023), "unit-other-year"),
        (tally({}, edition="2019"), "unit-other-edition"),
    ],
)
def test_another_year_or_form_is_no_part_of_the_sum(tmp_path: Path, told: Any, code: str) -> None:
    found = result(tmp_path, told)
    assert (f"unit-{found.state}", found.reason, found.errors) == (code, code, 1)
    assert codes(found) == [code]
    assert not found.tables


def test_errors_of_its_own_run_make_a_draft_and_are_one_finding(tmp_path: Path) -> None:
    warning = {**FAULT, "code": "published-late", "severity": "warning"}
    waived = {**FAULT, "waived": {"reason": "核实", "date": "2025-01-01"}}
    told = tally(
        figures(1),
        findings=[FAULT, FAULT, warning, waived],
        findings_omitted={"outcome-unknown": 5},
    )
    found = result(tmp_path, told)
    assert (found.errors, found.warnings) == (7, 1)
    [one] = found.findings
    assert (one.code, one.details["count"]) == ("unit-own-errors", 7)


def test_a_number_in_no_cell_of_the_form_is_said(tmp_path: Path) -> None:
    tables = figures(1)
    tables["requests"]["received"]["foreigners"] = 2
    found = result(tmp_path, tally(tables))
    assert codes(found) == ["unit-cell-unknown"]
    assert [one.details["value"] for one in found.findings] == ["requests/received/foreigners"]


def test_figures_typed_in_that_do_not_agree_are_told_at_the_cell(tmp_path: Path) -> None:
    tables = figures(3)
    tables["requests"]["outcome.total"]["total"] = 4
    assert "identity-broken" in codes(result(tmp_path, tally(tables)))


def test_a_cell_that_was_not_read_is_no_nought(tmp_path: Path) -> None:
    tables = figures(0)
    tables["requests"]["received"]["business"] = None
    found = result(tmp_path, tally(tables, source="published"))
    assert found.unread == ("requests/received/business",)
    assert codes(found) == ["cell-unread"]


def test_a_roll_up_of_a_county_is_its_delivery_to_the_city(tmp_path: Path) -> None:
    told = {**last_year(), "year": 2024, "as_of": "2025-02-01"}
    found = result(tmp_path, told)
    assert found.tables["requests"]["received/total"] == 30


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "1:1"),
        ("[", "1:2"),
        ("{}", "$.tables: null"),
        ('{"year": "zwei", "tables": {}}', "$.year"),
        ("[" * 100_000, "[[[[…"),
        ('{"year": 2024, "tables": {}, "as_of": "昨天"}', "$.as_of: 昨天"),
        (
            '{"year": 2024, "tables": {"requests": {"received": {"total": -1}}}}',
            "$.tables.requests.received.total: -1",
        ),
        ('{"format": "reportcli-rollup/1"}', "$.year"),
    ],
)
def test_what_is_no_tally_is_refused_at_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(Refusal) as caught:
        result(tmp_path, text)
    assert caught.value.code in ("unit-json-invalid", "rollup-json-invalid")
    assert caught.value.details["reason"] == place
