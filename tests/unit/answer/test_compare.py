"""Two counts compared: every change of a cell is the sum of what rows did to it, each with its cause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcli.answer.compare import Comparison, compare_reports, compare_tables
from reportcli.report import Report, compile_report
from reportcli.settings import Settings
from tests.logs import write_log

HEAD = "登记编号 | 收到日期 | 申请人类型 | 申请方式 | 答复日期 | 办理结果"
ROWS = {
    "1": "2024-001 | 2024-01-05 | 自然人 | 网站 | 2024-01-20 | 予以公开",
    "2": "2024-002 | 2024-02-05 | 商业企业 | 当面 | 2024-02-20 | 部分公开",
    "2 moved": "2024-002 | 2024-02-05 | 商业企业 | 当面 | 2024-02-20 | 予以公开",
    "2 aside": "2024-002 | 2024-02-05 | 商业企业 | 当面 | 2024-02-20 | 某种说法",
    "2 in 2025": "2024-002 | 2025-02-05 | 商业企业 | 当面 | 2025-02-20 | 部分公开",
    "3": "2024-003 | 2024-12-25 | 自然人 | 网站 | | ",
    "unnumbered": " | 2024-05-06 | 自然人 | 信函 | 2024-05-20 | 予以公开",
}  # fmt: skip


@cache
def report(rows: tuple[str, ...], *, counted_there: bool = False) -> Report:
    values = {"outcome": {"某种说法": "outcome.granted"}} if counted_there else {}
    office = Settings(agency="某局", values=values)
    with TemporaryDirectory() as folder:
        table = "\n".join([HEAD, *(ROWS[row] for row in rows)])
        log = write_log(Path(folder) / "requests.csv", table)
        return compile_report([log], year=2024, settings=office, as_of=date(2025, 1, 12))


def causes(comparison: Comparison, cell: str) -> list[tuple[str | None, str, int]]:
    (change,) = (one for one in comparison.cells if one.cell == cell)
    assert change.rows is not None
    return [(row.number, row.cause, int(row.contribution)) for row in change.rows]


RECEIVED = "requests/received/total"


@pytest.mark.parametrize(
    ("old", "new", "cell", "rows"),
    [
        (("1",), ("1", "3"), RECEIVED, [("2024-003", "new", 1)]),
        (("1", "3"), ("1",), RECEIVED, [("2024-003", "gone", -1)]),
        (("1", "2"), ("1", "2 moved"), "requests/outcome.partial/total", [("2024-002", "moved", -1)]),
        (("1", "2"), ("1", "2 in 2025"), RECEIVED, [("2024-002", "year", -1)]),
        (("1", "2"), ("1", "2 aside"), RECEIVED, [("2024-002", "set-aside", -1)]),
        (("1", "2 aside"), ("1", "2"), RECEIVED, [("2024-002", "back", 1)]),
        (("1",), ("1", "unnumbered"), RECEIVED, [(None, "new", 1)]),
    ],
)  # fmt: skip
def test_the_cause_of_a_row(
    old: tuple[str, ...], new: tuple[str, ...], cell: str, rows: list[tuple[str | None, str, int]]
) -> None:
    assert causes(compare_reports(report(old), report(new)), cell) == rows


def test_the_same_row_counted_otherwise_is_of_the_settings() -> None:
    old, new = report(("1", "2 aside")), report(("1", "2 aside"), counted_there=True)
    assert causes(compare_reports(old, new), RECEIVED) == [("2024-002", "setting", 1)]


def test_a_row_that_moved_names_the_cells_it_left_and_entered() -> None:
    comparison = compare_reports(report(("1", "2")), report(("1", "2 moved")))
    (change,) = (one for one in comparison.cells if one.cell == "requests/outcome.granted/business")
    assert change.rows is not None
    (row,) = change.rows
    assert row.came_from == ("requests/outcome.partial/business",)
    assert row.went_to == ("requests/outcome.granted/business",)
    assert (change.old, change.new, change.delta) == (0, 1, 1)


def test_the_order_of_rows_changes_nothing() -> None:
    comparison = compare_reports(report(("1", "2", "unnumbered")), report(("unnumbered", "2", "1")))
    assert comparison.is_empty


def test_facts_and_findings_are_compared_too() -> None:
    comparison = compare_reports(report(("1", "2")), report(("1", "2 aside")))
    assert ("requests.concluded", 2, 1) in [
        (one.fact, one.old, one.new) for one in comparison.facts
    ]
    assert "outcome-unknown" in {one.code for one in comparison.appeared}
    assert comparison.vanished == ()


def test_figures_without_rows_have_a_change_alone() -> None:
    old = {"publications": {("fees", "amount"): Decimal("1.5")}}
    new = {"publications": {("fees", "amount"): Decimal("2.5")}}
    (change,) = compare_tables(old, new).cells
    assert (change.cell, change.delta, change.rows) == ("publications/fees/amount", 1, None)


SOME = st.lists(st.sampled_from(sorted(ROWS)), unique=True, min_size=1, max_size=5).map(tuple)


@settings(max_examples=25, deadline=None)
@given(SOME, SOME)
def test_for_each_cell_the_contributions_sum_to_the_change(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    before, after = report(old), report(new)
    comparison = compare_reports(before, after)
    changed = {one.cell for one in comparison.cells}
    for change in comparison.cells:
        assert change.rows is not None
        assert sum(row.contribution for row in change.rows) == change.delta != 0
    for table, numbers in after.tally.tables.items():
        for (line, column), number in numbers.items():
            if f"{table}/{line}/{column}" not in changed:
                assert before.tally.tables[table][line, column] == number
