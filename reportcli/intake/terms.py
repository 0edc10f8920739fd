"""What the cells of a sheet are read with, and how one cell becomes a value: its text as compared, or
its fault.

A value that is read is a plain one, for it crosses to the parent process. Not for what a field is
read from (`recipes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reportcli.finding import Fault
from reportcli.intake.child.wire import EPOCH, Column, WireValue
from reportcli.intake.gather import DITTOS, Conflict, Getter, by_side, getter_of, sides_of
from reportcli.intake.header import Header
from reportcli.settings import Choices, SheetSettings
from reportcli.words.cells import Cell, is_blank, read_date, read_text, unit_of
from reportcli.words.fields import KindId
from reportcli.words.text import squeeze
from reportcli.words.values import known_words

CellRead = tuple[WireValue, tuple[Fault, ...]]


@dataclass(frozen=True)
class Terms:
    """What the cells of one sheet are read with: its columns, its year, and what the office settled."""

    header: Header
    choices: Choices
    year: int | None = None
    epoch_1904: bool = False
    # What all rows of the sheet have, where no column says it: field → cell.
    fixed: Mapping[str, str] = field(default_factory=dict)
    # Units of money in the lines above the header and the name of the sheet, the nearest first.
    units: Sequence[str] = ()
    sheet: str = ""
    is_about_disclosure: bool = False  # of a sheet of cases, as its title or name says

    @property
    def kind(self) -> KindId:
        return self.header.kind

    @cached_property
    def columns(self) -> Mapping[str, list[Column]]:
        """Field → its columns, in the order in which they are preferred."""
        return self.header.fields

    def holds(self, field_id: str) -> bool:
        """Whether a column holds the field, or all rows have one value of it."""
        return field_id in self.columns or field_id in self.fixed

    def getter(self, field_id: str) -> Getter:
        """What takes the cells of a field from some rows."""
        if field_id == "applicant_type":
            types = self.columns.get(field_id, [])
            sides = sides_of(self.columns.get("applicant", []))
            if sides and not any(column.part for column in types):
                return by_side(types, sides)
        return getter_of(self.columns.get(field_id, ()), self.fixed.get(field_id))

    def units_of(self, field_id: str) -> list[str]:
        """The units that are named for a column of amounts, the nearest first.

        In its heading, in what stands over that, in the lines above the table, in the sheet's name.
        An amount that is given for all rows, or tried on some cells, has no column.
        """
        if (settled := self.choices.sheets.get(self.sheet, SheetSettings()).unit) is not None:
            return [settled]
        columns = self.columns.get(field_id, [])[:1]
        over_cells = [part for column in columns for part in (column.heading, column.path) if part]
        return [*filter(None, map(unit_of, over_cells)), *self.units]

    @cached_property
    def settled(self) -> Mapping[str, Mapping[str, str]]:
        """Field → the office's own wordings, as compared; those it left open are none."""
        return {
            field: {squeeze(word): value for word, value in words.items() if value}
            for field, words in self.choices.values.items()
        }

    def wordings(self, field: str) -> Mapping[str, str]:
        """The office's own wordings of one field."""
        return self.settled.get(field, {})

    def day(self, cell: Cell) -> date | Fault | None:
        """A cell read as a date of this sheet."""
        return read_date(cell, year=self.year, epoch_1904=self.epoch_1904)

    def vocabulary(self, field: str) -> Mapping[str, str]:
        """Wording → id of the vocabulary of a field, as compared."""
        return known_words(self.kind, field)


def error_of(cell: Cell | Fault | Conflict) -> Fault | None:
    """The fault of a cell that shows an error, or that could not be made of its columns."""
    if isinstance(cell, Fault):
        return cell
    if isinstance(cell, Conflict):
        return Fault(cell.code)
    if not isinstance(cell, str) or is_blank(cell):
        return None
    if cell in DITTOS:
        return Fault("ditto-lost", {"value": cell})
    text = read_text(cell)
    return text if isinstance(text, Fault) else None


def compared_text(cell: Cell) -> str:
    """A cell as compared text; empty where it is blank or shows an error."""
    if is_blank(cell):
        return ""
    text = read_text(cell)
    return "" if isinstance(text, Fault) else squeeze(text)


def as_read(value: WireValue | Fault) -> CellRead:
    """What one reading function gives, as value and faults; the empty text is no value."""
    if isinstance(value, Fault):
        return None, (value,)
    return (None if value == "" else value), ()


def as_days(day: date | Fault | None) -> int | Fault | None:
    return day.toordinal() - EPOCH if isinstance(day, date) else day
