"""Sheets as offices head them: which rows are the header, of which kind of log, which column is what."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reportcli.intake.header import Header, Misfit, find_header
from reportcli.words.fields import KindId
from tests.logs import rows_of

Columns = Mapping[KindId, Mapping[str, str]]


def header_of(table: str, columns: Columns | None = None) -> Header:
    found = find_header(rows_of(table), columns or {})
    assert isinstance(found, Header), found
    return found


def misfit_of(table: str, columns: Columns | None = None) -> Misfit:
    found = find_header(rows_of(table), columns or {})
    assert isinstance(found, Misfit), found
    return found


def fields(header: Header) -> list[str]:
    """The field of each column that has a heading, `-` where it is ignored and `?` where it is unknown."""
    return [column.field or ("-" if column.how else "?") for column in header.columns]


# --- where it is ---


def test_a_header_below_titles() -> None:
    header = header_of("""
        某某局2024年度依申请公开台账 |            |            |          |            |
                                     |            |            |          |            |
        填报单位：办公室             |            |            |          | 单位：件   |
        登记编号                     | 收到日期   | 申请人类型 | 办理结果 | 答复日期   | 承办科室
        1                            | 2024-01-05 | 自然人     | 予以公开 | 2024-01-10 | 法规科
    """)
    assert (header.kind, header.rows) == ("requests", [4])
    assert fields(header) == ["number", "received", "applicant_type", "outcome", "closed", "unit"]


def test_columns_are_counted_from_column_a_also_where_it_is_blank() -> None:
    header = header_of(" | | 收到日期 | 申请人类型 | | 办理结果 | 答复日期")
    assert [(column.column, column.field) for column in header.columns] == [
        (3, "received"),
        (4, "applicant_type"),
        (6, "outcome"),
        (7, "closed"),
    ]


def test_a_header_far_down_is_found_and_one_out_of_reach_is_not() -> None:
    header = "收到日期 | 申请人类型 | 办理结果 | 答复日期"
    notes = "说明 | | |\n"
    assert header_of(notes * 20 + header).rows == [21]
    assert misfit_of(notes * 60 + header).kind is None


# --- two and three rows deep ---


def test_a_header_of_two_rows_with_groups() -> None:
    header = header_of("""
        序号 | 收到日期   | 申请人信息 |        |              | 答复       |          | 备注
             |            | 姓名       | 类型   | 身份证号     | 日期       | 结果     |
        1    | 2024-01-05 | 张三       | 自然人 | 32010219…    | 2024-01-10 | 予以公开 |
    """)
    assert (header.kind, header.rows) == ("requests", [1, 2])
    assert fields(header) == [
        "-", "received", "applicant", "applicant_type", "applicant_code", "closed", "outcome", "remarks",
    ]  # fmt: skip


def test_a_header_of_three_rows_under_a_title() -> None:
    header = header_of("""
        2024年台账 |            |            |        |            |          |
        登记编号   | 申请       |            |        | 办理       |          |
                   | 收到日期   | 申请人信息 |        | 答复       |          | 收费金额（元）
                   |            | 姓名       | 类型   | 日期       | 结果     |
        1          | 2024-01-05 | 张三       | 自然人 | 2024-01-10 | 予以公开 |
    """)
    assert (header.kind, header.rows) == ("requests", [2, 3, 4])
    assert fields(header) == [
        "number", "received", "applicant", "applicant_type", "closed", "outcome", "fee_charged",
    ]  # fmt: skip


def test_a_group_ends_where_the_next_begins() -> None:
    header = header_of("""
        申请人 |        | 被申请人 | 案件类型 | 受理日期   | 审理情况 |
        姓名   | 证件号 |          |          |            | 审理结果 | 审结日期
        张三   | 1      | 某局     | 行政复议 | 2024-01-05 | 维持     | 2024-03-01
    """)
    assert header.kind == "cases"
    assert [c.field for c in header.columns if c.column > 2] == [
        "respondent",
        "kind",
        "filed",
        "result",
        "closed",
    ]


def test_one_row_is_enough_where_the_next_is_a_record() -> None:
    header = header_of("""
        收到日期 | 申请人类型 | 办理结果 | 答复日期 | 办理状态 | 申请方式
        2024年1月5日 | 自然人 | 予以公开 | 2024年1月10日 | 延期 | 网上
    """)
    assert header.rows == [1]


@pytest.mark.parametrize(
    "first_record",
    [
        # Words that are headings elsewhere: a header of two rows would know more of them.
        "2024-01-05 | 自然人 | 予以公开 | 2024-01-10 | 延期 | 备注",
        "2024-01-05 | 自然人 |          |            | 延期 | 依据",
        "2024-01-05 |        |          |            | 延期 | 依据",
        "           | 类型   | 其他处理 | 2024-01-10 | 延期 | 理由",
    ],
)
def test_a_record_that_looks_like_headings_is_no_part_of_the_header(first_record: str) -> None:
    header = header_of(f"""
        收到日期 | 申请人类型 | 办理结果 | 答复日期 | 进展 | 情况
        {first_record}
        2024-01-06 | 自然人 | 予以公开 | 2024-01-11 | |
    """)
    assert header.rows == [1]
    assert fields(header) == ["received", "applicant_type", "outcome", "closed", "?", "?"]


def test_a_title_that_holds_headings_is_no_part_of_the_header() -> None:
    header = header_of("""
        收到日期、答复日期按公历填写 | 备注 | |
        收到日期 | 申请人类型 | 办理结果 | 答复日期
    """)
    assert header.rows == [2]


# --- kinds ---


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("收到日期 | 申请人 | 办理结果 | 答复日期", "requests"),
        ("收到日期 | 申请人 | 类型 | 申请内容 | 答复意见 | 答复时间 | 备注", "requests"),
        ("申请时间 | 姓名 | 处理结果 | 办结时间", "requests"),
        ("类型 | 申请人 | 被申请人 | 收到日期 | 复议结果 | 结案日期", "cases"),
        ("案件类型 | 立案日期 | 裁判结果", "cases"),
        ("复议/诉讼 | 案号 | 受理日期 | 结果 | 申请编号", "cases"),
        ("名称 | 类别 | 发布日期", "publications"),
        ("标题 | 文号 | 信息类别 | 成文日期 | 公开方式 | 金额", "publications"),
        ("索引号 | 文件类型 | 生成日期 | 内容概述", "publications"),
    ],
)
def test_kinds_are_told_by_their_headings(headings: str, kind: KindId) -> None:
    assert header_of(headings).kind == kind


# --- what a person settled ---


def test_kind_and_rows_as_a_person_settled_them() -> None:
    rows = rows_of("""
        收到日期 | 申请人类型 | 办理结果 | 答复日期
        受理日期 | 类型 | 结果 | 结案日期
    """)
    found = find_header(rows, {}, "cases", [2])
    assert isinstance(found, Header)
    assert (found.kind, found.rows) == ("cases", [2])
    assert fields(found) == ["filed", "kind", "result", "closed"]


# --- what is no header, or no sound one ---


@pytest.mark.parametrize(
    ("headings", "kind", "missing"),
    [
        ("登记编号 | 申请人类型 | 办理结果 | 答复日期", "requests", [["received"]]),
        (
            "收到日期 | 申请内容 | 办理结果 | 答复日期",
            "requests",
            [["applicant_type", "applicant"]],
        ),
        ("收到日期 | 申请人 | 申请内容 | 申请方式", "requests", [["outcome"], ["closed"]]),
        ("文号 | 公开日期 | 公开渠道", "publications", [["category"]]),
        ("标题 | 文号 | 信息类别", "publications", [["made", "published"]]),
        ("案号 | 立案日期 | 裁判结果 | 审级", "cases", [["kind"]]),
    ],
)
def test_a_required_column_is_missing(
    headings: str, kind: KindId, missing: list[list[str]]
) -> None:
    misfit = misfit_of(headings)
    assert (misfit.kind, misfit.row, misfit.missing) == (kind, 1, missing)


@pytest.mark.parametrize(
    ("headings", "doubled"),
    [
        ("收到日期 | 申请日期 | 申请人 | 办理结果 | 答复日期", {}),  # 收到 decides
        (
            "收到日期 | 申请人 | 办理结果 | 答复日期 | 答复日期",
            {"closed": ["答复日期", "答复日期"]},
        ),
        ("收到日期 | 申请人 | 办理结果 | 答复日期 | 姓名 | 理由 | 依据", {}),
    ],
)
def test_two_columns_claim_one_field(headings: str, doubled: dict[str, list[str]]) -> None:
    found = find_header(rows_of(headings), {})
    assert (found.doubled if isinstance(found, Misfit) else {}) == doubled


def test_unknown_headings_are_told_beside_what_is_missing() -> None:
    misfit = misfit_of("来信日 | 申请人类型 | 办理结果 | 答复日期 | 心情")
    assert misfit.unknown == ["来信日", "心情"]
    assert misfit.known == 3


@pytest.mark.parametrize(
    "table",
    [
        "科室 | 电话 | 房间",
        "一 | 二\n三 | 四",
        "2024-01-05 | 2024-01-06",
        "收到日期 | 天气 | 心情",  # one known heading makes no log
        "关于收到日期的说明：收到日期是指行政机关收到申请之日",
        " ",
    ],
)
def test_nothing_known(table: str) -> None:
    assert misfit_of(table).kind is None


def test_no_rows_at_all() -> None:
    assert find_header([], {}) == Misfit(None, 0, [])
