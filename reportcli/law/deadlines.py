"""The clock of article 33: when each request was due, what paused or restarted it, and how it
stands.

Articles are those of the Regulation on Government Information Disclosure of 2019
(政府信息公开条例). The lengths of all time limits stand here, in `TimeLimits`, and nowhere else. Whether
a limit was kept is said here; what is a fault of the log is for `check.py`, and which days are
worked is for `calendar.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.law.calendar import NOT_A_DAY, DayKind, Days, WholeNumbers, WorkingCalendar


@dataclass(frozen=True)
class Limit:
    """A time limit in working days, and the article that sets it."""

    article: int
    days: int


class TimeLimits:
    """The time limits of the Regulation, each once."""

    reply = Limit(33, 20)
    extension = Limit(33, 20)  # at most, once
    correction_notice = Limit(30, 7)
    # 合理的补正期限 is set by the notice; this is what notices commonly give.
    correction = Limit(30, 20)
    third_party = Limit(32, 15)
    co_organ = Limit(34, 15)
    # 条例第四十二条 gives no length; this one is from local notices under 国办函〔2020〕109号.
    fee_payment = Limit(42, 20)
    publication = Limit(26, 20)


STATES = ("on_time", "late", "open", "overdue", "waiting", "unknown")


# A day that counts goes by what makes it one, or by what it is on the clock.
ClockDayKind = DayKind | Literal["start", "paused", "not_yet", "due"]


class ExplainedDay(NamedTuple):
    """One day of a clock: why it counts or not, and its number when it counts (0 when it does
    not)."""

    day: date
    label: ClockDayKind
    number: int


def clock(
    frame: pd.DataFrame, calendar: WorkingCalendar, *, as_of: date, fee_restarts: bool = True
) -> pd.DataFrame:
    """When each request of `frame` was due and how it stood on the evening of `as_of`; same index
    as `frame`.

    What is dated after `as_of`, or after the row's own decision, has not happened. The clock starts
    at receipt, and anew at the receipt of the corrected request (article 30) or of the fee; the
    latter no official text settles, hence `fee_restarts`. While a correction or fee is awaited it
    stands, and nothing is due. Consulting a third party or another organ does not count (articles
    32 to 34), provided that it began while the clock ran: neither before a restart nor after the
    limit had passed.

    `days` are working days left before the due date, negative by how many it was missed (at least
    one). A file closed while the clock stood (abandoned, or a date not logged) is `on_time` within
    the limit counted from its last start and `unknown` after it. A row without a receipt by then,
    or with one beyond the years of the calendar, is `unknown` too.
    """
    now = np.datetime64(as_of, "D")
    closed = _dates(frame, "closed")
    closed = np.where(closed <= now, closed, NOT_A_DAY)
    horizon = np.fmin(closed, now)
    start, standing = _start(frame, horizon, fee_restarts=fee_restarts)
    consultation = _consultation(frame, calendar, horizon)

    extension = _extension(frame, horizon)
    told_late = _told_late(frame, calendar, start, consultation) & ~standing
    # 条例第三十三条: the applicant is told of an extension; one told after the limit extends nothing.
    extension[told_late] = 0
    due, paused = _due(calendar, start, TimeLimits.reply.days + extension, consultation)

    received = ~np.isnat(start)
    decided, kept = ~np.isnat(closed), horizon <= due
    waiting = standing & ~decided & received
    due = np.where(waiting | (standing & ~kept), NOT_A_DAY, due)
    timed = ~np.isnat(due)
    state: WholeNumbers = np.select(
        [waiting, ~timed, decided & kept, decided, kept],
        [STATES.index(name) for name in ("waiting", "unknown", "on_time", "late", "open")],
        STATES.index("overdue"),
    )
    days = np.zeros(len(frame), dtype=np.int64)
    left = calendar.count(horizon[timed], due[timed])
    days[timed] = np.where(kept[timed], left, np.minimum(left, -1))
    pausing = paused > 0

    return pd.DataFrame(
        {
            "start": start.astype("datetime64[s]"),
            "paused_from": np.where(pausing, consultation.asked, NOT_A_DAY).astype("datetime64[s]"),
            "paused_until": np.where(pausing, consultation.over, NOT_A_DAY).astype("datetime64[s]"),
            "paused_days": paused,
            "extension_days": extension,
            "told_late": told_late,
            "due": due.astype("datetime64[s]"),
            "state": pd.Categorical.from_codes(state, categories=pd.Index(STATES)),
            "days": pd.arrays.IntegerArray(days, ~timed),
            "provisional": timed & (calendar.is_provisional(start) | calendar.is_provisional(due)),
        },
        index=frame.index,
    )


class Consultation(NamedTuple):
    """When another was consulted, and when that was over: with an opinion or with its time."""

    asked: Days
    over: Days


def _happened(frame: pd.DataFrame, column: str, horizon: Days) -> Days:
    """The days of a column that lie not after the decision or today."""
    day = _dates(frame, column)
    return np.where(day <= horizon, day, NOT_A_DAY)


def _start(
    frame: pd.DataFrame, horizon: Days, *, fee_restarts: bool
) -> tuple[Days, npt.NDArray[np.bool_]]:
    """From which day each clock runs, and whether it stands: for a correction, or for a fee."""
    received = _happened(frame, "received", horizon)
    corrected = _happened(frame, "corrected", horizon)
    standing = ~np.isnat(_happened(frame, "correction_notified", horizon)) & np.isnat(corrected)
    start = np.fmax(received, corrected)
    if fee_restarts:
        asked = ~np.isnat(_happened(frame, "fee_notified", horizon))
        paid = _happened(frame, "fee_paid", horizon)
        standing |= asked & np.isnat(paid)
        start = np.fmax(start, np.where(asked, paid, NOT_A_DAY))
    return np.where(np.isnat(received), NOT_A_DAY, start), standing


def _consultation(frame: pd.DataFrame, calendar: WorkingCalendar, horizon: Days) -> Consultation:
    """The consultation of each request; without an answer the time for it runs out, and with it the
    pause (articles 32 and 33)."""
    asked = _happened(frame, "consulted", horizon)
    expiry = calendar.add(asked, TimeLimits.third_party.days)
    answered = np.fmin(_dates(frame, "consultation_answered"), expiry)
    return Consultation(asked, np.fmin(answered, horizon))


def _due(
    calendar: WorkingCalendar, start: Days, limit: WholeNumbers, consultation: Consultation
) -> tuple[Days, WholeNumbers]:
    """When each limit is over, and how many working days of consultation moved it."""
    due = calendar.add(start, limit)
    asked, over = consultation
    pausing = (start <= asked) & (asked < due) & (asked < over)
    paused = np.zeros(len(due), dtype=np.int64)
    paused[pausing] = calendar.count(asked[pausing], over[pausing])
    due[pausing] = calendar.add(start[pausing], limit[pausing] + paused[pausing])
    return due, paused


def _told_late(
    frame: pd.DataFrame, calendar: WorkingCalendar, start: Days, consultation: Consultation
) -> npt.NDArray[np.bool_]:
    """Whether the applicant was told of the extension after the time for an answer had run out."""
    told = _dates(frame, "extension_date")
    late = np.zeros(len(told), dtype=np.bool_)
    some = np.flatnonzero(~np.isnat(told))
    # Few requests are extended: their clock alone is run a second time, without the extension.
    if len(some):
        of_some = Consultation(consultation.asked[some], consultation.over[some])
        limit = np.full(len(some), TimeLimits.reply.days, dtype=np.int64)
        due, _ = _due(calendar, start[some], limit, of_some)
        late[some] = told[some] > due
    return late


def explain_clock(
    row: pd.DataFrame, calendar: WorkingCalendar, as_of: date, *, fee_restarts: bool = True
) -> list[ExplainedDay]:
    """Every day from the start of the clock to the due date, for a frame of one row
    (`frame.loc[[17]]`).

    A working day after `as_of` is `not_yet`, and numbered all the same. A clock that stands, or
    whose end is not known, has its first day only.
    """
    if len(row) != 1:
        raise ValueError(f"one row is explained at a time, not {len(row)}")
    result = clock(row, calendar, as_of=as_of, fee_restarts=fee_restarts)
    start, due = _day(result, "start"), _day(result, "due")
    paused_from, paused_until = _day(result, "paused_from"), _day(result, "paused_until")
    if start is None:
        return []
    if due is None:
        return [ExplainedDay(start, "start", 0)]
    number = int(calendar.first_day_counts and calendar.is_working(start))
    days = [ExplainedDay(start, "start", number)]
    for offset in range(1, (due - start).days + 1):
        day = start + timedelta(days=offset)
        label: DayKind = calendar.kind(day)
        is_paused = bool(paused_from and paused_until and paused_from < day <= paused_until)
        if label in ("weekend", "holiday"):
            days.append(ExplainedDay(day, label, 0))
        elif is_paused:
            # 条例第三十三条: the time that asking a third party takes is not counted.
            days.append(ExplainedDay(day, "paused", 0))
        else:
            number += 1
            days.append(ExplainedDay(day, _name_of(day, due, as_of, label), number))
    return days


def _name_of(day: date, due: date, as_of: date, label: DayKind) -> ClockDayKind:
    """How a day that counts is called."""
    if day == due:
        return "due"
    return "not_yet" if day > as_of else label


def counted_days(
    row: pd.DataFrame, calendar: WorkingCalendar, as_of: date, *, fee_restarts: bool = True
) -> list[ExplainedDay]:
    """The days of `explain_clock` that have a number: the limit, day by day."""
    return [
        day for day in explain_clock(row, calendar, as_of, fee_restarts=fee_restarts) if day.number
    ]


def _dates(frame: pd.DataFrame, column: str) -> Days:
    """A column of days, all `NaT` where the log has no such column."""
    if column not in frame:
        return np.full(len(frame), NOT_A_DAY)
    days: Days = frame[column].to_numpy().astype("datetime64[D]")
    return days


def _day(row: pd.DataFrame, column: str) -> date | None:
    value = row[column].iloc[0]
    return None if pd.isna(value) else value.date()


def _extension(frame: pd.DataFrame, horizon: Days) -> WholeNumbers:
    """Working days of extension: the number given, else 20 where there is an extension, never above
    20.

    Article 33 allows no more, so a longer extension does not move the due date further.
    """
    most = TimeLimits.extension.days
    granted = _dates(frame, "extension_date")
    days = np.where(np.isnat(granted), 0, most)
    if "extended" in frame:
        days[frame["extended"].astype("boolean").to_numpy(dtype=bool, na_value=False)] = most
    if "extension_days" in frame:
        given = frame["extension_days"].astype("Int64")
        days = np.where(given.isna(), days, given.to_numpy(dtype=np.int64, na_value=0))
    return np.where(granted > horizon, 0, np.clip(days, 0, most))
