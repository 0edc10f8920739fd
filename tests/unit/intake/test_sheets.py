"""What is on a sheet: one log, several below or beside each other, or none and why."""

from __future__ import annotations

from array import array
from typing import Any

import pytest

from reportcli.files.sheet import Row, Sheet
from reportcli.intake.child.wire import SheetReading
from reportcli.intake.sheets import SheetReader, read_book
from reportcli.settings import Choices, SheetSettings
from tests.logs import rows_of
from tests.unit.intake.test_columns import column, days, faults

REQUESTS = "收到日期 | 申请人类型 | 办理结果 | 答复日期"
GRANTED = "2024-01-05 | 自然人 | 予以公开 | 2024-01-10"
CASES = "案件类型 | 受理日期 | 审理结果 | 审结日期"


def logs_on(table: str | list[Row], name: str = "台账", **choices: Any) -> list[SheetReading]:
    """Every log of a sheet."""
    rows = rows_of(table) if isinstance(table, str) else table
    return SheetReader(Sheet(name, iter(rows)), Choices(**choices)).read()


def rows_read(reading: SheetReading) -> list[int]:
    """The worksheet rows of the records."""
    return list(array("i", reading.rows))


# --- headers that come again ---


@pytest.mark.parametrize(
    ("heading", "record"),
    [
        # moved
        (
            "收到日期 | 申请人类型 | 答复日期 | 办理结果",
            "2024-02-05 | 自然人 | 2024-02-10 | 部分公开",
        ),
        # grown
        (f"登记编号 | {REQUESTS}", "7 | 2024-02-05 | 自然人 | 部分公开 | 2024-02-10"),
        (f"{REQUESTS} | 申请方式", "2024-02-05 | 自然人 | 部分公开 | 2024-02-10 | 网站"),
        (f"{REQUESTS} | 心情", "2024-02-05 | 自然人 | 部分公开 | 2024-02-10 | 好"),
        # other words
        (
            "申请人 | 收件日期 | 类型 | 答复结果 | 办结日期",
            "张三 | 2024-02-05 | 个人 | 部分公开 | 2024-02-10",
        ),
    ],
)
def test_rows_below_a_header_that_changed_are_read_by_it(heading: str, record: str) -> None:
    first, second = logs_on(f"{REQUESTS}\n{GRANTED}\n{heading}\n{record}\n{record}")
    assert (rows_read(first), rows_read(second)) == ([2], [4, 5])
    assert (first.rows_read, second.rows_read) == (1, 2)
    assert second.header_rows == [3]
    assert days(second, "received") == ["2024-02-05"] * 2
    assert days(second, "closed") == ["2024-02-10"] * 2
    assert column(second, "outcome") == ["outcome.partial"] * 2


def test_a_header_that_is_the_same_on_each_page_is_a_repeated_one() -> None:
    (reading,) = logs_on(
        f"{REQUESTS}\n{GRANTED}\n{REQUESTS}\n{GRANTED}\n收 到 日 期 | 申请人类型 | 办理结果 | 答复时间"
    )
    assert rows_read(reading) == [2, 4]
    assert [*reading.set_aside] == ["repeated-header"]


def test_a_changed_header_of_two_rows_below_a_title() -> None:
    first, second = logs_on(f"""
        {REQUESTS}
        {GRANTED}
        下半年 | | | |
        登记编号 | 申请情况 | | 办理情况 |
                 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        9        | 2024-07-05 | 自然人 | 予以公开 | 2024-07-10
    """)
    assert rows_read(first) == [2]
    assert rows_read(second) == [6]
    assert days(second, "received") == ["2024-07-05"]


def test_a_richer_header_further_down_loses_no_row_above_it() -> None:
    table = f"{REQUESTS}\n{GRANTED}\n登记编号 | {REQUESTS} | 申请方式\n1 | {GRANTED} | 网站"
    assert [rows_read(one) for one in logs_on(table)] == [[2], [4]]


# --- another log on the same sheet ---


