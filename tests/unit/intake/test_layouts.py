"""Fields that several columns hold together: each layout as a small log, and what it says."""

from __future__ import annotations

import pytest

from reportcli.intake.layouts import tick_words
from tests.unit.intake.test_columns import column, days, faults, read

# --- ticks ---


@pytest.mark.parametrize(
    "headings",
    [
        "予以公开 | 部分公开 | 信息不存在",
        "（一）予以公开 | （二）部分公开 | 1.本机关不掌握相关政府信息",
        "办理结果予以公开 | 办理结果部分公开 | 办理结果不掌握",
        "公开 | 部分公开 | 不存在",
        "同意公开 | 区分处理 | 未检索到",
    ],
)
@pytest.mark.parametrize("tick", ["√", "✓", "■", "1", "是", "x", "☑", "×"])
def test_ticked_outcomes(headings: str, tick: str) -> None:
    reading = read(f"""
        收到日期   | 申请人类型 | 答复日期   | {headings}
        2024-01-05 | 自然人     | 2024-01-10 | {tick} | |
        2024-01-05 | 自然人     | 2024-01-10 |        | {tick} |
        2024-01-05 | 自然人     | 2024-01-10 |        |        | {tick}
        2024-01-05 | 自然人     |            |        |        |
    """)
    assert column(reading, "outcome") == [
        "outcome.granted",
        "outcome.partial",
        "outcome.unavailable.not_held",
        None,
    ]
    assert faults(reading) == []


@pytest.mark.parametrize("cross", ["×", "x", "否", "0", "□"])
def test_beside_ticks_a_cross_says_no(cross: str) -> None:
    reading = read(f"""
        收到日期   | 申请人类型 | 答复日期   | 予以公开 | 部分公开
        2024-01-05 | 自然人     | 2024-01-10 | √       | {cross}
        2024-01-05 | 自然人     | 2024-01-10 | {cross} | √
    """)
    assert column(reading, "outcome") == ["outcome.granted", "outcome.partial"]
    assert faults(reading) == []


@pytest.mark.parametrize(
    ("headings", "marks", "value"),
    [
        ("自然人 | 商业企业 | 其他", "√ | |", "natural_person"),
        ("自然人 | 商业企业 | 其他", " | √ |", "business"),
        ("自然人 | 商业企业 | 其他", " | | √", "other_organisation"),
        ("公民 | 企业 | 社会组织", " | | 1", "social_welfare"),
        ("个人 | 律师事务所 | 科研院所", " | 是 | 否", "legal_services"),
        ("申请人类型自然人 | 申请人类型科研机构", " | ■", "research"),
    ],
)
def test_ticked_types_of_applicants(headings: str, marks: str, value: str) -> None:
    reading = read(f"""
        收到日期   | {headings} | 办理结果 | 答复日期
        2024-01-05 | {marks}    | 予以公开 | 2024-01-10
    """)
    assert column(reading, "applicant_type") == [value]
    assert faults(reading) == []


def test_a_form_of_three_rows_with_groups() -> None:
    reading = read("""
        登记编号 | 收到日期   | 申请人类型 | 本年度办理结果 |          |          |          | 答复日期
                 |            |            | 予以公开       | 不予公开 |          | 其他处理 |
                 |            |            |                | 国家秘密 | 商业秘密 | 其他     |
        1        | 2024-01-05 | 自然人     | √              |          |          |          | 2024-01-10
        2        | 2024-01-05 | 自然人     |                | √        |          |          | 2024-01-10
        3        | 2024-01-05 | 自然人     |                |          | √        |          | 2024-01-10
        4        | 2024-01-05 | 自然人     |                |          |          | √        | 2024-01-10
    """)
    assert reading.header_rows == [1, 2, 3]
    assert column(reading, "outcome") == [
        "outcome.granted",
        "outcome.refused.state_secret",
        "outcome.refused.third_party",
        "outcome.other.miscellaneous",
    ]
    assert faults(reading) == []


def test_a_ticked_group_takes_its_line_from_the_ground() -> None:
    reading = read("""
        收到日期   | 申请人类型 | 答复日期   | 予以公开 | 不予公开 | 理由
        2024-01-05 | 自然人     | 2024-01-10 |          | √        | 国家秘密
    """)
    assert column(reading, "outcome") == ["outcome.refused.state_secret"]


def test_two_ticks_and_strange_marks_are_faults_at_their_row() -> None:
    reading = read("""
        收到日期   | 申请人类型 | 答复日期   | 予以公开 | 部分公开
        2024-01-05 | 自然人     | 2024-01-10 | √        | √
        2024-01-05 | 自然人     | 2024-01-10 | 李四     |
        2024-01-05 | 自然人     | 2024-01-10 | √        |
    """)
    assert column(reading, "outcome") == [None, None, "outcome.granted"]
    assert faults(reading) == [("tick-invalid", "D3"), ("ticks-several", "D2")]


def test_a_column_of_its_own_is_read_before_ticks_and_these_are_named() -> None:
    reading = read("""
        收到日期   | 申请人类型 | 办理结果 | 答复日期   | 部分公开 | 不予公开
        2024-01-05 | 自然人     | 予以公开 | 2024-01-10 | √        |
    """)
    assert column(reading, "outcome") == ["outcome.granted"]
    assert faults(reading) == [("column-unread", "E1")]


