"""A report as an Excel workbook: the official layout with merged cells, the facts, and every row of
the logs.

One sheet a table, ready to print on A4; then a sheet 明细 with one row for each row of a log (where
it is, what became of it, which lines and columns of the form it counted in), so that a reviewer can
filter. No personal field is in it. Same input, same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from math import ceil
from typing import IO, Any

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from wcwidth import wcswidth

from reportcli.count.facts import flat_facts
from reportcli.count.part import CountedLog
from reportcli.export.book import BODY, BOX, HEAD, SHADE, TITLE_FONT, new_book, save_book, set_up
from reportcli.export.csv import FORMULA_STARTS
from reportcli.export.grid import Grid, GridCell, lay_out
from reportcli.law.edition import Table, label_text, table_title
from reportcli.report import Report
from reportcli.words.folding import fold
from reportcli.words.messages import Voice, printable
from reportcli.words.numerals import number_text

ROWS_PER_SHEET = 1_048_576  # Excel's own limit; what is more goes on another sheet
EXCEL_DIGITS = 15  # what Excel keeps of a number
# Widths in characters: the columns of the stub, then each column of numbers.
SHEET_WIDTHS: Mapping[str, tuple[tuple[float, ...], float]] = {
    "publications": ((30,), 21),
    "requests": ((5.5, 14.5, 27), 8.4),
    "cases": ((), 6),
}
# How much wider a table is with English beside the labels.
WITH_ENGLISH: Mapping[str, float] = {"publications": 1, "requests": 1.6, "cases": 1.7}
PORTRAIT = 100  # characters across A4 at full size
LOW = 10  # rows of a table that may lie across the page
LINE, SPARE = 15, 9  # points: one line of text, and what a row has around its lines
# What XML 1.0 forbids and openpyxl lets pass; a file name that is no UTF-8 comes with lone
# surrogates.
NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_xlsx(report: Report, voice: Voice, target: IO[bytes]) -> None:
    """The workbook, streamed to an open file."""
    book = new_book(streamed=True)
    for table in report.edition.tables:
        numbers = report.tables.get(table.id)
        if numbers is not None:
            whose = f"{report.settings.agency or ''}　{report.year}年度".strip()
            add_table(book, table, lay_out(table, numbers, voice), whose, voice)
    if report.facts:
        add_facts(book, report, voice)
    add_rows(book, report, voice)
    save_book(book, target)


def styled(
    sheet: Any,
    value: object,
    font: Font = BODY,
    *,
    align: str = "left",
    box: bool = True,
    shade: bool = False,
) -> Any:
    """A cell of the form; text is stored as text."""
    cell = text_cell(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if box:
        cell.border = BOX
    if shade:
        cell.fill = SHADE
    return cell


def text_cell(sheet: Any, text: object) -> Any:
    """A cell of text, stored as text whatever it starts with, and without what XML forbids."""
    cell = WriteOnlyCell(sheet, None)
    inner = NOT_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", str(text)))
    cell._value, cell.data_type = inner, "s"
    if inner.startswith(FORMULA_STARTS):
        cell.quotePrefix = True  # stays text when a person edits the cell
    return cell


def set_up_list(sheet: Any, columns: Mapping[str, float], voice: Voice, *, landscape: bool) -> None:
    """A list of many rows whose headings are worded by their keys."""
    heads = [voice.say("label", key) for key in columns]
    head_list(sheet, heads, list(columns.values()), landscape=landscape)


def head_list(
    sheet: Any, heads: Sequence[str], widths: Sequence[float], *, landscape: bool
) -> None:
    """The head of a list of many rows: it stays in sight and stands on each printed page."""
    set_up(sheet, landscape=landscape)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&P / &N"
    sheet.append([styled(sheet, head, HEAD, shade=True) for head in heads])


def add_table(book: Workbook, table: Table, grid: Grid, whose: str, voice: Voice) -> None:
    """One table in the official layout; above it its title, and `whose` and of which year it is."""
    sheet: Any = book.create_sheet(f"{table.section} {SHORT_TITLES[table.id]}")
    widths = column_widths(table, grid, voice)
    set_up(sheet, landscape=sum(widths) > PORTRAIT and grid.rows < LOW, pages=1)
    title = table_title(table, voice)
    # A title is larger than the text below it, of which the widths are told.
    title_height = 28 * lines_in_cell(title, sum(widths) / 1.4)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    heights = [title_height, LINE + SPARE, *row_heights(grid, widths)]
    for number, height in enumerate(heights, start=1):
        sheet.row_dimensions[number].height = height
    sheet.append([styled(sheet, title, TITLE_FONT, align="center", box=False)])
    sheet.append([styled(sheet, whose, align="right", box=False), *[None] * (grid.columns - 1)])
    for row in (1, 2):
        merge(sheet, row, 1, 1, grid.columns)
    for cells in grid_rows(sheet, grid):
        sheet.append(cells)
    for cell in grid.cells:
        if cell.rowspan > 1 or cell.colspan > 1:
            merge(sheet, cell.row + 2, cell.column, cell.rowspan, cell.colspan)


def grid_rows(sheet: Any, grid: Grid) -> list[list[Any]]:
    """The rows of a grid, every position of a merged cell with its border."""
    rows: list[list[Any]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        first = (cell.row, cell.column)
        across = range(cell.column, cell.column + cell.colspan)
        for place in product(range(cell.row, cell.row + cell.rowspan), across):
            row, column = place
            rows[row - 1][column - 1] = grid_position(sheet, cell, is_first=place == first)
    return rows


def merge(sheet: Any, row: int, column: int, rowspan: int, colspan: int) -> None:
    """Merge cells that a streamed sheet is still to be given."""
    sheet.merged_cells.ranges.add(
        CellRange(
            min_row=row, min_col=column, max_row=row + rowspan - 1, max_col=column + colspan - 1
        )
    )


def grid_position(sheet: Any, cell: GridCell, *, is_first: bool) -> Any:
    """One position of a cell of the grid: the first holds what it says, the others only its
    border."""
    value: object = (as_number(cell.text) if cell.cell_id else cell.text) if is_first else None
    if cell.unit and isinstance(value, str):
        value += cell.unit
    font = HEAD if cell.role in ("head", "total") else BODY
    align = "left" if cell.role == "stub" and cell.rowspan == 1 else "center"
    drawn = styled(sheet, value, font, align=align, shade=cell.role == "head")
    if cell.unit and value is not None:
        drawn.number_format = f'General"{cell.unit}"'
    return drawn


def column_widths(table: Table, grid: Grid, voice: Voice) -> list[float]:
    """The width of each column in characters; English beside the labels takes more."""
    stub, number = SHEET_WIDTHS[table.id]
    factor = WITH_ENGLISH[table.id] if voice.language == "en" else 1
    return [width * factor for width in (*stub, *[number] * (grid.columns - len(stub)))]


def row_heights(grid: Grid, widths: Sequence[float]) -> list[float]:
    """The height of each row in points, so that no label is cut off: Excel fits no row to a merged
    cell."""
    heights: list[float] = [LINE + SPARE] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        width = sum(widths[cell.column - 1 : cell.column - 1 + cell.colspan])
        rows = slice(cell.row - 1, cell.row - 1 + cell.rowspan)
        missing = LINE * lines_in_cell(cell.text, width) + SPARE - sum(heights[rows])
        if missing > 0:
            heights[rows] = [height + missing / cell.rowspan for height in heights[rows]]
    return heights


def lines_in_cell(text: str, width: float) -> int:
    """In how many lines a cell of so many characters shows a text."""
    room = max(int(width - 1), 2)
    return sum(max(1, ceil(wcswidth(line) / room)) for line in fold(text, room))


SHORT_TITLES = {"publications": "主动公开", "requests": "依申请公开", "cases": "复议诉讼"}


def as_number(text: str) -> int | float | str:
    """A number for a cell; one of more digits than Excel keeps stays text."""
    if len(text.replace(".", "").strip("-0")) > EXCEL_DIGITS:
        return text
    return float(text) if "." in text else int(text)


def add_facts(book: Workbook, report: Report, voice: Voice) -> None:
    """The facts for the prose, one number a row."""
    sheet: Any = book.create_sheet(voice.say("label", "facts"))
    set_up_list(sheet, {"fact": 62, "number": 16, "unit": 10}, voice, landscape=False)
    for label, number, unit in flat_facts(report.facts, report.edition, voice):
        values = (label, "left"), (as_number(number_text(number)), "right"), (unit, "left")
        sheet.append([styled(sheet, value, align=align) for value, align in values])


ROW_COLUMNS = {"file": 24, "sheet": 18, "row": 8, "table": 14, "fate": 16, "line": 44, "column": 22}


def add_rows(book: Workbook, report: Report, voice: Voice) -> None:
    """Every row of every log: where it is, what became of it and where it counted; further sheets
    where one is full.
    """
    longest = max((wcswidth(printable(file.file)) for file in report.inputs), default=0)
    columns = ROW_COLUMNS | {"file": min(max(ROW_COLUMNS["file"], longest + 2), 60)}
    last = get_column_letter(len(columns))
    sheet: Any = None
    written = 0
    for values in chain(log_rows(report, voice), unread_rows(report, voice)):
        if sheet is None or written == ROWS_PER_SHEET:
            name = voice.say("label", "rows")
            number = sum(title.startswith(name) for title in book.sheetnames)
            sheet = book.create_sheet(name if not number else f"{name} {number + 1}")
            set_up_list(sheet, columns, voice, landscape=True)
            written = 1
        sheet.append([text_cell(sheet, values[0]), text_cell(sheet, values[1]), *values[2:]])
        written += 1
        sheet.auto_filter.ref = f"A1:{last}{written}"


def log_rows(report: Report, voice: Voice) -> Iterator[list[object]]:
    """The rows of the sheet 明细, log by log, in the order of the worksheet rows."""
    for part in report.tally.parts:
        table = report.edition.table(part.log.kind)
        source = part.log.source
        title = voice.label(SHORT_TITLES[table.id], table.title_en)
        records = part.fate.index.to_numpy()
        fates = part.fate.map({fate: voice.fate(fate) for fate in part.fate.cat.categories})
        lines, columns = cells_of_records(part, table, voice)
        aside = {reason: voice.fate(reason) for reason in part.log.set_aside}
        rows = [
            (row, *met) for row, *met in zip(records.tolist(), fates, lines, columns, strict=True)
        ]
        rows += [
            (row, aside[reason], "", "")
            for reason, at in part.log.set_aside.items()
            for row in at.tolist()
        ]
        rows.sort()
        for row, fate, line, column in rows:
            yield [source.file, source.sheet, row, title, fate, line or None, column or None]


def unread_rows(report: Report, voice: Voice) -> Iterator[list[object]]:
    """A row for each sheet that was not read: its name and how much is in it, and no cell of it."""
    for sheet in report.logs.coverage.unread:
        said = voice.say("inspect", "rows-unread", rows=sheet.rows)
        yield [
            sheet.file,
            sheet.sheet,
            None,
            voice.say("skipped", sheet.skipped or "sheet-no-log"),
            said,
            None,
            None,
        ]


def cells_of_records(part: CountedLog, table: Table, voice: Voice) -> tuple[list[str], list[str]]:
    """For each record the labels of the lines, and of the columns, that it counted in."""
    lines = {line.id: label_text(line, voice) for line, _, _ in table.cells()}
    columns = {column.id: label_text(column, voice) for _, column, _ in table.cells()}
    return labels_met(part, 0, lines), labels_met(part, 1, columns)


def labels_met(part: CountedLog, axis: int, labels: Mapping[str, str]) -> list[str]:
    """For each record the labels that it counted in, of the lines (0) or the columns (1).

    Each record gets a number with one bit a label, so that a list of labels is put together once
    for each of the few combinations that occur.
    """
    records = part.fate.index.to_numpy()
    bits = {item: bit for bit, item in enumerate(labels)}
    marks = np.zeros(len(records), dtype=np.int64)
    for entry in part.entries:
        marks[np.searchsorted(records, entry.rows)] |= 1 << bits[entry.cell[axis]]
    named = {
        mark: "；".join(labels[item] for item, bit in bits.items() if mark >> bit & 1)
        for mark in np.unique(marks).tolist()
    }
    return [named[mark] for mark in marks.tolist()]
