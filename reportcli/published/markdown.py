"""The tables and lines of a finished report in Markdown, each with the line of its file. Not for what
the tables say (`read.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportcli.files.archive import MEGABYTE, megabytes
from reportcli.files.kinds import decode, read_bytes
from reportcli.files.table import LaidTable, TableCell
from reportcli.finding import Address, Refusal
from reportcli.published.source import Picture, Source, SourceBlock, SourceLine

# More is no report that people read, and takes the parser seconds: it goes through the marks of a
# paragraph again and again. A report of 2,000 numbers has 3,000 marks.
MOST_TEXT, MOST_LINES, MOST_MARKS = 4 * MEGABYTE, 20_000, 20_000
MARKS = "|[*_`<"


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
    return Source(file, "markdown", list(blocks_in(parser.parse(text))), partial(line_place, file))


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
    element = object()
    cells = [
        TableCell(top, top + 1, left, left + 1, plain_words(token), token, element, number)
        for top, row in enumerate(rows)
        for left, token in enumerate(row)
    ]
    return LaidTable(cells, len(rows), [1] * max(map(len, rows), default=0))


def line_place(file: str, cell: TableCell) -> Address:
    """The line that a cell stands in."""
    lines = cell.cell.map if cell.cell is not None else None
    return Address(file, row=lines[0] + 1 if lines else 0)
