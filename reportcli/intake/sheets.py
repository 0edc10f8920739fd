"""From a sheet to what is in it: one log, several on one sheet, or none and why.

Every row goes to one log or is accounted for as unread. Runs in the reader's child process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from reportcli.files.sheet import Batch, NotPlain, Row, Sheet, in_batches
from reportcli.intake.beside import headers_beside
from reportcli.intake.child.wire import Misfit, SheetReading
from reportcli.intake.columns import read_records
from reportcli.intake.header import Header, find_header
from reportcli.intake.looks import faults_of_looks
from reportcli.intake.merged import MergedCells
from reportcli.intake.rows import RowSorter
from reportcli.intake.span import Strip
from reportcli.intake.terms import Terms
from reportcli.intake.titles import Titles
from reportcli.intake.unread import look_through
from reportcli.intake.wide import summed_categories, wide_headers
from reportcli.settings import Choices, SheetSettings
from reportcli.words.cells import is_blank
from reportcli.words.fields import KINDS, KindId

LOOKAHEAD = 40
MOST_TITLES = 10


class SheetReader:
    """The reading of one sheet, which may hold several logs one below or beside the other."""

    def __init__(
        self, sheet: Sheet, choices: Choices, *, epoch_1904: bool = False, file: str = ""
    ) -> None:
        self.sheet, self.choices, self.epoch_1904 = sheet, choices, epoch_1904
        self.settled = choices.sheets.get(sheet.name, SheetSettings())
        self.file = file

    def read(self, model: SheetReading | None = None) -> list[SheetReading]:
        """Every log of the sheet, or why it has none. `model` is the log whose header it shares."""
        readings = list(self.readings(model))
        for reading in readings:
            reading.hidden_rows = self.sheet.hidden_rows
        return readings

    def readings(self, model: SheetReading | None) -> Iterator[SheetReading]:
        """One reading a log."""
        if self.settled.skip or not self.sheet.is_worksheet:
            reason = "sheet-left-out" if self.settled.skip else "sheet-without-cells"
            yield SheetReading(self.sheet.name, self.sheet.state, skipped=reason)
            return
        batches = self.sheet.batches or in_batches(self.sheet.rows)
        begin, first = first_rows(batches, max([LOOKAHEAD, *(self.settled.header_rows or [])]))
        batches = chain(begin, batches)
        if model is not None and model.kind is not None:
            fixed = self.fixed_values(first).get(model.kind, {})
            header = Header(model.kind, [], model.columns, dict(fixed))
            yield from self.below(header, batches, first)
            return
        found = self.header_among(first)
        beside = headers_beside(first, rows_of_header(found), self.choices.columns)
        if beside:
            kept = list(batches)
            for header, left, right in beside:
                strips: Iterator[Batch] = (Strip(batch, left, right) for batch in kept)
                yield from self.below(header, strips, first)
        elif isinstance(found, Misfit):
            if wide := wide_headers(first):
                yield from self.wide(wide, batches, first)
            else:
                reading = self.unread(found, batches)
                reading.sums = summed_categories(first)
                yield reading
        else:
            yield from self.below(found, batches, first)

    def wide(
        self, headers: list[Header], batches: Iterator[Batch], first: list[Row]
    ) -> Iterator[SheetReading]:
        """The counts of a wide table, a log for each of its columns."""
        kept = list(batches)
        for header in headers:
            for reading in self.below(header, iter(kept), first):
                reading.is_sums = True
                yield reading

    def header_among(self, first: list[Row]) -> Header | Misfit:
        """The header among some rows, as far as a person settled it."""
        settled = self.settled
        fixed = self.fixed_values(first)
        return find_header(first, self.choices.columns, settled.kind, settled.header_rows, fixed)

    def fixed_values(self, first: list[Row]) -> Mapping[KindId, Mapping[str, str]]:
        """Values that all rows of the sheet have, where no column says them."""
        lines = [row for row in first[:MOST_TITLES] if sum(not is_blank(cell) for cell in row) == 1]
        kind = Titles(self.sheet.name, lines).case_kind(self.file)
        told: dict[KindId, dict[str, str]] = {"cases": {"kind": kind} if kind else {}}
        return {one: told.get(one, {}) | self.settled.values for one in KINDS}

    def below(
        self, header: Header, batches: Iterator[Batch], first: list[Row]
    ) -> Iterator[SheetReading]:
        """The log under a header, and those under the headers below it."""
        titles = Titles(self.sheet.name, first[: min(header.rows, default=1) - 1])
        merged = MergedCells(self.sheet.merges, header)
        rest: Iterator[Batch] | None = merged.fill(batches) if merged.waiting else batches
        number = 1
        while rest is not None:
            reading = SheetReading(self.sheet.name, self.sheet.state)
            reading.kind, reading.header_rows = header.kind, header.rows
            reading.columns, reading.begins = header.columns, number
            terms = Terms(
                header,
                self.choices,
                titles.year,
                self.epoch_1904,
                fixed=self.fixed(header),
                units=titles.units,
                sheet=self.sheet.name,
                is_about_disclosure=titles.speak_of_disclosure(self.file),
            )
            sorter = RowSorter(
                header,
                titles.year,
                merged.continued,
                merged.speaking,
                epoch_1904=self.epoch_1904,
            )
            rest = read_records(reading, sorter, rest, terms, number)
            if rest is None:
                reading.merged = merged.filled
                reading.faults += faults_of_looks(self.sheet, memoryview(reading.rows).cast("i"))
            yield reading
            if rest is None:
                break
            number = sorter.turn
            begin, first = first_rows(rest, LOOKAHEAD)
            rest = chain(begin, rest)
            found = find_header(first, self.choices.columns, fixed=self.fixed_values(first))
            if isinstance(found, Misfit):
                yield self.unread(found, rest, number)
                break
            rows = [row + number - 1 for row in found.rows]
            header = Header(found.kind, rows, found.columns, found.fixed)
        if self.sheet.batches and MergedCells(self.sheet.merges, header).waiting:
            raise NotPlain  # merged cells have to be known before they are read

    def fixed(self, header: Header) -> Mapping[str, str]:
        """What all rows of the sheet have, where no column says it."""
        held = {column.field for column in header.columns}
        return {field: value for field, value in header.fixed.items() if field not in held}

    def unread(self, misfit: Misfit, batches: Iterable[Batch], first: int = 1) -> SheetReading:
        """A sheet that is read as no log: how much is in it, and whether it looks like one."""
        reading = SheetReading(self.sheet.name, self.sheet.state)
        reading.begins = first
        look_through(reading, batches, first)
        if not reading.filled:
            reading.skipped = "sheet-blank"
            return reading
        if reading.alike and misfit.kind is None:
            # The first rows may be records: what they say is nobody's business.
            misfit = msgspec.structs.replace(misfit, unknown=[])
        reading.misfit = misfit
        reading.skipped = "sheet-unsound" if misfit.kind else "sheet-no-log"
        return reading


def rows_of_header(found: Header | Misfit) -> list[int]:
    """The rows of a header, or of what is nearly one."""
    if isinstance(found, Header):
        return found.rows
    return [found.row] if found.kind else []


def first_rows(batches: Iterator[Batch], wanted: int) -> tuple[list[Batch], list[Row]]:
    """Take as many rows as a header is looked for in, and the batches that they came in."""
    begin: list[Batch] = []
    rows: list[Row] = []
    while len(rows) < wanted and (batch := next(batches, None)) is not None:
        begin.append(batch)
        rows += (batch.row(place) for place in range(min(len(batch), wanted - len(rows))))
    return begin, rows


def read_sheet(
    sheet: Sheet, choices: Choices, *, epoch_1904: bool = False, file: str = ""
) -> SheetReading:
    """The first log of a sheet, or why it has none."""
    return SheetReader(sheet, choices, epoch_1904=epoch_1904, file=file).read()[0]


def read_book(
    sheets: Iterable[Sheet], choices: Choices, *, epoch_1904: bool = False, file: str = ""
) -> list[SheetReading]:
    """Every log of a workbook, and why its other sheets have none, in the order of the sheets.

    A sheet whose header another has (`header_of`) waits for that one.
    """
    every = list(sheets)
    found: dict[str, list[SheetReading]] = {}
    for sheet in sorted(every, key=lambda sheet: bool(model_of(sheet, choices))):
        models = found.get(model_of(sheet, choices), [])
        reader = SheetReader(sheet, choices, epoch_1904=epoch_1904, file=file)
        found[sheet.name] = reader.read(models[0] if models else None)
    return [reading for sheet in every for reading in found[sheet.name]]


def model_of(sheet: Sheet, choices: Choices) -> str:
    """The name of the sheet whose header this one has."""
    return choices.sheets.get(sheet.name, SheetSettings()).header_of or ""
