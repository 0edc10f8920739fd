"""A roll-up as a page, as a workbook, and as text that can be sent on."""

from __future__ import annotations

import base64
import hashlib
import io
import re

import pytest
from lxml import html
from openpyxl import load_workbook

from reportcli.export.rollup.html import write_rollup_page
from reportcli.export.rollup.statement import write_statement
from reportcli.export.rollup.xlsx import write_rollup_xlsx
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.rolled import small


def test_the_page_loads_nothing_and_runs_the_one_script_it_has() -> None:
    text = write_rollup_page(small(), CHINESE)
    page = html.document_fromstring(text)
    [script] = page.iter("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not page.xpath("//*[@src or @href[not(starts-with(., '#'))]]")


def test_the_page_has_every_unit_with_its_status() -> None:
    page = html.document_fromstring(write_rollup_page(small(), CHINESE))
    rows = [
        [cell.text_content() for cell in row]
        for row in page.xpath("//div[@class='units']//tbody/tr")
    ]
    assert [(row[0], row[1], row[3], row[4], row[8]) for row in rows] == [
        ("X01", "县政府办", "已报", "按时", "5"),
        ("A02", "=<b>教育|局", "已报，有错误", "按时", "2"),
        ("T01", "T01局", "已报", "迟报", "1"),
        ("A04", "A04局", "未报", "未报", ""),
        ("V01", "V01局", "垂直管理，不计入", "", "9"),
    ]
    glance = page.xpath("//ul[@class='glance']/li/strong/text()")
    assert glance == ["4", "2", "1", "1", "75.0%"]


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_the_workbook_has_tables_kinds_units_and_findings(voice: Voice) -> None:
    target = io.BytesIO()
    write_rollup_xlsx(small(), voice, target)
    again = io.BytesIO()
    write_rollup_xlsx(small(), voice, again)
    assert target.getvalue() == again.getvalue()
    book = load_workbook(target)
    assert len(book.sheetnames) == 6
    units = book[voice.say("rollup", "part-units")]
    rows = list(units.iter_rows(min_row=2, max_row=6, values_only=True))
    assert [row[0] for row in rows] == ["X01", "A02", "T01", "A04", "V01"]
    assert [row[9] for row in rows] == [5, 2, 1, None, 9]
    assert units["B3"].data_type == "s"  # =<b>… is text
    kinds = book[voice.say("rollup", "part-by-kind")]
    received = next(
        row
        for row in kinds.iter_rows(values_only=True)
        if row[0] and "本年新收" in row[0] and "总计" in row[1]
    )
    assert received[2:] == (5, 2, 1, 8)


def test_the_statement_says_who_has_to_do_what() -> None:
    text = write_statement(small(), CHINESE)
    assert "应报 4 个单位：按时 2，迟报 1，未报 1" in text
    assert "- **A04局 (A04)** 未报：请报送，期限 2025-01-31。" in text
    assert re.search(r"- \*\*=\\<b\\>教育\\\|局 \(A02\)\*\* 已报，有错误：有 1 个错误", text)
    assert "- T01局 (T01) 2025-02-03 报送，期限 2025-01-31" in text
    assert "| V01    | V01局" in text


def test_a_statement_in_english_has_no_line_of_our_own_in_chinese() -> None:
    text = write_statement(small(), ENGLISH)
    ours = re.sub(r"某县|县政府办|=\\<b\\>教育\\\|局|\w\d\d局|“=1\+1”|[“”]|table 三", "", text)
    assert not re.search("[一-鿿]", ours), ours
