"""What the reader loses of a sheet: error cells, formulas without a value, and rows that are hidden.

calamine gives an error cell and a formula that was never computed as a blank, and a date or an outcome lost
that way must be a finding at its cell. This looks for the few signs of such cells in the bytes of a sheet. It
is no parser: it believes a sign only at its own place in a cell, and whoever uses what it found puts it where
the reader gave a blank, never over a value. Runs in the reader's child process, so it imports nothing heavy.

What calamine gives for each format, found out with files of Excel, LibreOffice and openpyxl, and what is
done:

- xlsx, xlsm: an error is a blank, a formula without a value is a blank that does not even widen the used
range, a formula whose value is the empty text is an empty text. All three are told apart here.
- xls: an error is a blank; it is told here where the sheets lie unbroken in the file, as programs write them
(else nothing is told). A formula without a value cannot be: its record has room for a number, and programs
that do not compute write 0 there.
- ods: an error is a blank; it is told here where LibreOffice wrote the file, for `calcext:value-type` is its
own. A formula that was not computed has no value, and no sign tells it from one that gives the empty text.
- xlsb: an error is a blank, and nothing is told here. A formula always has a value.
- Programs that write 0 as the value of every formula (XlsxWriter) have written a value; that cannot be told.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

import msgspec

from reportcli.intake.values import FORMULA_LOST, is_error

if TYPE_CHECKING:
    from zipfile import ZipFile

CHUNK = 1 << 17
LONGEST_TAG = 512  # of a row or a cell; bounds the way back to its beginning
LONGEST_CELL = 1 << 16  # a formula has at most 8,192 characters, each at most 6 bytes as written
MOST_REPEATED = 10_000
LONGEST_ERROR = 32
UNKNOWN_ERROR = "#ERROR!"


class SheetScan(msgspec.Struct):
    """What one sheet holds beyond its values: (row, column), 1-based, → the error, or FORMULA_LOST; how many
    rows are hidden, and whether it was a filter that hid them.
    """

    lost: dict[tuple[int, int], str] = {}
    hidden_rows: int = 0
    filtered: bool = False


def scan_workbook(data: bytes) -> dict[str, SheetScan]:
    """Sheet name → what was found in it; a sheet of which nothing can be told is absent.

    Raises `zipfile.BadZipFile`, `zlib.error` or `EOFError` where an archive is damaged.
    """
    if not data.startswith(b"PK"):
        return scan_xls(data)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return scan_archive(archive)


def scan_archive(archive: ZipFile) -> dict[str, SheetScan]:
    """The same for an archive that is open already."""
    # Names are compared as the reader compares them, without regard to case.
    names = {name.lower(): name for name in archive.namelist()}
    if "xl/workbook.xml" in names:
        return {
            sheet: scan_part(archive, names[part.lower()])
            for sheet, part in sheet_parts(archive, names).items()
            if part.lower() in names
        }
    return scan_ods(archive, names["content.xml"]) if "content.xml" in names else {}


def inflate(archive: ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of one part, piece by piece, so that no part is ever held whole."""
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            yield chunk


