"""What `explain` found as a workbook: one list, headed in words, text as text."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from reportcli.answer.cell import explain_cell
from reportcli.answer.fact import explain_fact
from reportcli.answer.row import explain_row, find_row
from reportcli.export.answer_book import (
    heading,
    write_cell_xlsx,
    write_fact_xlsx,
    write_list,
    write_row_xlsx,
)
from reportcli.report import Report
from reportcli.words.messages import CHINESE, ENGLISH
from tests.unit.answer.test_cell import logs, report

__all__ = ["logs", "report"]


def sheet_of(target: io.BytesIO) -> Any:
    """The only sheet of the book."""
    [sheet] = load_workbook(target).worksheets
    return sheet


def values(sheet: Any) -> list[list[object]]:
    """What stands in its rows."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_rows_behind_a_number_stand_under_its_label_and_value(report: Report) -> None:
    target = io.BytesIO()
    write_cell_xlsx(explain_cell(report, "三/予以公开/自然人"), report, CHINESE, target)
    sheet = sheet_of(target)
    title, heads, row = values(sheet)
    assert title[0] == "（一）予以公开 / 自然人 = 1 件"
    assert heads[2:7] == ["行号", "编号", "收到日期", "答复日期", "计入"]
    assert (row[2], row[3], row[6]) == (3, "2024-1", 1)
    assert sheet.freeze_panes == "A3"


def test_the_numbers_of_a_row_stand_under_what_became_of_it(report: Report) -> None:
    target = io.BytesIO()
    explanation = explain_row(report, find_row(report, "3", "requests.xlsx"))
    write_row_xlsx(explanation, report, None, ENGLISH, target)
    title, heads, *rows = values(sheet_of(target))
    assert title[0]
    assert heads[0] == "Cell"
    assert [row[2] for row in rows if row[0] == "requests/outcome.granted/natural_person"] == [1]


def test_a_fact_has_its_rows_too(report: Report) -> None:
    target = io.BytesIO()
    write_fact_xlsx(explain_fact(report, "requests.received"), report, CHINESE, target)
    title, _, *rows = values(sheet_of(target))
    assert str(title[0]).endswith(f"= {len(rows)} 件")


@pytest.mark.parametrize("text", ["=1+1", "+86", "@x", "-甲"])
def test_text_is_text_whatever_it_starts_with(text: str) -> None:
    target = io.BytesIO()
    write_list(text, (["file", "row", "number"], [[text, 3, None]]), CHINESE, target)
    sheet = sheet_of(target)
    assert [(sheet[at].value, sheet[at].data_type) for at in ("A1", "A3")] == [(text, "s")] * 2
    assert (sheet["B3"].value, sheet["B3"].data_type, sheet["C3"].value) == (3, "n", None)


@pytest.mark.parametrize(
    ("key", "chinese", "english"),
    [
        ("contribution", "计入", "Adds"),
        ("received", "收到日期", "Date received"),
        ("nothing", "nothing", "nothing"),
    ],
)
def test_a_heading_is_that_of_the_list_or_of_the_field(
    key: str, chinese: str, english: str
) -> None:
    assert (heading(key, CHINESE), heading(key, ENGLISH)) == (chinese, english)
