"""The office's own words as stretches of text whose places know their line, and which of their numbers were
filled from a field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportcli.prose.blocks import Block, Paragraph, PlainTable, Run
from reportcli.prose.numerals import narrow

# Not full stops of numbers, and no bracket: what stands in brackets belongs to its sentence.
SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class Passage:
    """A paragraph or a cell: its words with narrow digits, its lines by place, and the fields in it.

    `row` and `column` are the places of a cell in its table, the head being row 0.
    """

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    fields: tuple[tuple[int, int, str], ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    is_heading: bool = False

    def line_at(self, place: int) -> int:
        """The line of the file in which a place stands."""
        return self.lines[max(bisect_right(self.starts, place) - 1, 0)] if self.lines else 0

    @property
    def plain(self) -> str:
        """The words without what is a gap already, place for place."""
        text = self.text
        for start, end in self.gaps:
            text = text[:start] + "\0" * (end - start) + text[end:]
        return text

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence starts and ends."""
        start = 0
        for stop in SENTENCE_END.finditer(self.text):
            yield start, stop.start()
            start = stop.end()
        yield start, len(self.text)


@dataclass(frozen=True)
class Grid:
    """A table of the office's own, cell by cell, head first."""

    rows: tuple[tuple[Passage, ...], ...]


def passages_of(blocks: Sequence[Block]) -> Iterator[Passage | Grid]:
    """The paragraphs and tables of a text in order; the tables of the form are none of them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield passage_of(block.runs, is_heading=block.role == "heading")
        elif isinstance(block, PlainTable):
            yield Grid(tuple(tuple(cells_of(block.rows, number)) for number in range(len(block.rows))))


def cells_of(rows: Sequence[Sequence[Sequence[Run]]], number: int) -> Iterator[Passage]:
    """The cells of a row; an empty one has no run of its own, and takes the line of its row."""
    line = row_line(rows, number)
    for runs in rows[number]:
        yield passage_of(runs) if runs else Passage("", (0,), (line,))


def row_line(rows: Sequence[Sequence[Sequence[Run]]], number: int) -> int:
    """The line of a row: that of any cell, else counted from a row above; the rule under the head is a line."""
    for above in range(number, -1, -1):
        for runs in rows[above]:
            if runs and runs[0].line:
                return runs[0].line + number - above + (above == 0 < number)
    return 0


def passage_of(runs: Sequence[Run], *, is_heading: bool = False) -> Passage:
    """The runs of a paragraph as one text."""
    place = 0
    starts, lines, fields, gaps = [], [], [], []
    for run in runs:
        starts.append(place)
        lines.append(run.line)
        end = place + len(run.text)
        if run.style == "gap":
            gaps.append((place, end))
        elif run.figure:
            fields.append((place, end, run.figure))
        place = end
    text = narrow("".join(run.text for run in runs))
    return Passage(text, tuple(starts), tuple(lines), tuple(fields), tuple(gaps), is_heading)
