"""The process: where it begins, what signals do to it, and how it ends.

An interruption ends with status 130 and leaves nothing half-written; a reader that has seen enough
ends with 0.
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn, cast

from reportcli.cli.commands import app
from reportcli.cli.deliver import INTERRUPTED, Speaker, discard_stdout
from reportcli.finding import Refusal


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if "--debug" not in sys.argv:
        # A writer that is broken off half-way is tidied up by its library alone, which says so at
        # length.
        sys.unraisablehook = lambda _: None
    # Registered first, so that it comes last, after libraries tidied up.
    atexit.register(end_interrupted)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # help or version into `| true`
            sys.exit(0)
        leave(end.code)
    except OSError as fault:  # help or version to a full disk
        discard_stdout()
        speaker = Speaker(None)
        refusal = Refusal("output-unwritable", reason=fault.strerror or str(fault))
        speaker.insist(refusal.message(speaker.voice.language))
        sys.exit(refusal.status)


def interrupt(_number: int, _frame: object) -> NoReturn:
    """End the run, as SIGINT and SIGTERM ask, with every temporary file removed on the way out, in
    which no second signal interferes.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    INTERRUPTED.set()
    raise KeyboardInterrupt


def end_interrupted() -> None:
    """End a run that was interrupted with status 130.

    Where the interruption came amid an `exec`, as libraries have when they are imported, Python
    would end itself by SIGINT instead.
    """
    if INTERRUPTED.is_set():
        end_at_once(130)


def leave(code: object) -> NoReturn:
    """End with a status that was settled, everything written and every child ended.

    Where pandas is loaded, tidying up its modules would take an eighth of a small run for nothing.
    A run that was broken off may have left temporary files to a library, which are gone after an
    orderly end alone.
    """
    if "pandas" in sys.modules and isinstance(code, int) and code in (0, 1):
        end_at_once(code)
    sys.exit(cast("int | str | None", code))


def end_at_once(status: int) -> NoReturn:
    """End with a status, what was printed flushed, nothing else tidied up."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # results were flushed when written
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
