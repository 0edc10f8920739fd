"""Tables in HTML and MHT, which office systems export under the name .xls.

Parsed by lxml without network, entities or DTD. What only looks like such a table is refused by its
name. Runs in the reader's child process; lxml is imported when such a file is met. Not for meaning:
numbers and dates in HTML stay text, for `values.py` reads text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from html import unescape
from pathlib import PurePath
from typing import TYPE_CHECKING, NoReturn

import msgspec

from reportcli.files.extent import LAST_COLUMN, LAST_ROW, is_vast, refuse_extent
from reportcli.files.feeding import SPREADSHEET_2003, feed
from reportcli.files.guard import read_prolog
from reportcli.files.kinds import decode, refuse_format
from reportcli.files.sheet import Merge, Row, Sheet, Workbook, check_sheets
from reportcli.finding import Address, Refusal

if TYPE_CHECKING:
    from email.message import Message

    from lxml.etree import _Element as Element

PAGE_PROLOG = 64 * 1024


class TableCells(msgspec.Struct):
    """The cells of one table from row 1, column A on; of merged cells only the first is filled."""

    rows: list[Row] = []
    merges: list[Merge] = []


def open_markup(file: str, text: str, encoding: str) -> Workbook:
    """A workbook in XML or HTML; entities of a file's own are refused, as no table needs them."""
    root, declared = read_prolog(text[:PAGE_PROLOG])
    is_page = root != "Workbook" and has_table(text)
    if declared and (root == "Workbook" or "<!entity" in text[:PAGE_PROLOG].lower()):
        refuse_unsafe_page(file, declared)
    if root == "Workbook" and SPREADSHEET_2003 in text[:PAGE_PROLOG]:
        from reportcli.files.xml_2003 import open_spreadsheet_xml

        return open_spreadsheet_xml(file, text, encoding)
    # Checked before the parser sees the page: the time it takes is the square of their number.
    if MANY_ATTRIBUTES.search(text):
        refuse_unsafe_page(file, "HTML: <a b= c= …")
    if not is_page:
        refuse_format(file, MARKUP_NAMES.get(root.lower(), "XML"))
    sheets = name_tables(file, [text], html_tables(file, text))
    if not sheets:
        refuse_format(file, "HTML")
    return Workbook("html", sheets, encoding)


def refuse_unsafe_page(file: str, what: str) -> NoReturn:
    """Refuse a page that no program writes that means well."""
    raise Refusal("input-unsafe", Address(file), what=what)


MARKUP_NAMES = {
    **dict.fromkeys(("html", "head", "body", "meta", "div", "script", "style"), "HTML"),
    "document": "OpenDocument (fods, fodt)",
    "worddocument": "Word 2003 (xml)",
    "uof": "UOF",
    "svg": "SVG",
}


# --- HTML ---

