"""Sheets that repeat the rows of another: a summary beside the months, a copy kept for safety.

Counted as they stand they would double every figure. A row is a repetition when all that both sheets keep of
it is equal, its number included, and all that decides where it counts; a summary may leave out the other
columns. A sheet is a copy when nearly all of its rows are repetitions. The larger sheet counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.fields import log_kinds
from reportcli.finding import Fault
from reportcli.intake.log import Log, Rows
from reportcli.intake.messages import Faults
from reportcli.settings import Settings, SheetSettings

# A sheet of which fewer rows are repeated is a log with a few doubled entries, and those are for a person to
# judge.
SHARE = 0.8
CODE = "sheet-copy"
# What names one record; without any of them equal rows are only alike.
NAMES = ("number", "item")


def set_copies_aside(logs: Sequence[Log], settings: Settings) -> list[Log]:
    """The logs with rows that repeat those of a larger sheet marked, so that they are set aside with a
    warning.
    """
    found = list(logs)
    for kind in dict.fromkeys(log.kind for log in logs):
        of_kind = [number for number, log in enumerate(logs) if log.kind == kind and len(log.frame)]
        if len(of_kind) < 2:
            continue
        marks = RowMarks(logs)
        larger: list[int] = []
        for number in sorted(of_kind, key=lambda one: -len(logs[one].frame)):
            log = logs[number]
            repeated = marks.repeated(number, larger) & named(log)
            settled = settings.sheets.get(log.source.sheet, SheetSettings())
            if repeated.sum() and repeated.sum() >= SHARE * len(repeated) and not settled.count_again:
                found[number] = mark_copy(log, repeated)
            larger.append(number)
    return found


def mark_documents_listed_again(logs: Sequence[Log]) -> list[Log]:
    """The logs with `again` at each rule or normative document that a row before it has.

    An office lists a document once for each channel it was published in; the form counts documents.
    """
    found, seen = [], np.array([], dtype=np.int64)
    for log in logs:
        if log.kind != "publications":
            found.append(log)
            continue
        frame = log.frame
        named = (
            frame["category"].isin(["rules", "normative_documents"])
            & frame["item"].notna()
            & (frame["fault"] == "")
        )
        items = frame["item"].fillna(0).to_numpy(dtype=np.int64)
        again = named & (pd.Series(items, index=frame.index).where(named).duplicated() | np.isin(items, seen))
        seen = np.union1d(seen, items[named])
        found.append(replace(log, frame=frame.assign(again=again)))
    return found


class RowMarks:
    """Digests of the records of several logs over the columns by which two of them are compared."""

    def __init__(self, logs: Sequence[Log]) -> None:
        self.logs = logs
        self.said = cache(lambda number: columns_said(logs[number].frame))
        self.of = cache(lambda number, columns: row_marks(logs[number].frame, columns))
        self.sorted: dict[tuple[frozenset[str], tuple[str, ...]], tuple[int, npt.NDArray[np.uint64]]] = {}

    def repeated(self, number: int, others: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which records of a log one of the others has too."""
        decisive = {field.id for field in log_kinds()[self.logs[number].kind].fields if field.decides}
        kept = (decisive | {*NAMES}) & {*self.logs[number].frame}
        alike: dict[frozenset[str], list[int]] = {}
        for other in others:
            alike.setdefault(self.said(other), []).append(other)
        found = np.zeros(len(self.logs[number].frame), dtype=bool)
        for said, logs in alike.items():
            columns = tuple(sorted(self.said(number) & said | kept))
            own, marks = self.of(number, columns), self.sorted_marks(said, columns, logs)
            found |= marks[np.minimum(np.searchsorted(marks, own), len(marks) - 1)] == own
        return found

    def sorted_marks(
        self, said: frozenset[str], columns: tuple[str, ...], logs: Sequence[int]
    ) -> npt.NDArray[np.uint64]:
        """The digests of all records of some logs, in which the same columns are filled.

        Each time there are a few logs more than the last, and only theirs are sorted in: a call may bring
        hundreds of them.
        """
        count, marks = self.sorted.get((said, columns), (0, np.array([], dtype=np.uint64)))
        if count < len(logs):
            marks = np.concatenate([marks, *(self.of(log, columns) for log in logs[count:])])
            marks.sort(kind="stable")
            self.sorted[said, columns] = len(logs), marks
        return marks


def columns_said(frame: pd.DataFrame) -> frozenset[str]:
    """The columns in which anything is written at all."""
    return frozenset(str(name) for name in frame if name != "fault" and is_said(frame[name]))


def is_said(column: pd.Series) -> bool:
    """Whether anything is written in a column; of a flag, whether it is set anywhere."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return bool((column.cat.codes.to_numpy() >= 0).any())
    return bool((column if column.dtype == bool else column.notna()).any())


def row_marks(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.uint64]:
    """A digest of each record over some of its columns."""
    kept = frame[list(columns)]
    plain = {name: object for name in kept if isinstance(kept[name].dtype, pd.CategoricalDtype)}
    marks: npt.NDArray[np.uint64] = pd.util.hash_pandas_object(kept.astype(plain), index=False).to_numpy()
    return marks


def named(log: Log) -> npt.NDArray[np.bool_]:
    """Which records have a name of their own: a registration or case number, or what tells a published
    item.
    """
    known = [log.frame[name].notna().to_numpy(dtype=bool) for name in NAMES if name in log.frame]
    has_name: npt.NDArray[np.bool_] = np.logical_or.reduce(known)
    return has_name


def mark_copy(log: Log, repeated: npt.NDArray[np.bool_]) -> Log:
    """The log with its repeated rows set aside, and one warning at the first of them."""
    rows: Rows = log.frame.index.to_numpy(dtype=np.int32)[repeated]
    fault = log.frame["fault"].cat.add_categories([CODE])
    fault[repeated] = CODE
    column = Faults(0, True, rows[:1].tobytes(), bytes(4), [[Fault(CODE, {"rows": len(rows)})]])
    faults = [*(one.without(set(rows.tolist())) for one in log.faults), column]
    return replace(log, frame=log.frame.assign(fault=fault), faults=faults)
