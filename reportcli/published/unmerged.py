"""Tables in which every position is a cell: sheets, Markdown, and web pages whose merged cells have
lost what they span. A blank that goes on with the heading before it is part of that heading, one in
a line of the form is a number that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from reportcli.files.table import LaidTable, TableCell
from reportcli.published.numbers import read_printed

UnmergedRow = Sequence[tuple[str, Any]]  # the text of each position, and its element


def unmerged_table(rows: Sequence[UnmergedRow], element: object, number: int = 0) -> LaidTable:
    """A table laid out, with its headings as wide as they reach."""
    width = max(map(len, rows), default=0)
    cells: list[TableCell] = []
    for _, part in groupby(enumerate(rows), key=lambda one: is_blank_row(one[1])):
        numbered = list(part)
        starts = row_starts([padded(row, width) for _, row in numbered])
        for (top, row), lefts in zip(numbered, starts, strict=True):
            for left, right in pairwise([*lefts, width]):
                text, cell = row[left] if left < len(row) else ("", object())
                cells.append(TableCell(top, top + 1, left, right, text, cell, element, number))
    return LaidTable(cells, len(rows), [1] * width)


def is_blank_row(row: UnmergedRow) -> bool:
    return not any(text.strip() for text, _ in row)


def padded(row: UnmergedRow, width: int) -> list[str]:
    """The texts of a row, as many as the table has columns."""
    return [text for text, _ in row] + [""] * (width - len(row))


def row_starts(rows: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Where the cells of each row begin, of rows between which none is blank."""
    width = len(rows[0])
    numbered = [left for row in rows for left, text in enumerate(row) if is_printed_number(text)]
    stub = min(numbered, default=0)  # the columns before the first number hold the labels of lines
    above: Sequence[str] = [""] * width
    for row in rows:
        has_numbers = any(map(is_printed_number, row))
        is_blank_line = not any(text.strip() for text in row[stub:])
        if has_numbers or (stub and is_blank_line):
            yield list(range(width))
        else:
            yield heading_starts(row, above)
        above = row


def is_printed_number(text: str) -> bool:
    printed = read_printed(text)
    return printed is not None and printed.digits != ""


def heading_starts(row: Sequence[str], above: Sequence[str]) -> list[int]:
    """Where the headings of a row begin, and blanks that go on with none: what stands under a
    heading of the row above goes on with that one."""
    starts: list[int] = []
    is_headed = False
    for left, (text, over) in enumerate(zip(row, above, strict=True)):
        if text.strip():
            is_headed = True
        elif over.strip():
            is_headed = False
        if text.strip() or not is_headed:
            starts.append(left)
    return starts
