"""What an audit finds is found log by log, at the cells that a rule names."""

from __future__ import annotations

import pytest

from reportcli.intake.log import Stack
from reportcli.judge.audit import OFFICES, RULES_OF, numbers_of
from reportcli.words.fields import KINDS
from tests.logs import audited, log_of

REQUESTS = "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果\n"
CASES = "案号 | 案件类型 | 是否经过复议 | 受理日期 | 审理结果 | 审结日期 | 关联申请编号\n"


def places(*tables: str) -> list[tuple[str, str, str]]:
    """(code, file, cell) of each finding."""
    return [(one.code, one.address.file, one.address.cell) for one in audited(*tables)]


def test_every_kind_of_log_has_its_rules() -> None:
    assert set(RULES_OF) == set(KINDS)


def test_findings_are_at_the_rows_of_their_own_log() -> None:
    late = "{n} | 2024-03-01 | 自然人 | 2024-06-03 | 予以公开\n"
    sound = "{n} | 2024-03-01 | 自然人 | 2024-03-06 | 予以公开\n"
    first = REQUESTS + sound.format(n="2024-1") + late.format(n="2024-2")
    second = REQUESTS + late.format(n="2024-3") + sound.format(n="2024-4")
    assert places(first, second) == [
        ("answered-late", "log1.xlsx", "D3"),
        ("answered-late", "log2.xlsx", "D2"),
    ]


@pytest.mark.parametrize(
    ("number", "about", "is_found"),
    [
        ("2024-013", "2024-013", True),
        ("2024-013", "2024-13", True),
        ("0012", "12", True),
        ("依申请〔2024〕3号", "依申请[2024]03号", True),
        ("2024-013", "2024-014", False),
    ],
)
def test_a_case_is_about_a_request_however_its_number_is_written(
    number: str, about: str, is_found: bool
) -> None:
    requests = REQUESTS + f"{number} | 2024-03-01 | 自然人 | 2024-03-06 | 予以公开\n"
    cases = CASES + f"复1 | 行政复议 | | 2024-05-01 | 维持 | 2024-06-01 | {about}\n"
    expected = [] if is_found else [("request-not-found", "log2.xlsx", "G2")]
    assert places(requests, cases) == expected


def test_numbers_as_they_are_compared_leave_blanks_blank() -> None:
    log = log_of(REQUESTS + "007 | 2024-03-01 | 自然人 | |\n | 2024-03-01 | 自然人 | |\n")
    known = {"6": 0, "7": 1}
    assert numbers_of(Stack.of([log]), "number", known).tolist() == [1 * OFFICES, -1]


def test_a_log_of_which_nothing_counts_is_said() -> None:
    old = REQUESTS + "1 | 2020-03-01 | 自然人 | 2020-03-06 | 予以公开\n"
    assert [code for code, _, _ in places(old)] == ["table-all-zero"]
