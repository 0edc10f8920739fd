"""The few cells by which units are compared at a glance, and what kinds, statuses and deliveries are
called: what every writer of a roll-up shares.
"""

from __future__ import annotations

from typing import NamedTuple

from reportcli.count.number import CellTables, LineColumn, Number
from reportcli.law.edition import Edition, cell_id
from reportcli.rollup.result import UnitResult
from reportcli.rollup.statement import UnitLine
from reportcli.rollup.sums import exact
from reportcli.rollup.units import UnitKind, list_words
from reportcli.words.messages import Voice


class KeyCell(NamedTuple):
    """A cell of a form that tells much of a unit, under a short name."""

    key: str
    table: str
    cell: LineColumn

    @property
    def id(self) -> str:
        return cell_id(self.table, *self.cell)

    def number(self, tables: CellTables) -> Number:
        """Its number in some tables; nought where they have no such table."""
        return tables.get(self.table, {}).get(self.cell, 0)

    def of_unit(self, result: UnitResult) -> Number | None:
        """Its number in a unit; None where the unit has no such table."""
        cells = result.tables.get(self.table)
        return None if cells is None else exact(cells.get("/".join(self.cell), 0))


# In the order in which they are shown; each form has some of them.
KEY_CELLS = (
    KeyCell("received", "requests", ("received", "total")),
    KeyCell("brought", "requests", ("brought_forward", "total")),
    KeyCell("concluded", "requests", ("outcome.total", "total")),
    KeyCell("carried", "requests", ("carried_forward", "total")),
    KeyCell("reviews", "cases", ("review", "total")),
    KeyCell("suits", "cases", ("suit_direct", "total")),
    KeyCell("suits-after", "cases", ("suit_after_review", "total")),
    KeyCell("documents", "publications", ("normative_documents", "issued")),
    KeyCell("documents", "publications", ("normative_documents", "made")),
    KeyCell("fees", "publications", ("fees", "amount")),
)


def key_cells(form: Edition, tables: CellTables) -> list[KeyCell]:
    """The key cells of a form, of the tables that there are."""
    known = {
        cell_id(table.id, line.id, column.id)
        for table in form.tables
        if table.id in tables
        for line, column, _ in table.cells()
    }
    return [cell for cell in KEY_CELLS if cell.id in known]


def kind_label(kind: UnitKind, voice: Voice) -> str:
    words = list_words().kinds[kind]
    return voice.choose(words.label, words.label_en)


def group_label(kind: UnitKind, voice: Voice) -> str:
    """What the units of a kind are called together."""
    words = list_words().kinds[kind]
    return voice.choose(words.group, words.group_en)


def status_label(line: UnitLine, voice: Voice) -> str:
    return voice.say("rollup", f"status-{line.status}")


def delivery_label(line: UnitLine, voice: Voice) -> str:
    """What its delivery is called; nothing where nothing is due."""
    return voice.say("rollup", f"delivery-{line.delivery}") if line.delivery else ""


def day_label(line: UnitLine, voice: Voice) -> str:
    """When it delivered, and what told the day where the list does not."""
    if line.delivered is None:
        return ""
    day = line.delivered.isoformat()
    if line.known_by == "list":
        return day
    return f"{day} ({voice.say('rollup', f'day-by-{line.known_by}')})"
