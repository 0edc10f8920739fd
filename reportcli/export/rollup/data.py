"""A roll-up as JSON by its contract, and a number of it with the units behind it.

The units stand one a line, so that a roll-up of tens of thousands can be looked at and compared with
the usual tools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from reportcli.contract import (
    CompletenessJson,
    DifferenceJson,
    ExplainRollupJson,
    Facts,
    FigureTables,
    FileJson,
    RollupJson,
    RollupUnitJson,
    SettingsJson,
    SettledJson,
    UnitFindingJson,
    UnitShareJson,
)
from reportcli.count.number import (
    MONEY_COLUMN,
    FactValue,
    LineColumn,
    Number,
    exact_number,
    plain_number,
)
from reportcli.export.data import TOOL, finding_json
from reportcli.law.edition import Edition
from reportcli.rollup.behind import UnitsBehind
from reportcli.rollup.result import SparseTables
from reportcli.rollup.rules import UnitFinding
from reportcli.rollup.statement import UnitLine
from reportcli.rollup.sums import cells_by_key
from reportcli.rollup.whole import Rollup
from reportcli.words.messages import Voice, json_text


def rollup_json(rollup: Rollup) -> RollupJson:
    """The roll-up by the contract, without its units and findings, which are written one by one."""
    settings = rollup.asked.settings
    return RollupJson(
        tool=TOOL,
        as_of=rollup.as_of.isoformat(),
        year=rollup.year,
        edition=rollup.edition.id,
        agency=settings.agency,
        settings=SettingsJson(settings.path, settings.sha256) if settings.path else None,
        unit_list=FileJson(rollup.members.file, rollup.members.sha256)
        if rollup.members.file
        else None,
        previous=rollup.previous.file if rollup.previous else None,
        tables=figure_tables(rollup.tables),
        facts=plain_facts_of(rollup.facts),
        by_kind={kind: figure_tables(tables) for kind, tables in rollup.by_kind.items()},
        by_branch={code: figure_tables(tables) for code, tables in rollup.by_branch.items()},
        units=[],
        completeness=completeness_json(rollup),
        differences=[
            DifferenceJson(one.unit, one.cell, plain_number(one.delivered), plain_number(one.sum))
            for one in rollup.differences
        ],
        settled=[
            SettledJson(one.entry.code, one.entry.number, one.entry.unit, list(one.others))
            for one in rollup.settled
        ],
        findings_omitted=dict(rollup.omitted),
    )


def figure_tables(tables: Mapping[str, Mapping[LineColumn, Number]]) -> FigureTables:
    """Tables as every contract has them: table → line → column → value."""
    found: FigureTables = {}
    for table, numbers in tables.items():
        lines = found.setdefault(table, {})
        for (line, column), number in numbers.items():
            lines.setdefault(line, {})[column] = plain_number(exact_number(number, column))
    return found


def tables_of_unit(tables: SparseTables, form: Edition) -> FigureTables:
    """The tables of one unit with every cell, as `figure_tables` gives them: its numbers are plain
    already, and there are tens of thousands of units."""
    found: FigureTables = {}
    for table, cells in tables.items():
        lines = found.setdefault(table, {})
        for key, (line, column) in cells_by_key(form.id, table):
            nought = "0" if column == MONEY_COLUMN else 0
            lines.setdefault(line, {})[column] = cells.get(key, nought)
    return found


def plain_facts_of(facts: Mapping[str, FactValue]) -> Facts:
    """The facts as every contract has them."""
    return {
        fact: dict(value) if isinstance(value, Mapping) else plain_number(value)
        for fact, value in facts.items()
    }


def unit_json(line: UnitLine, form: Edition) -> RollupUnitJson:
    """One unit by the contract, with every cell of its tables."""
    unit, result = line.unit, line.result
    return RollupUnitJson(
        code=unit.code,
        name=unit.name,
        parent=unit.parent,
        kind=unit.kind,
        scope=unit.scope,
        due=unit.due.isoformat() if unit.due else None,
        status=line.status,
        delivery=line.delivery,
        delivered=line.delivered.isoformat() if line.delivered else None,
        delivered_by=line.known_by or None,
        source=result.source or None,
        reason=result.reason or None,
        tables=tables_of_unit(result.tables, form),
        facts=result.facts,
        errors=result.errors,
        warnings=result.warnings,
        inputs=[FileJson(one.file, one.sha256) for one in result.inputs],
    )


def completeness_json(rollup: Rollup) -> CompletenessJson:
    """How complete the deliveries are, by the contract."""
    one = rollup.completeness
    return CompletenessJson(
        due=one.due,
        in_time=one.in_time,
        late=one.late,
        missing=one.missing,
        unreadable=one.unreadable,
        other_year=one.other_year,
        other_edition=one.other_edition,
        summed=len(rollup.summed),
        rate=one.rate,
    )


def unit_finding_json(one: UnitFinding, voice: Voice) -> UnitFindingJson:
    """A finding with the unit that it is about."""
    found = finding_json(one.finding, voice)
    return UnitFindingJson(**msgspec.structs.asdict(found), unit=one.unit or None)


def write_rollup_json(rollup: Rollup, voice: Voice) -> Iterator[str]:
    """The roll-up as JSON, piece by piece: each unit and each finding on a line of its own. That of
    tens of thousands of units is never in memory as a whole."""
    rest = voice.json(rollup_json(rollup))
    units = (unit_json(line, rollup.edition) for line in rollup.lines)
    findings = (unit_finding_json(one, voice) for one in rollup.findings)
    for name, items in (("units", units), ("findings", findings)):
        before, _, rest = rest.partition(f'\n  "{name}": []')
        yield before
        yield from lines_of_list(name, items, voice)
    yield rest


def lines_of_list(name: str, items: Iterable[msgspec.Struct], voice: Voice) -> Iterator[str]:
    """A list of the outermost object, an item a line."""
    mark = "["
    yield f'\n  "{name}": '
    for item in items:
        line = json_text(item, ascii_only=voice.ascii_only, indent=None).rstrip("\n")
        yield f"{mark}\n    {line}"
        mark = ","
    yield "[]" if mark == "[" else "\n  ]"


def write_units_behind_json(found: UnitsBehind, voice: Voice) -> str:
    """A number of the whole and the units behind it, as one object."""
    column = found.cell.rpartition("/")[2]
    told = ExplainRollupJson(
        tool=TOOL,
        year=found.rollup.year,
        edition=found.edition.id,
        cell=found.cell,
        label=found.label,
        unit=found.unit,
        value=plain_number(exact_number(found.value, column)),
        units=[
            UnitShareJson(unit.code, unit.name, plain_number(number))
            for unit, number in found.units
        ],
    )
    return voice.json(told)
