"""Table 二: documents, items of authority, decisions and money (条例 20).

Each cell is counted by the rule that its column names. An ordinary web item that no line takes is
counted all the same: in the facts for the prose (`facts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from reportcli.count.number import MONEY_COLUMN, YUAN_IN
from reportcli.count.part import CountedLog
from reportcli.count.sorting import Addition, Sorting, YearSpan
from reportcli.intake.log import Stack
from reportcli.law.edition import Block, Edition, Line
from reportcli.settings import Settings

DOCUMENTS = (
    "rules",
    "normative_documents",
)  # 条例第二十条第一项: counted by stock, not by decision
FormCell = tuple[Line, Line, Block]


def count_publications(
    stack: Stack,
    edition: Edition,
    year: int,
    settings: Settings,  # noqa: ARG001 - as all three are called
) -> Iterator[CountedLog]:
    """Each cell by the rule of its column; what no cell takes is of another year, or a fact."""
    frame, span, sorting = stack.frame, YearSpan(year), Sorting(stack)
    items = Items(frame, frame["made"].fillna(frame["published"]), span)
    set_others_aside(items, sorting)
    form = list(edition.table("publications").cells())
    for line, column, _ in form:
        if column.id == MONEY_COLUMN:
            unpriced = items.of(line.id) & span.holds(items.dated) & frame["amount"].isna()
            sorting.set_aside(unpriced, "amount-missing", "amount")
    used = ~sorting.sound
    additions = []
    for cell in form:
        addition = addition_of(items, sorting.sound, cell)
        if addition is not None:
            additions.append(addition)
            used.iloc[addition.places] = True
    in_year = span.holds(frame["published"]) | span.holds(frame["made"])
    sorting.set_outside(~used & ~in_year)
    return sorting.logs(additions)


def set_others_aside(items: Items, sorting: Sorting) -> None:
    """What no cell of the year can take: other years, and what was not published proactively.

    Documents and items of authority are a stock: they stand in the year's figures until they are
    repealed, however old they are.
    """
    frame, span = items.frame, items.span
    days = frame[["made", "published"]]
    # What has no category may be of the stock: it is set aside for that, and not for its age.
    stock = frame["category"].isin(DOCUMENTS) | items.is_item() | frame["category"].isna()
    is_past = ~stock & (days.max(axis=1) < span.first)
    sorting.set_outside((days.min(axis=1) > span.last) | is_past)
    sorting.set_aside(frame["mode"].isin(["on_request", "withheld"]), "not-proactive")


def addition_of(items: Items, sound: pd.Series, cell: FormCell) -> Addition | None:
    """What the sound rows add to one cell of the form; None where they add nothing."""
    line, column, block = cell
    added = COLUMN_RULES[column.id](items, line.id)
    adding = sound & (added != 0)
    if not adding.any():
        return None
    places = np.flatnonzero(adding.to_numpy())
    if column.id != MONEY_COLUMN:
        return Addition((line.id, column.id), places, added[adding].to_numpy(dtype=np.int64))
    yuan = YUAN_IN[column.unit or block.unit]
    amounts = [Decimal(value) / yuan for value in added[adding].tolist()]
    return Addition((line.id, column.id), places, np.array(amounts, dtype=object))


@dataclass(frozen=True)
class Items:
    """The items of a publication log as the rules of section 二 see them."""

    frame: pd.DataFrame
    dated: pd.Series
    span: YearSpan

    def of(self, category: str) -> pd.Series:
        """Which rows are of a category."""
        return self.frame["category"].isin([category])

    def is_item(self) -> pd.Series:
        """Which rows are items of authority (…事项), which stand until they are repealed."""
        return self.frame["category"].astype(object).fillna("").str.endswith("_item")

    def counted(self, rows: pd.Series) -> pd.Series:
        """The count of each of those rows, 1 where the log gives none, and 0 elsewhere.

        A document listed again, for another channel it was published in, is the same document.
        """
        return self.frame["count"].fillna(1).astype("int64").where(rows & ~self.frame["again"], 0)

    def standing(self, last: pd.Timestamp, days: pd.Series) -> pd.Series:
        """Which rows were there by a day and not repealed by then.

        Validity says something only where no day of repeal does: a log is kept after the year it
        tells of.
        """
        repealed = self.frame["repealed"]
        lapsed = repealed.isna() & self.frame["validity"].isin(["not_in_force"])
        return (days <= last) & ~(repealed <= last) & ~lapsed

    def last_year(self) -> pd.Timestamp:
        """The last day of the year before."""
        return self.span.first - pd.Timedelta(days=1)


ColumnRule = Callable[[Items, str], pd.Series]


def dated_in_year(field: str) -> ColumnRule:
    """The rule that counts the rows of a line of which a date lies in the year."""

    def count(items: Items, line: str) -> pd.Series:
        return items.counted(items.of(line) & items.span.holds(items.frame[field]))

    return count


def decided(items: Items, line: str) -> pd.Series:
    """Decisions and projects of the year, by the day they were made, else published."""
    return items.counted(items.of(line) & items.span.holds(items.dated))


def documents_in_force(items: Items, line: str) -> pd.Series:
    """Documents made by the last day of the year and not repealed by then."""
    return items.counted(items.of(line) & items.standing(items.span.last, items.frame["made"]))


def disclosed_total(items: Items, line: str) -> pd.Series:
    """Documents published by the last day of the year and not repealed by then."""
    standing = items.standing(items.span.last, items.frame["published"])
    return items.counted(items.of(line) & standing)


def items_last_year(items: Items, line: str) -> pd.Series:
    """Items of authority that stood at the end of the year before."""
    standing = items.standing(items.last_year(), items.dated)
    return items.counted(items.of(f"{line}_item") & standing)


def items_change(items: Items, line: str) -> pd.Series:
    """Items gained less items lost since the end of the year before; signed."""
    item = items.of(f"{line}_item")
    now = items.standing(items.span.last, items.dated)
    before = items.standing(items.last_year(), items.dated)
    return items.counted(item & now & ~before) - items.counted(item & before & ~now)


def amount(items: Items, line: str) -> pd.Series:
    """Money of the year as decimal text in yuan; 0 where a row adds none."""
    told_once = items.frame["amount"].notna() & ~items.frame["again"]
    charged = items.of(line) & items.span.holds(items.dated) & told_once
    return items.frame["amount"].astype(object).where(charged, 0)


COLUMN_RULES: Mapping[str, ColumnRule] = {
    "issued": dated_in_year("made"),
    "made": dated_in_year("made"),
    "repealed": dated_in_year("repealed"),
    "in_force": documents_in_force,
    "disclosed": dated_in_year("published"),
    "disclosed_total": disclosed_total,
    "items_last_year": items_last_year,
    "items_change": items_change,
    "decisions": decided,
    "projects": decided,
    "amount": amount,
}
