"""Which rows are the header, which kind of log it heads, and which column is which field.

A heading is matched exactly, then without white space, brackets and 的/之, and at last by likeness,
which is always reported. A header may be one to three rows deep (申请人信息 over 姓名 and 类型).
Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

import msgspec

from reportcli.files.sheet import Row
from reportcli.intake.child.wire import IGNORED, Column, How, Misfit
from reportcli.words.cells import read_date, shown
from reportcli.words.fields import KINDS, KindId, log_kinds
from reportcli.words.text import squeeze

SEARCHED_ROWS = 30
WIDEST = 500  # columns; no log has as many, and each is compared with every heading many times over
DEEPEST = 3
CLOSE = 80
SHORTEST_CLOSE = 4
CARD_ROWS = 4
LONGEST_HEADING = 30
LONG_NUMBER = re.compile(r"\d{5}")

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
                key=lambda one: (
                    order.index(plain(one.heading)) if plain(one.heading) in order else -1
                )
            )
        return found

    @property
    def unknown(self) -> list[Column]:
        """Columns whose heading no list knows: neither a field nor a heading known to be of no
        use."""
        return [column for column in self.columns if not column.field and column.how is None]


@cache
def plain(heading: str) -> str:
    """A heading as it is compared at second look: no white space, no bracketed remark, no 的 or 之;
    时间 is 日期.
    """
    squeezed = squeeze(heading)
    bare = FILLERS.sub("", BRACKETED.sub("", squeezed)) or FILLERS.sub("", squeezed) or squeezed
    return bare.lower().replace("时间", "日期")


@cache
def known_headings(kind: KindId) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Heading → field id of one kind (ignored headings map to nothing), as written and as
    compared."""
    exact: dict[str, str] = {}
    log_kind = log_kinds()[kind]
    for heading in log_kind.ignored:
        exact[squeeze(heading)] = IGNORED
    for field in log_kind.fields:
        for heading in field.headings:
            exact[squeeze(heading)] = field.id
    return exact, {plain(heading): field for heading, field in exact.items()}


def match_heading(
    kind: KindId, candidates: Sequence[str], mapped: Mapping[str, str]
) -> tuple[str, str, How] | None:
    """The first candidate heading that is known: (heading, field or IGNORED, how). None when none
    is."""
    exact, normalised = known_headings(kind)
    for heading in candidates:
        if (field := mapped.get(heading)) is not None:
            return heading, field, "settings"
    for heading in candidates:
        if (field := exact.get(heading)) is not None:
            return heading, field, "exact"
    for heading in candidates:
        if (field := normalised.get(plain(heading))) is not None:
            return heading, field, "normalised"
    return None


def heading_texts(row: Row, width: int) -> list[str]:
    """The texts of a row's cells as headings are compared; numbers and dates head nothing."""
    texts = [squeeze(cell) if isinstance(cell, str) else "" for cell in row]
    return texts + [""] * (width - len(texts))


def holds_a_day(row: Row) -> bool:
    """Whether any cell of a row is a date: such a row is a record, however much its words look like
    headings.
    """
    cells = [cell for cell in row if isinstance(cell, str | date)]
    cells.sort(
        key=lambda cell: isinstance(cell, str)
    )  # true dates first, which are read at a glance
    return any(isinstance(read_date(cell), date) for cell in cells)


