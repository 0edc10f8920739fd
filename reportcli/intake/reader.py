"""Reading in a child process: a workbook comes from anyone, and known readers can abort the process they
run in.

The parent starts the children first and imports pandas while they work, so that the isolation costs no time.
Messages are msgpack with a length before them; nothing the child sends is ever executed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Literal

import msgspec

from reportcli.finding import Address, Detail, Refusal
from reportcli.intake.reading import SheetReading, read_sheet
from reportcli.intake.workbook import open_workbook, read_bytes
from reportcli.settings import Settings

MEGABYTE = 1024 * 1024
LENGTH = 8


class Limits(msgspec.Struct, frozen=True):
    """What one child may use: address space in MB, and seconds for one file."""

    memory: int = 2048
    seconds: int = 600


class Job(msgspec.Struct, frozen=True):
    """One file to read, with what a person settled about its headings and wordings."""

    file: str
    settings: Settings


class FileReading(msgspec.Struct, frozen=True, tag="reading"):
    """One file read: what it truly is, the digest of the bytes that were read, and its sheets."""

    file: str
    sha256: str
    format: str
    encoding: str
    sheets: list[SheetReading]


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A refusal, on its way from the child to the parent."""

    status: int
    code: str
    address: Address | None
    details: dict[str, Detail]


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """A fault of ours in the child, with its trace."""

    trace: str


Reply = FileReading | Refused | Broken
DECODER: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def read_file(job: Job) -> FileReading:
    """Everything that is to be learned of one file, read in this process."""
    data = read_bytes(job.file)
    book = open_workbook(job.file, data)
    digest = hashlib.sha256(data).hexdigest()
    sheets = [read_sheet(sheet, job.settings, epoch_1904=book.epoch_1904) for sheet in book.sheets]
    return FileReading(job.file, digest, book.format, book.encoding, sheets)


def answer(job: Job) -> Reply:
    """The reply to one job; whatever goes wrong becomes a reply too."""
    import traceback

    try:
        return read_file(job)
    except Refusal as refusal:
        return Refused(refusal.status, refusal.code, refusal.address, refusal.details)
    except MemoryError:
        return Refused(3, "input-over-memory", Address(job.file), {})
    except Exception:  # noqa: BLE001 - the process boundary: the parent raises it again, with this trace
        return Broken(traceback.format_exc())


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message, or None where the other side has closed."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    size = int.from_bytes(head)
    body = stream.read(size)
    return body if len(body) == size else None


def send(stream: IO[bytes], message: object) -> None:
    """One message, its length before it."""
    body = msgspec.msgpack.encode(message)
    stream.write(len(body).to_bytes(LENGTH))
    stream.write(body)
    stream.flush()


def limit_process(limits: Limits) -> None:
    """Bound this process's address space and forbid core dumps, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    size = limits.memory * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve() -> None:
    """The child: answers jobs from stdin on stdout until stdin closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides, and ends this process
    limit_process(Limits(memory=int(sys.argv[1])))
    decoder = msgspec.msgpack.Decoder(Job)
    while (message := receive(sys.stdin.buffer)) is not None:
        send(sys.stdout.buffer, answer(decoder.decode(message)))


class Child:
    """One reader process. It is started at once and dies with the parent, with its job, or at the time
    limit.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        package = str(Path(__file__).parents[2])
        search = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reportcli.intake.reader", str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": search},
        )

    def ask(self, job: Job) -> Reply:
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
            reply: Reply = DECODER.decode(message)
            return reply
        self.process.wait()
        code: Literal["input-over-time", "input-killed-reader"] = (
            "input-over-time" if late.is_set() else "input-killed-reader"
        )
        return Refused(
            3, code, Address(job.file), {"seconds": self.limits.seconds, "memory": self.limits.memory}
        )

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
        for thread in self.threads:
            thread.start()

    def work(self) -> None:
        """Give one child file after file; a child that died is replaced for the next file."""
        child: Child | None = None
        while True:
            with self.lock:
                number, file = next(self.jobs, (-1, ""))
            if number < 0:
                break
            if child is None or child.process.poll() is not None:
                child = Child(self.limits)
                self.children.append(child)
            self.replies[number] = child.ask(Job(file, self.settings))

    def result(self) -> list[FileReading]:
        """The readings in the order of the files; every refusal at once where there is any."""
        try:
            for thread in self.threads:
                thread.join()
        finally:
            self.close()
        refused = [reply for reply in self.replies if isinstance(reply, Refused)]
        for reply in self.replies:
            if isinstance(reply, Broken):
                raise RuntimeError(reply.trace)
        if refused:
            raise ExceptionGroup(
                "inputs that cannot be read",
                [Refusal(one.status, one.code, one.address, **one.details) for one in refused],
            )
        return [reply for reply in self.replies if isinstance(reply, FileReading)]

    def close(self) -> None:
        """End every child."""
        for child in self.children:
            child.close()


if __name__ == "__main__":
    serve()
