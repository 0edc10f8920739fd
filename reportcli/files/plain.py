"""Large worksheets of xlsx that are plain all through, read row by row as they are inflated.

calamine lays a whole workbook out before it gives the first cell: for a million rows twelve seconds
and more than a gigabyte. Here one regular expression, made for the columns of a sheet, takes its
rows apart in the form in which programs write them, and each distinct cell of a column is decoded
once. Nothing is guessed: whatever has another form raises `NotPlain`, wherever it stands, and the
file is read again from its beginning by calamine, with all of the guards. What is read here is what
calamine gives, cell by cell; the tests hold it to that. Small files, for which nothing is gained,
are left to calamine. Runs in the reader's child process.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from html import unescape
from itertools import chain
from unicodedata import category

from reportcli.files import archive as guards
from reportcli.files import lost as scan
from reportcli.files.archive import Part
from reportcli.files.kinds import EPOCH_1904, NotPlain, Row, Sheet, State
from reportcli.finding import column_letters
from reportcli.words.cells import Cell

MOST_SHEETS, WIDEST = 100, 128
MOST_BLANK = 10_000  # rows left out between two that are written
MOST_DECODED = (
    50_000  # distinct cells kept of a column; where there are more, hardly any comes again
)
VARIED = 2_000  # distinct cells from which on the shared strings of a column are taken all at once
STRINGS, STYLES, BOOK = "xl/sharedstrings.xml", "xl/styles.xml", "xl/workbook.xml"
STATES: Mapping[str, State] = {
    "visible": "visible",
    "hidden": "hidden",
    "veryHidden": "very_hidden",
}

PROLOG = (
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")?\s*\?>\s*)?'
)
MAIN = rb'(?=[^<>]*? xmlns="http://schemas\.openxmlformats\.org/spreadsheetml/2006/main")[^<>]*+>'
SHEET_HEAD = re.compile(
    rb"%b<worksheet%b(?:(?!<!|<sheetData)[\s\S])*+<sheetData(/?)>" % (PROLOG, MAIN)
)
STRINGS_HEAD = re.compile(rb"%b<sst%b" % (PROLOG, MAIN))
ROW_END, ROWS_END, STRING_END = b"</row>", b"</sheetData>", b"</si>"
PLACE = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
CELL = rb'(?:<c r="%b\1"([^>]*+>(?:<v>[^<]*+</v></c>|<is><t[^>]*+>[^<]*+</t></is></c>|</c>|(?<=/>))))?+'
# A formula that its value follows; the value is the cell.
FORMULA = re.compile(rb"<f(?: [^<>]*+)?>(?:(?<=/>)|(?<!/>)[^<]*+</f>)(?=<v>[^<])")
MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"/>')
# Strings that are as simple as most are taken as they are; others may have parts of their own font
# each, as LibreOffice writes them, and end with how they are pronounced, as Excel does in Chinese.
SIMPLE_STRING = re.compile(r"<si><t>(?![ \t\n])([^<&\r]*+)(?<![ \t\n])</t></si>")
SIMPLE_FRAME = len("<si><t></t></si>")
STRING = re.compile(
    r"<si>(?:<t[^>]*+>[^<]*+</t>|(?:<r>(?:<rPr>(?:<[^<>]*+(?<=/)>)*+</rPr>)?<t[^>]*+>[^<]*+</t></r>)++)"
    r"(?:<phoneticPr [^<>]*+(?<=/)>)?</si>"
)
STRING_PART = re.compile("<t([^>]*+>[^<]*+)</t>")

ATTRIBUTES = re.compile(rb'(?: s="([0-9]{1,5})")?(?: t="([a-zA-Z]+)")?')
LONGEST_INDEX = 10
NEVER = b"<"  # nothing that follows the place of a cell begins so
VALUE, VALUE_END = b"<v>", b"</v></c>"
TEXT, TEXT_END = b"<is><t", b"</t></is></c>"
PRESERVED = ' xml:space="preserve"'
EDGES = (" ", "\t", "\n")
ENTITY = re.compile("&(?:#([0-9]{2,7});|(amp|lt|gt|quot|apos);|)")
# What Excel writes for a control, and calamine resolves; and a line end that XML readers change.
UNUSUAL = re.compile("_x[0-9A-Fa-f]{4}_|\r")
NUMBER = re.compile(rb"-?[0-9]{1,300}(?:\.[0-9]{1,300})?(?:[Ee][-+]?[0-9]{1,3})?")
DAY_0 = datetime(1899, 12, 30)
MILLISECONDS = 86_400_000
SERIAL = re.compile(rb"[0-9]{2,7}(?:\.[0-9]{1,20})?")
FIRST_SERIAL, LAST_SERIAL = (
    61,
    2_958_465,
)  # after the 29 February 1900 that never was; before the year 10000

FORMAT = re.compile(r'<numFmt (?=[^<>]*?\bnumFmtId="([0-9]{1,5})")[^<>]*?\bformatCode="([^"<>]*)"')
CELL_FORMATS = re.compile(r"<cellXfs[ >][\s\S]*?</cellXfs>")
CELL_FORMAT = re.compile(r'<xf (?=[^<>]*? ?numFmtId="([0-9]{1,5})")?')
NUMBERS = frozenset({*range(14), *range(37, 45), 48, 49})
DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
OWN_NUMBER = re.compile(r'General|@|[#,]*0+(?:\.0+)?%?(?:_[ )])?(?:"[件条份元次页个]")?')
OWN_DATE = re.compile(
    r'(?:\[\$-[0-9A-Fa-f]+\])?yyyy(?:\\?[-/. ]|"?年"?)m{1,2}(?:\\?[-/. ]|"?月"?)d{1,2}(?:"?日"?)?'
    r"(?:\\? h{1,2}:mm(?::ss)?)?(?:;@)?"
)

Written = bytes | None
"""A cell as it is written, from what follows its place on; None where none is."""


class Decoded(dict[Written, Cell]):
    """The cells of one column by how they are written, decoded once as long as they are not too
    many."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__({None: ""})
        self.decoder, self.begin = decoder, NEVER

    def __missing__(self, written: bytes) -> Cell:
        index = (
            written[len(self.begin) : -len(VALUE_END)] if written.startswith(self.begin) else b""
        )
        if is_index(index) and int(index) < len(
            self.decoder.strings
        ):  # most that are met once, and fast
            cell: Cell = self.decoder.strings[int(index)]
        else:
            cell = self.decoder.decode(written)
            self.begin = self.decoder.begin_of_shared(written)
        if len(self) < MOST_DECODED:
            self[written] = cell
        return cell

    def cells(self, written: Sequence[Written]) -> Sequence[Cell]:
        """The cells of a part of the column."""
        found = self.decoder.shared_strings(written, self.begin) if len(self) > VARIED else None
        return found or list(map(self.__getitem__, written))


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
        """The cells of one row."""
        cells = self.written[place * self.stride + 2 : (place + 1) * self.stride]
        return [decoded[cell] for decoded, cell in zip(self.columns, cells, strict=True)]

    def column(self, place: int) -> Sequence[Cell]:
        """The cells of one column."""
        if place >= len(self.columns):
            return [None] * len(self)
        return self.columns[place].cells(self.written[place + 2 :: self.stride])