def test_a_log_of_another_kind_below() -> None:
    requests, cases = logs_on(f"""
        {REQUESTS}
        {GRANTED}
        | | |
        复议诉讼情况 | | |
        {CASES}
        行政复议 | 2024-03-05 | 维持 | 2024-05-05
    """)
    assert (requests.kind, cases.kind) == ("requests", "cases")
    assert (rows_read(requests), rows_read(cases)) == ([2], [6])
    assert column(cases, "result") == ["upheld"]


@pytest.mark.parametrize("gap", ["", " | "])
def test_a_log_of_another_kind_beside(gap: str) -> None:
    requests, cases = logs_on(f"""
        {REQUESTS} | {gap} | {CASES}
        {GRANTED}  | {gap} | 行政复议 | 2024-03-05 | 维持 | 2024-05-05
        {GRANTED}  | {gap} |          |            |      |
    """)
    assert (requests.kind, cases.kind) == ("requests", "cases")
    assert (rows_read(requests), rows_read(cases)) == ([2, 3], [2])


@pytest.mark.parametrize("gap", [" | ", " | | "])
def test_one_log_in_two_halves_beside_each_other(gap: str) -> None:
    left, right = logs_on(
        f"序号 | {REQUESTS}{gap}序号 | {REQUESTS}\n1 | {GRANTED}{gap}2 | {GRANTED}"
    )
    assert (rows_read(left), rows_read(right)) == ([2], [2])
    assert column(right, "outcome") == ["outcome.granted"]
    assert faults(left) == faults(right) == []


# --- sheets without a header of their own ---


def test_a_sheet_has_the_header_of_another_where_a_person_says_so() -> None:
    sheets = [
        Sheet("2月", iter(rows_of(GRANTED))),
        Sheet("1月", iter(rows_of(f"{REQUESTS}\n{GRANTED}"))),
    ]
    settled = Choices(sheets={"2月": SheetSettings(header_of="1月")})
    february, january = read_book(sheets, settled)
    assert (february.sheet, february.kind, rows_read(february)) == ("2月", "requests", [1])
    assert rows_read(january) == [2]


@pytest.mark.parametrize(
    "table",
    [
        f"{GRANTED}\n{GRANTED}",
        "1 | 2024-01-05 | 张三 | 自然人 | 予以公开 | 2024-01-10",
        "编号 | 收件 | 姓名 | 类别 | 结果 | 答复\n1 | 2024-01-05 | 张三 | 自然人 | 公开 | 2024-01-10",
        "某局2月 | |\n2024年2月3日 | 商业企业 | 部分公开",
        "行政许可 | 2024-02-03\n行政处罚 | 2024-02-04",
    ],
)
def test_a_sheet_that_looks_like_a_log_is_told_from_others(table: str) -> None:
    (reading,) = logs_on(table)
    assert reading.kind is None
    assert reading.alike > 0
    assert reading.misfit
    assert "张三" not in reading.misfit.unknown


@pytest.mark.parametrize(
    "table",
    [
        "填写说明 |\n收到日期 | 按公历填写\n办理结果 | 予以公开、部分公开",
        "选项 |\n自然人 | 予以公开\n商业企业 | 部分公开",
        "会议安排 |\n2024-03-05 | 三楼会议室\n2024-03-06 | 业务培训",
        "月份 | 收到 | 公开\n1月 | 3 | 2\n2月 | 4 | 1",
        "科室 | 电话\n法规科 | 8568",
    ],
)
def test_guides_options_and_summaries_are_no_logs(table: str) -> None:
    (reading,) = logs_on(table)
    assert (reading.kind, reading.alike) == (None, 0)
    assert reading.filled > 1


# --- 同上 ---


def test_ditto_marks_take_the_cell_above_through_blank_and_group_rows() -> None:
    (reading,) = logs_on("""
        收到日期   | 申请人类型 | 办理结果 | 答复日期
        2024-01-05 | 商业企业   | 予以公开 | 2024-01-10
                   |            |          |
        （二）     |            |          |
        同上       | 〃         | 同上     | "
        2024-03-05 | 同上       | ditto    | 2024-03-10
    """)
    assert days(reading, "received") == ["2024-01-05", "2024-01-05", "2024-03-05"]
    assert column(reading, "applicant_type") == ["business"] * 3
    assert column(reading, "outcome") == ["outcome.granted"] * 3
    assert [code for code, _ in faults(reading)] == ["ditto-filled"] * 4
