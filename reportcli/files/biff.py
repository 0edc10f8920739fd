"""The records of an xls (MS-XLS): its sheets, its date system, and what the reader loses of it.

Each record says in two bytes its kind and in two its size. Not for the compound file that they lie
in (`ole.py`), nor for the values of cells.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reportcli.files.lost import SheetScan
from reportcli.files.ole import read_stream
from reportcli.files.styles import CellFormat, Looks, looks_of
from reportcli.words.cells import FORMULA_LOST, Cell

# Of BIFF8, and of BIFF5; the first is read where there are both.
BOOK_STREAMS = ("workbook", "book")
# The first record says which version it is; some programs leave out the end of it.
FIRST_RECORD = re.compile(rb"\x09\x08[\x08\x10]\0\0([\x05\x06])\x05\0", re.DOTALL)
UNICODE_VERSION = b"\x06"  # BIFF8; before it texts are in a code page
# Of Japan, China, Korea and Taiwan, with one byte or two a character, which the reader takes for
# letters.
MIXED_PAGES = {932, 936, 949, 950, 1361}
END_RECORD, SHEET_RECORD, CODE_PAGE_RECORD, DATE_1904_RECORD = 0x000A, 0x0085, 0x0042, 0x0022
# [MS-XLS] 2.4.122, 2.4.126, 2.4.353
FONT_RECORD, FORMAT_RECORD, CELL_FORMAT_RECORD = 0x0031, 0x041E, 0x00E0
STRUCK_FONT = 0x08  # the bit fStrikeOut of a font
ABSENT_FONT = 4  # the list of fonts skips this number
CONSTANT, FORMULA = b"\x05\x02\x08\x00", b"\x06\x00"
FORMULA_RECORD, ZERO = 0x06, bytes(8)
OLD_FORMULAS = (b"\x06\x02", b"\x06\x04")
ROW_SIGN, HIDDEN_ROW = b"\x08\x02\x10\x00", 0x20
FILTERED_ROWS = b"\x9b\x00\x00\x00"  # FILTERMODE: some rows are hidden by a filter
# Cells with a format (MS-XLS 2.5): blank, formula, label, number, error and their like; the row,
# the column and the format come first. Of several numbers in one record each has its own format.
FORMATTED_CELLS = {0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E}
MULRK_RECORD = 0xBD
FORMAT_AND_NUMBER = 6
CELL_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def book_records(file: str, data: bytes) -> bytes:
    """Give the records of the workbook; none where the file is too broken to tell."""
    return read_stream(file, data, *BOOK_STREAMS)


def biff_records(book: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, content) of the records between two places."""
    at = start
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def first_records(book: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records about the workbook, which come before those of its sheets."""
    for kind, content in biff_records(book, 0, len(book)):
        if kind == END_RECORD:
            return
        yield kind, content


# --- about the workbook ---


class BookFacts(NamedTuple):
    """What the first records say: the version, the code page, and how cells may look."""

    is_unicode: bool
    encoding: str
    looks: Looks


def read_facts(book: bytes) -> BookFacts | None:
    """Learn what the first records say; None of a version before BIFF5."""
    version = FIRST_RECORD.match(book)
    if version is None:
        return None
    is_unicode = version[1] == UNICODE_VERSION
    encoding = "latin-1"
    struck: list[bool] = []
    codes: dict[int, str] = {}
    formats: list[tuple[int, int]] = []
    for kind, content in first_records(book):
        if kind == CODE_PAGE_RECORD:
            encoding = encoding_of(number_at(content, 0))
        elif kind == FONT_RECORD:
            struck.append(bool(number_at(content, 2) & STRUCK_FONT))
        elif kind == FORMAT_RECORD:
            size = 2 if is_unicode else 1
            codes[number_at(content, 0)] = text_at(content, 2, size, is_unicode, encoding)
        elif kind == CELL_FORMAT_RECORD:
            formats.append((number_at(content, 0), number_at(content, 2)))
    struck.insert(ABSENT_FONT, False)
    cell_formats = []
    for font, number in formats:
        # A font that the list does not have strikes nothing out.
        is_struck = font < len(struck) and struck[font]
        cell_formats.append(CellFormat(number, codes.get(number), is_struck))
    return BookFacts(is_unicode, encoding, looks_of(cell_formats))


def number_at(content: bytes, at: int) -> int:
    """Read a number of two bytes; 0 where the record is cut off."""
    return int.from_bytes(content[at : at + 2], "little")


def text_at(content: bytes, at: int, size_bytes: int, is_unicode: bool, encoding: str) -> str:
    """Read a text that says its length, and in Unicode whether it has one byte a character.

    Such a byte would be the lower one, where the other is nought.
    """
    size = int.from_bytes(content[at : at + size_bytes], "little")
    at += size_bytes
    if not is_unicode:
        return content[at : at + size].decode(encoding, "replace")
    flags = content[at : at + 1]
    is_wide = flags > b"\0" and flags[0] & 1
    # The size counts characters, not bytes: decoded first, cut then.
    text = content[at + 1 :].decode("utf-16-le" if is_wide else "latin-1", "replace")
    return text[:size]


def encoding_of(code_page: int) -> str:
    """Name the encoding of a code page of Windows, in so far as Python has it."""
    try:
        return codecs.lookup(FOREIGN_PAGES.get(code_page, f"cp{code_page}")).name
    except LookupError:
        return "latin-1"


def book_counts_from_1904(book: bytes) -> bool:
    """Tell whether the serials of days begin in 1904, as they did on the Macintosh."""
    return (DATE_1904_RECORD, b"\1") in (
        (kind, content[:1]) for kind, content in first_records(book)
    )


def is_garbled(book: bytes) -> bool:
    """Tell whether the reader would make a jumble of the texts: Chinese of Excel 95 is no
    Unicode.
    """
    return page_of(book) in MIXED_PAGES


# The code pages that calamine knows (`codepage`, by its source); WPS and Excel know those of DOS
# and of the Macintosh too.
KNOWN_PAGES = {0, 874, 1200, 1201, 10000, 10007, 20127, 20866, 20932, 21866, 28591, 65000, 65001}
KNOWN_PAGES |= {*range(1250, 1259), *range(28592, 28607), *MIXED_PAGES}
# What Python calls the code pages of a Macintosh.
FOREIGN_PAGES = {10029: "mac-latin2", 10081: "mac-turkish", 10079: "mac-iceland"}
LATIN_PAGE = 1252


def page_of(book: bytes) -> int:
    """Give the code page of the texts; that of Unicode where none is needed."""
    facts = FIRST_RECORD.match(book)
    if facts is None or facts[1] == UNICODE_VERSION:
        return 1200
    pages = (
        number_at(content, 0) for kind, content in first_records(book) if kind == CODE_PAGE_RECORD
    )
    return next(pages, LATIN_PAGE)


def foreign_encoding(book: bytes) -> str | None:
    """Name the encoding of the texts where calamine does not know their code page and Python
    does.
    """
    page = page_of(book)
    if page in KNOWN_PAGES:
        return None
    try:
        return codecs.lookup(FOREIGN_PAGES.get(page, f"cp{page}")).name
    except LookupError:
        return None


def in_known_page(data: bytes) -> bytes:
    """Copy an xls that says its texts are in Latin letters, one byte a letter, none of them lost."""
    return re.sub(
        rb"\x42\0\x02\0..",
        b"\x42\0\x02\0" + struct.pack("<H", LATIN_PAGE),
        data,
        count=1,
        flags=re.DOTALL,
    )


def recoded(text: str, encoding: str) -> str:
    """Read a text again that was taken for one in Latin letters."""
    return bytes(LATIN_BYTES.get(letter, ord("?")) for letter in text).decode(encoding, "replace")


def recoded_rows(rows: Iterable[list[Cell]], encoding: str) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet with their texts read again."""
    for row in rows:
        yield [recoded(cell, encoding) if isinstance(cell, str) else cell for cell in row]


# The five bytes that the page leaves free stand for controls.
LATIN_BYTES = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(256)}


