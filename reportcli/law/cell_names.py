"""Which cell of the form a person names: by id, or as it is printed on paper.

Not for: the names of figures in prose (`prose/figures.py`) and of lines in settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from reportcli.law.edition import Block, Edition, Line, Table, ancestors, cell_id
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from reportcli.words.text import squeeze, visible

# What published copies of the form print differently, once its full-width forms are narrow.
IGNORED_MARKS = re.compile('[、,.。:"“”()]')
CELLS_OFFERED = 3


class CellError(ValueError):
    """No cell, or more than one, goes by a name: `close` holds the ids that may have been meant."""

    def __init__(self, name: str, close: tuple[str, ...]) -> None:
        self.name, self.close = name, close
        super().__init__(f"{name!r} names no single cell; close to it: {', '.join(close)}")


def find_cell(edition: Edition, name: str) -> str:
    """The id of the cell a person names, by id or as on paper: `三/予以公开/自然人`.

    Ordinals, white space, brackets and punctuation do not matter, and a label may be cut at its
    bracket; the short names of comparisons are taken too. Raises `CellError`, a `ValueError` that
    offers ids, when no cell or several are meant.
    """
    # No more than two cuts: the column 本年增/减 has a stroke of its own.
    parts = [spoken_key(part) for part in visible(name).split("/", 2)]
    in_table, in_line, in_column = parts + [""] * (3 - len(parts))
    found = tuple(
        cell_id(table.id, line.id, column.id)
        for table in edition.tables
        if in_table in names_of_table(table)
        for line, column, _ in table.cells()
        if in_line in names_of_line(line) and in_column in names_of_line(column)
    )
    found = found or cells_called_for_short(edition, name)
    if len(found) == 1:
        return found[0]
    raise CellError(name, found or close_cells(edition, "/".join(parts)))


def cells_called_for_short(edition: Edition, name: str) -> tuple[str, ...]:
    """The cells that go by a name as comparisons print it: `三/不予公开/3/自然人`."""
    in_table, _, rest = visible(name).partition("/")
    return tuple(
        cell_id(table.id, line.id, column.id)
        for table in edition.tables
        if spoken_key(in_table) in names_of_table(table)
        for line, column, block in table.cells()
        if spoken_key(rest)
        in {spoken_key(short_in_block(block, line, column, voice)) for voice in (CHINESE, ENGLISH)}
    )


def find_number(edition: Edition, name: str) -> str:
    """The id of any number that a report can print: of a cell, or of the sum of those under a group
    of lines or columns, which the form itself does not print (三/不予公开/总计).

    Also as prose names it, with dots: `requests.outcome.refused.total`.
    """
    dotted = {number.replace("/", "."): number for number in group_ids(edition)}
    dotted |= {cell.replace("/", "."): cell for _, cell in spoken_names(edition)}
    if name in dotted:
        return dotted[name]
    try:
        return find_cell(edition, name)
    except CellError:
        parts = [spoken_key(part) for part in visible(name).split("/", 2)]
        found = [
            number for number, *names in named_groups(edition) if all(map(in_names, parts, names))
        ]
        if len(found) == 1 and len(parts) == len(PARTS):
            return found[0]
        raise


PARTS = ("table", "line", "column")


def in_names(part: str, names: set[str]) -> bool:
    """Whether a part of a name is one of the names of a table, a line or a column."""
    return part in names


def group_ids(edition: Edition) -> Iterator[str]:
    """The ids of the sums under groups."""
    return (number for number, *_ in named_groups(edition))


def named_groups(edition: Edition) -> Iterator[tuple[str, set[str], set[str], set[str]]]:
    """The sum under each group of lines or columns, and what its table, line and column are
    called."""
    for table in edition.tables:
        for block in table.blocks:
            for line, column in product(block.lines, block.columns):
                if "group" in (line.kind, column.kind):
                    names = names_of_table(table), names_of_line(line), names_of_line(column)
                    yield cell_id(table.id, line.id, column.id), *names


def close_cells(edition: Edition, wanted: str) -> tuple[str, ...]:
    """The ids of the cells under a group of that name, else of the three cells named most like
    it."""
    named = list(spoken_names(edition))
    if under := tuple(cell for spoken, cell in named if spoken == wanted):
        return under

    # Only a slip gets here: the many runs without one need not load the library.
    from rapidfuzz import process

    choices = [spoken for spoken, _ in named]
    best = process.extract(wanted, choices, limit=len(named))
    # A cell goes by several names: all are ranked, and each cell is offered once.
    cells = dict.fromkeys(named[index][1] for _, _, index in best)
    return tuple(cells)[:CELLS_OFFERED]


def cell_words(edition: Edition, cell: str) -> str:
    """A cell as a sentence names it: `表三“1.属于国家秘密”自然人`. An id is for programs."""
    in_table, in_line, in_column = cell.split("/")
    table = edition.table(in_table)
    names = {item.id: item.ordinal + item.label for block in table.blocks for item in block.lines}
    heads = {item.id: item.label for block in table.blocks for item in block.columns}
    return f"表{table.section}“{names[in_line]}”{heads[in_column]}"


def short_name(edition: Edition, cell: str, voice: Voice) -> str:
    """A cell where there is little room: `新收/自然人`, `不予公开/3/自然人`; without its table."""
    in_table, in_line, in_column = cell.split("/")
    blocks = edition.table(in_table).blocks
    block = next(one for one in blocks if any(line.id == in_line for line in one.lines))
    line = next(one for one in block.lines if one.id == in_line)
    column = next(one for one in block.columns if one.id == in_column)
    return short_in_block(block, line, column, voice)


def short_in_block(block: Block, line: Line, column: Line, voice: Voice) -> str:
    """The short name of a line and a column of a block."""
    groups = [group for group in ancestors(block.lines, line) if group.parent]
    name = brief_label(line, voice)
    # The lines under a group are known by their numbers: nobody needs 属于国家秘密 to find 1.
    if groups and line.ordinal:
        name = f"{brief_label(groups[0], voice)}/{line.ordinal.rstrip('.')}"
    return f"{name}/{brief_label(column, voice)}"


def brief_label(line: Line, voice: Voice) -> str:
    """The label of a line or column without what it says in brackets, or what it is called for
    short."""
    label = line.short or line.label.partition("（")[0]
    return voice.choose(label, line.short_en or line.label_en.partition(" (")[0])


def spoken_names(edition: Edition) -> Iterator[tuple[str, str]]:
    """What each cell goes by, by ids and by labels, under its line and each group over it; with the
    id of the cell."""
    for table in edition.tables:
        for line, column, block in table.cells():
            cell = cell_id(table.id, line.id, column.id)
            for item in (line, *ancestors(block.lines, line)):
                by_id = (table.id, item.id, column.id)
                by_label = (table.section, item.label, column.label)
                yield "/".join(map(spoken_key, by_id)), cell
                yield "/".join(map(spoken_key, by_label)), cell


def spoken_key(text: str) -> str:
    """A label or an id without what copies of the form print differently."""
    return IGNORED_MARKS.sub("", squeeze(text))


def names_of_line(line: Line) -> set[str]:
    """All that a line or column may be called."""
    # Nobody types the long brackets of the form: 部分公开（区分处理的，…） is 部分公开 as well.
    cut = line.label.partition("（")[0]
    names = (line.id, line.label, cut, line.ordinal + line.label, line.ordinal + cut)
    return set(map(spoken_key, filter(None, (*names, line.short))))


def names_of_table(table: Table) -> set[str]:
    """All that a table may be called: the number of its section first of all."""
    names = (table.id, table.section, table.title, table.section + table.title)
    return set(map(spoken_key, names))
