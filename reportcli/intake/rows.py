"""Which rows below a header are records, and why the others are not.

A total counted as a request is the commonest way to a wrong figure, and a request taken for a
footer the worst: a row that carries a readable date where its log needs one is always a record.
The words are data (`words/rows.toml`); how they stand together is grammar, and stands here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from datetime import date
from functools import cache
from itertools import count
from operator import or_

import msgspec

from reportcli.files.sheet import Batch, Row
from reportcli.intake.child.wire import Column
from reportcli.intake.gather import DITTOS, Known, getter_of
from reportcli.intake.header import Header
from reportcli.intake.headings import match_heading
from reportcli.shipped import load_shipped
from reportcli.words.cells import Cell, is_blank, is_error, read_date
from reportcli.words.fields import KINDS, KindId, log_kinds
from reportcli.words.patterns import late_pattern
from reportcli.words.text import squeeze

# (一) and 一、 open a group wherever they stand, and are no date.
GROUP_ORDINAL = late_pattern(
    r"([(（]?[一二三四五六七八九十]+[)）][、.．]?|[一二三四五六七八九十]+[、.．]).{0,20}"
)
PERIOD = late_pattern(
    r"(\d{4}年度?|(\d{4}年度?)?(第[一二三四1-4]季度|[上下]半年|[\d一二三四五六七八九十]{1,2}月份?)).{0,20}"
)
# Right below the header a form shows how it is filled in, with a number such as 〔2024〕第000号.
SAMPLE_ROWS = 5
SAMPLE_NUMBER = late_pattern(r"\D*(?:19|20)\d\d\D*0{2,}号?")
# A row of fewer known headings is a record, or a title that names some.
FEWEST_HEADINGS = 3
# 1 2 3 …, (1) (2) … or 甲 乙 1 2 … under the headings, which explanations of a form refer to.
# Fewer numbers in a row may be a record.
FEWEST_NUMBERED = 3
STEMS = "甲乙丙丁戊己庚辛壬癸"
COLUMN_NUMBER = late_pattern(rf"\(?([{STEMS}]|\d{{1,2}})\)?(=[\d+\-()]*)?")

# A filled cell of a row, and its squeezed text, each with its place (0-based).
PlacedCell = tuple[int, Cell]
PlacedText = tuple[int, str]


class TotalWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a row of sums."""

    spans: list[str]
    units: list[str]
    words: list[str]
    alone: list[str]
    counters: list[str]
    parts: list[str]
    english: list[str]
    quantities: list[str]


class FooterWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a line below the records: who filled in the form, notes, 以下空白."""

    first: list[str]
    bodies: list[str]
    acts: list[str]
    roles: list[str]
    signs: list[str]
    notes: list[str]
    bare_acts: list[str]
    bare_roles: list[str]
    ends: list[str]
    english: list[str]


class NumberingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words about the columns themselves."""

    running: list[str]
    numbered: list[str]


class SampleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a row that shows how the form is filled in."""

    words: list[str]


class RowWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `words/rows.toml`."""

    total: TotalWords
    footer: FooterWords
    samples: SampleWords
    columns: NumberingWords


class RowForms(msgspec.Struct, frozen=True):
    """The words put together: what a whole text must match to tell its row."""

    total: re.Pattern[str]
    subtotal: re.Pattern[str]
    quantity: re.Pattern[str]
    footer: re.Pattern[str]


@cache
def row_words() -> RowWords:
    """The words that tell rows, loaded strictly."""
    return load_shipped("words/rows.toml", RowWords)


@cache
def row_forms() -> RowForms:
    """The forms of the texts that tell rows."""
    total, footer = row_words().total, row_words().footer
    return RowForms(
        re.compile(total_form(total)),
        # What begins a line of sums, where nothing but quantities follows: 自然人合计, 合计(件).
        re.compile(
            rf".{{0,12}}{one_of(total.words)}(\([^()]{{1,6}}\))?[:：]?"
            rf"|{one_of(total.parts)}[:：]?.{{0,12}}"
        ),
        re.compile(rf"[\d,.]+{one_of(total.quantities)}?"),
        re.compile(footer_form(footer)),
    )


def total_form(words: TotalWords) -> str:
    """本年度合计:3件, 第一季度小计, 3月份合计, 总数, Subtotals."""
    unit = rf"本?{one_of(words.units)}度?"
    span = rf"({unit}|第?[一二三四1-4]季度|\d{{1,2}}月份?|{one_of(words.spans)})?"
    word = one_of([*words.words, *words.alone])
    number = rf"(\d+{one_of(words.counters)}?)?"
    return rf"{span}{word}[:：]?{number}|(?i:{one_of(words.english)}s?:?)"


