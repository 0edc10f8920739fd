"""The counting rules, case by case: which rows add what to which cell, and what becomes of the others.

The year is 2024 (edition 2021) unless a test says 2020 (edition 2019).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportcli.count.tally import Tally, most_received_year, tally_logs
from reportcli.finding import Refusal
from reportcli.law.edition import Edition
from reportcli.report import compile_report
from reportcli.settings import Settings
from tests.logs import fates, filled, found, log_of, tally_json, tally_of, write_log

# -- requests: which lines a request is in ------------------------------------------------------------------

REQUESTS = "收到日期 | 申请人类型 | 答复日期 | 办理结果 | 理由\n"


def lines(tally: Tally, column: str = "total") -> dict[str, Any]:
    """The lines of requests that are not nought in a column, without the total of outcomes."""
    cells = filled(tally).items()
    return {
        line: number
        for line, _, at, number in (((*cell.partition("/"), number)) for cell, number in cells)
        if at == column and line != "outcome.total"
    }


@pytest.mark.parametrize(
    ("received", "closed", "expected"),
    [
        ("2024-01-01", "2024-01-01", "received outcome.granted"),
        ("2024-12-31", "2024-12-31", "received outcome.granted"),
        ("2024-06-03", "2024-07-01", "received outcome.granted"),
        ("2023-12-31", "2024-01-01", "brought_forward outcome.granted"),
        ("2021-05-06", "2024-12-31", "brought_forward outcome.granted"),
        ("2024-12-31", "2025-01-01", "received carried_forward"),
        ("2024-01-01", "", "received carried_forward"),
        ("2023-12-31", "2025-01-01", "brought_forward carried_forward"),
        ("2023-12-31", "", "brought_forward carried_forward"),
        ("2023-12-01", "2023-12-31", ""),
        ("2025-01-01", "2025-01-02", ""),
        ("2025-01-01", "", ""),
    ],
)
def test_lines_of_a_request_by_its_dates(received: str, closed: str, expected: str) -> None:
    tally = tally_of(REQUESTS + f"{received} | 自然人 | {closed} | {'予以公开' if closed else ''}")
    assert lines(tally) == dict.fromkeys(expected.split(), 1)
    assert lines(tally, "natural_person") == lines(tally)
    assert fates(tally) == [{"counted": 1} if expected else {"outside-year": 1}]
    assert found(tally) == []


@pytest.mark.parametrize("state", ["", "办理中", "待补正", "征求意见", "延期", "待缴费"])
def test_an_open_request_is_carried_forward_whatever_it_waits_for(state: str) -> None:
    tally = tally_of(REQUESTS + f"2024-06-03 | 自然人 | | {state}")
    assert lines(tally) == {"received": 1, "carried_forward": 1}


@pytest.mark.parametrize(
    ("outcome", "ground", "line_2021", "line_2019"),
    [
        ("予以公开", "", "outcome.granted", "outcome.granted"),
        ("告知已主动公开", "", "outcome.granted", "outcome.granted"),
        ("部分公开", "", "outcome.partial", "outcome.partial"),
        ("部分公开", "个人隐私", "outcome.partial", "outcome.partial"),
        ("不予公开", "国家秘密", "outcome.refused.state_secret", "outcome.refused.state_secret"),
        ("信息不存在", "", "outcome.unavailable.not_held", "outcome.unavailable.not_held"),
        ("不属于本机关", "", "outcome.unavailable.not_held", "outcome.unavailable.not_held"),
        ("申请人撤回申请", "", "outcome.other.miscellaneous", "outcome.other"),
        ("逾期未补正", "", "outcome.other.not_corrected", "outcome.other"),
        ("逾期未缴费", "", "outcome.other.fee_unpaid", "outcome.other"),
        ("其他处理", "其他", "outcome.other.miscellaneous", "outcome.other"),
        (
            "其他处理",
            "",
            None,
            "outcome.other",
        ),  # a line of its own until 2020, a mere heading since
        ("不予公开", "", None, None),
        ("无法提供", "", None, None),
        ("不予处理", "", None, None),
    ],
)
def test_one_request_has_one_outcome_line(
    outcome: str, ground: str, line_2021: str | None, line_2019: str | None
) -> None:
    for year, line in ((2024, line_2021), (2020, line_2019)):
        row = f"{year}-03-04 | 自然人 | {year}-03-08 | {outcome} | {ground}"
        tally = tally_of(REQUESTS + row, year=year)
        if line:
            assert lines(tally) == {"received": 1, line: 1}
            assert filled(tally)["outcome.total/natural_person"] == 1
            assert found(tally) == []
        else:
            assert lines(tally) == {}
            assert fates(tally) == [{"ground-missing": 1}]
            assert found(tally) == [("ground-missing", "E2")]


def test_a_bare_refusal_in_a_log_without_grounds_is_found_at_the_outcome() -> None:
    tally = tally_of("""
        收到日期   | 申请人类型 | 答复日期   | 办理结果
        2024-03-04 | 自然人     | 2024-03-08 | 予以公开
        2024-03-04 | 自然人     | 2024-03-08 | 不予公开
        """)
    assert found(tally) == [("ground-missing", "D3")]
    assert lines(tally) == {"received": 1, "outcome.granted": 1}


def test_a_bare_refusal_of_the_year_after_is_still_open_in_this_one() -> None:
    tally = tally_of(REQUESTS + "2024-12-30 | 自然人 | 2025-01-06 | 不予公开 | ")
    assert lines(tally) == {"received": 1, "carried_forward": 1}
    assert found(tally) == []


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("           | 自然人 | 2024-03-08 | 予以公开", "received-missing", "A2"),
        ("2024/02/30 | 自然人 | 2024-03-08 | 予以公开", "date-invalid", "A2"),
        ("2024-03-04 | 自然人 | 2024-03-01 | 予以公开", "closed-before-received", "C2"),
        ("2025-03-04 | 自然人 | 2023-03-01 | 予以公开", "closed-before-received", "C2"),
        ("2024-03-04 | 自然人 | 2024年3月  | 予以公开", "date-incomplete", "C2"),
        ("2024-03-04 | 自然人 |            | 予以公开", "closing-date-missing", "C2"),
        ("2024-03-04 | 自然人 | 2024-03-08 |         ", "outcome-missing", "D2"),
        ("2024-03-04 | 自然人 | 2024-03-08 | 复议事项", "outcome-unknown", "D2"),
        ("2024-03-04 | 自然人 | 2024-03-08 | 信息不存在，予以公开", "outcome-ambiguous", "D2"),
        ("2024-03-04 | 外籍   | 2024-03-08 | 予以公开", "applicant-type-unknown", "B2"),
    ],
)
def test_a_row_set_aside_is_out_of_every_line_and_named(row: str, code: str, cell: str) -> None:
    tally = tally_of(REQUESTS + row)
    assert filled(tally) == {}
    assert fates(tally) == [{code: 1}]
    assert found(tally) == [(code, cell)]
    assert tally.parts[0].set_aside_by_error() == 1


@pytest.mark.parametrize(
    "row",
    [
        "2023-03-04 | 自然人 | 2023-03-08 | 复议事项",
        "2023-03-04 | 外籍   | 2023-03-08 | 予以公开",
        "2023-03-04 | 自然人 | 2023-03-08 | 不予公开",
        "2023-03-04 | 自然人 | 2023-03-08 |         ",
        "           | 自然人 | 2023-03-08 | 予以公开",
        "2025-03-04 | 自然人 | 2025-03-08 | 复议事项",
        "2025-03-04 | 外籍   |            | 予以公开",
        "2025-03-04 | 自然人 | 2025年3月  | 予以公开",
    ],
)
def test_what_is_wrong_in_another_year_is_no_finding_of_this_one(row: str) -> None:
    tally = tally_of(REQUESTS + row)
    assert filled(tally) == {}
    assert fates(tally) == [{"outside-year": 1}]
    assert found(tally) == []


def test_each_kind_of_applicant_has_its_column_and_totals_are_sums() -> None:
    tally = tally_of("""
        收到日期   | 申请人类型     | 答复日期   | 办理结果
        2024-03-04 | 自然人         | 2024-03-08 | 予以公开
        2024-03-04 | 自然人         | 2024-03-08 | 信息不存在
        2024-03-04 | 商业企业       | 2024-03-08 | 予以公开
        2024-03-04 | 科研机构       | 2024-03-08 | 部分公开
        2024-03-04 | 社会公益组织   | 2024-03-08 | 国家秘密
        2024-03-04 | 法律服务机构   |            |
        2023-12-04 | 其他           | 2024-03-08 | 信访事项
        """)
    assert filled(tally) == {
        "received/natural_person": 2,
        "received/business": 1,
        "received/research": 1,
        "received/social_welfare": 1,
        "received/legal_services": 1,
        "received/total": 6,
        "brought_forward/other_organisation": 1,
        "brought_forward/total": 1,
        "outcome.granted/natural_person": 1,
        "outcome.granted/business": 1,
        "outcome.granted/total": 2,
        "outcome.partial/research": 1,
        "outcome.partial/total": 1,
        "outcome.refused.state_secret/social_welfare": 1,
        "outcome.refused.state_secret/total": 1,
        "outcome.unavailable.not_held/natural_person": 1,
        "outcome.unavailable.not_held/total": 1,
        "outcome.unprocessed.petition/other_organisation": 1,
        "outcome.unprocessed.petition/total": 1,
        "outcome.total/natural_person": 2,
        "outcome.total/business": 1,
        "outcome.total/research": 1,
        "outcome.total/social_welfare": 1,
        "outcome.total/other_organisation": 1,
        "outcome.total/total": 6,
        "carried_forward/legal_services": 1,
        "carried_forward/total": 1,
    }


def test_every_cell_of_the_form_is_there_and_a_table_without_a_log_is_not() -> None:
    tally = tally_of(REQUESTS + "2024-03-04 | 自然人 | 2024-03-08 | 予以公开")
    assert list(tally.tables) == ["requests"]
    cells = [(line.id, column.id) for line, column, _ in tally.edition.table("requests").cells()]
    assert list(tally.tables["requests"]) == cells


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


# -- cases --------------------------------------------------------------------------------------------------

CASES = "案件类型 | 受理日期 | 是否经过复议 | 审理结果 | 审结日期\n"


@pytest.mark.parametrize(
    ("filed", "result", "closed", "expected"),
    [
        ("2024-01-01", "维持", "2024-12-31", "upheld"),
        ("2023-12-31", "撤销", "2024-01-01", "corrected"),
        ("2024-05-06", "申请人撤回", "2024-06-01", "other"),
        ("2024-12-31", "", "", "pending"),
        ("2024-05-06", "审理中", "", "pending"),
        ("2024-12-01", "维持", "2025-01-01", "pending"),
        ("2022-12-01", "", "", "pending"),
        ("2023-05-06", "维持", "2023-12-31", ""),
        ("2025-01-01", "", "", ""),
        ("2025-01-01", "驳回", "2025-02-01", ""),  # ambiguous, but no case of this year
    ],
)
def test_a_case_is_counted_under_its_result_or_as_pending(
    filed: str, result: str, closed: str, expected: str
) -> None:
    tally = tally_of(CASES + f"行政复议 | {filed} | | {result} | {closed}")
    cells = {f"review/{expected}": 1, "review/total": 1} if expected else {}
    assert filled(tally, "cases") == cells
    assert fates(tally) == [{"counted": 1} if expected else {"outside-year": 1}]
    assert found(tally) == []


@pytest.mark.parametrize(
    ("kind", "after_review", "group"),
    [
        ("行政复议", "", "review"),
        ("行政诉讼", "否", "suit_direct"),
        ("行政诉讼", "是", "suit_after_review"),
        ("直接起诉", "", "suit_direct"),
        ("复议后起诉", "", "suit_after_review"),
    ],
)
def test_cases_have_three_groups(kind: str, after_review: str, group: str) -> None:
    tally = tally_of(CASES + f"{kind} | 2024-05-06 | {after_review} | 撤销 | 2024-06-01")
    assert filled(tally, "cases") == {f"{group}/corrected": 1, f"{group}/total": 1}


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("行政复议 |            |    | 维持 | 2024-06-01", "filed-missing", "B2"),
        ("行政复议 | 2024-05-06 |    | 维持 | 2024-05-01", "closed-before-filed", "E2"),
        ("行政复议 | 2024-05-06 |    |      | 2024-06-01", "result-missing", "D2"),
        ("行政复议 | 2024-05-06 |    | 维持 |           ", "case-closing-date-missing", "E2"),
        ("行政复议 | 2024-05-06 |    | 驳回 | 2024-06-01", "result-ambiguous", "D2"),
        ("行政复议 | 2024-05-06 |    | 已结 | 2024-06-01", "result-unknown", "D2"),
        ("行政诉讼 | 2024-05-06 |    | 撤诉 | 2024-06-01", "after-review-missing", "C2"),
        ("仲裁     | 2024-05-06 |    | 撤诉 | 2024-06-01", "case-kind-unknown", "A2"),
    ],
)
def test_a_case_that_cannot_be_counted_is_set_aside(row: str, code: str, cell: str) -> None:
    tally = tally_of(CASES + row)
    assert filled(tally, "cases") == {}
    assert fates(tally) == [{code: 1}]
    assert found(tally) == [(code, cell)]


@pytest.mark.parametrize(("recount", "pending", "corrected"), [(True, 1, 2), (False, 0, 1)])
def test_a_case_pending_since_last_year_is_counted_again_unless_settled_otherwise(
    recount: bool, pending: int, corrected: int
) -> None:
    tally = tally_of(
        """
        案件类型 | 受理日期   | 审理结果 | 审结日期
        行政复议 | 2023-11-06 |          |
        行政复议 | 2023-11-06 | 撤销     | 2024-02-01
        行政复议 | 2024-01-01 | 撤销     | 2024-02-01
        """,
        recount_pending_cases=recount,
    )
    expected = {
        "review/pending": pending,
        "review/corrected": corrected,
        "review/total": pending + corrected,
    }
    assert filled(tally, "cases") == {cell: number for cell, number in expected.items() if number}
    assert fates(tally) == [{"counted": 3} if recount else {"counted": 1, "outside-year": 2}]


@pytest.mark.parametrize("column", ["other", "upheld"])
def test_a_suit_whose_filing_was_dismissed_is_where_the_office_puts_it(column: str) -> None:
    row = "行政诉讼 | 2024-05-06 | 否 | 裁定驳回起诉 | 2024-06-01"
    tally = tally_of(
        CASES + row, dismissed_suit=column, values={"result": {"裁定驳回起诉": "corrected"}}
    )
    assert filled(tally, "cases") == {f"suit_direct/{column}": 1, "suit_direct/total": 1}


@pytest.mark.parametrize("counts", [False, True])
def test_a_filing_that_was_refused_is_a_case_only_where_the_office_says_so(counts: bool) -> None:
    row = "行政复议 | 2024-05-06 | | 不予受理 | 2024-06-01"
    tally = tally_of(CASES + row, count_refused_filings=counts)
    assert filled(tally, "cases") == ({"review/other": 1, "review/total": 1} if counts else {})
    assert fates(tally) == [{"counted" if counts else "filing-refused": 1}]
    assert found(tally) == []


def test_a_suit_with_the_review_organ_as_co_defendant_is_counted_by_the_original_organ_alone() -> (
    None
):
    table = """
        案件类型 | 受理日期   | 是否经过复议 | 审理结果 | 审结日期   | 共同被告
        行政诉讼 | 2024-05-06 | 是           | 撤诉     | 2024-06-01 | 是
        行政诉讼 | 2024-05-06 | 是           | 撤诉     | 2024-06-01 | 否
        行政诉讼 | 2024-05-06 | 是           | 撤诉     | 2024-06-01 |
        行政诉讼 | 2023-05-06 | 是           | 撤诉     | 2023-06-01 | 是
        """
    tally = tally_of(table)
    assert filled(tally, "cases") == {"suit_after_review/other": 2, "suit_after_review/total": 2}
    assert fates(tally) == [{"counted": 2, "co-defendant-suit": 1, "outside-year": 1}]
    assert found(tally) == [("co-defendant-suit", "F2")]
    assert tally.parts[0].set_aside_by_error() == 0

    tally = tally_of(table, count_co_defendant_suits=True)
    assert filled(tally, "cases") == {"suit_after_review/other": 3, "suit_after_review/total": 3}
    assert found(tally) == []


# -- the whole ----------------------------------------------------------------------------------------------

TWO = [
    REQUESTS + "2024-03-04 | 自然人 | 2024-03-08 | 予以公开\n2024-03-05 | 公司 | | ",
    REQUESTS
    + "2024-03-06 | 自然人 | 2024-03-08 | 予以公开\n2024-03-07 | 自然人 | 2024-03-08 | 不予公开",
]


def test_tallies_add_up() -> None:
    first, second = (tally_of(table) for table in TWO)
    both = first + second
    assert lines(both) == {"received": 3, "outcome.granted": 2, "carried_forward": 1}
    assert both.tables == tally_of(*TWO).tables
    assert found(both) == [("ground-missing", "E3")]
    cases = tally_of(CASES + "行政复议 | 2024-05-06 | | 维持 | 2024-06-01")
    assert list((cases + first).tables) == ["requests", "cases"]


def test_tallies_of_different_years_do_not() -> None:
    with pytest.raises(ValueError, match="same year"):
        tally_of(TWO[0]) + tally_of(TWO[0], year=2023)


def test_the_rows_behind_a_cell_are_those_of_its_addends() -> None:
    tally = tally_of(*TWO)

    def behind(line: str, column: str) -> list[tuple[str, int, int]]:
        rows = tally.rows("requests", (line, column))
        return [(log.source.file, row, int(contribution)) for log, row, contribution in rows]

    assert behind("received", "business") == [("log1.xlsx", 3, 1)]
    assert behind("outcome.granted", "total") == [("log1.xlsx", 2, 1), ("log2.xlsx", 2, 1)]
    assert behind("outcome.total", "total") == behind("outcome.granted", "total")
    assert sorted(behind("received", "total")) == [
        ("log1.xlsx", 2, 1),
        ("log1.xlsx", 3, 1),
        ("log2.xlsx", 2, 1),
    ]
    assert behind("outcome.partial", "total") == []


def test_each_row_says_what_it_adds_to_a_sum_of_counts_or_money() -> None:
    tally = tally_of("""
        信息类别       | 公开日期   | 数量 | 金额（元）
        行政许可       | 2024-05-06 | 30   |
        行政事业性收费 | 2024-05-06 |      | 12345.6
        行政许可       | 2024-05-07 |      |
        """)
    rows = tally.rows("publications", ("licensing", "decisions"))
    assert [(row, n) for _, row, n in rows] == [(2, 30), (4, 1)]
    rows = tally.rows("publications", ("fees", "amount"))
    assert [(row, n) for _, row, n in rows] == [(3, Decimal("1.23456"))]


def test_rows_that_are_no_records_are_in_the_account_by_reason() -> None:
    tally = tally_of("""
        序号     | 收到日期   | 申请人类型 | 答复日期   | 办理结果
        1        | 2024-03-04 | 自然人     | 2024-03-08 | 予以公开
                 |            |            |            |
        序号     | 收到日期   | 申请人类型 | 答复日期   | 办理结果
        2        | 2023-03-04 | 自然人     | 2023-03-08 | 予以公开
        3        | 2024-03-04 | 自然人     | 2024-03-08 | 复议事项
        合计     |            | 3          |            |
        填表人： |            |            |            |
        """)
    assert fates(tally) == [
        {
            "counted": 1,
            "outside-year": 1,
            "outcome-unknown": 1,
            "blank": 1,
            "repeated-header": 1,
            "total-row": 1,
            "footer": 1,
        }
    ]
    assert tally.parts[0].log.source.rows_read == 7


def test_the_numbers_of_the_requests_carried_forward_are_kept_as_they_are_written() -> None:
    tally = tally_of("""
        登记编号   | 收到日期   | 申请人类型 | 答复日期   | 办理结果
        2024-00311 | 2024-12-04 | 公司       |            |
        0012       | 2024-12-04 | 自然人     | 2025-01-08 | 予以公开
                   | 2024-12-04 | 自然人     |            |
        0013       | 2024-12-04 | 自然人     | 2024-12-08 | 予以公开
        2023-7     | 2023-12-04 | 自然人     |            |
        """)
    assert tally.carried_forward() == ["2024-00311", "0012", "2023-7"]
    assert lines(tally)["carried_forward"] == 4


def test_a_log_that_holds_no_record_is_found() -> None:
    assert found(tally_of(REQUESTS)) == [("no-records", "")]
    assert found(tally_of(REQUESTS, TWO[0])) == []


# -- the year -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (["2023-12-31", "2024-01-01", "2024-12-31"], 2024),
        (["2022-05-06"], 2022),
        (["2023-12-31", "2024-01-01"], None),  # a tie is not decided
        ([], None),
    ],
)
def test_the_year_is_that_in_which_most_requests_were_received(
    received: list[str], expected: int | None
) -> None:
    log = log_of(REQUESTS + "\n".join(f"{day} | 自然人 | | " for day in received))
    assert most_received_year([log]) == expected


def test_cases_and_publications_say_nothing_about_the_year() -> None:
    cases = log_of(CASES + "行政复议 | 2023-05-06 | | 维持 | 2023-06-01\n" * 9)
    assert most_received_year([cases]) is None
    assert most_received_year([cases, log_of(TWO[0])]) == 2024


@pytest.mark.parametrize(
    "table",
    [
        REQUESTS + "2023-05-06 | 自然人 | | \n2024-05-06 | 自然人 | | ",
        CASES + "行政复议 | 2023-05-06 | | 维持 | 2023-06-01",
    ],
)
def test_a_year_that_the_logs_leave_open_is_asked_for(tmp_path: Path, table: str) -> None:
    log = write_log(tmp_path / "log.xlsx", table)
    with pytest.raises(Refusal) as refused:
        compile_report([log])
    assert (refused.value.status, refused.value.code) == (2, "year-unclear")
    assert compile_report([log], year=2023).year == 2023


def test_the_account_of_a_file_adds_up_in_json(tmp_path: Path) -> None:
    log = write_log(tmp_path / "requests.csv", TWO[1] + "\n合计 | 2")
    report = tally_json(log, year=2024)
    [sheet] = report["inputs"][0]["sheets"]
    assert sheet["rows"] == {
        "read": 3,
        "counted": 1,
        "outside_year": 0,
        "set_aside": {"ground-missing": 1, "total-row": 1},
    }
    assert report["tables"]["requests"]["received"]["total"] == 1
    [finding] = report["findings"]
    assert (finding["code"], finding["sheet"], finding["cell"]) == (
        "ground-missing",
        "requests",
        "E3",
    )


def test_a_row_of_which_nothing_became_is_a_fault_of_ours() -> None:
    log = log_of(REQUESTS + "2024-01-05 | 自然人 | 2024-01-10 | 予以公开 |")
    lost = replace(log, source=replace(log.source, rows_read=2))
    with pytest.raises(RuntimeError, match="'台账' do not add up"):
        tally_logs([lost], Edition.for_year(2024), 2024, Settings())
