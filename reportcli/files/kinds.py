"""Bytes to sheets of cells: which format a file really is, and its rows from row 1, column A on.

Format is told by content, never by suffix. Runs in the reader's child process, so it imports
nothing heavy. Not for meaning: which row is a header and what a cell says is the business of
`header.py` and `values.py`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, NoReturn, Protocol

import msgspec

from reportcli.files import archive as guards
from reportcli.files import lost as scan
from reportcli.files.archive import Part
from reportcli.finding import Address, Refusal, column_letters
from reportcli.words.cells import Cell, shown

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, SheetVisibleEnum

Row = list[Cell]
State = Literal["visible", "hidden", "very_hidden"]

ZIP_MAGIC = b"PK\x03\x04"
CFB_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted OOXML workbook is a compound file that holds a stream of this name (MS-OFFCRYPTO
# 2.3.4).
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# In OpenDocument the list of parts says of each whether it is encrypted.
ENCRYPTED_PART = b"manifest:encryption-data"
# In xls a record says so (MS-XLS 2.4.117), next to the one that begins the workbook.
FILE_PASS = re.compile(
    rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL
)
ZIP_KINDS = ("xlsx", "xlsm", "xlsb", "ods")
XLS_STREAMS = {"workbook", "book"}
DELIMITERS = "\t,;|"
SAMPLE_RECORDS = 50
# A sheet for each day of a year and more; every sheet costs some time, and is compared with all
# others.
MOST_SHEETS = 500
SAMPLE_SIZE = 64 * 1024
BATCH = 8192
LARGE = (
    4 * guards.MEGABYTE
)  # of worksheets: about 10,000 rows, which take calamine a sixth of a second
SHEET_PARTS = "xl/worksheets/"

# What a file is that is no spreadsheet. The names are the same in every language.
MAGIC = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"PK\x05\x06": "ZIP",
    b"PK\x07\x08": "ZIP",
    b"SQLite format 3\0": "SQLite",
    b"\0\x01\0\0Standard ": "Access (mdb, accdb)",
    b"{\\rtf": "RTF",
    b"MZ\x90\0": "EXE",
    # Excel before it had compound files (BIFF): the record that begins a sheet, and its size.
    b"\x09\0\x04\0": "Excel 2–4 (BIFF)",
    b"\x09\x02\x06\0": "Excel 2–4 (BIFF)",
    b"\x09\x04\x06\0": "Excel 2–4 (BIFF)",
    b"\x09\x08\x08\0": "Excel 5 (BIFF)",
    b"\x09\x08\x10\0": "Excel 8 (BIFF)",
}
MAIN_TYPES = {
    "sheet.binary": "xlsb",
    "ms-excel": "xlsm",
    "spreadsheetml": "xlsx",
    "word": "Word (docx)",
    "presentation": "PowerPoint (pptx)",
    "powerpoint": "PowerPoint (pptx)",
    "visio": "Visio (vsdx)",
}
MEDIA_TYPES = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "OpenDocument (odt)",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument (odp)",
    "application/vnd.oasis.opendocument": "OpenDocument",
    "application/vnd.sun.xml": "OpenOffice 1 (sxc, sxw)",
    "application/epub": "EPUB",
}
PART_NAMES = {
    "xl/workbook.bin": "xlsb",
    "xl/workbook.xml": "xlsx",
    "word/document.xml": "Word (docx)",
    "ppt/presentation.xml": "PowerPoint (pptx)",
    "ofd.xml": "OFD",
    "index/document.iwa": "iWork (numbers, pages, key)",
    "meta-inf/manifest.mf": "JAR",
}
STREAM_NAMES = {
    "worddocument": "Word / WPS (doc, wps)",
    "powerpoint document": "PowerPoint / WPS (ppt, dps)",
    "visiodocument": "Visio (vsd)",
    "__properties_version1.0": "Outlook (msg)",
    "\x05hwpsummaryinformation": "HWP",
    "matost": "Works (wps)",
    "catalog": "Thumbs.db",
    # the table _Tables, as it is packed
    "\u4840\u3f7f\u4164\u422f\u4836": "Windows Installer (msi)",
}
MAIN_TYPE = re.compile(r"""ContentType\s*=\s*["']([^"']*\.main(?:\+xml)?)["']""")
EPOCH_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\s[^<>]*?\bdate1904\s*=\s*["'](?:1|true)["']""")
SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
MARKUP = re.compile(r"<[!?a-z]", re.IGNORECASE)
MAIL = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)


class NotPlain(Exception):  # noqa: N818 - no error, and never shown: the file is read in another way
    """Something in a large workbook is for calamine alone to read, or for the guards to look at."""


