"""Figures that were compared as JSON: two of them, or those of several years."""

from __future__ import annotations

from typing import Literal

import msgspec

from reportcli.contract.figures import FigureValue, FindingJson, Place
from reportcli.contract.rollup import UnitShareJson

Cause = Literal["new", "gone", "moved", "year", "set-aside", "back", "setting"]
ValueStatus = Literal["ok", "sum", "break", "absent", "blank", "unread", "draft", "revised"]


class SideJson(msgspec.Struct):
    """One side of a comparison: what was named, and of which year, form and office it is."""

    name: str
    origin: Literal["logs", "json", "rollup", "report"]
    year: int
    edition: str
    agency: str | None


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
