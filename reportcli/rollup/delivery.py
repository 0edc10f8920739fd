"""One unit read by itself: its logs, its tally as JSON or its finished report, to a `UnitResult`.

A unit's own faults end here: what cannot be read, or is of another year or form, is a result that
says so, never an exception. Not for: many units at once (`engine.py`), and whether a unit was in
time (`statement.py`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from reportcli.contract import FigureValue
from reportcli.count.part import COUNTED, OUTSIDE, CountedLog
from reportcli.count.tally import most_received_year
from reportcli.finding import Address, Detail, Finding, Refusal
from reportcli.intake.given import files_that_are_no_log, looks_like_json, looks_like_log
from reportcli.law.cell_names import cell_words
from reportcli.law.edition import Edition, cell_id
from reportcli.published.reader import NO_REPORT, has_figures, read_reports
from reportcli.published.wire import ReportJob
from reportcli.report import Report
from reportcli.rollup.asked import Asked
from reportcli.rollup.compact import bounded, carried_keys, plain_facts, sparse
from reportcli.rollup.delivered_json import json_result
from reportcli.rollup.delivered_report import report_result
from reportcli.rollup.folders import NEVER_LOGS
from reportcli.rollup.records import Ways, keys_of
from reportcli.rollup.result import DeliveryKind, ReadFile, RowAccount, UnitResult
from reportcli.rollup.units import Unit
from reportcli.settings import FILE_NAME, Settings, load_settings

NAMED_CELLS = 3
# Which delivery counts where there are several.
RANK: tuple[DeliveryKind, ...] = ("logs", "json", "report")
Reader = Callable[[Unit, Sequence[str], Settings, Asked], UnitResult]
LogCounter = Callable[[], UnitResult]


class Differing(NamedTuple):
    """A cell at which another delivery differs from the one that counts."""

    cell: str
    counted: FigureValue
    told: FigureValue


def read_unit(
    unit: Unit,
    asked: Asked,
    count_logs: LogCounter,
    told_apart: Mapping[DeliveryKind, Sequence[str]] | None = None,
) -> UnitResult:
    """Read all that one unit delivered; the first of logs, JSON and report counts, the others are
    compared with it.

    `count_logs` gives what its logs come to, which are counted with others'; `told_apart` what each
    of its files is, where they were looked into.
    """
    if not unit.files:
        return UnitResult(unit.code, "missing")
    try:
        given = told_apart or files_by_kind(unit)
        settings = settings_of(unit, asked.settings)
        kinds = [kind for kind in RANK if kind in given]
        first, *others = (
            count_logs() if kind == "logs" else READERS[kind](unit, given[kind], settings, asked)
            for kind in kinds
        )
    except Refusal as refusal:
        return refused(unit, [refusal])
    except ExceptionGroup as group:
        refusals = [one for one in group.exceptions if isinstance(one, Refusal)]
        if len(refusals) < len(group.exceptions):
            raise
        return refused(unit, refusals)
    return compared(first, others, Edition.by_id(asked.edition))


def files_by_kind(unit: Unit) -> dict[DeliveryKind, list[str]]:
    """What a unit delivered, kind by kind."""
    given: dict[DeliveryKind, list[str]] = {}
    for file in unit.files:
        given.setdefault(kind_of_file(file), []).append(file)
    return given


def kind_of_file(file: str) -> DeliveryKind:
    """What a file is taken for before it is read: JSON by how it begins, a text or a print by its
    suffix, else a log; what turns out to be none may be a report (`reports_among`)."""
    if looks_like_json(Path(file)):
        return "json"
    return "report" if Path(file).suffix.lower() in NEVER_LOGS else "logs"


def reports_among(files: Sequence[str], stopped: Exception, asked: Asked) -> list[str]:
    """The finished reports among files that were taken for logs; where one of them is neither, what
    stopped the reading is raised."""
    others = files_that_are_no_log(stopped)
    reports = [file for file in files if file in others]
    jobs = [ReportJob(file, year=asked.year) for file in reports]
    read = read_reports(jobs, asked.limits)
    if not reports or any(isinstance(one, Refusal) and one.code in NO_REPORT for one in read):
        raise stopped
    if looks_like_log(stopped) and not any(map(has_figures, read)):
        raise stopped
    return reports


def settings_of(unit: Unit, shared: Settings) -> Settings:
    """The settings of a unit: those in its folder, else what all units share.

    Who an office is, what it declared and what it waived is its own and never shared.
    """
    places = sorted({Path(file).parent / FILE_NAME for file in unit.files})
    own = [place for place in places if place.is_file()]
    # A file that lies beside the list has the settings of all beside it.
    if len(own) == 1 and own[0].resolve() != Path(shared.path or "").resolve():
        return load_settings(own[0])
    return replace(shared, agency=None, waive=[], declared={}, year=None, agency_level=None)


# -- what cannot be read


def refused(unit: Unit, refusals: Sequence[Refusal]) -> UnitResult:
    """The result of a unit that cannot be read, with the reasons."""
    found = [Finding(one.code, one.address or Address(""), one.details) for one in refusals]
    listed, omitted, counts = bounded(found, {})
    return UnitResult(
        unit.code,
        "unreadable",
        reason=found[0].code,
        errors=counts["error"],
        findings=tuple(listed),
        omitted=omitted,
        inputs=tuple(read_files(unit.files)),
    )


def read_files(files: Iterable[str]) -> Iterator[ReadFile]:
    """The digests of files that no reader gave one for; of none where it cannot be opened."""
    for file in files:
        path = Path(file)
        if path.is_file():
            try:
                with path.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError:
                digest = ""
            yield ReadFile(file, digest)


# -- logs


def result_of_report(code: str, report: Report, secret: bytes) -> UnitResult:
    """What a unit comes to whose logs were counted."""
    tally = report.tally
    is_of_year = not all_of_another_year(tally.parts)
    found = [*([] if is_of_year else [logs_of_another_year(report)]), *report.findings]
    listed, omitted, counts = bounded(found, report.findings_omitted)
    ways = Ways()
    keys = [keys_of(part, ways, secret) for part in tally.parts]
    return UnitResult(
        code,
        state="ok" if is_of_year else "other-year",
        reason="" if is_of_year else "unit-other-year",
        source="logs",
        tables=sparse(tally.tables, report.edition),
        facts=plain_facts(report.facts),
        errors=counts["error"],
        warnings=counts["warning"],
        findings=tuple(listed),
        omitted=omitted,
        carried=carried_keys(tally.carried_forward() or [], secret),
        records=tuple(filter(None, keys)),
        ways=ways.listed(),
        rows=tuple(map(rows_accounted, tally.parts)),
        inputs=tuple(ReadFile(one.file, one.sha256) for one in report.inputs),
    )


def all_of_another_year(parts: Sequence[CountedLog]) -> bool:
    """Whether all records of a unit lie outside the year: it sent the logs of another."""
    fates = Counter[str]()
    for part in parts:
        fates.update(part.records_by_fate())
    return not fates[COUNTED] and fates[OUTSIDE] > 0 and fates.total() == fates[OUTSIDE]


def logs_of_another_year(report: Report) -> Finding:
    """That all logs of a unit are of another year, and of which where requests tell."""
    years: dict[str, Detail] = {
        "year": most_received_year([part.log for part in report.tally.parts]) or "—",
        "wanted": report.year,
    }
    return Finding("unit-other-year", Address(report.inputs[0].file), years)


def rows_accounted(part: CountedLog) -> RowAccount:
    """What became of the rows of one log."""
    fates = part.rows_by_fate()
    read, counted, outside = part.log.source.rows_read, fates.get(COUNTED, 0), fates.get(OUTSIDE, 0)
    source = part.log.source
    return RowAccount(
        source.file, source.sheet, source.kind, read, counted, outside, read - counted - outside
    )


# -- tallies that the unit made itself


def read_delivered_json(
    unit: Unit,
    files: Sequence[str],
    settings: Settings,  # noqa: ARG001 - as all readers are called
    asked: Asked,
) -> UnitResult:
    """The first JSON file, compared with the others."""
    first, *others = (json_result(unit.code, file, asked) for file in files)
    return compared(first, others, Edition.by_id(asked.edition))


# -- several deliveries of one unit


def compared(first: UnitResult, others: Sequence[UnitResult], form: Edition) -> UnitResult:
    """The delivery that counts, with what the others say otherwise."""
    found: list[Finding] = []
    for other in others:
        if not other.is_summed or not first.is_summed:
            continue
        if differing := list(differing_cells(first, other, form)):
            found.append(delivery_differs(differing, other, form))
    if not found:
        return first
    return replace(first, findings=(*first.findings, *found), errors=first.errors + len(found))


def differing_cells(first: UnitResult, other: UnitResult, form: Edition) -> Iterator[Differing]:
    """The cells at which two deliveries of one unit differ, of the tables that both have."""
    for table in form.tables:
        if table.id not in first.tables or table.id not in other.tables:
            continue
        ours, theirs = first.tables[table.id], other.tables[table.id]
        for line, column, _ in table.cells():
            key, id_ = f"{line.id}/{column.id}", cell_id(table.id, line.id, column.id)
            if ours.get(key, 0) != theirs.get(key, 0) and id_ not in {*first.unread, *other.unread}:
                yield Differing(id_, ours.get(key, 0), theirs.get(key, 0))


def delivery_differs(differing: Sequence[Differing], other: UnitResult, form: Edition) -> Finding:
    """The finding at another delivery, with the first cells at which it differs."""
    shown = "；".join(
        f"{cell_words(form, one.cell)} {one.counted}≠{one.told}" for one in differing[:NAMED_CELLS]
    )
    file = other.inputs[0].file if other.inputs else ""
    details: dict[str, Detail] = {
        "count": len(differing),
        "value": shown,
        "cell": differing[0].cell,
    }
    return Finding("unit-differs", Address(file), details)


def read_delivered_reports(
    unit: Unit, files: Sequence[str], _settings: Settings, asked: Asked
) -> UnitResult:
    """The first finished report, compared with the others."""
    first, *others = (report_result(unit.code, file, asked) for file in files)
    return compared(first, others, Edition.by_id(asked.edition))


READERS: Mapping[DeliveryKind, Reader] = {
    "json": read_delivered_json,
    "report": read_delivered_reports,
}
