"""Sheets that repeat the rows of another: a summary beside the months, a copy kept for safety.

Counted as they stand they would double every figure. A row is a repetition when all that both
sheets keep of it is equal, its number included, and all that decides where it counts; a summary may
leave out the other columns. A sheet is a copy when nearly all of its rows are repetitions. The
larger sheet counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.finding import Fault
from reportcli.intake.child.wire import MARKS, Faults
from reportcli.intake.log import Flags, Log, Rows, Stack, spans
from reportcli.settings import Settings, SheetSettings
from reportcli.words.fields import log_kinds

# A sheet of which fewer rows are repeated is a log with a few doubled entries, and those are for a
# person to judge.
SHARE = 0.8
CODE = "sheet-copy"
# What names one record; without any of them equal rows are only alike.
NAMES = ("number", "item")
Marks = npt.NDArray[np.uint64]
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def set_copies_aside(logs: Sequence[Log], settings: Settings) -> list[Log]:
    """The logs with rows that repeat those of a larger sheet marked, so that they are set aside
    with a warning.
    """
    found = list(logs)
    for kind in dict.fromkeys(log.kind for log in logs):
        of_kind = [number for number, log in enumerate(logs) if log.kind == kind and len(log.frame)]
        if len(of_kind) < 2:
            continue
        marks = RowMarks(Stack.of([logs[number] for number in of_kind]))
        larger: list[int] = []
        for place in sorted(range(len(of_kind)), key=lambda one: -len(logs[of_kind[one]].frame)):
            log = logs[of_kind[place]]
            repeated = marks.repeated(place, larger)
            settled = settings.sheets.get(log.source.sheet, SheetSettings())
            if (
                repeated.sum()
                and repeated.sum() >= SHARE * len(repeated)
                and not settled.count_again
            ):
                found[of_kind[place]] = mark_copy(log, repeated)
            larger.append(place)
    return found


def mark_documents_listed_again(logs: Sequence[Log]) -> list[Log]:
    """The logs with `again` at each rule or normative document that a row before it has.

    An office lists a document once for each channel it was published in; the form counts documents.
    """
    published = [log for log in logs if log.kind == "publications"]
    if not published:
        return list(logs)
    stack = Stack.of(published)
    frame = stack.frame
    named = (
        frame["category"].isin(["rules", "normative_documents"])
        & frame["item"].notna()
        & (frame["fault"] == "")
    )
    marked = iter(stack.logs_with(again=named & frame["item"].where(named).duplicated()))
    return [next(marked) if log.kind == "publications" else log for log in logs]


class RowMarks:
    """Digests of the records of several logs over the columns by which two of them are compared."""

    def __init__(self, stack: Stack) -> None:
        frame = stack.frame
        self.spans = list(spans(stack.starts))
        compared = [str(name) for name in frame if name not in {"fault", *MARKS}]
        self.digests = {
            name: pd.util.hash_pandas_object(frame[name], index=False).to_numpy()
            for name in compared
        }
        said = {
            name: np.logical_or.reduceat(is_said(frame[name]), stack.starts[:-1])
            for name in compared
        }
        self.said = [
            frozenset(name for name in compared if said[name][number])
            for number in range(len(self.spans))
        ]
        self.named = np.logical_or.reduce([is_said(frame[name]) for name in NAMES if name in frame])
        decisive = {field.id for field in log_kinds()[stack.logs[0].kind].fields if field.decides}
        self.kept = (decisive | {*NAMES}) & {*compared}
        self.of = cache(self.marks_of)
        self.sorted: dict[tuple[frozenset[str], tuple[str, ...]], tuple[int, Marks]] = {}

    def repeated(self, number: int, others: Sequence[int]) -> Flags:
        """Which named records of a log one of the others has too."""
        alike: dict[frozenset[str], list[int]] = {}
        for other in others:
            alike.setdefault(self.said[other], []).append(other)
        span = self.spans[number]
        found = np.zeros(span.stop - span.start, dtype=np.bool_)
        for said, logs in alike.items():
            columns = tuple(sorted(self.said[number] & said | self.kept))
            own, marks = self.of(number, columns), self.sorted_marks(said, columns, logs)
            found |= marks[np.minimum(np.searchsorted(marks, own), len(marks) - 1)] == own
        repeated: Flags = found & self.named[span]
        return repeated

    def marks_of(self, number: int, columns: tuple[str, ...]) -> Marks:
        """A digest of each record of a log over some of its columns."""
        span = self.spans[number]
        marks = np.zeros(span.stop - span.start, dtype=np.uint64)
        for name in columns:
            marks = marks * MULTIPLIER ^ self.digests[name][span]
        return marks

    def sorted_marks(
        self, said: frozenset[str], columns: tuple[str, ...], logs: Sequence[int]
    ) -> Marks:
        """The digests of all records of some logs, in which the same columns are filled.

        Each time there are a few logs more than the last, and only theirs are sorted in: a call may
        bring hundreds of them.
        """
        count, marks = self.sorted.get((said, columns), (0, np.array([], dtype=np.uint64)))
        if count < len(logs):
            marks = np.concatenate([marks, *(self.of(log, columns) for log in logs[count:])])
            marks.sort(kind="stable")
            self.sorted[said, columns] = len(logs), marks
        return marks


def is_said(column: pd.Series) -> Flags:
    """Where something is written in a column; of a flag, where it is set."""
    said: Flags = (column if column.dtype == bool else column.notna()).to_numpy(dtype=bool)
    return said


def mark_copy(log: Log, repeated: Flags) -> Log:
    """The log with its repeated rows set aside, and one warning at the first of them."""
    rows: Rows = log.frame.index.to_numpy(dtype=np.int32)[repeated]
    fault = log.frame["fault"].cat.add_categories([CODE])
    fault[repeated] = CODE
    column = Faults(0, True, rows[:1].tobytes(), bytes(4), [[Fault(CODE, {"rows": len(rows)})]])
    faults = [*(one.without(set(rows.tolist())) for one in log.faults), column]
    return replace(log, frame=log.frame.assign(fault=fault), faults=faults)
