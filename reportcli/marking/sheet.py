"""The rows and cells of a sheet as bytes: a sheet is streamed through, and only the tags of the cells
in question are written anew.

Not a parser of cells: it never looks at a value.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from reportcli.finding import column_letters, column_number
from reportcli.marking.outline import (
    Edit,
    NotInPlace,
    PartElement,
    main_root,
    opened,
    with_attribute,
)
from reportcli.marking.package import INFLATED_AT_ONCE, MOST_OF_A_PART, Package

CellPlace = tuple[int, int]
"""(row, column) of a cell, both 1-based."""

LONGEST_ROW_TEXT = 16 << 20

CELLS_BEGIN, CELLS_END, ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"

ROW = re.compile(rb"<row(?=[\s/>])([^<>]*)>")
CELL_TAG = re.compile(rb"<c(?=[\s/>])([^<>]*)>")
ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
CELL_NAME = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,6})["']""")
SPANS = re.compile(rb"""\sspans\s*=\s*["'][0-9: ]*["']""")
CUSTOM_FORMAT = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


@dataclass(frozen=True)
class SheetFrame:
    """A sheet without its cells: what stands before and after them, as one part, and where the
    cells end."""

    part: bytes
    root: PartElement
    cells_start: int
    cells_stop: int

    def place(self, at: int) -> int:
        """Where in the sheet a place of `part` is."""
        return at if at <= self.cells_start else at - self.cells_start + self.cells_stop

    @cached_property
    def column_styles(self) -> list[tuple[int, int, int]]:
        """(first column, last column, style) of what columns hold for cells that are not there."""
        return [
            (
                int(column.attributes["min"]),
                int(column.attributes["max"]),
                int(column.attributes["style"]),
            )
            for columns in self.root.children
            if columns.name == "cols"
            for column in columns.children
            if {"min", "max", "style"} <= set(column.attributes)
        ]

    def column_style(self, column: int) -> int:
        """The style of a column's empty cells."""
        return next(
            (style for first, last, style in self.column_styles if first <= column <= last), 0
        )

    @cached_property
    def merged_ranges(self) -> list[tuple[CellPlace, CellPlace]]:
        """The first and the last cell of each merged range."""
        found = []
        for merges in self.root.children:
            for merge in merges.children if merges.name == "mergeCells" else ():
                area = RANGE.fullmatch(merge.attributes.get("ref", ""))
                if area and area[3]:
                    first = int(area[2]), column_number(area[1])
                    last = int(area[4]), column_number(area[3])
                    found.append((first, last))
        return found

    def uncovered(self, places: Iterable[CellPlace]) -> dict[CellPlace, CellPlace]:
        """Each cell, and in its place the first of its merged range where it is covered by one."""
        found = {place: place for place in places}
        ordered = sorted(found)
        for first, last in self.merged_ranges:
            in_rows = ordered[bisect_left(ordered, first) : bisect_right(ordered, last)]
            for place in in_rows:
                if first[1] <= place[1] <= last[1]:
                    found[place] = first
        return found


def read_frame(package: Package, name: str) -> SheetFrame:
    """What stands around the cells of a sheet; raises `NotInPlace` where its cells cannot be told by
    their tags.
    """
    before, after = bytearray(), bytearray()
    start = stop = -1
    at, tail = 0, b""
    for piece in package.pieces(name):
        # A tag may be cut by the end of a piece: its first half is looked at once more.
        text = tail + piece
        origin = at - len(tail)
        if b"<!" in text:
            raise NotInPlace("comments, CDATA or a document type")
        if start < 0:
            opening = text.find(CELLS_BEGIN)
            start = origin + opening + len(CELLS_BEGIN) if opening >= 0 else -1
            until = start - origin if opening >= 0 else len(text)
            before += text[len(before) - origin : until]
        if stop < 0 <= start and (closing := text.find(CELLS_END)) >= 0:
            stop = origin + closing
        if stop >= 0:
            after += text[stop + len(after) - origin :]
        at += len(piece)
        tail = text[-len(CELLS_END) :]
        if len(before) + len(after) > MOST_OF_A_PART:
            raise NotInPlace("much beside its cells")
    if stop < 0:
        raise NotInPlace("no cells")
    part = bytes(before + after)
    return SheetFrame(part, main_root(part, "worksheet"), start, stop)


@dataclass(frozen=True)
class RowText:
    """A row as it is written, and where; without text it is missing, and belongs there."""

    number: int
    start: int
    text: bytes = b""


def find_rows(pieces: Iterable[bytes], wanted: Iterable[int], stop: int) -> Iterator[RowText]:
    """The wanted rows of a sheet (ascending) whose cells end at `stop`."""
    search = RowSearch(deque(wanted), stop)
    for piece in pieces:
        if not search.queue:
            return
        yield from search.rows_in(piece)
    yield from (RowText(row, stop) for row in search.queue)


