"""From a finished report to a `Report`: read back, proved, and fit for every writer of a tally.

The third pipeline, beside `report.py` and `document.py`. Not for how a report is read
(`published`), nor for the rules it is proved by (`proof`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from reportcli.contract import TallyJson
from reportcli.count.number import MONEY_COLUMN, LineColumn, Number
from reportcli.count.previous import EarlierFigures
from reportcli.count.tally import Tally
from reportcli.finding import Address, Finding, Refusal
from reportcli.intake.child.wire import FileReading
from reportcli.judge.listed import listed
from reportcli.proof.finished import prove_finished
from reportcli.proof.shared import shared_between
from reportcli.published.read import Published
from reportcli.published.tally import earlier_figures
from reportcli.report import Logs, Report
from reportcli.settings import Settings


@dataclass(frozen=True)
class PrintedTally(Tally):
    """The figures that a finished report prints; there are no records behind them."""

    printed: Mapping[str, Mapping[LineColumn, Number | None]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[LineColumn, Number]]:
        """The cells that were read."""
        return {
            table: {cell: number for cell, number in numbers.items() if number is not None}
            for table, numbers in self.printed.items()
        }

    @property
    def shown(self) -> Mapping[str, Mapping[LineColumn, Number | None]]:
        """The cells of the tables that the report has, None where one was not read."""
        return self.printed


Earlier = Published | EarlierFigures


def nothing_given(_: Published) -> None:
    """Hold a report against nothing."""


class ProvedReport(NamedTuple):
    """A finished report of a file: proved, or refused."""

    file: str
    report: Report | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class HeldAgainst:
    """What finished reports are held against: last year's, a recount of the logs for the year and
    form of each, and the day on which they came out."""

    previous: Callable[[Published], Earlier | None] = nothing_given
    recount: Callable[[Published], TallyJson | None] = nothing_given
    published_on: date | None = None


def prove_each(
    read: Sequence[Published | Refusal], settings: Settings, as_of: date, against: HeldAgainst
) -> list[ProvedReport]:
    """Finished reports, each proved or refused, in their order; of several also what one has word
    for word from another."""
    proved: list[ProvedReport] = []
    shared = shared_between([() if isinstance(one, Refusal) else one.prose for one in read])
    for one, copied in zip(read, shared, strict=True):
        if isinstance(one, Refusal):
            proved.append(ProvedReport(one.address.file if one.address else "", refusal=one))
            continue
        try:
            report = prove_report(one, settings, as_of, against, copied)
        except Refusal as refusal:
            proved.append(ProvedReport(one.file, refusal=refusal))
        else:
            proved.append(ProvedReport(one.file, report))
    return proved


def prove_report(
    read: Published,
    settings: Settings,
    as_of: date,
    against: HeldAgainst,
    beside: Sequence[Finding] = (),
) -> Report:
    """A finished report with all that is wrong in it, as a report that writers take.

    `beside` is what was found by other reports. One that does not say of which year it is, and was
    not told, is a `Refusal`.
    """
    if read.year is None:
        raise Refusal("published-without-year", Address(read.file))
    previous = against.previous(read)
    faults = prove_finished(
        read,
        previous=previous,
        recount=against.recount(read),
        published_on=against.published_on,
    )
    findings, omitted = listed([*read.findings, *faults, *beside])
    return Report(
        year=read.year,
        edition=read.edition,
        logs=Logs(settings, [FileReading(read.file, read.sha256, read.kind, "", [])], []),
        as_of=as_of,
        tally=PrintedTally(read.edition, read.year, (), printed_tables(read)),
        facts={},
        findings=findings,
        findings_omitted=omitted,
        previous=earlier_figures(previous) if isinstance(previous, Published) else previous,
        year_is_inferred=False,
        is_printed=True,
    )


def printed_tables(read: Published) -> dict[str, dict[LineColumn, Number | None]]:
    """The figures of a finished report table by table, None where a cell was not read."""
    tables: dict[str, dict[LineColumn, Number | None]] = {}
    for id_, number in read.cells.items():
        table, line, column = id_.split("/")
        tables.setdefault(table, {})[line, column] = counted_number(number, column)
    return tables


def counted_number(number: Decimal | None, column: str) -> Number | None:
    """A number as a tally has it: a count whole, money exact."""
    if number is None or column == MONEY_COLUMN:
        return number
    return int(number)
