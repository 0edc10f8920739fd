"""Finished reports read by children: whatever kind of file they are, and whoever made them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from reportcli.count.previous import read_previous
from reportcli.export.grid import GridCell
from reportcli.finding import Refusal
from reportcli.published.read import Published
from reportcli.published.reader import read_report, read_reports
from reportcli.published.tally import earlier_figures, figures_of_published
from reportcli.published.wire import ReportJob
from tests.printed import hand_made_book, html_page, markdown_report, said
from tests.unit.published.test_read import FIGURES, FORM, docx_report


def reports_of(folder: Path, figures: dict[str, Decimal]) -> list[Path]:
    """One report in every kind of file."""
    page, text = folder / "年报.html", folder / "年报.md"
    page.write_text(html_page(FORM, figures, 2024), "utf-8")
    text.write_text(markdown_report(FORM, figures, 2024), "utf-8")
    book = hand_made_book(FORM, figures, 2024, folder / "年报.xlsx")
    return [page, text, book, docx_report(figures, 2024, folder / "年报.docx")]


def test_every_kind_of_file_gives_the_same_figures(tmp_path: Path) -> None:
    files = reports_of(tmp_path, FIGURES[2024])
    read = read_reports([ReportJob(str(file)) for file in files])
    assert [one.kind for one in read if isinstance(one, Published)] == [
        "html", "markdown", "xlsx", "docx",
    ]  # fmt: skip
    told = [figures_of_published(one) for one in read if isinstance(one, Published)]
    assert {one.year for one in told} == {2024}
    assert {json.dumps(one.tables, sort_keys=True) for one in told} == {
        json.dumps(told[0].tables, sort_keys=True)
    }
    cells = {
        f"{table}/{line}/{column}": Decimal(value or 0)
        for table, lines in told[0].tables.items()
        for line, columns in lines.items()
        for column, value in columns.items()
    }
    assert cells == FIGURES[2024]


def test_one_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    good, *_ = reports_of(tmp_path, FIGURES[2024])
    letter = tmp_path / "通知.md"
    letter.write_text("# 关于报送年度报告的通知\n\n请于1月31日前报送。\n", "utf-8")
    jobs = [ReportJob(str(letter)), ReportJob(str(good)), ReportJob(str(tmp_path / "无.docx"))]
    first, second, third = read_reports(jobs)
    assert isinstance(first, Refusal)
    assert (first.code, str(first.address)) == ("published-no-tables", str(letter))
    assert isinstance(second, Published)
    assert isinstance(third, Refusal)
    assert third.code == "input-missing"


def test_a_report_serves_as_the_figures_of_last_year(tmp_path: Path) -> None:
    page, *_ = reports_of(tmp_path, FIGURES[2024])
    earlier = earlier_figures(read_report(ReportJob(str(page))))
    assert (earlier.year, earlier.carried_forward) == (2024, None)
    received = FIGURES[2024]["requests/received/total"]
    assert earlier.number("requests", ("received", "total")) == received


def test_a_cell_that_was_not_read_is_none_and_comes_back_as_unknown(tmp_path: Path) -> None:
    page = tmp_path / "年报.html"
    text = html_page(
        FORM, FIGURES[2024], 2024, lambda cell: "若干" if is_first(cell) else said(cell)
    )
    page.write_text(text, "utf-8")
    told = figures_of_published(read_report(ReportJob(str(page))))
    assert told.tables["requests"]["received"]["natural_person"] is None
    file = tmp_path / "年报.json"
    file.write_bytes(msgspec.json.encode(told))
    earlier = read_previous(str(file))
    assert earlier.number("requests", ("received", "natural_person")) is None
    received = FIGURES[2024]["requests/received/total"]
    assert earlier.number("requests", ("received", "total")) == received


def test_a_report_without_a_year_asks_for_one(tmp_path: Path) -> None:
    page = tmp_path / "年报.html"
    text = html_page(FORM, FIGURES[2024], 2024)
    page.write_text(text.replace("2024", ""), "utf-8")
    with pytest.raises(Refusal) as refused:
        figures_of_published(read_report(ReportJob(str(page))))
    assert (refused.value.code, str(refused.value.address)) == ("published-without-year", str(page))
    assert figures_of_published(read_report(ReportJob(str(page), year=2024))).year == 2024


def is_first(cell: GridCell) -> bool:
    """Whether a cell is the first of table 三."""
    return cell.cell_id == "requests/received/natural_person"
