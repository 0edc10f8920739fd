"""`Log`: the records of one sheet as a frame whose index is the worksheet row.

The index is never reset and frames are never merged, so that every number leads back to its rows. Here too
are the rules that tell a sound record from one that cannot be counted, whatever the year: they look at one
row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.fields import FieldType, KindId, log_kinds
from reportcli.finding import Address, Fault, Finding, Refusal, catalogue
from reportcli.intake.messages import YES, Column, Faults, FileReading, Misfit, SheetReading, Values

Rows = npt.NDArray[np.int32]
Mask: TypeAlias = pd.Series


@dataclass(frozen=True)
class Source:
    """Where a log stands: file and sheet, its header, its columns, and how many rows were read below the
    header.
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
        """The 1-based column of a field; 0 where the sheet has none, so that an address names the row
        only.
        """
        return next((column.column for column in self.columns if column.field == field), 0)


@dataclass(frozen=True)
class Log:
    """One sheet's records, typed. `frame.index` is the worksheet row; `frame.fault` the code that sets a
    row aside.

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


def build_logs(inputs: Sequence[FileReading]) -> list[Log]:
    """The logs of every file; a file in which no log is recognised, or an unsound one, is refused (exit
    4).
    """
    refusals = [refusal for file in inputs for refusal in structural_refusals(file)]
    if refusals:
        raise ExceptionGroup("logs that are not recognised", refusals)
    return [build_log(file, sheet) for file in inputs for sheet in file.sheets if sheet.kind]


def structural_refusals(file: FileReading) -> Iterator[Refusal]:
    """Why a file's structure cannot be used.

    A sheet that is nearly a log is refused also beside sound ones: its rows would be missing from every
    figure.
    """
    unsound = [sheet for sheet in file.sheets if sheet.skipped == "sheet-unsound" and nearly_a_log(sheet)]
    if not unsound and not any(sheet.kind for sheet in file.sheets):
        unsound = [sheet for sheet in file.sheets if sheet.misfit] or file.sheets
        unsound = sorted(unsound, key=lambda sheet: -sheet.misfit.known if sheet.misfit else 0)[:1]
    for sheet in unsound:
        yield misfit_refusal(Address(file.file, sheet.sheet), sheet.misfit or Misfit(None, 0, []))


def nearly_a_log(sheet: SheetReading) -> bool:
    """Whether a sheet lacks so little of a log that it must be one."""
    misfit = sheet.misfit
    return bool(
        misfit and misfit.kind and (not misfit.missing or len(misfit.missing) == 1 < misfit.known - 1)
    )


def misfit_refusal(address: Address, misfit: Misfit) -> Refusal:
    """What is missing, doubled or unknown, and the closest known headings."""
    from rapidfuzz import process

    kinds = log_kinds()
    wanted = [misfit.kind] if misfit.kind else list(kinds)
    known = [heading for kind in wanted for field in kinds[kind].fields for heading in field.headings]
    seen = misfit.unknown[:12]
    closest = list(
        dict.fromkeys(best[0] for one in seen if (best := process.extractOne(one, known, score_cutoff=50)))
    )
    texts = {
        "seen": "、".join(seen) or "—",
        "closest": "、".join(closest[:6]) or "、".join(field.label for field in kinds[wanted[0]].fields[:6]),
    }
    if misfit.is_card:
        return Refusal(4, "header-card", address, seen=texts["seen"])
    if misfit.kind is None:
        return Refusal(4, "header-missing", address, **texts)
    kind = kinds[misfit.kind]
    for field_id, headings in misfit.doubled.items():
        named = {"field": kind.field(field_id).label, "field_id": field_id, "headings": "、".join(headings)}
        return Refusal(4, "header-doubled", address, kind=kind.label, id=misfit.kind, **named)
    missing = "、".join("/".join(kind.field(one).label for one in group) for group in misfit.missing)
    return Refusal(4, "header-incomplete", address, kind=kind.label, id=misfit.kind, missing=missing, **texts)


def build_log(file: FileReading, sheet: SheetReading) -> Log:
    """The log of one sheet that was recognised."""
    assert sheet.kind
    source = Source(
        file.file,
        file.sha256,
        sheet.sheet,
        sheet.state,
        sheet.kind,
        sheet.header_rows,
        sheet.columns,
        sheet.rows_read,
    )
    rows = np.frombuffer(sheet.rows, dtype=np.int32)
    frame = pd.DataFrame(
        {
            name: column
            for id_, values in sheet.data.items()
            for name, column in typed(sheet.kind, id_, values).items()
        },
        index=pd.Index(rows, name="row"),
        copy=False,
    )
    for field in log_kinds()[sheet.kind].fields:
        if field.id not in frame and not field.personal:
            for name, column in typed(sheet.kind, field.id, Values(b"\xff" * 4 * len(rows), [])).items():
                frame[name] = column
    faults = [
        *(close_heading(sheet, column) for column in sheet.columns if column.how == "close"),
        *sheet.faults,
    ]
    unsound = np.zeros(len(rows), dtype=np.int8)
    codes = [""]
    for column in sheet.faults:
        if column.decides:
            mark(unsound, codes, rows, column)
    for code, field_id, wrong in UNSOUND[sheet.kind](frame):
        at = rows[wrong.to_numpy(dtype=bool) & (unsound == 0)]
        if len(at):
            column = Faults(source.column(field_id), True, at.tobytes(), bytes(4 * len(at)), [[Fault(code)]])
            faults.append(column)
            mark(unsound, codes, rows, column)
    if sheet.kind == "publications":
        frame["again"] = False  # whether a document is listed again is seen only beside the other logs
    frame["fault"] = pd.Categorical.from_codes(unsound, categories=codes)
    set_aside = {
        reason: np.frombuffer(numbers, dtype=np.int32) for reason, numbers in sheet.set_aside.items()
    }
    return Log(source, frame, set_aside, faults)


def close_heading(sheet: SheetReading, column: Column) -> Faults:
    """The warning that a heading was read as the closest known one, at the cell of the heading."""
    assert sheet.kind
    field = log_kinds()[sheet.kind].field(column.field)
    fault = Fault("heading-close", {"value": column.heading, "field": field.label, "kind": sheet.kind})
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


def typed(kind: KindId, name: str, values: Values) -> dict[str, pd.Series | np.ndarray | pd.Categorical]:
    """The columns of the frame that one column of the message becomes."""
    codes = np.frombuffer(values.codes, dtype=np.int32)
    field_type: FieldType | None = "count" if name == "item" else log_kinds()[kind].field(name).type
    match field_type:
        case "date":
            return {name: as_dates(codes, values.values)}
        case "flag_or_date":
            days = [value if value != YES else None for value in values.values]
            return {"extended": codes >= 0, "extension_date": as_dates(codes, days)}
        case "count":
            numbers = np.append(np.array(values.values, dtype=np.int64), 0)[codes]
            return {name: pd.arrays.IntegerArray(numbers, codes < 0)}
        case _:
            return {name: pd.Categorical.from_codes(codes, categories=pd.Index(values.values, dtype=object))}


def as_dates(codes: npt.NDArray[np.int32], days: Sequence[int | str | None]) -> npt.NDArray[np.datetime64]:
    """Days since 1970-01-01 as dates; the last place stands for an absent code (-1)."""
    table = np.array([*("NaT" if day is None else day for day in days), "NaT"], dtype="datetime64[D]")
    return table[codes].astype("datetime64[s]")


def unsound_requests(frame: pd.DataFrame) -> Iterator[tuple[str, str, Mask]]:
    """What makes a request impossible to count: (code, field, rows)."""
    yield "received-missing", "received", frame["received"].isna()
    yield "closed-before-received", "closed", frame["closed"] < frame["received"]
    yield "outcome-missing", "outcome", frame["closed"].notna() & frame["outcome"].isna()
    yield "closing-date-missing", "closed", frame["closed"].isna() & frame["outcome"].notna()


def unsound_publications(frame: pd.DataFrame) -> Iterator[tuple[str, str, Mask]]:
    """What makes an item impossible to count: rules and normative documents are counted by the day they
    were made.
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
    yield "case-closing-date-missing", "closed", frame["closed"].isna() & ~pending & frame["result"].notna()


UNSOUND = {"requests": unsound_requests, "publications": unsound_publications, "cases": unsound_cases}
