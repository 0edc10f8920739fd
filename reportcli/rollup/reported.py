"""From a roll-up to the two reports that the supervising office publishes: the government's, on the
sum of all units, and the office's own, on its own line.

Both are a `Report` without rows: figures, facts, and what the roll-up left open. Not for their words
(`prose`) and looks (`export`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reportcli.contract import Facts, FigureTables, RollupUnitJson
from reportcli.count.number import LineColumn, Number
from reportcli.count.previous import EarlierFigures, known_facts, numbers_by_cell
from reportcli.count.tally import Tally
from reportcli.files.kinds import read_bytes
from reportcli.finding import Address, Detail, Finding, Refusal
from reportcli.intake.child.wire import FileReading
from reportcli.law.edition import Edition
from reportcli.report import Logs, Report
from reportcli.rollup.agreement import identities_broken
from reportcli.rollup.earlier import EarlierRollup
from reportcli.settings import Settings


@dataclass(frozen=True)
class SummedTally(Tally):
    """The numbers of one year that have no rows here: which requests are open nobody knows."""

    numbers: Mapping[str, Mapping[LineColumn, Number]]

    @cached_property
    def tables(self) -> Mapping[str, Mapping[LineColumn, Number]]:
        """The numbers as they were given."""
        return self.numbers

    def carried_forward(self) -> None:
        """No names: sums have none."""


def report_of_whole(
    rollup: EarlierRollup, settings: Settings, as_of: date, before: EarlierRollup | None = None
) -> Report:
    """The government's report: the sum of all units."""
    told = rollup.told
    counts = told.completeness
    found: list[Finding] = []
    if counts.missing:
        missing: dict[str, Detail] = {"missing": counts.missing, "due": counts.due}
        found.append(Finding("rollup-units-missing", Address(rollup.file), missing))
    if errors := sum(one.severity == "error" for one in told.findings):
        found.append(Finding("rollup-errors-left", Address(rollup.file), {"count": errors}))
    earlier = figures_of_whole(before) if before else None
    # Sums of other members neither carry over nor go on from a stock.
    are_same = before is not None and before.summed.keys() == rollup.summed.keys()
    held = earlier if are_same else None
    figured = told.tables, told.facts
    return report_on(rollup, figured, found, settings, as_of, earlier, held)


def report_of_own_line(
    rollup: EarlierRollup, settings: Settings, as_of: date, before: EarlierRollup | None = None
) -> Report:
    """The office's own report: its own line among the units. A roll-up without one, or with an own
    line that delivered nothing, is refused."""
    own = own_line(rollup)
    found: list[Finding] = []
    if own.errors:
        found.append(Finding("rollup-errors-left", Address(rollup.file), {"count": own.errors}))
    line = (
        next((one for one in before.told.units if one.code == own.code), None) if before else None
    )
    earlier = None
    if before and line:
        earlier = figures_of(before, line.tables, line.facts)
    return report_on(rollup, (own.tables, own.facts), found, settings, as_of, earlier, earlier)


def roots_of(units: Iterable[RollupUnitJson]) -> set[str]:
    """The codes of units that are under none and have others under them."""
    parents = {one.parent for one in units}
    return {one.code for one in units if not one.parent and one.code in parents}


def own_line(rollup: EarlierRollup) -> RollupUnitJson:
    """The unit that is the supervising office itself."""
    summed = rollup.summed.values()
    own = [one for one in summed if one.kind == "government_office" and one.scope == "own"]
    # Of several offices ours is the one under the root.
    at_the_top = {"", *roots_of(rollup.told.units)}
    ours = [one for one in own if (one.parent or "") in at_the_top] or own
    if len(ours) != 1:
        raise Refusal("rollup-own-line-missing", Address(rollup.file))
    return ours[0]


def report_on(
    rollup: EarlierRollup,
    figured: tuple[FigureTables, Facts],
    found: Sequence[Finding],
    settings: Settings,
    as_of: date,
    earlier: EarlierFigures | None,
    held: EarlierFigures | None,
) -> Report:
    """A report on figures that were read back: `earlier` are last year's for its words, `held`
    those that they are held against."""
    tables, facts = figured
    told = rollup.told
    form = Edition.by_id(told.edition)
    numbers = in_order_of_form(numbers_by_cell(tables), form)
    address = Address(rollup.file)
    broken = identities_broken(numbers, form, told.year, address, held)
    digest = hashlib.sha256(read_bytes(rollup.file)).hexdigest()
    reading = FileReading(rollup.file, digest, "json", "utf-8", [])
    return Report(
        year=told.year,
        edition=form,
        logs=Logs(settings, [reading], []),
        as_of=as_of,
        tally=SummedTally(form, told.year, (), numbers),
        facts=known_facts(facts),
        findings=[*found, *broken],
        findings_omitted={},
        previous=earlier,
        year_is_inferred=False,
    )


def in_order_of_form(
    numbers: Mapping[str, Mapping[LineColumn, Number]], form: Edition
) -> dict[str, dict[LineColumn, Number]]:
    """The tables in the order of the form, every cell of them."""
    return {
        table.id: {
            (line.id, column.id): numbers[table.id].get((line.id, column.id), 0)
            for line, column, _ in table.cells()
        }
        for table in form.tables
        if table.id in numbers
    }


def figures_of_whole(rollup: EarlierRollup) -> EarlierFigures:
    """A roll-up as the figures of its year."""
    return figures_of(rollup, rollup.told.tables, rollup.told.facts)


def figures_of(rollup: EarlierRollup, tables: FigureTables, facts: Facts) -> EarlierFigures:
    """Some figures of a roll-up as those of its year."""
    numbers = numbers_by_cell(tables)
    return EarlierFigures(rollup.year, numbers, None, rollup.file, known_facts(facts))
