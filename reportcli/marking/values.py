"""A new workbook of the values of a file that cannot be marked in place, with the sheets' names as
Excel takes them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import IO, Any

from openpyxl.cell.cell import TIME_TYPES

from reportcli.export.book import new_book, save_book
from reportcli.export.xlsx import text_cell
from reportcli.finding import column_letters
from reportcli.words.messages import printable

Sheets = Sequence[tuple[str, Sequence[Sequence[Any]]]]
"""The sheets of a file by name, with their rows from row 1, column A on."""

SHEET_STATES = {"hidden": "hidden", "very_hidden": "veryHidden"}
MOST_NAME = 31  # characters in the name of a sheet
ROOM_FOR_NUMBER = 4  # of them, for the number of a name that another sheet has
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
VALUES_WIDTH = 14


def book_of_values(sheets: Sheets, states: Mapping[str, str]) -> tuple[IO[bytes], dict[str, str]]:
    """A workbook of the values of a file, and what its sheets are called there."""
    book = new_book(streamed=True)
    titles: dict[str, str] = {}
    for name, rows in sheets:
        titles[name] = free_name(safe_name(name), dict.fromkeys(titles.values()))
        sheet: Any = book.create_sheet(titles[name])
        sheet.sheet_state = SHEET_STATES.get(states.get(name, ""), "visible")
        for column in range(1, 1 + max((len(row) for row in rows), default=0)):
            sheet.column_dimensions[column_letters(column)].width = VALUES_WIDTH
        for row in rows:
            sheet.append([written_value(sheet, value) for value in row])
    if all(sheet.sheet_state != "visible" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"  # a workbook of hidden sheets is none
    out = io.BytesIO()
    save_book(book, out)
    return out, titles


def written_value(sheet: Any, value: Any) -> Any:
    """A cell for a value: a number or a date as it is, all else as text, whatever it starts with."""
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return None
    if isinstance(value, (bool, int, float, *TIME_TYPES)) and not is_endless(value):
        return WriteOnlyCell(sheet, value)
    return text_cell(sheet, value)


def is_endless(value: object) -> bool:
    """Whether a number is none that Excel has: infinite, or not a number."""
    return isinstance(value, float) and not isfinite(value)


def safe_name(name: str) -> str:
    """The name of a sheet without what Excel takes in none."""
    allowed = NOT_IN_NAMES.sub("_", printable(name)).strip("'")
    return allowed[: MOST_NAME - ROOM_FOR_NUMBER] or "Sheet"


def free_name(name: str, taken: Mapping[str, object]) -> str:
    """A name for a sheet that no other has; Excel does not regard its case."""
    known = {one.casefold() for one in taken}
    tried, number = name, 1
    while tried.casefold() in known:
        number += 1
        tried = f"{name} ({number})"
    return tried
