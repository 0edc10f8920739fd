"""How the numbers of one form go on in the next: which cells of two editions may stand in one row, or
be compared at all.

The relations are data of the newer edition (`editions/*.toml`). Not for: the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from reportcli.law.edition import Edition, Relation, cell_id

LinkKind = Literal["equal", "sum", "break"]


class Link(NamedTuple):
    """A cell of the newer form, or a sum of several, and what it was in the form before.

    `cell` is its id; of a sum the id that it had before. `before` are its cells there, `after`
    those here.
    """

    cell: str
    kind: LinkKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    note: str = ""
    note_en: str = ""


def form_before(edition: Edition) -> Edition | None:
    """The form that an edition follows."""
    return Edition.by_id(edition.follows.edition) if edition.follows else None


@cache
def links(edition: Edition) -> Mapping[str, Link]:
    """Id → link, of every cell of an edition that its form before has in some way; a cell without
    one is absent there."""
    before = form_before(edition)
    if before is None or edition.follows is None:
        return {}
    told = [link for one in edition.follows.relations for link in links_of(one, before)]
    taken = {cell for link in told for cell in (*link.after, *link.before)}
    # Of what nothing is told, the name says that it is the same.
    alike = set(all_cells(before)) - taken
    same = {
        cell: Link(cell, "equal", (cell,), (cell,)) for cell in all_cells(edition) if cell in alike
    }
    return {**same, **{link.cell: link for link in told}}


def links_of(relation: Relation, before: Edition) -> list[Link]:
    """The links of a relation: one for each column where it names whole lines."""
    columns = [""]
    if relation.before[0].count("/") == 1:
        head = f"{relation.before[0]}/"
        columns = [f"/{c.removeprefix(head)}" for c in all_cells(before) if c.startswith(head)]
    found = []
    for column in columns:
        olds = tuple(cell + column for cell in relation.before)
        news = tuple(cell + column for cell in relation.after)
        cell = olds[0] if relation.kind == "sum" else news[0]
        found.append(Link(cell, relation.kind, olds, news, relation.note, relation.note_en))
    return found


def cells_before(edition: Edition, cell: str) -> tuple[str, ...]:
    """What a cell, or a sum of lines, was in the form before, in the same measure; nothing where it
    was another or none."""
    link = links(edition).get(cell)
    return link.before if link and link.kind != "break" else ()


@cache
def all_cells(edition: Edition) -> tuple[str, ...]:
    """The ids of every cell of a form, in its order."""
    return tuple(
        cell_id(table.id, line.id, column.id)
        for table in edition.tables
        for line, column, _ in table.cells()
    )
