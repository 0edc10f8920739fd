"""Rows of two counts matched: every change of a cell is the sum of what rows did to it, each with its cause."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcli.answer.compare import Comparison, compare_reports
from reportcli.answer.row_changes import counting_of, row_changes
from reportcli.count.doubles import judge_doubles
from reportcli.count.number import Number
from reportcli.report import Logs, Report, compile_report, count
from reportcli.settings import Settings
from tests.logs import log_of, write_log

HEAD = "登记编号 | 收到日期 | 申请人类型 | 申请方式 | 答复日期 | 办理结果"
ROWS = {
    "1": "2024-001 | 2024-01-05 | 自然人 | 网站 | 2024-01-20 | 予以公开",
    "2": "2024-002 | 2024-02-05 | 商业企业 | 当面 | 2024-02-20 | 部分公开",
    "2 moved": "2024-002 | 2024-02-05 | 商业企业 | 当面 | 2024-02-20 | 予以公开",
    "2 aside": "2024-002 | 2024-02-05 | 商业企业 | 当面 | 2024-02-20 | 某种说法",
    "2 in 2025": "2024-002 | 2025-02-05 | 商业企业 | 当面 | 2025-02-20 | 部分公开",
    "3": "2024-003 | 2024-12-25 | 自然人 | 网站 | | ",
    "unnumbered": " | 2024-05-06 | 自然人 | 信函 | 2024-05-20 | 予以公开",
}  # fmt: skip


@cache
def report(rows: tuple[str, ...], *, counted_there: bool = False) -> Report:
    values = {"outcome": {"某种说法": "outcome.granted"}} if counted_there else {}
    office = Settings(agency="某局", values=values)
    with TemporaryDirectory() as folder:
        table = "\n".join([HEAD, *(ROWS[row] for row in rows)])
        log = write_log(Path(folder) / "requests.csv", table)
        return compile_report([log], year=2024, settings=office, as_of=date(2025, 1, 12))


def causes(comparison: Comparison, cell: str) -> list[tuple[str | None, str, int]]:
    (change,) = (one for one in comparison.cells if one.cell == cell)
    assert change.rows is not None
    return [(row.number, row.cause, int(row.contribution)) for row in change.rows]


RECEIVED = "requests/received/total"


@pytest.mark.parametrize(
    ("old", "new", "cell", "rows"),
    [
        (("1",), ("1", "3"), RECEIVED, [("2024-003", "new", 1)]),
        (("1", "3"), ("1",), RECEIVED, [("2024-003", "gone", -1)]),
        (("1", "2"), ("1", "2 moved"), "requests/outcome.partial/total", [("2024-002", "moved", -1)]),
        (("1", "2"), ("1", "2 in 2025"), RECEIVED, [("2024-002", "year", -1)]),
        (("1", "2"), ("1", "2 aside"), RECEIVED, [("2024-002", "set-aside", -1)]),
        (("1", "2 aside"), ("1", "2"), RECEIVED, [("2024-002", "back", 1)]),
        (("1",), ("1", "unnumbered"), RECEIVED, [(None, "new", 1)]),
    ],
)  # fmt: skip
def test_the_cause_of_a_row(
    old: tuple[str, ...], new: tuple[str, ...], cell: str, rows: list[tuple[str | None, str, int]]
) -> None:
    assert causes(compare_reports(report(old), report(new)), cell) == rows


def test_the_same_row_counted_otherwise_is_of_the_settings() -> None:
    old, new = report(("1", "2 aside")), report(("1", "2 aside"), counted_there=True)
    assert causes(compare_reports(old, new), RECEIVED) == [("2024-002", "setting", 1)]


def test_the_same_rules_in_two_folders_are_no_other_rules() -> None:
    """Each folder of logs has a settings file of its own; what its path or hash is counts nothing."""
    head = "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果"
    old, new = (
        counted(
            f"{head}\n2024-001 | 2024-02-01 | 自然人 | 2024-02-10 | {said}",
            Settings(path=f"{folder}/reportcli.toml", sha256=folder),
            "2021",
        )
        for folder, said in (("a", "予以公开"), ("b", "部分公开"))
    )
    assert counting_of(old) == counting_of(new)
    assert {row.cause for rows in row_changes(old, new).values() for row in rows} == {"moved"}


def test_a_row_that_moved_names_the_cells_it_left_and_entered() -> None:
    comparison = compare_reports(report(("1", "2")), report(("1", "2 moved")))
    (change,) = (one for one in comparison.cells if one.cell == "requests/outcome.granted/business")
    assert change.rows is not None
    (row,) = change.rows
    assert row.came_from == ("requests/outcome.partial/business",)
    assert row.went_to == ("requests/outcome.granted/business",)
    assert (change.old, change.new, change.delta) == (0, 1, 1)


def test_a_day_moved_over_new_year_is_told_from_another_outcome() -> None:
    """Received two days earlier the request is brought forward, and counted all the same."""
    head = "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果"
    old, new = (
        counted(f"{head}\n2024-001 | {day} | 自然人 | 2024-02-01 | 予以公开", Settings(), "2021")
        for day in ("2024-01-02", "2023-12-31")
    )
    assert {row.cause for rows in row_changes(old, new).values() for row in rows} == {"year"}


def test_one_number_in_two_writings_is_one_row() -> None:
    head = "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果"
    old, new = (
        counted(f"{head}\n{number} | 2024-02-01 | 自然人 | 2024-02-10 | {said}", Settings(), "2021")
        for number, said in (("〔2024〕第007号", "予以公开"), ("[2024]第7号", "部分公开"))
    )
    assert {row.cause for rows in row_changes(old, new).values() for row in rows} == {"moved"}


def test_the_order_of_rows_changes_nothing() -> None:
    comparison = compare_reports(report(("1", "2", "unnumbered")), report(("unnumbered", "2", "1")))
    assert comparison.is_empty


KINDS = {
    "requests": (
        "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果",
        {
            "numbers": ["2024-001", "2024-002", "2024-003", ""],
            "days": ["2023-12-20", "2024-03-04", "2024-12-28"],
            "who": ["自然人", "商业企业"],
            "closed": ["", "2024-04-01", "2025-01-06"],
            "result": ["予以公开", "部分公开", "某种说法", ""],
        },
    ),
    "cases": (
        "案号 | 案件类型 | 受理日期 | 审结日期 | 审理结果",
        {
            "numbers": ["复1号", "复2号", "复3号", ""],
            "what": ["行政复议", "行政诉讼"],
            "days": ["2023-12-20", "2024-03-04"],
            "closed": ["", "2024-04-01", "2025-01-06"],
            "result": ["维持", "纠正", "某种说法", ""],
        },
    ),
    "publications": (
        "标题 | 信息类别 | 公开日期 | 收费金额（万元）",
        {
            "numbers": ["甲", "乙", "丙", "丁"],
            "what": ["行政许可", "行政处罚", "行政事业性收费", "某种说法"],
            "days": ["2023-12-20", "2024-03-04", "2025-01-06"],
            "amount": ["", "1.5", "2"],
        },
    ),
}  # fmt: skip


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[str, str]:
    """A log and the same after edits: rows that are as they were, changed, gone, new, elsewhere."""
    head, fields = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    row = st.tuples(*(st.sampled_from(values) for values in fields.values()))
    before = draw(st.lists(row, min_size=1, max_size=4))
    edits = draw(st.lists(row, max_size=2))
    kept = [one for one in before if draw(st.booleans())] or before
    after = draw(st.permutations([*kept, *edits]))
    table = "\n".join([head, *(" | ".join(one) for one in before)])
    return table, "\n".join([head, *(" | ".join(one) for one in after)])


OTHER_RULES = st.sampled_from([
    Settings(),
    Settings(values={"outcome": {"某种说法": "outcome.granted"}}),
    Settings(values={"result": {"某种说法": "upheld"}}),
])  # fmt: skip


def counted(table: str, office: Settings, edition: str) -> Report:
    log = log_of(table, office)
    read = Logs(office, [], judge_doubles([log], office))
    return count(read, year=2024, edition=edition, as_of=date(2025, 1, 12))


@settings(max_examples=20, deadline=None)
@given(two_versions(), OTHER_RULES, OTHER_RULES, st.sampled_from(["2019", "2021"]))
def test_for_each_cell_the_contributions_sum_to_the_change(
    tables: tuple[str, str], rules: Settings, other_rules: Settings, edition: str
) -> None:
    before, after = counted(tables[0], rules, "2021"), counted(tables[1], other_rules, edition)
    sums: dict[str, Number] = {}
    for cell, rows in row_changes(before, after).items():
        assert all(row.contribution for row in rows), cell
        sums[cell] = sum((row.contribution for row in rows), 0)
    cells = {**numbers_of(before), **numbers_of(after)}
    deltas = {
        cell: numbers_of(after).get(cell, 0) - numbers_of(before).get(cell, 0) for cell in cells
    }
    assert {cell: n for cell, n in sums.items() if n} == {
        cell: n for cell, n in deltas.items() if n
    }


@settings(max_examples=10, deadline=None)
@given(two_versions())
def test_no_row_that_stayed_and_counts_the_same_is_named(tables: tuple[str, str]) -> None:
    old, new = counted(tables[0], Settings(), "2021"), counted(tables[1], Settings(), "2021")
    lines = tables[1].split("\n")
    for rows in row_changes(old, new).values():
        for row in rows:
            if row.cause in ("moved", "year", "setting"):
                # It stands in both, and no line like it did before.
                assert lines[row.address.row - 1] not in tables[0].split("\n")


def numbers_of(report: Report) -> dict[str, Number]:
    return {
        f"{table}/{line}/{column}": number
        for table, cells in report.tally.tables.items()
        for (line, column), number in cells.items()
    }
