"""Reading in a child process: a workbook comes from anyone, and known readers can abort the process
they run in.

The parent starts the children first and imports pandas while they work, so that the isolation costs
no time. Messages are msgpack with a length before them; nothing the child sends is ever executed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from reportcli.finding import Address, Detail, Refusal
from reportcli.intake.child.limits import account_limit, confine
from reportcli.intake.child.wire import (
    DECODER,
    BookCells,
    Broken,
    FileReading,
    Job,
    Refused,
    Reply,
    RowCells,
    Stamp,
    receive,
    send,
)
from reportcli.settings import Settings
from reportcli.shipped import FOLDER

STDIN = "-"
# All readers of a run hash alike, so that they tell the same text by the same mark; another run
# hashes otherwise, so that nobody can prepare a file for it.
HASH_SEED = int.from_bytes(os.urandom(4), sys.byteorder)
BETWEEN_GLANCES = 0.1  # seconds


class ReadingQuestion(Protocol):
    """What a child is asked: something of one file."""

    @property
    def file(self) -> str:
        """The file, as it was named."""


Watch = Callable[[int, int], object]
"""What is told how many files have been read, of how many."""


class Limits(msgspec.Struct, frozen=True):
    """What one child may use: address space in MB, and seconds for one file."""

    memory: int = 2048
    seconds: int = 600


LOG_READER = "reportcli.intake.child.worker"


def start_reader(
    limits: Limits, module: str = LOG_READER, hash_seed: int = HASH_SEED
) -> subprocess.Popen[bytes]:
    """Start a reader, which finds the package where this process has it."""
    package = str(FOLDER.parent)
    search = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            module,
            str(limits.memory),
            str(limits.seconds),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search, "PYTHONHASHSEED": str(hash_seed)},
    )


class Child:
    """One reader process, of logs unless another `module` is named. It is started at once and dies
    with the parent, with its job, or at the time limit.
    """

    module = LOG_READER
    decoder: msgspec.msgpack.Decoder[Any] = DECODER

    def __init__(self, limits: Limits, hash_seed: int = HASH_SEED) -> None:
        self.limits = limits
        self.process = start_reader(limits, self.module, hash_seed)
        self.job = confine(self.process, limits.memory)

    def ask(self, job: ReadingQuestion) -> Any:
        """The reply to one job; a child that died or ran out of time refuses the file it was at."""
        assert self.process.stdin
        assert self.process.stdout
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(self.limits.seconds, end)
        timer.daemon = True
        timer.start()
        try:
            send(self.process.stdin, job)
            message = receive(self.process.stdout)
        except OSError:
            message = None
        finally:
            timer.cancel()
        if message is not None:
            reply = self.decoder.decode(message)
            is_out_of_memory = isinstance(reply, Refused) and reply.code == "input-over-memory"
            return self.refused_by_account(job) or reply if is_out_of_memory else reply
        ended = self.process.wait()
        details: dict[str, Detail] = {
            "seconds": self.limits.seconds,
            "memory": self.limits.memory,
        }
        if late.is_set():
            return Refused("input-over-time", Address(job.file), details)
        by_account = self.refused_by_account(job, ended_by=max(-ended, 0))
        return by_account or Refused("input-killed-reader", Address(job.file), details)

    def refused_by_account(self, job: ReadingQuestion, *, ended_by: int = 0) -> Refused | None:
        """The refusal where the account has less than the reader needs: the file is no worse for
        that, and no option helps.
        """
        limit = account_limit(self.limits.memory, self.limits.seconds, ended_by)
        return Refused("input-over-account", Address(job.file), {"limit": limit}) if limit else None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    continue  # a pipe that broke with the child has nothing left to close
        self.process.wait()


class Readings:
    """The reading of several files, begun when this is made and waited for in `result`."""

    def __init__(self, files: Sequence[str], settings: Settings, limits: Limits) -> None:
        self.settings, self.limits = settings, limits
        self.replies: list[Reply | None] = [None] * len(files)
        self.jobs = iter(enumerate(files))
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.work, daemon=True)
            for _ in range(min(len(files), os.cpu_count() or 1))
        ]
        self.children: list[Child] = []
        self.fault: BaseException | None = None
        self.closed = False
        for thread in self.threads:
            thread.start()

    def work(self) -> None:
        """Give one child file after file; a child that died is replaced for the next file.

        What goes wrong here is kept for `result`, which raises it where somebody listens.
        """
        child: Child | None = None
        try:
            while True:
                with self.lock:
                    number, file = next(self.jobs, (-1, ""))
                    if number < 0 or self.closed:
                        break
                    if child is None or child.process.poll() is not None:
                        child = Child(self.limits)
                        self.children.append(child)
                self.replies[number] = child.ask(job_for(file, self.settings))
        except Exception as fault:  # noqa: BLE001 - raised again in `result`
            self.fault = fault

    def result(self, watch: Watch | None = None) -> list[FileReading]:
        """The readings in the order of the files; every refusal at once where there is any.

        `watch` is told again and again how many files have been read, of how many.
        """
        try:
            self.wait(watch)
        finally:
            self.close()
        if self.fault is not None:
            raise self.fault
        return readings_in(self.replies)

    def wait(self, watch: Watch | None) -> None:
        """Wait until every file is read or refused."""
        for thread in self.threads:
            while watch and thread.is_alive():
                thread.join(BETWEEN_GLANCES)
                watch(sum(reply is not None for reply in self.replies), len(self.replies))
            thread.join()

    def close(self) -> None:
        """End every child, and begin no other."""
        with self.lock:
            self.closed = True
            children, self.children = self.children, []
        for child in children:
            child.close()


def readings_in(replies: Sequence[Reply | None]) -> list[FileReading]:
    """The readings among the replies; every refusal at once where there is any."""
    for reply in replies:
        if isinstance(reply, Broken):
            raise RuntimeError(reply.trace)
    refused = [reply for reply in replies if isinstance(reply, Refused)]
    if refused:
        refusals = [Refusal(one.code, one.address, **one.details) for one in refused]
        raise ExceptionGroup("inputs that cannot be read", refusals)
    return [reply for reply in replies if isinstance(reply, FileReading)]


def job_for(file: str, settings: Settings) -> Job:
    """The job of reading one file; what only this process can get at is read here, and opened
    there."""
    if file == STDIN:
        return Job(file, settings, sys.stdin.buffer.read())
    try:
        file.encode()
    except UnicodeEncodeError:
        # A name from another encoding (an unpacked archive): the child would look for another file.
        from reportcli.files.kinds import read_bytes

        return Job(file.encode(errors="backslashreplace").decode(), settings, read_bytes(file))
    return Job(file, settings)


def ask_for_row(address: Address, settings: Settings, limits: Limits) -> list[str]:
    """The cells of one row as they stand, names and all: for the clerk's own eyes, and kept
    nowhere."""
    reply = ask_once(Job(address.file, settings, row=(address.sheet, address.row)), limits)
    return reply.cells if isinstance(reply, RowCells) else []


def ask_for_cells(
    file: str, settings: Settings, limits: Limits
) -> list[tuple[str, list[list[object]]]]:
    """The cells of every sheet by its name, as they stand: for a copy of the file, and kept nowhere
    else."""
    reply = ask_once(msgspec.structs.replace(job_for(file, settings), cells=True), limits)
    sheets = reply.sheets if isinstance(reply, BookCells) else []
    return [(one.sheet, [[plain_cell(cell) for cell in row] for row in one.rows]) for one in sheets]


def plain_cell(cell: object) -> object:
    """A cell as Python has it."""
    if isinstance(cell, Stamp):
        return (datetime if "T" in cell.text else date).fromisoformat(cell.text)
    return cell


def ask_once(job: Job, limits: Limits) -> Reply:
    """The reply of a child of its own to one job."""
    child = Child(limits)
    try:
        reply: Reply = child.ask(job)
    finally:
        child.close()
    raise_refused(reply)
    return reply


def raise_refused(reply: object) -> None:
    """Raise what a child refused, or what broke in it."""
    if isinstance(reply, Refused):
        raise Refusal(reply.code, reply.address, **reply.details)
    if isinstance(reply, Broken):
        raise RuntimeError(reply.trace)
