"""The figures of a finished report by the contract of a tally, so that they serve wherever figures
of logs do: as last year's, to compare, to add up.

Not for reading the report (`reader.py`), nor for its findings in words (`export`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reportcli.contract import FigureTables, FigureValue, InputJson, TallyJson
from reportcli.count.number import MONEY_COLUMN
from reportcli.count.previous import EarlierFigures, numbers_by_cell
from reportcli.finding import Address, Refusal
from reportcli.published.read import Published
from reportcli.words.numerals import number_text


def figures_of_published(read: Published, as_of: date | None = None) -> TallyJson:
    """The figures of a finished report; a cell that was not read is None, a table that is not
    there is absent. Its findings are left to whoever words them.

    A report that does not say of which year it is, and was not told, is a `Refusal`.
    """
    if read.year is None:
        raise Refusal("published-without-year", Address(read.file))
    return TallyJson(
        source="published",
        as_of=as_of.isoformat() if as_of else "",
        year=read.year,
        edition=read.edition.id,
        inputs=[InputJson(read.file, read.sha256, read.kind, [])],
        tables=tables_of_published(read),
    )


def tables_of_published(read: Published) -> FigureTables:
    """Table → line → column → value, in the order of the form."""
    tables: FigureTables = {}
    for id_, number in read.cells.items():
        table, line, column = id_.split("/")
        tables.setdefault(table, {}).setdefault(line, {})[column] = figure_value(number, column)
    return tables


def figure_value(number: Decimal | None, column: str) -> FigureValue | None:
    """A number as the contract has it: money as decimal text, a count whole."""
    if number is None:
        return None
    is_count = column != MONEY_COLUMN and number == number.to_integral_value()
    return int(number) if is_count else number_text(number)


def earlier_figures(read: Published) -> EarlierFigures:
    """A finished report as the figures that the next year's are held against."""
    told = figures_of_published(read)
    return EarlierFigures(told.year, numbers_by_cell(told.tables), None, read.file)
