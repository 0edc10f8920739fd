"""Whether the figures agree: the identities of the form (勾稽关系), and last year's report with
this one.

Identities are checked after counting, both ways: totals are summed anew from the rows behind them,
those of a finished report from the cells that it prints (`printed.py`). An identity with a cell that
nobody could read says nothing. What breaks one is reported, never adjusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial

import pandas as pd

from reportcli.count.identity import normal_numbers
from reportcli.count.number import LineColumn, Number
from reportcli.count.part import CountedLog, is_error_code
from reportcli.count.previous import EarlierFigures
from reportcli.count.tally import Tally
from reportcli.finding import Address, Detail, Finding
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Axis, Edition, Function, Identity, cell_id


@dataclass(frozen=True)
class Judged:
    """The figures that identities are held against: those of a tally, or those that a finished
    report prints, as far as they were read.

    `summed` gives what a total comes to along an axis, by what stands behind it; None where a part
    is not known.
    """

    edition: Edition
    year: int
    tables: Mapping[str, Mapping[LineColumn, Number]]
    summed: Callable[[str, LineColumn, Axis], Number | None]


@dataclass(frozen=True)
class Break:
    """One place where an identity does not hold: the cell, what it says and what it should say."""

    cell: LineColumn
    found: Number
    expected: Number


Check = Callable[[Identity, Judged, EarlierFigures | None], Iterator[Break]]


def check_identities(tally: Tally, previous: EarlierFigures | None) -> list[Finding]:
    """A finding for each cell at which an identity of the form does not hold."""
    findings = []
    if previous and previous.year != tally.year - 1:
        findings.append(other_year(previous, tally.year - 1))
        previous = None
    judged = Judged(tally.edition, tally.year, tally.tables, partial(sum_of_rows, tally))
    findings += [
        finding_of([identity], broken, tally.edition)
        for identity, broken in broken_identities(judged, previous)
    ]
    return findings


def other_year(previous: EarlierFigures, wanted: int) -> Finding:
    """What is said of figures that are not of the year before."""
    other: dict[str, Detail] = {"year": previous.year, "wanted": wanted}
    return Finding("previous-other-year", Address(previous.file), other)


def sum_of_rows(tally: Tally, table: str, cell: LineColumn, _: Axis) -> Number:
    """The rows behind a cell, summed anew."""
    return sum((entry.number for _, entry in tally.entries(table, cell)), 0)


def broken_identities(
    judged: Judged, previous: EarlierFigures | None
) -> Iterator[tuple[Identity, Break]]:
    """Each identity of the form with each cell at which it does not hold."""
    for identity in judged.edition.identities:
        if identity.table in judged.tables:
            for broken in CHECKS[identity.function](identity, judged, previous):
                yield identity, broken


def finding_of(
    identities: Sequence[Identity], broken: Break, edition: Edition, address: Address | None = None
) -> Finding:
    """What is said of a cell at which identities do not hold."""
    is_error = any(one.severity == "error" for one in identities)
    cell = cell_id(identities[0].table, *broken.cell)
    details: dict[str, Detail] = {
        "cell": cell,
        "label": cell_words(edition, cell),
        "identity": ", ".join(one.id for one in identities),
        "sentence": "；".join(one.sentence for one in identities),
        "sentence_en": "; ".join(one.sentence_en for one in identities),
        "found": str(broken.found),
        "expected": str(broken.expected),
    }
    code = "identity-broken" if is_error else "identity-doubtful"
    return Finding(code, address or Address(""), details)


# -- the identities, each under the name by which an edition asks for it
# ----------------------------------------------------------------------------------------------


def check_flow(
    identity: Identity,
    judged: Judged,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """Received and brought forward equal concluded and carried forward, in each column."""
    numbers = judged.tables[identity.table]
    for column in columns_in(numbers):
        came = sum_known(numbers, [("received", column), ("brought_forward", column)])
        went = sum_known(numbers, [("outcome.total", column), ("carried_forward", column)])
        yield from unlike(("outcome.total", column), went, came)


def check_total_line(
    identity: Identity,
    judged: Judged,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """The line of totals equals the sum of what stands behind it."""
    for column in columns_in(judged.tables[identity.table]):
        yield from unlike_its_sum(judged, identity.table, ("outcome.total", column), "lines")


def check_total_column(
    identity: Identity,
    judged: Judged,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """The column of totals equals the sum of what stands behind it, line by line."""
    for line in lines_of_identity(identity, judged):
        yield from unlike_its_sum(judged, identity.table, (line, "total"), "columns")


def check_carry(
    identity: Identity, judged: Judged, previous: EarlierFigures | None
) -> Iterator[Break]:
    """What was brought forward is what last year's report carried forward."""
    if previous is None:
        return
    numbers = judged.tables[identity.table]
    for column in columns_in(numbers):
        cell = ("brought_forward", column)
        expected = previous.number(identity.table, ("carried_forward", column))
        yield from unlike(cell, numbers.get(cell), expected)


