"""Doubles that a person settled: `[[count_once]]` in the settings of the roll-up names the unit that
counts a record, and the others count it no more.

What a unit adds to the whole is changed before anything is summed, so that the parts of every sum
add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from msgspec.structs import replace

from reportcli.contract import FigureValue
from reportcli.count.number import plain_number
from reportcli.finding import Address, Detail, Finding
from reportcli.law.edition import Edition
from reportcli.rollup.doubles import Double, Occurrence
from reportcli.rollup.records import number_key
from reportcli.rollup.result import UnitResult
from reportcli.rollup.sums import exact
from reportcli.settings import CountOnce, Settings
from reportcli.words.messages import printable


@dataclass(frozen=True)
class Settled:
    """One entry that decided: the record counts in `unit`, and no more in `others`."""

    entry: CountOnce
    others: tuple[str, ...]


@dataclass(frozen=True)
class Settlement:
    """What the settings decided: results as they are summed, doubles that are left, entries that
    decided, and a finding for each that did not."""

    results: Sequence[UnitResult]
    doubles: Sequence[Double]
    settled: Sequence[Settled]
    findings: Sequence[Finding]


def settle_doubles(
    results: Sequence[UnitResult],
    doubles: Sequence[Double],
    settings: Settings,
    secret: bytes,
    form: Edition,
) -> Settlement:
    """Let the named units alone count what the settings name."""
    left = list(doubles)
    less: dict[str, list[Occurrence]] = {}
    settled: list[Settled] = []
    findings: list[Finding] = []
    for entry in settings.count_once:
        deciding = [one for one in left if is_named(one, entry, secret)]
        if not deciding:
            findings.append(unused_entry(entry, settings))
            continue
        left = [one for one in left if one not in deciding]
        others = no_more_counted(deciding, entry)
        for one in others:
            less.setdefault(one.unit, []).append(one)
        settled.append(Settled(entry, tuple(dict.fromkeys(one.unit for one in others))))
    sums = Sums(form)
    counted = [
        sums.without(result, less[result.code]) if result.code in less else result
        for result in results
    ]
    return Settlement(counted, left, settled, findings)


def unused_entry(entry: CountOnce, settings: Settings) -> Finding:
    """What is said of an entry that fits no double."""
    details: dict[str, Detail] = {
        "code": entry.code,
        "number": printable(entry.number),
        "unit": printable(entry.unit),
    }
    return Finding("count-once-unused", Address(settings.path or ""), details)


def no_more_counted(doubles: Iterable[Double], entry: CountOnce) -> list[Occurrence]:
    """The records that count no more: those of all units but the one that is named."""
    everywhere = chain.from_iterable(double.occurrences for double in doubles)
    return [one for one in everywhere if one.unit != entry.unit]


def is_named(double: Double, entry: CountOnce, secret: bytes) -> bool:
    """Whether an entry speaks of a double: by its code, the number, and a unit that has it."""
    key = number_key(secret, double.kind, entry.number)
    return (
        double.code == entry.code
        and entry.unit in double.units
        and any(one.number == key for one in double.occurrences)
    )


class Sums:
    """The cells of a form that a leaf flows into: itself and its totals."""

    def __init__(self, form: Edition) -> None:
        self.into: dict[str, list[str]] = {}
        for table in form.tables:
            for cell, leaves in table.leaf_cells.items():
                for leaf in leaves:
                    key = "/".join((table.id, *leaf))
                    self.into.setdefault(key, []).append("/".join(cell))

    def without(self, result: UnitResult, records: Iterable[Occurrence]) -> UnitResult:
        """A result without some of its records. Facts of their logs are left out: nobody knows
        which of them the records are in."""
        tables = {table: dict(cells) for table, cells in result.tables.items()}
        touched: set[str] = set()
        for record in records:
            for leaf, value in record.way.items():
                table = leaf.partition("/")[0]
                touched.add(table)
                for cell in self.into[leaf]:
                    self.subtract(tables[table], cell, value)
        facts = {
            fact: value
            for fact, value in result.facts.items()
            if fact.partition(".")[0] not in touched
        }
        return replace(result, tables=tables, facts=facts)

    def subtract(self, cells: dict[str, FigureValue], cell: str, value: FigureValue) -> None:
        """Take a number from a cell; noughts are left out as ever."""
        rest = exact(cells.get(cell, 0)) - exact(value)
        if rest:
            cells[cell] = plain_number(rest)
        else:
            cells.pop(cell, None)