def plain_sheets(file: str, data: bytes, parts: Mapping[str, Part]) -> list[Sheet]:
    """The sheets of a large workbook, as long as they prove plain.

    Every other part is held to the guards here, the sheets themselves are when they are read.
    """
    names = {name.lower(): part for name, part in parts.items()}
    found = scan.sheet_parts(file, data, names)
    own = {part.name for part in found.values()}
    if not {STYLES, BOOK} <= names.keys() or names[BOOK].size > guards.PIECE:
        raise NotPlain
    book = guards.beginning(file, data, names[BOOK])
    listed = list(guards.elements(book.decode("utf-8", "replace"), "sheet"))
    if EPOCH_1904.search(book) or not 0 < len(listed) == len(found) == len(own) <= MOST_SHEETS:
        raise NotPlain
    own |= {names[STRINGS].name} if STRINGS in names else set()
    guards.check_contents(
        file, data, {name: part for name, part in parts.items() if name not in own}
    )
    strings = read_strings(file, data, names[STRINGS]) if STRINGS in names else []
    decoder = Decoder(strings, read_formats(b"".join(guards.inflate(file, data, names[STYLES]))))
    sheets = []
    for (name, part), entry in zip(found.items(), listed, strict=True):
        state = STATES.get(entry.get("state", "visible"))
        if state is None:
            raise NotPlain
        sheet = Sheet(name, iter(()), state)
        sheet.batches = read_batches(file, part, guards.inflate(file, data, part), sheet, decoder)
        sheets.append(sheet)
    return sheets


