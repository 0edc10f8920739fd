"""Finished reports that were proved, as data for other programs, and what each came to in a word.

Not for how they are listed on a terminal (`terminal/checked.py`) or in a workbook
(`checked_book.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportcli.contract import CheckedJson, CheckJson
from reportcli.export.data import finding_json, write_findings_lines
from reportcli.finding import count_severities
from reportcli.finished import ProvedReport
from reportcli.words.messages import Voice, json_text


class CheckedReports(NamedTuple):
    """Finished reports to be listed, and whether every finding is said."""

    reports: Sequence[ProvedReport]
    every: bool = False


def outcome_words(one: ProvedReport, voice: Voice) -> str:
    """What one report came to, in words."""
    if one.report is None:
        return voice.say("say", "report-unread")
    errors, warnings = severities_of(one)
    if not errors and not warnings:
        return voice.say("say", "report-clean")
    return voice.say("say", "findings", errors=errors, warnings=warnings)


def severities_of(one: ProvedReport) -> tuple[int, int]:
    """How many errors and warnings a report has."""
    if one.report is None:
        return 0, 0
    counts = count_severities(one.report.findings, one.report.findings_omitted)
    return counts["error"], counts["warning"]


def write_checked_json(found: CheckedReports, voice: Voice) -> str:
    """The findings of all as one object (`reportcli-check/1`), and what became of each report."""
    findings = [
        finding_json(finding, voice)
        for one in found.reports
        if one.report
        for finding in one.report.findings
    ]
    omitted: dict[str, int] = {}
    for one in found.reports:
        for code, count in one.report.findings_omitted.items() if one.report else ():
            omitted[code] = omitted.get(code, 0) + count
    reports = [checked_json(one, voice) for one in found.reports]
    return voice.json(CheckJson(findings=findings, findings_omitted=omitted, reports=reports))


def checked_json(one: ProvedReport, voice: Voice) -> CheckedJson:
    """What became of one report."""
    errors, warnings = severities_of(one)
    return CheckedJson(
        file=one.file,
        year=one.report.year if one.report else None,
        edition=one.report.edition.id if one.report else None,
        errors=errors,
        warnings=warnings,
        refused=one.refusal.code if one.refusal else None,
        reason=one.refusal.message(voice.language) if one.refusal else None,
    )


def write_checked_lines(found: CheckedReports, voice: Voice) -> str:
    """Each finding as JSON on a line of its own, and each report that could not be read."""
    lines = []
    for one in found.reports:
        if one.report:
            lines.append(write_findings_lines(one.report.findings, voice))
        else:
            told = checked_json(one, voice)
            lines.append(json_text(told, ascii_only=voice.ascii_only, indent=None))
    return "".join(lines)
