"""Each identity of the form, broken on purpose, is found at the right cell; and so is what last year's report
contradicts.

A sound log satisfies the identities within one year by construction, so there the tally is doctored.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest

from reportcli.count.part import Entry
from reportcli.count.previous import EarlierFigures
from reportcli.count.tally import Tally
from reportcli.finding import Finding
from reportcli.judge.identities import (
    CHECKS,
    check_carried_requests,
    check_identities,
)
from reportcli.law.edition import Function, editions
from tests.logs import figures_of_year, filled, tally_of

REQUESTS = """
登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
2023-7   | 2023-12-04 | 自然人     | 2024-01-08 | 予以公开
2023-8   | 2023-12-14 | 公司       |            |
2024-1   | 2024-03-04 | 自然人     | 2024-03-08 | 予以公开
2024-2   | 2024-03-04 | 公司       | 2024-03-08 | 部分公开
2024-3   | 2024-12-04 | 自然人     |            |
"""
CASES = """
案件类型 | 受理日期   | 审理结果 | 审结日期
行政复议 | 2024-03-04 | 维持     | 2024-04-08
行政复议 | 2024-03-04 |          |
"""
DOCUMENTS_2021 = """
信息类别   | 制发日期   | 废止日期   | 有效性
规范性文件 | 2023-03-04 |            |
规范性文件 | 2023-03-04 | 2024-05-06 | 废止
规范性文件 | 2024-03-04 |            |
规章       | 2024-03-04 |            |
"""
DOCUMENTS_2019 = """
信息类别     | 制发日期   | 公开日期   | 废止日期
规范性文件   | 2019-03-04 | 2019-03-04 |
规范性文件   | 2020-03-04 | 2020-03-04 |
行政许可事项 | 2018-03-04 |            |
行政许可事项 | 2018-03-04 |            | 2020-05-06
行政处罚事项 | 2018-03-04 |            |
行政处罚事项 | 2020-03-04 |            |
"""


def last_year(
    tables: dict[str, Any], carried: list[str] | None = None, year: int = 2023
) -> EarlierFigures:
    """Last year's figures."""
    return figures_of_year(year, tables, carried)


def breaks(findings: list[Finding]) -> set[tuple[str, str, str, str]]:
    """(code, cell, found, expected) of each finding."""
    return {
        (one.code, *(str(one.details[key]) for key in ("cell", "found", "expected")))
        for one in findings
    }


def without(tally: Tally, line: str, column: str) -> Tally:
    """A tally in which the entries of one cell are lost."""
    parts = [
        replace(part, entries=[entry for entry in part.entries if entry.cell != (line, column)])
        for part in tally.parts
    ]
    return replace(tally, parts=tuple(parts))


def showing(tally: Tally, table: str, cell: tuple[str, str], number: int) -> Tally:
    """A tally that shows another number in one cell than its rows add up to."""
    doctored = replace(tally)
    tables = {name: dict(numbers) for name, numbers in tally.tables.items()}
    tables[table][cell] = number
    vars(doctored)["tables"] = tables
    return doctored


# -- within the year ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [REQUESTS, CASES, DOCUMENTS_2021])
def test_a_sound_log_breaks_no_identity(table: str) -> None:
    assert check_identities(tally_of(table), None) == []


def test_flow_is_broken_in_each_column_where_requests_are_lost() -> None:
    tally = without(tally_of(REQUESTS), "carried_forward", "natural_person")
    assert breaks(check_identities(tally, None)) == {
        ("identity-broken", "requests/outcome.total/natural_person", "2", "3"),
        ("identity-broken", "requests/outcome.total/total", "4", "5"),
    }


def test_flow_is_broken_where_a_request_is_counted_twice() -> None:
    tally = tally_of(REQUESTS)
    [part] = tally.parts
    twice = Entry(("outcome.partial", "business"), np.array([5], np.int32), np.ones(1, np.int64))
    tally = replace(tally, parts=(replace(part, entries=[*part.entries, twice]),))
    assert breaks(check_identities(tally, None)) == {
        ("identity-broken", "requests/outcome.total/business", "3", "2"),
        ("identity-broken", "requests/outcome.total/total", "6", "5"),
    }


