"""The tables and lines of a finished report as PDF, printed by an office program or a browser.

Cells are found between the lines that are drawn around them. A browser draws none along the end of
a page, so that the row there has three sides: the missing one is put where its upright lines end.
A table that goes on over a page end has the columns of both pages. Nothing is recognised in
pictures: a page without text is a scan, and said. Not for what the tables say (`read.py`).
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, pairwise
from typing import Any

from reportcli.files.archive import MEGABYTE, megabytes
from reportcli.files.table import LaidTable, TableCell
from reportcli.finding import Address, Refusal
from reportcli.published.joined import LONGEST_BETWEEN
from reportcli.published.numbers import read_printed
from reportcli.published.source import Picture, Source, SourceBlock, SourceLine

PdfPage = Any  # pdfplumber has no types of its own
Box = tuple[float, float, float, float]  # left, top, right, bottom in points, from the upper left

MOST_PAGES = 100  # to lay out the tables of a page takes its time
MOST_SIGNS, MOST_EDGES = 40_000, 20_000  # of one page; a page of a report has 2,000 and 500
# Bytes of what draws one page; one of a report has 200,000, and the parser takes seconds for these.
MOST_DRAWING = 2 * MEGABYTE
ONE_EDGE = 3.0  # points: edges so near are one
# The simplified radicals that browsers print in place of characters, which NFKC leaves as they are.
RADICALS = str.maketrans(
    "⺠⻅⻆⻉⻋⻓⻔⻙⻚⻛⻜⻝⻢⻥⻦⻧⻨⻩⻬⻮⻰⻳⻄⻘⻣⺟",
    "民见角贝车长门韦页风飞食马鱼鸟卤麦黄齐齿龙龟西青骨母",
)
# The number of a page, alone or among dashes, as 第2页 or 2/4.
PAGE_NUMBER = re.compile(r"[\s\-—–·]*(?:第?\s*\d{1,3}\s*页?|\d{1,3}\s*/\s*\d{1,3})[\s\-—–·]*")
# A paragraph may go on behind the end of a sentence; nothing is lost where it does not.
SENTENCE_ENDS = ("。", "!", "?", ";", ":")
# What begins a part or a paragraph, wherever it stands: 三、 （二） 1.
NUMBERED = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）]|、|[.．](?!\d))")
MARGIN = 0.08  # of the height of a page: where headers and footers stand
PAGE_DIGITS = re.compile(r"\d+")


@dataclass
class PdfTable:
    """A table of one page: its cells with their boxes, and the upright lines it is divided by."""

    page: int
    box: Box
    cells: list[tuple[Box, str]]
    uprights: list[float] = field(default_factory=list)
    element: object = field(default_factory=object)
    number: int = 0


@dataclass(frozen=True)
class PdfLine:
    """A line of text on a page, outside tables; `signs` are its characters, each with its middle,
    and `is_outer` tells that it stands where pages have their headers and footers."""

    text: str
    box: Box
    size: float
    signs: Sequence[tuple[float, str]] = ()
    is_outer: bool = False


PdfBlock = PdfTable | PdfLine | Picture


def pdf_source(file: str, data: bytes) -> Source:
    """The tables and lines of a finished report as PDF; a scan, or what is damaged, locked or too
    large, is a `Refusal`."""
    pages = list(read_pages(file, data))
    if not any(isinstance(block, PdfTable | PdfLine) for block in chain.from_iterable(pages)):
        raise Refusal("published-scan", Address(file))
    repeated = margin_words(pages)
    pages = [without_margins(blocks, repeated) for blocks in pages]
    share_columns(pages)
    every = list(chain.from_iterable(pages))
    tables = [block for block in every if isinstance(block, PdfTable)]
    for number, table in enumerate(tables, start=1):
        table.number = number
    places = {table.element: table for table in tables}
    blocks = list(paragraphs(every))
    return Source(file, "pdf", blocks, partial(pdf_place, file, places))


def pdf_place(file: str, tables: dict[object, PdfTable], cell: TableCell) -> Address:
    """The page that a cell is on."""
    element = cell.origin[0] if cell.origin else cell.table
    return Address(file, f"第{tables[element].page}页")


# --- the pages ---


def read_pages(file: str, data: bytes) -> Iterator[list[PdfBlock]]:
    """What stands on each page, from top to bottom."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFKC") as book:
            if len(book.pages) > MOST_PAGES:
                raise Refusal("input-over-size", Address(file), what=f"> {MOST_PAGES} pages")
            for page in book.pages:
                yield list(blocks_on(file, page))
                page.close()
    except (Refusal, MemoryError):
        raise
    except Exception as fault:  # what the library raises on a damaged file has no end
        is_locked = isinstance(fault, PdfminerException) and isinstance(
            fault.args[0] if fault.args else None, PDFPasswordIncorrect
        )
        if is_locked or isinstance(fault, PDFPasswordIncorrect):
            raise Refusal("input-encrypted", Address(file)) from fault
        raise Refusal("input-damaged", Address(file), reason=type(fault).__name__) from fault


