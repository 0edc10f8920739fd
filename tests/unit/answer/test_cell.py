"""What lies behind a number or a row: every contribution of whole published years, then row by row.

The form of the output is looked at where it is a promise: the JSON, and that nothing personal is in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec import to_builtins
from typer.testing import CliRunner, Result

from reportcli.answer.cell import (
    LogMissing,
    explain_cell,
)
from reportcli.answer.row import contributions_of
from reportcli.cli.commands import app
from reportcli.count.number import Number
from reportcli.export.answers import cell_json
from reportcli.finding import Address
from reportcli.law.cell_names import CellError
from reportcli.report import Report, compile_report
from reportcli.terminal.explained import write_cell
from reportcli.words.messages import CHINESE
from tests.expand import PUBLISHED_2020, expand, read_published, write_xlsx
from tests.logs import write_log

SETS = {"2020": PUBLISHED_2020, "2023": read_published("suqian-2023")}

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
PERSONAL = ["张三丰", "李四光", "王五一", "孙七星", "甲公司", "征地补偿", "规划图", "会议纪要"]


# -- whole years --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=SETS)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report on the three logs of a published year, in one workbook."""
    file = tmp_path_factory.mktemp("published") / "logs.xlsx"
    write_xlsx(expand(SETS[request.param]), file)
    return compile_report([file])


def test_contributions_sum_to_each_number_and_each_row_knows_its_numbers(published: Report) -> None:
    by_row: dict[Address, dict[str, Number]] = defaultdict(dict)
    for table, numbers in published.tables.items():
        for (line, column), number in numbers.items():
            explanation = explain_cell(published, f"{table}/{line}/{column}")
            rows = [row for _, rows in explanation.leaves for row in rows]
            assert sum(row.contribution for row in rows) == number == explanation.figure.value
            if explanation.addends:
                assert sum(addend.value for addend in explanation.addends) == number
            for row in rows:
                at = by_row[row.address]
                at[explanation.figure.id] = at.get(explanation.figure.id, 0) + row.contribution
    assert len(by_row) > 1000
    parts = {part.log.source.sheet: part for part in published.tally.parts}
    for address, numbers in by_row.items():
        found = contributions_of(published, parts[address.sheet], address.row)
        assert {figure.id: number for figure, number in found} == numbers


# -- one number ---------------------------------------------------------------------------------------------


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


def test_a_counted_number(report: Report, logs: list[Path]) -> None:
    data = to_builtins(cell_json(explain_cell(report, "三/予以公开/自然人"), report, CHINESE))
    assert data["cell"] == "requests/outcome.granted/natural_person"
    assert (data["format"], data["value"], data["unit"], data["addends"]) == (
        "reportcli-explain/1", 1, "件", [],
    )  # fmt: skip
    assert data["rules"] == {
        "requests/outcome.granted/natural_person": {
            "rule": "2024 年内办结（不论哪年收到），办理结果属于这一行；申请人属于这一列",
            "basis": "条例36(一),36(二)",
        }
    }
    assert data["rows"] == [
        {
            "file": str(logs[0]),
            "sheet": "台账",
            "row": 3,
            "contribution": 1,
            "cell": "requests/outcome.granted/natural_person",
            "number": "2024-1",
            "dates": {"received": "2024-01-05", "closed": "2024-01-20"},
        }
    ]


def test_a_total_names_its_addends_one_step_down(report: Report) -> None:
    grand = explain_cell(report, "requests/outcome.total/total")
    assert {figure.id: figure.value for figure in grand.addends if figure.value} == {
        "requests/outcome.granted/total": 1,
        "requests/outcome.refused.state_secret/total": 1,
    }
    line = explain_cell(report, "requests/received/total")
    assert [figure.column.id for figure in line.addends if figure.value] == [
        "natural_person",
        "business",
    ]
    assert len(line.addends) == 6
    data = to_builtins(cell_json(grand, report, CHINESE))
    assert [row["cell"] for row in data["rows"]] == [
        "requests/outcome.granted/natural_person",
        "requests/outcome.refused.state_secret/business",
    ]
    assert set(data["rules"]) == {row["cell"] for row in data["rows"]}


