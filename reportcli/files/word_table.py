"""The tables of a docx laid out as grids, whoever drew them: merged cells are one, rows and cells in
content controls stand where the controls do, deleted ones are none, and a table in a cell is part
of the table around it.

Not here: the words of a paragraph (`docx.py`), and what the cells say (`published`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from reportcli.files.docx import (
    NO_TEXT,
    TBL,
    P,
    WordElement,
    paragraph_text,
    paragraphs_in,
    qualified,
)
from reportcli.files.table import LaidTable, TableCell

TR, TC = qualified("w:tr"), qualified("w:tc")
VAL, GRID_COLUMN = qualified("w:val"), qualified("w:gridCol")
CONTAINERS = {qualified(f"w:{local}") for local in ("sdt", "sdtContent", "customXml")}
WIDEST_TABLE = 63  # columns that a table of Word can have
# The largest table of the form has some 250 cells, each with a paragraph or a few; looking through
# one grows with the square. All tables of a report together have a thousand or two.
MOST_TABLE_CELLS, MOST_TABLE_PARAGRAPHS = 1_000, 4_000
MOST_CELLS_IN_ALL = 60_000  # cells and paragraphs


def tables_of(root: WordElement) -> list[LaidTable]:
    """Every table that is within no other, in the order of the file; one that is too large to be of
    the form is empty.

    Raises `TooManyCells` for a document whose tables would take minutes to look through.
    """
    found: list[LaidTable] = []
    left = MOST_CELLS_IN_ALL
    for number, table in enumerate(outermost_tables(root), start=1):
        cells, paragraphs = (sum(1 for _ in table.iter(tag)) for tag in (TC, P))
        if cells > MOST_TABLE_CELLS or paragraphs > MOST_TABLE_PARAGRAPHS:
            found.append(LaidTable())
            continue
        left -= cells + paragraphs
        if left < 0:
            raise TooManyCells
        laid = with_tables_inside(lay_out_alone(table))
        laid.cells = [replace(cell, number=number) for cell in laid.cells]
        found.append(laid)
    return found


class TooManyCells(Exception):  # noqa: N818 - it says what the document has
    """All tables of a document together have more cells than any report."""


def outermost_tables(root: WordElement) -> Iterator[WordElement]:
    """The tables on the page that are within no other."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in NO_TEXT:
            walk.skip_subtree()
        elif element.tag == TBL:
            yield element
            walk.skip_subtree()


# --- one table ---


class DrawnCell(NamedTuple):
    """A cell as the file has it: the columns it takes, and whether it begins (`restart`) or goes on
    with (`continue`) a merged cell, downwards and beside; nothing for a cell of its own.
    """

    element: WordElement
    left: int
    right: int
    down: str
    beside: str


def lay_out_alone(table: WordElement) -> LaidTable:
    """The cells of one table with their spans, those that are drawn over several rows or as several
    cells as one."""
    # A row that was deleted with changes tracked is still in the file, and on no printed page.
    rows = [row for row in children(table, TR) if property_of(row, "w:trPr", "w:del") is None]
    cells: list[TableCell] = []
    open_cells: dict[int, int] = {}  # column → which of the cells goes on in the next row
    width = 0
    for top, row in enumerate(rows):
        going_on: dict[int, int] = {}
        last: int | None = None  # which of the cells stands on the left
        for drawn in cells_of_row(row):
            width = max(width, drawn.right)
            if drawn.beside == "continue" and last is not None:
                cells[last] = replace(cells[last], right=max(cells[last].right, drawn.right))
                continue
            if drawn.down == "continue" and drawn.left in open_cells:
                last = going_on[drawn.left] = open_cells[drawn.left]
                cells[last] = replace(cells[last], bottom=top + 1)
                continue
            last = len(cells)
            words = words_of_cell(drawn.element)
            left, right = drawn.left, drawn.right
            cells.append(TableCell(top, top + 1, left, right, words, drawn.element, table))
            if drawn.down:
                going_on[drawn.left] = last
        open_cells = going_on
    return LaidTable(cells, len(rows), told_widths(table, width))


def cells_of_row(row: WordElement) -> Iterator[DrawnCell]:
    """The cells of a row that were not deleted, from left to right."""
    column = number_property(row, "w:trPr", "w:gridBefore", 0)
    for cell in children(row, TC):
        if property_of(cell, "w:tcPr", "w:cellDel") is not None:
            continue
        left = column
        # A span of nought would put two cells into one column.
        column += max(number_property(cell, "w:tcPr", "w:gridSpan", 1), 1)
        down = merge_of(cell, "w:vMerge")
        beside = merge_of(cell, "w:hMerge")
        yield DrawnCell(cell, left, column, down, beside)


