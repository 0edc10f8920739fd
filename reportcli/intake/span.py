"""A part of a batch of rows: the rows of one of several logs on a sheet, or its columns alone."""

from __future__ import annotations

from collections.abc import Sequence

from reportcli.files.sheet import Batch, Row
from reportcli.words.cells import Cell


class Span:
    """Successive rows of a batch."""

    def __init__(self, batch: Batch, start: int, stop: int) -> None:
        self.batch, self.start, self.stop = batch, start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    def row(self, place: int) -> Row:
        return self.batch.row(self.start + place)

    def column(self, place: int) -> Sequence[Cell]:
        return self.batch.column(place)[self.start : self.stop]


class Strip:
    """Some columns of a batch (0-based, the last not among them); all others are blank."""

    def __init__(self, batch: Batch, left: int, right: int) -> None:
        self.batch, self.left, self.right = batch, left, right

    def __len__(self) -> int:
        return len(self.batch)

    def row(self, place: int) -> Row:
        row = self.batch.row(place)
        blanks: Row = [None] * min(self.left, len(row))
        return blanks + row[self.left : self.right]

    def column(self, place: int) -> Sequence[Cell]:
        if self.left <= place < self.right:
            return self.batch.column(place)
        return [None] * len(self.batch)
