"""Which cell of the form each number of a laid-out table is, by the labels around it.

A number belongs to the cell of the form that the nearest label on its left and those above it name;
neither the order of rows nor that of columns matters, and a number whose nearest label the form
does not know belongs to none. Not here: how a file draws its tables (`files`), what the labels are
(`labels.py`), and what is written into the cells (`filling`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from reportcli.files.table import LaidTable, TableCell
from reportcli.law.edition import Edition, cell_id
from reportcli.published.labels import ExactLabels, LabelMeaning, Labels, labels_of
from reportcli.published.numbers import PrintedNumber, ReadCell, is_unit, read_printed

# Of a number's width by its heading: tables drawn by hand have edges that miss by a hair.
COVERED = 0.8


# --- where a cell stands ---

Names = Sequence[frozenset[LabelMeaning]]  # what each of several labels names


class Surroundings(NamedTuple):
    """The labels of a number, the nearest first."""

    left: list[TableCell]
    above: list[TableCell]


class Sides(NamedTuple):
    """What the labels beside a number name, and those over it, the nearest first."""

    beside: Names
    over: Names


def labels_told_apart(
    cells: Iterable[TableCell], read: ReadCell
) -> tuple[list[TableCell], list[tuple[TableCell, PrintedNumber]]]:
    """The labels among cells, and the numbers, blank ones too; a unit alone is neither."""
    words, numbers = [], []
    for cell in cells:
        # What has no cell of its own stands around a table in a cell, and is no number of the form.
        if cell.cell is not None and (printed := read(cell.text)) is not None:
            numbers.append((cell, printed))
        elif cell.text.strip() and not is_unit(cell.text):
            words.append(cell)
    return words, numbers


def labels_around(
    cell: TableCell, words: Sequence[TableCell], edges: Sequence[int]
) -> Surroundings:
    """The labels on the left of a cell and those above it.

    A text that runs over the row labels too heads a part of the table and no column.
    """
    left = [
        one
        for one in words
        if one.right <= cell.left and one.top <= cell.top and one.bottom >= cell.bottom
    ]
    # Of two that end together the narrower is the nearer.
    left.sort(key=lambda one: (-one.right, -one.left))
    stub = left[0].right if left else 0
    above = [
        one
        for one in words
        if one.bottom <= cell.top and one.left >= stub and covered(cell, one, edges) >= COVERED
    ]
    above.sort(key=lambda one: (-one.bottom, -one.top))
    return Surroundings(left, above)


def covered(cell: TableCell, over: TableCell, edges: Sequence[int]) -> float:
    """How much of the width of a cell is under another."""
    shared = edges[min(cell.right, over.right)] - edges[max(cell.left, over.left)]
    return shared / (edges[cell.right] - edges[cell.left])


# --- which cell of the form it is ---


@dataclass
class Matching:
    """What one edition finds in a document: the places of each cell of the form, and the words that
    head each of these places.

    `strange` are numbers beside or under a label of the form that are no cell of it, `empty` blank
    cells in rows that the form does not have; `tables` the elements of the tables with a place.
    """

    edition: Edition
    found: dict[str, list[TableCell]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[int, str] = field(default_factory=dict)
    beside: dict[int, frozenset[LabelMeaning]] = field(default_factory=dict)
    strange: list[TableCell] = field(default_factory=list)
    empty: list[TableCell] = field(default_factory=list)
    tables: set[Any] = field(default_factory=set)

    def count(self, table_id: str) -> int:
        """How many cells of a table have a place."""
        return sum(cell.startswith(f"{table_id}/") for cell in self.found)

    def heading_of(self, cell: TableCell) -> str:
        """The words that head a place."""
        return self.headings[id(cell)]

    def first_of(self, table_id: str) -> TableCell:
        """The first place of a table, which must have one."""
        places = (ones[0] for cell, ones in self.found.items() if cell.startswith(f"{table_id}/"))
        return min(places, key=lambda one: (one.number, one.top, one.left))

    def left_of(self, cell: TableCell) -> frozenset[LabelMeaning]:
        """What the nearest label on the left of a strange number names."""
        return self.beside.get(id(cell), frozenset())

    def take(self, id_: str, cell: TableCell, around: Surroundings) -> None:
        """Know a place of a cell of the form."""
        self.found[id_].append(cell)
        self.headings[id(cell)] = " ".join(
            one.text for one in (*around.left[:1], *around.above[:1])
        )
        self.tables.add(cell.table)

    def leave(self, cell: TableCell, printed: PrintedNumber, sides: Sides) -> None:
        """Note a place near a label of the form that is no cell of it."""
        nearest_beside, nearest_over = sides.beside[:1], sides.over[:1]
        if printed.digits:
            if any((*nearest_beside, *nearest_over)):
                self.strange.append(cell)
                self.beside[id(cell)] = nearest_beside[0] if nearest_beside else frozenset()
        elif nearest_beside and not any(nearest_beside) and any(nearest_over):
            self.empty.append(cell)


def match_tables(
    tables: Iterable[LaidTable],
    edition: Edition,
    read: ReadCell = read_printed,
    labels: Labels | ExactLabels | None = None,
) -> Matching:
    """The places of the cells of an edition in the tables of a document.

    `read` tells what is a number, `labels` what words name; by default a slip in a long label is
    overlooked.
    """
    matching = Matching(edition)
    labels = labels or labels_of(edition.id)
    for table in tables:
        match_table(table, labels, matching, read)
    for cell, places in matching.found.items():
        matching.found[cell] = only_one(places)
    return matching


def match_table(
    table: LaidTable, labels: Labels | ExactLabels, matching: Matching, read: ReadCell
) -> None:
    """The places of one table."""
    words, numbers = labels_told_apart(table.cells, read)
    meanings = {id(one): labels.named_by(one.text) for one in words}
    if not any(meanings.values()):
        return
    edges = [0, *accumulate(table.widths)]
    arounds = [labels_around(cell, words, edges) for cell, _ in numbers]
    all_sides = [
        Sides(
            [meanings[id(one)] for one in around.left],
            [meanings[id(one)] for one in around.above],
        )
        for around in arounds
    ]
    turned = is_turned(all_sides)
    for (cell, printed), around, sides in zip(numbers, arounds, all_sides, strict=True):
        beside, over = reversed(sides) if turned else sides
        cells = meant(beside, over)
        if len(cells) == 1:
            matching.take(cells.pop(), cell, around)
        else:
            matching.leave(cell, printed, sides)


def is_turned(all_sides: Iterable[Sides]) -> bool:
    """Whether a table has its columns beside its numbers and its lines above.

    其他 and 总计 name both a line and a column: all the labels together tell which.
    """
    votes: Counter[tuple[bool, bool]] = Counter()
    for beside, over in all_sides:
        if beside and over:
            upright = any(cells_named(beside[0], over[0]))
            turned = any(cells_named(over[0], beside[0]))
            votes[upright, turned] += 1
    return votes[False, True] > votes[True, False]


def meant(beside: Names, over: Names) -> set[str]:
    """The cells of the form that labels name: a line on one side, a column on the other.

    Where the form lets its lines stand side by side, the line stands on the same side, behind the
    column.
    """
    first, other = (side[0] if side else frozenset() for side in (beside, over))
    cells = set(cells_named(first, other))
    for near, farther, across in ((other, over[1:], first), (first, beside[1:], other)):
        if cells or across:
            continue
        # A merged heading may be printed at each of its positions; then it heads itself.
        others = [one for one in farther if one != near]
        lines = [one for one in others if any(meaning.axis == "lines" for meaning in one)]
        if lines:
            cells = set(cells_named(lines[0], near))
    return cells


def cells_named(lines: Iterable[LabelMeaning], columns: Iterable[LabelMeaning]) -> Iterator[str]:
    """The cells of lines and columns that belong together."""
    for line in lines:
        for column in columns:
            are_line_and_column = (line.axis, column.axis) == ("lines", "columns")
            are_of_one_block = (line.table, line.block) == (column.table, column.block)
            is_group = "group" in (line.item.kind, column.item.kind)
            if are_line_and_column and are_of_one_block and not is_group:
                yield cell_id(line.table, line.item.id, column.item.id)


def only_one(places: list[TableCell]) -> list[TableCell]:
    """The place that is meant where a merged cell was drawn as several, of which one holds
    something."""
    rows = {(one.table, one.top, one.bottom) for one in places}
    if len(rows) > 1:
        return places
    filled = [place for place in places if place.text.strip()]
    return filled if filled else places[:1]
