"""A roll-up as a page."""

from __future__ import annotations

import base64
import hashlib

from lxml import html

from reportcli.export.rollup.html import write_rollup_page
from reportcli.words.messages import CHINESE
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
