"""Prose that is right is not accused, and prose that is wrong is: counts, groups and "none" in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportcli.document import Document, compile_document
from reportcli.export.markdown import write_document
from reportcli.finding import Finding
from reportcli.report import compile_report
from reportcli.words.messages import CHINESE
from tests.logs import write_log

# 3 requests by website and 6 by letter; 2 carried forward, one corrected, one refused
REQUESTS = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 补正通知日期 | 收到补正日期 | 答复日期   | 办理结果 | 理由
    2024-1   | 2024-03-01 | 自然人     | 网站     | 2024-03-05   | 2024-03-08   | 2024-03-20 | 予以公开 |
    2024-2   | 2024-03-01 | 自然人     | 网站     |              |              | 2024-03-20 | 予以公开 |
    2024-3   | 2024-03-01 | 自然人     | 网站     |              |              | 2024-03-20 | 予以公开 |
    2024-4   | 2024-03-01 | 自然人     | 信函     |              |              | 2024-03-20 | 予以公开 |
    2024-5   | 2024-03-01 | 自然人     | 信函     |              |              | 2024-03-20 | 予以公开 |
    2024-6   | 2024-03-01 | 商业企业   | 信函     |              |              | 2024-03-20 | 不予公开 | 国家秘密
    2024-7   | 2024-03-01 | 自然人     | 信函     |              |              | 2024-03-20 | 予以公开 |
    2024-8   | 2024-12-25 | 自然人     | 当面     |              |              |            |          |
    2024-9   | 2024-12-26 | 自然人     | 信函     |              |              |            |          |
"""
# 4 reviews, 3 decided
CASES = """
    案号 | 案件类型 | 受理日期   | 审理结果 | 审结日期
    复1  | 行政复议 | 2024-03-01 | 维持     | 2024-05-01
    复2  | 行政复议 | 2024-03-01 | 维持     | 2024-05-01
    复3  | 行政复议 | 2024-03-01 | 撤销     | 2024-05-01
    复4  | 行政复议 | 2024-11-01 |          |
"""


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("logs")
    return [write_log(folder / "台账.xlsx", REQUESTS), write_log(folder / "复议.xlsx", CASES)]


def errors(logs: list[Path], folder: Path, text: str) -> list[Finding]:
    """The errors found in a text about the logs."""
    (folder / "一.md").write_text(text, "utf-8")
    report = compile_report(logs, year=2024, as_of=date(2025, 1, 15))
    document = compile_document(report, text=folder)
    return [
        one
        for one in document.report.findings
        if one.address.file.endswith(".md") and one.severity == "error"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "共办理并答复网站申请3件、纸质申请6件，顺延至下一年答复2件。",
        "纸质申请6件。",
        "结转下年度继续办理2件。",
        "其中2件顺延至下一年度答复。",
        "行政复议4件，3件做了复议决定。",
        "行政复议4件，其中3件已作出复议决定。",
        "全年制发文件12件，其中不予公开5件。",
        "对1件内容不明确的申请发出补正告知书。",
        "发出补正通知书1份。",
        "较上年增长0.3个百分点。",
        "收到申请9件，其中自然人8件，商业企业1件。",
    ],
)
def test_what_is_right_is_not_accused(logs: list[Path], tmp_path: Path, text: str) -> None:
    assert errors(logs, tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "纸质申请7件。",
        "顺延至下一年答复3件。",
        "行政复议4件，4件做了复议决定。",
        "对3件内容不明确的申请发出补正告知书。",
        "全年未收到政府信息公开申请。",
        "对收到的申请均予以公开。",
        "行政复议案件已全部办结。",
        "全年未发生行政复议。",
        "行政复议为零。",
        "没有结转下年度办理的申请。",
    ],
)
def test_what_is_wrong_is_an_error(logs: list[Path], tmp_path: Path, text: str) -> None:
    assert errors(logs, tmp_path, text)


def written(folder: Path, log: str, previous: str | None = None) -> str:
    """Part one of the report as the program writes it."""
    path = write_log(folder / "log.csv", log)
    before = None
    if previous is not None:
        before = write_log(folder / "before.csv", previous)
    report = compile_report([path], year=2024, as_of=date(2025, 1, 15), previous=before)
    document: Document = compile_document(report)
    return write_document(document, CHINESE)


ONE = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 办理结果 | 答复日期
    2024-001 | 2024-12-20 | 自然人     | 信函     |          |
"""
NONE = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 办理结果 | 答复日期
    2023-001 | 2023-12-20 | 自然人     | 信函     | 予以公开 | 2024-01-10
"""


@pytest.mark.parametrize("log", [ONE, NONE], ids=["one", "none"])
def test_no_sentence_is_written_about_nothing(tmp_path: Path, log: str) -> None:
    text = written(tmp_path, log)
    for nonsense in ("0件，占0%", "0件，其中", "占0%"):
        assert nonsense not in text


def test_no_change_is_told_in_thousands_of_percent(tmp_path: Path) -> None:
    rows = "\n".join(
        f"2024-{n} | 2024-03-01 | 自然人 | 信函 | 予以公开 | 2024-03-20" for n in range(130)
    )
    header = "登记编号 | 收到日期 | 申请人类型 | 申请方式 | 办理结果 | 答复日期\n"
    before = header + "2023-1 | 2023-03-01 | 自然人 | 信函 | 予以公开 | 2023-03-20"
    assert "12900%" not in written(tmp_path, header + rows, before)
