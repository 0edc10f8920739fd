"""The figures of several years in one row each, across two forms: what may be compared, what breaks,
and what is not there.

A value stands under the id of its own edition; how the lines of one form go on in the next is data
of the edition (`law/succession.py`). Not for: how it looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportcli.answer.compare import are_other_offices
from reportcli.answer.group import parts_of_group
from reportcli.answer.side import Side
from reportcli.contract import FindingJson, ValueStatus
from reportcli.count.number import LineColumn, Number
from reportcli.count.previous import EarlierFigures
from reportcli.finding import Address, Finding
from reportcli.judge.identities import CHECKS, Judged, finding_of
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Edition
from reportcli.law.succession import Link, all_cells, form_before, links

JUMP = 5  # as many times as much as the year before: somebody should look
# Below this a leap from one to five is no news.
LEAST_OF_A_JUMP = 10
CARRIED = ("carry", "stock", "items_carry")


Note = tuple[str, Mapping[str, object]]
"""A key of the messages with its details."""


@dataclass(frozen=True)
class YearValue:
    """The value of a cell in one year, and what has to be known of it.

    `note` is a key of the messages with its details; of a mapping the note of the edition in both
    languages.
    """

    year: int
    edition: str
    cell: str
    value: Number | None
    status: ValueStatus
    note: Note | None = None
    mapped: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Measure:
    """What is counted alike over the years: the values that may stand in one row, and on one line.

    `cell` is its id in the newest form that has it. None where a year has no value.
    """

    cell: str
    edition: Edition
    values: tuple[YearValue | None, ...]


@dataclass(frozen=True)
class CarryCheck:
    """Whether the figures of a year go on into the next: None where one is not known."""

    first: int
    second: int
    holds: bool | None


@dataclass(frozen=True)
class Trend:
    """The figures of several years: one by one, and as measures over the years."""

    sides: tuple[Side, ...]
    values: tuple[YearValue, ...]
    measures: tuple[Measure, ...]
    checks: tuple[CarryCheck, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The years, in order."""
        return tuple(side.year for side in self.sides)

    def about(self, cells: Sequence[str]) -> Trend:
        """The measures of some cells alone, in the order in which they are named; a group of lines
        or columns is summed."""
        if not cells:
            return self
        named = [one for cell in cells for one in self.named(cell)]
        kept = list({id(one): one for one in named}.values())
        values = tuple(values_by_year(kept, len(self.sides)))
        ids = {one.cell for one in values} | {one.cell for one in kept}
        # The carry-over is told of the whole, and so is what is wrong with it.
        findings = tuple(
            one for one in self.findings if one.code != "trend-jump" or named_cell(one) in ids
        )
        return replace(self, measures=tuple(kept), values=values, findings=findings)

    def named(self, cell: str) -> list[Measure]:
        """The measure of a cell in any of its years; of a group the sum."""
        found = [one for one in self.measures if has_cell(one, cell)]
        return found or [group_measure(cell, self.sides)]


def has_cell(measure: Measure, cell: str) -> bool:
    """Whether a measure has a cell in any of its years."""
    return measure.cell == cell or any(one and one.cell == cell for one in measure.values)


def trend_of(sides: Sequence[Side]) -> Trend:
    """The figures of several years; of two sides of one year the later one is taken, aloud."""
    ordered = sorted(sides, key=lambda one: (one.year, one.as_of))
    by_year: dict[int, list[Side]] = {}
    for side in ordered:
        by_year.setdefault(side.year, []).append(side)
    taken = [found[-1] for found in by_year.values()]
    points = {
        (value.year, value.cell): value
        for year, found in by_year.items()
        for value in values_of_year(found, taken)
    }
    forms = list({side.edition.id: side.edition for side in taken}.values())
    measures = list(measures_of(forms, taken, points))
    measures, jumps = with_jumps(measures)
    checks, broken = checks_between(taken)
    return Trend(
        sides=tuple(taken),
        values=tuple(values_by_year(measures, len(taken))),
        measures=tuple(measures),
        checks=tuple(checks),
        findings=(*doubled_years(by_year), *other_agencies(taken), *broken, *jumps),
    )