def footer_form(words: FooterWords) -> str:
    """填报单位负责人(签字):…, 注1:…, 制表人, 以下空白, 第1页."""
    act = rf"{one_of(words.first)}?{one_of(words.bodies)}?{one_of(words.acts)}"
    signed = rf"{one_of(words.roles)}?{one_of(words.signs)}?(\([^()]{{1,6}}\))?"
    return "|".join(
        (
            rf"{act}{signed}[:：].*",
            rf"{one_of(words.notes)}\d?[:：].*",
            rf"{one_of(words.bare_acts)}{one_of(words.bare_roles)}",
            rf"\W*{one_of(words.ends)}\W*",
            r"第\d+页.{0,6}",
            rf"(?i:{one_of(words.english)}\d?:.*)",
        )
    )


def one_of(words: Sequence[str]) -> str:
    """A group of a pattern that any of the words fits."""
    return f"(?:{'|'.join(map(re.escape, words))})"


class RowSorter:
    """Sorts the rows of one sheet under its header, a batch of rows at a time."""

    def __init__(
        self,
        header: Header,
        year: int | None,
        continued: Set[int],
        speaking: Set[int] = frozenset(),
        *,
        epoch_1904: bool,
    ) -> None:
        self.header, self.year, self.epoch_1904 = header, year, epoch_1904
        # Rows that belong to the record above; those that say more of it are read like records,
        # and folded into it then (`folded.py`).
        self.continued, self.speaking = continued, speaking
        self.last_header_row = max(header.rows, default=0)
        self.last_sample_row = self.last_header_row + SAMPLE_ROWS
        self.headings: set[PlacedText] = {
            (column.column - 1, column.heading) for column in header.columns
        }
        self.header_texts: list[list[PlacedText]] = []
        self.fields_by_place = {
            column.column - 1: "" if column.part else column.field for column in header.columns
        }
        self.field_places = {column.column - 1 for column in header.columns if column.field}
        needed = needed_columns(header)
        self.needed = {column.column - 1 for columns in needed.values() for column in columns}
        self.dates = [
            getter_of(columns)
            for field, columns in needed.items()
            if log_kinds()[header.kind].field(field).type == "date"
        ]
        self.is_day = Known(self.holds_date)
        self.is_day[None] = False
        # The row at which another header begins, once one is met: the rows from there on are of
        # another log, or of this one with other columns.
        self.turn = 0

    def reasons(self, first: int, batch: Batch) -> list[str | None]:
        """Tell of each row why it is no record, or None; the batch begins with the row `first`.

        A row that carries a date is told by that cell alone, and most rows do.
        """
        dated = [False] * len(batch)
        for get in self.dates:
            days = map(self.is_day.__getitem__, get(batch))
            dated = list(map(or_, dated, days))
        if all(dated) and first > self.last_sample_row and not self.continued:
            return [None] * len(batch)
        return [
            self.reason_of(number, batch, place, is_dated=is_dated)
            for place, (number, is_dated) in enumerate(zip(count(first), dated))
        ]

    def reason_of(self, number: int, batch: Batch, place: int, *, is_dated: bool) -> str | None:
        """Why one row of a batch is no record."""
        is_record = is_dated and number > self.last_header_row and number not in self.continued
        if is_record and number > self.last_sample_row:
            return None
        if is_record:
            return "sample-row" if is_sample(batch.row(place)) else None
        return self.reason(number, batch.row(place))

    def reason(self, number: int, row: Row) -> str | None:
        """Why a row is no record: a reason to set it aside, "header", or None where it is one."""
        if number in self.continued:
            return None if number in self.speaking else "merged-continuation"
        filled = [(place, cell) for place, cell in enumerate(row) if not is_blank(cell)]
        texts = [(place, squeeze(cell)) for place, cell in filled if isinstance(cell, str)]
        if number in self.header.rows:
            self.header_texts.append(texts)
            self.headings.update(texts)
            return "header"
        if not filled:
            return "blank"
        if number < self.last_header_row:
            return "title"
        return self.reason_as_heading(number, filled, texts) or (
            "sample-row"
            if number <= self.last_sample_row and is_sample(row)
            else self.reason_without_date(filled, texts)
        )

    def reason_as_heading(
        self, number: int, filled: Sequence[PlacedCell], texts: Sequence[PlacedText]
    ) -> str | None:
        """Why a row below the header is a header all the same; None where it is none.

        With the header of another log the sheet turns: no row from there on is of this one.
        """
        if not self.turn and self.heads_others(texts, len(filled)):
            self.turn = number
        if self.turn:
            return "turned"
        if self.repeats_header(texts, len(filled)) or self.numbers_columns(filled):
            return "repeated-header"
        return None

    def repeats_header(self, texts: Sequence[PlacedText], filled: int) -> bool:
        """Whether most of the filled cells say what the header says over their column.

        A row of a header that has several may have a single cell.
        """
        repeated = sum(text in self.headings for text in texts)
        if repeated >= 2 and repeated * 2 > filled:
            return True
        return len(texts) == filled and texts in self.header_texts

    def heads_others(self, texts: Sequence[PlacedText], filled: int) -> bool:
        """Whether the row is a header of other columns than those above it.

        A header that comes again on each page is none: every heading names the field of its column.
        """
        if len(texts) < max(FEWEST_HEADINGS, filled):
            return False
        named = max((self.fields_named(kind, texts) for kind in KINDS), key=len)
        fields = {field for field in named.values() if field}
        if len(fields) < FEWEST_HEADINGS or len(named) <= len(texts) / 2:
            return False
        return any(
            self.fields_by_place.get(place, "") != field for place, field in named.items()
        ) or any(place not in self.fields_by_place for place, _ in texts)

    def fields_named(self, kind: KindId, texts: Sequence[PlacedText]) -> dict[int, str]:
        """Place → field of the texts that are headings of a kind of log."""
        hits = ((place, match_heading(kind, [text], {})) for place, text in texts)
        return {place: hit[1] for place, hit in hits if hit is not None}

    def numbers_columns(self, filled: Sequence[PlacedCell]) -> bool:
        """Whether the row counts the columns, as forms do: 1 2 3 …, or 甲 乙 1 2 …."""
        cells = [cell for _, cell in filled]
        if isinstance(cells[0], str) and squeeze(cells[0]) in row_words().columns.numbered:
            cells = cells[1:]
        is_most = len(cells) > len(self.header.columns) / 2
        return len(cells) >= FEWEST_NUMBERED and is_most and counts_up(cells)

    def holds_date(self, cell: Cell) -> bool:
        """Whether a cell can be read as a date."""
        if isinstance(cell, date) or cell in DITTOS:
            return True
        return isinstance(read_date(cell, year=self.year, epoch_1904=self.epoch_1904), date)

    def reason_without_date(
        self, filled: Sequence[PlacedCell], texts: Sequence[PlacedText]
    ) -> str | None:
        """Why a row without any date is no record.

        None keeps it as one, so that what it lacks becomes a finding.
        """
        if holds_total(filled, texts):
            return "total-row"
        holds_field = any(place in self.field_places for place, _ in filled)
        if not texts:
            return None if holds_field else "blank"
        place, first = texts[0]
        if place == filled[0][0] and row_forms().footer.fullmatch(first):
            return "footer"
        if len(filled) == 1 and self.opens_group(place, first):
            return "group-row"
        # With a running number or another column of no use alone, a line was ruled ahead for a
        # record to come.
        return None if holds_field else "blank"

    def opens_group(self, place: int, text: str) -> bool:
        """Whether a text that stands alone in its row heads the rows below it.

        （一） does so wherever it stands, 三月 and 2024年 only where a record needs no value.
        """
        if GROUP_ORDINAL.fullmatch(text) is not None:
            return True
        return place not in self.needed and PERIOD.fullmatch(text) is not None


