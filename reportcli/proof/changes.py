"""Rules of changes on last year: by how much, and how many times."""

from __future__ import annotations

import re
from decimal import Decimal

from reportcli.proof.context import Claim
from reportcli.proof.evidence import Evidence
from reportcli.proof.meanings import ALL_RECEIVED
from reportcli.proof.terms import pattern_of
from reportcli.proof.told import (
    GIVEN_YEAR,
    NO_SOURCE,
    RATIOS,
    RIGHT,
    ToldNumber,
    Verdict,
    agrees,
    is_compared,
    wrong,
)
from reportcli.words.numerals import number_text


def is_a_change(told: ToldNumber) -> Verdict | None:
    """增加7件, 下降13%: held against the figures that the words or the sentence speak of."""
    if told.change is None:
        return None
    if is_compared_with_another_year(told):
        return NO_SOURCE
    grew = told.change["more"] is not None
    # Of a figure that last year's data do not tell, nobody can say that it did not grow so.
    comparable: list[Evidence] = []
    for evidence in changed(told):
        change = change_of(evidence, told.unit, grew=grew)
        if change is None:
            continue
        if agrees(told.numeral, change):
            return Verdict(is_right=True, subject=(evidence,))
        comparable.append(evidence)
    is_unknown = not comparable or is_of_an_unknown_figure(told)
    if is_unknown and (as_told := change_as_told(told, grew=grew)):
        words, change = as_told
        return RIGHT if agrees(told.numeral, change) else wrong([words])
    if not comparable and told.unit in RATIOS:
        return of_the_requests(told, grew=grew)
    if is_of_an_unknown_figure(told):
        return NO_SOURCE
    return wrong(one.change for one in comparable)


def is_compared_with_another_year(told: ToldNumber) -> bool:
    """与2022年相比，申请量增长24.5%: the figures of that year nobody knows."""
    years = [*GIVEN_YEAR.finditer(told.text_before)]
    if not years or int(years[-1][1]) in (told.grounds.year, told.grounds.year - 1):
        return False
    return is_compared(told.text_before[: years[-1].start()])


def change_of(evidence: Evidence, unit: str, *, grew: bool) -> Decimal | None:
    """By how much a figure grew, or shrank, in a unit; None where that cannot be said."""
    if evidence.before is None:
        return None
    change = amount_of(evidence.value, evidence.before, unit)
    return change if grew or change is None else -change


def amount_of(now: Decimal, then: Decimal, unit: str) -> Decimal | None:
    """By how much a number is more than another, in a unit; None where that cannot be said."""
    if unit not in RATIOS:
        return now - then
    # Growth from nothing has no percentage.
    return (now - then) * RATIOS[unit] / then if then else None


def now_and_then(told: ToldNumber) -> tuple[Claim, Claim] | None:
    """The last two numbers before a change, in whatever order they stand; None where not one is of
    this year and one of last, or where a semicolon parts them from the change."""
    stop = told.text_before.rfind("；") + told.sentence.begin
    before = [one for one in told.sentence.spots if stop < one.start < told.spot.start]
    if len(before) < 2:
        return None
    last = sorted(told.counted_before[-2:], key=lambda claim: claim.is_past)
    if [claim.is_past for claim in last] != [False, True]:
        return None
    now, then = last
    return now, then


def change_as_told(told: ToldNumber, *, grew: bool) -> tuple[str, Decimal] | None:
    """2023年培训3次，2024年4次，增加1次: the change between the last two numbers before the change,
    if they are of one unit, and of last year and this; with the words for it."""
    pair = now_and_then(told)
    if pair is None:
        return None
    now, then = pair
    is_alike = now.unit == then.unit and told.unit in (now.unit, *RATIOS)
    is_exact = now.is_exact and then.is_exact
    change = amount_of(now.said, then.said, told.unit) if is_alike and is_exact else None
    if change is None:
        return None
    words = f"{number_text(then.said)} → {number_text(now.said)}{now.unit}"
    return words, change if grew else -change


def of_the_requests(told: ToldNumber, *, grew: bool) -> Verdict:
    """同比增长13%, before anything is said of what, is of the requests received."""
    received = told.grounds.records.find(ALL_RECEIVED)
    change = change_of(received, told.unit, grew=grew) if received else None
    # Never wrong: what the percentage is of was only guessed.
    is_so = change is not None and agrees(told.numeral, change)
    return RIGHT if is_so else NO_SOURCE


def turned_the_other_way(told: ToldNumber) -> Verdict | None:
    """部分公开由7件增至2件: both numbers are right, and the word between them is not."""
    until = pattern_of("compared", "until").search(told.lead)
    evidence = told.borne_out
    if until is None or evidence is None or evidence.before is None:
        return None
    # The words hold 至 or 到 behind the direction, so that any of its characters tells it.
    is_more = re.search("[增升]|提高|扩大", until[0]) is not None
    change = evidence.value - evidence.before
    is_opposed = change < 0 if is_more else change > 0
    return wrong([evidence.change]) if is_opposed else None


def is_a_multiple(told: ToldNumber) -> Verdict | None:
    """是上年的1.1倍."""
    if told.unit not in ("倍", "成"):
        return None
    subjects = [(one, one.before) for one in changed(told) if one.before]
    for evidence, before in subjects:
        if agrees(told.numeral, evidence.value * RATIOS[told.unit] / before):
            return RIGHT
    return wrong(evidence.change for evidence, _ in subjects)


def changed(told: ToldNumber) -> list[Evidence]:
    """The figures of which a change is told: those that the clause names, else those of the
    sentence."""
    terms = told.spot.terms
    if terms and (named := told.asked(terms, "", told.spot.clause)):
        return named
    claims = told.counted_before
    if claims:  # what a sentence before told of is no subject any more
        return [evidence for claim in reversed(claims) for evidence in claim.figures]
    return list(told.context.told)


def is_of_an_unknown_figure(told: ToldNumber) -> bool:
    """Whether a change is most likely of something whose figure of last year nobody knows: of the
    items that the clause names, or of the number before it.
    """
    if told.spot.terms:
        is_published = "publish" in told.ids.get("verb", [])
        return is_published or "information" in told.ids.get("noun", [])
    claims = told.counted_before
    return bool(claims) and all(one.before is None for one in claims[-1].figures)