def check_stock(
    identity: Identity, judged: Judged, previous: EarlierFigures | None
) -> Iterator[Break]:
    """Documents in force equal those of last year and those issued, without those repealed."""
    if previous is None:
        return
    numbers = judged.tables[identity.table]
    for line in lines_of_identity(identity, judged):
        before = previous.number(identity.table, (line, "in_force"))
        issued, repealed = numbers.get((line, "issued")), numbers.get((line, "repealed"))
        if before is None or issued is None or repealed is None:
            continue
        cell = (line, "in_force")
        yield from unlike(cell, numbers.get(cell), before + issued - repealed)


def check_stock_flow(
    identity: Identity,
    judged: Judged,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """What was issued in the year is in force or was repealed."""
    numbers = judged.tables[identity.table]
    for line in lines_of_identity(identity, judged):
        most = sum_known(numbers, [(line, "in_force"), (line, "repealed")])
        yield from beyond((line, "issued"), numbers.get((line, "issued")), most)


def check_items_carry(
    identity: Identity, judged: Judged, previous: EarlierFigures | None
) -> Iterator[Break]:
    """The items of last year are those that last year's report ended with."""
    if previous is None:
        return
    numbers = judged.tables[identity.table]
    for line in lines_of_identity(identity, judged):
        items = previous.number(identity.table, (line, "items_last_year"))
        change = previous.number(identity.table, (line, "items_change"))
        if items is not None and change is not None:
            cell = (line, "items_last_year")
            yield from unlike(cell, numbers.get(cell), items + change)


def check_disclosed_within_total(
    identity: Identity,
    judged: Judged,
    previous: EarlierFigures | None,  # noqa: ARG001 - as every check is called
) -> Iterator[Break]:
    """What was disclosed in the year is among all that is disclosed."""
    numbers = judged.tables[identity.table]
    for line in lines_of_identity(identity, judged):
        cell = (line, "disclosed")
        yield from beyond(cell, numbers.get(cell), numbers.get((line, "disclosed_total")))


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


def lines_of_identity(identity: Identity, judged: Judged) -> list[str]:
    """The lines that an identity speaks of; those of the whole table where it names none."""
    return list(identity.lines or dict.fromkeys(line for line, _ in judged.tables[identity.table]))


def sum_known(numbers: Mapping[LineColumn, Number], cells: Iterable[LineColumn]) -> Number | None:
    """The sum of some cells; None where one of them is not known."""
    total: Number = 0
    for cell in cells:
        number = numbers.get(cell)
        if number is None:
            return None
        total += number
    return total


def unlike(cell: LineColumn, found: Number | None, expected: Number | None) -> Iterator[Break]:
    """A break where two numbers are known and differ."""
    if found is not None and expected is not None and found != expected:
        yield Break(cell, found, expected)


def beyond(cell: LineColumn, found: Number | None, most: Number | None) -> Iterator[Break]:
    """A break where a number is more than it can be."""
    if found is not None and most is not None and found > most:
        yield Break(cell, found, most)


def unlike_its_sum(judged: Judged, table: str, cell: LineColumn, axis: Axis) -> Iterator[Break]:
    """A break where a total differs from what stands behind it, summed anew."""
    found = judged.tables[table].get(cell)
    if found is not None:
        yield from unlike(cell, found, judged.summed(table, cell, axis))


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
    address = Address(previous.file)
    return [
        *not_listed(requests, carried.keys()),
        *answered_before(requests, carried.keys()),
        *map(partial(carried_missing, address), missing),
    ]


def carried_missing(address: Address, number: str) -> Finding:
    """A request that last year's report names as open and no log of this year has."""
    return Finding("carried-missing", address, {"number": number})


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
