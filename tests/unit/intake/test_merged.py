"""Cells merged over several rows: which rows below are records of their own."""

from __future__ import annotations

import pytest

from tests.logs import rows_of
from tests.unit.intake.test_rows import REQUESTS, fates_of


def test_a_row_below_a_record_whose_number_is_merged_over_it_is_none_of_its_own() -> None:
    rows = rows_of(f"""
        {REQUESTS}
        2024-1 | 2024-01-05 | 张三 | 自然人 | 台账 | 部分公开 | 2024-01-10 | 一
               |            |      |        | 附件 |          |            | 二
               | 2024-02-05 | 李四 |        |      |          |            |
               |            |      |        |      |          |            |
    """)
    merges = [(2, 1, 4, 1), (2, 8, 2, 8), (4, 4, 5, 4)]
    assert fates_of(rows, "台账", *merges) == [
        "header",
        "record",
        "merged-continuation",
        "record",
        "blank",
    ]


@pytest.mark.parametrize(
    ("received", "fate"), [("2024-02-05", "record"), ("", "merged-continuation")]
)
def test_under_a_merged_running_number_a_number_of_its_own_makes_a_record(
    received: str, fate: str
) -> None:
    heading = "序号 | 登记编号 | 收到日期 | 申请人 | 申请人类型 | 办理结果 | 答复日期"
    first = "1 | 2024-1 | 2024-01-05 | 张三 | 自然人 | 部分公开 | 2024-01-10"
    for number, expected in (("2024-2", "record"), ("", fate)):
        rows = rows_of(f"{heading}\n{first}\n | {number} | {received} | 李四 | | |")
        assert fates_of(rows, "台账", (2, 1, 3, 1)) == ["header", "record", expected]
