"""Deadlines as a calendar (iCalendar, RFC 5545).

icalendar escapes and folds; here is what stands in an event. Which requests, and in which order, is
settled in `answer`.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from reportcli.answer.watch import Deadline, DeadlineWatch
from reportcli.words.messages import Voice, printable

ALIVE = ("open", "overdue")  # requests that still have to be answered
OFFICE_OPENS = timedelta(hours=9)  # an alarm at midnight wakes people for nothing


def write_ics(watch: DeadlineWatch, voice: Voice) -> str:
    """A calendar with one event a request: all day, on the day it is due; that of an answered one
    is cancelled, so that it goes from the calendar into which an earlier file was read.

    Same input, same bytes: the stamp is the day taken for today.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//reportcli//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", voice.say("clock", "calendar"))
    stamp = datetime.combine(watch.as_of, time(), UTC)
    seen: dict[str, int] = {}
    for one in (*watch.deadlines, *watch.settled):
        if one.due is None or one.remind is None:
            continue
        known = one.number or one.where(with_file=True)
        seen[known] = seen.get(known, 0) + 1
        text = voice.say("clock", "event", number=printable(known))
        if one.provisional:
            text += voice.say("clock", "event-provisional")
        calendar.add_component(event_of(one, uid(known, seen[known]), text, stamp))
    return str(calendar.to_ical().decode("utf-8"))


def event_of(one: Deadline, identity: str, text: str, stamp: datetime) -> Any:
    """The day on which a request is due, with an alarm when the office opens, three working days
    before.

    The registration number alone names the request.
    """
    from icalendar import Alarm, Event

    assert one.due is not None
    assert one.remind is not None
    event = Event()
    event.add("uid", identity)
    event.add("dtstamp", stamp)
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))
    event.add("summary", text)
    event.add("transp", "TRANSPARENT")
    if one.state not in ALIVE:
        # RFC 5545: a later sequence number replaces the event of the same UID.
        event.add("status", "CANCELLED")
        event.add("sequence", 1)
        return event
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", one.remind - one.due + OFFICE_OPENS)
    event.add_component(alarm)
    return event


def uid(known: str, nth: int) -> str:
    """What makes an event the same in a later file, so that it moves instead of standing twice; a
    number that comes twice is told by its place."""
    digest = blake2b(known.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{digest}{f'-{nth}' if nth > 1 else ''}@reportcli"
