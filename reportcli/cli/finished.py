"""Finished reports on the command line: told from logs by what is in them, read back and proved.

Every file is first taken for a log. Where none of those that were named is one, they are read as
finished reports; what is neither is refused as it would have been as a log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportcli.cli.deliver import Speaker, failing
from reportcli.cli.options import Counting, PrintedReading, Proving, Talk
from reportcli.files.kinds import is_folder, is_regular
from reportcli.finding import Refusal, Severity, count_severities, is_lock_file
from reportcli.published.reader import NO_REPORT, has_figures

if TYPE_CHECKING:
    from reportcli.contract import TallyJson
    from reportcli.count.previous import EarlierFigures
    from reportcli.export.checked import CheckedReports
    from reportcli.finished import HeldAgainst, ProvedReport
    from reportcli.published.read import Published
    from reportcli.report import Report
    from reportcli.settings import Settings

REPORT_SUFFIXES = (".docx", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".md", ".markdown", ".xlsx")


def reports_named(names: Sequence[str]) -> list[str]:
    """The files that were named, and those of the kinds of reports in folders that were."""
    found: list[str] = []
    for name in names:
        found += files_in_folder(Path(name)) if is_folder(name) else [name]
    return found


def files_in_folder(folder: Path) -> list[str]:
    """The files in a folder and below it that may be reports; where there is none, its logs."""
    from reportcli.cli.opening import logs_in_folder

    reports = [str(one) for one in sorted(folder.rglob("*")) if is_of_a_report(one)]
    return reports or logs_in_folder(folder)


def is_of_a_report(path: Path) -> bool:
    """Whether a file may be a finished report, by its name."""
    return (
        path.suffix.lower() in REPORT_SUFFIXES and not is_lock_file(path.name) and is_regular(path)
    )


def reports_instead(
    stopped: Exception,
    files: Sequence[str],
    printed: PrintedReading,
    counting: Counting,
    speaker: Speaker,
) -> list[Published | Refusal]:
    """What files are as finished reports, none of which is a log; else the run stops as it did."""
    from reportcli.intake.given import looks_like_log

    if is_log_among(files, stopped, counting, speaker):
        raise stopped
    read = read_all(files, printed, counting, speaker)
    if all(isinstance(one, Refusal) and one.code in NO_REPORT for one in read):
        raise stopped
    # The outcomes in a log are worded like the lines of table 三: a sheet that nearly is a log, and
    # has no figure where a report has them, is no report.
    if looks_like_log(stopped) and not any(map(has_figures, read)):
        raise stopped
    return read


def is_log_among(
    files: Sequence[str], stopped: Exception, counting: Counting, speaker: Speaker
) -> bool:
    """Whether a run on several files stopped though one of them is a log, or for another reason
    than that none is."""
    from reportcli.cli.asking import read_logs
    from reportcli.intake.given import files_that_are_no_log

    others = files_that_are_no_log(stopped)
    left = [file for file in files if file not in others]
    if not others or len(left) == len(files):
        return True
    if not left:
        return False
    try:
        found = read_logs(left, counting, speaker)
    except (Refusal, ExceptionGroup) as again:
        return is_log_among(left, again, counting, speaker)
    return bool(found.logs)


def read_all(
    files: Sequence[str], printed: PrintedReading, counting: Counting, speaker: Speaker
) -> list[Published | Refusal]:
    """Every file read as a finished report, or refused."""
    from reportcli.cli.asking import possible_year
    from reportcli.cli.progress import reading_progress
    from reportcli.published.reader import read_reports
    from reportcli.published.wire import ReportJob

    year = possible_year(counting.year)
    jobs = [ReportJob(file, year, printed.blank.value) for file in files]
    with reading_progress(speaker) as watch:
        return read_reports(jobs, watch=watch)


def prove_reports(
    read: Sequence[Published | Refusal],
    printed: PrintedReading,
    counting: Counting,
    speaker: Speaker,
) -> list[ProvedReport]:
    """Every report proved, or refused, in the order of the files."""
    from reportcli.cli.asking import day_asked
    from reportcli.finished import prove_each
    from reportcli.law import calendar
    from reportcli.settings import Settings, load_settings

    settings = load_settings(Path(counting.config)) if counting.config else Settings()
    today = day_asked(counting.as_of, speaker) or calendar.today()
    against = held_against(printed, counting, settings, speaker)
    return prove_each(read, settings, today, against)


def held_against(
    printed: PrintedReading, counting: Counting, settings: Settings, speaker: Speaker
) -> HeldAgainst:
    """What the command line gives to hold reports against."""
    from reportcli.cli.asking import day_asked
    from reportcli.finished import HeldAgainst, nothing_given

    last_year = partial(earlier_of, counting, settings) if counting.previous else nothing_given
    if not isinstance(printed, Proving):
        return HeldAgainst(last_year)
    recount = partial(recount_of, printed, counting, speaker) if printed.recount else nothing_given
    return HeldAgainst(last_year, recount, day_asked(printed.published_on, speaker))


def earlier_of(
    counting: Counting, settings: Settings, read: Published
) -> Published | EarlierFigures | None:
    """What is known of the year before a report: last year's report, its JSON or its logs."""
    from reportcli.intake.child.parent import Limits
    from reportcli.intake.given import looks_like_json
    from reportcli.published.reader import read_report
    from reportcli.published.wire import ReportJob
    from reportcli.report import figures_of_last_year

    file = (counting.previous or [""])[0]
    before = (read.year or 0) - 1
    if not looks_like_json(Path(file)):
        try:
            return read_report(ReportJob(file, before if read.year else None))
        except Refusal as refusal:
            if refusal.code not in NO_REPORT:
                raise
    limits = Limits(memory=counting.max_memory)
    return figures_of_last_year(file, before, settings, limits)


