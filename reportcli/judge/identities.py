"""Whether the figures agree: the identities of the form (勾稽关系), and last year's report with
this one.

Identities are checked after counting, both ways: totals are summed anew from the rows behind them.
What breaks one is reported, never adjusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import pandas as pd

from reportcli.count.identity import normal_numbers
from reportcli.count.number import LineColumn, Number
from reportcli.count.part import CountedLog, is_error_code
from reportcli.count.previous import EarlierFigures
from reportcli.count.tally import Tally
from reportcli.finding import Address, Detail, Finding
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Edition, Function, Identity, cell_id


@dataclass(frozen=True)
class Break:
    """One place where an identity does not hold: the cell, what it says and what it should say."""

    cell: LineColumn
    found: Number
    expected: Number


Check = Callable[[Identity, Tally, EarlierFigures | None], Iterator[Break]]


def check_identities(tally: Tally, previous: EarlierFigures | None) -> list[Finding]:
    """A finding for each cell at which an identity of the form does not hold."""
    findings = []
    if previous and previous.year != tally.year - 1:
        other: dict[str, Detail] = {"year": previous.year, "wanted": tally.year - 1}
        findings.append(Finding("previous-other-year", Address(previous.file), other))
        previous = None
    for identity in tally.edition.identities:
        if identity.table in tally.tables:
            for broken in CHECKS[identity.function](identity, tally, previous):
                findings.append(finding_of(identity, broken, tally.edition))
    return findings


def finding_of(identity: Identity, broken: Break, edition: Edition) -> Finding:
    """What is said of a cell at which an identity does not hold."""
    code = "identity-broken" if identity.severity == "error" else "identity-doubtful"
    cell = cell_id(identity.table, *broken.cell)
    details: dict[str, Detail] = {
        "cell": cell,
        "label": cell_words(edition, cell),
        "identity": identity.id,
        "sentence": identity.sentence,
        "sentence_en": identity.sentence_en,
        "found": str(broken.found),
        "expected": str(broken.expected),
    }
    return Finding(code, Address(""), details)


# -- the identities, each under the name by which an edition asks for it
# ----------------------------------------------------------------------------------------------


def check_flow(
    identity: Identity,
    tally: Tally,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """Received and brought forward equal concluded and carried forward, in each column."""
    numbers = tally.tables[identity.table]
    for column in columns_in(numbers):
        came = numbers["received", column] + numbers["brought_forward", column]
        went = numbers["outcome.total", column] + numbers["carried_forward", column]
        if came != went:
            yield Break(("outcome.total", column), went, came)


def check_total_line(
    identity: Identity,
    tally: Tally,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """The line of totals equals the sum of the rows behind it."""
    for column in columns_in(tally.tables[identity.table]):
        yield from unlike_its_rows(tally, identity.table, ("outcome.total", column))


def check_total_column(
    identity: Identity,
    tally: Tally,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """The column of totals equals the sum of the rows behind it, line by line."""
    for line in lines_of_identity(identity, tally):
        yield from unlike_its_rows(tally, identity.table, (line, "total"))


def check_carry(
    identity: Identity, tally: Tally, previous: EarlierFigures | None
) -> Iterator[Break]:
    """What was brought forward is what last year's report carried forward."""
    if previous is None:
        return
    numbers = tally.tables[identity.table]
    for column in columns_in(numbers):
        cell = ("brought_forward", column)
        expected = previous.number(identity.table, ("carried_forward", column))
        if expected is not None and numbers[cell] != expected:
            yield Break(cell, numbers[cell], expected)


def check_stock(
    identity: Identity, tally: Tally, previous: EarlierFigures | None
) -> Iterator[Break]:
    """Documents in force equal those of last year and those issued, without those repealed."""
    if previous is None:
        return
    numbers = tally.tables[identity.table]
    for line in lines_of_identity(identity, tally):
        before = previous.number(identity.table, (line, "in_force"))
        if before is None:
            continue
        expected = before + numbers[line, "issued"] - numbers[line, "repealed"]
        if numbers[line, "in_force"] != expected:
            yield Break((line, "in_force"), numbers[line, "in_force"], expected)


