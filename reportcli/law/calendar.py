"""Working days of the PRC, with the make-up days (调休) worked at weekends in exchange for long
holidays.

The schedule is the State Council's yearly notice, taken from the library `chinesecalendar` and, for
a year the library does not know yet, from the notices in `reportcli.toml`. Where there is neither,
Monday to Friday are assumed and the result is called provisional. Nothing here knows of time
limits: see `deadlines.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

import chinese_calendar
import numpy as np
import numpy.typing as npt

from reportcli.finding import Address, Refusal
from reportcli.settings import Settings

Days = npt.NDArray[np.datetime64]
WholeNumbers = npt.NDArray[np.int64]
DayLike = npt.ArrayLike | date
DayKind = Literal["working", "make_up", "weekend", "holiday"]

NOT_A_DAY = np.datetime64("NaT", "D")
# Wide enough for any log, and built in a few milliseconds.
YEARS = range(1990, 2101)


def today() -> date:
    """Give the day on the machine's clock, in its own time zone.

    This is the one place where today enters. Everything else is told the day (`as_of`), so that the
    same input gives the same output, and a test may choose the day.
    """
    return date.today()


class HolidayNotice(Protocol):
    """One year's holiday notice: weekdays off, and weekend days worked in exchange."""

    @property
    def off(self) -> Sequence[date]:
        """Days off."""

    @property
    def work(self) -> Sequence[date]:
        """Make-up days, worked although they fall on a weekend."""


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Arithmetic on working days, for whole columns at once; `NaT` in, `NaT` out.

    `worked` is every working day from `first` to `last`, in order: the position of a day in it is
    its number, so that adding and counting are one binary search each. What would lie outside is
    `NaT`, never a guess: a log with the year 2204 in it must not stop the run.
    """

    worked: Days
    first: date
    last: date
    holidays: frozenset[date]
    covered: frozenset[int]
    published_until: date
    first_day_counts: bool = False

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return self.kind(day) in ("working", "make_up")

    def kind(self, day: date) -> DayKind:
        """Why `day` is worked or not; a weekend inside a long holiday is holiday."""
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} is outside the calendar, {self.first} to {self.last}")
        weekend = day.weekday() >= 5
        # Whether it is worked is asked of the one list that adding and counting use too.
        if self.count(day - timedelta(days=1), day):
            return "make_up" if weekend else "working"
        return "holiday" if day in self.holidays else "weekend"

    def add(self, days: DayLike, n: npt.ArrayLike) -> Days:
        """The `n`-th working day (from 1) after each of `days`, the day itself not counted.

        The Regulation does not say where counting starts; the rule of civil procedure leaves the
        first day out. With `first_day_counts` a day that is itself worked is number 1.
        """
        day = np.asarray(days, dtype="datetime64[D]")
        # To the left of a worked day lie those before it, to the right the day itself too.
        side: Literal["left", "right"] = "left" if self.first_day_counts else "right"
        before = self.worked.searchsorted(day, side=side)
        at = before + np.asarray(n, dtype=np.int64) - 1
        last = len(self.worked) - 1
        is_after_first = day >= np.datetime64(self.first, "D")
        is_inside = is_after_first & (at <= last)
        found = self.worked[np.minimum(at, last)]
        return np.where(is_inside, found, NOT_A_DAY)

    def count(self, start: DayLike, end: DayLike) -> WholeNumbers:
        """Working days after `start` up to and including `end`; negative where `end` is earlier; no
        `NaT`.

        The first day is left out whatever `first_day_counts` says: this measures a stretch, not a
        limit.
        """
        after, upto = (np.asarray(day, dtype="datetime64[D]") for day in (start, end))
        return np.subtract(
            self.worked.searchsorted(upto, side="right"),
            self.worked.searchsorted(after, side="right"),
        )

    def is_provisional(self, days: DayLike) -> npt.NDArray[np.bool_]:
        """Whether each day lies in a year without a notice, so that Monday to Friday had to be
        assumed.

        The last days of December can still be moved by the notice of the year that follows.
        """
        day = np.asarray(days, dtype="datetime64[D]")
        # NumPy counts years from 1970 on.
        year = day.astype("datetime64[Y]").astype(np.int64) + 1970
        is_covered = np.isin(year, list(self.covered))
        known: npt.NDArray[np.bool_] = np.isnat(day) | is_covered
        return np.logical_not(known)


def working_calendar(
    notices: Mapping[int, HolidayNotice] | None = None,
    first_day_counts: bool = False,
    years: range = YEARS,
) -> WorkingCalendar:
    """The calendar of `years`: the library's schedule, changed by the `notices` of the office's own
    settings.

    A notice for a year that the library knows adds to it (a local holiday, a day of storm). Its
    dates lie in its year or in the December before, as New Year's do; anything else is a slip and
    raises `ValueError`.
    """
    notices = notices or {}
    off, work = set(chinese_calendar.holidays), set(chinese_calendar.workdays)
    published = {day.year for day in off}
    for year, notice in notices.items():
        _check(year, notice)
        # A local notice outweighs the national one: what it frees is worked no more.
        off |= set(notice.off)
        work = (work - set(notice.off)) | set(notice.work)

    days = np.arange(f"{years[0]}-01-01", f"{years[-1] + 1}-01-01", dtype="datetime64[D]")
    resting = (days.astype(np.int64) + 3) % 7 >= 5  # day 0, 1970-01-01, was a Thursday
    resting[_positions(off, days)] = True
    resting[_positions(work, days)] = False
    return WorkingCalendar(
        worked=days[~resting],
        first=date(years[0], 1, 1),
        last=date(years[-1], 12, 31),
        holidays=frozenset(off - work),
        covered=frozenset(published | set(notices)),
        published_until=date(max(published), 12, 31),
        first_day_counts=first_day_counts,
    )


def office_calendar(settings: Settings) -> WorkingCalendar:
    """The working days of an office: the published ones and the notices of its own settings; those
    that contradict themselves are a `Refusal`."""
    try:
        notices = {int(number): notice for number, notice in settings.calendar.items()}
        return working_calendar(notices, settings.first_day_counts)
    except ValueError as fault:
        reason = f"[calendar] {fault}"
        raise Refusal("settings-invalid", Address(settings.path or ""), reason=reason) from fault


def _check(year: int, notice: HolidayNotice) -> None:
    """A notice whose dates contradict each other or its year is refused."""
    for day in (*notice.off, *notice.work):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise ValueError(f"{day} does not belong to the notice of {year}")
    if both := sorted(set(notice.off) & set(notice.work)):
        raise ValueError(f"{both[0]} is both off and worked in the notice of {year}")


def _positions(chosen: set[date], days: Days) -> WholeNumbers:
    """Where the `chosen` days stand in `days`, an unbroken run; those outside it are left out."""
    chosen_days = np.array(list(chosen), dtype="datetime64[D]")
    offsets: WholeNumbers = (chosen_days - days[0]).astype(np.int64)
    is_inside = (offsets >= 0) & (offsets < len(days))
    return offsets[is_inside]