def blocks_on(file: str, page: PdfPage) -> Iterator[PdfBlock]:
    """The tables, the lines outside of them and the pictures of a page."""
    if (size := drawing_size(page)) > MOST_DRAWING:
        what = f"{megabytes(size)} > {megabytes(MOST_DRAWING)}"
        raise Refusal("input-over-size", Address(file), what=what)
    if len(page.chars) > MOST_SIGNS or len(page.edges) > MOST_EDGES:
        what = f"{len(page.chars)} chars, {len(page.edges)} edges"
        raise Refusal("input-over-size", Address(file), what=what)
    tables = list(tables_on(page))
    outside = page.filter(lambda one: not any(lies_in(one, table.box) for table in tables))
    lines = [pdf_line(one, page.height) for one in outside.extract_text_lines(return_chars=True)]
    found: list[PdfTable | PdfLine] = [*tables, *(line for line in lines if line.text)]
    yield from sorted(found, key=lambda one: one.box[1])
    if page.images and not tables:
        yield Picture()


def drawing_size(page: PdfPage) -> int:
    """How many bytes draw a page, once they are inflated."""
    from pdfminer.pdftypes import PDFStream, resolve1

    streams = map(resolve1, page.page_obj.contents)
    return sum(len(one.get_data()) for one in streams if isinstance(one, PDFStream))


def pdf_line(line: dict[str, Any], height: float) -> PdfLine:
    """A line with its place and the size of its signs."""
    sizes = [char["size"] for char in line["chars"]]
    box = (line["x0"], line["top"], line["x1"], line["bottom"])
    signs = [((char["x0"] + char["x1"]) / 2, readable(char["text"])) for char in line["chars"]]
    is_outer = line["bottom"] < height * MARGIN or line["top"] > height * (1 - MARGIN)
    return PdfLine(readable(line["text"]), box, max(sizes, default=0.0), signs, is_outer)


def readable(text: str | None) -> str:
    """Text as a person reads it: characters in place of the radicals that browsers print."""
    return (text or "").translate(RADICALS).strip()


def lies_in(one: dict[str, Any], box: Box) -> bool:
    """Whether the middle of a sign or a line lies in a box."""
    across, down = (one["x0"] + one["x1"]) / 2, (one["top"] + one["bottom"]) / 2
    left, top, right, bottom = box
    return bool(left <= across <= right and top <= down <= bottom)


# --- tables ---


def tables_on(page: PdfPage) -> Iterator[PdfTable]:
    """The tables of a page of two columns at least; what has one is a frame around prose."""
    settings = {"explicit_horizontal_lines": outer_lines(page.edges)}
    for table in page.find_tables(settings):
        cells = [
            (box, readable(text))
            for row, texts in zip(table.rows, table.extract(), strict=True)
            for box, text in zip(row.cells, texts, strict=True)
            if box is not None
        ]
        uprights = grouped((edge for box, _ in cells for edge in (box[0], box[2])), 2 * ONE_EDGE)
        if len(uprights) > 2:
            yield PdfTable(page.page_number, table.bbox, cells, uprights)


def outer_lines(edges: Sequence[dict[str, Any]]) -> list[float]:
    """Where the upright lines of each table begin and end. A browser draws no level line where a
    page end cuts a row, or one for some of its cells."""
    uprights = sorted(
        (one["top"], one["bottom"])
        for one in edges
        if one["orientation"] == "v"
        and one["bottom"] - one["top"] > ONE_EDGE  # no thick level line
    )
    spans: list[list[float]] = []
    for top, bottom in uprights:
        if spans and top - spans[-1][1] <= ONE_EDGE:
            spans[-1][1] = max(spans[-1][1], bottom)
        else:
            spans.append([top, bottom])
    return [end for span in spans for end in span]


def grouped(numbers: Iterable[float], alike: float = ONE_EDGE) -> list[float]:
    """Numbers in order, those that are near each other as one."""
    found: list[float] = []
    for number in sorted(numbers):
        if not found or number - found[-1] > alike:
            found.append(number)
    return found


def place_among(edge: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))


def share_columns(pages: Sequence[list[PdfBlock]]) -> None:
    """Give a table that goes on over a page end the columns of both its parts: merged cells hide
    some of them on one page. A head that a page end parts from its numbers is put back on them."""
    for before, after in pairwise(pages):
        upper = first_table(reversed(before))
        lower = first_table(after)
        if upper is None or lower is None:
            continue
        if is_under(lower, upper) or is_under(upper, lower):
            # One list for both, so that a third page adds to all of them.
            upper.uprights[:] = grouped([*upper.uprights, *lower.uprights], 2 * ONE_EDGE)
            lower.uprights = upper.uprights
            take_in(before, upper, bottom=True)
            take_in(after, lower, bottom=False)
            if not any(holds_a_number(text) for _, text in upper.cells):
                height = upper.box[3] - lower.box[1]
                moved = [(lowered(box, height), text) for box, text in lower.cells]
                lower.cells = [*upper.cells, *moved]
                before.remove(upper)


