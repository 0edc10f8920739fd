"""From the messages of the reader to logs: typed columns, one frame a kind, every fault at its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.finding import Fault, catalogue
from reportcli.intake.child.wire import (
    ABSENT,
    MARKED,
    YES,
    Faults,
    FileReading,
    SheetReading,
)
from reportcli.intake.log import Log, LogSource, Rows, Starts, by_log, spans
from reportcli.intake.refused import structural_refusals
from reportcli.intake.soundness import faults_of
from reportcli.intake.unsound import UNSOUND
from reportcli.words.fields import KINDS, FieldType, KindId, log_kinds

OfficeSheet = tuple[int, FileReading, SheetReading]
ValueCodes = npt.NDArray[np.int32]
TypedColumn: TypeAlias = (
    npt.NDArray[np.bool_] | npt.NDArray[np.datetime64] | pd.Categorical | pd.arrays.IntegerArray
)


def build_logs(inputs: Sequence[FileReading]) -> list[Log]:
    """The logs of every file; refused where one has no log, or one that lacks a column."""
    refuse_unrecognised(inputs)
    return build_each([inputs])[0]


def refuse_unrecognised(inputs: Sequence[FileReading]) -> None:
    """Refuse the files of one office where one has no log, or one that lacks a column."""
    refusals = list(chain.from_iterable(map(structural_refusals, inputs)))
    if refusals:
        raise ExceptionGroup("logs that are not recognised", refusals)


def build_each(offices: Sequence[Sequence[FileReading]]) -> list[list[Log]]:
    """The logs of each office, whose frames are parts of one for each kind: making one takes as
    long for a thousand small logs as for one."""
    of_kind: dict[KindId, list[OfficeSheet]] = {kind: [] for kind in KINDS}
    orders: list[list[KindId]] = []
    for office, inputs in enumerate(offices):
        leave_sums_out([sheet for file in inputs for sheet in file.sheets])
        orders.append([])
        for file in inputs:
            for sheet in file.sheets:
                if sheet.kind:
                    of_kind[sheet.kind].append((office, file, sheet))
                    orders[office].append(sheet.kind)
    # Logs of one kind are built together; they come out in the order in which they were given.
    built = {kind: build_stack(kind, found) for kind, found in of_kind.items()}
    return [[next(built[kind]) for kind in order] for order in orders]


def leave_sums_out(sheets: Sequence[SheetReading]) -> None:
    """Leave a table of sums out where another sheet lists what it sums: it would count twice."""
    listed = {
        category
        for sheet in sheets
        if sheet.kind == "publications" and not sheet.is_sums and "category" in sheet.data
        for category in sheet.data["category"].values
    }
    for sheet in sheets:
        if sheet.is_sums and not listed.isdisjoint(sheet.data["category"].values):
            sheet.kind, sheet.skipped, sheet.filled = None, "sheet-sums", sheet.rows_read


def build_stack(kind: KindId, sheets: Sequence[OfficeSheet]) -> Iterator[Log]:
    """The logs of the sheets of one kind, each with its office, whose frames are parts of one."""
    if not sheets:
        return
    frame = pd.DataFrame(typed_columns(kind, [sheet for *_, sheet in sheets]), copy=False)
    rows = [np.frombuffer(sheet.rows, dtype=np.int32) for *_, sheet in sheets]
    frame.index = pd.Index(np.concatenate(rows), name="row")
    starts = np.cumsum([0, *map(len, rows)])
    sources = [source_of(file, sheet, office) for office, file, sheet in sheets]
    faults = [faults_of(sheet) for *_, sheet in sheets]
    frame["fault"] = mark_unsound(kind, frame, starts, sources, faults)
    # What only the rows beside a row tell, of its own log and of others (`count/doubles.py`).
    if kind == "publications":
        frame["again"] = False
    if kind == "cases":
        frame["suit"] = np.int64(-1)
    each = zip(sheets, sources, spans(starts), faults, strict=True)
    for (*_, sheet), source, span, found in each:
        yield Log(source, frame.iloc[span], set_aside_of(sheet), found)


def source_of(file: FileReading, sheet: SheetReading, office: int) -> LogSource:
    assert sheet.kind
    return LogSource(
        file.file,
        file.sha256,
        sheet.sheet,
        sheet.state,
        sheet.kind,
        sheet.header_rows,
        sheet.columns,
        sheet.rows_read,
        sheet.begins,
        office,
    )


def set_aside_of(sheet: SheetReading) -> dict[str, Rows]:
    """The rows of a sheet that are no records, by reason."""
    return {reason: np.frombuffer(rows, dtype=np.int32) for reason, rows in sheet.set_aside.items()}


def typed_columns(kind: KindId, sheets: Sequence[SheetReading]) -> dict[str, TypedColumn]:
    """The columns of a frame that has the rows of several sheets, also of fields that none has."""
    fields = dict.fromkeys(field.id for field in log_kinds()[kind].fields if not field.personal)
    fields |= dict.fromkeys(MARKED[kind])
    fields |= dict.fromkeys(name for sheet in sheets for name in sheet.data)
    columns: dict[str, TypedColumn] = {}
    for name in fields:
        columns |= typed(kind, name, *stacked_codes(name, sheets))
    return columns


def stacked_codes(name: str, sheets: Sequence[SheetReading]) -> tuple[ValueCodes, list[int | str]]:
    """The values of a field in several sheets, one under the other and numbered together."""
    numbers: dict[int | str, int] = {}
    codes = []
    for sheet in sheets:
        column = sheet.data.get(name)
        if column is None:
            codes.append(np.full(len(sheet.rows) // 4, ABSENT, dtype=np.int32))
            continue
        own = np.frombuffer(column.codes, dtype=np.int32)
        if len(sheets) == 1:
            return own, column.values
        new = [numbers.setdefault(value, len(numbers)) for value in column.values]
        codes.append(np.array([*new, ABSENT], dtype=np.int32)[own])
    return np.concatenate(codes), list(numbers)


def mark_unsound(
    kind: KindId,
    frame: pd.DataFrame,
    starts: Starts,
    sources: Sequence[LogSource],
    faults: Sequence[list[Faults]],
) -> pd.Categorical:
    """Tell the first error that sets each row aside; what is found here joins its log's faults."""
    unsound = np.zeros(len(frame), dtype=np.int8)
    rows = frame.index.to_numpy(dtype=np.int32)
    codes = [""]
    for found, span in zip(faults, spans(starts), strict=True):
        for column in found:
            if column.decides:
                mark(unsound[span], codes, rows[span], column)
    for code, field_id, wrong in UNSOUND[kind](frame):
        places = np.flatnonzero(wrong.to_numpy(dtype=bool) & (unsound == 0))
        for number, part in by_log(places, starts):
            at, column_number = rows[places[part]], sources[number].column(field_id)
            column = Faults(column_number, True, at.tobytes(), bytes(4 * len(at)), [[Fault(code)]])
            faults[number].append(column)
            span = slice(starts[number], starts[number + 1])
            mark(unsound[span], codes, rows[span], column)
    return pd.Categorical.from_codes(unsound, categories=codes)


