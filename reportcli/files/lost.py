"""What the reader loses of a sheet: error cells, formulas without a value, and rows that are
hidden.

calamine gives an error cell and a formula that was never computed as a blank, and a date or an
outcome lost that way must be a finding at its cell. This looks for the few signs of such cells in
the bytes of a sheet. It is no parser: it believes a sign only at its own place in a cell, and
whoever uses what it found puts it where the reader gave a blank, never over a value. Runs in the
reader's child process, so it imports nothing heavy.

What it gives for each format, tried with files that LibreOffice and openpyxl wrote, and what is
done.

xlsx, xlsm: an error is a blank; a formula without a value is a blank that does not even widen the
used range; a formula whose value is the empty text is an empty text. All three are told apart here.

xls: an error is a blank; it is told here for BIFF8, which Excel 97 and later write, and for BIFF5.
A formula always has a value: a program that does not compute writes 0, and that is no sign. A
formula in a record of an older version, as Numbers writes it, is a blank, and is told here.

ods: an error is a blank; it is told here where LibreOffice wrote it, for `calcext:value-type` is
its own. A formula that was not computed looks like one that gives the empty text, and is not told.

xlsb (by its source alone): an error is a blank, and is not told; a formula always has a value.

No format tells a value from the 0 that some programs (XlsxWriter) write for every formula.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from html import unescape
from itertools import islice
from posixpath import join, normpath

import msgspec

from reportcli.files.archive import (
    CompoundFile,
    Part,
    beginning,
    elements,
    entry_name,
    inflate,
    whole,
)
from reportcli.words.cells import FORMULA_LOST, Cell, is_error

LONGEST_TAG = 512  # of a row or a cell; bounds the way back to its beginning
LONGEST_CELL = (
    1 << 18
)  # 32,767 characters of text and 8,192 of formula, each at most 6 bytes as written
LONGEST_ERROR = 32
PROLOG = 4096  # in which a sheet says what it is
MOST_REPEATED = 10_000
UNKNOWN_ERROR = "#ERROR!"


class SheetScan(msgspec.Struct):
    """What one sheet holds beyond its values: (row, column), 1-based, → the error, or FORMULA_LOST;
    how many rows are hidden, and whether it was a filter that hid them.
    """

    lost: dict[tuple[int, int], str] = {}
    hidden_rows: int = 0
    filtered: bool = False


class Lookout:
    """Scans worksheets while somebody else inflates them, so that each is inflated once."""

    def __init__(self) -> None:
        self.scanned: dict[str, SheetScanner] = {}

    def watch(self, part: Part, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces of a worksheet, looked at on their way; noted when all of them have
        passed."""
        scanner = SheetScanner()
        for piece in pieces:
            scanner.feed(piece)
            yield piece
        scanner.close()
        self.scanned[part.name] = scanner


def scan_archive(
    file: str, data: bytes, names: Mapping[str, Part], lookout: Lookout
) -> dict[str, SheetScan]:
    """Sheet name → what was found in it, for xlsx and ods; a sheet of which nothing can be told is
    absent.

    `names` are those that readers compare.
    """
    if "content.xml" in names:
        return scan_ods(file, data, names["content.xml"])
    scans = {}
    for sheet, part in sheet_parts(file, data, names).items():
        scanner = lookout.scanned.get(part.name) or scan_part(file, data, part)
        if scanner.needs_counting:
            scanner = scan_part(file, data, part, counting=True)
        scans[sheet] = scanner.found
    return scans


def restore_lost(rows: Iterable[list[Cell]], scan: SheetScan) -> Iterator[list[Cell]]:
    """The rows of a sheet, with its errors and the mark of a formula without a value where there
    are blanks.

    Rows below the used range of which all is lost are rows too. What lies right of it has no
    heading, so that nothing needs it; and a file cannot widen its rows by claiming a cell far
    outside.
    """
    lost: dict[int, dict[int, str]] = {}
    for (number, column), text in scan.lost.items():
        lost.setdefault(number, {})[column] = text
    last, width, number = max(lost, default=0), 0, 0
    for number, row in enumerate(rows, 1):
        width = max(width, len(row))
        yield fill_blanks(row, lost[number]) if number in lost else row
    for below in range(number + 1, last + 1 if width else 0):
        yield fill_blanks([None] * width, lost.get(below, {}))


def fill_blanks(row: list[Cell], texts: Mapping[int, str]) -> list[Cell]:
    """A row with texts (column → text) where it is blank."""
    for column, text in texts.items():
        if column <= len(row) and row[column - 1] in (None, ""):
            row[column - 1] = text
    return row


