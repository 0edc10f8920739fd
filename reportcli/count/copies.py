"""Sheets that repeat the rows of another: a summary beside the months, a copy kept for safety.

Counted as they stand they would double every figure. A row is a repetition when all that both
sheets keep of it is equal, its number (or who applied and about what) included, and all that
decides where it counts; a summary may leave out the other columns. A sheet is a copy when nearly
all of its rows are repetitions. Rows that nothing names are alike by chance: there only a sheet
that stands in another as a whole, row after row, is a copy. The larger sheet counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.count.verdicts import Verdicts
from reportcli.finding import Address
from reportcli.intake.log import Flags, Stack, spans
from reportcli.words.fields import KindId, log_kinds

# A sheet of which fewer rows are repeated is a log with a few doubled entries, and those are judged
# one by one.
SHARE = 0.8
# Shorter runs of rows that nothing names are alike by chance; of two sheets that are equal
# altogether two rows are enough.
SHORTEST_RUN = 3
SHORTEST_COPY = 2  # one row that stands twice is judged as a record, not as a sheet
COPY = "sheet-copy"
# What names one record; or else who applied together with about what.
NAMES = ("number", "item")
PEOPLE: Mapping[KindId, tuple[str, ...]] = {
    "requests": ("applicant_mark", "subject_mark"),
    "publications": (),
    "cases": ("claimant_mark",),
}
Marks = npt.NDArray[np.uint64]
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def set_copies_aside(verdicts: Verdicts, circles: Sequence[int]) -> None:
    """Set the rows aside that repeat those of a larger sheet of their circle, with one warning a
    sheet."""
    sizes = np.diff(verdicts.stack.starts)
    by_circle: dict[int, list[int]] = {}
    for number in np.argsort(-sizes, kind="stable").tolist():
        if sizes[number]:
            by_circle.setdefault(circles[number], []).append(number)
    several = [numbers for numbers in by_circle.values() if len(numbers) > 1]
    if not several:
        return
    marks = RowMarks(verdicts.stack)
    for numbers in several:
        larger: list[int] = []
        for number in numbers:
            judge_sheet(verdicts, marks, number, larger)
            larger.append(number)


def judge_sheet(verdicts: Verdicts, marks: RowMarks, number: int, larger: Sequence[int]) -> None:
    """Set the rows of one sheet aside that larger ones have, and say so once; or say that the
    sheet is as like another as chance would have it."""
    stack = verdicts.stack
    start, size = int(stack.starts[number]), int(stack.starts[number + 1] - stack.starts[number])
    alike, named = marks.repeated(number, larger)
    # In a copy the rows that nothing names are copies too.
    is_copy = 2 * named.sum() >= len(named) and (alike & named).sum() >= SHARE * named.sum()
    where = None if is_copy else marks.standing_in(number, larger)
    if is_copy or (where is not None and marks.is_no_chance(number, where)):
        places = np.flatnonzero(alike | (where is not None)) + start
        for place in places.tolist():
            verdicts.leave_out_silently(place, COPY)
        verdicts.tell(int(places[0]), COPY, "", rows=len(places))
    elif where is not None:
        other = stack.logs[where].source
        address = str(Address(other.file, other.sheet))
        verdicts.tell(start, "sheet-alike", "", rows=size, other=address)


class RowMarks:
    """Digests of the records of several logs over the columns by which two of them are compared."""

    def __init__(self, stack: Stack) -> None:
        frame = stack.frame
        self.spans = list(spans(stack.starts))
        compared = [str(name) for name in frame if name != "fault"]
        self.digests = {
            name: pd.util.hash_pandas_object(frame[name], index=False).to_numpy()
            for name in compared
        }
        said = {name: is_said(frame[name]) for name in compared}
        self.said = [
            frozenset(name for name in compared if said[name][span].any()) for span in self.spans
        ]
        self.people = PEOPLE[stack.kind]
        self.sound = (frame["fault"] == "").to_numpy(dtype=bool)
        self.numbered = filled_in(said, NAMES, np.logical_or.reduce, len(frame))
        self.by_people = filled_in(said, self.people, np.logical_and.reduce, len(frame))
        decisive = {field.id for field in log_kinds()[stack.kind].fields if field.decides}
        self.kept = (decisive | {*NAMES}) & {*compared}
        self.of = cache(self.marks_of)
        self.sorted: dict[tuple[int, frozenset[str], tuple[str, ...]], tuple[int, Marks]] = {}

    def repeated(self, number: int, others: Sequence[int]) -> tuple[Flags, Flags]:
        """Which records of a log one of the others has too, and which of all are named."""
        by_columns: dict[frozenset[str], list[int]] = {}
        for other in others:
            by_columns.setdefault(self.said[other], []).append(other)
        span = self.spans[number]
        found = np.zeros(span.stop - span.start, dtype=np.bool_)
        for said, logs in by_columns.items():
            columns = self.compared(number, said)
            own, marks = self.of(number, columns), self.sorted_marks(said, columns, logs)
            alike = marks[np.minimum(np.searchsorted(marks, own), len(marks) - 1)] == own
            if not said.issuperset(self.people):
                # Who applied is kept on one of the two sheets only, and names nobody.
                alike &= self.numbered[span] | ~self.by_people[span]
            found |= alike
        return found, self.numbered[span] | self.by_people[span]

    def standing_in(self, number: int, others: Sequence[int]) -> int | None:
        """The log in which all records of one stand row after row, where nothing names them."""
        span = self.spans[number]
        # What could not be read of an unsound row may be what tells it from another.
        if (self.numbered | self.by_people | ~self.sound)[span].any():
            return None
        for other in others:
            columns = self.compared(number, self.said[other])
            if has_run(self.of(other, columns), self.of(number, columns)):
                return other
        return None

    def is_no_chance(self, number: int, other: int) -> bool:
        """Whether a sheet that stands in another is too long for chance, or equals it altogether."""
        size, larger = (span.stop - span.start for span in (self.spans[number], self.spans[other]))
        is_equal = size == larger and self.said[number] == self.said[other]
        return bool(size >= (SHORTEST_COPY if is_equal else SHORTEST_RUN))

    def compared(self, number: int, said: frozenset[str]) -> tuple[str, ...]:
        """The columns by which a log is compared with one that fills some."""
        return tuple(sorted(self.said[number] & said | self.kept))

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
        key = (logs[0], said, columns)  # the first is the same for all that have these before them
        count, marks = self.sorted.get(key, (0, np.array([], dtype=np.uint64)))
        if count < len(logs):
            marks = np.concatenate([marks, *(self.of(log, columns) for log in logs[count:])])
            marks.sort(kind="stable")
            self.sorted[key] = len(logs), marks
        return marks


def filled_in(
    said: Mapping[str, Flags],
    names: Sequence[str],
    reduce: Callable[[list[Flags]], Flags],
    size: int,
) -> Flags:
    """Which records are filled in one or in all of some columns."""
    if all(name not in said for name in names):
        return np.zeros(size, dtype=np.bool_)
    return reduce([said.get(name, np.zeros(size, dtype=np.bool_)) for name in names])


def has_run(marks: Marks, run: Marks) -> bool:
    """Whether a run of digests stands somewhere in others, one after the other."""
    starts = np.flatnonzero(marks[: len(marks) - len(run) + 1] == run[0])
    return any(np.array_equal(marks[start : start + len(run)], run) for start in starts.tolist())


def is_said(column: pd.Series) -> Flags:
    """Where something is written in a column; of a flag, where it is set."""
    said: Flags = (column if column.dtype == bool else column.notna()).to_numpy(dtype=bool)
    return said
