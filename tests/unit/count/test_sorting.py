"""The fate of each record: the first that it is given stays, and what the year does not need spares it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reportcli.count.sorting import Sorting, YearSpan, additions_of
from reportcli.intake.log import Stack
from tests.logs import fates, filled, log_of, record_findings, tally_of

HEAD = "收到日期 | 申请人类型 | 答复日期 | 办理结果 | 理由\n"
CASES = "案件类型 | 受理日期 | 审理结果 | 审结日期\n"


def sorting() -> Sorting:
    """A sorting of three sound requests."""
    return Sorting(Stack.of([log_of(HEAD + "2024-03-01 | 自然人 | | |\n" * 3)]))


def test_the_first_fate_stays_and_outside_is_above_all() -> None:
    one = sorting()
    one.set_aside(pd.Series([True, True, False]), "first")
    one.set_aside(pd.Series([False, True, True]), "second")
    one.set_outside(pd.Series([True, False, False]))
    assert [one.fates[code] for code in one.fate] == ["outside-year", "first", "second"]


def test_a_place_set_aside_has_a_finding_with_its_details() -> None:
    one = sorting()
    one.set_place_aside(1, "case-instance", "outcome", other="here")
    [finding] = one.findings[0]
    assert (finding.code, finding.address.cell, finding.details) == (
        "case-instance", "D3", {"other": "here"},
    )  # fmt: skip


def test_additions_bring_the_rows_of_each_cell_together() -> None:
    columns = pd.Series(pd.Categorical(["b", "a", "b", None], ["a", "b"]))
    rows = pd.Series([True, True, True, True])
    added = list(additions_of("line", columns, rows))
    assert [(one.cell, one.places.tolist()) for one in added] == [
        (("line", "a"), [1]),
        (("line", "b"), [0, 2]),
    ]
    assert list(additions_of("line", columns, rows & False)) == []


def test_a_year_holds_its_first_and_its_last_day() -> None:
    days = pd.to_datetime(pd.Series(["2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", None]))
    assert np.array_equal(YearSpan(2024).holds(days), [False, True, True, False, False])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2024-12-20 | 自然人 | 2025-01-06 | 复议事项 |", "outcome-unknown"),
        ("2024-12-20 | 自然人 | 2025-01-06 | |", "outcome-missing"),
        ("2024-12-20 | 自然人 | 2025-01-06 | 不予公开 | 信息不存在", "ground-contradicts"),
        ("2024-12-20 | 自然人 | 2025-01-06 | 信息不存在，予以公开 |", "outcome-ambiguous"),
        ("2024-12-20 | 自然人 | 2025-01-06 | #REF! |", "cell-error"),
    ],
)
def test_how_a_request_ended_after_the_year_sets_nothing_aside_in_it(row: str, code: str) -> None:
    tally = tally_of(HEAD + row)
    assert filled(tally)["received/total"] == filled(tally)["carried_forward/total"] == 1
    assert [(one.code, one.severity) for one in record_findings(tally)] == [(code, "warning")]
    assert fates(tally) == [{"counted": 1}]
    next_year = tally_of(HEAD + row, year=2025)
    assert filled(next_year) == {}
    assert [(one.code, one.severity) for one in record_findings(next_year)] == [(code, "error")]


@pytest.mark.parametrize(
    "row",
    [
        "2024-12-20 | 外星人 | 2025-01-06 | 复议事项 |",
        " | 自然人 | 2025-01-06 | 复议事项 |",
        "2024-12-20 | 自然人 | 2024-12-27 | 复议事项 |",
        "2024-12-20 | 自然人 | 2024-12-10 | 复议事项 |",
    ],
)
def test_what_the_year_needs_sets_the_row_aside_as_ever(row: str) -> None:
    tally = tally_of(HEAD + row)
    assert filled(tally) == {}
    assert "error" in {one.severity for one in record_findings(tally)}


def test_how_a_case_ended_after_the_year_leaves_it_pending() -> None:
    tally = tally_of(CASES + "行政复议 | 2024-11-04 | 已结案 | 2025-01-20")
    assert filled(tally, "cases") == {"review/pending": 1, "review/total": 1}
    assert [one.severity for one in record_findings(tally)] == ["warning"]
