"""Bytes to sheets of cells: which format a file really is, and its rows from row 1, column A on.

Format is told by content, never by suffix. Runs in the reader's child process, so it imports nothing heavy.
Not for meaning: which row is a header and what a cell says is the business of `header.py` and `values.py`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

import msgspec

from reportcli.finding import Address, Refusal
from reportcli.intake.values import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, SheetVisibleEnum

Row = list[Cell]
State = Literal["visible", "hidden", "very_hidden"]

ZIP_MAGIC = b"PK\x03\x04"
CFB_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted OOXML workbook is a compound file that holds a stream of this name (MS-OFFCRYPTO 2.3.4).
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
DELIMITERS = ",;\t"
SAMPLE_LINES = 50


class Sheet(msgspec.Struct, frozen=True):
    """One sheet. `rows` yields every row from worksheet row 1, each padded from column A; `merges` are
    (first row, first column, last row, last column), 1-based."""

    name: str
    rows: Iterator[Row]
    state: State = "visible"
    merges: list[tuple[int, int, int, int]] = []
    is_worksheet: bool = True


class Workbook(msgspec.Struct, frozen=True):
    """What a file holds: its true format, the encoding of a text file, and its sheets in order."""

    format: str
    sheets: list[Sheet]
    encoding: str = ""
    epoch_1904: bool = False


def read_bytes(file: str) -> bytes:
    """The whole file at once, so that what is hashed is what is read; anything but a regular file is
    refused.
    """
    path = Path(file)
    address = Address(file)
    if path.name.startswith(("~$", ".~lock.")):
        raise Refusal(3, "input-lock-file", address)
    try:
        if path.is_dir():
            raise Refusal(3, "input-folder", address)
        if not path.exists():
            raise Refusal(3, "input-missing", address)
        if not path.is_file():
            raise Refusal(3, "input-not-regular", address)
        data = path.read_bytes()
    except OSError as fault:
        raise Refusal(
            3, "input-unreadable", address, reason=fault.strerror or type(fault).__name__
        ) from fault
    if not data.strip():
        raise Refusal(3, "input-empty", address)
    return data


def open_workbook(file: str, data: bytes) -> Workbook:
    """The sheets in `data`; what is no spreadsheet is refused, saying what it is where that can be told."""
    if data.startswith((ZIP_MAGIC, CFB_MAGIC)):
        return open_spreadsheet(file, data)
    return open_text(file, data)


def open_spreadsheet(file: str, data: bytes) -> Workbook:
    """A workbook that calamine reads: xlsx, xlsm, xlsb and ods are zip archives, xls is a compound file."""
    import python_calamine as calamine

    address = Address(file)
    if data.startswith(CFB_MAGIC) and ENCRYPTED_STREAM in data:
        raise Refusal(3, "input-encrypted", address)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            spreadsheet_sheet(book.get_sheet_by_name(meta.name), meta.visible)
            if meta.typ in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet)
            else Sheet(meta.name, iter(()), is_worksheet=False)
            for meta in book.sheets_metadata
        ]
    except calamine.PasswordError as fault:
        raise Refusal(3, "input-encrypted", address) from fault
    except calamine.CalamineError as fault:
        raise Refusal(3, "input-not-a-spreadsheet", address) from fault
    return Workbook("zip" if data.startswith(ZIP_MAGIC) else "xls", sheets)


def spreadsheet_sheet(sheet: CalamineSheet, visible: SheetVisibleEnum) -> Sheet:
    """One worksheet of calamine, its rows padded on the left: calamine drops the empty columns before the
    first.
    """
    from python_calamine import SheetVisibleEnum

    start = sheet.start
    pad: Row = [None] * (start[1] if start else 0)
    merged = sheet.merged_cell_ranges or []
    return Sheet(
        name=sheet.name,
        rows=(pad + list(row) for row in sheet.iter_rows()) if pad else map(list, sheet.iter_rows()),
        state="visible"
        if visible == SheetVisibleEnum.Visible
        else "hidden"
        if visible == SheetVisibleEnum.Hidden
        else "very_hidden",
        merges=[(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged],
    )


def open_text(file: str, data: bytes) -> Workbook:
    """A delimited text file. The encoding is tried on the whole file, strictly: BOM, UTF-8, then GB18030."""
    text, encoding = decode(file, data)
    delimiter = sniff_delimiter(text)
    if delimiter is None:
        raise Refusal(3, "input-not-a-spreadsheet", Address(file))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    # Excel shows a text file as one sheet named after the file; addresses follow that.
    sheet = Sheet(PurePath(file).stem, text_rows(file, rows))
    return Workbook("tsv" if delimiter == "\t" else "csv", [sheet], encoding)


def text_rows(file: str, rows: Iterator[list[str]]) -> Iterator[Row]:
    """The records of a text file; a broken quotation is refused rather than swallowed."""
    try:
        for row in rows:
            yield list(row)
    except csv.Error as fault:
        raise Refusal(3, "input-broken-text", Address(file), reason=str(fault)) from fault


def decode(file: str, data: bytes) -> tuple[str, str]:
    """The text and its encoding; a byte that no accepted encoding explains refuses the file."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            candidates = [encoding]
            break
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise Refusal(3, "input-not-a-spreadsheet", Address(file))


def sniff_delimiter(text: str) -> str | None:
    """The delimiter that splits the first lines most often; None where nothing is delimited at all."""
    sample = text.splitlines()[:SAMPLE_LINES]
    counts = {delimiter: sum(line.count(delimiter) for line in sample) for delimiter in DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else None
