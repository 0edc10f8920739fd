"""The records of a sheet as typed columns, with every row accounted for.

Each distinct cell is read once, by the recipe of its column; one that cannot be read becomes a
fault at its address. Runs in the reader's child process, and what it returns crosses to the parent
as a message: personal text is used here and goes no further.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, count
from typing import Any

from reportcli.files.sheet import Batch
from reportcli.finding import Fault
from reportcli.intake.child.wire import (
    ABSENT,
    MARKED,
    Column,
    Faults,
    SheetReading,
    Values,
    WireValue,
)
from reportcli.intake.folded import fold_records
from reportcli.intake.gather import CellColumns, Dittos, Known
from reportcli.intake.marks import marks_of
from reportcli.intake.recipes import Recipe, recipes_of
from reportcli.intake.rows import RowSorter
from reportcli.intake.span import Span
from reportcli.intake.strange import StrangeColumn, at_heading, column_faults, holds_word
from reportcli.intake.terms import Terms
from reportcli.intake.whole import next_day, seconds_before_midnight, unit_notes
from reportcli.words.cells import Cell, is_blank, shown
from reportcli.words.fields import log_kinds

# Errors that set their row aside although no table needs the cell they stand in.
ALWAYS_DECIDE = frozenset({"number-several"})
# Titles and upper rows of a header that is met below another.
MOST_CLOSING_TITLES = 3

# What takes the raw values of a column from records: cells, or tuples of the cells that are read
# together.
RawGetter = Callable[[CellColumns], Iterable[Any]]
# The numbers of distinct values, each with its faults.
Faulty = Mapping[int, Sequence[Fault]]


class Codes(dict[object, int]):
    """Distinct values numbered in order of appearance: a new value gets the next number."""

    def __missing__(self, value: object) -> int:
        code = self[value] = len(self)
        return code


class Records:
    """The records among a batch of rows, column by column, with every ditto filled."""

    def __init__(self, batch: Batch, kept: Sequence[bool], dittos: Dittos) -> None:
        self.batch, self.kept, self.dittos = batch, kept, dittos
        self.count = sum(kept)
        self.columns: dict[int, Sequence[Cell]] = {}

    def __len__(self) -> int:
        return self.count

    def column(self, place: int) -> Sequence[Cell]:
        if place not in self.columns:
            cells = self.batch.column(place)
            is_whole = self.count == len(cells)
            cells = cells if is_whole else list(compress(cells, self.kept))
            self.columns[place] = self.dittos.fill(place, cells)
        return self.columns[place]


class SheetRecords:
    """The records of one sheet while it is read: their rows, and what reads their columns."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.kept = array("i")
        self.aside: dict[str, array[int]] = {}
        self.dittos = Dittos()
        self.columns = [
            ColumnReading(name, recipe, terms)
            for name, recipe in recipes_of(terms.kind).items()
            if has_cells(recipe, terms)
        ]
        self.marks = [
            MarkReading(name, field, terms)
            for name, field in MARKED[terms.kind].items()
            if terms.holds(field)
        ]
        self.strangers = [StrangeColumn(column) for column in terms.header.unknown]

    def add(self, numbers: range, batch: Batch, reasons: Sequence[str | None]) -> None:
        """Take the records among more rows; `numbers` are those of the worksheet."""
        records = Records(batch, [reason is None for reason in reasons], self.dittos)
        if len(records) < len(batch):
            set_rows_aside(self.aside, numbers, reasons)
        self.kept.extend(compress(numbers, records.kept))
        for column in self.columns:
            column.add(records)
        for mark in self.marks:
            mark.add(records)
        for stranger in self.strangers:
            stranger.look(records)

    def rows_of_header(self) -> int:
        """How many of the rows are the header; they count as rows that were read by no account."""
        return len(self.aside.pop("header", ()))

    def tell(self, reading: SheetReading) -> None:
        """Read each distinct value, and write into the reading what the rows hold."""
        reading.rows = self.kept.tobytes()
        reading.set_aside = {reason: rows.tobytes() for reason, rows in self.aside.items()}
        for column in self.columns:
            values, faults = column.read(self.kept)
            # Names and subjects are read for their faults alone: they never leave this process.
            if not column.recipe.personal:
                reading.data[column.name] = values
            reading.faults.extend(faults + column.notes_at_heading())
        reading.data |= {mark.name: mark.read() for mark in self.marks}


