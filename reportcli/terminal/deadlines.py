"""Deadlines for people: the requests in groups, the most urgent first, and the days counted.

Which requests, and in which order, is settled in `answer`; here they are grouped and worded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from reportcli.answer.watch import Deadline, DeadlineWatch
from reportcli.law.deadlines import ExplainedDay, TimeLimits
from reportcli.terminal.table import GAP, TextColumn, room_beside, ruled
from reportcli.words.folding import INDENT, fold
from reportcli.words.messages import Voice, printable

SOON = 5  # working days: a week
GROUPS = ("overdue", "soon", "open", "waiting", "unknown", "late", "on_time")
ANSWERED = ("late", "on_time")  # these have no day to come
NUMBER_WIDTH = 12  # a column of registration numbers is never narrower
UNIT_WIDTH = 16


class DayColumn(NamedTuple):
    """One column about a request: what stands in it, whether that is a number, and whether it
    still matters once the request is answered."""

    cell: Callable[[Deadline], object]
    is_number: bool = False
    is_for_answered: bool = True


DAY_COLUMNS = {
    "start": DayColumn(lambda one: one.start or one.received),
    "paused": DayColumn(lambda one: one.paused_days or "", is_number=True, is_for_answered=False),
    "extended": DayColumn(
        lambda one: one.extension_days or "", is_number=True, is_for_answered=False
    ),
    "due": DayColumn(lambda one: f"{one.due or ''}{'*' if one.provisional else ''}"),
    "closed": DayColumn(lambda one: one.closed or ""),
    "left": DayColumn(lambda one: days_left(one), is_number=True),
    "late": DayColumn(lambda one: days_late(one), is_number=True),
    "unit": DayColumn(lambda one: "\n".join(fold(one.unit, UNIT_WIDTH))),
}


def write_watch(watch: DeadlineWatch, voice: Voice) -> str:
    """The requests in groups, and how the answered ones stand in one line."""
    lines = fold(summary(watch, voice), voice.width, hang=INDENT)
    with_file = len({one.address.file for one in watch.deadlines}) > 1
    groups = [(group, list(found)) for group, found in by_urgency(watch)]
    lines += table_of_units(groups, voice)
    for group, found in groups:
        heading = voice.say("clock", group, days=soon(watch))
        lines += ["", voice.say("clock", "heading", name=heading, count=len(found))]
        lines += group_table(found, voice, group=group, with_file=with_file)
    if any(one.provisional for one in watch.deadlines):
        lines += ["", *fold(voice.say("clock", "provisional-note"), voice.width, hang=INDENT)]
    if any(one.counted for one in watch.deadlines):
        lines += ["", voice.say("clock", "why", reply=TimeLimits.reply.days)]
        for one in chain.from_iterable(found for _, found in groups):
            lines += ["", *day_by_day(one, voice)]
    return "\n".join(lines) + "\n"


def table_of_units(groups: Sequence[tuple[str, Sequence[Deadline]]], voice: Voice) -> list[str]:
    """How many requests of which group each unit has, where the logs name several units."""
    units: dict[str, Counter[str]] = {}
    for group, found in groups:
        for one in found:
            units.setdefault(one.unit, Counter())[group] += 1
    if len(units) < 2:
        return []
    names = [printable(unit) or voice.say("clock", "no-unit") for unit in units]
    columns = [TextColumn(voice.say("clock", "head-unit"), names)]
    for group, _ in groups:
        numbers = [str(counts[group] or "") for counts in units.values()]
        columns.append(TextColumn(voice.say("clock", f"unit-{group}"), numbers, is_number=True))
    return ["", *(line.rstrip() for line in ruled(columns))]


def summary(watch: DeadlineWatch, voice: Voice) -> str:
    """How many requests stand how, those that are not shown too."""
    states = {
        state: watch.states.get(state, 0)
        for state in ("overdue", "open", "waiting", "late", "on_time")
    }
    text = voice.say("clock", "summary", as_of=watch.as_of, **states)
    if unknown := watch.states.get("unknown", 0):
        text += voice.say("clock", "summary-unknown", unknown=unknown)
    if watch.received_later:
        text += voice.say("clock", "summary-later", later=watch.received_later)
    return text


def soon(watch: DeadlineWatch) -> int:
    """Within how many working days a request is due soon."""
    return SOON if watch.within is None else watch.within


def by_urgency(watch: DeadlineWatch) -> Iterator[tuple[str, Iterator[Deadline]]]:
    """The requests by group, in the order of urgency; empty groups are left out."""

    def group_of(one: Deadline) -> str:
        return "soon" if one.state == "open" and (one.days or 0) <= soon(watch) else one.state

    ordered = sorted(watch.deadlines, key=lambda one: GROUPS.index(group_of(one)))
    yield from groupby(ordered, key=group_of)


def group_table(
    deadlines: Sequence[Deadline], voice: Voice, *, group: str, with_file: bool
) -> list[str]:
    """One group as a table; a column that no request of it fills is left out.

    The number and the place are folded into what the rest leaves of the terminal's width.
    """
    rest = list(filled_columns(deadlines, voice, is_answered=group in ANSWERED))
    room = max((room_beside(rest, voice.width) - GAP) // 2, NUMBER_WIDTH)
    numbers = ["\n".join(fold(one.number or "—", room)) for one in deadlines]
    places = ["\n".join(fold(one.where(with_file=with_file), room)) for one in deadlines]
    columns = [
        TextColumn(voice.say("clock", "head-number"), numbers),
        TextColumn(voice.say("clock", "head-where"), places),
        *rest,
    ]
    return [line.rstrip() for line in ruled(columns)]


def filled_columns(
    deadlines: Sequence[Deadline], voice: Voice, *, is_answered: bool
) -> Iterator[TextColumn]:
    """The columns about the days of a request that are filled."""
    for name, shown in DAY_COLUMNS.items():
        cells = [str(shown.cell(one)) for one in deadlines]
        if any(cells) and (shown.is_for_answered or not is_answered):
            yield TextColumn(voice.say("clock", f"head-{name}"), cells, shown.is_number)


def days_left(one: Deadline) -> object:
    """How many working days are left."""
    return one.days if one.days is not None and one.days >= 0 else ""


def days_late(one: Deadline) -> object:
    """By how many working days a request is late."""
    return -one.days if one.days is not None and one.days < 0 else ""


def day_by_day(one: Deadline, voice: Voice) -> Iterator[str]:
    """The days of one clock, like ones that follow each other in one line."""
    where = printable(one.where(with_file=True))
    yield f"{printable(one.number)}  {where}" if one.number else where
    if one.start and one.start != one.received:
        yield INDENT + voice.say("clock", "restarted", received=one.received)
    for label, found in groupby(one.counted, key=lambda day: day.label):
        days = list(found)
        text = f"{day_span(days):<17}{limit_numbers(days):>6}  {voice.say('day', label)}"
        yield INDENT + text.rstrip()
    if one.due is None:
        yield INDENT + voice.say("clock", "stands" if one.state == "waiting" else "no-end")
    elif one.extension_days:
        article = TimeLimits.extension.article
        limits = {"reply": TimeLimits.reply.days, "extension": one.extension_days}
        yield INDENT + voice.say("clock", "limit-extended", article=article, **limits)


def day_span(days: Sequence[ExplainedDay]) -> str:
    first, last = days[0].day, days[-1].day
    return str(first) if first == last else f"{first}—{last:%m-%d}"


def limit_numbers(days: Sequence[ExplainedDay]) -> str:
    """Which days of the limit these are; nothing where they do not count."""
    first, last = days[0].number, days[-1].number
    if not first:
        return ""
    return f"{first}" if first == last else f"{first}–{last}"
