"""The clock of article 33, worked by hand against the State Council's notices.

The notices used: 2023-04-05 off · 2023-09-29 to 10-06 off, 10-07 and 10-08 worked · 2020-01-01 off ·
2024-02-10 to 02-17 off, 02-04 and 02-18 worked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcli.law.calendar import working_calendar
from reportcli.law.deadlines import ExplainedDay, TimeLimits, clock, counted_days, explain_clock

CALENDAR = working_calendar()
DATES = (
    "received",
    "correction_notified",
    "corrected",
    "extension_date",
    "consulted",
    "consultation_answered",
    "fee_notified",
    "fee_paid",
    "closed",
)


@dataclass
class Notice:
    off: list[date] = field(default_factory=list)
    work: list[date] = field(default_factory=list)


def log(*rows: Mapping[str, object]) -> pd.DataFrame:
    """A log whose rows begin at worksheet row 4, with the columns that some row has."""
    frame = pd.DataFrame(list(rows), index=range(4, 4 + len(rows)))
    for column in frame.columns:
        if column in DATES:
            frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
        elif column == "extension_days":
            frame[column] = frame[column].astype("Int64")
        elif column == "extended":
            frame[column] = frame[column].astype("boolean")
    return frame


def run(as_of: str = "2023-12-31", **row: object) -> dict[str, object]:
    """The clock of one row, with dates as text."""
    result = clock(log(row), CALENDAR, as_of=date.fromisoformat(as_of)).iloc[0]
    return {
        name: (
            str(value.date())
            if isinstance(value, pd.Timestamp)
            else None
            if value is pd.NaT
            else value
        )
        for name, value in result.items()
    }


def due(**row: object) -> object:
    return run(**row)["due"]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        # 7-10 March: 4 · three full weeks: 19 · Monday 3 April: 20
        ("2023-03-06", "2023-04-03"),
        # received on a Saturday: Monday is number 1
        ("2023-03-04", "2023-03-31"),
        # Spring Festival: 2 Feb: 1 · Sun 4-Fri 9: 7 · Sun 18-Fri 23: 13 · 26 Feb-1 Mar: 18 · 4, 5 Mar: 20
        ("2024-02-01", "2024-03-05"),
        # National Day: 21, 22 Sep: 2 · 25-28: 6 · Sat 7-Fri 13 Oct: 13 · 16-20: 18 · 23, 24: 20
        ("2023-09-20", "2023-10-24"),
        # year end: 17-20 Dec: 4 · 23-27: 9 · 30, 31: 11 · 2, 3 Jan: 13 · 6-10: 18 · 13, 14: 20
        ("2019-12-16", "2020-01-14"),
    ],
)
def test_due_twenty_working_days_after_receipt(received: str, expected: str) -> None:
    result = run(received=received, as_of="2024-12-31")
    assert (result["start"], result["due"]) == (received, expected)
    assert not result["provisional"]


@pytest.mark.parametrize(
    ("row", "as_of", "state", "days"),
    [
        ({"closed": "2023-03-31"}, "2023-12-31", "on_time", 1),
        ({"closed": "2023-04-03"}, "2023-12-31", "on_time", 0),
        ({"closed": "2023-04-04"}, "2023-12-31", "late", -1),
        ({"closed": "2023-04-06"}, "2023-12-31", "late", -2),  # 5 April is Qingming
        ({}, "2023-03-31", "open", 1),
        ({}, "2023-04-03", "open", 0),
        ({}, "2023-04-04", "overdue", -1),
        ({"closed": "2023-04-04"}, "2023-03-31", "open", 1),  # on that evening nobody knew
        ({"correction_notified": "2023-03-09"}, "2023-12-31", "waiting", pd.NA),
        ({"fee_notified": "2023-03-09"}, "2023-12-31", "waiting", pd.NA),
    ],
)
def test_state_and_days_of_a_request_due_on_3_april(
    row: dict[str, str], as_of: str, state: str, days: int
) -> None:
    result = run(received="2023-03-06", as_of=as_of, **row)
    assert result["state"] == state
    assert result["days"] is days or result["days"] == days


def test_late_on_a_day_off_is_late_by_one() -> None:
    # received Friday 3 March: due Friday 31 March, answered on the Saturday
    result = run(received="2023-03-03", closed="2023-04-01")
    assert (result["due"], result["state"], result["days"]) == ("2023-03-31", "late", -1)


@pytest.mark.parametrize(
    "row",
    [
        {"received": None},
        {"received": None, "closed": "2023-04-03"},
        {"received": None, "correction_notified": "2023-04-03"},
        {"received": "2204-01-01"},
        {"received": "1899-12-30"},
        {"received": "2023-04-03", "closed": "2023-03-03"},
    ],
)
def test_unknown(row: dict[str, object]) -> None:
    result = run(**row)
    assert (result["state"], result["due"], result["days"]) == ("unknown", None, pd.NA)


def test_correction_restarts_the_clock() -> None:
    # article 30: 14-17 March: 4 · 20-31: 14 · 3, 4 April: 16 · 6, 7: 18 · 10, 11: 20
    row = {"received": "2023-03-06", "correction_notified": "2023-03-08", "corrected": "2023-03-13"}
    assert run(**row)["start"] == "2023-03-13"
    assert due(**row) == "2023-04-11"
    assert run(**row, as_of="2023-03-10")["state"] == "waiting"


@pytest.mark.parametrize(
    ("closed", "state", "expected"),
    [("2023-03-31", "on_time", "2023-04-03"), ("2023-05-10", "unknown", None)],
)
def test_a_file_closed_without_the_correction_is_never_late(
    closed: str, state: str, expected: str
) -> None:
    result = run(received="2023-03-06", correction_notified="2023-03-08", closed=closed)
    assert (result["state"], result["due"]) == (state, expected)


def test_fee_restarts_the_clock_unless_told_otherwise() -> None:
    frame = log({"received": "2023-03-06", "fee_notified": "2023-03-08", "fee_paid": "2023-03-13"})
    as_of = date(2023, 3, 20)
    restarted = clock(frame, CALENDAR, as_of=as_of)
    running = clock(frame, CALENDAR, as_of=as_of, fee_restarts=False)
    assert restarted["due"].item() == pd.Timestamp("2023-04-11")
    assert running["due"].item() == pd.Timestamp("2023-04-03")
    unpaid = clock(frame.drop(columns="fee_paid"), CALENDAR, as_of=as_of, fee_restarts=False)
    assert unpaid["state"].item() == "open"


@pytest.mark.parametrize(
    ("consulted", "answered", "paused", "expected"),
    [
        # 10 March out, 20 March back: 13-17 and 20 do not count; 3 April and six more, less Qingming
        ("2023-03-10", "2023-03-20", 6, "2023-04-12"),
        ("2023-03-06", "2023-03-07", 1, "2023-04-04"),  # sent on the day of receipt
        ("2023-03-10", "2023-03-12", 0, "2023-04-03"),  # only a weekend
        ("2023-03-10", "2023-03-10", 0, "2023-04-03"),
        ("2023-03-20", "2023-03-10", 0, "2023-04-03"),  # answered before asked: a slip
        ("2023-03-01", "2023-03-20", 0, "2023-04-03"),  # before the clock started
        (
            "2023-03-31",
            "2023-04-04",
            2,
            "2023-04-06",
        ),  # one day was left: 3 and 4 April out, 5 Qingming
        ("2023-04-03", "2023-04-20", 0, "2023-04-03"),  # on the last day nothing is left to pause
        ("2023-04-10", "2023-04-20", 0, "2023-04-03"),  # a limit that has passed does not revive
    ],
)
def test_consultation_pauses_the_clock(
    consulted: str, answered: str, paused: int, expected: str
) -> None:
    result = run(received="2023-03-06", consulted=consulted, consultation_answered=answered)
    assert (result["paused_days"], result["due"]) == (paused, expected)


def test_consultation_without_an_answer_pauses_until_as_of_or_the_decision() -> None:
    row = {"received": "2023-03-06", "consulted": "2023-03-10"}
    assert run(**row, as_of="2023-03-20")["paused_days"] == 6
    assert run(**row, as_of="2023-03-20")["due"] == "2023-04-12"
    assert run(**row, closed="2023-03-14")["paused_days"] == 2


def test_consultation_before_a_restart_does_not_count() -> None:
    result = run(
        received="2023-03-01",
        consulted="2023-03-02",
        consultation_answered="2023-03-20",
        correction_notified="2023-03-03",
        corrected="2023-03-13",
    )
    assert (result["paused_days"], result["due"]) == (0, "2023-04-11")


@pytest.mark.parametrize(
    ("row", "extension", "expected"),
    [
        ({"extended": False}, 0, "2023-04-03"),
        ({"extended": None}, 0, "2023-04-03"),
        # 4, 6, 7 April: 3 · 10-14: 8 · 17-21: 13 · Sun 23 (made up for 1 May)-Fri 28: 19 · 4 May: 20
        ({"extended": True}, 20, "2023-05-04"),
        ({"extension_date": "2023-03-30"}, 20, "2023-05-04"),
        ({"extended": True, "extension_days": 5}, 5, "2023-04-11"),
        ({"extension_days": 5}, 5, "2023-04-11"),
        ({"extended": True, "extension_days": 30}, 20, "2023-05-04"),  # article 33 allows no more
        ({"extended": True, "extension_days": -3}, 0, "2023-04-03"),
    ],
)
def test_extension(row: dict[str, object], extension: int, expected: str) -> None:
    result = run(received="2023-03-06", **row)
    assert (result["extension_days"], result["due"]) == (extension, expected)


def test_an_extension_of_tomorrow_is_not_known_today() -> None:
    row = {"received": "2023-03-06", "extended": True, "extension_date": "2023-03-30"}
    assert run(**row, as_of="2023-03-29")["due"] == "2023-04-03"
    assert run(**row, as_of="2023-03-30")["due"] == "2023-05-04"


def test_a_due_date_beyond_the_published_schedule_is_provisional_until_there_is_a_notice() -> None:
    year = CALENDAR.published_until.year + 1
    frame = log(
        {"received": f"{year - 1}-12-20"}, {"received": f"{year - 1}-06-01"}, {"received": None}
    )
    as_of = date(year, 1, 1)
    assert clock(frame, CALENDAR, as_of=as_of)["provisional"].tolist() == [True, False, False]
    noticed = working_calendar({year: Notice(off=[date(year, 1, 1)])})
    assert not clock(frame, noticed, as_of=as_of)["provisional"].any()


def test_the_index_is_the_worksheet_row_and_only_receipt_is_needed() -> None:
    frame = log({"received": "2023-03-06"}, {"received": None}, {"received": "2024-02-01"}).iloc[
        ::-1
    ]
    result = clock(frame, CALENDAR, as_of=date(2024, 12, 31))
    assert result.index.tolist() == [6, 5, 4]
    assert result["state"].tolist() == ["overdue", "unknown", "overdue"]
    assert result["state"].dtype == "category"
    assert result["days"].dtype == "Int64"
    assert result["due"].dtype == "datetime64[s]"
    empty = clock(frame.iloc[:0], CALENDAR, as_of=date(2024, 12, 31))
    assert empty.dtypes.astype(str).tolist() == result.dtypes.astype(str).tolist()


def test_explained_day_by_day() -> None:
    row = log(
        {"received": "2024-02-01", "consulted": "2024-02-05", "consultation_answered": "2024-02-07"}
    )
    explained = explain_clock(row, CALENDAR, date(2024, 2, 20))
    assert [f"{entry.day:%m-%d} {entry.label} {entry.number}" for entry in explained] == [
        *(
            "02-01 start 0",
            "02-02 working 1",
            "02-03 weekend 0",
            "02-04 make_up 2",
            "02-05 working 3",
        ),
        *("02-06 paused 0", "02-07 paused 0", "02-08 working 4", "02-09 working 5"),
        *(f"02-{n} holiday 0" for n in range(10, 18)),
        *(
            "02-18 make_up 6",
            "02-19 working 7",
            "02-20 working 8",
            "02-21 not_yet 9",
            "02-22 not_yet 10",
        ),
        *(
            "02-23 not_yet 11",
            "02-24 weekend 0",
            "02-25 weekend 0",
            "02-26 not_yet 12",
            "02-27 not_yet 13",
        ),
        *(
            "02-28 not_yet 14",
            "02-29 not_yet 15",
            "03-01 not_yet 16",
            "03-02 weekend 0",
            "03-03 weekend 0",
        ),
        *("03-04 not_yet 17", "03-05 not_yet 18", "03-06 not_yet 19", "03-07 due 20"),
    ]


def test_explained_where_there_is_no_due_date() -> None:
    waiting = log({"received": "2023-03-06", "correction_notified": "2023-03-08"})
    assert explain_clock(waiting, CALENDAR, date(2023, 4, 1)) == [
        ExplainedDay(date(2023, 3, 6), "start", 0)
    ]
    assert explain_clock(log({"received": None}), CALENDAR, date(2023, 4, 1)) == []
    with pytest.raises(ValueError, match="one row"):
        explain_clock(pd.concat([waiting, waiting]), CALENDAR, date(2023, 4, 1))


def test_the_first_day_is_number_one_when_the_settings_say_so() -> None:
    calendar = working_calendar(first_day_counts=True)
    first, *_, last = explain_clock(log({"received": "2023-03-06"}), calendar, date(2023, 4, 30))
    assert (first, last) == (
        ExplainedDay(date(2023, 3, 6), "start", 1),
        ExplainedDay(date(2023, 3, 31), "due", 20),
    )


def test_the_limits_of_the_law() -> None:
    limits = {
        name: (limit.article, limit.days)
        for name, limit in vars(TimeLimits).items()
        if name[0] != "_"
    }
    assert limits == {
        "reply": (33, 20),
        "extension": (33, 20),
        "correction_notice": (30, 7),
        "correction": (30, 20),
        "third_party": (32, 15),
        "co_organ": (34, 15),
        "fee_payment": (42, 20),
        "publication": (26, 20),
    }


near = st.none() | st.integers(-5, 90).map(lambda n: date(2023, 12, 1) + timedelta(days=n))
rows = st.fixed_dictionaries(
    dict.fromkeys(DATES, near)
    | {"extended": st.none() | st.booleans(), "extension_days": st.none() | st.integers(-2, 40)}
)


@given(st.lists(rows, min_size=1, max_size=6), st.booleans(), st.booleans())
def test_the_column_and_the_explanation_of_each_row_agree(
    drawn: list[dict[str, object]], first_day_counts: bool, fee_restarts: bool
) -> None:
    calendar = working_calendar(first_day_counts=first_day_counts)
    frame, as_of = log(*drawn), date(2024, 2, 20)
    result = clock(frame, calendar, as_of=as_of, fee_restarts=fee_restarts)
    assert result.index.equals(frame.index)
    assert (result["paused_days"] >= 0).all()
    assert result["extension_days"].between(0, TimeLimits.extension.days).all()
    assert (result["due"].isna() == result["state"].isin(["waiting", "unknown"])).all()
    assert (result["days"].isna() == result["due"].isna()).all()
    assert (result.loc[result["state"].isin(["on_time", "open"]), "days"] >= 0).all()
    assert (result.loc[result["state"].isin(["late", "overdue"]), "days"] < 0).all()
    for row in frame.index[result["due"].notna()]:
        counted = counted_days(frame.loc[[row]], calendar, as_of, fee_restarts=fee_restarts)
        expected = TimeLimits.reply.days + result.loc[row, "extension_days"]
        assert [entry.number for entry in counted] == list(range(1, expected + 1))
        assert pd.Timestamp(counted[-1].day) == result.loc[row, "due"]
        assert counted[-1].label == "due"


@given(st.lists(rows, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_row_order_does_not_matter(drawn: list[dict[str, object]], random: object) -> None:
    frame = log(*drawn)
    shuffled = frame.loc[np.array(random.sample(list(frame.index), len(frame)))]  # type: ignore[attr-defined]
    as_of = date(2024, 2, 20)
    again = clock(shuffled, CALENDAR, as_of=as_of).sort_index()
    pd.testing.assert_frame_equal(again, clock(frame, CALENDAR, as_of=as_of))


@pytest.mark.parametrize(
    ("told", "more", "due", "told_late"),
    [
        ("2023-03-20", {}, "2023-05-04", False),
        ("2023-04-03", {}, "2023-05-04", False),  # on the last day
        ("2023-04-04", {}, "2023-04-03", True),
        # ten working days of consultation move the last day on which it can be told
        ("2023-04-10", {"consulted": "2023-03-13", "consultation_answered": "2023-03-27"},
         "2023-05-17", False),
        # the clock begins anew with the corrected request
        ("2023-04-10", {"correction_notified": "2023-03-09", "corrected": "2023-03-20"},
         "2023-05-17", False),
    ],
)  # fmt: skip
def test_an_extension_is_told_before_the_limit_has_run_out(
    told: str, more: dict[str, str], due: str, told_late: bool
) -> None:
    result = run(received="2023-03-06", extension_date=told, **more)
    assert (result["due"], result["told_late"]) == (due, told_late)
    assert result["extension_days"] == (0 if told_late else 20)


def test_an_extension_that_has_no_day_is_taken_as_told_in_time() -> None:
    result = run(received="2023-03-06", extended=True)
    assert (result["extension_days"], result["told_late"]) == (20, False)
