"""How the cells of an xlsx look beyond their values: numbers as shown, struck-out rows, both ways."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from reportcli.files import workbook
from reportcli.files.lost_xlsx import SheetScanner
from reportcli.files.number_format import number_shown
from reportcli.files.sheet import NotPlain, Row, Sheet, rows_of
from reportcli.files.styles import Looks
from reportcli.files.workbook import open_workbook
from tests.containers import xlsx


def read(data: bytes) -> tuple[Sheet, list[Row]]:
    (sheet,) = open_workbook("log.xlsx", data).sheets
    return sheet, list(sheet.rows)


def read_plainly(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Sheet, list[Row]]:
    """By the way of large sheets, whatever the size."""
    monkeypatch.setattr(workbook, "LARGE", 0)
    (sheet,) = open_workbook("log.xlsx", data, plainly=True).sheets
    return sheet, list(rows_of(sheet.batches or ()))


def saved(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


FORMATS = {
    "0000": (12, "0012"),
    '"2024-"000': (13, "2024-013"),
    '"第"0"号"': (3, "第3号"),
    '0.00"万元"': (256.5, "256.5万元"),
    '0"."0,"万元"': (2565000, "256.5万元"),
    "0!.0,": (2565000, 256.5),
    "0.00": (2.5, 2.5),
    "General": (7, 7.0),
}


def of_formats(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.append(list(FORMATS))
    sheet.append([number for number, _ in FORMATS.values()])
    for cell, code in zip(sheet[2], FORMATS, strict=True):
        cell.number_format = code


def test_numbers_come_out_as_their_format_shows_them() -> None:
    _, rows = read(saved(of_formats))
    assert rows[1] == [shown for _, shown in FORMATS.values()]


def test_large_sheets_come_out_in_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    _, rows = read_plainly(saved(of_formats), monkeypatch)
    assert rows[1] == [shown for _, shown in FORMATS.values()]


def struck(*places: str) -> Callable[[openpyxl.worksheet.worksheet.Worksheet], None]:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in (["甲", "乙", "丙"], ["丁", None, 3], [None, None, None], ["戊", "己", "庚"]):
            sheet.append(row)
        for place in places:
            sheet[place].font = Font(strike=True)

    return fill


@pytest.mark.parametrize(
    ("places", "rows"),
    [
        (("A1", "B1", "C1"), {1}),
        (("A1", "B1"), set()),
        (("A2", "C2"), {2}),  # a blank cell need not be struck out
        (("A2", "B2", "C2"), {2}),
        (("A3", "B3", "C3"), set()),  # a blank row says nothing
        (("A1", "B1", "C1", "A2", "C2", "B4"), {1, 2}),
    ],
)
def test_a_row_is_struck_out_when_all_that_it_holds_is(
    places: tuple[str, ...], rows: set[int]
) -> None:
    sheet, _ = read(saved(struck(*places)))
    assert sheet.struck_rows == rows


def test_what_is_struck_out_is_left_to_calamine(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotPlain):
        read_plainly(saved(struck("B4")), monkeypatch)


# --- the forms of one cell ---

LOOKS = Looks({3: number_shown("0000") or pytest.fail("no format")}, frozenset({12}))


@pytest.mark.parametrize(
    ("cell", "shown", "is_struck"),
    [
        ('<c r="B2" s="3"><v>7</v></c>', True, False),
        ('<c r="B2" s="3" t="n"><v>7</v></c>', True, False),
        ("<c r='B2' s='3'><v>7</v></c>", True, False),
        ('<c s="3" r="B2"><v>7</v></c>', True, False),
        ('<c r="B2" s="12" t="s"><v>0</v></c>', False, True),
        ('<c r="B2" cm="1" s="12"/>', False, True),
        ('<c r="B2" s="1"><v>3</v></c>', False, False),
        ('<c r="B2" s="33"><v>3</v></c>', False, False),
        ('<c r="B2" vs="3"><v>3</v></c>', False, False),
        ('<c r="B2"><v>3</v></c>', False, False),
    ],
)
@pytest.mark.parametrize("counting", [False, True])
def test_the_format_of_a_cell_in_every_form(
    cell: str, shown: bool, is_struck: bool, counting: bool
) -> None:
    scanner = SheetScanner(LOOKS, counting=counting)
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"/>{cell}</row>'
    part = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    for at in range(0, len(part), 11):
        scanner.feed(part[at : at + 11])
    scanner.close()
    assert list(scanner.found.shown) == ([(2, 2)] if shown else [])
    assert scanner.found.struck == ({2: {2}} if is_struck else {})


def test_a_cell_that_does_not_say_its_place_is_counted() -> None:
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
        b'<numFmt numFmtId="164" formatCode="0000"/></numFmts><cellXfs><xf numFmtId="0"/>'
        b'<xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c><v>1</v></c><c s="1"><v>7</v></c></row>'
    _, found = read(xlsx(rows, {"xl/styles.xml": styles}))
    assert found == [[1.0, "0007"]]


# --- formulas that came to 0 ---


@pytest.mark.parametrize(("values", "count"), [([5], 0), ([0, 0], 2), ([0, 3], 1)])
def test_formulas_of_a_program_that_leaves_computing_to_others(
    values: list[object], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    for row, value in enumerate(values):
        sheet.write_formula(row, 0, "=1+1", None, value)
    book.close()
    assert read(data.getvalue())[0].zero_formulas == count
    assert read_plainly(data.getvalue(), monkeypatch)[0].zero_formulas == count


def test_formulas_of_a_program_that_computes_came_to_0() -> None:
    sheet, _ = read(xlsx('<row r="1"><c r="A1"><f>1-1</f><v>0</v></c></row>'))
    assert sheet.zero_formulas == 0
