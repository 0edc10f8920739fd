"""Which rows below a header are records, and why the others are not.

A total counted as a request is the commonest way to a wrong figure, and a request taken for a footer the
worst:
a row that carries a readable date where its log needs one is always a record.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from reportcli.fields import log_kinds
from reportcli.intake import values
from reportcli.intake.header import Header
from reportcli.intake.values import Cell
from reportcli.intake.workbook import Row

TOTAL = re.compile(
    r"(本?[年月季周页]度?|第?[一二三四1-4]季度|\d{1,2}月份?|全年|上半年|下半年)?(合计|总计|小计|共计|累计|总数)[:：]?(\d+[件条个]?)?"
)
FOOTER = re.compile(
    r"(填表|制表|填报|审核|复核|审批|负责|统计|经办|联系)(人|单位|日期|时间|电话)?[:：].*|(注|备注|说明|附注)\d?[:：].*"
)
GROUP = re.compile(
    r"([(（]?[一二三四五六七八九十]+[)）][、.．]?|[一二三四五六七八九十]+[、.．]|第[一二三四1-4]季度|[\d一二三四五六七八九十]{1,2}月份?).{0,20}"
)


class MergedCells:
    """Cells merged over several rows, filled down: what is written once over a block is said of each of its
    rows.

    `continued` are the rows that are no record of their own, because the number of the record above reaches
    into
    them or nothing is written in them beside merged cells.
    """

    def __init__(self, merges: Iterable[tuple[int, int, int, int]], header: Header) -> None:
        below = ((top, bottom, left - 1) for top, left, bottom, _ in merges if bottom > top > header.rows[-1])
        self.waiting = sorted(below, reverse=True)
        self.numbers = {column.column - 1 for column in header.columns if column.field == "number"}
        self.continued: set[int] = set()
        self.filled = 0

    def fill(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows with every merged cell filled."""
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
        own = any(place not in covered and not values.is_blank(cell) for place, cell in enumerate(row))
        if not own or self.numbers & covered.keys():
            self.continued.add(number)
        else:
            self.filled += 1
        row = row + [None] * (max(covered) + 1 - len(row))
        return [covered.get(place, cell) for place, cell in enumerate(row)]


class RowSorter:
    """Sorts the rows of one sheet under its header; made once a sheet, asked once a row."""

    def __init__(
        self, header: Header, year: int | None, continued: Container[int], *, epoch_1904: bool
    ) -> None:
        self.header, self.year, self.continued, self.epoch_1904 = header, year, continued, epoch_1904
        self.last_header_row = header.rows[-1]
        kind = log_kinds()[header.kind]
        self.headings = {column.column - 1: column.heading for column in header.columns}
        self.field_places = {column.column - 1 for column in header.columns if column.field}
        needed = {field_id for group in kind.required for field_id in group}
        places = [column for column in header.columns if column.field in needed]
        self.needed = {column.column - 1 for column in places}
        self.dates = [column.column - 1 for column in places if kind.field(column.field).type == "date"]

    def reason(self, number: int, row: Row) -> str | None:
        """Why the row is no record: a reason to set it aside, "header", or None when it is a record."""
        if number in self.continued:
            return "merged-continuation"
        if number > self.last_header_row and any(
            isinstance(row[place], date) for place in self.dates if place < len(row)
        ):
            return None
        filled = [(place, cell) for place, cell in enumerate(row) if not values.is_blank(cell)]
        if number in self.header.rows:
            return "header"
        if not filled:
            return "blank"
        if number < self.last_header_row:
            return "title"
        texts = [(place, values.squeeze(cell)) for place, cell in filled if isinstance(cell, str)]
        if self.repeats_header(texts, len(filled)):
            return "repeated-header"
        if any(self.holds_date(row[place]) for place in self.dates if place < len(row)):
            return None
        return self.reason_without_date(filled, texts)

    def repeats_header(self, texts: Sequence[tuple[int, str]], filled: int) -> bool:
        """Whether most of the filled cells say what the heading of their column says."""
        repeated = sum(self.headings.get(place) == text for place, text in texts)
        return repeated >= 2 and repeated * 2 > filled

    def holds_date(self, cell: Cell) -> bool:
        """Whether a cell can be read as a date."""
        return isinstance(values.read_date(cell, year=self.year, epoch_1904=self.epoch_1904), date)

    def reason_without_date(
        self, filled: Sequence[tuple[int, Cell]], texts: Sequence[tuple[int, str]]
    ) -> str | None:
        """Why a row without any date is no record; None keeps it as one, so that what it lacks becomes a
        finding.
        """
        if any(TOTAL.fullmatch(text) for _, text in texts):
            return "total-row"
        if texts and FOOTER.fullmatch(texts[0][1]):
            return "footer"
        if len(filled) == 1 and texts and texts[0][0] not in self.needed and GROUP.fullmatch(texts[0][1]):
            return "group-row"
        if not any(place in self.field_places for place, _ in filled):
            # Only a running number or another column of no use: a line ruled ahead for a record to come.
            return "blank"
        return None
