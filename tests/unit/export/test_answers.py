"""Answers as JSON by their contract, and as the lists that spreadsheets have of them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from msgspec import to_builtins

from reportcli.answer.cell import explain_cell
from reportcli.answer.fact import explain_fact
from reportcli.answer.row import explain_row, find_row
from reportcli.answer.watch import watch_deadlines
from reportcli.export.answers import (
    CLOCK_STATES,
    behind_table,
    cell_json,
    code_json,
    counted_table,
    fact_json,
    iso,
    left_open,
    row_json,
    watch_json,
    write_code_json,
)
from reportcli.report import Report
from reportcli.words.messages import CHINESE, ENGLISH
from tests.unit.answer.test_cell import logs, published, report

__all__ = ["logs", "published", "report"]


def test_json_of_money_is_exact(published: Report) -> None:
    cell = {"2019": "publications/procurement/amount", "2021": "publications/fees/amount"}[
        published.edition.id
    ]
    data = to_builtins(cell_json(explain_cell(published, cell), published, CHINESE))
    assert all(isinstance(row["contribution"], str) for row in data["rows"])
    assert str(sum(Decimal(row["contribution"]) for row in data["rows"])) == data["value"]


def test_a_code_leaves_open_what_a_finding_fills_in() -> None:
    assert left_open("第 {row} 行的“{value}”不对") == "第 … 行的“…”不对"
    assert left_open("没有占位") == "没有占位"
    data = json.loads(write_code_json("outcome-unknown", ENGLISH))
    assert (data["format"], data["code"], data["severity"]) == (
        "reportcli-explain/1",
        "outcome-unknown",
        "error",
    )
    assert "…" in data["message"]
    assert code_json("outcome-unknown", CHINESE).message != data["message"]


def test_the_list_of_a_number_has_a_column_for_each_date_that_a_row_has(report: Report) -> None:
    heads, rows = behind_table(
        cell_json(explain_cell(report, "三/予以公开/自然人"), report, CHINESE)
    )
    assert heads == [
        "file", "sheet", "row", "number", "received", "closed", "contribution", "cell",
    ]  # fmt: skip
    [row] = rows
    assert row[2:] == [
        3, "2024-1", "2024-01-05", "2024-01-20", 1, "requests/outcome.granted/natural_person",
    ]  # fmt: skip


def test_the_contributions_to_a_fact_sum_to_it(report: Report) -> None:
    found = fact_json(explain_fact(report, "requests.received"), report, CHINESE)
    assert sum(int(row.contribution) for row in found.rows) == found.value
    assert found.rules[found.cell].basis is None


def test_a_row_tells_its_cells_only_where_they_were_asked_for(report: Report) -> None:
    row = explain_row(report, find_row(report, "3", "requests.xlsx"))
    masked = row_json(row, report, None, CHINESE)
    assert "values" not in to_builtins(masked)
    shown = to_builtins(row_json(row, report, {"申请人": "张三丰"}, CHINESE))
    assert shown["values"] == {"申请人": "张三丰"}
    heads, rows = counted_table(masked)
    assert heads == ["cell", "label", "contribution", "derived", "rule", "basis"]
    sums = [line for line in rows if line[3]]
    assert sums
    assert all(line[4] is None and line[5] is None for line in sums)


def test_every_state_of_a_clock_is_counted_also_where_there_is_none(report: Report) -> None:
    found = watch_json(watch_deadlines(report.logs, date(2024, 2, 1)))
    assert [*found.states] == [*CLOCK_STATES]
    assert iso(None) is None
    assert iso(date(2024, 2, 1)) == "2024-02-01"
