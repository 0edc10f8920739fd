"""The counting rules: from sound logs to numbers, and from each number back to its rows.

A rule looks at the logs of one kind, one year and the form, and says which rows add what to which
cell. Totals are derived from the leaves by the one rule of the form, never stored. Not for: whether
figures are plausible (`check.py`), counts for the prose (`facts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.finding import Address, Finding, catalogue
from reportcli.intake.log import Log, Places, Rows, Stack, by_log, spans
from reportcli.law.edition import Block, Edition, Line, Table, addends
from reportcli.settings import Settings
from reportcli.words.fields import KindId

Number = int | Decimal
Cell = tuple[str, str]
"""A (line, column) of one table."""

COUNTED = "counted"
OUTSIDE = "outside-year"
PER_UNIT = {"元": Decimal(1), "万元": Decimal(10_000)}


@dataclass(frozen=True)
class Entry:
    """Rows of one log that add to one cell: `values` are int64, or Decimal objects where money is
    counted."""

    cell: Cell
    rows: Rows
    values: npt.NDArray[np.int64] | npt.NDArray[np.object_]

    @cached_property
    def number(self) -> Number:
        """What the rows add up to."""
        if self.values.dtype == object:
            return sum(self.values.tolist(), Decimal(0))
        return int(self.values.sum())


@dataclass(frozen=True)
class Part:
    """What one log adds to its table, and what became of each of its records.

    `fate` has the index of the log's frame: counted, outside-year, or the code or reason that set
    the row aside.
    """

    log: Log
    entries: Sequence[Entry]
    fate: pd.Series
    findings: Sequence[Finding]

    def numbers_on(self, line: str) -> pd.Series:
        """The registration numbers of the rows that a line counts, by row; a row without one is
        left out."""
        rows = [entry.rows for entry in self.entries if entry.cell[0] == line]
        if not rows:
            return pd.Series(dtype=object)
        return self.log.frame["number"].loc[np.sort(np.concatenate(rows))].dropna()

    def set_aside_by_error(self) -> int:
        """How many records an error finding keeps out of every figure."""
        return sum(count for fate, count in self.records_by_fate().items() if is_error(fate))

    def records_by_fate(self) -> dict[str, int]:
        """How many records met which fate, the most first."""
        fates, codes = self.fate.array.categories, self.fate.array.codes
        counts = zip(fates, np.bincount(codes, minlength=len(fates)).tolist(), strict=True)
        return dict(sorted(((fate, n) for fate, n in counts if n), key=lambda pair: -pair[1]))

    def rows_by_fate(self) -> dict[str, int]:
        """How many rows below the header met which fate; rows that are no records are among
        them."""
        found = self.records_by_fate()
        for reason, rows in self.log.set_aside.items():
            found[reason] = found.get(reason, 0) + len(rows)
        return found


def is_error(fate: str) -> bool:
    """Whether a fate is the code of an error."""
    return fate in catalogue() and catalogue()[fate].severity == "error"


@dataclass(frozen=True)
class Tally:
    """The numbers of one year in one edition, from any number of logs; tallies of the same form add
    up."""

    edition: Edition
    year: int
    parts: tuple[Part, ...]

    def __add__(self, other: Tally) -> Tally:
        if (self.edition.id, self.year) != (other.edition.id, other.year):
            raise ValueError("only tallies of the same year and edition add up")
        return Tally(self.edition, self.year, self.parts + other.parts)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[Cell, Number]]:
        """Table id → cell → number, every leaf and every total; a table without a log is absent."""
        kinds = {part.log.kind for part in self.parts}
        return {table.id: self.count(table) for table in self.edition.tables if table.id in kinds}

    @cached_property
    def stacks(self) -> Mapping[KindId, Stack]:
        """The logs of each kind, one under the other."""
        kinds = dict.fromkeys(part.log.kind for part in self.parts)
        return {
            kind: Stack.of([part.log for part in self.parts if part.log.kind == kind])
            for kind in kinds
        }

    @cached_property
    def counted(self) -> Mapping[KindId, Stack]:
        """The same, with the records alone that are counted."""
        found = {}
        for kind, stack in self.stacks.items():
            fates = [part.fate.array for part in self.parts if part.log.kind == kind]
            found[kind] = stack.holding(np.concatenate([fate == COUNTED for fate in fates]))
        return found

    @cached_property
    def leaves(self) -> Mapping[str, Mapping[Cell, list[tuple[Log, Entry]]]]:
        """Kind of log → leaf cell → the entries that add to it, each with its log."""
        found: dict[str, dict[Cell, list[tuple[Log, Entry]]]] = {}
        for part in self.parts:
            leaves = found.setdefault(part.log.kind, {})
            for entry in part.entries:
                leaves.setdefault(entry.cell, []).append((part.log, entry))
        return found

    def count(self, table: Table) -> dict[Cell, Number]:
        """Every cell of one table."""
        leaves = {
            cell: sum((entry.number for _, entry in entries), 0)
            for cell, entries in self.leaves[table.id].items()
        }
        return {
            (line.id, column.id): sum(
                (leaves.get(cell, 0) for cell in leaf_cells(block, line, column)), 0
            )
            for line, column, block in table.cells()
        }

    def rows(self, table_id: str, cell: Cell) -> Iterator[tuple[Log, int, Number]]:
        """The rows behind a cell, with what each adds; those of a total are those of its
        addends."""
        for log, entry in self.entries(table_id, cell):
            for row, value in zip(entry.rows.tolist(), entry.values.tolist(), strict=True):
                yield log, row, value

    def entries(self, table_id: str, cell: Cell) -> Iterator[tuple[Log, Entry]]:
        """The entries behind a cell, each with its log."""
        block, line, column = next(
            (block, line, column)
            for line, column, block in self.edition.table(table_id).cells()
            if (line.id, column.id) == cell
        )
        leaves = self.leaves.get(table_id, {})
        for leaf in leaf_cells(block, line, column):
            yield from leaves.get(leaf, ())

    def carried_forward(self) -> list[str]:
        """The numbers of the requests that go on into the next year, in the order of the logs."""
        numbers: list[str] = []
        for part in self.parts:
            numbers += map(str, part.numbers_on("carried_forward"))
        return numbers


def leaf_cells(block: Block, line: Line, column: Line) -> list[Cell]:
    """The leaf cells that a cell sums; a leaf cell sums itself."""
    lines = addends(block.lines, line) if line.kind == "total" else (line.id,)
    columns = addends(block.columns, column) if column.kind == "total" else (column.id,)
    return [(one, other) for one in lines for other in columns]


def tally_logs(logs: Sequence[Log], edition: Edition, year: int, settings: Settings) -> Tally:
    """The tally of several logs; every row of every log is counted, outside the year or set aside,
    or it raises.
    """
    of_kind = {kind: [log for log in logs if log.kind == kind] for kind in COUNTERS}
    counted = {
        kind: iter(COUNTERS[kind](Stack.of(found), edition, year, settings))
        for kind, found in of_kind.items()
        if found
    }
    parts = tuple(next(counted[log.kind]) for log in logs)
    for part in parts:
        if sum(part.rows_by_fate().values()) != part.log.source.rows_read:
            raise RuntimeError(
                f"rows of {part.log.source.sheet!r} do not add up: {part.rows_by_fate()}"
            )
    return Tally(edition, year, parts)


def check_records(tally: Tally) -> Iterator[Finding]:
    """The faults of the records that the year concerns; and a warning-sized error where there is no
    record at all.
    """
    for part in tally.parts:
        if part.log.faults:
            outside = part.fate.index[part.fate == OUTSIDE].to_numpy(dtype=np.int32)
            yield from part.log.findings(outside)
        yield from part.findings
    if not any(len(part.log.frame) for part in tally.parts):
        yield from (
            Finding("no-records", Address(part.log.source.file, part.log.source.sheet))
            for part in tally.parts
        )


def most_received_year(logs: Sequence[Log]) -> int | None:
    """The year in which most requests were received; None without requests, or when two years
    tie."""
    received = [log.frame["received"].to_numpy() for log in logs if log.kind == "requests"]
    years = (
        pd.Series(np.concatenate(received or [[]])).astype("datetime64[s]").dt.year.value_counts()
    )
    if years.empty or (len(years) > 1 and years.iloc[0] == years.iloc[1]):
        return None
    return int(years.index[0])


class Year:
    """The first and the last day of a year, as the frames compare them."""

    def __init__(self, year: int) -> None:
        self.first, self.last = pd.Timestamp(date(year, 1, 1)), pd.Timestamp(date(year, 12, 31))

    def holds(self, days: pd.Series) -> pd.Series:
        """Which days lie in the year."""
        return (days >= self.first) & (days <= self.last)


class Sorting:
    """The fates of the records of a stack while a rule sorts them: the first fate a row is given
    stays."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.frame = stack, stack.frame
        self.rows = self.frame.index.to_numpy(dtype=np.int32)
        self.fates: list[str] = [COUNTED, OUTSIDE, *self.frame["fault"].cat.categories[1:]]
        self.fate = self.frame["fault"].cat.codes.to_numpy(dtype=np.int8, copy=True)
        self.fate[self.fate > 0] += 1
        self.findings: list[list[Finding]] = [[] for _ in stack.logs]

    @property
    def sound(self) -> pd.Series:
        """The records that nothing has set aside so far."""
        return pd.Series(self.fate == 0, index=self.frame.index)

    def set_outside(self, outside: pd.Series) -> None:
        """Records that lie outside the year, whatever else is wrong with them."""
        self.fate[outside.to_numpy(dtype=bool)] = 1

    def set_aside(self, rows: pd.Series, reason: str, *fields: str) -> None:
        """Sound records that are not counted for `reason`; with `fields` it is a finding at the
        cell of the first that the log has.
        """
        places = np.flatnonzero(rows.to_numpy(dtype=bool) & (self.fate == 0))
        if not len(places):
            return
        if reason not in self.fates:
            self.fates.append(reason)
        self.fate[places] = self.fates.index(reason)
        for number, part in by_log(places, self.stack.starts) if fields else ():
            source = self.stack.logs[number].source
            column = next(filter(None, map(source.column, fields)), 0)
            self.findings[number] += [
                Finding(reason, Address(source.file, source.sheet, row, column))
                for row in self.rows[places[part]].tolist()
            ]

    def parts(self, additions: Iterable[Addition]) -> Iterator[Part]:
        """The finished parts, one a log."""
        fate = pd.Series(
            pd.Categorical.from_codes(self.fate, categories=self.fates), index=self.frame.index
        )
        entries: list[list[Entry]] = [[] for _ in self.stack.logs]
        for cell, places, values in additions:
            rows = self.rows[places]
            for number, part in by_log(places, self.stack.starts):
                entries[number].append(Entry(cell, rows[part], values[part]))
        each = zip(self.stack.logs, entries, spans(self.stack.starts), self.findings, strict=True)
        return (Part(log, own, fate.iloc[span], findings) for log, own, span, findings in each)