class Batch(Protocol):
    """Successive rows of a sheet, each padded from column A, that are looked at by row and by
    column."""

    def __len__(self) -> int: ...

    def row(self, place: int) -> Row:
        """The cells of one row."""
        ...

    def column(self, place: int) -> Sequence[Cell]:
        """The cells of one column; a row that is shorter has blanks."""


class RowBatch:
    """Rows that were laid out."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.shortest = min(map(len, rows))

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, place: int) -> Row:
        """The cells of one row."""
        return self.rows[place]

    def column(self, place: int) -> Sequence[Cell]:
        """The cells of one column; a row that is shorter has blanks."""
        if place < self.shortest:
            return [row[place] for row in self.rows]
        return [row[place] if place < len(row) else None for row in self.rows]


def in_batches(rows: Iterable[Row]) -> Iterator[Batch]:
    """The same rows, many at a time."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield RowBatch(batch)


def rows_of(batches: Iterable[Batch]) -> Iterator[Row]:
    """The rows of many batches, one by one."""
    return (batch.row(place) for batch in batches for place in range(len(batch)))


class Sheet(msgspec.Struct):
    """One sheet. `rows` yields every row from worksheet row 1, each padded from column A; `merges`
    are (first row, first column, last row, last column), 1-based; `hidden_rows` is how many, where
    it is told.

    A sheet that is decoded as it is read has `batches` in place of rows; what is merged and hidden
    is known when all of them have been read.
    """

    name: str
    rows: Iterator[Row]
    state: State = "visible"
    merges: list[tuple[int, int, int, int]] = []
    is_worksheet: bool = True
    hidden_rows: int = 0
    batches: Iterator[Batch] | None = None


class Workbook(msgspec.Struct, frozen=True):
    """What a file holds: its true format, the encoding of a text file, and its sheets in order."""

    format: str
    sheets: list[Sheet]
    encoding: str = ""
    epoch_1904: bool = False


def read_bytes(file: str) -> bytes:
    """The whole file at once, so that what is hashed is what is read; anything but a regular file
    is refused.
    """
    path = Path(file)
    address = Address(file)
    if path.name.startswith(("~$", ".~lock.")):
        raise Refusal("input-lock-file", address)
    try:
        if path.is_dir():
            raise Refusal("input-folder", address, name=file)
        if not path.exists():
            raise Refusal("input-missing", address)
        if not path.is_file():
            raise Refusal("input-not-regular", address)
        data = path.read_bytes()
    except OSError as fault:
        raise Refusal(
            "input-unreadable", address, reason=fault.strerror or type(fault).__name__
        ) from fault
    return data


def open_workbook(file: str, data: bytes, *, plainly: bool = False) -> Workbook:
    """The sheets in `data`; what is no spreadsheet is refused, saying what it is where that can be
    told.

    `plainly`: a large workbook goes to `plain.py`, which raises `NotPlain` at once or while rows
    are read.
    """
    if data.startswith(ZIP_MAGIC):
        return open_archive(file, data, plainly=plainly)
    if data.startswith(CFB_MAGIC):
        return open_compound(file, data)
    if what := next((name for magic, name in MAGIC.items() if data.startswith(magic)), ""):
        refuse_format(file, what)
    return open_text(file, data)


def refuse_format(file: str, what: str) -> NoReturn:
    """The refusal that names what a file is."""
    raise Refusal("input-not-a-spreadsheet", Address(file), what=what)


def open_archive(file: str, data: bytes, *, plainly: bool) -> Workbook:
    """A workbook that is a zip archive, guarded before it is parsed."""
    parts = guards.read_parts(file, data)
    names = guards.compared_names(parts)
    kind = archive_kind(file, data, parts)
    if kind not in ZIP_KINDS:
        refuse_format(file, kind)
    manifest = names.get("meta-inf/manifest.xml")
    if manifest and ENCRYPTED_PART in guards.beginning(file, data, manifest):
        raise Refusal("input-encrypted", Address(file))
    sheets_size = sum(part.size for name, part in parts.items() if name.startswith(SHEET_PARTS))
    if plainly and sheets_size >= LARGE:
        from reportcli.files.plain import plain_sheets

        return Workbook(kind, plain_sheets(file, data, parts))
    lookout = scan.Lookout()
    guards.check_contents(file, data, parts, lookout.watch)
    book = names.get("xl/workbook.xml")
    epoch_1904 = (
        book is not None and EPOCH_1904.search(guards.beginning(file, data, book)) is not None
    )
    sheets = read_archive(file, data, names)
    scans = scan.scan_archive(file, data, names, lookout)
    return Workbook(kind, restore_lost(sheets, scans), epoch_1904=epoch_1904)


