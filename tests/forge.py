"""Starts processes of the program by forking one that has imported everything already.

A start of the program takes a second, of which nearly all is imports, and a start of its reader 0.15 s; the tests
start some thousands of both. A forge has imported the modules and forks for each start: arguments, streams, folder
and environment are those of a real start, and so is the end. What is tested of a start itself (options of the
interpreter, import times, signals amid start-up) starts for real, and so does everything where descriptors cannot be
handed over.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from tests.places import ROOT

READER, PROGRAM, ENTRY = "reportcli.intake.child.worker", "reportcli", "reportcli.cli.process"
RESAVER = "reportcli.marking.resave"
# What the children run.
SERVING = {
    READER: "serve",
    "reportcli.published.worker": "serve_reports",
    RESAVER: "serve_resaving",
}
FORKS = sys.platform == "linux"
PATIENCE = 60  # seconds for a forge to come up, on a machine that does other things too


class Started:
    """A forked process: what the program and the tests use of `subprocess.Popen`."""

    def __init__(
        self, forge: Forge, words: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None
    ) -> None:
        given, kept = zip(os.pipe(), os.pipe()[::-1], os.pipe()[::-1], strict=True)
        self.stdin, self.stdout, self.stderr = (
            os.fdopen(kept[0], "wb", 0),
            os.fdopen(kept[1], "rb"),
            os.fdopen(kept[2], "rb"),
        )
        self.returncode: int | None = None
        self.connection = forge.connect()
        start = {"words": list(words), "cwd": os.fspath(cwd or Path.cwd()), "env": dict(env)}
        try:
            socket.send_fds(self.connection, [json.dumps(start).encode("ascii")], given)
        finally:
            for descriptor in given:
                os.close(descriptor)
        self.pid = self.told()

    def told(self) -> int:
        """What the forge tells next of the process: its id, and at last its status."""
        message = self.connection.recv(8)
        return int.from_bytes(message, "big", signed=True) if message else -signal.SIGKILL

    def wait(self, timeout: float | None = None) -> int | None:
        """The status of the process, or None when it has not ended in time."""
        if self.returncode is None:
            with selectors.DefaultSelector() as selector:
                selector.register(self.connection, selectors.EVENT_READ)
                if not selector.select(timeout):
                    return None
            self.returncode = self.told()
            self.connection.close()
        return self.returncode

    def poll(self) -> int | None:
        """The status of the process, or None while it runs."""
        return self.wait(0)

    def kill(self) -> None:
        """End the process at once, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Forge:
    """A process that forks, and the way to it."""

    def __init__(self, module: str, language: str) -> None:
        # A name that stands in no folder, so that nothing is left of it.
        self.address = f"forge-{os.getpid()}-{module}-{language}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.forge", self.address, module],
            stdin=subprocess.PIPE,  # the forge ends when this process does
            stdout=subprocess.PIPE,  # pipes, as the forked processes have them
            stderr=subprocess.PIPE,
            cwd=ROOT,
            # Help is worded as the commands are imported.
            env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": f"{language}.UTF-8"},
        )

    def connect(self) -> socket.socket:
        """A connection for one process; the first waits until the forge is up."""
        end = time.monotonic() + PATIENCE
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            try:
                connection.connect(f"\0{self.address}")
            except ConnectionRefusedError:
                connection.close()
                if self.process.poll() is not None:
                    os.set_blocking(self.process.stderr.fileno(), False)
                    raise RuntimeError(f"forge: {self.process.stderr.read()!r}") from None
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return connection

    def end(self) -> None:
        """End it, and what leads to it."""
        self.process.kill()
        self.process.communicate()


FORGES: list[Forge] = []


@cache
def forge_of(module: str, language: str = "C") -> Forge:
    """The forge of the reader, or that of the program in a language; each test process has its own."""
    FORGES.append(Forge(module, language))
    return FORGES[-1]


def end_all() -> None:
    """End every forge of this process."""
    while FORGES:
        FORGES.pop().end()
    forge_of.cache_clear()


