"""What the reader loses of an ods: errors, formulas without a value, merged cells, how cells look.

Neither rows nor cells of OpenDocument (1.3 part 3) say their place, so that they are counted, but
only in a file that holds a sign. Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice, product

from reportcli.files.archive import Archive
from reportcli.files.guard import ODS_CONTENT
from reportcli.files.lost import SheetScan, error_text
from reportcli.files.number_format import ShownNumber, number_shown
from reportcli.words.cells import FORMULA_LOST

COMMON_STYLES = "styles.xml"
LONGEST_SIGN = 512
MOST_REPEATED = 10_000  # cells that one element stands for, as far as they are looked at

ERROR_SIGN = b'value-type="error"'
HIDDEN_SIGNS = (b'visibility="collapse"', b'visibility="filter"')
FORMULA_SIGN, SPAN_SIGN = b"table:formula=", b"-spanned="
ODS_SIGNS = (ERROR_SIGN, *HIDDEN_SIGNS, FORMULA_SIGN, SPAN_SIGN)

ODS_ATTRIBUTES = rb"""(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*+)>"""
TABLE_TAG_AND_TEXT = re.compile(
    rb"<table:(table|table-column|table-row|(?:covered-)?table-cell)"
    + ODS_ATTRIBUTES
    + rb"(?:\s*+(<text:p[^<>]*>)([^<]*+))?"
)
TABLE_NAME_SAID = re.compile(rb"""\stable:name="([^"]*)\"""")
REPEATED_TIMES = re.compile(rb"""table:number-(?:columns|rows)-repeated="([0-9]{1,7})\"""")
SPAN = re.compile(rb"""table:number-(columns|rows)-spanned="([0-9]{1,7})\"""")
OWN_STYLE = re.compile(rb"""table:style-name="([^"]*)\"""")
DEFAULT_STYLE = re.compile(rb"""table:default-cell-style-name="([^"]*)\"""")
NUMBER_SIGNS = (b'value-type="float"', b'value-type="currency"')


def scan_ods(archive: Archive) -> dict[str, SheetScan]:
    """Look at the cells of every table, if there is anything to be found."""
    own_styles, _, _ = archive.text(ODS_CONTENT).partition("<office:body")
    looks = OdsLooks(archive.text(COMMON_STYLES) + own_styles)
    if not looks.of_interest and not holds_sign(archive):
        return {}
    scanner = OdsScanner(looks)
    part = archive.member(ODS_CONTENT)
    for text in archive.whole(archive.inflate(part), b"<table:table-row"):
        for tag in TABLE_TAG_AND_TEXT.finditer(text):
            scanner.take(tag[1], tag[2], tag[4] if tag[3] else None)
    return scanner.scans


def holds_sign(archive: Archive) -> bool:
    """Tell whether anything is in the file for which its cells have to be counted."""
    tail = b""
    for piece in archive.inflate(archive.member(ODS_CONTENT)):
        text = tail + piece
        if any(sign in text for sign in ODS_SIGNS):
            return True
        tail = text[-LONGEST_SIGN:]
    return False


