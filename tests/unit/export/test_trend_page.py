"""The page and the workbook of several years: charts, the same figures in tables, and what is said beside them."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from lxml import html
from openpyxl import load_workbook

from reportcli.answer.trend import Trend, trend_of
from reportcli.export.trend_book import write_trend_xlsx
from reportcli.export.trend_page import write_trend_page
from reportcli.words.messages import CHINESE, ENGLISH
from tests.unit.answer.test_trend import side


@pytest.fixture(scope="module")
def trend() -> Trend:
    return trend_of([side(year, agency="某局") for year in range(2019, 2026)])


def test_each_chart_has_its_figures_in_a_table(trend: Trend) -> None:
    page = html.fromstring(write_trend_page(trend, every=False, voice=CHINESE))
    captions = [one.text for one in page.iter("figcaption")]
    assert captions == [
        "图1　2019—2025年申请的新收、办结和结转（单位：件）",
        "图2　2019—2025年行政规范性文件（单位：件）",
        "图3　2019—2025年行政复议和行政诉讼（单位：件）",
    ]
    for figure in page.iter("figure"):
        rows = [[cell.text_content() for cell in row] for row in figure.iter("tr")]
        assert [row[0] for row in rows[1:]] == [str(year) for year in range(2019, 2026)]
        told = {cell for row in rows[1:] for cell in row[1:] if cell != "—"}
        drawn = {one.text for one in figure.iter("text") if one.get("class") == "value"}
        assert drawn <= told


def test_no_line_is_drawn_over_a_break_and_that_is_said(trend: Trend) -> None:
    page = html.fromstring(write_trend_page(trend, every=False, voice=CHINESE))
    documents = list(page.iter("figure"))[1]
    assert [len(one.get("points").split()) for one in documents.iter("polyline")] == [7, 5, 2]
    assert "不连线" in documents.text_content()


def test_the_cells_that_are_asked_for_are_charted_by_unit(trend: Trend) -> None:
    cells = ["requests/received/total", "publications/fees/amount", "requests/outcome.other/total"]
    page = html.fromstring(write_trend_page(trend.about(cells), every=True, voice=ENGLISH))
    assert len(list(page.iter("figure"))) == 2


def test_the_tables_have_each_value_with_its_cell_and_status(trend: Trend) -> None:
    page = html.fromstring(write_trend_page(trend, every=False, voice=CHINESE))
    (value,) = page.xpath("//td[@data-cell-id='publications/rules/in_force'][@data-status='break']")
    assert value.text == "|21"
    (total,) = page.xpath(
        "//tr[th='其他处理']/td[@data-cell-id='requests/outcome.other/total'][@data-status='sum'][1]"
    )[:1]
    assert (total.text, total.get("title")) == ("63+", "2021年版分为三项，这里相加")


def test_nothing_is_loaded_and_names_are_only_text(trend: Trend) -> None:
    hostile = replace(trend, sides=(replace(trend.sides[0], agency="<script>"), *trend.sides[1:]))
    text = write_trend_page(hostile, every=False, voice=CHINESE)
    page = html.fromstring(text)
    assert not list(page.iter("script", "img", "link"))
    assert "<script" not in text


def test_the_workbook_has_the_years_side_by_side_and_the_long_table(trend: Trend) -> None:
    target = io.BytesIO()
    write_trend_xlsx(trend, every=False, voice=CHINESE, target=target)
    book = load_workbook(target)
    assert book.sheetnames == ["各年数据", "逐项", "核对情况"]
    rows = list(book["各年数据"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("表", "项目", "单位", *map(str, range(2019, 2026)), "备注")
    issued = next(row for row in rows if row[1] == "规章/本年制发件数")
    assert issued[3:10] == (19, 20, 21, 22, 23, 24, 25)
    long = list(book["逐项"].iter_rows(min_row=2, values_only=True))
    assert len(long) == len(trend.values)
    assert (2021, "2021", "requests/outcome.other/total", "其他处理/总计", 63, "sum") in {
        row[:6] for row in long
    }
