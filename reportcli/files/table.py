"""A table of a document as a grid, whatever sort of file it is in: every cell with the rows and the
columns that it spans.

Not here: how a sort of file draws its tables (`word_table.py`), and what the cells say (`published`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, eq=False)
class TableCell:
    """One cell on paper: the rows from `top` to before `bottom`, the columns from `left` to before
    `right`.

    Paragraphs and lines of its text are parted by line breaks. `cell` is its element, None for the
    words around a table in a cell; `table` is the element of the table it is of, `number` that of
    the outermost one, from 1. `origin` is where it stood before its table was joined to another:
    that table, its number, the row and the column.
    """

    top: int
    bottom: int
    left: int
    right: int
    text: str
    cell: Any
    table: Any
    number: int = 0
    origin: tuple[Any, int, int, int] | None = None

    @property
    def sheet(self) -> str:
        """The name of its table in an address."""
        return f"表格{self.number}"


@dataclass
class LaidTable:
    """A laid-out table: its cells, how many rows it has, and the width of each column."""

    cells: list[TableCell] = field(default_factory=list)
    rows: int = 0
    widths: list[int] = field(default_factory=list)

    def within(self, top: int, bottom: int, left: int, right: int) -> Iterator[TableCell]:
        """The cells as they stand in a region at least as large; the last of them reach its
        edges."""
        for cell in self.cells:
            yield replace(
                cell,
                top=top + cell.top,
                bottom=bottom if cell.bottom == self.rows else top + cell.bottom,
                left=left + cell.left,
                right=right if cell.right == len(self.widths) else left + cell.right,
            )
