"""Years in prose that are not the report's: last year's text carried over, or a slip.

Last year and next year are named lawfully in many ways (较上年, 2023年结转, 2025年将 …), and older years in titles,
numbers and dates of documents. Wrong is a year of which figures or the office's own work are told as of the
report's, the period of the figures, the title, and where requests were carried from and to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reportcli.prose.numerals import read_numerals
from reportcli.prose.passages import Passage
from reportcli.prose.terms import any_of, claim_words, is_idle

YEAR = re.compile(r"(?<![\d〇零一二三四五六七八九])(?P<year>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})\s?年(?P<behind>度?)")
SPELLED = str.maketrans("〇零○一二三四五六七八九", "000123456789")
CITED = re.compile(r"《[^《》\n]{0,120}》|[〔\[【（(]\s*(?:19|20)\d\d\s*年?度?\s*[〕\]】）)]|“[^“”\n]{0,30}”")
RANGE_BEFORE = re.compile(r"(?:\d{4}\s?年?|日起?|月)\s?[-—–~～至到]{1,2}\s?$")
RANGE_AFTER = re.compile(r"\s?[-—–~～至到]{1,2}\s?(?:19|20)\d\d")
PERIOD_DAY = re.compile(r"\s?(?:1月1日|12月31日)")
DAY = re.compile(r"\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号]")
START_OF_YEAR = re.compile(r"\s?[123]\s?月|\s?年?初")
CLAUSE_START = re.compile(r"[，；：、,;]")


class YearWords(NamedTuple):
    """The expressions of `claims.toml` about years, compiled."""

    carried_from: re.Pattern[str]
    carried_to: re.Pattern[str]
    period: re.Pattern[str]
    compared: re.Pattern[str]
    background: re.Pattern[str]
    title: re.Pattern[str]
    own: re.Pattern[str]
    beside: re.Pattern[str]
    to_come: re.Pattern[str]
    reported: re.Pattern[str]


@cache
def year_words() -> YearWords:
    """The expressions, in the order of their names."""
    words = claim_words().year
    return YearWords(**{name: re.compile(any_of(words[name])) for name in YearWords._fields})


class Wrong(NamedTuple):
    """A year at a place that should be another."""

    place: int
    text: str
    wanted: int


def wrong_years(passage: Passage, year: int) -> Iterator[Wrong]:
    """The years of a passage that are not what the report on `year` has to say there."""
    text = CITED.sub(lambda found: "\0" * len(found[0]), passage.plain)
    for start, end in passage.sentences():
        sentence = text[start:end]
        found = list(YEAR.finditer(sentence))
        said = {int(one["year"].translate(SPELLED)) for one in found}
        for one in found:
            wanted = wanted_year(sentence, one, said, year, is_heading=passage.is_heading)
            if wanted != int(one["year"].translate(SPELLED)):
                yield Wrong(start + one.start(), one[0], wanted)


def wanted_year(sentence: str, match: re.Match[str], said: set[int], year: int, *, is_heading: bool) -> int:
    """Which year should stand there; the one that does where it may."""
    given = int(match["year"].translate(SPELLED))
    words = year_words()
    before, after = sentence[max(match.start() - 40, 0) : match.start()], sentence[match.end() :][:40]
    if given != year and words.carried_from.match(after):
        return year - 1
    if re.search(rf"{words.carried_to.pattern}$", before):
        return year + 1
    if PERIOD_DAY.match(after) and words.period.search(sentence):
        return year
    if given == year + 1 and START_OF_YEAR.match(after):  # when the report is written
        return given
    if RANGE_BEFORE.search(before) or RANGE_AFTER.match(after) or DAY.match(after) or given == year:
        return given
    if words.title.match(after):
        return year if is_heading or (words.own.search(sentence) and not ends_in(words.compared, before)) else given
    if ends_in(words.compared, before) or words.background.match(after):
        return given
    return year if is_subject(sentence, match, said, year) else given


def ends_in(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text ends in one of some words."""
    return re.search(rf"{pattern.pattern}\s?$", text) is not None


def is_subject(sentence: str, match: re.Match[str], said: set[int], year: int) -> bool:
    """Whether a year opens a clause that reports figures or the office's own work as of that year."""
    words = year_words()
    given = int(match["year"].translate(SPELLED))
    clause = CLAUSE_START.split(sentence[: match.start()])[-1]
    after = sentence[match.end() :]
    if not (is_idle(clause) or words.reported.match(after)):
        return False
    if year in said or words.beside.search(sentence) or (given > year and words.to_come.search(after)):
        return False
    return bool(words.own.search(sentence)) or any(numeral.unit for numeral in read_numerals(sentence))
