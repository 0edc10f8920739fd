"""Years in prose that are not the report's: last year's text carried over, or a slip.

Last year and next year are named lawfully in many ways (较上年, 2023年结转, 2025年将 …), and older
years in titles, numbers and dates of documents. Wrong is a year of which figures or the office's
own work are told as of the report's, the period of the figures, the title, and where requests were
carried from and to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from reportcli.proof.passages import Passage
from reportcli.proof.terms import any_of, claim_words, is_idle
from reportcli.words.numerals import in_digits, narrow, read_numerals

YEAR = re.compile(
    r"(?<![\d〇零一二三四五六七八九])(?P<year>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})\s?年(?P<behind>度?)"
)
CITED = re.compile(
    r"《[^《》\n]{0,120}》|[〔\[【（(]\s*(?:19|20)\d\d\s*年?度?\s*[〕\]】）)]|“[^“”\n]{0,30}”"
)
RANGE_BEFORE = re.compile(r"(?:\d{4}\s?年?|日起?|月)\s?[-—–~～至到]{1,2}\s?$")
RANGE_AFTER = re.compile(r"\s?[-—–~～至到]{1,2}\s?(?:19|20)\d\d")
PERIOD_DAY = re.compile(r"\s?(?:1月1日|12月31日)")
DAY = re.compile(r"\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号]")
START_OF_YEAR = re.compile(r"\s?[123]\s?月|\s?年?初")
NEAR = 40  # characters on either side
TITLE_ALONE = re.compile(r"[^，。；：！？《》\n]{0,40}年度?政府信息公开(?:工作)?(?:年度)?报告\s*")
DATE_ALONE = re.compile(
    rf"\s*{YEAR.pattern}\s?[\d一二三四五六七八九十]{{1,3}}\s?月\s?[\d一二三四五六七八九十]{{1,3}}\s?[日号](?:印发)?\s*"
)
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
    planned: re.Pattern[str]


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
    is_next: bool = False  # whether it is the year after the report's, held to be its own


def wrong_years(passage: Passage, year: int, agency: str | None = None) -> Iterator[Wrong]:
    """The years of a passage that are not what the report on `year` has to say there."""
    text = CITED.sub(lambda found: "\0" * len(found[0]), passage.plain)
    for start, end in passage.sentences():
        sentence = text[start:end]
        found = list(YEAR.finditer(sentence))
        if found:
            told = Told(
                sentence, {given_year(one) for one in found}, year, passage.is_heading, agency
            )
            for one in found:
                wanted = told.wanted_year(one)
                given = given_year(one)
                if wanted != given:
                    yield Wrong(
                        start + one.start(), one[0], wanted, given == year + 1 and wanted == year
                    )


def is_title_alone(text: str) -> bool:
    """Whether a paragraph is nothing but the title of a report."""
    return TITLE_ALONE.fullmatch(text) is not None


def wrong_date(text: str, year: int) -> Wrong | None:
    """The year of a paragraph that is nothing but a date, where a report on `year` cannot be of
    that date."""
    found = DATE_ALONE.fullmatch(narrow(text))
    match = YEAR.search(found[0]) if found else None
    if match is None or given_year(match) == year + 1:
        return None
    return Wrong(match.start(), match[0], year + 1)


def given_year(match: re.Match[str]) -> int:
    """The year that stands there, in digits or spelled."""
    year = match["year"]
    return int(year if year.isascii() else in_digits(year))


class Told:
    """What a sentence tells of the years in it, looked up once for all of them."""

    def __init__(
        self, sentence: str, said: set[int], year: int, is_heading: bool, agency: str | None
    ) -> None:
        words = year_words()
        self.sentence, self.year, self.is_heading = sentence, year, is_heading
        self.is_own = words.own.search(sentence) is not None
        self.is_of_agency = bool(agency and agency in sentence)
        self.is_compared = year in said or words.beside.search(sentence) is not None
        self.is_of_period = words.period.search(sentence) is not None

    @cached_property
    def has_figures(self) -> bool:
        """Whether anything is counted in it."""
        return any(numeral.unit for numeral in read_numerals(self.sentence))

    def wanted_year(self, match: re.Match[str]) -> int:
        """Which year should stand at a place; the one that does where it may."""
        given, year = given_year(match), self.year
        words = year_words()
        before = self.sentence[max(match.start() - NEAR, 0) : match.start()]
        after = self.sentence[match.end() : match.end() + NEAR]
        if given != year and words.carried_from.match(after):
            return year - 1
        if ends_in(words.carried_to, before):
            return year + 1
        if given == year and words.planned.match(after) and is_idle(CLAUSE_START.split(before)[-1]):
            return year + 1
        if PERIOD_DAY.match(after) and self.is_of_period:
            return year
        if given == year + 1 and START_OF_YEAR.match(after):  # when the report is written
            return given
        if (
            RANGE_BEFORE.search(before)
            or RANGE_AFTER.match(after)
            or DAY.match(after)
            or given == year
        ):
            return given
        is_compared = ends_in(words.compared, before)
        if words.title.match(after):
            return year if self.is_heading or (self.is_own and not is_compared) else given
        if is_compared or words.background.match(after):
            return given
        return year if self.is_subject(given, before, after) else given

    def is_subject(self, given: int, before: str, after: str) -> bool:
        """Whether a year opens a clause that reports figures or the office's own work as of that
        year."""
        words = year_words()
        opens = is_idle(CLAUSE_START.split(before)[-1]) or words.reported.match(after)
        is_to_come = given > self.year and words.to_come.search(after)
        return (
            bool(opens)
            and not (self.is_compared or is_to_come)
            and (self.is_own or self.is_of_agency or self.has_figures)
        )


def ends_in(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text ends in one of some words."""
    return any(found.end() >= len(text.rstrip()) for found in pattern.finditer(text))
