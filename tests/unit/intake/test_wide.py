"""Months against decisions: each column a log of counts or amounts."""

from __future__ import annotations

import pytest

from tests.unit.intake.test_columns import column, days, faults
from tests.unit.intake.test_sheets import logs_on

TITLE = "2024年行政许可、处罚、强制、收费情况 | | | |"
HEADER = "月份 | 行政许可（件） | 行政处罚（件） | 行政强制（件） | 行政事业性收费（万元）"


def test_each_column_is_a_log_of_its_category() -> None:
    logs = logs_on(f"""
        {TITLE}
        {HEADER}
        1月  | 30 | 5 | 1 | 1.2
        2月  | 28 | 3 |   | 2.2
        合计 | 58 | 8 | 1 | 3.4
    """)
    assert [column(log, "category") for log in logs] == [
        ["licensing"] * 2, ["penalties"] * 2, ["coercion"] * 2, ["fees"] * 2,
    ]  # fmt: skip
    assert [column(log, "count") for log in logs[:3]] == [[30, 28], [5, 3], [1, 0]]
    assert column(logs[3], "amount") == ["12000.0", "22000.0"]
    assert days(logs[0], "made") == ["2024-01-01", "2024-02-01"]
    assert [faults(log) for log in logs] == [[]] * 4
    assert all(log.is_sums for log in logs)


@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        ("1月", "12月", ["2024-01-01", "2024-12-01"]),
        ("1月份", "二月", ["2024-01-01", "2024-02-01"]),
        ("2024年3月", "2024-04", ["2024-03-01", "2024-04-01"]),
        ("第一季度", "四季度", ["2024-01-01", "2024-10-01"]),
        ("1", "2", ["2024-01-01", "2024-02-01"]),
        ("2024年1季度", "2024年2季度", ["2024-01-01", "2024-04-01"]),
    ],
)
def test_months_and_quarters_as_they_are_written(first: str, second: str, made: list[str]) -> None:
    (log, _) = logs_on(
        f"{TITLE}\n时间 | 行政许可决定数量 | 行政处罚数\n{first} | 3 | 2\n{second} | 4 | 1"
    )
    assert days(log, "made") == made
    assert column(log, "count") == [3, 4]


@pytest.mark.parametrize(
    "table",
    [
        "月份 | 收到 | 公开\n1月 | 3 | 2",
        "月份 | 行政许可\n1月 | 3",  # one column alone may be anything
        "科室 | 行政许可 | 行政处罚\n法规科 | 3 | 2",
    ],
)
def test_other_tables_of_sums_are_no_logs(table: str) -> None:
    assert [log.kind for log in logs_on(table)] == [None]
