"""What is wrong in finished reports, report by report, on the terminal.

One report is told as the findings of logs are: silent where there is nothing. Of several each has a
block under its name, and a line of what was found. Not for one list of findings (`findings.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcli.export.checked import CheckedReports, outcome_words, severities_of
from reportcli.finished import ProvedReport
from reportcli.terminal.findings import FindingList, write_listing
from reportcli.words.messages import Voice, printable


def write_checked(found: CheckedReports, voice: Voice) -> str:
    """The findings of each report, and of several a line for each and one for all."""
    several = len(found.reports) > 1
    parts = [part for one in found.reports for part in of_one_report(one, found, voice, several)]
    if several:
        parts += [f"{line}\n" for line in summary_lines(found.reports, voice)]
    return "".join(parts)


def of_one_report(
    one: ProvedReport, found: CheckedReports, voice: Voice, several: bool
) -> Iterator[str]:
    """What is wrong in one report; nothing where nothing is."""
    if one.refusal:
        yield f"{printable(one.refusal.message(voice.language))}\n"
        return
    assert one.report
    listed = FindingList(one.report.findings, one.report.findings_omitted, found.every)
    told = write_listing(listed, voice)
    if told and several:
        yield f"== {printable(one.file)}\n"
    yield told


def summary_lines(reports: Sequence[ProvedReport], voice: Voice) -> Iterator[str]:
    """A line for each report, and one for all."""
    clean = unread = 0
    for one in reports:
        counts = severities_of(one)
        unread += one.report is None
        clean += one.report is not None and not any(counts)
        yield f"{printable(one.file)}  {outcome_words(one, voice)}"
    yield voice.say(
        "say", "reports-checked",
        reports=len(reports), clean=clean, faulty=len(reports) - clean - unread, unread=unread,
    )  # fmt: skip
