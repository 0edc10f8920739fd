"""Which field a heading names: as written, as compared, as settled, by likeness."""

from __future__ import annotations

import pytest

from reportcli.intake.child.wire import Column
from reportcli.intake.header import Header, find_header
from reportcli.intake.headings import match_close, spread_groups
from tests.unit.intake.test_header import fields, header_of, misfit_of


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("申请方式", "channel"),
        ("申请\n方式", "channel"),
        ("申 请 方 式", "channel"),
        ("申请\u3000方式\u200b", "channel"),
        ("申请方式（当面/信函/网站）", "channel"),
        ("申请方式(必填)", "channel"),
        ("【申请方式】", "channel"),
        ("申请方式：", "channel"),
        ("*申请方式", "channel"),
        ("申请的方式", "channel"),
        ("申请之方式", "channel"),
        ("收费金额（元）", "fee_charged"),
        ("收费金额\n(万元)", "fee_charged"),
        ("申请人／单位", "applicant"),
        ("申请人姓名或名称", "applicant"),
        ("所需信息的内容描述", "subject"),
        ("所需信息内容描述", "subject"),
        ("延期 天数", "extension_days"),
        ("征求第三方意见", "consulted"),
        ("序号", "-"),
        ("联系电话", "-"),
        ("心情", "?"),
    ],
)  # fmt: skip
def test_headings_as_offices_write_them(heading: str, field: str) -> None:
    found = find_header([["收到日期", "申请人类型", "办理结果", "答复日期", heading]], {})
    assert isinstance(found, Header)
    assert fields(found)[4] == field


def test_a_heading_is_kept_as_it_is_compared_and_with_its_unit() -> None:
    (found,) = header_of("信息类别 | 公开日期 | 收费\u3000金额（万元）").fields["amount"]
    assert found.heading == "收费金额(万元)"


def test_of_several_columns_the_more_usual_heading_comes_first() -> None:
    header = header_of("收到日期 | 申请人类型 | 办理结果 | 答复日期 | 原因 | 法律依据 | 理由")
    assert [column.heading for column in header.fields["ground"]] == ["理由", "法律依据", "原因"]


def test_settings_name_a_heading_no_list_knows() -> None:
    table = "来信日 | 申请人类型 | 办理结果 | 答复日期"
    assert misfit_of(table).missing == [["received"]]
    header = header_of(table, {"requests": {"来信日": "received"}})
    assert (header.columns[0].field, header.columns[0].how) == ("received", "settings")


def test_settings_win_over_the_lists() -> None:
    table = "收到日期 | 申请日期 | 申请人类型 | 办理结果 | 答复日期"
    header = header_of(table, {"requests": {"收到日期": "", "申 请 日 期": "received"}})
    assert fields(header) == ["-", "received", "applicant_type", "outcome", "closed"]


def test_settings_of_one_kind_leave_the_others_alone() -> None:
    table = "来信日 | 申请人类型 | 办理结果 | 答复日期"
    assert misfit_of(table, {"cases": {"来信日": "filed"}}).kind == "requests"


# --- likeness ---


@pytest.mark.parametrize(
    ("headings", "fields_found"),
    [
        (["申请人类形"], ["applicant_type"]),  # a slip of the keyboard
        (["申请人类形", "申请人类刑"], ["", ""]),  # which of them?
        (["答复"], [""]),  # too short to be like anything
    ],
)
def test_an_unknown_heading_is_the_one_known_heading_that_is_close(
    headings: list[str], fields_found: list[str]
) -> None:
    columns = [Column(place, heading) for place, heading in enumerate(headings, start=1)]
    assert [column.field for column in match_close("requests", columns)] == fields_found


def test_a_field_that_has_a_column_takes_no_other() -> None:
    columns = [Column(1, "类型", "applicant_type", "exact"), Column(2, "申请人类形")]
    assert match_close("requests", columns)[1] == Column(2, "申请人类形")


def test_a_group_reaches_as_far_as_there_is_something_below() -> None:
    rows = [["申请人", "", "", "答复"], ["姓名", "类型", "", "日期"]]
    assert list(spread_groups(rows)) == [["申请人", "申请人", "", "答复"]]
