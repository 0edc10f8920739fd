"""The office's own words as stretches of text whose places know their line, and which of their
numbers were filled from a field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportcli.prose.blocks import Paragraph, PlainTable, ProseBlock, Run
from reportcli.words.numerals import narrow

LONGEST_TITLE = 30
ITEM_START = re.compile(r"\s*(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，、])")
TITLE_START = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
# Not full stops of numbers, and no bracket: what stands in brackets belongs to its sentence.
SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class Passage:
    """A paragraph or a cell: its words with narrow digits, its lines by place, and the fields in
    it.

    `row` and `column` are the places of a cell in its table, the head being row 0.
    """

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    fields: tuple[tuple[int, int, str], ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    is_heading: bool = False
    is_item: bool = False

    def line_at(self, place: int) -> int:
        """The line of the file in which a place stands."""
        return self.lines[max(bisect_right(self.starts, place) - 1, 0)] if self.lines else 0

    @property
    def plain(self) -> str:
        """The words without what is a gap already, place for place."""
        parts, at = [], 0
        for start, end in self.gaps:
            parts += [self.text[at:start], "\0" * (end - start)]
            at = end
        return "".join([*parts, self.text[at:]])

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence starts and ends."""
        start = 0
        for stop in SENTENCE_END.finditer(self.text):
            yield start, stop.start()
            start = stop.end()
        yield start, len(self.text)


@dataclass(frozen=True)
class OwnTable:
    """A table of the office's own, cell by cell, head first."""

    rows: tuple[tuple[Passage, ...], ...]


def passages_of(blocks: Sequence[ProseBlock]) -> Iterator[Passage | OwnTable]:
    """The paragraphs and tables of a text in order; the tables of the form are none of them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield passage_of(
                block.runs,
                is_heading=block.role == "heading" or looks_like_title(block.text),
                is_item=block.role == "item" or is_numbered(block.text),
            )
        elif isinstance(block, PlainTable):
            yield OwnTable(
                tuple(tuple(cells_of(block.rows, number)) for number in range(len(block.rows)))
            )


def looks_like_title(text: str) -> bool:
    """Whether a paragraph is a heading that is not marked as one: （二）依申请公开情况."""
    return (
        len(text) <= LONGEST_TITLE
        and TITLE_START.match(text) is not None
        and text[-1] not in "。；，：！？"
    )


def is_numbered(text: str) -> bool:
    """Whether a paragraph is an item of a list that is not marked as one: （1）…, 一是…"""
    return TITLE_START.match(text) is not None or ITEM_START.match(text) is not None


def cells_of(rows: Sequence[Sequence[Sequence[Run]]], number: int) -> Iterator[Passage]:
    """The cells of a row; an empty one has no run of its own, and takes the line of its row."""
    line = row_line(rows, number)
    for runs in rows[number]:
        yield passage_of(runs) if runs else Passage("", (0,), (line,))


def row_line(rows: Sequence[Sequence[Sequence[Run]]], number: int) -> int:
    """The line of a row: that of any cell, else counted from a row above, over the rule under the
    head."""
    for above in range(number, -1, -1):
        for runs in rows[above]:
            if runs and runs[0].line:
                return runs[0].line + number - above + (above == 0 < number)
    return 0


def starts_anew(before: str, text: str) -> bool:
    """Whether a new line of a paragraph is a new sentence without a stop before it: at a
    heading."""
    return TITLE_START.match(text) is not None or looks_like_title(before)


def passage_of(runs: Sequence[Run], *, is_heading: bool = False, is_item: bool = False) -> Passage:
    """The runs of a paragraph as one text."""
    place = 0
    starts: list[int] = []
    lines: list[int] = []
    fields, gaps = [], []
    parts: list[str] = []
    for run in runs:
        # A text that was pasted has no stop at the end of its headings.
        if parts and run.line != lines[-1] and starts_anew(parts[-1], run.text):
            parts.append("\n")
            place += 1
        starts.append(place)
        lines.append(run.line)
        parts.append(run.text)
        end = place + len(run.text)
        if run.style == "gap":
            gaps.append((place, end))
        elif run.figure:
            fields.append((place, end, run.figure))
        place = end
    text = narrow("".join(parts))
    return Passage(
        text, tuple(starts), tuple(lines), tuple(fields), tuple(gaps), is_heading, is_item
    )
