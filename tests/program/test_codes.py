"""The catalogue, one runnable case a code: a small log, and exactly the finding that it causes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Font

import reportcli
from reportcli.export.target import refuse_targets, write_files
from reportcli.finding import CatalogueEntry, Finding, Language, Refusal, catalogue
from reportcli.intake.child.parent import Limits, Readings
from reportcli.intake.child.wire import FileReading
from reportcli.law.edition import Edition
from reportcli.report import compile_report
from reportcli.settings import Settings, SheetSettings
from tests.logs import rows_of, write_log
from tests.unit.test_document import OF_A_DOCUMENT
from tests.unit.test_document import REFUSED as REFUSED_TEXTS

LANGUAGES: tuple[Language, ...] = ("zh", "en")
REQUESTS = "收到日期   | 申请人类型 | 办理结果 | 答复日期"
GRANTED = " 2024-01-05 | 自然人     | 予以公开 | 2024-01-10"
CASES = "案件类型  | 是否经过复议 | 受理日期   | 审理结果 | 审结日期"
UPHELD = "行政复议 |              | 2024-01-05 | 维持     | 2024-03-01"
PUBLICATIONS = "信息类别 | 公开日期"
LICENCE = "     行政许可 | 2024-01-05"


def requests(record: str, heading: str = "", sound: str = "") -> str:
    """A log of one sound request, in row 2, and this one, in row 3; with more columns from E on."""
    return f"{REQUESTS} | {heading}\n{GRANTED} | {sound}\n{record}"


def cases(record: str, heading: str = "", sound: str = "") -> str:
    """A log of one sound case, in row 2, and this one, in row 3; with more columns from F on."""
    return f"{CASES} | {heading}\n{UPHELD} | {sound}\n{record}"


def publications(record: str, heading: str = "", sound: str = "") -> str:
    """A log of one sound item, in row 2, and this one, in row 3; with more columns from C on."""
    return f"{PUBLICATIONS} | {heading}\n{LICENCE} | {sound}\n{record}"


# code, cell, log; the year is 2024
OF_ONE_LOG = [
    # dates
    ("received-missing", "A3", requests("           | 自然人 | 予以公开 | 2024-01-10")),
    ("closed-before-received", "D3", requests("2024-03-05 | 自然人 | 予以公开 | 2024-03-01")),
    ("closing-date-missing", "D3", requests("2024-01-05 | 自然人 | 予以公开 |")),
    ("date-invalid", "A3", requests("2024-2-30  | 自然人 | 予以公开 | 2024-03-10")),
    ("date-incomplete", "D3", requests("2024-01-05 | 自然人 | 予以公开 | 2024年3月")),
    ("date-two-digit-year", "D3", requests("2024-01-05 | 自然人 | 予以公开 | 24.3.5")),
    ("date-range", "D3", requests("2024-01-05 | 自然人 | 予以公开 | 2024.3.5-2024.3.9")),
    ("date-year-missing", "D3", requests("2024-01-05 | 自然人 | 予以公开 | 3月5日")),
    # outcomes
    ("outcome-missing", "C3", requests("2024-01-05 | 自然人 |                            | 2024-01-10")),
    ("outcome-unknown", "C3", requests("2024-01-05 | 自然人 | 复议事项                   | 2024-01-10")),
    ("outcome-ambiguous", "C3", requests("2024-01-05 | 自然人 | 信息不存在，予以公开     | 2024-01-10")),
    ("outcome-legacy", "C3", requests("2024-01-05 | 自然人 | 不足以证明三需要不予公开    | 2024-01-10")),
    ("outcome-archive", "C3", requests("2024-01-05 | 自然人 | 档案                       | 2024-01-10")),
    ("outcome-uncertain", "C3", requests("2024-01-05 | 自然人 | 咨询函告                 | 2024-01-10")),
    ("unclear-without-correction", "C3", requests("2024-01-05 | 自然人 | 申请内容不明确  | 2024-01-10")),
    ("ground-missing", "C3", requests("2024-01-05 | 自然人 | 不予公开                    | 2024-01-10")),
    ("ground-missing", "E3", requests("2024-01-05 | 自然人 | 不予公开 | 2024-01-10 |             ", "理由")),
    (
        "ground-contradicts", "C3",
        requests("2024-01-05 | 自然人 | 不予公开 | 2024-01-10 | 信息不存在", "理由"),
    ),
    (
        "article-ambiguous", "C3",
        requests("2024-01-05 | 自然人 | 不予公开 | 2024-01-10 | 条例第十四条", "理由"),
    ),
    (
        "grounds-several", "C3",
        requests("2024-01-05 | 自然人 | 不予公开 | 2024-01-10 | 商业秘密、过程性信息", "理由"),
    ),
    # applicants
    ("applicant-type-unknown", "B3", requests("2024-01-05 | 外籍           | 予以公开 | 2024-01-10")),
    ("applicant-undecided", "B3", requests("2024-01-05 | 法人或其他组织    | 予以公开 | 2024-01-10")),
    ("applicant-undecided", "B3", requests("2024-01-05 |                   | 予以公开 | 2024-01-10")),
    ("applicant-by-name", "B3", requests("2024-01-05 | | 予以公开 | 2024-01-10 | 张三", "申请人")),
    ("applicant-by-name", "A2", "申请人 | 收到日期 | 办理结果 | 答复日期\n张三 | 2024-12-24 | |"),
    # cells that no table needs
    ("channel-unknown", "E3", requests(f"{GRANTED} | 小程序", "申请方式", "邮寄")),
    ("channel-uncertain", "E3", requests(f"{GRANTED} | 线下", "申请方式", "邮寄")),
    ("channel-uncertain", "E3", requests(f"{GRANTED} | 书面", "申请方式", "邮寄")),
    ("flag-invalid", "E3", requests(f"{GRANTED} | 也许", "延期")),
    ("identifier-damaged", "E3", requests(f"{GRANTED} | 3.20102E+17", "登记编号", "1")),
    ("count-invalid", "E3", requests(f"{GRANTED} | 约13天", "延期天数")),
    ("amount-invalid", "E3", requests(f"{GRANTED} | 5元5角", "收费金额")),
    ("heading-close", "E1", requests(GRANTED, "申请方式方法")),
    ("number-several", "E3", requests(f"{GRANTED} | 2024-002至2024-005", "登记编号", "2024-001")),
    ("count-invalid", "E3", requests(f"{GRANTED} | 0", "件数", "2")),
    ("category-from-topic", "B1", "标题 | 栏目 | 公开日期\n甲 | 行政许可 | 2024-01-05"),
    ("closed-in-remarks", "E3", requests("2024-12-20 | 自然人 | | | 申请人来电撤回", "备注")),
    (
        "applicant-on-both-sides", "B3",
        "收到日期 | 公民姓名 | 单位名称 | 办理结果 | 答复日期\n"
        "2024-01-05 | 张三 | | 予以公开 | 2024-01-10\n2024-01-05 | 李四 | 某公司 | 予以公开 | 2024-01-10",
    ),
    # columns as a whole, at their headings
    ("column-unread", "E1", requests(f"{GRANTED} | √", "申请人到场")),
    ("column-unread", "E1", requests(f"{GRANTED} | 信息不存在", "办理说明")),
    ("column-unread", "E1", requests(f"{GRANTED} | 2024-01-04", "收文的日期")),
    ("column-outranked", "E1", requests(f"{GRANTED} | 2024-01-04", "申请日期")),
    ("column-outranked", "E1", requests(f"{GRANTED} | 公开", "答复类型")),
    ("ditto-filled", "B1", requests("2024-01-05 | 同上 | 予以公开 | 2024-01-10")),
    ("ditto-lost", "B2", f"{REQUESTS}\n2024-01-05 | 同上 | 予以公开 | 2024-01-10\n{GRANTED}"),
    ("unit-assumed", "C1", publications("行政事业性收费 | 2024-01-05 | 12", "收费金额")),
    (
        "unit-conflict", "C2",
        "单位：元 | |\n信息类别 | 公开日期 | 收费金额（万元）\n行政事业性收费 | 2024-01-05 | 12",
    ),
    (
        "tick-invalid", "D2",
        "收到日期 | 申请人类型 | 答复日期 | 予以公开 | 部分公开\n"
        "2024-01-05 | 自然人 | 2024-01-10 | 李四 |\n2024-01-05 | 自然人 | 2024-01-10 | √ |",
    ),
    (
        "ticks-several", "D2",
        "收到日期 | 申请人类型 | 答复日期 | 予以公开 | 部分公开\n"
        "2024-01-05 | 自然人 | 2024-01-10 | √ | √\n2024-01-05 | 自然人 | 2024-01-10 | √ |",
    ),
    # publications
    ("made-missing", "C3", publications("行政规范性文件 | 2024-01-05 |           ", "制发日期")),
    ("date-missing", "B3", publications("行政许可       |            |           ", "制发日期")),
    ("void-in-remarks", "E3", requests(f"{GRANTED} | 误登，作废", "备注")),
    ("amount-uncounted", "C3", publications("收费公示 | 2024-01-05 | 350", "收费金额（元）")),
    ("amount-missing", "C3", publications("行政事业性收费 | 2024-01-05 |         ", "收费金额")),
    ("amount-invalid", "C3", publications("行政事业性收费 | 2024-01-05 | 5元5角   ", "收费金额")),
    ("count-invalid", "C3", publications("行政许可       | 2024-01-05 | 约13件   ", "数量")),
    ("validity-unknown", "C3", publications("行政许可       | 2024-01-05 | 待定  ", "有效性")),
    ("mode-unknown", "C3", publications("行政许可       | 2024-01-05 | 内部      ", "公开方式")),
    ("identifier-damaged", "C3", publications("行政许可    | 2024-01-05 | 1.2E+15  ", "文号")),
    # cases
    ("filed-missing", "C3", cases("行政复议             |   |            | 维持   | 2024-03-01")),
    ("closed-before-filed", "E3", cases("行政复议       |   | 2024-03-05 | 维持   | 2024-03-01")),
    ("result-missing", "D3", cases("行政复议            |   | 2024-01-05 |        | 2024-03-01")),
    ("case-closing-date-missing", "E3", cases("行政复议 |   | 2024-01-05 | 维持   |           ")),
    ("result-unknown", "D3", cases("行政复议            |   | 2024-01-05 | 已结案 | 2024-03-01")),
    ("result-ambiguous", "D3", cases("行政复议          |   | 2024-01-05 | 驳回   | 2024-03-01")),
    ("after-review-missing", "B3", cases("行政诉讼      |   | 2024-01-05 | 撤诉   | 2024-03-01")),
    ("flag-invalid", "B3", cases("行政诉讼           | 也许 | 2024-01-05 | 撤诉   | 2024-03-01")),
    ("case-kind-unknown", "A3", cases("仲裁             |   | 2024-01-05 | 撤诉   | 2024-03-01")),
    (
        "case-on-several-rows", "F2",
        cases("行政复议 | | 2024-01-05 | 撤销 | 2024-04-01 | 复〔2024〕1号", "案号", "复〔2024〕1号"),
    ),
    (
        "decision-listed-again", "C3",
        publications(f"{LICENCE} | 许〔2024〕7号 | 微信", "文号 | 公开渠道", "许〔2024〕7号 | 网站"),
    ),
    (
        "decision-number-shared", "C3",
        publications(f"{LICENCE} | 许〔2024〕1号 | 3", "文号 | 数量", "许〔2024〕1号 | 2"),
    ),
    (
        "document-superseded", "D2",
        "信息类别 | 文号 | 制发日期 | 废止日期\n规范性文件 | 规〔2020〕1号 | 2024-01-05 | \n"
        "规范性文件 | 规〔2020〕1号 | 2024-01-05 | 2024-05-06",
    ),
    ("category-unclear", "A3", publications("行政许可和行政处罚 | 2024-01-05")),
    ("case-other-matter", "F3", cases("行政复议 | | 2024-01-05 | 维持 | 2024-03-01 | 行政处罚", "案由")),
    (
        "case-matter-unclear", "F3",
        cases("行政复议 | | 2024-01-05 | 维持 | 2024-03-01 | 不服答复", "案由"),
    ),
    ("co-defendant-suit", "F3", cases("行政诉讼 | 是 | 2024-01-05 | 撤诉 | 2024-03-01 | 是", "共同被告")),
    # records that contradict themselves or the law
    ("date-in-future", "D3", requests("2024-12-31 | 自然人 | 予以公开 | 2025-01-20")),
    (
        "number-doubled", "E3",
        requests(f"{GRANTED} | 2024-003 | 李四", "登记编号 | 申请人", "2024-003 | 张三"),
    ),
    ("record-doubled", "E3", requests(f"{GRANTED} | 2024-004", "登记编号", "2024-004")),
    (
        "record-superseded", "E3",
        requests("2024-01-05 | 自然人 | | | 2024-005", "登记编号", "2024-005"),
    ),
    (
        "request-repeated", "F3",
        requests(f"{GRANTED} | 张三 | 某路征地", "申请人 | 申请内容", "张三 | 某路征地"),
    ),
    ("status-contradicts", "E3", requests(f"{GRANTED} | 办理中", "办理状态", "已办结")),
    ("status-contradicts", "E3", requests("2024-12-24 | 自然人 | | | 已办结", "办理状态", "已办结")),
    (
        "consultation-missing", "E3",
        requests("2024-01-05 | 自然人 | 保护第三方合法权益 | 2024-01-10 |", "征求意见日期"),
    ),
    ("granted-with-ground", "C3", requests(f"{GRANTED} | 属于国家秘密", "理由")),
    (
        "ground-differs", "C3",
        requests("2024-01-05 | 自然人 | 信息不存在 | 2024-01-10 | 国家秘密", "理由"),
    ),
    ("outcome-clause-unread", "C3", requests("2024-01-05 | 自然人 | 予以公开，甲乙丙丁 | 2024-01-10")),
    (
        "correction-notice-late", "E3",
        requests("2024-03-01 | 自然人 | 予以公开 | 2024-03-25 | 2024-03-20", "补正通知日期"),
    ),
    (
        "dates-out-of-order", "E3",
        requests("2024-03-04 | 自然人 | 予以公开 | 2024-03-08 | 2024-03-01", "补正通知日期"),
    ),
    (
        "dates-in-two-years", "E3",
        requests("2024-01-05 | 自然人 | 予以公开 | 2024-01-10 | 2023-12-28", "征求意见日期"),
    ),
    (
        "fee-unpaid", "E3",
        requests("2024-03-01 | 自然人 | | | 2024-03-11", "收费通知日期"),
    ),
    (
        "fee-paid-late", "F3",
        requests(
            "2024-03-01 | 自然人 | 予以公开 | 2024-06-06 | 2024-03-11 | 2024-05-30",
            "收费通知日期 | 缴费日期",
        ),
    ),
    (
        "fee-given-up-early", "D3",
        requests("2024-03-01 | 自然人 | 逾期未缴费 | 2024-03-28 | 2024-03-11", "收费通知日期"),
    ),
    (
        "correction-unanswered", "E3",
        requests("2024-03-01 | 自然人 | | | 2024-03-06", "补正通知日期"),
    ),
    ("carried-overdue", "A3", requests("2024-03-01 | 自然人 | |")),
    ("extension-too-long", "E3", requests(f"{GRANTED} | 30", "延期天数")),
    ("answered-late", "D3", requests("2024-03-01 | 自然人 | 予以公开 | 2024-05-31")),
    (
        "due-date-differs", "E3",
        requests("2024-02-01 | 自然人 | 予以公开 | 2024-02-20 | 2024-02-29", "答复期限"),
    ),
    (
        "document-number-missing", "D3",
        publications("规范性文件 | 2024-01-05 | 2024-01-05 |", "制发日期 | 文号"),
    ),
    ("validity-missing", "D3", publications("规范性文件 | 2024-01-05 | 2024-01-05 |", "制发日期 | 有效性")),
    (
        "validity-contradicts", "C3",
        publications("行政许可 | 2024-01-05 | 有效 | 2024-03-05", "有效性 | 废止日期"),
    ),
    (
        "repealed-before-made", "D3",
        publications("行政许可 | 2024-03-05 | 2024-03-05 | 2023-12-31", "制发日期 | 废止日期"),
    ),
    (
        "repeal-date-missing", "D3",
        "信息类别 | 制发日期 | 有效性 | 废止日期\n规章 | 2020-01-05 | 有效 |\n规章 | 2024-01-05 | 失效 |",
    ),
    ("published-late", "B3", publications("行政许可 | 2024-03-29 | 2024-01-02", "制发日期")),
    ("review-missing", "C3", publications("行政许可 | 2024-01-05 |", "保密审查日期", "2024-01-04")),
    (
        "review-case-missing", "F3",
        cases("行政诉讼 | 是 | 2024-01-05 | 撤诉 | 2024-03-01 | 9", "关联申请", "1"),
    ),
    ("table-all-zero", "", f"{REQUESTS}\n2022-01-05 | 自然人 | 予以公开 | 2022-01-10"),
    # what Excel shows in place of a value
    ("cell-error", "A3", requests("#VALUE!    | 自然人 | 予以公开 | 2024-01-10")),
    ("cell-error", "B3", requests("2024-01-05 | #NAME? | 予以公开 | 2024-01-10")),
    ("cell-error", "C3", requests("2024-01-05 | 自然人 | #REF!    | 2024-01-10")),
    ("cell-error", "D3", requests("2024-01-05 | 自然人 | 予以公开 | #N/A      ")),
    ("cell-error", "E3", requests(f"{GRANTED} | #N/A", "缴费日期")),
    ("cell-error", "B3", publications("行政许可 | #N/A")),
    ("cell-error", "E3", cases("行政复议 | | 2024-01-05 | 维持 | #DIV/0!")),
]  # fmt: skip
SUFFIXES = (".xlsx", ".csv")


def findings(*logs: Path, **options: Any) -> list[Finding]:
    """What a run on real files finds; every finding can be worded."""
    report = compile_report(
        logs, year=2024, as_of=date(2025, 1, 12), limits=Limits(seconds=30), **options
    )
    for finding in report.findings:
        for language in LANGUAGES:
            assert "{" not in finding.message(language) + finding.remedy(language)
    return list(report.findings)


def found_in(*logs: Path, **options: Any) -> list[tuple[str, str]]:
    """(code, cell) of each finding of a run."""
    return [(finding.code, finding.address.cell) for finding in findings(*logs, **options)]


@pytest.fixture(scope="module")
def every_log(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileReading]:
    """Each log of the table as workbook and as CSV, all read at once by the real readers: path → reading."""
    folder = tmp_path_factory.mktemp("logs")
    logs = [
        str(write_log(folder / f"{number}{suffix}", table))
        for number, (_, _, table) in enumerate(OF_ONE_LOG)
        for suffix in SUFFIXES
    ]
    return {
        reading.file: reading for reading in Readings(logs, Settings(), Limits(seconds=60)).result()
    }


class ReadBefore:
    """In place of the readers, which would start a process for each of many tiny logs: what they gave."""

    every: Mapping[str, FileReading] = {}

    def __init__(self, files: list[str], *_: object) -> None:
        self.files = files

    def result(self, _: object) -> list[FileReading]:
        return [self.every[file] for file in self.files]

    def close(self) -> None:
        pass


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "number", range(len(OF_ONE_LOG)), ids=lambda n: "-".join(OF_ONE_LOG[n][:2])
)
def test_a_log_with_one_fault_has_one_finding(
    every_log: dict[str, FileReading], monkeypatch: pytest.MonkeyPatch, number: int, suffix: str
) -> None:
    code, cell, _ = OF_ONE_LOG[number]
    monkeypatch.setattr(ReadBefore, "every", every_log)
    monkeypatch.setattr("reportcli.report.Readings", ReadBefore)
    (log,) = (Path(file) for file in every_log if Path(file).name == f"{number}{suffix}")
    found = findings(log)
    assert [(finding.code, finding.address.cell) for finding in found] == [(code, cell)]
    assert found[0].address.file == str(log)


def test_a_workbook_with_every_code_planted_has_each_at_its_cell_and_nothing_else(
    tmp_path: Path,
) -> None:
    """All the logs as the sheets of one workbook: `check` tells the same of each as when it stands alone."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    planted = set()
    for code, cell, table in OF_ONE_LOG:
        if code != "table-all-zero":  # which is of all logs of a kind together
            sheet = workbook.create_sheet(str(len(planted)))
            for row in rows_of(table):
                sheet.append(row)
            planted.add((sheet.title, code, cell))
            if (
                code == "review-case-missing"
            ):  # beside the other sheets there are requests, and this is none of them
                planted.add((sheet.title, "request-not-found", cell))
    workbook.save(tmp_path / "every.xlsx")
    # So small and so alike as they are, none is a copy of another.
    each = {sheet.title: SheetSettings(count_again=True) for sheet in workbook}
    found = findings(tmp_path / "every.xlsx", settings=Settings(sheets=each))
    assert {(one.address.sheet, one.code, one.address.cell) for one in found} == planted
    assert len(found) == len(planted)


