"""Table 四: reviews and suits about disclosure, each once (条例 50(3))."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from reportcli.count.instances import NO_SUIT, stages
from reportcli.count.part import CountedLog
from reportcli.count.sorting import Sorting, YearSpan, additions_of
from reportcli.intake.log import Stack
from reportcli.law.edition import Edition
from reportcli.settings import Settings
from reportcli.words.case import ASSUMED, GENERAL


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
    # How a case ended after the year is a matter of the next report.
    sorting.spare((closed > span.last) & (filed <= span.last), "result")
    if not settings.count_co_defendant_suits:
        # 国办公开办函〔2016〕201号: where the review organ is co-defendant, the original organ alone
        # counts the suit.
        sorting.set_aside(frame["co_defendant"].notna(), "co-defendant-suit", "co_defendant")
    set_other_matters_aside(sorting)
    sorting.set_aside(frame["result"].isin(["not_counted"]), "filing-refused")
    set_earlier_instances_aside(sorting, span)
    sound, closed_in_year = sorting.sound, span.holds(closed)
    additions = chain(
        additions_of(frame["kind"], frame["result"], sound & closed_in_year),
        additions_of(frame["kind"], "pending", sound & ~closed_in_year),
    )
    return sorting.logs(additions)


def set_earlier_instances_aside(sorting: Sorting, span: YearSpan) -> None:
    """Leave of each suit the last instance of the year: its result is in force, and while it is
    open the suit is pending.

    An appeal that was filed after the year is a matter of the next report.
    """
    frame = sorting.frame
    of_suit = (frame["suit"] != NO_SUIT) & (frame["filed"] <= span.last) & sorting.sound
    places = np.flatnonzero(of_suit.to_numpy(dtype=bool))
    if not len(places):
        return
    chosen = pd.DataFrame(
        {"suit": frame["suit"].to_numpy()[places], "stage": stages(frame)[places]}, index=places
    )
    ordered = chosen.sort_values(["suit", "stage"], kind="stable")
    in_force = ordered.groupby("suit").tail(1)
    by_suit = dict(zip(in_force["suit"].tolist(), in_force.index.tolist(), strict=True))
    for place, suit in zip(ordered.index.tolist(), ordered["suit"].tolist(), strict=True):
        if place != by_suit[suit]:
            other = str(sorting.address(by_suit[suit]))
            sorting.set_place_aside(place, "case-instance", "stage", other=other)


def set_other_matters_aside(sorting: Sorting) -> None:
    """Cases about anything but disclosure do not count (条例第五十条第三项), which is said of each;
    general words such as 不服答复 need the number of a request beside them."""
    matter, request = sorting.frame["matter"], sorting.frame["request_number"]
    sorting.set_aside(matter.isin(["other"]), "case-other-matter", "matter", "kind")
    is_general = matter.isin([GENERAL])
    sorting.set_aside(is_general & request.isna(), "case-matter-unclear", "matter")
    is_assumed = is_general | matter.isin([ASSUMED])
    assumed = np.flatnonzero((is_assumed & sorting.sound).to_numpy(dtype=bool))
    sorting.blame(assumed, "case-matter-assumed", "matter")