# --- xlsx: which part is which sheet ---

ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
ENTITY = re.compile("&(?:#([0-9]+)|#[xX]([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def sheet_parts(archive: ZipFile, names: dict[str, str]) -> dict[str, str]:
    """Sheet name → its part, through the workbook's relationships.

    Namespaces are not looked at: the strict form of the format differs in nothing else here.
    """
    relations = names.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    targets = {
        one["Id"]: posixpath.normpath(posixpath.join("/xl", one["Target"])).lstrip("/")
        for one in elements(archive.read(relations), "Relationship")
        if "Id" in one and "Target" in one
    }
    parts = {}
    for sheet in elements(archive.read(names["xl/workbook.xml"]), "sheet"):
        ids = [value for key, value in sheet.items() if key.endswith(":id")]
        if ids and ids[0] in targets and "name" in sheet:
            parts[sheet["name"]] = targets[ids[0]]
    return parts


def elements(content: bytes, name: str) -> Iterator[dict[str, str]]:
    """The attributes of each element of that local name."""
    text = content.decode("utf-8", "replace")
    for found in re.finditer(rf"<(?:[\w.-]+:)?{name}(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>", text):
        yield {key: unescape(double or single) for key, double, single in ATTRIBUTE.findall(found[1])}


def unescape(text: str) -> str:
    """The text that an attribute's text stands for."""

    def sign(found: re.Match[str]) -> str:
        if found[3]:
            return NAMED[found[3]]
        code = int(found[1]) if found[1] else int(found[2], 16)
        return chr(code) if code < 0x110000 else found[0]

    return ENTITY.sub(sign, text)


# --- xlsx: one sheet ---

ROOT = re.compile(rb"<([\w.-]+:)?(?:work|macro)sheet[\s>]")
FILTER_MODE = re.compile(rb"""<(?:[\w.-]+:)?sheetPr\s[^<>]*?filterMode\s*=\s*["'](?:1|true)["']""")
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})?([0-9]{1,7})["']""")
TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def scan_part(archive: ZipFile, name: str) -> SheetScan:
    """What one worksheet part holds. Only where cells do not say their place is it read again, counting."""
    scanner = SheetScanner()
    for chunk in inflate(archive, name):
        scanner.feed(chunk)
    scanner.close()
    if scanner.needs_counting:
        scanner = SheetScanner(counting=True)
        for chunk in inflate(archive, name):
            scanner.feed(chunk)
        scanner.close()
    return scanner.found


class Signs:
    """The signs of one part, whose elements may have a namespace prefix."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        name_ends = rb"(?=[\s/>])"
        rest_of_formula = rb"[^<>]*+(?:(?<=/)>|>[^<]*+</%bf\s*+>)\s*+" % p
        self.cell, self.formula = b"<" + prefix + b"c", b"<" + prefix + b"f"
        self.cell_end, self.row_end = b"</" + prefix + b"c>", b"</" + prefix + b"row>"
        self.place = re.compile(rb"<%b(row|c)%b([^<>]*+)>" % (p, name_ends))
        self.hidden_row = re.compile(rb"""<%brow\s[^<>]*?(?<=\s)hidden\s*=\s*["'](?:1|true)["']""" % p)
        # The attributes that nearly every cell has, in their usual order; then all others, in which they are
        # looked for once more; the formula, the value and what it says, and a formula that comes too late.
        self.whole_cell = re.compile(
            rb'<%bc%b(?: r="([A-Z]{1,3})([0-9]{1,7})")?(?: s="[0-9]{1,6}")?(?: t="(\w+)")?([^<>]*+)>\s*+'
            rb"(<%bf%b%b)?(<%bv%b[^<>]*+>([^<]*+)(?:</%bv\s*+>\s*+)?)?(<%bf%b)?"
            % (p, name_ends, p, name_ends, rest_of_formula, p, name_ends, p, p, name_ends)
        )
        # Every formula but those that a value follows, which for a text may be empty. It goes over a million
        # formulas quickly; only the few of which something is amiss are looked at one by one.
        self.suspect = re.compile(
            rb'<%bf%b(?:(?<=t="str"><%bf)())?+'
            rb"(?!%b<%bv%b(?(1)|[^<>]*+(?<!/)>\s*+[^<\s]))" % (p, name_ends, p, rest_of_formula, p, name_ends)
        )


class SheetScanner:
    """Takes the bytes of one worksheet part piece by piece.

    Most pieces hold no sign, which a search for bytes tells at the speed of memory; only where there is one
    are cells looked at, and each of them once. `counting` follows the place of every cell, which is slower.
    """

    def __init__(self, *, counting: bool = False) -> None:
        self.found = SheetScan()
        self.counting, self.needs_counting = counting, False
        self.row = self.column = 0
        self.signs: Signs | None = None
        self.filter_mode = False
        self.tail = b""

    def feed(self, chunk: bytes) -> None:
        """Look at the next piece, up to the last cell that is whole."""
        text = self.tail + chunk
        if self.signs is None:
            root = ROOT.search(text)
            self.signs = Signs((root and root[1]) or b"")
            self.filter_mode = FILTER_MODE.search(text) is not None
        end = max(text.rfind(self.signs.cell_end, 1), text.rfind(self.signs.row_end, 1))
        if end < 0:
            # No cell ends in sight: a text longer than any cell's, or what follows the cells. No tag is cut.
            end = text.rfind(b"<", 1)
            end = end if end > 0 else len(text)
        self.look(self.signs, text, end)
        self.tail = text[end:]

    def close(self) -> None:
        """Look at what is left; `found` is complete now."""
        if self.signs is not None:
            self.look(self.signs, self.tail, len(self.tail))
        self.tail = b""
        self.found.filtered = self.filter_mode and self.found.hidden_rows > 0

    def look(self, signs: Signs, text: bytes, end: int) -> None:
        """Look for signs in the text before `end`.

        A single character is found, or not, many times as fast as two, so those are asked for first.
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
        """Follow the place of a row or cell: one that does not say it stands next to the last one."""
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
        return FORMULA_LOST if formula and not content else error_text((content or b"")[:LONGEST_ERROR])
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
    """The error that a cell names. Anything else an error cell may hold is not repeated: it may be of any
    length and kind, and stays an error all the same.
    """
    text = content.decode("ascii", "replace").strip()
    return text if is_error(text) and text != FORMULA_LOST else UNKNOWN_ERROR


# --- ods ---

ODS_SIGNS = (b'value-type="error"', b'visibility="collapse"', b'visibility="filter"')
ODS_ATTRIBUTES = rb"""(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*+)>"""
ODS_ROW = re.compile(rb"<table:(table|table-row)" + ODS_ATTRIBUTES)
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell" + ODS_ATTRIBUTES + rb"(?:<text:p[^<>]*>([^<]*+)<)?")
ODS_NAME = re.compile(rb"""\stable:name="([^"]*)\"""")
ODS_REPEATED = re.compile(rb"""table:number-(?:columns|rows)-repeated="([0-9]{1,7})\"""")


