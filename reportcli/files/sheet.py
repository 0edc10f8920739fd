"""What every format comes to: a workbook of sheets, a sheet of rows from row 1, column A on.

The readers of this folder make these and `intake` takes them. Not for how a format is told or read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, Protocol

import msgspec

from reportcli.finding import Address, Refusal
from reportcli.words.cells import Cell, shown

Row = list[Cell]
State = Literal["visible", "hidden", "very_hidden"]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells; 1-based."""

# A sheet for each day of a year and more; every sheet costs some time, and is compared with all
# others.
MOST_SHEETS = 500
ROWS_A_BATCH = 8192


class NotPlain(Exception):  # noqa: N818 - no error, and never shown: the file is read in another way
    """Something in a large workbook is for calamine alone to read, or for the guards to look at."""


class Batch(Protocol):
    """Successive rows of a sheet, each padded from column A, looked at by row and by column."""

    def __len__(self) -> int: ...

    def row(self, place: int) -> Row:
        """Give the cells of one row."""
        ...

    def column(self, place: int) -> Sequence[Cell]:
        """Give the cells of one column; a row that is shorter has blanks."""


class RowBatch:
    """Rows that were laid out."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.shortest = min(map(len, rows))

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, place: int) -> Row:
        """Give the cells of one row."""
        return self.rows[place]

    def column(self, place: int) -> Sequence[Cell]:
        """Give the cells of one column; a row that is shorter has blanks."""
        if place < self.shortest:
            return [row[place] for row in self.rows]
        return [row[place] if place < len(row) else None for row in self.rows]


def in_batches(rows: Iterable[Row]) -> Iterator[Batch]:
    """Yield the same rows, many at a time."""
    rows = iter(rows)
    while batch := list(islice(rows, ROWS_A_BATCH)):
        yield RowBatch(batch)


def rows_of(batches: Iterable[Batch]) -> Iterator[Row]:
    """Yield the rows of many batches, one by one."""
    return (batch.row(place) for batch in batches for place in range(len(batch)))


class Sheet(msgspec.Struct):
    """One sheet. `rows` yields every row from worksheet row 1, each padded from column A.

    `struck_rows` are known when all rows have been read: of each, all that is filled is struck out.
    `zero_formulas` is how many formulas have the value 0, which may never have been computed. A
    sheet that is decoded as it is read has `batches` in place of rows; what is merged and hidden is
    known when all of them have been read.
    """

    name: str
    rows: Iterator[Row]
    state: State = "visible"
    merges: list[Merge] = []
    is_worksheet: bool = True
    hidden_rows: int = 0
    struck_rows: set[int] = set()
    zero_formulas: int = 0
    batches: Iterator[Batch] | None = None


class Workbook(msgspec.Struct, frozen=True):
    """What a file holds: its true format, the encoding of a text file, and its sheets in order."""

    format: str
    sheets: list[Sheet]
    encoding: str = ""
    epoch_1904: bool = False


def check_sheets(file: str, names: Sequence[str]) -> None:
    """Refuse more sheets than any log has, and two of one name, for a name is all that tells them
    apart.
    """
    if len(names) > MOST_SHEETS:
        what = f"sheets: {len(names):,} > {MOST_SHEETS}"
        raise Refusal("input-over-size", Address(file), what=what)
    doubled = next((name for name, count in Counter(names).items() if count > 1), None)
    if doubled is not None:
        raise Refusal("input-unsafe", Address(file), what=f"sheets: {shown(doubled)} ×2")
