"""Which rows are records. Each line of a table says after its arrow what the row is taken for."""

from __future__ import annotations

from array import array

import pytest

from reportcli.files.sheet import Row, Sheet
from reportcli.intake.sheets import read_sheet
from reportcli.settings import Settings
from tests.logs import rows_of

REQUESTS = "登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 办理结果 | 答复日期 | 备注"
NUMBERED = "序号 | 收到日期 | 申请人 | 申请人类型 | 办理结果 | 答复日期"
PUBLICATIONS = "标题 | 信息类别 | 制发日期 | 公开日期 | 数量"
CASES = "序号 | 案件类型 | 受理日期 | 审理结果 | 审结日期"


def fates_of(rows: list[Row], name: str = "台账", *merges: tuple[int, int, int, int]) -> list[str]:
    """What each row is taken for: `record`, `header`, or the reason that sets it aside."""
    reading = read_sheet(Sheet(name, iter(rows), merges=list(merges)), Settings())
    assert reading.kind, reading.misfit
    fates = dict.fromkeys(range(1, len(rows) + 1), "lost")
    for number in reading.header_rows:
        fates[number] = "header"
    for reason, numbers in {"record": reading.rows, **reading.set_aside}.items():
        for number in array("i", numbers):
            assert fates[number] == "lost", f"row {number} is {fates[number]} and {reason}"
            fates[number] = reason
    assert reading.rows_read == len(rows) - len(reading.header_rows)
    return list(fates.values())


def check(table: str) -> None:
    """Every line of the table, a header after its arrow `header` by default, is taken for what it says."""
    lines = [line.partition("→") for line in table.strip().splitlines()]
    expected = [fate.strip() or "header" for _, _, fate in lines]
    rows = [rows_of(f"{cells}|x")[0][:-1] for cells, _, _ in lines]
    assert fates_of(rows) == expected


# --- totals ---


def test_totals_on_top_between_and_at_the_bottom() -> None:
    check(f"""
        {REQUESTS}
        合计 |            | 2    |        |   | 2        |            |  → total-row
        1    | 2024-01-05 | 张三 | 自然人 | x | 予以公开 | 2024-01-10 |  → record
        小计 |            | 1    |        |   |          |            |  → total-row
        2    | 2024-02-05 | 李四 | 自然人 | x |          |            |  → record
        总计 |            |      |        |   |          |            |  → total-row
    """)


@pytest.mark.parametrize(
    "total",
    [
        "合计", "合 计", "总计", "小计", "共计", "累计", "合计：", "合计:2件", "共计2件", "本月合计",
        "本页小计", "一季度小计", "第1季度合计", "3月合计", "3月份小计", "上半年合计", "全年总计", "年度合计",
    ],
)  # fmt: skip
def test_words_for_totals(total: str) -> None:
    check(f"""
        {NUMBERED}
        1       | 2024-01-05 | 张三 | 自然人 | 予以公开 | 2024-01-10 → record
        {total} |            | 1    |        | 1        |            → total-row
    """)


def test_a_total_need_not_stand_in_the_first_column() -> None:
    check(f"""
        {PUBLICATIONS}
        某办法 | 行政规范性文件 | 2024-01-05 | 2024-01-10 |   → record
               | 合计           |            |            | 1 → total-row
    """)


# --- footers and groups ---


@pytest.mark.parametrize(
    "footer",
    [
        "制表人：王五", "填表人: 王五", "审核：赵六", "填报单位：某局办公室", "联系电话：85680000",
        "填报日期：2024年12月31日", "注：本表按收到日期排列。", "备注：以上均为本局受理",
        "说明：略", "注1：略", "附注：略",
    ],
)  # fmt: skip
def test_footers(footer: str) -> None:
    check(f"""
        {NUMBERED}
        1        | 2024-01-05 | 张三 | 自然人 | 予以公开 | 2024-01-10 → record
                 |            |      |        |          |            → blank
        {footer} |            |      |        |          |            → footer
    """)


def test_a_footer_of_several_cells() -> None:
    check(f"""
        {NUMBERED}
        1            | 2024-01-05 | 张三         | 自然人 | 予以公开 | 2024-01-10     → record
        制表人：王五 |            | 审核人：赵六 |        |          | 日期：2025.1.3 → footer
    """)


