"""Text in lines of a width, Chinese characters being two columns wide: how it is broken and how much
it takes.

For terminals, and for whoever else has to know how many lines a label needs. It neither draws tables
nor words anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportcli.words.messages import printable

INDENT = "  "
# What a line may not be broken within: a Latin word with the space before it, or a wide character
# with the punctuation that closes it.
PIECE = re.compile(r"(?: ?[\x21-\u2dff]+|.)[、，。；：！？）》”’】%]*")
# ASCII and the marks of Chinese print that take one column; Han characters and wide punctuation,
# which take two. Of all other signs a library knows the width.
_NARROW = " -~“”‘’…—·"
NARROW_RUN = re.compile(f"[{_NARROW}]+")
OF_KNOWN_WIDTH = re.compile(f"[{_NARROW}\u3000-\u3029\u4e00-\u9fff\uff01-\uff60]*+")


def columns_of_text(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if OF_KNOWN_WIDTH.fullmatch(text):
        return len(text) + len(NARROW_RUN.sub("", text))
    # Imported here: its tables take longer to load than a command that counts nothing runs.
    from wcwidth import wcswidth

    return wcswidth(text)


def fold(text: str, width: int, *, indent: str = "", hang: str = "") -> list[str]:
    """Text in lines of at most `width` columns, all behind `indent` and those after the first
    `hang` deeper."""
    told = printable(text)
    whole = indent + told.lstrip()
    if columns_of_text(whole) <= width:
        return [whole.rstrip()]
    lines, line = [], indent
    for piece in pieces(told, width - columns_of_text(indent + hang)):
        if columns_of_text(line + piece.rstrip()) > width and line.strip():
            lines.append(line.rstrip())
            line = indent + hang
        line += piece if line.strip() else piece.lstrip()
    return [*lines, line.rstrip()]


def pieces(text: str, width: int) -> Iterator[str]:
    """What a line may be broken between; a piece wider than `width` is cut where it must be."""
    for piece in PIECE.findall(text):
        if columns_of_text(piece) <= width:
            yield piece
            continue
        start = 0
        for end in range(1, len(piece) + 1):
            if columns_of_text(piece[start:end]) > width and end - start > 1:
                yield piece[start : end - 1]
                start = end - 1
        yield piece[start:]


def fold_list(items: Sequence[str], width: int) -> Iterator[str]:
    """Items one after the other, broken between items only, unless one takes more than a line."""
    line = INDENT
    for number, item in enumerate(items):
        piece = printable(item) + ("；" if number < len(items) - 1 else "")
        if columns_of_text(line + piece) > width:
            if line.strip():
                yield line.rstrip()
            *full, line = fold(piece, width, indent=INDENT, hang=INDENT)
            yield from full
        else:
            line += piece
    if line.strip():
        yield line
