"""Table 四, case by case: its group, its result, and which cases are not counted.

The year is 2024 (edition 2021) unless a test says 2020 (edition 2019).
"""

from __future__ import annotations

import pytest

from tests.logs import fates, filled, found, tally_of

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
