"""Which rows below a header are records, and why the others are not.

A total counted as a request is the commonest way to a wrong figure, and a request taken for a
footer the worst: a row that carries a readable date where its log needs one is always a record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import count
from operator import or_
from typing import TypeVar

from reportcli.files.sheet import Batch, Row, in_batches, rows_of
from reportcli.intake.header import Header
from reportcli.words import cells as values
from reportcli.words.cells import Cell
from reportcli.words.fields import log_kinds
from reportcli.words.text import squeeze

TOTAL = re.compile(
    r"(本?[年月季周页]度?|第?[一二三四1-4]季度|\d{1,2}月份?|全年|上半年|下半年)?(合计|总计|小计|共计|累计|总数)[:：]?(\d+[件条个]?)?"
    r"|(?i:(grand|sub)?-?totals?:?)"
)
# What begins a line of sums, where nothing but quantities follows: 自然人合计, 合计(件), 其中:网上.
SUBTOTAL = re.compile(r".{0,12}(合计|总计|小计|共计|累计)(\([^()]{1,6}\))?[:：]?|其中[:：]?.{0,12}")
FOOTER = re.compile(
    r"(填报)?(科室|处室|单位|部门|机关)?(填表|制表|填报|报送|审核|复核|审批|审签|负责|统计|经办|联系|分管|主管)"
    r"(人|员|单位|部门|领导|日期|时间|电话)?(签字|签名|签章|盖章)?(\([^()]{1,6}\))?[:：].*"
    r"|(注|备注|说明|附注|日期)\d?[:：].*"
    r"|(填表|制表|填报|审核|复核|负责)(人|单位|日期|时间)"
    r"|\W*以下(空白|无正文|无内容)\W*|第\d+页.{0,6}"
    r"|(?i:notes?|source|preparedby|reviewedby|updated)\d?:.*"
)
# (一) and 一、 open a group wherever they stand, and are no date.
ORDINAL = re.compile(
    r"([(（]?[一二三四五六七八九十]+[)）][、.．]?|[一二三四五六七八九十]+[、.．]).{0,20}"
)
PERIOD = re.compile(
    r"(\d{4}年度?|(\d{4}年度?)?(第[一二三四1-4]季度|[上下]半年|[\d一二三四五六七八九十]{1,2}月份?)).{0,20}"
)
QUANTITY = re.compile(r"[\d,.]+(%|[件条个项次份宗期篇元]|万元|人次)?")
# 1 2 3 …, (1) (2) … or 甲 乙 1 2 … under the headings, which explanations of a form refer to.
STEMS = "甲乙丙丁戊己庚辛壬癸"
COLUMN_NUMBER = re.compile(rf"\(?([{STEMS}]|\d{{1,2}})\)?(=[\d+\-()]*)?")
COLUMN_NUMBERS_NAME = re.compile("[栏列行][次号目]")
RUNNING = ("序号", "序")
# The date with which a record begins: a row with one of its own is a record, whatever is merged
# beside it.
OPENING = ("received", "made", "published", "filed")

Answer = TypeVar("Answer")


class MergedCells:
    """Cells merged over several rows, filled down: what is written once over a block is said of
    each of its rows.

    `continued` are the rows that are no record of their own: nothing is written in them beside
    merged cells, or the number of the record above reaches into them and they have no opening date
    of their own.
    """

    def __init__(self, merges: Iterable[tuple[int, int, int, int]], header: Header) -> None:
        below = (
            (top, bottom, left - 1)
            for top, left, bottom, _ in merges
            if bottom > top > header.rows[-1]
        )
        self.waiting = sorted(below, reverse=True)
        columns = [(column.column - 1, column.field, column.heading) for column in header.columns]
        self.numbers = {place for place, field, _ in columns if field == "number"}
        self.running = {
            place for place, field, heading in columns if not field and heading in RUNNING
        }
        self.opened = {place for place, field, _ in columns if field in OPENING}
        self.continued: set[int] = set()
        self.filled = 0

    def fill(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The rows with every merged cell filled."""
        return in_batches(self.fill_rows(rows_of(batches)))

    def fill_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Row after row, each filled with what is merged over it."""
        active: list[tuple[int, int, Cell]] = []
        for number, row in enumerate(rows, start=1):
            active = [merged for merged in active if merged[0] >= number]
            covered = {place: value for _, place, value in active}
            while self.waiting and self.waiting[-1][0] <= number:
                _, bottom, place = self.waiting.pop()
                if place < len(row) and not values.is_blank(row[place]):
                    active.append((bottom, place, row[place]))
            yield self.fill_row(number, row, covered) if covered else row

    def fill_row(self, number: int, row: Row, covered: Mapping[int, Cell]) -> Row:
        """One row under merged cells."""
        own = {
            place
            for place, cell in enumerate(row)
            if place not in covered and not values.is_blank(cell)
        }
        named_above = bool(self.numbers & covered.keys())
        if not self.numbers & own:
            named_above |= bool(self.running & covered.keys())
        if not own or (named_above and not self.opened & own):
            self.continued.add(number)
        else:
            self.filled += 1
        row = row + [None] * (max(covered) + 1 - len(row))
        return [covered.get(place, cell) for place, cell in enumerate(row)]


class Known(dict[Cell, Answer]):
    """What is true of a cell, asked once for each value."""

    def __init__(self, ask: Callable[[Cell], Answer]) -> None:
        super().__init__()
        self.ask = ask

    def __missing__(self, cell: Cell) -> Answer:
        answer = self[cell] = self.ask(cell)
        return answer


class RowSorter:
    """Sorts the rows of one sheet under its header; made once a sheet, asked once a batch of
    rows."""

    def __init__(
        self, header: Header, year: int | None, continued: Set[int], *, epoch_1904: bool
    ) -> None:
        self.header, self.year, self.continued, self.epoch_1904 = (
            header,
            year,
            continued,
            epoch_1904,
        )
        self.last_header_row = header.rows[-1]
        kind = log_kinds()[header.kind]
        self.columns = header.columns
        self.headings: set[tuple[int, str]] = {
            (one.column - 1, one.heading) for one in header.columns
        }
        self.header_texts: list[list[tuple[int, str]]] = []
        self.field_places = {column.column - 1 for column in header.columns if column.field}
        needed = {field_id for group in kind.required for field_id in group}
        places = [column for column in header.columns if column.field in needed]
        self.needed = {column.column - 1 for column in places}
        self.dates = [
            column.column - 1 for column in places if kind.field(column.field).type == "date"
        ]
        self.is_day = Known(self.holds_date)
        self.is_day[None] = False

    def reasons(self, first: int, batch: Batch) -> list[str | None]:
        """Of each row why it is no record, or None when it is one; the batch begins with the row
        `first`.

        A row that carries a date is told by that cell alone, and most rows do.
        """
        dated = [False] * len(batch)
        for place in self.dates:
            days = map(self.is_day.__getitem__, batch.column(place))
            dated = list(map(or_, dated, days))
        if all(dated) and first > self.last_header_row and not self.continued:
            return [None] * len(batch)
        return [
            None
            if is_dated and number > self.last_header_row and number not in self.continued
            else self.reason(number, batch.row(place))
            for place, (number, is_dated) in enumerate(zip(count(first), dated))
        ]

    def reason(self, number: int, row: Row) -> str | None:
        """Why the row is no record: a reason to set it aside, "header", or None when it is a
        record."""
        if number in self.continued:
            return "merged-continuation"
        filled = [(place, cell) for place, cell in enumerate(row) if not values.is_blank(cell)]
        texts = [(place, squeeze(cell)) for place, cell in filled if isinstance(cell, str)]
        if number in self.header.rows:
            self.header_texts.append(texts)
            self.headings.update(texts)
            return "header"
        if not filled:
            return "blank"
        if number < self.last_header_row:
            return "title"
        if self.repeats_header(texts, len(filled)) or self.numbers_columns(filled):
            return "repeated-header"
        return self.reason_without_date(filled, texts)

    def repeats_header(self, texts: Sequence[tuple[int, str]], filled: int) -> bool:
        """Whether most of the filled cells say what the header says over their column; of a header
        of several rows one may have a single cell.
        """
        repeated = sum(text in self.headings for text in texts)
        if repeated >= 2 and repeated * 2 > filled:
            return True
        return len(texts) == filled and texts in self.header_texts

    def numbers_columns(self, filled: Sequence[tuple[int, Cell]]) -> bool:
        """Whether the row counts the columns, as forms do under their headings: 1 2 3 …, or 甲 乙 1
        2 …"""
        cells = [cell for _, cell in filled]
        if isinstance(cells[0], str) and COLUMN_NUMBERS_NAME.fullmatch(squeeze(cells[0])):
            cells = cells[1:]
        if len(cells) < 3 or len(cells) * 2 <= len(self.columns):
            return False
        stems = 0
        for number, cell in enumerate(cells):
            name = column_number(cell)
            if stems == number and name and name == STEMS[number : number + 1]:
                stems += 1
            elif name != str(number - stems + 1):
                return False
        return True

    def holds_date(self, cell: Cell) -> bool:
        """Whether a cell can be read as a date."""
        return isinstance(cell, date) or isinstance(
            values.read_date(cell, year=self.year, epoch_1904=self.epoch_1904), date
        )

    def reason_without_date(
        self, filled: Sequence[tuple[int, Cell]], texts: Sequence[tuple[int, str]]
    ) -> str | None:
        """Why a row without any date is no record; None keeps it as one, so that what it lacks
        becomes a finding.
        """
        if holds_total(filled, texts):
            return "total-row"
        if not texts:
            return None if self.field_places & {place for place, _ in filled} else "blank"
        place, first = texts[0]
        begins_the_row = place == filled[0][0]
        if begins_the_row and FOOTER.fullmatch(first):
            return "footer"
        if len(filled) == 1 and self.opens_group(place, first):
            return "group-row"
        if not any(place in self.field_places for place, _ in filled):
            # Only a running number or another column of no use: a line ruled ahead for a record to
            # come.
            return "blank"
        return None

    def opens_group(self, place: int, text: str) -> bool:
        """Whether a text that stands alone in its row heads the rows below it.

        In a column that a record needs only where it cannot be a value: (一) is no date.
        """
        if place in self.needed:
            return place in self.dates and ORDINAL.fullmatch(text) is not None
        return ORDINAL.fullmatch(text) is not None or PERIOD.fullmatch(text) is not None


def holds_total(filled: Sequence[tuple[int, Cell]], texts: Sequence[tuple[int, str]]) -> bool:
    """Whether a row is a total: the word begins it, or has nothing but quantities beside it.

    A request about 合计 has an applicant or an outcome too.
    """
    totals = {place for place, text in texts if TOTAL.fullmatch(text)}
    begin = filled[0][0]
    if begin in totals:
        return True
    if not totals and len(filled) > 1:
        totals = {place for place, text in texts[:1] if place == begin and SUBTOTAL.fullmatch(text)}
    return bool(totals) and all(
        place in totals or QUANTITY.fullmatch(text) or values.is_error(text)
        for place, text in texts
    )


def column_number(cell: Cell) -> str:
    """What a cell says in a row that counts the columns: 3 for 3.0, (3) and 3=1+2; nothing if it
    cannot."""
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else None
    found = COLUMN_NUMBER.fullmatch(squeeze(str(cell)))
    return found[1] if found else ""