def read_archive(file: str, data: bytes, names: Mapping[str, Part]) -> list[Sheet]:
    """The sheets of an archive, or of a mended copy where the reader stumbles over it.

    What had to be left out of the copy is no worksheet.
    """
    try:
        return read_sheets(file, data)
    except Refusal as refusal:
        if refusal.code != "input-damaged":
            raise
        from reportcli.files.mending import mend

        if (mended := mend(file, data, names)) is None:
            raise
    sheets = {sheet.name: sheet for sheet in read_sheets(file, mended.data)}
    others = {
        name: Sheet(name, iter(()), is_worksheet=False)
        for name in mended.names
        if name not in sheets
    }
    return [(sheets | others)[name] for name in mended.names or sheets]


def archive_kind(file: str, data: bytes, parts: dict[str, Part]) -> str:
    """What a zip archive is, by the parts that exist to say so, else by the names of the others."""

    names = guards.compared_names(parts)

    def text(name: str) -> str:
        return guards.beginning(file, data, names[name]).decode("latin-1") if name in names else ""

    if main := MAIN_TYPE.search(text("[content_types].xml")):
        return next((kind for mark, kind in MAIN_TYPES.items() if mark in main[1]), "ZIP")
    media = text("mimetype")
    return next(
        (kind for start, kind in MEDIA_TYPES.items() if media.startswith(start)),
        next((kind for name, kind in PART_NAMES.items() if name in names), "ZIP"),
    )


def open_compound(file: str, data: bytes) -> Workbook:
    """A workbook in a compound file: xls, as Excel since version 5 and WPS write it.

    One that is too broken to tell what it holds is left to the reader.
    """
    streams = {name.casefold() for name in guards.compound_streams(file, data)}
    if (
        "encryptedpackage" in streams
        or (not streams and ENCRYPTED_STREAM in data)
        or FILE_PASS.search(data)
    ):
        raise Refusal("input-encrypted", Address(file))
    if streams and not streams & XLS_STREAMS:
        refuse_format(
            file, next((what for name, what in STREAM_NAMES.items() if name in streams), "OLE2")
        )
    book = scan.xls_book(file, data)
    if scan.is_garbled(book):
        refuse_format(file, MAGIC[b"\x09\x08\x08\0"])
    guards.check_records(file, book)
    sheets = restore_lost(read_sheets(file, data), scan.scan_xls(file, data))
    return Workbook("xls", sheets, epoch_1904=scan.counts_from_1904(book))