def scan_ods(archive: ZipFile, name: str) -> dict[str, SheetScan]:
    """Error cells and hidden rows of every table.

    Neither rows nor cells say their place, so that they are counted, but only in a file that holds a sign.
    """
    tail = b""
    for chunk in inflate(archive, name):
        text = tail + chunk
        if any(sign in text for sign in ODS_SIGNS):
            return count_ods(inflate(archive, name))
        tail = text[-LONGEST_TAG:]
    return {}


def count_ods(chunks: Iterable[bytes]) -> dict[str, SheetScan]:
    """Follow the place of every row, each of which may stand for many equal ones."""
    scans: dict[str, SheetScan] = {}
    scan, row = SheetScan(), 0
    for text in whole_rows(chunks):
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
            end = text.find(b"</table:table-row", tag.end())
            if text.find(ODS_SIGNS[0], tag.end(), end) >= 0:
                for columns, error in ods_errors(text, tag.end(), end):
                    places = product(range(row + 1, row + rows + 1), columns)
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


def whole_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The text in pieces that end after a row, or where none ends in sight, before a tag."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        end = text.rfind(b"<table:table-row", 1)
        if end < 0:
            end = text.rfind(b"<", 1)
            end = end if end > 0 else len(text)
        yield text[:end]
        tail = text[end:]
    yield tail


# --- xls ---

# A compound file (MS-CFB): sectors in chains, and which follows which is itself in sectors.
CFB_LAST = 0xFFFFFFFA
CFB_STREAMS = ("Workbook", "Book")
# Records of BIFF8 (MS-XLS): two bytes of type and two of size, then the content.
XLS_BOOK = b"\x09\x08\x10\x00\x00\x06\x05\x00"
XLS_BEGIN, XLS_END, XLS_SHEET = 0x0809, 0x000A, 0x0085
XLS_CONSTANT, XLS_FORMULA = b"\x05\x02\x08\x00", b"\x06\x00"
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


def scan_xls(data: bytes) -> dict[str, SheetScan]:
    """Error cells and hidden rows of each sheet of BIFF8, which Excel 97 and later write."""
    book = book_stream(data)
    if not book.startswith(XLS_BOOK):
        return {}
    sheets = sorted(xls_sheets(book))
    ends = [*(start for start, _ in sheets[1:]), len(book)]
    return {name: scan_xls_sheet(book, start, end) for (start, name), end in zip(sheets, ends, strict=True)}


