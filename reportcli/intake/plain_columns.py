"""How a column is read whose cell is enough, by the type of its field: a day, a count, an amount, a
number that is a name, a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportcli.finding import Detail, Fault
from reportcli.intake.child.wire import YES
from reportcli.intake.terms import CellRead, Terms, as_days, as_read
from reportcli.words.cells import (
    Cell,
    is_blank,
    read_count,
    read_flag_or_date,
    read_identifier,
    read_identifiers,
    read_money,
    read_text,
    shown,
    unit_of_amount,
)
from reportcli.words.fields import log_kinds


def read_day(terms: Terms, cell: Cell) -> CellRead:
    """A date."""
    return as_read(as_days(terms.day(cell)))


def read_done(terms: Terms, cell: Cell) -> CellRead:
    """A cell that says that something was done, or on which day."""
    done = read_flag_or_date(cell, year=terms.year, epoch_1904=terms.epoch_1904)
    if isinstance(done, bool):
        return (YES if done else None), ()
    return as_read(as_days(done))


def read_whole_number(_: Terms, cell: Cell) -> CellRead:
    """A count."""
    return as_read(read_count(cell))


def read_amount(field: str, terms: Terms, cell: Cell) -> CellRead:
    """An amount in yuan as decimal text, in the unit that stands nearest to it."""
    named = terms.units_of(field)
    amount = read_money(cell, unit=next(iter(named), "元"))
    if not isinstance(amount, Decimal):
        return as_read(amount)
    own = unit_of_amount(cell)
    decides = log_kinds()[terms.kind].field(field).decides
    if not decides or not own or not named or own == named[0]:
        return as_read(f"{amount:f}")
    columns = terms.columns.get(field)
    heading = shown(columns[0].heading) if columns else ""
    units: dict[str, Detail] = {"value": heading, "units": f"{own}、{named[0]}", "unit": own}
    return f"{amount:f}", (Fault("unit-conflict", units),)


def read_name(_: Terms, cell: Cell) -> CellRead:
    """A number that is a name."""
    return as_read(read_identifier(cell))


def read_names(_: Terms, cells: Sequence[Cell]) -> list[CellRead]:
    """Numbers that are names, many at once."""
    found = read_identifiers(cells)
    # Nearly all are texts; each of them is looked at where a call would take longer than the look.
    return [(one, ()) if one.__class__ is str and one else as_read(one) for one in found]


def read_label(_: Terms, cell: Cell) -> CellRead:
    """A text as it stands."""
    return as_read(read_text(cell))


def read_presence(_: Terms, cell: Cell) -> CellRead:
    """That a cell says something; who reviewed an item is a person's name and goes no further."""
    return (None if is_blank(cell) else YES), ()
