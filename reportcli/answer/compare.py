"""What changed between two counts of one form, and which rows did it.

Rows are matched by their number, else by the hash that waivers use, and each has one cause. For
each cell the contributions of its rows sum to the change. Not for: how it looks, or where the
figures come from; figures that came without rows are compared by their numbers alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Literal

import pandas as pd

from reportcli.answer.row import totals_over
from reportcli.count.number import LineColumn, Number
from reportcli.count.part import COUNTED, OUTSIDE, CountedLog
from reportcli.finding import Address, Finding
from reportcli.judge.waivers import hash_rows
from reportcli.law.edition import Edition, cell_id
from reportcli.report import Report
from reportcli.words.fields import KindId, log_kinds

# new and gone: in one file only; moved: another cell; year: its day moved over New Year; set-aside
# and back: an error keeps it out, or no longer; setting: the same row, counted otherwise.
Cause = Literal["new", "gone", "moved", "year", "set-aside", "back", "setting"]
Tables = Mapping[str, Mapping[LineColumn, Number]]


@dataclass(frozen=True)
class ComparedRow:
    """One row of a log on one side: where it is, what it is, and what it adds to each cell."""

    kind: KindId
    address: Address
    number: str | None
    digest: str
    file_digest: str
    fate: str
    cells: Mapping[LineColumn, Number] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What it is matched by."""
        return self.kind, self.number or self.digest


@dataclass(frozen=True)
class RowChange:
    """What one row did to one cell, and why; `came_from` and `went_to` are the counted cells that
    it left and entered."""

    address: Address
    number: str | None
    cause: Cause
    contribution: Number
    came_from: tuple[str, ...] = ()
    went_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellChange:
    """A cell whose number changed; `rows` is None where no rows are at hand."""

    cell: str
    old: Number
    new: Number
    rows: tuple[RowChange, ...] | None

    @property
    def delta(self) -> Number:
        """By how much."""
        return self.new - self.old


@dataclass(frozen=True)
class FactChange:
    """A fact whose value changed; None where one side does not know it."""

    fact: str
    old: Number | None
    new: Number | None


