"""The process: where it begins, what signals do to it, and how it ends.

An interruption ends with status 130 and leaves nothing half-written; a reader that has seen enough
ends with 0.
"""

from __future__ import annotations

import atexit
import gc
import io
import sys
from typing import NoReturn, cast

from reportcli.cli.interruption import (
    STATUS,
    end_at_once,
    end_interrupted,
    heed_signals,
)


def main() -> None:
    """Run the command line."""
    # A run makes little garbage that goes in circles: looking for it takes a tenth of a small one,
    # and the largest needs no more memory without.
    gc.disable()
    # Registered first, so that it comes last, after libraries tidied up.
    atexit.register(end_interrupted)
    # The last look for garbage, at the end of the process, crashes over some types of msgspec
    # (0.20 to 0.22: a decoder of a struct whose parts share a union); what is frozen it leaves alone.
    atexit.register(gc.freeze)
    heed_signals()
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(STATUS)


def run() -> None:
    """Import the commands, which takes its time, and run the one that is asked for."""
    from reportcli.cli.commands import app
    from reportcli.cli.deliver import Speaker, discard_stdout
    from reportcli.finding import Refusal

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if "--debug" not in sys.argv:
        # A writer that is broken off half-way is tidied up by its library alone, which says so at
        # length.
        sys.unraisablehook = lambda _: None
    try:
        app()
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


def leave(code: object) -> NoReturn:
    """End with a status that was settled, everything written and every child ended.

    Where pandas is loaded, tidying up its modules would take an eighth of a small run for nothing.
    A run that was broken off may have left temporary files to a library, which are gone after an
    orderly end alone.
    """
    if "pandas" in sys.modules and isinstance(code, int) and code in (0, 1):
        end_at_once(code)
    sys.exit(cast("int | str | None", code))


if __name__ == "__main__":
    main()
