"""Who reads batches on this machine: processes of our own, or this one.

A worker that dies costs the batch that it was at, and another takes its place; the executors of the
standard library break as a whole. Not for: which batches there are (`engine.py`).
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from reportcli.intake.child.wire import receive, send
from reportcli.shipped import FOLDER

Given = TypeVar("Given")
Task = tuple["Future[Any]", bytes]


class WorkerDied(Exception):  # noqa: N818 - what happened, no fault of the task
    """The process that had a task ended before it was done."""


class InlineExecutor(Executor):
    """Does each task where and when it is given: for what is done before a process has started."""

    def submit(self, fn: Callable[..., Given], /, *args: Any, **kwargs: Any) -> Future[Given]:
        """Do a task, and give a future that has its result."""
        future: Future[Given] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class LocalPool(Executor):
    """So many processes, each of which does one task after another; a task gives bytes."""

    def __init__(self, processes: int) -> None:
        self.tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.closed = False
        self.workers: set[subprocess.Popen[bytes] | None] = set()
        self.threads = [
            threading.Thread(target=self.work, daemon=True) for _ in range(max(processes, 1))
        ]
        for thread in self.threads:
            thread.start()

    def submit(self, fn: Callable[..., Given], /, *args: Any, **kwargs: Any) -> Future[Given]:
        """Have a worker do a task, which is a function of a module."""
        if kwargs:
            raise TypeError("a task of the pool takes arguments by place")
        future: Future[Given] = Future()
        self.tasks.put((future, pickle.dumps((fn, args))))
        return future

    def work(self) -> None:
        """Give one worker task after task, and another one after it died."""
        worker: subprocess.Popen[bytes] | None = None
        while (task := self.tasks.get()) is not None:
            future, message = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if worker is None or worker.poll() is not None:
                    worker = self.started(worker)
                reply = ask_worker(worker, message) if worker else None
            except OSError as fault:  # no room for another process
                future.set_exception(fault)
                continue
            if reply is None:
                future.set_exception(WorkerDied())
            else:
                future.set_result(reply)
        if worker is not None:
            end_worker(worker)

    def started(self, dead: subprocess.Popen[bytes] | None) -> subprocess.Popen[bytes] | None:
        """A new worker in place of one that died; none when the pool is closed."""
        with self.lock:
            self.workers -= {dead}
            if self.closed:
                return None
            worker = start_worker()
            self.workers.add(worker)
            return worker

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; those that wait are done first, or cancelled and the workers ended."""
        if cancel_futures:
            with self.lock:
                self.closed = True
                workers = list(self.workers)
            with suppress(queue.Empty):
                while (task := self.tasks.get_nowait()) is not None:
                    task[0].cancel()
            for worker in filter(None, workers):
                worker.kill()
        for _ in self.threads:
            self.tasks.put(None)
        for thread in self.threads if wait else ():
            thread.join()


def start_worker() -> subprocess.Popen[bytes]:
    """Start a process that reads batches, which finds the package where this one has it."""
    search = os.pathsep.join(filter(None, [str(FOLDER.parent), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "reportcli.rollup.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search},
    )


def ask_worker(worker: subprocess.Popen[bytes], message: bytes) -> bytes | None:
    """What a worker replies; None where it died, which is waited for."""
    assert worker.stdin
    assert worker.stdout
    try:
        send(worker.stdin, message)
        reply = receive(worker.stdout)
    except OSError:
        reply = None
    if reply is None:
        end_worker(worker)
        return None
    return msgspec.msgpack.decode(reply, type=bytes)


def end_worker(worker: subprocess.Popen[bytes]) -> None:
    """End a worker, whatever it is doing."""
    worker.kill()
    for stream in (worker.stdin, worker.stdout):
        with suppress(OSError):
            if stream:
                stream.close()
    worker.wait()
