"""Spreadsheets as calamine reads them: xlsx, xlsm, xlsb, ods and xls.

Not for guarding what it is given, nor for what it loses (`lost.py`). calamine is imported when such
a file is met.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reportcli.files.extent import LAST_COLUMN
from reportcli.files.lost import SheetScan, complete
from reportcli.files.sheet import Row, Sheet, State, check_sheets
from reportcli.finding import Address, Refusal, column_letters
from reportcli.words.cells import shown

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata


def calamine_sheets(file: str, data: bytes, kind: str) -> list[Sheet]:
    """Read xlsx, xlsm, xlsb, ods and xls with calamine.

    Its own message is not repeated, for it may quote a cell, and its names of errors say nothing to
    a clerk: that the file is a damaged xlsx is all that can be told.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        check_sheets(file, book.sheet_names)
        sheets = [one_sheet(file, book, listed) for listed in book.sheets_metadata]
    except calamine.PasswordError as fault:
        raise Refusal("input-encrypted", Address(file)) from fault
    # An xlsb that ends too soon is an OSError, as if it were a file.
    except (calamine.CalamineError, OSError) as fault:
        raise Refusal("input-damaged", Address(file), reason=kind) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # of the reader; its class cannot be imported
            raise
        raise Refusal("input-damaged", Address(file), reason=kind) from fault
    if not sheets:
        raise Refusal("input-damaged", Address(file), reason=f"{kind}: 0 sheets")
    return sheets


def one_sheet(file: str, book: CalamineWorkbook, listed: SheetMetadata) -> Sheet:
    """Read one sheet of calamine; a chart or a dialogue has no cells."""
    from python_calamine import SheetTypeEnum

    if listed.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
        return Sheet(listed.name, iter(()), is_worksheet=False)
    sheet = book.get_sheet_by_name(listed.name)
    end = sheet.end
    if end is not None and end[1] >= LAST_COLUMN:
        cell = f"{column_letters(end[1] + 1)}{end[0] + 1}"
        raise Refusal("input-unsafe", Address(file), what=f"{shown(sheet.name)}!{cell}")
    merged = sheet.merged_cell_ranges or []
    return Sheet(
        name=sheet.name,
        rows=padded_rows(sheet),
        state=state_of(listed),
        merges=[
            (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged
        ],
    )


def padded_rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Yield the rows from column A on: calamine drops the empty columns before the first."""
    dropped = sheet.start[1] if sheet.start else 0
    if not dropped:
        return map(list, sheet.iter_rows())
    blanks: Row = [None] * dropped
    return (blanks + list(row) for row in sheet.iter_rows())


def state_of(listed: SheetMetadata) -> State:
    """Tell whether a sheet is shown."""
    from python_calamine import SheetVisibleEnum

    if listed.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if listed.visible == SheetVisibleEnum.Hidden else "very_hidden"


def completed(sheets: list[Sheet], scans: Mapping[str, SheetScan]) -> list[Sheet]:
    """Give the sheets what calamine loses of them."""
    return [complete(sheet, scans.get(sheet.name, SheetScan())) for sheet in sheets]
