"""What lies behind a number: the numbers it is the sum of, and the rows that it counts.

All of it is in the tally already; here it is only found, so that an explanation cannot say other
than what was counted. The sentences stand in `messages.toml` under the keys that
`FormNumber.rules` names. No personal field is ever in it. Not for: the numbers behind a row
(`row.py`), how it looks (`terminal/explained.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from reportcli.count.number import LineColumn, Number
from reportcli.finding import Address
from reportcli.intake.log import Log, Rows
from reportcli.law.cell_names import find_number
from reportcli.law.edition import Block, Line, Table, addends, ancestors, cell_id
from reportcli.report import Report
from reportcli.words.fields import KindId, log_kinds

# The dates that decide where a row is counted.
DATE_FIELDS: Mapping[KindId, tuple[str, ...]] = {
    "requests": ("received", "closed"),
    "publications": ("made", "published", "repealed"),
    "cases": ("filed", "closed"),
}


@dataclass(frozen=True)
class FormNumber:
    """One number of the form, and where it stands in it."""

    table: Table
    line: Line
    column: Line
    block: Block
    value: Number

    @property
    def id(self) -> str:
        return cell_id(self.table.id, self.line.id, self.column.id)

    @property
    def is_derived(self) -> bool:
        """Whether it is a sum of other cells."""
        return bool({"total", "group"} & {self.line.kind, self.column.kind})

    @property
    def rules(self) -> tuple[str, ...]:
        """The keys of the sentences that say why a row is counted here; a derived number has
        none."""
        if self.is_derived:
            return ()
        match self.table.id:
            case "requests":
                return (
                    "outcome" if self.line.id.startswith("outcome.") else self.line.id,
                    "applicant",
                )
            case "cases":
                return (self.line.id, "pending" if self.column.id == "pending" else "result")
        return ("category", self.column.id)

    @property
    def basis(self) -> str:
        """The articles that the line rests on, as the edition cites them; empty where no law names
        it."""
        if self.table.id == "publications":
            return f"条例{self.block.caption}"
        return self.line.basis if self.line.basis.startswith("条例") else ""


@dataclass(frozen=True)
class Behind:
    """One row behind a number: where it is, what it adds, its number in the log and the dates that
    matter."""

    address: Address
    contribution: Number
    number: str | None
    dates: Mapping[str, date]


@dataclass(frozen=True)
class CellExplanation:
    """A number, the numbers it is the sum of, and the rows behind it, by the counted cell that each
    is in."""

    figure: FormNumber
    addends: Sequence[FormNumber]
    leaves: Sequence[tuple[FormNumber, Sequence[Behind]]]


class LogMissing(LookupError):  # noqa: N818 - it says what is missing
    """No log of the `kind` that a question is about was given."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def explain_cell(report: Report, name: str) -> CellExplanation:
    """The rows behind the number that `name` means, by id or as on paper; their contributions sum
    to it.

    Raises `CellError` when no single cell is meant, and `LogMissing` when no log of its kind was
    given.
    """
    table_id, line_id, column_id = find_number(report.edition, name).split("/")
    figures = all_figures(report, table_id)
    figure = figures.get((line_id, column_id)) or group_sum(figures, table_id, line_id, column_id)
    leaves = [figures[cell] for cell in cells_under(figure)]
    return CellExplanation(
        figure,
        [figures[cell] for cell in summed_cells(figure)],
        [(leaf, list(rows_behind(report, leaf))) for leaf in leaves],
    )


def all_figures(report: Report, table_id: str) -> dict[LineColumn, FormNumber]:
    table, numbers = report.edition.table(table_id), report.tally.tables.get(table_id)
    if numbers is None:
        raise LogMissing(table_id)
    return {
        (line.id, column.id): FormNumber(table, line, column, block, numbers[line.id, column.id])
        for line, column, block in table.cells()
    }


def group_sum(
    figures: Mapping[LineColumn, FormNumber], table_id: str, line_id: str, column_id: str
) -> FormNumber:
    """The sum under a group of lines or columns, which the form does not print and prose may."""
    blocks = (one.block for one in figures.values())
    block = next(one for one in blocks if has_place(one, line_id, column_id))
    table = next(one.table for one in figures.values() if one.table.id == table_id)
    line = next(one for one in block.lines if one.id == line_id)
    column = next(one for one in block.columns if one.id == column_id)
    cells = cells_under(FormNumber(table, line, column, block, 0))
    value = sum((figures[cell].value for cell in cells), 0)
    return FormNumber(table, line, column, block, value)


def has_place(block: Block, line_id: str, column_id: str) -> bool:
    """Whether a line and a column, or groups of them, meet in a block."""
    lines, columns = ({one.id for one in items} for items in (block.lines, block.columns))
    return line_id in lines and column_id in columns


def cells_under(figure: FormNumber) -> list[LineColumn]:
    """The leaf cells that a number is the sum of; a leaf cell is that of itself."""
    block = figure.block
    lines = leaves_of(block.lines, figure.line)
    return [(line, column) for line in lines for column in leaves_of(block.columns, figure.column)]


def leaves_of(axis: Sequence[Line], item: Line) -> Sequence[str]:
    """The leaves that a line or column sums: a total those that it is of, a group those under
    it."""
    if item.kind == "total":
        return addends(axis, item)
    if item.kind == "leaf":
        return (item.id,)
    return [
        leaf.id
        for leaf in axis
        if leaf.kind == "leaf" and any(one.id == item.id for one in ancestors(axis, leaf))
    ]


def summed_cells(figure: FormNumber) -> list[LineColumn]:
    """The cells that a derived number is the sum of, one step down: a total of totals sums its
    lines.

    One step, because the grand total of table 三 would otherwise be a sum of more than a hundred
    cells.
    """
    if not figure.is_derived:
        return []
    line_id, column_id = figure.line.id, figure.column.id
    if figure.column.kind == "group":
        return cells_under(figure)
    if figure.line.kind != "leaf":
        return [
            (line, column_id) for line in dict.fromkeys(line for line, _ in cells_under(figure))
        ]
    return [(line_id, column) for _, column in cells_under(figure)]


def rows_behind(report: Report, leaf: FormNumber) -> Iterator[Behind]:
    """The rows that are counted in one cell, in the order of the logs."""
    for part in report.tally.parts:
        if part.log.kind == leaf.table.id:
            for entry in part.entries:
                if entry.cell == (leaf.line.id, leaf.column.id):
                    yield from rows_added(part.log, entry.rows, entry.values.tolist())


def rows_added(log: Log, rows: Rows, values: Sequence[Number]) -> Iterator[Behind]:
    """Rows of one log with what they add; whole columns at once, because there may be many."""
    frame = log.frame.loc[rows]
    numbers = frame[log_kinds()[log.kind].number].astype(object).tolist()
    fields = DATE_FIELDS[log.kind]
    dates = zip(*(days_of(frame[field]) for field in fields), strict=True)
    for row, value, number, days in zip(rows.tolist(), values, numbers, dates, strict=True):
        yield Behind(
            Address(log.source.file, log.source.sheet, row),
            value,
            None if pd.isna(number) else str(number),
            {field: day for field, day in zip(fields, days, strict=True) if day},
        )


def days_of(column: pd.Series) -> list[date | None]:
    """A column of dates as Python has them."""
    days: list[date | None] = column.to_numpy().astype("datetime64[D]").astype(object).tolist()
    return days
