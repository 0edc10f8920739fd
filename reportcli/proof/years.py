"""Years in prose that are not the report's: last year's text carried over, or a slip.

Last year and next year are named lawfully in many ways (较上年, 2023年结转, 2025年将 …), and older
years in titles, numbers and dates of documents. Wrong is a year of which figures or the office's
own work are told as of the report's, the period of the figures, the title, and where requests were
carried from and to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from reportcli.proof.passages import Passage
from reportcli.proof.terms import any_of, is_idle, spoken_words
from reportcli.words.numerals import in_digits, narrow, read_numerals

A_YEAR = re.compile(
    r"(?<![\d〇零一二三四五六七八九])(?P<year>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})\s?年(?P<behind>度?)"
)
CITED = re.compile(
    r"《[^《》\n]{0,120}》|[〔\[【（(]\s*(?:19|20)\d\d\s*年?度?\s*[〕\]】）)]|“[^“”\n]{0,30}”"
)
# 2023年—2024年: a year that ends a range
RANGE_BEFORE = re.compile(r"(?:\d{4}\s?年?|日起?|月)\s?[-—–~～至到]{1,2}\s?$")
RANGE_AFTER = re.compile(r"\s?[-—–~～至到]{1,2}\s?(?:19|20)\d\d")  # and one that begins one
PERIOD_DAY = re.compile(
    r"\s?(?:1月1日|12月31日)"
)  # the first and the last day of the year of a report
DAY_BEHIND = re.compile(r"\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号]")
# What is done in spring may be done about last year.
START_OF_YEAR = re.compile(r"\s?[123]\s?月|\s?年?初")
AROUND_YEAR = 40  # characters on either side
# A line that is a title says which report it is.
TITLE_ALONE = re.compile(r"[^，。；：！？《》\n]{0,40}年度?政府信息公开(?:工作)?(?:年度)?报告\s*")
DATE_ALONE = re.compile(
    rf"\s*{A_YEAR.pattern}\s?[\d一二三四五六七八九十]{{1,3}}\s?月\s?[\d一二三四五六七八九十]{{1,3}}\s?[日号](?:印发)?\s*"
)
CLAUSE_START = re.compile(r"[，；：、,;]")


class YearWords(NamedTuple):
    """The expressions of `terms.toml` about years, compiled."""

    carried_from: re.Pattern[str]
    carried_to: re.Pattern[str]
    period: re.Pattern[str]
    compared: re.Pattern[str]
    background: re.Pattern[str]
    title: re.Pattern[str]
    own: re.Pattern[str]
    beside: re.Pattern[str]
    in_a_row: re.Pattern[str]
    to_come: re.Pattern[str]
    reported: re.Pattern[str]
    planned: re.Pattern[str]


@cache
def year_words() -> YearWords:
    """The expressions, in the order of their names."""
    words = spoken_words().year
    return YearWords(**{name: re.compile(any_of(words[name])) for name in YearWords._fields})


class WrongYear(NamedTuple):
    """A year at a place that should be another."""

    place: int
    text: str
    wanted: int
    is_next: bool = False  # whether it is the year after the report's, held to be its own


def wrong_years(passage: Passage, year: int, agency: str | None = None) -> Iterator[WrongYear]:
    """The years of a passage that are not what the report on `year` has to say there."""
    text = CITED.sub(lambda found: "\0" * len(found[0]), passage.plain)
    for start, end in passage.sentences():
        sentence = text[start:end]
        found = list(A_YEAR.finditer(sentence))
        if not found:
            continue
        around = DatedSentence(sentence, frozenset(map(given_year, found)), year, agency)
        for match in found:
            told = ToldYear(match, around, is_heading=passage.is_heading)
            wanted = wanted_year(told)
            if wanted != told.given:
                is_next = told.given == year + 1 and wanted == year
                yield WrongYear(start + match.start(), match[0], wanted, is_next)


def is_title_alone(text: str) -> bool:
    """Whether a paragraph is nothing but the title of a report."""
    return TITLE_ALONE.fullmatch(text) is not None


def wrong_date(text: str, year: int) -> WrongYear | None:
    """The year of a paragraph that is nothing but a date, where a report on `year` cannot be of
    that date."""
    found = DATE_ALONE.fullmatch(narrow(text))
    match = A_YEAR.search(found[0]) if found else None
    if match is None or given_year(match) == year + 1:
        return None
    return WrongYear(match.start(), match[0], year + 1)


def given_year(match: re.Match[str]) -> int:
    """The year that stands there, in digits or spelled."""
    year = match["year"]
    return int(year if year.isascii() else in_digits(year))


@dataclass(frozen=True)
class DatedSentence:
    """A sentence with years in it; what it tells of them all is looked up once."""

    text: str
    years: frozenset[int]
    year: int  # the report's
    agency: str | None

    @cached_property
    def is_own(self) -> bool:
        """Whether it speaks of the office itself, by a general word."""
        return year_words().own.search(self.text) is not None

    @cached_property
    def is_of_agency(self) -> bool:
        """Whether it names the office."""
        return bool(self.agency and self.agency in self.text)

    @cached_property
    def is_comparing(self) -> bool:
        """Whether other years stand beside the report's."""
        return self.year in self.years or year_words().beside.search(self.text) is not None

    @cached_property
    def is_of_period(self) -> bool:
        """Whether it tells of which period the figures are."""
        return year_words().period.search(self.text) is not None

    @cached_property
    def has_figures(self) -> bool:
        """Whether anything is counted in it."""
        return any(numeral.unit for numeral in read_numerals(self.text))


