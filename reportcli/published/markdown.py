"""The tables and lines of a finished report in Markdown, each with the line of its file. Not for what
the tables say (`read.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportcli.files.archive import MEGABYTE, megabytes
from reportcli.files.kinds import decode, read_bytes
from reportcli.files.table import LaidTable, TableCell
from reportcli.finding import Address, Refusal
from reportcli.published.html import ReportPage, parse_page
from reportcli.published.source import Picture, Source, SourceBlock, SourceLine
from reportcli.published.unmerged import unmerged_table

# More is no report that people read, and takes the parser seconds: it goes through the marks of a
# paragraph again and again. A report of 2,000 numbers has 3,000 marks.
MOST_TEXT, MOST_LINES, MOST_MARKS = 4 * MEGABYTE, 20_000, 20_000
MARKS = "|[*_`<"
TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)


def markdown_source(path: Path) -> Source:
    """The tables and lines of a finished report in Markdown; one that cannot be read is a
    `Refusal`."""
    file = str(path)
    data = read_bytes(file)
    if len(data) > MOST_TEXT:
        what = f"{megabytes(len(data))} > {megabytes(MOST_TEXT)}"
        raise Refusal("input-over-size", Address(file), what=what)
    text, _ = decode(file, data)
    refuse_runaway(file, text)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    text, tables = without_html_tables(file, text)
    blocks = sorted([*with_lines(blocks_in(parser.parse(text))), *tables], key=lambda one: one[0])
    return Source(file, "markdown", [block for _, block in blocks], partial(line_place, file))


def without_html_tables(file: str, text: str) -> tuple[str, list[tuple[int, LaidTable]]]:
    """A text with blank lines in place of its tables in HTML, and these with the line that each
    begins in: a program that turns Word into Markdown writes so what has merged cells."""
    kept, found = [], []
    depth = start = end = 0
    for tag in TABLE_TAG.finditer(text):
        depth += -1 if tag[1] else 1
        if depth == 1 and not tag[1]:
            start = tag.start()
        elif depth == 0:
            line = text.count("\n", 0, start) + 1
            found += [(line, table) for table in html_tables(file, text[start : tag.end()], line)]
            kept += [text[end:start], "\n" * text.count("\n", start, tag.end())]
            end = tag.end()
        depth = max(depth, 0)
    return "".join([*kept, text[end:]]), found


def html_tables(file: str, text: str, line: int) -> Iterator[LaidTable]:
    """The tables of a stretch of HTML; its cells are at the line where it begins."""
    for block in ReportPage(file, parse_page(file, text)).blocks():
        if isinstance(block, LaidTable):
            block.cells = [replace(cell, number=line) for cell in block.cells]
            yield block


def with_lines(blocks: Iterable[SourceBlock]) -> Iterator[tuple[int, SourceBlock]]:
    """Each block with the line that it begins in."""
    line = 0
    for block in blocks:
        if isinstance(block, SourceLine):
            line = block.number
        elif isinstance(block, LaidTable):
            line = min((line_of_cell(cell) for cell in block.cells), default=line)
        yield line, block


def refuse_runaway(file: str, text: str) -> None:
    """Refuse a text of more lines or marks than a report has."""
    lines, marks = text.count("\n"), sum(map(text.count, MARKS))
    if lines > MOST_LINES or marks > MOST_MARKS:
        raise Refusal("input-over-size", Address(file), what=f"{lines} \\n, {marks} {MARKS}")


def blocks_in(tokens: Sequence[Token]) -> Iterator[SourceBlock]:
    """The tables and lines of a text, in order."""
    rows: list[list[Token]] = []
    is_in_table = False
    number = 0
    for token in tokens:
        if token.type == "table_open":
            is_in_table, rows = True, []
            number += 1
        elif token.type == "table_close":
            is_in_table = False
            yield laid_out(rows, number)
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and is_in_table:
            rows[-1].append(token)
        elif token.type == "inline":
            yield from source_lines(token)
        elif token.type == "code_block":
            # Four spaces before a paragraph are how Chinese text is indented, not a program.
            first = token.map[0] + 1 if token.map else 0
            for at, text in enumerate(token.content.splitlines()):
                yield SourceLine(text.strip(), first + at)


def source_lines(token: Token) -> Iterator[SourceBlock]:
    """A paragraph as one line at its first, and the pictures in it."""
    first = token.map[0] + 1 if token.map else 0
    yield SourceLine(plain_words(token).replace("\n", ""), first)
    for child in token.children or ():
        if child.type == "image":
            yield Picture(str(child.attrs.get("src", "")))


def plain_words(token: Token) -> str:
    """The words of a stretch of text without its marks."""
    parts = []
    for child in token.children or ():
        parts.append("\n" if child.type in ("softbreak", "hardbreak") else child.content)
    return "".join(parts)


def laid_out(rows: Sequence[Sequence[Token]], number: int) -> LaidTable:
    """A table; each cell knows the line that it stands in."""
    return unmerged_table(
        [[(plain_words(token), token) for token in row] for row in rows], object(), number
    )


def line_place(file: str, cell: TableCell) -> Address:
    """The line that a cell stands in; of a table in HTML, that of the table."""
    return Address(file, row=line_of_cell(cell))


def line_of_cell(cell: TableCell) -> int:
    is_of_text = isinstance(cell.cell, Token) and cell.cell.map
    return cell.cell.map[0] + 1 if is_of_text else cell.number
