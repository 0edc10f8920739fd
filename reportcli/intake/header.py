"""Which rows are the header, and which kind of log it heads.

A header may be one to three rows deep (申请人信息 over 姓名 and 类型). Which heading names which
field is told by `headings.py`. Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from reportcli.files.sheet import Row
from reportcli.intake.child.wire import Column, Misfit
from reportcli.intake.gather import CROSSES, NO_TICKS, TICKS, mark_of
from reportcli.intake.headings import (
    heading_texts,
    known_headings,
    match_close,
    match_columns,
    outrank,
    plain,
    rank,
    settled_headings,
    stacked_headings,
)
from reportcli.intake.layouts import arrange, stand_in
from reportcli.words.cells import read_date, shown
from reportcli.words.fields import KINDS, Kind, KindId, log_kinds

# One known heading may stand in any table: 备注, 日期.
FEWEST_KNOWN = 2
SEARCHED_ROWS = 30
WIDEST = 500  # columns; no log has as many, and each is compared with every heading many times over
DEEPEST = 3
CARD_ROWS = 4
LONGEST_HEADING = 30
# Fields whose headings stand over many a table that is no log.
NO_EVIDENCE = frozenset({"count", "remarks"})
LONG_NUMBER = re.compile(r"\d{5}")


class Header(msgspec.Struct, frozen=True):
    """A header found: its rows (1-based), the kind of log, and every column that has a heading.

    `fixed` is what stands in place of a column: the kind of cases that the name of a sheet tells.
    """

    kind: KindId
    rows: list[int]
    columns: list[Column]
    fixed: dict[str, str] = {}

    @property
    def fields(self) -> dict[str, list[Column]]:
        """Map field id to its columns, in the order in which they are preferred."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, []).append(column)
        for columns in found.values():
            columns.sort(key=lambda column: rank(self.kind, column))
        return found

    @property
    def unknown(self) -> list[Column]:
        """Columns whose heading no list knows, neither as a field nor as one of no use."""
        return [column for column in self.columns if not column.field and column.how is None]


class Candidate(msgspec.Struct, frozen=True):
    """Rows that may be the header of a kind of log, with what their columns would be."""

    header: Header

    @property
    def log_kind(self) -> Kind:
        """What is known of the kind of log that it would head."""
        return log_kinds()[self.header.kind]

    @property
    def known(self) -> set[str]:
        """The fields that have a column."""
        columns = {column.field for column in self.header.columns if column.field}
        return columns | self.header.fixed.keys()

    @property
    def missing(self) -> list[list[str]]:
        """The required alternatives of which no field has a column."""
        known = self.known
        return [group for group in self.log_kind.required if known.isdisjoint(group)]

    @property
    def doubled(self) -> dict[str, list[str]]:
        """Map each field that only one column may hold, and several claim, to their headings."""
        return {
            field: [column.heading for column in columns]
            for field, columns in self.header.fields.items()
            if len(columns) > 1
            and not self.log_kind.field(field).several
            and not any(column.part for column in columns)
        }

    @property
    def score(self) -> tuple[int, ...]:
        """How likely it is: nothing missing, then most fields, then most columns that hold a part
        of one, then the shallowest, highest rows.
        """
        missing, rows = len(self.missing), self.header.rows
        parts = sum(bool(column.part) for column in self.header.columns)
        return not missing, len(self.known), -missing, parts, -len(rows), -rows[0]

    def with_close_headings(self) -> Candidate:
        """The same rows, with unknown headings that are close to one that is known."""
        header = self.header
        columns = match_close(header.kind, header.columns)
        return Candidate(Header(header.kind, header.rows, columns, header.fixed))

    def misfit(self) -> Misfit:
        """Why these rows, though the best, head no sound log."""
        unknown = [shown(column.heading) for column in self.header.unknown]
        last = self.header.rows[-1]
        return Misfit(self.header.kind, last, unknown, len(self.known), self.missing, self.doubled)


