"""Runs a hostile file through the program: many in one process, with children that live on.

A child that reads one file after another is what `Readings` has; here it is kept from run to run, so that
hundreds of files take seconds. What a file comes to is still read by the real child, under its limits.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from traceback import format_exception

import pytest
from typer.testing import CliRunner, Result

from reportcli.cli.commands import app
from reportcli.finding import Refusal
from reportcli.intake.child import parent as reader
from reportcli.intake.child.parent import Child, Limits
from reportcli.intake.child.wire import Job, Reply
from reportcli.published import reader as _reports  # noqa: F401 (a child of its own, before this one is put in place)
from reportcli.report import compile_report

LIMITS = Limits(memory=768, seconds=20)
STATUSES = {0, 1, 2, 3, 4, 5, 6}


class KeptChild(Child):
    """A child that outlives its job, and remembers what it said of a file."""

    def __init__(self) -> None:
        super().__init__(LIMITS)
        self.lock = threading.Lock()  # readers of several files share it
        self.known: dict[tuple[str, bool, bytes], Reply] = {}

    def ask(self, job: Job) -> Reply:
        """The reply to a job, which is asked for once."""
        with self.lock:
            return self.ask_once(job)

    def ask_once(self, job: Job) -> Reply:
        """The same, of one reader at a time."""
        file = Path(job.file)
        if job.row is not None or job.data is not None or not os.path.isfile(file):  # noqa: PTH113
            return super().ask(job)
        try:
            key = job.file, job.cells, sha256(file.read_bytes()).digest()
        except OSError:
            return super().ask(job)
        if key in self.known:
            return self.known[key]
        reply = self.known[key] = super().ask(job)
        return reply

    def close(self) -> None:
        """Live on."""

    def end(self) -> None:
        """End it."""
        super().close()


@contextmanager
def kept_child() -> Iterator[None]:
    """Every reading within is done by one child, replaced when it dies."""
    kept: list[KeptChild] = []

    def child(_: Limits) -> KeptChild:
        if not kept or kept[-1].process.poll() is not None:
            kept.append(KeptChild())
            kept[-1].known.update(kept[-2].known if len(kept) > 1 else {})
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "Child", child)
        try:
            yield
        finally:
            for one in kept:
                one.end()


def outcome_of(path: Path) -> int | str:
    """What a file comes to: how many of its rows are counted, or the code of its refusal."""
    try:
        report = compile_report([path], year=2024, limits=LIMITS)
    except Refusal as refusal:
        return refusal.code
    except ExceptionGroup as group:
        (refusal,) = group.exceptions
        assert isinstance(refusal, Refusal)
        return refusal.code
    return sum(part.rows_by_fate().get("counted", 0) for part in report.tally.parts)


def reason(done: Result) -> str:
    """The fault behind an unexpected end."""
    fault: BaseException | None = done.exception
    while fault is not None and isinstance(fault, (SystemExit, RuntimeError)) and fault.__context__:
        fault = fault.__context__
    return "".join(format_exception(fault))[-2000:] if fault else ""


def run(*words: str) -> Result:
    """The program in this process; its way of ending is one of those that the contract names."""
    done = CliRunner().invoke(app, [words[0], "--lang", "en", *words[1:]])
    assert done.exit_code in STATUSES, (words, done.stderr, reason(done))
    assert "Traceback" not in done.stdout + done.stderr
    return done
