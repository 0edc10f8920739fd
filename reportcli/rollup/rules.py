"""What is said of units and of their sum: each rule yields its findings, in the order of the list.

Not for: whether a record is doubled or a unit a copy (`doubles.py`, `copies.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportcli.count.number import MONEY_COLUMN, LineColumn, Number
from reportcli.count.publications import DOCUMENTS
from reportcli.finding import Address, Detail, Finding
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Edition, cell_id
from reportcli.rollup.compact import MOST_OF_A_CODE
from reportcli.rollup.copies import Copy
from reportcli.rollup.doubles import Double
from reportcli.rollup.earlier import EarlierRollup, number_told
from reportcli.rollup.statement import NOT_DUE, UnitLine
from reportcli.rollup.sums import WholeTables, exact, sum_tables
from reportcli.rollup.units import Unit, parents_first
from reportcli.words.messages import CHINESE, ENGLISH

NAMED_UNITS = 5  # of one finding; the list has the others
NAMED_CELLS_OF_RECORD = 4
# Of two units one has at least half; only among several is that a sign.
FEWEST_WITH_FEES = 3


class UnitFinding(NamedTuple):
    """A finding, and the unit that it is about; empty where it is about the whole."""

    unit: str
    finding: Finding


class Difference(NamedTuple):
    """A cell at which an aggregate differs from the sum of its units."""

    unit: str
    cell: str
    delivered: Number
    sum: Number


@dataclass(frozen=True)
class Gathered:
    """All that the rules look at. `unsettled` are the doubles that no setting decides."""

    form: Edition
    lines: Sequence[UnitLine]
    tables: WholeTables
    unsettled: Sequence[Double]
    copies: Sequence[Copy]
    previous: EarlierRollup | None

    @property
    def summed(self) -> list[UnitLine]:
        """The units whose figures are part of the whole."""
        return [line for line in self.lines if line.is_summed]

    def units(self) -> Mapping[str, Unit]:
        return {line.unit.code: line.unit for line in self.lines}


# -- each unit by itself


def findings_of_unit(line: UnitLine, gathered: Gathered) -> Iterator[Finding]:
    """What is said of one unit: whether and when it delivered, what its own reading found, and
    which table it lacks."""
    unit, result = line.unit, line.result
    named: dict[str, Detail] = {"unit": unit.code, "name": unit.name}
    first = Address(unit.files[0]) if unit.files else Address("")
    if line.status == "missing":
        yield Finding("unit-missing", first, {**named, "due": str(unit.due)})
    if line.status == "unexpected":
        yield Finding("unit-unexpected", first, named)
    if line.delivery == "late":
        days: dict[str, Detail] = {"day": str(line.delivered), "due": str(unit.due)}
        yield Finding("unit-late", first, {**named, **days})
    for file in unit.skipped:
        yield Finding("unit-file-skipped", Address(file))
    yield from result.findings
    if line.is_summed:
        for table in gathered.form.tables:
            if table.id not in result.tables and table.id in gathered.tables:
                yield Finding("unit-table-missing", first, {**named, "table": table.section})


# -- aggregates and their units


def leaves_below(gathered: Gathered) -> Mapping[str, list[UnitLine]]:
    """The lines below each aggregate that was delivered, however deep, without the aggregates among
    them, in the order of the list."""
    delivered = {
        line.unit.code
        for line in gathered.lines
        if line.status == "aggregate" and line.result.is_summed
    }
    over: dict[str, tuple[str, ...]] = {"": ()}
    for unit in parents_first(gathered.units().values()):
        own = (unit.code,) if unit.code in delivered else ()
        over[unit.code] = own + over.get(unit.parent, ())
    found: dict[str, list[UnitLine]] = {code: [] for code in delivered}
    for line in gathered.lines:
        if line.status != "aggregate":
            for code in over.get(line.unit.parent, ()):
                found[code].append(line)
    return found


def find_differences(gathered: Gathered) -> list[Difference]:
    """Each cell at which an aggregate that was delivered differs from the sum of its units, of the
    tables that both have."""
    below = leaves_below(gathered)
    found: list[Difference] = []
    for line in gathered.lines:
        if line.unit.code not in below:
            continue
        summed = [leaf.result for leaf in below[line.unit.code] if leaf.is_summed]
        sums = sum_tables(summed, gathered.form)
        for table, cells in line.result.tables.items():
            for cell, number in sums.get(table, {}).items():
                delivered = exact(cells.get("/".join(cell), 0))
                id_ = cell_id(table, *cell)
                if delivered != number and id_ not in line.result.unread:
                    found.append(Difference(line.unit.code, id_, delivered, number))
    return found


def aggregates_that_differ(
    gathered: Gathered, differences: Sequence[Difference]
) -> Iterator[UnitFinding]:
    """The first differences of each aggregate as findings; units that are not summed are named, for
    they explain most of it."""
    below, units = leaves_below(gathered), gathered.units()
    said: dict[str, int] = {}
    for one in differences:
        said[one.unit] = said.get(one.unit, 0) + 1
        if said[one.unit] > MOST_OF_A_CODE:
            continue
        unit = units[one.unit]
        missing = sum(not leaf.is_summed and leaf.status not in NOT_DUE for leaf in below[one.unit])
        note = {"count": missing}
        details: dict[str, Detail] = {
            "unit": unit.code,
            "name": unit.name,
            "cell": one.cell,
            "label": cell_words(gathered.form, one.cell),
            "delivered": str(one.delivered),
            "sum": str(one.sum),
            "note": CHINESE.say("rollup", "not-summed", **note) if missing else "",
            "note_en": ENGLISH.say("rollup", "not-summed", **note) if missing else "",
        }
        address = Address(unit.files[0]) if unit.files else Address("")
        yield UnitFinding(one.unit, Finding("rollup-differs", address, details))


# -- what two units have


def doubles_left(gathered: Gathered) -> Iterator[UnitFinding]:
    """Each record that several units count, at every unit but the first, with what the sum would be
    without it."""
    for double in gathered.unsettled:
        first, *others = double.occurrences
        for other in others:
            changed = [
                without(gathered, cell, exact(value))
                for cell, value in list(other.way.items())[:NAMED_CELLS_OF_RECORD]
            ]
            details: dict[str, Detail] = {
                "other": f"{first.unit} {first.address}",
                "value": "、".join(changed),
            }
            yield UnitFinding(other.unit, Finding(double.code, other.address, details))


def without(gathered: Gathered, cell: str, value: Number) -> str:
    """A cell of the whole, and what it would be without a record."""
    table, line, column = cell.split("/")
    now = gathered.tables[table][line, column]
    return f"{cell_words(gathered.form, cell)} {now}→{now - value}"


def copied_units(gathered: Gathered) -> Iterator[UnitFinding]:
    """Each unit that delivered what another did."""
    units = gathered.units()
    for copy in gathered.copies:
        unit, other = units[copy.unit], units[copy.other]
        details: dict[str, Detail] = {
            "other": f"{other.name} ({other.code})",
            "share": copy.share,
            "what": CHINESE.say("rollup", f"copied-{copy.kind}"),
            "what_en": ENGLISH.say("rollup", f"copied-{copy.kind}"),
        }
        address = Address(unit.files[0]) if unit.files else Address("")
        yield UnitFinding(copy.unit, Finding("unit-copied", address, details))


# -- this year and the last


def members_changed(gathered: Gathered, previous: EarlierRollup) -> Iterator[UnitFinding]:
    """Units that came or went since last year."""
    now = {line.unit.code: line.unit.name for line in gathered.summed}
    before = {code: unit.name for code, unit in previous.summed.items()}
    came = [name for code, name in now.items() if code not in before]
    went = [name for code, name in before.items() if code not in now]
    if came or went:
        details: dict[str, Detail] = {"came": named(came), "went": named(went)}
        finding = Finding("rollup-members-changed", Address(previous.file), details)
        yield UnitFinding("", finding)


def named(names: Sequence[str]) -> str:
    """The first of some names, and how many there are."""
    more = f"… ({len(names)})" if len(names) > NAMED_UNITS else ""
    return "、".join(names[:NAMED_UNITS]) + more if names else "—"


def carried_over(gathered: Gathered, previous: EarlierRollup) -> Iterator[UnitFinding]:
    """Units that brought forward another number of requests than they carried forward last year;
    only units of both years can be compared."""
    before = previous.summed
    for line in gathered.summed:
        unit = line.unit
        if unit.code not in before or "requests" not in line.result.tables:
            continue
        tables = before[unit.code].tables
        if "requests" not in tables:
            continue
        found = exact(line.result.tables["requests"].get("brought_forward/total", 0))
        expected = number_told(tables, "requests", ("carried_forward", "total"))
        if found != expected:
            details: dict[str, Detail] = {
                "unit": unit.code,
                "name": unit.name,
                "found": str(found),
                "expected": str(expected),
                "cell": "requests/brought_forward/total",
            }
            address = Address(unit.files[0]) if unit.files else Address("")
            yield UnitFinding(unit.code, Finding("rollup-carry-over", address, details))


def stock_of_documents(gathered: Gathered, previous: EarlierRollup) -> Iterator[UnitFinding]:
    """Documents in force against those of last year, over the units of both years: a remark, for a
    stock is also reviewed and handed over."""
    before = previous.summed
    both = [
        line
        for line in gathered.summed
        if line.unit.code in before
        and "publications" in line.result.tables
        and "publications" in before[line.unit.code].tables
    ]
    sums = sum_tables([line.result for line in both], gathered.form).get("publications", {})
    for document in DOCUMENTS:
        cell: LineColumn = (document, "in_force")
        if cell not in sums:
            continue
        stock = sum(
            number_told(before[line.unit.code].tables, "publications", cell) for line in both
        )
        issued, repealed = sums[document, "issued"], sums[document, "repealed"]
        expected = stock + issued - repealed
        if sums[cell] != expected:
            id_ = cell_id("publications", *cell)
            details: dict[str, Detail] = {
                "cell": id_,
                "label": cell_words(gathered.form, id_),
                "before": str(stock),
                "issued": str(issued),
                "repealed": str(repealed),
                "expected": str(expected),
                "found": str(sums[cell]),
            }
            yield UnitFinding("", Finding("rollup-stock", Address(previous.file), details))


# -- money


def doubtful_amount(unit: Unit, cell: LineColumn, amount: Number, total: Number) -> UnitFinding:
    """The finding of a unit that charged too large a part of all fees."""
    details: dict[str, Detail] = {
        "unit": unit.code,
        "name": unit.name,
        "amount": str(amount),
        "total": str(total),
        "cell": cell_id("publications", *cell),
    }
    address = Address(unit.files[0]) if unit.files else Address("")
    return UnitFinding(unit.code, Finding("amount-doubtful", address, details))


def doubtful_amounts(gathered: Gathered) -> Iterator[UnitFinding]:
    """A unit with half of all fees or more: a finance bureau may report for all, and the others
    report theirs again."""
    with_table = [line for line in gathered.summed if "publications" in line.result.tables]
    if len(with_table) < FEWEST_WITH_FEES:
        return
    whole = gathered.tables["publications"]
    for cell in [one for one in whole if one[1] == MONEY_COLUMN]:
        for line in with_table:
            amount = exact(line.result.tables["publications"].get("/".join(cell), 0))
            if amount and 2 * amount >= whole[cell]:
                yield doubtful_amount(line.unit, cell, amount, whole[cell])


def findings_of_whole(
    gathered: Gathered, differences: Sequence[Difference]
) -> Iterator[UnitFinding]:
    """Everything that no unit shows by itself."""
    yield from aggregates_that_differ(gathered, differences)
    yield from copied_units(gathered)
    yield from doubles_left(gathered)
    if gathered.previous is not None:
        yield from members_changed(gathered, gathered.previous)
        yield from carried_over(gathered, gathered.previous)
        yield from stock_of_documents(gathered, gathered.previous)
    yield from doubtful_amounts(gathered)
