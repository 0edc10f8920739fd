"""The JSON contracts: one struct is what is written, what is read back, and the published schema.

Within `/1` keys are only added. Fields that a person may leave out of figures typed in by hand have
a default here; the program itself writes every key, and so the schema asks for all of them. Not
for: how a report fills a contract (`export/data.py` and the rooms that answer), nor what the figures
read back are compared with (`count/previous.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
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


class AddendJson(msgspec.Struct):
    """A number that another is the sum of."""

    cell: str
    value: FigureValue


class RuleJson(msgspec.Struct):
    """Why rows are counted in a cell, and the articles that it rests on."""

    rule: str
    basis: str | None


class BehindJson(msgspec.Struct):
    """One row behind a number."""

    file: str
    sheet: str
    row: Place
    contribution: FigureValue
    cell: str
    number: str | None
    dates: dict[str, DayText]


class ExplainCellJson(msgspec.Struct, kw_only=True):
    """A number and the rows behind it; the contributions sum to the value."""

    format: Literal["reportcli-explain/1"] = "reportcli-explain/1"
    tool: str
    year: int
    edition: str
    cell: str
    label: str
    unit: str
    value: FigureValue
    addends: list[AddendJson]
    rules: dict[str, RuleJson]
    rows: list[BehindJson]


class CountedInJson(msgspec.Struct):
    """A number that a row is counted in, or flows into (`derived`)."""

    cell: str
    contribution: FigureValue
    derived: bool
    label: str
    rule: str | None
    basis: str | None


class ExplainRowJson(msgspec.Struct, kw_only=True):
    """What became of a row; `values` are its cells as they stand, where they were asked for."""

    format: Literal["reportcli-explain/1"] = "reportcli-explain/1"
    tool: str
    year: int
    edition: str
    file: str
    sheet: str
    row: Place
    kind: KindId | None
    fate: str
    why: str
    number: str | None
    dates: dict[str, DayText]
    cells: list[CountedInJson]
    findings: list[FindingJson]
    values: dict[str, str] | UnsetType = UNSET


class ExplainCodeJson(msgspec.Struct, kw_only=True):
    """A code of the catalogue, its placeholders left open."""

    format: Literal["reportcli-explain/1"] = "reportcli-explain/1"
    tool: str
    code: Code
    severity: Severity
    message: str
    remedy: str
    example: str | None
    law: str | None


class FileJson(msgspec.Struct):
    """A file that was read."""

    file: str
    sha256: Sha256


class CountedDayJson(msgspec.Struct):
    """One day of a clock, with its number where it counts."""

    day: DayText
    label: str
    number: Place | None


class DeadlineJson(msgspec.Struct):
    """One request and how its clock stands."""

    number: str | None
    file: str
    sheet: str
    row: Place
    received: DayText | None
    start: DayText | None
    paused_from: DayText | None
    paused_until: DayText | None
    paused_days: Count
    extension_days: Count
    due: DayText | None
    closed: DayText | None
    state: str
    days: int | None
    provisional: bool
    unit: str | UnsetType = UNSET
    counted: list[CountedDayJson] | UnsetType = UNSET


class DeadlinesJson(msgspec.Struct, kw_only=True):
    """The clock of every request, the earliest due first."""

    format: Literal["reportcli-deadlines/1"] = "reportcli-deadlines/1"
    tool: str
    as_of: DayText
    inputs: list[FileJson]
    states: dict[str, Count]
    left_out: Count
    received_later: Count
    unpublished_years: list[int]
    requests: list[DeadlineJson]


class UnitFindingJson(FindingJson, kw_only=True):
    """A finding, and the unit that it is about; None where it is about the whole."""

    unit: str | None


class RollupUnitJson(msgspec.Struct, kw_only=True):
    """One unit of a roll-up. `delivery` is None where nothing is due; `delivered_by` says what told
    the day; `tables` and `facts` are what it adds to the whole, or would."""

    code: str
    name: str
    parent: str
    kind: str
    scope: Literal["own", "whole"]
    due: DayText | None
    status: str
    delivery: Literal["in_time", "late", "missing"] | None
    delivered: DayText | None
    delivered_by: Literal["list", "as_of", "file"] | None
    source: Literal["logs", "json", "report"] | None
    reason: str | None
    tables: FigureTables
    facts: Facts
    errors: Count
    warnings: Count
    inputs: list[FileJson]


class CompletenessJson(msgspec.Struct, kw_only=True):
    """How many units were due: in time, late and missing sum to it. Those that cannot be summed are
    among the missing; `rate` is the part that delivered, from 0 to 1."""

    due: Count
    in_time: Count
    late: Count
    missing: Count
    unreadable: Count
    other_year: Count
    other_edition: Count
    summed: Count
    rate: float | None


class DifferenceJson(msgspec.Struct):
    """A cell at which an aggregate differs from the sum of its units."""

    unit: str
    cell: str
    delivered: FigureValue
    sum: FigureValue


class SettledJson(msgspec.Struct):
    """A double that the settings decided: which unit counts it, and which no more."""

    code: Code
    number: str
    unit: str
    others: list[str]


class RollupJson(msgspec.Struct, kw_only=True):
    """Many offices: the sum of their figures, and each of them."""

    format: Literal["reportcli-rollup/1"] = "reportcli-rollup/1"
    tool: str = ""
    as_of: DayText = ""
    year: int
    edition: str
    agency: str | None = None
    settings: SettingsJson | None = None
    unit_list: FileJson | None = None
    previous: str | None = None
    tables: FigureTables
    facts: Facts = {}
    by_kind: dict[str, FigureTables] = {}
    by_branch: dict[str, FigureTables] = {}
    units: list[RollupUnitJson]
    completeness: CompletenessJson
    differences: list[DifferenceJson] = []
    settled: list[SettledJson] = []
    findings: list[UnitFindingJson] = []
    findings_omitted: dict[str, Count] = {}


class SideJson(msgspec.Struct):
    """One side of a comparison: what was named, and of which year, form and office it is."""

    name: str
    origin: Literal["logs", "json", "rollup", "report"]
    year: int
    edition: str
    agency: str | None


Cause = Literal["new", "gone", "moved", "year", "set-aside", "back", "setting"]


class RowChangeJson(msgspec.Struct, rename={"came_from": "from", "went_to": "to"}):
    """What one row did to a number; a row that is gone has its place in the older log."""

    file: str
    sheet: str
    row: Place
    number: str | None
    cause: Cause
    came_from: list[str]
    went_to: list[str]
    contribution: FigureValue


class UnitShareJson(msgspec.Struct):
    """What one office of many did to a number; without a code, what none that is named did."""

    code: str
    name: str
    contribution: FigureValue


class ExplainRollupJson(msgspec.Struct, kw_only=True):
    """A number of the whole and the units behind it; the contributions sum to the value."""

    format: Literal["reportcli-explain/1"] = "reportcli-explain/1"
    tool: str
    year: int
    edition: str
    cell: str
    label: str
    unit: str
    value: FigureValue
    units: list[UnitShareJson]


class CellChangeJson(msgspec.Struct):
    """A number that changed; the contributions of `rows` sum to `delta`.

    Null: the form of that side has no such number, which then counts as nought; with `delta` null,
    the number is not known. `rows` and `units` are null where they are not at hand.
    """

    cell: str
    label: str
    old: FigureValue | None
    new: FigureValue | None
    delta: FigureValue | None
    rows: list[RowChangeJson] | None
    units: list[UnitShareJson] | None


class FactChangeJson(msgspec.Struct):
    """A fact for the prose that changed; null where one side does not know it."""

    fact: str
    label: str
    old: FigureValue | None
    new: FigureValue | None


class FindingChangesJson(msgspec.Struct):
    """The findings that came, went and stayed."""

    new: list[FindingJson]
    gone: list[FindingJson]
    still: list[FindingJson]


class ProseChangesJson(msgspec.Struct):
    """The paragraphs of a finished report that are gone and those that are new."""

    gone: list[str]
    new: list[str]


class DiffJson(msgspec.Struct, kw_only=True):
    """What changed between two sets of figures, and which rows did it.

    `remarks` are what has to be known of the two sides: another year, form or office, a table that
    one lacks.
    """

    format: Literal["reportcli-diff/1"] = "reportcli-diff/1"
    tool: str
    old: SideJson
    new: SideJson
    cells: list[CellChangeJson]
    facts: list[FactChangeJson]
    prose: ProseChangesJson
    findings: FindingChangesJson
    remarks: list[FindingJson]


ValueStatus = Literal["ok", "sum", "break", "absent", "blank", "unread", "draft", "revised"]


class YearValueJson(msgspec.Struct):
    """The value of a cell in one year, under the id of that year's form.

    sum: added from finer lines; break: the first value of another measure; absent: the form of that
    year has no such line; blank and unread: printed blank, or not understood; draft: errors were
    left; revised: two files of the year differ.
    """

    year: int
    edition: str
    cell: str
    label: str
    value: FigureValue | None
    status: ValueStatus
    note: str


class CarryCheckJson(msgspec.Struct):
    """Whether the figures of a year go on into the next; null where one is not known."""

    first: int
    second: int
    holds: bool | None


class TrendJson(msgspec.Struct, kw_only=True):
    """The figures of several years, value by value, across the forms."""

    format: Literal["reportcli-trend/1"] = "reportcli-trend/1"
    tool: str
    inputs: list[SideJson]
    values: list[YearValueJson]
    checks: list[CarryCheckJson]
    findings: list[FindingJson]


CONTRACTS: Mapping[str, type[msgspec.Struct]] = {
    "tally": TallyJson,
    "report": ReportJson,
    "check": CheckJson,
    "explain-cell": ExplainCellJson,
    "explain-row": ExplainRowJson,
    "explain-code": ExplainCodeJson,
    "deadlines": DeadlinesJson,
    "rollup": RollupJson,
    "explain-rollup": ExplainRollupJson,
    "diff": DiffJson,
    "trend": TrendJson,
}


def schema_of(name: str = "tally") -> dict[str, Any]:
    """The JSON Schema (2020-12) of a contract; a `KeyError` when there is none of that name.

    A key with a default may be left out by a person; the program writes it, and so it is required
    all the same. Only what is `UNSET` by default may be absent.
    """
    contract = CONTRACTS[name]
    schema = msgspec.json.schema(contract)
    for shape in schema["$defs"].values():
        described = shape.get("properties", {})
        needed = {*shape.get("required", ())}
        needed |= {key for key, one in described.items() if one.pop("default", UNSET) is not UNSET}
        shape["required"] = [key for key in described if key in needed]
    title = format_of(contract)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def format_of(contract: type[msgspec.Struct]) -> str:
    """The name and version that a contract goes by."""
    [field] = [one for one in msgspec.structs.fields(contract) if one.name == "format"]
    return str(field.default)
