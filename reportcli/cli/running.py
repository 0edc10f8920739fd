"""How the units of a roll-up are read: on this machine or a cluster, where results are kept, and
what is said of it while it lasts.

Not for: which units there are and what becomes of the results (`rolling.py`), and the reading
itself (`rollup/engine.py`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

from reportcli.cli.deliver import Speaker
from reportcli.cli.options import flag, option
from reportcli.cli.progress import takes_a_bar
from reportcli.finding import Refusal

if TYPE_CHECKING:
    from reportcli.rollup.asked import Asked
    from reportcli.rollup.engine import Machines, Progress
    from reportcli.rollup.result import Total
    from reportcli.rollup.store import NoStore
    from reportcli.rollup.units import Unit

BETWEEN_LINES = 1.0  # seconds between two lines, and before the first
# What takes less is done before a process of our own has started.
SECONDS_INLINE = 3.0
DEFAULT_WORK = ".reportcli-rollup"
CLEAR_LINE = "\r\x1b[K"  # back to its beginning, and blank to its end


class ProgressForm(StrEnum):
    """How progress is said: a line on a terminal, an object a second for a program, or not."""

    auto = "auto"
    json = "json"
    none = "none"


@dataclass(frozen=True, kw_only=True)
class Running:
    """Who reads, where results are kept, and how progress is said."""

    work: Annotated[str | None, option("work", "--work", metavar="DIR")] = None
    fresh: Annotated[bool, flag("fresh", "--fresh")] = False
    jobs: Annotated[int | None, option("jobs", "--jobs", metavar="N", min=1)] = None
    batch: Annotated[int | None, option("batch", "--batch", metavar="N", min=1)] = None
    scheduler: Annotated[
        str | None, option("scheduler", "--scheduler", metavar="tcp://HOST:PORT")
    ] = None
    scheduler_file: Annotated[
        str | None, option("scheduler_file", "--scheduler-file", metavar="FILE")
    ] = None
    tls_ca: Annotated[str | None, option("tls_ca", "--tls-ca", metavar="FILE")] = None
    tls_cert: Annotated[str | None, option("tls_cert", "--tls-cert", metavar="FILE")] = None
    tls_key: Annotated[str | None, option("tls_key", "--tls-key", metavar="FILE")] = None
    progress: Annotated[ProgressForm, option("progress", "--progress")] = ProgressForm.auto

    def store(self, units: Sequence[Unit], speaker: Speaker) -> tuple[NoStore, bytes]:
        """Where results are kept, and the secret of their digests.

        Where no folder is named, a run of a few seconds keeps nothing, under a secret of its own; a
        longer one takes a folder here.
        """
        import secrets

        from reportcli.rollup.store import SECRET_BYTES, NoStore, Store, open_work

        nothing = NoStore(), secrets.token_bytes(SECRET_BYTES)
        if self.work is None and self.is_short(units):
            return nothing
        folder = Path(self.work or DEFAULT_WORK)
        try:
            secret = open_work(folder)
        except Refusal:
            if self.work is not None:
                raise
            speaker.say("rollup-not-kept", folder=str(folder))
            return nothing
        return Store(folder, fresh=self.fresh), secret

    def is_short(self, units: Sequence[Unit]) -> bool:
        """Whether the units are read in a few seconds by this process alone."""
        from reportcli.rollup.engine import seconds_of

        is_asked_otherwise = self.jobs or self.scheduler or self.scheduler_file
        return not is_asked_otherwise and sum(map(seconds_of, units)) < SECONDS_INLINE

    @contextmanager
    def machines(self, units: Sequence[Unit]) -> Iterator[Machines]:
        """Who reads the units; ended when they are read, and when the run is broken off."""
        from reportcli.rollup.engine import Machines
        from reportcli.rollup.pool import InlineExecutor, LocalPool

        if self.scheduler or self.scheduler_file:
            with self.cluster(units) as machines:
                yield machines
            return
        if self.is_short(units):
            yield Machines(InlineExecutor(), 1, self.batch)
            return
        jobs = self.jobs or os.cpu_count() or 1
        pool = LocalPool(jobs)
        try:
            yield Machines(pool, jobs, self.batch)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()

    @contextmanager
    def cluster(self, units: Sequence[Unit]) -> Iterator[Machines]:
        """The workers behind the scheduler that is named."""
        from reportcli.rollup.cluster import Cluster, SchedulerPlace

        place = SchedulerPlace(
            self.scheduler, self.scheduler_file, self.tls_ca, self.tls_cert, self.tls_key
        )
        cluster = Cluster(place)
        try:
            probe = next((file for unit in units for file in unit.files), "")
            yield cluster.machines(probe, self.batch)
        finally:
            cluster.close()


def read_members(
    units: Sequence[Unit], asked: Asked, store: NoStore, running: Running, speaker: Speaker
) -> Total:
    """Read every unit, or take what is kept of it; who breaks it off is told how to go on."""
    from reportcli.rollup.engine import Engine
    from reportcli.rollup.result import Total

    watch = ProgressLine(running.progress, speaker)
    with running.machines(units) as machines:
        engine = Engine(asked, store, machines, watch)
        try:
            return Total.of(engine.results(units))
        except KeyboardInterrupt:
            watch.clear()
            done = engine.progress
            speaker.insist(
                speaker.voice.say(
                    "say", "rollup-interrupted", done=f"{done.done:,}", total=f"{done.total:,}"
                )
            )
            raise
        finally:
            watch.clear()


class ProgressLine:
    """What is said while units are read: at most one line a second, and none of what is done before
    the first is over."""

    def __init__(self, form: ProgressForm, speaker: Speaker) -> None:
        self.form, self.speaker = form, speaker
        self.begun = self.said = monotonic()
        self.is_drawn = False

    def __call__(self, progress: Progress) -> None:
        """Say how far it is, when it is time to."""
        now = monotonic()
        if now - self.said < BETWEEN_LINES or self.form is ProgressForm.none:
            return
        self.said = now
        rate = progress.done / (now - self.begun)
        left = (progress.total - progress.done) / rate if rate else None
        if self.form is ProgressForm.json:
            self.say_json(progress, rate, left)
        elif not self.speaker.quiet and takes_a_bar():
            self.draw(progress, rate, left)

    def say_json(self, progress: Progress, rate: float, left: float | None) -> None:
        """An object for another program."""
        told = {
            "done": progress.done,
            "total": progress.total,
            "unreadable": progress.unreadable,
            "missing": progress.missing,
            "rate": round(rate, 2),
            "seconds_left": None if left is None else round(left),
        }
        self.speaker.insist(json.dumps(told))

    def draw(self, progress: Progress, rate: float, left: float | None) -> None:
        """A line over the last one."""
        line = self.speaker.voice.say(
            "say",
            "rollup-progress",
            done=f"{progress.done:,}",
            total=f"{progress.total:,}",
            unreadable=progress.unreadable,
            missing=progress.missing,
            rate=f"{rate:.1f}",
            left=clock_time(left),
        )
        print(CLEAR_LINE + line, end="", file=sys.stderr, flush=True)  # noqa: T201
        self.is_drawn = True

    def clear(self) -> None:
        """Take the line away."""
        if self.is_drawn:
            print(CLEAR_LINE, end="", file=sys.stderr, flush=True)  # noqa: T201
        self.is_drawn = False


def clock_time(seconds: float | None) -> str:
    """Seconds as hours, minutes and seconds."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
