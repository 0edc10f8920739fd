"""Columns of requests that are read from several cells, or that name several requests."""

from __future__ import annotations

import pytest

from tests.unit.intake.test_columns import GRANTED, REQUESTS, column, faults, read


def test_a_sole_trader_is_a_person_unless_the_office_settled_it_otherwise() -> None:
    trader = f"{REQUESTS}\n2024-01-05 | 个体工商户 | 予以公开 | 2024-01-10"
    assert column(read(trader), "applicant_type") == ["natural_person"]
    assert column(read(trader, individual_business="business"), "applicant_type") == ["business"]


@pytest.mark.parametrize(
    "number",
    [
        "001至005",
        "2024-001～2024-005",
        "2024-001—2024-005",
        "001等3件",
        "001号、002号",
        "001等三件",
    ],
)
def test_a_number_of_several_requests_is_said_unless_a_column_counts_them(number: str) -> None:
    log = f"登记编号 | {REQUESTS}\n{number} | {GRANTED}"
    assert faults(read(log)) == [("number-several", "A2")]
    counted = f"登记编号 | 件数 | {REQUESTS}\n{number} | 5 | {GRANTED}"
    assert faults(read(counted)) == []


@pytest.mark.parametrize("number", ["2024-001", "〔2024〕第3号", "甲-2024-1-2", "12、政"])
def test_a_number_with_signs_may_be_one(number: str) -> None:
    assert faults(read(f"登记编号 | {REQUESTS}\n{number} | {GRANTED}")) == []


def test_a_row_stands_for_one_request_at_least() -> None:
    reading = read(f"件数 | {REQUESTS}\n3件 | {GRANTED}\n0 | {GRANTED}")
    assert column(reading, "count") == [3, None]
    assert faults(reading) == [("count-invalid", "A3")]


@pytest.mark.parametrize(
    ("row", "is_said"),
    [
        ("2024-01-05 | 自然人 |          |            | 已办结", True),
        ("2024-01-05 | 自然人 |          |            | 请李科长跟进", False),
        ("2024-01-05 | 自然人 | 予以公开 | 2024-01-10 | 已办结", False),
    ],
)
def test_a_remark_that_closes_an_open_request_is_said(row: str, *, is_said: bool) -> None:
    reading = read(f"{REQUESTS} | 备注\n{row}")
    assert faults(reading) == ([("closed-in-remarks", "E2")] if is_said else [])


@pytest.mark.parametrize(
    ("row", "is_said"),
    [
        ("2024-01-05 | 自然人 | 予以公开 | 2024-01-10 | 作废", True),
        ("2024-01-05 | 自然人 |          |            | 误登，已撤回", True),
        ("2024-01-05 | 自然人 | 予以公开 | 2024-01-10 | 同日来访", False),
    ],
)
def test_a_remark_that_says_that_the_row_is_none_is_said(row: str, *, is_said: bool) -> None:
    reading = read(f"{REQUESTS} | 备注\n{row}")
    assert faults(reading) == ([("void-in-remarks", "E2")] if is_said else [])


def test_a_credit_code_that_excel_has_rounded_is_said_where_it_stands() -> None:
    rows = [
        [*REQUESTS.split(" | "), "统一社会信用代码"],
        ["2024-01-05", "企业", "予以公开", "2024-01-10", 9.13200007e17],
    ]
    assert faults(read(rows)) == [("identifier-damaged", "E2")]


@pytest.mark.parametrize(
    ("days", "extended", "told"), [("10", "是", 10), ("", "延长15个工作日", 15), ("", "是", None)]
)
def test_the_days_of_an_extension_stand_in_their_column_or_in_words(
    days: str, extended: str, told: int | None
) -> None:
    """条例第三十三条: by up to 20 working days."""
    reading = read(f"{REQUESTS} | 延期天数 | 延期\n{GRANTED} | {days} | {extended}")
    assert column(reading, "extension_days") == [told]
