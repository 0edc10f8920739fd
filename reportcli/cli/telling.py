"""What a person is told on stderr when a run is done, and the status its findings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportcli.cli.deliver import Speaker, failing
from reportcli.cli.options import Talk
from reportcli.finding import Finding, Severity, count_severities
from reportcli.terminal.findings import FindingList, write_account, write_listing
from reportcli.words.messages import printable

if TYPE_CHECKING:
    from reportcli.answer.watch import DeadlineWatch
    from reportcli.marking.items import Marker
    from reportcli.report import Report


def tell_of(report: Report, fail_on: Severity, talk: Talk, *, listing: bool = True) -> int:
    """Say what a person must know of the run, and give its status.

    Without `listing` findings are counted only, so that they do not bury the answer to a question.
    """
    speaker = talk.speaker
    found = listing_of(report, talk)
    if not speaker.quiet:
        faulty = sum(part.set_aside_by_error() for part in report.tally.parts)
        if faulty:
            speaker.say("set-aside", rows=faulty)
        if report.year_is_inferred:
            speaker.say("year-inferred", year=report.year)
        if talk.verbose:
            for line in write_account(report, speaker.voice):
                speaker.tell(line)
            if report.previous is None:
                speaker.say("no-previous")
        else:
            tell_unread(report, speaker)
    return tell_findings(found, fail_on, speaker, listing=listing or talk.verbose)


def tell_unread(report: Report, speaker: Speaker) -> None:
    """Name every sheet with something in it that no figure knows; one that looks like a log all the
    same is among the findings."""
    unread = [sheet for sheet in report.logs.coverage.unread if not sheet.looks_like_log]
    if not unread:
        return
    from reportcli.export.template import GUIDE, OPTIONS

    for sheet in unread:
        if sheet.sheet not in (GUIDE, OPTIONS):
            named = {"file": printable(sheet.file), "sheet": printable(sheet.sheet)}
            speaker.say("sheet-unread", **named, rows=sheet.rows)


def listing_of(report: Report, talk: Talk) -> FindingList:
    """The findings of a report as they are listed, each with the unit that has to look at it."""
    markers: dict[str, Marker] = {}

    def unit_of(finding: Finding) -> str | None:
        from reportcli.marking.items import Marker

        file = finding.address.file
        marker = markers.get(file) or markers.setdefault(file, Marker(report, file))
        return marker.item(finding).unit

    return FindingList(report.findings, report.findings_omitted, talk.verbose, unit_of)


def tell_of_watch(watch: DeadlineWatch, fail_on: Severity, talk: Talk) -> int:
    """Say what a person must know of deadlines, and give the status of the run."""
    from reportcli.judge.listed import listed

    if watch.left_out:
        talk.speaker.say("deadlines-left-out", rows=watch.left_out)
    if watch.unpublished:
        years = ", ".join(map(str, watch.unpublished))
        talk.speaker.say("calendar-unpublished", years=years, first=watch.unpublished[0])
    found = FindingList(*listed(watch.findings), talk.verbose)
    return tell_findings(found, fail_on, talk.speaker, listing=talk.verbose)


def tell_findings(found: FindingList, fail_on: Severity, speaker: Speaker, *, listing: bool) -> int:
    """List the findings, or say how many there are and where they are listed; the status that they
    ask for."""
    counts = count_severities(found.findings, found.omitted)
    if counts and not speaker.quiet:
        if listing:
            speaker.tell(write_listing(found, speaker.voice).removesuffix("\n"))
        totals = {"errors": counts["error"], "warnings": counts["warning"]}
        speaker.say("findings" if listing else "findings-elsewhere", **totals)
    return failing(counts, fail_on)
