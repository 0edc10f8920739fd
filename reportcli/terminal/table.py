"""A table on the terminal: the one place where rows and columns are ruled.

Chinese characters are two columns wide, which tabulate knows; its padding is a setting of the whole
library, set for the moment of a table and put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import tabulate
from wcwidth import wcswidth

GAP = 2  # columns between two columns


class TextColumn(NamedTuple):
    """One column: its heading, its cells, and whether they are numbers, which stand at the
    right."""

    head: str
    cells: Sequence[str]
    is_number: bool = False

    @property
    def width(self) -> int:
        """How wide it is without the gap."""
        texts = [self.head, *self.cells]
        return max(wcswidth(line) for text in texts for line in text.split("\n"))


def ruled(columns: Sequence[TextColumn]) -> list[str]:
    """The lines of a table, its headings over a rule; a cell may have several lines."""
    with without_padding():
        text = tabulate.tabulate(
            list(zip(*(column.cells for column in columns), strict=True)),
            headers=[column.head for column in columns],
            tablefmt="simple",
            disable_numparse=True,
            colalign=["right" if column.is_number else "left" for column in columns],
            preserve_whitespace=True,
        )
    return text.split("\n")


@contextmanager
def without_padding() -> Iterator[None]:
    """Have tabulate make no heading wider than its column needs."""
    before, tabulate.MIN_PADDING = tabulate.MIN_PADDING, 0
    try:
        yield
    finally:
        tabulate.MIN_PADDING = before


def room_beside(columns: Sequence[TextColumn], width: int) -> int:
    """How many columns of the terminal these leave for one more."""
    return width - sum(column.width + GAP for column in columns)