def sheet_parts(file: str, data: bytes, names: Mapping[str, Part]) -> dict[str, Part]:
    """Sheet name → its part, through the workbook's relationships.

    Namespaces are not looked at: the strict form of the format differs in nothing else here.
    """
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names.keys():
        return {}
    relations, book = (
        beginning(file, data, names[name]).decode("utf-8", "replace")
        for name in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml")
    )
    targets = {
        one.get("Id"): normpath(join("/xl", unescape(one.get("Target", "")))).lstrip("/").casefold()
        for one in elements(relations, "Relationship")
    }
    found = {}
    for sheet in elements(book, "sheet"):
        target = next(
            (targets.get(value, "") for key, value in sheet.items() if key.endswith(":id")), ""
        )
        if target in names:
            found[unescape(sheet.get("name", ""))] = names[target]
    return found


# --- xlsx: one sheet ---

ROOT = re.compile(rb"<([\w.-]+:)?(?:work|macro)sheet[\s>]")
FILTER_MODE = re.compile(rb"""<(?:[\w.-]+:)?sheetPr\s[^<>]*?filterMode\s*=\s*["'](?:1|true)["']""")
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})?([0-9]{1,7})["']""")
TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def scan_part(file: str, data: bytes, part: Part, *, counting: bool = False) -> SheetScanner:
    """What one worksheet part holds."""
    scanner = SheetScanner(counting=counting)
    for piece in inflate(file, data, part):
        scanner.feed(piece)
    scanner.close()
    return scanner


class Signs:
    """The signs of one part, whose elements may have a namespace prefix."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        name_ends = rb"(?=[\s/>])"
        rest_of_formula = rb"[^<>]*+(?:(?<=/)>|>[^<]*+</%bf\s*+>)\s*+" % p
        self.cell, self.formula = b"<" + prefix + b"c", b"<" + prefix + b"f"
        self.cell_end, self.row_end = b"</" + prefix + b"c>", b"</" + prefix + b"row>"
        self.place = re.compile(rb"<%b(row|c)%b([^<>]*+)>" % (p, name_ends))
        self.hidden_row = re.compile(
            rb"""<%brow\s[^<>]*?(?<=\s)hidden\s*=\s*["'](?:1|true)["']""" % p
        )
        # The attributes that nearly every cell has, in their usual order; then all others, in which
        # they are looked for once more; the formula, the value and what it says, and a formula that
        # comes too late.
        self.whole_cell = re.compile(
            rb'<%bc%b(?: r="([A-Z]{1,3})([0-9]{1,7})")?(?: s="[0-9]{1,6}")?(?: t="(\w+)")?([^<>]*+)>\s*+'
            rb"(<%bf%b%b)?(<%bv%b[^<>]*+>([^<]*+)(?:</%bv\s*+>\s*+)?)?(<%bf%b)?"
            % (p, name_ends, p, name_ends, rest_of_formula, p, name_ends, p, p, name_ends)
        )
        # Every formula but those that a value follows, which for a text may be empty. It goes over
        # a million formulas quickly; only the few of which something is amiss are looked at one by
        # one.
        self.suspect = re.compile(
            rb'<%bf%b(?:(?<=t="str"><%bf)())?+'
            rb"(?!%b<%bv%b(?(1)|[^<>]*+(?<!/)>\s*+[^<\s]))"
            % (p, name_ends, p, rest_of_formula, p, name_ends)
        )


