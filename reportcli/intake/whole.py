"""What only a whole column shows: times that a program got wrong, amounts without a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from reportcli.finding import Fault
from reportcli.words.cells import Cell, read_money

DAY = 24 * 60 * 60
MIDNIGHT = 0
# A writer of the web office (SheetJS before 0.18) lost the 43 seconds by which local time in
# Shanghai differed from its zone before 1901: every day became 23:59:17 of the day before.
MOST_LOST = 60


def seconds_before_midnight(cells: Iterable[Cell]) -> int:
    """How many seconds before midnight every time of a column is; 0 where it is not so.

    Midnight itself may stand beside them. A true 23:59 stands beside other times.
    """
    times = {second_of_day(cell) for cell in cells if type(cell) is datetime}
    late = times - {MIDNIGHT}
    if len(late) != 1:
        return 0
    lost = DAY - late.pop()
    return lost if lost <= MOST_LOST else 0


def second_of_day(moment: datetime) -> int:
    """The second of the day, rounded, for a serial keeps no exact ones."""
    clock: time = moment.time()
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return min(round(seconds), DAY - 1)


def next_day(cell: Cell) -> Cell:
    """The day that begins within a minute of a time; other cells as they are."""
    if type(cell) is not datetime or second_of_day(cell) == MIDNIGHT:
        return cell
    return cell.date() + timedelta(days=1)


def unit_notes(heading: str, units: Sequence[str], cells: Collection[Cell]) -> Iterator[Fault]:
    """That a unit was assumed for a column of amounts, or that two of them disagree."""
    if not any(map(lacks_unit, cells)):
        return
    if not units:
        yield Fault("unit-assumed", {"value": heading})
    elif len(set(units)) > 1:
        named = "、".join(dict.fromkeys(units))
        yield Fault("unit-conflict", {"value": heading, "units": named, "unit": units[0]})


def lacks_unit(cell: Cell) -> bool:
    """Whether an amount is another in another unit: it names none itself."""
    return read_money(cell, unit="元") != read_money(cell, unit="万元")
