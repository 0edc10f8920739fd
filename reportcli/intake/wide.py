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

SEARCHED_ROWS = 10
FEWEST = 2
PERIODS = frozenset(
    {"月份", "月", "时间", "日期", "时段", "期间", "季度", "统计月份", "统计期间", "年月"}
)
# 行政许可决定数量, 行政处罚件数: what is counted, behind the category.
COUNTED = re.compile(r"(?:决定|办结|作出|处理)?(?:总)?(?:数量|件数|宗数|次数|数|金额|收入|情况)?$")


def wide_headers(rows: Sequence[Row]) -> list[Header]:
    """The headers of a wide table, one a column; none where the rows begin with no such table."""
    width = max(map(len, rows), default=0)
    for number, row in enumerate(rows[:SEARCHED_ROWS], start=1):
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
    category = line_words().get(bare) or line_words().get(COUNTED.sub("", bare), "")
    is_money = unit_of(heading) is not None or bare.endswith(("金额", "收入"))
    if category and (category in amount_words()) != is_money:
        category = ""
    field, part = ("amount", "") if is_money else ("count", "tally:")
    return Column(column, heading, field, "layout", part), category


@cache
def line_words() -> dict[str, str]:
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
