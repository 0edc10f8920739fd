"""What lies behind a fact of the prose: its rows, whose contributions sum to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportcli.answer.fact import FactError, explain_fact
from reportcli.cli.commands import app
from reportcli.report import Report, compile_report
from tests.logs import write_log

REQUESTS = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 件数 | 收费金额 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 网站     | 2    |          | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 商业企业   | 信函     |      | 12.50    | 2024-06-20 | 予以公开
    2024-3   | 2024-03-05 | 自然人     | 电子邮件 |      |          |            |
    2024-4   | 2024-04-05 | 自然人     |          |      |          | 2024-04-10 | 予以公开
"""
PUBLICATIONS = """
    标题 | 信息类别 | 公开日期   | 栏目     | 公开渠道            | 数量
    甲   | 政策解读 | 2024-02-03 | 政策解读 | 本局网站、微信公众号 | 1
    甲   | 政策解读 | 2024-02-03 | 政策解读 | 广播                 | 3
    乙   | 通知公告 | 2024-02-04 | 通知公告 | 本局网站            |
"""


@pytest.fixture
def report(tmp_path: Path) -> Report:
    logs = [
        write_log(tmp_path / "requests.xlsx", REQUESTS),
        write_log(tmp_path / "publications.xlsx", PUBLICATIONS),
    ]
    return compile_report(logs, year=2024)


def every_number(report: Report) -> list[str]:
    """The names of all numbers of all facts."""
    return [
        f"{fact}.{part}" if part else fact
        for fact, value in report.facts.items()
        for part in (value if isinstance(value, Mapping) else [""])
    ]


def test_the_rows_of_every_fact_sum_to_it(report: Report) -> None:
    names = every_number(report)
    assert len(names) > 20
    for name in names:
        found = explain_fact(report, name)
        assert sum(row.contribution for row in found.rows) == found.value, name


def test_the_rows_of_every_fact_of_the_sample_sum_to_it(sample: Report) -> None:
    for name in every_number(sample):
        found = explain_fact(sample, name)
        assert sum(row.contribution for row in found.rows) == found.value, name


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("requests.by_channel.online", [(2, 2), (4, 1)]),
        ("新收申请按申请方式：网上", [(2, 2), (4, 1)]),
        ("requests.by_channel_in_detail.unknown", [(5, 1)]),
        ("逾期办结", [(3, 1)]),
        ("requests.fee_cases", [(3, 1)]),
    ],
)
def test_the_rows_behind_a_fact_by_id_or_label(
    report: Report, name: str, rows: list[tuple[int, int]]
) -> None:
    found = explain_fact(report, name)
    assert [(row.address.row, row.contribution) for row in found.rows] == rows


@pytest.mark.parametrize("name", ["requests.by_channel", "requests.on_timee", "天气"])
def test_what_names_no_single_fact_offers_those_that_may_be_meant(
    report: Report, name: str
) -> None:
    with pytest.raises(FactError) as fault:
        explain_fact(report, name)
    assert fault.value.close


def test_the_command_writes_text_json_csv_and_a_workbook(tmp_path: Path) -> None:
    log = str(write_log(tmp_path / "requests.xlsx", REQUESTS))
    words = ["explain", log, "--year", "2024", "--cell", "按期办结", "-q", "--lang", "zh"]
    shown = CliRunner().invoke(app, words)
    assert shown.stdout.startswith("按期办结 = 3 件\n编号：requests.on_time\n")
    data = json.loads(CliRunner().invoke(app, [*words, "-f", "json"]).stdout)
    assert (data["cell"], data["value"]) == ("requests.on_time", 3)
    assert sum(row["contribution"] for row in data["rows"]) == 3
    listed = CliRunner().invoke(app, [*words, "-f", "csv"]).stdout.splitlines()
    assert listed[0] == "file,sheet,row,number,received,closed,contribution,cell"
    assert len(listed) == 3