def merge_of(cell: WordElement, name: str) -> str:
    """How a cell is part of a merged one; a property without a value goes on with it (ECMA-376,
    17.4.84)."""
    found = property_of(cell, "w:tcPr", name)
    return "" if found is None else str(found.get(VAL, "continue"))


def words_of_cell(cell: WordElement) -> str:
    """The paragraphs of a cell, each on a line."""
    return "\n".join(paragraph_text(one) for one in paragraphs_in(cell))


def told_widths(table: WordElement, columns: int) -> list[int]:
    """The widths of the columns, all the same where the table does not tell."""
    grid = table.find(qualified("w:tblGrid"))
    if grid is None:
        return [1] * columns
    told = [whole_number(one.get(qualified("w:w"))) for one in children(grid, GRID_COLUMN)]
    return told if len(told) == columns and all(told) else [1] * columns


# --- tables in cells ---


def with_tables_inside(drawn: LaidTable) -> LaidTable:
    """A table with the cells of the tables in its cells among its own."""
    inner = [stacked(cell) for cell in drawn.cells]
    if not any(inner):
        return drawn
    heights = [1] * drawn.rows
    # The tables in its cells have measures of their own: all that is known is how many columns.
    widths = [1] * len(drawn.widths)
    for cell, laid in zip(drawn.cells, inner, strict=True):
        if laid:
            # The last row and column of the cell make the room that the table in it lacks.
            more_rows = laid.rows - sum(heights[cell.top : cell.bottom])
            heights[cell.bottom - 1] += max(more_rows, 0)
            more_columns = len(laid.widths) - sum(widths[cell.left : cell.right])
            widths[cell.right - 1] += max(more_columns, 0)
    down = [0, *accumulate(heights)]
    across = [0, *accumulate(widths)]
    result = LaidTable([], down[-1], [1] * across[-1])
    for cell, laid in zip(drawn.cells, inner, strict=True):
        own = laid or LaidTable([replace(cell, top=0, bottom=1, left=0, right=1)], 1, [1])
        result.cells += own.within(
            down[cell.top], down[cell.bottom], across[cell.left], across[cell.right]
        )
    return result


def stacked(cell: TableCell) -> LaidTable | None:
    """What a cell with tables holds, one under the other: its words, and its tables laid out; None
    of a cell without.
    """
    blocks = list(children(cell.cell, P, TBL))
    if all(block.tag == P for block in blocks):
        return None
    parts = [
        with_tables_inside(lay_out_alone(block)) if block.tag == TBL else words_beside(block, cell)
        for block in blocks
    ]
    result = LaidTable([], 0, [1] * max(len(part.widths) for part in parts))
    for part in parts:
        bottom = result.rows + part.rows
        result.cells += part.within(result.rows, bottom, 0, len(result.widths))
        result.rows = bottom
    return result


def words_beside(paragraph: WordElement, cell: TableCell) -> LaidTable:
    """A paragraph that stands beside a table in one cell."""
    words = TableCell(0, 1, 0, 1, paragraph_text(paragraph), None, cell.table)
    return LaidTable([words], 1, [1])


# --- elements ---


def children(element: WordElement, *tags: str) -> Iterator[WordElement]:
    """The elements of these names under one, also those within content controls; none of a table
    inside."""
    walk = etree.iterwalk(element, events=("start",))
    next(walk)  # the element itself
    for _, child in walk:
        if child.tag in tags:
            yield child
        if child.tag not in CONTAINERS:
            walk.skip_subtree()


def property_of(element: WordElement, group: str, name: str) -> WordElement:
    """A property of a row or cell; None where it has none."""
    found = element.find(qualified(group))
    return None if found is None else found.find(qualified(name))


def number_property(element: WordElement, group: str, name: str, default: int) -> int:
    """A property that is a number, never more than a table can have columns."""
    found = property_of(element, group, name)
    return default if found is None else min(whole_number(found.get(VAL)), WIDEST_TABLE)


def whole_number(text: str | None) -> int:
    """A whole number; 0 where a text is none."""
    return int(text[:9]) if text and text[:9].isascii() and text[:9].isdigit() else 0