def listed_sheets(book: bytes, facts: BookFacts) -> Iterator[tuple[int, str]]:
    """Yield (where it begins, its name) of each sheet that the first records list."""
    for kind, content in first_records(book):
        if kind == SHEET_RECORD and len(content) > 8:
            start = int.from_bytes(content[:4], "little")
            yield start, text_at(content, 6, 1, facts.is_unicode, facts.encoding)


# --- one sheet ---


def scan_book(book: bytes) -> dict[str, SheetScan]:
    """Sheet name → what was found in it; nothing is told of a version before BIFF5."""
    facts = read_facts(book)
    if facts is None:
        return {}
    sheets = sorted(listed_sheets(book, facts))
    ends = [*(start for start, _ in sheets[1:]), len(book)]
    scans = {}
    for (start, name), end in zip(sheets, ends, strict=False):
        scans[name] = scan_sheet(book, start, end)
        if facts.looks.of_interest:
            look_at_formats(scans[name], book, start, end, facts.looks)
    return scans


def scan_sheet(book: bytes, start: int, end: int) -> SheetScan:
    """Look for error cells, formulas and hidden rows between two places of the stream.

    The signs are searched for as bytes, at the speed of memory, and records are not followed.
    """
    scan = SheetScan()
    scan.lost.update(constant_errors(book, start, end))
    scan.lost.update(formula_errors(book, start, end))
    for at in old_formulas(book, start, end):
        scan.lost[place_at(book, at)] = FORMULA_LOST
    scan.zero_formulas = count_zero_formulas(book, start, end)
    # A row record is 20 bytes long: a sign nearer to the end is none.
    rows = occurrences(ROW_SIGN, book, start, max(0, end - 20))
    scan.hidden_rows = sum(bool(book[at + 16] & HIDDEN_ROW) for at in rows)
    scan.filtered = scan.hidden_rows > 0 and book.find(FILTERED_ROWS, start, end) >= 0
    return scan


