"""Which records of one sheet are unsound and why, told without pandas, for commands that count
nothing.

The rules are those of `unsound.py`, asked of columns that are compared as those of a frame are. Not
for logs that are counted, whose frames are made together (`build.py`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from reportcli.finding import Fault, catalogue
from reportcli.intake.child.wire import ABSENT, Column, Faults, SheetReading, WireValue
from reportcli.intake.unsound import UNSOUND
from reportcli.words.fields import log_kinds


class RecordColumn:
    """The values of one field by record, or what is so of each, as a column of a frame is asked."""

    def __init__(self, values: Iterable[WireValue]) -> None:
        self.values = list(values)

    def where(self, is_so: Callable[[WireValue], bool]) -> RecordColumn:
        """Of which records something is so."""
        return RecordColumn(map(is_so, self.values))

    def isna(self) -> RecordColumn:
        """Where nothing stands."""
        return self.where(lambda value: value is None)

    def notna(self) -> RecordColumn:
        """Where something stands."""
        return self.where(lambda value: value is not None)

    def isin(self, wanted: Collection[str]) -> RecordColumn:
        """Where one of some values stands."""
        return self.where(lambda value: value in wanted)

    def __lt__(self, other: RecordColumn) -> RecordColumn:
        """Where a day is earlier than another; what is missing is not."""
        pairs: Any = zip(self.values, other.values, strict=True)
        return RecordColumn(None not in (one, later) and one < later for one, later in pairs)

    def __and__(self, other: RecordColumn) -> RecordColumn:
        pairs = zip(self.values, other.values, strict=True)
        return RecordColumn(bool(one and both) for one, both in pairs)

    def __invert__(self) -> RecordColumn:
        return self.where(lambda value: not value)


class RecordValues:
    """The records of one sheet that was recognised: their rows, and their values by field."""

    def __init__(self, sheet: SheetReading) -> None:
        self.sheet = sheet
        self.rows: Sequence[int] = memoryview(sheet.rows).cast("i")

    def __getitem__(self, field: str) -> RecordColumn:
        """The values of a field, also of one that the sheet has not."""
        column = self.sheet.data.get(field)
        if column is None:
            return RecordColumn([None] * len(self.rows))
        values: list[WireValue] = [*column.values, None]
        # An absent value has the last place.
        assert values[ABSENT] is None
        return RecordColumn(map(values.__getitem__, memoryview(column.codes).cast("i")))

    def days(self, field: str) -> set[int]:
        """The days that a field has, as they cross from the reader."""
        return {day for day in self[field].values if isinstance(day, int)}

    def first_errors(self) -> dict[int, str]:
        """Of each unsound record by its row: the first error that sets it aside."""
        assert self.sheet.kind
        first: dict[int, str] = {}
        for column in self.sheet.faults:
            if column.decides:
                for row, code in errors_at(column):
                    first.setdefault(row, code)
        for code, _, wrong in UNSOUND[self.sheet.kind](self):
            for row, is_wrong in zip(self.rows, wrong.values, strict=True):
                if is_wrong:
                    first.setdefault(row, code)
        return first


def errors_at(column: Faults) -> Iterable[tuple[int, str]]:
    """The rows of a column that have an error, each with the first."""
    errors = [
        next((one.code for one in kind if catalogue()[one.code].severity == "error"), "")
        for kind in column.kinds
    ]
    rows, which = (memoryview(part).cast("i") for part in (column.rows, column.which))
    return ((row, errors[kind]) for row, kind in zip(rows, which, strict=True) if errors[kind])


def faults_of(sheet: SheetReading) -> list[Faults]:
    """The faults of a sheet's headings and cells."""
    return [
        *(close_heading(sheet, column) for column in sheet.columns if column.how == "close"),
        *sheet.faults,
    ]


def close_heading(sheet: SheetReading, column: Column) -> Faults:
    """The warning that a heading was read as the closest known one, at the cell of the heading."""
    assert sheet.kind
    field = log_kinds()[sheet.kind].field(column.field)
    fault = Fault(
        "heading-close", {"value": column.heading, "field": field.label, "kind": sheet.kind}
    )
    row = array("i", [sheet.header_rows[-1]])
    return Faults(column.column, False, row.tobytes(), bytes(4), [[fault]])
