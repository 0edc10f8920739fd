"""Counts for the prose of the report that no table shows: by channel, topic and form, on time, and
so on.

Each fact's label, unit and definition stand in `facts.toml`; here is how it is counted, over the
same rows that the tally counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
from reportcli.intake.log import Flags, Places, Stack
from reportcli.law.calendar import WorkingCalendar
from reportcli.law.deadlines import clock
from reportcli.law.edition import Edition
from reportcli.shipped import load_shipped
from reportcli.words.fields import SEVERAL, KindId, log_kinds
from reportcli.words.messages import Voice, messages

ONLINE = ("web", "email")  # channels that the reports call 网络申请
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
    return count_facts_of_each([tally], tally, calendar, as_of, clocks)[0]


def count_facts_of_each(
    tallies: Sequence[Tally],
    together: Tally,
    calendar: WorkingCalendar,
    as_of: date,
    clocks: pd.DataFrame | None = None,
) -> list[dict[str, FactValue]]:
    """The same of the tally of each office, in the order of their numbers; the rows of all
    `together` are counted at once."""
    span, count = YearSpan(together.year), len(tallies)
    found: dict[KindId, list[dict[str, FactValue]]] = {}
    if requests := together.counted.get("requests"):
        if clocks is None:
            clocks = clock(requests.frame, calendar, as_of=as_of)
        found["requests"] = request_facts(requests, span, clocks, count)
    if publications := together.counted.get("publications"):
        forms = form_categories(together.edition)
        found["publications"] = publication_facts(publications, span, forms, count)
    return [
        facts_told({kind: facts[number] for kind, facts in found.items()}, tally)
        for number, tally in enumerate(tallies)
    ]


def facts_told(
    found: Mapping[KindId, Mapping[str, FactValue]], tally: Tally
) -> dict[str, FactValue]:
    """The facts of one office that its logs allow."""
    kinds = {part.log.kind for part in tally.parts}
    columns = {column.field for part in tally.parts for column in part.log.source.columns}
    known = {fact: value for kind in kinds for fact, value in found.get(kind, {}).items()}
    return {
        fact: known[fact]
        for fact, definition in definitions().items()
        if fact in known and (not definition.needs or columns & {*definition.needs})
    }


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
    stack: Stack, span: YearSpan, clocks: pd.DataFrame, count: int
) -> list[dict[str, FactValue]]:
    """The facts of the request logs, of each of so many offices."""
    frame, offices = stack.frame, stack.offices
    if frame["count"].notna().any():
        each_request = places_of_requests(frame)
        frame, offices = frame.iloc[each_request], offices[each_request]
        clocks = clocks.iloc[each_request]
    flags = request_flags(frame, span, clocks)
    received = flags["requests.received"]
    numbers = {
        name: np.bincount(offices[rows], minlength=count).tolist() for name, rows in flags.items()
    }
    channels = channels_of_each(frame, offices, received, count)
    applicants = counts_of_each(frame["applicant_type"], offices, received, count)
    fees = fees_of_each(stack, span, count)
    return [
        {name: of_each[office] for name, of_each in numbers.items()}
        | channel_facts(channels[office])
        | {
            "requests.by_applicant": by_size(applicants[office]),
            "requests.fees_charged": fees[office],
        }
        for office in range(count)
    ]


def channels_of_each(
    frame: pd.DataFrame, offices: Places, received: Flags, count: int
) -> list[dict[str, int]]:
    """Channel → how many requests of an office were received by it.

    All the requests received are in it or none: where one log tells channels, those of another are
    unknown.
    """
    told = frame["channel"].notna().to_numpy()
    tells = np.bincount(offices[told], minlength=count)
    found = counts_of_each(frame["channel"], offices, received, count)
    untold = np.bincount(offices[received & ~told], minlength=count).tolist()
    return [
        own | ({"unknown": own.get("unknown", 0) + more} if more else {}) if any_told else {}
        for own, more, any_told in zip(found, untold, tells.tolist(), strict=True)
    ]


def channel_facts(channels: Mapping[str, int]) -> dict[str, FactValue]:
    """The facts that tell by which channels requests were received; none where nothing is known."""
    if not channels:
        return {}
    online = sum(channels.get(channel, 0) for channel in ONLINE)
    by_channel = {"online": online, "other_ways": sum(channels.values()) - online}
    return {
        "requests.by_channel": by_channel,
        "requests.by_channel_in_detail": by_size(channels),
    }


def counts_of_each(
    column: pd.Series, offices: Places, rows: Flags, count: int
) -> list[dict[str, int]]:
    """Of each of so many offices, value → how many of some rows have it in a categorical column."""
    values, codes = column.cat.categories, column.cat.codes.to_numpy(dtype=np.int64)
    chosen = rows & (codes >= 0)
    cells = offices[chosen] * len(values) + codes[chosen]
    table = np.bincount(cells, minlength=count * len(values)).reshape(count, len(values))
    return [
        {str(value): number for value, number in zip(values, row, strict=True) if number}
        for row in table.tolist()
    ]


def fees_of_each(stack: Stack, span: YearSpan, count: int) -> list[Decimal]:
    """What each of so many offices charged for the requests that it concluded in the year, in
    yuan."""
    fees = [Decimal(0)] * count
    charged = stack.frame["fee_charged"].where(span.holds(stack.frame["closed"]))
    told = charged.notna().to_numpy()
    for office, fee in zip(stack.offices[told].tolist(), charged[told], strict=True):
        fees[office] += Decimal(fee)
    return fees


def publication_facts(
    stack: Stack, span: YearSpan, forms: Collection[str], count: int
) -> list[dict[str, FactValue]]:
    """The facts of the publication logs, of each of so many offices: items that were put before the
    public in the year.

    Bare counts of decisions, and items of authority (…事项), are lines of the form and no published
    item, unless the log says in which channel they were published.
    """
    items = published_items(stack, span, forms)
    interpretations = items[items["category"] == "interpretation"]
    numbers = {
        "publications.items": once(items),
        "publications.interpretations": once(interpretations),
    } | {
        fact: once(items[items["category"] == category])
        for fact, category in CATEGORY_FACTS.items()
    }
    lists = {
        "publications.by_channel": each(by_channel(items), "channel"),
        "publications.by_topic": each(items, "topic"),
        "publications.by_form": each(items, "form"),
        "publications.interpretations_by_form": each(interpretations, "form"),
    }
    return [
        {
            **{fact: found.get(office, 0) for fact, found in numbers.items()},
            **{fact: by_size(found.get(office, {})) for fact, found in lists.items()},
        }
        for office in range(count)
    ]


def published_items(stack: Stack, span: YearSpan, forms: Collection[str]) -> pd.DataFrame:
    """The rows that tell of an item that was put before the public in the year, each with its
    office, `order` being their place in the stack."""
    frame = stack.frame
    every = frame.assign(order=range(len(frame)), office=stack.offices)
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


def once(items: pd.DataFrame) -> dict[int, int]:
    """How many items each office has, each once; rows that count several like items bring their
    count."""
    counts = items.groupby(["office", "item"])["count"].max().groupby(level=0).sum()
    found: dict[int, int] = counts.to_dict()
    return found


def each(items: pd.DataFrame, by: str) -> dict[int, dict[str, int]]:
    """How many items each office has under each value of a column; rows without one are left
    out."""
    found: dict[int, dict[str, int]] = {}
    named = items[items[by].notna()]
    counts = named.groupby(["office", by, "item"])["count"].max().groupby(level=[0, 1]).sum()
    for (office, value), number in counts.items():
        found.setdefault(office, {})[str(value)] = int(number)
    return found


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
