"""Units of money and days of the calendar, as offices write them and programs store them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from reportcli.report import compile_report
from tests import forge
from tests.logs import write_log
from tests.program.field.situation import Situation, judge, named

MONEY = [
    Situation(
        "the unit in the line over the table",
        """
        2024年度行政事业性收费台账 | | | |
        填报单位：某某局 | | | | 单位：万元
        信息类别 | 信息名称 | 制发日期 | 公开日期 | 金额
        行政事业性收费 | 登记费 | 2024-06-30 | 2024-07-01 | 256.5
        行政事业性收费 | 开垦费 | 2024-12-31 | 2024-12-31 | 313.404
        """,
        right="publications:fees/amount 569.904",
        said="4 5",
    ),
    *(
        Situation(
            f"the unit {unit} in the title",
            f"""
            2024年收费情况（单位：{unit}） | | |
            信息类别 | 信息名称 | 公开日期 | 金额
            行政事业性收费 | 登记费 | 2024-07-01 | {amount}
            """,
            right="publications:fees/amount 120",
            manner="right",
        )
        for unit, amount in (
            ("元", 1200000),
            ("千元", 1200),
            ("万元", 120),
            ("百万元", 1.2),
            ("亿元", 0.012),
        )
    ),
    Situation(
        "the unit in a column of its own",
        """
        信息类别 | 信息名称 | 公开日期 | 金额 | 单位
        行政事业性收费 | 登记费 | 2024-07-01 | 12 | 万元
        行政事业性收费 | 开垦费 | 2024-07-02 | 5000 | 元
        """,
        right="publications:fees/amount 12.5",
        manner="right",
    ),
    Situation(
        "the unit in the heading of a group",
        """
        信息类别 | 信息名称 | 公开日期 | 收费情况（万元） |
        | | | 项目 | 金额
        行政事业性收费 | 登记费 | 2024-07-01 | 甲 | 12
        """,
        merged="A1:A2 B1:B2 C1:C2 D1:E1",
        right="publications:fees/amount 12",
        said="3",
    ),
    Situation(
        "the unit in the name of the sheet",
        """
        --- 收费（万元）
        信息类别 | 信息名称 | 公开日期 | 金额
        行政事业性收费 | 登记费 | 2024-07-01 | 12
        """,
        right="publications:fees/amount 12",
        manner="right",
    ),
    Situation(
        "the unit in a number format",
        """
        信息类别 | 信息名称 | 公开日期 | 金额
        行政事业性收费 | 登记费 | 2024-07-01 | 12.5
        """,
        formats={"D2": '0.00"万元"'},
        right="publications:fees/amount 12.5",
        manner="right",
    ),
    Situation(
        "WPS shows 万元 of what is stored in 元",
        """
        信息类别 | 信息名称 | 制发日期 | 公开日期 | 金额
        行政事业性收费 | x | 2024-06-30 | 2024-07-01 | 2565000
        """,
        formats={"E2": '0"."0,"万元"'},
        right="publications:fees/amount 256.5",
        manner="right",
    ),
    Situation(
        "two units that disagree: the nearer counts",
        """
        单位：万元 | | |
        信息类别 | 信息名称 | 公开日期 | 金额（元）
        行政事业性收费 | 登记费 | 2024-07-01 | 120000
        """,
        right="publications:fees/amount 12",
        said="*?",
        manner="both",
    ),
    Situation(
        "no unit at all is 元, and said",
        """
        信息类别 | 信息名称 | 公开日期 | 金额
        行政事业性收费 | 登记费 | 2024-07-01 | 120000
        """,
        right="publications:fees/amount 12",
        said="*?",
        manner="both",
    ),
]


@pytest.mark.parametrize("situation", named(MONEY))
def test_the_unit_of_an_amount(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


# ---- forty-three seconds


def lost_seconds(day: date, seconds: int = 43) -> datetime:
    """Midnight as a web office writes it: so many seconds too early."""
    return datetime(day.year, day.month, day.day) - timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [43, 42, 57, 1, 59])
def test_what_lies_seconds_before_midnight_is_the_next_day(tmp_path: Path, seconds: int) -> None:
    days = [
        (date(2024, 1, 1), date(2024, 1, 9)),
        (date(2024, 4, 1), date(2024, 4, 29)),
        (date(2024, 12, 31), None),
        (date(2024, 12, 14), date(2025, 1, 1)),
    ]
    book = Workbook()
    book.active.append(["登记编号", "收到日期", "申请人类型", "答复日期", "办理结果"])
    for number, (received, closed) in enumerate(days, start=1):
        told = [lost_seconds(closed, seconds), "予以公开"] if closed else [None, None]
        book.active.append([f"2024-{number}", lost_seconds(received, seconds), "自然人", *told])
    book.save(tmp_path / "log.xlsx")
    report = compile_report([tmp_path / "log.xlsx"], year=2024, as_of=date(2025, 1, 15))
    table = report.tables["requests"]
    figures = [
        table[line, "total"]
        for line in ("received", "brought_forward", "outcome.granted", "carried_forward")
    ]
    assert figures == [4, 0, 2, 2] or report.findings


def test_a_true_minute_before_midnight_beside_other_times_stays(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["登记编号", "收到日期", "申请人类型", "答复日期", "办理结果"])
    received = datetime(2023, 12, 31, 23, 59, 20)
    book.active.append(["2024-1", received, "自然人", datetime(2024, 1, 9, 10, 30), "予以公开"])
    book.active.append(
        ["2024-2", datetime(2024, 3, 1, 9, 15), "自然人", datetime(2024, 3, 9, 10, 30), "予以公开"]
    )
    book.save(tmp_path / "log.xlsx")
    report = compile_report([tmp_path / "log.xlsx"], year=2024, as_of=date(2025, 1, 15))
    assert report.tables["requests"]["received", "total"] == 1
    assert report.tables["requests"]["brought_forward", "total"] == 1


# ---- days and clocks

DATES = [
    Situation(
        "a day without its year under a title of two years",
        """
        2023—2024年依申请公开台账 | | |
        收到日期 | 申请人类型 | 答复日期 | 办理结果
        3月1日 | 自然人 | 3月20日 | 予以公开
        """,
        said="3!",
        manner="said",
    ),
    Situation(
        "a day without its year under the year of a law",
        """
        按《条例》（2019年修订）登记 | | |
        收到日期 | 申请人类型 | 答复日期 | 办理结果
        3月1日 | 自然人 | 3月20日 | 予以公开
        """,
        said="3!",
        manner="said",
    ),
    Situation(
        "a day without its year under a title of one year",
        """
        2024年依申请公开台账 | | |
        收到日期 | 申请人类型 | 答复日期 | 办理结果
        3月1日 | 自然人 | 3月20日 | 予以公开
        """,
        right="received/total 1, outcome.granted/total 1",
        manner="sound",
    ),
    Situation(
        "a case closed before it was filed",
        """
        案号 | 案件类型 | 受理日期 | 审理结果 | 审结日期
        复1 | 行政复议 | 2024-05-01 | 维持 | 2024-03-01
        """,
        said="2!",
        manner="said",
    ),
    Situation(
        "published before it was made",
        """
        信息名称 | 文号 | 信息类别 | 制发日期 | 公开日期
        某办法 | 某规〔2024〕1号 | 行政规范性文件 | 2024-03-10 | 2024-03-01
        """,
        said="2",
        manner="said",
    ),
    Situation(
        "told of the correction before it was received",
        """
        登记编号 | 收到日期 | 申请人类型 | 补正通知日期 | 收到补正日期 | 答复日期 | 办理结果
        1 | 2024-03-01 | 自然人 | 2024-02-20 | 2024-03-05 | 2024-03-20 | 予以公开
        2 | 2024-03-01 | 自然人 | 2024-03-05 | 2024-03-04 | 2024-03-20 | 予以公开
        """,
        said="2 3",
        manner="said",
    ),
    Situation(
        "fees paid before they were asked for",
        """
        登记编号 | 收到日期 | 申请人类型 | 收费通知日期 | 收费金额 | 缴费日期 | 答复日期 | 办理结果
        1 | 2024-03-01 | 自然人 | 2024-03-11 | 300 | 2024-03-05 | 2024-03-20 | 予以公开
        """,
        said="2",
        manner="said",
    ),
    Situation(
        "the third party answered before it was asked",
        """
        登记编号 | 收到日期 | 申请人类型 | 征求意见日期 | 收到意见日期 | 答复日期 | 办理结果
        1 | 2024-03-01 | 自然人 | 2024-03-11 | 2024-03-05 | 2024-03-20 | 予以公开
        """,
        said="2",
        manner="said",
    ),
    Situation(
        "the days of an extension in words",
        """
        登记编号 | 收到日期 | 申请人类型 | 延期 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | 自然人 | 延期10个工作日 | 2024-04-24 | 予以公开
        2024-002 | 2024-03-01 | 自然人 | 已延期5个工作日 | 2024-04-24 | 予以公开
        2024-003 | 2024-03-01 | 自然人 | 经批准延期15日 | 2024-04-24 | 予以公开
        2024-004 | 2024-03-01 | 自然人 | 延期答复10日 | 2024-04-24 | 予以公开
        2024-005 | 2024-03-01 | 自然人 | 延期20个工作日 | 2024-04-24 | 予以公开
        """,
        right="facts:requests.late 4, facts:requests.on_time 1",
        said="2 3 4 5",
    ),
    *(
        Situation(
            f"an extension {told}",
            f"""
            登记编号 | 收到日期 | 申请人类型 | 延期 | 答复日期 | 办理结果
            2024-001 | 2024-03-01 | 自然人 | {told} | 2024-04-16 | 予以公开
            """,
            right=f"facts:requests.late {late}",
            manner="right",
        )
        for told, late in (
            ("延长十个工作日", 1),
            ("延期8天", 1),
            ("延长答复期限20个工作日", 0),
            ("是", 0),
            ("否", 1),
            ("延期11个工作日", 0),
        )
    ),
    Situation(
        "an extension told too late",
        """
        登记编号 | 收到日期 | 申请人类型 | 延期告知日期 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | 自然人 | 2024-04-10 | 2024-04-20 | 予以公开
        2024-002 | 2024-03-01 | 自然人 | 2024-03-28 | 2024-04-20 | 予以公开
        """,
        right="facts:requests.late 1",
        said="2?",
        manner="both",
    ),
    Situation(
        "fees unpaid and corrections that never came",
        """
        登记编号 | 收到日期 | 申请人类型 | 补正通知日期 | 收到补正日期 | 收费通知日期 | 收费金额 | 缴费日期 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | 自然人 | | | 2024-03-11 | 300 | | |
        2024-002 | 2024-03-01 | 自然人 | 2024-03-06 | | | | | |
        2024-003 | 2024-03-01 | 自然人 | | | 2024-03-11 | 300 | 2024-05-30 | 2024-06-10 | 予以公开
        2024-004 | 2024-03-01 | 自然人 | | | 2024-03-11 | 300 | | 2024-03-28 | 逾期未缴费
        """,
        right="carried_forward/total 0",
        said="2? 3? 4? 5?",
    ),
    Situation(
        "a clock that had run out when the year ended",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | 自然人 | |
        2024-002 | 2024-12-25 | 自然人 | |
        """,
        right="carried_forward/total 2",
        said="2?",
        manner="both",
    ),
    Situation(
        "a wording of the year after does not touch this year",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-001 | 2024-12-25 | 自然人 | 2025-01-05 | 不知所云
        """,
        right="received/total 1, carried_forward/total 1",
        manner="right",
    ),
]


@pytest.mark.parametrize("situation", named(DATES))
def test_days_that_could_change_a_figure(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


@pytest.mark.parametrize(
    ("table", "as_of", "due"),
    [
        # make-up Sundays: 2019-05-05, and 2026-09-20 and 2026-10-10
        (
            """
            登记编号 | 收到日期   | 申请人类型 | 答复日期 | 办理结果
            a        | 2019-04-26 | 自然人     |          |
            b        | 2026-09-18 | 自然人     |          |
            """,
            "2026-11-30",
            {"a": "2019-05-27", "b": "2026-10-22"},
        ),
        # a court's own count over 国庆 and two make-up days
        (
            """
            登记编号 | 收到日期   | 申请人类型 | 答复日期 | 办理结果
            a        | 2022-09-30 | 自然人     |          |
            """,
            "2023-01-15",
            {"a": "2022-11-02"},
        ),
        # a correction starts the clock anew (条例第三十条)
        (
            """
            登记编号 | 收到日期   | 申请人类型 | 补正通知日期 | 收到补正日期 | 答复日期   | 办理结果
            a        | 2024-10-08 | 自然人     | 2024-10-15   | 2024-11-06   | 2024-12-04 | 予以公开
            """,
            "2025-01-15",
            {"a": "2024-12-04"},
        ),
    ],
    ids=["make-up Sundays", "国庆", "a correction"],
)
def test_when_requests_are_due(tmp_path: Path, table: str, as_of: str, due: dict[str, str]) -> None:
    log = write_log(tmp_path / "log.xlsx", table)
    done = forge.run("deadlines", log, "--as-of", as_of, "-f", "csv", "--all")
    rows = csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff")))
    assert {row["number"]: row["due"] for row in rows} == due