def stacked_headings(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each column the headings it may go by, best first: the whole path, then its lower parts.

    A group heading spreads to the right over the blank cells of its row, which is how merged cells
    are stored.
    """
    spread: list[Sequence[str]] = []
    for depth, row in enumerate(rows):
        texts = list(row)
        for left, right in pairwise(range(len(texts))) if depth < len(rows) - 1 else ():
            if not texts[right] and any(lower[right] for lower in rows[depth + 1 :]):
                texts[right] = texts[left]
        spread.append(texts)
    paths = ([text for text in column if text] for column in zip(*spread, strict=True))
    return [["".join(path[i:]) for i in range(len(path))] for path in paths]


class Candidate(msgspec.Struct, frozen=True):
    """Rows that may be the header of a kind of log, with what their columns would be."""

    header: Header

    @property
    def known(self) -> set[str]:
        """The fields that have a column."""
        return {column.field for column in self.header.columns if column.field}

    @property
    def missing(self) -> list[list[str]]:
        """The required alternatives of which no field has a column."""
        return [
            group for group in log_kinds()[self.header.kind].required if not self.known & set(group)
        ]

    @property
    def doubled(self) -> dict[str, list[str]]:
        """Fields that several columns claim although only one may hold them, with the headings that
        do."""
        kind = log_kinds()[self.header.kind]
        return {
            field: [column.heading for column in columns]
            for field, columns in self.header.fields.items()
            if len(columns) > 1 and not kind.field(field).several
        }

    @property
    def score(self) -> tuple[int, ...]:
        """How likely it is: most required fields, then most fields, then the shallowest and highest
        rows."""
        missing, rows = len(self.missing), self.header.rows
        return not missing, len(self.known), -missing, -len(rows), -rows[0]


def find_header(
    rows: Sequence[Row],
    columns: Mapping[KindId, Mapping[str, str]],
    kind: KindId | None = None,
    header_rows: Sequence[int] | None = None,
) -> Header | Misfit:
    """The header among the first rows of a sheet, or why there is none.

    `rows` start at worksheet row 1. `columns`, `kind` and `header_rows` are what a person settled
    in `reportcli.toml`.
    """
    rows = [row[:WIDEST] for row in rows]
    width = max(map(len, rows), default=0)
    texts = [heading_texts(row, width) for row in rows]
    is_record = cache(lambda place: holds_a_day(rows[place]))
    if header_rows:
        places = [(header_rows[0] - 1, len(header_rows))]
    else:
        places = [
            (top, depth)
            for top in range(min(len(rows), SEARCHED_ROWS))
            for depth in range(1, DEEPEST + 1)
        ]
    candidates = [
        Candidate(
            Header(
                one,
                list(range(top + 1, top + depth + 1)),
                match_columns(one, stacks, mapped_headings(one, columns)),
            )
        )
        for top, depth in places
        if len(block := texts[top : top + depth]) == depth
        and any(block[0])
        and any(block[-1])
        and not any(map(is_record, range(top, top + depth)))
        for stacks in [stacked_headings(block)]
        for one in ([kind] if kind else KINDS)
    ]
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    if not kind and (best is None or best.missing) and (labels := card_labels(texts)):
        return Misfit(None, 0, labels, is_card=True)
    if best is None or (len(best.known) < 2 and not kind):
        return Misfit(None, 0, seen_headings(texts))
    best = Candidate(add_close_headings(best.header))
    if not best.missing and not best.doubled:
        return best.header
    unknown = [shown(column.heading) for column in best.header.unknown]
    return Misfit(
        best.header.kind, best.header.rows[-1], unknown, len(best.known), best.missing, best.doubled
    )


def card_labels(texts: Sequence[Sequence[str]]) -> list[str]:
    """The labels of a card, a form that holds one record; none where the sheet is no card.

    A card has its headings in many rows, each beside its value. What stands beside them is a
    person's, so that no row of it may be taken for a header, not even for one that lacks something.
    """
    for kind in KINDS:
        exact, normalised = known_headings(kind)
        found = [
            {
                field: text
                for text in row
                if (field := exact.get(text) or normalised.get(plain(text)))
            }
            for row in texts[:SEARCHED_ROWS]
        ]
        labels = {field: text for row in found for field, text in row.items()}
        if sum(map(bool, found)) >= CARD_ROWS and 2 * max(map(len, found)) <= len(labels):
            return list(labels.values())
    return []


def seen_headings(texts: Sequence[Sequence[str]]) -> list[str]:
    """What may be the headings of a sheet of which none is known: the fullest of the first rows of
    plain words.

    A row with a long number is a record that lost its header, and what it says is nobody's
    business.
    """
    rows = [
        row for row in texts[:SEARCHED_ROWS] if not any(LONG_NUMBER.search(text) for text in row)
    ]
    fullest = max(rows, key=lambda row: sum(map(bool, row)), default=[])
    return [text for text in fullest if text and len(text) <= LONGEST_HEADING]


def mapped_headings(kind: KindId, columns: Mapping[KindId, Mapping[str, str]]) -> dict[str, str]:
    """The office's own headings of one kind, as compared."""
    return {squeeze(heading): field for heading, field in columns.get(kind, {}).items()}


def match_columns(
    kind: KindId, stacks: Sequence[Sequence[str]], mapped: Mapping[str, str]
) -> list[Column]:
    """Every column that has a heading, with its field where one is known; a settled heading has its
    field alone.
    """
    columns = []
    for position, candidates in enumerate(stacks, start=1):
        if candidates:
            hit = match_heading(kind, candidates, mapped)
            columns.append(Column(position, *hit) if hit else Column(position, candidates[0]))
    settled = {column.field for column in columns if column.how == "settings"}
    return [
        column
        if column.how == "settings" or column.field not in settled
        else Column(column.column, column.heading, IGNORED, column.how)
        for column in columns
    ]


def add_close_headings(header: Header) -> Header:
    """The header with unknown headings given to fields that have no column, where exactly one is
    close.

    Close is 80 of 100 by RapidFuzz: one character in five. Never for a field that has an owner, so
    that a slip of the keyboard is forgiven and a different heading is not taken for one.
    """
    unknown = [column for column in header.unknown if len(column.heading) >= SHORTEST_CLOSE]
    owned = header.fields
    free = {
        plain(heading): field.id
        for field in log_kinds()[header.kind].fields
        if field.id not in owned
        for heading in field.headings
    }
    if not unknown or not free:
        return header
    from rapidfuzz import fuzz, process

    claims: dict[str, list[Column]] = {}
    for column in unknown:
        close = process.extract(
            plain(column.heading), list(free), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None
        )
        fields = {free[heading] for heading, _, _ in close}
        if len(fields) == 1:
            claims.setdefault(fields.pop(), []).append(column)
    found = {columns[0].column: field for field, columns in claims.items() if len(columns) == 1}
    return Header(
        header.kind,
        header.rows,
        [
            Column(column.column, column.heading, found[column.column], "close")
            if column.column in found
            else column
            for column in header.columns
        ],
    )
