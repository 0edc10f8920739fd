"""What makes a record impossible to count, and that it is said once, at its cell."""

from __future__ import annotations

import pytest

from tests.logs import log_of
from tests.unit.intake.test_log import GRANTED, REQUESTS, codes, findings

WITH_MADE = "信息类别 | 制发日期 | 公开日期"


CASES = "案件类型 | 受理日期 | 审理结果 | 审结日期"


@pytest.mark.parametrize(
    ("table", "code", "cell"),
    [
        (f"{REQUESTS}\n | 自然人 | 予以公开 | 2024-01-10", "received-missing", "A2"),
        (f"{REQUESTS}\n | 自然人 |          |", "received-missing", "A2"),
        (
            f"{REQUESTS}\n2024-01-05 | 自然人 | 予以公开 | 2024-01-04",
            "closed-before-received",
            "D2",
        ),
        (f"{REQUESTS}\n2024-01-05 | 自然人 |          | 2024-01-10", "outcome-missing", "C2"),
        (f"{REQUESTS}\n2024-01-05 | 自然人 | 征求意见 | 2024-01-10", "outcome-missing", "C2"),
        (f"{REQUESTS}\n2024-01-05 | 自然人 | 予以公开 |           ", "closing-date-missing", "D2"),
        (f"{WITH_MADE}\n规章 | | 2024-01-05", "made-missing", "B2"),
        (f"{WITH_MADE}\n行政规范性文件 | | 2024-01-05", "made-missing", "B2"),
        (f"{WITH_MADE}\n行政许可 | | ", "date-missing", "C2"),
        (f"{CASES}\n行政复议 |            | 维持 | 2024-03-01", "filed-missing", "B2"),
        (f"{CASES}\n行政复议 | 2024-03-02 | 维持 | 2024-03-01", "closed-before-filed", "D2"),
        (f"{CASES}\n行政复议 | 2024-01-05 |      | 2024-03-01", "result-missing", "C2"),
        (f"{CASES}\n行政复议 | 2024-01-05 | 中止 | 2024-03-01", "result-missing", "C2"),
        (f"{CASES}\n行政复议 | 2024-01-05 | 维持 |           ", "case-closing-date-missing", "D2"),
    ],
)
def test_unsound_records(table: str, code: str, cell: str) -> None:
    log = log_of(table)
    assert findings(log) == [(code, cell, "error")]
    assert codes(log) == {2: code}


@pytest.mark.parametrize(
    "table",
    [
        f"{REQUESTS}\n2024-01-05 | 自然人 | 予以公开 | 2024-01-05",  # answered on the day
        f"{REQUESTS}\n2024-01-05 | 自然人 |          |",
        f"{REQUESTS}\n2024-01-05 | 自然人 | 待补正   |",
        f"{WITH_MADE}\n规章 | 2024-01-05 |",
        f"{WITH_MADE}\n工作动态 | | 2024-01-05",
        f"{WITH_MADE}\n工作动态 | 2024-01-05 |",
        f"{CASES}\n行政复议 | 2024-01-05 | 维持 | 2024-01-05",
        f"{CASES}\n行政复议 | 2024-01-05 |      |",
        f"{CASES}\n行政复议 | 2024-01-05 | 审理中 |",
    ],
)
def test_sound_records(table: str) -> None:
    log = log_of(table)
    assert (findings(log), codes(log)) == ([], {})


def test_where_the_column_is_absent_the_address_is_the_row() -> None:
    log = log_of("信息类别 | 公开日期\n规章 | 2024-01-05")
    assert findings(log) == [("made-missing", "2:2", "error")]


def test_a_record_has_one_reason_though_it_has_several_faults() -> None:
    log = log_of(f"{REQUESTS}\n2024-2-30 | 外星 | 某种 | 2024-01-10\n{GRANTED}")
    assert findings(log) == [
        ("applicant-type-unknown", "B2", "error"),
        ("date-invalid", "A2", "error"),
        ("outcome-unknown", "C2", "error"),
    ]
    assert list(codes(log)) == [2]
    assert codes(log)[2] in ("date-invalid", "applicant-type-unknown", "outcome-unknown")


def test_a_cell_that_cannot_be_read_is_not_called_missing_too() -> None:
    log = log_of(
        f"{REQUESTS}\n2024-01-05 | 自然人 | 某种 | 2024-01-10\n2024-01-05 | 自然人 | 予以公开 | 20.3.5"
    )
    assert findings(log) == [
        ("date-two-digit-year", "D3", "error"),
        ("outcome-unknown", "C2", "error"),
    ]