def values_by_year(measures: Sequence[Measure], years: int) -> Iterator[YearValue]:
    """Every value, year by year in the order of the form."""
    for at in range(years):
        for measure in measures:
            if (value := measure.values[at]) is not None:
                yield value


# --- the values of one year ---


def values_of_year(found: Sequence[Side], every: Sequence[Side]) -> Iterator[YearValue]:
    """Every value of a year: the cells of its form, sums for an older one, and the cells of other
    forms that it lacks."""
    side = found[-1]
    form = side.edition
    for cell in all_cells(form):
        if cell.partition("/")[0] in side.tables:
            yield value_of_cell(cell, found, every)
    for cell, link in links(form).items():
        if link.kind == "sum" and cell.partition("/")[0] in side.tables:
            yield value_of_sum(cell, link, side)
    for other in {one.edition.id: one.edition for one in every}.values():
        for cell in cells_absent(form, other):
            if cell.partition("/")[0] in side.tables:
                yield YearValue(side.year, form.id, cell, None, "absent")


def value_of_sum(cell: str, link: Link, side: Side) -> YearValue:
    """The value of one cell of the older form, whose measure the year's own form divides."""
    # A later report may have kept the one line of the older form.
    whole = number_told_at(side, cell)
    number = sum_of(side, link.after) if whole is None else whole
    status: ValueStatus = "sum" if number is not None else "unread"
    mapped = (link.note, link.note_en)
    return YearValue(side.year, side.edition.id, cell, number, status, mapped=mapped)


def is_first_of_its_form(side: Side, every: Sequence[Side]) -> bool:
    """Whether no earlier year is told in the form of this one."""
    return side.year == min(one.year for one in every if one.edition.id == side.edition.id)


def numbers_revised(cell: str, found: Sequence[Side], number: Number | None) -> list[Side]:
    """The earlier deliveries of the year that tell another number."""
    return [one for one in found[:-1] if number_told_at(one, cell) not in (None, number)]


def value_of_cell(cell: str, found: Sequence[Side], every: Sequence[Side]) -> YearValue:
    """The value of one cell of the year's own form."""
    side = found[-1]
    number = number_told_at(side, cell)
    link = links(side.edition).get(cell) if has_older(side.edition, every) else None
    if number is None:
        status: ValueStatus = "unread" if was_unread(side, cell) else "blank"
        note = None
    else:
        status, note = standing_of(cell, number, found)
        if status != "revised" and link and link.kind == "break" and is_first_of_form(side, every):
            status = "break"
    mapped = (link.note, link.note_en) if link else ("", "")
    return YearValue(side.year, side.edition.id, cell, number, status, note, mapped)


def standing_of(
    cell: str, number: Number, found: Sequence[Side]
) -> tuple[ValueStatus, Note | None]:
    """Whether a number replaces another of an earlier set of its year, is of a draft, or stands."""
    side = found[-1]
    for earlier in reversed(found[:-1]):
        was = number_told_at(earlier, cell)
        if was not in (None, number):
            return "revised", ("was", {"old": was, "file": earlier.name})
    return ("draft", ("draft", {})) if side.is_draft else ("ok", None)


def is_first_of_form(side: Side, every: Sequence[Side]) -> bool:
    """Whether no earlier year among those compared is of the same form."""
    return side.year == min(one.year for one in every if one.edition.id == side.edition.id)


def number_told_at(side: Side, cell: str) -> Number | None:
    table, line, column = cell.split("/")
    return side.number(table, (line, column))


def sum_of(side: Side, cells: Sequence[str]) -> Number | None:
    """The sum of some cells; None where one is not known."""
    numbers = [number_told_at(side, cell) for cell in cells]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def was_unread(side: Side, cell: str) -> bool:
    """Whether something stood there that was not understood: a finding says so; what was printed
    blank has none of its own."""
    return any(one.code == "cell-unread" and cell == named_cell(one) for one in side.findings)


