"""A table of months against 行政许可, 行政处罚 …: counts and amounts, a column each.

Each such column is a log of its own, whose rows are months, whose category its heading says, and
whose count or amount stands in its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reportcli.files.sheet import Row
from reportcli.intake.child.wire import Column
from reportcli.intake.header import Header
from reportcli.intake.headings import heading_texts, plain
from reportcli.law.edition import editions
from reportcli.words.cells import unit_of
from reportcli.words.fields import log_kinds
from reportcli.words.text import squeeze

WIDE_HEADER_ROWS = 10
FEWEST = 2
PERIODS = frozenset(
    {"月份", "月", "时间", "日期", "时段", "期间", "季度", "统计月份", "统计期间", "年月"}
)
# 行政许可决定数量, 行政处罚件数: what is counted, behind the category.
COUNT_ENDING = re.compile(
    r"(?:决定|办结|作出|处理)?(?:总)?(?:数量|件数|宗数|次数|数|金额|收入|情况)?$"
)


def wide_headers(rows: Sequence[Row]) -> list[Header]:
    """The headers of a wide table, one a column; none where the rows begin with no such table."""
    width = max(map(len, rows), default=0)
    for number, row in enumerate(rows[:WIDE_HEADER_ROWS], start=1):
        texts = heading_texts(row, width)
        filled = [place for place, text in enumerate(texts) if text]
        if not filled or plain(texts[filled[0]]) not in PERIODS:
            continue
        period = Column(filled[0] + 1, texts[filled[0]], "made", "layout", "month:")
        headers = [
            Header("publications", [number], [period, column], {"category": category})
            for place in filled[1:]
            for column, category in [counted_column(place + 1, texts[place])]
            if category
        ]
        if len(headers) >= FEWEST:
            return headers
    return []


def counted_column(column: int, heading: str) -> tuple[Column, str]:
    """A column of counts or amounts, and the category its heading says; empty where it says none.

    Of fees the form counts the amount (第二十条第（八）项), of decisions their number.
    """
    bare = plain(heading)
    category = headings_of_lines().get(bare) or headings_of_lines().get(
        COUNT_ENDING.sub("", bare), ""
    )
    is_money = unit_of(heading) is not None or bare.endswith(("金额", "收入"))
    if category and (category in amount_words()) != is_money:
        category = ""
    field, part = ("amount", "") if is_money else ("count", "tally:")
    return Column(column, heading, field, "layout", part), category


def summed_categories(rows: Sequence[Row]) -> list[str]:
    """The categories of which some rows hold numbers, in columns or in rows; two at least.

    Nothing tells the days of these numbers, so that no log can be made of them.
    """
    width = max(map(len, rows), default=0)
    in_columns: list[str] = []
    in_rows: list[str] = []
    for place, row in enumerate(rows):
        told = [counted_column(1, text)[1] for text in heading_texts(row, width)]
        categories = [category for category in told if category]
        below = any(map(holds_number, rows[place + 1 : place + 2]))
        if len(set(categories)) >= FEWEST and below:
            in_columns = categories
        if len(categories) == 1 and holds_number(row):
            in_rows += categories
    found = dict.fromkeys([*in_columns, *in_rows])
    return list(found) if len(found) >= FEWEST else []


def holds_number(row: Row) -> bool:
    """Whether any cell of a row is a number, also as text."""
    return any(
        isinstance(cell, float | int) or (isinstance(cell, str) and squeeze(cell).isdigit())
        for cell in row
    )


@cache
def headings_of_lines() -> dict[str, str]:
    """Wording as a heading is compared → the wording, of every category that table 二 counts."""
    lines = {line.id for line in editions()[-1].table("publications").lines if line.kind == "leaf"}
    values = log_kinds()["publications"].values["category"]
    return {
        plain(word): value.words[0]
        for value_id, value in values.items()
        if value_id in lines
        for word in value.words
    }


@cache
def amount_words() -> frozenset[str]:
    """The wordings of categories of which money is counted."""
    columns = {
        line.id
        for line, column, _ in editions()[-1].table("publications").cells()
        if column.id == "amount"
    }
    values = log_kinds()["publications"].values["category"]
    return frozenset(values[line].words[0] for line in columns if line in values)
