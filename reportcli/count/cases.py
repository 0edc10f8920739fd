"""Table 四: reviews and suits about disclosure, each once (条例 50(3))."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from reportcli.count.part import CountedLog
from reportcli.count.sorting import Sorting, YearSpan, additions_of
from reportcli.intake.log import Stack
from reportcli.law.edition import Edition
from reportcli.settings import Settings


def count_cases(
    stack: Stack,
    edition: Edition,  # noqa: ARG001 - as all three are called
    year: int,
    settings: Settings,
) -> Iterator[CountedLog]:
    """Each case under its result when it was closed in the year, else as pending."""
    frame, span, sorting = stack.frame, YearSpan(year), Sorting(stack)
    filed, closed = frame["filed"], frame["closed"]
    outside = (filed > span.last) | (closed < span.first)
    if not settings.recount_pending_cases:
        outside |= filed < span.first
    contradict = closed < filed
    sorting.set_outside(outside & ~contradict)
    if not settings.count_co_defendant_suits:
        # 国办公开办函〔2016〕201号: where the review organ is co-defendant, the original organ alone
        # counts the suit.
        sorting.set_aside(frame["co_defendant"].notna(), "co-defendant-suit", "co_defendant")
    sorting.set_aside(frame["result"].isin(["not_counted"]), "filing-refused")
    sound, closed_in_year = sorting.sound, span.holds(closed)
    additions = chain(
        additions_of(frame["kind"], frame["result"], sound & closed_in_year),
        additions_of(frame["kind"], "pending", sound & ~closed_in_year),
    )
    return sorting.logs(additions)