def read_sheets(file: str, data: bytes) -> list[Sheet]:
    """The sheets as calamine reads them: xlsx, xlsm, xlsb, ods and xls.

    Of its own message only the kind is repeated, for it may quote a cell.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        check_sheets(file, book.sheet_names)
        sheets = [
            spreadsheet_sheet(file, book.get_sheet_by_name(meta.name), meta.visible)
            if meta.typ in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet)
            else Sheet(meta.name, iter(()), is_worksheet=False)
            for meta in book.sheets_metadata
        ]
    except calamine.PasswordError as fault:
        raise Refusal("input-encrypted", Address(file)) from fault
    except (
        calamine.CalamineError,
        OSError,
    ) as fault:  # of an xlsb that ends too soon, as if it were a file
        raise Refusal("input-damaged", Address(file), reason=type(fault).__name__) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # of the reader; its class cannot be imported
            raise
        raise Refusal("input-damaged", Address(file), reason="PanicException") from fault
    if not sheets:
        raise Refusal("input-damaged", Address(file), reason="0 sheets")
    return sheets


def check_sheets(file: str, names: Sequence[str]) -> None:
    """Refuse more sheets than any log has, and two of one name, for a name is all that tells them
    apart."""
    if len(names) > MOST_SHEETS:
        what = f"sheets: {len(names):,} > {MOST_SHEETS}"
        raise Refusal("input-over-size", Address(file), what=what)
    if doubled := [name for name, count in Counter(names).items() if count > 1]:
        guards.refuse_unsafe(file, f"sheets: {shown(doubled[0])} ×2")


def restore_lost(sheets: list[Sheet], scans: dict[str, scan.SheetScan]) -> list[Sheet]:
    """The sheets with what the reader lost of them: errors, uncached formulas, how many rows are
    hidden."""
    restored = []
    for sheet in sheets:
        found = scans.get(sheet.name, scan.SheetScan())
        rows = scan.restore_lost(sheet.rows, found) if found.lost else sheet.rows
        restored.append(msgspec.structs.replace(sheet, rows=rows, hidden_rows=found.hidden_rows))
    return restored


def spreadsheet_sheet(file: str, sheet: CalamineSheet, visible: SheetVisibleEnum) -> Sheet:
    """One worksheet of calamine, its rows padded on the left: calamine drops the empty columns
    before the first.
    """
    from python_calamine import SheetVisibleEnum

    end = sheet.end
    if end is not None and end[1] >= guards.LAST_COLUMN:
        guards.refuse_unsafe(file, f"{shown(sheet.name)}!{column_letters(end[1] + 1)}{end[0] + 1}")
    start = sheet.start
    pad: Row = [None] * (start[1] if start else 0)
    merged = sheet.merged_cell_ranges or []
    return Sheet(
        name=sheet.name,
        rows=(pad + list(row) for row in sheet.iter_rows())
        if pad
        else map(list, sheet.iter_rows()),
        state="visible"
        if visible == SheetVisibleEnum.Visible
        else "hidden"
        if visible == SheetVisibleEnum.Hidden
        else "very_hidden",
        merges=[
            (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged
        ],
    )


def open_text(file: str, data: bytes) -> Workbook:
    """A file of text: a table in HTML, MHT or XML, whatever its suffix says, or a delimited one."""
    if MAIL.match(data[:SAMPLE_SIZE].lstrip().decode("latin-1")):
        from reportcli.files.markup import open_mail

        return open_mail(file, data)
    text, encoding = decode(file, data)
    if MARKUP.match(text[:SAMPLE_SIZE].lstrip()):
        from reportcli.files.markup import open_markup

        return open_markup(file, text, encoding)
    return open_delimited(file, text, encoding)


def open_delimited(file: str, text: str, encoding: str) -> Workbook:
    """A delimited text file, as Excel opens it: a first line `sep=;` names the delimiter and is no
    row."""
    named = SEPARATOR_LINE.match(text)
    delimiter = named[1] if named else sniff_delimiter(text)
    if delimiter is None:
        refuse_format(file, "TXT")
    lines = io.StringIO(text[named.end() :] if named else text, newline="")
    rows = text_rows(file, csv.reader(lines, delimiter=delimiter, strict=True))
    # Excel shows a text file as one sheet named after the file; addresses follow that.
    return Workbook(
        "tsv" if delimiter == "\t" else "csv", [Sheet(PurePath(file).stem, rows)], encoding
    )


def text_rows(file: str, rows: Iterator[list[str]]) -> Iterator[Row]:
    """The records of a text file; a broken quotation is refused rather than swallowed."""
    try:
        for number, row in enumerate(rows, start=1):
            if len(row) > guards.LAST_COLUMN:
                cell = f"{column_letters(len(row))}{number}"
                raise Refusal("input-over-cells", Address(file), cell=cell, filled=len(row))
            yield [*row]
    except csv.Error as fault:
        raise Refusal("input-broken-text", Address(file), reason=str(fault)) from fault


def decode(file: str, data: bytes) -> tuple[str, str]:
    """The text and its encoding: by its byte order mark, else UTF-8, else GB18030.

    The whole file, strictly: a byte that no accepted encoding explains refuses it.
    """
    candidates = ["utf-8", "gb18030"]
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            candidates = [encoding]
    if candidates[0] == "utf-8" and (unmarked := unmarked_utf_16(data)):
        candidates = [unmarked]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    is_binary = b"\0" in data[:SAMPLE_SIZE]
    refuse_format(file, f"BIN {data[:4].hex()}" if is_binary else "TXT (≠ UTF-8, GB18030)")


def unmarked_utf_16(data: bytes) -> str | None:
    """UTF-16 without a mark: ASCII characters have a NUL, all on one side, and few others have
    any."""
    sample = data[:SAMPLE_SIZE]
    big, little = sample[::2].count(0), sample[1::2].count(0)
    if max(big, little) * 20 < len(sample):
        return None
    if little > 2 * big:
        return "utf-16-le"
    return "utf-16-be" if big > 2 * little else None


def sniff_delimiter(text: str) -> str | None:
    """The delimiter that makes columns of the first records; None where nothing is delimited at
    all.

    What divides most records comes first, then what makes most columns in the same number: many
    commas in one cell divide one record.
    """
    best: tuple[tuple[int, int], str | None] = ((0, 0), None)
    for delimiter in DELIMITERS:
        records = csv.reader(io.StringIO(text[:SAMPLE_SIZE], newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(row) for row in islice(records, SAMPLE_RECORDS) if len(row) > 1)
        except csv.Error:
            continue
        evenness = max((count * (width - 1) for width, count in widths.items()), default=0)
        if (score := (widths.total(), evenness)) > best[0]:
            best = score, delimiter
    return best[1]