def book_stream(data: bytes) -> bytes:
    """The workbook's stream within a compound file; empty where there is none.

    What the file says of itself bounds nothing: no list is longer than its sectors are many.
    """
    if len(data) < 512:
        return b""
    size = 1 << min(data[30], 12)
    most = len(data) // size
    listed, more = list(numbers(data[76:512])), number(data, 68)
    while more < CFB_LAST and len(listed) < most:
        *further, more = numbers(data[(more + 1) * size : (more + 2) * size]) or (CFB_LAST,)
        listed += further
    body = data[size:]
    table = numbers(b"".join(body[at * size : (at + 1) * size] for at in listed[:most] if at < CFB_LAST))
    directory = chain(body, table, size, number(data, 48))
    for at in range(0, len(directory), 128):
        name = directory[at : at + 64].decode("utf-16-le", "replace").rstrip("\0")
        start, length = number(directory, at + 116), number(directory, at + 120)
        if name in CFB_STREAMS:
            if length < number(data, 56):  # a short one stands in small sectors, within the first stream
                small = numbers(chain(body, table, size, number(data, 60)))
                body = chain(body, table, size, number(directory, 116))
                table, size = small, 64
            return chain(body, table, size, start)[:length]
    return b""


def chain(body: bytes, table: Sequence[int], size: int, at: int) -> bytes:
    """The sectors that follow each other from one on; no more than there are, if they go in a circle."""
    sectors: list[bytes] = []
    while at < len(table) and len(sectors) * size < len(body):
        sectors.append(body[at * size : (at + 1) * size])
        at = table[at]
    return b"".join(sectors)


def number(content: bytes, at: int) -> int:
    """The number of four bytes at a place; nought where nothing stands."""
    return int.from_bytes(content[at : at + 4], "little")


def numbers(content: bytes) -> tuple[int, ...]:
    """The numbers of four bytes each."""
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def xls_sheets(book: bytes) -> Iterator[tuple[int, str]]:
    """(where it begins, its name) of each sheet that the first records of the workbook list."""
    at = 0
    while at + 4 <= len(book):
        record = int.from_bytes(book[at : at + 2], "little")
        content = book[at + 4 : at + 4 + int.from_bytes(book[at + 2 : at + 4], "little")]
        if record == XLS_END:
            return
        if record == XLS_SHEET and len(content) > 8:
            # One byte a character where the other would be nought, else two.
            name = content[8:].decode("utf-16-le" if content[7] & 1 else "latin-1", "replace")
            yield int.from_bytes(content[:4], "little"), name[: content[6]]
        at += 4 + len(content)


def scan_xls_sheet(book: bytes, start: int, end: int) -> SheetScan:
    """Error cells and hidden rows between two places of the stream.

    A constant error has the flag that it is no truth value; a formula's value is an error where its last two
    bytes are ones, as no number's are, and its first is 2.
    """
    scan = SheetScan()

    def note(at: int, code: int) -> None:
        row, column = book[at + 4 : at + 6], book[at + 6 : at + 8]
        if code in XLS_ERRORS:
            place = int.from_bytes(row, "little") + 1, int.from_bytes(column, "little") + 1
            scan.lost[place] = XLS_ERRORS[code]

    for at in places_of(XLS_CONSTANT, book, start, end - 12):
        if book[at + 11] == 1:
            note(at, book[at + 10])
    for ones in places_of(b"\xff\xff", book, start + 16, end):
        at = ones - 16
        if book[at + 10] == 2 and book.startswith(XLS_FORMULA, at):
            note(at, book[at + 12])
    rows = places_of(XLS_ROW, book, start, end - 20)
    scan.hidden_rows = sum(bool(book[at + 16] & XLS_ROW_HIDDEN) for at in rows)
    scan.filtered = scan.hidden_rows > 0 and book.find(XLS_FILTER_MODE, start, end) >= 0
    return scan


def places_of(sign: bytes, text: bytes, start: int, end: int) -> Iterator[int]:
    """Where a sign stands."""
    at = text.find(sign, start, end)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1, end)