class RowSearch:
    """Looks for rows in a sheet that comes in pieces.

    `origin` is where the text in hand begins in the sheet, `last` the number of the row before it.
    """

    def __init__(self, queue: deque[int], stop: int) -> None:
        self.queue, self.stop = queue, stop
        self.text, self.origin, self.last = b"", 0, 0

    def rows_in(self, piece: bytes) -> Iterator[RowText]:
        """The wanted rows that end in the next piece, or would stand before one that does."""
        self.text += piece
        at = 0
        while self.queue:
            tag = ROW.search(self.text, at)
            if tag is None or self.origin + tag.start() >= self.stop:
                # A tag may be cut by the end of the piece.
                at = max(at, self.text.rfind(b"<", at))
                break
            row, start = self.number_of(tag), self.origin + tag.start()
            while self.queue and self.queue[0] < row:
                yield RowText(self.queue.popleft(), start)
            end = tag.end()
            if self.queue and self.queue[0] == row:
                end = self.end_of_row(tag)
                if not end:
                    at = tag.start()  # the rest of the row is in the next piece
                    break
                yield RowText(self.queue.popleft(), start, self.text[tag.start() : end])
            at, self.last = end, row
        self.text, self.origin = self.text[at:], self.origin + at
        if len(self.text) > LONGEST_ROW_TEXT + INFLATED_AT_ONCE:
            raise NotInPlace("a very long row")

    def number_of(self, tag: re.Match[bytes]) -> int:
        """The number of a row, which must say it and come after the last."""
        number = ROW_NUMBER.search(tag[1])
        if number is None or int(number[1]) <= self.last:
            raise NotInPlace("rows without numbers, or out of order")
        return int(number[1])

    def end_of_row(self, tag: re.Match[bytes]) -> int:
        """Where a row ends in the text in hand; 0 where it does not."""
        if tag[0].endswith(b"/>"):
            return tag.end()
        closing = self.text.find(ROW_END, tag.end())
        return closing + len(ROW_END) if closing >= 0 else 0


StyleOf = Callable[[CellPlace, int], int]
"""Gives the style that a cell is to have, from its place and the style it has."""


def restyle(
    package: Package,
    name: str,
    frame: SheetFrame,
    places: Iterable[CellPlace],
    style: StyleOf,
) -> Iterator[Edit]:
    """The edits that give cells another style. A cell that is not there is made, blank; so is its
    row."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(set(places)):
        rows.setdefault(row, []).append(column)
    for row_text in find_rows(package.pieces(name), sorted(rows), frame.cells_stop):
        yield from restyle_row(row_text, rows[row_text.number], frame, style)


def restyle_row(
    row: RowText, columns: Sequence[int], frame: SheetFrame, style: StyleOf
) -> Iterator[Edit]:
    tag = ROW.match(row.text)
    there = cell_tags_of(row)
    # A row has a style of its own for cells that are not there, before that of the column.
    base = STYLE.search(tag[1]) if tag and CUSTOM_FORMAT.search(tag[1]) else None
    missing: list[tuple[int, bytes]] = []
    for column in columns:
        if cell := there.get(column):
            had = STYLE.search(cell[1])
            new = style((row.number, column), int(had[1]) if had else 0)
            changed = with_attribute(cell[0], "s", new)
            yield Edit(row.start + cell.start(), row.start + cell.end(), changed)
        else:
            had_by_place = int(base[1]) if base else frame.column_style(column)
            new = style((row.number, column), had_by_place)
            made = f'<c r="{column_letters(column)}{row.number}" s="{new}"/>'
            missing.append((column, made.encode()))
    if missing:
        yield from put_in(missing, row, tag, there)


def cell_tags_of(row: RowText) -> dict[int, re.Match[bytes]]:
    """The tag of each cell of a row by its column, from left to right."""
    there: dict[int, re.Match[bytes]] = {}
    for cell in CELL_TAG.finditer(row.text):
        named = CELL_NAME.search(cell[1])
        if named is None or int(named[2]) != row.number:
            raise NotInPlace("cells that do not say their place")
        column = column_number(named[1].decode())
        if there and column <= next(reversed(there)):
            raise NotInPlace("cells out of order")
        there[column] = cell
    return there


def put_in(
    missing: Sequence[tuple[int, bytes]],
    row: RowText,
    tag: re.Match[bytes] | None,
    there: Mapping[int, re.Match[bytes]],
) -> Iterator[Edit]:
    """The edits that put cells (by column, ascending) into a row, or make the row."""
    together = b"".join(cell for _, cell in missing)
    if tag is None:
        head = f'<row r="{row.number}">'.encode()
        yield Edit(row.start, row.start, head + together + ROW_END)
        return
    # The hint at which columns a row has would be wrong now.
    head = SPANS.sub(b"", tag[0])
    if tag[0].endswith(b"/>"):
        yield Edit(row.start, row.start + len(row.text), opened(head) + together + ROW_END)
        return
    yield Edit(row.start, row.start + tag.end(), head)
    columns = list(there)
    end = len(row.text) - len(ROW_END)
    for at, cells in groupby(missing, key=lambda one: bisect_left(columns, one[0])):
        before = there[columns[at]].start() if at < len(columns) else end
        place = row.start + before
        yield Edit(place, place, b"".join(cell for _, cell in cells))
