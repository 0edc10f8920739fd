"""The pipeline from what was read to a report, without a file and without a child process."""

from __future__ import annotations

from datetime import date

import pytest

from reportcli.finding import Refusal
from reportcli.report import Logs, Report, count
from reportcli.settings import Notice, Settings
from tests.logs import log_of

REQUESTS = """
    登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
    2023-1   | 2023-03-01 | 自然人     | 2023-03-10 | 予以公开
    2024-1   | 2024-03-01 | 自然人     | 2024-03-10 | 予以公开
    2024-2   | 2024-03-02 | 自然人     | 2024-03-11 | 不知所云
    2024-3   | 2024-12-30 | 自然人     |            |
"""
CASES = """
    案件类型 | 受理日期   | 审结日期   | 结果
    行政复议 | 2024-03-01 | 2024-04-10 | 维持
"""


def read_of(*tables: str, **settings: object) -> Logs:
    """What reading some logs would have given."""
    choices = Settings(**settings)
    return Logs(
        choices, [], [log_of(table, choices, f"{n}.xlsx") for n, table in enumerate(tables)]
    )


def report_of(*tables: str, as_of: date = date(2025, 1, 12), **settings: object) -> Report:
    """The report on some logs."""
    return count(read_of(*tables, **settings), as_of=as_of)


def test_the_year_is_that_of_most_receipts_and_said_to_be_inferred() -> None:
    report = report_of(REQUESTS)
    assert (report.year, report.edition.id, report.year_is_inferred) == (2024, "2021", True)


def test_a_year_that_was_asked_for_stands_over_the_settings() -> None:
    found = read_of(REQUESTS, year=2024)
    assert count(found, year=2023, as_of=date(2025, 1, 12)).year == 2023
    settled = count(found, as_of=date(2025, 1, 12))
    assert (settled.year, settled.year_is_inferred) == (2024, False)


def test_without_requests_the_year_has_to_be_said() -> None:
    with pytest.raises(Refusal, match="year") as refused:
        report_of(CASES)
    assert refused.value.code == "year-unclear"


def test_every_row_has_its_fate() -> None:
    assert report_of(REQUESTS).fates == {
        ("0.xlsx", "台账", 1, 5): {"counted": 2, "outside-year": 1, "outcome-unknown": 1}
    }


def test_one_table_alone_is_shown_without_facts() -> None:
    report = report_of(REQUESTS, CASES)
    assert list(report.tables) == ["requests", "cases"]
    alone = report.showing("cases")
    assert (list(alone.tables), alone.facts) == (["cases"], {})
    assert report.showing("publications").tables == {}
    assert report.showing(None) is report


def test_a_code_that_is_ignored_is_neither_listed_nor_counted() -> None:
    report = report_of(REQUESTS)
    assert "outcome-unknown" in {finding.code for finding in report.findings}
    left = report.ignoring(["outcome-unknown"])
    assert "outcome-unknown" not in {finding.code for finding in left.findings}


def test_a_calendar_that_contradicts_itself_is_refused_with_its_key() -> None:
    day = date(2024, 5, 1)
    found = read_of(REQUESTS, calendar={"2024": Notice(off=[day], work=[day])})
    with pytest.raises(Refusal) as refused:
        _ = found.calendar
    assert refused.value.code == "settings-invalid"
    assert "[calendar]" in str(refused.value)