def test_every_line_and_column_of_the_form_can_be_ticked() -> None:
    outcomes, types = tick_words("requests", "outcome"), tick_words("requests", "applicant_type")
    assert {"予以公开", "属于国家秘密", "信访举报投诉类申请", "重复申请"} <= {*outcomes}
    assert {"自然人", "商业企业", "法律服务机构", "其他"} <= {*types}


# --- dates in three columns ---


@pytest.mark.parametrize(
    "headings",
    [
        "收到日期年 | 收到日期月 | 收到日期日",
        "收到年 | 收到月 | 收到日",
        "收到（年） | 收到（月） | 收到（日）",
    ],
)
def test_a_date_in_three_columns(headings: str) -> None:
    reading = read(f"""
        {headings} | 申请人类型 | 办理结果 | 答复日期
        2024 | 3 | 5 | 自然人 | 予以公开 | 2024-03-10
        2024年 | 12月 | 31日 | 自然人 | |
    """)
    assert days(reading, "received") == ["2024-03-05", "2024-12-31"]
    assert faults(reading) == []


def test_a_date_in_three_columns_under_its_group() -> None:
    reading = read("""
        收到日期 |    |    | 申请人类型 | 办理结果 | 答复日期 |    |
        年       | 月 | 日 |            |          | 年       | 月 | 日
        2024     | 3  | 5  | 自然人     | 予以公开 | 2024     | 3  | 20
        2024     | 4  | 6  | 自然人     |          |          |    |
    """)
    assert days(reading, "received") == ["2024-03-05", "2024-04-06"]
    assert days(reading, "closed") == ["2024-03-20", None]
    assert faults(reading) == []


@pytest.mark.parametrize("parts", ["2024 | 2 | 30", "2024 | 13 | 1", "2024 | | 5", " | 3 | 5"])
def test_a_date_whose_parts_make_none_is_a_fault(parts: str) -> None:
    reading = read(f"""
        收到年 | 收到月 | 收到日 | 申请人类型 | 办理结果 | 答复日期
        {parts} | 自然人 | 予以公开 | 2024-03-10
    """)
    assert days(reading, "received") == [None]
    assert [cell for _, cell in faults(reading)] == ["A2"]


# --- instances ---


@pytest.mark.parametrize(
    ("results", "value"),
    [
        ("驳回诉讼请求 | |", "upheld"),
        ("驳回诉讼请求 | 撤销被诉决定 |", "corrected"),
        ("撤销被诉决定 | 维持原判 |", "corrected"),
        ("撤销被诉决定 | 驳回上诉，维持原判 | 驳回再审申请", "corrected"),
        ("驳回诉讼请求 | 审理中 |", "pending"),
        ("驳回起诉 | | 撤诉", "other"),
    ],
)
def test_the_last_instance_is_in_force(results: str, value: str) -> None:
    reading = read(f"""
        案件类型 | 是否经过复议 | 立案日期   | 一审结果 | 二审结果 | 再审结果 | 结案日期
        行政诉讼 | 否           | 2024-01-05 | {results} | 2024-09-01
    """)
    assert column(reading, "result") == [value]


# --- units ---


@pytest.mark.parametrize(
    ("table", "amounts"),
    [
        (
            "信息类别 | 公开日期 | 金额 | 单位\n行政事业性收费 | 2024-01-05 | 2.5 | 万元",
            ["25000.0"],
        ),
        ("信息类别 | 公开日期 | 金额 | 计量单位\n行政事业性收费 | 2024-01-05 | 25 | 元", ["25"]),
        (
            "信息类别 | 公开日期 | 单位 | 金额\n行政事业性收费 | 2024-01-05 | 亿元 | 1",
            ["100000000"],
        ),
        ("信息类别 | 公开日期 | 金额 | 单位\n行政事业性收费 | 2024-01-05 | 3千元 | 万元", ["3000"]),
        ("单位：万元 | |\n信息类别 | 公开日期 | 金额\n行政事业性收费 | 2024-01-05 | 2", ["20000"]),
        (
            "收费台账（千元） | |\n信息类别 | 公开日期 | 金额\n行政事业性收费 | 2024-01-05 | 2",
            ["2000"],
        ),
        (
            "信息类别 | 公开日期 | 收费（万元） |\n | | 金额 | 备注\n行政事业性收费 | 2024-01-05 | 2 |",
            ["20000"],
        ),
    ],
)
def test_the_nearest_unit_counts(table: str, amounts: list[str]) -> None:
    reading = read(table)
    assert [float(str(one)) for one in column(reading, "amount")] == [float(one) for one in amounts]
    assert faults(reading) == []


def test_the_name_of_the_sheet_is_the_furthest_unit() -> None:
    table = "信息类别 | 公开日期 | 金额\n行政事业性收费 | 2024-01-05 | 2"
    assert column(read(table, "收费（万元）"), "amount") == ["20000"]
    assert faults(read(table, "收费（万元）")) == []
    assert faults(read(table)) == [("unit-assumed", "C1")]
