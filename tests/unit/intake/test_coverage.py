"""One account of all that was given: what became of each sheet and column, and what is an error."""

from __future__ import annotations

import pytest

from reportcli.files.sheet import Sheet
from reportcli.intake.child.wire import Column, FileReading, How, Values
from reportcli.intake.coverage import Coverage, coverage_of, setting_for, use_of
from reportcli.intake.sheets import read_sheet
from reportcli.settings import Choices
from tests.logs import rows_of
from tests.unit.intake.test_columns import REQUESTS

LOG = f"""
    {REQUESTS} | 联系电话 | 甲栏 | 申请日期
    2024-01-05 | 自然人 | 予以公开 | 2024-01-10 | 1 | 甲 | 2024-01-05
    2024-02-05 | 自然人 | 予以公开 | 2024-02-10 | 1 | 甲 | 2024-02-05
"""
LOST = """
    2024-03-05 | 自然人 | 予以公开 | 2024-03-10
    2024-04-05 | 自然人 | 予以公开 | 2024-04-10
"""


def account(**sheets: str) -> Coverage:
    """The account of one file with some sheets."""
    read = [
        read_sheet(Sheet(name, iter(rows_of(text))), Choices()) for name, text in sheets.items()
    ]
    return coverage_of([FileReading("log.xlsx", "", "xlsx", "", read)])


@pytest.mark.parametrize(
    ("column", "use"),
    [
        (Column(1, "收到日期", "received", "exact"), "used"),
        (Column(1, "联系电话", "", "exact"), "ignored"),  # known, and of no use
        (Column(1, "我的", "", "settings"), "ignored"),
        (Column(1, "收文日期", "", "outranked"), "outranked"),
        (Column(1, "件数", "", "unread"), "unread"),
        (Column(1, "我的", "", None), "unknown"),
    ],
)
def test_what_a_column_was_used_for(column: Column, use: How) -> None:
    assert use_of(column) == use


def test_a_log_with_its_columns_by_their_fate() -> None:
    coverage = account(台账=LOG)
    [sheet] = coverage.sheets
    assert (sheet.kind, sheet.rows, sheet.is_unread) == ("requests", 2, False)
    assert [one.heading for one in sheet.columns_in_use("unknown")] == ["甲栏"]
    assert [one.heading for one in sheet.columns_in_use("outranked")] == ["申请日期"]
    assert [*coverage.findings()] == []


def test_a_log_without_its_header_is_an_error_that_names_the_sheet_it_is_like() -> None:
    coverage = account(一月=LOG, 二月=LOST)
    lost = coverage.sheets[1]
    assert (lost.rows, lost.looks_like_log, lost.model) == (2, True, "一月")
    [finding] = coverage.findings()
    assert (finding.code, str(finding.address)) == ("sheet-unread", "log.xlsx '二月'")
    assert finding.details["setting"] == '[sheets."二月"] header_of = "一月"'


def test_alone_it_may_be_a_log_of_its_own() -> None:
    [lost] = account(二月=LOST).sheets
    assert setting_for(lost) == '[sheets."二月"] kind = "requests"'


@pytest.mark.parametrize(
    ("text", "is_unread"),
    [(" | \n | ", False), ("会议安排 | 地点\n周一 | 三楼", True)],
)
def test_what_holds_something_and_is_no_log_is_unread_but_no_error(
    text: str, *, is_unread: bool
) -> None:
    coverage = account(台账=LOG, 其他=text)
    assert [one.sheet for one in coverage.unread] == (["其他"] if is_unread else [])
    assert [*coverage.findings()] == []


def test_sums_of_what_a_log_lists_one_by_one_are_no_error() -> None:
    """行政许可 as a sum is an error only where no log has licences one by one."""
    sums = read_sheet(Sheet("汇总", iter([])), Choices())
    sums.sums = ["行政许可"]
    log = read_sheet(
        Sheet("台账", iter(rows_of("信息类别 | 公开日期\n行政许可 | 2024-01-05"))), Choices()
    )
    listed = coverage_of([FileReading("log.xlsx", "", "xlsx", "", [log, sums])])
    assert not listed.sheets[1].looks_like_log
    log.data["category"] = Values(log.data["category"].codes, ["rules"])
    missing = coverage_of([FileReading("log.xlsx", "", "xlsx", "", [log, sums])])
    assert missing.sheets[1].looks_like_log


def test_logs_of_one_name_in_two_files_have_accounts_of_their_own() -> None:
    first, second = (read_sheet(Sheet("台账", iter(rows_of(LOG))), Choices()) for _ in range(2))
    files = [
        FileReading(f"{n}.xlsx", "", "xlsx", "", [one]) for n, one in enumerate((first, second))
    ]
    assert coverage_of(files).account_of("1.xlsx", second).file == "1.xlsx"
