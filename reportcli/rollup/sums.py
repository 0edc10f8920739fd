"""What units sum up to: the official tables of the whole, of each kind and of each branch.

Every cell is the sum of that cell in the units, so that `explain` can name what each adds. Shares
and rates are never added; there are none among the figures of a unit. Not for: which units are
summed (`statement.py`), and what may not simply be added (`whole.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from reportcli.count.facts import definitions
from reportcli.count.number import FactValue, LineColumn, Number, exact_number
from reportcli.law.edition import Edition
from reportcli.rollup.result import UnitResult
from reportcli.rollup.units import Unit, parents_first

WholeTables = dict[str, dict[LineColumn, Number]]


def sum_tables(results: Iterable[UnitResult], form: Edition) -> WholeTables:
    """The tables that some units have together, in the order of the form; a table that none has is
    absent."""
    sums: dict[str, dict[str, Number]] = {}
    for result in results:
        for table, cells in result.tables.items():
            own = sums.setdefault(table, {})
            for cell, value in cells.items():
                # Money is exact decimal text.
                own[cell] = own.get(cell, 0) + exact(value)
    return {
        table.id: {
            cell: exact_number(sums[table.id].get(key, 0), cell[1])
            for key, cell in cells_by_key(form.id, table.id)
        }
        for table in form.tables
        if table.id in sums
    }


@cache
def cells_by_key(form: str, table: str) -> tuple[tuple[str, LineColumn], ...]:
    """The cells of a table of a form in their order, each by its key in a result."""
    cells = Edition.by_id(form).table(table).cells()
    return tuple((f"{line.id}/{column.id}", (line.id, column.id)) for line, column, _ in cells)


def exact(value: int | str) -> Number:
    """A value of a result as the number that it is."""
    return Decimal(value) if isinstance(value, str) else value


def sum_facts(results: Sequence[UnitResult]) -> dict[str, FactValue]:
    """The facts that every unit tells that could: of a fact that one leaves open the sum would be
    a part and look like the whole."""
    found: dict[str, FactValue] = {}
    for fact, definition in definitions().items():
        table = definition.log or fact.partition(".")[0]
        asked = [result for result in results if table in result.tables]
        told = [result.facts[fact] for result in asked if fact in result.facts]
        if told and len(told) == len(asked):
            found[fact] = added(told)
    return found


def added(values: Sequence[int | str | dict[str, int]]) -> FactValue:
    """The sum of one fact, part by part where it has parts."""
    parts: dict[str, int] = {}
    whole: Number = 0
    for value in values:
        if isinstance(value, dict):
            for key, count in value.items():
                parts[key] = parts.get(key, 0) + count
        else:
            whole += exact(value)
    if any(isinstance(value, dict) for value in values):
        return dict(sorted(parts.items(), key=lambda pair: (-pair[1], pair[0])))
    return whole


def root_of(units: Sequence[Unit]) -> str:
    """The code of the one unit without a parent that others have; none where several are so."""
    parents = {unit.parent for unit in units}
    tops = [unit.code for unit in units if not unit.parent and unit.code in parents]
    return tops[0] if len(tops) == 1 else ""


def branches(units: Sequence[Unit]) -> Mapping[str, str]:
    """The node under the root that each unit belongs to, by code: the county of a department.

    The root is the one unit without a parent that others have; where several have none, each of
    them is a node. A unit that belongs to none is left out.
    """
    parents = {unit.parent for unit in units}
    tops = [unit.code for unit in units if not unit.parent and unit.code in parents]
    root = tops[0] if len(tops) == 1 else ""
    nodes = {unit.code for unit in units if unit.parent == root and unit.code in parents}
    nodes -= {root}
    return handed_down(nodes, units)


def handed_down(nodes: Collection[str], units: Sequence[Unit]) -> Mapping[str, str]:
    """The node that each unit is, or is under through however many others."""
    found: dict[str, str] = {}
    for unit in parents_first(units):
        node = unit.code if unit.code in nodes else found.get(unit.parent)
        if node:
            found[unit.code] = node
    return found
