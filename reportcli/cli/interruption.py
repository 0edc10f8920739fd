"""What SIGINT and SIGTERM do to a run, and SIGBREAK on Windows, from its first moment on.

Imported before anything else of the program, so that who interrupts while it starts gets status 130
and no trace; so it imports nothing of the program itself.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from typing import NoReturn

INTERRUPTED = threading.Event()
STATUS = 130  # 128 and the number of SIGINT, as shells have it
# Windows has SIGBREAK for Ctrl-Break and for a window that is closed; elsewhere there is none.
SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)
]


def heed_signals() -> None:
    """Have the signals end the run in order."""
    for number in SIGNALS:
        signal.signal(number, interrupt)


def interrupt(_number: int, _frame: object) -> NoReturn:
    """End the run, as the signals ask, with every temporary file removed on the way out, in which
    no second signal interferes.
    """
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    INTERRUPTED.set()
    raise KeyboardInterrupt


def end_interrupted() -> None:
    """End a run that was interrupted with status 130.

    Where the interruption came amid an `exec`, as libraries have when they are imported, Python
    would end itself by SIGINT instead.
    """
    if INTERRUPTED.is_set():
        end_at_once(STATUS)


def end_at_once(status: int) -> NoReturn:
    """End with a status, what was printed flushed, nothing else tidied up."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # results were flushed when written
            stream.flush()
    os._exit(status)
