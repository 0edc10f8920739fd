"""From the results of units to the roll-up: sums, statement, and what may not simply be added. Read
this first.

What a rule finds is a finding at its unit; no figure of an office is changed but by the settings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TypeVar

import msgspec

from reportcli.count.number import FactValue
from reportcli.finding import Address, Detail, Finding
from reportcli.judge.waivers import Waivers
from reportcli.law.edition import Edition
from reportcli.rollup.agreement import identities_broken
from reportcli.rollup.asked import Asked
from reportcli.rollup.compact import MOST_OF_A_CODE
from reportcli.rollup.copies import Copy, find_copies
from reportcli.rollup.doubles import Double, Occurrence, find_doubles
from reportcli.rollup.earlier import EarlierRollup
from reportcli.rollup.members import Members
from reportcli.rollup.result import Total, UnitResult
from reportcli.rollup.rules import (
    Difference,
    Gathered,
    UnitFinding,
    find_differences,
    findings_of_unit,
    findings_of_whole,
)
from reportcli.rollup.settled import Settled, settle_doubles
from reportcli.rollup.statement import Completeness, UnitLine, completeness_of, lines_of
from reportcli.rollup.sums import WholeTables, branches, sum_facts, sum_tables
from reportcli.rollup.units import UnitKind
from reportcli.settings import Settings

GroupKey = TypeVar("GroupKey", bound=str)


@dataclass(frozen=True)
class Rollup:
    """Many offices in one year: what every writer of a roll-up takes.

    `by_kind` goes by the unit's own kind, `by_branch` by the node under the root. `findings` are
    those of the whole and its units, `omitted` how many more there are of each code.
    """

    asked: Asked
    edition: Edition
    members: Members
    lines: Sequence[UnitLine]
    completeness: Completeness
    tables: WholeTables
    facts: Mapping[str, FactValue]
    by_kind: Mapping[UnitKind, WholeTables]
    by_branch: Mapping[str, WholeTables]
    differences: Sequence[Difference]
    settled: Sequence[Settled]
    findings: Sequence[UnitFinding]
    omitted: Mapping[str, int]
    previous: EarlierRollup | None

    @property
    def year(self) -> int:
        return self.asked.year

    @property
    def as_of(self) -> date:
        """The day taken for today."""
        return self.asked.as_of

    @property
    def summed(self) -> list[UnitLine]:
        """The units whose figures are part of the whole."""
        return [line for line in self.lines if line.is_summed]


def compile_rollup(
    members: Members, total: Total, asked: Asked, previous: EarlierRollup | None = None
) -> Rollup:
    """Add up the results of all units, and say what is to be said of them.

    `total` has a result for each unit of `members`. `previous` is last year's roll-up; one of
    another year is compared with nothing, which is said.
    """
    form = Edition.by_id(asked.edition)
    before = previous if previous and previous.year == asked.year - 1 else None
    first = lines_of(members.units, members.unexpected, total.results)
    summed = [line.result for line in first if line.is_summed]
    doubles = find_doubles(summed)
    copies = one_copy_each(find_copies(summed, doubles))
    settlement = settle_doubles(
        summed, not_copied(doubles, copies, summed), asked.settings, asked.secret, form
    )
    lines = with_results(first, settlement.results)
    gathered = Gathered(
        form, lines, sum_tables(settlement.results, form), settlement.doubles, copies, before
    )
    differences = find_differences(gathered)
    found = chain(
        (UnitFinding("", finding) for finding in settlement.findings),
        other_year_given(previous, asked.year),
        broken_sums(gathered, asked.year),
        findings_of_whole(gathered, differences),
        findings_of_each(gathered),
    )
    of_branch = branches([line.unit for line in lines if line.status != "unexpected"])
    return Rollup(
        asked=asked,
        edition=form,
        members=members,
        lines=lines,
        completeness=completeness_of(lines),
        tables=gathered.tables,
        facts=sum_facts(settlement.results),
        by_kind=grouped_tables(lines, {line.unit.code: line.unit.kind for line in lines}, form),
        by_branch=grouped_tables(lines, of_branch, form),
        differences=differences,
        settled=settlement.settled,
        findings=list(waived_by(asked.settings, found)),
        omitted=dict(sorted(omitted_of(lines, differences).items())),
        previous=previous,
    )


def other_year_given(previous: EarlierRollup | None, year: int) -> Iterator[UnitFinding]:
    """That a roll-up is not the one of the year before, and is compared with nothing."""
    if previous and previous.year != year - 1:
        details: dict[str, Detail] = {"year": previous.year, "wanted": year - 1}
        yield UnitFinding("", Finding("previous-other-year", Address(previous.file), details))


def broken_sums(gathered: Gathered, year: int) -> Iterator[UnitFinding]:
    """Where the sums do not agree with each other, because those of a unit do not."""
    for finding in identities_broken(gathered.tables, gathered.form, year, Address("")):
        yield UnitFinding("", finding)


def findings_of_each(gathered: Gathered) -> Iterator[UnitFinding]:
    """What is said of the units, one after the other."""
    for line in gathered.lines:
        for finding in findings_of_unit(line, gathered):
            yield UnitFinding(line.unit.code, finding)


def waived_by(settings: Settings, findings: Iterable[UnitFinding]) -> Iterator[UnitFinding]:
    """The findings, those that the settings of the roll-up let stand marked so, and a warning for
    each waiver that fits none."""
    waivers = Waivers((), settings)
    for one in findings:
        for marked in waivers.mark([one.finding]):
            yield UnitFinding(one.unit, marked)
    yield from (UnitFinding("", unused) for unused in waivers.unused())


def with_results(lines: Iterable[UnitLine], results: Iterable[UnitResult]) -> list[UnitLine]:
    """The lines with the results that are summed in place of those that were read; what served to
    compare units is left behind, for it is most of what they take."""
    by_code = {result.code: result for result in results}
    return [
        replace(line, result=without_keys(by_code.get(line.unit.code, line.result)))
        for line in lines
    ]


def without_keys(result: UnitResult) -> UnitResult:
    """A result without the keys of its records, open requests and sentences."""
    empty = b""
    return msgspec.structs.replace(
        result, records=(), ways=(), carried=empty, prose=empty, lengths=empty
    )


def one_copy_each(copies: Sequence[Copy]) -> list[Copy]:
    """A unit that sent another's file has its records too: that is said once."""
    found: dict[tuple[str, str, bool], Copy] = {}
    for copy in copies:
        found.setdefault((copy.unit, copy.other, copy.kind == "prose"), copy)
    return list(found.values())