def named_cell(finding: Finding | FindingJson) -> str:
    """The id of the number that a finding is about."""
    if isinstance(finding, FindingJson):
        return finding.cell or ""
    return str(finding.details.get("cell", ""))


def has_older(form: Edition, every: Sequence[Side]) -> bool:
    """Whether a year of the form before is among those compared."""
    before = form_before(form)
    return before is not None and any(one.edition.id == before.id for one in every)


def cells_absent(form: Edition, other: Edition) -> Iterator[str]:
    """The cells of another form that have no like in this one, under any name and in any
    measure."""
    known = {*all_cells(form), *cells_linked(form, other)}
    yield from (cell for cell in all_cells(other) if cell not in known)


def cells_linked(form: Edition, other: Edition) -> set[str]:
    """The cells of another form that have a like in this one under another name."""
    newer = form if is_before(other, form) else other
    told = links(newer).values()
    linked = {cell for one in told for cell in one.before}
    if form is not newer:
        # The parts of a sum are lines that the older form did not have.
        linked |= {cell for one in told if one.kind != "sum" for cell in one.after}
    return linked


def is_before(form: Edition, other: Edition) -> bool:
    """Whether a form was in force before another."""
    return form.report_years.first < other.report_years.first


# --- measures over the years ---


def measures_of(
    forms: Sequence[Edition], sides: Sequence[Side], points: Mapping[tuple[int, str], YearValue]
) -> Iterator[Measure]:
    """What is counted alike, in the order of the newest form; what ended before it stands behind
    its table."""
    chains = chains_of(sorted(forms, key=lambda form: form.report_years.first, reverse=True))
    for edition, cells in chains:
        values = tuple(
            points.get((side.year, cells.get(side.edition.id, next(iter(cells.values())))))
            for side in sides
        )
        if any(one and one.status != "absent" for one in values):
            yield Measure(next(iter(cells.values())), edition, values)


def chains_of(forms: Sequence[Edition]) -> Iterator[tuple[Edition, dict[str, str]]]:
    """Each measure as the newest form that has it, and form → its cell there; of forms the newest
    first."""
    newest, *older = forms
    found: list[tuple[Edition, dict[str, str]]] = []
    taken: set[tuple[str, str]] = set()
    for form in (newest, *older):
        for cell in with_sums(form):
            if (form.id, cell) not in taken:
                chain = chain_from(form, cell, older)
                taken.update(chain.items())
                found.append((form, chain))
    tables = [table.id for table in newest.tables]
    yield from sorted(
        found, key=lambda one: tables.index(next(iter(one[1].values())).split("/")[0])
    )


def with_sums(form: Edition) -> Iterator[str]:
    """The cells of a form, and before the parts of what the form before had as a line their sum."""
    sums = {one.after[0]: one.cell for one in links(form).values() if one.kind == "sum"}
    for cell in all_cells(form):
        if cell in sums:
            yield sums[cell]
        yield cell


def chain_from(form: Edition, cell: str, older: Sequence[Edition]) -> dict[str, str]:
    """Form → the cell of one measure in it, from the newest back as far as it goes."""
    chain = {form.id: cell}
    link = links(form).get(cell)
    before = form_before(form)
    while before in older and link and link.kind != "break" and len(link.before) == 1:
        assert before is not None
        chain[before.id] = link.before[0]
        link, before = links(before).get(link.before[0]), form_before(before)
    return chain


def group_measure(cell: str, sides: Sequence[Side]) -> Measure:
    """The sum under a group of lines or columns, year by year."""
    values = []
    for side in sides:
        parts = parts_of_group(side.edition, cell)
        number = sum_of(side, parts) if parts else None
        status: ValueStatus = "sum" if number is not None else "unread" if parts else "absent"
        values.append(YearValue(side.year, side.edition.id, cell, number, status))
    form = next(side.edition for side in reversed(sides) if parts_of_group(side.edition, cell))
    return Measure(cell, form, tuple(values))