def has_cells(recipe: Recipe, terms: Terms) -> bool:
    """Whether a sheet has what a recipe reads; one of several cells can do without some."""
    return len(recipe.cells) > 1 or terms.holds(recipe.cells[0])


def read_records(
    reading: SheetReading, sorter: RowSorter, batches: Iterator[Batch], terms: Terms, first: int = 1
) -> Iterator[Batch] | None:
    """Sort every row, encode the columns of the records, then read each distinct value once.

    The rows begin at worksheet row `first`. Where they come to another header, the rest is given
    back, its first row the header.
    """
    records = SheetRecords(terms)
    number, rest = first - 1, None
    for batch in batches:
        reasons = sorter.reasons(number + 1, batch)
        if sorter.turn:
            # Another header begins amid the batch, with its titles and groups over it.
            size = sorter.turn - number - 1
            size -= titles_before(batch, size, reasons)
            sorter.turn = number + 1 + size
            rest = chain([Span(batch, size, len(batch))], batches)
            batch, reasons = Span(batch, 0, size), reasons[:size]
        records.add(range(number + 1, number + 1 + len(batch)), batch, reasons)
        number += len(batch)
        if rest is not None:
            break
    reading.rows_read = number - (first - 1) - records.rows_of_header()
    records.tell(reading)
    fold_records(reading, terms.header, sorter.speaking)
    reading.faults += column_faults(terms, reading, records.strangers, records.dittos)
    return rest


def titles_before(batch: Batch, size: int, reasons: Sequence[str | None]) -> int:
    """How many rows right before a header further down are its titles and upper rows.

    They hold texts alone, and no word of a record.
    """
    found = 0
    while found < min(size, MOST_CLOSING_TITLES) and reasons[size - found - 1] is None:
        filled = [cell for cell in batch.row(size - found - 1) if not is_blank(cell)]
        if not all(isinstance(cell, str) for cell in filled) or holds_word(filled):
            break
        found += 1
    return found


def set_rows_aside(
    aside: dict[str, array[int]], numbers: Iterable[int], reasons: Iterable[str | None]
) -> None:
    """Note the rows that are no records, by reason."""
    for number, reason in zip(numbers, reasons, strict=True):
        if reason is not None:
            aside.setdefault(reason, array("i")).append(number)


# --- a column ---


class ColumnReading:
    """One column of a log while its sheet is read."""

    def __init__(self, name: str, recipe: Recipe, terms: Terms) -> None:
        self.name, self.recipe, self.terms = name, recipe, terms
        self.get = raws_of(recipe, terms)
        self.codes = array("i")
        self.distinct = Codes()
        # What is to be said once of the whole column, at its heading.
        self.notes: list[Fault] = []

    def add(self, records: Records) -> None:
        """Number the raw values of more records."""
        self.codes.extend(map(self.distinct.__getitem__, self.get(records)))

    def read(self, rows: array[int]) -> tuple[Values, list[Faults]]:
        """The values of the column, and its faults at the rows that hold them; asked once."""
        # Freed as soon as it is read: the next column may need the room.
        raws, codes = self.distinct, self.codes
        self.distinct, self.codes = Codes(), array("i")
        read = self.recipe.read_all(self.terms, self.mended(raws))
        faulty = {code: faults for code, (_, faults) in enumerate(read) if faults}
        values = spread(codes, [value for value, _ in read])
        return values, self.faults_at(rows, codes, faulty)

    def mended(self, raws: Collection[Any]) -> Collection[Any]:
        """The raw values as they were meant, where the whole column shows it; noted once."""
        if self.name not in self.terms.columns or self.name not in self.recipe.cells[:1]:
            return raws
        heading = shown(self.terms.columns[self.name][0].heading)
        of_type = log_kinds()[self.terms.kind].field(self.name)
        if of_type.type == "date" and (seconds := seconds_before_midnight(raws)):
            self.notes.append(
                Fault("dates-before-midnight", {"value": heading, "seconds": seconds})
            )
            return list(map(next_day, raws))
        if of_type.type == "money" and of_type.decides:
            self.notes += unit_notes(heading, self.terms.units_of(self.name), raws)
        return raws

    def notes_at_heading(self) -> list[Faults]:
        """The notes on the column, at its heading."""
        row = max(self.terms.header.rows, default=1)
        return [at_heading(self.terms.columns[self.name][0], row, note) for note in self.notes]

    def faults_at(self, rows: array[int], codes: array[int], faulty: Faulty) -> list[Faults]:
        """The faults of distinct values at the cells that hold them, column by column."""
        by_field: dict[str, dict[int, list[Fault]]] = {}
        for code, faults in faulty.items():
            for fault in faults:
                own = by_field.setdefault(fault.field or self.name, {})
                own.setdefault(code, []).append(fault)
        decides = log_kinds()[self.terms.kind].field(self.name).decides if by_field else False
        decides |= any(fault.code in ALWAYS_DECIDE for of in faulty.values() for fault in of)
        return [
            faults_in(self.column_of(field), rows, codes, own, decides=decides)
            for field, own in by_field.items()
        ]

    def column_of(self, field: str) -> int:
        """Where the faults of a field stand: in its column, else where the applicant is named."""
        columns = self.terms.columns
        found: list[Column] = columns.get(field) or columns.get("applicant") or [Column(0, "")]
        return found[0].column


