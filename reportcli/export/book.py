"""What our Excel workbooks share: fonts, pages, and a way to save that gives the same bytes at each
run.

It knows neither reports nor logs and imports no pandas, so that an empty template is written at
once.
"""

from __future__ import annotations

from typing import IO, Any
from zipfile import ZIP_DEFLATED

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.page import PageMargins
from openpyxl.writer.excel import ExcelWriter

from reportcli.export.archive import MOMENT, StillZip

PAPER_A4 = 9
THIN = Side(style="thin", color="FF000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
# 黑体 for what heads, 宋体 for what is read: fonts that every office has
TITLE_FONT = Font(name="黑体", size=14)
HEAD = Font(name="黑体", size=10)
BODY = Font(name="宋体", size=10)
SHADE = PatternFill("solid", fgColor="FFF2F2F2")  # light enough for a copier


def new_book(*, streamed: bool) -> Workbook:
    """A workbook of our fonts that names no person and no time; `streamed` when its sheets may be
    large."""
    book = Workbook(write_only=streamed)
    book._fonts = IndexedList([BODY])  # the font by which column widths are measured
    book.properties.creator = "reportcli"
    book.properties.created = book.properties.modified = MOMENT
    return book


def save_book(book: Workbook, target: IO[bytes]) -> None:
    """The workbook, written to an open file."""
    with StillZip(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()


def set_up(sheet: Any, *, landscape: bool, pages: int = 0) -> None:
    """One page wide on A4, and at most so many pages high (0: as many as it takes)."""
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6, footer=0.3)
    sheet.print_options.horizontalCentered = True