@pytest.mark.parametrize(
    ("log", "table", "cell", "expected"),
    [
        (
            REQUESTS,
            "requests",
            ("outcome.total", "business"),
            {("requests-flow", 8, 2), ("requests-outcome-sum", 7, 1)},
        ),
        (
            REQUESTS,
            "requests",
            ("received", "total"),
            {("requests-flow", 5, 9), ("requests-row-sum", 7, 3)},
        ),
        (REQUESTS, "requests", ("outcome.granted", "total"), {("requests-row-sum", 7, 2)}),
        (CASES, "cases", ("review", "total"), {("cases-sum", 7, 2)}),
        (CASES, "cases", ("suit_direct", "total"), {("cases-sum", 7, 0)}),
    ],
)
def test_a_total_that_is_not_what_its_rows_add_up_to_is_found(
    log: str, table: str, cell: tuple[str, str], expected: set[tuple[str, int, int]]
) -> None:
    findings = check_identities(showing(tally_of(log), table, cell, 7), None)
    details = [one.details for one in findings]
    assert {(d["identity"], int(d["found"]), int(d["expected"])) for d in details} == expected
    assert {one.code for one in findings} == {"identity-broken"}


def test_what_was_issued_must_be_in_force_or_repealed() -> None:
    tally = tally_of(
        "信息类别|制发日期|有效性\n规章|2024-03-04|失效\n规章|2024-03-04|\n规章|2024-03-04|失效"
    )
    [doubt] = check_identities(tally, None)
    assert breaks([doubt]) == {("identity-doubtful", "publications/rules/issued", "3", "1")}
    assert doubt.severity == "warning"


def test_what_was_disclosed_in_the_year_is_part_of_all_that_is_disclosed() -> None:
    tally = tally_of(
        """
        信息类别 | 制发日期   | 公开日期   | 废止日期
        规章     | 2020-03-04 | 2020-03-04 | 2020-11-04
        规章     | 2020-03-04 | 2020-03-04 |
        """,
        year=2020,
    )
    assert breaks(check_identities(tally, None)) == {
        ("identity-doubtful", "publications/rules/disclosed", "2", "1")
    }


# -- with the year before -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        ({"natural_person": 1, "business": 1, "research": 0, "total": 2}, set()),
        ({"natural_person": 1, "total": 2}, set()),  # what is not there is not compared
        (
            {"natural_person": 0},
            {("identity-broken", "requests/brought_forward/natural_person", "1", "0")},
        ),
        (
            {"research": 3, "total": 5},
            {
                ("identity-broken", "requests/brought_forward/research", "0", "3"),
                ("identity-broken", "requests/brought_forward/total", "2", "5"),
            },
        ),
    ],
)
@pytest.mark.parametrize("year", [2024, 2021])
def test_what_is_brought_forward_is_what_was_carried_forward(
    carried: dict[str, int], expected: set[tuple[str, str, str, str]], year: int
) -> None:
    log = REQUESTS.replace("2024-", f"{year}-").replace("2023-", f"{year - 1}-")
    previous = last_year(
        {"requests": {"carried_forward": carried}}, year=year - 1
    )  # 2020: the older form
    assert breaks(check_identities(tally_of(log, year=year), previous)) == expected


@pytest.mark.parametrize(
    ("in_force", "expected"),
    [
        (2, set()),  # one issued, one repealed since
        (3, {("identity-doubtful", "publications/normative_documents/in_force", "2", "3")}),
        (0, {("identity-doubtful", "publications/normative_documents/in_force", "2", "0")}),
    ],
)
def test_the_stock_of_documents_follows_from_that_of_last_year(
    in_force: int, expected: set[tuple[str, str, str, str]]
) -> None:
    previous = last_year({"publications": {"normative_documents": {"in_force": in_force}}})
    assert breaks(check_identities(tally_of(DOCUMENTS_2021), previous)) == expected


