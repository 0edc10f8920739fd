"""What one log adds to its table, and what became of each of its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.count.number import LineColumn, Number
from reportcli.finding import Finding, catalogue
from reportcli.intake.log import Log, Rows

COUNTED = "counted"
OUTSIDE = "outside-year"  # of another year: read, and in no figure


@dataclass(frozen=True)
class Entry:
    """Rows of one log that add to one cell: `values` are int64, or Decimal objects for money."""

    cell: LineColumn
    rows: Rows
    values: npt.NDArray[np.int64] | npt.NDArray[np.object_]

    @cached_property
    def number(self) -> Number:
        """What the rows add up to."""
        if self.values.dtype == object:
            return sum(self.values.tolist(), Decimal(0))
        return int(self.values.sum())


@dataclass(frozen=True)
class CountedLog:
    """One log after counting.

    `fate` has the index of the log's frame: counted, outside-year, or the code or reason that set
    the row aside. `spared` are rows with an error in a cell that this year does not need; they
    count, and the error is a warning.
    """

    log: Log
    entries: Sequence[Entry]
    fate: pd.Series
    findings: Sequence[Finding]
    spared: frozenset[int] = frozenset()

    def numbers_on(self, line: str) -> pd.Series:
        """The registration numbers of the rows that a line counts, by row; a row without one is
        left out."""
        rows = [entry.rows for entry in self.entries if entry.cell[0] == line]
        if not rows:
            return pd.Series(dtype=object)
        return self.log.frame["number"].loc[np.sort(np.concatenate(rows))].dropna()

    def set_aside_by_error(self) -> int:
        """How many records an error finding keeps out of every figure."""
        return sum(count for fate, count in self.records_by_fate().items() if is_error_code(fate))

    def records_by_fate(self) -> dict[str, int]:
        """How many records met which fate, the most first."""
        fates, codes = self.fate.array.categories, self.fate.array.codes
        counts = zip(fates, np.bincount(codes, minlength=len(fates)).tolist(), strict=True)
        return dict(sorted(((fate, n) for fate, n in counts if n), key=lambda pair: -pair[1]))

    def rows_by_fate(self) -> dict[str, int]:
        """How many rows below the header met which fate; rows that are no records are among
        them."""
        found = self.records_by_fate()
        for reason, rows in self.log.set_aside.items():
            found[reason] = found.get(reason, 0) + len(rows)
        return found


def is_error_code(fate: str) -> bool:
    return fate in catalogue() and catalogue()[fate].severity == "error"