# --- rows ---


def read_batches(
    file: str, part: Part, pieces: Iterator[bytes], sheet: Sheet, decoder: Decoder
) -> Iterator[PlainBatch]:
    """The rows of a sheet, to the last that holds something; its merged cells, and how many of its
    rows are hidden, are noted in it when all have passed.
    """
    texts = whole_texts(pieces, ROW_END)
    first = next(texts)
    guards.root_of_part(file, part.name, first)
    head = SHEET_HEAD.match(first)
    width = max(map(scan.column_number, set(PLACE.findall(first))), default=0)
    if head is None or width > WIDEST:
        raise NotPlain
    first = (ROWS_END if head[1] else b"") + first[head.end() :]
    form, signs = form_of_rows(width), scan.Signs(b"")
    columns = [Decoded(decoder) for _ in range(width)]
    blank: list[Written] = [None] * (width + 2)
    number = blanks = 0
    for text in chain([first], texts):
        rows, ended, rest = text.partition(ROWS_END)
        if (hidden := rows.find(b"hidden")) >= 0:
            sheet.hidden_rows += scan.count_hidden(signs, rows, hidden, len(rows))
        written = form.split(FORMULA.sub(b"", rows) if b"<f" in rows else rows)
        if any(written[:: width + 2]):
            raise NotPlain
        written.pop()
        written, number = without_gaps(written, number, blank)
        end = len(written)
        while end and is_blank(written[end - width : end]):
            end -= width + 2
        if end:
            yield PlainBatch(blank * blanks + written[:end], columns)
            blanks = 0
        blanks += (len(written) - end) // (width + 2)
        # A sheet larger than the reader lays out is looked at for stray cells by the guards.
        if (
            number > scan.LAST_ROW
            or number * width > guards.MOST_CELLS
            or (ended and next(texts, None) is not None)
        ):
            raise NotPlain
        if ended:
            sheet.merges = read_merges(rest)
            return
    raise NotPlain


