"""The records of an xls (MS-XLS): its sheets, its date system, and what the reader loses of it.

Not for the compound file that the records lie in (`ole.py`), nor for the values of cells.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator

from reportcli.files.lost import SheetScan
from reportcli.files.ole import read_stream
from reportcli.words.cells import FORMULA_LOST

# Of BIFF8, and of BIFF5; the first is read where there are both.
BOOK_STREAMS = ("workbook", "book")
# Records of BIFF8 (MS-XLS): two bytes of type and two of size, then the content. The first says
# which version it is; some programs leave out the end of it.
XLS_BOOK = re.compile(rb"\x09\x08[\x08\x10]\0\0([\x05\x06])\x05\0", re.DOTALL)
XLS_WIDE = b"\x06"
# Of Japan, China, Korea and Taiwan, with one byte or two a character, which the reader takes for
# letters.
XLS_MIXED_PAGES = {932, 936, 949, 950, 1361}
XLS_END, XLS_SHEET, XLS_CODE_PAGE, XLS_1904 = 0x000A, 0x0085, 0x0042, 0x0022
XLS_CONSTANT, XLS_FORMULA = b"\x05\x02\x08\x00", b"\x06\x00"
XLS_OLD_FORMULAS = (b"\x06\x02", b"\x06\x04")
XLS_ROW, XLS_ROW_HIDDEN = b"\x08\x02\x10\x00", 0x20
XLS_FILTER_MODE = b"\x9b\x00\x00\x00"
XLS_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def read_book(file: str, data: bytes) -> bytes:
    """Give the records of the workbook; none where the file is too broken to tell."""
    return read_stream(file, data, *BOOK_STREAMS)


def scan_book(book: bytes) -> dict[str, SheetScan]:
    """Sheet name → what was found in it; nothing is told of a version before BIFF5."""
    version = XLS_BOOK.match(book)
    if version is None:
        return {}
    sheets = sorted(xls_sheets(book, is_wide=version[1] == XLS_WIDE))
    ends = [*(start for start, _ in sheets[1:]), len(book)]
    return {
        name: scan_xls_sheet(book, start, end)
        for (start, name), end in zip(sheets, ends, strict=False)
    }


def xls_sheets(book: bytes, *, is_wide: bool) -> Iterator[tuple[int, str]]:
    """(where it begins, its name) of each sheet that the first records of the workbook list.

    `is_wide`: a name is in Unicode, one byte a character where the other would be nought; else it
    is in the code page that a record names.
    """
    encoding = "latin-1"
    for record, content in first_records(book):
        if record == XLS_CODE_PAGE:
            encoding = encoding_of(int.from_bytes(content[:2], "little"))
        if record == XLS_SHEET and len(content) > 8:
            start, size = int.from_bytes(content[:4], "little"), content[6]
            if is_wide:
                name = content[8:].decode("utf-16-le" if content[7] & 1 else "latin-1", "replace")[
                    :size
                ]
            else:
                name = content[7 : 7 + size].decode(encoding, "replace")
            yield start, name


def counts_from_1904(book: bytes) -> bool:
    """Whether the serials of days of an xls begin in 1904, as they did on the Macintosh."""
    return any(
        record == XLS_1904 and content[:1] == b"\1" for record, content in first_records(book)
    )


def is_garbled(book: bytes) -> bool:
    """Whether the reader would make a jumble of the texts: those of Excel 95 in Chinese are no
    Unicode."""
    version = XLS_BOOK.match(book)
    return (
        version is not None
        and version[1] != XLS_WIDE
        and any(
            record == XLS_CODE_PAGE and int.from_bytes(content[:2], "little") in XLS_MIXED_PAGES
            for record, content in first_records(book)
        )
    )


def first_records(book: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of the records about the workbook, which come before those of its sheets."""
    at = 0
    while at + 4 <= len(book):
        record = int.from_bytes(book[at : at + 2], "little")
        content = book[at + 4 : at + 4 + int.from_bytes(book[at + 2 : at + 4], "little")]
        if record == XLS_END:
            return
        yield record, content
        at += 4 + len(content)


def encoding_of(code_page: int) -> str:
    """The encoding of a code page of Windows, in so far as Python has it."""
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "latin-1"


def scan_xls_sheet(book: bytes, start: int, end: int) -> SheetScan:
    """Error cells and hidden rows between two places of the stream.

    A constant error has the flag that it is no truth value; a formula's value is an error where its
    last two bytes are ones, as no number's are, and its first is 2.
    """
    scan = SheetScan()

    def note(at: int, code: int) -> None:
        row, column = book[at + 4 : at + 6], book[at + 6 : at + 8]
        if code in XLS_ERRORS:
            place = int.from_bytes(row, "little") + 1, int.from_bytes(column, "little") + 1
            scan.lost[place] = XLS_ERRORS[code]

    for at in places_of(XLS_CONSTANT, book, start, max(0, end - 12)):
        if book[at + 11] == 1:
            note(at, book[at + 10])
    for ones in places_of(b"\xff\xff", book, start + 16, end):
        at = ones - 16
        if book[at + 10] == 2 and book.startswith(XLS_FORMULA, at):
            note(at, book[at + 12])
    for at in old_formulas(book, start, end):
        row, column = struct.unpack_from("<HH", book, at + 4)
        scan.lost[row + 1, column + 1] = FORMULA_LOST
    rows = places_of(XLS_ROW, book, start, max(0, end - 20))
    scan.hidden_rows = sum(bool(book[at + 16] & XLS_ROW_HIDDEN) for at in rows)
    scan.filtered = scan.hidden_rows > 0 and book.find(XLS_FILTER_MODE, start, end) >= 0
    return scan


def old_formulas(book: bytes, start: int, end: int) -> Iterator[int]:
    """Where a formula stands in a record of an older version. Two bytes are a weak sign, so that
    record after record is looked at where they are found at all.
    """
    if all(book.find(sign, start, end) < 0 for sign in XLS_OLD_FORMULAS):
        return
    at = start
    while at + 8 <= end:
        if book[at : at + 2] in XLS_OLD_FORMULAS:
            yield at
        at += 4 + int.from_bytes(book[at + 2 : at + 4], "little")


def places_of(sign: bytes, text: bytes, start: int, end: int) -> Iterator[int]:
    """Where a sign stands."""
    at = text.find(sign, start, end)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1, end)
