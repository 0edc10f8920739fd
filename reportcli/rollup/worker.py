"""A process of our own that reads batches: answers tasks from stdin on stdout until stdin closes.

It outlives no client: stdin closes with it. Workbooks are opened in a child of this process
(`batch.py`), so that one that kills its reader costs nothing here.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import IO

import msgspec

from reportcli.intake.child.wire import receive, send


def serve_tasks() -> None:
    """Answer tasks until stdin closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the client decides, and closes stdin
    replies = private_stdout()
    while (message := receive(sys.stdin.buffer)) is not None:
        # Tasks come from the process that started this one, and from nowhere else.
        run, given = pickle.loads(msgspec.msgpack.decode(message, type=bytes))
        send(replies, run(*given))


def private_stdout() -> IO[bytes]:
    """The stream of the replies; what a library prints goes elsewhere."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


if __name__ == "__main__":
    serve_tasks()
