"""A report as an Excel workbook: the official layout with merged cells, the facts, and every row of the logs.

One sheet a table, ready to print on A4; then a sheet 明细 with one row for each row of a log (where it is,
what became of it, which lines and columns of the form it counted in), so that a reviewer can filter. No
personal field is in it. Same input, same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.writer.excel import ExcelWriter

from reportcli.edition import Table, beside, label_text
from reportcli.export.grid import Grid, lay_out
from reportcli.export.text import flat_facts, table_title
from reportcli.finding import Language
from reportcli.report import Report
from reportcli.tally import Part
from reportcli.wording import say, say_fate

# Fixed, so that the same input gives the same bytes; 1980 is the first year a zip archive can name.
MOMENT = datetime(1980, 1, 1)
ROWS_PER_SHEET = 1_048_576
A4 = 9
THIN = Side(style="thin", color="FF000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TITLE = Font(name="黑体", size=14)
HEAD = Font(name="黑体", size=10)
BODY = Font(name="宋体", size=10)
SHADE = PatternFill("solid", fgColor="FFF2F2F2")
# Widths in characters: the leading columns of the stub, then its last one, then the numbers.
WIDTHS: Mapping[str, tuple[float, ...]] = {"requests": (6, 13, 34), "publications": (34,), "cases": ()}
NUMBER_WIDTH = 9.5


class StillZip(ZipFile):
    """A zip archive whose members carry no time of their own."""

    def writestr(  # type: ignore[override]
        self,
        name: str | ZipInfo,
        data: Any,
        *args: Any,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        """Write one member from memory."""
        super().writestr(still(name if isinstance(name, str) else name.filename), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Write one member from a file."""
        with Path(filename).open("rb") as source, self.open(still(arcname or filename), "w") as target:
            shutil.copyfileobj(source, target)