@pytest.mark.parametrize(
    ("cell", "row", "contribution", "dates"),
    [
        ("normative_documents/issued", 2, 1, {"made": "2024-02-01", "published": "2024-02-03"}),
        ("licensing/decisions", 3, 12, {"made": "2024-02-01"}),
        ("fees/amount", 4, "96.171605", {"made": "2024-05-01"}),
    ],
)
def test_publications_add_counts_and_money(
    report: Report, cell: str, row: int, contribution: int | str, dates: dict[str, str]
) -> None:
    data = to_builtins(cell_json(explain_cell(report, f"publications/{cell}"), report, CHINESE))
    [found] = data["rows"]
    assert (found["row"], found["contribution"], found["dates"]) == (row, contribution, dates)
    assert data["value"] == contribution
    [rule] = data["rules"].values()
    assert rule["basis"].startswith("条例第二十条第（")


def test_a_number_that_is_nought(report: Report) -> None:
    explanation = explain_cell(report, "requests/outcome.partial/research")
    assert cell_json(explanation, report, CHINESE).rows == []
    assert "没有任何行计入" in write_cell(explanation, report, CHINESE)


def test_what_names_no_number(report: Report) -> None:
    with pytest.raises(CellError) as unknown:
        explain_cell(report, "requests/outcome.grant/natural_person")
    assert "requests/outcome.granted/natural_person" in unknown.value.close
    with pytest.raises(LogMissing, match="cases"):
        explain_cell(report, "cases/review/total")


# -- sentences ----------------------------------------------------------------------------------------------


# -- the command --------------------------------------------------------------------------------------------


def invoke(*words: str | Path) -> Result:
    """A run in this process."""
    return CliRunner().invoke(
        app, [*map(str, words)], prog_name="reportcli", env={"LANG": "C.UTF-8"}
    )


WAYS: list[tuple[str, ...]] = [
    ("--cell", "requests/received/total"),
    ("--cell", "requests/carried_forward/natural_person"),
    *(("--row", f"台账:{row}", "--file", "requests.xlsx") for row in range(1, 11)),
]


@pytest.mark.parametrize("format_", ["text", "json"])
@pytest.mark.parametrize("words", WAYS)
def test_nothing_personal_is_shown(logs: list[Path], words: tuple[str, ...], format_: str) -> None:
    result = invoke("explain", *logs, *words, "-f", format_, "-v", "--lang", "zh")
    assert result.exit_code == 1  # the unknown outcome
    assert result.stdout
    assert [word for word in PERSONAL if word in result.output] == []


@pytest.mark.parametrize(
    ("format_", "read"), [("text", str), ("json", lambda text: str(json.loads(text)["values"]))]
)
def test_no_mask_shows_the_row_as_it_stands(
    logs: list[Path], format_: str, read: Callable[[str], str]
) -> None:
    words = ("--row", "台账:3", "--file", "requests.xlsx", "--no-mask", "-f", format_, "-q")
    result = invoke("explain", *logs, *words)
    shown = read(result.stdout)
    assert "张三丰" in shown
    assert "征地补偿" in shown
    assert "李四光" not in result.output


REFUSED = [
    (2, ("--cell", "三/予以公开"), "requests/outcome.granted/natural_person"),
    (2, ("--row", "3"), "requests.xlsx '台账'!3"),
    (2, ("--row", "台账:99", "--file", "requests.xlsx"), "10"),
    (2, ("--code", "outcome-unkown"), "outcome-unknown"),
    (2, (), "--cell"),
    (2, ("--cell", "requests/received/total", "--row", "3"), "--cell"),
    (2, ("--cell", "requests/received/total", "--no-mask"), "--no-mask"),
    (2, ("--cell", "requests/received/total", "-f", "md"), "text, xlsx, json, csv"),
    (4, ("--cell", "cases/review/total"), "复议诉讼台账"),
]


@pytest.mark.parametrize(("status", "words", "said"), REFUSED)
def test_what_cannot_be_explained(
    logs: list[Path], status: int, words: tuple[str, ...], said: str
) -> None:
    result = invoke("explain", *logs, *words, "--lang", "zh")
    assert result.exit_code == status
    assert result.stdout == ""
    assert said in result.stderr


def test_without_logs_only_a_code_is_explained() -> None:
    assert invoke("explain", "--code", "date-invalid").exit_code == 0
    assert invoke("explain", "--cell", "requests/received/total").exit_code == 2


def test_files_as_in_other_commands(logs: list[Path], tmp_path: Path) -> None:
    words = ("explain", *logs, "--cell", "三/予以公开/自然人")
    assert (
        invoke(
            *words, "-o", tmp_path / "a.json", "-o", tmp_path / "a.txt", "--lang", "zh"
        ).exit_code
        == 1
    )
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["value"] == 1
    assert "三、收到和处理政府信息公开申请情况" in (tmp_path / "a.txt").read_text("utf-8")
    assert invoke(*words, "-o", tmp_path / "a.json").exit_code == 6
