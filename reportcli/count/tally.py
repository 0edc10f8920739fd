"""The tally: the numbers of one year in one edition, and from each number back to its rows.

Totals are derived from the leaves by the one rule of the form, never stored. The rules of each
table stand in `requests.py`, `publications.py` and `cases.py`. Not for: whether figures are
plausible (`judge`), counts for the prose (`facts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import pandas as pd
from msgspec.structs import replace

from reportcli.count.cases import count_cases
from reportcli.count.number import LineColumn, Number
from reportcli.count.part import COUNTED, OUTSIDE, CountedLog, Entry
from reportcli.count.publications import count_publications
from reportcli.count.requests import count_requests
from reportcli.finding import Address, Finding
from reportcli.intake.log import Log, Stack
from reportcli.law.edition import Edition, Table
from reportcli.settings import Settings
from reportcli.words.fields import KindId

Counter = Callable[[Stack, Edition, int, Settings], Iterator[CountedLog]]
COUNTERS: Mapping[KindId, Counter] = {
    "requests": count_requests,
    "publications": count_publications,
    "cases": count_cases,
}


@dataclass(frozen=True)
class Tally:
    """The numbers of one year in one edition, from any number of logs; tallies of the same form add
    up."""

    edition: Edition
    year: int
    parts: tuple[CountedLog, ...]

    def __add__(self, other: Tally) -> Tally:
        if (self.edition.id, self.year) != (other.edition.id, other.year):
            raise ValueError("only tallies of the same year and edition add up")
        return Tally(self.edition, self.year, self.parts + other.parts)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[LineColumn, Number]]:
        """Table id → cell → number, every leaf and every total; a table without a log is absent."""
        kinds = {part.log.kind for part in self.parts}
        return {table.id: self.count(table) for table in self.edition.tables if table.id in kinds}

    @property
    def shown(self) -> Mapping[str, Mapping[LineColumn, Number | None]]:
        """The tables as they are shown; None is a cell that nobody knows, and never nought."""
        return self.tables

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
    def leaves(self) -> Mapping[str, Mapping[LineColumn, list[tuple[Log, Entry]]]]:
        """Kind of log → leaf cell → the entries that add to it, each with its log."""
        found: dict[str, dict[LineColumn, list[tuple[Log, Entry]]]] = {}
        for part in self.parts:
            leaves = found.setdefault(part.log.kind, {})
            for entry in part.entries:
                leaves.setdefault(entry.cell, []).append((part.log, entry))
        return found

    def count(self, table: Table) -> dict[LineColumn, Number]:
        """Every cell of one table."""
        leaves = {
            cell: sum((entry.number for _, entry in entries), 0)
            for cell, entries in self.leaves[table.id].items()
        }
        return {
            cell: sum((leaves[leaf] for leaf in summed if leaf in leaves), 0)
            for cell, summed in table.leaf_cells.items()
        }

    def rows(self, table_id: str, cell: LineColumn) -> Iterator[tuple[Log, int, Number]]:
        """The rows behind a cell, with what each adds; those of a total are those of its
        addends."""
        for log, entry in self.entries(table_id, cell):
            for row, value in zip(entry.rows.tolist(), entry.values.tolist(), strict=True):
                yield log, row, value

    def entries(self, table_id: str, cell: LineColumn) -> Iterator[tuple[Log, Entry]]:
        """The entries behind a cell, each with its log."""
        leaves = self.leaves.get(table_id, {})
        for leaf in self.edition.table(table_id).leaf_cells[cell]:
            yield from leaves.get(leaf, ())

    def carried_forward(self) -> list[str] | None:
        """The numbers of the requests that go on into the next year, in the order of the logs; None
        where figures have no rows."""
        numbers: list[str] = []
        for part in self.parts:
            numbers += map(str, part.numbers_on("carried_forward"))
        return numbers


def tally_logs(logs: Sequence[Log], edition: Edition, year: int, settings: Settings) -> Tally:
    """The tally of several logs; every row of every log is counted, outside the year or set aside,
    or it raises.
    """
    return tally_each([logs], edition, year, settings)[0]


def tally_each(
    offices: Sequence[Sequence[Log]], edition: Edition, year: int, settings: Settings
) -> list[Tally]:
    """The tally of each office; they are counted together, because counting a thousand small logs
    one by one takes a thousand times as long."""
    logs = [log for own in offices for log in own]
    of_kind = {kind: [log for log in logs if log.kind == kind] for kind in COUNTERS}
    counted = {
        kind: iter(COUNTERS[kind](Stack.of(found), edition, year, settings))
        for kind, found in of_kind.items()
        if found
    }
    tallies = [
        Tally(edition, year, tuple(next(counted[log.kind]) for log in own)) for own in offices
    ]
    refuse_lost_rows(tallies)
    return tallies


def refuse_lost_rows(tallies: Iterable[Tally]) -> None:
    """Stop where a row was neither counted nor set aside: a fault of the program, not of a log."""
    for part in chain.from_iterable(tally.parts for tally in tallies):
        if sum(part.rows_by_fate().values()) != part.log.source.rows_read:
            raise RuntimeError(
                f"rows of {part.log.source.sheet!r} do not add up: {part.rows_by_fate()}"
            )


def record_findings(tally: Tally) -> Iterator[Finding]:
    """The faults of the records that the year concerns; and a warning-sized error where there is no
    record at all.
    """
    for part in tally.parts:
        if part.log.faults:
            outside = part.fate.index[part.fate == OUTSIDE].to_numpy(dtype=np.int32)
            for finding in part.log.findings(outside):
                is_spared = finding.address.row in part.spared
                yield replace(finding, counted=True) if is_spared else finding
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
