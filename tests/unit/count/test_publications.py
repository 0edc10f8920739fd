"""Table 二, item by item: what each column of each edition counts.

The year is 2024 (edition 2021) unless a test says 2020 (edition 2019).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.logs import fates, filled, found, tally_of

# -- publications, edition 2021 -----------------------------------------------------------------------------

DOCUMENTS = "信息类别 | 制发日期 | 公开日期 | 废止日期 | 有效性\n"


@pytest.mark.parametrize(
    ("made", "repealed", "validity", "expected"),
    [
        ("2024-01-01", "", "", "issued in_force"),
        ("2024-12-31", "", "有效", "issued in_force"),
        ("2023-12-31", "", "", "in_force"),
        ("2010-05-06", "", "现行有效", "in_force"),
        ("2025-01-01", "", "", ""),
        ("2023-05-06", "2024-01-01", "", "repealed"),
        ("2023-05-06", "2024-12-31", "废止", "repealed"),
        ("2024-05-06", "2024-12-31", "废止", "issued repealed"),
        ("2023-05-06", "2023-12-31", "废止", ""),
        ("2023-05-06", "2025-01-01", "", "in_force"),  # repealed since, not yet when the year ended
        ("2023-05-06", "2025-01-01", "废止", "in_force"),
        ("2023-05-06", "", "失效", ""),
        ("2023-05-06", "", "已废止", ""),
        ("2024-05-06", "", "失效", "issued"),
    ],
)
@pytest.mark.parametrize(
    ("category", "line"), [("规章", "rules"), ("行政规范性文件", "normative_documents")]
)
def test_documents_are_issued_repealed_and_in_force(
    category: str, line: str, made: str, repealed: str, validity: str, expected: str
) -> None:
    tally = tally_of(DOCUMENTS + f"{category} | {made} | | {repealed} | {validity}")
    assert filled(tally, "publications") == {f"{line}/{column}": 1 for column in expected.split()}
    assert fates(tally) == [{"counted": 1} if expected else {"outside-year": 1}]
    assert found(tally) == []


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("规范性文件 |            | 2024-03-01 | | ", "made-missing", "B2"),
        ("规章       |            | 2024-03-01 | | ", "made-missing", "B2"),
        ("行政许可   |            |            | | ", "date-missing", "C2"),
        ("规范性文件 | 2024.13.1  | 2024-03-01 | | ", "date-invalid", "B2"),
        ("规范性文件 | 2024-03-01 |            | 2024年 | ", "date-incomplete", "D2"),
        ("规范性文件 | 2024-03-01 |            | | 待定", "validity-unknown", "E2"),
    ],
)
def test_a_document_that_cannot_be_counted_is_set_aside(row: str, code: str, cell: str) -> None:
    tally = tally_of(DOCUMENTS + row)
    assert filled(tally, "publications") == {}
    assert fates(tally) == [{code: 1}]
    assert found(tally) == [(code, cell)]


def test_decisions_are_dated_by_their_making_else_by_publication_and_bring_their_count() -> None:
    tally = tally_of("""
        信息类别     | 制发日期   | 公开日期   | 数量
        行政许可     | 2024-01-01 |            |
        行政许可     |            | 2024-12-31 | 30
        行政许可决定 | 2023-12-31 | 2024-01-02 | 500
        行政许可     | 2024-12-31 | 2025-01-02 | 7件
        行政处罚     | 2024-05-06 | 2024-05-08 | 1,234
        行政处罚     | 2025-05-06 |            | 9
        行政强制     | 2024-05-06 |            | 0
        政策解读     | 2024-05-06 | 2024-05-06 | 4
        """)
    assert filled(tally, "publications") == {"licensing/decisions": 38, "penalties/decisions": 1234}
    # The decision of 2023 was published in 2024: no decision of that year, but among its published items.
    assert fates(tally) == [{"counted": 7, "outside-year": 1}]


@pytest.mark.parametrize(
    ("heading", "amounts", "expected"),
    [
        ("收费金额（元）", ["0.1", "0.2"], "0.00003"),
        ("收费金额（万元）", ["59237.2448", "0.0001"], "59237.2449"),
        ("金额", ["100000.05元", "2万元"], "12.000005"),
        ("金额（元）", ["1万元", "2亿元"], "20001"),
        ("收费金额（亿元）", ["1.5", "3元"], "15000.0003"),
        ("收费金额（元）", ["0", "0.00"], "0"),
    ],
)
def test_fees_are_exact_in_ten_thousand_yuan(
    heading: str, amounts: list[str], expected: str
) -> None:
    rows = [
        f"行政事业性收费 | 2024-05-0{day} | {amount}" for day, amount in enumerate(amounts, start=1)
    ]
    tally = tally_of("\n".join([f"信息类别 | 公开日期 | {heading}", *rows]))
    assert tally.tables["publications"]["fees", "amount"] == Decimal(expected)
    assert fates(tally) == [{"counted": len(rows)}]


def test_a_fee_without_amount_is_found_and_one_of_another_year_is_not() -> None:
    tally = tally_of("""
        信息类别       | 公开日期   | 收费金额
        行政事业性收费 | 2024-05-06 | 3万元
        行政事业性收费 | 2024-05-07 |
        行政事业性收费 | 2023-05-07 |
        """)
    assert filled(tally, "publications") == {"fees/amount": 3}
    assert fates(tally) == [{"counted": 1, "amount-missing": 1, "outside-year": 1}]
    assert found(tally) == [("amount-missing", "C3")]


def test_what_is_not_disclosed_proactively_is_out_without_a_finding() -> None:
    tally = tally_of("""
        信息类别   | 制发日期   | 公开方式
        规范性文件 | 2024-05-06 | 主动公开
        规范性文件 | 2024-05-06 |
        规范性文件 | 2024-05-06 | 依申请公开
        规范性文件 | 2024-05-06 | 不予公开
        行政许可   | 2024-05-06 | 免予公开
        """)
    cells = {"normative_documents/issued": 2, "normative_documents/in_force": 2}
    assert filled(tally, "publications") == cells
    assert fates(tally) == [{"counted": 2, "not-proactive": 3}]
    assert found(tally) == []


# -- publications, edition 2019 -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "published", "repealed", "validity", "expected"),
    [
        ("2020-05-06", "2020-05-08", "", "", "made disclosed disclosed_total"),
        ("2020-12-31", "2021-01-02", "", "", "made"),
        ("2020-05-06", "", "", "", "made"),
        ("2019-12-31", "2020-01-01", "", "有效", "disclosed disclosed_total"),
        ("2018-05-06", "2018-05-08", "", "", "disclosed_total"),
        ("2018-05-06", "2018-05-08", "2020-06-01", "", ""),
        ("2018-05-06", "2018-05-08", "2021-01-01", "废止", "disclosed_total"),
        ("2018-05-06", "2018-05-08", "", "失效", ""),
        ("2020-01-06", "2020-01-08", "2020-11-01", "", "made disclosed"),
    ],
)
def test_documents_of_2019_are_made_disclosed_and_stand_disclosed(
    made: str, published: str, repealed: str, validity: str, expected: str
) -> None:
    row = f"规范性文件 | {made} | {published} | {repealed} | {validity}"
    tally = tally_of(DOCUMENTS + row, year=2020)
    assert filled(tally, "publications") == {
        f"normative_documents/{at}": 1 for at in expected.split()
    }


@pytest.mark.parametrize(
    ("made", "repealed", "count", "last_year", "change"),
    [
        ("2019-12-31", "", "", 1, 0),
        ("2018-05-06", "", "12", 12, 0),
        ("2020-01-01", "", "", 0, 1),
        ("2020-05-06", "", "3", 0, 3),
        ("2018-05-06", "2020-01-01", "", 1, -1),
        ("2018-05-06", "2020-12-31", "5", 5, -5),
        ("2018-05-06", "2021-01-01", "", 1, 0),
        ("2018-05-06", "2019-12-31", "", 0, 0),
        ("2020-02-06", "2020-11-01", "", 0, 0),
        ("2021-01-01", "", "", 0, 0),
    ],
)
@pytest.mark.parametrize(
    ("category", "line"),
    [
        ("行政许可事项", "licensing"),
        ("其他对外管理服务事项", "other_services"),
        ("行政处罚事项", "penalties"),
        ("行政强制事项", "coercion"),
        ("行政事业性收费项目", "fees"),
    ],
)
def test_items_of_authority_stand_at_the_end_of_the_year_before_and_change(
    category: str, line: str, made: str, repealed: str, count: str, last_year: int, change: int
) -> None:
    tally = tally_of(
        f"信息类别|制发日期|废止日期|数量\n{category}|{made}|{repealed}|{count}", year=2020
    )
    numbers = tally.tables["publications"]
    assert (numbers[line, "items_last_year"], numbers[line, "items_change"]) == (last_year, change)


def test_decisions_and_procurement_of_2019() -> None:
    tally = tally_of(
        """
        信息类别         | 公开日期   | 数量 | 金额（元）
        行政许可         | 2020-03-04 | 40   |
        其他对外管理服务 | 2020-03-04 | 7    |
        行政处罚         | 2020-03-04 |      |
        行政强制         | 2019-03-04 | 8    |
        政府集中采购     | 2020-03-04 |      | 1234567.89
        政府采购         | 2020-03-05 | 2    | 0.11
        政府采购         | 2019-03-05 | 2    | 5
        政府采购         | 2020-03-06 |      |
        """,
        year=2020,
    )
    assert filled(tally, "publications") == {
        "licensing/decisions": 40,
        "other_services/decisions": 7,
        "penalties/decisions": 1,
        "procurement/projects": 3,
        "procurement/amount": Decimal("1234568.00"),
    }
    assert found(tally) == [("amount-missing", "D9")]
