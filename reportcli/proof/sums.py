"""Rules of numbers that the sentence itself bears out, or denies: sums, remainders, parts of a whole.

What is denied here is no figure of the tables, or `rules.py` would have known it before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from reportcli.proof.context import Claim
from reportcli.proof.terms import is_idle
from reportcli.proof.told import RIGHT, ToldNumber, Verdict, wrong
from reportcli.words.numerals import number_text

SUMMED_UP = re.compile(r"(?:合计|共计|总计|总共|累计|共)(?:为|是|有)?\s{0,2}$")
# Directly before a sum of what stands before it: 两项合计, 以上共计.
SUM_ALONE = re.compile(
    r"^(?:以上|上述|前述|各项|各类|各渠道|[两二三四五六七八九十]{1,2}[项者类种个]|[，、：])*$"
)
REST = re.compile(r"其余|剩余|余下|剩下")
AMONG_THEM = re.compile(r"其中")
MOST_SUMMED = 10  # numbers of which any may be summed up


def is_the_remainder(told: ToldNumber) -> Verdict | None:
    """其余3件: what the others of the sentence leave of the first."""
    rest = rest_of(told)
    return RIGHT if rest is not None and told.numeral.fits(rest) else None


def is_no_remainder(told: ToldNumber) -> Verdict | None:
    """共12件，其中图解5件，其余8件: the words leave no doubt of what it should be."""
    rest = rest_of(told)
    if rest is None or rest < 0 or not REST.search(told.lead) or told.names:
        return None
    is_of_one = AMONG_THEM.search(told.text_before) is not None
    return wrong([said_with(rest, told.unit)]) if is_of_one and is_exact(told) else None


def rest_of(told: ToldNumber) -> Decimal | None:
    """What the numbers before leave of the first of them; None where nothing speaks of a rest."""
    if "rest" not in told.ids and not REST.search(told.lead):
        return None
    counts = [claim.said for claim in counts_alike(told)]
    return counts[0] - sum(counts[1:]) if len(counts) > 1 else None


def is_a_sum_of_those_before(told: ToldNumber) -> Verdict | None:
    """信函168件、当面129件，两项合计297件."""
    if told.names or not SUMMED_UP.search(told.lead):
        return None
    counts = [claim.said for claim in counts_alike(told)]
    return RIGHT if any(map(told.numeral.fits, sums_of_some(counts))) else None


def is_no_sum_of_those_before(told: ToldNumber) -> Verdict | None:
    """网站120条、公众号80条，共计210条: told of nothing but those, and not their sum."""
    summed = SUMMED_UP.search(told.lead)
    if told.names or summed is None or not is_exact(told):
        return None
    if not is_said_alone(told.lead[: summed.start()]):
        return None
    counts = counts_alike(told)
    if len(counts) < 2 or not all(claim.is_exact for claim in counts):
        return None
    return wrong([said_with(sum((one.said for one in counts), Decimal(0)), told.unit)])


def is_more_than_its_whole(told: ToldNumber) -> Verdict | None:
    """公开信息120条，其中网站130条: a part that is more than all that stands before 其中."""
    if not is_exact(told):
        return None
    among = [*AMONG_THEM.finditer(told.text_before)]
    if not among or "，" in told.text_before[among[-1].end() :].strip("，"):
        return None
    counts = counts_alike(told)
    whole = sum((claim.said for claim in counts), Decimal(0))
    if not counts or not all(claim.is_exact for claim in counts) or told.numeral.value <= whole:
        return None
    return wrong([f"≤ {said_with(whole, told.unit)}"])


def counts_alike(told: ToldNumber) -> list[Claim]:
    """The numbers of this year that the sentence told in the same unit so far."""
    return [claim for claim in told.context.claims if claim.unit == told.unit and not claim.is_past]


def sums_of_some(counts: Sequence[Decimal]) -> Iterator[Decimal]:
    """Every sum of several of some numbers: of the last ones where they are many."""
    few = counts[-MOST_SUMMED:]
    for size in range(2, len(few) + 1):
        yield from (sum(some, Decimal(0)) for some in combinations(few, size))
    # 两项 may be the last two of more: any run up to the number may be what is summed.
    yield from (sum(counts[first:], Decimal(0)) for first in range(len(counts) - 1))


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
