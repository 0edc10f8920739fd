"""Whether the figures agree: the identities of the form (勾稽关系), and last year's report with
this one.

Identities are checked after counting, both ways: totals are summed anew from the rows behind them.
What breaks one is reported, never adjusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import msgspec

from reportcli.count.tally import Cell, Number, Tally, is_error
from reportcli.finding import Address, Detail, Finding, Refusal
from reportcli.law.edition import Function, Identity, cell_id

FactNumber = int | float | str


class Previous(msgspec.Struct, frozen=True):
    """Last year's tally, as JSON: written by `tally -f json`, or typed in from a published report.

    Only the former names the open requests (`carried_forward`) and has facts.
    """

    year: int
    tables: dict[str, dict[str, dict[str, int | float | str]]]
    carried_forward: list[str] | None = None
    file: str = ""
    facts: dict[str, FactNumber | dict[str, FactNumber]] = {}

    def number(self, table: str, cell: Cell) -> Number | None:
        """The number of a cell; None where that report had no such cell."""
        line, column = cell
        value = self.tables.get(table, {}).get(line, {}).get(column)
        return None if value is None else Decimal(str(value))


def load_previous(file: str) -> Previous:
    """Last year's JSON; anything else is refused with what is wrong in it."""
    address = Address(file)
    try:
        raw = Path(file).read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as fault:
        raise Refusal(
            "input-unreadable", address, reason=fault.strerror or type(fault).__name__
        ) from fault
    try:
        previous = msgspec.json.decode(raw, type=Previous)
        groups = [cells for lines in previous.tables.values() for cells in lines.values()]
        groups += [
            value if isinstance(value, dict) else {"": value} for value in previous.facts.values()
        ]
        for value in (value for group in groups for value in group.values()):
            if not Decimal(str(value)).is_finite():
                raise ArithmeticError(f"{value!r} is no number")
    except (msgspec.DecodeError, UnicodeDecodeError, ArithmeticError) as fault:
        raise Refusal("previous-invalid", address, reason=str(fault)) from fault
    return msgspec.structs.replace(previous, file=file)


@dataclass(frozen=True)
class Break:
    """One place where an identity does not hold: the cell, what it says and what it should say."""

    cell: Cell
    found: Number
    expected: Number


Check = Callable[[Identity, Tally, Previous | None], Iterator[Break]]


def check_identities(tally: Tally, previous: Previous | None) -> list[Finding]:
    """A finding for each cell at which an identity of the form does not hold."""
    if previous and previous.year != tally.year - 1:
        other: dict[str, Detail] = {"year": previous.year, "wanted": tally.year - 1}
        return [
            Finding("previous-other-year", Address(previous.file), other),
            *check_identities(tally, None),
        ]
    findings = []
    for identity in tally.edition.identities:
        if identity.table in tally.tables:
            code = "identity-broken" if identity.severity == "error" else "identity-doubtful"
            for broken in CHECKS[identity.function](identity, tally, previous):
                details: dict[str, Detail] = {
                    "cell": cell_id(identity.table, *broken.cell),
                    "identity": identity.id,
                    "sentence": identity.sentence,
                    "sentence_en": identity.sentence_en,
                    "found": str(broken.found),
                    "expected": str(broken.expected),
                }
                findings.append(Finding(code, Address(""), details))
    return findings


def columns_of(identity: Identity, tally: Tally) -> Iterator[tuple[str, Mapping[Cell, Number]]]:
    """Each column of the identity's table, with the numbers of the table."""
    numbers = tally.tables[identity.table]
    yield from ((column, numbers) for column in dict.fromkeys(column for _, column in numbers))


def lines_of(identity: Identity, tally: Tally) -> list[str]:
    """The lines that an identity speaks of."""
    return list(identity.lines or dict.fromkeys(line for line, _ in tally.tables[identity.table]))


def recount(tally: Tally, table: str, cell: Cell) -> Number:
    """A cell summed anew from the rows behind it."""
    return sum((entry.number for _, entry in tally.entries(table, cell)), 0)


def flow(identity: Identity, tally: Tally, previous: Previous | None) -> Iterator[Break]:  # noqa: ARG001
    """Received and brought forward equal concluded and carried forward, in each column."""
    for column, numbers in columns_of(identity, tally):
        came = numbers["received", column] + numbers["brought_forward", column]
        went = numbers["outcome.total", column] + numbers["carried_forward", column]
        if came != went:
            yield Break(("outcome.total", column), went, came)


def total_line(identity: Identity, tally: Tally, previous: Previous | None) -> Iterator[Break]:  # noqa: ARG001
    """The line of totals equals the sum of the rows behind it."""
    for column, numbers in columns_of(identity, tally):
        cell = ("outcome.total", column)
        if numbers[cell] != (counted := recount(tally, identity.table, cell)):
            yield Break(cell, numbers[cell], counted)


