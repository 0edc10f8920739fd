"""The trees of lines and columns as a grid of spanned cells: the one layout that every format
draws.

The official layouts (14×4, 28×10, 4×15 …) are nowhere written down: they follow from the trees of
the edition, so that xlsx, docx and html cannot disagree. Formats without spans (terminal, Markdown)
take `outline` instead. Not here: fonts, widths, borders, and json or csv, which write cells by id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from reportcli.count.number import Number
from reportcli.law.edition import Block, Line, Table, ancestors, cell_id, label_text
from reportcli.words.messages import Voice
from reportcli.words.numerals import number_text

# (line id, column id) → number; a missing one is zero, and None one that nobody could read.
Numbers = Mapping[tuple[str, str], Number | None]
NOT_READ = "—"  # never 0: nobody has read it
Role = Literal["head", "stub", "body", "total", "note"]


class GridCell(msgspec.Struct, frozen=True):
    """One cell on paper, 1-based, with its spans; cells with a number know their id.

    `unit` is set where the form prints the unit beside the number, because the label names none. A
    `note` is what a writer adds to the grid of the form.
    """

    row: int
    column: int
    text: str
    role: Role
    rowspan: int = 1
    colspan: int = 1
    cell_id: str = ""
    unit: str = ""


class Grid(msgspec.Struct, frozen=True):
    """A table on paper: its cells row by row cover every position of `rows` × `columns` exactly
    once."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]


class OutlineRow(msgspec.Struct, frozen=True):
    """One line of the form: how deep it stands, its label, its values (all empty for a group)."""

    depth: int
    label: str
    values: tuple[str, ...]


class Outline(msgspec.Struct, frozen=True):
    """One block without spans: the first header is that of the stub, the rest head the values."""

    caption: str
    unit: str
    headers: tuple[str, ...]
    rows: tuple[OutlineRow, ...]


class _Place(NamedTuple):
    """Where a label stands in its tree: `level` and `levels` from the root, `start` and `breadth`
    along."""

    item: Line
    level: int
    levels: int
    start: int
    breadth: int


def lay_out(table: Table, numbers: Numbers, voice: Voice) -> Grid:
    """The table as it is printed: its blocks one under the other, all as wide as the widest."""
    width = max(map(_width, table.blocks))
    cells: list[GridCell] = []
    row = 1
    for block in table.blocks:
        if block.caption:
            caption = voice.label(block.caption, block.caption_en)
            cells.append(GridCell(row, 1, caption, "head", colspan=width))
            row += 1
        drawn = list(cells_of_block(table, block, row, width, numbers, voice))
        row = max(cell.row + cell.rowspan for cell in drawn)
        cells += drawn
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(row - 1, width, tuple(cells))


def outline(table: Table, numbers: Numbers, voice: Voice) -> tuple[Outline, ...]:
    """The table as plain rows and columns, block by block.

    Lines that stand side by side on paper stand one under the other here: a header without spans
    would say 总计 three times, and its fifteen columns fit no terminal.
    """
    return tuple(_flatten(block, numbers, voice) for block in table.blocks)


def cells_of_block(
    table: Table, block: Block, top: int, width: int, numbers: Numbers, voice: Voice
) -> Iterator[GridCell]:
    """The cells of one block below its caption: the head, the corner, the stub and the body."""
    across = block.orientation == "across"
    head = _hang(block) if across else block.columns
    stub = () if across else block.lines
    head_rows, stub_columns = _depth(head), _depth(stub)
    heads = _spread(head, spare=width - _width(block))
    stubs = _spread(stub)
    yield from head_cells(heads, top, 1 + stub_columns, voice)
    if stub:
        corner = voice.label(block.stub_head, block.stub_head_en)
        yield GridCell(top, 1, corner, "head", head_rows, stub_columns)
    first_row = top + head_rows
    for item, level, levels, start, breadth in stubs:
        label = label_text(item, voice)
        yield GridCell(first_row + start, 1 + level, label, "stub", breadth, levels)
    for row, place, line, column in body_places(block, heads, stubs):
        yield GridCell(
            first_row + row,
            1 + stub_columns + place.start,
            number_on_paper(numbers, line, column),
            "total" if "total" in (line.kind, column.kind) else "body",
            colspan=place.breadth,
            cell_id=cell_id(table.id, line.id, column.id),
            unit=block.unit_of(column, voice) if column.unit_in_cell else "",
        )


