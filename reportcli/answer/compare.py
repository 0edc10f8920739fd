"""What changed between two counts of one form: cells, facts, findings and words that differ.

Where both sides have their rows, each change of a cell is the sum of what rows did to it
(`row_changes.py`); where both are sums of many offices, of what offices did. Not for: how it looks,
or where the figures come from (`side.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from reportcli.answer.changed_words import changed_words
from reportcli.answer.row_changes import RowChange, row_changes
from reportcli.answer.side import Side, SideTable, side_of_report
from reportcli.contract import FindingJson
from reportcli.count.number import LineColumn, Number
from reportcli.finding import Address, Detail, Finding
from reportcli.law.edition import Edition, cell_id
from reportcli.report import Report
from reportcli.words.text import squeeze

ToldFinding = Finding | FindingJson
"""A finding of a run, or one that was read back."""


@dataclass(frozen=True)
class UnitShare:
    """What one office of many did to a cell; without a code what no office that is named did."""

    code: str
    name: str
    contribution: Number


@dataclass(frozen=True)
class CellChange:
    """A cell whose number changed.

    `old` or `new` is None where the form of that side has no such cell, which counts as nought, or
    where the number is not known: then nobody knows by how much it changed, and `delta` is None.
    `rows` is None where no rows are at hand.
    """

    cell: str
    old: Number | None
    new: Number | None
    delta: Number | None
    rows: tuple[RowChange, ...] | None = None
    units: tuple[UnitShare, ...] | None = None


@dataclass(frozen=True)
class FactChange:
    """A fact whose value changed; None where one side does not know it."""

    fact: str
    old: Number | None
    new: Number | None


@dataclass(frozen=True)
class Comparison:
    """Everything that differs: cells in the order of the form, facts, findings that came, went and
    stayed, and the paragraphs that differ.

    `asked` are the cells that it is about alone, where some were asked for; `remarks` are what a
    reader has to know of the two sides before he trusts a difference.
    """

    old: Side
    new: Side
    cells: tuple[CellChange, ...]
    facts: tuple[FactChange, ...] = ()
    appeared: tuple[ToldFinding, ...] = ()
    vanished: tuple[ToldFinding, ...] = ()
    remained: tuple[ToldFinding, ...] = ()
    words_gone: tuple[str, ...] = ()
    words_new: tuple[str, ...] = ()
    remarks: tuple[Finding, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (
            self.cells
            or self.facts
            or self.appeared
            or self.vanished
            or self.words_gone
            or self.words_new
        )

    @property
    def has_rows(self) -> bool:
        """Whether the rows of both sides are at hand."""
        return self.old.report is not None and self.new.report is not None

    def about(self, cells: Sequence[str]) -> Comparison:
        """The changes of some cells alone; of all where none is named."""
        if not cells:
            return self
        kept = tuple(one for one in self.cells if one.cell in cells)
        return Comparison(self.old, self.new, kept, remarks=self.remarks, asked=tuple(cells))


def compare_reports(old: Report, new: Report) -> Comparison:
    """Compare two reports with the rows at hand."""
    return compare_sides(side_of_report(old, "old"), side_of_report(new, "new"))


def compare_sides(old: Side, new: Side) -> Comparison:
    """Compare the figures, facts, findings and words of two sides."""
    rows = None
    if old.report and new.report:
        rows = row_changes(old.report, new.report)
    cells = list(changed_cells(old, new))
    words_gone, words_new = changed_words(old.prose, new.prose, is_one_layout=are_alike(old, new))
    before, after = comparable_findings(old, new)
    here = list(sought(after, before))
    return Comparison(
        old=old,
        new=new,
        cells=tuple(explained(cells, rows, old, new)),
        facts=tuple(changed_facts(old.facts, new.facts)),
        appeared=tuple(one for one, was_there in here if not was_there),
        vanished=tuple(one for one, is_there in sought(before, after) if not is_there),
        remained=tuple(one for one, was_there in here if was_there),
        words_gone=tuple(words_gone),
        words_new=tuple(words_new),
        remarks=tuple(remarks_on(old, new)),
    )


# --- cells ---


def changed_cells(old: Side, new: Side) -> Iterator[CellChange]:
    """The cells that differ, of the tables that both sides have."""
    for table in dict.fromkeys([*new.tables, *old.tables]):
        if table in old.tables and table in new.tables:
            before, after = old.tables[table], new.tables[table]
            for cell in dict.fromkeys([*after, *before]):
                change = changed_cell(table, cell, old, new)
                if change is not None:
                    yield change


def changed_cell(table: str, cell: LineColumn, old: Side, new: Side) -> CellChange | None:
    """What changed at one cell, if anything did."""
    was, is_now = old.number(table, cell), new.number(table, cell)
    if was == is_now:
        return None
    id_ = cell_id(table, *cell)
    known_before = known_number(was, old.edition, id_)
    known_after = known_number(is_now, new.edition, id_)
    if known_before is None or known_after is None:
        return CellChange(id_, was, is_now, None)
    # One that the other edition does not have is nought there.
    if known_before == known_after:
        return None
    return CellChange(id_, was, is_now, known_after - known_before)


def known_number(number: Number | None, edition: Edition, cell: str) -> Number | None:
    """A number, or nought where the form has no such cell; None where it is not known."""
    if number is not None:
        return number
    return None if cell in ids_of_cells(edition) else 0


@cache
def ids_of_cells(edition: Edition) -> frozenset[str]:
    """The ids of every cell of a form."""
    return frozenset(
        cell_id(table.id, line.id, column.id)
        for table in edition.tables
        for line, column, _ in table.cells()
    )


def explained(
    cells: Iterable[CellChange],
    rows: Mapping[str, Sequence[RowChange]] | None,
    old: Side,
    new: Side,
) -> Iterator[CellChange]:
    """The changes with the rows or the offices that did them."""
    are_many = bool(old.units and new.units)
    for change in cells:
        yield replace(
            change,
            rows=None if rows is None else tuple(rows.get(change.cell, ())),
            units=tuple(unit_shares(change, old, new)) if are_many else None,
        )


def unit_shares(change: CellChange, old: Side, new: Side) -> Iterator[UnitShare]:
    """What each office did to a cell, and what is left over: together that is the change."""
    if change.delta is None:
        return
    table, line, column = change.cell.split("/")
    left = change.delta
    for code in dict.fromkeys([*new.units, *old.units]):
        before, after = old.units.get(code), new.units.get(code)
        was = unit_number(before.tables if before else {}, table, (line, column))
        is_now = unit_number(after.tables if after else {}, table, (line, column))
        if was != is_now:
            named = after or before
            yield UnitShare(code, named.name if named else "", is_now - was)
            left -= is_now - was
    if left:
        yield UnitShare("", "", left)


def unit_number(tables: Mapping[str, SideTable], table: str, cell: LineColumn) -> Number:
    """What an office adds to a cell."""
    return tables.get(table, {}).get(cell) or 0


# --- facts, words and findings ---


def changed_facts(old: Mapping[str, Number], new: Mapping[str, Number]) -> Iterator[FactChange]:
    """The facts that differ; none where one side knows no facts at all."""
    for name in dict.fromkeys([*new, *old]) if old and new else ():
        if old.get(name) != new.get(name):
            yield FactChange(name, old.get(name), new.get(name))


def are_alike(old: Side, new: Side) -> bool:
    """Whether two reports are files of one kind, whose paragraphs are cut alike."""
    return Path(old.name).suffix.lower() == Path(new.name).suffix.lower()


def comparable_findings(
    old: Side, new: Side
) -> tuple[Sequence[ToldFinding], Sequence[ToldFinding]]:
    """The findings of both sides; none where only one is a finished report: what is wrong in logs
    cannot be seen in it, and so is neither new nor mended."""
    if (old.origin == "report") != (new.origin == "report"):
        return (), ()
    return old.findings, new.findings


def sought(
    findings: Sequence[ToldFinding], others: Sequence[ToldFinding]
) -> Iterator[tuple[ToldFinding, bool]]:
    """Each finding, and whether it is among the others, of which each answers once."""
    left = Counter(map(identity_of_finding, others))
    for finding in findings:
        identity = identity_of_finding(finding)
        yield finding, bool(left[identity])
        left[identity] -= bool(left[identity])


def identity_of_finding(finding: ToldFinding) -> tuple[str, ...]:
    """By what a finding is the same after rows were added above it: its row's values, else its
    place."""
    if isinstance(finding, FindingJson):
        sheet, cell = finding.sheet or "", finding.cell or ""
    else:
        address = finding.address
        sheet, cell = address.sheet, str(finding.details.get("cell", address.cell))
    # Not by the file: what is compared are mostly two files of different names.
    place = finding.row_hash or f"{sheet} {cell}"
    return finding.code, place, str(finding.evidence or "")


# --- what is to be known of the two sides ---


def remarks_on(old: Side, new: Side) -> Iterator[Finding]:
    """That the two sides are of two years, forms or offices, or that one lacks a table."""
    both: dict[str, Detail] = {"old": old.name, "new": new.name}
    here = Address(new.name)
    if old.year != new.year:
        yield Finding(
            "sides-other-year", here, {**both, "old_year": old.year, "new_year": new.year}
        )
    if old.edition.id != new.edition.id:
        forms: dict[str, Detail] = {"old_form": old.edition.id, "new_form": new.edition.id}
        yield Finding("sides-other-edition", here, {**both, **forms})
    if are_other_offices(old, new):
        yield Finding(
            "sides-other-agency",
            here,
            {**both, "old_agency": old.agency or "", "new_agency": new.agency or ""},
        )
    for side, other in ((old, new), (new, old)):
        for table in other.tables:
            if table not in side.tables:
                section = other.edition.table(table).section
                yield Finding("side-without-table", Address(side.name), {"table": section})


def are_other_offices(one: Side, other: Side) -> bool:
    """Whether two sides name different offices: 某市, 某市政府 and 某市人民政府 are one."""
    name, other_name = name_of_office(one), name_of_office(other)
    return name not in other_name and other_name not in name


def name_of_office(side: Side) -> str:
    """The name of an office as it is compared; nothing, which is part of any, where none is
    told."""
    return squeeze(side.agency or "").replace("人民政府", "政府")