def check_stock_flow(
    identity: Identity,
    tally: Tally,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """What was issued in the year is in force or was repealed."""
    numbers = tally.tables[identity.table]
    for line in lines_of_identity(identity, tally):
        most = numbers[line, "in_force"] + numbers[line, "repealed"]
        if numbers[line, "issued"] > most:
            yield Break((line, "issued"), numbers[line, "issued"], most)


def check_items_carry(
    identity: Identity, tally: Tally, previous: EarlierFigures | None
) -> Iterator[Break]:
    """The items of last year are those that last year's report ended with."""
    if previous is None:
        return
    numbers = tally.tables[identity.table]
    for line in lines_of_identity(identity, tally):
        items = previous.number(identity.table, (line, "items_last_year"))
        change = previous.number(identity.table, (line, "items_change"))
        if items is None or change is None:
            continue
        found = numbers[line, "items_last_year"]
        if found != items + change:
            yield Break((line, "items_last_year"), found, items + change)


def check_disclosed_within_total(
    identity: Identity,
    tally: Tally,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """What was disclosed in the year is among all that is disclosed."""
    numbers = tally.tables[identity.table]
    for line in lines_of_identity(identity, tally):
        found, most = numbers[line, "disclosed"], numbers[line, "disclosed_total"]
        if found > most:
            yield Break((line, "disclosed"), found, most)


CHECKS: Mapping[Function, Check] = {
    "flow": check_flow,
    "total_line": check_total_line,
    "total_column": check_total_column,
    "carry": check_carry,
    "stock": check_stock,
    "stock_flow": check_stock_flow,
    "items_carry": check_items_carry,
    "disclosed_within_total": check_disclosed_within_total,
}


def columns_in(numbers: Mapping[LineColumn, Number]) -> list[str]:
    """The columns of a table, each once."""
    return list(dict.fromkeys(column for _, column in numbers))


def lines_of_identity(identity: Identity, tally: Tally) -> list[str]:
    """The lines that an identity speaks of; those of the whole table where it names none."""
    return list(identity.lines or dict.fromkeys(line for line, _ in tally.tables[identity.table]))


def unlike_its_rows(tally: Tally, table: str, cell: LineColumn) -> Iterator[Break]:
    """A break where a cell differs from the rows behind it, summed anew."""
    found = tally.tables[table][cell]
    expected = sum((entry.number for _, entry in tally.entries(table, cell)), 0)
    if found != expected:
        yield Break(cell, found, expected)


# -- the requests that were carried forward, one by one
# ----------------------------------------------------------------------------------------------


def check_carried_requests(tally: Tally, previous: EarlierFigures | None) -> list[Finding]:
    """The requests that were brought forward against those that last year's report names as open,
    one by one.

    条例 33 lets no request vanish at the turn of the year: what was open on 31 December is brought
    forward on 1 January.
    """
    if previous is None or previous.carried_forward is None or previous.year != tally.year - 1:
        return []
    requests = [part for part in tally.parts if part.log.kind == "requests"]
    named = previous.carried_forward
    carried = dict(zip(normal_numbers(named), named, strict=True))
    here = {normal for part in requests for normal in numbers_here(part.log.frame["number"])}
    missing = [number for normal, number in carried.items() if normal not in here]
    return [
        *not_listed(requests, carried.keys()),
        *answered_before(requests, carried.keys()),
        *(Finding("carried-missing", Address(previous.file), {"number": one}) for one in missing),
    ]


def numbers_here(numbers: pd.Series) -> list[str]:
    """The numbers of some rows as they are compared: 0012 in one year is 12 in the next."""
    return normal_numbers([str(number) for number in numbers.dropna()])


def not_listed(requests: Sequence[CountedLog], carried: Set[str]) -> Iterator[Finding]:
    """Requests brought forward here that last year's report does not name as open."""
    for part in requests:
        named = part.numbers_on("brought_forward")
        for row, number, normal in zip(named.index, named, numbers_here(named), strict=True):
            if normal not in carried:
                yield at_number(part, row, "carried-not-listed", str(number))


def answered_before(requests: Sequence[CountedLog], carried: Set[str]) -> Iterator[Finding]:
    """Requests named as open last year that this log says were answered by then.

    What an error keeps out of every figure is left to that error.
    """
    open_or_faulty: set[str] = set()
    for part in requests:
        is_faulty = part.fate.map(is_error_code).astype(bool)
        open_or_faulty.update(numbers_here(part.log.frame["number"][is_faulty]))
        open_or_faulty.update(numbers_here(part.numbers_on("brought_forward")))
    answered = carried - open_or_faulty
    for part in requests if answered else ():
        numbers = part.log.frame["number"].dropna().astype(object)
        for row, number, normal in zip(numbers.index, numbers, numbers_here(numbers), strict=True):
            if normal in answered:
                yield at_number(part, row, "carried-answered", number)


def at_number(part: CountedLog, row: int, code: str, number: str) -> Finding:
    """A finding at the registration number of a row."""
    source = part.log.source
    address = Address(source.file, source.sheet, row, source.column("number"))
    return Finding(code, address, {"number": number})
