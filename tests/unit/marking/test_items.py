"""The findings of a file with the unit that has to look at each, and the cell that it is marked at."""

from __future__ import annotations

from pathlib import Path

from reportcli.marking.items import items_of, shown_value
from tests.logs import write_log
from tests.marked import report_of

LOG = """
收到日期  | 申请人类型 | 申请方式 | 办理结果 | 答复日期  | 承办科室     | 登记编号
2024-1-5  | 自然人     | 信函     | 不知所云 | 2024-2-1  | 规划科 王小明 | 24-1
2024-2-30 | 自然人     | 信函     | 予以公开 | 2024-3-1  |              | 24-2
"""


def test_each_finding_has_the_unit_and_the_number_of_its_record(tmp_path: Path) -> None:
    write_log(tmp_path / "log.csv", LOG)
    report = report_of(tmp_path / "log.csv")
    items = items_of(report, str(tmp_path / "log.csv"))
    found = [(one.finding.code, one.unit, one.number, one.place) for one in items]
    assert [one for one in found if one[3] != (1, 1)] == [
        ("outcome-unknown", "规划科", "24-1", (2, 4)),
        ("date-invalid", "", "24-2", (3, 1)),
    ]


def test_findings_about_no_cell_of_the_file_have_no_place(tmp_path: Path) -> None:
    write_log(tmp_path / "log.csv", LOG)
    report = report_of(tmp_path / "log.csv")
    assert {one.place for one in items_of(report, "another.csv")} == {None}


def test_what_is_shown_of_a_value_is_harmless() -> None:
    assert [shown_value(one) for one in (None, float("nan"), 7, "甲\u202e")] == [
        "",
        "",
        "7",
        "甲\\u202e",
    ]
