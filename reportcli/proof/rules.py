"""The rules by which a number in prose is right or wrong, from top to bottom.

Each rule takes what is told and gives a verdict, or none where it has no opinion. A new rule is a
function with a test of its own, and a line in `RULES_FOR_NUMBERS`; rules of changes and of shares, which are
many, stand in `changes.py` and `shares.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reportcli.proof.changes import is_a_change, is_a_multiple, turned_the_other_way
from reportcli.proof.context import Claim, Context
from reportcli.proof.points import is_in_points
from reportcli.proof.shares import is_a_rate, is_a_share, is_of_what_had_to_be_published
from reportcli.proof.sums import (
    is_a_sum_of_those_before,
    is_more_than_its_whole,
    is_no_remainder,
    is_no_sum_of_those_before,
    is_the_remainder,
    leaves_a_sum_open,
)
from reportcli.proof.terms import Term
from reportcli.proof.told import NO_SOURCE, RIGHT, ToldNumber, Verdict, wrong

EACH = re.compile(r"各(?:有|为|占)?\s{0,2}$")
EXAMPLES = re.compile(r"等(?:情形|情况|方式|渠道|类型|原因)?(?:的|共|共计|合计)?\s{0,2}$")
# So counted in Chinese numerals, a number mostly is a manner of speaking: 三项制度, 五个方面.
ROUND = {1, 100, 1000, 10_000}
LOOSE_UNITS = {"个", "项", "类", "种", "位", "轮", ""}


def is_filled_from_a_field(told: ToldNumber) -> Verdict | None:
    # {{ requests.received.total }} was filled by the program itself.
    return RIGHT if told.spot.field else None


def is_planned(told: ToldNumber) -> Verdict | None:
    return RIGHT if told.is_planned else None


def is_of_another_year(told: ToldNumber) -> Verdict | None:
    return NO_SOURCE if told.is_of_another_year else None


def is_told_of_each(told: ToldNumber) -> Verdict | None:
    """科研机构、公益组织各1件: the number is held against each of those named."""
    names = names_alike(told)
    if len(names) < 2 or not EACH.search(told.lead):
        return None
    known_of_each = [told.asked([name], told.unit) for name in names]
    if not all(known_of_each):
        return None  # one of them is no figure of the tables: other rules may know the number
    instead = [
        known[0].told
        for known in known_of_each
        if not any(told.numeral.fits(evidence.value) for evidence in known)
    ]
    return wrong(instead) if instead else RIGHT


def names_alike(told: ToldNumber) -> list[Term]:
    """The names before a number that are of one sort with the last: 科研机构、公益组织."""
    if not told.names:
        return []
    last = told.names[-1].groups
    return [term for term in told.names if term.groups & last]


def is_a_figure(told: ToldNumber) -> Verdict | None:
    return RIGHT if told.borne_out else None


def is_declared(told: ToldNumber) -> Verdict | None:
    """A declared figure whose name has two characters in common with the clause bears it out."""
    for name, value in told.grounds.declared:
        # Offices shorten their own names freely: most words of Chinese have two characters.
        pairs = (name[at : at + 2] for at in range(len(name) - 1))
        is_named = any(pair in told.spot.clause for pair in pairs)
        if is_named and told.numeral.fits(value):
            return RIGHT
    return None


def contradicts_a_figure(told: ToldNumber) -> Verdict | None:
    # 一件申请 without more is an article, not a count.
    if told.numeral.spelled and told.numeral.value == 1 and not told.numeral.hedge:
        return None
    if is_among_examples(told):
        return None
    recorded = [
        evidence.told_with(value) for evidence, value in told.values if evidence.is_recorded
    ]
    return wrong(recorded) if recorded else None


def is_among_examples(told: ToldNumber) -> bool:
    """不予公开及无法提供等36件: of these and others, so that the number may be any that is more."""
    if not EXAMPLES.search(told.lead):
        return False
    return all(told.numeral.value > value for _, value in told.values)


def is_nothing(told: ToldNumber) -> Verdict | None:
    # That there was none is borne out by logs that tell of none.
    return None if told.numeral.value else RIGHT


def is_known_somewhere(told: ToldNumber) -> Verdict | None:
    """A number that does not say what it counts is borne out by any figure of that unit, or any
    declared one."""
    by_unit = told.grounds.by_unit
    values = set(by_unit.get((told.unit, told.is_past), ()))
    if told.unit in told.grounds.meanings.units["people"]:
        # 向7名申请人发出通知: a request is mostly of one person.
        values |= by_unit.get(("件", told.is_past), set())
    if not told.unit:
        # Without a unit it may count anything of its year.
        of_year = [known for (_, is_past), known in by_unit.items() if is_past == told.is_past]
        values = set().union(*of_year)
    values.update(value for _, value in told.grounds.declared)
    return RIGHT if any(told.numeral.fits(value) for value in values) else None


def is_a_manner_of_speaking(told: ToldNumber) -> Verdict | None:
    # 三项制度, 百余家: nobody counted.
    is_loose = told.numeral.value in ROUND or told.unit in LOOSE_UNITS
    return RIGHT if told.numeral.spelled and is_loose else None


RULES_FOR_NUMBERS: tuple[Callable[[ToldNumber], Verdict | None], ...] = (
    is_filled_from_a_field,
    is_planned,
    is_of_another_year,
    is_in_points,
    is_a_change,
    is_a_multiple,
    is_of_what_had_to_be_published,
    is_a_rate,
    is_a_share,
    # From here on it is a count or a sum of money.
    is_told_of_each,
    turned_the_other_way,
    is_a_figure,
    is_declared,
    is_the_remainder,
    is_a_sum_of_those_before,
    contradicts_a_figure,
    is_nothing,
    is_no_remainder,
    is_no_sum_of_those_before,
    leaves_a_sum_open,
    is_more_than_its_whole,
    is_known_somewhere,
    is_a_manner_of_speaking,
)


def judge(told: ToldNumber) -> Verdict:
    """Give the verdict of the first rule that has an opinion; without one the number has no
    source."""
    for rule in RULES_FOR_NUMBERS:
        if (verdict := rule(told)) is not None:
            return verdict
    return NO_SOURCE


def remember(told: ToldNumber, verdict: Verdict) -> Context:
    """Give what is in mind after a number: a count to go on from, the subject of a change."""
    claim = claim_of(told)
    if claim is None:
        subject = verdict.subject
        return told.context.going_on_from(subject) if subject else told.context
    return told.context.remembering(claim, told.spot.terms, group_of_word(told))


def group_of_word(told: ToldNumber) -> str:
    """The group of the last word that names what a number counts; empty where none does."""
    return told.names[-1].meanings[0].group if told.names else ""


def claim_of(told: ToldNumber) -> Claim | None:
    """The number as one to go on from, if it is a count."""
    numeral = told.numeral
    if told.spot.field:
        # A share or a change that a field gave is no figure of its own.
        filled = told.grounds.records.find(told.spot.field)
        return Claim(numeral.value, numeral.unit, (filled,), filled) if filled else None
    if told.is_count:
        return Claim(
            said=numeral.value,
            unit=numeral.unit,
            meant=tuple(told.meant),
            borne_out=told.borne_out,
            is_past=told.is_past,
            is_exact=not numeral.hedge and numeral.step == 1,
            place=numeral.start,
            group=group_of_word(told),
        )
    return None