def language_of(surroundings: Mapping[str, str]) -> str:
    """The language that a process in these surroundings speaks."""
    named = [surroundings.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((name for name in named if name), "C")
    return "zh_CN" if spoken.lower().startswith("zh") else "C"


def start_reader(limits: object, module: str = READER, _hash_seed: int = 0) -> Started:
    """A reader's child: stands in for `reportcli.intake.child.parent.start_reader`."""
    words = [str(limits.memory), str(limits.seconds)]  # type: ignore[attr-defined]
    started = Started(forge_of(module), words, env=os.environ)
    started.stderr.close()
    return started


def save_again(workbook: bytes) -> bytes | None:
    """A workbook saved again by openpyxl in a process of its own: stands in for `reportcli.marking.resave`'s."""
    from reportcli.marking import resave

    started = Started(forge_of(RESAVER), [], env=os.environ)
    try:
        saved, _ = talk(started, workbook, resave.SECONDS)
    except subprocess.TimeoutExpired:
        return None
    return saved if saved and started.returncode == 0 else None


def run(
    *words: str | Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: bytes = b"",
    encoding: str | None = "utf-8",
    timeout: float = 60,
    only: bool = False,
) -> subprocess.CompletedProcess:
    """The program in a process of its own, as `subprocess.run` gives it.

    `env` stands beside the environment of the tests, or is `only` what there is; `encoding` None leaves bytes.
    """
    surroundings = dict(env or {}) if only else {**os.environ, **(env or {})}
    told = [os.fspath(word) for word in words]
    if not FORKS or any(
        name.startswith("PYTHON") and os.environ.get(name) != value
        for name, value in (env or {}).items()
    ):
        command = [sys.executable, "-m", "reportcli", *told]
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            env=surroundings,
            cwd=cwd,
            timeout=timeout,
            check=False,
        )
        status, streams = done.returncode, [done.stdout, done.stderr]
    else:
        forge = forge_of(PROGRAM, language_of(surroundings))
        started = Started(forge, told, env=surroundings, cwd=cwd)
        streams = talk(started, stdin, timeout)
        status = started.returncode
    if encoding:
        streams = [stream.decode(encoding).replace("\r\n", "\n") for stream in streams]
    return subprocess.CompletedProcess(["reportcli", *told], status, *streams)


def talk(started: Started, told: bytes, timeout: float) -> list[bytes]:
    """What a process says on stdout and stderr to what it is told on stdin, once it has ended."""
    said: dict[int, bytes] = {}

    def tell() -> None:
        with suppress(BrokenPipeError):
            started.stdin.write(told)
        started.stdin.close()

    def listen(number: int) -> None:
        stream = (started.stdout, started.stderr)[number]
        said[number] = stream.read()
        stream.close()

    threads = [
        threading.Thread(target=tell),
        *(threading.Thread(target=listen, args=[n]) for n in (0, 1)),
    ]
    for thread in threads:
        thread.start()
    if started.wait(timeout) is None:
        started.kill()
        raise subprocess.TimeoutExpired("reportcli", timeout)
    for thread in threads:
        thread.join()
    return [said[0], said[1]]


# ---- the forge itself


def load(module: str) -> None:
    """Import what the processes will want."""
    import importlib
    import pkgutil

    importlib.import_module(module)
    if module == RESAVER:
        importlib.import_module("openpyxl")
        importlib.import_module("reportcli.export.book")
    if module != PROGRAM:
        return
    package = importlib.import_module(PROGRAM)
    for found in pkgutil.walk_packages(package.__path__, f"{PROGRAM}."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in ("openpyxl", "docx", "pandas", "chinese_calendar", "icalendar", "rich.progress"):
        importlib.import_module(name)
    # The readers of these processes are forked too, by a forge that starts with the first of them.
    from reportcli.intake.child import parent

    parent.start_reader = start_reader  # type: ignore[assignment]
    forge_of(READER).connect().close()  # it is up before anything is forked


def serve(address: str, module: str) -> dict:
    """Fork for each connection until stdin closes; in a forked process give what it is to be."""
    import gc

    load(module)
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(f"\0{address}")
    listener.listen(64)
    running: dict[int, socket.socket] = {}
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    selector = selectors.DefaultSelector()
    for waited in (0, woken, listener):
        selector.register(waited, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj == 0:
                sys.exit()
            if key.fileobj == woken:
                os.read(woken, 4096)
                reap(running)
                continue
            connection, _ = listener.accept()
            message, descriptors, _, _ = socket.recv_fds(connection, 1 << 20, 3)
            if not message:
                connection.close()
                continue
            process = os.fork()
            if process:
                running[process] = connection
                connection.send(process.to_bytes(8, "big", signed=True))
                for descriptor in descriptors:
                    os.close(descriptor)
                continue
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            selector.close()
            for inherited in (listener, connection, *running.values()):
                inherited.close()
            for number, descriptor in enumerate(descriptors):
                os.dup2(descriptor, number)
                os.close(descriptor)
            os.close(woken)
            os.close(wake)
            return json.loads(message)


def reap(running: dict[int, socket.socket]) -> None:
    """Tell the status of every process that has ended."""
    while running:
        process, status = os.waitpid(-1, os.WNOHANG)
        if not process:
            return
        connection = running.pop(process, None)
        if connection is None:  # the forge of the readers
            continue
        with suppress(OSError):  # whoever started it asks no more
            connection.send(os.waitstatus_to_exitcode(status).to_bytes(8, "big", signed=True))
        connection.close()


def become(start: dict, module: str) -> None:
    """Be the process that was asked for."""
    os.environ.clear()
    os.environ.update(start["env"])
    time.tzset()
    os.chdir(start["cwd"])
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8", errors="strict", line_buffering=False)
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    sys.argv[1:] = start["words"]
    if module != PROGRAM:
        getattr(sys.modules[module], SERVING[module])()
    else:
        # By the name that a person types, as the script that pip installs.
        sys.argv[0], sys.modules["__main__"].__package__ = PROGRAM, ""
        sys.modules[ENTRY].main()


if __name__ == "__main__":
    become(serve(*sys.argv[1:3]), sys.argv[2])
