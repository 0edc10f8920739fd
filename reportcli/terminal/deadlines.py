"""Deadlines for people, for other programs and for a calendar: text, JSON, CSV and iCalendar (RFC
5545).

Which requests, and in which order, is settled in `explain.watch_deadlines`; here they are grouped
and drawn.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from itertools import groupby
from pathlib import PurePath

import msgspec
import tabulate
from msgspec import UNSET

from reportcli import __version__
from reportcli.answer.watch import Deadline, DeadlineWatch
from reportcli.contract import CountedDayJson, DeadlineJson, DeadlinesJson, FileJson
from reportcli.export.data import inert
from reportcli.law.deadlines import RULES, Day
from reportcli.terminal.explained import quoted
from reportcli.terminal.tables import taken
from reportcli.words.folding import fold
from reportcli.words.messages import Voice, printable

SOON = 5  # working days: a week
OFFICE_OPENS = timedelta(hours=9)
GROUPS = ("overdue", "soon", "open", "waiting", "unknown", "late", "on_time")
INDENT = "  "
NUMBER_WIDTH = 12
CSV_COLUMNS = (
    "number", "file", "sheet", "row", "received", "start", "paused_days", "extension_days", "due", "closed",
    "state", "label", "days", "provisional",
)  # fmt: skip


def write_text(watch: DeadlineWatch, voice: Voice, *, within: int | None) -> str:
    """The requests in groups, the most urgent first, and how the answered ones stand in one
    line."""
    lines = fold(summary(watch, voice), voice.width, hang=INDENT)
    several = len({one.address.file for one in watch.deadlines}) > 1
    for group, found in grouped(watch.deadlines, within):
        heading = voice.say("clock", group, days=SOON if within is None else within)
        lines += ["", voice.say("clock", "heading", name=heading, count=len(found))]
        lines += draw(found, voice, group=group, with_file=several)
    if any(one.provisional for one in watch.deadlines):
        lines += ["", *fold(voice.say("clock", "provisional-note"), voice.width, hang=INDENT)]
    if any(one.counted for one in watch.deadlines):
        lines += ["", voice.say("clock", "why", reply=RULES.reply.days)]
        for _, found in grouped(watch.deadlines, within):
            for one in found:
                lines += ["", *explained(one, voice)]
    return "\n".join(lines) + "\n"


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


def grouped(
    deadlines: Sequence[Deadline], within: int | None
) -> Iterator[tuple[str, list[Deadline]]]:
    """The requests by group, in the order of urgency; empty groups are left out."""
    soon = SOON if within is None else within

    def group_of(one: Deadline) -> str:
        return "soon" if one.state == "open" and (one.days or 0) <= soon else one.state

    ordered = sorted(deadlines, key=lambda one: GROUPS.index(group_of(one)))
    for group, found in groupby(ordered, key=group_of):
        yield group, list(found)


def draw(deadlines: Sequence[Deadline], voice: Voice, *, group: str, with_file: bool) -> list[str]:
    """One group as a table; what no request of it has is left out, and how long an answered one was
    paused.

    The number and the place are folded into what the rest leaves of the terminal's width.
    """
    rest = {
        "start": [str(one.start or one.received) for one in deadlines],
        "paused": [str(one.paused_days or "") for one in deadlines],
        "extended": [str(one.extension_days or "") for one in deadlines],
        "due": [f"{one.due or ''}{'*' if one.provisional else ''}" for one in deadlines],
        "closed": [str(one.closed or "") for one in deadlines],
        "left": [
            str(one.days) if one.days is not None and one.days >= 0 else "" for one in deadlines
        ],
        "late": [
            str(-one.days) if one.days is not None and one.days < 0 else "" for one in deadlines
        ],
    }
    hidden = ("paused", "extended") if group in ("late", "on_time") else ()
    rest = {name: cells for name, cells in rest.items() if any(cells) and name not in hidden}
    heads = [voice.say("clock", f"head-{name}") for name in rest]
    room = max((voice.width - taken(heads, list(rest.values())) - 2) // 2, NUMBER_WIDTH)
    drawn = {
        "number": ["\n".join(fold(one.number or "—", room)) for one in deadlines],
        "where": ["\n".join(fold(place(one, with_file=with_file), room)) for one in deadlines],
        **rest,
    }
    right = ("paused", "extended", "left", "late")
    tabulate.MIN_PADDING = 0
    text = tabulate.tabulate(
        list(zip(*drawn.values(), strict=True)),
        headers=[voice.say("clock", f"head-{name}") for name in drawn],
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if name in right else "left" for name in drawn],
    )
    return [line.rstrip() for line in text.splitlines()]


def place(one: Deadline, *, with_file: bool) -> str:
    """Sheet and row, after the file's name where the requests come from several."""
    address = one.address
    where = f"{quoted(address.sheet)}!{address.row}"
    return f"{PurePath(address.file).name} {where}" if with_file else where


