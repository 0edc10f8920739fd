"""Several logs beside each other on one sheet: which columns belong to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportcli.files.sheet import Row
from reportcli.intake.header import Header, find_header
from reportcli.intake.headings import heading_texts, plain
from reportcli.words.fields import KindId

# A header found, and its columns (0-based, the last not among them).
Placed = tuple[Header, int, int]


def headers_beside(
    rows: Sequence[Row], header_rows: Sequence[int], columns: Mapping[KindId, Mapping[str, str]]
) -> list[Placed]:
    """The headers that stand beside each other in some rows; none where there is one alone."""
    width = max(map(len, rows), default=0)
    starts = begins_of_logs([heading_texts(rows[row - 1], width) for row in header_rows])
    if len(starts) < 2:
        return []
    placed: list[Placed] = []
    for left, right in zip(starts, [*starts[1:], width], strict=True):
        strip = [[*[None] * left, *row[left:right]] for row in rows]
        header = find_header(strip, columns)
        if isinstance(header, Header):
            placed.append((header, left, right))
    return placed if len(placed) > 1 else []


def begins_of_logs(texts: Sequence[Sequence[str]]) -> list[int]:
    """Where logs may begin (0-based): at the first heading, behind a gap, where it comes again."""
    heads = ["".join(column) for column in zip(*texts, strict=True)]
    filled = [place for place, head in enumerate(heads) if head]
    if not filled:
        return []
    first = plain(heads[filled[0]])
    return [
        place
        for place in filled
        if place == filled[0] or not heads[place - 1] or plain(heads[place]) == first
    ]
