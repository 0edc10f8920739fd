"""Table 三, request by request: which lines it is in, and what becomes of a row that is in none.

The year is 2024 (edition 2021) unless a test says 2020 (edition 2019).
"""

from __future__ import annotations

from typing import Any

import pytest

from reportcli.count.tally import Tally
from tests.logs import fates, filled, found, tally_of

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
