"""What the reader loses of a sheet, and how it is put back: errors, uncached formulas, hidden rows.

calamine gives an error cell and a formula that was never computed as a blank, and a date or an
outcome lost that way must be a finding at its cell. For each format a narrow scan of the bytes
(`lost_xlsx.py`, `lost_ods.py`, `biff.py`) looks for the few signs of such cells. None is a parser:
a sign is believed only at its own place in a cell, and what was found is put where the reader gave
a blank, never over a value.

What is done for each format, tried with files that LibreOffice and openpyxl wrote.

xlsx, xlsm: an error is a blank; a formula without a value is a blank that does not even widen the
used range; a formula whose value is the empty text is an empty text. All three are told apart.

xls: an error is a blank; it is told for BIFF8, which Excel 97 and later write, and for BIFF5. A
formula always has a value: a program that does not compute writes 0, and that is no sign. A formula
in a record of an older version, as Numbers writes it, is a blank, and is told.

ods: an error is a blank; it is told where LibreOffice wrote it, for `calcext:value-type` is its
own. A formula that was not computed looks like one that gives the empty text, and is not told.

xlsb (by its source alone): an error is a blank, and is not told; a formula always has a value.

No format tells a value from the 0 that some programs (XlsxWriter) write for every formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from reportcli.words.cells import FORMULA_LOST, Cell, is_error

LONGEST_ERROR = 32
UNKNOWN_ERROR = "#ERROR!"


class SheetScan(msgspec.Struct):
    """What one sheet holds beyond its values: (row, column), 1-based, → the error, or FORMULA_LOST;
    how many rows are hidden, and whether it was a filter that hid them.
    """

    lost: dict[tuple[int, int], str] = {}
    hidden_rows: int = 0
    filtered: bool = False


def restore_lost(rows: Iterable[list[Cell]], scan: SheetScan) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet with what was lost of them where there are blanks.

    Rows below the used range of which all is lost are rows too. What lies right of it has no
    heading, so that nothing needs it; and a file cannot widen its rows by claiming a cell far
    outside.
    """
    lost: dict[int, dict[int, str]] = {}
    for (number, column), text in scan.lost.items():
        lost.setdefault(number, {})[column] = text
    last, width, number = max(lost, default=0), 0, 0
    for number, row in enumerate(rows, 1):
        width = max(width, len(row))
        yield fill_blanks(row, lost[number]) if number in lost else row
    for below in range(number + 1, last + 1 if width else 0):
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
    text = content[:LONGEST_ERROR].decode("ascii", "replace").strip()
    return text if is_error(text) and text != FORMULA_LOST else UNKNOWN_ERROR
