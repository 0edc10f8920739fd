"""The words by which prose names what it counts, found in a text: each with all that it may mean.

The words stand in `terms.toml`; the labels of the form, the topics of the logs and the names of
declared figures are words too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from reportcli.prose.figures import DECLARED, Figure, Figured, Figures
from reportcli.shipped import load_shipped
from reportcli.words.vocabulary import spoken_outcomes

QUOTED_TITLE = re.compile(r"《[^《》\n]{0,120}(?<!公报)》")
# Labels that are no words for one thing: they stand in several tables, or say what every number is.
TOO_GENERAL = {"其他", "总计", "本年度办理结果"}
# What a person leaves off a declared name when writing a sentence.
NAME_TAIL = re.compile(r"(?:数量|总数|次数|场次|场数|人数|人次|件数|条数|金额|个数|数)$")


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rate by name: of which figures it is the quotient; `+` joins figures to a sum."""

    words: tuple[str, ...]
    part: tuple[str, ...]
    whole: tuple[str, ...]


class Denial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase that claims that something did not happen: the figures that must be 0 if it is
    true."""

    words: str
    zero: tuple[str, ...]
    unless: str = ""


class CellWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the tables of an office head what they count, and what stands in a cell that has no
    number."""

    total: str
    share: str
    unit: str
    counted: str
    uncounted: str
    blank: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that `terms.toml` says."""

    words: dict[str, dict[str, tuple[str, ...]]]
    units: dict[str, frozenset[str]]
    idle: dict[str, tuple[str, ...]]
    held: dict[str, tuple[str, ...]]
    partial: dict[str, tuple[str, ...]]
    corrected: dict[str, tuple[str, ...]]
    compared: dict[str, tuple[str, ...]]
    plan: dict[str, tuple[str, ...]]
    wish: dict[str, tuple[str, ...]]
    change: dict[str, tuple[str, ...]]
    direction: dict[str, tuple[str, ...]]
    share: dict[str, tuple[str, ...]]
    rate: tuple[Rate, ...]
    denial: tuple[Denial, ...]
    nothing: dict[str, tuple[str, ...]]
    year: dict[str, tuple[str, ...]]
    instruction: dict[str, tuple[str, ...]]
    cell: CellWords


@cache
def spoken_words() -> Words:
    """The words of `terms.toml`, loaded strictly, with those of outcomes from their one home."""
    words = load_shipped("proof/terms.toml", Words)
    words.words["line"].update(spoken_outcomes())
    return words


def any_of(words: Sequence[str]) -> str:
    """A regular expression for any of several, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=lambda word: (-len(word), word)))})"


@cache
def pattern_of(group: str, key: str = "words") -> re.Pattern[str]:
    """The words under a key of `terms.toml` as an expression for any of them."""
    return re.compile(any_of(getattr(spoken_words(), group)[key]))


@cache
def change_at_end() -> re.Pattern[str]:
    """Words for a change directly before a number."""
    words = spoken_words().change
    way = rf"(?:(?P<more>{any_of(words['more'])})|(?P<less>{any_of(words['less'])}))"
    return re.compile(rf"{way}(?:幅度|率)?(?:了|约|近|共|达到?|为|：|:|\s){{0,3}}$")


class Sense(NamedTuple):
    """What a word may stand for: a group such as `column`, and which of it."""

    group: str
    id: str


class Term(NamedTuple):
    """A word at its place in a text, with all that it may mean."""

    start: int
    end: int
    meanings: tuple[Sense, ...]

    @property
    def groups(self) -> set[str]:
        return {meaning.group for meaning in self.meanings}