class SheetScanner:
    """Takes the bytes of one worksheet part piece by piece.

    Most pieces hold no sign, which a search for bytes tells at the speed of memory; only where
    there is one are cells looked at, and each of them once. `counting` follows the place of every
    cell, which is slower and only needed where cells that were lost do not say it. Measured on a
    log of 100,000 rows and 14 columns (44 MB inflated): 0.01 s beside what inflating takes.
    """

    def __init__(self, *, counting: bool = False) -> None:
        self.found = SheetScan()
        self.counting, self.needs_counting = counting, False
        self.row = self.column = 0
        self.signs: Signs | None = None
        self.filter_mode = False
        self.tail = b""

    def feed(self, piece: bytes) -> None:
        """Look at the next piece, up to the last cell that is whole."""
        text = self.tail + piece
        if self.signs is None:
            if len(text) < PROLOG:
                self.tail = text
                return
            self.signs = self.begin(text)
        end = max(text.rfind(self.signs.cell_end, 1), text.rfind(self.signs.row_end, 1))
        if end < 0 and len(text) >= LONGEST_CELL:
            # A text longer than any cell's, or what follows the cells. No tag is cut.
            end = text.rfind(b"<", 1)
            end = end if end > 0 else len(text)
        if end > 0:
            self.look(self.signs, text, end)
            text = text[end:]
        self.tail = text

    def begin(self, text: bytes) -> Signs:
        """What the beginning of the part says."""
        root = ROOT.search(text)
        self.filter_mode = FILTER_MODE.search(text) is not None
        return Signs((root and root[1]) or b"")

    def close(self) -> None:
        """Look at what is left; `found` is complete now."""
        signs = self.signs or self.begin(self.tail)
        self.look(signs, self.tail, len(self.tail))
        self.tail = b""
        self.found.filtered = self.filter_mode and self.found.hidden_rows > 0

    def look(self, signs: Signs, text: bytes, end: int) -> None:
        """Look for signs in the text before `end`.

        A single character is found, or not, many times as fast as two, so those are asked for
        first.
        """

        def holds(sign: bytes) -> bool:
            return text.find(sign, 0, end) >= 0

        if holds(b"h") and holds(b"i") and (first := text.find(b"hidden", 0, end)) >= 0:
            self.found.hidden_rows += count_hidden(signs, text, first, end)
        if self.counting:
            for tag in signs.place.finditer(text, 0, end):
                self.count(signs, text, tag, end)
            return
        if holds(b"#"):  # with which the name of every error begins
            self.look_for_errors(signs, text, b'"e"', end)
            if holds(b"'"):
                self.look_for_errors(signs, text, b"'e'", end)
        if holds(b"f") and (first := text.find(signs.formula, 0, end)) >= 0:
            for suspect in signs.suspect.finditer(text, first, end):
                at = suspect.start()
                self.look_at(signs, text, text.rfind(signs.cell, max(0, at - LONGEST_TAG), at), end)

    def look_for_errors(self, signs: Signs, text: bytes, sign: bytes, end: int) -> None:
        """Look at every cell whose tag holds this sign of an error."""
        at = text.find(sign, 0, end)
        while at >= 0:
            self.look_at(signs, text, text.rfind(b"<", max(0, at - LONGEST_TAG), at), end)
            at = text.find(sign, at + len(sign), end)

    def look_at(self, signs: Signs, text: bytes, start: int, end: int) -> None:
        """Look at the cell that begins at `start`, if one does."""
        cell = signs.whole_cell.match(text, start, end) if start >= 0 else None
        if cell is None or (lost := lost_in(cell)) is None:
            return
        letters, row = cell[1], cell[2]
        if letters is None:
            place = PLACE.search(cell[4])
            if place is None or place[1] is None:
                self.needs_counting = True
                return
            letters, row = place.groups()
        self.note(int(row), column_number(letters), lost)

    def count(self, signs: Signs, text: bytes, tag: re.Match[bytes], end: int) -> None:
        """Follow the place of a row or cell: one that does not say it stands next to the last
        one."""
        place = PLACE.search(tag[2])
        if tag[1] == b"row":
            self.row, self.column = int(place[2]) if place else self.row + 1, 0
            return
        row, self.column = self.row, self.column + 1
        if place and place[1]:
            row, self.column = int(place[2]), column_number(place[1])
        cell = signs.whole_cell.match(text, tag.start(), end)
        if cell and (lost := lost_in(cell)) is not None:
            self.note(row, self.column, lost)

    def note(self, row: int, column: int, lost: str) -> None:
        """Note what a cell lost; a place that no sheet has is none."""
        if 0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN:
            self.found.lost[row, column] = lost


def count_hidden(signs: Signs, text: bytes, first: int, end: int) -> int:
    """How many rows are hidden; the word itself stands at `first`.

    LibreOffice says of every row whether it is; where none is, a plain count spares a look at each.
    """
    if text.count(b"hidden", first, end) == text.count(b'hidden="false"', first, end):
        return 0
    return sum(1 for _ in signs.hidden_row.finditer(text, max(0, text.rfind(b"<", 0, first)), end))


def lost_in(cell: re.Match[bytes]) -> str | None:
    """What the reader loses of a cell: its error, or the value that its formula should have."""
    _, _, kind, others, formula, value, content, late_formula = cell.groups()
    if kind is None and others and (found := TYPE.search(others)):
        kind = found[1]
    if kind == b"e":
        return (
            FORMULA_LOST
            if formula and not content
            else error_text((content or b"")[:LONGEST_ERROR])
        )
    if late_formula:
        return FORMULA_LOST  # of a value before its formula the reader makes a blank
    if formula is None or kind == b"inlineStr" or (content and not content.isspace()):
        return None
    return None if value and kind == b"str" else FORMULA_LOST


@cache
def column_number(letters: bytes) -> int:
    """The 1-based number of Excel's column letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


@lru_cache(64)
def error_text(content: bytes) -> str:
    """The error that a cell names. Anything else an error cell may hold is not repeated: it may be
    of any length and kind, and stays an error all the same.
    """
    text = content.decode("ascii", "replace").strip()
    return text if is_error(text) and text != FORMULA_LOST else UNKNOWN_ERROR


# --- ods ---

ODS_SIGNS = (b'value-type="error"', b'visibility="collapse"', b'visibility="filter"')
ODS_ATTRIBUTES = rb"""(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*+)>"""
ODS_ROW = re.compile(rb"<table:(table|table-row)" + ODS_ATTRIBUTES)
ODS_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell" + ODS_ATTRIBUTES + rb"(?:\s*+<text:p[^<>]*>([^<]*+)<)?"
)
ODS_NAME = re.compile(rb"""\stable:name="([^"]*)\"""")
ODS_REPEATED = re.compile(rb"""table:number-(?:columns|rows)-repeated="([0-9]{1,7})\"""")


