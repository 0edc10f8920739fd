"""From logs to a `Report`: the whole pipeline. Read this first.

Nothing here knows of the command line or of a file format; every writer takes a `Report`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from reportcli.finding import Finding, Refusal
from reportcli.intake.child.parent import Limits, Readings, Watch
from reportcli.intake.child.wire import FileReading
from reportcli.intake.given import files_that_are_no_log, looks_like_json, refuse_doubles
from reportcli.judge.listed import listed
from reportcli.law.edition import Edition
from reportcli.settings import Settings, find_settings

if TYPE_CHECKING:
    from reportcli.count.number import FactValue, LineColumn, Number
    from reportcli.count.previous import EarlierFigures
    from reportcli.count.tally import Tally
    from reportcli.intake.coverage import Coverage
    from reportcli.intake.log import Log
    from reportcli.law.calendar import WorkingCalendar
    from reportcli.words.fields import KindId


@dataclass(frozen=True)
class Logs:
    """What was read: the logs of one office, before any year or edition is asked for.

    `inputs` are the files with all their sheets, `logs` those sheets that are logs, with the rows
    that repeat others marked.
    """

    settings: Settings
    inputs: Sequence[FileReading]
    logs: Sequence[Log]

    @cached_property
    def coverage(self) -> Coverage:
        """What became of every sheet and column that was given."""
        from reportcli.intake.coverage import coverage_of

        return coverage_of(self.inputs)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of the PRC, with the notices that the office added."""
        from reportcli.law.calendar import office_calendar

        return office_calendar(self.settings)


@dataclass(frozen=True)
class Report:
    """Everything one run found out; what every writer takes.

    `is_printed` says that the figures were read in a finished report: there are no logs behind it.
    """

    year: int
    edition: Edition
    logs: Logs
    as_of: date
    tally: Tally
    facts: Mapping[str, FactValue]
    findings: Sequence[Finding]
    findings_omitted: Mapping[str, int]
    previous: EarlierFigures | None
    year_is_inferred: bool
    is_printed: bool = False
    shown: KindId | None = None

    @property
    def settings(self) -> Settings:
        """What the office settled."""
        return self.logs.settings

    @property
    def inputs(self) -> Sequence[FileReading]:
        """The files that were read, with every sheet in them."""
        return self.logs.inputs

    @property
    def agency(self) -> str | None:
        """Whose report it is, where that is settled."""
        return self.settings.agency

    @property
    def declared(self) -> Mapping[str, int | float]:
        """The figures that no log tells."""
        return self.settings.declared

    @property
    def every_table(self) -> Mapping[str, Mapping[LineColumn, Number]]:
        """The tables, whichever are shown: table id → (line, column) → number."""
        return self.tally.tables

    @property
    def tables(self) -> Mapping[str, Mapping[LineColumn, Number | None]]:
        """The tables to be shown; a cell of a finished report that was not read is None."""
        tables = self.tally.shown
        if self.shown is None:
            return tables
        return {self.shown: tables[self.shown]} if self.shown in tables else {}

    @cached_property
    def fates(self) -> Mapping[tuple[str, str, int, int], Mapping[str, int]]:
        """What became of the rows of each log: (file, sheet, header) → fate → how many."""
        return {part.log.source.place: part.rows_by_fate() for part in self.tally.parts}

    def ignoring(self, codes: Collection[str]) -> Report:
        """Leave the findings of some codes out."""
        omitted = {
            code: count for code, count in self.findings_omitted.items() if code not in codes
        }
        kept = [finding for finding in self.findings if finding.code not in codes]
        return replace(self, findings=kept, findings_omitted=omitted)

    def with_words(self, texts: Sequence[str], found: Iterable[Finding]) -> Report:
        """The same report with what is wrong in its words, waived and listed like all else.

        `texts` are the files of the office's own prose that were read.
        """
        from reportcli.judge.waivers import Waivers

        known = Waivers((part.log for part in self.tally.parts), self.settings)
        findings, omitted = listed(chain(known.apply(found), known.unused_in(texts)))
        return replace(
            self,
            findings=[*self.findings, *findings],
            findings_omitted={**self.findings_omitted, **omitted},
        )

    def showing(self, table: KindId | None) -> Report:
        """Have writers show one table alone and no facts; None shows everything."""
        return self if table is None else replace(self, shown=table, facts={})


def compile_report(
    logs: Sequence[str | Path],
    *,
    year: int | None = None,
    edition: str | None = None,
    previous: str | Path | EarlierFigures | None = None,
    settings: Settings | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
) -> Report:
    """Read the logs of one office and count them for one year.

    The year defaults to the settings', else to the one in which most requests were received; the
    edition to the year's. `previous` is last year's tally as JSON, or last year's log. Logs that
    cannot be read or have no header raise an `ExceptionGroup` of `Refusal`, an unclear year or
    edition a `Refusal`; whatever else is wrong is in `findings`.
    """
    found = read(logs, settings=settings, limits=limits, watch=watch)
    return count(found, year=year, edition=edition, previous=previous, as_of=as_of, limits=limits)


