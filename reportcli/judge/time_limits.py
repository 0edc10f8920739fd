"""Whether the time that the Regulation gives was kept: notices, extensions, fees, answers.

How long each limit is, and how the clock of article 33 runs, is for `law/deadlines.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reportcli.judge.audited import Audited, RuleHit
from reportcli.law.deadlines import TimeLimits, clock

FEE_UNPAID = "outcome.other.fee_unpaid"


def notices_and_answers(audited: Audited) -> Iterator[RuleHit]:
    """Correction notices, extensions and answers in time (条例 30, 33)."""
    frame, calendar, clocks = audited.frame, audited.calendar, audited.clocks
    notice_due = calendar.add(frame["received"].to_numpy(), TimeLimits.correction_notice.days)
    late_notice = frame["correction_notified"] > notice_due
    yield RuleHit("correction-notice-late", "correction_notified", late_notice)
    too_long = frame["extension_days"] > TimeLimits.extension.days
    yield RuleHit("extension-too-long", "extension_days", too_long)
    yield RuleHit("extension-told-late", "extended", clocks["told_late"])
    yield RuleHit("answered-late", "closed", clocks["state"] == "late")
    comparable = frame["due"].notna() & clocks["due"].notna() & ~clocks["provisional"]
    yield RuleHit("due-date-differs", "due", comparable & (frame["due"] != clocks["due"]))


def fees_in_time(audited: Audited) -> Iterator[RuleHit]:
    """What became of a fee notice once the 20 working days were over (条例 42, 国办函〔2020〕109号).

    Whoever does not pay in time has given the request up; whether the office took it so is for the
    office to say, and so nothing is moved here.
    """
    frame = audited.frame
    due = limit_after(audited, "fee_notified", TimeLimits.fee_payment.days)
    paid, closed = frame["fee_paid"], frame["closed"]
    still_open = ~(closed <= audited.span.last)
    yield RuleHit("fee-unpaid", "fee_notified", still_open & paid.isna() & (due < audited.end))
    was_given_up = frame["outcome"].isin([FEE_UNPAID])
    yield RuleHit("fee-paid-late", "fee_paid", (paid > due) & ~was_given_up)
    yield RuleHit("fee-given-up-early", "closed", was_given_up & paid.isna() & (closed <= due))


def corrections_in_time(audited: Audited) -> Iterator[RuleHit]:
    """A correction that was asked for and never came (条例 30).

    The notice sets the time. Where nobody entered it, what notices commonly give is taken: enough
    for a warning, and no figure rests on it.
    """
    frame = audited.frame
    due = limit_after(audited, "correction_notified", TimeLimits.correction.days)
    still_open = ~(frame["closed"] <= audited.span.last)
    waiting = still_open & frame["corrected"].isna() & (due < audited.end)
    yield RuleHit("correction-unanswered", "correction_notified", waiting)


def limit_after(audited: Audited, field: str, days: int) -> pd.Series:
    """The last day of a limit that runs from the days of a field."""
    frame = audited.frame
    due = audited.calendar.add(frame[field].to_numpy(), days)
    return pd.Series(due.astype("datetime64[s]"), index=frame.index)


def overdue_when_carried(audited: Audited) -> Iterator[RuleHit]:
    """Requests that go on into the next year although their time had run out by 31 December.

    How late they are today is for `deadlines`; here it is a matter of the year's figures. While the
    clock stands nothing is due.
    """
    frame = audited.frame
    carried = ~(frame["closed"] <= audited.span.last)
    if not carried.any():
        return
    clocks = clock(frame[carried], audited.calendar, as_of=audited.end.date())
    is_late = (clocks["state"] == "overdue").to_numpy(dtype=bool)
    places = np.flatnonzero(carried.to_numpy(dtype=bool))[is_late]
    days = -clocks["days"].to_numpy(dtype=np.int64, na_value=0)[is_late]
    for number in np.unique(days).tolist():
        yield RuleHit("carried-overdue", "received", places[days == number], {"days": number})
