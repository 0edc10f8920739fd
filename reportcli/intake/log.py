"""`Log`: the records of one sheet as a frame whose index is the worksheet row.

The index is never reset and frames are never merged, so that every number leads back to its rows. A
`Stack` is the logs of one kind, one under the other. Here too are the rules that tell a sound
record from one that cannot be counted, whatever the year: they look at one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from reportcli.finding import Address, Fault, Finding, Refusal, catalogue
from reportcli.intake.child.wire import (
    ABSENT,
    YES,
    Column,
    Faults,
    FileReading,
    Misfit,
    SheetReading,
)
from reportcli.words.fields import KINDS, FieldType, KindId, log_kinds

Rows = npt.NDArray[np.int32]
Mask: TypeAlias = pd.Series
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
Starts = npt.NDArray[np.intp]
TypedColumn: TypeAlias = (
    npt.NDArray[np.bool_] | npt.NDArray[np.datetime64] | pd.Categorical | pd.arrays.IntegerArray
)


@dataclass(frozen=True)
class Source:
    """Where a log stands: file and sheet, its header, its columns, and how many rows were read
    below the header.
    """

    file: str
    sha256: str
    sheet: str
    state: str
    kind: KindId
    header_rows: list[int]
    columns: list[Column]
    rows_read: int

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

    source: Source
    frame: pd.DataFrame
    set_aside: Mapping[str, Rows]
    faults: Sequence[Faults]

    @property
    def kind(self) -> KindId:
        """The kind of the log."""
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
        """The kind of the logs."""
        return self.logs[0].kind

    @property
    def log_numbers(self) -> Places:
        """Which log each row is of."""
        return np.repeat(np.arange(len(self.logs)), np.diff(self.starts))

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


def build_logs(inputs: Sequence[FileReading]) -> list[Log]:
    """The logs of every file; a file in which no log is recognised, or an unsound one, is refused
    (exit 4).
    """
    refusals = [refusal for file in inputs for refusal in structural_refusals(file)]
    if refusals:
        raise ExceptionGroup("logs that are not recognised", refusals)
    sheets = [(file, sheet) for file in inputs for sheet in file.sheets if sheet.kind]
    built = {
        kind: build_stack(kind, [one for one in sheets if one[1].kind == kind]) for kind in KINDS
    }
    return [next(built[sheet.kind]) for _, sheet in sheets if sheet.kind]


def structural_refusals(file: FileReading) -> Iterator[Refusal]:
    """Why a file's structure cannot be used.

    A sheet that is nearly a log is refused also beside sound ones: its rows would be missing from
    every figure.
    """
    unsound = [
        sheet for sheet in file.sheets if sheet.skipped == "sheet-unsound" and nearly_a_log(sheet)
    ]
    if not unsound and not any(sheet.kind for sheet in file.sheets):
        unsound = [sheet for sheet in file.sheets if sheet.misfit] or file.sheets
        unsound = sorted(unsound, key=lambda sheet: -sheet.misfit.known if sheet.misfit else 0)[:1]
    for sheet in unsound:
        yield misfit_refusal(Address(file.file, sheet.sheet), sheet.misfit or Misfit(None, 0, []))


def nearly_a_log(sheet: SheetReading) -> bool:
    """Whether a sheet lacks so little of a log that it must be one."""
    misfit = sheet.misfit
    return bool(
        misfit
        and misfit.kind
        and (not misfit.missing or len(misfit.missing) == 1 < misfit.known - 1)
    )


def misfit_refusal(address: Address, misfit: Misfit) -> Refusal:
    """What is missing, doubled or unknown, and the closest known headings."""
    from rapidfuzz import process

    kinds = log_kinds()
    wanted = [misfit.kind] if misfit.kind else list(kinds)
    known = [
        heading for kind in wanted for field in kinds[kind].fields for heading in field.headings
    ]
    seen = misfit.unknown[:12]
    closest = list(
        dict.fromkeys(
            best[0] for one in seen if (best := process.extractOne(one, known, score_cutoff=50))
        )
    )
    texts = {
        "seen": "、".join(seen) or "—",
        "closest": "、".join(closest[:6])
        or "、".join(field.label for field in kinds[wanted[0]].fields[:6]),
    }
    if misfit.is_card:
        return Refusal("header-card", address, seen=texts["seen"])
    if misfit.kind is None:
        return Refusal("header-missing", address, **texts)
    kind = kinds[misfit.kind]
    for field_id, headings in misfit.doubled.items():
        named = {
            "field": kind.field(field_id).label,
            "field_id": field_id,
            "headings": "、".join(headings),
        }
        return Refusal("header-doubled", address, kind=kind.label, id=misfit.kind, **named)
    missing = "、".join(
        "/".join(kind.field(one).label for one in group) for group in misfit.missing
    )
    return Refusal(
        "header-incomplete", address, kind=kind.label, id=misfit.kind, missing=missing, **texts
    )


def build_log(file: FileReading, sheet: SheetReading) -> Log:
    """The log of one sheet that was recognised."""
    assert sheet.kind
    return next(build_stack(sheet.kind, [(file, sheet)]))


def build_stack(kind: KindId, sheets: Sequence[tuple[FileReading, SheetReading]]) -> Iterator[Log]:
    """The logs of the sheets of one kind, whose frames are parts of one."""
    if not sheets:
        return
    frame = pd.DataFrame(typed_columns(kind, [sheet for _, sheet in sheets]), copy=False)
    rows = [np.frombuffer(sheet.rows, dtype=np.int32) for _, sheet in sheets]
    frame.index = pd.Index(np.concatenate(rows), name="row")
    starts = np.cumsum([0, *map(len, rows)])
    sources = [source_of(file, sheet) for file, sheet in sheets]
    faults = [faults_of(sheet) for _, sheet in sheets]
    frame["fault"] = mark_unsound(kind, frame, starts, sources, faults)
    if kind == "publications":
        frame["again"] = (
            False  # whether a document is listed again is seen only beside the other logs
        )
    for (_, sheet), source, span, found in zip(sheets, sources, spans(starts), faults, strict=True):
        yield Log(source, frame.iloc[span], set_aside_of(sheet), found)


def source_of(file: FileReading, sheet: SheetReading) -> Source:
    """Where the log of a sheet stands."""
    assert sheet.kind
    return Source(
        file.file,
        file.sha256,
        sheet.sheet,
        sheet.state,
        sheet.kind,
        sheet.header_rows,
        sheet.columns,
        sheet.rows_read,
    )


def set_aside_of(sheet: SheetReading) -> dict[str, Rows]:
    """The rows of a sheet that are no records, by reason."""
    return {reason: np.frombuffer(rows, dtype=np.int32) for reason, rows in sheet.set_aside.items()}


def faults_of(sheet: SheetReading) -> list[Faults]:
    """The faults of a sheet's headings and cells."""
    return [
        *(close_heading(sheet, column) for column in sheet.columns if column.how == "close"),
        *sheet.faults,
    ]


