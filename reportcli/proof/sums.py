"""Rules of numbers that the sentence itself bears out, or denies: sums, remainders, parts of a whole.

What is denied here is no figure of the tables, or `rules.py` would have known it before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from reportcli.proof.context import Claim
from reportcli.proof.meanings import ALL_RECEIVED, CONCLUDED, HANDLED
from reportcli.proof.terms import is_idle
from reportcli.proof.told import RIGHT, ToldNumber, Verdict, wrong
from reportcli.words.numerals import number_text

SUMMED_UP = re.compile(r"(?:合计|共计|总计|总共|累计|共)(?:为|是|有)?\s{0,2}$")
# Directly before a sum of what stands before it: 两项合计, 以上共计.
SUM_ALONE = re.compile(
    r"^(?:以上|上述|前述|各项|各类|各渠道|[两二三四五六七八九十]{1,2}[项者类种个]|[，、：])*$"
)
REST = re.compile(r"其余|剩余|余下|剩下")
# 其中; 67件申请中，
AMONG_THEM = re.compile(r"其中|(?<=[件条个篇份次])[^，。；、]{0,6}中(?=[，：])")
# Another number of the same list stands behind.
GOES_ON = re.compile(r"(?:[（(][^（）()]{0,40}[）)])?[、，及和与][^，。；]{0,24}\d")
ITEM_UNITS = {"条", "篇", "则", "次"}
# Groups of which a thing is one only; of what no word names (建议5件、提案8件) it is as well.
EXCLUSIVE = {"form", "way", "column", "result", ""}
STROKES, BRACKET = re.compile("[，、；]"), re.compile("[（）()]|含")
MOST_WAYS_LEFT_OUT = 2
MOST_SUMMED = 10  # numbers of which any may be summed up


def is_the_remainder(told: ToldNumber) -> Verdict | None:
    """其余3件: what the others of the sentence leave of one of them."""
    if not is_of_a_rest(told):
        return None
    counts = [claim.said for claim in counts_alike(told)]
    rests = [one - sum(counts[at:], Decimal(0)) for at, one in enumerate(counts[:-1], start=1)]
    # 予以公开18件、部分公开7件、其他36件: of all those that were concluded, or received.
    totals = told.grounds.records.named((CONCLUDED, ALL_RECEIVED)) if len(counts) > 1 else []
    rests += [one.value - sum(counts, Decimal(0)) for one in totals]
    return RIGHT if any(map(told.numeral.fits, rests)) else None


def is_no_remainder(told: ToldNumber) -> Verdict | None:
    """共12件，其中图解5件，其余8件: the words leave no doubt of what it should be."""
    if told.names or not REST.search(told.lead) or not is_exact(told):
        return None
    counts = [claim.said for claim in counts_alike(told)]
    if len(counts) < 2 or not AMONG_THEM.search(told.text_before):
        return None
    rest = counts[0] - sum(counts[1:], Decimal(0))
    # Some of the numbers between may be parts of others.
    some = (counts[0] - one for one in [*counts[1:], *sums_of_some(counts[1:])])
    if rest < 0 or any(map(told.numeral.fits, some)):
        return None
    return wrong([said_with(rest, told.unit)])


def is_of_a_rest(told: ToldNumber) -> bool:
    """Whether words before a number speak of what is left, or of others."""
    return "rest" in told.ids or REST.search(told.lead) is not None


def is_a_sum_of_those_before(told: ToldNumber) -> Verdict | None:
    """信函168件、当面129件，两项合计297件."""
    if told.names or not SUMMED_UP.search(told.lead):
        return None
    counts = [claim.said for claim in counts_alike(told)]
    # 两项 may be the last two of more: any run up to the number may be what is summed.
    runs = (sum(counts[first:], Decimal(0)) for first in range(len(counts) - 1))
    return RIGHT if any(map(told.numeral.fits, runs)) else None


def sums_up(told: ToldNumber) -> bool:
    """Whether a number is told as the sum of those before it, and of nothing else: 共计210条."""
    summed = SUMMED_UP.search(told.lead)
    if told.names or summed is None or not is_exact(told):
        return False
    return is_said_alone(told.lead[: summed.start()])


def all_exact(claims: Iterable[Claim]) -> bool:
    """Whether none of the numbers is about, over or under what it says."""
    return all(claim.is_exact for claim in claims)


def is_no_sum_of_those_before(told: ToldNumber) -> Verdict | None:
    """网站120条、公众号80条，共计210条: told of nothing but those, and not their sum."""
    if not sums_up(told):
        return None
    counts = counts_alike(told)
    if len(counts) < 2 or not all_exact(counts):
        return None
    others = [*sums_of_some([one.said for one in counts])]
    if {one.group for one in counts} != {"way"}:
        totals = told.grounds.records.named((ALL_RECEIVED, HANDLED, CONCLUDED))
        others += [one.value for one in totals]
    if any(map(told.numeral.fits, others)):
        return None
    return wrong([said_with(sum((one.said for one in counts), Decimal(0)), told.unit)])


def exclude_each_other(told: ToldNumber, parts: Sequence[Claim]) -> bool:
    """Whether a number and the parts before it are of one sort, of which nothing counts twice."""
    group = told.names[-1].meanings[0].group if told.names else ""
    return group in EXCLUSIVE and all(claim.group == group for claim in parts)


def is_more_than_its_whole(told: ToldNumber) -> Verdict | None:
    """公开信息120条，其中网站130条: a part that is more than all that stands before 其中; or, of
    parts that exclude each other, that all together are."""
    before, parts = told_among(told)
    if not before or not is_exact(told) or not all_exact((*before, *parts)):
        return None
    whole = sum((claim.said for claim in before), Decimal(0))
    if not is_in_one_list(told, parts):
        return None
    if exclude_each_other(told, parts) and told.numeral.value <= whole:
        whole -= sum((claim.said for claim in parts), Decimal(0))
    return wrong([f"≤ {said_with(whole, told.unit)}"]) if told.numeral.value > whole >= 0 else None


def is_in_one_list(told: ToldNumber, parts: Sequence[Claim]) -> bool:
    """Whether parts stand one behind the other with one stroke between each and the next, none of
    them in brackets: what goes on with other words is of something else."""
    places = [*(claim.place for claim in parts), told.numeral.start]
    text, begin = told.sentence.text, told.sentence.begin
    between = [text[one - begin : other - begin] for one, other in pairwise(places)]
    return all(len(STROKES.findall(one)) == 1 and not BRACKET.search(one) for one in between)


def wholes_of_a_rest(told: ToldNumber) -> tuple[list[Decimal], Sequence[Claim]]:
    """What a list that ends with 其他 is the whole of, and its parts before that."""
    before, parts = told_among(told)
    # An item may stand in several channels, of which 网站 is a way of requests too.
    is_in_several = not {"channel", "way"}.isdisjoint(claim.group for claim in parts)
    is_list = len(parts) > 1 and not (is_in_several and told.unit in ITEM_UNITS)
    return ([before[-1].said] if is_list and before else []), parts


def leaves_a_sum_open(told: ToldNumber) -> Verdict | None:
    """共312条，其中动态145条、其他信息46条: with 其他 a list of parts is whole, and so it is with
    all ways in which requests came in."""
    if not is_exact(told) or told.borne_out or is_followed(told):
        return None
    wholes, parts = wholes_of_a_rest(told) if is_of_a_rest(told) else wholes_of_ways(told)
    if not wholes or not all_exact(parts):
        return None
    counted = sum((claim.said for claim in parts), Decimal(0))
    rest = [whole - counted for whole in wholes]
    if any(map(told.numeral.fits, rest)) or rest[0] < 0:
        return None
    return wrong([said_with(rest[0], told.unit)])


def wholes_of_ways(told: ToldNumber) -> tuple[list[Decimal], list[Claim]]:
    """What three ways or more, of those that the sentence lists, may sum up to: the requests."""
    ways = [claim for claim in counts_alike(told) if claim.group == "way"]
    is_last = bool(told.names) and told.names[-1].meanings[0].group == "way"
    if not is_last or len(ways) < MOST_WAYS_LEFT_OUT:
        return [], []
    totals = told.grounds.records.named((ALL_RECEIVED, HANDLED, CONCLUDED))
    return [one.value for one in totals], ways


def is_followed(told: ToldNumber) -> bool:
    """Whether the list goes on behind a number."""
    end = told.numeral.end - told.sentence.begin
    return GOES_ON.match(told.sentence.text, end) is not None


def the_one_earlier(told: ToldNumber) -> list[Claim]:
    """公开信息426条。其中：平台189条: it goes on from the sentences before, if they tell one such
    number of this year."""
    earlier = [one for one in told.context.earlier if one.unit == told.unit]
    of_this_year = [one for one in earlier if not one.is_past]
    return of_this_year if len(of_this_year) == 1 else []


def told_among(told: ToldNumber) -> tuple[list[Claim], list[Claim]]:
    """The numbers before 其中, in the clause that it follows, and the parts behind it so far."""
    among = [*AMONG_THEM.finditer(told.text_before)]
    if not among:
        return [], []
    place = told.sentence.begin + among[-1].start()
    counts = counts_alike(told)
    before = [claim for claim in counts if claim.place < place]
    if not before and is_idle(told.text_before[: among[-1].start()]):
        before = the_one_earlier(told)
    return before, [claim for claim in counts if claim.place > place]


def counts_alike(told: ToldNumber) -> list[Claim]:
    """The numbers of this year that the sentence told in the same unit so far."""
    return [claim for claim in told.context.claims if claim.unit == told.unit and not claim.is_past]


def sums_of_some(counts: Sequence[Decimal]) -> Iterator[Decimal]:
    """Every sum of several of some numbers: of the last ones where they are many."""
    few = counts[-MOST_SUMMED:]
    for size in range(2, len(few) + 1):
        yield from (sum(some, Decimal(0)) for some in combinations(few, size))


def is_said_alone(words: str) -> bool:
    """Whether nothing but what points back stands before a sum."""
    return SUM_ALONE.match(words) is not None or is_idle(SUM_ALONE.sub("", words))


def is_exact(told: ToldNumber) -> bool:
    """Whether a number has a unit and is said without 约 or 余."""
    numeral = told.numeral
    is_plain = not numeral.hedge and numeral.step == 1 and not numeral.spelled
    return is_plain and bool(told.unit)


def said_with(value: Decimal, unit: str) -> str:
    """A number with its unit."""
    return f"{number_text(value)}{unit}"
