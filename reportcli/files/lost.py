"""What the reader loses of a sheet, and how it is put back.

calamine gives values alone. An error cell and a formula that was never computed come as blanks, a
number as a number whatever its format shows, a struck-out row like any other; of some formats it
does not tell what is merged. For each format a narrow scan of the bytes (`lost_xlsx.py`,
`lost_xlsb.py`, `lost_ods.py`, `biff.py`) looks for the few signs of such cells. None is a parser: a
sign is believed only at its own place in a cell, and what was lost is put where the reader gave a
blank, never over a value.

What is told of each format, tried with files that LibreOffice and openpyxl wrote:

| | errors | formulas never computed | numbers as shown | struck-out rows | merged cells | hidden rows |
|---|---|---|---|---|---|---|
| xlsx, xlsm | yes | yes | yes | yes | by calamine | yes |
| xls (BIFF8, BIFF5) | yes | of older records, as Numbers writes | yes | yes | by calamine | yes |
| ods | yes | yes | yes | yes | yes | yes |
| xlsb | yes | no | yes | yes | yes | yes |

Not told: what is struck out by a part of a cell or by a rule (conditional formats). An XML of Excel
2003 is read by `xml_2003.py`, which tells all of it; a page in HTML has the text that is shown.

A formula of xls and xlsb always has a value, and a program that does not compute writes 0
(XlsxWriter does so in xlsx too): how many formulas have that value is counted, for nobody can tell
them from those that came to 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from reportcli.files.number_format import ShownNumber
from reportcli.files.sheet import Merge, Sheet
from reportcli.files.styles import Looks
from reportcli.words.cells import FORMULA_LOST, Cell, is_error

LONGEST_ERROR_TEXT = 32
UNKNOWN_ERROR = "#ERROR!"


class SheetScan(msgspec.Struct):
    """What one sheet holds beyond its values; places are (row, column), 1-based.

    `lost` names an error, or FORMULA_LOST; `shown` how a number is shown; `struck` the columns of a
    row whose cells are struck out, blank ones among them; `zero_formulas` how many formulas have a
    value that may never have been computed.
    """

    lost: dict[tuple[int, int], str] = {}
    shown: dict[tuple[int, int], ShownNumber] = {}
    struck: dict[int, set[int]] = {}
    merges: list[Merge] = []
    hidden_rows: int = 0
    filtered: bool = False
    zero_formulas: int = 0

    def note_style(self, looks: Looks, row: int, column: int, style: int) -> None:
        """Note of a cell with that format how its number is shown, and that it is struck out."""
        if style in looks.shown:
            self.shown[row, column] = looks.shown[style]
        if style in looks.struck:
            self.struck.setdefault(row, set()).add(column)


def complete(sheet: Sheet, scan: SheetScan) -> Sheet:
    """Give a sheet what the reader lost of it."""
    rows = sheet.rows
    if scan.lost:
        rows = restore_lost(rows, scan)
    if scan.shown:
        rows = show_numbers(rows, scan.shown)
    completed = msgspec.structs.replace(
        sheet,
        rows=rows,
        merges=sheet.merges or scan.merges,
        hidden_rows=scan.hidden_rows,
        zero_formulas=scan.zero_formulas,
    )
    if scan.struck:
        completed.rows = note_struck(rows, scan.struck, completed.struck_rows)
    return completed


def show_numbers(
    rows: Iterable[list[Cell]], shown: Mapping[tuple[int, int], ShownNumber]
) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet with numbers as their format shows them."""
    by_row: dict[int, dict[int, ShownNumber]] = {}
    for (number, column), how in shown.items():
        by_row.setdefault(number, {})[column] = how
    for number, row in enumerate(rows, 1):
        for column, how in by_row.get(number, {}).items():
            if column <= len(row):
                row[column - 1] = how.show(row[column - 1])
        yield row


def note_struck(
    rows: Iterable[list[Cell]], struck: Mapping[int, set[int]], found: set[int]
) -> Iterator[list[Cell]]:
    """Yield the same rows, and note which of them are struck out in all that they hold."""
    for number, row in enumerate(rows, 1):
        columns = struck.get(number)
        if columns:
            cells = enumerate(row, 1)
            filled = {column for column, cell in cells if cell not in (None, "")}
            # Programs strike blank cells too: only the filled ones must all be struck.
            if filled and filled <= columns:
                found.add(number)
        yield row


def restore_lost(rows: Iterable[list[Cell]], scan: SheetScan) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet with what was lost of them where there are blanks.

    Rows below the used range of which all is lost are rows too. What lies right of it has no
    heading, so that nothing needs it; and a file cannot widen its rows by claiming a cell far
    outside.
    """
    lost: dict[int, dict[int, str]] = {}
    for (number, column), text in scan.lost.items():
        lost.setdefault(number, {})[column] = text
    width = number = 0
    for number, row in enumerate(rows, 1):
        width = max(width, len(row))
        yield fill_blanks(row, lost.get(number, {}))
    if not width:
        return  # a sheet without any cell has no heading that a row could stand under
    last = max(lost, default=0)
    for below in range(number + 1, last + 1):
        yield fill_blanks([None] * width, lost.get(below, {}))


def fill_blanks(row: list[Cell], texts: Mapping[int, str]) -> list[Cell]:
    """Put texts (column → text) into a row where it is blank."""
    for column, text in texts.items():
        if column <= len(row) and row[column - 1] in (None, ""):
            row[column - 1] = text
    return row


@lru_cache(64)
def error_text(content: bytes) -> str:
    """Name the error of a cell. Anything else an error cell may hold is not repeated: it may be of
    any length and kind, and stays an error all the same.
    """
    text = content[:LONGEST_ERROR_TEXT].decode("ascii", "replace").strip()
    return text if is_error(text) and text != FORMULA_LOST else UNKNOWN_ERROR
