"""Where the cells of the form stand in the tables of a docx, whoever drew them.

A Word table becomes a grid: merged cells are one, a table in a cell is part of the table around it.
A number belongs to the cell of the form that the nearest label on its left and those above it name;
neither the order of rows nor that of columns matters, and a number whose nearest label the form
does not know belongs to none. Not here: what is written into the cells.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import msgspec

from reportcli.files.docx import TBL, Element, P, is_gone, name_of, text_of
from reportcli.law.edition import Axis, Edition, Line, cell_id, editions
from reportcli.prose.figures import FIELD
from reportcli.shipped import load_shipped
from reportcli.words.text import letters, squeeze

TR, TC = name_of("w:tr"), name_of("w:tc")
VAL = name_of("w:val")
CONTAINERS = {name_of(f"w:{local}") for local in ("sdt", "sdtContent", "customXml")}
WIDEST = 63  # columns that a table of Word can have
MOST_CELLS = (
    1_000  # the largest table of the form has some 250; looking through one grows with the square
)
LONG_LABEL = (
    10  # characters from which on a slip of the pen does not make one label of the form another
)
LEAST_LIKENESS = 0.9
COVERED = (
    0.8  # of a number's width by its heading: tables drawn by hand have edges that miss by a hair
)

# An ordinal before a label, after NFKC: 一、 (一) 1. ① (1), with or without its stop.
ORDINAL = re.compile(
    r"第?[一二三四五六七八九十]+[、.,):：]|\([一二三四五六七八九十\d]+\)|\d+[、.,)]?"
)
NUMERAL = re.compile(r"[一二三四五六七八九十]+")
BRACKETED = re.compile(r"\([^()]*\)?|[,;:]?单位:.*")


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other labels of lines and columns, and what stands in cells: `labels.toml`."""

    lines: dict[str, tuple[str, ...]]
    columns: dict[str, tuple[str, ...]]
    cell: dict[str, tuple[str, ...]]


@cache
def wordings() -> Wordings:
    """Loaded strictly."""
    return load_shipped("filling/labels.toml", Wordings)


# --- the grid ---


@dataclass(frozen=True, eq=False)
class Place:
    """One cell on paper: the rows from `top` to before `bottom`, the columns from `left` to before
    `right`.

    `cell` is its element, None for the words around a table in a cell; `table` is the Word table it
    is of, `number` that of the outermost one, from 1.
    """

    top: int
    bottom: int
    left: int
    right: int
    text: str
    cell: Element
    table: Element
    number: int = 0

    @property
    def sheet(self) -> str:
        """The name of its table in an address."""
        return f"表格{self.number}"


@dataclass
class Grid:
    """A laid-out table: its places, its size, and the width of each column."""

    places: list[Place] = field(default_factory=list)
    rows: int = 0
    widths: list[int] = field(default_factory=list)


def grids_of(root: Element) -> list[Grid]:
    """The grid of every table that is within no other, in the order of the file; one that is too
    large to be of the form is empty.
    """
    outermost = [
        table
        for table in root.iter(TBL)
        if not is_gone(table) and not any(above.tag == TBL for above in table.iterancestors())
    ]
    grids = []
    for number, table in enumerate(outermost, start=1):
        grid = lay_out(table) if sum(1 for _ in table.iter(TC)) <= MOST_CELLS else Grid()
        grid.places = [replace(place, number=number) for place in grid.places]
        grids.append(grid)
    return grids


def lay_out(table: Element) -> Grid:
    """The places of one table, those of the tables in its cells among them."""
    drawn, rows, widths = draw(table)
    inner = [stack(place) for place in drawn]
    heights = [1] * rows
    if any(inner):
        widths = [1] * len(widths)  # the tables in its cells have measures of their own
    for place, grid in zip(drawn, inner, strict=True):
        if grid:
            heights[place.bottom - 1] += max(grid.rows - sum(heights[place.top : place.bottom]), 0)
            spare = len(grid.widths) - sum(widths[place.left : place.right])
            widths[place.right - 1] += max(spare, 0) if any(inner) else 0
    if not any(inner):
        return Grid(drawn, rows, widths)
    down, across = [0, *accumulate(heights)], [0, *accumulate(widths)]
    result = Grid([], down[-1], [1] * across[-1])
    for place, grid in zip(drawn, inner, strict=True):
        own = grid or Grid([replace(place, top=0, bottom=1, left=0, right=1)], 1, [1])
        result.places += moved(
            own, down[place.top], down[place.bottom], across[place.left], across[place.right]
        )
    return result


