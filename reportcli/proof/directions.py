"""Directions on last year without a number: 新收申请量同比下降, 各项均有所下降, 与上年持平."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from reportcli.proof.context import Context
from reportcli.proof.evidence import Evidence
from reportcli.proof.meanings import ALL_RECEIVED, CONCLUDED, Wording
from reportcli.proof.spots import Sentence
from reportcli.proof.terms import any_of, between_terms, is_idle, pattern_of, spoken_words
from reportcli.proof.told import Contradiction, Grounds, is_compared

BEHIND = 60  # characters behind a number in which its direction may be told
EVERY = (ALL_RECEIVED, CONCLUDED, "cases.review.total", "cases.suit.total")  # what 各项 takes in
BOTH = r"(?:均|都|也|总体|整体|双双|全面)?"
CLAUSE_STOP = re.compile(r"[，；：]")


def direction_behind(behind: str, context: Context) -> Contradiction | None:
    """Find 较去年有所减少, or 与上年持平, behind a number that moved another way."""
    claim = context.claims[-1] if context.claims else None
    if claim is None or not claim.figures:
        return None
    level = pattern_of("compared", "level").search(behind[:BEHIND])
    if level and has_moved(claim.figures[0], is_level):
        return Contradiction(level.start(), level[0], claim.figures[0].change)
    words = direction_pattern().match(behind[:BEHIND])
    if words is None or claim.borne_out is None or claim.said != claim.borne_out.value:
        return None
    if not is_opposed(claim.borne_out, words):
        return None
    return Contradiction(words.start(), words[0].strip("，"), claim.borne_out.change)


def directions_of(
    sentence: Sentence, context: Context, grounds: Grounds
) -> Iterator[Contradiction]:
    """Find the same of what a clause names by words alone."""
    if context.is_plan:
        return
    text = sentence.text
    for words in directions_in(text):
        if is_of_another_time(text[: words.start()], grounds):
            continue
        start = subject_start(text, words.start())
        subjects = subjects_of(sentence, start, words.start(), context, grounds)
        opposed = [one for one in subjects if is_opposed(one, words)]
        # 各项均有所下降 is wrong by one that rose. Of words that may mean several figures, one
        # that fits is enough: to accuse takes that none does.
        is_every = pattern_of("direction", "every").search(text, start, words.start())
        if opposed and (is_every or len(opposed) == len(subjects)):
            value = text[start : words.end()].strip("，")
            yield Contradiction(start, value, opposed[0].change)


def subject_start(text: str, direction: int) -> int:
    """Where the clause begins that names what a direction is told of."""
    stops = [0, *(stop.end() for stop in CLAUSE_STOP.finditer(text, 0, direction))]
    own_clause = text[stops[-1] : direction]
    if is_idle(own_clause) and len(stops) > 1:
        # 申请数量，较上年有所减少: the clause before names it.
        return stops[-2]
    return stops[-1]


def directions_in(text: str) -> Iterator[re.Match[str]]:
    """The words for a direction in a text, with last year beside them or before their clause."""
    yield from direction_pattern().finditer(text)
    for words in bare_direction().finditer(text):
        comma = text.rfind("，", 0, words.start()) + 1
        if pattern_of("direction", "ahead").search(text[:comma]):
            yield words


def is_of_another_time(before: str, grounds: Grounds) -> bool:
    """Whether what a direction is told of is not of the whole year."""
    marks = grounds.past.finditer(before)
    is_past = any(not is_compared(before[: mark.start()]) for mark in marks)
    if is_past or grounds.ahead.search(before):
        return True
    return pattern_of("partial").search(before) is not None


def subjects_of(
    sentence: Sentence, start: int, end: int, context: Context, grounds: Grounds
) -> Sequence[Evidence]:
    """The figures that the words before a direction name."""
    first, last = sentence.begin + start, sentence.begin + end
    if any(first <= spot.numeral.start < last for spot in sentence.spots):
        return []  # it is told of the number there
    said = sentence.text[start:end]
    if pattern_of("direction", "every").search(said):
        meant = grounds.records.named(EVERY)
    elif pattern_of("direction", "rate").search(said):
        return []  # a rate is no figure of the tables; `points.py` computes it
    else:
        terms = sentence.terms_between(start, end)
        # Any word that nobody knows may narrow what is told of: 疫情类申请同比下降.
        rest = between_terms(sentence.text, terms, start, end, sentence.begin)
        if not terms or not is_idle(rest):
            return []
        meant = grounds.meanings.meant(Wording(terms, "", context, said))
    return with_last_year(meant)


def with_last_year(figures: Sequence[Evidence]) -> list[Evidence]:
    """Those whose figure of last year is known: of the others no direction can be told."""
    return [one for one in figures if one.before is not None]


def is_opposed(evidence: Evidence, words: re.Match[str]) -> bool:
    """Whether a figure went another way than words say."""
    if words["level"]:
        return has_moved(evidence, is_level)
    return has_moved(evidence, is_more if words["more"] else is_less)


def has_moved(evidence: Evidence, as_told: Callable[[Decimal], bool]) -> bool:
    """Whether a figure whose last year is known changed otherwise."""
    return evidence.before is not None and not as_told(evidence.value - evidence.before)


def is_level(change: Decimal) -> bool:
    return change == 0


def is_more(change: Decimal) -> bool:
    return change > 0


def is_less(change: Decimal) -> bool:
    return change < 0


@cache
def direction_pattern() -> re.Pattern[str]:
    """Words that tell a direction on last year, and no number: 较去年有所减少."""
    words = spoken_words().direction
    on, degree = any_of(words["on"]), any_of(words["degree"])
    return re.compile(rf"，?{BOTH}(?:{on}{BOTH}{degree}?|{degree}){way_of_direction()}")


@cache
def bare_direction() -> re.Pattern[str]:
    """The same words without a year, which stands before the clause: 申请量减少."""
    return re.compile(f"{BOTH}{way_of_direction()}")


def way_of_direction() -> str:
    """Words for more, less or level at the end of a clause."""
    words = spoken_words().direction
    more, less, level = (any_of(words[key]) for key in ("more", "less", "level"))
    return rf"(?:(?P<more>{more})|(?P<less>{less})|(?P<level>{level})){any_of(words['end'])}"
