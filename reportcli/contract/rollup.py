"""Many offices as JSON: their sum, each of them, and what lies behind a number of the whole."""

from __future__ import annotations

from typing import Literal

import msgspec

from reportcli.contract.answers import FileJson
from reportcli.contract.figures import (
    Code,
    Count,
    DayText,
    Facts,
    FigureTables,
    FigureValue,
    FindingJson,
    SettingsJson,
)


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