def explained(one: Deadline, voice: Voice) -> Iterator[str]:
    """The days of one clock, like ones that follow each other in one line."""
    where = printable(place(one, with_file=True))
    yield f"{printable(one.number)}  {where}" if one.number else where
    if one.start and one.start != one.received:
        yield INDENT + voice.say("clock", "restarted", received=one.received)
    for label, days in runs(one.counted):
        first, last = days[0], days[-1]
        span = str(first.day) if first is last else f"{first.day}—{last.day:%m-%d}"
        numbers = (
            ""
            if not first.number
            else f"{first.number}"
            if first is last
            else f"{first.number}–{last.number}"
        )
        yield f"{INDENT}{span:<17}{numbers:>6}  {voice.say('day', label)}".rstrip()
    if one.due is None:
        yield INDENT + voice.say("clock", "stands" if one.state == "waiting" else "no-end")
    elif one.extension_days:
        limits = {"reply": RULES.reply.days, "extension": one.extension_days}
        yield INDENT + voice.say(
            "clock", "limit-extended", article=RULES.extension.article, **limits
        )


def runs(days: Sequence[Day]) -> Iterator[tuple[str, list[Day]]]:
    """Days that follow each other under the same label."""
    for label, found in groupby(days, key=lambda day: day.label):
        yield label, list(found)


def deadline_json(one: Deadline) -> DeadlineJson:
    """One request by the contract."""
    counted = [
        CountedDayJson(day.day.isoformat(), day.label, day.number or None) for day in one.counted
    ]
    return DeadlineJson(
        number=one.number,
        file=one.address.file,
        sheet=one.address.sheet,
        row=one.address.row,
        received=iso(one.received),
        start=iso(one.start),
        paused_from=iso(one.paused_from),
        paused_until=iso(one.paused_until),
        paused_days=one.paused_days,
        extension_days=one.extension_days,
        due=iso(one.due),
        closed=iso(one.closed),
        state=one.state,
        days=one.days,
        provisional=one.provisional,
        counted=counted or UNSET,
    )


def iso(day: date | None) -> str | None:
    """A date as JSON has it."""
    return day.isoformat() if day else None


def watch_json(watch: DeadlineWatch) -> DeadlinesJson:
    """All that was found, by the contract."""
    return DeadlinesJson(
        tool=f"reportcli {__version__}",
        as_of=watch.as_of.isoformat(),
        inputs=[FileJson(file, sha256) for file, sha256 in watch.inputs.items()],
        states={state: watch.states.get(state, 0) for state in GROUPS if state != "soon"},
        left_out=watch.left_out,
        received_later=watch.received_later,
        unpublished_years=list(watch.unpublished),
        requests=[deadline_json(one) for one in watch.deadlines],
    )


def write_json(watch: DeadlineWatch, voice: Voice) -> str:
    """One object, two spaces deep."""
    return voice.json(watch_json(watch))


def write_csv(watch: DeadlineWatch, voice: Voice) -> str:
    """One line a request."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(CSV_COLUMNS)
    for one in watch.deadlines:
        data = msgspec.structs.asdict(deadline_json(one))
        data |= {"label": voice.say("clock", f"state-{one.state}")}
        data["provisional"] = int(one.provisional)
        cells = (data[name] for name in CSV_COLUMNS)
        rows.writerow([inert(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def write_ics(watch: DeadlineWatch, voice: Voice) -> str:
    """A calendar with one event a request that is not answered: all day, on the day it is due.

    The alarm rings when the office opens, three working days before; the registration number alone
    names the request. Same input, same bytes: the stamp is the day taken for today, and the UID
    follows from the number, so that a later file moves the event instead of doubling it.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//reportcli//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", voice.say("clock", "calendar"))
    stamp = datetime.combine(watch.as_of, time(), UTC)
    seen: dict[str, int] = {}
    for one in watch.deadlines:
        if one.due is None or one.remind is None or one.state not in ("open", "overdue"):
            continue
        known = one.number or place(one, with_file=True)
        seen[known] = seen.get(known, 0) + 1
        text = voice.say("clock", "event", number=printable(known))
        if one.provisional:
            text += voice.say("clock", "event-provisional")
        event = Event()
        event.add("uid", uid(known, seen[known]))
        event.add("dtstamp", stamp)
        event.add("dtstart", one.due)
        event.add("dtend", one.due + timedelta(days=1))
        event.add("summary", text)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", text)
        alarm.add("trigger", one.remind - one.due + OFFICE_OPENS)
        event.add_component(alarm)
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def uid(known: str, nth: int) -> str:
    """What makes an event the same in a later file; a number that comes twice is told by its
    place."""
    digest = blake2b(known.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{digest}{f'-{nth}' if nth > 1 else ''}@reportcli"
