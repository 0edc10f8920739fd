"""A cell that is enough by itself: days, counts, amounts, numbers that are names."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from reportcli.files.sheet import Row, Sheet
from reportcli.finding import column_letters
from reportcli.intake.sheets import read_sheet
from reportcli.settings import Choices
from tests.logs import rows_of
from tests.unit.intake.test_columns import GRANTED, REQUESTS, column, days, faults, read

DATES = {
    "requests": (
        REQUESTS,
        GRANTED,
        [
            "补正通知日期",
            "补正日期",
            "征求意见日期",
            "收到意见日期",
            "收费通知日期",
            "缴费日期",
            "答复期限",
        ],
        [
            "correction_notified",
            "corrected",
            "consulted",
            "consultation_answered",
            "fee_notified",
            "fee_paid",
            "due",
        ],
    ),
    "publications": (
        "信息类别 | 公开日期",
        "规章 | 2024-01-05",
        ["制发日期", "废止日期"],
        ["made", "repealed"],
    ),
    "cases": (
        "案件类型 | 受理日期 | 审理结果",
        "行政复议 | 2024-01-05 | 维持",
        ["审结日期"],
        ["closed"],
    ),
}


@pytest.mark.parametrize("kind", DATES)
@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime(2024, 3, 5), "2024-03-05"),
        (date(2024, 3, 5), "2024-03-05"),
        (45356.0, "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("２０２４／３／５", "2024-03-05"),
        ("/", None),
    ],
)
def test_a_date_in_every_column(kind: str, cell: object, day: str | None) -> None:
    header, record, headings, fields = DATES[kind]
    rows = [[*rows_of(header)[0], *headings], [*rows_of(record)[0], *[cell] * len(headings)]]
    reading = read(rows)
    assert reading.kind == kind
    assert {field: days(reading, field) for field in fields} == {field: [day] for field in fields}
    assert faults(reading) == []


@pytest.mark.parametrize("kind", DATES)
def test_a_day_that_is_none_is_a_fault_in_every_column(kind: str) -> None:
    header, record, headings, _ = DATES[kind]
    known = rows_of(header)[0]
    reading = read([[*known, *headings], [*rows_of(record)[0], *["2023-02-30"] * len(headings)]])
    first = len(known) + 1
    cells = [f"{column_letters(first + n)}2" for n in range(len(headings))]
    assert faults(reading) == [("date-invalid", cell) for cell in cells]


def test_the_1904_system() -> None:
    rows: list[Row] = [list(REQUESTS.split(" | ")), [45356.0 - 1462, "自然人", None, None]]
    reading = read_sheet(Sheet("台账", iter(rows)), Choices(), epoch_1904=True)
    assert days(reading, "received") == ["2024-03-05"]


@pytest.mark.parametrize(("cell", "done"), [("是", "yes"), ("否", None), ("", None)])
def test_a_cell_that_says_that_something_was_done(cell: str, done: str | None) -> None:
    reading = read(f"{REQUESTS} | 延期\n{GRANTED} | {cell}")
    assert column(reading, "extended") == [done]


def test_an_amount_is_in_the_unit_that_stands_nearest() -> None:
    reading = read(f"{REQUESTS} | 收费金额（万元）\n{GRANTED} | 1.5\n{GRANTED} | 20元")
    assert column(reading, "fee_charged") == ["15000.0", "20"]


@pytest.mark.parametrize(
    ("cell", "is_said"), [("35000元", True), ("¥35000", True), ("3.5万", False), ("3.5", False)]
)
def test_a_unit_of_a_cell_that_is_not_its_headings_is_said(cell: str, *, is_said: bool) -> None:
    reading = read(
        f"标题 | 信息类别 | 公开日期 | 收费金额（万元）\n某 | 行政事业性收费 | 2024-03-01 | {cell}"
    )
    assert [Decimal(value) for value in column(reading, "amount")] == [35000]
    assert ("unit-conflict" in [code for code, _ in faults(reading)]) is is_said