@pytest.mark.parametrize(
    ("line", "before", "expected"),
    [
        ("licensing", {"items_last_year": 3, "items_change": -1}, set()),
        ("licensing", {"items_last_year": 2}, set()),  # the change is not known
        (
            "licensing",
            {"items_last_year": 2, "items_change": 4},
            {("identity-doubtful", "publications/licensing/items_last_year", "2", "6")},
        ),
        (
            "penalties",
            {"items_last_year": 0, "items_change": 0},
            {("identity-doubtful", "publications/penalties/items_last_year", "1", "0")},
        ),
    ],
)
def test_the_items_of_last_year_are_those_it_ended_with(
    line: str, before: dict[str, int], expected: set[tuple[str, str, str, str]]
) -> None:
    tally = tally_of(DOCUMENTS_2019, year=2020)
    previous = last_year({"publications": {line: before}}, year=2019)
    assert breaks(check_identities(tally, previous)) == expected


@pytest.mark.parametrize("year", [2024, 2022, 2025])
def test_figures_of_another_year_are_not_compared_and_that_is_said(year: int) -> None:
    tally = without(tally_of(REQUESTS), "carried_forward", "natural_person")
    previous = last_year({"requests": {"carried_forward": {"total": 99}}}, ["2022-5"], year)
    other_year, *findings = check_identities(tally, previous)
    assert (other_year.code, other_year.address.file) == ("previous-other-year", "last.json")
    assert other_year.details == {"year": year, "wanted": 2023}
    assert {one.details["identity"] for one in findings} == {"requests-flow"}
    assert check_carried_requests(tally, previous) == []


# -- the requests carried, by number ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        (["2023-7", "2023-8"], set()),
        (["2023-8", "2023-7"], set()),
        (["2023-7"], {("carried-not-listed", "2023-8", "log1.xlsx '台账'!A3")}),
        (["2023-7", "2023-8", "2023-9"], {("carried-missing", "2023-9", "last.json")}),
        (
            ["2023-9"],
            {
                ("carried-not-listed", "2023-7", "log1.xlsx '台账'!A2"),
                ("carried-not-listed", "2023-8", "log1.xlsx '台账'!A3"),
                ("carried-missing", "2023-9", "last.json"),
            },
        ),
        (None, set()),  # a published table names no request
    ],
)
def test_requests_carried_are_compared_one_by_one(
    carried: list[str] | None, expected: set[tuple[str, str, str]]
) -> None:
    findings = check_carried_requests(tally_of(REQUESTS), last_year({}, carried))
    assert {
        (one.code, str(one.details["number"]), str(one.address)) for one in findings
    } == expected
    assert len(findings) == len(expected)
    assert all(one.severity == "error" for one in findings)


def test_a_request_carried_may_stand_in_any_of_several_logs() -> None:
    former = "登记编号|收到日期|申请人类型|答复日期|办理结果\n2023-9|2023-12-20|自然人|2024-01-05|予以公开"
    tally = tally_of(REQUESTS, former)
    assert check_carried_requests(tally, last_year({}, ["2023-7", "2023-8", "2023-9"])) == []
    [finding] = check_carried_requests(tally, last_year({}, ["2023-7", "2023-8"]))
    assert str(finding.address) == "log2.xlsx '台账'!A2"


def test_a_request_carried_although_answered_last_year_is_named() -> None:
    log = REQUESTS + "2023-9 | 2023-12-04 | 自然人 | 2023-12-20 | 予以公开\n"
    tally = tally_of(log)
    assert filled(tally)["brought_forward/total"] == 2
    [finding] = check_carried_requests(tally, last_year({}, ["2023-7", "2023-8", "2023-9"]))
    assert str(finding.address) == "log1.xlsx '台账'!A7"
    assert finding.details["number"] == "2023-9"


# -- the form and its checks --------------------------------------------------------------------------------


def test_every_function_that_an_edition_names_is_there_and_no_other() -> None:
    assert set(CHECKS) == set(get_args(Function))
    assert set(CHECKS) == {
        identity.function for edition in editions() for identity in edition.identities
    }
