"""The child process that reads finished reports: a Word file, a page or a PDF comes from anyone.

Started by `reader.py`; its jobs, limits and end are those of the reader of logs.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from reportcli.files.kinds import read_bytes
from reportcli.intake.child.worker import answer_jobs, attempt
from reportcli.published.open import read_published
from reportcli.published.wire import ReportJob, ReportReading, ReportReply


def answer_report(job: ReportJob) -> ReportReply:
    """The reply to one job; whatever goes wrong becomes a reply too."""
    reply: ReportReply = attempt(partial(report_read_here, job), job.file)
    return reply


def report_read_here(job: ReportJob) -> ReportReading:
    """A finished report, read in this process."""
    read = read_published(Path(job.file), year=job.year, blank=job.blank)
    return ReportReading.of(read, hashlib.sha256(read_bytes(job.file)).hexdigest())


def serve_reports() -> None:
    """The child that reads finished reports."""
    answer_jobs(ReportJob, answer_report)


if __name__ == "__main__":
    serve_reports()
