"""What `inspect` shows on the terminal: a sheet, its columns, its rows, and what nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

from reportcli.terminal.inspected import column_line, hints, rows_line, write_inspection
from reportcli.words.messages import CHINESE, ENGLISH

LOG: dict[str, Any] = {
    "sheet": "台账",
    "state": "visible",
    "kind": "requests",
    "header_rows": [2, 3],
    "columns": [],
    "rows": None,
    "dates": {"received": ["2024-01-05", "2024-03-06"]},
    "unknown": [
        {"wording": "已寄送", "count": 2, "first": "L6", "code": "outcome-unknown", "closest": [{"text": "予以公开"}]}
    ],
}  # fmt: skip
NO_LOG: dict[str, Any] = {
    "sheet": "表2",
    "state": "hidden",
    "kind": None,
    "skipped": "sheet-no-log",
    "rows_unread": 7,
    "like": "requests",
    "missing": [["received"], ["closed", "outcome"]],
    "doubled": {"received": ["来文日期", "收文日期"]},
    "columns": [],
    "rows": None,
    "dates": {},
    "unknown": [],
}


def inspection(*sheets: dict[str, Any]) -> dict[str, Any]:
    """What was found in one file."""
    return {"files": [{"file": "log.csv", "format": "csv", "encoding": "utf-8", "sheets": sheets}]}


def test_a_log_with_its_kind_its_header_its_days_and_what_is_unknown() -> None:
    assert write_inspection(inspection(LOG), CHINESE).splitlines() == [
        "log.csv  csv utf-8",
        "  “台账”  依申请公开台账，表头在第 2, 3 行",
        "    收到日期  2024-01-05 – 2024-03-06",
        "    “已寄送” 2 处，首见 L6  outcome-unknown  最接近：予以公开",
    ]


def test_a_sheet_that_is_no_log_says_what_it_lacks_and_has_twice() -> None:
    english = write_inspection(inspection(NO_LOG), ENGLISH).splitlines()
    assert english[2:] == [
        "    7 rows, in none of the figures",
        "    required column missing: Date received [received]",
        "    required column missing: Date closed [closed]/Outcome [outcome]",
        "    several columns claim to be Date received [received]: 来文日期、收文日期",
    ]
    chinese = write_inspection(inspection(NO_LOG), CHINESE)
    assert "缺少必需的列：答复日期/办理结果" in chinese
    assert "received" not in chinese


@pytest.mark.parametrize(
    ("column", "line"),
    [
        ({"field": "received", "how": "close"}, "收到日 → 收到日期（按最接近的标题）"),
        ({"field": None, "how": "unread"}, "收到日 没有读取，可能影响数字"),
        ({"field": None, "how": "exact"}, "收到日 不用"),
        ({"field": None, "how": None}, "收到日 未识别"),
        ({"field": None, "how": None, "closest": [{"text": "收到日期"}]}, "收到日 未识别 最接近：收到日期"),
    ],
)  # fmt: skip
def test_a_column_says_what_became_of_it(column: dict[str, Any], line: str) -> None:
    told = column_line("requests", {"column": "B", "heading": "收到日", **column}, CHINESE)
    assert " ".join(told.replace(" (", "（").replace(")", "）").split()) == f"B {line}"


def test_the_rows_by_what_they_are() -> None:
    rows = {"read": 7, "records": 4, "faulty": {"date-invalid": 1}, "set_aside": {"blank": 1}}
    told = rows_line(rows, ENGLISH)
    assert told.startswith("7 rows read = records 4 + ")
    assert told.endswith("of these faulty: date-invalid 1")
    assert "faulty" not in rows_line({**rows, "faulty": {}}, ENGLISH)


def test_controls_in_a_file_do_not_reach_the_terminal() -> None:
    text = write_inspection(inspection({**LOG, "sheet": "台\x1b[2J账"}), CHINESE)
    assert "\x1b" not in text


def test_without_a_likely_text_nothing_is_hinted() -> None:
    assert hints([], CHINESE) == ""
    assert hints([{"text": "甲"}, {"text": "乙"}], CHINESE) == "最接近：甲、乙"
