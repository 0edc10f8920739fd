"""The cells of a plain worksheet, decoded from how they are written.

Each distinct cell of a column is decoded once. Whatever has another form than programs write raises
`NotPlain`; what is decoded is what calamine gives. Not for rows, which `plain.py` takes apart.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html import unescape
from unicodedata import category

from reportcli.files.lost import error_text
from reportcli.files.number_format import ShownNumber
from reportcli.files.sheet import NotPlain
from reportcli.files.styles import CellFormat, cell_formats, own_codes
from reportcli.words.cells import Cell

# Distinct cells kept of a column; where there are more, hardly any comes again.
MOST_DECODED = 50_000
# Distinct cells from which on the shared strings of a column are taken all at once.
VARIED = 2_000
# Strings that are as simple as most are taken as they are; others may have parts of their own font
# each, as LibreOffice writes them, and end with how they are pronounced, as Excel does in Chinese.
SIMPLE_BEGIN, SIMPLE_END = "<si><t>", "</t></si>"
STRING = re.compile(
    r"<si>(?:<t[^>]*+>[^<]*+</t>|(?:<r>(?:<rPr>(?:<[^<>]*+(?<=/)>)*+</rPr>)?<t[^>]*+>[^<]*+</t></r>)++)"
    r"(?:<phoneticPr [^<>]*+(?<=/)>)?</si>"
)
STRING_PART = re.compile("<t([^>]*+>[^<]*+)</t>")

CELL_ATTRIBUTES = re.compile(rb'(?: s="([0-9]{1,5})")?(?: t="([a-zA-Z]+)")?')
LONGEST_INDEX = 10
NEVER = b"<"  # nothing that follows the place of a cell begins so
VALUE, VALUE_END = b"<v>", b"</v></c>"
TEXT, TEXT_END = b"<is><t", b"</t></is></c>"
PRESERVED = ' xml:space="preserve"'
EDGES = (" ", "\t", "\n")
ENTITY = re.compile("&(?:#([0-9]{2,7});|(amp|lt|gt|quot|apos);|)")
# What Excel writes for a control, and calamine resolves; and a line end that XML readers change.
UNUSUAL = re.compile("_x[0-9A-Fa-f]{4}_|\r")
PLAIN_NUMBER = re.compile(rb"-?[0-9]{1,300}(?:\.[0-9]{1,300})?(?:[Ee][-+]?[0-9]{1,3})?")
DAY_0 = datetime(1899, 12, 30)
MILLISECONDS = 86_400_000
SERIAL = re.compile(rb"[0-9]{2,7}(?:\.[0-9]{1,20})?")
FIRST_SERIAL, LAST_SERIAL = (
    61,
    2_958_465,
)  # after the 29 February 1900 that never was; before the year 10000

NUMBERS = frozenset({*range(14), *range(37, 45), 48, 49})
DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
OWN_NUMBER = re.compile(r"General|@|[#,]*0(?:\.0+)?%?(?:_[ )])?")
OWN_DATE = re.compile(
    r'(?:\[\$-[0-9A-Fa-f]+\])?yyyy(?:\\?[-/. ]|"?年"?)m{1,2}(?:\\?[-/. ]|"?月"?)d{1,2}(?:"?日"?)?'
    r"(?:\\? h{1,2}:mm(?::ss)?)?(?:;@)?"
)

STRUCK = "struck"
FormatKind = str | ShownNumber
"""How a number in a format is read: a `number`, a `date`, as it is shown, or by nobody here."""

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


class Decoder:
    """Decodes the cells of one workbook, which has these shared strings, and formats of these
    kinds."""

    def __init__(self, strings: Sequence[str], formats: Sequence[FormatKind]) -> None:
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
        found = CELL_ATTRIBUTES.fullmatch(attributes.removesuffix(b"/"))
        style = int(found[1] or 0) if found else len(self.formats)
        if found is None or style >= len(self.formats):
            raise NotPlain
        kind = found[2]
        if self.formats[style] == STRUCK:  # whose rows the other way looks at
            return refuse
        if kind == b"s":
            return self.shared
        if kind in (None, b"n"):
            return self.of_format(style) or refuse
        return CELL_READERS.get(kind, refuse)

    def of_format(self, style: int) -> Callable[[bytes], Cell] | None:
        """What reads a number in a format."""
        how = self.formats[style]
        if isinstance(how, ShownNumber):
            return lambda content: how.show(number_in_plain_cell(content))
        return {"number": number_in_plain_cell, "date": plain_day}.get(how)

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


def inline_text(content: bytes) -> Cell:
    """A text in its own cell."""
    if not content.startswith(TEXT):
        raise NotPlain
    return text_in_tag(decoded_text(content[len(TEXT) : -len(TEXT_END)]))


def computed_text(content: bytes) -> Cell:
    """A text that a formula gave: the white space around it is kept."""
    return text_in_tag(f"{PRESERVED}>{decoded_text(value_in(content))}")


def plain_truth(content: bytes) -> Cell:
    """True or false."""
    if (value := value_in(content)) not in (b"0", b"1"):
        raise NotPlain
    return value == b"1"


def plain_error(content: bytes) -> Cell:
    """The name of an error, as the scan restores it."""
    if b"#" not in (value := value_in(content)):
        raise NotPlain
    return error_text(value)


def number_in_plain_cell(content: bytes) -> Cell:
    if not PLAIN_NUMBER.fullmatch(value := value_in(content)):
        raise NotPlain
    return float(value)


def plain_day(content: bytes) -> Cell:
    """A day, with its clock in thousandths of a second where it has one."""
    value = value_in(content)
    if not SERIAL.fullmatch(value) or not FIRST_SERIAL <= (serial := float(value)) < LAST_SERIAL:
        raise NotPlain
    if serial.is_integer():
        return DAY_0.date() + timedelta(days=int(serial))
    return DAY_0 + timedelta(milliseconds=int(serial * MILLISECONDS + 0.5))


CELL_READERS: dict[bytes, Callable[[bytes], Cell]] = {
    b"inlineStr": inline_text,
    b"str": computed_text,
    b"b": plain_truth,
    b"e": plain_error,
}


def decoded_text(written: bytes) -> str:
    try:
        return written.decode()
    except UnicodeDecodeError:
        raise NotPlain from None


def text_in_tag(tagged: str) -> str:
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


def read_texts(text: bytes) -> list[str]:
    """Read some shared strings, to whose end the end of their list may belong."""
    items = decoded_text(text).rstrip().removesuffix("</sst>")
    return simple_strings(items) or any_strings(items)


def simple_strings(items: str) -> list[str] | None:
    """The texts of some shared strings that are simple all of them, or None."""
    found = (
        items.removeprefix(SIMPLE_BEGIN).removesuffix(SIMPLE_END).split(SIMPLE_END + SIMPLE_BEGIN)
    )
    framed = len(SIMPLE_BEGIN + SIMPLE_END) * len(found) + sum(map(len, found))
    has_no_other_tag = framed == len(items) and items.count("<") == 4 * len(found)
    has_nothing_to_resolve = "&" not in items and "\r" not in items and "_" not in items
    # White space at the ends of a text has to be kept expressly.
    if has_no_other_tag and has_nothing_to_resolve and list(map(str.strip, found)) == found:
        return found
    return None


def any_strings(items: str) -> list[str]:
    """The texts of some shared strings of any form that is known."""
    found: list[str] = STRING.findall(items)
    if sum(map(len, found)) != len(items):
        raise NotPlain
    return ["".join(map(text_in_tag, STRING_PART.findall(item))) for item in found]


def read_formats(text: bytes) -> list[FormatKind]:
    """Tell how a number in each format of cells is read."""
    styles = decoded_text(text)
    formats = cell_formats(styles)
    is_plain = styles.count("<numFmt ") == len(dict(own_codes(styles)))
    if not is_plain or styles.count("<cellXfs") != 1 or "<!" in styles:
        raise NotPlain
    return [kind_of_format(one) for one in formats]


def kind_of_format(one: CellFormat) -> FormatKind:
    """Tell whether a number in this format is a `number` or a `date`, or how it is shown, or that
    its cells are struck out; nothing where that is doubtful.
    """
    if one.is_struck:
        return STRUCK
    if one.code is None:
        return "number" if one.number in NUMBERS else "date" if one.number in DATES else ""
    if one.shown is not None:
        return one.shown
    if OWN_NUMBER.fullmatch(one.code):
        return "number"
    return "date" if OWN_DATE.fullmatch(one.code) else ""
