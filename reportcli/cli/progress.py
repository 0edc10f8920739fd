"""How far the reading of the logs is: a bar with a count and a rate on the terminal of whoever
waits for it.

Silent unless stderr is a terminal that takes colours and control sequences, and for the first
second: what is done by then needs no bar, and `rich`, which draws it, is loaded only after it.
Knows nothing of what is read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from reportcli.cli.deliver import Speaker

if TYPE_CHECKING:
    from rich.progress import Progress

BEFORE_A_BAR = 1.0  # seconds without a bar


@contextmanager
def reading_progress(speaker: Speaker) -> Iterator[ReadingBar | None]:
    """What is told how many files have been read; None where nobody is to see it."""
    if speaker.quiet or not takes_a_bar():
        yield None
        return
    bar = ReadingBar(speaker.voice.say("say", "reading"))
    try:
        yield bar
    finally:
        bar.stop()


def takes_a_bar() -> bool:
    """Whether stderr is a terminal on which a line can be drawn over."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class ReadingBar:
    """The bar; called with how many files are done, of how many, as long as some are not."""

    def __init__(self, label: str) -> None:
        self.label, self.begun = label, monotonic()
        self.drawn: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Draw how far it is, once it has taken a while."""
        seconds = monotonic() - self.begun
        if self.drawn is None:
            if seconds < BEFORE_A_BAR:
                return
            self.drawn = drawn_bar(self.label, total)
        (task,) = self.drawn.task_ids
        self.drawn.update(task, completed=done, rate=f"{done / seconds:.1f}/s")
        if done == total:
            self.stop()

    def stop(self) -> None:
        """Take the bar away, whatever has become of the reading."""
        if self.drawn is not None:
            self.drawn.stop()


def drawn_bar(label: str, total: int) -> Progress:
    """A bar on stderr, which leaves no trace."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    rate = TextColumn("{task.fields[rate]}")
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
    bar.add_task(label, total=total, rate="")
    bar.start()
    return bar
