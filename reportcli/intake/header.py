"""Which rows are the header, which kind of log it heads, and which column is which field.

A heading is matched exactly, then without white space, brackets and 的/之. A header may be one to three rows
deep (申请人信息 over 姓名 and 类型). Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from reportcli.fields import KINDS, KindId, log_kinds
from reportcli.intake.messages import IGNORED, Column, How, Misfit
from reportcli.intake.values import Cell, squeeze
from reportcli.intake.workbook import Row

SEARCHED_ROWS = 30
DEEPEST = 3

BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
FILLERS = re.compile(r"[的之:：*、/_\-.。\"'“”()\[\]【】]")


class Header(msgspec.Struct, frozen=True):
    """A header found: its rows (1-based), the kind of log, and every column that has a heading."""

    kind: KindId
    rows: list[int]
    columns: list[Column]

    @property
    def fields(self) -> dict[str, list[Column]]:
        """Field id → its columns, in the order in which they are preferred."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, []).append(column)
        for field_id, columns in found.items():
            order = [plain(heading) for heading in log_kinds()[self.kind].field(field_id).headings]
            columns.sort(
                key=lambda one: order.index(plain(one.heading)) if plain(one.heading) in order else -1
            )
        return found

    @property
    def unknown(self) -> list[Column]:
        """Columns whose heading no list knows: neither a field nor a heading known to be of no use."""
        return [column for column in self.columns if not column.field and column.how is None]


@cache
def plain(heading: str) -> str:
    """A heading as it is compared at second look: no white space, no bracketed remark, no 的 or 之."""
    squeezed = squeeze(heading)
    return FILLERS.sub("", BRACKETED.sub("", squeezed)).lower() or squeezed


@cache
def known_headings(kind: KindId) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Heading → field id of one kind (ignored headings map to nothing), as written and as compared."""
    exact: dict[str, str] = {}
    log_kind = log_kinds()[kind]
    for heading in log_kind.ignored:
        exact[squeeze(heading)] = IGNORED
    for field in log_kind.fields:
        for heading in field.headings:
            exact[squeeze(heading)] = field.id
    return exact, {plain(heading): field for heading, field in exact.items()}


def match_heading(
    kind: KindId, candidates: Iterable[str], mapped: Mapping[str, str]
) -> tuple[str, str, How] | None:
    """The first candidate heading that is known: (heading, field or IGNORED, how). None when none is."""
    exact, normalised = known_headings(kind)
    for how, table, compare in (
        ("settings", mapped, squeeze),
        ("exact", exact, squeeze),
        ("normalised", normalised, plain),
    ):
        for heading in candidates:
            if (field := table.get(compare(heading))) is not None:
                return heading, field, how  # type: ignore[return-value]
    return None


def heading_text(cell: Cell) -> str:
    """The text of a heading cell; numbers and dates head nothing."""
    return squeeze(cell) if isinstance(cell, str) else ""


def stacked_headings(rows: Sequence[Row], width: int) -> list[list[str]]:
    """For each column the headings it may go by, best first: whole path, its lower parts, and the group
    alone.

    A group heading spreads to the right over the blank cells of its row, which is how merged cells are
    stored.
    """
    spread: list[list[str]] = []
    for depth, row in enumerate(rows):
        texts = [heading_text(row[i]) if i < len(row) else "" for i in range(width)]
        if depth < len(rows) - 1:
            for left, right in pairwise(range(width)):
                below = any(right < len(lower) and heading_text(lower[right]) for lower in rows[depth + 1 :])
                if not texts[right] and below:
                    texts[right] = texts[left]
        spread.append(texts)
    stacks: list[list[str]] = []
    for column in range(width):
        path = [row[column] for row in spread if row[column]]
        stacks.append(["".join(path[i:]) for i in range(len(path))])
        if len(path) > 1 and not spread[-1][column]:
            stacks[-1].append(path[-1])
    return stacks


def find_header(
    rows: Sequence[Row],
    columns: Mapping[KindId, Mapping[str, str]],
    kind: KindId | None = None,
    header_rows: Sequence[int] | None = None,
) -> Header | Misfit:
    """The header among the first rows of a sheet, or why there is none.

    `rows` start at worksheet row 1. Of all places and depths the one counts that satisfies most required
    fields, then knows most headings, then is shallowest and highest. `columns`, `kind` and `header_rows` are
    what a person settled in `reportcli.toml`.
    """
    best: tuple[tuple[int, ...], Header | Misfit] | None = None
    places = (
        [(header_rows[0] - 1, len(header_rows))]
        if header_rows
        else [(top, depth) for top in range(min(len(rows), SEARCHED_ROWS)) for depth in range(1, DEEPEST + 1)]
    )
    for top, depth in places:
        block = rows[top : top + depth]
        if (
            len(block) < depth
            or not any(heading_text(cell) for cell in block[-1])
            or not any(map(heading_text, block[0]))
        ):
            continue
        stacks = stacked_headings(block, max(map(len, block)))
        for candidate in (kind,) if kind else KINDS:
            mapped = {squeeze(heading): field for heading, field in columns.get(candidate, {}).items()}
            found = match_columns(candidate, stacks, mapped)
            fields = {column.field for column in found if column.field}
            required = log_kinds()[candidate].required
            missing = [group for group in required if not fields & set(group)]
            score = (len(required) - len(missing) == len(required), len(fields), -len(missing), -depth, -top)
            if best is not None and score <= best[0]:
                continue
            header = Header(candidate, list(range(top + 1, top + depth + 1)), found)
            doubled = doubled_fields(header)
            sound = not missing and not doubled
            seen = [column.heading for column in header.unknown]
            best = (
                score,
                header if sound else Misfit(candidate, top + depth, seen, len(fields), missing, doubled),
            )
    if best is None:
        return Misfit(None, 0, [])
    if isinstance(best[1], Misfit) and best[1].known < 2:
        return Misfit(None, 0, best[1].unknown)
    return best[1]


def match_columns(kind: KindId, stacks: Sequence[Sequence[str]], mapped: Mapping[str, str]) -> list[Column]:
    """Every column that has a heading, with its field where one is known."""
    columns = []
    for position, candidates in enumerate(stacks, start=1):
        if not candidates:
            continue
        if hit := match_heading(kind, candidates, mapped):
            columns.append(Column(position, *hit))
        else:
            columns.append(Column(position, candidates[0]))
    return columns


def doubled_fields(header: Header) -> dict[str, list[str]]:
    """Fields that two columns claim although only one may hold them, with the headings that do."""
    return {
        field: [column.heading for column in columns]
        for field, columns in header.fields.items()
        if len(columns) > 1 and not log_kinds()[header.kind].field(field).several
    }
