"""Columns that no list knows: whether one could change a figure, so that it must not stay unread.

And what is to be said once of a whole column, at its heading: that 同上 was filled, that two columns
claim one field, that a unit was assumed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain

import msgspec

from reportcli.files.sheet import Row
from reportcli.finding import Fault
from reportcli.intake.child.wire import Column, Faults, SheetReading
from reportcli.intake.gather import CellColumns, Dittos
from reportcli.intake.layouts import CATEGORY, NO_CATEGORY, tick_words
from reportcli.intake.terms import Terms
from reportcli.law.edition import editions
from reportcli.words.category import ITEM_SUFFIX
from reportcli.words.cells import Cell, is_blank, shown
from reportcli.words.columns import column_words
from reportcli.words.fields import KINDS, KindId, log_kinds
from reportcli.words.text import squeeze, wording_key
from reportcli.words.vocabulary import vocabulary

# A column of more distinct cells holds names or texts, and no words of the form.
MOST_WORDS = 3000
LONGEST_WORD = 30
# Marks that say yes and nothing else; 是 and 1 stand in many a column that decides nothing.
TICK_SIGNS = frozenset({"√", "✓", "✔", "☑", "■"})


@cache
def deciding_words(kind: KindId) -> frozenset[str]:
    """Wordings of a kind of log that put a row into one line of the form, as whole cells compared."""
    if kind == "requests":
        words = {*tick_words(kind, "outcome"), *tick_words(kind, "applicant_type")}
        # These stand in many a column: 单位 and 其他 say nothing of an applicant there.
        return frozenset(words - {"其他", "单位", "组织", "公开"})
    if kind == "publications":
        return frozenset(map(wording_key, words_of_lines()))
    results = (*vocabulary().case.review.values(), *vocabulary().case.suit.values())
    return frozenset(chain.from_iterable(results))


def words_of_lines() -> Iterator[str]:
    """The wordings of the categories that 表二 counts, as decisions or as their items."""
    table = editions()[-1].table("publications")
    lines = {line.id for line in table.lines if line.kind == "leaf"}
    for value_id, value in log_kinds()["publications"].values["category"].items():
        if value_id.removesuffix(ITEM_SUFFIX) in lines:
            yield from value.words


def holds_word(row: Row) -> bool:
    """Whether a cell of the row is a word by which records are counted."""
    texts = {
        wording_key(cell) for cell in row if isinstance(cell, str) and len(cell) <= LONGEST_WORD
    }
    return any(not texts.isdisjoint(deciding_words(kind)) for kind in KINDS)


class StrangeColumn:
    """A column without a field, while its sheet is read."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.seen: set[Cell] = set()

    def look(self, records: CellColumns) -> None:
        """Note what the column holds, as long as it may be words."""
        if len(self.seen) <= MOST_WORDS:
            self.seen.update(records.column(self.column.column - 1))

    def could_decide(self, kind: KindId) -> bool:
        """Whether the column holds counts, ticks, words of the form or a day that a figure needs."""
        filled = [cell for cell in self.seen if not is_blank(cell)]
        heading = squeeze(self.column.heading)
        return (
            (names_count(heading) and any(map(is_whole_number, filled)))
            or (names_deciding_day(heading) and any(map(begins_as_day, filled)))
            or holds_tick(filled)
            or (len(self.seen) <= MOST_WORDS and holds_deciding_word(kind, filled))
        )


def names_count(heading: str) -> bool:
    """Whether a heading speaks of how many."""
    return any(word in heading for word in column_words().counts)


def holds_tick(cells: Iterable[Cell]) -> bool:
    return not TICK_SIGNS.isdisjoint(squeeze(str(cell)) for cell in cells)


def holds_deciding_word(kind: KindId, cells: Iterable[Cell]) -> bool:
    """Whether a cell is a word that a figure of the form hangs on."""
    texts = {wording_key(cell) for cell in cells if isinstance(cell, str)}
    return not texts.isdisjoint(deciding_words(kind))


def is_whole_number(cell: Cell) -> bool:
    """Whether a cell is a whole number, also as text."""
    if isinstance(cell, float):
        return cell.is_integer()
    return isinstance(cell, str) and squeeze(cell).rstrip("件条个宗份").isdigit()


def begins_as_day(cell: Cell) -> bool:
    """Whether a cell is a true date, or a text that begins like one."""
    return isinstance(cell, date) or (isinstance(cell, str) and squeeze(cell)[:4].isdigit())


def names_deciding_day(heading: str) -> bool:
    """Whether a heading names a day of receipt or of closing."""
    words = column_words()
    is_date = heading.endswith(tuple(words.days))
    return is_date and any(word in heading for word in (*words.begins, *words.ends))


def column_faults(
    terms: Terms, reading: SheetReading, strangers: Sequence[StrangeColumn], dittos: Dittos
) -> list[Faults]:
    """What is to be said once of whole columns, at their headings."""
    found = [
        *unread_columns(terms, reading, strangers),
        *(
            (column, outranked(column, terms.kind))
            for column in terms.header.columns
            if column.how == "outranked"
        ),
        *categories_told_otherwise(terms),
        *(
            (column, Fault("ditto-filled", {"value": shown(column.heading)}))
            for column in terms.header.columns
            if column.field and column.column - 1 in dittos.used
        ),
    ]
    row = max(terms.header.rows, default=1)
    return [at_heading(column, row, fault) for column, fault in found]


def categories_told_otherwise(terms: Terms) -> Iterator[tuple[Column, Fault]]:
    """That a log has no categories, and what serves as them."""
    for column in terms.header.columns:
        if column.how == "stands-in":
            yield column, Fault("category-from-topic", {"value": shown(column.heading)})
    if terms.fixed.get(CATEGORY) == NO_CATEGORY:
        yield Column(0, ""), Fault("category-column-missing")


def outranked(column: Column, kind: KindId) -> Fault:
    """That another column holds the field that this one claims too."""
    details = {"value": shown(column.heading), "by": shown(column.part), "kind": kind}
    return Fault("column-outranked", {**details})


def unread_columns(
    terms: Terms, reading: SheetReading, strangers: Sequence[StrangeColumn]
) -> Iterator[tuple[Column, Fault]]:
    """Columns that are not read and could decide; they are marked so for the account of columns."""
    for stranger in strangers:
        if not stranger.could_decide(terms.kind):
            continue
        column = stranger.column
        reading.columns = [
            msgspec.structs.replace(one, how="unread") if one.column == column.column else one
            for one in reading.columns
        ]
        yield column, Fault("column-unread", {"value": shown(column.heading), "kind": terms.kind})


def at_heading(column: Column, row: int, fault: Fault) -> Faults:
    return Faults(
        column.column, False, array("i", [row]).tobytes(), array("i", [0]).tobytes(), [[fault]]
    )
