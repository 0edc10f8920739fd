"""The boxes that show notes: on which columns and rows they lie."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from reportcli.marking.outline import (
    SPREADSHEET_NS,
    outline_of,
)
from reportcli.marking.shapes import ROW_HEIGHT, column_edges, row_height
from reportcli.marking.sheet import SheetFrame
from tests.marked import (
    marked,
)


def frame(before: str) -> SheetFrame:
    """A sheet with this before its cells."""
    part = f'<worksheet xmlns="{SPREADSHEET_NS}">{before}</worksheet>'.encode()
    return SheetFrame(part, outline_of(part), 0, 0)


@pytest.mark.parametrize(
    ("columns", "edges"),
    [
        ("", [0]),
        ('<col min="1" max="2" width="10"/>', [0, 75, 150]),
        ('<col min="2" max="2" width="10"/>', [0, 64, 139]),
        (
            '<col min="1" max="1" width="10" hidden="1"/><col min="2" max="2" width="1"/>',
            [0, 0, 12],
        ),
        ('<col min="1" max="1"/><col min="2" max="2" width="1"/>', [0, 64, 76]),
        ('<col min="1" max="1" width="wide"/>', [0]),
        ('<col min="1" max="1" width="nan"/><col min="1" max="1" width="inf"/>', [0]),
        ('<col min="4000000000" max="4000000001" width="10"/>', [0]),
    ],
)
def test_columns_begin_where_those_before_them_end(columns: str, edges: list[int]) -> None:
    assert column_edges(frame(f"<cols>{columns}</cols>")) == edges


def test_a_column_for_all_that_follow_reaches_no_further_than_a_sheet() -> None:
    assert (
        len(column_edges(frame('<cols><col min="3" max="16384" width="10"/></cols>')))
        == 1 + 3 + 255
    )
    assert (
        len(column_edges(frame('<cols><col min="16380" max="99999" width="10"/></cols>')))
        == 1 + 16384
    )


@pytest.mark.parametrize(
    ("height", "pixels"),
    [
        ('defaultRowHeight="15"', 20),
        ('defaultRowHeight="30"', 40),
        ('defaultRowHeight="0"', 8),
        ("", ROW_HEIGHT),
        ('defaultRowHeight="high"', ROW_HEIGHT),
        ('defaultRowHeight="inf"', ROW_HEIGHT),
    ],
)
def test_a_row_is_as_high_as_the_sheet_says(height: str, pixels: int) -> None:
    assert row_height(frame(f"<cols/><sheetFormatPr {height}/>")) == pixels
    assert row_height(frame("")) == ROW_HEIGHT


def test_every_note_has_a_shape_of_its_own(tmp_path: Path) -> None:
    book = Workbook()
    for day, name in enumerate(("一", "二"), start=4):
        sheet = book.create_sheet(name)
        sheet.append(["收到日期", "申请人类型", "申请方式", "办理结果", "答复日期"])
        for _ in range(600):
            sheet.append([date(2024, 1, day), "外籍", "小程序", "予以公开", date(2024, 1, 10)])
    book["二"]["A1"].comment = Comment("别的", "某某")
    book.save(tmp_path / "log.xlsx")
    data, told = marked(tmp_path / "log.xlsx")
    assert told == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml")
        ]
    # A thousand of each code are listed: all 600 rows of the first sheet, and 400 of the second.
    assert [part.count('ObjectType="Note"') for part in parts] == [801, 1200]
    for part in parts:
        ids = re.findall(' id="_x0000_s([0-9]+)"', part)
        assert len(ids) == len(set(ids))
    blocks = [set(re.findall('data="([0-9,]+)"', part)[0].split(",")) for part in parts]
    assert not blocks[0] & blocks[1]
    assert {int(id_) // 1024 for id_ in re.findall(' id="_x0000_s([0-9]+)"', parts[1])} == set(
        map(int, blocks[1])
    )
