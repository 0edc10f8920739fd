"""Counts for the prose of the report that no table shows: by channel, topic and form, on time, and
so on.

Each fact's label, unit and definition stand in `facts.toml`; here is how it is counted, over the
same rows that the tally counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

import msgspec
import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.count.number import FactValue, Number
from reportcli.count.sorting import YearSpan
from reportcli.count.tally import Tally
from reportcli.intake.log import Places
from reportcli.law.calendar import WorkingCalendar
from reportcli.law.deadlines import clock
from reportcli.law.edition import Edition
from reportcli.shipped import load_shipped
from reportcli.words.fields import SEVERAL, KindId, log_kinds
from reportcli.words.messages import Voice, messages

ONLINE = ("web", "email")
CATEGORY_FACTS = {
    "publications.interviews": "interview",
    "publications.consultations": "consultation",
    "publications.press_conferences": "press_conference",
    "publications.special_topics": "special_topic",
    "publications.live_broadcasts": "live_broadcast",
    "publications.meetings": "meeting",
    "publications.gazettes": "gazette",
    "publications.trainings": "training",
}


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a fact is: its label, unit and definition, the vocabulary that names its keys, if it has
    any, and `whole`, the fact of which it is a share; `needs` are the columns without any of which
    it is unknown.
    """

    label: str
    label_en: str
    unit: str
    definition: str
    definition_en: str
    log: KindId | None = None
    values: str | None = None
    whole: str = ""
    needs: tuple[str, ...] = ()


@cache
def definitions() -> Mapping[str, Definition]:
    """Every fact by id, in the order in which they are shown."""
    return load_shipped("count/facts.toml", dict[str, Definition])


def count_facts(
    tally: Tally, calendar: WorkingCalendar, as_of: date, clocks: pd.DataFrame | None = None
) -> dict[str, FactValue]:
    """Every fact that the logs of the tally allow, in the order of the definitions; one whose log
    is absent is absent. `clocks` are those of the counted requests, where they are known.
    """
    found: dict[str, FactValue] = {}
    if requests := tally.counted.get("requests"):
        frame = requests.frame
        if clocks is None:
            clocks = clock(frame, calendar, as_of=as_of)
        found["requests.fees_charged"] = fees_charged(frame, tally.year)
        if frame["count"].notna().any():
            # A row that stands for several requests counts once for each.
            each_request = places_of_requests(frame)
            frame, clocks = frame.iloc[each_request], clocks.iloc[each_request]
        found |= request_facts(frame, YearSpan(tally.year), clocks)
    if publications := tally.counted.get("publications"):
        found |= publication_facts(
            publications.frame, YearSpan(tally.year), form_categories(tally.edition)
        )
    columns = {column.field for part in tally.parts for column in part.log.source.columns}
    return {
        fact: found[fact]
        for fact, definition in definitions().items()
        if fact in found and (not definition.needs or columns & {*definition.needs})
    }


def fees_charged(requests: pd.DataFrame, year: int) -> Decimal:
    """What was charged for the requests that were answered in the year, in yuan."""
    charged = requests["fee_charged"][YearSpan(year).holds(requests["closed"])]
    return sum(map(Decimal, charged.dropna()), Decimal(0))


def places_of_requests(frame: pd.DataFrame) -> Places:
    """The place of each request in a frame, again for every request that its row stands for."""
    return np.repeat(np.arange(len(frame)), frame["count"].fillna(1).to_numpy(dtype=np.int64))


def request_flags(
    frame: pd.DataFrame, span: YearSpan, clocks: pd.DataFrame
) -> dict[str, npt.NDArray[np.bool_]]:
    """For each fact that counts requests, which rows it counts."""
    received = span.holds(frame["received"])
    brought_forward = frame["received"] < span.first
    concluded = span.holds(frame["closed"])
    asked_to_correct = frame["correction_notified"].notna() | frame["corrected"].notna()
    charged = frame["fee_charged"].notna().to_numpy(dtype=bool, copy=True)
    charged[charged] = [Decimal(fee) > 0 for fee in frame["fee_charged"][charged]]
    flags = {
        "requests.received": received,
        "requests.handled": received | brought_forward,
        "requests.concluded": concluded,
        "requests.on_time": concluded & (clocks["state"] == "on_time"),
        "requests.late": concluded & (clocks["state"] == "late"),
        "requests.extended": concluded & frame["extended"],
        "requests.corrected": received & asked_to_correct,
        "requests.fee_notices": span.holds(frame["fee_notified"]),
        "requests.fee_cases": concluded & charged,
    }
    return {name: one.to_numpy(dtype=bool) for name, one in flags.items()}


