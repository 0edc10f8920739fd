"""`Log`: the records of one sheet as a frame whose index is the worksheet row.

The index is never reset and frames are never merged, so that every number leads back to its rows. A
`Stack` is the logs of one kind, one under the other. How a log is built from what was read stands in
`build.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from reportcli.finding import Address, Finding, catalogue
from reportcli.intake.child.wire import Column, Faults, LogPlace, log_place
from reportcli.words.fields import KindId

Rows = npt.NDArray[np.int32]
Mask: TypeAlias = pd.Series
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Starts = npt.NDArray[np.intp]


@dataclass(frozen=True)
class LogSource:
    """Where a log stands: file and sheet, its header, its columns, and how many rows were read
    below the header; and whose it is, where several offices are counted together.
    """

    file: str
    sha256: str
    sheet: str
    state: str
    kind: KindId
    header_rows: list[int]
    columns: list[Column]
    rows_read: int
    begins: int = 1
    office: int = 0

    @property
    def place(self) -> tuple[str, *LogPlace]:
        """What tells one log from all others: its file, and its place there."""
        return self.file, *log_place(self.sheet, self.header_rows, self.columns)

    def holds(self, address: Address) -> bool:
        """Whether a place on the sheet is one of this log."""
        if (address.file, address.sheet) != (self.file, self.sheet):
            return False
        if not address.row:
            return True
        ends = self.begins + self.rows_read + len(self.header_rows)
        return self.begins <= address.row < ends

    def column(self, field: str) -> int:
        """The 1-based column of a field; 0 where the sheet has none, so that an address names the
        row only.
        """
        return next((column.column for column in self.columns if column.field == field), 0)


@dataclass(frozen=True)
class Log:
    """One sheet's records, typed. `frame.index` is the worksheet row; `frame.fault` the code that
    sets a row aside.

    `set_aside` holds the rows that are no records, by reason. Dates are datetime64[s], vocabularies
    categorical,
    money decimal text in yuan.
    """

    source: LogSource
    frame: pd.DataFrame
    set_aside: Mapping[str, Rows]
    faults: Sequence[Faults]

    @property
    def kind(self) -> KindId:
        return self.source.kind

    def findings(self, outside: Rows) -> Iterator[Finding]:
        """The faults of the log as findings, but for those at rows that lie outside the year."""
        for column in self.faults:
            rows = np.frombuffer(column.rows, dtype=np.int32)
            which = np.frombuffer(column.which, dtype=np.int32)
            inside = ~np.isin(rows, outside) if len(outside) else np.ones(len(rows), dtype=bool)
            for row, kind in zip(rows[inside].tolist(), which[inside].tolist(), strict=True):
                address = Address(self.source.file, self.source.sheet, row, column.column)
                for fault in column.kinds[kind]:
                    counted = not column.decides and catalogue()[fault.code].severity == "error"
                    yield Finding(fault.code, address, fault.details, counted=counted)


class LogsByPlace:
    """The logs of a run, found by an address; one sheet may hold several."""

    def __init__(self, logs: Iterable[Log]) -> None:
        self.by_sheet: dict[tuple[str, str], list[Log]] = {}
        for log in logs:
            self.by_sheet.setdefault((log.source.file, log.source.sheet), []).append(log)

    def at(self, address: Address) -> Log | None:
        """The log that an address is in: of several beside each other the one with its column."""
        logs = self.by_sheet.get((address.file, address.sheet), [])
        found = [log for log in logs if log.source.holds(address)]
        columns = (
            log for log in found if any(one.column == address.column for one in log.source.columns)
        )
        return next(columns, None) or next(iter(found), None)


@dataclass(frozen=True)
class Stack:
    """The logs of one kind, one under the other, so that a rule asks once about the rows of all of
    them.

    A call may bring hundreds of small logs, and pandas takes as long over each as over all. The
    index of `frame` is still the worksheet row, which here names a row only together with its log:
    the rows of the log `n` lie from `starts[n]` to `starts[n + 1]`.
    """

    logs: Sequence[Log]
    frame: pd.DataFrame
    starts: Starts

    @staticmethod
    def of(logs: Sequence[Log]) -> Stack:
        """The logs, which are of one kind."""
        starts = np.cumsum([0, *(len(log.frame) for log in logs)])
        frames = [log.frame for log in logs]
        frame = frames[0] if len(frames) == 1 else pd.concat(frames)
        for name, dtype in frames[0].dtypes.items():
            if isinstance(dtype, pd.CategoricalDtype) and frame.dtypes[name] != dtype:
                # Logs that were not built together number their values each in its own way.
                frame[name] = union_categoricals([one[name] for one in frames])
        return Stack(logs, frame, starts)

    @property
    def kind(self) -> KindId:
        return self.logs[0].kind

    @property
    def log_numbers(self) -> Places:
        return np.repeat(np.arange(len(self.logs)), np.diff(self.starts))

    @property
    def offices(self) -> Places:
        """Which office each row is of: what one office keeps says nothing of another's rows."""
        return np.repeat([log.source.office for log in self.logs], np.diff(self.starts))

    def holding(self, rows: Flags) -> Stack:
        """The stack with some of its rows alone."""
        starts = np.append(0, np.cumsum(rows))[self.starts]
        return self if rows.all() else Stack(self.logs, self.frame[rows], starts)

    def logs_with(self, **columns: Mask) -> list[Log]:
        """The logs with some columns in place of their own."""
        frame = self.frame.assign(**columns)
        return [
            replace(log, frame=frame.iloc[span])
            for log, span in zip(self.logs, spans(self.starts), strict=True)
        ]


def spans(starts: Starts) -> Iterator[slice]:
    """Where the rows of each log lie in a stack."""
    return (slice(start, stop) for start, stop in pairwise(starts.tolist()))


def by_log(places: Places, starts: Starts) -> Iterator[tuple[int, slice]]:
    """The logs in which some places of a stack lie, each with its part of these; the places
    ascend."""
    bounds = np.searchsorted(places, starts)
    for number in np.flatnonzero(np.diff(bounds)).tolist():
        yield number, slice(bounds[number], bounds[number + 1])
