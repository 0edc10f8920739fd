"""What the counting rules have in common: a year as frames compare it, and the fate of each record.

A rule sorts the records of a stack into counted, outside the year and set aside, and says which
rows add what to which cell. The rules themselves stand in `requests.py`, `publications.py` and
`cases.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec.structs import replace

from reportcli.count.number import LineColumn
from reportcli.count.part import COUNTED, OUTSIDE, CountedLog, Entry, is_error_code
from reportcli.finding import Address, Detail, Finding
from reportcli.intake.child.wire import Faults
from reportcli.intake.log import Places, Stack, by_log, spans


class YearSpan:
    """The first and the last day of a year, as the frames compare them."""

    def __init__(self, year: int) -> None:
        self.first, self.last = pd.Timestamp(date(year, 1, 1)), pd.Timestamp(date(year, 12, 31))

    def holds(self, days: pd.Series) -> pd.Series:
        """Which days lie in the year."""
        return (days >= self.first) & (days <= self.last)


class Addition(NamedTuple):
    """What places of a stack, which ascend, add to one cell: an `Entry` before it is known of which
    logs."""

    cell: LineColumn
    places: Places
    values: npt.NDArray[np.int64] | npt.NDArray[np.object_]


class Sorting:
    """The fates of the records of a stack while a rule sorts them: the first fate a row is given
    stays."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.frame = stack, stack.frame
        self.rows = self.frame.index.to_numpy(dtype=np.int32)
        self.fates: list[str] = [COUNTED, OUTSIDE, *self.frame["fault"].cat.categories[1:]]
        # Category 0 of `fault` is the empty text of a sound row; the codes move up to make room
        # for "outside-year" at 1.
        self.fate = self.frame["fault"].cat.codes.to_numpy(dtype=np.int8, copy=True)
        self.fate[self.fate > 0] += 1
        self.findings: list[list[Finding]] = [[] for _ in stack.logs]
        self.spared: list[set[int]] = [set() for _ in stack.logs]

    @property
    def sound(self) -> pd.Series:
        """The records that nothing has set aside so far."""
        return pd.Series(self.fate == 0, index=self.frame.index)

    def set_outside(self, outside: pd.Series) -> None:
        """Records that lie outside the year, whatever else is wrong with them."""
        self.fate[outside.to_numpy(dtype=bool)] = 1

    def spare(self, rows: pd.Series, *fields: str) -> None:
        """Records that count although cells of some fields are wrong, because the year needs none
        of these; what else is wrong with a row sets it aside as ever."""
        places = np.flatnonzero(rows.to_numpy(dtype=bool) & (self.fate > 1))
        for number, part in by_log(places, self.stack.starts):
            log = self.stack.logs[number]
            own = {column.column for column in log.source.columns if column.field in fields}
            needless: set[int] = set()
            needed: set[int] = set()
            for column in log.faults:
                (needless if column.column in own else needed).update(faulty_rows(column))
            for place in places[part].tolist():
                row = int(self.rows[place])
                if row in needless - needed:
                    self.fate[place] = 0
                    self.spared[number].add(row)

    def set_aside(self, rows: pd.Series, reason: str, *fields: str) -> None:
        """Sound records that are not counted for `reason`; with `fields` it is a finding at the
        cell of the first that the log has.
        """
        places = np.flatnonzero(rows.to_numpy(dtype=bool) & (self.fate == 0))
        if not len(places):
            return
        self.fate[places] = self.number_of_fate(reason)
        if fields:
            self.blame(places, reason, *fields)

    def set_place_aside(self, place: int, code: str, field: str, **details: Detail) -> None:
        """One sound record that is not counted, with a finding that says more."""
        self.fate[place] = self.number_of_fate(code)
        number = int(np.searchsorted(self.stack.starts, place, side="right")) - 1
        column = self.stack.logs[number].source.column(field)
        address = replace(self.address(place), column=column)
        self.findings[number].append(Finding(code, address, details))

    def number_of_fate(self, fate: str) -> int:
        """The number that stands for a fate."""
        if fate not in self.fates:
            self.fates.append(fate)
        return self.fates.index(fate)

    def address(self, place: int) -> Address:
        """Where a record stands, as a whole row."""
        number = int(np.searchsorted(self.stack.starts, place, side="right")) - 1
        source = self.stack.logs[number].source
        return Address(source.file, source.sheet, int(self.rows[place]))

    def blame(self, places: Places, code: str, *fields: str) -> None:
        """A finding at each place, in the column of the first field that the log has."""
        for number, part in by_log(places, self.stack.starts):
            source = self.stack.logs[number].source
            column = next(filter(None, map(source.column, fields)), 0)
            self.findings[number] += [
                Finding(code, Address(source.file, source.sheet, row, column))
                for row in self.rows[places[part]].tolist()
            ]

    def logs(self, additions: Iterable[Addition]) -> Iterator[CountedLog]:
        """The logs as they were counted, one by one."""
        fate = pd.Series(
            pd.Categorical.from_codes(self.fate, categories=self.fates), index=self.frame.index
        )
        entries: list[list[Entry]] = [[] for _ in self.stack.logs]
        for cell, places, values in additions:
            rows = self.rows[places]
            for number, part in by_log(places, self.stack.starts):
                entries[number].append(Entry(cell, rows[part], values[part]))
        each = zip(
            self.stack.logs,
            entries,
            spans(self.stack.starts),
            self.findings,
            map(frozenset, self.spared),
            strict=True,
        )
        return (
            CountedLog(log, own, fate.iloc[span], findings, spared)
            for log, own, span, findings, spared in each
        )


def faulty_rows(column: Faults) -> list[int]:
    """The rows that an error of a column sets aside."""
    if not column.decides:
        return []
    which = np.frombuffer(column.which, dtype=np.int32)
    errors = [any(is_error_code(one.code) for one in kind) for kind in column.kinds]
    rows: list[int] = np.frombuffer(column.rows, dtype=np.int32)[np.array(errors)[which]].tolist()
    return rows


def additions_of(
    lines: pd.Series | str,
    columns: pd.Series | str,
    rows: pd.Series,
    sizes: npt.NDArray[np.int64] | None = None,
) -> Iterator[Addition]:
    """One addition a cell for the rows of a mask, each counted once, or as often as `sizes` says.

    `lines` and `columns` name the cell: a categorical of ids by row, or one id for all of them.
    """
    at = np.flatnonzero(rows.to_numpy(dtype=bool))
    line_names, line_codes = codes_of(lines, at)
    column_names, column_codes = codes_of(columns, at)
    named = (line_codes >= 0) & (column_codes >= 0)
    # Line and column as one number, so that one sort brings the rows of each cell together.
    cells = (line_codes * len(column_names) + column_codes)[named]
    order = np.argsort(cells, kind="stable")
    places = at[named][order]
    found, starts = np.unique(cells[order], return_index=True)
    for cell, start, stop in zip(found.tolist(), starts, [*starts[1:], len(places)], strict=False):
        line, column = divmod(cell, len(column_names))
        at_cell = places[start:stop]
        values = np.ones(len(at_cell), dtype=np.int64) if sizes is None else sizes[at_cell]
        yield Addition((line_names[line], column_names[column]), at_cell, values)


def codes_of(
    axis: pd.Series | str, at: npt.NDArray[np.intp]
) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The names along an axis, and which of them each of some rows has; negative where it has
    none."""
    if isinstance(axis, str):
        return [axis], np.zeros(len(at), dtype=np.int64)
    return [str(name) for name in axis.cat.categories], axis.cat.codes.to_numpy(dtype=np.int64)[at]
