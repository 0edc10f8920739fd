"""From logs to a `Report`: the whole pipeline. Read this first.

Nothing here knows of the command line or of a file format; every writer takes a `Report`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from reportcli.finding import Address, Alike, Finding, Refusal, identity_of
from reportcli.intake.child.parent import Limits, Readings, Watch
from reportcli.intake.child.wire import FileReading
from reportcli.law.edition import Edition
from reportcli.settings import Settings, find_settings

if TYPE_CHECKING:
    from reportcli.count.facts import FactValue
    from reportcli.count.tally import Cell, Number, Tally
    from reportcli.judge.identities import Previous
    from reportcli.law.calendar import WorkingCalendar
    from reportcli.words.fields import KindId

LISTED = 1000


@dataclass(frozen=True)
class Report:
    """Everything one run found out; what every writer takes."""

    year: int
    edition: Edition
    settings: Settings
    as_of: date
    tally: Tally
    facts: Mapping[str, FactValue]
    findings: Sequence[Finding]
    findings_omitted: Mapping[str, int]
    inputs: Sequence[FileReading]
    previous: Previous | None
    year_is_inferred: bool
    shown: KindId | None = None

    @property
    def tables(self) -> Mapping[str, Mapping[Cell, Number]]:
        """The tables to be shown: table id → (line, column) → number."""
        tables = self.tally.tables
        return (
            tables
            if self.shown is None
            else {self.shown: tables[self.shown]}
            if self.shown in tables
            else {}
        )

    @property
    def fates(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """What became of the rows of each log: (file, sheet) → fate → how many."""
        return {
            (part.log.source.file, part.log.source.sheet): part.rows_by_fate()
            for part in self.tally.parts
        }

    def ignoring(self, codes: Collection[str]) -> Report:
        """The same report without the findings of some codes."""
        omitted = {
            code: count for code, count in self.findings_omitted.items() if code not in codes
        }
        kept = [finding for finding in self.findings if finding.code not in codes]
        return replace(self, findings=kept, findings_omitted=omitted)

    def showing(self, table: KindId | None) -> Report:
        """The same report, of which writers show one table alone and no facts; None shows
        everything."""
        return self if table is None else replace(self, shown=table, facts={})


def compile_report(
    logs: Sequence[str | Path],
    *,
    year: int | None = None,
    edition: str | None = None,
    previous: str | Path | None = None,
    settings: Settings | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
) -> Report:
    """Count the logs of one office for one year.

    The year defaults to the settings', else to the one in which most requests were received; the
    edition to the year's. `previous` is last year's tally as JSON, or last year's log. Logs that
    cannot be read or have no header raise an `ExceptionGroup` of `Refusal`, an unclear year or
    edition a `Refusal`; whatever else is wrong is in `findings`.
    """
    files = [str(log) for log in logs]
    refuse_doubles(files)
    settings = settings or find_settings([Path(file) for file in files])
    readings = Readings(files, settings, limits or Limits())
    try:
        # Imported here, because the readers work while pandas loads.
        from reportcli.count import facts, tally
        from reportcli.count.doubles import mark_documents_listed_again, set_copies_aside
        from reportcli.intake.log import build_logs
        from reportcli.judge import audit, waivers
        from reportcli.judge import identities as check
        from reportcli.law import deadlines

        inputs = readings.result(watch)
    finally:
        readings.close()
    sources = mark_documents_listed_again(set_copies_aside(build_logs(inputs), settings))
    settled_year = year or settings.year or tally.most_received_year(sources)
    if settled_year is None:
        raise Refusal("year-unclear")
    form = Edition.by_id(edition) if edition else Edition.for_year(settled_year)
    last_year = figures_of_last_year(previous, settled_year - 1, settings, limits)
    counted = tally.tally_logs(sources, form, settled_year, settings)
    today = as_of or date.today()
    calendar = office_calendar(settings)
    requests = counted.counted.get("requests")
    clocks = deadlines.clock(requests.frame, calendar, as_of=today) if requests else None
    known = waivers.Waivers(counted, settings)
    found = chain(
        tally.check_records(counted),
        check.check_identities(counted, last_year),
        check.check_carried_requests(counted, last_year),
        audit.audit(counted, calendar, today, settings, clocks),
    )
    findings, omitted = listed(chain(known.apply(found), known.unused()))
    return Report(
        year=settled_year,
        edition=form,
        settings=settings,
        as_of=today,
        tally=counted,
        facts=facts.count_facts(counted, calendar, today, clocks),
        findings=waivers.with_row_hashes(findings, counted),
        findings_omitted=omitted,
        inputs=inputs,
        previous=last_year,
        year_is_inferred=not (year or settings.year),
    )


def office_calendar(settings: Settings) -> WorkingCalendar:
    """The working days of the PRC, with the notices that the office added."""
    from reportcli.law.calendar import working_calendar

    try:
        notices = {int(number): notice for number, notice in settings.calendar.items()}
        return working_calendar(notices, settings.first_day_counts)
    except ValueError as fault:
        reason = f"[calendar] {fault}"
        raise Refusal("settings-invalid", Address(settings.path or ""), reason=reason) from fault


def figures_of_last_year(
    previous: str | Path | None, year: int, settings: Settings, limits: Limits | None
) -> Previous | None:
    """Last year's figures: from JSON as they stand, from a log by counting it for that year."""
    from reportcli.judge.identities import FactNumber, Previous, load_previous

    if previous is None:
        return None
    file = str(previous)
    if looks_like_json(Path(file)):
        return load_previous(file)
    before = compile_report([file], year=year, settings=settings, limits=limits)
    tables: dict[str, dict[str, dict[str, int | float | str]]] = {}
    for table, numbers in before.tables.items():
        for (line, column), number in numbers.items():
            tables.setdefault(table, {}).setdefault(line, {})[column] = str(number)
    facts: dict[str, FactNumber | dict[str, FactNumber]] = {}
    for name, value in before.facts.items():
        facts[name] = (
            {key: str(number) for key, number in value.items()}
            if isinstance(value, dict)
            else str(value)
        )
    return Previous(year, tables, before.tally.carried_forward(), file, facts)


def looks_like_json(path: Path) -> bool:
    """Whether a file holds JSON and no log, by its first character."""
    try:
        with path.open("rb") as stream:
            return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError:
        return False


def refuse_doubles(files: Sequence[str]) -> None:
    """Refuse a file that is named twice, also through a link: its rows would count twice."""
    seen: set[tuple[int, int]] = set()
    for file in files:
        if (identity := identity_of(Path(file))) in seen:
            raise Refusal("input-doubled", Address(file))
        if identity:
            seen.add(identity)


def listed(found: Iterable[Finding | Alike]) -> tuple[list[Finding], dict[str, int]]:
    """At most `LISTED` findings of a code, in the order of files, sheets and rows, and how many
    more there are.

    A million bad rows are one fault many times over; a list of them helps nobody. What a person
    waived is listed always, so that no count hides it.
    """
    kept: list[Finding] = []
    counts: Counter[str] = Counter()
    for one in found:
        if isinstance(one, Alike):
            kept += one.findings(max(LISTED - counts[one.code], 0))
            counts[one.code] += len(one.rows)
            continue
        counts[one.code] += one.waived is None
        if one.waived or counts[one.code] <= LISTED:
            kept.append(one)
    return kept, {code: count - LISTED for code, count in counts.items() if count > LISTED}
