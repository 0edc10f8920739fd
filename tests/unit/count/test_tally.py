"""The tally as a whole: every cell of the form, the rows behind it, the account of the rows, the year.

The year is 2024 (edition 2021) unless a test says 2020 (edition 2019).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportcli.count.tally import Tally, most_received_year, tally_logs
from reportcli.finding import Refusal
from reportcli.law.edition import Edition
from reportcli.report import compile_report
from reportcli.settings import Settings
from tests.logs import fates, filled, found, log_of, tally_json, tally_of, write_log

REQUESTS = "收到日期 | 申请人类型 | 答复日期 | 办理结果 | 理由\n"
CASES = "案件类型 | 受理日期 | 是否经过复议 | 审理结果 | 审结日期\n"

# -- the whole ----------------------------------------------------------------------------------------------

TWO = [
    REQUESTS + "2024-03-04 | 自然人 | 2024-03-08 | 予以公开\n2024-03-05 | 公司 | | ",
    REQUESTS
    + "2024-03-06 | 自然人 | 2024-03-08 | 予以公开\n2024-03-07 | 自然人 | 2024-03-08 | 不予公开",
]


def lines_of_total(tally: Tally) -> dict[str, Any]:
    """The lines of requests in the column of totals, without the total of outcomes."""
    cells = {cell.split("/")[0]: n for cell, n in filled(tally).items() if cell.endswith("/total")}
    return {line: n for line, n in cells.items() if line != "outcome.total"}


def test_tallies_add_up() -> None:
    first, second = (tally_of(table) for table in TWO)
    both = first + second
    assert lines_of_total(both) == {"received": 3, "outcome.granted": 2, "carried_forward": 1}
    assert both.tables == tally_of(*TWO).tables
    assert found(both) == [("ground-missing", "E3")]
    cases = tally_of(CASES + "行政复议 | 2024-05-06 | | 维持 | 2024-06-01")
    assert list((cases + first).tables) == ["requests", "cases"]


def test_tallies_of_different_years_do_not() -> None:
    with pytest.raises(ValueError, match="same year"):
        tally_of(TWO[0]) + tally_of(TWO[0], year=2023)


def test_the_rows_behind_a_cell_are_those_of_its_addends() -> None:
    tally = tally_of(*TWO)

    def behind(line: str, column: str) -> list[tuple[str, int, int]]:
        rows = tally.rows("requests", (line, column))
        return [(log.source.file, row, int(contribution)) for log, row, contribution in rows]

    assert behind("received", "business") == [("log1.xlsx", 3, 1)]
    assert behind("outcome.granted", "total") == [("log1.xlsx", 2, 1), ("log2.xlsx", 2, 1)]
    assert behind("outcome.total", "total") == behind("outcome.granted", "total")
    assert sorted(behind("received", "total")) == [
        ("log1.xlsx", 2, 1),
        ("log1.xlsx", 3, 1),
        ("log2.xlsx", 2, 1),
    ]
    assert behind("outcome.partial", "total") == []


def test_each_row_says_what_it_adds_to_a_sum_of_counts_or_money() -> None:
    tally = tally_of("""
        信息类别       | 公开日期   | 数量 | 金额（元）
        行政许可       | 2024-05-06 | 30   |
        行政事业性收费 | 2024-05-06 |      | 12345.6
        行政许可       | 2024-05-07 |      |
        """)
    rows = tally.rows("publications", ("licensing", "decisions"))
    assert [(row, n) for _, row, n in rows] == [(2, 30), (4, 1)]
    rows = tally.rows("publications", ("fees", "amount"))
    assert [(row, n) for _, row, n in rows] == [(3, Decimal("1.23456"))]


def test_rows_that_are_no_records_are_in_the_account_by_reason() -> None:
    tally = tally_of("""
        序号     | 收到日期   | 申请人类型 | 答复日期   | 办理结果
        1        | 2024-03-04 | 自然人     | 2024-03-08 | 予以公开
                 |            |            |            |
        序号     | 收到日期   | 申请人类型 | 答复日期   | 办理结果
        2        | 2023-03-04 | 自然人     | 2023-03-08 | 予以公开
        3        | 2024-03-04 | 自然人     | 2024-03-08 | 复议事项
        合计     |            | 3          |            |
        填表人： |            |            |            |
        """)
    assert fates(tally) == [
        {
            "counted": 1,
            "outside-year": 1,
            "outcome-unknown": 1,
            "blank": 1,
            "repeated-header": 1,
            "total-row": 1,
            "footer": 1,
        }
    ]
    assert tally.parts[0].log.source.rows_read == 7


def test_the_numbers_of_the_requests_carried_forward_are_kept_as_they_are_written() -> None:
    tally = tally_of("""
        登记编号   | 收到日期   | 申请人类型 | 答复日期   | 办理结果
        2024-00311 | 2024-12-04 | 公司       |            |
        0012       | 2024-12-04 | 自然人     | 2025-01-08 | 予以公开
                   | 2024-12-04 | 自然人     |            |
        0013       | 2024-12-04 | 自然人     | 2024-12-08 | 予以公开
        2023-7     | 2023-12-04 | 自然人     |            |
        """)
    assert tally.carried_forward() == ["2024-00311", "0012", "2023-7"]
    assert lines_of_total(tally)["carried_forward"] == 4


def test_a_log_that_holds_no_record_is_found() -> None:
    assert found(tally_of(REQUESTS)) == [("no-records", "")]
    assert found(tally_of(REQUESTS, TWO[0])) == []


# -- the year -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (["2023-12-31", "2024-01-01", "2024-12-31"], 2024),
        (["2022-05-06"], 2022),
        (["2023-12-31", "2024-01-01"], None),  # a tie is not decided
        ([], None),
    ],
)
def test_the_year_is_that_in_which_most_requests_were_received(
    received: list[str], expected: int | None
) -> None:
    log = log_of(REQUESTS + "\n".join(f"{day} | 自然人 | | " for day in received))
    assert most_received_year([log]) == expected


def test_cases_and_publications_say_nothing_about_the_year() -> None:
    cases = log_of(CASES + "行政复议 | 2023-05-06 | | 维持 | 2023-06-01\n" * 9)
    assert most_received_year([cases]) is None
    assert most_received_year([cases, log_of(TWO[0])]) == 2024


@pytest.mark.parametrize(
    "table",
    [
        REQUESTS + "2023-05-06 | 自然人 | | \n2024-05-06 | 自然人 | | ",
        CASES + "行政复议 | 2023-05-06 | | 维持 | 2023-06-01",
    ],
)
def test_a_year_that_the_logs_leave_open_is_asked_for(tmp_path: Path, table: str) -> None:
    log = write_log(tmp_path / "log.xlsx", table)
    with pytest.raises(Refusal) as refused:
        compile_report([log])
    assert (refused.value.status, refused.value.code) == (2, "year-unclear")
    assert compile_report([log], year=2023).year == 2023


def test_the_account_of_a_file_adds_up_in_json(tmp_path: Path) -> None:
    log = write_log(tmp_path / "requests.csv", TWO[1] + "\n合计 | 2")
    report = tally_json(log, year=2024)
    [sheet] = report["inputs"][0]["sheets"]
    assert sheet["rows"] == {
        "read": 3,
        "counted": 1,
        "outside_year": 0,
        "set_aside": {"ground-missing": 1, "total-row": 1},
    }
    assert report["tables"]["requests"]["received"]["total"] == 1
    [finding] = report["findings"]
    assert (finding["code"], finding["sheet"], finding["cell"]) == (
        "ground-missing",
        "requests",
        "E3",
    )


def test_a_row_of_which_nothing_became_is_a_fault_of_ours() -> None:
    log = log_of(REQUESTS + "2024-01-05 | 自然人 | 2024-01-10 | 予以公开 |")
    lost = replace(log, source=replace(log.source, rows_read=2))
    with pytest.raises(RuntimeError, match="'台账' do not add up"):
        tally_logs([lost], Edition.for_year(2024), 2024, Settings())
