"""Logs as frames: the worksheet row is the index, and a record that cannot be counted says why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reportcli.intake.log import Log, Stack
from tests.logs import log_of

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