def mark(unsound: npt.NDArray[np.int8], codes: list[str], rows: Rows, column: Faults) -> None:
    """Note at each faulty row the first error that sets it aside."""
    which = np.frombuffer(column.which, dtype=np.int32)
    at = np.searchsorted(rows, np.frombuffer(column.rows, dtype=np.int32))
    for number, kind in enumerate(column.kinds):
        errors = [fault.code for fault in kind if catalogue()[fault.code].severity == "error"]
        if errors:
            if errors[0] not in codes:
                codes.append(errors[0])
            places = at[which == number]
            unsound[places[unsound[places] == 0]] = codes.index(errors[0])


def typed(
    kind: KindId, name: str, codes: ValueCodes, values: Sequence[int | str]
) -> dict[str, TypedColumn]:
    """The columns of the frame that one column of the message becomes."""
    is_digest = name == "item" or name in MARKED[kind]
    field_type: FieldType = "count" if is_digest else log_kinds()[kind].field(name).type
    match field_type:
        case "date":
            return {name: as_dates(codes, values)}
        case "flag_or_date":
            days = [value if value != YES else None for value in values]
            return {"extended": codes >= 0, "extension_date": as_dates(codes, days)}
        case "count":
            numbers = np.append(np.array(values, dtype=np.int64), 0)[codes]
            return {name: pd.arrays.IntegerArray(numbers, codes < 0)}
        case _:
            return {
                name: pd.Categorical.from_codes(codes, categories=pd.Index(values, dtype=object))
            }


def as_dates(codes: ValueCodes, days: Sequence[int | str | None]) -> npt.NDArray[np.datetime64]:
    """Days since 1970-01-01 as dates; the last place stands for an absent code (-1)."""
    table = np.array(
        [*("NaT" if day is None else day for day in days), "NaT"], dtype="datetime64[D]"
    )
    return table[codes].astype("datetime64[s]")
