"""Where numbers stand in a text, each with the words of its clause that say what it counts.

The words stand before a number since the one before it (收到申请401件), or directly behind it
(402件政府信息公开申请); of several numbers in a row each has its own
(自然人、企业分别为356件、26件).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import msgspec

from reportcli.proof.context import FAMILIES
from reportcli.proof.meanings import GENERAL, names_of
from reportcli.proof.passages import Passage
from reportcli.proof.terms import (
    SpokenWords,
    Term,
    any_of,
    idle_pattern,
    is_idle,
    spoken_words,
    unexplained,
    within,
)
from reportcli.words.numerals import Numeral, read_numerals

LEAD = 120  # characters before a number in which the words for it are looked for
TAIL = 24
MOST_IN_A_ROW = 12
CLAUSE_END = re.compile(r"[，；;]")
TAIL_END = re.compile(r"[，；;：、（）()]")
STROKE = re.compile(r"\s{0,3}(?:[、，/]|以?及|和|与)?\s{0,3}")
AMONG = re.compile(r"(?<![其当])中(?=[，\s]?[^央心])")  # 5篇解读中图解3篇
SHARE_BEHIND = re.compile(r"占|[同环]比|较|比上")


@dataclass(frozen=True)
class Spot:
    """A number with the terms of its clause, the clause as text, what in it stands unexplained
    between terms and number (`stray`) and before the terms (`qualified`), and the name of the
    figure that filled it.

    `said` is the number as it stands, `start` where the clause starts and `end` where the words
    about the number do. It is the number `place` of a `row` of several with nothing between them,
    from 0 on.
    """

    numeral: Numeral
    said: str
    terms: tuple[Term, ...]
    clause: str
    start: int
    end: int
    place: int = 0
    row: int = 1
    stray: str = ""
    qualified: str = ""
    field: str = ""

    @property
    def lead(self) -> str:
        """The words of the clause before the number."""
        return self.clause[: self.numeral.start - self.start]


@dataclass(frozen=True)
class Sentence:
    """A sentence at its place, with its terms and numbers."""

    begin: int
    end: int
    text: str
    terms: tuple[Term, ...]
    spots: tuple[Spot, ...]

    def terms_between(self, start: int, end: int) -> tuple[Term, ...]:
        """Its terms between two places of its text."""
        first, last = self.begin + start, self.begin + end
        return tuple(term for term in self.terms if first <= term.start and term.end <= last)


def sentences_of(passage: Passage, vocabulary: SpokenWords) -> Iterator[Sentence]:
    terms = vocabulary.terms(passage.text)
    starts = [term.start for term in terms]
    numerals = [one for one in read_numerals(passage.text) if not is_in_word(one, terms, starts)]
    places = [numeral.start for numeral in numerals]
    for begin, end in passage.sentences():
        own = numerals[bisect_left(places, begin) : bisect_left(places, end)]
        spots = tuple(Spotter(passage, terms, starts, own, begin, end).spots())
        yield Sentence(
            begin, end, passage.text[begin:end], tuple(within(terms, starts, begin, end)), spots
        )


def is_in_word(numeral: Numeral, terms: Sequence[Term], starts: Sequence[int]) -> bool:
    """Whether a number is part of a word: 三类内部事务信息."""
    at = bisect_right(starts, numeral.start) - 1
    return at >= 0 and numeral.start < terms[at].end


@dataclass(frozen=True)
class Spotter:
    """Reads the numbers of one sentence."""

    passage: Passage
    terms: Sequence[Term]
    starts: Sequence[int]
    numerals: Sequence[Numeral]
    begin: int
    end: int

    def spots(self) -> Iterator[Spot]:
        """Each number with its words; what stood behind one number does not lead to the next."""
        at, said = 0, self.begin
        while at < len(self.numerals):
            row = self.row_from(at)
            first = self.spot(at, said)
            shared = shared_out(first.terms, row) if row > 1 else []
            for place in range(row):
                spot = replace(
                    self.spot(at + place, said) if place else first, place=place, row=row
                )
                yield replace(spot, terms=shared[place], stray="") if shared else spot
                said = max(spot.end, self.numerals[at + place].end)
            at += row

    def spot(self, at: int, said: int) -> Spot:
        """One number with the words of its clause, else those behind it, else those of the clause
        before."""
        text, numeral = self.passage.text, self.numerals[at]
        earliest = max(said, numeral.start - LEAD)
        start = last_stop(text, earliest, numeral.start)
        before = within(self.terms, self.starts, start, numeral.start)
        end, behind = numeral.end, self.behind(at)
        if behind and (joined := joinable(before, behind)):
            # 组织2次培训: the verb before says less than what follows.
            before, end = [*before, *joined], behind[-1].end
        elif not before:
            start = clause_start(text, earliest, numeral.start)
            before = within(self.terms, self.starts, start, numeral.start)
        return Spot(
            numeral=msgspec.structs.replace(numeral, unit=numeral.unit or self.unit_in_row(at)),
            said=text[numeral.start : numeral.end].strip(),
            terms=tuple(before),
            clause=text[start:end],
            start=start,
            end=end,
            stray=stray_between(text, before, numeral),
            qualified=qualifier(text, before, start, numeral),
            field=field_at(self.passage, numeral),
        )

    def behind(self, at: int) -> list[Term]:
        """The terms directly behind a number; none where the words lead on to the next number."""
        text, numeral = self.passage.text, self.numerals[at]
        following = self.numerals[at + 1].start if at + 1 < len(self.numerals) else self.end
        limit = min(following, numeral.end + TAIL, self.end)
        stop = TAIL_END.search(text, numeral.end, limit)
        end = stop.start() if stop else limit
        if stop is None and limit == following < self.end:
            among = AMONG.search(text, numeral.end, limit)
            if among is None:
                return []
            end = among.end()
        if share := SHARE_BEHIND.search(text, numeral.end, end):
            end = share.start()
        terms = within(self.terms, self.starts, numeral.end, end)
        # More than a few unknown characters before the first word: it is about something else.
        if terms and len(idle_pattern().sub("", text[numeral.end : terms[0].start])) > 4:
            return []
        return nearest(terms)

    def row_from(self, at: int) -> int:
        """How many numbers stand in a row from one on, with nothing between them but strokes."""
        # Bounded, for each number of a row asks for the rest of it.
        candidates = self.numerals[at : at + MOST_IN_A_ROW]
        length = 1
        for one, following in pairwise(candidates):
            if not STROKE.fullmatch(self.passage.text, one.end, following.start):
                break
            length += 1
        return length

    def unit_in_row(self, at: int) -> str:
        """The unit of the next number in the row that has one: 356、45件."""
        for numeral in self.numerals[at : at + self.row_from(at)]:
            if numeral.unit:
                return numeral.unit
        return ""


def nearest(terms: Sequence[Term]) -> list[Term]:
    """Of the terms behind a number those up to the first name, and what is joined to it."""
    names = names_of(terms)
    families = families_of(names[0].groups) if names else set()
    return [term for term in terms if term.groups <= GENERAL or families & families_of(term.groups)]


def families_of(groups: Iterable[str]) -> set[str]:
    """The families of some groups of words: those whose words count the same things."""
    return {FAMILIES.get(group, group) for group in groups}


def joinable(before: Sequence[Term], behind: Sequence[Term]) -> Sequence[Term]:
    """The terms behind a number that say more than those before it: all of them where these are
    general, else what these leave open (已审结的13件行政复议案件).
    """
    names = names_of(before)
    if not names:
        return behind
    told = {group for term in names for group in term.groups}
    families = families_of(told)
    return [
        term for term in behind if not term.groups & told and families_of(term.groups) <= families
    ]


def last_stop(text: str, start: int, end: int) -> int:
    """Where the clause starts in which a number stands."""
    return max([start, *(stop.end() for stop in CLAUSE_END.finditer(text, start, end))])


def shared_out(terms: Sequence[Term], count: int) -> list[tuple[Term, ...]]:
    """The terms of each of several numbers in a row, where there are as many names as numbers."""
    names = names_of(terms)
    each = names[-count:]
    # 自然人、企业分别为356件、26件: as many names of one sort as there are numbers.
    if len(each) < count or not set.intersection(*(term.groups for term in each)):
        return []
    rest = [term for term in terms if term not in each]
    return [(*rest, term) for term in each]


def clause_start(text: str, start: int, end: int) -> int:
    """Where the clause before a number starts: one that says nothing takes in the one before it."""
    stops = [stop.end() for stop in CLAUSE_END.finditer(text, start, end)]
    for stop in reversed(stops):
        if not is_idle(comparing_pattern().sub("", text[stop:end])):
            return stop
    return start


@cache
def comparing_pattern() -> re.Pattern[str]:
    """Words that compare, and do not say what: 申请数量增长较快，比上年多7件."""
    words = spoken_words()
    return re.compile(
        any_of(
            [
                *words.change["more"],
                *words.change["less"],
                *words.compared["against"],
                *words.compared["bare"],
            ]
        )
    )


def stray_between(text: str, terms: Sequence[Term], numeral: Numeral) -> str:
    """What stands unexplained between the last word for what is counted and the number."""
    before = [term for term in terms if term.end <= numeral.start]
    # Without a name the first general word stands for what is counted.
    names = names_of(before) or before[:1]
    if not names:
        return ""
    return unexplained(text, before, names[-1].end, numeral.start)


def qualifier(text: str, terms: Sequence[Term], start: int, numeral: Numeral) -> str:
    """What stands unexplained before the last word for what is counted, in its clause."""
    before = [term for term in terms if term.end <= numeral.start]
    if not before:
        return ""
    return unexplained(text, before, start, before[-1].start)


def field_at(passage: Passage, numeral: Numeral) -> str:
    """The name of the figure that a number was filled from."""
    at = bisect_left(passage.fields, (numeral.start + 1,)) - 1
    if at < 0:
        return ""
    start, end, figure = passage.fields[at]
    begins_in_field = start <= numeral.start < end
    # 约{{ … }}件: a number whose 约 belongs to it begins before the field.
    field_begins_in_it = numeral.start <= start < numeral.end
    return figure if begins_in_field or field_begins_in_it else ""