class SpokenWords:
    """Every word of one report."""

    def __init__(self, report: Figured, figures: Figures) -> None:
        meanings: dict[str, dict[Sense, None]] = {}
        for word, meaning in meanings_of_words(report, figures):
            meanings.setdefault(word, {})[meaning] = None
        ordered = sorted(meanings, key=lambda word: (-len(word), word))
        # Without groups, which would cost a hundred times as much: a match is looked up by its
        # text.
        self.pattern = re.compile("|".join(ordered))
        self.words: list[tuple[re.Pattern[str], tuple[Sense, ...]]] = []
        for word in ordered:
            senses = tuple(meanings[word])
            self.words.append((re.compile(word), senses))
        self.known: dict[str, tuple[Sense, ...]] = {}

    def terms(self, text: str) -> list[Term]:
        """The words in a text, in order; those of titles (《…》) are not its own."""
        return [
            Term(found.start(), found.end(), self.meanings(found[0]))
            for found in self.pattern.finditer(without_titles(text))
        ]

    def meanings(self, text: str) -> tuple[Sense, ...]:
        """All that a word may mean: what the first of the list that it fits says."""
        if text not in self.known:
            self.known[text] = next(
                meanings for word, meanings in self.words if word.fullmatch(text)
            )
        return self.known[text]


def without_titles(text: str) -> str:
    """A text with its titles (《…》) blank, place for place."""
    return QUOTED_TITLE.sub(lambda found: "\0" * len(found[0]), text)


def meanings_of_words(report: Figured, figures: Figures) -> Iterator[tuple[str, Sense]]:
    for group, ids in spoken_words().words.items():
        for id_, words in ids.items():
            for word in words:
                word = word.replace("{last}", str(report.year - 1))
                yield word.replace("{next}", str(report.year + 1)), Sense(group, id_)
    yield from form_labels(report)
    for figure in figures.named.values():
        for name, group in names_of_figure(figure):
            yield re.escape(name), Sense(group, figure.name)


def names_of_figure(figure: Figure) -> Iterator[tuple[str, str]]:
    """The words of the office itself for a figure: a topic of its logs, a declared name; and the
    group each is of."""
    names: set[str] = set()
    group = "topic"
    if figure.name.startswith("publications.by_topic."):
        names = {figure.label.partition("：")[2]} - TOO_GENERAL
    elif figure.name.startswith(f"{DECLARED}."):
        names = {figure.label, NAME_TAIL.sub("", figure.label)}
        group = "declared"
    # A single character is no name: it stands in other words.
    return ((name, group) for name in sorted(names) if len(name) > 1)


def form_labels(report: Figured) -> Iterator[tuple[str, Sense]]:
    """The labels of the lines of table 三, as the form prints them."""
    for line in report.edition.table("requests").lines:
        label = line.label.partition("（")[0]
        if label not in TOO_GENERAL:
            yield re.escape(label), Sense("line", line.id)


def within(terms: Sequence[Term], starts: Sequence[int], start: int, end: int) -> list[Term]:
    """The terms that lie between two places; `starts` are the places of them all."""
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, lo=first)
    begun = terms[first:last]
    return [term for term in begun if term.end <= end]


@cache
def idle_pattern() -> re.Pattern[str]:
    """Words, punctuation and space that say nothing of what is counted."""
    return re.compile(any_of(spoken_words().idle["words"]) + r"|[\s\0：:、（）()“”\"'’‘，,*#>•\-—]")


def is_idle(text: str) -> bool:
    """Whether a text says nothing of what is counted."""
    return not idle_pattern().sub("", text)


def unexplained(text: str, terms: Sequence[Term], start: int, end: int) -> str:
    """What stands between two places beside the terms there and idle words."""
    there = [term for term in terms if term.start >= start and term.end <= end]
    return idle_pattern().sub("", between_terms(text, there, start, end))


def between_terms(text: str, terms: Sequence[Term], start: int, end: int, begin: int = 0) -> str:
    """What stands between two places beside the terms there, each a gap; the places of the terms
    are counted from `begin` before the text."""
    parts, at = [], start
    for term in terms:
        parts.append(text[at : term.start - begin])
        at = term.end - begin
    return "\0".join([*parts, text[at:end]])


def mapping_of(terms: Sequence[Term]) -> Mapping[str, list[str]]:
    """For each group the ids that terms name, each once, in the order of their last mention."""
    found: dict[str, list[str]] = {}
    for term in terms:
        for group, id_ in term.meanings:
            ids = found.setdefault(group, [])
            # What was named last decides, so that a second mention moves it to the end.
            if id_ in ids:
                ids.remove(id_)
            ids.append(id_)
    return found
