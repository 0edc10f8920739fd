"""A workbook of the values of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportcli.marking.values import book_of_values
from tests.logs import write_log
from tests.marked import (
    FORMULA_LIKE,
    LIST,
    RED,
    marked,
    marks,
    open_book,
)


@pytest.mark.parametrize("name", ["log.csv", "a[b]：" + "长" * 40 + ".csv"])
def test_a_text_file_gets_a_workbook_of_its_values(tmp_path: Path, name: str) -> None:
    data, told = marked(write_log(tmp_path / name, FORMULA_LIKE))
    assert told == ["标注副本是按原文件的值新建的 xlsx，没有原来的格式"]
    book = open_book(data)
    sheet = book.worksheets[1]
    assert marks(sheet) == [("G3", RED, ["outcome-unknown"])]
    assert [(cell.value, cell.data_type) for cell in sheet["C"]][1:] == [
        ("=1+1", "s"),
        ("@某", "s"),
    ]
    (link,) = [cell.hyperlink.location for cell in book[LIST]["B"] if cell.hyperlink]
    assert link == f"'{sheet.title}'!G3"
    assert len(sheet.title) <= 31


def test_a_workbook_whose_sheets_are_all_hidden_can_be_opened() -> None:
    book, titles = book_of_values(
        [("甲", [["a"]]), ("乙", [])], {"甲": "hidden", "乙": "very_hidden"}
    )
    assert titles == {"甲": "甲", "乙": "乙"}
    assert [sheet.sheet_state for sheet in load_workbook(book)] == ["visible", "veryHidden"]
