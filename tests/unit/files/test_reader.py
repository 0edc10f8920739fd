"""Sheets as calamine reads them, from row 1, column A on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from reportcli.files.kinds import read_bytes
from reportcli.files.reader import calamine_sheets
from reportcli.files.sheet import Sheet
from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal
from tests.unit.files.opened import cells

DATES = {datetime(2024, 3, 5), datetime(2024, 3, 5).date(), "2024-03-05"}


def sheets_of(path: Path) -> list[Sheet]:
    return open_workbook(str(path), read_bytes(str(path))).sheets


def test_leading_blank_rows_and_columns_are_rows_and_columns_too(tmp_path: Path) -> None:
    book = Workbook()
    book.active["C4"], book.active["D4"], book.active["D6"] = "收到日期", "备注", 12
    book.save(tmp_path / "log.xlsx")
    (sheet,) = sheets_of(tmp_path / "log.xlsx")
    assert cells(sheet) == [
        [],
        [],
        [],
        [None, None, "收到日期", "备注"],
        [],
        [None, None, None, 12],
    ]


def test_sheets_keep_their_order_name_and_state(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "台账"
    for name, state in (("字典", "hidden"), ("旧表", "veryHidden"), ("空表", "visible")):
        book.create_sheet(name).sheet_state = state
    book.save(tmp_path / "log.xlsx")
    assert [(sheet.name, sheet.state) for sheet in sheets_of(tmp_path / "log.xlsx")] == [
        ("台账", "visible"),
        ("字典", "hidden"),
        ("旧表", "very_hidden"),
        ("空表", "visible"),
    ]


def test_a_chart_sheet_has_no_cells_and_says_so(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "台账"
    book.create_chartsheet("图表")
    book.save(tmp_path / "log.xlsx")
    assert [(s.name, s.is_worksheet, cells(s)) for s in sheets_of(tmp_path / "log.xlsx")] == [
        ("台账", True, []),
        ("图表", False, []),
    ]


def test_cells_keep_their_types(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["001", 12, 0.5, datetime(2024, 3, 5), True])
    book.save(tmp_path / "log.xlsx")
    (sheet,) = sheets_of(tmp_path / "log.xlsx")
    (row,) = cells(sheet)
    text, whole, part, day, truth = row
    assert (text, whole, part, truth) == ("001", 12, 0.5, True)
    assert day in DATES


@pytest.mark.parametrize(("epoch", "is_1904"), [(WINDOWS_EPOCH, False), (MAC_EPOCH, True)])
def test_a_workbook_that_counts_its_days_from_1904_says_so(
    tmp_path: Path, epoch: datetime, is_1904: bool
) -> None:
    """A day typed into a cell of no date format is a bare number, four years off in the other system."""
    book = Workbook()
    book.epoch = epoch
    book.active["A1"] = 43894
    book.save(tmp_path / "log.xlsx")
    path = str(tmp_path / "log.xlsx")
    assert open_workbook(path, read_bytes(path)).epoch_1904 is is_1904


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_calamine_refuses_is_a_damaged_file_of_its_kind(kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        calamine_sheets("log.xlsx", b"PK\x03\x04 no archive", kind)
    assert (caught.value.code, caught.value.details) == ("input-damaged", {"reason": kind})
    assert "Calamine" not in caught.value.message("en")
