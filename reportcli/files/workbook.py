"""Bytes to a workbook: every format that logs come in, opened by its content.

zip archives and compound files are guarded, then read by calamine, and what calamine loses of them
is put back; large plain xlsx go the express way of `plain.py`; text is a page, an XML of Excel 2003
or delimited. Not for meaning: which row is a header and what a cell says is for `intake`. Runs in
the reader's child process, so it imports nothing heavy.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reportcli.files.archive import MEGABYTE, Archive, open_zip
from reportcli.files.biff import counts_from_1904 as book_counts_from_1904
from reportcli.files.biff import (
    foreign_encoding,
    in_known_page,
    is_garbled,
    read_book,
    recoded,
    recoded_rows,
    scan_book,
)
from reportcli.files.delimited import open_delimited
from reportcli.files.extent import LAST_COLUMN, check_records
from reportcli.files.guard import ODS_CONTENT, check_contents
from reportcli.files.kinds import (
    KINDS_BY_MAGIC,
    MANIFEST,
    SAMPLE_SIZE,
    ZIP_MAGIC,
    archive_kind,
    compound_kind,
    decode,
    kind_by_magic,
    refuse_format,
)
from reportcli.files.lost import SheetScan, complete
from reportcli.files.lost_ods import scan_ods
from reportcli.files.lost_xlsb import BINARY_WORKBOOK, scan_xlsb
from reportcli.files.lost_xlsx import Lookout, scan_xlsx
from reportcli.files.mending import mend, tidied
from reportcli.files.ole import CFB_MAGIC
from reportcli.files.opc import counts_from_1904
from reportcli.files.sheet import Row, Sheet, State, Workbook, check_sheets
from reportcli.files.styles import read_looks
from reportcli.finding import Address, Refusal, column_letters
from reportcli.words.cells import shown

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

ZIP_KINDS = ("xlsx", "xlsm", "xlsb", "ods")
# In OpenDocument the list of parts says of each whether it is encrypted.
ENCRYPTED_PART = "manifest:encryption-data"
# In xls a record says so (MS-XLS 2.4.117), next to the one that begins the workbook.
FILE_PASS = re.compile(
    rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL
)
SHEET_PARTS = "xl/worksheets/"
# Of worksheets: about 10,000 rows, which take calamine a sixth of a second.
LARGE = 4 * MEGABYTE
MARKUP_HEAD = re.compile(r"<[!?a-z]", re.IGNORECASE)
MAIL_HEAD = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)


def open_workbook(file: str, data: bytes, *, plainly: bool = False) -> Workbook:
    """Open the sheets in `data`; what is no spreadsheet is refused by its name.

    `plainly`: a large workbook goes to `plain.py`, which raises `NotPlain` at once or while rows
    are read.
    """
    if data.startswith(ZIP_MAGIC):
        return open_archive(open_zip(file, data), plainly=plainly)
    if data.startswith(CFB_MAGIC):
        return open_compound(file, data)
    if kind := kind_by_magic(data):
        refuse_format(file, kind)
    return open_text(file, data)


def open_text(file: str, data: bytes) -> Workbook:
    """Open a file of text: a table in HTML, MHT or XML, or a delimited one."""
    if MAIL_HEAD.match(data[:SAMPLE_SIZE].lstrip().decode("latin-1")):
        from reportcli.files.markup import open_mail

        return open_mail(file, data)
    text, encoding = decode(file, data)
    if not text.strip():
        raise Refusal("input-empty", Address(file))
    if MARKUP_HEAD.match(text[:SAMPLE_SIZE].lstrip()):
        from reportcli.files.markup import open_markup

        return open_markup(file, text, encoding)
    return open_delimited(file, text, encoding)


# --- archives ---


def open_archive(archive: Archive, *, plainly: bool) -> Workbook:
    """Open a workbook that is a zip archive, guarded before it is parsed."""
    archive = tidied(archive)
    kind = archive_kind(archive)
    if kind not in ZIP_KINDS:
        refuse_format(archive.file, kind)
    if ENCRYPTED_PART in archive.text(MANIFEST):
        archive.refuse("input-encrypted")
    if plainly and size_of_sheets(archive) >= LARGE:
        from reportcli.files.plain import plain_sheets

        return Workbook(kind, plain_sheets(archive))
    lookout = Lookout(read_looks(archive))
    check_contents(archive, lookout.watch)
    sheets = read_archive(archive, kind)
    sheets = completed(sheets, scan_archive(archive, lookout))
    return Workbook(kind, sheets, epoch_1904=counts_from_1904(archive))


def scan_archive(archive: Archive, lookout: Lookout) -> dict[str, SheetScan]:
    """Sheet name → what the reader loses of it."""
    if ODS_CONTENT in archive:
        return scan_ods(archive)
    if BINARY_WORKBOOK in archive:
        return scan_xlsb(archive)
    return scan_xlsx(archive, lookout)


def size_of_sheets(archive: Archive) -> int:
    """Add up the bytes of all worksheets of an xlsx, inflated."""
    parts = archive.parts.values()
    return sum(part.size for part in parts if part.name.startswith(SHEET_PARTS))


def read_archive(archive: Archive, kind: str) -> list[Sheet]:
    """Read the sheets of an archive, or of a mended copy where the reader stumbles over it.

    What had to be left out of the copy is no worksheet.
    """
    try:
        return calamine_sheets(archive.file, archive.data, kind)
    except Refusal as refusal:
        if refusal.code != "input-damaged":
            raise
        mended = mend(archive)
        if mended is None:
            raise
    sheets = {sheet.name: sheet for sheet in calamine_sheets(archive.file, mended.data, kind)}
    for name in mended.names:
        sheets.setdefault(name, Sheet(name, iter(()), is_worksheet=False))
    return [sheets[name] for name in mended.names or sheets]


# --- compound files ---


def open_compound(file: str, data: bytes) -> Workbook:
    """Open a workbook in a compound file: xls, as Excel since version 5 and WPS write it.

    One that is too broken to tell what it holds is left to the reader.
    """
    kind = compound_kind(file, data)
    if FILE_PASS.search(data):
        raise Refusal("input-encrypted", Address(file))
    if kind not in ("", "xls"):
        refuse_format(file, kind)
    book = read_book(file, data)
    if is_garbled(book):
        refuse_format(file, KINDS_BY_MAGIC[b"\x09\x08\x08\0"])
    check_records(file, book)
    sheets = completed(read_book_sheets(file, data, book), scan_book(book))
    return Workbook("xls", sheets, epoch_1904=book_counts_from_1904(book))


def read_book_sheets(file: str, data: bytes, book: bytes) -> list[Sheet]:
    """Read the sheets of an xls; of a code page that calamine does not know, by way of another."""
    encoding = foreign_encoding(book)
    if encoding is None:
        return calamine_sheets(file, data, "xls")
    sheets = calamine_sheets(file, in_known_page(data), "xls")
    for sheet in sheets:
        sheet.name = recoded(sheet.name, encoding)
        sheet.rows = recoded_rows(sheet.rows, encoding)
    return sheets


# --- calamine ---


def calamine_sheets(file: str, data: bytes, kind: str) -> list[Sheet]:
    """Read xlsx, xlsm, xlsb, ods and xls with calamine.

    Its own message is not repeated, for it may quote a cell, and its names of errors say nothing to
    a clerk: that the file is a damaged xlsx is all that can be told.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        check_sheets(file, book.sheet_names)
        sheets = [one_sheet(file, book, listed) for listed in book.sheets_metadata]
    except calamine.PasswordError as fault:
        raise Refusal("input-encrypted", Address(file)) from fault
    # An xlsb that ends too soon is an OSError, as if it were a file.
    except (calamine.CalamineError, OSError) as fault:
        raise Refusal("input-damaged", Address(file), reason=kind) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # of the reader; its class cannot be imported
            raise
        raise Refusal("input-damaged", Address(file), reason=kind) from fault
    if not sheets:
        raise Refusal("input-damaged", Address(file), reason=f"{kind}: 0 sheets")
    return sheets


