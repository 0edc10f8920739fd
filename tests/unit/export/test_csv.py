"""CSV that is data in any spreadsheet: a row for every cell, a request or a row, and no formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from reportcli.answer.watch import watch_deadlines
from reportcli.export.csv import inert, inert_cell, write_deadlines_csv, write_tally_csv
from reportcli.law.edition import Edition
from reportcli.report import Logs, Report
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.logs import write_log
from tests.unit.export.test_data import cells, data_of
from tests.unit.terminal.test_deadlines import DAY, HEADINGS, log, logs, logs_in

__all__ = ["log", "logs"]


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_csv_has_a_row_for_every_cell_in_the_order_of_the_form(
    sample: Report, voice: Voice
) -> None:
    text = write_tally_csv(sample, voice)
    assert text.endswith("\r\n")
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert head == ["table", "line", "column", "label", "value"]
    assert {len(row) for row in rows} == {5}
    assert {"/".join(row[:3]): row[4] for row in rows} == {
        cell: str(value) for cell, value in cells(data_of(sample)).items()
    }
    assert [row[:3] for row in rows] == [
        [table.id, line.id, column.id]
        for table in sample.edition.tables
        for line, column, _ in table.cells()
    ]


def test_csv_labels_are_official_with_english_beside_when_asked(faulty: Report) -> None:
    rows = list(csv.reader(io.StringIO(write_tally_csv(faulty, ENGLISH))))
    (granted,) = (row for row in rows if row[:3] == ["requests", "outcome.granted", "total"])
    assert granted[3] == "（一）予以公开 Disclosed / 总计 Total"
    assert ["requests", "outcome.granted", "total", "（一）予以公开 / 总计", "1"] in [
        *csv.reader(io.StringIO(write_tally_csv(faulty, CHINESE)))
    ]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠SUM", " =1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_starts_a_formula_is_quoted(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "予以公开", "1=1", "'=1", "3.其他", "（一）", "a-b"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_a_negative_number_is_a_number_and_not_quoted(sample: Report) -> None:
    values = [row[4] for row in csv.reader(io.StringIO(write_tally_csv(sample, CHINESE)))]
    assert not any(value.startswith("'") for value in values)
    if sample.edition == Edition.by_id("2019"):
        assert min(int(value) for value in values[1:] if "." not in value) < 0


@pytest.mark.parametrize("cell", [3, None, "-5", "12.50", "予以公开"])
def test_numbers_stay_numbers_also_as_text(cell: object) -> None:
    assert inert_cell(cell) == cell


def test_csv(logs: Logs) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(write_deadlines_csv(watch_deadlines(logs, DAY, answered=True), CHINESE))
        )
    )
    assert [
        (row["number"], row["row"], row["due"], row["state"], row["label"], row["days"])
        for row in rows
    ] == [
        ("2024-1", "2", "2024-01-30", "on_time", "按时答复", "0"),
        ("2024-2", "3", "2024-01-30", "late", "逾期答复", "-2"),
        ("2024-3", "4", "2024-02-09", "overdue", "逾期未答复", "-3"),
        ("2024-4", "5", "2024-02-26", "open", "在办", "4"),
        ("2024-5", "6", "2024-03-04", "open", "在办", "9"),
        ("2024-6", "7", "2024-04-07", "open", "在办", "32"),
        ("", "8", "", "waiting", "等待补正或缴费", ""),
    ]


def test_a_number_that_looks_like_a_formula_is_text_in_csv(tmp_path: Path) -> None:
    file = write_log(
        tmp_path / "log.csv", HEADINGS + "=1+1 | 2024-01-24 | 甲 | 自然人 | | | | | | | |"
    )
    assert "\r\n'=1+1," in write_deadlines_csv(watch_deadlines(logs_in(file), DAY), CHINESE)