class Addition(NamedTuple):
    """What places of a stack, which ascend, add to one cell: an `Entry` before it is known of which
    logs."""

    cell: Cell
    places: Places
    values: npt.NDArray[np.int64] | npt.NDArray[np.object_]


def additions_of(
    lines: pd.Series | str, columns: pd.Series | str, rows: pd.Series
) -> Iterator[Addition]:
    """One addition a cell for the rows of a mask, each counted once; `lines` and `columns` name
    cells."""
    at = np.flatnonzero(rows.to_numpy(dtype=bool))
    line_names, line_codes = codes_of(lines, at)
    column_names, column_codes = codes_of(columns, at)
    named = (line_codes >= 0) & (column_codes >= 0)
    cells = (line_codes * len(column_names) + column_codes)[named]
    order = np.argsort(cells, kind="stable")
    places = at[named][order]
    found, starts = np.unique(cells[order], return_index=True)
    for cell, start, stop in zip(found.tolist(), starts, [*starts[1:], len(places)], strict=False):
        line, column = divmod(cell, len(column_names))
        ones = np.ones(stop - start, dtype=np.int64)
        yield Addition((line_names[line], column_names[column]), places[start:stop], ones)


def codes_of(
    axis: pd.Series | str, at: npt.NDArray[np.intp]
) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The names along an axis, and which of them each of some rows has; negative where it has
    none."""
    if isinstance(axis, str):
        return [axis], np.zeros(len(at), dtype=np.int64)
    return [str(name) for name in axis.cat.categories], axis.cat.codes.to_numpy(dtype=np.int64)[at]


def tally_requests(stack: Stack, edition: Edition, year: int, settings: Settings) -> Iterator[Part]:  # noqa: ARG001
    """Section 三: what was received, brought forward, concluded and carried forward (条例 27–39).

    A request lies outside the year when it was received after it, or concluded before it; a row
    that either date puts there is no fault of this year's figures, whatever its wording, unless the
    two contradict.
    """
    frame, span, sorting = stack.frame, Year(year), Sorting(stack)
    received, closed = frame["received"], frame["closed"]
    sorting.set_outside(((received > span.last) | (closed < span.first)) & ~(closed < received))
    known = {line: edition.leaf_for("requests", line) for line in frame["outcome"].cat.categories}
    in_year = span.holds(closed)
    undecided = frame["outcome"].isin([line for line, leaf in known.items() if leaf is None])
    sorting.set_aside(undecided & in_year, "ground-missing", "ground", "outcome")
    sound = sorting.sound
    line = frame["outcome"].map(known)
    line = line.astype(pd.CategoricalDtype([one for one in dict.fromkeys(known.values()) if one]))
    column = frame["applicant_type"]
    still_open = closed.isna() | (closed > span.last)
    additions = chain(
        additions_of("received", column, sound & span.holds(received)),
        additions_of("brought_forward", column, sound & (received < span.first)),
        additions_of(line, column, sound & in_year),
        additions_of("carried_forward", column, sound & still_open),
    )
    return sorting.parts(additions)


def tally_publications(
    stack: Stack,
    edition: Edition,
    year: int,
    settings: Settings,  # noqa: ARG001 - as all three are called
) -> Iterator[Part]:
    """Section 二: each cell by the rule that its column names (条例 20).

    An ordinary web item that no line takes is counted all the same: in the facts for the prose.
    """
    frame, span, sorting = stack.frame, Year(year), Sorting(stack)
    dated = frame["made"].fillna(frame["published"])
    items = Items(frame, dated, span)
    first_day, last_day = (
        frame[["made", "published"]].min(axis=1),
        frame[["made", "published"]].max(axis=1),
    )
    stock = frame["category"].isin(["rules", "normative_documents"]) | items.is_item()
    sorting.set_outside((first_day > span.last) | (~stock & (last_day < span.first)))
    sorting.set_aside(frame["mode"].isin(["on_request", "withheld"]), "not-proactive")
    form = list(edition.table("publications").cells())
    for line, column, _ in form:
        if column.id == "amount":
            unpriced = items.of(line.id) & span.holds(dated) & frame["amount"].isna()
            sorting.set_aside(unpriced, "amount-missing", "amount")
    additions = []
    used = ~sorting.sound
    for line, column, block in form:
        added = COLUMN_RULES[column.id](items, line.id)
        adding = sorting.sound & (added != 0)
        if adding.any():
            values = added[adding].to_numpy(dtype=object if column.id == "amount" else np.int64)
            if column.id == "amount":
                unit = PER_UNIT[column.unit or block.unit]
                values = np.array([Decimal(value) / unit for value in values], dtype=object)
            additions.append(
                Addition((line.id, column.id), np.flatnonzero(adding.to_numpy()), values)
            )
            used |= adding
    in_year = span.holds(frame["published"]) | span.holds(frame["made"])
    sorting.set_outside(~used & ~in_year)
    return sorting.parts(additions)


@dataclass(frozen=True)
class Items:
    """The items of a publication log as the rules of section 二 see them."""

    frame: pd.DataFrame
    dated: pd.Series
    span: Year

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


def items_change(items: Items, line: str) -> pd.Series:
    """Items gained less items lost since the end of the year before; signed."""
    item = items.of(f"{line}_item")
    now = items.standing(items.span.last, items.dated)
    before = items.standing(items.last_year(), items.dated)
    return items.counted(item & now & ~before) - items.counted(item & before & ~now)


def amount(items: Items, line: str) -> pd.Series:
    """Money of the year as decimal text in yuan; 0 where a row adds none."""
    charged = items.of(line) & items.span.holds(items.dated) & items.frame["amount"].notna()
    return items.frame["amount"].astype(object).where(charged, 0)


ColumnRule = Callable[[Items, str], pd.Series]
COLUMN_RULES: Mapping[str, ColumnRule] = {
    "issued": lambda i, line: i.counted(i.of(line) & i.span.holds(i.frame["made"])),
    "made": lambda i, line: i.counted(i.of(line) & i.span.holds(i.frame["made"])),
    "repealed": lambda i, line: i.counted(i.of(line) & i.span.holds(i.frame["repealed"])),
    "in_force": lambda i, line: i.counted(i.of(line) & i.standing(i.span.last, i.frame["made"])),
    "disclosed": lambda i, line: i.counted(i.of(line) & i.span.holds(i.frame["published"])),
    "disclosed_total": lambda i, line: i.counted(
        i.of(line) & i.standing(i.span.last, i.frame["published"])
    ),
    "items_last_year": lambda i, line: i.counted(
        i.of(f"{line}_item") & i.standing(i.last_year(), i.dated)
    ),
    "items_change": items_change,
    "decisions": lambda i, line: i.counted(i.of(line) & i.span.holds(i.dated)),
    "projects": lambda i, line: i.counted(i.of(line) & i.span.holds(i.dated)),
    "amount": amount,
}


def tally_cases(stack: Stack, edition: Edition, year: int, settings: Settings) -> Iterator[Part]:  # noqa: ARG001
    """Section 四: each case once, under its result when it was closed in the year, else as pending.

    Where the review organ is co-defendant the original organ alone counts the suit
    (国办公开办函〔2016〕201号).
    """
    frame, span, sorting = stack.frame, Year(year), Sorting(stack)
    filed, closed = frame["filed"], frame["closed"]
    outside = (filed > span.last) | (closed < span.first)
    if not settings.recount_pending_cases:
        outside |= filed < span.first
    sorting.set_outside(outside & ~(closed < filed))
    if not settings.count_co_defendant_suits:
        sorting.set_aside(frame["co_defendant"].notna(), "co-defendant-suit", "co_defendant")
    sorting.set_aside(frame["result"].isin(["not_counted"]), "filing-refused")
    sound = sorting.sound
    additions = chain(
        additions_of(frame["kind"], frame["result"], sound & span.holds(closed)),
        additions_of(frame["kind"], "pending", sound & ~span.holds(closed)),
    )
    return sorting.parts(additions)


COUNTERS: Mapping[KindId, Callable[[Stack, Edition, int, Settings], Iterator[Part]]] = {
    "requests": tally_requests,
    "publications": tally_publications,
    "cases": tally_cases,
}
