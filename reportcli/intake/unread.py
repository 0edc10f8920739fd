"""Sheets that are read as no log: how much is in them, and whether they look like one all the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reportcli.files.sheet import Batch
from reportcli.intake.child.wire import SheetReading
from reportcli.intake.strange import holds_word
from reportcli.words.cells import Cell, is_blank, read_date

# Rows that are looked at for days and words; the rest of a longer sheet is only counted.
LOOKED_AT = 500


def look_through(reading: SheetReading, batches: Iterable[Batch], first: int) -> None:
    """Count the filled rows of a sheet, and those that hold a day beside a word of the form."""
    number = first - 1
    days: set[int] = set()
    for batch in batches:
        for place in range(len(batch)):
            number += 1
            row = batch.row(place)
            if all(map(is_blank, row)):
                continue
            reading.filled += 1
            if number - first >= LOOKED_AT:
                continue
            columns = [column for column, cell in enumerate(row, start=1) if is_day(cell)]
            if columns and holds_word(row):
                reading.alike += 1
                days.update(columns)
    reading.day_columns = sorted(days)


def is_day(cell: Cell) -> bool:
    """Whether a cell is a day, also as text."""
    return isinstance(cell, date) or (isinstance(cell, str) and isinstance(read_date(cell), date))
