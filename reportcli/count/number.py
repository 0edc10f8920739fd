"""A number of the form: how it is kept, and how it is written as data.

Counts are whole, money is an exact `Decimal`; neither is ever a float. Not for: numbers as text and
in words (`words/numerals.py`) and amounts as a clerk writes them (`words/cells.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reportcli.words.numerals import number_text

Number = int | Decimal
LineColumn = tuple[str, str]
"""The ids of a line and a column: a cell of one table."""
CellTables = Mapping[str, Mapping[LineColumn, Number]]
"""Table → its cells, with what stands in them."""
FactValue = int | Decimal | dict[str, int]
"""A number for the prose, or one for each of its parts."""

MONEY_COLUMN = "amount"
# How many yuan the units have in which the form counts money.
YUAN_IN: dict[str, Decimal] = {"元": Decimal(1), "万元": Decimal(10_000)}


def plain_number(number: Number) -> int | str:
    """A count as it is; money as decimal text, which no JSON reader rounds."""
    return number_text(number) if isinstance(number, Decimal) else number


def exact_number(number: Number, column: str) -> Number:
    """A number of a column: money is a `Decimal` also where no row adds any."""
    return Decimal(number) if column == MONEY_COLUMN else number
