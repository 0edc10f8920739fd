"""The tables and lines of a finished report on a web page, or of one saved as MHT: any page, tables
found anywhere, whatever the content management system.

A table that only holds others, for the layout of the page, is none; what is hidden is not read; the
words of menus and footers are left out, as far as they stand outside of the element that holds the
report. Not for what the tables say (`read.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from lxml import etree, html

from reportcli.files.archive import MEGABYTE, megabytes
from reportcli.files.kinds import decode, read_bytes
from reportcli.files.markup import MANY_ATTRIBUTES, PAGE_END, payload
from reportcli.files.table import LaidTable, TableCell
from reportcli.files.workbook import MAIL_HEAD
from reportcli.finding import Address, Refusal
from reportcli.law.edition import editions
from reportcli.published.source import Picture, Source, SourceBlock, SourceLine
from reportcli.published.unmerged import unmerged_table
from reportcli.words.text import letters

HtmlElement = Any  # lxml has no types of its own

MOST_PAGE = 16 * MEGABYTE  # more is no page that people read
MOST_TAGS = 600_000  # what a parser takes seconds for
MOST_TABLE_CELLS, MOST_CELLS_IN_ALL = 1_000, 40_000
MOST_SPAN = 100  # rows or columns; the form has 34
# What is not on the page, or not read aloud from it.
UNREAD_TAGS = {
    "script",
    "style",
    "head",
    "noscript",
    "template",
    "iframe",
    "select",
    "button",
    "svg",
}
# What a reader of the page does not see is not read either.
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# Elements that stand in a line of text; all others begin a line of their own.
IN_LINE = {
    *("a", "abbr", "b", "big", "code", "data", "del", "em", "font", "i", "ins", "kbd", "label"),
    *("mark", "o:p", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var"),
}
# What a heading may stand in, and in how many pieces Word may have cut it.
HEADED, MOST_PIECES = ("p", "div", "h1", "h2", "h3", "h4", "td", "strong", "b", "span"), 60
DELETED = {"del", "s", "strike"}


def html_source(path: Path) -> Source:
    """The tables and lines of a finished report as a web page; one that cannot be read is a
    `Refusal`."""
    file = str(path)
    data = read_bytes(file)
    if len(data) > MOST_PAGE:
        what = f"{megabytes(len(data))} > {megabytes(MOST_PAGE)}"
        raise Refusal("input-over-size", Address(file), what=what)
    pages = [parse_page(file, text) for text in page_texts(file, data)]
    blocks = list(chain.from_iterable(ReportPage(file, page).blocks() for page in pages))
    tables = [block for block in blocks if isinstance(block, LaidTable)]
    for number, table in enumerate(tables, start=1):
        table.cells = [replace(cell, number=number) for cell in table.cells]
    titles = [" ".join(one.itertext()) for page in pages for one in page.iter("title", "h1", "h2")]
    return Source(file, "html", blocks, partial(page_place, file), titles)


def page_texts(file: str, data: bytes) -> list[str]:
    """The text of the page, or of each page that was saved in an MHT."""
    if not MAIL_HEAD.match(data[:4096].lstrip().decode("latin-1")):
        return [decode(file, data)[0]]
    from email import message_from_bytes

    try:
        parts = [
            one for one in message_from_bytes(data).walk() if one.get_content_type() == "text/html"
        ]
    except RecursionError as fault:
        raise Refusal("input-damaged", Address(file), reason="MHT") from fault
    return [decode(file, payload(part))[0] for part in parts]


def parse_page(file: str, text: str) -> HtmlElement:
    """The tree of a page. What would take the parser minutes is refused.

    The parser drops what stands behind the end of a page; a browser shows it.
    """
    if text.count("<") > MOST_TAGS or MANY_ATTRIBUTES.search(text):
        raise Refusal("input-over-size", Address(file), what=f"> {MOST_TAGS} <")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        return html.document_fromstring(
            PAGE_END.sub("", text).encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise Refusal("input-damaged", Address(file), reason="HTML") from fault


def page_place(file: str, cell: TableCell) -> Address:
    """Where a cell is, as a person counts: `表2 第7行第4列`."""
    _, number, top, left = cell.origin or (cell.table, cell.number, cell.top, cell.left)
    return Address(file, f"表{number} 第{top + 1}行第{left + 1}列")


# --- the page ---


class ReportPage:
    """Reads one page from top to bottom, into lines, tables and pictures."""

    def __init__(self, file: str, page: HtmlElement) -> None:
        self.file, self.page = file, page
        self.words: list[str] = []
        self.left = MOST_CELLS_IN_ALL

    def blocks(self) -> Iterator[SourceBlock]:
        """What stands in the element that holds the whole report."""
        yield from self.inside(report_element(self.page))
        yield from self.line()

    def inside(self, root: HtmlElement) -> Iterator[SourceBlock]:
        """What stands in an element, in the order of the page."""
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in walk:
            if event == "start":
                if skipped is None and is_unread(element):
                    skipped = element
                elif skipped is None and is_table(element):
                    yield from self.line()
                    yield self.table(element)
                    skipped = element
                elif skipped is None:
                    yield from self.begin(element)
            else:
                if skipped is None and element.tag not in IN_LINE:
                    yield from self.line()
                if skipped is element:
                    skipped = None
                if skipped is None and element is not root:
                    self.words.append(element.tail or "")

    def begin(self, element: HtmlElement) -> Iterator[SourceBlock]:
        """The beginning of an element: a new line, a picture, its first words."""
        if element.tag not in IN_LINE:
            yield from self.line()
        if element.tag == "img":
            yield Picture(element.get("src", "")[:80])
        self.words.append(element.text or "")

    def line(self) -> Iterator[SourceBlock]:
        """The words so far as a line."""
        text = " ".join("".join(self.words).split())
        self.words.clear()
        if text:
            yield SourceLine(text)

    def table(self, element: HtmlElement) -> LaidTable:
        """A table laid out; one that is too large to be of the form is empty."""
        cells = [cell for row in rows_of_table(element) for cell in row]
        self.left -= len(cells)
        if self.left < 0:
            what = f"> {MOST_CELLS_IN_ALL} td"
            raise Refusal("input-over-size", Address(self.file), what=what)
        return lay_out_page_table(element) if len(cells) <= MOST_TABLE_CELLS else LaidTable()


def report_element(page: HtmlElement) -> HtmlElement:
    """The innermost element that holds the headings of the report's parts; the whole page where
    there are not two of them."""
    titles = {letters(section.title) for edition in editions() for section in edition.sections}
    longest = max(map(len, titles)) + 4
    found = [element for element in page.iter(*HEADED) if is_heading(element, titles, longest)]
    if len(found) < 2:
        return page
    first, last = ([one, *one.iterancestors()] for one in (found[0], found[-1]))
    return next(one for one in first if one in last)


def is_heading(element: HtmlElement, titles: Collection[str], longest: int) -> bool:
    """Whether an element is the heading of a part of the report."""
    words = letters("".join(islice(element.itertext(), MOST_PIECES)))
    return len(words) <= longest and any(words.endswith(title) for title in titles)


def is_unread(element: HtmlElement) -> bool:
    """Whether an element is not on the page, or struck out."""
    if not isinstance(element.tag, str) or element.tag in UNREAD_TAGS or element.tag in DELETED:
        return True
    return element.get("hidden") is not None or HIDDEN.search(element.get("style", "")) is not None


def is_table(element: HtmlElement) -> bool:
    """Whether an element is a table of two columns at least that holds no other."""
    if element.tag != "table" or element.find(".//table") is not None:
        return False
    return any(len(row) > 1 for row in rows_of_table(element))


# --- a table ---


def rows_of_table(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The cells of each row."""
    for row in table.iter("tr"):
        yield [cell for cell in row if cell.tag in ("td", "th") and not is_unread(cell)]


