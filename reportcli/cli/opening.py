"""From what is named on the command line to a `Side`: logs, JSON, or a finished report, told apart by
what is in them.

Not for: what a side is (`side.py`), or how a file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportcli.answer.side import (
    Side,
    side_of_published,
    side_of_report,
    side_of_rollup,
    side_of_tally,
)
from reportcli.count.previous import figures_in, read_limited
from reportcli.files.kinds import is_folder, is_regular
from reportcli.finding import Address, Refusal, is_lock_file
from reportcli.intake.child.parent import Limits, Watch
from reportcli.intake.given import files_that_are_no_log, looks_like_json
from reportcli.published.reader import NO_REPORT, read_report
from reportcli.published.wire import ReportJob
from reportcli.report import Logs, count, read
from reportcli.rollup.earlier import is_rollup, read_rollup
from reportcli.rollup.folders import LOG_SUFFIXES, NEVER_LOGS
from reportcli.rollup.statement import SUMMED
from reportcli.settings import Settings

JOINED = re.compile("[,，]")
# What the logs in a folder are called; one that is named is read whatever it is called.
# Not every text or XML beside the logs is one.
SUFFIXES_OF_LOGS = {*LOG_SUFFIXES} - {".txt", ".xml"}
BYTES_OF_FORMAT = 4096  # bytes of JSON in which its format stands


@dataclass(frozen=True)
class Opening:
    """How what is named is opened: with which settings, for which year and form, as of which
    day."""

    settings: Settings | None = None
    year: int | None = None
    edition: str | None = None
    as_of: date | None = None
    limits: Limits | None = None
    watching: Callable[[], AbstractContextManager[Watch | None]] | None = None

    def open(self, name: str) -> Side | ReadLogs:
        """What is named: its figures, or logs that were read and are to be counted."""
        files = files_named(name)
        if len(files) > 1:
            return ReadLogs(name, self.read(files))
        [file] = files
        if looks_like_json(Path(file)):
            return side_of_json(file)
        if Path(file).suffix.lower() in NEVER_LOGS:
            return self.read_report(file)
        try:
            return ReadLogs(name, self.read(files))
        except (Refusal, ExceptionGroup) as stopped:
            # A workbook or a page without a log in it may be the form filled in.
            if not files_that_are_no_log(stopped):
                raise
            return self.read_report_or(file, stopped)

    def read_report(self, file: str) -> Side:
        """A finished report, read back."""
        return side_of_published(read_report(ReportJob(file, self.year)))

    def read_report_or(self, file: str, stopped: Exception) -> Side:
        """What holds no log as a finished report; where it is none either, what is wrong with the
        log is said."""
        try:
            return self.read_report(file)
        except Refusal as refusal:
            if refusal.code in NO_REPORT:
                raise stopped from None
            raise

    def read(self, files: Sequence[str]) -> Logs:
        """Read the logs of one side."""
        if self.watching is None:
            return read(files, settings=self.settings, limits=self.limits)
        with self.watching() as watch:
            return read(files, settings=self.settings, limits=self.limits, watch=watch)

    def count(self, logs: ReadLogs, year: int | None) -> Side:
        """Count logs; for their own year where none is asked for."""
        report = count(
            logs.logs, year=year, edition=self.edition, as_of=self.as_of, limits=self.limits
        )
        return side_of_report(report, logs.name)


@dataclass(frozen=True)
class ReadLogs:
    """Logs that were read, under the name that a person gave them."""

    name: str
    logs: Logs


def files_named(name: str) -> list[str]:
    """The files that a name stands for: a file, the logs in a folder, or several of either, joined
    with commas."""
    path = Path(name)
    if is_folder(path):
        return logs_in_folder(path)
    if not is_regular(path) and JOINED.search(name):
        return [file for part in JOINED.split(name) if part for file in files_named(part.strip())]
    return [name]


def logs_in_folder(folder: Path) -> list[str]:
    """The logs in a folder, in the order of their names."""
    found = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES_OF_LOGS and not is_lock_file(str(path))
    )
    if not found:
        raise Refusal("folder-without-logs", Address(str(folder)))
    return list(map(str, found))


def side_of_json(file: str) -> Side:
    """The figures in a JSON file that the program wrote."""
    with Path(file).open("rb") as stream:
        is_sum = is_rollup(stream.read(BYTES_OF_FORMAT))
    try:
        if is_sum:
            return side_of_rollup(read_rollup(file).told, file, SUMMED)
        return side_of_tally(figures_in(read_limited(file)), file)
    except (ValueError, RecursionError) as fault:  # what json and msgspec raise are ValueErrors
        reason = str(fault) if isinstance(fault, ValueError) else "[[[[…"
        raise Refusal("figures-invalid", Address(file), reason=reason) from fault


def open_two(opening: Opening, old: str, new: str) -> tuple[Side, Side]:
    """The two sides of a comparison; logs are counted for the year of the other side."""
    first, second = opening.open(old), opening.open(new)
    known = [one.year for one in (second, first) if isinstance(one, Side)]
    year = opening.year or next(iter(known), None)
    if isinstance(second, ReadLogs):
        second = opening.count(second, year)
        # What the newer logs are mostly of, both are counted for.
        year = year or second.year
    if isinstance(first, ReadLogs):
        first = opening.count(first, year)
    return first, second


def open_years(opening: Opening, names: Sequence[str]) -> list[Side]:
    """The figures of each year that is named; logs are counted for their own, or the one that is
    asked for."""
    sides = []
    for name in names:
        opened = opening.open(name)
        sides.append(
            opening.count(opened, opening.year) if isinstance(opened, ReadLogs) else opened
        )
    return sides
