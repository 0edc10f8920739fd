"""Which units are behind a number of a roll-up, with what each adds; and the files of one of them,
to go on to its rows.

Not for the rows themselves, which `answer` finds in the logs of the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from reportcli.contract import FigureTables, FigureValue, RollupUnitJson
from reportcli.count.facts import definitions
from reportcli.count.number import Number
from reportcli.finding import Address, Refusal
from reportcli.law.cell_names import CellError, cell_words, find_number
from reportcli.law.edition import Block, Edition, Line, ancestors
from reportcli.rollup.earlier import EarlierRollup, number_told
from reportcli.rollup.sums import exact
from reportcli.words.messages import printable


@dataclass(frozen=True)
class UnitsBehind:
    """A number of the whole and the units behind it, the largest first; what they add sums to it."""

    rollup: EarlierRollup
    edition: Edition
    cell: str
    label: str
    unit: str
    value: Number
    units: Sequence[tuple[RollupUnitJson, Number]]


def units_behind(rollup: EarlierRollup, name: str) -> UnitsBehind:
    """The units behind the number that `name` means: a cell or group by id or as on paper, or a
    fact by its name. A `CellError` where none is meant."""
    form = Edition.by_id(rollup.told.edition)
    try:
        cell = find_number(form, name)
    except CellError:
        if fact := fact_named(name):
            return units_behind_fact(rollup, form, *fact)
        raise
    parts = leaf_parts(form, cell)
    added = [(unit, number_in(unit.tables, parts)) for unit in rollup.summed.values()]
    words, unit = cell_words(form, cell), unit_of_cell(form, cell)
    return UnitsBehind(rollup, form, cell, words, unit, *largest_first(added))


def largest_first(
    added: Iterable[tuple[RollupUnitJson, Number]],
) -> tuple[Number, list[tuple[RollupUnitJson, Number]]]:
    """What units add in all, and those that add something, the largest first."""
    behind = sorted((one for one in added if one[1]), key=lambda one: (-one[1], one[0].code))
    return sum((number for _, number in behind), 0), behind


def fact_named(name: str) -> tuple[str, str] | None:
    """The fact, and its part, that a name means: 按期办结, `requests.on_time`, or
    `requests.by_channel.online`."""
    for fact, definition in definitions().items():
        if name in (fact, definition.label):
            return fact, ""
        if name.startswith(f"{fact}."):
            return fact, name.removeprefix(f"{fact}.")
    return None


def units_behind_fact(rollup: EarlierRollup, form: Edition, fact: str, part: str) -> UnitsBehind:
    """The units behind a fact; where units leave it open, the rest do not make the whole, and only
    what is told is summed."""
    definition = definitions()[fact]
    added = [
        (unit, fact_in(unit.facts[fact], part))
        for unit in rollup.summed.values()
        if fact in unit.facts
    ]
    name = f"{fact}.{part}" if part else fact
    return UnitsBehind(rollup, form, name, definition.label, definition.unit, *largest_first(added))


def fact_in(value: FigureValue | dict[str, int], part: str) -> Number:
    """A fact of a unit, one of its parts, or all of them together."""
    if isinstance(value, dict):
        return value.get(part, 0) if part else sum(value.values())
    return 0 if part else exact(value)


def leaf_parts(form: Edition, cell: str) -> list[tuple[str, str, str]]:
    """The cells of the form that a number is: itself, or those under its group, which the form does
    not print."""
    table, line_id, column_id = cell.split("/")
    block = block_of(form, cell)
    lines = under(block.lines, line_id)
    columns = under(block.columns, column_id)
    return [(table, line, column) for line, column in product(lines, columns)]


def block_of(form: Edition, cell: str) -> Block:
    """The block of the form in which a number stands."""
    table, line, _ = cell.split("/")
    blocks = form.table(table).blocks
    return next(block for block in blocks if any(one.id == line for one in block.lines))


def unit_of_cell(form: Edition, cell: str) -> str:
    """The unit in which a number is counted."""
    block = block_of(form, cell)
    column = next(one for one in block.columns if one.id == cell.split("/")[2])
    return column.unit or block.unit


def under(axis: Sequence[Line], item_id: str) -> list[str]:
    """The leaves under a group; anything else is itself."""
    item = next(one for one in axis if one.id == item_id)
    if item.kind != "group":
        return [item.id]
    return [one.id for one in axis if one.kind == "leaf" and item in ancestors(axis, one)]


def number_in(tables: FigureTables, parts: Sequence[tuple[str, str, str]]) -> Number:
    """The sum of some cells of a unit."""
    return sum((number_told(tables, table, (line, column)) for table, line, column in parts), 0)


def files_of_unit(rollup: EarlierRollup, code: str) -> list[str]:
    """The files of a unit that are at hand, from here or from where the roll-up lies; what is not
    is refused."""
    unit = next((one for one in rollup.told.units if one.code == code), None)
    if unit is None or unit.source != "logs":
        raise Refusal("rollup-unit-without-logs", Address(rollup.file), unit=printable(code))
    folder = Path(rollup.file).parent
    found = []
    for one in unit.inputs:
        places = [Path(one.file), folder / one.file]
        at_hand = next((place for place in places if place.is_file()), None)
        if at_hand is None:
            raise Refusal("input-missing", Address(one.file))
        found.append(str(at_hand))
    return found
