"""What has to be decided about a file: which headings and wordings are asked about, and what is proposed."""

from __future__ import annotations

import pytest

from reportcli.answer.inspect import inspect_files
from reportcli.answer.proposals import (
    Question,
    SheetColumns,
    likely_meanings,
    meant_answer,
    questions,
)
from reportcli.files.sheet import Sheet
from reportcli.intake.child.wire import FileReading
from reportcli.intake.sheets import read_sheet
from reportcli.settings import Choices
from tests.logs import rows_of


def asked(table: str) -> dict[str, Question]:
    """The questions about a sheet, by heading or wording."""
    rows = rows_of(table)
    reading = read_sheet(Sheet("台账", iter(rows)), Choices())
    files = [FileReading("log.xlsx", "", "xlsx", "", [reading])]
    found = questions(files, inspect_files(files), lambda *_: rows)
    return {one.key: one for one in found}


def test_a_required_field_is_what_the_cells_hold_whatever_the_heading() -> None:
    found = asked("""
        编号   | 收到日期   | 申请人类型 | 回文时间   | 怎么办的 | 心情
        2024-1 | 2024-01-05 | 自然人     | 2024-01-20 | 予以公开 | 好
        2024-2 | 2024-02-05 | 商业企业   | 2024-02-20 | 不予公开：国家秘密 | 不好
        2024-3 | 2024-03-05 | 自然人     | 2024-03-20 | 部分公开 | 一般
    """)
    assert {key: one.answers[0].value for key, one in found.items()} == {
        "回文时间": "closed",
        "怎么办的": "outcome",
    }
    assert all(one.is_sure and one.why == "missing" for one in found.values())


def test_a_heading_that_is_like_a_field_is_not_it_where_its_cells_are_none() -> None:
    found = asked("""
        编号   | 收到日期   | 申请人类型 | 答复日期   | 结果说明
        2024-1 | 2024-01-05 | 自然人     | 2024-01-20 | 2024-01-20
        2024-2 | 2024-02-05 | 商业企业   | 2024-02-20 | 2024-02-20
    """)
    assert found == {}


@pytest.mark.parametrize(
    ("wording", "meaning"),
    [
        ("予公", "outcome.granted"),
        ("部公", "outcome.partial"),
        ("重复", "outcome.unprocessed.repeated"),
    ],
)
def test_a_short_wording_is_what_it_is_short_for(wording: str, meaning: str) -> None:
    assert likely_meanings("requests", "outcome", wording)[0].value == meaning


@pytest.mark.parametrize("wording", ["不予公", "未公开", "天知道", "已寄送"])
def test_a_wording_that_denies_or_is_like_nothing_is_proposed_as_nothing(wording: str) -> None:
    values = [answer.value for answer in likely_meanings("requests", "outcome", wording)]
    assert "outcome.granted" not in values
    assert "outcome.partial" not in values


def test_an_answer_is_meant_by_its_number_its_value_or_its_name() -> None:
    one = asked("""
        编号   | 收到日期   | 申请人类型 | 回文时间   | 办理结果
        2024-1 | 2024-01-05 | 自然人     | 2024-01-20 | 予以公开
        2024-2 | 2024-02-05 | 商业企业   | 2024-02-20 | 予以公开
    """)["回文时间"]
    assert [
        meant_answer(one, typed) for typed in ("1", "closed", "答复日期", "办结时间", "天")
    ] == [
        "closed",
        "closed",
        "closed",
        "closed",
        None,
    ]


def test_a_heading_nearly_known_is_proposed_where_only_some_cells_are_known_words() -> None:
    found = asked("""
        案号   | 类别         | 申请人 | 收案时间   | 结案时间   | 裁判结果
        复3号  | 行政复议     | 某甲   | 2024-02-01 | 2024-04-01 | 维持
        初5号  | 行政诉讼一审 | 某乙   | 2024-03-01 | 2024-06-01 | 驳回诉讼请求
        终15号 | 行政诉讼二审 | 某乙   | 2024-07-01 | 2024-09-01 | 维持
    """)
    assert found["类别"].answers[0].value == "kind"


def test_the_cells_under_a_heading_of_two_rows_are_looked_at() -> None:
    rows = [
        ["申请人", "办理情况", None],
        [None, "办结时间", "处理意见"],
        ["甲", "2024-01-05", "予以公开"],
    ]
    held = SheetColumns(rows, 2)
    assert held.under("办理情况处理意见") == ["予以公开"]
    assert held.under("办理情况") == []
