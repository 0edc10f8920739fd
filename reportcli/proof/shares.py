"""Rules of percentages: a share of what was told of, or a rate by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from reportcli.proof.context import Claim
from reportcli.proof.evidence import Evidence, Register
from reportcli.proof.meanings import ALL_RECEIVED, CONCLUDED, HANDLED, ITEMS, names_of
from reportcli.proof.terms import Rate, any_of, is_idle, pattern_of, spoken_words, unexplained
from reportcli.proof.told import NO_SOURCE, RIGHT, ToldNumber, Verdict, agrees, wrong
from reportcli.words.numerals import Numeral, number_text

TOTALS = (ALL_RECEIVED, CONCLUDED, HANDLED, ITEMS)  # what a share is of where nothing else is said
Quotient = tuple[str, Decimal, Decimal]  # where part and whole stand, the part, the whole


def is_of_what_had_to_be_published(told: ToldNumber) -> Verdict | None:
    """应公开尽公开，公开率100% is no share of the requests."""
    if told.unit != "%" or told.numeral.value != 100:
        return None
    before = told.sentence.text[: told.numeral.start - told.sentence.begin]
    return RIGHT if pattern_of("share", "stock").search(before) else None


def is_a_rate(told: ToldNumber) -> Verdict | None:
    """按期办结率100%: the quotient of two figures that its name tells."""
    if told.unit != "%":
        return None
    for named in rates():
        if named.pattern.search(told.spot.clause):
            return among(told.numeral, quotients(named.rate, told.grounds.records))
    return None


def is_a_share(told: ToldNumber) -> Verdict | None:
    """占新收申请的54.1%."""
    if told.unit != "%":
        return None
    share = pattern_of("share").search(told.lead)
    if share is None and not is_idle(told.lead):
        return is_some_rate(told)
    # What stands before 占 is the part, what stands behind it the whole.
    cut = told.spot.start + (share.start() if share else len(told.lead))
    return share_told_at(told, cut)


def share_told_at(told: ToldNumber, cut: int) -> Verdict | None:
    """A share of what stands behind a place, of which it is the part that stands before it."""
    parts = named_between(told, 0, cut) or named_since_last_number(told)
    tops = numerators(told, parts)
    if not tops:
        return is_some_rate(told)
    wholes = named_between(told, cut, told.sentence.end)
    bottoms = denominators(told, parts or counted_at_its_place(told), wholes)
    verdict = among(told.numeral, quotients_of(tops, bottoms))
    if verdict.is_right:
        return verdict
    # 占全县的12%, 林木类申请占总量的45.9%: nobody here knows of how many, or how many these are.
    if pattern_of("share", "wider").search(told.lead) or is_of_some_only(told, cut):
        return NO_SOURCE
    if wholes:
        return verdict
    if parts or counted_at_its_place(told):
        return verdict
    return of_told_numbers(told)


def is_of_some_only(told: ToldNumber, cut: int) -> bool:
    """Whether words that nobody knows say what a share is of, or narrow general ones:
    涉及征地补偿的占45.9%, 林木类申请占45.9%."""
    text = told.spot.clause[: cut - told.spot.start]
    last_clause = told.spot.start + text.rfind("，") + 1
    here = [term for term in told.spot.terms if last_clause <= term.start < cut]
    if not here:
        return bool(unexplained(text, [], last_clause - told.spot.start, len(text)))
    before = told.spot.clause[: here[0].start - told.spot.start]
    return not names_of(here) and bool(unexplained(before, [], 0, len(before)))


def counts_ways(told: ToldNumber, unit: str) -> bool:
    """Whether a number stands in a list of the ways in which requests came in, and counts them."""
    return told.context.listed == "way" and unit in told.grounds.meanings.units["way"]


def shares_in_words(part: Claim, wholes: Iterable[Decimal]) -> list[Quotient]:
    """The shares that a part may be of wholes, with the words for each."""
    return [
        (f"{said_of(part)} / {number_text(whole)}{part.unit}", part.said, whole)
        for whole in wholes
        if whole >= part.said > 0
    ]


def earlier_alike(told: ToldNumber, unit: str) -> list[Claim]:
    """The numbers of one unit in the sentences before."""
    return [claim for claim in told.context.earlier if claim.unit == unit]


def of_told_numbers(told: ToldNumber) -> Verdict:
    """A share that one number of the text is of another that stands before it: of the sentence, or
    of the paragraph, from where nothing is wrong."""
    claims = claims_before(told)
    part = claims[-(told.spot.row - told.spot.place)]
    wholes = [claim for claim in claims if may_be_whole(claim, part)]
    earlier = earlier_alike(told, part.unit)
    # 网上申请33件，占54.1%: how requests came in is a share of all of them.
    is_of_requests = counts_ways(told, part.unit)
    counts = [whole.said for whole in (*wholes, *earlier)]
    if is_of_requests:
        totals = told.grounds.records.named((ALL_RECEIVED, HANDLED))
        counts = [*(one.value for one in totals), *counts]
    verdict = among(told.numeral, shares_in_words(part, counts))
    if verdict.is_right or is_of_requests:
        return verdict
    # 共120条，其中网站80条，占65%: one whole that nobody can mistake.
    is_clear = len(wholes) == 1 and not earlier and "其中" in told.text_before
    return verdict if is_clear else NO_SOURCE


def may_be_whole(claim: Claim, part: Claim) -> bool:
    """Whether one number of a text may be what another is a part of: of its unit, of this year, and
    no less."""
    if claim is part or claim.unit != part.unit:
        return False
    return claim.said >= part.said and not claim.is_past


def said_of(claim: Claim) -> str:
    """A number as the text says it."""
    return f"{number_text(claim.said)}{claim.unit}"


def named_between(told: ToldNumber, start: int, end: int) -> list[Evidence]:
    """The figures that the words of the number mean, as far as they stand between two places."""
    terms = [term for term in told.spot.terms if start <= term.start < end]
    return told.asked(terms, "", told.spot.clause)


def quotients_of(
    tops: Sequence[tuple[str, Decimal]], bottoms: Sequence[tuple[str, Decimal]]
) -> Iterator[Quotient]:
    """Every part with every whole that it may be of."""
    for part, top in tops:
        for whole, bottom in bottoms:
            if bottom and 0 <= top <= bottom:
                yield f"{part} / {whole}".strip(" /"), top, bottom


def named_since_last_number(told: ToldNumber) -> list[Evidence]:
    """申请401件，以自然人为主，占88.8%: what was named since the last number has the share."""
    if told.spot.row > 1:
        return []
    ends = [spot.end for spot in told.sentence.spots if spot.end <= told.numeral.start]
    since = max(ends, default=told.sentence.begin)
    terms = [
        term for term in told.sentence.terms if since <= term.start and term.end <= told.spot.start
    ]
    return told.asked(terms, "") if names_of(terms) else []


def counted_at_its_place(told: ToldNumber) -> Sequence[Evidence]:
    """分别为356件、45件，分别占88.8%、11.2%: each share is of the number at its place."""
    claims = claims_before(told)
    back = told.spot.row - told.spot.place
    return claims[-back].figures if len(claims) >= back else ()


def claims_before(told: ToldNumber) -> list[Claim]:
    """The numbers of the sentence so far that may have a share."""
    return [claim for claim in told.context.claims if claim.unit not in ("%", "倍")]


def numerators(told: ToldNumber, parts: Sequence[Evidence]) -> list[tuple[str, Decimal]]:
    """What a share may be of the whole: the figures that the words name, else the number before
    it."""
    if parts:
        return [(evidence.source, evidence.value) for evidence in parts]
    claims = claims_before(told)
    back = told.spot.row - told.spot.place
    if len(claims) < back:
        return []
    claim = claims[-back]
    known = [(one.source, one.value) for one in claim.figures]
    # A number that is none of the figures that it may be is what the text says all the same.
    return known if claim.borne_out else [*known, ("", claim.said)]


def denominators(
    told: ToldNumber, parts: Iterable[Evidence], wholes: Sequence[Evidence]
) -> list[tuple[str, Decimal]]:
    """Of what a share may be: what the words name, else the wholes of its figures or the numbers
    of the sentence."""
    if wholes:
        return [(evidence.source, evidence.value) for evidence in wholes]
    # Offices divide by what was received as often as by what was concluded.
    names = dict.fromkeys(name for evidence in parts for name in evidence.wholes)
    known = told.grounds.records.named(names or TOTALS)
    found = [(evidence.source, evidence.value) for evidence in known]
    return found + [("", claim.said) for claim in claims_before(told)]


def among(numeral: Numeral, pairs: Iterable[Quotient]) -> Verdict:
    """Give the verdict on a percentage that is one of some quotients, or none."""
    # Of many quotients that it is not, the first is what the words most likely mean.
    first: tuple[str, ...] = ()
    decimals = min(numeral.step, Decimal("0.1"))
    for source, part, whole in pairs:
        share = part * 100 / whole
        if agrees(numeral, share):
            return RIGHT
        first = first or (f"{share.quantize(decimals, ROUND_HALF_UP)}%（{source}）",)
    return wrong(first)


def is_some_rate(told: ToldNumber) -> Verdict:
    """Whether a percentage that does not say of what is a known rate, or a declared figure."""
    if any(told.numeral.fits(value) for _, value in told.grounds.declared):
        return RIGHT
    known = (pair for named in rates() for pair in quotients(named.rate, told.grounds.records))
    return RIGHT if among(told.numeral, known).is_right else NO_SOURCE


def quotients(rate: Rate, records: Register) -> Iterator[Quotient]:
    """The quotients that a rate may be."""
    for part in records.named(rate.part):
        for whole in records.named(rate.whole):
            if whole.value:
                yield f"{part.source} / {whole.source}", part.value, whole.value


@dataclass(frozen=True)
class NamedRate:
    """A rate with the words that name it."""

    pattern: re.Pattern[str]
    rate: Rate


@cache
def rates() -> tuple[NamedRate, ...]:
    """The rates, in the order of the file: the narrower words first."""
    return tuple(NamedRate(re.compile(any_of(rate.words)), rate) for rate in spoken_words().rate)
