"""Working days, held against the notices read by hand, numpy's own business days and a second library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcli.law import calendar
from reportcli.law.calendar import WorkingCalendar, working_calendar
from reportcli.report import compile_report
from tests.logs import write_log
from tests.places import PACKAGE

CLOCKS = re.compile(r"\b(?:today|now|utcnow|localtime|gmtime|strftime)\(|\btime\.time\b")
CALENDAR = working_calendar()
AFTER_PUBLICATION = CALENDAR.published_until.year + 1


@dataclass
class Notice:
    off: list[date] = field(default_factory=list)
    work: list[date] = field(default_factory=list)


def day(text: str) -> date:
    return date.fromisoformat(text)


def nth(calendar: WorkingCalendar, start: str, n: int) -> str:
    return str(calendar.add(day(start), n))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-02-03", "weekend"),  # Saturday before the Spring Festival
        ("2024-02-04", "make_up"),  # Sunday, worked
        (
            "2024-02-09",
            "working",
        ),  # New Year's Eve: a recommendation to employers, no day off in the notice
        ("2024-02-10", "holiday"),  # Saturday, first day of the festival
        ("2024-02-12", "holiday"),
        ("2024-02-17", "holiday"),
        ("2024-02-18", "make_up"),  # Sunday, worked
        ("2023-09-29", "holiday"),  # Mid-Autumn and National Day, 2023-09-29 to 10-06
        ("2023-10-06", "holiday"),
        ("2023-10-07", "make_up"),  # Saturday
        ("2023-10-08", "make_up"),  # Sunday
        ("2020-01-31", "holiday"),  # the Spring Festival prolonged by the epidemic
        ("2020-02-03", "working"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert CALENDAR.kind(day(text)) == kind
    assert CALENDAR.is_working(day(text)) == (kind in ("working", "make_up"))


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2023-03-06", 1, "2023-03-07"),
        ("2023-03-10", 1, "2023-03-13"),  # Friday to Monday
        ("2023-03-11", 1, "2023-03-13"),  # Saturday to Monday
        ("2024-02-02", 1, "2024-02-04"),  # Friday to the make-up Sunday
        ("2024-02-09", 1, "2024-02-18"),  # over the festival to the make-up Sunday
        ("2024-02-13", 2, "2024-02-19"),  # from within the festival
        ("2023-09-28", 3, "2023-10-09"),  # Sat 7 and Sun 8 October are numbers 1 and 2
        ("2019-12-31", 1, "2020-01-02"),
    ],
)
def test_add(start: str, n: int, expected: str) -> None:
    assert nth(CALENDAR, start, n) == expected


def test_first_day_counts_only_when_it_is_worked() -> None:
    calendar = working_calendar(first_day_counts=True)
    assert nth(calendar, "2023-03-06", 1) == "2023-03-06"
    assert nth(calendar, "2023-03-06", 20) == "2023-03-31"
    assert nth(calendar, "2023-03-11", 1) == "2023-03-13"


def test_count_leaves_the_first_day_out_and_has_a_sign() -> None:
    assert CALENDAR.count(day("2024-02-09"), day("2024-02-19")) == 2
    assert CALENDAR.count(day("2024-02-19"), day("2024-02-09")) == -2
    assert CALENDAR.count(day("2024-02-10"), day("2024-02-17")) == 0


def test_a_day_outside_the_calendar_has_no_answer() -> None:
    days = np.array(
        ["1899-12-30", "NaT", "2100-12-30", "2204-01-01", "2024-02-02"], dtype="datetime64[D]"
    )
    assert np.isnat(CALENDAR.add(days, 20)).tolist() == [True, True, True, True, False]
    with pytest.raises(ValueError, match="1899-12-30 is outside the calendar"):
        CALENDAR.kind(day("1899-12-30"))


def test_the_first_and_the_last_day_belong_to_the_calendar() -> None:
    calendar = working_calendar(years=range(2023, 2025))
    assert nth(calendar, "2023-01-01", 1) == "2023-01-03"  # Monday the 2nd was off
    assert nth(calendar, "2024-12-30", 1) == "2024-12-31"


def test_published_until_is_the_last_day_of_the_library() -> None:
    assert chinese_calendar.is_workday(CALENDAR.published_until) is not None
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(CALENDAR.published_until + timedelta(days=1))


def test_provisional_before_and_after_the_published_years() -> None:
    last = np.datetime64(CALENDAR.published_until, "D")
    days = np.array(["2003-12-31", "2004-01-01", last, last + 1, "NaT"], dtype="datetime64[D]")
    assert CALENDAR.is_provisional(days).tolist() == [True, False, False, True, False]


def test_monday_to_friday_where_there_is_no_notice() -> None:
    assert nth(CALENDAR, "2003-09-30", 1) == "2003-10-01"
    assert nth(CALENDAR, "2055-09-30", 1) == "2055-10-01"
    assert nth(CALENDAR, "2055-10-01", 1) == "2055-10-04"


def test_a_notice_from_the_settings_makes_a_year_final() -> None:
    year = AFTER_PUBLICATION
    weekend = next(date(year, 1, n) for n in range(1, 8) if date(year, 1, n).weekday() == 6)
    monday = weekend + timedelta(days=1)
    calendar = working_calendar({year: Notice(off=[monday], work=[weekend])})
    assert (CALENDAR.kind(weekend), CALENDAR.kind(monday)) == ("weekend", "working")
    assert (calendar.kind(weekend), calendar.kind(monday)) == ("make_up", "holiday")
    assert CALENDAR.is_provisional(monday)
    assert not calendar.is_provisional(monday)
    assert calendar.is_provisional(date(year + 1, 1, 1))
    assert calendar.published_until == CALENDAR.published_until


def test_a_notice_changes_a_published_year_and_the_december_before() -> None:
    calendar = working_calendar({2024: Notice(off=[day("2024-02-04"), day("2023-12-29")])})
    assert calendar.kind(day("2024-02-04")) == "holiday"
    assert calendar.kind(day("2023-12-29")) == "holiday"
    assert calendar.kind(day("2024-02-18")) == "make_up"


@pytest.mark.parametrize(
    ("notice", "message"),
    [
        (Notice(off=[date(2072, 1, 1)]), "2072-01-01 does not belong to the notice of 2027"),
        (Notice(work=[date(2026, 11, 1)]), "2026-11-01 does not belong"),
        (Notice([date(2027, 1, 4)], [date(2027, 1, 4)]), "both off and worked"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(notice: Notice, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        working_calendar({2027: notice})


def test_only_the_years_asked_for() -> None:
    calendar = working_calendar(years=range(2023, 2025))
    assert (calendar.first, calendar.last) == (date(2023, 1, 1), date(2024, 12, 31))
    assert nth(calendar, "2024-02-02", 1) == "2024-02-04"
    assert nth(calendar, "2024-12-31", 1) == "NaT"


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_agrees_with_a_second_library(year: int) -> None:
    other = holidays.country_holidays("CN", years=year)
    everyday = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]").tolist()
    assert [day for day in everyday if CALENDAR.is_working(day) != other.is_working_day(day)] == []


days = st.dates(date(2000, 1, 1), date(2095, 12, 31))
lengths = st.integers(1, 400)


@given(days, lengths)
def test_count_undoes_add(start: date, n: int) -> None:
    end = CALENDAR.add(start, n)
    assert CALENDAR.count(start, end) == n
    assert CALENDAR.is_working(end.item())


@given(days, days, lengths, lengths, st.booleans())
def test_add_is_monotone(a: date, b: date, n: int, m: int, first_day_counts: bool) -> None:
    calendar = working_calendar(first_day_counts=first_day_counts)
    assert calendar.add(min(a, b), n) <= calendar.add(max(a, b), n)
    assert (calendar.add(a, n) < calendar.add(a, m)) == (n < m)


EVERY_DAY = np.arange(CALENDAR.first, CALENDAR.last, dtype="datetime64[D]")
SCHEDULE = np.busdaycalendar("1111111", np.setdiff1d(EVERY_DAY, CALENDAR.worked))


@given(days, lengths)
def test_add_agrees_with_numpy(start: date, n: int) -> None:
    first = np.datetime64(start, "D")
    assert CALENDAR.add(start, n) == np.busday_offset(first, n, roll="backward", busdaycal=SCHEDULE)


# --- today ---


def test_no_other_module_looks_at_a_clock() -> None:
    looking = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if CLOCKS.search(line.replace("calendar.today()", ""))
    ]
    assert set(looking) == {"law/calendar.py"}


def test_a_report_is_of_today_unless_a_day_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "today", lambda: date(2028, 2, 29))
    log = write_log(
        tmp_path / "log.csv",
        "收到日期 | 申请人类型 | 办理结果 | 答复日期\n2024-03-05 | 公民 | 予以公开 | 2024-03-06",
    )
    assert compile_report([log]).as_of == date(2028, 2, 29)
    assert compile_report([log], as_of=date(2025, 1, 12)).as_of == date(2025, 1, 12)
