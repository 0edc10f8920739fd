"""Proves a finished report of any office by what it says itself: its figures against the identities
of the form and against last year's, its words against its figures, and both against a recount.

The rules are those of the program's own reports (`judge/identities.py`, `prove.py`); here is what a
report without a log is given them as, and where its findings stand. A cell that could not be read
says nothing. Not for reading a report (`published`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

import msgspec

from reportcli.contract import TallyJson
from reportcli.count.number import CellTables, FactValue, LineColumn, Number
from reportcli.count.previous import EarlierFigures, numbers_by_cell
from reportcli.finding import Address, Detail, Finding
from reportcli.judge.identities import finding_of, other_year
from reportcli.judge.printed import PrintedBreak, check_printed, without_breaks
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Edition, cell_id
from reportcli.proof.formalities import (
    Framed,
    formalities,
    late_publication,
    period_faults,
    preamble_faults,
    scope_change,
    title_faults,
    year_faults,
    year_of_the_words,
)
from reportcli.proof.meanings import HANDLED
from reportcli.proof.prove import misdated, prove
from reportcli.proof.shared import repeats_last_year
from reportcli.proof.years import is_title_alone
from reportcli.prose.blocks import Paragraph, Run
from reportcli.prose.figures import Figures
from reportcli.published.read import Published
from reportcli.published.tally import earlier_figures
from reportcli.words.numerals import number_text

# A number that the tables do not have is no fault of a report that shows no logs.
NOT_SAID = {"figure-unmatched"}
NO_YEAR = 9999
MADE_UP = "某"


@dataclass(frozen=True)
class PrintedFigures:
    """The figures of a finished report, as prose is proved against them."""

    year: int
    edition: Edition
    every_table: CellTables
    previous: EarlierFigures | None = None
    agency: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    declared: Mapping[str, int | float] = field(default_factory=dict)


def prove_finished(
    read: Published,
    *,
    previous: Published | EarlierFigures | None = None,
    recount: TallyJson | None = None,
    published_on: date | None = None,
) -> list[Finding]:
    """Everything that is wrong in a finished report beside what could not be read in it.

    `previous` is last year's report or its figures, `recount` the tally of the office's logs,
    `published_on` the day on which the report came out.
    """
    found = FinishedProof(read, previous, recount, published_on).findings()
    once = {(one.code, one.address, one.evidence, one.message("en")): one for one in found}
    return list(once.values())


@dataclass(frozen=True)
class FinishedProof:
    """One finished report with what it is held against."""

    read: Published
    given: Published | EarlierFigures | None
    recount: TallyJson | None
    published_on: date | None

    def findings(self) -> Iterator[Finding]:
        """Everything that is wrong: first the frame of the report, then its figures and words."""
        framed = self.framed
        yield from year_faults(framed_report(self.read), self.year)
        yield from title_faults(framed)
        yield from preamble_faults(framed)
        periods = list(period_faults(framed, self.published_on))
        yield from periods
        yield from late_publication(framed, self.published_on)
        if isinstance(self.given, Published):
            yield from scope_change(framed, framed_report(self.given))
            yield from repeats_last_year(self.read.prose, self.given.prose)
        yield from self.in_tables()
        # A wrong period is told as such, and not as two wrong years beside.
        misdated = {one.address for one in periods}
        for one in self.in_words(framed.office):
            if one.code != "year-wrong" or one.address not in misdated:
                yield one
        yield from self.against_recount()

    @cached_property
    def year(self) -> int | None:
        """The year of the report, which its title may have wrong."""
        return year_of_the_words(framed_report(self.read))

    @cached_property
    def framed(self) -> Framed:
        """The report without its figures."""
        return framed_report(self.read)._replace(year=self.year)

    @cached_property
    def tables(self) -> CellTables:
        """The figures that were read."""
        return known_tables(self.read)

    @cached_property
    def previous(self) -> EarlierFigures | None:
        """Last year's figures, if those that were given are last year's."""
        earlier = year_before(self.given)
        is_last_year = self.year is None or (earlier and earlier.year == self.year - 1)
        return earlier if is_last_year else None

    # --- the tables ---

    @cached_property
    def breaks(self) -> list[PrintedBreak]:
        """The cells at which identities do not hold."""
        year = self.year or NO_YEAR
        return check_printed(self.read.edition, year, self.tables, self.previous)

    def in_tables(self) -> Iterator[Finding]:
        """Identities that do not hold, each at its cell; and a report of nothing but noughts."""
        earlier = year_before(self.given)
        if earlier and self.year is not None and earlier.year != self.year - 1:
            yield other_year(earlier, self.year - 1)
        for one in self.breaks:
            id_ = cell_id(one.identities[0].table, *one.broken.cell)
            where = self.place(id_)
            yield finding_of(one.identities, one.broken, self.read.edition, where)
        numbers = [number for cells in self.tables.values() for number in cells.values()]
        is_whole = len(self.tables) == len(self.read.edition.tables)
        if is_whole and not any(numbers) and not says_nothing_came(self.read):
            yield Finding("zero-all-doubtful", Address(self.read.file), {"count": len(numbers)})

    def place(self, id_: str) -> Address:
        """Where a cell is printed."""
        return self.read.places.get(id_, Address(self.read.file))

    def against_recount(self) -> Iterator[Finding]:
        """Each cell that differs from what the logs come to."""
        if self.recount is None:
            return
        counted = numbers_by_cell(self.recount.tables)
        for table, numbers in self.tables.items():
            for cell, number in numbers.items():
                expected = counted.get(table, {}).get(cell)
                if expected is not None and Decimal(expected) != number:
                    id_ = cell_id(table, *cell)
                    details: dict[str, Detail] = {
                        "cell": id_,
                        "label": cell_words(self.read.edition, id_),
                        "found": number_text(Decimal(number)),
                        "expected": number_text(Decimal(expected)),
                    }
                    yield Finding("recount-differs", self.place(id_), details)

    # --- the words ---

    def in_words(self, office: str) -> Iterator[Finding]:
        """What the prose says that its tables deny, each at its line."""
        tables = without_breaks(self.tables, self.breaks)
        printed = PrintedFigures(
            year=self.year or NO_YEAR,
            edition=self.read.edition,
            every_table=tables,
            previous=self.previous,
            agency=office or None,
            facts=derived_facts(tables),
        )
        figures = Figures(printed)
        blocks = [
            Paragraph((Run(text, line=number),), role="heading" if is_title_alone(text) else "body")
            for number, (_, text) in enumerate(self.read.prose, start=1)
        ]
        for one in prove(self.read.file, blocks, figures, printed):
            if self.is_said(one, office):
                yield msgspec.structs.replace(one, address=self.line_at(one.address.row))
        for address, text in self.read.prose if self.year is not None else ():
            yield from misdated(text, printed.year, address)

    def is_said(self, finding: Finding, office: str) -> bool:
        """Whether what the prover of drafts finds is a fault of a finished report too."""
        if finding.code == "year-wrong":
            return self.year is not None
        # 某县 in the name of the office is no place that a template left.
        is_name = finding.code == "instruction-left" and finding.evidence.startswith(MADE_UP)
        return finding.code not in NOT_SAID and not (is_name and MADE_UP in office)

    def line_at(self, number: int) -> Address:
        """Where a line of prose is, by its number among all of them."""
        is_line = 1 <= number <= len(self.read.prose)
        return self.read.prose[number - 1][0] if is_line else Address(self.read.file)


def says_nothing_came(read: Published) -> bool:
    """Whether the words of a report say that there were no requests, so that its noughts are meant."""
    return any(formalities().nothing_came(text) for _, text in read.prose)


def framed_report(read: Published) -> Framed:
    """A finished report without its figures."""
    return Framed(read.file, read.prose, read.titles, read.edition, read.year)


def known_tables(read: Published) -> CellTables:
    """The figures that were read, table by table; money is in the unit of the form."""
    tables: dict[str, dict[LineColumn, Number]] = {}
    for id_, number in read.cells.items():
        table, line, column = id_.split("/")
        if number is not None:
            tables.setdefault(table, {})[line, column] = number
    return tables


def derived_facts(tables: CellTables) -> dict[str, FactValue]:
    """Facts of the prose that the tables give: the requests that were to be handled."""
    requests = tables.get("requests", {})
    parts = [requests.get((line, "total")) for line in ("received", "brought_forward")]
    known = [one for one in parts if one is not None]
    return {HANDLED: sum(known)} if len(known) == len(parts) else {}


def year_before(given: Published | EarlierFigures | None) -> EarlierFigures | None:
    """Last year's finished report as the figures that this year's is held against; None where it
    does not say of which year it is."""
    if not isinstance(given, Published):
        return given
    if given.year is None:
        return None
    return replace(earlier_figures(given), facts=derived_facts(known_tables(given)))