class MarkReading:
    """Digests of one column of personal texts while its sheet is read.

    Nearly every record has another text, so that they are not numbered.
    """

    def __init__(self, name: str, field: str, terms: Terms) -> None:
        self.name = name
        self.get = terms.getter(field)
        self.marks: list[int | None] = []

    def add(self, records: Records) -> None:
        """Take the digests of more records."""
        self.marks.extend(marks_of(self.get(records)))

    def read(self) -> Values:
        """The digests, as many as there are records that say something."""
        codes = array("i", range(len(self.marks)))
        if None in self.marks:
            said = count()
            codes = array("i", [ABSENT if one is None else next(said) for one in self.marks])
        return Values(codes.tobytes(), [mark for mark in self.marks if mark is not None])


def faults_in(
    column: int, rows: array[int], codes: array[int], faulty: Faulty, *, decides: bool
) -> Faults:
    """The faults of one column, at every row whose value has any."""
    which = {code: number for number, code in enumerate(faulty)}
    at = [(row, which[code]) for row, code in zip(rows, codes, strict=True) if code in which]
    return Faults(
        column=column,
        decides=decides,
        rows=array("i", (row for row, _ in at)).tobytes(),
        which=array("i", (number for _, number in at)).tobytes(),
        kinds=[list(faults) for faults in faulty.values()],
    )


def spread(codes: array[int], read: Sequence[WireValue]) -> Values:
    """The values read, spread back over the records, equal values once."""
    distinct = [value for value in dict.fromkeys(read) if value is not None]
    if len(distinct) < len(read):
        numbers: dict[WireValue, int] = {value: number for number, value in enumerate(distinct)}
        codes = array("i", map([numbers.get(value, ABSENT) for value in read].__getitem__, codes))
    return Values(codes.tobytes(), distinct)


# --- raw cells ---


def raws_of(recipe: Recipe, terms: Terms) -> RawGetter:
    """What takes the raw values of a recipe from records."""
    if len(recipe.cells) == 1:
        return terms.getter(recipe.cells[0])
    together = cells_together(recipe.cells, terms)
    if recipe.alone is None:
        return together
    first, blanks = terms.getter(recipe.cells[0]), (None,) * (len(recipe.cells) - 1)
    alone = Known(recipe.alone)

    def get(records: CellColumns) -> Iterable[Any]:
        # What is not looked at makes no new value to be read.
        cells = first(records)
        if all(map(alone.__getitem__, cells)):
            return ((cell, *blanks) for cell in cells)
        return ((every[0], *blanks) if alone[every[0]] else every for every in together(records))

    return get


def cells_together(fields: Iterable[str], terms: Terms) -> RawGetter:
    """What takes the cells of several fields, as tuples."""
    parts = [terms.getter(field) for field in fields]
    return lambda records: zip(*(part(records) for part in parts), strict=True)
