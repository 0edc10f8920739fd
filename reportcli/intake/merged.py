"""Cells merged over several rows: what is written once over a block is said of each of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportcli.files.sheet import Batch, Row, in_batches, rows_of
from reportcli.intake.header import Header
from reportcli.intake.rows import row_words
from reportcli.words.cells import Cell, is_blank
from reportcli.words.fields import log_kinds


class MergedCells:
    """The merged cells of a sheet, filled down.

    `continued` are the rows that are no record of their own: no field is written in them beside
    merged cells, or the number of the record above reaches into them and they have no opening date
    of their own. `speaking` are those of them that say something all the same where a figure is
    decided: another answer to the same request.
    """

    def __init__(self, merges: Iterable[tuple[int, int, int, int]], header: Header) -> None:
        below = (
            (top, bottom, left - 1)
            for top, left, bottom, _ in merges
            if bottom > top > header.rows[-1]
        )
        self.waiting = sorted(below, reverse=True)
        kind = log_kinds()[header.kind]
        running = row_words().columns.running
        self.numbers = places_of_fields(header, {kind.number})
        self.fields = {column.column - 1 for column in header.columns if column.field}
        self.opened = places_of_fields(header, set(kind.opening))
        self.running = {
            column.column - 1
            for column in header.columns
            if not column.field and column.heading in running
        }
        self.deciding = places_of_fields(
            header, {field.id for field in kind.fields if field.decides}
        )
        self.outcomes, self.grounds = (
            places_of_fields(header, {"outcome"}),
            places_of_fields(header, {"ground"}),
        )
        self.deciding |= self.grounds
        self.record: Row = []
        self.continued: set[int] = set()
        self.speaking: set[int] = set()
        self.filled = 0

    def fill(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The rows with every merged cell filled."""
        return in_batches(self.fill_rows(rows_of(batches)))

    def fill_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Row after row, each filled with what is merged over it."""
        active: list[tuple[int, int, Cell]] = []
        for number, row in enumerate(rows, start=1):
            active = [merged for merged in active if merged[0] >= number]
            covered = {place: value for _, place, value in active}
            while self.waiting and self.waiting[-1][0] <= number:
                _, bottom, place = self.waiting.pop()
                if place < len(row) and not is_blank(row[place]):
                    active.append((bottom, place, row[place]))
            row = self.fill_row(number, row, covered) if covered else row
            if number not in self.continued:
                self.record = row
            yield row

    def fill_row(self, number: int, row: Row, covered: Mapping[int, Cell]) -> Row:
        """One row under merged cells."""
        own = {
            place for place, cell in enumerate(row) if place not in covered and not is_blank(cell)
        }
        if not self.fields & own or (self.is_named_above(own, covered) and not self.opened & own):
            self.continued.add(number)
            if own & self.deciding:
                self.speaking.add(number)
                covered = self.unsaid(own) | dict(covered)
        else:
            self.filled += 1
        row = row + [None] * (max(covered) + 1 - len(row))
        return [covered.get(place, cell) for place, cell in enumerate(row)]

    def unsaid(self, own: set[int]) -> dict[int, Cell]:
        """What the record above says where a row that continues it says nothing.

        Its ground goes with its outcome: another outcome has a ground of its own, or none.
        """
        left = self.deciding - own
        if own & self.outcomes:
            left -= self.grounds
        above = self.record
        return {place: above[place] for place in left if place < len(above)}

    def is_named_above(self, own: set[int], covered: Mapping[int, Cell]) -> bool:
        """Whether the number of the record above reaches into the row.

        A running number says so only where the row has no number of its own.
        """
        if self.numbers & covered.keys():
            return True
        return not self.numbers & own and bool(self.running & covered.keys())


def places_of_fields(header: Header, fields: set[str]) -> set[int]:
    """The places (0-based) of the columns that hold any of the fields."""
    return {column.column - 1 for column in header.columns if column.field in fields}
