"""Bytes to a workbook: every format that logs come in, opened by its content.

zip archives and compound files are guarded, then read by calamine, and what calamine loses of them
is put back; large plain xlsx go the express way of `plain.py`; text is a page, an XML of Excel 2003
or delimited. Not for meaning: which row is a header and what a cell says is for `intake`. Runs in
the reader's child process, which has to start fast: what only some files need is imported when
such a file is met.
"""

from __future__ import annotations

import re

from reportcli.files.archive import MEGABYTE, Archive, open_zip
from reportcli.files.guard import ODS_CONTENT, check_contents
from reportcli.files.kinds import (
    MANIFEST,
    SAMPLE_SIZE,
    ZIP_MAGIC,
    archive_kind,
    decode,
    kind_by_magic,
    refuse_format,
)
from reportcli.files.lost import SheetScan
from reportcli.files.lost_xlsx import Lookout, scan_xlsx
from reportcli.files.mending import mend, tidied
from reportcli.files.ole import CFB_MAGIC
from reportcli.files.opc import BINARY_WORKBOOK, counts_from_1904
from reportcli.files.reader import calamine_sheets, completed
from reportcli.files.sheet import Sheet, Workbook
from reportcli.files.styles import read_looks
from reportcli.finding import Address, Refusal

ZIP_KINDS = ("xlsx", "xlsm", "xlsb", "ods")
# In OpenDocument the list of parts says of each whether it is encrypted.
ENCRYPTED_PART = "manifest:encryption-data"
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
        from reportcli.files.xls import open_compound

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
    from reportcli.files.delimited import open_delimited

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
        from reportcli.files.lost_ods import scan_ods

        return scan_ods(archive)
    if BINARY_WORKBOOK in archive:
        from reportcli.files.lost_xlsb import scan_xlsb

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
