"""Logs as frames: the worksheet row is the index, and a record that cannot be counted says why."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from reportcli.finding import Refusal
from reportcli.intake.build import build_logs
from reportcli.intake.child.parent import Limits, Readings
from reportcli.intake.log import Log, Stack
from reportcli.settings import Settings, SheetSettings
from tests.logs import log_of, rows_of, write_log

REQUESTS = "收到日期 | 申请人类型 | 办理结果 | 答复日期"
GRANTED = "2024-01-05 | 自然人 | 予以公开 | 2024-01-10"
NO_ROWS: list[int] = []


def codes(log: Log) -> dict[int, str]:
    """Worksheet row → the code that sets it aside."""
    return {row: code for row, code in log.frame["fault"].items() if code}


def findings(log: Log, outside: list[int] = NO_ROWS) -> list[tuple[str, str, str]]:
    """(code, cell, severity) of every finding, in the order of code and cell."""
    rows = pd.Series(outside, dtype="int32").to_numpy()
    return sorted((one.code, one.address.cell, one.severity) for one in log.findings(rows))


# --- rows and columns ---


def test_the_index_is_the_worksheet_row() -> None:
    log = log_of(f"""
        依申请公开台账 | | |
                       | | |
        {REQUESTS}
        2024-01-05 | 自然人 | 予以公开 | 2024-01-10
        合计       |        | 1        |
        2024-01-06 | 企业   |          |
                   |        |          |
        2024-01-07 | 自然人 | 部分公开 | 2024-01-12
        制表人：王五 |      |          |
    """)
    assert (log.kind, log.source.header_rows, log.source.rows_read) == ("requests", [3], 8)
    assert log.frame.index.tolist() == [4, 6, 8]
    assert log.frame.index.name == "row"
    assert log.frame["applicant_type"].tolist() == ["natural_person", "business", "natural_person"]
    set_aside = {reason: rows.tolist() for reason, rows in log.set_aside.items()}
    assert set_aside == {"title": [1], "blank": [2, 7], "total-row": [5], "footer": [9]}


def test_columns_are_typed_also_those_that_the_log_lacks() -> None:
    frame = log_of(
        f"延期 | 延期天数 | 收费金额 | {REQUESTS}\n2024-01-20 | 20 | 5 | {GRANTED}\n | | | {GRANTED}"
    ).frame
    kinds = {name: str(column.dtype) for name, column in frame.items()}
    assert {
        kinds[name] for name in ("received", "closed", "due", "fee_paid", "extension_date")
    } == {"datetime64[s]"}
    assert {kinds[name] for name in ("outcome", "applicant_type", "channel", "unit", "fault")} == {
        "category"
    }
    assert (kinds["extended"], kinds["extension_days"]) == ("bool", "Int64")
    assert frame["extended"].tolist() == [True, False]
    assert frame["extension_date"].tolist() == [pd.Timestamp("2024-01-20"), pd.NaT]
    assert frame["extension_days"].tolist() == [20, pd.NA]
    assert frame["due"].isna().all()
    assert frame["channel"].isna().all()


def test_no_personal_column_is_in_the_frame() -> None:
    log = log_of(
        f"申请人 | 证件号 | 申请内容 | 承办人 | 备注 | {REQUESTS}\n张三 | 1 | x | 王五 | y | {GRANTED}"
    )
    assert not {"applicant", "applicant_code", "subject", "handler", "remarks"} & set(
        log.frame.columns
    )


def test_a_log_without_records_is_a_log() -> None:
    log = log_of(REQUESTS)
    assert (log.frame.index.tolist(), log.source.rows_read) == ([], 0)
    assert codes(log) == {}


def test_the_column_of_a_field_and_nothing_for_one_that_the_sheet_lacks() -> None:
    source = log_of(f"备注 | | {REQUESTS}\n | | {GRANTED}").source
    assert [source.column(field) for field in ("remarks", "received", "closed", "ground")] == [
        1,
        3,
        6,
        0,
    ]


# --- what makes a record impossible to count ---

WITH_MADE = "信息类别 | 制发日期 | 公开日期"
CASES = "案件类型 | 受理日期 | 审理结果 | 审结日期"


@pytest.mark.parametrize(
    ("table", "code", "cell"),
    [
        (f"{REQUESTS}\n | 自然人 | 予以公开 | 2024-01-10", "received-missing", "A2"),
        (f"{REQUESTS}\n | 自然人 |          |", "received-missing", "A2"),
        (
            f"{REQUESTS}\n2024-01-05 | 自然人 | 予以公开 | 2024-01-04",
            "closed-before-received",
            "D2",
        ),
        (f"{REQUESTS}\n2024-01-05 | 自然人 |          | 2024-01-10", "outcome-missing", "C2"),
        (f"{REQUESTS}\n2024-01-05 | 自然人 | 征求意见 | 2024-01-10", "outcome-missing", "C2"),
        (f"{REQUESTS}\n2024-01-05 | 自然人 | 予以公开 |           ", "closing-date-missing", "D2"),
        (f"{WITH_MADE}\n规章 | | 2024-01-05", "made-missing", "B2"),
        (f"{WITH_MADE}\n行政规范性文件 | | 2024-01-05", "made-missing", "B2"),
        (f"{WITH_MADE}\n行政许可 | | ", "date-missing", "C2"),
        (f"{CASES}\n行政复议 |            | 维持 | 2024-03-01", "filed-missing", "B2"),
        (f"{CASES}\n行政复议 | 2024-03-02 | 维持 | 2024-03-01", "closed-before-filed", "D2"),
        (f"{CASES}\n行政复议 | 2024-01-05 |      | 2024-03-01", "result-missing", "C2"),
        (f"{CASES}\n行政复议 | 2024-01-05 | 中止 | 2024-03-01", "result-missing", "C2"),
        (f"{CASES}\n行政复议 | 2024-01-05 | 维持 |           ", "case-closing-date-missing", "D2"),
    ],
)
def test_unsound_records(table: str, code: str, cell: str) -> None:
    log = log_of(table)
    assert findings(log) == [(code, cell, "error")]
    assert codes(log) == {2: code}


@pytest.mark.parametrize(
    "table",
    [
        f"{REQUESTS}\n2024-01-05 | 自然人 | 予以公开 | 2024-01-05",  # answered on the day
        f"{REQUESTS}\n2024-01-05 | 自然人 |          |",
        f"{REQUESTS}\n2024-01-05 | 自然人 | 待补正   |",
        f"{WITH_MADE}\n规章 | 2024-01-05 |",
        f"{WITH_MADE}\n工作动态 | | 2024-01-05",
        f"{WITH_MADE}\n工作动态 | 2024-01-05 |",
        f"{CASES}\n行政复议 | 2024-01-05 | 维持 | 2024-01-05",
        f"{CASES}\n行政复议 | 2024-01-05 |      |",
        f"{CASES}\n行政复议 | 2024-01-05 | 审理中 |",
    ],
)
def test_sound_records(table: str) -> None:
    log = log_of(table)
    assert (findings(log), codes(log)) == ([], {})


def test_where_the_column_is_absent_the_address_is_the_row() -> None:
    log = log_of("信息类别 | 公开日期\n规章 | 2024-01-05")
    assert findings(log) == [("made-missing", "2:2", "error")]


def test_a_record_has_one_reason_though_it_has_several_faults() -> None:
    log = log_of(f"{REQUESTS}\n2024-2-30 | 外星 | 某种 | 2024-01-10\n{GRANTED}")
    assert findings(log) == [
        ("applicant-type-unknown", "B2", "error"),
        ("date-invalid", "A2", "error"),
        ("outcome-unknown", "C2", "error"),
    ]
    assert list(codes(log)) == [2]
    assert codes(log)[2] in ("date-invalid", "applicant-type-unknown", "outcome-unknown")


def test_a_cell_that_cannot_be_read_is_not_called_missing_too() -> None:
    log = log_of(
        f"{REQUESTS}\n2024-01-05 | 自然人 | 某种 | 2024-01-10\n2024-01-05 | 自然人 | 予以公开 | 20.3.5"
    )
    assert findings(log) == [
        ("date-two-digit-year", "D3", "error"),
        ("outcome-unknown", "C2", "error"),
    ]


def test_a_fault_where_no_table_needs_the_cell_is_a_warning_and_the_record_counts() -> None:
    log = log_of(f"缴费日期 | {REQUESTS}\n某天 | {GRANTED}")
    assert findings(log) == [("date-invalid", "A2", "warning")]
    assert codes(log) == {}


def test_a_warning_sets_nothing_aside() -> None:
    log = log_of(f"{REQUESTS}\n2024-01-05 | 自然人 | 咨询函告 | 2024-01-10")
    assert findings(log) == [("outcome-uncertain", "C2", "warning")]
    assert codes(log) == {}


def test_faults_of_rows_outside_the_year_are_not_told() -> None:
    log = log_of(
        f"{REQUESTS}\n2024-01-05 | 外星 | 予以公开 | 2024-01-10\n2023-01-05 | 外星 | 予以公开 | 2023-01-10"
    )
    assert [cell for _, cell, _ in findings(log)] == ["B2", "B3"]
    assert [cell for _, cell, _ in findings(log, outside=[3])] == ["B2"]


# --- files whose structure is not recognised ---


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
            "收到日期 | 申请日期 | 申请人 | 办理结果 | 答复日期",
            "header-doubled",
            ["收到日期、申请日期", "[columns.requests]", "received"],
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


def test_logs_built_together_keep_their_own_rows_and_faults(tmp_path: Path) -> None:
    path = book(
        tmp_path / "log.xlsx",
        一=f"{REQUESTS}\n2024-01-02 | 自然人 | 予以公开 | 2024-01-09\n | 商业企业 | 予以公开 | 2024-02-09",
        空=REQUESTS,
        二=f"说明 |\n{REQUESTS}\n2024-03-02 | 商业企业 | 予以公开 | \n2024-03-02 | 自然人 | 重复申请 | 2024-03-09",
    )
    first, _, last = logs = build(path)
    assert [log.source.sheet for log in logs] == ["一", "空", "二"]
    assert [log.frame.index.tolist() for log in logs] == [[2, 3], [], [3, 4]]
    assert [log.frame["applicant_type"].tolist() for log in (first, last)] == [
        ["natural_person", "business"],
        ["business", "natural_person"],
    ]
    assert [log.frame["fault"].tolist() for log in (first, last)] == [
        ["", "received-missing"],
        ["closing-date-missing", ""],
    ]
    assert [findings(log) for log in logs] == [
        [("received-missing", "A3", "error")],
        [],
        [("closing-date-missing", "D3", "error")],
    ]


def test_a_stack_has_the_rows_of_logs_that_were_built_apart() -> None:
    logs = [
        log_of(f"{REQUESTS}\n2024-01-02 | {applicant} | {outcome} | 2024-01-09")
        for applicant, outcome in (
            ("自然人", "予以公开"),
            ("商业企业", "重复申请"),
            ("自然人", "重复申请"),
        )
    ]
    stack = Stack.of(logs)
    assert stack.frame.index.tolist() == [2, 2, 2]
    assert stack.log_numbers.tolist() == [0, 1, 2]
    assert stack.frame["applicant_type"].tolist() == [
        "natural_person",
        "business",
        "natural_person",
    ]
    kept = stack.holding(np.array([True, False, True]))
    assert (kept.starts.tolist(), kept.log_numbers.tolist()) == ([0, 1, 1, 2], [0, 2])


def test_several_files_without_a_log_are_refused_together(tmp_path: Path) -> None:
    files = [write_log(tmp_path / f"{name}.csv", "科室 | 电话\n法规科 | 1") for name in "ab"]
    with pytest.raises(ExceptionGroup) as caught:
        build_logs(Readings([str(file) for file in files], Settings(), Limits(seconds=30)).result())
    assert [(one.status, one.code) for one in caught.value.exceptions] == [
        (4, "header-missing")
    ] * 2
