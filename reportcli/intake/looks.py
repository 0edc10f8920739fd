"""What a sheet shows beyond its values: rows that are struck out, formulas that nobody computed.

Both are warnings, for the rows are counted. Not for cells, which are read by recipes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from reportcli.files.sheet import Sheet
from reportcli.finding import Fault
from reportcli.intake.child.wire import Faults

WHOLE_ROW = WHOLE_SHEET = 0  # in place of the number of a column or a row


def faults_of_looks(sheet: Sheet, rows: Iterable[int]) -> list[Faults]:
    """Warn of what the records at `rows` show; asked when all rows have been read."""
    found = []
    # An office strikes out a registration that was cancelled, and one that was dealt with.
    struck = [row for row in rows if row in sheet.struck_rows]
    if struck:
        found.append(alike_faults(struck, Fault("row-struck-out")))
    if sheet.zero_formulas:
        fault = Fault("sheet-partly-unseen", {"count": sheet.zero_formulas})
        found.append(alike_faults([WHOLE_SHEET], fault))
    return found


def alike_faults(rows: list[int], fault: Fault) -> Faults:
    """Make the same warning of several rows, as wholes."""
    return Faults(WHOLE_ROW, False, array("i", rows).tobytes(), bytes(4 * len(rows)), [[fault]])
