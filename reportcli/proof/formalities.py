"""What frames a finished report: its title, preamble, period, day and scope, held against the year,
the form and the law.

Not for the figures in prose (`prove.py`) nor for years in it (`years.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import takewhile
from typing import NamedTuple

import msgspec

from reportcli.finding import Address, Detail, Finding
from reportcli.law.edition import Edition, editions
from reportcli.proof.terms import any_of
from reportcli.shipped import load_shipped
from reportcli.words.messages import printable
from reportcli.words.text import letters, visible

LONGEST_TITLE, LONGEST_OFFICE, SHOWN = 60, 30, 60  # characters
MOST_BEFORE_PARTS, MOST_BEFORE_TITLE = 40, 12  # lines
PERIOD_TOLD = re.compile(
    r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日起?[，,]?(?:[-—–~～至到]{1,2}|起?至)"
    r"(?:(?P<until>20\d\d)年)?(?P<last_month>\d{1,2})月(?P<last_day>\d{1,2})日"
)
YEAR_TOLD = re.compile(r"(20\d\d)年")
TITLE_TAIL = re.compile(r"(?:20\d\d年?度?)?(?:政府|政务)信息公开.*|(?:20\d\d年?度?)?政务公开.*")
YEAR_BEFORE = re.compile(r"^20\d\d年?度?|20\d\d年?度?$")

# Punctuation as the words of `formalities.toml` have it, however it is printed.
PRINTED = str.maketrans(",:;()[]【】［］", "，：；（）〔〕〔〕〔〕")

PlacedLine = tuple[Address, str]


class Formalities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that `formalities.toml` says."""

    title: dict[str, tuple[str, ...]]
    preamble: PreambleWords
    period: dict[str, tuple[str, ...]]
    scope: ScopeWords
    nothing: dict[str, tuple[str, ...]]

    def nothing_came(self, text: str) -> bool:
        """Whether a line says that there were no requests."""
        return matches(self.nothing["came"], plain_line(text)) is not None


class PreambleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts and law that a preamble may name no more, and the decree of each edition."""

    parts: tuple[str, ...]
    law: tuple[str, ...]
    decrees: dict[str, str]


class ScopeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a report says whose figures its tables are."""

    whole: tuple[str, ...]
    alone: tuple[str, ...]
    government: str
    lower: str


@cache
def formalities() -> Formalities:
    """The words, loaded strictly."""
    return load_shipped("proof/formalities.toml", Formalities)


def plain_line(text: str) -> str:
    """A line as the words are looked for in it: without white space, in one punctuation."""
    return "".join(visible(text).split()).translate(PRINTED)


def matches(words: Sequence[str], text: str) -> re.Match[str] | None:
    """The first of some words in a text."""
    return re.search(any_of(words), text)


class Framed(NamedTuple):
    """A report as this module takes it: its lines of prose, the titles of its page, its year."""

    file: str
    prose: Sequence[PlacedLine]
    titles: Sequence[str]
    edition: Edition
    year: int | None

    @property
    def opening(self) -> list[PlacedLine]:
        """The lines before the first part: title and preamble."""
        titles = {letters(one.title) for edition in editions() for one in edition.sections}

        def is_no_part(line: PlacedLine) -> bool:
            said = letters(line[1])
            # A list of the parts, as a table of contents, begins none.
            return not any(said.endswith(one) and len(said) < len(one) + 4 for one in titles)

        return list(takewhile(is_no_part, self.prose[:MOST_BEFORE_PARTS]))

    @property
    def title(self) -> PlacedLine | None:
        """The line that heads the report, else the title of its page; None where nothing does."""
        lines = [line for line in self.opening[:MOST_BEFORE_TITLE] if is_some_title(line[1])]
        page = [(Address(self.file), one) for one in self.titles if is_some_title(one)]
        return next(iter([*lines, *page]), None)

    @property
    def office(self) -> str:
        """Whose report it is, by its title: 某某县人民政府; empty where it does not say."""
        if self.title is None:
            return ""
        name = TITLE_TAIL.sub("", plain_line(self.title[1]))
        name = YEAR_BEFORE.sub("", name.strip("关于《“")).strip("#关于")
        return name or self.line_before_title()

    def line_before_title(self) -> str:
        """The name of the office on a line of its own over the title."""
        lines = [text for _, text in self.opening]
        at = lines.index(self.title[1]) if self.title and self.title[1] in lines else 0
        name = plain_line(lines[at - 1]) if at else ""
        is_name = len(name) <= LONGEST_OFFICE and not re.search("[，。；：、]", name)
        return name if is_name else ""


def is_some_title(text: str) -> bool:
    """Whether a line heads a report on this work, by a right name or a wrong one."""
    said = plain_line(text)
    if len(said) > LONGEST_TITLE or said.endswith(("。", "；", "，")):
        return False
    return matches(formalities().title["any"], said) is not None


# --- year, title and preamble ---


