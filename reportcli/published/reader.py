"""Finished reports read in child processes, several at a time: they come from anyone, as logs do.

Not for how one is read (`open.py`), nor for whether it is right.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from reportcli.finding import Refusal
from reportcli.intake.child.parent import Child, Limits, Watch, raise_refused
from reportcli.published.read import Published
from reportcli.published.wire import REPORT_DECODER, ReportJob, ReportReading, ReportReply

# What is no report at all is said otherwise by whoever took it for something else first.
NO_REPORT = ("published-no-tables", "published-unreadable")
# Reports have a few pages: what takes longer, or more room, is no report. With what starts the
# process and ends it, no file takes more than twenty seconds.
REPORT_LIMITS = Limits(memory=1024, seconds=16)


class ReportChild(Child):
    """A child process that reads finished reports."""

    module = "reportcli.published.worker"
    decoder = REPORT_DECODER


def read_report(job: ReportJob, limits: Limits = REPORT_LIMITS) -> Published:
    """One finished report, read in a child; what cannot be read, or is none, is a `Refusal`."""
    (read,) = read_reports([job], limits)
    if isinstance(read, Refusal):
        raise read
    return read


def has_figures(read: Published | Refusal) -> bool:
    """Tell whether a single figure of the form was read."""
    return not isinstance(read, Refusal) and any(cell is not None for cell in read.cells.values())


def read_reports(
    jobs: Sequence[ReportJob], limits: Limits = REPORT_LIMITS, watch: Watch | None = None
) -> list[Published | Refusal]:
    """Finished reports in the order of the jobs, each read or refused, by a child for each core.

    One that cannot be read costs no other: a child that died is replaced.
    """
    hands = min(len(jobs), os.cpu_count() or 1)
    children: list[ReportChild] = []
    own = threading.local()

    def read(job: ReportJob) -> Published | Refusal:
        child: ReportChild | None = getattr(own, "child", None)
        if child is None or child.process.poll() is not None:
            child = own.child = ReportChild(limits)
            children.append(child)
        return published_or_refusal(child.ask(job))

    found: list[Published | Refusal] = []
    try:
        with ThreadPoolExecutor(max(hands, 1)) as pool:
            for one in pool.map(read, jobs):
                found.append(one)
                if watch:
                    watch(len(found), len(jobs))
    finally:
        for child in children:
            child.close()
    return found


def published_or_refusal(reply: ReportReply) -> Published | Refusal:
    """What a child read, or why it did not; a fault of ours is raised."""
    try:
        raise_refused(reply)
    except Refusal as refusal:
        return refusal
    assert isinstance(reply, ReportReading)
    return reply.published()
