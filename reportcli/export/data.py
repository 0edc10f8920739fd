"""A report as data for other programs: JSON by the contracts of `contract`.

Cells are written by id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from reportcli import __version__
from reportcli.contract import (
    CheckJson,
    FigureJson,
    FigureTables,
    FindingJson,
    InputJson,
    ReportJson,
    RowsJson,
    SettingsJson,
    SheetJson,
    SheetState,
    TallyJson,
    UnusedColumnJson,
    WaivedJson,
)
from reportcli.count.number import exact_number, plain_number
from reportcli.count.part import COUNTED, OUTSIDE
from reportcli.finding import Finding, column_letters
from reportcli.report import Report
from reportcli.words.messages import Voice, json_text

if TYPE_CHECKING:
    from reportcli.document import Document
    from reportcli.intake.child.wire import SheetReading
    from reportcli.prose.figures import Figure

TOOL = f"reportcli {__version__}"


def finding_json(finding: Finding, voice: Voice) -> FindingJson:
    """One finding by the contract; the wording in one language."""
    address, waived = finding.address, finding.waived
    return FindingJson(
        code=finding.code,
        severity=finding.severity,
        message=finding.message(voice.language),
        remedy=finding.remedy(voice.language),
        file=address.file or None,
        sheet=address.sheet or None,
        cell=str(finding.details.get("cell", address.cell)) or None,
        row=address.row or None,
        evidence=finding.evidence or None,
        row_hash=finding.row_hash or None,
        waived=WaivedJson(waived.reason, waived.day.isoformat()) if waived else None,
    )


def tally_json(report: Report, voice: Voice) -> TallyJson:
    """The whole report by the contract."""
    settings = report.settings
    return TallyJson(
        source="published" if report.is_printed else UNSET,
        tool=TOOL,
        as_of=report.as_of.isoformat(),
        year=report.year,
        edition=report.edition.id,
        agency=settings.agency,
        settings=SettingsJson(settings.path, settings.sha256) if settings.path else None,
        previous=report.previous.file if report.previous else None,
        inputs=list(inputs_json(report)),
        tables=tables_json(report),
        carried_forward=None if report.is_printed else report.tally.carried_forward(),
        facts={
            fact: dict(value) if isinstance(value, Mapping) else plain_number(value)
            for fact, value in report.facts.items()
        },
        findings=[finding_json(finding, voice) for finding in report.findings],
        findings_omitted=dict(report.findings_omitted),
    )


def tables_json(report: Report) -> FigureTables:
    """Table → line → column → value, in the order of the form."""
    tables: FigureTables = {}
    for table, numbers in report.tables.items():
        lines = tables.setdefault(table, {})
        for (line, column), number in numbers.items():
            lines.setdefault(line, {})[column] = (
                None if number is None else plain_number(exact_number(number, column))
            )
    return tables


def inputs_json(report: Report) -> Iterator[InputJson]:
    """What was read and what became of each row, file by file and sheet by sheet."""
    for file in report.inputs:
        sheets = [sheet_json(file.file, sheet, report) for sheet in file.sheets]
        yield InputJson(file.file, file.sha256, file.format, sheets)


def sheet_json(file: str, sheet: SheetReading, report: Report) -> SheetJson:
    """One sheet: why it was skipped, or what became of its rows."""
    # The readers know these three and no other.
    state: SheetState = sheet.state  # type: ignore[assignment]
    if sheet.kind is None:
        unread = sheet.filled or UNSET
        return SheetJson(sheet.sheet, None, state, skipped=sheet.skipped, rows_unread=unread)
    by_fate = report.fates[file, *sheet.place]
    rows = RowsJson(
        read=sheet.rows_read,
        counted=by_fate.get(COUNTED, 0),
        outside_year=by_fate.get(OUTSIDE, 0),
        set_aside={fate: n for fate, n in by_fate.items() if fate not in (COUNTED, OUTSIDE)},
    )
    return SheetJson(
        sheet.sheet,
        sheet.kind,
        state,
        header_rows=sheet.header_rows,
        rows=rows,
        columns_unused=list(unused_columns(report, file, sheet)) or UNSET,
    )


def unused_columns(report: Report, file: str, sheet: SheetReading) -> Iterator[UnusedColumnJson]:
    """The columns of a log that no field is read from, but for those known to be of no use."""
    for column in report.logs.coverage.account_of(file, sheet).columns:
        if column.use in ("outranked", "unread", "unknown"):
            yield UnusedColumnJson(column_letters(column.column), column.heading, column.use)


def write_json(report: Report, voice: Voice) -> str:
    """The report as JSON, one object, two spaces deep."""
    return voice.json(tally_json(report, voice))


def write_report_json(document: Document, voice: Voice) -> str:
    """The annual report as JSON: all that a tally has, the figures by the names that prose uses,
    and the text.
    """
    figured = msgspec.structs.asdict(tally_json(document.report, voice))
    del figured["format"]
    whole = ReportJson(
        **figured,
        draft=document.is_draft,
        figures={one.name: figure_json(one) for one in document.figures.named.values()},
        title=document.title,
        preamble=msgspec.to_builtins(document.preamble),
        parts=msgspec.to_builtins(document.parts),
        signature=list(document.signature),
        annex=msgspec.to_builtins(document.annex),
    )
    return voice.json(whole)


def figure_json(figure: Figure) -> FigureJson:
    """A figure by the contract."""
    before = None if figure.before is None else plain_number(figure.before)
    return FigureJson(figure.label, figure.unit, plain_number(figure.value), before)


def write_findings_json(
    findings: Sequence[Finding], omitted: Mapping[str, int], voice: Voice
) -> str:
    """The findings alone, as one object."""
    listed = [finding_json(finding, voice) for finding in findings]
    return voice.json(CheckJson(findings=listed, findings_omitted=dict(omitted)))


def write_findings_lines(findings: Sequence[Finding], voice: Voice) -> str:
    """The findings alone, each as an object on a line of its own."""
    lines = (finding_json(finding, voice) for finding in findings)
    return "".join(json_text(one, ascii_only=voice.ascii_only, indent=None) for one in lines)