def stack(place: Place) -> Grid | None:
    """What a cell with tables holds, one under the other: its words, and its tables laid out; None
    of a cell without.
    """
    blocks = list(children(place.cell, P, TBL))
    if all(block.tag == P for block in blocks):
        return None
    grids = [
        lay_out(block) if block.tag == TBL else Grid([words_beside(block, place)], 1, [1])
        for block in blocks
    ]
    result = Grid([], 0, [1] * max(len(grid.widths) for grid in grids))
    for grid in grids:
        result.places += moved(grid, result.rows, result.rows + grid.rows, 0, len(result.widths))
        result.rows += grid.rows
    return result


def moved(grid: Grid, top: int, bottom: int, left: int, right: int) -> Iterator[Place]:
    """The places of a grid within a region at least as large; the last of them reach its edges."""
    for place in grid.places:
        yield replace(
            place,
            top=top + place.top,
            bottom=bottom if place.bottom == grid.rows else top + place.bottom,
            left=left + place.left,
            right=right if place.right == len(grid.widths) else left + place.right,
        )


def words_beside(paragraph: Element, place: Place) -> Place:
    """A paragraph that stands beside a table in one cell."""
    return Place(0, 1, 0, 1, text_of(paragraph), None, place.table)


def draw(table: Element) -> tuple[list[Place], int, list[int]]:
    """The cells of one table with their spans, how many rows there are, and how wide each column
    is."""
    places: list[Place] = []
    open_cells: dict[
        int, int
    ] = {}  # column → the place, among `places`, that goes on in the next row
    rows = [row for row in children(table, TR) if property_of(row, "w:trPr", "w:del") is None]
    width = 0
    for top, row in enumerate(rows):
        column = number_in(row, "w:trPr", "w:gridBefore", 0)
        going_on: dict[int, int] = {}
        for cell in children(row, TC):
            if property_of(cell, "w:tcPr", "w:cellDel") is not None:
                continue
            left, column = column, column + max(number_in(cell, "w:tcPr", "w:gridSpan", 1), 1)
            merge = property_of(cell, "w:tcPr", "w:vMerge")
            beside = property_of(cell, "w:tcPr", "w:hMerge")
            if beside is not None and beside.get(VAL, "continue") == "continue" and places:
                places[-1] = replace(places[-1], right=column)
            elif (
                merge is not None
                and merge.get(VAL, "continue") == "continue"
                and left in open_cells
            ):
                at = going_on[left] = open_cells[left]
                places[at] = replace(places[at], bottom=top + 1)
            else:
                text = "".join(text_of(one) for one in cell.iter(P) if not is_gone(one))
                places.append(Place(top, top + 1, left, column, text, cell, table))
                if merge is not None:
                    going_on[left] = len(places) - 1
        open_cells = going_on
        width = max(width, column)
    return places, len(rows), measures(table, width)


def measures(table: Element, columns: int) -> list[int]:
    """The widths of the columns, all the same where the table does not tell."""
    grid = table.find(name_of("w:tblGrid"))
    told = (
        []
        if grid is None
        else [whole(one.get(name_of("w:w"))) for one in children(grid, name_of("w:gridCol"))]
    )
    return told if len(told) == columns and all(told) else [1] * columns


