"""What the reader loses of an xlsb: error cells, merged cells, hidden rows, how cells look.

The records of BIFF12 (MS-XLSB 2.1.4) say their kind and their size in seven bits a byte. Runs in
the reader's child process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reportcli.files.archive import Archive, Member
from reportcli.files.biff import CELL_ERRORS
from reportcli.files.lost import UNKNOWN_ERROR, SheetScan
from reportcli.files.opc import BINARY_WORKBOOK, relations_of
from reportcli.files.styles import CellFormat, Looks, looks_of

BINARY_STYLES = "xl/styles.bin"
# Records (MS-XLSB 2.3.1): BrtRowHdr, BrtCellError, BrtFmlaNum, BrtFmlaError, BrtBundleSh,
# BrtMergeCell.
ROW_HEAD, ERROR, NUMBER_FORMULA, ERROR_FORMULA, LISTED_SHEET, MERGED_CELLS = 0, 3, 9, 11, 156, 176
ROW_IS_HIDDEN = 0x10  # in the twelfth byte of a row (fDyZero): its height is nought
# BrtFont, BrtFmt, BrtXF, and what begins and ends the formats of cells among those of styles.
FONT, NUMBER_FORMAT, CELL_FORMAT, FORMATS_BEGIN, FORMATS_END = 43, 44, 47, 617, 618
STRIKEOUT_BIT = 0x08
CELL_KINDS = range(1, 12)  # BrtCellRk to BrtFmlaError
CELL_HEAD = 8  # bytes of a cell before its value: its column, its format, flags
ZERO_VALUE = bytes(8)


def scan_xlsb(archive: Archive) -> dict[str, SheetScan]:
    """Sheet name → what was found in it; a sheet without a part is absent."""
    targets = {one.id: one.target for one in relations_of(archive, BINARY_WORKBOOK)}
    looks = looks_of(list(binary_formats(archive)))
    scans = {}
    for kind, content in wide_records(archive.read(BINARY_WORKBOOK)):
        if kind == LISTED_SHEET:
            relation, at = wide_text(content, 8)
            name, _ = wide_text(content, at)
            part = archive.find(targets.get(relation, ""))
            if part is not None:
                scans[name] = scan_binary_sheet(archive, part, looks)
    return scans


def scan_binary_sheet(archive: Archive, part: Member, looks: Looks) -> SheetScan:
    """Look for what one worksheet part loses."""
    scan, row = SheetScan(), 0
    has_looks = bool(looks.of_interest)
    for kind, content in wide_records(b"".join(archive.inflate(part))):
        # Only the record that heads a row says which it is; cells say their column alone.
        if kind == ROW_HEAD and len(content) > ROW_FLAGS:
            row = little_number(content, 0, 4) + 1
            scan.hidden_rows += bool(content[ROW_FLAGS] & ROW_IS_HIDDEN)
        elif kind == MERGED_CELLS and len(content) >= MERGED.size:
            top, bottom, left, right = MERGED.unpack_from(content)
            scan.merges.append((top + 1, left + 1, bottom + 1, right + 1))
        elif kind in CELL_KINDS:
            column = little_number(content, 0, 4) + 1
            if has_looks:
                scan.note_style(looks, row, column, little_number(content, 4, 3))
            note_binary_value(scan, row, column, kind, content)
    return scan


def note_binary_value(scan: SheetScan, row: int, column: int, kind: int, content: bytes) -> None:
    """Note an error, and a formula that came to nought."""
    value = content[CELL_HEAD : CELL_HEAD + len(ZERO_VALUE)]
    if kind in (ERROR, ERROR_FORMULA) and value:
        scan.lost[row, column] = CELL_ERRORS.get(value[0], UNKNOWN_ERROR)
    elif kind == NUMBER_FORMULA:
        # A program that never computes writes 0 too: only the file as a whole tells which it was.
        scan.zero_formulas += value == ZERO_VALUE


ROW_FLAGS = 11
MERGED = struct.Struct("<IIII")  # first row, last row, first column, last column


def binary_formats(archive: Archive) -> Iterator[CellFormat]:
    """Yield the formats of cells, in the order in which cells count them."""
    codes: dict[int, str] = {}
    struck: list[bool] = []
    is_of_cells = False
    for kind, content in wide_records(
        archive.read(BINARY_STYLES) if BINARY_STYLES in archive else b""
    ):
        if kind == NUMBER_FORMAT:
            codes[little_number(content, 0)], _ = wide_text(content, 2)
        elif kind == FONT:
            struck.append(bool(little_number(content, 2) & STRIKEOUT_BIT))
        elif kind in (FORMATS_BEGIN, FORMATS_END):
            is_of_cells = kind == FORMATS_BEGIN
        elif kind == CELL_FORMAT and is_of_cells:
            number, font = little_number(content, 2), little_number(content, 4)
            is_struck = font < len(struck) and struck[font]
            yield CellFormat(number, codes.get(number), is_struck)


def little_number(content: bytes, at: int, size: int = 2) -> int:
    """Read a number; 0 where the record is cut off."""
    return int.from_bytes(content[at : at + size], "little")


def wide_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, content) of the records of a part; what is cut off is none."""
    at = 0
    while at + 2 <= len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < len(data):
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80 or shift > 21:
                break
        yield kind, data[at : at + size]
        at += size


def wide_text(content: bytes, at: int) -> tuple[str, int]:
    """Read a text that says its length (XLWideString), and where it ends."""
    size = int.from_bytes(content[at : at + 4], "little")
    end = at + 4 + 2 * size
    return content[at + 4 : end].decode("utf-16-le", "replace"), end
