"""What a person is told of a run on the terminal: the findings, and what became of every row.

Apart from the tables, so that a run whose result goes into a pipe loads nothing that draws them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportcli.finding import Finding, Waived
from reportcli.report import Report
from reportcli.words.fields import log_kinds
from reportcli.words.folding import INDENT
from reportcli.words.messages import Voice, printable

LISTED_OF_A_KIND = 10


class FindingList(NamedTuple):
    """Findings to be listed, how many more there are of each code, and whether every one is
    said."""

    findings: Sequence[Finding]
    omitted: Mapping[str, int]
    every: bool = False


def write_listing(found: FindingList, voice: Voice) -> str:
    """Findings grouped by code, errors first, in the order of the sheets; at most ten of a code
    unless every one is asked for.

    With every one also those that are waived, and the hash of each row, which a waiver may hold on
    to.
    """
    grouped: dict[str, list[Finding]] = {}
    for finding in found.findings:
        if found.every or not finding.waived:
            grouped.setdefault(finding.code, []).append(finding)
    by_severity = sorted(grouped.values(), key=lambda group: group[0].severity != "error")
    lines = (line for group in by_severity for line in of_one_code(group, found, voice))
    return "".join(f"{line}\n" for line in lines)


def of_one_code(group: Sequence[Finding], found: FindingList, voice: Voice) -> Iterator[str]:
    """The findings of one code, how many are not shown, and what to do about them."""
    shown = group if found.every else group[:LISTED_OF_A_KIND]
    for finding in shown:
        yield finding_line(finding, voice, with_hash=found.every)
        if finding.waived:
            yield INDENT + word_waiver(finding.waived, voice)
    left = len(group) - len(shown) + found.omitted.get(group[0].code, 0)
    if left:
        yield f"{INDENT}{voice.say('say', 'more', count=left)}"
    yield f"{INDENT}{printable(shown[-1].remedy(voice.language))}"


def finding_line(finding: Finding, voice: Voice, *, with_hash: bool) -> str:
    """How grave a finding is, where, what, and its code."""
    where = printable(str(finding.address)) or str(finding.details.get("cell", ""))
    message = printable(finding.message(voice.language))
    row_hash = finding.row_hash if with_hash else ""
    parts = [word_severity(finding, voice), where, message, finding.code, row_hash]
    return "  ".join(filter(None, parts))


def write_listing_json(found: FindingList, voice: Voice) -> str:
    """The findings as one object (`reportcli-check/1`)."""
    from reportcli.export.data import write_findings_json

    return write_findings_json(found.findings, found.omitted, voice)


def write_listing_lines(found: FindingList, voice: Voice) -> str:
    """The findings as JSON, each on a line of its own."""
    from reportcli.export.data import write_findings_lines

    return write_findings_lines(found.findings, voice)


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
                f"{voice.fate(fate)} {n}" for fate, n in fates[file.file, *sheet.place].items()
            )
            label = voice.choose(kind.label, kind.label_en)
            yield voice.say(
                "say", "sheet-read", **place, kind=label, read=sheet.rows_read, fates=met or "0"
            )