def constant_errors(book: bytes, start: int, end: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the errors that were typed or pasted, which have the flag that they are no truth
    value.
    """
    for at in occurrences(CONSTANT, book, start, max(0, end - 12)):
        value, is_error = book[at + 10], book[at + 11] == 1
        if is_error and value in CELL_ERRORS:
            yield place_at(book, at), CELL_ERRORS[value]


def formula_errors(book: bytes, start: int, end: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the errors that formulas came to: the last two bytes of such a value are ones, as no
    number's are, and its first is 2.
    """
    for ones in occurrences(b"\xff\xff", book, start + 16, end):
        at = ones - 16
        sort, value = book[at + 10], book[at + 12]
        is_error = sort == 2 and book.startswith(FORMULA, at)
        if is_error and value in CELL_ERRORS:
            yield place_at(book, at), CELL_ERRORS[value]


def count_zero_formulas(book: bytes, start: int, end: int) -> int:
    """Count the formulas whose value is 0. Two bytes are a weak sign, so that record after record
    is looked at where it is found at all.
    """
    seen = occurrences(FORMULA, book, start, max(0, end - 18))
    if not any(book.startswith(ZERO, at + 10) for at in seen):
        return 0
    return sum(
        kind == FORMULA_RECORD and content[6:14] == ZERO
        for kind, content in biff_records(book, start, end)
    )


def place_at(book: bytes, at: int) -> tuple[int, int]:
    """Read the row and the column of the cell whose record begins here, 1-based."""
    row, column = struct.unpack_from("<HH", book, at + 4)
    return row + 1, column + 1


def old_formulas(book: bytes, start: int, end: int) -> Iterator[int]:
    """Yield where a formula stands in a record of an older version. Two bytes are a weak sign, so
    that record after record is looked at where they are found at all.
    """
    if all(book.find(sign, start, end) < 0 for sign in OLD_FORMULAS):
        return
    at = start
    while at + 8 <= end:
        if book[at : at + 2] in OLD_FORMULAS:
            yield at
        at += 4 + number_at(book, at + 2)


def occurrences(sign: bytes, text: bytes, start: int, end: int) -> Iterator[int]:
    """Yield where a sign stands."""
    at = text.find(sign, start, end)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1, end)


def look_at_formats(scan: SheetScan, book: bytes, start: int, end: int, looks: Looks) -> None:
    """Note how numbers are shown and which cells are struck out, record after record."""
    for kind, content in biff_records(book, start, end):
        if kind in FORMATTED_CELLS and len(content) >= 6:
            row, column, style = struct.unpack_from("<HHH", content)
            scan.note_style(looks, row + 1, column + 1, style)
        elif kind == MULRK_RECORD and len(content) >= 6:
            row, column = struct.unpack_from("<HH", content)
            for place in range(4, len(content) - 2, FORMAT_AND_NUMBER):
                scan.note_style(looks, row + 1, column + 1, number_at(content, place))
                column += 1
