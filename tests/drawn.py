"""Reports that the writers are tried on: both sample years, and one whose logs hold whatever may go wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportcli.document import Document, compile_document
from reportcli.report import Report, compile_report
from tests.logs import figures_of_year, write_log
from tests.places import SAMPLES

REQUESTS = """
    登记编号 | 收到日期 | 申请人 | 证件号码 | 联系电话 | 申请内容 | 申请方式 | 答复日期 | 办理结果
    2024-1 | 2024-01-05 | 张三丰 | 320404198001011234 | 13812345678 | 征地补偿 | 网上 | 2024-01-20 | 予以公开
    2024-2 | 2024-02-05 | 李四光 |  | 13912345678 | 规划图   | 当面   | 2024-02-20 | 不知所云
    2024-3 | 2024-03-05 | 王五一 |  |             | 会议纪要 | 小程序 | 2024-03-20 | 不予公开
    2024-4 | 2024-12-25 | 赵六安 |  |             | 台账     | 信函   |            |
    2024-5 | 2024-04-05 | 某公司 |  |             | =1+1     | 网上   | 2024-04-01 | 予以公开
    2022-9 | 2022-04-05 | 孙七星 |  |             | 台账     | 网上   | 2022-04-21 | 予以公开
    合计   | 6件        |        |  |             |          |        |            |
"""
PERSONAL = [
    "张三丰",
    "李四光",
    "某公司",
    "320404198001011234",
    "13812345678",
    "征地补偿",
    "会议纪要",
]

LONG = "一个长得没有一行放得下的栏目名称、" * 12
PUBLICATIONS = f"""
    标题   | 信息类别       | 制发日期   | 公开日期   | 栏目              | 公开渠道 | 金额（元）
    通知   | 行政规范性文件 | 2024-02-01 | 2024-02-03 | {LONG} | 本局网站 |
    公告   | 通知公告       |            | 2024-02-03 | {"x" * 300} | 本局网站 |
    消息   | 工作动态       |            | 2024-02-04 | =cmd | 本局网站 |
    快讯   | 工作动态       |            | 2024-02-05 | a/b <i>*c*</i> `d`| 本局网站 |
    收费   | 行政事业性收费 | 2024-05-01 | 2024-05-01 | +1                | 本局网站 | 961716000.05
"""


@pytest.fixture(scope="session", params=["2020", "2024"])
def sample(request: pytest.FixtureRequest) -> Report:
    """The report on the sample data of one year: the older form, then the newer."""
    year = request.param
    return compile_report(sorted((SAMPLES / year).glob("*.xlsx")), as_of=date(int(year) + 1, 1, 12))


@pytest.fixture(scope="session", params=["2020", "2024"])
def annual(request: pytest.FixtureRequest) -> Document:
    """The annual report on one year, its method note in it: the older form without any year before it, the
    newer with two.
    """
    year, known = request.param, SAMPLES / "2024" / "previous-2023.json"
    is_newer = year == "2024"
    report = compile_report(
        sorted((SAMPLES / year).glob("*.xlsx")),
        previous=known if is_newer else None,
        as_of=date(int(year) + 1, 1, 12),
    )
    before = figures_of_year(
        2022, {"requests": {"received": {"total": 47}, "outcome.total": {"total": 44}}}
    )
    return compile_document(report, earlier=[before] if is_newer else [], with_annex=True)


@pytest.fixture(scope="session")
def faulty_logs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Logs with findings, personal text, and topics that are formulas, markup or longer than any line."""
    folder = tmp_path_factory.mktemp("faulty")
    return [
        write_log(folder / "requests.xlsx", REQUESTS),
        write_log(folder / "publications.csv", PUBLICATIONS),
    ]


@pytest.fixture(scope="session")
def faulty(faulty_logs: list[Path]) -> Report:
    """The report on the faulty logs."""
    return compile_report(faulty_logs, as_of=date(2025, 1, 12))