def still(name: str) -> ZipInfo:
    """A member of the archive with the fixed time."""
    info = ZipInfo(name, MOMENT.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return info


def write_xlsx(report: Report, language: Language, target: IO[bytes]) -> None:
    """The workbook, streamed to an open file."""
    book = Workbook(write_only=True)
    book.properties.creator = "reportcli"
    book.properties.created = book.properties.modified = MOMENT
    for table in report.edition.tables:
        numbers = report.tables.get(table.id)
        if numbers is not None:
            add_table(book, table, lay_out(table, numbers, language), report, language)
    if report.facts:
        add_facts(book, report, language)
    add_rows(book, report, language)
    with StillZip(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()


def styled(
    sheet: Any,
    value: object,
    font: Font = BODY,
    *,
    center: bool = False,
    box: bool = True,
    shade: bool = False,
) -> Any:
    """A cell; text is stored as text whatever it starts with, and without what XML forbids."""
    cell = plain(sheet, value) if isinstance(value, str) else WriteOnlyCell(sheet, value)
    cell.font = font
    cell.alignment = Alignment(horizontal="center" if center else "left", vertical="center", wrap_text=True)
    if box:
        cell.border = BOX
    if shade:
        cell.fill = SHADE
    return cell


def plain(sheet: Any, text: object) -> Any:
    """A cell of text from outside, stored as text whatever it starts with."""
    cell = WriteOnlyCell(sheet, None)
    cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", str(text)), "s"
    return cell


def set_up(sheet: Any, *, landscape: bool) -> None:
    """One page wide on A4."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.print_options.horizontalCentered = True


def add_table(book: Workbook, table: Table, grid: Grid, report: Report, language: Language) -> None:
    """One table in the official layout, its title above."""
    sheet: Any = book.create_sheet(f"{table.section} {SHORT_TITLES[table.id]}")
    set_up(sheet, landscape=table.id != "publications")
    widths = WIDTHS[table.id]
    for column in range(1, grid.columns + 1):
        width = (
            widths[column - 1]
            if column <= len(widths)
            else NUMBER_WIDTH
            if table.id != "publications"
            else 18
        )
        sheet.column_dimensions[get_column_letter(column)].width = width
    top = 1
    rows: list[list[Any]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        is_number = bool(cell.cell_id) and not cell.unit
        value: object = number_of(cell.text) if is_number else cell.text + cell.unit
        font = HEAD if cell.role in ("head", "total") else BODY
        center = cell.role != "stub" or cell.rowspan > 1
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                first = (row, column) == (cell.row, cell.column)
                rows[row - 1][column - 1] = styled(
                    sheet, value if first else None, font, center=center, shade=cell.role == "head"
                )
        if cell.rowspan > 1 or cell.colspan > 1:
            last_row, last_column = cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1
            sheet.merged_cells.ranges.add(
                CellRange(
                    min_row=cell.row + top, min_col=cell.column, max_row=last_row + top, max_col=last_column
                )
            )
    sheet.row_dimensions[1].height = 28
    title = f"{report.settings.agency or ''}{report.year}年 {table_title(table, language)}".strip()
    sheet.merged_cells.ranges.add(CellRange(min_row=1, min_col=1, max_row=1, max_col=grid.columns))
    sheet.append([styled(sheet, title, TITLE, center=True, box=False)])
    for cells in rows:
        sheet.append(cells)


SHORT_TITLES = {"publications": "主动公开", "requests": "依申请公开", "cases": "复议诉讼"}


def number_of(text: str) -> int | float | str:
    """A number for a cell; a decimal that a float would not hold exactly stays text."""
    if "." not in text:
        return int(text)
    return float(text) if repr(float(text)) == text else text


def add_facts(book: Workbook, report: Report, language: Language) -> None:
    """The facts for the prose, one number a row."""
    sheet: Any = book.create_sheet(say("label", "facts", language))
    set_up(sheet, landscape=False)
    for column, width in zip("ABC", (52, 12, 8), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.append(
        [styled(sheet, say("label", key, language), HEAD, shade=True) for key in ("fact", "number", "unit")]
    )
    for label, number, unit in flat_facts(report, language):
        sheet.append([styled(sheet, label), styled(sheet, number_of(number)), styled(sheet, unit)])


ROW_COLUMNS = {"file": 24, "sheet": 18, "row": 8, "table": 16, "fate": 18, "line": 48, "column": 30}


def add_rows(book: Workbook, report: Report, language: Language) -> None:
    """Every row of every log: where it is, what became of it and where it counted; further sheets where
    one is full.
    """
    sheet: Any = None
    written = 0
    for values in log_rows(report, language):
        if sheet is None or written == ROWS_PER_SHEET:
            name = say("label", "rows", language)
            number = sum(title.startswith(name) for title in book.sheetnames)
            sheet = book.create_sheet(name if not number else f"{name} {number + 1}")
            for column, width in zip("ABCDEFG", ROW_COLUMNS.values(), strict=True):
                sheet.column_dimensions[column].width = width
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = f"A1:G{ROWS_PER_SHEET}"
            sheet.append(
                [styled(sheet, say("label", key, language), HEAD, shade=True) for key in ROW_COLUMNS]
            )
            written = 1
        sheet.append([plain(sheet, values[0]), plain(sheet, values[1]), *values[2:]])
        written += 1


def log_rows(report: Report, language: Language) -> Iterator[list[object]]:
    """The rows of the sheet 明细, log by log, in the order of the worksheet rows."""
    for part in report.tally.parts:
        table = report.edition.table(part.log.kind)
        source = part.log.source
        title = beside(table.title, table.title_en, language)
        records = part.fate.index.to_numpy()
        fates = part.fate.map({fate: say_fate(fate, language) for fate in part.fate.cat.categories})
        lines, columns = cells_of_records(part, table, language)
        aside = {reason: say_fate(reason, language) for reason in part.log.set_aside}
        rows = [(row, *met) for row, *met in zip(records.tolist(), fates, lines, columns, strict=True)]
        rows += [
            (row, aside[reason], "", "") for reason, at in part.log.set_aside.items() for row in at.tolist()
        ]
        rows.sort()
        for row, fate, line, column in rows:
            yield [source.file, source.sheet, row, title, fate, line, column]


def cells_of_records(part: Part, table: Table, language: Language) -> tuple[list[str], list[str]]:
    """For each record the labels of the lines, and of the columns, that it counted in.

    Each record gets a number with one bit a label, so that a label list is put together once for each of the
    few combinations that occur.
    """
    records = part.fate.index.to_numpy()
    found = []
    for axis, items in enumerate(
        ([line for line, _, _ in table.cells()], [column for _, column, _ in table.cells()])
    ):
        labels = {item.id: label_text(item, language) for item in items}
        bits = {item_id: bit for bit, item_id in enumerate(labels)}
        marks = np.zeros(len(records), dtype=np.int64)
        for entry in part.entries:
            marks[np.searchsorted(records, entry.rows)] |= 1 << bits[entry.cell[axis]]
        named = {
            mark: "；".join(
                label for label, bit in zip(labels.values(), bits.values(), strict=True) if mark >> bit & 1
            )
            for mark in np.unique(marks).tolist()
        }
        found.append([named[mark] for mark in marks.tolist()])
    return found[0], found[1]
