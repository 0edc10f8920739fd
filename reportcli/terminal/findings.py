"""What a person is told of a run on the terminal: the findings, and what became of every row.

Apart from the tables, so that a run whose result goes into a pipe loads nothing that draws them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reportcli.finding import Finding, Folded, Waived, fold_findings, urgency
from reportcli.report import Report
from reportcli.words.fields import log_kinds
from reportcli.words.folding import INDENT, fold_list
from reportcli.words.messages import Voice, printable

LISTED_OF_A_KIND = 10  # the rest are a number, unless -v asks for them
PLACES_NAMED = 3  # of one cause


class FindingList(NamedTuple):
    """Findings to be listed, how many more there are of each code, and whether every one is said.

    `unit_of` tells which unit has to look at a finding, where the log says so.
    """

    findings: Sequence[Finding]
    omitted: Mapping[str, int]
    every: bool = False
    unit_of: Callable[[Finding], str | None] | None = None


def write_listing(found: FindingList, voice: Voice) -> str:
    """Findings by cause, errors first, in the order of the sheets; at most ten causes of a code
    unless every finding is asked for.

    With every one each place has a line, those that are waived too, with the hash of its row, which
    a waiver may hold on to.
    """
    shown = [one for one in found.findings if found.every or not one.waived]
    alone = [Folded((one,)) for one in sorted(shown, key=urgency)]
    causes = alone if found.every else fold_findings(shown)
    by_code: dict[tuple[str, int], list[Folded]] = {}
    for cause in causes:
        by_code.setdefault((cause.first.code, urgency(cause.first)), []).append(cause)
    lines = (line for group in by_code.values() for line in of_one_code(group, found, voice))
    return "".join(f"{line}\n" for line in lines)


def of_one_code(group: Sequence[Folded], found: FindingList, voice: Voice) -> Iterator[str]:
    """The causes of one code, how many findings are not shown, and what to do about them."""
    shown = group if found.every else group[:LISTED_OF_A_KIND]
    for cause in shown:
        yield cause_line(cause, voice, with_hash=found.every)
        if cause.count > 1 and found.unit_of:
            yield from unit_lines(cause, found.unit_of, voice)
        if cause.first.waived:
            yield INDENT + word_waiver(cause.first.waived, voice)
    code = group[0].first.code
    left = sum(cause.count for cause in group[len(shown) :]) + found.omitted.get(code, 0)
    if left:
        yield f"{INDENT}{voice.say('say', 'more', count=left)}"
    yield f"{INDENT}{printable(shown[-1].first.remedy(voice.language))}"


def cause_line(cause: Folded, voice: Voice, *, with_hash: bool) -> str:
    """How grave a cause is, where it is met, what is wrong, and the code."""
    finding = cause.first
    message = printable(finding.message(voice.language))
    row_hash = finding.row_hash if with_hash else ""
    parts = [
        word_severity(finding, voice),
        places_told(cause, voice),
        message,
        finding.code,
        row_hash,
    ]
    return "  ".join(filter(None, parts))


def places_told(cause: Folded, voice: Voice) -> str:
    """The first places of a cause, and how many there are."""
    first = cause.first.address
    place = printable(str(first)) or str(cause.first.details.get("cell", ""))
    others = [one.address for one in cause.findings[1:PLACES_NAMED]]
    same_sheet = [one.cell for one in others if (one.file, one.sheet) == (first.file, first.sheet)]
    named = voice.choose("、", ", ").join([place, *filter(None, same_sheet)])
    several = cause.count > 1 + len(same_sheet)
    return voice.say("say", "places", places=named, count=cause.count) if several else named


def unit_lines(
    cause: Folded, unit_of: Callable[[Finding], str | None], voice: Voice
) -> Iterator[str]:
    """How many of the places each unit has to look at, the most first."""
    units = Counter(unit for one in cause.findings if (unit := unit_of(one)))
    told = [
        voice.say("say", "of-unit", unit=printable(unit), count=count)
        for unit, count in units.most_common()
    ]
    if told:
        yield from fold_list(told, voice.width)


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
