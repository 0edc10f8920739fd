"""Rules of changes on last year: by how much, how many times, and directions without a number."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from reportcli.proof.context import Context
from reportcli.proof.evidence import Evidence
from reportcli.proof.meanings import RECEIVED
from reportcli.proof.terms import any_of, is_idle, pattern_of, spoken_words
from reportcli.proof.told import (
    NO_SOURCE,
    POINTS,
    RATIOS,
    RIGHT,
    Grounds,
    Told,
    Verdict,
    agrees,
    wrong,
)

LEVEL = 60  # characters behind a number in which it may be said to be last year's
Contradiction = tuple[re.Match[str], str]  # the words, and what is known instead


def is_a_change(told: Told) -> Verdict | None:
    """增加7件, 下降13%: held against the figures that the words or the sentence speak of."""
    if told.change is None:
        return None
    grew = told.change["more"] is not None
    subjects = changed(told)
    for evidence in subjects:
        change = change_of(evidence, told.unit, grew=grew)
        if change is not None and agrees(told.numeral, change):
            return Verdict(is_right=True, subject=(evidence,))
    comparable = [one for one in subjects if change_of(one, told.unit, grew=grew) is not None]
    if comparable or told.unit not in RATIOS:
        is_unknown = is_of_an_unknown_figure(told)
        return NO_SOURCE if is_unknown else wrong(one.change for one in comparable)
    return of_the_requests(told, grew=grew)


def change_of(evidence: Evidence, unit: str, *, grew: bool) -> Decimal | None:
    """By how much a figure grew, or shrank, in a unit; None where that cannot be said."""
    if evidence.before is None:
        return None
    change = evidence.value - evidence.before
    if unit in RATIOS:
        if not evidence.before:
            return None
        change = change * RATIOS[unit] / evidence.before
    return change if grew else -change


def of_the_requests(told: Told, *, grew: bool) -> Verdict:
    """同比增长13%, before anything is said of what, is of the requests received."""
    received = told.grounds.records.find(RECEIVED)
    change = change_of(received, told.unit, grew=grew) if received else None
    return RIGHT if change is not None and agrees(told.numeral, change) else NO_SOURCE


def is_a_multiple(told: Told) -> Verdict | None:
    """是上年的1.1倍."""
    if told.unit not in ("倍", "成"):
        return None
    subjects = [(one, one.before) for one in changed(told) if one.before]
    for evidence, before in subjects:
        if agrees(told.numeral, evidence.value * RATIOS[told.unit] / before):
            return RIGHT
    return wrong(evidence.change for evidence, _ in subjects)


def is_in_points(told: Told) -> Verdict | None:
    return NO_SOURCE if told.unit in POINTS else None


def changed(told: Told) -> list[Evidence]:
    """The figures of which a change is told: those that the clause names, else those of the
    sentence."""
    terms = told.spot.terms
    if terms and (named := told.asked(terms, "", told.spot.clause)):
        return named
    claims = told.counted_before
    if claims:  # what a sentence before told of is no subject any more
        return [evidence for claim in reversed(claims) for evidence in claim.figures]
    return list(told.context.told)


def is_of_an_unknown_figure(told: Told) -> bool:
    """Whether a change is most likely of something whose figure of last year nobody knows: of the
    items that the clause names, or of the number before it.
    """
    if told.spot.terms:
        is_published = "publish" in told.ids.get("verb", [])
        return is_published or "information" in told.ids.get("noun", [])
    claims = told.counted_before
    return bool(claims) and all(one.before is None for one in claims[-1].figures)


# --- without a number ---


def level(behind: str, context: Context) -> Contradiction | None:
    """Find 与上年持平, said of a number that differs from last year's."""
    words = pattern_of("compared", "level").search(behind[:LEVEL])
    if words is None or not context.claims or not context.claims[-1].figures:
        return None
    evidence = context.claims[-1].figures[0]
    if evidence.before is None or evidence.value == evidence.before:
        return None
    return words, evidence.change


def direction_behind(behind: str, context: Context, grounds: Grounds) -> Contradiction | None:
    """Find 较去年有所减少, said without a number behind the requests received that became more."""
    words = direction_pattern().match(behind[:LEVEL])
    received = grounds.records.find(RECEIVED)
    if words is None or received is None or not context.claims:
        return None
    claim = context.claims[-1]
    if claim.borne_out != received or claim.said != received.value:
        return None
    return opposed(words, received)


def direction_of(text: str, grounds: Grounds) -> Contradiction | None:
    """Find the same in a sentence that opens with the requests received, and counts nothing
    before."""
    words = opening_direction().search(text)
    received = grounds.records.find(RECEIVED)
    if words is None or received is None or not is_idle(text[: words.start()]):
        return None
    if grounds.past.search(text, 0, words.start()):
        return None
    return opposed(words, received)


def opposed(words: re.Match[str], evidence: Evidence) -> Contradiction | None:
    """The words for a direction, where a figure went the other way."""
    if evidence.before is None:
        return None
    change = evidence.value - evidence.before
    is_true = change > 0 if words["more"] else change < 0
    return None if is_true else (words, evidence.change)


def told_direction() -> str:
    """Words that tell a direction on last year, and no number: 较去年有所减少."""
    words = spoken_words().direction
    more, less = any_of(words["more"]), any_of(words["less"])
    way = rf"(?:(?P<more>{more})|(?P<less>{less}))"
    return rf"{any_of(words['on'])}{any_of(words['degree'])}?{way}{any_of(words['end'])}"


@cache
def direction_pattern() -> re.Pattern[str]:
    """Such words directly behind a number."""
    return re.compile(rf"，?{told_direction()}")


@cache
def opening_direction() -> re.Pattern[str]:
    """Such words of the requests received."""
    subject = any_of(spoken_words().direction["subject"])
    return re.compile(rf"{subject}，?{told_direction()}")
