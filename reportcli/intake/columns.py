"""The records of a sheet as typed columns, with every row accounted for.

Each distinct cell is read once, by the recipe of its column; one that cannot be read becomes a
fault at its address. Runs in the reader's child process, and what it returns crosses to the parent
as a message: personal text is used here and goes no further.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress
from typing import Any

from reportcli.files.sheet import Batch, NotPlain, Row, Sheet, in_batches, rows_of
from reportcli.finding import Fault
from reportcli.intake.child.wire import ABSENT, Column, Faults, SheetReading, Values
from reportcli.intake.header import Header, find_header
from reportcli.intake.looks import faults_of_looks
from reportcli.intake.merged import MergedCells
from reportcli.intake.recipes import Recipe, Terms, Value, recipes_of
from reportcli.intake.rows import Known, RowSorter
from reportcli.intake.titles import title_year
from reportcli.settings import Choices, SheetSettings
from reportcli.words.cells import Cell, is_blank
from reportcli.words.fields import log_kinds

LOOKAHEAD = 40

# What takes the raw values of a column from a batch of records: cells, or tuples of the cells that
# are read together.
Getter = Callable[["Records"], Iterable[Any]]
# The numbers of distinct values, each with its faults.
Faulty = Mapping[int, Sequence[Fault]]


class Codes(dict[object, int]):
    """Distinct values numbered in order of appearance: a new value gets the next number."""

    def __missing__(self, value: object) -> int:
        code = self[value] = len(self)
        return code


class Records:
    """The records among a batch of rows, column by column."""

    def __init__(self, batch: Batch, kept: Sequence[bool]) -> None:
        self.batch, self.kept, self.count = batch, kept, sum(kept)
        self.columns: dict[int, Sequence[Cell]] = {}

    def column(self, place: int) -> Sequence[Cell]:
        """The cells of one column."""
        if place not in self.columns:
            cells = self.batch.column(place)
            is_whole = self.count == len(cells)
            self.columns[place] = cells if is_whole else list(compress(cells, self.kept))
        return self.columns[place]


# --- a sheet ---


def read_sheet(sheet: Sheet, choices: Choices, *, epoch_1904: bool = False) -> SheetReading:
    """Read the records of one sheet, or tell why it has none."""
    reading = SheetReading(sheet.name, sheet.state)
    settled = choices.sheets.get(sheet.name, SheetSettings())
    if settled.skip:
        reading.skipped = "sheet-left-out"
    elif not sheet.is_worksheet:
        reading.skipped = "sheet-without-cells"
    else:
        batches = sheet.batches or in_batches(sheet.rows)
        begin, first = first_rows(batches, max([LOOKAHEAD, *(settled.header_rows or [])]))
        batches = chain(begin, batches)
        found = find_header(first, choices.columns, settled.kind, settled.header_rows)
        if isinstance(found, Header):
            year = title_year(sheet.name, first[: found.rows[0] - 1])
            read_log(reading, sheet, batches, Terms(found, choices, year, epoch_1904))
        elif all(is_blank(cell) for row in rows_of(batches) for cell in row):
            reading.skipped = "sheet-blank"
        else:
            reading.misfit = found
            reading.skipped = "sheet-unsound" if found.kind else "sheet-no-log"
    reading.hidden_rows = sheet.hidden_rows
    return reading


def first_rows(batches: Iterator[Batch], wanted: int) -> tuple[list[Batch], list[Row]]:
    """Take as many rows as a header is looked for in, and the batches that they came in."""
    begin: list[Batch] = []
    rows: list[Row] = []
    while len(rows) < wanted and (batch := next(batches, None)) is not None:
        begin.append(batch)
        rows += (batch.row(place) for place in range(min(len(batch), wanted - len(rows))))
    return begin, rows


def read_log(reading: SheetReading, sheet: Sheet, batches: Iterable[Batch], terms: Terms) -> None:
    """Read the rows of a sheet under its header."""
    header = terms.header
    reading.kind, reading.header_rows, reading.columns = header.kind, header.rows, header.columns
    merged = MergedCells(sheet.merges, header)
    every = merged.fill(batches) if merged.waiting else batches
    sorter = RowSorter(header, terms.year, merged.continued, epoch_1904=terms.epoch_1904)
    read_records(reading, sorter, every, terms)
    reading.merged = merged.filled
    reading.faults += faults_of_looks(sheet, memoryview(reading.rows).cast("i"))
    if sheet.batches and MergedCells(sheet.merges, header).waiting:
        raise NotPlain  # merged cells have to be known before they are read


def read_records(
    reading: SheetReading, sorter: RowSorter, batches: Iterable[Batch], terms: Terms
) -> None:
    """Sort every row, encode the columns of the records, then read each distinct value once."""
    kept = array("i")
    aside: dict[str, array[int]] = {}
    columns = [
        ColumnReading(name, recipe, terms)
        for name, recipe in recipes_of(terms.kind).items()
        if len(recipe.cells) > 1 or recipe.cells[0] in terms.columns
    ]
    number = 0
    for batch in batches:
        reasons = sorter.reasons(number + 1, batch)
        records = Records(batch, [reason is None for reason in reasons])
        numbers = range(number + 1, number + 1 + len(batch))
        if records.count < len(batch):
            set_rows_aside(aside, numbers, reasons)
        number += len(batch)
        kept.extend(compress(numbers, records.kept))
        for column in columns:
            column.add(records)
    reading.rows_read = number - len(aside.pop("header"))
    reading.rows = kept.tobytes()
    reading.set_aside = {reason: rows.tobytes() for reason, rows in aside.items()}
    for column in columns:
        values, faults = column.read(kept)
        if not column.recipe.personal:
            reading.data[column.name] = values
        reading.faults.extend(faults)


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
        self.get = getter_of(recipe, terms)
        self.codes = array("i")
        self.distinct = Codes()

    def add(self, records: Records) -> None:
        """Number the raw values of more records."""
        self.codes.extend(map(self.distinct.__getitem__, self.get(records)))

    def read(self, rows: array[int]) -> tuple[Values, list[Faults]]:
        """The values of the column, and its faults at the rows that hold them; asked once."""
        # Freed as soon as it is read: the next column may need the room.
        raws, codes = self.distinct, self.codes
        self.distinct, self.codes = Codes(), array("i")
        read = self.recipe.read_all(self.terms, raws)
        faulty = {code: faults for code, (_, faults) in enumerate(read) if faults}
        values = spread(codes, [value for value, _ in read])
        return values, self.faults_at(rows, codes, faulty)

    def faults_at(self, rows: array[int], codes: array[int], faulty: Faulty) -> list[Faults]:
        """The faults of distinct values at the cells that hold them, column by column."""
        by_field: dict[str, dict[int, list[Fault]]] = {}
        for code, faults in faulty.items():
            for fault in faults:
                own = by_field.setdefault(fault.field or self.name, {})
                own.setdefault(code, []).append(fault)
        decides = log_kinds()[self.terms.kind].field(self.name).decides if by_field else False
        return [
            faults_in(self.column_of(field), rows, codes, own, decides=decides)
            for field, own in by_field.items()
        ]

    def column_of(self, field: str) -> int:
        """Where the faults of a field stand: in its column, else where the applicant is named."""
        columns = self.terms.columns
        found: list[Column] = columns.get(field) or columns.get("applicant") or [Column(0, "")]
        return found[0].column


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


def spread(codes: array[int], read: Sequence[Value]) -> Values:
    """The values read, spread back over the records, equal values once."""
    distinct = [value for value in dict.fromkeys(read) if value is not None]
    if len(distinct) < len(read):
        numbers: dict[Value, int] = {value: number for number, value in enumerate(distinct)}
        codes = array("i", map([numbers.get(value, ABSENT) for value in read].__getitem__, codes))
    return Values(codes.tobytes(), distinct)


# --- raw cells ---


def getter_of(recipe: Recipe, terms: Terms) -> Getter:
    """What takes the raw values of a recipe from a batch of records."""
    if len(recipe.cells) == 1:
        return cells_of(recipe.cells[0], terms)
    together = cells_together(recipe.cells, terms)
    if recipe.alone is None:
        return together
    first, blanks = cells_of(recipe.cells[0], terms), (None,) * (len(recipe.cells) - 1)
    alone = Known(recipe.alone)

    def get(records: Records) -> Iterable[Any]:
        # What is not looked at makes no new value to be read.
        cells = first(records)
        if all(map(alone.__getitem__, cells)):
            return ((cell, *blanks) for cell in cells)
        return ((every[0], *blanks) if alone[every[0]] else every for every in together(records))

    return get


def cells_of(field: str, terms: Terms) -> Callable[[Records], Sequence[Cell]]:
    """What takes the cells of one field; of several columns the first that is filled."""
    places = [column.column - 1 for column in terms.columns.get(field, [])]
    if not places:
        return lambda records: [None] * records.count
    if len(places) == 1:
        return lambda records: records.column(places[0])
    return lambda records: [
        next((cell for cell in cells if not is_blank(cell)), None)
        for cells in zip(*map(records.column, places), strict=True)
    ]


def cells_together(fields: Iterable[str], terms: Terms) -> Getter:
    """What takes the cells of several fields, as tuples."""
    parts = [cells_of(field, terms) for field in fields]
    return lambda records: zip(*(part(records) for part in parts), strict=True)