@pytest.mark.parametrize(
    "group",
    [
        "一、网上申请",
        "（一）信函申请",
        "(二)",
        "第一季度",
        "一月份",
        "3月",
        "12月份收到的申请",
        "三.",
    ],
)
def test_group_rows(group: str) -> None:
    check(f"""
        {NUMBERED}
        {group} |            |      |        |          |            → group-row
        1       | 2024-01-05 | 张三 | 自然人 | 予以公开 | 2024-01-10 → record
        {group} |            |      |        |          |            → group-row
        2       | 2024-01-06 | 张三 | 自然人 | 予以公开 | 2024-01-10 → record
    """)


# --- headers again ---


def test_a_header_repeated_on_each_page() -> None:
    check(f"""
        {NUMBERED}
        1 | 2024-01-05 | 张三 | 自然人 | 予以公开 | 2024-01-10 → record
        {NUMBERED}                                             → repeated-header
        2 | 2024-01-06 | 张三 | 自然人 | 予以公开 | 2024-01-10 → record
    """)


def test_titles_repeated_with_the_header_are_no_records() -> None:
    check("""
        2024年台账 |            |        |          |            → title
        序号       | 收到日期   | 申请人类型 | 办理结果 | 答复日期
        1          | 2024-01-05 | 自然人 | 予以公开 | 2024-01-10 → record
                   |            |        |          |            → blank
        序号       | 收到日期   | 申请人类型 | 办理结果 | 答复日期 → repeated-header
        2          | 2024-01-06 | 自然人 | 予以公开 | 2024-01-10 → record
    """)


def test_a_repeated_header_of_two_rows() -> None:
    check("""
        收到日期   | 申请人信息 |        | 办理     |
                   | 姓名       | 类型   | 办理结果 | 答复日期
        2024-01-05 | 张三       | 自然人 | 予以公开 | 2024-01-10 → record
        收到日期   | 申请人信息 |        | 办理     |            → repeated-header
                   | 姓名       | 类型   | 办理结果 | 答复日期   → repeated-header
        2024-01-06 | 张三       | 自然人 | 予以公开 | 2024-01-10 → record
    """)


def test_a_repeated_header_whose_headings_are_read_together_with_their_group() -> None:
    check("""
        收到日期   | 申请人 |        | 答复     |
                   | 姓名   | 类型   | 结果     | 日期
        2024-01-05 | 张三   | 自然人 | 予以公开 | 2024-01-10 → record
        收到日期   | 申请人 |        | 答复     |            → repeated-header
                   | 姓名   | 类型   | 结果     | 日期       → repeated-header
    """)


# --- blanks ---


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\u200b", "\n", "-", "—", "/", "无"])
def test_a_row_of_nothing_but_blanks(blank: str | None) -> None:
    record: Row = ["1", "2024-01-05", "张三", "自然人", "予以公开", "2024-01-10"]
    rows = [NUMBERED.split(" | "), record, [blank] * 6, record, [blank], []]
    assert fates_of(rows) == ["header", "record", "blank", "record", "blank", "blank"]


def test_rows_ruled_ahead_with_their_running_number() -> None:
    check(f"""
        {NUMBERED}
        1 | 2024-01-05 | 张三 | 自然人 | 予以公开 | 2024-01-10 → record
        2 |            |      |        |          |            → blank
        3 |            |      | /      |          | —          → blank
    """)


# --- the dangerous opposites ---


def test_records_that_say_what_other_rows_say() -> None:
    check(f"""
        {REQUESTS}
        1        | 2024-01-05 | 张三 | 自然人 | 合计       | 予以公开 | 2024-01-10 |                → record
        2        | 2024-01-05 | 张三 | 自然人 | 全年总计   | 予以公开 | 2024-01-10 | 注：补正一次   → record
        3        | 2024-01-05 | 总计 | 自然人 | 一、二、三 | 予以公开 | 2024-01-10 | 经办人：王五   → record
        合计     | 2024-01-05 | 张三 | 自然人 | x          | 予以公开 | 2024-01-10 |                → record
        注：补录 | 2024-01-05 | 张三 | 自然人 | x          |          |            |                → record
        一、     | 2024-01-05 |      |        |            |          |            |                → record
                 | 2024-01-05 |      |        |            |          |            |                → record
                 |            |      |        |            |          | 2024-01-10 |                → record
        收到日期 | 2024-01-05 | 姓名 | 类型   | 申请内容   | 办理结果 |            | 备注           → record
    """)


