"""What became of a row, whichever way a person names it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec import to_builtins

from reportcli.answer.row import RowError, explain_row, find_row
from reportcli.export.answers import row_json
from reportcli.finding import Address
from reportcli.report import Report, compile_report
from reportcli.terminal.explained import write_row
from reportcli.words.messages import CHINESE, Voice, messages
from tests.expand import write_xlsx
from tests.logs import write_log

REQUESTS = """
    依申请公开台账 | | | | | | | |
    登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 补正通知日期 | 补正日期 | 答复日期 | 办理结果
    2024-1 | 2024-01-05 | 张三丰 | 自然人 | 征地补偿 | 2024-01-08 | 2024-01-10 | 2024-01-20 | 予以公开
    2024-2 | 2024-02-05 | 李四光 | 自然人 | 规划图   | | | 2024-02-20 | 不知所云
    2023-9 | 2023-12-25 | 王五一 | 自然人 | 会议纪要 | | |            |
           |            |        |        |          | | |            |
    2022-9 | 2022-04-05 | 孙七星 | 自然人 | 台账     | | | 2022-04-21 | 予以公开
    登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 补正通知日期 | 补正日期 | 答复日期 | 办理结果
    2024-3 | 2024-03-05 | 甲公司 | 企业   | 会议纪要 | | | 2024-03-20 | 属于国家秘密
    合计   | 4件        |        |        |          | | |            |
"""
PUBLICATIONS = """
    标题     | 文号     | 信息类别       | 制发日期   | 公开日期   | 公开方式   | 数量 | 收费金额（元）
    一号通知 | 〔2024〕1号 | 行政规范性文件 | 2024-02-01 | 2024-02-03 |          |      |
    行政许可 |          | 行政许可       | 2024-02-01 |            |            | 12   |
    收费     |          | 行政事业性收费 | 2024-05-01 |            |            |      | 961716.05
    访谈     |          | 在线访谈       |            | 2024-02-03 |            |      |
    内部     |          | 行政许可       | 2024-02-01 |            | 依申请公开 |      |
"""


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two logs with rows of every fate, and personal text in them."""
    folder = tmp_path_factory.mktemp("logs")
    return [
        write_log(folder / "requests.xlsx", REQUESTS),
        write_log(folder / "publications.xlsx", PUBLICATIONS),
    ]


@pytest.fixture(scope="module")
def report(logs: list[Path]) -> Report:
    """The report on them."""
    return compile_report(logs, as_of=date(2025, 1, 12))


@pytest.mark.parametrize(
    ("row", "fate", "why"),
    [
        ("requests.xlsx '台账'!1", "title", "在表头之上"),
        ("requests.xlsx '台账'!2", "header", "列的标题"),
        ("requests.xlsx '台账'!3", "counted", ""),
        ("requests.xlsx '台账'!4", "outcome-unknown", "没有计入任何数字"),
        ("requests.xlsx '台账'!5", "counted", ""),
        ("requests.xlsx '台账'!6", "blank", "没有内容"),
        ("requests.xlsx '台账'!7", "outside-year", "2024 年以前已办结"),
        ("requests.xlsx '台账'!8", "repeated-header", "再次写了列的标题"),
        ("requests.xlsx '台账'!10", "total-row", "合计由各行重新得出"),
        ("publications.xlsx '台账'!5", "counted", "只在文字部分"),
        ("publications.xlsx '台账'!6", "not-proactive", "不是主动公开"),
    ],
)
def test_what_became_of_a_row(report: Report, row: str, fate: str, why: str) -> None:
    explanation = explain_row(report, find_row(report, row))
    assert explanation.fate == fate
    assert why in to_builtins(row_json(explanation, report, None, CHINESE))["why"]
    assert bool(explanation.contributions) == (fate == "counted" and not why)
    assert why in write_row(explanation, report, None, Voice(width=200))


def test_every_number_of_a_row(report: Report) -> None:
    explanation = explain_row(report, find_row(report, "requests.xlsx '台账'!C3"))
    assert [
        (figure.id.removeprefix("requests/"), n) for figure, n in explanation.contributions
    ] == [
        ("received/natural_person", 1),
        ("outcome.granted/natural_person", 1),
        ("received/total", 1),
        ("outcome.granted/total", 1),
        ("outcome.total/natural_person", 1),
        ("outcome.total/total", 1),
    ]
    assert explanation.number == "2024-1"
    assert {field: day.isoformat() for field, day in explanation.dates.items()} == {
        "received": "2024-01-05",
        "correction_notified": "2024-01-08",
        "corrected": "2024-01-10",
        "closed": "2024-01-20",
    }


def test_a_faulty_row_names_its_fault_and_the_remedy(report: Report) -> None:
    explanation = explain_row(report, find_row(report, "requests.xlsx '台账'!4"))
    data = to_builtins(row_json(explanation, report, None, CHINESE))
    assert [(one["code"], one["cell"]) for one in data["findings"]] == [("outcome-unknown", "I4")]
    text = write_row(explanation, report, None, CHINESE)
    assert "“不知所云”无法对应表三的任何一行" in text
    assert "reportcli.toml" in text


@pytest.mark.parametrize(
    "name",
    [
        "'台账'!17",
        "台账!17",
        "台账！17",
        "台账:17",
        "17",
        " '台账'!$H$17",
        "h17",
        "17:17",
        "'台账'!17:17",
    ],
)
def test_ways_to_name_a_row(tmp_path: Path, name: str) -> None:
    rows = "收到日期 | 申请人类型 | 答复日期 | 办理结果\n" + "2024-01-05 | 自然人 | |\n" * 20
    file = str(write_log(tmp_path / "requests.xlsx", rows))
    assert find_row(compile_report([file]), name) == Address(file, "台账", 17)


@pytest.mark.parametrize(
    ("name", "file", "key"),
    [
        ("3", None, "row-several"),
        ("'台账'!3", None, "row-several"),
        ("'别的'!3", None, "row-unknown"),
        ("3", "cases.xlsx", "row-unknown"),
        ("11", "requests.xlsx", "row-beyond"),
        ("0", "requests.xlsx", "row-beyond"),
        ("第三行", None, "row-invalid"),
        ("", None, "row-invalid"),
    ],
)
def test_what_names_no_row(report: Report, name: str, file: str | None, key: str) -> None:
    with pytest.raises(RowError) as fault:
        find_row(report, name, file)
    assert fault.value.key == key
    assert messages()["usage"][key].zh.format_map(fault.value.details)


def test_a_sheet_with_a_quote_in_its_name(tmp_path: Path) -> None:
    rows = [
        ["收到日期", "申请人类型", "答复日期", "办理结果"],
        [date(2024, 1, 5), "自然人", None, None],
    ]
    write_xlsx({"it's": rows, "说明": [["填表说明"]]}, tmp_path / "log.xlsx")
    report = compile_report([tmp_path / "log.xlsx"])
    assert find_row(report, "'it''s'!2").sheet == find_row(report, "it's:2").sheet == "it's"
    skipped = explain_row(report, find_row(report, "说明:1"))
    assert (skipped.fate, skipped.kind) == ("sheet-no-log", None)
    assert "不是台账" in write_row(skipped, report, None, CHINESE)
