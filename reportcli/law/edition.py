"""The decreed form as data: its lines, columns, wording and identities, one edition per
`editions/*.toml`.

Everything that counts, checks or draws reads the form from here, so that a new edition is a new
file and no new code. What an identity computes is a named function of the room that checks; here
stand its name and its sentence. Not here: numbers, and where a cell stands on paper
(`export/grid.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Annotated, Literal

import msgspec

from reportcli.finding import Refusal, Severity
from reportcli.shipped import FOLDER, read_toml
from reportcli.words.messages import Voice

Axis = Literal["lines", "columns"]
Function = Literal[
    "flow",
    "total_line",
    "total_column",
    "carry",
    "stock",
    "stock_flow",
    "items_carry",
    "disclosed_within_total",
]
# A cell id is table/line/column: an id may hold dots, never a slash.
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_.]*$")]


class EditionError(ValueError):
    """A form that contradicts itself: the text names the file, the key and the fault."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line or column of a table: counted (`leaf`), summed (`total`) or a mere heading
    (`group`).

    Lines and columns are one type because both are trees of labels; only the block says which is
    which. `short` is what a line is called where there is no room for its label.
    """

    id: Id
    kind: Literal["leaf", "group", "total"]
    label: str
    label_en: str
    parent: str = ""
    ordinal: str = ""
    basis: str = ""
    short: str = ""
    short_en: str = ""
    unit: str = ""
    unit_en: str = ""
    unit_in_cell: bool = False


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines that share their columns; `across` means that on paper the lines stand side by side."""

    unit: str
    unit_en: str
    orientation: Literal["down", "across"]
    lines: tuple[Line, ...]
    columns: tuple[Line, ...]
    caption: str = ""
    caption_en: str = ""
    stub_head: str = ""
    stub_head_en: str = ""

    def leaves(self, axis: Axis) -> tuple[Line, ...]:
        """The lines or columns that carry numbers: all but the groups, in the order of the form."""
        return tuple(item for item in getattr(self, axis) if item.kind != "group")

    def unit_of(self, column: Line, voice: Voice) -> str:
        """The unit of a column: its own where the block mixes units, else the block's."""
        unit, unit_en = (column.unit, column.unit_en) if column.unit else (self.unit, self.unit_en)
        return voice.label(unit, unit_en)


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mandated table: its blocks stand one under the other, its line ids are unique across
    them."""

    id: Id
    section: str
    title: str
    title_en: str
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every block, groups too, in the order of the form."""
        return tuple(line for block in self.blocks for line in block.lines)

    def line(self, line_id: str) -> Line:
        """The line of that id; a `KeyError` when this edition has none."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)

    @property
    def leaf_cells(self) -> Mapping[tuple[str, str], Sequence[tuple[str, str]]]:
        """Every cell with the leaf cells that it sums, in the order of the form; a leaf cell sums
        itself."""
        _, known = LEAF_CELLS.get(id(self), (None, None))
        if known is None:
            known = {
                (line.id, column.id): leaf_cells(block, line, column)
                for line, column, block in self.cells()
            }
            LEAF_CELLS[id(self)] = self, known
        return known

    def cells(self) -> Iterator[tuple[Line, Line, Block]]:
        """Every cell with a number as (line, column, block), totals included, in the order of the
        form."""
        for block in self.blocks:
            columns = block.leaves("columns")
            for line in block.leaves("lines"):
                for column in columns:
                    yield line, column, block


# A roll-up asks for them in each of its units: they are found once for a table, which is known by
# itself (it lives as long as this), because its hash is over all that it says.
LEAF_CELLS: dict[int, tuple[Table, Mapping[tuple[str, str], Sequence[tuple[str, str]]]]] = {}


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A relation that the figures must satisfy (勾稽关系); without `lines` it holds for the whole
    table."""

    id: str
    table: str
    function: Function
    severity: Severity
    sentence: str
    sentence_en: str
    source: str
    lines: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the numbered parts of the report: the office's own prose, or a table."""

    number: str
    title: str
    title_en: str
    kind: Literal["prose", "table"]
    table: str = ""


