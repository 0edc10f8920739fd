"""Figures as JSON: a tally, an annual report, and what `check` finds in either."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from reportcli.finding import Severity
from reportcli.words.fields import KindId

Count = Annotated[int, Meta(ge=0)]
# A number of a row or a day, from 1 on.
Place = Annotated[int, Meta(ge=1)]
DayText = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Code = Annotated[str, Meta(pattern="^[a-z0-9-]+$")]
RowHash = Annotated[str, Meta(pattern="^[0-9a-f]{8}$")]
# Exact: a count is whole, money is decimal text without an exponent; a change may be negative.
FigureValue = int | Annotated[str, Meta(pattern=r"^-?\d+(\.\d+)?$", max_length=60)]
SheetState = Literal["visible", "hidden", "very_hidden"]
TABLE_IDS: tuple[KindId, ...] = ("publications", "requests", "cases")
FigureTables = Annotated[
    dict[str, dict[str, dict[str, FigureValue | None]]],
    Meta(extra_json_schema={"propertyNames": {"enum": list(TABLE_IDS)}}),
]
Facts = dict[str, FigureValue | dict[str, Count]]


class WaivedJson(msgspec.Struct):
    """Why a finding stands, and since when."""

    reason: str
    date: DayText


class FindingJson(msgspec.Struct):
    """One finding at its place; `cell` is the id of a number where no sheet is at fault."""

    code: Code
    severity: Severity
    message: str
    remedy: str
    file: str | None
    sheet: str | None
    cell: str | None
    row: Place | None
    evidence: str | None
    row_hash: RowHash | None
    waived: WaivedJson | None


class RowsJson(msgspec.Struct):
    """What became of the rows below the header of a sheet; the three others sum to `read`."""

    read: Count
    counted: Count
    outside_year: Count
    set_aside: dict[str, Count]


class UnusedColumnJson(msgspec.Struct):
    """A column that is read as no field: another outranks it, it could decide, or it is unknown."""

    column: str
    heading: str
    use: Literal["outranked", "unread", "unknown"]


class SheetJson(msgspec.Struct):
    """One sheet: read as a log of a kind, or skipped and why, with the rows that nothing counts."""

    sheet: str
    kind: KindId | None
    state: SheetState
    skipped: str | UnsetType | None = UNSET
    header_rows: list[Place] | UnsetType = UNSET
    rows: RowsJson | UnsetType = UNSET
    rows_unread: Count | UnsetType = UNSET
    columns_unused: list[UnusedColumnJson] | UnsetType = UNSET


class InputJson(msgspec.Struct):
    """One file that was read, by the digest of the bytes that were read."""

    file: str
    sha256: Sha256
    format: str
    sheets: list[SheetJson]


class SettingsJson(msgspec.Struct):
    """The settings that were in force."""

    file: str
    sha256: Sha256 | None


class TallyJson(msgspec.Struct, kw_only=True):
    """The figures of one office and year: table → line → column → value.

    `source` is there where they are those of a finished report, in which a cell that was not read
    is None. Read back as last year's figures, or typed in from a published report, of which `year` and
    `tables` are needed; `carried_forward` is None where the open requests are not known.
    """

    format: Literal["reportcli-tally/1"] = "reportcli-tally/1"
    source: Literal["published"] | UnsetType = UNSET
    tool: str = ""
    as_of: DayText = ""
    year: int
    edition: str = ""
    agency: str | None = None
    settings: SettingsJson | None = None
    previous: str | None = None
    inputs: list[InputJson] = []
    tables: FigureTables
    carried_forward: list[str] | None = None
    facts: Facts = {}
    findings: list[FindingJson] = []
    findings_omitted: dict[str, Count] = {}


class FigureJson(msgspec.Struct):
    """A figure by the name that prose uses for it."""

    label: str
    unit: str
    value: FigureValue
    last_year: FigureValue | None


class ReportJson(TallyJson, kw_only=True):
    """The annual report: all that a tally has, the figures by name, and the text in blocks."""

    format: Literal["reportcli-report/1"] = "reportcli-report/1"  # type: ignore[assignment]
    draft: bool
    figures: dict[str, FigureJson]
    title: str
    preamble: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    signature: list[str]
    annex: dict[str, Any] | None


class CheckedJson(msgspec.Struct):
    """What became of one finished report: proved, or refused and why."""

    file: str
    year: int | None
    edition: str | None
    errors: Count
    warnings: Count
    refused: Code | None
    reason: str | None


class CheckJson(msgspec.Struct, kw_only=True):
    """The findings alone; of finished reports with what became of each."""

    format: Literal["reportcli-check/1"] = "reportcli-check/1"
    findings: list[FindingJson]
    findings_omitted: dict[str, Count]
    reports: list[CheckedJson] | UnsetType = UNSET