def typed_columns(kind: KindId, sheets: Sequence[SheetReading]) -> dict[str, TypedColumn]:
    """The columns of a frame that has the rows of several sheets; absent where none of them has a
    field."""
    fields = dict.fromkeys(field.id for field in log_kinds()[kind].fields if not field.personal)
    fields |= dict.fromkeys(name for sheet in sheets for name in sheet.data)
    columns: dict[str, TypedColumn] = {}
    for name in fields:
        columns |= typed(kind, name, *joined(name, sheets))
    return columns


def joined(name: str, sheets: Sequence[SheetReading]) -> tuple[Codes, list[int | str]]:
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
    sources: Sequence[Source],
    faults: Sequence[list[Faults]],
) -> pd.Categorical:
    """The first error that sets each row aside; one that is found here is added to the faults of
    its log."""
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


def close_heading(sheet: SheetReading, column: Column) -> Faults:
    """The warning that a heading was read as the closest known one, at the cell of the heading."""
    assert sheet.kind
    field = log_kinds()[sheet.kind].field(column.field)
    fault = Fault(
        "heading-close", {"value": column.heading, "field": field.label, "kind": sheet.kind}
    )
    row = np.array([sheet.header_rows[-1]], dtype=np.int32)
    return Faults(column.column, False, row.tobytes(), bytes(4), [[fault]])


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
    kind: KindId, name: str, codes: Codes, values: Sequence[int | str]
) -> dict[str, TypedColumn]:
    """The columns of the frame that one column of the message becomes."""
    field_type: FieldType | None = "count" if name == "item" else log_kinds()[kind].field(name).type
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


def as_dates(
    codes: npt.NDArray[np.int32], days: Sequence[int | str | None]
) -> npt.NDArray[np.datetime64]:
    """Days since 1970-01-01 as dates; the last place stands for an absent code (-1)."""
    table = np.array(
        [*("NaT" if day is None else day for day in days), "NaT"], dtype="datetime64[D]"
    )
    return table[codes].astype("datetime64[s]")


def unsound_requests(frame: pd.DataFrame) -> Iterator[tuple[str, str, Mask]]:
    """What makes a request impossible to count: (code, field, rows)."""
    yield "received-missing", "received", frame["received"].isna()
    yield "closed-before-received", "closed", frame["closed"] < frame["received"]
    yield "outcome-missing", "outcome", frame["closed"].notna() & frame["outcome"].isna()
    yield "closing-date-missing", "closed", frame["closed"].isna() & frame["outcome"].notna()


def unsound_publications(frame: pd.DataFrame) -> Iterator[tuple[str, str, Mask]]:
    """What makes an item impossible to count: rules and normative documents are counted by the day
    they were made.
    """
    documents = frame["category"].isin(["rules", "normative_documents"])
    yield "made-missing", "made", documents & frame["made"].isna()
    yield "date-missing", "published", frame["made"].isna() & frame["published"].isna()


def unsound_cases(frame: pd.DataFrame) -> Iterator[tuple[str, str, Mask]]:
    """What makes a case impossible to count."""
    pending = frame["result"].isin(["pending"])
    yield "filed-missing", "filed", frame["filed"].isna()
    yield "closed-before-filed", "closed", frame["closed"] < frame["filed"]
    yield "result-missing", "result", frame["closed"].notna() & pending
    yield (
        "case-closing-date-missing",
        "closed",
        frame["closed"].isna() & ~pending & frame["result"].notna(),
    )


UNSOUND = {
    "requests": unsound_requests,
    "publications": unsound_publications,
    "cases": unsound_cases,
}
