"""The tables of a finished report in a workbook: the sheets that `tally -o` writes, and copies of the
form that were made by hand.

Which cells are merged is not known: a blank beside a heading is taken for a part of it. Not for what the tables say
(`read.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from reportcli.files.table import TableCell
from reportcli.files.workbook import open_workbook
from reportcli.finding import Address
from reportcli.published.numbers import read_printed
from reportcli.published.source import Source, SourceBlock, SourceLine
from reportcli.published.unmerged import unmerged_table

SheetRows = Sequence[tuple[str, Sequence[Sequence[object]]]]
"""The sheets of a workbook by name, with their rows from row 1, column A on."""

MOST_SHEET_CELLS = 6_000  # the largest table of the form has 400; 明细 and other lists have more
MOST_SHEETS_READ = 60  # a workbook with a report in it has a few


def workbook_source(file: str, data: bytes) -> Source:
    """The tables and titles of a finished report as the bytes of a workbook."""
    book = open_workbook(file, data)
    worksheets = (sheet for sheet in book.sheets if sheet.is_worksheet)
    return sheets_source(file, [(one.name, list(one.rows)) for one in worksheets])


def sheets_source(file: str, sheets: SheetRows) -> Source:
    """The tables and titles of a finished report as a workbook."""
    blocks: list[SourceBlock] = []
    names: dict[object, str] = {}
    for name, rows in sheets[:MOST_SHEETS_READ]:
        texts = [[typed_text(value) for value in row] for row in rows]
        if sum(map(len, texts)) > MOST_SHEET_CELLS:
            continue
        blocks += [SourceLine(name), *titles_in(texts)]
        element = object()
        names[element] = name
        blocks.append(
            unmerged_table([[(text, object()) for text in row] for row in texts], element)
        )
    return Source(file, "xlsx", blocks, partial(sheet_place, file, names))


def typed_text(value: object) -> str:
    """What a cell says; a number as a person would write it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return (
            str(int(value))
            if value.is_integer() and abs(value) < 1e15
            else str(Decimal(repr(value)))
        )
    return value.isoformat() if isinstance(value, date) else str(value)


def titles_in(texts: Sequence[Sequence[str]]) -> Iterator[SourceLine]:
    """The rows that hold one text alone: titles, headings of parts, notes."""
    for row in texts:
        filled = [text for text in row if text.strip()]
        if len(filled) == 1 and read_printed(filled[0]) is None:
            yield SourceLine(filled[0])


def sheet_place(file: str, names: dict[object, str], cell: TableCell) -> Address:
    """Where a cell is, as Excel names it."""
    return Address(file, names.get(cell.table, ""), cell.top + 1, cell.left + 1)
