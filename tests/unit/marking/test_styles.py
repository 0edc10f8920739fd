"""Formats added to those of a workbook."""

from __future__ import annotations

import re

import pytest

from reportcli.files.opc import relations_name
from reportcli.marking import styles as styling
from reportcli.marking.outline import (
    NotInPlace,
)
from reportcli.marking.styles import Styles
from tests.packaged import (
    STYLES,
    changed,
    sheet_book,
)


def test_lists_that_are_empty_are_opened() -> None:
    package = sheet_book("")
    fills = re.search("<fills.*</fills>", package.read(STYLES).decode())
    assert fills
    package = changed(STYLES, fills[0], '<fills count="0"/>')
    package.parts[relations_name("xl/worksheets/sheet1.xml")] = b"<Relationships />"
    styles = Styles(package)
    assert styles.add("fills", "<fill/>") == 0
    styles.finish()
    assert '<fills count="1"><fill/></fills>' in package.read(STYLES).decode()
    package.link("xl/worksheets/sheet1.xml", "comments", "xl/comments1.xml")
    (link,) = package.relations("xl/worksheets/sheet1.xml")
    assert (link.kind, link.target) == ("comments", "xl/comments1.xml")


def test_there_are_no_more_formats_than_excel_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    styles = Styles(sheet_book(""))
    monkeypatch.setattr(styling, "MOST_FORMATS", len(styles.lists["cellXfs"].children))
    styles.filled(0, 5)
    with pytest.raises(NotInPlace):
        styles.filled(0, 6)


def test_a_format_keeps_all_but_its_fill() -> None:
    package = sheet_book("")
    styles = Styles(package)
    count = len(styles.lists["cellXfs"].children)
    assert styles.filled(0, 5) == styles.filled(0, 5) == count
    assert styles.filled(0, 6) == count + 1
    with pytest.raises(NotInPlace):
        styles.filled(999, 5)
    styles.finish()
    after = Styles(package).lists["cellXfs"]
    assert after.attributes["count"] == str(len(after.children)) == str(count + 2)
    old, new = after.children[0].attributes, after.children[count].attributes
    assert {**old, "fillId": "5", "applyFill": "1"} == new
