"""What the reader loses of an xlsb: errors, merged cells, hidden rows, formulas that came to 0."""

from __future__ import annotations

import struct

import pytest

from reportcli.files.archive import open_zip
from reportcli.files.lost_xlsb import scan_xlsb, wide_records
from reportcli.files.workbook import open_workbook
from tests.containers import record, wide, xlsb

ROWS = {0: {0: "收到日期", 1: "办理结果", 2: "备注"}, 1: {0: "2024-03-05"}}


def cell(kind: int, column: int, value: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, 0) + value)


def formula(column: int, value: float) -> bytes:
    return cell(9, column, struct.pack("<dHI", value, 0, 0))


@pytest.mark.parametrize(
    ("code", "text"),
    [(0x2A, "#N/A"), (0x17, "#REF!"), (0x0F, "#VALUE!"), (0x07, "#DIV/0!"), (0x99, "#ERROR!")],
)
@pytest.mark.parametrize("kind", [3, 11])
def test_an_error_is_named_at_its_cell(kind: int, code: int, text: str) -> None:
    content = xlsb(ROWS, in_rows=cell(kind, 1, bytes([code]) + bytes(8)))
    (found,) = scan_xlsb(open_zip("log.xlsb", content)).values()
    assert found.lost == {(2, 2): text}


def test_an_error_is_put_where_the_reader_gives_a_blank() -> None:
    content = xlsb(ROWS, in_rows=cell(3, 1, b"\x2a"))
    (sheet,) = open_workbook("log.xlsb", content).sheets
    assert list(sheet.rows)[1][:2] == ["2024-03-05", "#N/A"]


def test_merged_cells() -> None:
    merged = record(176, struct.pack("<IIII", 1, 3, 0, 1)) + record(
        176, struct.pack("<IIII", 0, 0, 1, 2)
    )
    (sheet,) = open_workbook("log.xlsb", xlsb(ROWS, below=merged)).sheets
    assert sheet.merges == [(2, 1, 4, 2), (1, 2, 1, 3)]


@pytest.mark.parametrize(
    ("formulas", "count"),
    [(b"", 0), (formula(1, 1.0), 0), (formula(1, 0.0), 1), (formula(1, 0.0) + formula(2, 0.0), 2)],
)
def test_formulas_that_came_to_0_are_counted(formulas: bytes, count: int) -> None:
    (found,) = scan_xlsb(open_zip("log.xlsb", xlsb(ROWS, in_rows=formulas))).values()
    assert found.zero_formulas == count


def test_hidden_rows_are_counted() -> None:
    hidden = record(0, struct.pack("<IIHBBBI", 2, 0, 0, 0, 0x10, 0, 0))
    (found,) = scan_xlsb(open_zip("log.xlsb", xlsb(ROWS, in_rows=hidden))).values()
    assert found.hidden_rows == 1


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\x80", b"\x80\x01", b"\x03\xff\xff\xff\xff\xff", b"\x03\x7fa"]
)
def test_a_record_that_is_cut_off_raises_nothing(data: bytes) -> None:
    assert len(list(wide_records(data))) <= 1


def styles_of(codes: list[str], formats: list[tuple[int, int]], struck: list[bool]) -> bytes:
    """Styles with these number formats (from 164 on), cell formats (number, font) and fonts."""
    fonts = b"".join(record(43, struct.pack("<HH", 220, 8 * one) + bytes(21)) for one in struck)
    numbers = b"".join(
        record(44, struct.pack("<H", number) + wide(code)) for number, code in enumerate(codes, 164)
    )
    of_styles = (
        record(626) + record(47, struct.pack("<HHH", 0xFFFF, 164, 1) + bytes(10)) + record(627)
    )
    of_cells = b"".join(record(47, struct.pack("<HHH", 0, *one) + bytes(10)) for one in formats)
    listed = record(615, struct.pack("<I", len(codes))) + numbers + record(616)
    cells = record(617, struct.pack("<I", len(formats))) + of_cells + record(618)
    return record(278) + listed + fonts + of_styles + cells + record(279)


def number_cell(column: int, style: int, value: float) -> bytes:
    return record(5, struct.pack("<IId", column, style, value))


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0000", 12, "0012"),
        ('"2024-"000', 13, "2024-013"),
        ('0.00"万元"', 256.5, "256.5万元"),
        ('0!.0,"万元"', 2565000, "256.5万元"),
        ("0.00", 2.5, 2.5),
    ],
)
def test_a_number_as_its_format_shows_it(code: str, value: float, shown: str | float) -> None:
    styles = styles_of([code], [(0, 0), (164, 0)], [False])
    numbers = number_cell(1, 0, value) + number_cell(2, 1, value)
    (sheet,) = open_workbook("log.xlsb", xlsb(ROWS, in_rows=numbers, styles=styles)).sheets
    assert list(sheet.rows)[1] == ["2024-03-05", value, shown]


def test_struck_out_rows() -> None:
    styles = styles_of([], [(0, 0), (0, 1)], [False, True])
    row = record(0, struct.pack("<IIHBBBI", 2, 0, 300, 0, 0, 0, 0))
    struck = row + number_cell(0, 1, 1) + number_cell(2, 1, 2)
    half = (
        record(0, struct.pack("<IIHBBBI", 3, 0, 300, 0, 0, 0, 0))
        + number_cell(0, 1, 1)
        + number_cell(1, 0, 2)
    )
    content = xlsb(ROWS | {}, in_rows=struck + half, styles=styles)
    (found,) = scan_xlsb(open_zip("log.xlsb", content)).values()
    assert found.struck == {3: {1, 3}, 4: {1}}
