"""Limits of the Regulation: what was late, and what ran out without anybody saying so."""

from __future__ import annotations

from datetime import date

import pytest

from tests.logs import audited

HEAD = (
    "收到日期 | 申请人类型 | 补正通知日期 | 收到补正日期 | 收费通知日期 | 缴费日期 | 延期告知日期"
    " | 答复日期 | 办理结果\n"
)


def codes(row: str, as_of: date = date(2025, 1, 15)) -> list[str]:
    """The codes of what is found of one request."""
    return [one.code for one in audited(HEAD + row, as_of=as_of)]


@pytest.mark.parametrize(
    ("told", "closed", "expected"),
    [
        ("2024-03-28", "2024-04-20", []),  # the twentieth working day is 29 March
        ("2024-03-29", "2024-04-20", []),
        ("2024-04-01", "2024-04-20", ["extension-told-late", "answered-late"]),
        ("2024-04-10", "2024-04-20", ["extension-told-late", "answered-late"]),
        ("2024-04-10", "2024-03-20", ["dates-out-of-order", "extension-told-late"]),
    ],
)
def test_an_extension_told_after_the_limit_extends_nothing(
    told: str, closed: str, expected: list[str]
) -> None:
    found = codes(f"2024-03-01 | 自然人 | | | | | {told} | {closed} | 予以公开")
    assert found == expected


@pytest.mark.parametrize(
    ("fee", "paid", "closed", "outcome", "expected"),
    [
        ("2024-03-11", "", "", "", ["fee-unpaid"]),
        ("2024-12-16", "", "", "", []),  # its time runs on
        ("2024-03-11", "", "2025-01-08", "予以公开", ["fee-unpaid"]),
        ("2024-03-11", "2024-05-30", "2024-06-10", "予以公开", ["fee-paid-late"]),
        ("2024-03-11", "2024-04-09", "2024-04-20", "予以公开", []),  # the twentieth working day
        ("2024-03-11", "", "2024-03-28", "逾期未缴费", ["fee-given-up-early"]),
        ("2024-03-11", "", "2024-04-30", "逾期未缴费", []),
    ],
)
def test_a_fee_is_paid_within_twenty_working_days(
    fee: str, paid: str, closed: str, outcome: str, expected: list[str]
) -> None:
    row = f"2024-03-01 | 自然人 | | | {fee} | {paid} | | {closed} | {outcome}"
    assert [code for code in codes(row) if code.startswith("fee-")] == expected


@pytest.mark.parametrize(
    ("asked", "came", "closed", "expected"),
    [
        ("2024-03-06", "", "", ["correction-unanswered"]),
        ("2024-12-16", "", "", ["correction-notice-late"]),
        ("2024-03-06", "2024-03-20", "", ["carried-overdue"]),
        ("2024-03-06", "", "2024-05-06", []),
        ("2024-03-06", "", "2025-01-06", ["correction-unanswered"]),
    ],
)
def test_a_correction_that_never_came_is_said(
    asked: str, came: str, closed: str, expected: list[str]
) -> None:
    outcome = "逾期不补正" if closed else ""
    row = f"2024-03-01 | 自然人 | {asked} | {came} | | | | {closed} | {outcome}"
    assert [code for code in codes(row) if code != "answered-late"] == expected


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ("2024-12-02 | 自然人 | | | | | | |", 1),  # due on 30 December
        ("2024-12-03 | 自然人 | | | | | | |", 0),
        ("2024-11-29 | 自然人 | | | | | | 2025-01-03 | 予以公开", 2),
        ("2024-12-02 | 自然人 | | | | | 2024-12-27 | |", 0),
        ("2024-12-02 | 自然人 | | | 2024-12-20 | | | |", 0),  # the clock stands
        ("2023-03-01 | 自然人 | | | | | | |", 441),
    ],
)
def test_what_is_carried_forward_over_its_limit_is_said_with_its_days(row: str, days: int) -> None:
    found = [one for one in audited(HEAD + row) if one.code == "carried-overdue"]
    assert [one.details["days"] for one in found] == [days] * bool(days)


def test_before_the_year_is_over_today_is_the_measure() -> None:
    row = "2024-03-01 | 自然人 | | | | | | |"
    assert codes(row, as_of=date(2024, 3, 29)) == []
    [finding] = audited(HEAD + row, as_of=date(2024, 4, 3))
    assert (finding.code, finding.details) == ("carried-overdue", {"days": 3})