def total_column(identity: Identity, tally: Tally, previous: Previous | None) -> Iterator[Break]:  # noqa: ARG001
    """The column of totals equals the sum of the rows behind it, line by line."""
    numbers = tally.tables[identity.table]
    for line in lines_of(identity, tally):
        cell = (line, "total")
        if numbers[cell] != (counted := recount(tally, identity.table, cell)):
            yield Break(cell, numbers[cell], counted)


def carry(identity: Identity, tally: Tally, previous: Previous | None) -> Iterator[Break]:
    """What was brought forward is what last year's report carried forward."""
    for column, numbers in columns_of(identity, tally) if previous else ():
        expected = (
            previous.number(identity.table, ("carried_forward", column)) if previous else None
        )
        cell = ("brought_forward", column)
        if expected is not None and numbers[cell] != expected:
            yield Break(cell, numbers[cell], expected)


def stock(identity: Identity, tally: Tally, previous: Previous | None) -> Iterator[Break]:
    """Documents in force equal those of last year and those issued, without those repealed."""
    numbers = tally.tables[identity.table]
    for line in lines_of(identity, tally) if previous else ():
        before = previous.number(identity.table, (line, "in_force")) if previous else None
        if before is not None:
            expected = before + numbers[line, "issued"] - numbers[line, "repealed"]
            if numbers[line, "in_force"] != expected:
                yield Break((line, "in_force"), numbers[line, "in_force"], expected)


def stock_flow(identity: Identity, tally: Tally, previous: Previous | None) -> Iterator[Break]:  # noqa: ARG001
    """What was issued in the year is in force or was repealed."""
    numbers = tally.tables[identity.table]
    for line in lines_of(identity, tally):
        most = numbers[line, "in_force"] + numbers[line, "repealed"]
        if numbers[line, "issued"] > most:
            yield Break((line, "issued"), numbers[line, "issued"], most)


def items_carry(identity: Identity, tally: Tally, previous: Previous | None) -> Iterator[Break]:
    """The items of last year are those that last year's report ended with."""
    numbers = tally.tables[identity.table]
    for line in lines_of(identity, tally) if previous else ():
        items = previous.number(identity.table, (line, "items_last_year")) if previous else None
        change = previous.number(identity.table, (line, "items_change")) if previous else None
        if (
            items is not None
            and change is not None
            and numbers[line, "items_last_year"] != items + change
        ):
            yield Break((line, "items_last_year"), numbers[line, "items_last_year"], items + change)


def disclosed_within_total(
    identity: Identity,
    tally: Tally,
    previous: Previous | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """What was disclosed in the year is among all that is disclosed."""
    numbers = tally.tables[identity.table]
    for line in lines_of(identity, tally):
        if numbers[line, "disclosed"] > numbers[line, "disclosed_total"]:
            yield Break(
                (line, "disclosed"), numbers[line, "disclosed"], numbers[line, "disclosed_total"]
            )


CHECKS: Mapping[Function, Check] = {
    "flow": flow,
    "total_line": total_line,
    "total_column": total_column,
    "carry": carry,
    "stock": stock,
    "stock_flow": stock_flow,
    "items_carry": items_carry,
    "disclosed_within_total": disclosed_within_total,
}


def check_carried_requests(tally: Tally, previous: Previous | None) -> list[Finding]:
    """The requests that were brought forward against those that last year's report names as open,
    one by one.
    """
    if previous is None or previous.carried_forward is None or previous.year != tally.year - 1:
        return []
    carried = set(previous.carried_forward)
    findings = []
    here: set[str] = set()
    brought_forward: set[str] = set()
    faulty: set[str] = set()
    requests = [part for part in tally.parts if part.log.kind == "requests"]
    for part in requests:
        source, numbers = part.log.source, part.log.frame["number"]
        here.update(str(number) for number in numbers.dropna())
        faulty.update(
            str(number) for number in numbers[part.fate.map(is_error).astype(bool)].dropna()
        )
        named = part.numbers_on("brought_forward")
        brought_forward.update(map(str, named))
        findings += [
            Finding(
                "carried-not-listed",
                Address(source.file, source.sheet, row, source.column("number")),
                {"number": str(number)},
            )
            for row, number in named.items()
            if str(number) not in carried
        ]
    answered = carried & here - brought_forward - faulty
    for part in requests if answered else ():
        source, numbers = part.log.source, part.log.frame["number"].astype(object)
        findings += [
            Finding(
                "carried-answered",
                Address(source.file, source.sheet, row, source.column("number")),
                {"number": number},
            )
            for row, number in numbers[numbers.isin(list(answered))].items()
        ]
    missing = [number for number in previous.carried_forward if number not in here]
    return findings + [
        Finding("carried-missing", Address(previous.file), {"number": number}) for number in missing
    ]
