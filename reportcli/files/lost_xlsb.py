"""What the reader loses of an xlsb: error cells, merged cells, hidden rows.

The records of BIFF12 (MS-XLSB 2.1.4) say their kind and their size in seven bits a byte. Formats
are not looked at. Runs in the reader's child process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reportcli.files.archive import Archive, Member
from reportcli.files.biff import CELL_ERRORS
from reportcli.files.lost import UNKNOWN_ERROR, SheetScan
from reportcli.files.opc import BINARY_WORKBOOK, relations_of

# Records (MS-XLSB 2.3.1): BrtRowHdr, BrtCellError, BrtFmlaNum, BrtFmlaError, BrtBundleSh,
# BrtMergeCell.
ROW_HEAD, ERROR, NUMBER_FORMULA, ERROR_FORMULA, LISTED_SHEET, MERGED_CELLS = 0, 3, 9, 11, 156, 176
ROW_IS_HIDDEN = 0x10  # in the twelfth byte of a row (fDyZero): its height is nought
CELL_HEAD = 8  # bytes of a cell before its value: its column, its format, flags
ZERO_VALUE = bytes(8)


def scan_xlsb(archive: Archive) -> dict[str, SheetScan]:
    """Sheet name → what was found in it; a sheet without a part is absent."""
    targets = {one.id: one.target for one in relations_of(archive, BINARY_WORKBOOK)}
    scans = {}
    for kind, content in wide_records(archive.read(BINARY_WORKBOOK)):
        if kind == LISTED_SHEET:
            relation, at = wide_text(content, 8)
            name, _ = wide_text(content, at)
            part = archive.find(targets.get(relation, ""))
            if part is not None:
                scans[name] = scan_binary_sheet(archive, part)
    return scans


def scan_binary_sheet(archive: Archive, part: Member) -> SheetScan:
    """Look for what one worksheet part loses."""
    scan, row = SheetScan(), 0
    for kind, content in wide_records(b"".join(archive.inflate(part))):
        if kind == ROW_HEAD and len(content) > ROW_FLAGS:
            row = int.from_bytes(content[:4], "little") + 1
            scan.hidden_rows += bool(content[ROW_FLAGS] & ROW_IS_HIDDEN)
        elif kind in (ERROR, ERROR_FORMULA) and len(content) > CELL_HEAD:
            column = int.from_bytes(content[:4], "little") + 1
            scan.lost[row, column] = CELL_ERRORS.get(content[CELL_HEAD], UNKNOWN_ERROR)
        elif kind == NUMBER_FORMULA:
            scan.zero_formulas += content[CELL_HEAD : CELL_HEAD + len(ZERO_VALUE)] == ZERO_VALUE
        elif kind == MERGED_CELLS and len(content) >= MERGED.size:
            top, bottom, left, right = MERGED.unpack_from(content)
            scan.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return scan


ROW_FLAGS = 11
MERGED = struct.Struct("<IIII")  # first row, last row, first column, last column


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
