"""First instance, appeal and retrial of a suit are one case, with the result in force."""

from __future__ import annotations

import pytest

from reportcli.count.instances import APPEAL, FIRST, RETRIAL, stage_of
from tests.logs import filled, judged, told

HEAD = (
    "案号 | 案件类型 | 原告 | 受理日期 | 是否经过复议 | 审级 | 审理结果 | 结案日期 | 关联申请编号\n"
)
FIRST_ROW = (
    "行初12 | 行政诉讼 | 甲某 | 2024-03-01 | 否 | 一审 | 驳回诉讼请求 | 2024-06-01 | 2024-001\n"
)
APPEAL_ROW = (
    "行终30 | 行政诉讼 | 甲某 | 2024-07-01 | 否 | 二审 | 判决撤销 | 2024-10-01 | 2024-001\n"
)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("一审", FIRST),
        ("第一审程序", FIRST),
        ("二审", APPEAL),
        ("上诉", APPEAL),
        ("再审", RETRIAL),
        ("（2024）苏行申3号", RETRIAL),
        ("（2024）苏01行初12号", FIRST),
        ("（2024）苏行终30号", APPEAL),
        ("某复〔2024〕3号", 0),
        ("", 0),
    ],
)
def test_an_instance_is_named_by_wordings_and_case_numbers(text: str, stage: int) -> None:
    assert stage_of(text) == stage


@pytest.mark.parametrize(
    ("first", "later", "result"),
    [
        (FIRST_ROW, APPEAL_ROW, "corrected"),
        (FIRST_ROW, APPEAL_ROW.replace("判决撤销 | 2024-10-01", "|"), "pending"),
        (FIRST_ROW.replace("甲某", ""), APPEAL_ROW.replace("二审", ""), "corrected"),
        (APPEAL_ROW, FIRST_ROW, "corrected"),  # in whichever order
        (FIRST_ROW.replace("2024-001", "0001"), APPEAL_ROW.replace("2024-001", "1"), "corrected"),
        (FIRST_ROW, APPEAL_ROW.replace("行终30", "行申8").replace("二审", "再审"), "corrected"),
    ],
)
def test_the_instances_of_a_suit_are_one_case(first: str, later: str, result: str) -> None:
    tally = judged(HEAD + first + later)
    assert filled(tally, "cases") == {f"suit_direct/{result}": 1, "suit_direct/total": 1}
    [(code, place)] = told(tally)
    assert (code, place) == ("case-instance", "1!F3" if first == APPEAL_ROW else "1!F2")


def test_three_instances_are_one_case() -> None:
    retrial = "行申8 | 行政诉讼 | 甲某 | 2024-11-01 | 否 | 再审 | | | 2024-001\n"
    tally = judged(HEAD + FIRST_ROW + APPEAL_ROW + retrial)
    assert filled(tally, "cases") == {"suit_direct/pending": 1, "suit_direct/total": 1}
    assert [code for code, _ in told(tally)] == ["case-instance"] * 2


def test_an_appeal_after_the_year_is_a_matter_of_the_next_report() -> None:
    log = (
        HEAD
        + FIRST_ROW
        + APPEAL_ROW.replace("2024-07-01", "2025-02-01").replace("判决撤销 | 2024-10-01", "|")
    )
    assert filled(judged(log), "cases") == {"suit_direct/upheld": 1, "suit_direct/total": 1}
    assert filled(judged(log, year=2025), "cases") == {
        "suit_direct/pending": 1, "suit_direct/total": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "later",
    [
        APPEAL_ROW.replace("2024-001", "2024-002"),  # another request
        APPEAL_ROW.replace("否", "是"),  # another way to court
        APPEAL_ROW.replace("甲某", "乙某"),  # another claimant
        FIRST_ROW.replace("行初12", "行初13").replace("甲某", "乙某"),
    ],
)
def test_other_suits_are_cases_of_their_own(later: str) -> None:
    numbers = filled(judged(HEAD + FIRST_ROW + later), "cases")
    assert sum(number for cell, number in numbers.items() if cell.endswith("/total")) == 2


@pytest.mark.parametrize(
    ("first", "appeal", "cases", "codes"),
    [
        (FIRST_ROW, APPEAL_ROW.replace("2024-001", ""), 1, ["case-instance"]),
        (
            FIRST_ROW.replace("2024-001", ""),
            APPEAL_ROW.replace("2024-001", ""),
            1,
            ["case-instance"],
        ),
        (
            FIRST_ROW.replace("甲某", ""),
            APPEAL_ROW.replace("2024-001", ""),
            2,
            ["case-instances-unclear"],
        ),
        (
            FIRST_ROW + FIRST_ROW.replace("行初12", "行初13").replace("2024-001", "2024-002"),
            APPEAL_ROW.replace("2024-001", ""),
            3,
            ["case-instances-unclear"],
        ),
        (FIRST_ROW, APPEAL_ROW.replace("2024-001", "").replace("甲某", "乙某"), 2, []),
        (FIRST_ROW, APPEAL_ROW.replace("2024-001", "").replace("2024-07-01", "2024-02-01"), 2, []),
    ],
)
def test_an_appeal_that_names_no_request_is_told_by_its_claimant(
    first: str, appeal: str, cases: int, codes: list[str]
) -> None:
    tally = judged(HEAD + first + appeal)
    assert filled(tally, "cases")["suit_direct/total"] == cases
    assert [code for code, _ in told(tally)] == codes


def test_two_suits_about_one_request_are_told_apart_by_their_claimants() -> None:
    others = (FIRST_ROW + APPEAL_ROW).replace("甲某", "乙某").replace("行初12", "行初13")
    others = others.replace("行终30", "行终31").replace("判决撤销 | 2024-10-01", "|")
    numbers = filled(judged(HEAD + FIRST_ROW + APPEAL_ROW + others), "cases")
    assert numbers == {"suit_direct/corrected": 1, "suit_direct/pending": 1, "suit_direct/total": 2}


def test_where_nobody_can_tell_whose_appeal_it_is_that_is_said() -> None:
    anonymous = (FIRST_ROW + FIRST_ROW.replace("行初12", "行初13") + APPEAL_ROW).replace("甲某", "")
    tally = judged(HEAD + anonymous)
    assert filled(tally, "cases")["suit_direct/total"] == 3
    assert told(tally) == [("case-instances-unclear", "1!F4")]
