"""Sheets as offices head them: which rows are the header, which kind of log it heads, which column is what."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reportcli.fields import KindId
from reportcli.intake.header import Header, Misfit, find_header
from reportcli.intake.workbook import Row
from tests.logs import rows_of


def header_of(table: str, columns: Mapping[KindId, Mapping[str, str]] | None = None) -> Header:
    found = find_header(rows_of(table), columns or {})
    assert isinstance(found, Header), found
    return found


def misfit_of(table: str, columns: Mapping[KindId, Mapping[str, str]] | None = None) -> Misfit:
    found = find_header(rows_of(table), columns or {})
    assert isinstance(found, Misfit), found
    return found


def fields(header: Header) -> dict[str, str]:
    """Column letter → field, of the columns that hold one."""
    return {"ABCDEFGHIJKLMN"[column.column - 1]: column.field for column in header.columns if column.field}


# --- where it is ---


def test_a_header_below_titles() -> None:
    header = header_of("""
        某某局2024年度依申请公开台账 |       |            |          |          |
                                     |       |            |          |          |
        填报单位：办公室             |       |            |          | 单位：件 |
        登记编号                     | 收到日期 | 申请人类型 | 办理结果 | 答复日期 | 承办科室
        1                            | 2024-01-05 | 自然人 | 予以公开 | 2024-01-10 | 法规科
    """)
    assert (header.kind, header.rows) == ("requests", [4])
    assert fields(header) == {
        "A": "number", "B": "received", "C": "applicant_type", "D": "outcome", "E": "closed", "F": "unit",
    }  # fmt: skip


def test_leading_blank_columns() -> None:
    header = header_of("  | | 收到日期 | 申请人类型 | 办理结果 | 答复日期")
    rows: list[Row] = [[None, None, "收到日期", "申请人类型", "办理结果", "答复日期"]]
    assert find_header(rows, {}) == header_of_rows(rows)
    assert fields(header)


def header_of_rows(rows: list[Row]) -> Header:
    found = find_header(rows, {})
    assert isinstance(found, Header), found
    return found