@dataclass(frozen=True)
class ToldYear:
    """A year at its place in a sentence."""

    match: re.Match[str]
    sentence: DatedSentence
    is_heading: bool = False

    @cached_property
    def given(self) -> int:
        """The year that stands there."""
        return given_year(self.match)

    @property
    def year(self) -> int:
        return self.sentence.year

    @cached_property
    def before(self) -> str:
        """The words before it."""
        return self.sentence.text[max(self.match.start() - AROUND_YEAR, 0) : self.match.start()]

    @cached_property
    def after(self) -> str:
        """The words behind it."""
        return self.sentence.text[self.match.end() : self.match.end() + AROUND_YEAR]

    @cached_property
    def opens_clause(self) -> bool:
        """Whether nothing of weight stands before it in its clause."""
        return is_idle(CLAUSE_START.split(self.before)[-1])

    @cached_property
    def is_subject_compared(self) -> bool:
        """Whether last year opens the sentence as the year that is compared with the one before it:
        2023年，共收到申请61件，同比增长13%."""
        is_first = is_idle(self.sentence.text[: self.match.start()])
        is_alone = self.sentence.years == {self.given} and self.given == self.year - 1
        if not (is_first and is_alone and self.sentence.has_figures):
            return False
        return not year_words().in_a_row.search(self.sentence.text)

    @cached_property
    def is_compared(self) -> bool:
        """Whether it is only compared with, or that of a document: 较2023年."""
        return ends_in(year_words().compared, self.before)


# Each rule gives the year that should stand at a place, or None where it has no opinion.


def carried_from_last_year(told: ToldYear) -> int | None:
    if told.given != told.year and year_words().carried_from.match(told.after):
        return told.year - 1
    return None


def carried_to_next_year(told: ToldYear) -> int | None:
    return told.year + 1 if ends_in(year_words().carried_to, told.before) else None


def plans_for_next_year(told: ToldYear) -> int | None:
    # 2024年，我局将继续 in the report on 2024, which is written in 2025: last year's text.
    is_plan = told.given == told.year and year_words().planned.match(told.after)
    return told.year + 1 if is_plan and told.opens_clause else None


def period_of_the_figures(told: ToldYear) -> int | None:
    # 条例第四十九条: a report is of the calendar year, whose first and last days bound it.
    is_bound = PERIOD_DAY.match(told.after) and told.sentence.is_of_period
    return told.year if is_bound else None


def when_it_was_written(told: ToldYear) -> int | None:
    # 2025年1月完成年度报告编制: the report on 2024 is written then.
    is_start_of_next = told.given == told.year + 1 and START_OF_YEAR.match(told.after)
    return told.given if is_start_of_next else None


def a_range_or_a_day(told: ToldYear) -> int | None:
    is_range = RANGE_BEFORE.search(told.before) or RANGE_AFTER.match(told.after)
    return told.given if is_range or DAY_BEHIND.match(told.after) else None


def the_year_of_the_report(told: ToldYear) -> int | None:
    return told.year if told.given == told.year else None


def title_of_a_report(told: ToldYear) -> int | None:
    if not year_words().title.match(told.after):
        return None
    # Another year's report may be named; a heading, or 现公布我局…, is of this one.
    is_this_report = told.is_heading or (told.sentence.is_own and not told.is_compared)
    return told.year if is_this_report else told.given


def only_compared_with(told: ToldYear) -> int | None:
    is_background = told.is_compared or year_words().background.match(told.after)
    return told.given if is_background else None


def subject_of_the_clause(told: ToldYear) -> int | None:
    """A year that opens a clause which reports figures or the office's own work as of that year."""
    words, sentence = year_words(), told.sentence
    if not (told.opens_clause or words.reported.match(told.after)):
        return None
    is_to_come = told.given > told.year and words.to_come.search(told.after)
    is_comparing = sentence.is_comparing and not told.is_subject_compared
    if is_comparing or is_to_come or words.in_a_row.search(sentence.text):
        return None
    return told.year if reports_of_work(sentence) else None


def reports_of_work(sentence: DatedSentence) -> bool:
    """Whether a sentence tells figures, or what the office itself did."""
    return sentence.is_own or sentence.is_of_agency or sentence.has_figures


RULES_FOR_YEARS: tuple[Callable[[ToldYear], int | None], ...] = (
    carried_from_last_year,
    carried_to_next_year,
    plans_for_next_year,
    period_of_the_figures,
    when_it_was_written,
    a_range_or_a_day,
    the_year_of_the_report,
    title_of_a_report,
    only_compared_with,
    subject_of_the_clause,
)


def wanted_year(told: ToldYear) -> int:
    """Which year should stand at a place: what the first rule with an opinion says, else the one
    that does."""
    for rule in RULES_FOR_YEARS:
        if (wanted := rule(told)) is not None:
            return wanted
    return told.given


def ends_in(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text ends in one of some words."""
    return any(found.end() >= len(text.rstrip()) for found in pattern.finditer(text))
