"""The rule of percentage points: how a share, or a rate by its name, moved on last year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reportcli.proof.evidence import Evidence
from reportcli.proof.shares import TOTALS, rates
from reportcli.proof.told import NO_SOURCE, POINTS, RIGHT, ToldNumber, Verdict, agrees, wrong

MOST_GUESSES = 3  # shares that a sentence may leave open and still be called wrong
Moved = tuple[str, Decimal, Decimal]  # where part and whole stand, the share last year, this year


def is_in_points(told: ToldNumber) -> Verdict | None:
    """不予公开率较上年提高15个百分点."""
    if told.unit not in POINTS:
        return None
    if told.change is None or told.unit == "‰":
        return NO_SOURCE
    moved = [*moved_rates(told)]
    is_named = bool(moved)
    moved = moved or [*moved_shares(told)]
    if any(is_moved_so(told, before, now) for _, before, now in moved):
        return RIGHT
    # A share only guessed from the sentence may be any of many; to accuse takes a name.
    is_guessed = not is_named and len(moved) > MOST_GUESSES
    if not moved or is_guessed:
        return NO_SOURCE
    source, before, now = moved[0]
    return wrong([f"{one_decimal(before)}% → {one_decimal(now)}%（{source}）"])


def is_moved_so(told: ToldNumber, before: Decimal, now: Decimal) -> bool:
    """Whether a share rose, or fell, by as many points as told."""
    rose = told.change is not None and told.change["more"]
    sign = 1 if rose else -1
    return any(agrees(told.numeral, sign * change) for change in changes_in_points(before, now))


def changes_in_points(before: Decimal, now: Decimal) -> tuple[Decimal, Decimal]:
    """By how much a share moved: exactly, and as printed.

    Offices subtract the shares as they are printed as often as the exact ones.
    """
    printed = one_decimal(now) - one_decimal(before)
    return now - before, printed


def moved_rates(told: ToldNumber) -> Iterator[Moved]:
    """The rate that the clause names, this year and last."""
    records = told.grounds.records
    for named in rates():
        if named.pattern.search(told.spot.clause):
            for part in records.named(named.rate.part):
                for whole in records.named(named.rate.whole):
                    yield from moved_share(part, whole)
            return


def moved_shares(told: ToldNumber) -> Iterator[Moved]:
    """The shares of what the sentence spoke of before the number."""
    named = told.asked(told.spot.terms, "", told.spot.clause)
    if not named:
        before = [term for term in told.sentence.terms if term.end <= told.numeral.start]
        named = told.asked(before, "")
    counted = [figure for claim in told.counted_before for figure in claim.figures]
    for part in [*counted, *named]:
        # What belongs to no whole of the form may be a share of any total.
        wholes = told.grounds.records.named(part.wholes or TOTALS)
        for whole in wholes:
            yield from moved_share(part, whole)


def moved_share(part: Evidence, whole: Evidence) -> Iterator[Moved]:
    """A share this year and last, where both are known."""
    if part.before is None or not whole.before or not whole.value:
        return
    share_before = part.before * 100 / whole.before
    share_now = part.value * 100 / whole.value
    yield f"{part.source} / {whole.source}", share_before, share_now


def one_decimal(share: Decimal) -> Decimal:
    """A share as reports print it."""
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