@pytest.mark.parametrize("table", [REQUESTS, f"{REQUESTS}\n合计 | | |", f"{REQUESTS}\n | | |"])
def test_no_records(tmp_path: Path, table: str) -> None:
    (finding,) = findings(write_log(tmp_path / "log.xlsx", table))
    assert (finding.code, finding.address.sheet, finding.address.cell) == ("no-records", "台账", "")


def test_rules_not_competent(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.xlsx", "信息类别 | 制发日期\n规章 | 2024-01-05")
    assert found_in(log, settings=Settings(agency_level="county")) == [
        ("rules-not-competent", "A2")
    ]
    assert found_in(log, settings=Settings(agency_level="city")) == []


def test_an_applicant_whom_nothing_tells_counts_where_the_office_settled_it(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.xlsx", requests("2024-01-05 | 单位 | 予以公开 | 2024-01-10"))
    settled = Settings(undecided_applicants="other_organisation")
    assert found_in(log, settings=settled) == [("applicant-presumed", "B3")]


def test_a_case_of_a_general_matter_counts_beside_the_number_of_its_request(tmp_path: Path) -> None:
    record = "行政复议 | | 2024-01-20 | 维持 | 2024-03-01 | 不服答复 | 2024-003"
    log = write_log(tmp_path / "log.xlsx", cases(record, "案由 | 关联申请"))
    assert found_in(log) == [("case-matter-assumed", "F3")]


@pytest.mark.parametrize(
    ("code", "cell", "record"),
    [
        ("request-not-found", "F3", "行政复议 |    | 2024-01-20 | 维持 | 2024-03-01 | 2024-999"),
        ("review-comes-first", "A3", "行政诉讼 | 否 | 2024-01-20 | 撤诉 | 2024-03-01 | 2024-003"),
    ],
)
def test_what_does_not_agree_with_another_log(
    tmp_path: Path, code: str, cell: str, record: str
) -> None:
    refused = "2024-01-05 | 自然人 | 内部事务信息不予公开 | 2024-01-10 | 2024-003"
    requested = write_log(tmp_path / "requests.xlsx", requests(refused, "登记编号", "2024-001"))
    (finding,) = findings(
        requested, write_log(tmp_path / "cases.xlsx", cases(record, "关联申请", "2024-001"))
    )
    assert (finding.code, finding.address.cell) == (code, cell)
    assert Path(finding.address.file).name == "cases.xlsx"


# --- sheets and columns as a whole ---


def test_a_sheet_that_lost_its_header_is_named_with_what_settles_it(tmp_path: Path) -> None:
    book = Workbook()
    for name, rows in (("1月", f"{REQUESTS}\n{GRANTED}"), ("2月", f"{GRANTED}\n{GRANTED}")):
        sheet = book.create_sheet(name)
        for row in rows_of(rows):
            sheet.append(row)
    book.remove(book.active)
    book.save(tmp_path / "log.xlsx")
    (finding,) = findings(tmp_path / "log.xlsx")
    assert (finding.code, finding.address.sheet, finding.severity) == (
        "sheet-unread",
        "2月",
        "error",
    )
    assert 'header_of = "1月"' in finding.remedy("zh")


def test_sums_of_what_is_listed_one_by_one_do_not_count_twice(tmp_path: Path) -> None:
    listed = write_log(tmp_path / "log.xlsx", f"{PUBLICATIONS}\n{LICENCE}")
    sums = write_log(tmp_path / "sums.csv", "2024年 | |\n月份 | 行政许可 | 行政处罚\n1月 | 3 | 2")
    assert found_in(listed, sums) == [("sheet-sums", "B1")]


def test_a_register_without_categories_counts_in_the_prose_alone(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "log.csv",
        "文号 | 信息名称 | 内容描述 | 生成时间 | 公开属性\n某〔2024〕5号 | 甲 | 乙 | 2024-03-05 | 主动公开",
    )
    assert found_in(log)[0] == ("category-column-missing", "1:1")


def test_days_that_a_program_put_before_midnight(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append([cell.strip() for cell in REQUESTS.split("|")])
    for day in (5, 6):
        moment = datetime(2024, 1, day, 23, 59, 17)
        book.active.append([moment, "自然人", "予以公开", datetime(2024, 1, 20)])
    book.save(tmp_path / "log.xlsx")
    assert found_in(tmp_path / "log.xlsx") == [("dates-before-midnight", "A1")]


# --- cells that the reader loses ---


@pytest.mark.parametrize(
    ("record", "cell"),
    [
        (["=DATE(2024,1,5)", "自然人", "予以公开", date(2024, 1, 10)], "A2"),
        ([date(2024, 1, 5), "自然人", "予以公开", "=A2+5"], "D2"),
        ([date(2024, 1, 5), "自然人", "=X1", "=A2+5"], "C2"),  # else it would be carried forward
    ],
)
def test_formula_uncached(tmp_path: Path, record: list[object], cell: str) -> None:
    """openpyxl writes formulas without their values."""
    book = Workbook()
    book.active.append(REQUESTS.split(" | "))
    book.active.append(record)
    book.save(tmp_path / "log.xlsx")
    assert ("formula-uncached", cell) in found_in(tmp_path / "log.xlsx")


def test_sheet_copy(tmp_path: Path) -> None:
    table = f"登记编号 | {REQUESTS}" + "".join(f"\n{number} | {GRANTED}" for number in range(1, 11))
    book = Workbook()
    book.remove(book.active)
    for name, rows in (("汇总", rows_of(table)), ("一月", rows_of(table)[:6])):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(tmp_path / "log.xlsx")
    (finding,) = findings(tmp_path / "log.xlsx")
    assert (finding.code, finding.address.sheet, finding.address.cell) == (
        "sheet-copy",
        "一月",
        "2:2",
    )


def test_row_struck_out(tmp_path: Path) -> None:
    book = Workbook()
    for row in rows_of(f"{REQUESTS}\n{GRANTED}\n{GRANTED}"):
        book.active.append(row)
    for cell in book.active[3]:
        cell.font = Font(strike=True)
    book.save(tmp_path / "log.xlsx")
    assert found_in(tmp_path / "log.xlsx") == [("row-struck-out", "3:3")]


def test_sheet_partly_unseen(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "log.xlsx")
    sheet = book.add_worksheet("台账")
    for number, row in enumerate(rows_of(f"备注 | {REQUESTS}\n | {GRANTED}\n | {GRANTED}")):
        sheet.write_row(number, 0, row)
    sheet.write_formula("A2", "=1+1")  # written with the value 0
    sheet.write_formula("A3", "=1-1")
    book.close()
    (finding,) = findings(tmp_path / "log.xlsx")
    assert (finding.code, finding.details) == ("sheet-partly-unseen", {"count": 2})
    assert (finding.address.sheet, finding.address.cell) == ("台账", "")


# --- last year's figures ---


def previous(folder: Path, **content: object) -> Path:
    path = folder / "previous.json"
    path.write_text(json.dumps({"year": 2023, "tables": {}} | content))
    return path


@pytest.mark.parametrize(
    ("code", "cell", "table", "last_year"),
    [
        (
            "identity-broken",
            "",
            f"{REQUESTS}\n{GRANTED}",
            {"tables": {"requests": {"carried_forward": {"natural_person": 5}}}},
        ),
        (
            "identity-doubtful",
            "",
            "信息类别 | 制发日期\n规章 | 2024-01-05",
            {"tables": {"publications": {"rules": {"in_force": 5}}}},
        ),
        ("previous-other-year", "", f"{REQUESTS}\n{GRANTED}", {"year": 2022}),
        (
            "carried-missing",
            "",
            f"登记编号 | {REQUESTS}\n1 | {GRANTED}",
            {"carried_forward": ["2023-00311"]},
        ),
        (
            "carried-answered",
            "A2",
            f"登记编号 | {REQUESTS}\n7 | {GRANTED}",  # received this year
            {"carried_forward": ["7"]},
        ),
        (
            "carried-not-listed",
            "A2",
            f"登记编号 | {REQUESTS}\n7 | 2023-12-20 | 自然人 | 予以公开 | 2024-01-10",
            {"carried_forward": []},
        ),
    ],
)
def test_what_does_not_agree_with_last_year(
    tmp_path: Path, code: str, cell: str, table: str, last_year: dict[str, object]
) -> None:
    log = write_log(tmp_path / "log.xlsx", table)
    assert found_in(log, previous=previous(tmp_path, **last_year)) == [(code, cell)]


# --- refusals ---


def run(folder: Path, table: str = f"{REQUESTS}\n{GRANTED}", **options: Any) -> None:
    compile_report([write_log(folder / "log.xlsx", table)], **options)


def run_on(content: bytes) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / "log.xlsx").write_bytes(content)
        compile_report([folder / "log.xlsx"], year=2024)

    return act


def run_named(name: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        write_log(folder / "log.xlsx", GRANTED).rename(folder / name)
        compile_report([folder / name], year=2024)

    return act


def run_with_settings(text: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / "reportcli.toml").write_text(text, "utf-8")
        run(folder, year=2024)

    return act


def run_with_unreadable_settings(folder: Path) -> None:
    from reportcli.settings import load_settings

    load_settings(folder / "none.toml")


def run_on_a_fifo(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    compile_report([folder / "pipe"], year=2024, limits=Limits(seconds=10))


def run_with_previous(content: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / "previous.json").write_text(content)
        run(folder, year=2024, previous=folder / "previous.json")

    return act


def run_twice_on_one_file(folder: Path) -> None:
    log = write_log(folder / "log.xlsx", f"{REQUESTS}\n{GRANTED}")
    (folder / "link.xlsx").symlink_to(log)
    compile_report([log, folder / "link.xlsx"], year=2024)


def fail_to_write(folder: Path) -> None:
    def write(_: object) -> None:
        raise OSError(28, "No space left on device")

    write_files([(str(folder / "out.txt"), write)])


def fail_to_write_in_use(folder: Path) -> None:
    """Write a file that another program has open, as Windows says it."""

    def write(_: object) -> None:
        fault = PermissionError(13, "Permission denied")
        fault.winerror = 32  # type: ignore[attr-defined]
        raise fault

    write_files([(str(folder / "out.txt"), write)])


def refuse_output(*names: str, inputs: tuple[str, ...] = ()) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / "old.txt").touch()
        (folder / "folder.txt").mkdir()
        refuse_targets(
            [str(folder / name) for name in names],
            [str(folder / name) for name in inputs],
            force=False,
        )

    return act


COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
REFUSED: list[tuple[str, int, Callable[[Path], object]]] = [
    ("input-missing", 3, lambda folder: compile_report([folder / "none.xlsx"])),
    ("input-folder", 3, lambda folder: compile_report([folder], year=2024)),
    ("input-lock-file", 3, run_named("~$log.xlsx")),
    ("input-lock-file", 3, run_named(".~lock.log.xlsx#")),
    ("input-not-regular", 3, run_on_a_fifo),
    ("input-empty", 3, run_on(b"")),
    ("input-encrypted", 3, run_on(COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000)),
    ("input-not-a-spreadsheet", 3, run_on(b"\x89PNG\r\n\x1a\n" + bytes(100))),
    ("input-not-a-spreadsheet", 3, run_on(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")),
    ("input-broken-text", 3, run_on('收到日期,办理结果\n2024-01-05,"予以公开\n'.encode())),
    ("input-over-time", 3, lambda folder: run(folder, limits=Limits(seconds=0))),
    ("input-doubled", 2, run_twice_on_one_file),
    ("header-missing", 4, lambda folder: run(folder, "科室 | 电话\n法规科 | 8568")),
    ("header-card", 4, lambda folder: run(folder, "收到日期 | 2024-01-05\n申请人类型 | 自然人\n办理结果 |\n答复日期 |")),
    ("header-incomplete", 4, lambda folder: run(folder, "收到日期 | 申请人类型 | 办理结果")),
    ("header-doubled", 4, lambda folder: run(folder, f"{REQUESTS} | 答复时间")),
    ("settings-unreadable", 2, run_with_unreadable_settings),
    ("settings-key-unknown", 2, run_with_settings('agencie = "某局"')),
    ("settings-value", 2, run_with_settings("year = '2024'")),
    ("settings-broken", 2, run_with_settings("agency = ")),
    ("settings-invalid", 2, run_with_settings('[columns.requests]\n"来信日" = "recieved"')),
    ("settings-invalid", 2, run_with_settings('[values.outcome]\n"办结函" = "outcome.given"')),
    ("settings-invalid", 2, run_with_settings('[values.applicant_type]\n"外籍" = "foreigner"')),
    ("settings-value", 2, run_with_settings('[calendar.next]\noff = ["2024-01-01"]')),
    ("year-unclear", 2, lambda folder: run(folder, "信息类别 | 公开日期\n规章 | 2024-01-05")),
    ("year-unclear", 2, lambda folder: run(folder, requests("2023-01-05 | 自然人 | |"))),
    ("edition-missing", 5, lambda folder: run(folder, year=2012)),
    ("previous-invalid", 3, run_with_previous('{"year": "last"}')),
    (
        "previous-invalid", 3,
        run_with_previous('{"year": 2023, "tables": {"cases": {"review": {"total": "x"}}}}'),
    ),
    ("input-missing", 3, lambda folder: run(folder, year=2024, previous=folder / "none.json")),
    ("input-unreadable", 3, lambda folder: compile_report([folder / ("长" * 400)], year=2024)),
    ("output-exists", 6, refuse_output("old.txt")),
    ("output-is-input", 6, refuse_output("old.txt", inputs=("old.txt",))),
    ("output-doubled", 6, refuse_output("new.txt", "new.txt")),
    ("output-not-regular", 6, refuse_output("folder.txt")),
    ("output-unwritable", 6, refuse_output("none/new.txt")),
    ("output-unwritable", 6, fail_to_write),
    ("output-in-use", 6, fail_to_write_in_use),
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="FIFOs and links")
@pytest.mark.parametrize(("code", "status", "act"), REFUSED)
def test_refusals(tmp_path: Path, code: str, status: int, act: Callable[[Path], object]) -> None:
    with pytest.raises((Refusal, ExceptionGroup)) as caught:
        act(tmp_path)
    error = caught.value
    (refusal,) = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == (code, status)
    for language in LANGUAGES:
        message = refusal.message(language)
        assert "{" not in message
        assert "\n" not in message.replace(str(tmp_path), "")


# Caused in tests of their own: by limits and dying children, by the command line, by a damaged or hostile workbook
# (test_guards), by waivers and marked copies, by a computer without LibreOffice (test_pdf), and by the office's own
# docx (test_filled).
ELSEWHERE = {
    "settings-encoding",
    "input-over-memory",
    "input-over-account",
    "input-killed-reader",
    "input-damaged",
    "usage",
    "log-missing",
    "edition-unknown",
}
ELSEWHERE |= {
    "input-over-cells",
    "input-over-size",
    "input-unsafe",
    "waiver-unused",
    "input-changed",
}
ELSEWHERE |= {"output-program-missing", "output-program-failed"}
ELSEWHERE |= {"template-not-docx", "template-other-form", "template-table-missing"}
ELSEWHERE |= {"template-table-unfilled", "template-cell-missing", "template-cell-doubled"}
ELSEWHERE |= {"template-figure-unknown", "template-external", "cell-blank"}
# In the office's prose, and against last year's report (tests/prose).
ELSEWHERE |= {
    "figure-contradicted",
    "figure-unmatched",
    "claim-contradicted",
    "year-wrong",
    "instruction-left",
}
# Of finished reports, read back (tests/unit/published).
ELSEWHERE |= {"published-no-tables", "published-unreadable", "table-missing", "table-picture"}
ELSEWHERE |= {"cell-unread", "cell-worded", "cells-blank", "line-missing", "label-garbled"}
ELSEWHERE |= {
    "published-scan",
    "published-several",
    "published-without-year",
}  # tests/program, tests/outside
# And proved (tests/unit/proof/test_finished.py).
ELSEWHERE |= {"title-wrong", "preamble-outdated", "period-wrong", "late-published", "scope-changed"}
ELSEWHERE |= {"zero-all-doubtful", "recount-differs", "text-shared"}
ELSEWHERE |= {"edition-other"}
# Of how many units are read (tests/unit/rollup, tests/outside/test_cluster.py).
ELSEWHERE |= {"unit-broken", "unit-killed-worker", "unit-file-name", "workers-end"}
ELSEWHERE |= {"work-unwritable", "work-secret-invalid", "workers-other-version"}
ELSEWHERE |= {
    "scheduler-unreachable",
    "scheduler-lost",
    "scheduler-without-workers",
    "cluster-not-installed",
}
# Of many offices (tests/unit/rollup, tests/program/test_county.py).
ELSEWHERE |= {"unit-other-year", "unit-other-edition", "unit-json-invalid", "unit-own-errors"}
ELSEWHERE |= {"unit-cell-unknown", "unit-differs", "unit-missing", "unit-late", "unit-unexpected"}
ELSEWHERE |= {"unit-file-skipped", "unit-table-missing", "unit-copied", "amount-doubtful"}
ELSEWHERE |= {"request-doubled", "document-doubled", "case-doubled", "count-once-unused"}
ELSEWHERE |= {"rollup-differs", "rollup-carry-over", "rollup-members-changed", "rollup-stock"}
ELSEWHERE |= {"rollup-json-invalid", "rollup-no-units", "rollup-own-line-missing"}
ELSEWHERE |= {"rollup-units-missing", "rollup-errors-left", "rollup-previous-other-year"}
ELSEWHERE |= {
    "rollup-unit-without-logs",
    "units-empty",
    "units-heading-missing",
    "units-line-broken",
}
ELSEWHERE |= {"units-heading-doubled", "units-value-missing", "units-value-invalid"}
ELSEWHERE |= {"units-kind-unknown", "units-code-doubled", "units-parent-unknown"}
ELSEWHERE |= {"units-circle", "units-file-missing"}
# Of two sets of figures (tests/unit/answer/test_compare, test_opening).
ELSEWHERE |= {"figures-invalid", "folder-without-logs", "side-without-table"}
ELSEWHERE |= {"sides-other-year", "sides-other-edition", "sides-other-agency"}
ELSEWHERE |= {"trend-jump", "trend-year-doubled"}  # tests/unit/answer/test_trend
ELSEWHERE |= {"text-too-long", "text-repeated", "previous-report-unreadable"}


# Of what stands twice, where more than one row has a finding (tests/unit/count).
ELSEWHERE |= {"record-contradicts", "request-repeated-elsewhere", "sheet-alike"}
ELSEWHERE |= {"case-instance", "case-instances-unclear"}
ELSEWHERE |= {"extension-told-late"}  # which is overdue too (tests/unit/judge)


def codes_in_the_package() -> set[str]:
    """The codes of the catalogue that some module names, and so can cause."""
    modules = Path(reportcli.__file__).parent.rglob("*.py")
    source = "\n".join(module.read_text("utf-8") for module in modules)
    return {code for code in catalogue() if f'"{code}"' in source}


def test_every_code_that_the_package_can_cause_has_a_case() -> None:
    with_case = {code for code, _, _ in OF_ONE_LOG} | {code for code, _, _ in REFUSED}
    with_case |= {
        "no-records",
        "formula-uncached",
        "sheet-copy",
        "row-struck-out",
        "sheet-partly-unseen",
        "sheet-unread",
        "dates-before-midnight",
        "sheet-sums",
        "merged-parts",
        "merged-contradicts",
        "merged-later",
        "category-column-missing",
        "identity-broken",
        "identity-doubtful",
    }
    with_case |= {
        "previous-other-year",
        "carried-missing",
        "carried-not-listed",
        "carried-answered",
    }
    with_case |= {"applicant-presumed", "case-matter-assumed"}
    with_case |= {"request-not-found", "review-comes-first", "rules-not-competent"}
    with_case |= {code for code, _, _ in OF_A_DOCUMENT} | {code for code, _ in REFUSED_TEXTS}
    with_case |= {"field-empty", "text-unreadable"}
    with_case |= {"agency-missing", "contact-missing", "part-unwritten", "part-without-log"}
    assert codes_in_the_package() - with_case - ELSEWHERE == set()


def test_no_entry_of_the_catalogue_is_dead() -> None:
    assert set(catalogue()) - codes_in_the_package() == set()


# --- the catalogue itself ---


def placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


@pytest.mark.parametrize("code", catalogue())
def test_an_entry_says_the_same_in_both_languages(code: str) -> None:
    entry: CatalogueEntry = catalogue()[code]
    assert entry.text_zh
    assert entry.text_en
    in_chinese = placeholders(entry.text_zh) | placeholders(entry.remedy_zh)
    in_english = placeholders(entry.text_en) | placeholders(entry.remedy_en)
    # The sentence of an identity is in the edition, in both languages.
    assert {name.removesuffix("_en") for name in in_english} == in_chinese
    assert bool(entry.remedy_zh) == bool(entry.remedy_en)


@pytest.mark.parametrize("code", dict.fromkeys(code for code, _, _ in OF_ONE_LOG))
def test_a_fault_in_a_log_has_a_remedy_and_an_example(code: str) -> None:
    entry = catalogue()[code]
    assert entry.remedy_zh
    assert entry.example


def test_the_year_of_these_logs_has_an_edition() -> None:
    assert Edition.for_year(2024).id == "2021"
