"""What lies behind a fact of the prose: the rows that it counts, with what each adds.

The rows are those that `count/facts.py` counts, by the same rules; here they are only found. Not
for numbers of the form (`cell.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pandas as pd

from reportcli.answer.cell import Behind, rows_added
from reportcli.count.facts import (
    CATEGORY_FACTS,
    ONLINE,
    Definition,
    by_channel,
    definitions,
    form_categories,
    part_label,
    published_items,
    request_flags,
)
from reportcli.count.number import Number
from reportcli.count.sorting import YearSpan
from reportcli.intake.log import Flags, Stack
from reportcli.law.cell_names import spoken_key
from reportcli.law.deadlines import clock
from reportcli.report import Report
from reportcli.words.fields import KindId
from reportcli.words.messages import CHINESE

RECEIVED = "requests.received"
# The column by which the parts of a fact differ.
PARTED_BY = {
    "requests.by_channel": "channel",
    "requests.by_channel_in_detail": "channel",
    "requests.by_applicant": "applicant_type",
    "publications.by_channel": "channel",
    "publications.by_topic": "topic",
    "publications.by_form": "form",
    "publications.interpretations_by_form": "form",
}


class FactError(ValueError):
    """No single number of a fact goes by a name: `close` are those that may have been meant."""

    def __init__(self, name: str, close: Sequence[str]) -> None:
        self.name, self.close = name, close
        super().__init__(name)


@dataclass(frozen=True)
class FactExplanation:
    """One number of a fact, and the rows behind it; `part` is the key of one that has several."""

    name: str
    fact: str
    part: str
    definition: Definition
    kind: KindId
    value: Number
    rows: Sequence[Behind]


def fact_numbers(report: Report) -> Iterator[tuple[str, str, str, Number]]:
    """Every number of every fact: how it is called, the fact, its part, and the number."""
    for fact, value in report.facts.items():
        definition = definitions()[fact]
        if not isinstance(value, Mapping):
            yield definition.label, fact, "", value
            continue
        for key, number in value.items():
            part = part_label(report.edition, definition, key, CHINESE)
            yield f"{definition.label}：{part}", fact, key, number


def explain_fact(report: Report, name: str) -> FactExplanation:
    """The number that a name means, by id (`requests.by_channel.online`) or by its label
    (按期办结), and its rows; their contributions sum to it."""
    wanted = spoken_key(name)
    known: dict[str, tuple[str, str, Number]] = {}
    for label, fact, part, number in fact_numbers(report):
        identity = f"{fact}.{part}" if part else fact
        for called in (identity, label):
            known[spoken_key(called)] = fact, part, number
    if wanted not in known:
        raise FactError(name, close_facts(report, name))
    fact, part, value = known[wanted]
    kind: KindId = "requests" if fact.startswith("requests.") else "publications"
    stack = report.tally.counted[kind]
    adds = (
        request_adds(report, stack, fact, part)
        if kind == "requests"
        else published_adds(report, stack, fact, part)
    )
    rows = list(rows_of_stack(stack, adds))
    identity = f"{fact}.{part}" if part else fact
    return FactExplanation(identity, fact, part, definitions()[fact], kind, value, rows)


def close_facts(report: Report, name: str) -> list[str]:
    """The facts whose names are most like one that is unknown."""
    from rapidfuzz import process

    known = [f"{fact}.{part}" if part else fact for _, fact, part, _ in fact_numbers(report)]
    return [found for found, *_ in process.extract(name, known, limit=3)]


Adds = Mapping[int, Number]
"""Place in the frame of a stack → what the row adds."""


def request_adds(report: Report, stack: Stack, fact: str, part: str) -> Adds:
    """What each row adds to a fact about requests: one, or as many as it stands for."""
    frame, span = stack.frame, YearSpan(report.year)
    clocks = clock(frame, report.logs.calendar, as_of=report.as_of)
    flags = request_flags(frame, span, clocks)
    if fact == "requests.fees_charged":
        charged = span.holds(frame["closed"]) & frame["fee_charged"].notna()
        places = np.flatnonzero(charged.to_numpy(dtype=bool))
        return {int(at): Decimal(frame["fee_charged"].iloc[at]) for at in places}
    rows = flags[RECEIVED] if fact in PARTED_BY else flags[fact]
    if fact in PARTED_BY:
        rows = rows & holds_part(frame[PARTED_BY[fact]], fact, part)
    counts = frame["count"].fillna(1).to_numpy(dtype=np.int64)
    return {int(at): int(counts[at]) for at in np.flatnonzero(rows)}


def holds_part(column: pd.Series, fact: str, part: str) -> Flags:
    """Which rows are of a part of a fact: 网上 are the web and e-mail, all others other ways."""
    values = column.astype(object).fillna("unknown")
    if fact == "requests.by_channel":
        is_online = values.isin(ONLINE)
        return np.asarray(is_online if part == "online" else ~is_online, dtype=bool)
    return np.asarray(values == part, dtype=bool)


def published_adds(report: Report, stack: Stack, fact: str, part: str) -> Adds:
    """What each row adds to a fact about publications: an item counts once, at the first of the
    rows that bring the most of it."""
    forms = form_categories(report.tally.edition)
    items = published_items(stack, YearSpan(report.year), forms)
    if fact == "publications.by_channel":
        items = by_channel(items)
    if fact.startswith("publications.interpretations"):
        items = items[items["category"] == "interpretation"]
    if fact in CATEGORY_FACTS:
        items = items[items["category"] == CATEGORY_FACTS[fact]]
    if part:
        items = items[items[PARTED_BY[fact]] == part]
    largest = items.sort_values("count", ascending=False, kind="stable")
    largest = largest.drop_duplicates("item").sort_values("order")
    return dict(zip(largest["order"].tolist(), largest["count"].tolist(), strict=True))


def rows_of_stack(stack: Stack, adds: Adds) -> Iterator[Behind]:
    """The rows at some places of a stack, log by log."""
    places = np.array(sorted(adds), dtype=np.int64)
    for log, (start, end) in zip(stack.logs, pairwise(stack.starts), strict=True):
        here = places[(places >= start) & (places < end)]
        if len(here):
            rows = stack.frame.index[here].to_numpy(dtype=np.int32)
            yield from rows_added(log, rows, [adds[int(at)] for at in here])