def not_copied(
    doubles: Sequence[Double], copies: Sequence[Copy], results: Iterable[UnitResult]
) -> list[Double]:
    """The doubles that no copy explains: of a copied file, or of records copied as a whole, every
    record is one."""
    digests = {one.file: one.sha256 for result in results for one in result.inputs}
    pairs = {(copy.unit, copy.other) for copy in copies if copy.kind == "records"}

    def is_explained(later: Occurrence, earlier: Occurrence) -> bool:
        files = {digests.get(one.address.file, one.address.file) for one in (later, earlier)}
        return len(files) == 1 or (later.unit, earlier.unit) in pairs

    return [
        double
        for double in doubles
        if any(
            not any(is_explained(later, earlier) for earlier in double.occurrences[:number])
            for number, later in enumerate(double.occurrences)
            if number
        )
    ]


def grouped_tables(
    lines: Sequence[UnitLine], groups: Mapping[str, GroupKey], form: Edition
) -> dict[GroupKey, WholeTables]:
    """The tables of the units of each group, the groups in the order of the list."""
    members: dict[GroupKey, list[UnitResult]] = {}
    for line in lines:
        if line.is_summed and line.unit.code in groups:
            members.setdefault(groups[line.unit.code], []).append(line.result)
    return {group: sum_tables(results, form) for group, results in members.items()}


def omitted_of(lines: Sequence[UnitLine], differences: Sequence[Difference]) -> Counter[str]:
    """How many findings of each code are not listed."""
    omitted: Counter[str] = Counter()
    for line in lines:
        omitted.update(line.result.omitted)
    for count in Counter(one.unit for one in differences).values():
        if count > MOST_OF_A_CODE:
            omitted["rollup-differs"] += count - MOST_OF_A_CODE
    return omitted