def one_sheet(file: str, book: CalamineWorkbook, listed: SheetMetadata) -> Sheet:
    """Read one sheet of calamine; a chart or a dialogue has no cells."""
    from python_calamine import SheetTypeEnum

    if listed.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
        return Sheet(listed.name, iter(()), is_worksheet=False)
    sheet = book.get_sheet_by_name(listed.name)
    end = sheet.end
    if end is not None and end[1] >= LAST_COLUMN:
        cell = f"{column_letters(end[1] + 1)}{end[0] + 1}"
        raise Refusal("input-unsafe", Address(file), what=f"{shown(sheet.name)}!{cell}")
    merged = sheet.merged_cell_ranges or []
    return Sheet(
        name=sheet.name,
        rows=padded_rows(sheet),
        state=state_of(listed),
        merges=[
            (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged
        ],
    )


def padded_rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Yield the rows from column A on: calamine drops the empty columns before the first."""
    dropped = sheet.start[1] if sheet.start else 0
    if not dropped:
        return map(list, sheet.iter_rows())
    blanks: Row = [None] * dropped
    return (blanks + list(row) for row in sheet.iter_rows())


def state_of(listed: SheetMetadata) -> State:
    """Tell whether a sheet is shown."""
    from python_calamine import SheetVisibleEnum

    if listed.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if listed.visible == SheetVisibleEnum.Hidden else "very_hidden"


def completed(sheets: list[Sheet], scans: Mapping[str, SheetScan]) -> list[Sheet]:
    """Give the sheets what calamine loses of them."""
    return [complete(sheet, scans.get(sheet.name, SheetScan())) for sheet in sheets]