def scan_ods(file: str, data: bytes, part: Part) -> dict[str, SheetScan]:
    """Error cells and hidden rows of every table.

    Neither rows nor cells say their place, so that they are counted, but only in a file that holds
    a sign.
    """
    tail = b""
    for piece in inflate(file, data, part):
        text = tail + piece
        if any(sign in text for sign in ODS_SIGNS):
            return count_ods(whole(file, inflate(file, data, part), b"<table:table-row"))
        tail = text[-LONGEST_TAG:]
    return {}


def count_ods(pieces: Iterable[bytes]) -> dict[str, SheetScan]:
    """Follow the place of every row, each of which may stand for many equal ones. No piece tears a
    row."""
    scans: dict[str, SheetScan] = {}
    scan, row = SheetScan(), 0
    for text in pieces:
        for tag in ODS_ROW.finditer(text):
            if tag[1] == b"table":
                scan, row = SheetScan(), 0
                if named := ODS_NAME.search(tag[2]):
                    scans[unescape(named[1].decode("utf-8", "replace"))] = scan
                continue
            rows = ods_repeated(tag[2])
            if ODS_SIGNS[1] in tag[2] or ODS_SIGNS[2] in tag[2]:
                scan.hidden_rows += rows
                scan.filtered = scan.filtered or ODS_SIGNS[2] in tag[2]
            end = tag.end() if tag[2].endswith(b"/") else text.find(b"</table:table-row", tag.end())
            if text.find(ODS_SIGNS[0], tag.end(), end) >= 0:
                for columns, error in ods_errors(text, tag.end(), end):
                    places = (
                        (one, column)
                        for one in range(row + 1, row + rows + 1)
                        for column in columns
                    )
                    scan.lost.update((place, error) for place in islice(places, MOST_REPEATED))
            row += rows
    return scans


def ods_errors(text: bytes, start: int, end: int) -> Iterator[tuple[range, str]]:
    """(columns, error) of each error cell of one row."""
    column = 1
    for cell in ODS_CELL.finditer(text, start, end):
        columns = range(column, column + ods_repeated(cell[1]))
        if ODS_SIGNS[0] in cell[1]:
            yield columns, error_text((cell[2] or b"")[:LONGEST_ERROR])
        column = columns.stop


def ods_repeated(attributes: bytes) -> int:
    """For how many equal rows or cells one stands."""
    found = ODS_REPEATED.search(attributes)
    return int(found[1]) if found else 1


# --- xls ---

BOOK_STREAMS = (
    "workbook",
    "book",
)  # of BIFF8, and of BIFF5; the first is read where there are both
SMALL_STREAM, SMALL_SECTOR = 4096, 64
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


def scan_xls(file: str, data: bytes) -> dict[str, SheetScan]:
    """Sheet name → what was found in it; nothing is told of a version before BIFF5."""
    book = xls_book(file, data)
    if (version := XLS_BOOK.match(book)) is None:
        return {}
    sheets = sorted(xls_sheets(book, is_wide=version[1] == XLS_WIDE))
    ends = [*(start for start, _ in sheets[1:]), len(book)]
    return {
        name: scan_xls_sheet(book, start, end)
        for (start, name), end in zip(sheets, ends, strict=False)
    }


def xls_book(file: str, data: bytes) -> bytes:
    """The records of the workbook; none where the file is too broken to tell."""
    try:
        return book_stream(CompoundFile(file, data))
    except (struct.error, IndexError, ValueError):
        return b""


def book_stream(compound: CompoundFile) -> bytes:
    """The workbook's stream; empty where there is none. A small one lies in small sectors,
    themselves in a stream.
    """
    named = {entry_name(entry).casefold(): entry for entry in reversed(compound.entries)}
    for entry in (named[name] for name in BOOK_STREAMS if name in named):
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= SMALL_STREAM:
            return b"".join(map(compound.sector, compound.chain(start)))[:size]
        (first,) = struct.unpack_from("<I", compound.entries[0], 116)
        (table,) = struct.unpack_from("<I", compound.data, 60)
        body = b"".join(map(compound.sector, compound.chain(first)))
        following = [place for sector in compound.chain(table) for place in compound.words(sector)]
        stream = b""
        for _ in range(0, size, SMALL_SECTOR):
            stream += body[start * SMALL_SECTOR : (start + 1) * SMALL_SECTOR]
            start = following[start]
        return stream[:size]
    return b""


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