class ReportYears(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The years whose report takes this form, both ends included; without `to` it is the form in
    force."""

    first: int = msgspec.field(name="from")
    last: int | None = msgspec.field(name="to", default=None)

    def __contains__(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    def __str__(self) -> str:
        return f"{self.first}–{self.last or ''}"


class Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How cells of the form before go on in this one: the same under another name (`equal`), as the
    sum of finer lines (`sum`), or as another measure (`break`).

    A cell is named by its id, all cells of a line by the id of the line: `requests/outcome.other`.
    """

    kind: Literal["equal", "sum", "break"]
    before: tuple[str, ...]
    after: tuple[str, ...]
    note: str
    note_en: str


class Succession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which form this one follows, and what its lines were there."""

    edition: str
    relations: tuple[Relation, ...]


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole form that one decree prescribes."""

    id: str
    document: str
    title: str
    title_en: str
    report_years: ReportYears
    sections: tuple[Section, ...]
    identities: tuple[Identity, ...]
    tables: tuple[Table, ...]
    follows: Succession | None = None

    @staticmethod
    def for_year(year: int) -> Edition:
        """The form that the report on `year` takes; a `Refusal` with status 5 when no decree covers
        it."""
        for edition in editions():
            if year in edition.report_years:
                return edition
        known = ", ".join(str(edition.report_years) for edition in editions())
        raise Refusal("edition-missing", year=year, known=known)

    @staticmethod
    def by_id(edition_id: str) -> Edition:
        """The form of that id; a `Refusal` with status 2 that names the known ones when there is
        none."""
        for edition in editions():
            if edition.id == edition_id:
                return edition
        known = ", ".join(edition.id for edition in editions())
        raise Refusal("edition-unknown", edition=edition_id, known=known)

    def table(self, table_id: str) -> Table:
        """The table of that id; a `KeyError` when the form has none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def leaf_for(self, table_id: str, line_id: str) -> str | None:
        """The counted line for a meaning: itself, else the nearest dotted ancestor that this form
        counts.

        Wordings are mapped to the finest line any edition knows; an older form may have had one
        line for several. Nothing when the ancestor is a group: a bare heading says too little to be
        counted.
        """
        kinds = {line.id: line.kind for line in self.table(table_id).lines}
        while line_id:
            if kinds.get(line_id) == "leaf":
                return line_id
            line_id = line_id.rpartition(".")[0]
        return None


def ancestors(axis: Sequence[Line], item: Line) -> Iterator[Line]:
    """The groups that stand over a line or column, the nearest first."""
    if not item.parent:
        return
    by_id = {other.id: other for other in axis}
    while item.parent:
        item = by_id[item.parent]
        yield item


def addends(axis: Sequence[Line], total: Line) -> tuple[str, ...]:
    """The ids that a total sums: every leaf under its parent, however deep; without a parent, all
    of them.

    This is the one rule for every total of the form, of lines and of columns.
    """
    return tuple(
        item.id
        for item in axis
        if item.kind == "leaf"
        and (not total.parent or any(group.id == total.parent for group in ancestors(axis, item)))
    )


def leaf_cells(block: Block, line: Line, column: Line) -> list[tuple[str, str]]:
    """The leaf cells that a cell sums; a leaf cell sums itself."""
    lines = addends(block.lines, line) if line.kind == "total" else (line.id,)
    columns = addends(block.columns, column) if column.kind == "total" else (column.id,)
    return [(one, other) for one in lines for other in columns]


def cell_id(table: str, line: str, column: str) -> str:
    """The address of a number that never changes: `requests/outcome.granted/natural_person`."""
    return f"{table}/{line}/{column}"


def table_title(table: Table, voice: Voice) -> str:
    """The title over a table: the number of its section, then what it is about."""
    return f"{table.section}、{voice.label(table.title, table.title_en)}"


def label_text(line: Line, voice: Voice) -> str:
    """A line or column as the form prints it, ordinal first: `（一）予以公开`, `（一）予以公开
    Disclosed`."""
    return voice.label(line.ordinal + line.label, line.label_en)


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition of the package, the oldest first."""
    return load({file.name: file.read_text("utf-8") for file in FOLDER.glob("law/editions/*.toml")})


def load(texts: Mapping[str, str]) -> tuple[Edition, ...]:
    """The editions written in TOML texts by file name, the oldest first; any fault is an
    `EditionError`.

    Strict, because a slip in the form would be a wrong table under a signature: better no run than
    that.
    """
    named = [(name, _read(name, text)) for name, text in texts.items()]
    named.sort(key=lambda pair: pair[1].report_years.first)
    if faults := _faults_of_all(named):
        raise EditionError("\n".join(faults))
    return tuple(edition for _, edition in named)


def _faults_of_all(named: Sequence[tuple[str, Edition]]) -> list[str]:
    """What is wrong in each edition, and between those whose years follow on each other."""
    faults = [
        f"{name}: {place}: {fault}" for name, edition in named for place, fault in _faults(edition)
    ]
    faults += [
        f"{name}: $.report_years.from: {fault}"
        for (_, before), (name, after) in pairwise(named)
        for fault in _year_faults(before.report_years, after.report_years)
    ]
    faults += [
        f"{name}: {fault}" for name, edition in named for fault in _follow_faults(edition, named)
    ]
    names = [(f"{name}: $.id", edition.id) for name, edition in named]
    return [*faults, *(f"{place}: {fault}" for place, fault in _doubles(names))]


def _read(name: str, text: str) -> Edition:
    try:
        return read_toml(text, Edition)
    except msgspec.DecodeError as error:  # not TOML, or not of this shape
        fault, _, place = str(error).partition(" - at ")
        raise EditionError(f"{name}: {place.strip('`') or '$'}: {fault}") from error


def _year_faults(before: ReportYears, after: ReportYears) -> Iterator[str]:
    """Two editions that follow each other leave no year out and share none."""
    if after.first in before:
        yield f"{after.first} is covered twice"
    elif before.last is not None and after.first != before.last + 1:
        yield f"{before.last + 1} is covered by no edition"


def _follow_faults(edition: Edition, named: Sequence[tuple[str, Edition]]) -> Iterator[str]:
    """Both ends of a relation are cells of their forms."""
    if edition.follows is None:
        return
    before = [other for _, other in named if other.id == edition.follows.edition]
    if not before:
        yield f"$.follows.edition: no edition {edition.follows.edition!r}"
        return
    known = {"before": _named_cells(before[0]), "after": _named_cells(edition)}
    for n, relation in enumerate(edition.follows.relations):
        for key, cells in (("before", relation.before), ("after", relation.after)):
            for cell in cells:
                if cell not in known[key]:
                    yield f"$.follows.relations[{n}].{key}: no cell {cell!r}"


def _named_cells(edition: Edition) -> set[str]:
    """The ids by which a relation may name cells: each alone, or all of a line."""
    cells = {
        cell_id(table.id, line.id, column.id)
        for table in edition.tables
        for line, column, _ in table.cells()
    }
    return cells | {cell.rpartition("/")[0] for cell in cells}


def _faults(edition: Edition) -> Iterator[tuple[str, str]]:
    """What types cannot say: every id is unique and every reference leads somewhere, as (key,
    fault)."""
    years = edition.report_years
    if years.last is not None and years.last < years.first:
        yield "$.report_years.to", f"{years.last} is before {years.first}"
    yield from _doubles_in("$.sections", "number", [one.number for one in edition.sections])
    yield from _doubles_in("$.tables", "id", [one.id for one in edition.tables])
    yield from _doubles_in("$.identities", "id", [one.id for one in edition.identities])
    yield from _section_faults(edition)
    for n, table in enumerate(edition.tables):
        yield from _table_faults(f"$.tables[{n}]", table)
    yield from _identity_faults(edition)


def _section_faults(edition: Edition) -> Iterator[tuple[str, str]]:
    """A section with a table shows one that there is, and each table is shown by its section."""
    tables = {table.id for table in edition.tables}
    for n, section in enumerate(edition.sections):
        place = f"$.sections[{n}].table"
        if (section.kind == "table") != bool(section.table):
            yield place, "a section of kind 'table', and no other, names its table"
        elif section.table and section.table not in tables:
            yield place, f"no table {section.table!r}"
    shown = {(section.number, section.table) for section in edition.sections}
    for n, table in enumerate(edition.tables):
        if (table.section, table.id) not in shown:
            yield f"$.tables[{n}].section", f"section {table.section!r} does not show {table.id!r}"


def _identity_faults(edition: Edition) -> Iterator[tuple[str, str]]:
    """An identity speaks of a table and of lines that there are."""
    tables = {table.id: table for table in edition.tables}
    for n, identity in enumerate(edition.identities):
        table = tables.get(identity.table)
        if table is None:
            yield f"$.identities[{n}].table", f"no table {identity.table!r}"
            continue
        known = {line.id for line in table.lines}
        for m, line_id in enumerate(identity.lines):
            if line_id not in known:
                yield f"$.identities[{n}].lines[{m}]", f"no line {line_id!r}"


def _table_faults(place: str, table: Table) -> Iterator[tuple[str, str]]:
    """Ids are unique across the blocks of a table, and both axes of a block are trees."""
    yield from _doubles(
        (f"{place}.blocks[{b}].lines[{n}].id", line.id)
        for b, block in enumerate(table.blocks)
        for n, line in enumerate(block.lines)
    )
    for b, block in enumerate(table.blocks):
        lines, columns = f"{place}.blocks[{b}].lines", f"{place}.blocks[{b}].columns"
        yield from _doubles_in(columns, "id", [column.id for column in block.columns])
        yield from _order_faults(lines, block.lines)
        yield from _order_faults(columns, block.columns)
        yield from _kind_faults(lines, block.lines)
        yield from _kind_faults(columns, block.columns)


def _order_faults(place: str, axis: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Children stand directly under their group, so that the order of the file is the order on
    paper."""
    noun = _noun(place)
    known = {item.id for item in axis}
    above: list[str] = []  # the groups that are still open, the innermost last
    for n, item in enumerate(axis):
        if item.parent and item.parent not in known:
            yield f"{place}[{n}].parent", f"no {noun} {item.parent!r}"
            continue
        while above and above[-1] != item.parent:
            above.pop()
        if item.parent and not above:
            yield f"{place}[{n}].parent", f"{item.id!r} does not stand under {item.parent!r}"
        above.append(item.id)


def _kind_faults(place: str, axis: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """A group, and nothing else, has lines under it."""
    noun = _noun(place)
    known = {item.id for item in axis}
    parents = {item.parent for item in axis}
    for n, item in enumerate(axis):
        if item.parent and item.parent not in known:
            continue
        if item.kind == "group" and item.id not in parents:
            yield f"{place}[{n}].kind", f"the group {item.id!r} has no {noun} under it"
        if item.kind != "group" and item.id in parents:
            yield f"{place}[{n}].kind", f"the {item.kind} {item.id!r} has {noun}s under it"


def _noun(place: str) -> str:
    """What stands on an axis: `$.tables[0].blocks[0].lines` holds lines."""
    return place.rpartition(".")[2].removesuffix("s")


def _doubles_in(place: str, key: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names that stand twice in a list, by the place of the second."""
    return _doubles((f"{place}[{n}].{key}", name) for n, name in enumerate(names))


def _doubles(ids: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Names that stand twice, of (place, name)."""
    seen: set[str] = set()
    for place, name in ids:
        if name in seen:
            yield place, f"{name!r} stands twice"
        seen.add(name)