def test_records_without_a_date_stay_records_so_that_they_become_findings() -> None:
    check(f"""
        {REQUESTS}
        1 | 2024-01-05 | 张三 | 自然人 | x              | 予以公开 | 2024-01-10 |              → record
        2 |            | 张三 | 自然人 | x              | 予以公开 |            |              → record
        3 |            | 李四 |        |                |          |            |              → record
        4 |            |      |        |                |          |            |              → record
        5 | 待补       | 李四 | 自然人 | x              |          |            |              → record
        6 | 2024-2-30  | 李四 | 自然人 | x              |          |            |              → record
        7 |            | 李四 | 自然人 | 预算合计与明细 |          |            |              → record
          |            | 李四 |        |                |          |            | 注：补正中   → record
          |            |      | 自然人 |                |          |            |              → record
          |            |      |        |                | 予以公开 |            |              → record
    """)


@pytest.mark.parametrize(
    "record",
    [
        # A day that cannot be read is a fault of a record, not the blank of a total.
        "8 | 2024-2-30 | 李四 | 自然人 | 合计 | 予以公开 |   |",
        "9 | 3月5日    | 李四 | 自然人 | 总计 | 予以公开 |   |",
        # So much is filled that it cannot be a total, though no date is.
        "10 |          | 李四 | 自然人 | 合计 | 予以公开 |   |",
    ],
)
def test_a_request_about_totals_is_not_lost_with_its_date(record: str) -> None:
    check(f"""
        {REQUESTS}
        1 | 2024-01-05 | 张三 | 自然人 | x | 予以公开 | 2024-01-10 |  → record
        {record}                                                      → record
    """)


def test_records_of_publications_and_cases_are_kept_by_any_of_their_dates() -> None:
    check(f"""
        {PUBLICATIONS}
        合计 | 规章     | 2024-01-05 |            |   → record
        合计 | 行政许可 |            | 2024-01-05 | 7 → record
        某件 | 行政许可 |            |            | 7 → record
        合计 |          |            |            | 7 → total-row
    """)
    check(f"""
        {CASES}
        1    | 行政复议 | 2024-01-05 |      |            → record
        2    | 行政复议 |            | 维持 | 2024-01-05 → record
        合计 |          |            | 2    |            → total-row
    """)


def test_dates_as_numbers_and_without_a_year_keep_a_record_too() -> None:
    rows: list[Row] = [
        ["2024年台账"],
        NUMBERED.split(" | "),
        ["合计", 45356.0, "张三", "自然人", "予以公开", None],
        ["合计", "3月5日", "张三", "自然人", "予以公开", None],
        ["合计", 45.0, None, None, 45.0, None],
    ]
    assert fates_of(rows) == ["title", "header", "record", "record", "total-row"]


# --- rows that count the columns ---


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        ("1 | 2 | 3 | 4 | 5 | 6 | 7 | 8", "repeated-header"),
        ("栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7", "repeated-header"),
        ("甲 | 乙 | 1 | 2 | 3 | 4 | 5 | 6", "repeated-header"),
        ("(1) | (2) | (3) | （4） | 5=1+2 | 6 | 7 | 8", "repeated-header"),
        ("1 | 2 | 3 | 4 | 6 | 7 | 8 | 9", "record"),
        ("1 | 2 | 甲 | 4 | 5 | 6 | 7 | 8", "record"),
        ("甲 | 丙 | 1 | 2 | 3 | 4 | 5 | 6", "record"),
        ("1 | 2 | 3 | | | | |", "record"),
    ],
)
def test_a_row_that_counts_the_columns_is_no_record(row: str, fate: str) -> None:
    check(f"""
        {REQUESTS} →
        {row} → {fate}
        2024-1 | 2024-01-05 | 张三 | 自然人 | 台账 | 予以公开 | 2024-01-10 | → record
    """)


@pytest.mark.parametrize(("number", "fate"), [(2.0, "repeated-header"), (2.5, "record")])
def test_columns_are_counted_in_numbers_too(number: float, fate: str) -> None:
    counts = [1.0, number, *range(3, 9)]
    assert fates_of([*rows_of(REQUESTS), counts, *rows_of("1 | 2024-01-05")]) == [
        "header",
        fate,
        "record",
    ]
