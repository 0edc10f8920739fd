"""A roll-up as CSV: a line a unit, a column a cell; and a first list of units."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportcli.contract import FigureValue
from reportcli.count.number import plain_number
from reportcli.export.csv import written
from reportcli.law.edition import cell_id
from reportcli.rollup.behind import UnitsBehind
from reportcli.rollup.units import Unit
from reportcli.rollup.whole import Rollup
from reportcli.words.messages import Voice

OF_A_UNIT = (
    "code", "name", "parent", "kind", "status", "delivery", "delivered", "errors", "warnings",
)  # fmt: skip
OF_A_LIST = ("code", "name", "parent", "kind", "due", "files", "scope", "delivered")
FILE_MARK = ";"


def write_rollup_csv(rollup: Rollup, voice: Voice) -> str:  # noqa: ARG001 - as every writer
    """Units × cells, by ids, for other programs; a cell of a table that a unit has not is blank."""
    cells = [
        (table.id, f"{line.id}/{column.id}", cell_id(table.id, line.id, column.id))
        for table in rollup.edition.tables
        if table.id in rollup.tables
        for line, column, _ in table.cells()
    ]
    heads = (*OF_A_UNIT, *(id_ for _, _, id_ in cells))
    return written(heads, unit_rows(rollup, [(table, cell) for table, cell, _ in cells]))


def unit_rows(rollup: Rollup, cells: Sequence[tuple[str, str]]) -> Iterator[Sequence[object]]:
    """The line of each unit."""
    for line in rollup.lines:
        unit, result = line.unit, line.result
        values: list[FigureValue | None] = [
            result.tables[table].get(cell, 0) if table in result.tables else None
            for table, cell in cells
        ]
        yield (
            unit.code,
            unit.name,
            unit.parent,
            unit.kind,
            line.status,
            line.delivery,
            line.delivered,
            result.errors,
            result.warnings,
            *values,
        )


def write_unit_list(units: Sequence[Unit], folder: Path) -> str:
    """A first list of units, their files relative to the folder in which the list will lie; the days
    are left to the law."""
    rows = []
    for unit in units:
        files = [os.path.relpath(file, folder).replace(os.sep, "/") for file in unit.files]
        joined = FILE_MARK.join(files)
        rows.append((unit.code, unit.name, unit.parent, unit.kind, "", joined, unit.scope, ""))
    return written(OF_A_LIST, rows)


def write_units_behind_csv(found: UnitsBehind, voice: Voice) -> str:  # noqa: ARG001 - as every writer
    """The units behind a number, one a line."""
    rows = [(unit.code, unit.name, plain_number(number)) for unit, number in found.units]
    return written(("code", "name", "contribution"), rows)
