"""From what was read to logs: typed columns, and every fault at its row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.logs import log_of
from tests.unit.intake.test_log import GRANTED, REQUESTS, findings
from tests.unit.intake.test_refused import book, build


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
