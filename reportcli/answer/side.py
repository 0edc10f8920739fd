"""One side of a comparison, or one year of many: figures, from whatever they came.

Logs are counted and keep their rows; JSON and finished reports have figures alone. Whoever compares
takes a `Side` and does not ask where it is from. Not for: what differs (`compare.py`, `trend.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from msgspec import UNSET

from reportcli.contract import FigureTables, FindingJson, ReportJson, RollupJson, TallyJson
from reportcli.count.number import MONEY_COLUMN, FactValue, LineColumn, Number
from reportcli.count.previous import known_facts, numbers_by_cell
from reportcli.finding import Address, Finding, Refusal
from reportcli.law.edition import Edition, cell_id
from reportcli.law.succession import all_cells, links
from reportcli.published.read import Published
from reportcli.report import Report

Origin = Literal["logs", "json", "rollup", "report"]
SideTable = Mapping[LineColumn, Number | None]
"""The cells of a table; None where a number was not read."""
DECLARED_PREFIX = "declared."
# Whose report it is: what stands before the year in its title.
AGENCY_IN_TITLE = re.compile(r"\s*(\S.{1,40}?)\s*20\d\d\s*年")


@dataclass(frozen=True)
class UnitFigures:
    """One office of many: its name, and the tables of it that are in the sum."""

    code: str
    name: str
    tables: Mapping[str, SideTable]


@dataclass(frozen=True)
class Side:
    """The figures of one office, or of many, for one year.

    `facts` are by name, those of several parts each under its own; `prose` are the paragraphs of a
    finished report; `units` the offices that a sum is of. `report` is there where the rows are.
    """

    name: str
    origin: Origin
    year: int
    edition: Edition
    tables: Mapping[str, SideTable]
    agency: str | None = None
    as_of: str = ""
    facts: Mapping[str, Number] = field(default_factory=dict)
    findings: Sequence[Finding | FindingJson] = ()
    prose: Sequence[str] = ()
    units: Mapping[str, UnitFigures] = field(default_factory=dict)
    report: Report | None = None

    @property
    def is_draft(self) -> bool:
        """Whether an error is left that nobody let stand; what is published is no draft."""
        return self.origin != "report" and any(
            one.severity == "error" and not one.waived for one in self.findings
        )

    def number(self, table: str, cell: LineColumn) -> Number | None:
        """The number of a cell; None where it is not known."""
        return self.tables.get(table, {}).get(cell)


def side_of_report(report: Report, name: str) -> Side:
    """Logs that were counted."""
    declared = {
        f"{DECLARED_PREFIX}{key}": Decimal(str(n)) for key, n in report.settings.declared.items()
    }
    return Side(
        name=name,
        origin="logs",
        year=report.year,
        edition=report.edition,
        tables=report.tally.tables,
        agency=report.settings.agency,
        as_of=report.as_of.isoformat(),
        facts={**facts_by_name(report.facts), **declared},
        findings=report.findings,
        report=report,
    )


def side_of_tally(told: TallyJson, name: str) -> Side:
    """A tally, or an annual report with its words, as JSON has it."""
    facts = facts_by_name(known_facts(told.facts))
    prose: list[str] = []
    if isinstance(told, ReportJson):
        facts |= {
            key: Decimal(figure.value)
            for key, figure in told.figures.items()
            if key.startswith(DECLARED_PREFIX)
        }
        prose = [*paragraphs_in_json(told.preamble), *paragraphs_in_json(told.parts)]
    edition = edition_of(told.edition, told.year)
    return Side(
        name=name,
        origin="json" if told.source is UNSET else "report",
        year=told.year,
        edition=edition,
        tables=known_in_form(told.tables, edition),
        agency=told.agency,
        as_of=told.as_of,
        facts=facts,
        findings=told.findings,
        prose=prose,
    )


def side_of_rollup(told: RollupJson, name: str, summed: Collection[str]) -> Side:
    """Many offices: their sum, and each office whose status says that it is in the sum."""
    edition = edition_of(told.edition, told.year)
    return Side(
        name=name,
        origin="rollup",
        year=told.year,
        edition=edition,
        tables=known_in_form(told.tables, edition),
        agency=told.agency,
        as_of=told.as_of,
        facts=facts_by_name(known_facts(told.facts)),
        findings=told.findings,
        units={
            unit.code: UnitFigures(unit.code, unit.name, numbers_by_cell(unit.tables))
            for unit in told.units
            if unit.status in summed
        },
    )


def side_of_published(read: Published) -> Side:
    """A finished report that was read back; one that does not say of which year it is, and was not
    told, is a `Refusal`."""
    if read.year is None:
        raise Refusal("published-without-year", Address(read.file))
    tables: dict[str, dict[LineColumn, Number | None]] = {}
    for id_, number in read.cells.items():
        table, line, column = id_.split("/")
        is_count = number is not None and column != MONEY_COLUMN and number == int(number)
        value = int(number) if is_count and number is not None else number
        tables.setdefault(table, {})[line, column] = value
    return Side(
        name=read.file,
        origin="report",
        year=read.year,
        edition=read.edition,
        tables=tables,
        agency=agency_in([*read.titles, *(text for _, text in read.prose[:3])]),
        findings=read.findings,
        prose=[text for _, text in read.prose],
    )


def agency_in(titles: Sequence[str]) -> str | None:
    """Whose report it is, by its first title that names a year; paper has it on two lines."""
    on_two_lines = ["".join(lines) for lines in pairwise(titles)]
    found = (AGENCY_IN_TITLE.match(one) for one in (*titles, *on_two_lines) if "公开" in one)
    return next((one[1] for one in found if one), None)


def edition_of(edition: str, year: int) -> Edition:
    """The form that is named, else that of the year: a hand-made JSON need not name it."""
    return Edition.by_id(edition) if edition else Edition.for_year(year)


def known_in_form(tables: FigureTables, edition: Edition) -> dict[str, dict[LineColumn, Number]]:
    """The numbers of tables that were read back; one for which the form has no cell is a
    `ValueError` that names its path."""
    numbers = numbers_by_cell(tables)
    known = {*all_cells(edition), *links(edition)}
    for table, cells in numbers.items():
        if table not in {one.id for one in edition.tables}:
            raise ValueError(f"$.tables.{table}")
        for line, column in cells:
            if cell_id(table, line, column) not in known:
                raise ValueError(f"$.tables.{table}.{line}.{column} ({edition.id})")
    return numbers


def facts_by_name(facts: Mapping[str, FactValue]) -> dict[str, Number]:
    """The facts by name; each part of one with several under its own."""
    found: dict[str, Number] = {}
    for name, value in facts.items():
        if isinstance(value, Mapping):
            found.update({f"{name}.{part}": number for part, number in value.items()})
        else:
            found[name] = value
    return found


def paragraphs_in_json(value: object) -> Iterator[str]:
    """The paragraphs in a part of the annual report as JSON has it."""
    if isinstance(value, Mapping):
        runs = value.get("runs")
        if isinstance(runs, Sequence) and not isinstance(runs, str):
            yield "".join(str(run.get("text", "")) for run in runs if isinstance(run, Mapping))
        else:
            for inner in value.values():
                yield from paragraphs_in_json(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from paragraphs_in_json(inner)
