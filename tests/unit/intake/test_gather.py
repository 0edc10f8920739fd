"""From the columns of a field to its one cell: sides, ditto marks, and what is filled first."""

from __future__ import annotations

import pytest

from reportcli.intake.child.wire import Column
from reportcli.intake.gather import Dittos, sides_of
from tests.unit.intake.test_columns import column, faults, read
from tests.unit.intake.test_sheets import logs_on

# --- persons and bodies side by side ---


@pytest.mark.parametrize(
    "headings",
    [
        "公民姓名 | 法人或其他组织名称",
        "自然人姓名 | 单位名称",
        "个人姓名 | 组织名称",
        "公民姓名 | 法人名称",
    ],
)
def test_the_side_that_is_filled_is_the_type(headings: str) -> None:
    reading = read(f"""
        收到日期   | {headings} | 办理结果 | 答复日期
        2024-01-05 | 王小明 |              | 予以公开 | 2024-01-10
        2024-01-05 |        | 某某有限公司 | 予以公开 | 2024-01-10
        2024-01-05 |        | 某律师事务所 | 予以公开 | 2024-01-10
        2024-01-05 | 王小明 | 某某有限公司 | 予以公开 | 2024-01-10
    """)
    assert column(reading, "applicant_type")[:3] == ["natural_person", "business", "legal_services"]
    assert faults(reading) == [("applicant-on-both-sides", "B5")]


def test_a_type_of_its_own_comes_before_the_side() -> None:
    reading = read("""
        收到日期   | 公民姓名 | 单位名称 | 申请人类型 | 办理结果 | 答复日期
        2024-01-05 |          | 某中心   | 科研机构   | 予以公开 | 2024-01-10
        2024-01-05 | 王小明   |          |            | 予以公开 | 2024-01-10
    """)
    assert column(reading, "applicant_type") == ["research", "natural_person"]
    assert faults(reading) == []


def test_names_under_their_groups() -> None:
    reading = read("""
        收到日期   | 公民   |          | 法人或其他组织 |          | 办理结果 | 答复日期
                   | 姓名   | 联系电话 | 名称           | 联系电话 |          |
        2024-01-05 | 王小明 | 1        |                |          | 予以公开 | 2024-01-10
        2024-01-05 |        |          | 某某有限公司   | 2        | 予以公开 | 2024-01-10
    """)
    assert column(reading, "applicant_type") == ["natural_person", "business"]


@pytest.mark.parametrize("heading", ["申请人/单位", "申请人姓名或名称", "申请人"])
def test_one_column_for_both_has_no_sides(heading: str) -> None:
    assert sides_of([Column(1, heading, "applicant"), Column(2, "姓名", "applicant")]) == []


# --- 同上 ---


@pytest.mark.parametrize("mark", ["同上", "〃", '"', "″", "ditto", "同前"])
def test_a_ditto_is_the_cell_above_also_in_the_next_batch(mark: str) -> None:
    dittos = Dittos()
    assert [*dittos.fill(0, ["甲", mark, None, "乙", mark])] == ["甲", "甲", None, "乙", "乙"]
    assert [*dittos.fill(0, [mark, "丙"])] == ["乙", "丙"]
    assert dittos.used == {0}


def test_a_ditto_below_nothing_stays() -> None:
    dittos = Dittos()
    assert [*dittos.fill(3, ["同上", "甲"])] == ["同上", "甲"]
    assert dittos.used == set()


# --- rows that show how it is done ---


@pytest.mark.parametrize(
    "sample",
    [
        "示例 | 2023-01-05 | 自然人 | 予以公开 | 2023-01-10",
        "〔2023〕第000号 | 2023-01-05 | 自然人 | 予以公开 | 2023-01-10",
        "（示例） | 2023-01-05 | 自然人 | 予以公开 | 2023-01-10",
        "2024-000 | 2024-01-05 | 自然人 | 予以公开 | 2024-01-10",
        "例： | | 自然人 | 予以公开 |",
    ],
)
def test_a_sample_row_is_no_record(sample: str) -> None:
    (reading,) = logs_on(f"""
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        {sample}
        2024-001 | 2024-01-05 | 自然人 | 予以公开 | 2024-01-10
    """)
    assert [*reading.set_aside] == ["sample-row"]
    assert column(reading, "number") == ["2024-001"]


@pytest.mark.parametrize("number", ["2024-001", "2024-100", "000", "〔2024〕第010号"])
def test_a_number_with_noughts_is_one(number: str) -> None:
    (reading,) = logs_on(
        f"登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期\n{number} | 2024-01-05 | 自然人 | 予以公开 | 2024-01-10"
    )
    assert column(reading, "number") == [number]