TABLE_BEGIN = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
TABLE_END = re.compile(r"</table(?=[\s>])", re.IGNORECASE)
SHEET_NAME = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>")
PAGE_END = re.compile(r"</(?:body|html)\s*(?:>|\Z)", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")
BLOCK_TAGS = {"p", "div", "li", "h1", "h2", "h3"}
UNSHOWN = {"table", "script", "style", "template"}
LAST = "end-of-the-text"
# The parser compares every attribute of an element with every other.
MANY_ATTRIBUTES = re.compile(r"<[a-zA-Z](?:[^<>=\s]*[=\s]){5000}")
MOST_ACROSS = 1_000  # what a browser takes of a colspan


def has_table(text: str) -> bool:
    """Whether there is a table in the sense of HTML."""
    return TABLE_BEGIN.search(text) is not None


def html_tables(file: str, text: str) -> list[TableCells]:
    """Read every table of at least two rows and two columns, and every row as wide as one of those; a
    table in a cell is one of its own.

    The parser mends what it can and stops where it cannot, or where the page ends, without a word:
    an element after the last shows whether it came to the end. A table that does not end is a file
    that was cut off.
    """
    from lxml import etree

    parser = etree.HTMLPullParser(
        events=("start", "end"),
        tag=("table", "caption", "tr", "hr"),
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    page = PageReader(file)
    for event, element in feed(file, parser, f'{PAGE_END.sub("", text)}<hr id="{LAST}">'):
        page.take(event, element)
    is_whole = len(TABLE_BEGIN.findall(text)) <= len(TABLE_END.findall(text))
    if not is_whole or not page.has_end or page.has_strays:
        raise Refusal("input-damaged", Address(file), reason="HTML")
    tables = [reader.table() for reader in page.tables]
    widths = {width_of(table) for table in tables if is_wide(table)}
    return [table for table in tables if is_wide(table) or is_a_record(table, widths)]


def is_wide(table: TableCells) -> bool:
    """Tell a table of records from what only lays a page out."""
    return len(table.rows) > 1 and width_of(table) > 1


def is_a_record(table: TableCells, widths: Container[int]) -> bool:
    """Whether a table of one row is as wide as one of records, of which it may be a part."""
    return width_of(table) > 1 and width_of(table) in widths


def width_of(table: TableCells) -> int:
    """How many columns a table has."""
    return max(map(len, table.rows), default=0)


class PageReader:
    """Gives each row of a page to the table that it is in."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.tables: list[TableReader] = []
        self.inside: list[TableReader] = []  # from the outermost to the innermost
        self.has_end = False
        self.has_strays = False  # rows in no table: a page shows their words, no one their cells

    def take(self, event: str, element: Element) -> None:
        """Take the beginning or the end of an element."""
        if element.tag == "table":
            self.turn(event)
        elif event != "end":
            return
        elif element.tag == "hr":
            self.has_end = self.has_end or element.get("id") == LAST
        elif self.inside:
            self.inside[-1].add(element)
            element.clear(keep_tail=True)
        elif own(element, {"td", "th"}):
            self.has_strays = True

    def turn(self, event: str) -> None:
        """Go into a table, or out of it."""
        if event == "start":
            self.inside.append(TableReader(self.file))
            self.tables.append(self.inside[-1])
        elif self.inside:
            self.inside.pop()


def name_tables(file: str, texts: list[str], tables: list[TableCells]) -> list[Sheet]:
    """Tables as sheets, named as Excel named them where it wrote the file, else after the file."""
    names = [unescape(name) for text in texts for name in SHEET_NAME.findall(text[:PAGE_PROLOG])]
    stem = PurePath(file).stem
    is_named_each = len(names) == len(tables)
    is_distinct = len(set(names)) == len(names)
    if not (is_named_each and is_distinct):
        numbered = [f"{stem} ({number})" for number in range(1, len(tables) + 1)]
        names = [stem] if len(tables) == 1 else numbered
    check_sheets(file, names)
    return [
        Sheet(name, iter(table.rows), merges=table.merges)
        for name, table in zip(names, tables, strict=True)
    ]


class TableReader:
    """Lays the rows of one table out as cells, as they come; its caption is a row above, as in
    Excel."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self.taken: dict[int, int] = {}  # column → how many rows more a cell from above takes there
        self.cells = self.filled = 0

    def add(self, element: Element) -> None:
        """Add a row, or the caption."""
        row: Row = []
        for cell in [element] if element.tag == "caption" else own(element, {"td", "th"}):
            while len(row) in self.taken:
                row.append(None)
            self.add_cell(row, cell)
        self.rows.append(row)
        self.cells += len(row) + len(self.taken)
        if is_vast(self.cells, self.filled) or len(row) > LAST_COLUMN:
            refuse_extent(self.file, len(self.rows), len(row), self.filled)
        if self.taken:
            self.taken = {column: rows - 1 for column, rows in self.taken.items() if rows > 1}

    def add_cell(self, row: Row, cell: Element) -> None:
        """Add a cell to the row that is being laid out."""
        column = len(row)
        row.append(rendered_text(cell))
        self.filled += 1
        across = min(span(cell, "colspan") or 1, MOST_ACROSS)
        down = span(cell, "rowspan") or LAST_ROW  # nought is the rest of the table
        row.extend([None] * (across - 1))
        if across > 1 or down > 1:
            top = len(self.rows) + 1
            self.merges.append((top, column + 1, top + down - 1, column + across))
        if down > 1:
            self.taken.update(dict.fromkeys(range(column, len(row)), down))

    def table(self) -> TableCells:
        """The whole table; a cell that reaches below the last row ends there."""
        last = len(self.rows)
        merges = []
        for top, left, bottom, right in self.merges:
            end = (min(bottom, last), right)
            # What was cut to a single cell is no merge any more.
            if (top, left) != end:
                merges.append((top, left, *end))
        return TableCells(self.rows, merges)


def own(element: Element, tags: set[str]) -> Iterator[Element]:
    """The nearest descendants with one of these tags that are in no table further in."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in ("table", "caption"):
            yield from own(child, tags)


def span(cell: Element, name: str) -> int:
    """A colspan or rowspan; 1 where it is no number."""
    text = (cell.get(name) or "1").strip()
    return int(text[:9]) if text.isdecimal() else 1


def rendered_text(cell: Element) -> str | None:
    """What a cell shows, its lines divided as the browser divides them; None where it shows
    nothing."""
    if not len(cell):
        return BLANKS.sub(" ", cell.text or "").strip(" ") or None
    pieces: list[str] = []
    collect(cell, pieces)
    lines = (BLANKS.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines)) or None


def collect(element: Element, pieces: list[str]) -> None:
    """The text in an element, piece by piece, with a line break for each <br> and around
    paragraphs."""
    pieces.append(BLANKS.sub(" ", element.text or ""))
    for child in element:
        line_break = "\n" if child.tag == "br" or child.tag in BLOCK_TAGS else ""
        pieces.append(line_break)
        if child.tag not in UNSHOWN:
            collect(child, pieces)
        pieces += (line_break, BLANKS.sub(" ", child.tail or ""))


# --- MHT ---


def open_mail(file: str, data: bytes) -> Workbook:
    """A page saved as one file (MHT): its parts in HTML, each of which may be a sheet."""
    from email import message_from_bytes

    texts: list[str] = []
    encodings: list[str] = []
    try:
        parts = [
            part
            for part in message_from_bytes(data).walk()
            if part.get_content_type() == "text/html"
        ]
    except RecursionError as fault:
        raise Refusal("input-damaged", Address(file), reason="MHT") from fault
    for part in parts:
        text, encoding = decode(file, payload(part))
        texts.append(text)
        encodings.append(encoding)
    tables = [table for text in texts if has_table(text) for table in html_tables(file, text)]
    if not tables:
        refuse_format(file, "MHT")
    return Workbook("mht", name_tables(file, texts, tables), encodings[0])


def payload(part: Message) -> bytes:
    """The bytes of one part, out of quoted-printable or base64."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