@dataclass(frozen=True)
class Comparison:
    """Everything that differs: cells in the order of the form, facts, findings that came and
    went."""

    cells: tuple[CellChange, ...]
    facts: tuple[FactChange, ...] = ()
    appeared: tuple[Finding, ...] = ()
    vanished: tuple[Finding, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is reported differs."""
        return not (self.cells or self.facts)


def compare_reports(old: Report, new: Report) -> Comparison:
    """Compare two reports with the rows at hand."""
    changes = row_changes(old, new)
    return Comparison(
        cells=tuple(changed_cells(old.tally.tables, new.tally.tables, changes)),
        facts=tuple(changed_facts(report_facts(old), report_facts(new))),
        appeared=tuple(only_in(new.findings, old.findings)),
        vanished=tuple(only_in(old.findings, new.findings)),
    )


def compare_tables(old: Tables, new: Tables) -> Comparison:
    """Compare figures that came without their rows."""
    return Comparison(tuple(changed_cells(old, new, None)))


def changed_cells(
    old: Tables, new: Tables, changes: Mapping[str, Sequence[RowChange]] | None
) -> Iterator[CellChange]:
    """The cells that differ. One that the other edition does not have is nought there."""
    for table in dict.fromkeys([*new, *old]):
        before, after = old.get(table, {}), new.get(table, {})
        for line, column in dict.fromkeys([*after, *before]):
            was, is_now = before.get((line, column), 0), after.get((line, column), 0)
            if was == is_now:
                continue
            cell = cell_id(table, line, column)
            rows = None if changes is None else tuple(changes.get(cell, ()))
            yield CellChange(cell, was, is_now, rows)


# --- rows ---


def row_changes(old: Report, new: Report) -> dict[str, list[RowChange]]:
    """Cell id → what each row did to it."""
    found: dict[str, list[RowChange]] = defaultdict(list)
    for before, after in matched(rows_of_report(old), rows_of_report(new)):
        was = sums_of(before, old.edition)
        is_now = sums_of(after, new.edition)
        row = after or before
        # A row that adds the same as before did nothing, wherever it stands now.
        if row is None or was == is_now:
            continue
        cause = cause_of(before, after)
        left = tuple(counted_cells(before, but=after))
        entered = tuple(counted_cells(after, but=before))
        for line, column in dict.fromkeys([*was, *is_now]):
            contribution = is_now.get((line, column), 0) - was.get((line, column), 0)
            if contribution:
                change = RowChange(row.address, row.number, cause, contribution, left, entered)
                found[cell_id(row.kind, line, column)].append(change)
    return found


def rows_of_report(report: Report) -> Iterator[ComparedRow]:
    """Every record of every log."""
    files = {file.file: file.sha256 for file in report.inputs}
    for part in report.tally.parts:
        yield from rows_of_part(part, files.get(part.log.source.file, ""))


def rows_of_part(part: CountedLog, file_digest: str) -> Iterator[ComparedRow]:
    """The records of one log, with what each adds to the counted cells."""
    cells: dict[int, dict[LineColumn, Number]] = defaultdict(dict)
    for entry in part.entries:
        for row, value in zip(entry.rows.tolist(), entry.values.tolist(), strict=True):
            cells[row][entry.cell] = cells[row].get(entry.cell, 0) + value
    log = part.log
    rows = log.frame.index.tolist()
    digests = hash_rows(log, rows)
    # Whole columns at once, because there may be many rows.
    numbers = log.frame[log_kinds()[log.kind].number].astype(object).tolist()
    for row, number, fate in zip(rows, numbers, part.fate.astype(object).tolist(), strict=True):
        yield ComparedRow(
            kind=log.kind,
            address=Address(log.source.file, log.source.sheet, row),
            number=None if pd.isna(number) else str(number),
            digest=digests[row],
            file_digest=file_digest,
            fate=fate,
            cells=cells.get(row, {}),
        )


def matched(
    old: Iterable[ComparedRow], new: Iterable[ComparedRow]
) -> Iterator[tuple[ComparedRow | None, ComparedRow | None]]:
    """Each row with the same one on the other side, or alone; in the order of the newer logs."""
    waiting: dict[tuple[str, str], list[ComparedRow]] = defaultdict(list)
    for row in old:
        waiting[row.key].append(row)
    arriving: dict[tuple[str, str], list[ComparedRow]] = defaultdict(list)
    for row in new:
        arriving[row.key].append(row)
    for key in dict.fromkeys([*arriving, *waiting]):
        yield from pairs_of_changes(waiting.get(key, []), arriving.get(key, []))


def pairs_of_changes(
    old: Sequence[ComparedRow], new: Sequence[ComparedRow]
) -> Iterator[tuple[ComparedRow | None, ComparedRow | None]]:
    """The rows of one key in pairs: first those that say the same, then in their order."""
    by_digest: dict[str, list[ComparedRow]] = defaultdict(list)
    for row in old:
        by_digest[row.digest].append(row)
    left: list[ComparedRow] = []
    for row in new:
        if by_digest[row.digest]:
            yield by_digest[row.digest].pop(0), row
        else:
            left.append(row)
    # Of those that say something else the first was most likely the first.
    rest = [row for rows in by_digest.values() for row in rows]
    yield from zip_longest(rest, left)


def cause_of(before: ComparedRow | None, after: ComparedRow | None) -> Cause:
    """Why a row adds otherwise than it did."""
    if before is None:
        return "new"
    if after is None:
        return "gone"
    # The hash is over what was understood: in the very same file only a setting understands a
    # row otherwise.
    is_same_file = before.file_digest == after.file_digest != ""
    if is_same_file or before.digest == after.digest:
        return "setting"
    fates = {before.fate, after.fate}
    if fates == {COUNTED, OUTSIDE}:
        return "year"
    if fates == {COUNTED}:
        return "moved"
    return "back" if after.fate == COUNTED else "set-aside"


def sums_of(row: ComparedRow | None, edition: Edition) -> dict[LineColumn, Number]:
    """What a row adds to each cell, the totals that it flows into among them."""
    if row is None:
        return {}
    found: dict[LineColumn, Number] = dict(row.cells)
    over = totals_over(edition, row.kind)
    for cell, value in row.cells.items():
        for total in over.get(cell, ()):
            found[total] = found.get(total, 0) + value
    return found


def counted_cells(row: ComparedRow | None, *, but: ComparedRow | None) -> Iterator[str]:
    """The ids of the counted cells that a row adds to, without those of the same on the other
    side."""
    if row is None:
        return
    for line, column in row.cells:
        if but is None or (line, column) not in but.cells:
            yield cell_id(row.kind, line, column)


# --- facts and findings ---


def report_facts(report: Report) -> dict[str, Number]:
    """The facts by name; each part of one with several under its own."""
    found: dict[str, Number] = {}
    for name, value in report.facts.items():
        if isinstance(value, Mapping):
            found.update({f"{name}.{part}": number for part, number in value.items()})
        else:
            found[name] = value
    return found


def changed_facts(old: Mapping[str, Number], new: Mapping[str, Number]) -> Iterator[FactChange]:
    """The facts that differ."""
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) != new.get(name):
            yield FactChange(name, old.get(name), new.get(name))


def only_in(findings: Sequence[Finding], others: Sequence[Finding]) -> Iterator[Finding]:
    """The findings that the other side does not have, as often as it lacks them."""
    left = Counter(map(identity_of_finding, others))
    for finding in findings:
        identity = identity_of_finding(finding)
        if left[identity]:
            left[identity] -= 1
        else:
            yield finding


def identity_of_finding(finding: Finding) -> tuple[str, ...]:
    """By what a finding is the same after rows were added above it: its row's values, else its
    place."""
    address = finding.address
    place = finding.row_hash or f"{Path(address.file).name} {address.sheet} {address.cell}"
    return finding.code, place, str(finding.evidence or "")
