"""What a person is told of a run on the terminal: the findings, and what became of every row.

Apart from the tables, so that a run whose result goes into a pipe loads nothing that draws them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportcli.finding import Finding, Waived
from reportcli.report import Report
from reportcli.words.fields import log_kinds
from reportcli.words.messages import Voice, printable

LISTED_OF_A_KIND = 10
INDENT = "  "


def write_findings(
    findings: Iterable[Finding], omitted: Mapping[str, int], voice: Voice, *, every: bool
) -> str:
    """Findings grouped by code, in the order of the sheets; at most ten of a code unless `every`.

    With `every` also those that are waived, and the hash of each row, which a waiver may hold on
    to.
    """
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        if every or not finding.waived:
            grouped.setdefault(finding.code, []).append(finding)
    lines: list[str] = []
    for code, found in sorted(grouped.items(), key=lambda pair: (pair[1][0].severity != "error",)):
        shown = found if every else found[:LISTED_OF_A_KIND]
        for finding in shown:
            where = printable(str(finding.address)) or str(finding.details.get("cell", ""))
            parts = [
                word_severity(finding, voice),
                where,
                printable(finding.message(voice.language)),
                code,
            ]
            if every and finding.row_hash:
                parts.append(finding.row_hash)
            lines.append("  ".join(filter(None, parts)))
            if finding.waived:
                lines.append(INDENT + word_waiver(finding.waived, voice))
        left = len(found) - len(shown) + omitted.get(code, 0)
        if left:
            lines.append(f"{INDENT}{voice.say('say', 'more', count=left)}")
        lines.append(f"{INDENT}{printable(shown[-1].remedy(voice.language))}")
    return "\n".join(lines)


def word_severity(finding: Finding, voice: Voice) -> str:
    """How grave a finding is, or that a person let it stand."""
    return voice.say("severity", "waived" if finding.waived else finding.severity)


def word_waiver(waived: Waived, voice: Voice) -> str:
    """Why a person let a finding stand, and since when."""
    return voice.say("say", "waived", reason=printable(waived.reason), day=waived.day)


def write_account(report: Report, voice: Voice) -> Iterator[str]:
    """What was read and what became of it, sheet by sheet."""
    fates = report.fates
    for file in report.inputs:
        for sheet in file.sheets:
            place = {"file": printable(file.file), "sheet": printable(sheet.sheet)}
            if sheet.kind is None:
                reason = voice.say("skipped", sheet.skipped or "sheet-no-log")
                yield voice.say("say", "sheet-skipped", **place, reason=reason)
                continue
            kind = log_kinds()[sheet.kind]
            met = " + ".join(
                f"{voice.fate(fate)} {n}" for fate, n in fates[file.file, sheet.sheet].items()
            )
            label = voice.choose(kind.label, kind.label_en)
            yield voice.say(
                "say", "sheet-read", **place, kind=label, read=sheet.rows_read, fates=met or "0"
            )
