"""How each column is read: dates, wordings, and the cells that are one wording together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from reportcli.files.sheet import Row, Sheet
from reportcli.finding import column_letters
from reportcli.intake.recipes import recipes_of
from reportcli.intake.sheets import read_sheet
from reportcli.settings import Choices
from reportcli.words.fields import KINDS, KindId, log_kinds
from tests.logs import rows_of
from tests.unit.intake.test_columns import GRANTED, REQUESTS, column, days, faults, read


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_of_a_recipe_is_a_field_and_no_personal_field_has_a_column(kind: KindId) -> None:
    fields = {field.id: field for field in log_kinds()[kind].fields}
    for name, recipe in recipes_of(kind).items():
        assert {*recipe.cells} <= {*fields}
        assert {*recipe.blamed} <= {*recipe.cells}
        # Who reviewed an item is kept as the bare fact that somebody did.
        keeps_text = name in fields and fields[name].personal and not recipe.personal
        assert not keeps_text or name == "reviewed"


DATES = {
    "requests": (
        REQUESTS,
        GRANTED,
        [
            "补正通知日期",
            "补正日期",
            "征求意见日期",
            "收到意见日期",
            "收费通知日期",
            "缴费日期",
            "答复期限",
        ],
        [
            "correction_notified",
            "corrected",
            "consulted",
            "consultation_answered",
            "fee_notified",
            "fee_paid",
            "due",
        ],
    ),
    "publications": (
        "信息类别 | 公开日期",
        "规章 | 2024-01-05",
        ["制发日期", "废止日期"],
        ["made", "repealed"],
    ),
    "cases": (
        "案件类型 | 受理日期 | 审理结果",
        "行政复议 | 2024-01-05 | 维持",
        ["审结日期"],
        ["closed"],
    ),
}


@pytest.mark.parametrize("kind", DATES)
@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime(2024, 3, 5), "2024-03-05"),
        (date(2024, 3, 5), "2024-03-05"),
        (45356.0, "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("２０２４／３／５", "2024-03-05"),
        ("/", None),
    ],
)
def test_a_date_in_every_column(kind: str, cell: object, day: str | None) -> None:
    header, record, headings, fields = DATES[kind]
    rows = [[*rows_of(header)[0], *headings], [*rows_of(record)[0], *[cell] * len(headings)]]
    reading = read(rows)
    assert reading.kind == kind
    assert {field: days(reading, field) for field in fields} == {field: [day] for field in fields}
    assert faults(reading) == []


@pytest.mark.parametrize("kind", DATES)
def test_a_day_that_is_none_is_a_fault_in_every_column(kind: str) -> None:
    header, record, headings, _ = DATES[kind]
    known = rows_of(header)[0]
    reading = read([[*known, *headings], [*rows_of(record)[0], *["2023-02-30"] * len(headings)]])
    first = len(known) + 1
    cells = [f"{column_letters(first + n)}2" for n in range(len(headings))]
    assert faults(reading) == [("date-invalid", cell) for cell in cells]


def test_the_1904_system() -> None:
    rows: list[Row] = [list(REQUESTS.split(" | ")), [45356.0 - 1462, "自然人", None, None]]
    reading = read_sheet(Sheet("台账", iter(rows)), Choices(), epoch_1904=True)
    assert days(reading, "received") == ["2024-03-05"]


@pytest.mark.parametrize(
    ("table", "values", "field", "value"),
    [
        (
            f"{REQUESTS}\n2024-01-05 | 外籍人士 | 予以公开 | 2024-01-10",
            {"applicant_type": {"外籍人士": "natural_person"}},
            "applicant_type",
            "natural_person",
        ),
        (
            f"{REQUESTS}\n2024-01-05 | 自然人 | 办结函 | 2024-01-10",
            {"outcome": {"办结函": "outcome.granted"}},
            "outcome",
            "outcome.granted",
        ),
        (
            f"申请方式 | {REQUESTS}\n小 程 序 | {GRANTED}",
            {"channel": {"小程序": "web"}},
            "channel",
            "web",
        ),
        (
            f"申请方式 | {REQUESTS}\n网上 | {GRANTED}",
            {"channel": {"网上": "email"}},  # also over what the vocabulary says
            "channel",
            "email",
        ),
        (
            "信息类别 | 公开日期\n红头文件 | 2024-01-05",
            {"category": {"红头文件": "normative_documents"}},
            "category",
            "normative_documents",
        ),
        (
            "信息类别 | 公开日期 | 有效性\n规章 | 2024-01-05 | 待定",
            {"validity": {"待定": "in_force"}},
            "validity",
            "in_force",
        ),
        (
            "案件类型 | 受理日期 | 审理结果\n复 查 | 2024-01-05 | 维持",
            {"kind": {"复查": "review"}},
            "kind",
            "review",
        ),
        (
            "案件类型 | 受理日期 | 审理结果\n行政复议 | 2024-01-05 | 部分维持",
            {"result": {"部分维持": "corrected"}},
            "result",
            "corrected",
        ),
    ],
)
def test_wordings_mapped_in_the_settings(
    table: str, values: dict[str, Any], field: str, value: str
) -> None:
    reading = read(table, values=values)
    assert column(reading, field) == [value]
    assert faults(reading) == []


def test_choices_that_the_law_leaves_open() -> None:
    suits = "案件类型 | 是否经过复议 | 受理日期 | 审理结果\n行政诉讼 | 否 | 2024-01-05 | 驳回起诉"
    assert column(read(suits), "result") == ["other"]
    assert column(read(suits, dismissed_suit="upheld"), "result") == ["upheld"]
    trader = f"{REQUESTS}\n2024-01-05 | 个体工商户 | 予以公开 | 2024-01-10"
    assert column(read(trader), "applicant_type") == ["natural_person"]
    assert column(read(trader, individual_business="business"), "applicant_type") == ["business"]


@pytest.mark.parametrize(
    ("table", "cell"),
    [
        (f"{REQUESTS} | 理由\n2024-01-05 | 自然人 | 不予公开 | 2024-01-10 | #REF!", "E2"),
        (f"{REQUESTS}\n2024-01-05 | 自然人 | #NAME? | 2024-01-10", "C2"),
        (f"申请人 | {REQUESTS}\n#N/A | 2024-01-05 | | 予以公开 | 2024-01-10", "A2"),
        (f"补正通知日期 | {REQUESTS}\n#N/A | {GRANTED}", "A2"),
        ("案件类型 | 受理日期 | 审理结果\n#VALUE! | 2024-01-05 | 维持", "A2"),
        (
            "案件类型 | 是否经过复议 | 受理日期 | 审理结果\n行政诉讼 | #VALUE! | 2024-01-05 | 撤诉",
            "B2",
        ),
    ],
)
def test_an_error_cell_is_one_fault_where_it_stands_also_where_cells_are_read_together(
    table: str, cell: str
) -> None:
    assert faults(read(table)) == [("cell-error", cell)]


def test_the_same_item_is_recognised_by_a_number_that_tells_nothing() -> None:
    reading = read("""
        标题             | 文号    | 信息类别 | 公开日期   | 网址
        关于某事的通知   | 某1号   | 通知     | 2024-01-05 |
        关于某事的通知！ | 某 1 号 | 通知     | 2024-02-05 |
        甲               |         | 通知     | 2024-01-05 | https://example.org/1
        乙               |         | 通知     | 2024-01-06 | https://example.org/1
        丙               |         | 通知     | 2024-01-05 |
        丙               |         | 通知     | 2024年1月5日 |
        丙               |         | 通知     | 2024-01-06 |
                         |         | 通知     | 2024-01-05 |
    """)
    a, b, c, d, e, f, g, unnamed = column(reading, "item")
    assert (a, c, e) == (b, d, f)
    assert len({a, c, e, g}) == 4
    assert unnamed is None
