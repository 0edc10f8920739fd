"""Table 三: what was received, brought forward, concluded and carried forward (条例 27–39)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from reportcli.count.part import CountedLog
from reportcli.count.sorting import Sorting, YearSpan, additions_of
from reportcli.intake.log import Stack
from reportcli.law.edition import Edition
from reportcli.settings import Settings


def count_requests(
    stack: Stack,
    edition: Edition,
    year: int,
    settings: Settings,  # noqa: ARG001 - as all three are called
) -> Iterator[CountedLog]:
    """Each request on its line: what came must equal what went and what stays.

    A request lies outside the year when it was received after it, or concluded before it; a row
    that either date puts there is no fault of this year's figures, whatever its wording, unless the
    two contradict.
    """
    frame, span, sorting = stack.frame, YearSpan(year), Sorting(stack)
    received, closed, applicant = frame["received"], frame["closed"], frame["applicant_type"]
    contradict = closed < received
    sorting.set_outside(((received > span.last) | (closed < span.first)) & ~contradict)
    closed_in_year = span.holds(closed)
    # How a request ended after the year is a matter of the next report.
    sorting.spare((closed > span.last) & (received <= span.last), "outcome", "ground")

    outcomes = frame["outcome"]
    known = {line: edition.leaf_for("requests", line) for line in outcomes.cat.categories}
    # 不予公开 alone: the form has no line for a refusal without its ground (条例 14-16).
    bare = outcomes.isin([line for line, leaf in known.items() if leaf is None])
    sorting.set_aside(bare & closed_in_year, "ground-missing", "ground", "outcome")

    lines = [leaf for leaf in dict.fromkeys(known.values()) if leaf]
    line = outcomes.map(known).astype(pd.CategoricalDtype(lines))
    sound = sorting.sound
    still_open = closed.isna() | (closed > span.last)
    # 件数: a row of several requests, of which each counts.
    sizes = frame["count"].fillna(1).to_numpy(dtype=np.int64)
    additions = chain(
        additions_of("received", applicant, sound & span.holds(received), sizes),
        additions_of("brought_forward", applicant, sound & (received < span.first), sizes),
        additions_of(line, applicant, sound & closed_in_year, sizes),
        additions_of("carried_forward", applicant, sound & still_open, sizes),
    )
    return sorting.logs(additions)