def children(element: Element, *tags: str) -> Iterator[Element]:
    """The elements of these names under one, also those within content controls; none of a table
    inside."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in CONTAINERS:
            yield from children(child, *tags)


def property_of(element: Element, group: str, name: str) -> Element:
    """A property of a row or cell; None where it has none."""
    found = element.find(name_of(group))
    return None if found is None else found.find(name_of(name))


def number_in(element: Element, group: str, name: str, default: int) -> int:
    """A property that is a number, never more than a table can have columns."""
    found = property_of(element, group, name)
    return default if found is None else min(whole(found.get(VAL)), WIDEST)


def whole(text: str | None) -> int:
    """A whole number; 0 where a text is none."""
    return int(text[:9]) if text and text[:9].isascii() and text[:9].isdigit() else 0


# --- what cells say ---


@dataclass(frozen=True)
class Meaning:
    """What a label may name: a line or a column of one block of one table of the form."""

    table: str
    block: int
    axis: Axis
    item: Line


class Labels:
    """The labels of one edition, by all that offices write for them."""

    def __init__(self, edition: Edition) -> None:
        self.known: dict[str, set[Meaning]] = defaultdict(set)
        for table in edition.tables:
            for number, block in enumerate(table.blocks):
                axes: list[tuple[Axis, Mapping[str, tuple[str, ...]]]] = [
                    ("lines", wordings().lines),
                    ("columns", wordings().columns),
                ]
                for axis, others in axes:
                    for item in getattr(block, axis):
                        meaning = Meaning(table.id, number, axis, item)
                        for label in (item.label, *others.get(item.id, ())):
                            for key in keys_of(label):
                                self.known[key].add(meaning)

    def named_by(self, text: str) -> frozenset[Meaning]:
        """What a text names: by its letters, else where one long label alone is all but the
        same."""
        keys = keys_of(text)
        found: set[Meaning] = set().union(*(self.known.get(key, set()) for key in keys))
        return frozenset(found or self.all_but_named_by(keys))

    def all_but_named_by(self, keys: Iterable[str]) -> set[Meaning]:
        """What a text names that has a slip: a character too many, too few or another."""
        long = {key for key in keys if len(key) >= LONG_LABEL}
        if not long:
            return set()
        from rapidfuzz.distance import Levenshtein

        found: set[Meaning] = set()
        for known, meanings in self.known.items():
            if len(known) >= LONG_LABEL and any(
                Levenshtein.normalized_similarity(key, known, score_cutoff=LEAST_LIKENESS)
                for key in long
            ):
                found |= meanings
        return found if len({meaning.item.id for meaning in found}) == 1 else set()


Names = Sequence[frozenset[Meaning]]  # what each of several labels names


@cache
def labels_of(edition_id: str) -> Labels:
    """The labels of an edition, put in order once."""
    return Labels(Edition.by_id(edition_id))


def keys_of(text: str) -> frozenset[str]:
    """The letters of a label: all of them, without its ordinal, and without what stands in
    brackets."""
    whole_text = squeeze(text)
    without = {
        whole_text,
        ORDINAL.sub("", whole_text, count=1) if ORDINAL.match(whole_text) else whole_text,
    }
    without |= {NUMERAL.sub("", one, count=1) for one in without if NUMERAL.match(one)}
    without |= {BRACKETED.sub("", one) for one in without}
    return frozenset(filter(None, map(letters, without)))


class Written(NamedTuple):
    """What stands in a cell for a number: its digits (none in a blank cell) and the unit behind
    them."""

    digits: str
    unit: str


@cache
def number_pattern() -> re.Pattern[str]:
    """A number with its unit, after `squeeze`."""
    units = "|".join(sorted(map(re.escape, wordings().cell["units"]), key=len, reverse=True))
    return re.compile(rf"[¥]?(?P<digits>[-+\u2212]?\d[\d,]*(?:\.\d+)?)(?P<unit>(?:{units})?)")


def read_written(text: str) -> Written | None:
    """What stands in a cell as a number, as a field, or for want of one; None of any other text."""
    told = squeeze(FIELD.sub("0", text))
    if found := number_pattern().fullmatch(told):
        return Written(found["digits"], found["unit"])
    blanks = {squeeze(blank) for blank in wordings().cell["blanks"]}
    if told in blanks:
        return Written("", "")
    units = wordings().cell["units"]
    unit = next(
        (
            unit
            for unit in units
            if told.endswith(unit) and told.removesuffix(unit) in blanks - {""}
        ),
        "",
    )
    return Written("", unit) if unit else None


def is_unit(text: str) -> bool:
    """Whether a text says only what is counted: 件, （单位：万元）."""
    return squeeze(text).strip("()").removeprefix("单位").lstrip(":") in wordings().cell["units"]


# --- which cell of the form a place is ---


@dataclass
class Matching:
    """What one edition finds in a document: the places of each cell of the form, and the words that
    head each of these places.

    `strange` are numbers beside or under a label of the form that are no cell of it, `empty` blank
    cells in rows that the form does not have; `tables` the Word tables with a place.
    """

    edition: Edition
    found: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[int, str] = field(default_factory=dict)
    strange: list[Place] = field(default_factory=list)
    empty: list[Place] = field(default_factory=list)
    tables: set[Element] = field(default_factory=set)

    def count(self, table_id: str) -> int:
        """How many cells of a table have a place."""
        return sum(cell.startswith(f"{table_id}/") for cell in self.found)


def match(root: Element, edition: Edition) -> Matching:
    """The places of the cells of an edition in a document."""
    matching = Matching(edition)
    labels = labels_of(edition.id)
    for grid in grids_of(root):
        match_grid(grid, labels, matching)
    for cell, places in matching.found.items():
        matching.found[cell] = only_one(places)
    return matching


def match_grid(grid: Grid, labels: Labels, matching: Matching) -> None:
    """The places of one table."""
    edges = [0, *accumulate(grid.widths)]
    words, numbers = told_apart(grid.places)
    meanings = {id(place): labels.named_by(place.text) for place in words}
    if not any(meanings.values()):
        return
    around = [labels_around(place, words, edges) for place, _ in numbers]
    sides: list[tuple[Names, Names]] = [
        ([meanings[id(one)] for one in left], [meanings[id(one)] for one in above])
        for left, above in around
    ]
    turned = is_turned(sides)
    for (place, written), (left, above), (beside, over) in zip(numbers, around, sides, strict=True):
        cells = meant(over, beside) if turned else meant(beside, over)
        if len(cells) == 1:
            matching.found[cells.pop()].append(place)
            matching.headings[id(place)] = " ".join(one.text for one in (*left[:1], *above[:1]))
            matching.tables.add(place.table)
        elif FIELD.search(place.text):
            continue
        elif written.digits and any((*beside[:1], *over[:1])):
            matching.strange.append(place)
        elif not written.digits and left and any(over[:1]) and not beside[0]:
            matching.empty.append(place)


def told_apart(places: Iterable[Place]) -> tuple[list[Place], list[tuple[Place, Written]]]:
    """The labels among places, and the numbers, blank ones too; a unit alone is neither."""
    words, numbers = [], []
    for place in places:
        if place.cell is not None and (written := read_written(place.text)) is not None:
            numbers.append((place, written))
        elif place.text.strip() and not is_unit(place.text):
            words.append(place)
    return words, numbers


def labels_around(
    place: Place, words: Sequence[Place], edges: Sequence[int]
) -> tuple[list[Place], list[Place]]:
    """The labels on the left of a place and those above it, the nearest first.

    A text that runs over the row labels too heads a part of the table and no column.
    """
    left = [
        one
        for one in words
        if one.right <= place.left and one.top <= place.top and one.bottom >= place.bottom
    ]
    left.sort(key=lambda one: -one.right)
    stub = left[0].right if left else 0
    above = [
        one
        for one in words
        if one.bottom <= place.top and one.left >= stub and covered(place, one, edges) >= COVERED
    ]
    above.sort(key=lambda one: -one.bottom)
    return left, above


def covered(place: Place, over: Place, edges: Sequence[int]) -> float:
    """How much of the width of a place is under another."""
    shared = edges[min(place.right, over.right)] - edges[max(place.left, over.left)]
    return shared / (edges[place.right] - edges[place.left])


def is_turned(sides: Iterable[tuple[Names, Names]]) -> bool:
    """Whether a table has its columns beside its numbers and its lines above.

    其他 and 总计 name both a line and a column: all the labels together tell which.
    """
    votes = Counter(
        ways
        for beside, over in sides
        if beside and over
        for ways in [(any(paired(beside[0], over[0])), any(paired(over[0], beside[0])))]
    )
    return votes[False, True] > votes[True, False]


def meant(beside: Names, over: Names) -> set[str]:
    """The cells of the form that labels name: a line on one side, a column on the other.

    Where the form lets its lines stand side by side, the line stands on the same side, behind the
    column.
    """
    first, other = (side[0] if side else frozenset() for side in (beside, over))
    cells = set(paired(first, other))
    for near, farther, across in ((other, over[1:], first), (first, beside[1:], other)):
        if not cells and not across:
            further = next(
                (one for one in farther if any(m.axis == "lines" for m in one)), frozenset()
            )
            cells = set(paired(further, near))
    return cells


def paired(lines: Iterable[Meaning], columns: Iterable[Meaning]) -> Iterator[str]:
    """The cells of lines and columns that belong together."""
    for line in lines:
        for column in columns:
            if (
                (line.axis, column.axis) == ("lines", "columns")
                and (line.table, line.block) == (column.table, column.block)
                and "group" not in (line.item.kind, column.item.kind)
            ):
                yield cell_id(line.table, line.item.id, column.item.id)


def only_one(places: list[Place]) -> list[Place]:
    """The place that is meant where a merged cell was drawn as several, of which one holds
    something."""
    first = places[0]
    if any(
        (one.table, one.top, one.bottom) != (first.table, first.top, first.bottom) for one in places
    ):
        return places
    filled = [place for place in places if place.text.strip()]
    return filled if filled else places[:1]


def tables_of_the_form(root: Element) -> set[Element]:
    """The tables of a document that are the form's, of whichever edition."""
    return set().union(*(match(root, edition).tables for edition in editions()))