def whole_texts(pieces: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    """The same text, in pieces that end where `end` does; and what follows the last of these."""
    text = b""
    for piece in pieces:
        text += piece
        if stop := text.rfind(end) + 1:
            yield text[: stop - 1 + len(end)]
            text = text[stop - 1 + len(end) :]
        elif len(text) > guards.LONGEST_CARRY:
            raise NotPlain
    yield text


def form_of_rows(width: int) -> re.Pattern[bytes]:
    """The form of a row: its number, and of each column whatever follows the place of its cell.

    The attributes of cells are looked at when they are decoded.
    """
    cells = b"".join(CELL % column_letters(column).encode() for column in range(1, width + 1))
    return re.compile(rb'<row r="([0-9]{1,7})"[^<>]*+>(?:(?<=/>)|%b</row>)' % cells)


def without_gaps(
    written: list[Written], last: int, blank: list[Written]
) -> tuple[list[Written], int]:
    """The rows that follow the row `last`, with blank ones in place of those that are not written;
    and the number of their last.
    """
    numbers = [int(number or 0) for number in written[1 :: len(blank)]]
    if numbers == list(range(last + 1, last + 1 + len(numbers))):
        return written, last + len(numbers)
    every: list[Written] = []
    for place, number in enumerate(numbers):
        if not 0 < number - last <= MOST_BLANK:
            raise NotPlain
        every += blank * (number - last - 1)
        every += written[place * len(blank) : (place + 1) * len(blank)]
        last = number
    return every, last


def is_blank(cells: Sequence[Written]) -> bool:
    """Whether none of these cells holds anything: what a cell holds is an element."""
    return all(cell is None or cell.count(b"<") < 2 for cell in cells)


def read_merges(text: bytes) -> list[tuple[int, int, int, int]]:
    """The merged cells that are named after the rows."""
    merges = MERGE.findall(text)
    if len(merges) != text.count(b"<mergeCell ") or b"<sheetData" in text:
        raise NotPlain
    number = scan.column_number
    return [
        (int(top), number(left), int(bottom), number(right)) for left, top, right, bottom in merges
    ]


# --- cells ---


class Decoder:
    """Decodes the cells of one workbook, which has these shared strings, and formats of these
    kinds."""

    def __init__(self, strings: Sequence[str], formats: Sequence[str]) -> None:
        self.strings, self.formats = strings, formats
        self.readers: dict[bytes, Callable[[bytes], Cell]] = {}

    def decode(self, written: bytes) -> Cell:
        """The cell of what is written after its place: its attributes, and what it holds."""
        attributes, _, content = written.partition(b">")
        read = self.readers.get(attributes)
        if read is None:
            read = self.readers[attributes] = self.reader(attributes)
        return read(content) if len(content) > len("</c>") else ""

    def begin_of_shared(self, written: bytes) -> bytes:
        """What stands before the index of a shared string, if the cell is one."""
        attributes, _, _ = written.partition(b">")
        return attributes + b">" + VALUE if self.readers[attributes] == self.shared else NEVER

    def shared_strings(self, written: Sequence[Written], begin: bytes) -> list[str] | None:
        """The shared strings of cells that all begin alike; None where one is anything else."""
        if None in written:
            return None
        text = b"".join(written)  # type: ignore[arg-type]
        indices = text[len(begin) : -len(VALUE_END)].split(VALUE_END + begin)
        alike = text.startswith(begin) and text.endswith(VALUE_END) and len(indices) == len(written)
        if not (
            alike
            and all(indices)
            and is_index(max(indices, key=len))
            and b"".join(indices).isdigit()
        ):
            return None
        numbers = list(map(int, indices))
        return (
            list(map(self.strings.__getitem__, numbers))
            if max(numbers) < len(self.strings)
            else None
        )

    def reader(self, attributes: bytes) -> Callable[[bytes], Cell]:
        """What reads the content of cells with these attributes."""
        found = ATTRIBUTES.fullmatch(attributes.removesuffix(b"/"))
        style = int(found[1] or 0) if found else len(self.formats)
        if found is None or style >= len(self.formats):
            raise NotPlain
        readers = {
            b"s": self.shared,
            b"inlineStr": inline,
            b"str": computed,
            b"b": truth,
            b"e": error,
        }
        numbers = {"number": number, "date": day}
        read = readers.get(found[2]) or (
            found[2] in (None, b"n") and numbers.get(self.formats[style])
        )
        return read or refuse

    def shared(self, content: bytes) -> Cell:
        """A shared string by its index."""
        index = content[len(VALUE) : -len(VALUE_END)]
        if not (content.startswith(VALUE) and is_index(index) and int(index) < len(self.strings)):
            raise NotPlain
        return self.strings[int(index)]


def is_index(text: bytes) -> bool:
    """Whether a text is a number that may count shared strings; of thousands of digits Python reads
    none."""
    return text.isdigit() and len(text) < LONGEST_INDEX


def refuse(_: bytes) -> Cell:
    """A cell of a type or format that is not known here."""
    raise NotPlain


def value_in(content: bytes) -> bytes:
    """What stands in the element of a value."""
    if not content.startswith(VALUE):
        raise NotPlain
    return content[len(VALUE) : -len(VALUE_END)]


def inline(content: bytes) -> Cell:
    """A text in its own cell."""
    if not content.startswith(TEXT):
        raise NotPlain
    return text_of(decoded_text(content[len(TEXT) : -len(TEXT_END)]))


def computed(content: bytes) -> Cell:
    """A text that a formula gave: the white space around it is kept."""
    return text_of(f"{PRESERVED}>{decoded_text(value_in(content))}")


def truth(content: bytes) -> Cell:
    """True or false."""
    if (value := value_in(content)) not in (b"0", b"1"):
        raise NotPlain
    return value == b"1"


def error(content: bytes) -> Cell:
    """The name of an error, as the scan restores it."""
    if b"#" not in (value := value_in(content)):
        raise NotPlain
    return scan.error_text(value[: scan.LONGEST_ERROR])


def number(content: bytes) -> Cell:
    """A number."""
    if not NUMBER.fullmatch(value := value_in(content)):
        raise NotPlain
    return float(value)


def day(content: bytes) -> Cell:
    """A day, with its clock in thousandths of a second where it has one."""
    value = value_in(content)
    if not SERIAL.fullmatch(value) or not FIRST_SERIAL <= (serial := float(value)) < LAST_SERIAL:
        raise NotPlain
    if serial.is_integer():
        return DAY_0.date() + timedelta(days=int(serial))
    return DAY_0 + timedelta(milliseconds=int(serial * MILLISECONDS + 0.5))


def decoded_text(written: bytes) -> str:
    """Text from its bytes."""
    try:
        return written.decode()
    except UnicodeDecodeError:
        raise NotPlain from None


def text_of(tagged: str) -> str:
    """The text of what stands between `<t` and `</t>`; white space at its ends has to be kept
    expressly."""
    tag, _, text = tagged.partition(">")
    if "&" in text:
        text = ENTITY.sub(resolve, text)
    if tag != PRESERVED and (tag or text.startswith(EDGES) or text.endswith(EDGES)):
        raise NotPlain
    if UNUSUAL.search(text):
        raise NotPlain
    return text


def resolve(entity: re.Match[str]) -> str:
    """The character that an entity stands for."""
    if entity[2]:
        return unescape(entity[0])
    code = int(entity[1] or 0)
    character = chr(code) if code <= sys.maxunicode else ""
    if character != "\n" and category(character or "\0").startswith("C"):
        raise NotPlain
    return character


def read_strings(file: str, data: bytes, part: Part) -> list[str]:
    """The shared strings."""
    strings: list[str] = []
    head = None
    for text in whole_texts(guards.inflate(file, data, part), STRING_END):
        if head is None:
            guards.root_of_part(file, part.name, text)
            guards.check_strings(file, part, text)
            if (head := STRINGS_HEAD.match(text)) is None:
                raise NotPlain
            text = text[head.end() :]
        items = decoded_text(text).rstrip().removesuffix("</sst>")
        strings += simple_strings(items) or any_strings(items)
    return strings


def simple_strings(items: str) -> list[str] | None:
    """The texts of some shared strings that are simple all of them, or None."""
    found: list[str] = SIMPLE_STRING.findall(items)
    is_simple = sum(map(len, found)) + SIMPLE_FRAME * len(found) == len(items) and "_x" not in items
    return found if is_simple else None


def any_strings(items: str) -> list[str]:
    """The texts of some shared strings of any form that is known."""
    found: list[str] = STRING.findall(items)
    if sum(map(len, found)) != len(items):
        raise NotPlain
    return ["".join(map(text_of, STRING_PART.findall(item))) for item in found]


def read_formats(text: bytes) -> list[str]:
    """Whether a number in each format of cells is a `number` or a `date`; nothing where it is
    doubtful."""
    styles = decoded_text(text)
    own = {int(number): unescape(code) for number, code in FORMAT.findall(styles)}
    formats = CELL_FORMATS.findall(styles)
    if len(own) != styles.count("<numFmt ") or len(formats) != 1 or "<!" in styles:
        raise NotPlain
    return [kind_of_format(int(number or 0), own) for number in CELL_FORMAT.findall(formats[0])]


def kind_of_format(number: int, own: Mapping[int, str]) -> str:
    """Whether a number in this format is a `number` or a `date`; nothing where it is doubtful."""
    if (code := own.get(number)) is not None:
        return (
            "number" if OWN_NUMBER.fullmatch(code) else "date" if OWN_DATE.fullmatch(code) else ""
        )
    return "number" if number in NUMBERS else "date" if number in DATES else ""