def with_jumps(measures: Sequence[Measure]) -> tuple[list[Measure], list[Finding]]:
    """The measures with a note at each value five times that of the year before or a fifth of it,
    and a remark for each total: those of single applicants leap with it, or are few."""
    noted, found = [], []
    for measure in measures:
        values = list(measure.values)
        for at, (before, after) in enumerate(pairwise(measure.values), start=1):
            if before and after and is_jump(before, after):
                told = {"old": before.value, "year": before.year}
                note = after.note or ("jump", told)
                values[at] = replace(after, note=note)
                if is_total_measure(measure):
                    found.append(jump_finding(measure, before, after))
        noted.append(replace(measure, values=tuple(values)))
    return noted, found


def is_total_measure(measure: Measure) -> bool:
    """Whether a measure is a total, or of a table that has none."""
    table, _, column = measure.cell.split("/")
    return column == "total" or table == "publications"


def is_jump(before: YearValue, after: YearValue) -> bool:
    """Whether one value is five times the other, and not of next to nothing."""
    if before.value is None or after.value is None or after.year != before.year + 1:
        return False
    small, large = sorted([before.value, after.value])
    return large >= LEAST_OF_A_JUMP and small >= 0 and large >= JUMP * small


def jump_finding(measure: Measure, before: YearValue, after: YearValue) -> Finding:
    """What is said of a leap."""
    return Finding(
        "trend-jump",
        Address(""),
        {
            "cell": measure.cell,
            "label": cell_words(measure.edition, measure.cell),
            "old_year": before.year,
            "old": str(before.value),
            "year": after.year,
            "new": str(after.value),
        },
    )


# --- one year and the next ---


def checks_between(sides: Sequence[Side]) -> tuple[list[CarryCheck], list[Finding]]:
    """Whether what each year carried forward is what the next brought forward, and a finding for
    each cell where it is not."""
    checks, found = [], []
    for before, after in pairwise(sides):
        if after.year != before.year + 1:
            checks.append(CarryCheck(before.year, after.year, None))
            continue
        broken = list(not_carried(before, after))
        is_known = bool(carried_numbers(before, "carried_forward")) and bool(
            carried_numbers(after, "brought_forward")
        )
        has_error = any(one.severity == "error" for one in broken)
        checks.append(CarryCheck(before.year, after.year, not has_error if is_known else None))
        found += broken
    return checks, found


def not_carried(before: Side, after: Side) -> Iterator[Finding]:
    """The cells of a year that are not what the year before left them."""
    judged = Judged(after.edition, after.year, tables_known(after), lambda *_: None)
    earlier = EarlierFigures(before.year, tables_known(before), None, before.name)
    for identity in after.edition.identities:
        if identity.function in CARRIED and identity.table in after.tables:
            for broken in CHECKS[identity.function](identity, judged, earlier):
                yield finding_of([identity], broken, after.edition, Address(after.name))


def tables_known(side: Side) -> dict[str, dict[LineColumn, Number]]:
    """The numbers that are known, table by table."""
    return {
        table: {cell: number for cell, number in cells.items() if number is not None}
        for table, cells in side.tables.items()
    }


def carried_numbers(side: Side, line: str) -> dict[LineColumn, Number]:
    """The known numbers of one line of the requests."""
    requests = tables_known(side).get("requests", {})
    return {cell: number for cell, number in requests.items() if cell[0] == line}


def doubled_years(by_year: Mapping[int, Sequence[Side]]) -> Iterator[Finding]:
    """That there are two sets of figures of one year, and which one is taken."""
    for year, found in by_year.items():
        if len(found) > 1:
            names = ", ".join(side.name for side in found)
            yield Finding(
                "trend-year-doubled",
                Address(found[-1].name),
                {"year": year, "files": names, "taken": found[-1].name},
            )


def other_agencies(sides: Sequence[Side]) -> Iterator[Finding]:
    """That two years following each other are of two offices."""
    named = [side for side in sides if side.agency]
    for before, after in pairwise(named):
        if are_other_offices(before, after):
            details = {"old": before.name, "new": after.name}
            agencies = {"old_agency": before.agency or "", "new_agency": after.agency or ""}
            yield Finding("sides-other-agency", Address(after.name), {**details, **agencies})