def take_in(blocks: list[PdfBlock], table: PdfTable, *, bottom: bool) -> None:
    """Put what a cut label leaves beyond the end of its page back into its cell: lines between a
    table and the end of the page."""
    at = blocks.index(table)
    beyond = blocks[at + 1 :] if bottom else blocks[:at]
    edge = table.box[3] if bottom else table.box[1]
    for line in beyond:
        if not isinstance(line, PdfLine) or not line.signs:
            continue
        for number, (box, text) in enumerate(table.cells):
            is_at_edge = abs(box[3 if bottom else 1] - edge) <= ONE_EDGE
            cut = "".join(sign for across, sign in line.signs if box[0] < across < box[2])
            # Labels alone: digits beyond a table are those of the page.
            is_label = cut and not PAGE_DIGITS.search(cut + text)
            if is_at_edge and is_label:
                table.cells[number] = (box, text + cut if bottom else cut + text)
        blocks.remove(line)


def first_table(blocks: Iterable[PdfBlock]) -> PdfTable | None:
    """The first table of some blocks, if no more than short lines stand before it: the rest of a
    label that a page end has cut."""
    for block in blocks:
        if isinstance(block, PdfTable):
            return block
        if not isinstance(block, PdfLine) or len(block.text) > LONGEST_BETWEEN:
            return None
    return None


def holds_a_number(text: str) -> bool:
    """Whether a cell holds a number alone, as the cells of the form do."""
    printed = read_printed(text)
    return printed is not None and printed.digits != ""


def lowered(box: Box, by: float) -> Box:
    """A box moved down."""
    left, top, right, bottom = box
    return left, top + by, right, bottom + by


def is_under(narrow: PdfTable, wide: PdfTable) -> bool:
    """Whether a table lies within the sides of another, and ends at one of them: a merged label that
    fills a page has no line at its ends, and its column is not found there."""
    left, right = narrow.box[0] - wide.box[0], wide.box[2] - narrow.box[2]
    near = 2 * ONE_EDGE
    return min(left, right) > -near and min(abs(left), abs(right)) < near


def laid_out_table(table: PdfTable) -> LaidTable:
    """A table of a page as a grid."""
    levels = grouped(edge for box, _ in table.cells for edge in (box[1], box[3]))
    cells = [
        TableCell(
            place_among(box[1], levels),
            place_among(box[3], levels),
            place_among(box[0], table.uprights),
            place_among(box[2], table.uprights),
            text,
            object(),
            table.element,
            table.number,
        )
        for box, text in table.cells
    ]
    return LaidTable(cells, len(levels) - 1, [1] * (len(table.uprights) - 1))


# --- lines ---


def margin_words(pages: Sequence[Sequence[PdfBlock]]) -> set[str]:
    """What stands at the head or foot of several pages, but for its numbers."""
    counts: Counter[str] = Counter()
    for blocks in pages:
        counts.update(
            {
                PAGE_DIGITS.sub("0", line.text)
                for line in blocks
                if isinstance(line, PdfLine) and line.is_outer
            }
        )
    return {text for text, count in counts.items() if count > 1}


def without_margins(blocks: Sequence[PdfBlock], repeated: set[str]) -> list[PdfBlock]:
    """A page without its header, its footer and its number."""
    kept = list(blocks)
    while kept and is_margin(kept[0], repeated):
        kept.pop(0)
    while kept and is_margin(kept[-1], repeated):
        kept.pop()
    return kept


def is_margin(block: PdfBlock, repeated: set[str]) -> bool:
    """Whether a line is no part of the report: the number of the page, or what each page has."""
    if not isinstance(block, PdfLine) or not block.is_outer:
        return False
    is_repeated = PAGE_DIGITS.sub("0", block.text) in repeated
    return is_repeated or PAGE_NUMBER.fullmatch(block.text) is not None


def paragraphs(blocks: Iterable[PdfBlock]) -> Iterator[SourceBlock]:
    """Tables as grids, pictures, and lines joined to paragraphs: one that fills its measure goes on
    in the next, also over a page end."""
    held: list[PdfLine] = []
    known = list(blocks)
    right = max((one.box[2] for one in known if isinstance(one, PdfLine)), default=0.0)
    for block in known:
        if isinstance(block, PdfLine) and goes_on(held, block, right):
            held.append(block)
            continue
        if held:
            yield SourceLine("".join(one.text for one in held))
        held = [block] if isinstance(block, PdfLine) else []
        if isinstance(block, PdfTable):
            yield laid_out_table(block)
        elif isinstance(block, Picture):
            yield block
    if held:
        yield SourceLine("".join(one.text for one in held))


def goes_on(held: Sequence[PdfLine], line: PdfLine, right: float) -> bool:
    """Whether a line goes on with those before it: the last of them is full and ends no sentence, and
    it is not set in as the first of a paragraph is, nor larger or smaller."""
    if not held or held[-1].text.endswith(SENTENCE_ENDS) or NUMBERED.match(line.text):
        return False
    last = held[-1]
    is_full = right - last.box[2] < 2 * last.size
    is_set_in = line.box[0] - min(one.box[0] for one in [*held[1:], line]) > line.size
    is_first_set_in = len(held) == 1 and line.box[0] - held[0].box[0] > line.size / 2
    return is_full and not is_set_in and not is_first_set_in and abs(last.size - line.size) < 1