def request_facts(
    frame: pd.DataFrame, span: YearSpan, clocks: pd.DataFrame
) -> dict[str, FactValue]:
    """The facts of the request logs."""
    flags = request_flags(frame, span, clocks)
    received = flags["requests.received"]
    facts: dict[str, FactValue] = {name: int(rows.sum()) for name, rows in flags.items()}
    # All the requests received are in it or none: where one log tells channels, those of another
    # are unknown.
    channels: dict[str, int] = {}
    if frame["channel"].notna().any():
        channels = (
            frame["channel"][received].astype(object).fillna("unknown").value_counts().to_dict()
        )
    if channels:
        online = sum(channels.get(channel, 0) for channel in ONLINE)
        facts["requests.by_channel"] = {
            "online": int(online),
            "other_ways": int(sum(channels.values()) - online),
        }
        facts["requests.by_channel_in_detail"] = by_size(channels)
    facts["requests.by_applicant"] = by_size(
        frame["applicant_type"][received].value_counts().to_dict()
    )
    return facts


def publication_facts(
    frame: pd.DataFrame, span: YearSpan, forms: Collection[str]
) -> dict[str, FactValue]:
    """The facts of the publication logs: items that were put before the public in the year.

    Bare counts of decisions, and items of authority (…事项), are lines of the form and no published
    item, unless the log says in which channel they were published.
    """
    items = published_items(frame, span, forms)
    interpretations = items[items["category"] == "interpretation"]
    facts: dict[str, FactValue] = {
        "publications.items": once(items),
        "publications.by_channel": each(by_channel(items), "channel"),
        "publications.by_topic": each(items, "topic"),
        "publications.by_form": each(items, "form"),
        "publications.interpretations": once(interpretations),
        "publications.interpretations_by_form": each(interpretations, "form"),
    }
    return facts | {
        fact: once(items[items["category"] == category])
        for fact, category in CATEGORY_FACTS.items()
    }


def published_items(frame: pd.DataFrame, span: YearSpan, forms: Collection[str]) -> pd.DataFrame:
    """The rows that tell of an item that was put before the public in the year, `order` being their
    place in the frame."""
    every = frame.assign(order=range(len(frame)))
    shown = span.holds(every["published"].fillna(every["made"])) & (
        every["published"].notna() | every["channel"].notna() | ~every["category"].isin(list(forms))
    )
    items = every[shown].astype(
        {"category": object, "channel": object, "topic": object, "form": object}
    )
    # A row that nothing identifies is an item of its own; its place makes it unlike every other.
    items["item"] = items["item"].fillna(-1 - items["order"]).astype("int64")
    items["count"] = items["count"].fillna(1).astype("int64")
    return items


def by_channel(items: pd.DataFrame) -> pd.DataFrame:
    """A row for each channel in which an item was published."""
    return items.assign(channel=items["channel"].str.split(SEVERAL)).explode("channel")


def form_categories(edition: Edition) -> set[str]:
    """The categories that are lines of the form, and the items of authority that stand behind
    them."""
    lines = {line.id for line in edition.table("publications").lines}
    return lines | {f"{line}_item" for line in lines}


def part_label(edition: Edition, definition: Definition, key: str, voice: Voice) -> str:
    """The label of one key of a fact: from the form or its vocabulary, else as the log has it."""
    if definition.values == "applicant":
        columns = edition.table("requests").blocks[0].columns
        return next(
            voice.label(column.label, column.label_en) for column in columns if column.id == key
        )
    if definition.log and definition.values:
        known = log_kinds()[definition.log].values.get(definition.values, {}).get(key)
        if known:
            return voice.label(known.label, known.label_en)
    if key in messages()["label"]:
        return voice.say("label", key)
    return key


def once(items: pd.DataFrame) -> int:
    """How many items, each once; rows that count several like items bring their count."""
    return int(items.groupby("item")["count"].max().sum())


def each(items: pd.DataFrame, by: str) -> dict[str, int]:
    """How many items under each value of a column, the most frequent first; rows without one are
    left out."""
    named = items[items[by].notna()]
    counts = named.groupby([by, "item"])["count"].max().groupby(level=0).sum()
    return by_size({str(value): int(count) for value, count in counts.items()})


def by_size(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts that are not zero, the largest first and equal ones by name, so that row order
    does not matter.
    """
    return dict(
        sorted(((k, int(n)) for k, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))
    )


def flat_facts(
    facts: Mapping[str, FactValue], edition: Edition, voice: Voice
) -> Iterator[tuple[str, Number, str]]:
    """Every number of every fact: label, number, unit."""
    for fact, value in facts.items():
        definition = definitions()[fact]
        label = voice.label(definition.label, definition.label_en)
        if isinstance(value, Mapping):
            for key, number in value.items():
                part = part_label(edition, definition, key, voice)
                yield f"{label}：{part}", number, definition.unit
        else:
            yield label, value, definition.unit