def recount_of(
    printed: Proving, counting: Counting, speaker: Speaker, read: Published
) -> TallyJson | None:
    """The figures that the logs come to, for the year and in the form of a report."""
    from reportcli.cli.asking import read_logs
    from reportcli.export.data import tally_json
    from reportcli.report import count

    files = [file for path in printed.recount or () for file in logs_at(path)]
    found = read_logs(files, counting, speaker)
    report = count(found, year=read.year, edition=read.edition.id)
    return tally_json(report, speaker.tables)


def logs_at(path: str) -> list[str]:
    """A file, or the workbooks and tables in a folder."""
    from reportcli.rollup.folders import LOG_SUFFIXES, files_within

    if not is_folder(path):
        return [path]
    return [one for one in files_within(Path(path))[0] if Path(one).suffix.lower() in LOG_SUFFIXES]


# --- what is said of them ---


def tally_report(
    read: Sequence[Published | Refusal],
    printed: PrintedReading,
    counting: Counting,
    speaker: Speaker,
) -> Report:
    """The figures of the one finished report that was named."""
    (proved, *others) = prove_reports(read, printed, counting, speaker)
    if others:
        raise speaker.usage("report-one")
    if proved.refusal:
        raise proved.refusal
    assert proved.report
    return proved.report


def check_reports(
    found: Sequence[ProvedReport], ignored: Sequence[str], fail_on: Severity, talk: Talk
) -> tuple[CheckedReports, int]:
    """Finished reports as they are listed, and the status: that of the first that was not read,
    else what the findings ask for. One alone that cannot be read is its `Refusal`."""
    from reportcli.export.checked import CheckedReports

    if len(found) == 1 and found[0].refusal:
        raise found[0].refusal
    kept = [
        one._replace(report=one.report.ignoring(ignored)) if one.report else one for one in found
    ]
    reports = [one.report for one in kept if one.report]
    unread = [one.refusal.status for one in kept if one.refusal]
    counts: Counter[str] = Counter()
    for report in reports:
        counts += count_severities(report.findings, report.findings_omitted)
    return CheckedReports(kept, every=talk.verbose), next(iter(unread), failing(counts, fail_on))