def year_of_the_words(report: Framed) -> int | None:
    """The year of the report; where the title names another than the period of the figures, that
    of the words is the one that most of them speak of."""
    told = Counter(
        int(year) for _, text in report.prose for year in YEAR_TOLD.findall(plain_line(text))
    )
    periods = {int(one["year"]) for one in whole_periods(report)}
    if report.year is None or len(periods) != 1 or report.year in periods:
        return report.year
    (year,) = periods
    return year if told[year] > max(told[report.year], 2) else report.year


def whole_periods(report: Framed) -> Iterator[re.Match[str]]:
    """The periods of one whole year that the words tell of."""
    for _, text in report.prose:
        found = PERIOD_TOLD.search(plain_line(text))
        if found and is_whole_year(found) and found["until"] in (None, found["year"]):
            yield found


def is_whole_year(found: re.Match[str]) -> bool:
    """Whether a period runs from the first day of a year to the last."""
    days = found["month"], found["day"], found["last_month"], found["last_day"]
    return tuple(map(int, days)) == (1, 1, 12, 31)


def year_faults(report: Framed, year: int | None) -> Iterator[Finding]:
    """A title that names another year than the words."""
    if report.year != year and report.title and year is not None:
        yield found_at("year-wrong", report.title[0], value=f"{report.year}年", wanted=year)


def title_faults(report: Framed) -> Iterator[Finding]:
    """A covering letter, or a title that the report does not have by law."""
    words = formalities().title
    for address, text in report.opening:
        if matches([*words["letter"], *words["letter_says"]], plain_line(text)):
            yield found_at("title-wrong", address, value=text)
            return
    if report.title and not matches(words["right"], plain_line(report.title[1])):
        yield found_at("title-wrong", report.title[0], value=report.title[1])


def preamble_faults(report: Framed) -> Iterator[Finding]:
    """Parts, articles and decrees that a preamble names although there are no such any more."""
    words = formalities().preamble
    others = [
        re.escape(decree)
        for edition, decree in words.decrees.items()
        if edition != report.edition.id
    ]
    # A report may name the decree before as well, if it names its own.
    own = words.decrees.get(report.edition.id, "")
    for address, text in report.opening:
        said = plain_line(text)
        outdated = [*words.parts, *words.law]
        if not own or own not in said:
            outdated += others
        if found := matches(outdated, said):
            yield found_at("preamble-outdated", address, value=found[0])


# --- period and day ---


def is_year(period: re.Match[str], year: int) -> bool:
    """Whether a period begins with the first day of a year and ends with its last."""
    years = {int(period["year"]), int(period["until"] or period["year"])}
    return years == {year} and is_whole_year(period)


def period_faults(report: Framed, published_on: date | None) -> Iterator[Finding]:
    """A period of the figures that is not the report's year, or had not ended."""
    if report.year is None:
        return
    for address, text in report.prose:
        said = plain_line(text)
        found = PERIOD_TOLD.search(said)
        if found is None or not matches(formalities().period["words"], said):
            continue
        if not is_year(found, report.year):
            yield found_at("period-wrong", address, value=found[0], year=report.year)
            return
    if published_on and published_on <= date(report.year, 12, 31):
        where = report.title[0] if report.title else Address(report.file)
        yield found_at("period-wrong", where, value=published_on.isoformat(), year=report.year)


def late_publication(report: Framed, published_on: date | None) -> Iterator[Finding]:
    """A report that came out after its day: 31 January, of a government 31 March (条例 49)."""
    if report.year is None or published_on is None:
        return
    year = report.year + 1
    due = date(year, 3, 31) if is_government(report.office) else date(year, 1, 31)
    if published_on > due:
        details = {"value": published_on.isoformat(), "due": due.isoformat()}
        yield found_at("late-published", Address(report.file), **details)


def is_government(office: str) -> bool:
    """Whether a name is that of a government from county level up, or of its whole area."""
    words = formalities().scope
    if re.search(words.lower, office):
        return False
    return re.search(rf"{words.government}$", office) is not None


# --- whose figures ---


def scope_change(report: Framed, before: Framed) -> Iterator[Finding]:
    """A report on the whole area after one on the office alone, or the other way round."""
    now, then = scope_of(report), scope_of(before)
    if now and then and now != then and report.title:
        details = {"value": scope_words(report), "before": scope_words(before)}
        yield found_at("scope-changed", report.title[0], **details)


def scope_of(report: Framed) -> str:
    """`whole` or `alone`, as the preamble says it, else by the name in the title."""
    words = formalities().scope
    for _, text in report.opening:
        said = plain_line(text)
        if matches(words.alone, said):
            return "alone"
        if matches(words.whole, said):
            return "whole"
    if not report.office:
        return ""
    return "whole" if is_government(report.office) else "alone"


def scope_words(report: Framed) -> str:
    """What says it."""
    words = formalities().scope
    told = (matches([*words.alone, *words.whole], plain_line(text)) for _, text in report.opening)
    return next((one[0] for one in told if one), report.office)


def found_at(code: str, address: Address, **details: Detail) -> Finding:
    """A finding; its words are made fit to be shown."""
    shown: Mapping[str, Detail] = {
        name: printable(detail)[:SHOWN] if isinstance(detail, str) else detail
        for name, detail in details.items()
    }
    return Finding(code, address, dict(shown))
