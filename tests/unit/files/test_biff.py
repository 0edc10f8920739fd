"""The records of an xls: its code pages, how its cells look, and formulas that came to 0."""

from __future__ import annotations

import struct

import pytest

from reportcli.files.biff import book_records, is_garbled, scan_book
from reportcli.files.lost import SheetScan
from reportcli.files.sheet import Sheet
from reportcli.files.workbook import open_workbook
from tests.containers import BiffRecord, xls_of

FONT, FORMAT, CELL_FORMAT, CODE_PAGE = 0x31, 0x41E, 0xE0, 0x42


def font(flags: int = 0) -> BiffRecord:
    return FONT, struct.pack("<HHHHHBBBBBBB", 200, flags, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0, 65)


def number_format(number: int, code: str) -> BiffRecord:
    return FORMAT, struct.pack("<HHB", number, len(code), 1) + code.encode("utf-16-le")


def cell_format(font: int, number: int) -> BiffRecord:
    return CELL_FORMAT, struct.pack("<HH", font, number) + bytes(16)


def number(row: int, column: int, style: int, value: float) -> BiffRecord:
    return 0x203, struct.pack("<HHHd", row, column, style, value)


def formula(row: int, column: int, value: float) -> BiffRecord:
    tokens = b"\x1e\x01\x00"  # the number 1
    head = struct.pack("<HHHdHIH", row, column, 0, value, 0, 0, len(tokens))
    return 0x06, head + tokens


def sheet_of(content: bytes) -> Sheet:
    (sheet,) = open_workbook("log.xls", content).sheets
    return sheet


def scan_of(content: bytes) -> SheetScan:
    (found,) = scan_book(book_records("log.xls", content)).values()
    return found


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0000", 12, "0012"),
        ('"2024-"000', 13, "2024-013"),
        ('"第"0"号"', 3, "第3号"),
        ('0.00"万元"', 256.5, "256.5万元"),
        ('0"."0,"万元"', 2565000, "256.5万元"),
        ("0.00", 256.5, 256.5),
    ],
)
def test_a_number_as_its_format_shows_it(code: str, value: float, shown: str | float) -> None:
    about = (font(), number_format(164, code), cell_format(0, 0), cell_format(0, 164))
    sheet = sheet_of(xls_of(number(0, 0, 0, value), number(0, 1, 1, value), about=about))
    assert list(sheet.rows) == [[value, shown]]


def test_numbers_in_one_record_have_each_its_format() -> None:
    about = (font(), number_format(164, "0000"), cell_format(0, 0), cell_format(0, 164))
    numbers = b"".join(struct.pack("<HI", style, 7 << 2 | 2) for style in (1, 0, 1))
    several = (0xBD, struct.pack("<HH", 0, 0) + numbers + struct.pack("<H", 2))
    assert list(sheet_of(xls_of(several, about=about)).rows) == [["0007", 7, "0007"]]


def test_struck_out_rows() -> None:
    # The list of fonts skips the number 4: the fifth font is the number 5.
    fonts = (font(), font(), font(), font(), font(0x08))
    about = (*fonts, cell_format(0, 0), cell_format(5, 0))
    rows = [(1, 1), (0, 0), (1, 0)]
    cells = [
        number(row, column, style, 1)
        for row, styles in enumerate(rows)
        for column, style in enumerate(styles)
    ]
    sheet = sheet_of(xls_of(*cells, about=about))
    assert len(list(sheet.rows)) == 3
    assert sheet.struck_rows == {1}


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ([number(0, 0, 0, 0)], 0),
        ([number(6, 6, 0, 0), number(6, 7, 0, 0)], 0),
        ([formula(0, 0, 1)], 0),
        ([formula(0, 0, 0)], 1),
        ([formula(0, 0, 0), formula(1, 0, 0.5), formula(6, 6, 0)], 2),
    ],
)
def test_formulas_that_came_to_0_are_counted(cells: list[BiffRecord], count: int) -> None:
    content = xls_of(*cells)
    assert scan_of(content).zero_formulas == count
    assert sheet_of(content).zero_formulas == count


@pytest.mark.parametrize(
    ("page", "version", "garbled"),
    [
        (936, 0x500, True),
        (950, 0x500, True),
        (1250, 0x500, False),
        (1252, 0x500, False),
        (936, 0x600, False),
    ],
)
def test_texts_of_excel_95_in_chinese_are_no_unicode(
    page: int, version: int, garbled: bool
) -> None:
    code_page = (CODE_PAGE, struct.pack("<H", page))
    name = b"\x01a" if version == 0x500 else b""
    book = book_records("log.xls", xls_of(about=(code_page,), version=version, name=name))
    assert is_garbled(book) is garbled


def test_records_that_are_cut_off_tell_nothing() -> None:
    book = book_records("log.xls", xls_of(formula(0, 0, 0), about=(font(), cell_format(0, 0))))
    for length in range(0, len(book), 7):
        scan_book(book[:length])  # raises nothing


@pytest.mark.parametrize(
    ("page", "encoding"),
    [(852, "cp852"), (437, "cp437"), (850, "cp850"), (866, "cp866"), (10029, "mac-latin2"),
     (1250, "cp1250"), (1252, "cp1252")],
)  # fmt: skip
def test_texts_before_unicode_in_the_code_pages_of_europe(page: int, encoding: str) -> None:
    word = "дата" if page == 866 else "Új é ö" if page in (852, 10029, 1250) else "Né à ö"
    text = word.encode(encoding)
    label = (0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text)
    listed = struct.pack("B", len(text)) + text
    code_page = (CODE_PAGE, struct.pack("<H", page))
    sheet = sheet_of(xls_of(label, about=(code_page,), version=0x500, name=listed))
    assert (sheet.name, list(sheet.rows)) == (word, [[word]])
