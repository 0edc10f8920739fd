"""Opening a file of some content in this process, for the tests of the room."""

from __future__ import annotations

import pytest

from reportcli.files.sheet import Row, Sheet, Workbook
from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal


def book_of(content: bytes | str, encoding: str = "utf-8", name: str = "台账.xls") -> Workbook:
    """The workbook; its name says nothing true of its format."""
    return open_workbook(name, content if isinstance(content, bytes) else content.encode(encoding))


def cells(sheet: Sheet) -> list[Row]:
    """The rows, blank cells as None, and without the blank ones at the end of a row."""
    rows = [[None if cell == "" else cell for cell in row] for row in sheet.rows]
    return [
        row[: max((n for n, cell in enumerate(row, 1) if cell is not None), default=0)]
        for row in rows
    ]


def sheet_of(content: bytes | str, encoding: str = "utf-8") -> Sheet:
    """The only sheet."""
    (sheet,) = book_of(content, encoding).sheets
    return sheet


def rows_of(content: bytes | str, encoding: str = "utf-8") -> list[Row]:
    """The rows of the only sheet."""
    return cells(sheet_of(content, encoding))


def is_read(content: bytes | str) -> bool:
    """Whether the content is read to its end, as one sheet."""
    (sheet,) = book_of(content).sheets
    return sum(1 for _ in sheet.rows) >= 0


def refused(content: bytes | str) -> Refusal:
    """The refusal of the content, which can be worded in both languages."""
    with pytest.raises(Refusal) as caught:
        [list(sheet.rows) for sheet in book_of(content).sheets]
    assert caught.value.status == 3
    assert "{" not in caught.value.message("zh") + caught.value.message("en")
    return caught.value
