"""Large worksheets of xlsx that are plain all through, read row by row as they are inflated.

calamine lays a whole workbook out before it gives the first cell: for a million rows twelve seconds
and more than a gigabyte. Here one regular expression, made for the columns of a sheet, takes its
rows apart in the form in which programs write them, and each distinct cell of a column is decoded
once (`plain_cells.py`). Nothing is guessed: whatever has another form raises `NotPlain`, wherever
it stands, and the file is read again from its beginning by calamine, with all of the guards. What
is read here is what calamine gives, cell by cell; the tests hold it to that. Small files, for which
nothing is gained, are left to calamine. Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from xml.parsers import expat

from reportcli.files.archive import INFLATED_PIECE, LONGEST_CARRY, Archive, Member
from reportcli.files.extent import LAST_ROW, MOST_CELLS
from reportcli.files.guard import check_part, check_strings, root_of_part
from reportcli.files.lost_xlsx import Signs, count_hidden
from reportcli.files.opc import (
    WORKBOOK,
    counts_from_1904,
    is_computed_on_load,
    relations_name,
    sheet_entries,
)
from reportcli.files.plain_cells import Decoded, Decoder, Written, read_formats, read_texts
from reportcli.files.sheet import Merge, NotPlain, Row, Sheet, State
from reportcli.files.styles import STYLES_PART
from reportcli.finding import column_letters, column_number
from reportcli.words.cells import Cell

MOST_PLAIN_SHEETS, WIDEST = 100, 128
MOST_LEFT_OUT = 10_000  # rows between two that are written
STRINGS = "xl/sharedStrings.xml"
# Small parts of which only a little is read here, and all of it by calamine.
PARSED_WHOLE = (WORKBOOK, relations_name(WORKBOOK), STYLES_PART)
STATES_BY_NAME: Mapping[str, State] = {
    "visible": "visible",
    "hidden": "hidden",
    "veryHidden": "very_hidden",
}

XML_PROLOG = (
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")?\s*\?>\s*)?'
)
ROOT_ATTRIBUTES = (
    rb'(?=[^<>]*? xmlns="http://schemas\.openxmlformats\.org/spreadsheetml/2006/main")[^<>]*+>'
)
SHEET_HEAD = re.compile(
    rb"%b<worksheet%b(?:(?!<!|<sheetData)[\s\S])*+<sheetData(/?)>" % (XML_PROLOG, ROOT_ATTRIBUTES)
)
STRINGS_HEAD = re.compile(rb"%b<sst%b" % (XML_PROLOG, ROOT_ATTRIBUTES))
ROW_END, ROWS_END, STRING_END = b"</row>", b"</sheetData>", b"</si>"
FIRST_CELLS = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
CELL_FORM = rb'(?:<c r="%b\1"([^>]*+>(?:<v>[^<]*+</v></c>|<is><t[^>]*+>[^<]*+</t></is></c>|</c>|(?<=/>))))?+'
# A formula that its value follows; the value is the cell.
FORMULA = re.compile(rb"<f(?: [^<>]*+)?>(?:(?<=/>)|(?<!/>)[^<]*+</f>)(?=<v>[^<])")
MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"/>')


class PlainBatch:
    """Successive rows as they are written, whose cells are decoded when a row or a column is asked
    for.

    `written` has all of them in one list: what stands before a row (nothing), its number, its
    cells.
    """

    def __init__(self, written: list[Written], columns: Sequence[Decoded]) -> None:
        self.written, self.columns = written, columns
        self.stride = len(columns) + 2

    def __len__(self) -> int:
        return len(self.written) // self.stride

    def row(self, place: int) -> Row:
        """Give the cells of one row."""
        cells = self.written[place * self.stride + 2 : (place + 1) * self.stride]
        return [decoded[cell] for decoded, cell in zip(self.columns, cells, strict=True)]

    def column(self, place: int) -> Sequence[Cell]:
        if place >= len(self.columns):
            return [None] * len(self)
        return self.columns[place].cells(self.written[place + 2 :: self.stride])


def plain_sheets(archive: Archive) -> list[Sheet]:
    """Open the sheets of a large workbook, as long as they prove plain.

    Every other part is held to the guards here, the sheets themselves are when they are read.
    """
    sheet_members = listed_members(archive)
    streamed = {part.name for part in sheet_members.values()}
    strings = archive.find(STRINGS)
    if strings is not None:
        streamed.add(strings.name)
    for part in archive.parts.values():
        if part.name not in streamed:
            check_part(archive, part)
    for name in PARSED_WHOLE:
        require_well_formed(archive.read(name))
    texts = read_strings(archive, strings) if strings is not None else []
    decoder = Decoder(texts, read_formats(archive.read(STYLES_PART)))
    states = {one.name: STATES_BY_NAME.get(one.state) for one in sheet_entries(archive)}
    return [
        plain_sheet(archive, name, states[name], part, decoder)
        for name, part in sheet_members.items()
    ]


def listed_members(archive: Archive) -> dict[str, Member]:
    """Sheet name → its part, where the workbook is one that programs write."""
    book = archive.find(WORKBOOK)
    if book is None or book.size > INFLATED_PIECE or STYLES_PART not in archive:
        raise NotPlain
    entries = sheet_entries(archive)
    found = {one.name: one.part for one in entries if one.part is not None}
    own = {part.name for part in found.values()}
    each_has_its_own = len(entries) == len(found) == len(own)
    if not each_has_its_own or not 0 < len(entries) <= MOST_PLAIN_SHEETS:
        raise NotPlain
    if counts_from_1904(archive):
        raise NotPlain
    return found


def require_well_formed(text: bytes) -> None:
    """Leave a workbook to calamine one of whose small parts is no XML: it may refuse the file."""
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError:
        raise NotPlain from None


def plain_sheet(
    archive: Archive, name: str, state: State | None, part: Member, decoder: Decoder
) -> Sheet:
    """Open one sheet, whose rows are read when they are asked for."""
    if state is None:
        raise NotPlain
    sheet = Sheet(name, iter(()), state)
    sheet.batches = PlainRows(archive, part, sheet, decoder).batches()
    return sheet


def read_strings(archive: Archive, part: Member) -> list[str]:
    strings: list[str] = []
    head = None
    for text in whole_texts(archive.inflate(part), STRING_END):
        if head is None:
            root_of_part(archive, part, text)
            check_strings(archive, part, text)
            if (head := STRINGS_HEAD.match(text)) is None:
                raise NotPlain
            text = text[head.end() :]
        strings += read_texts(text)
    if not text.rstrip().endswith(b"</sst>"):
        raise NotPlain
    return strings


# --- rows ---


class PlainRows:
    """The rows of one sheet, taken apart piece by piece.

    What is merged and how many rows are hidden is noted in the sheet when all have passed.
    """

    def __init__(self, archive: Archive, part: Member, sheet: Sheet, decoder: Decoder) -> None:
        self.archive, self.part, self.sheet, self.decoder = archive, part, sheet, decoder
        self.signs = Signs(b"")
        self.leaves_computing = is_computed_on_load(archive)
        self.number = 0  # of the last row that was taken
        self.blank_rows = 0  # at the end of what was taken, of which none is given yet
        self.head = b""  # what stands before the rows
        self.width = 0
        self.stride = 2  # of a row in `written`: what stands before it, its number, its cells
        self.form = re.compile(b"")

    def batches(self) -> Iterator[PlainBatch]:
        """Yield the rows, to the last that holds something."""
        texts = whole_texts(self.archive.inflate(self.part), ROW_END)
        first = self.begin(next(texts))
        columns = [Decoded(self.decoder) for _ in range(self.width)]
        for text in chain([first], texts):
            rows, ended, rest = text.partition(ROWS_END)
            written = self.take(rows)
            if filled := self.without_blank_end(written):
                yield PlainBatch(filled, columns)
            is_too_large = self.number > LAST_ROW or self.number * self.width > MOST_CELLS
            # A sheet larger than the reader lays out is looked at for stray cells by the guards.
            if is_too_large or (ended and next(texts, None) is not None):
                raise NotPlain
            if ended:
                require_well_formed(self.head + ended + rest)
                self.sheet.merges = read_merges(rest)
                return
        raise NotPlain

    def begin(self, first: bytes) -> bytes:
        """Learn the columns of the sheet from its first rows; give what follows its head."""
        root_of_part(self.archive, self.part, first)
        head = SHEET_HEAD.match(first)
        letters = {found.decode() for found in FIRST_CELLS.findall(first)}
        self.width = max(map(column_number, letters), default=0)
        if head is None or self.width > WIDEST:
            raise NotPlain
        self.stride = self.width + 2
        self.form = form_of_rows(self.width)
        if head[1]:
            # Closed where it is opened: as if its end followed.
            self.head = first[: head.start(1)] + b">"
            return ROWS_END + first[head.end() :]
        self.head = first[: head.end()]
        return first[head.end() :]

    def take(self, rows: bytes) -> list[Written]:
        """Take some rows apart, with blank ones in place of those that are not written."""
        hidden = rows.find(b"hidden")
        if hidden >= 0:
            self.sheet.hidden_rows += count_hidden(self.signs, rows, hidden, len(rows))
        if b"<f" in rows:
            if self.leaves_computing:
                self.sheet.zero_formulas += rows.count(self.signs.zero_formula)
            rows = FORMULA.sub(b"", rows)
        written: list[Written] = self.form.split(rows)
        if any(written[:: self.stride]):  # something between two rows has another form
            raise NotPlain
        written.pop()
        return self.without_gaps(written)

    def without_gaps(self, written: list[Written]) -> list[Written]:
        """Put blank rows in place of those that are left out."""
        numbers = [int(number or 0) for number in written[1 :: self.stride]]
        last = self.number
        self.number = numbers[-1] if numbers else last
        if numbers == list(range(last + 1, last + 1 + len(numbers))):
            return written
        every: list[Written] = []
        blank: list[Written] = [None] * self.stride
        for place, number in enumerate(numbers):
            if not 0 < number - last <= MOST_LEFT_OUT:
                raise NotPlain
            every += blank * (number - last - 1)
            every += written[place * self.stride : (place + 1) * self.stride]
            last = number
        return every

    def without_blank_end(self, written: list[Written]) -> list[Written]:
        """Take blank rows off the end, to be given only when a row follows that holds something."""
        end = len(written)
        while end and are_blank(written[end - self.width : end]):
            end -= self.stride
        left = (len(written) - end) // self.stride
        if not end:
            self.blank_rows += left
            return []
        before: list[Written] = [None] * (self.stride * self.blank_rows)
        self.blank_rows = left
        return before + written[:end]


def whole_texts(pieces: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    """The same text, in pieces that end where `end` does; and what follows the last of these."""
    text = b""
    for piece in pieces:
        text += piece
        if stop := text.rfind(end) + 1:
            yield text[: stop - 1 + len(end)]
            text = text[stop - 1 + len(end) :]
        elif len(text) > LONGEST_CARRY:
            raise NotPlain
    yield text


def form_of_rows(width: int) -> re.Pattern[bytes]:
    """The form of a row: its number, and of each column whatever follows the place of its cell.

    The attributes of cells are looked at when they are decoded.
    """
    cells = b"".join(CELL_FORM % column_letters(column).encode() for column in range(1, width + 1))
    return re.compile(rb'<row r="([0-9]{1,7})"[^<>]*+>(?:(?<=/>)|%b</row>)' % cells)


def are_blank(cells: Sequence[Written]) -> bool:
    """Whether none of these cells holds anything: what a cell holds is an element."""
    return all(cell is None or cell.count(b"<") < 2 for cell in cells)


def read_merges(text: bytes) -> list[Merge]:
    """The merged cells that are named after the rows."""
    merges = MERGE.findall(text)
    if len(merges) != text.count(b"<mergeCell ") or b"<sheetData" in text:
        raise NotPlain
    return [
        (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in merges
    ]
