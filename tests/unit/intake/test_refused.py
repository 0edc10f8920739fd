"""Files whose structure is not recognised: what is said of their headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from reportcli.finding import Refusal
from reportcli.intake.build import build_logs
from reportcli.intake.child.parent import Limits, Readings
from reportcli.intake.log import Log
from reportcli.settings import Settings, SheetSettings
from tests.logs import rows_of, write_log
from tests.unit.intake.test_log import GRANTED, REQUESTS


def build(path: Path, settings: Settings | None = None) -> list[Log]:
    """The logs of a real file, read as a run reads it."""
    return build_logs(Readings([str(path)], settings or Settings(), Limits(seconds=30)).result())


def book(path: Path, **sheets: str) -> Path:
    """A workbook of several sheets, each from its text table."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, table in sheets.items():
        page = workbook.create_sheet(name)
        for row in rows_of(table):
            page.append(row)
    workbook.save(path)
    return path


def refusal_of(path: Path, settings: Settings | None = None) -> Refusal:
    with pytest.raises(ExceptionGroup) as caught:
        build(path, settings)
    (refusal,) = caught.value.exceptions
    assert isinstance(refusal, Refusal)
    assert refusal.status == 4
    return refusal


@pytest.mark.parametrize(
    ("table", "code", "named"),
    [
        (
            "来信日 | 申请人类型 | 办理结果 | 答复日期",
            "header-incomplete",
            ["依申请公开台账", "收到日期", "来信日"],
        ),
        (
            "收到日期 | 申请内容 | 办理结果 | 答复日期 | 谁",
            "header-incomplete",
            ["申请人类型/申请人", "谁"],
        ),
        (
            "标题 | 文号 | 信息类别 | 上线日",
            "header-incomplete",
            ["主动公开台账", "制发日期/公开日期", "上线日"],
        ),
        (
            "收到日期 | 收到日期 | 申请人 | 办理结果 | 答复日期",
            "header-doubled",
            ["收到日期、收到日期", "[columns.requests]", "received"],
        ),
        (
            "科室 | 房间 | 收到日 | 答复日",
            "header-missing",
            ["科室", "房间", "收到日期", "答复日期"],
        ),
        ("随便写写", "header-missing", ["随便写写"]),
    ],
)
def test_a_sheet_that_is_no_sound_log_is_refused_with_its_headings(
    tmp_path: Path, table: str, code: str, named: list[str]
) -> None:
    refusal = refusal_of(book(tmp_path / "log.xlsx", 台账=table))
    assert refusal.code == code
    message = refusal.message("zh")
    assert [name for name in [*named, "log.xlsx '台账'"] if name not in message] == []


def test_a_sheet_that_is_nearly_a_log_is_refused_also_beside_a_sound_one(tmp_path: Path) -> None:
    path = book(
        tmp_path / "log.xlsx",
        上半年=f"{REQUESTS}\n{GRANTED}",
        下半年="来信日 | 申请人类型 | 申请内容 | 办理结果 | 答复日期\n" + GRANTED,
    )
    refusal = refusal_of(path)
    assert refusal.code == "header-incomplete"
    assert refusal.address
    assert refusal.address.sheet == "下半年"
    assert "来信日" in refusal.message("zh")


def test_a_sheet_with_a_doubled_column_is_refused_also_beside_a_sound_one(tmp_path: Path) -> None:
    path = book(
        tmp_path / "log.xlsx", 一=f"{REQUESTS}\n{GRANTED}", 二=f"{REQUESTS} | 答复时间\n{GRANTED}"
    )
    assert refusal_of(path).code == "header-doubled"


def test_such_a_sheet_may_be_left_out_or_mapped_by_the_settings(tmp_path: Path) -> None:
    path = book(
        tmp_path / "log.xlsx",
        一=f"{REQUESTS}\n{GRANTED}",
        二=f"来信日 | 申请人类型 | 办理结果 | 答复日期\n{GRANTED}\n{GRANTED}",
    )
    assert [
        len(log.frame) for log in build(path, Settings(sheets={"二": SheetSettings(skip=True)}))
    ] == [1]
    assert [
        len(log.frame)
        for log in build(path, Settings(columns={"requests": {"来信日": "received"}}))
    ] == [1, 2]


def test_sheets_that_are_no_logs_beside_one_are_passed_over(tmp_path: Path) -> None:
    path = book(
        tmp_path / "log.xlsx",
        说明="填表说明 | x\n1 | 收到日期按公历填写",
        台账=f"{REQUESTS}\n{GRANTED}",
        空="",
    )
    assert [log.source.sheet for log in build(path)] == ["台账"]


def test_hidden_sheets_are_read_too(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.title = "封面"
    page = workbook.create_sheet("台账")
    for row in rows_of(f"{REQUESTS}\n{GRANTED}"):
        page.append(row)
    page.sheet_state = "hidden"
    workbook.save(tmp_path / "log.xlsx")
    assert [(log.source.sheet, log.source.state) for log in build(tmp_path / "log.xlsx")] == [
        ("台账", "hidden")
    ]


def test_several_files_without_a_log_are_refused_together(tmp_path: Path) -> None:
    files = [write_log(tmp_path / f"{name}.csv", "科室 | 电话\n法规科 | 1") for name in "ab"]
    with pytest.raises(ExceptionGroup) as caught:
        build_logs(Readings([str(file) for file in files], Settings(), Limits(seconds=30)).result())
    assert [(one.status, one.code) for one in caught.value.exceptions] == [
        (4, "header-missing")
    ] * 2
