"""Unsound records are told without a frame as they are with one."""

from __future__ import annotations

from reportcli.files.sheet import Sheet
from reportcli.intake.sheets import read_sheet
from reportcli.intake.soundness import RecordColumn, RecordValues, faults_of
from reportcli.settings import Settings
from tests.logs import log_of, rows_of
from tests.unit.intake.test_log import codes

REQUESTS = """
    收到日期   | 申请人类型 | 办理结果 | 答复日期
    2024-01-05 | 自然人     | 予以公开 | 2024-01-10
               | 自然人     | 予以公开 | 2024-01-10
    2024-01-05 | 自然人     | 予以公开 | 2024-01-04
    2024-01-05 | 自然人     |          | 2024-01-10
    2024-01-05 | 自然人     | 予以公开 |
    2024-2-30  | 外星       | 某种     | 2024-01-10
    2024-01-05 | 外星       | 予以公开 | 2024-01-04
"""
PUBLICATIONS = """
    信息类别 | 制发日期   | 公开日期
    规章     |            | 2024-01-05
    行政许可 |            |
    规章     | 2024-01-05 |
"""
CASES = """
    案件类型 | 受理日期   | 审理结果 | 审结日期
    行政复议 |            | 维持     | 2024-03-01
    行政复议 | 2024-03-02 | 维持     | 2024-03-01
    行政复议 | 2024-01-05 | 中止     | 2024-03-01
    行政复议 | 2024-01-05 | 维持     |
    行政复议 | 2024-01-05 |          |
"""


def values_of(table: str) -> RecordValues:
    """The records of a table, without a frame."""
    return RecordValues(read_sheet(Sheet("台账", iter(rows_of(table))), Settings()))


def test_the_first_errors_are_those_of_the_frame() -> None:
    for table, unsound in ((REQUESTS, 6), (PUBLICATIONS, 2), (CASES, 4)):
        first = values_of(table).first_errors()
        assert len(first) == unsound
        assert first == codes(log_of(table))


def test_a_field_without_a_column_is_blank_at_every_record() -> None:
    records = values_of(CASES)
    assert records["kind"].isin(["review"]).values == [True] * 5
    assert records["made"].isna().values == [True] * 5
    assert (records["made"] < records["filed"]).values == [False] * 5


def test_columns_are_compared_as_those_of_a_frame() -> None:
    one, other = RecordColumn([1, None, 5]), RecordColumn([2, 3, 4])
    assert (one < other).values == [True, False, False]
    assert (one.notna() & ~(one < other)).values == [False, False, True]


def test_a_heading_that_was_read_as_a_close_one_is_a_fault_of_the_sheet() -> None:
    sheet = values_of(
        "收到日期 | 申请人类型 | 办理结果情 | 答复日期\n2024-01-05 | 自然人 | 予以公开 | 2024-01-10"
    ).sheet
    (found,) = faults_of(sheet)
    assert [(one.code, one.details["value"]) for one in found.kinds[0]] == [
        ("heading-close", "办理结果情")
    ]
