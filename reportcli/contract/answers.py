"""Answers as JSON: what `explain` and `deadlines` find."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from reportcli.contract.figures import Code, Count, DayText, FigureValue, FindingJson, Place, Sha256
from reportcli.finding import Severity
from reportcli.words.fields import KindId


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