def read(
    files: Sequence[str | Path],
    *,
    settings: Settings | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
) -> Logs:
    """Read the logs of one office, and settle which rows are there twice."""
    names = [str(file) for file in files]
    refuse_doubles(names)
    settings = settings or find_settings([Path(name) for name in names])
    readings = Readings(names, settings, limits or Limits())
    try:
        # Imported here, because the readers work while pandas loads.
        from reportcli.count.doubles import judge_doubles
        from reportcli.intake.build import build_logs

        inputs = readings.result(watch)
    finally:
        readings.close()
    logs = judge_doubles(build_logs(inputs), settings)
    return Logs(settings, inputs, logs)


def logs_of_each(inputs_of_each: Sequence[Sequence[FileReading]], settings: Settings) -> list[Logs]:
    """The logs of several offices whose files were read, all of them recognised; they are built
    together, and every office by itself settles which of its rows are there twice."""
    from reportcli.count.doubles import judge_doubles
    from reportcli.intake.build import build_each

    built = build_each(inputs_of_each)
    judged = iter(judge_doubles([log for logs in built for log in logs], settings))
    return [
        Logs(settings, inputs, [next(judged) for _ in logs])
        for inputs, logs in zip(inputs_of_each, built, strict=True)
    ]


def count(
    found: Logs,
    *,
    year: int | None = None,
    edition: str | None = None,
    previous: str | Path | EarlierFigures | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
) -> Report:
    """Count what was read for one year, and hold the figures against each other, the law and last
    year's."""
    from reportcli.count.tally import most_received_year
    from reportcli.law import calendar

    settings = found.settings
    # What was asked for stands over what is settled, and that over what the logs suggest.
    settled_year = year or settings.year or most_received_year(found.logs)
    if settled_year is None:
        raise Refusal("year-unclear")
    form = Edition.by_id(edition) if edition else Edition.for_year(settled_year)
    last_year = figures_of_last_year(previous, settled_year - 1, settings, limits)
    (report,) = count_each(
        [found],
        year=settled_year,
        edition=form,
        as_of=as_of or calendar.today(),
        last_year=last_year,
    )
    return replace(report, year_is_inferred=not (year or settings.year))


def count_each(
    offices: Sequence[Logs],
    *,
    year: int,
    edition: Edition,
    as_of: date,
    last_year: EarlierFigures | None = None,
) -> list[Report]:
    """Count the logs of each office, which all have the same settings; those of a thousand are
    counted together, as one frame for each kind. The logs of each bear its place (`Source.office`).
    """
    from reportcli.count.facts import count_facts_of_each
    from reportcli.count.tally import Tally, record_findings, tally_each
    from reportcli.judge.audit import audit_each
    from reportcli.judge.identities import check_carried_requests, check_identities
    from reportcli.judge.waivers import Waivers, row_hashes, with_row_hashes
    from reportcli.law.deadlines import clock

    settings, calendar = offices[0].settings, offices[0].calendar
    tallies = tally_each([found.logs for found in offices], edition, year, settings)
    every_part = chain.from_iterable(tally.parts for tally in tallies)
    together = Tally(edition, year, tuple(every_part)) if len(tallies) > 1 else tallies[0]
    requests = together.counted.get("requests")
    clocks = clock(requests.frame, calendar, as_of=as_of) if requests else None
    audited = audit_each(tallies, together, calendar, as_of, settings, clocks)
    facts = count_facts_of_each(tallies, together, calendar, as_of, clocks)

    reports = []
    for found, tally, of_rules, told in zip(offices, tallies, audited, facts, strict=True):
        waivers = Waivers(found.logs, settings)
        judged = chain(
            found.coverage.findings(),
            record_findings(tally),
            check_identities(tally, last_year),
            check_carried_requests(tally, last_year),
            of_rules,
        )
        findings, omitted = listed(chain(waivers.apply(judged), waivers.unused()))
        reports.append(
            Report(
                year=year,
                edition=edition,
                logs=found,
                as_of=as_of,
                tally=tally,
                facts=told,
                findings=findings,
                findings_omitted=omitted,
                previous=last_year,
                year_is_inferred=False,
            )
        )
    hashes = row_hashes((one for report in reports for one in report.findings), together)
    return [
        replace(report, findings=with_row_hashes(report.findings, hashes)) for report in reports
    ]


def figures_of_last_year(
    previous: str | Path | EarlierFigures | None,
    year: int,
    settings: Settings,
    limits: Limits | None,
) -> EarlierFigures | None:
    """Last year's figures: from JSON as they stand, from a log by counting it for that year, from a
    finished report by reading it."""
    from reportcli.count.previous import EarlierFigures, read_previous

    if previous is None or isinstance(previous, EarlierFigures):
        return previous
    file = str(previous)
    if looks_like_json(Path(file)):
        return read_previous(file)
    try:
        before = compile_report([file], year=year, settings=settings, limits=limits)
    except (Refusal, ExceptionGroup) as stopped:
        if file not in files_that_are_no_log(stopped):
            raise
        return figures_of_report(file, year, stopped)
    carried = before.tally.carried_forward()
    return EarlierFigures(year, before.every_table, carried, file, before.facts)


def figures_of_report(file: str, year: int, stopped: Exception) -> EarlierFigures:
    """The figures of a finished report; what is none is refused as it was as a log."""
    from reportcli.published.reader import NO_REPORT, read_report
    from reportcli.published.tally import earlier_figures
    from reportcli.published.wire import ReportJob

    try:
        return earlier_figures(read_report(ReportJob(file, year=year)))
    except Refusal as refusal:
        raise (stopped if refusal.code in NO_REPORT else refusal) from None
