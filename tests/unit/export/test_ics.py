"""Deadlines as a calendar: an event a request, which moves when a later file is read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar

from reportcli.answer.watch import watch_deadlines
from reportcli.export.ics import write_ics
from reportcli.law.calendar import working_calendar
from reportcli.report import Logs
from reportcli.words.messages import CHINESE
from tests.logs import write_log
from tests.unit.terminal.test_deadlines import DAY, HEADINGS, log, logs, logs_in

__all__ = ["log", "logs"]

FIRST_EVENT = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//reportcli//deadlines//ZH
METHOD:PUBLISH
X-WR-CALNAME:政府信息公开申请答复期限
BEGIN:VEVENT
SUMMARY:政府信息公开申请 2024-3 答复到期
DTSTART;VALUE=DATE:20240209
DTEND;VALUE=DATE:20240210
DTSTAMP:20240220T000000Z
UID:5a2a5552051e282d6c392b6f@reportcli
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:政府信息公开申请 2024-3 答复到期
TRIGGER:-P2DT15H
END:VALARM
END:VEVENT
"""


def events(text: str) -> list[Any]:
    """The events of a calendar file, as a calendar reads it."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_ics(logs: Logs) -> None:
    text = write_ics(watch_deadlines(logs, DAY), CHINESE)
    assert text.startswith(FIRST_EVENT.replace("\n", "\r\n"))
    assert [(str(event["summary"]), event["dtstart"].dt) for event in events(text)] == [
        (f"政府信息公开申请 {number} 答复到期", date.fromisoformat(due))
        for number, due in (
            ("2024-3", "2024-02-09"),
            ("2024-4", "2024-02-26"),
            ("2024-5", "2024-03-04"),
            ("2024-6", "2024-04-07"),
        )
    ]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_alarm_rings_three_working_days_before_when_the_office_opens(logs: Logs) -> None:
    calendar = working_calendar()
    for event in events(write_ics(watch_deadlines(logs, DAY), CHINESE)):
        [alarm] = event.walk("VALARM")
        due = event["dtstart"].dt
        rings = datetime(due.year, due.month, due.day) + alarm["trigger"].dt
        assert (rings.hour, rings.minute) == (9, 0)
        assert calendar.is_working(rings.date())
        assert calendar.count(rings.date(), due) == 3


def test_an_answered_request_is_cancelled_under_the_same_uid(log: Path) -> None:
    def by_number(day: date) -> dict[str, Any]:
        found = watch_deadlines(logs_in(log), day, with_settled=True)
        return {
            str(event["summary"]).split()[1]: event for event in events(write_ics(found, CHINESE))
        }

    before, after = by_number(date(2024, 1, 29)), by_number(DAY)
    assert "status" not in before["2024-1"]
    assert (str(after["2024-1"]["status"]), after["2024-1"]["sequence"]) == ("CANCELLED", 1)
    assert after["2024-1"].walk("VALARM") == []
    assert after["2024-1"]["uid"] == before["2024-1"]["uid"]
    assert "status" not in after["2024-3"]


def test_a_later_file_moves_the_same_event(logs: Logs) -> None:
    before, after = (
        {str(event["uid"]) for event in events(write_ics(watch_deadlines(logs, day), CHINESE))}
        for day in (DAY, DAY + timedelta(days=1))
    )
    assert before == after
    assert write_ics(watch_deadlines(logs, DAY), CHINESE) == write_ics(
        watch_deadlines(logs, DAY), CHINESE
    )


def test_requests_without_a_number_or_with_the_same_one_stay_apart(tmp_path: Path) -> None:
    rows = "".join(
        f"{number} | 2024-01-2{day} | 甲 | 自然人 | | | | | | | |\n"
        for day, number in enumerate(["", "", "7", "7"], 2)
    )
    logs = logs_in(write_log(tmp_path / "log.xlsx", HEADINGS + rows))
    found = events(write_ics(watch_deadlines(logs, DAY), CHINESE))
    assert len({str(event["uid"]) for event in found}) == 4
    assert [str(event["summary"]) for event in found] == [
        "政府信息公开申请 log.xlsx '台账'!2 答复到期",
        "政府信息公开申请 log.xlsx '台账'!3 答复到期",
        "政府信息公开申请 7 答复到期",
        "政府信息公开申请 7 答复到期",
    ]
