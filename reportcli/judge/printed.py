"""The identities of the form on the figures that a finished report prints, of which some may be
unread; and which one cell, printed wrongly, breaks several of them.

Not for the rules themselves (`identities.py`), nor for where a cell stands in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from reportcli.count.number import CellTables, LineColumn, Number
from reportcli.count.previous import EarlierFigures
from reportcli.judge.identities import Break, Judged, broken_identities, sum_known
from reportcli.law.edition import Axis, Edition, Identity, addends

BreakPlace = tuple[str, LineColumn]  # an identity by its id, and the cell at which it does not hold
# So many breaks are no slip of the pen, and to look for one would take long.
MOST_BREAKS, MOST_SLIPS = 40, 8
WITHIN_YEAR = ("flow", "total_line", "total_column")  # identities that only a wrong number breaks


@dataclass(frozen=True)
class PrintedBreak:
    """A cell at which identities of its table do not hold, with what it should say; `is_slip` where
    no other cell can be the one that is wrong."""

    identities: Sequence[Identity]
    broken: Break
    is_slip: bool = False


class Slip(NamedTuple):
    """A cell that, printed otherwise, breaks nothing more, and the breaks that it explains."""

    explained: frozenset[BreakPlace]
    table: str
    broken: Break


def check_printed(
    edition: Edition, year: int, tables: CellTables, previous: EarlierFigures | None
) -> list[PrintedBreak]:
    """The cells at which identities do not hold, each once.

    A slip in one cell of table 三 breaks the sum of its line and that of its column: it is told at
    the cell, and not at both sums. What breaks an identity with last year is told beside it.
    """
    found: list[PrintedBreak] = []
    judged = judged_print(edition, year, tables)
    broken = within = list(broken_identities(judged, None))
    while len(found) < MOST_SLIPS and (slip := clearest_slip(judged, broken)):
        judged = with_cell(judged, slip.table, slip.broken.cell, slip.broken.expected)
        left = list(broken_identities(judged, None))
        found.append(PrintedBreak(mended(broken, left), slip.broken, is_slip=True))
        broken = left
    found += [PrintedBreak([identity], one) for identity, one in broken]
    if previous:
        # Last year's figures are held against what is printed, slips among it too.
        every = broken_identities(judged_print(edition, year, tables), previous)
        found += [PrintedBreak([one[0]], one[1]) for one in every if one not in within]
    return list(joined_by_cell(found))


def joined_by_cell(found: Iterable[PrintedBreak]) -> Iterator[PrintedBreak]:
    """The breaks of each cell that ask for the same number as one."""
    joined: dict[tuple[str, Break], list[Identity]] = {}
    slips = {(one.identities[0].table, one.broken) for one in found if one.is_slip}
    for one in found:
        known = joined.setdefault((one.identities[0].table, one.broken), [])
        known += [identity for identity in one.identities if identity not in known]
    for place, identities in joined.items():
        yield PrintedBreak(identities, place[1], is_slip=place in slips)


def without_breaks(tables: CellTables, found: Iterable[PrintedBreak]) -> CellTables:
    """The tables as words may be held against them: slips mended, and without totals of which
    nobody knows whether they or their parts are wrong."""
    left = {table: dict(cells) for table, cells in tables.items()}
    for one in found:
        cells = left[one.identities[0].table]
        if one.is_slip:
            cells[one.broken.cell] = one.broken.expected
        elif any(identity.function in WITHIN_YEAR for identity in one.identities):
            cells.pop(one.broken.cell, None)
    return left


def judged_print(edition: Edition, year: int, tables: CellTables) -> Judged:
    """Printed figures as identities take them: a total is held against the cells it sums."""
    return Judged(edition, year, tables, partial(sum_of_print, edition, tables))


def sum_of_print(
    edition: Edition, tables: CellTables, table: str, cell: LineColumn, axis: Axis
) -> Number | None:
    """What a total comes to by the cells that are printed in its line or column; None where one of
    them was not read."""
    line_id, column_id = cell
    for block in edition.table(table).blocks:
        lines = {line.id: line for line in block.lines}
        if line_id not in lines:
            continue
        columns = {column.id: column for column in block.columns}
        if axis == "lines":
            cells = [(one, column_id) for one in addends(block.lines, lines[line_id])]
        else:
            cells = [(line_id, one) for one in addends(block.columns, columns[column_id])]
        return sum_known(tables[table], cells)
    return None


# --- which cell it is ---


def clearest_slip(judged: Judged, broken: Sequence[tuple[Identity, Break]]) -> Slip | None:
    """A cell that explains two breaks or more, and better than any other cell does; None where none
    does."""
    if not 2 <= len(broken) <= MOST_BREAKS:
        return None
    slips = list(slips_in(judged, broken))
    return next(
        (one for one in slips if not any(explain_alike(one, other) for other in slips)), None
    )


def explain_alike(slip: Slip, other: Slip) -> bool:
    """Whether another cell explains some of the same breaks, and as many."""
    is_as_good = len(other.explained) >= len(slip.explained)
    return other is not slip and is_as_good and bool(slip.explained & other.explained)


def slips_in(judged: Judged, broken: Sequence[tuple[Identity, Break]]) -> Iterator[Slip]:
    """The cells that explain two breaks at least."""
    tables = {identity.table for identity, _ in broken}
    before = {place_of(*one) for one in broken}
    either_way = amounts_either_way(broken)
    for table in sorted(tables):
        for cell, number in judged.tables[table].items():
            for meant in (number + amount for amount in either_way):
                if meant < 0:
                    continue
                explained = breaks_explained(before, with_cell(judged, table, cell, meant))
                if len(explained) >= 2:
                    yield Slip(explained, table, Break(cell, number, meant))


def mended(
    before: Sequence[tuple[Identity, Break]], after: Sequence[tuple[Identity, Break]]
) -> list[Identity]:
    """The identities that held nowhere before, and hold now, each once."""
    still = {place_of(*one) for one in after}
    found = {id(one[0]): one[0] for one in before if place_of(*one) not in still}
    return list(found.values())


def amounts_either_way(broken: Iterable[tuple[Identity, Break]]) -> set[Number]:
    """By how much sums differ: a slip may have added as well as taken away."""
    amounts = {one.expected - one.found for _, one in broken}
    return amounts | {-one for one in amounts}


def breaks_explained(before: set[BreakPlace], tried: Judged) -> frozenset[BreakPlace]:
    """The breaks that are none with a cell printed otherwise; nothing where that breaks more."""
    after = {place_of(*one) for one in broken_identities(tried, None)}
    return frozenset(before - after) if after < before else frozenset()


def place_of(identity: Identity, broken: Break) -> BreakPlace:
    """An identity and the cell at which it does not hold."""
    return identity.id, broken.cell


def with_cell(judged: Judged, table: str, cell: LineColumn, number: Number) -> Judged:
    """The same figures with another number in a cell."""
    tables = {**judged.tables, table: {**judged.tables[table], cell: number}}
    return replace(judged, tables=tables, summed=partial(sum_of_print, judged.edition, tables))