class OdsScanner:
    """Follows the place of every row and cell, each of which may stand for many equal ones."""

    def __init__(self, looks: OdsLooks) -> None:
        self.looks = looks
        self.scans: dict[str, SheetScan] = {}
        self.scan = SheetScan()
        self.row = 0  # the last before the rows that are looked at
        self.rows = 0  # how many equal ones these are
        self.column = 0
        self.defaults: list[tuple[int, str]] = []  # (last column, style) of the columns

    def take(self, kind: bytes, attributes: bytes, text: bytes | None) -> None:
        """Take the next tag; `text` is the first paragraph in a cell, None where it has none."""
        if kind == b"table":
            self.scan, self.row, self.rows, self.defaults = SheetScan(), 0, 0, []
            if named := TABLE_NAME_SAID.search(attributes):
                self.scans[unescape(named[1].decode("utf-8", "replace"))] = self.scan
        elif kind == b"table-column":
            last = self.defaults[-1][0] if self.defaults else 0
            self.defaults.append((last + times(attributes), style_in(DEFAULT_STYLE, attributes)))
        elif kind == b"table-row":
            self.row, self.rows, self.column = self.row + self.rows, times(attributes), 0
            self.note_hidden(attributes)
        else:
            columns = range(self.column + 1, self.column + times(attributes) + 1)
            self.look_at(columns, attributes, text)
            self.column = columns.stop - 1

    def note_hidden(self, attributes: bytes) -> None:
        """Count the rows if they are hidden, and note whether a filter hides them."""
        collapsed, filtered = (sign in attributes for sign in HIDDEN_SIGNS)
        if collapsed or filtered:
            self.scan.hidden_rows += self.rows
            self.scan.filtered = self.scan.filtered or filtered

    def look_at(self, columns: range, attributes: bytes, text: bytes | None) -> None:
        """Look at a cell, or at the equal ones that it stands for."""
        spans = {kind: int(count) for kind, count in SPAN.findall(attributes)}
        down = spans.get(b"rows", 1)
        across = spans.get(b"columns", 1)
        if down > 1 or across > 1:
            top, left = self.row + 1, columns.start
            bottom, right = top + down - 1, left + across - 1
            self.scan.merges.append((top, left, bottom, right))
        lost = lost_in_cell(attributes, text)
        if lost is not None:
            self.scan.lost.update(dict.fromkeys(self.places(columns), lost))
        # A blank cell that is struck out strikes nothing, and most cells of a sheet are blank.
        is_filled = b"value-type=" in attributes or lost is not None
        if self.looks.of_interest and is_filled:
            self.look_at_style(columns, attributes)

    def look_at_style(self, columns: range, attributes: bytes) -> None:
        """Note how a number is shown, and that a cell is struck out."""
        style = style_in(OWN_STYLE, attributes) or self.default_style(columns.start)
        shown = self.looks.shown.get(style)
        if shown and any(sign in attributes for sign in NUMBER_SIGNS):
            self.scan.shown.update(dict.fromkeys(self.places(columns), shown))
        if style in self.looks.struck:
            for row, column in self.places(columns):
                self.scan.struck.setdefault(row, set()).add(column)

    def default_style(self, column: int) -> str:
        """Name the style of the cells of a column that name none."""
        return next((style for last, style in self.defaults if column <= last), "")

    def places(self, columns: range) -> Iterable[tuple[int, int]]:
        """Yield the places of the cells that one stands for."""
        rows = range(self.row + 1, self.row + self.rows + 1)
        return islice(product(rows, columns), MOST_REPEATED)


def lost_in_cell(attributes: bytes, text: bytes | None) -> str | None:
    """Name what the reader loses of a cell: its error, or the value that its formula should have.

    LibreOffice writes of a formula that came to the empty text no type, but an empty paragraph.
    """
    if ERROR_SIGN in attributes:
        return error_text(text or b"")
    has_value = b"value-type=" in attributes or text is not None
    return FORMULA_LOST if FORMULA_SIGN in attributes and not has_value else None


def times(attributes: bytes) -> int:
    """Tell for how many equal rows, columns or cells one stands."""
    found = REPEATED_TIMES.search(attributes)
    return int(found[1]) if found else 1


def style_in(attribute: re.Pattern[bytes], attributes: bytes) -> str:
    """Read the name of a style; empty where none is named."""
    found = attribute.search(attributes)
    return found[1].decode("utf-8", "replace") if found else ""


# --- styles ---