def head_cells(heads: Sequence[_Place], top: int, first: int, voice: Voice) -> Iterator[GridCell]:
    """The headings over the numbers, the outermost on top."""
    for item, level, levels, start, breadth in heads:
        yield GridCell(top + level, first + start, label_text(item, voice), "head", levels, breadth)


def body_places(
    block: Block, heads: Sequence[_Place], stubs: Sequence[_Place]
) -> Iterator[tuple[int, _Place, Line, Line]]:
    """For each number the row below the head, the place along the columns, and its line and column:
    one row for each leaf of the stub, or a single row under lines that stand side by side.
    """
    over = [place for place in heads if place.item.kind != "group"]
    if block.orientation == "across":
        pairs = product(block.leaves("lines"), block.leaves("columns"))
        for place, (line, column) in zip(over, pairs, strict=True):
            yield 0, place, line, column
        return
    for left in stubs:
        if left.item.kind != "group":
            for place in over:
                yield left.start, place, left.item, place.item


def _hang(block: Block) -> tuple[Line, ...]:
    """The tree that heads an `across` block: under each leaf line hang all the columns."""
    tree: list[Line] = []
    for line in block.lines:
        if line.kind == "group":
            tree.append(line)
            continue
        tree.append(replace(line, kind="group"))
        for column in block.columns:
            parent = f"{line.id}/{column.parent}" if column.parent else line.id
            tree.append(replace(column, id=f"{line.id}/{column.id}", parent=parent))
    return tuple(tree)


def _spread(axis: Sequence[Line], spare: int = 0) -> list[_Place]:
    """The place of every label of a tree: a group stands over its leaves, a leaf reaches down to
    the body.

    The last leaf takes what is to `spare`, as the narrow blocks of table 二 do on paper.
    """
    paths = _paths(axis)
    depth = _depth(axis)
    leaves = [item.id for item in axis if item.kind != "group"]
    places = []
    for item in axis:
        level = len(paths[item.id]) - 1
        under = [n for n, leaf in enumerate(leaves) if item.id in paths[leaf]]
        breadth = len(under) + (spare if under[-1] == len(leaves) - 1 else 0)
        places.append(
            _Place(item, level, 1 if item.kind == "group" else depth - level, under[0], breadth)
        )
    return places


def _paths(axis: Sequence[Line]) -> dict[str, list[str]]:
    """Of each line or column, its own id and those of the groups over it."""
    return {item.id: [item.id, *(group.id for group in ancestors(axis, item))] for item in axis}


def _depth(axis: Sequence[Line]) -> int:
    return max((len(path) for path in _paths(axis).values()), default=0)


def _width(block: Block) -> int:
    """How many columns of the grid a block needs."""
    columns = len(block.leaves("columns"))
    if block.orientation == "across":
        return len(block.leaves("lines")) * columns
    return _depth(block.lines) + columns


def number_on_paper(numbers: Numbers, line: Line, column: Line) -> str:
    """The number of a cell as it is printed."""
    number = numbers.get((line.id, column.id), 0)
    return NOT_READ if number is None else number_text(number)


def _flatten(block: Block, numbers: Numbers, voice: Voice) -> Outline:
    columns = block.leaves("columns")
    units = [block.unit_of(column, voice) for column in columns]
    rows = [
        OutlineRow(
            depth=len(path) - 1,
            label=label_text(line, voice),
            values=tuple(
                "" if line.kind == "group" else number_on_paper(numbers, line, column)
                for column in columns
            ),
        )
        for line, path in zip(block.lines, _paths(block.lines).values(), strict=True)
    ]
    return Outline(
        caption=voice.label(block.caption, block.caption_en),
        unit=units[0] if len(set(units)) == 1 else " / ".join(units),
        headers=(
            voice.label(block.stub_head, block.stub_head_en),
            *(label_text(column, voice) for column in columns),
        ),
        rows=tuple(rows),
    )