class HeaderSearch:
    """The search for a header among the first rows of a sheet."""

    def __init__(
        self,
        rows: Sequence[Row],
        columns: Mapping[KindId, Mapping[str, str]],
        fixed: Mapping[KindId, Mapping[str, str]],
    ) -> None:
        self.fixed = {kind: dict(fixed.get(kind, {})) for kind in KINDS}
        self.rows = [row[:WIDEST] for row in rows]
        self.settled = {kind: settled_headings(kind, columns) for kind in KINDS}
        width = max(map(len, self.rows), default=0)
        self.texts = [heading_texts(row, width) for row in self.rows]
        self.are_records: dict[int, bool] = {}

    def places(self) -> Iterator[tuple[int, int]]:
        """Where a header may begin (0-based), and how deep it may be."""
        for top in range(min(len(self.rows), SEARCHED_ROWS)):
            for depth in range(1, DEEPEST + 1):
                yield top, depth

    def candidates(
        self, places: Iterator[tuple[int, int]], kinds: Sequence[KindId]
    ) -> Iterator[Candidate]:
        """Every block of rows that could be a header, as that of each kind."""
        for top, depth in places:
            if not self.may_head(top, depth):
                continue
            numbers = list(range(top + 1, top + depth + 1))
            stacks = stacked_headings(self.texts[top : top + depth])
            for kind in kinds:
                columns = match_columns(kind, stacks, self.settled[kind])
                if sum(bool(column.field) for column in columns) >= 2:
                    columns = self.arranged(kind, columns, stacks, top + depth)
                columns, fixed = stand_in(kind, columns, self.fixed[kind])
                yield Candidate(Header(kind, numbers, columns, fixed))

    def arranged(
        self, kind: KindId, columns: Sequence[Column], stacks: Sequence[Sequence[str]], below: int
    ) -> list[Column]:
        """The columns with their parts of fields; none is ticked that holds something else.

        公民 and 法人 over columns of names are no columns of ticks.
        """
        found = arrange(kind, columns, stacks)
        ticked = [column.column - 1 for column in found if column.part.startswith("ticks:")]
        if ticked and not hold_marks(self.rows[below:], ticked):
            found = arrange(kind, columns, stacks, without="ticks")
        return outrank(kind, found)

    def topmost(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """The best candidate; of sound ones with records between them the best of the first.

        A header further down, with more columns, heads the rows below it: those above it would be
        lost as titles.
        """
        sound = [one for one in candidates if not one.missing and not one.doubled]
        if sound:
            first = min(one.header.rows[0] for one in sound)
            records = [place + 1 for place in range(first, len(self.rows)) if self.is_record(place)]
            last = min(records, default=len(self.rows) + 1)
            candidates = [one for one in sound if one.header.rows[-1] < last]
        return max(candidates, key=lambda candidate: candidate.score, default=None)

    def may_head(self, top: int, depth: int) -> bool:
        """Whether the rows exist, begin and end with a text, and none of them is a record."""
        block = self.texts[top : top + depth]
        if len(block) < depth or not any(block[0]) or not any(block[-1]):
            return False
        return not any(map(self.is_record, range(top, top + depth)))

    def is_record(self, place: int) -> bool:
        """Whether a row holds a date, asked once a row."""
        if place not in self.are_records:
            self.are_records[place] = holds_a_day(self.rows[place])
        return self.are_records[place]


def find_header(
    rows: Sequence[Row],
    columns: Mapping[KindId, Mapping[str, str]],
    kind: KindId | None = None,
    header_rows: Sequence[int] | None = None,
    fixed: Mapping[KindId, Mapping[str, str]] = {},
) -> Header | Misfit:
    """Find the header among the first rows of a sheet, or tell why there is none.

    `rows` start at worksheet row 1. `columns`, `kind` and `header_rows` are what a person settled
    in `reportcli.toml`; `fixed` are the values that all rows of the sheet would have.
    """
    search = HeaderSearch(rows, columns, fixed)
    settled_place = iter([(header_rows[0] - 1, len(header_rows))]) if header_rows else None
    kinds = [kind] if kind else KINDS
    candidates = list(search.candidates(settled_place or search.places(), kinds))
    best = search.topmost(candidates)
    is_whole = best is not None and not best.missing
    if not kind and not is_whole and (labels := card_labels(search.texts)):
        return Misfit(None, 0, labels, is_card=True)
    is_evident = best is not None and len(best.known - NO_EVIDENCE) >= FEWEST_KNOWN
    if best is None or not (kind or is_evident):
        return Misfit(None, 0, seen_headings(search.texts))
    best = best.with_close_headings()
    if best.missing or best.doubled:
        return best.misfit()
    return best.header


def hold_marks(rows: Sequence[Row], places: Sequence[int]) -> bool:
    """Whether most of what some columns hold are marks such as √ and 是; also where all is blank."""
    cells = [row[place] for row in rows for place in places if place < len(row)]
    filled = [mark_of(cell) for cell in cells if mark_of(cell)]
    marks = [mark for mark in filled if mark in TICKS | CROSSES | NO_TICKS]
    return len(marks) >= len(filled) / 2


def holds_a_day(row: Row) -> bool:
    """Tell whether any cell of a row is a date.

    Such a row is a record, however much its words look like headings.
    """
    cells = [cell for cell in row if isinstance(cell, str | date)]
    # True dates first, which are read at a glance.
    cells.sort(key=lambda cell: isinstance(cell, str))
    return any(isinstance(read_date(cell), date) for cell in cells)


def card_labels(texts: Sequence[Sequence[str]]) -> list[str]:
    """Give the labels of a card, a form that holds one record; none where the sheet is no card.

    A card has its headings in many rows, each beside its value. What stands beside them is a
    person's, so that no row of it may be taken for a header, not even for one that lacks something.
    """
    for kind in KINDS:
        rows = [fields_of_row(kind, row) for row in texts[:SEARCHED_ROWS]]
        labels = {field: text for row in rows for field, text in row.items()}
        with_labels = sum(map(bool, rows))
        fullest = max(map(len, rows), default=0)
        if with_labels >= CARD_ROWS and fullest <= len(labels) / 2:
            return list(labels.values())
    return []


def fields_of_row(kind: KindId, row: Sequence[str]) -> dict[str, str]:
    """The fields that the texts of a row name, each with its text."""
    exact, normalised = known_headings(kind)
    named = ((exact.get(text) or normalised.get(plain(text)), text) for text in row)
    return {field: text for field, text in named if field}


def seen_headings(texts: Sequence[Sequence[str]]) -> list[str]:
    """Give what may be the headings of a sheet of which none is known: the fullest early row.

    A row with a long number is a record that lost its header, and what it says is nobody's
    business.
    """
    early = texts[:SEARCHED_ROWS]
    rows = [row for row in early if not any(LONG_NUMBER.search(text) for text in row)]
    fullest = max(rows, key=lambda row: sum(map(bool, row)), default=[])
    return [text for text in fullest if text and len(text) <= LONGEST_HEADING]