NUMBER_STYLE = re.compile(
    r'<number:(?:number|currency)-style\s[^<>]*?style:name="([^"]*)"[^<>]*(?<!/)>'
    r"(.*?)</number:(?:number|currency)-style>",
    re.DOTALL,
)
NUMBER_PIECE = re.compile(
    r"<number:text(?:\s[^<>]*)?(?<!/)>(?P<text>[^<]*)<"
    r"|<number:number(?=[\s/>])(?P<attributes>[^<>]*?)(?:/>|>(?P<embedded>.*?)</number:number>)",
    re.DOTALL,
)
EMBEDDED = re.compile(r'<number:embedded-text\s+number:position="([0-9]{1,2})">([^<]*)<')
# Numbers that are not negative have a format of their own, the one before the first semicolon.
POSITIVE = re.compile(
    r'<style:map\s[^<>]*?style:condition="value\(\)&gt;=?0"[^<>]*?style:apply-style-name="([^"]*)"'
)
TABLE_CELL_STYLE = re.compile(
    r'<style:style\s(?=[^<>]*?style:family="table-cell")([^<>]*?)(?:/>|>(.*?)</style:style>)',
    re.DOTALL,
)
STYLE_NAME = re.compile(r'style:name="([^"]*)"')
PARENT_STYLE = re.compile(r'style:parent-style-name="([^"]*)"')
DATA_STYLE = re.compile(r'style:data-style-name="([^"]*)"')
LINE_THROUGH = re.compile(r'style:text-line-through-(?:style|type)="(?!none")')
MOST_DIGITS = 15
MOST_PARENTS = 5


class OdsLooks:
    """Which styles of cells say more than the values: how a number is shown, and struck out."""

    def __init__(self, text: str) -> None:
        self.codes = dict(number_codes(text))
        self.styles: dict[str, tuple[str, str]] = {}
        for attributes, content in TABLE_CELL_STYLE.findall(text):
            if named := STYLE_NAME.search(attributes):
                self.styles[named[1]] = (attributes, content)
        self.shown: dict[str, ShownNumber] = {}
        self.struck: set[str] = set()
        for name in self.styles:
            self.look_at(name)

    @property
    def of_interest(self) -> bool:
        """Whether there is any such style."""
        return bool(self.shown or self.struck)

    def look_at(self, name: str) -> None:
        """Look at one style; what it does not say itself its parent says."""
        data_style = ""
        for attributes, content in self.with_parents(name):
            if not data_style and (found := DATA_STYLE.search(attributes)):
                data_style = found[1]
            if LINE_THROUGH.search(content):
                self.struck.add(name)
        if shown := number_shown(self.codes.get(data_style, "")):
            self.shown[name] = shown

    def with_parents(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield a style and those it goes back to."""
        for _ in range(MOST_PARENTS):
            if name not in self.styles:
                return
            yield self.styles[name]
            parent = PARENT_STYLE.search(self.styles[name][0])
            name = parent[1] if parent else ""


def number_codes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the styles of numbers by their names, as the codes that Excel would write."""
    contents: dict[str, str] = dict(NUMBER_STYLE.findall(text))
    for name, content in contents.items():
        positive = POSITIVE.search(content)
        of_positive = contents.get(positive[1], "") if positive else content
        yield name, code_of(of_positive)


def code_of(content: str) -> str:
    """Write the pieces of a style of numbers as the code of a number format."""
    code = ""
    for piece in NUMBER_PIECE.finditer(content):
        if piece["text"] is not None:
            code += code_of_text(piece["text"])
        else:
            code += code_of_digits(piece["attributes"], piece["embedded"] or "")
    return code


def code_of_digits(attributes: str, embedded: str) -> str:
    """Write the digits of a style of numbers, with the texts between them."""
    least = min(count_said(attributes, "min-integer-digits"), MOST_DIGITS)
    texts = {int(position): code_of_text(text) for position, text in EMBEDDED.findall(embedded)}
    slots = max([least, 1, *(position + 1 for position in texts)])
    code = ""
    for position in range(slots, 0, -1):  # counted from the right, as embedded texts are
        code += texts.get(position, "") + ("0" if position <= least else "#")
    decimals = min(count_said(attributes, "decimal-places"), MOST_DIGITS)
    code += "." + "0" * decimals if decimals else ""
    factor = count_said(attributes, "display-factor")
    while factor >= 1000:
        code, factor = f"{code},", factor // 1000
    return code


def count_said(attributes: str, name: str) -> int:
    """Read an attribute that is a number, 0 where there is none."""
    found = re.search(rf'number:{name}="([0-9]{{1,12}})', attributes)
    return int(found[1]) if found else 0


def code_of_text(text: str) -> str:
    """Write a text as a format has it."""
    plain = unescape(text).replace('"', "")
    return f'"{plain}"' if plain else ""
