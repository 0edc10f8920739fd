"""Every pair of dates that cannot have come in its order, at the later of the two."""

from __future__ import annotations

import pytest

from reportcli.judge.date_order import DATE_ORDER, DECIDING_YEAR, FIELD_OF
from reportcli.words.fields import log_kinds
from tests.logs import audited

REQUEST = {
    "收到日期": "2024-05-06",
    "补正通知日期": "2024-05-08",
    "收到补正日期": "2024-05-13",
    "延期告知日期": "2024-05-20",
    "征求意见日期": "2024-05-14",
    "收到意见日期": "2024-05-15",
    "收费通知日期": "2024-05-16",
    "缴费日期": "2024-05-17",
    "答复日期": "2024-05-21",
}
ITEM = {"制发日期": "2024-03-04", "公开日期": "2024-03-08", "废止日期": "2024-09-02"}


def request_with(**days: str) -> str:
    """A log of one request with other days."""
    row = REQUEST | days
    return (
        f"申请人类型 | 办理结果 | {' | '.join(row)}\n自然人 | 予以公开 | {' | '.join(row.values())}"
    )


def order_findings(log: str) -> list[tuple[str, str, str]]:
    """(severity, earlier, later) of each finding about the order of dates."""
    return [
        (one.severity, str(one.details["earlier"]), str(one.details["later"]))
        for one in audited(log)
        if one.code in ("dates-out-of-order", "dates-in-two-years")
    ]


def test_dates_in_their_order_are_no_finding() -> None:
    assert order_findings(request_with()) == []


@pytest.mark.parametrize(
    ("days", "earlier", "later"),
    [
        ({"补正通知日期": "2024-05-03"}, "收到日期", "补正通知日期"),
        ({"收到补正日期": "2024-05-07"}, "补正通知日期", "补正日期"),
        ({"征求意见日期": "2024-05-05"}, "收到日期", "征求意见日期"),
        ({"收到意见日期": "2024-05-13"}, "征求意见日期", "收到意见日期"),
        ({"收费通知日期": "2024-05-04"}, "收到日期", "收费通知日期"),
        ({"缴费日期": "2024-05-15"}, "收费通知日期", "缴费日期"),
        ({"收费通知日期": "2024-05-22", "缴费日期": ""}, "收费通知日期", "答复日期"),
        ({"征求意见日期": "2024-05-23", "收到意见日期": ""}, "征求意见日期", "答复日期"),
    ],
)
def test_within_a_year_it_is_a_warning(days: dict[str, str], earlier: str, later: str) -> None:
    assert order_findings(request_with(**days)) == [("warning", earlier, later)]


@pytest.mark.parametrize(
    ("days", "severity", "earlier", "later"),
    [
        ({"补正通知日期": "2023-12-29"}, "error", "收到日期", "补正通知日期"),
        ({"征求意见日期": "2023-12-29"}, "error", "收到日期", "征求意见日期"),
        ({"收费通知日期": "2025-01-03", "缴费日期": ""}, "error", "收费通知日期", "答复日期"),
        # neither decides in which year a request counts
        ({"收到意见日期": "2023-05-15"}, "warning", "征求意见日期", "收到意见日期"),
        ({"缴费日期": "2023-05-17"}, "warning", "收费通知日期", "缴费日期"),
    ],
)
def test_where_another_order_would_be_another_year_it_is_an_error(
    days: dict[str, str], severity: str, earlier: str, later: str
) -> None:
    assert (severity, earlier, later) in order_findings(request_with(**days))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({}, []),
        ({"公开日期": "2024-03-01"}, [("warning", "制发日期", "公开日期")]),
        ({"公开日期": "2023-12-01"}, [("error", "制发日期", "公开日期")]),
        ({"废止日期": "2024-03-06"}, [("warning", "公开日期", "废止日期")]),
        ({"废止日期": "2024-03-01"}, []),  # repealed before it was made, which is said elsewhere
    ],
)
def test_items_too(days: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    row = ITEM | days
    log = f"信息类别 | {' | '.join(row)}\n行政规范性文件 | {' | '.join(row.values())}"
    assert order_findings(log) == expected


def test_every_field_of_the_table_is_one_of_the_log() -> None:
    for kind, pairs in DATE_ORDER.items():
        known = {field.id for field in log_kinds()[kind].fields}
        named = {FIELD_OF.get(field, field) for pair in pairs for field in pair}
        assert named | {*DECIDING_YEAR[kind]} <= known


def test_a_record_that_no_figure_takes_is_said_where_it_lies_in_the_future() -> None:
    findings = audited(
        """
        登记编号 | 收到日期   | 申请人类型 | 办理结果 | 答复日期
        2024-1   | 2042-03-05 | 公民       |          |
        2024-2   | 2025-11-03 | 公民       |          |
        2024-3   | 2024-05-06 | 公民       | 予以公开 | 2024-05-09
        """
    )
    assert [(one.code, one.address.row) for one in findings] == [("date-in-future", 2)]
