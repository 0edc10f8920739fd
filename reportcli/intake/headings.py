"""What stands over a column, and which field it names.

A heading is matched as written, then without white space, brackets and 的/之, and at last by
likeness, which is always reported. Not for: which rows are the header (`header.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from reportcli.files.sheet import Row
from reportcli.intake.child.wire import IGNORED, Column, How
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.text import BRACKETED, squeeze

# Of 100 by RapidFuzz: one character in five may differ.
CLOSE = 80
SHORTEST_CLOSE = 4
# What settings map a heading to whose column is of no use.
IGNORE = "ignore"

FILLERS = re.compile(r"[的之:：*、/_\-.。\"'“”()\[\]【】]")


@cache
def plain(heading: str) -> str:
    """Give a heading as it is compared at second look.

    No white space, no bracketed remark, no 的 or 之; 时间 is 日期.
    """
    squeezed = squeeze(heading)
    bare = FILLERS.sub("", BRACKETED.sub("", squeezed))
    bare = bare or FILLERS.sub("", squeezed) or squeezed
    return bare.lower().replace("时间", "日期")


@cache
def known_headings(kind: KindId) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Map heading to field id for one kind of log, as written and as compared.

    Headings that are known and of no use map to `IGNORED`.
    """
    log_kind = log_kinds()[kind]
    exact = {squeeze(heading): IGNORED for heading in log_kind.ignored}
    for field in log_kind.fields:
        exact |= {squeeze(heading): field.id for heading in field.headings}
    return exact, {plain(heading): field for heading, field in exact.items()}


def settled_headings(kind: KindId, columns: Mapping[KindId, Mapping[str, str]]) -> dict[str, str]:
    """The office's own headings of one kind, as compared."""
    own = columns.get(kind, {})
    return {
        squeeze(heading): IGNORED if field == IGNORE else field for heading, field in own.items()
    }


def match_heading(
    kind: KindId, candidates: Sequence[str], settled: Mapping[str, str]
) -> tuple[str, str, How] | None:
    """Find the first candidate that is known: (heading, field or IGNORED, how)."""
    exact, normalised = known_headings(kind)
    for heading in candidates:
        if (field := settled.get(heading)) is not None:
            return heading, field, "settings"
    for heading in candidates:
        if (field := exact.get(heading)) is not None:
            return heading, field, "exact"
    for heading in candidates:
        if (field := normalised.get(plain(heading))) is not None:
            return heading, field, "normalised"
    return None


def match_columns(
    kind: KindId, stacks: Sequence[Sequence[str]], settled: Mapping[str, str]
) -> list[Column]:
    """Give every column that has a heading its field, where one is known."""
    columns: list[Column] = []
    for position, candidates in enumerate(stacks, start=1):
        if candidates:
            hit = match_heading(kind, candidates, settled)
            found = Column(position, *hit) if hit else Column(position, candidates[0])
            path = candidates[0] if candidates[0] != found.heading else ""
            columns.append(msgspec.structs.replace(found, path=path) if path else found)
    return columns


def outrank(kind: KindId, columns: Sequence[Column]) -> list[Column]:
    """Leave each field that only one column may hold the most usual of those that claim it.

    收到日期 before 申请日期 (条例第三十一条), 答复日期 before 办结日期: the order of the headings in
    `words/*.toml`. A column that the settings name comes first. Columns of one heading stay, for
    nothing tells which of them is meant.
    """
    outranked: dict[int, Column] = {}
    for claim in rivals(kind, columns):
        first, *others = sorted(claim, key=lambda column: rank(kind, column))
        if rank(kind, others[0]) == rank(kind, first):
            continue
        for other in others:
            outranked[other.column] = msgspec.structs.replace(
                other, field=IGNORED, how="outranked", part=first.heading
            )
    return [outranked.get(column.column, column) for column in columns]


def rivals(kind: KindId, columns: Sequence[Column]) -> list[list[Column]]:
    """The columns that claim one field together, of the fields that only one column may hold."""
    claims: dict[str, list[Column]] = {}
    for column in columns:
        if column.field and not column.part and not log_kinds()[kind].field(column.field).several:
            claims.setdefault(column.field, []).append(column)
    return [claim for claim in claims.values() if len(claim) > 1]


def rank(kind: KindId, column: Column) -> int:
    """How usual the heading of a column is for its field, the most usual first."""
    if column.how == "settings":
        return -1
    usual = [plain(heading) for heading in log_kinds()[kind].field(column.field).headings]
    heading = plain(column.heading)
    return usual.index(heading) if heading in usual else len(usual)


def match_close(kind: KindId, columns: Sequence[Column]) -> list[Column]:
    """Give unknown headings to fields that have no column, where exactly one is close.

    Never to a field that has an owner, so that a slip of the keyboard is forgiven and a different
    heading is not taken for one.
    """
    free = free_headings(kind, {column.field for column in columns})
    claims: dict[str, list[Column]] = {}
    for column in columns if free else ():
        if is_unclaimed(column) and (field := close_field(column.heading, free)) is not None:
            claims.setdefault(field, []).append(column)
    found = {
        claim[0].column: Column(claim[0].column, claim[0].heading, field, "close")
        for field, claim in claims.items()
        if len(claim) == 1
    }
    return [found.get(column.column, column) for column in columns]


def is_unclaimed(column: Column) -> bool:
    """Whether nothing knows a column, whose heading is long enough to be a slip of another."""
    return not column.field and column.how is None and len(column.heading) >= SHORTEST_CLOSE


def free_headings(kind: KindId, owned: set[str]) -> dict[str, str]:
    """The headings of the fields that have no column yet, as compared, with their fields."""
    return {
        plain(heading): field.id
        for field in log_kinds()[kind].fields
        if field.id not in owned
        for heading in field.headings
    }


def close_field(heading: str, known: Mapping[str, str]) -> str | None:
    from rapidfuzz import fuzz, process

    close = process.extract(
        plain(heading), list(known), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None
    )
    fields = {known[text] for text, _, _ in close}
    return fields.pop() if len(fields) == 1 else None


def heading_texts(row: Row, width: int) -> list[str]:
    """The texts of a row's cells as headings are compared; numbers and dates head nothing."""
    texts = [squeeze(cell) if isinstance(cell, str) else "" for cell in row]
    return texts + [""] * (width - len(texts))


def stacked_headings(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give for each column the headings it may go by, best first.

    That is the whole path (申请人信息姓名), then its lower parts (姓名).
    """
    spread = [*spread_groups(rows), rows[-1]]
    paths = ([text for text in column if text] for column in zip(*spread, strict=True))
    return [["".join(path[start:]) for start in range(len(path))] for path in paths]


def spread_groups(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The rows above the lowest, each group heading spread over the columns it heads.

    Merged cells are stored as the first of them: a group reaches to the right over blank cells, as
    far as there is anything below them.
    """
    for depth, row in enumerate(rows[:-1]):
        texts = list(row)
        for left, right in pairwise(range(len(texts))):
            if not texts[right] and any(lower[right] for lower in rows[depth + 1 :]):
                texts[right] = texts[left]
        yield texts
