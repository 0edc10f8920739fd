"""Tables that a page end, or the office, has cut in two, put together again.

A table without headings of its own that stands directly under another goes on with it, and a label
of which each half stands in a row of its own is one. Not for what the numbers are (`grid.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportcli.files.table import LaidTable, TableCell
from reportcli.law.edition import editions
from reportcli.published.labels import ExactLabels, LabelMeaning
from reportcli.published.matched import read_loosely
from reportcli.published.source import SourceBlock, SourceLine

# Between two halves of a table there may be the number of a page, or 续表.
LONGEST_BETWEEN = 12


def join_tables(blocks: Sequence[SourceBlock]) -> list[LaidTable]:
    """The tables of a report in their order, those that go on with the one before as one."""
    joined: list[LaidTable] = []
    may_go_on = False
    for block in blocks:
        if isinstance(block, LaidTable) and block.cells:
            if joined and may_go_on and goes_on_with(joined[-1], block):
                joined[-1] = stacked_on(joined[-1], block)
            else:
                joined.append(block)
            may_go_on = True
        elif isinstance(block, SourceLine):
            may_go_on = may_go_on and len(block.text.strip()) <= LONGEST_BETWEEN
    return [healed(table) for table in joined]


def goes_on_with(before: LaidTable, table: LaidTable) -> bool:
    """Whether a table has lines of the form, or numbers, but no columns, and the one before it has
    columns."""
    return (
        len(before.widths) == len(table.widths)
        and has_axis(before, "columns")
        and not has_axis(table, "columns")
        and any(says_number(cell) for cell in table.cells)
    )


def has_axis(table: LaidTable, axis: str) -> bool:
    """Whether a label of a table names lines, or columns, of the form and nothing else."""
    return any(
        {one.axis for one in known_meanings(cell.text)} == {axis}
        for cell in table.cells
        if not says_number(cell)
    )


def says_number(cell: TableCell) -> bool:
    """Whether a cell holds a number, be it among words."""
    printed = read_loosely(cell.text)
    return printed is not None and printed.digits != ""


def known_meanings(text: str) -> frozenset[LabelMeaning]:
    """What a text names in any edition."""
    return frozenset().union(
        *(ExactLabels(edition.id, {}).named_by(text) for edition in editions())
    )


def stacked_on(before: LaidTable, table: LaidTable) -> LaidTable:
    """Two tables as one, the second under the first; its cells are of the table of the first."""
    element = before.cells[0].table
    moved = [
        replace(
            cell,
            top=cell.top + before.rows,
            bottom=cell.bottom + before.rows,
            table=element,
            origin=cell.origin or (cell.table, cell.number, cell.top, cell.left),
        )
        for cell in table.cells
    ]
    return LaidTable([*before.cells, *moved], before.rows + table.rows, before.widths)


def healed(table: LaidTable) -> LaidTable:
    """A table whose labels are whole: two halves of one, each unknown, that stand one under the
    other in rows of which one has no number."""
    cells = list(table.cells)
    for upper, lower in halves(cells):
        whole = upper.text + lower.text
        if not known_meanings(whole) or known_meanings(lower.text):
            continue
        at = cells.index(upper)
        cells[at] = replace(upper, bottom=lower.bottom, text=whole)
        cells.remove(lower)
    return LaidTable(cells, table.rows, table.widths)


def halves(cells: Iterable[TableCell]) -> Iterator[tuple[TableCell, TableCell]]:
    """Texts that stand directly one under the other, one of whose rows has no numbers."""
    texts = [cell for cell in cells if read_loosely(cell.text) is None]
    numbered = {row for cell in cells if says_number(cell) for row in range(cell.top, cell.bottom)}
    by_top = {(cell.left, cell.right, cell.top): cell for cell in texts}
    for upper in texts:
        lower = by_top.get((upper.left, upper.right, upper.bottom))
        if lower is not None and not {upper.top, lower.top} <= numbered:
            yield upper, lower