def needed_columns(header: Header) -> dict[str, list[Column]]:
    """Field → its columns, of the fields without which a log cannot be read."""
    required = {field for group in log_kinds()[header.kind].required for field in group}
    return {field: columns for field, columns in header.fields.items() if field in required}


def is_sample(row: Row) -> bool:
    """Whether a row shows how the form is filled in: 示例 in a cell, or a number of noughts."""
    texts = [squeeze(cell) for cell in row if isinstance(cell, str)]
    return any(text in row_words().samples.words or SAMPLE_NUMBER.fullmatch(text) for text in texts)


def holds_total(filled: Sequence[PlacedCell], texts: Sequence[PlacedText]) -> bool:
    """Tell whether a row is a total: the word begins it, or has only quantities beside it.

    A request about 合计 has an applicant or an outcome too.
    """
    forms = row_forms()
    begin = filled[0][0]
    totals = {place for place, text in texts if forms.total.fullmatch(text)}
    if begin in totals:
        return True
    if not totals and len(filled) > 1:
        # 自然人合计 and 合计（件） begin a line of sums, where nothing but quantities follows.
        totals = {place for place, text in texts[:1] if forms.subtotal.fullmatch(text)} & {begin}
    beside = [text for place, text in texts if place not in totals]
    return bool(totals) and all(map(is_quantity, beside))


def is_quantity(text: str) -> bool:
    """Whether a text beside 合计 is a sum, or an error that a sum has come to."""
    return row_forms().quantity.fullmatch(text) is not None or is_error(text)


def counts_up(cells: Sequence[Cell]) -> bool:
    """Whether cells count from one on, after the stems with which a form names columns of text."""
    names = [number_of_column(cell) for cell in cells]
    stems = [name for name, stem in zip(names, STEMS, strict=False) if name == stem]
    return names == [*stems, *map(str, range(1, len(names) - len(stems) + 1))]


def number_of_column(cell: Cell) -> str:
    """What a cell says in a row that counts the columns: 3 for 3.0, (3) and 3=1+2."""
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else None
    found = COLUMN_NUMBER.fullmatch(squeeze(str(cell)))
    return found[1] if found else ""
