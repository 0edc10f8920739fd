"""What `explain` found, as people read it: a number and its rows, a row and its numbers, a code."""

from __future__ import annotations

import re

import pytest
from msgspec import to_builtins

from reportcli.answer.cell import explain_cell
from reportcli.answer.fact import explain_fact
from reportcli.answer.row import explain_row, find_row
from reportcli.export.answers import code_json
from reportcli.finding import catalogue
from reportcli.report import Report
from reportcli.terminal.explained import (
    close_codes,
    headed,
    signed,
    write_cell,
    write_code,
    write_fact,
    write_row,
)
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.unit.answer.test_cell import logs, report

__all__ = ["logs", "report"]


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
@pytest.mark.parametrize("code", catalogue())
def test_every_code_is_explained(code: str, voice: Voice) -> None:
    text = write_code(code, voice)
    assert text.startswith(code)
    assert not re.search(r"\{\w+(![rs])?\}", text)
    data = to_builtins(code_json(code, voice))
    assert data["message"]
    assert data["remedy"]


def test_cells_under_their_headings() -> None:
    headings = {1: "申请人", 2: "申请人", 3: ""}
    assert headed(headings, ["甲", "乙", "丙", "", "丁"]) == {
        "申请人": "甲", "申请人 (B)": "乙", "C": "丙", "E": "丁",
    }  # fmt: skip


def test_a_number_with_the_rows_behind_it(report: Report) -> None:
    text = write_cell(explain_cell(report, "三/予以公开/自然人"), report, CHINESE)
    assert "（一）予以公开 / 自然人 = 1 件" in text
    assert "条例36(一),36(二)" in text
    assert re.search(r"^ *3 +\+1 +2024-1 +2024-01-05 +2024-01-20$", text, re.MULTILINE)
    # No row fills the other columns of dates.
    assert "补正日期" not in text


def test_a_total_names_what_it_is_the_sum_of(report: Report) -> None:
    text = write_cell(explain_cell(report, "requests/outcome.total/total"), report, CHINESE)
    assert re.search(r"^ +1  （一）予以公开", text, re.MULTILINE)
    assert "requests/outcome.granted/total" not in text
    english = write_cell(explain_cell(report, "requests/outcome.total/total"), report, ENGLISH)
    assert "requests/outcome.granted/total" in english  # a reader of English types the id


def test_a_fact_with_its_definition(report: Report) -> None:
    text = write_fact(explain_fact(report, "requests.late"), report, CHINESE)
    assert "requests.late" in text
    assert " = " in text.splitlines()[0]


def test_a_row_with_its_numbers_and_its_findings(report: Report) -> None:
    row = explain_row(report, find_row(report, "3", "requests.xlsx"))
    text = write_row(row, report, None, CHINESE)
    assert re.search(r"^ +\+1  （一）予以公开 / 自然人$", text, re.MULTILINE)
    assert "张三丰" not in text
    assert "张三丰" in write_row(row, report, {"申请人": "张三丰"}, CHINESE)
    faulty = explain_row(report, find_row(report, "4", "requests.xlsx"))
    assert "outcome-unknown" in write_row(faulty, report, None, CHINESE)


def test_the_codes_that_may_be_meant() -> None:
    assert close_codes("outcome-unkown")[0] == "outcome-unknown"
    assert len(close_codes("x")) == 3


@pytest.mark.parametrize(("number", "text"), [(3, "+3"), (-2, "-2"), (0, "+0")])
def test_what_a_row_adds_has_its_sign(number: int, text: str) -> None:
    assert signed(number) == text
