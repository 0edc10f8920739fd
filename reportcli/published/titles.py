"""Which year a finished report is on, as its titles tell. Not for whether a title is right (`proof`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportcli.published.source import SourceLine
from reportcli.words.numerals import ZERO, in_digits, narrow
from reportcli.words.text import squeeze

YEAR_IN_TITLE = re.compile(
    r"(20\d\d)年?度?(?:(?!20\d\d年).){0,20}?政府信息公开(?:工作)?(?:年度)?报告"
)  # 2024年政府信息公开工作年度报告; not 〔2021〕30号的要求，公布2024年政府信息公开工作年度报告
YEAR_BEHIND_TITLE = re.compile(
    r"政府信息公开(?:工作)?(?:年度)?报告[(（]?(20\d\d)年?度?"
)  # 政府信息公开工作年度报告（2024年度）
SPELLED_YEAR = re.compile(rf"二[{ZERO}][{ZERO}一二三四五六七八九]{{2}}(?=年)")  # 二〇二四年
# Over a table by itself: 某局　2024年度, 2024年度主动公开政府信息情况.
YEAR_OVER_TABLE = re.compile(
    r".{0,40}?(20\d\d)年(?:度|度?[^,。;]{0,30}(?:情况|报表|统计表|情况表))"
)


def year_of(lines: Sequence[SourceLine]) -> int | None:
    """The year in the first title of a report, else the one over its tables; None where no line has
    one."""
    for line in lines:
        if year := year_in_title(line.text):
            return year
    over_tables = {int(found[1]) for line in lines if (found := year_over_table(line))}
    return over_tables.pop() if len(over_tables) == 1 else None


def year_in_title(text: str) -> int | None:
    """The year in a line that has the words of a title."""
    said = SPELLED_YEAR.sub(lambda year: in_digits(year[0]), squeeze(narrow(text)))
    found = YEAR_IN_TITLE.search(said) or YEAR_BEHIND_TITLE.search(said)
    return int(found[1]) if found else None


def year_over_table(line: SourceLine) -> re.Match[str] | None:
    """The year in a line that says no more than whose table it is, and of which year."""
    return YEAR_OVER_TABLE.fullmatch(squeeze(narrow(line.text)))