def lay_out_page_table(table: HtmlElement) -> LaidTable:
    """The cells of a table with their spans, as a browser lays them out (HTML, 4.9.12)."""
    cells: list[TableCell] = []
    taken: dict[int, int] = {}  # column → the row before which a cell from above ends
    rows = list(rows_of_table(table))
    for top, row in enumerate(rows):
        left = 0
        for cell in row:
            while taken.get(left, 0) > top:
                left += 1
            right = left + span_of(cell, "colspan")
            bottom = min(top + span_of(cell, "rowspan"), len(rows))
            cells.append(TableCell(top, bottom, left, right, text_of_cell(cell), cell, table))
            taken |= dict.fromkeys(range(left, right), bottom)
            left = right
    if all(cell.right == cell.left + 1 and cell.bottom == cell.top + 1 for cell in cells):
        texts = iter(cells)
        return unmerged_table([[(next(texts).text, cell) for cell in row] for row in rows], table)
    return LaidTable(cells, len(rows), [1] * (max(taken, default=-1) + 1))


def span_of(cell: HtmlElement, name: str) -> int:
    """How many rows or columns a cell spans; one where it says nothing sensible."""
    text = cell.get(name, "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(max(int(text), 1), MOST_SPAN) if is_number else 1


def text_of_cell(cell: HtmlElement) -> str:
    """The words of a cell; paragraphs and lines are parted by line breaks."""
    reader = ReportPage("", cell)
    lines = [
        block.text
        for block in chain(reader.inside(cell), reader.line())
        if isinstance(block, SourceLine)
    ]
    return "\n".join(lines)
