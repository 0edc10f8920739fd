"""Finished reports by hand: figures of the form in short, and prose as offices write it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reportcli.finding import Address
from reportcli.law.edition import Edition, addends
from reportcli.published.read import Published

Short = Mapping[str, str]
COLUMNS = {
    "requests": (
        "natural_person", "business", "research", "social_welfare", "legal_services",
        "other_organisation",
    ),
    "cases": ("upheld", "corrected", "other", "pending"),
}  # fmt: skip


def figures_of_form(short: Short, edition_id: str = "2021") -> dict[str, Decimal]:
    """Every cell of the form: the lines that are given, totals summed, all else nought.

    A line is `requests/received: 48 6 1 1 2 3`, its numbers in the order of the columns without the
    total; `publications/rules: 0 0 2`.
    """
    edition = Edition.by_id(edition_id)
    cells: dict[str, Decimal] = {}
    for table in edition.tables:
        for block in table.blocks:
            for line in block.leaves("lines"):
                numbers = map(Decimal, short.get(f"{table.id}/{line.id}", "").split())
                leaves = [one for one in block.leaves("columns") if one.kind == "leaf"]
                for column in leaves:
                    cells[f"{table.id}/{line.id}/{column.id}"] = next(numbers, Decimal(0))
            for line in block.lines:
                if line.kind == "total":
                    for column in block.leaves("columns"):
                        summed = [
                            cells.get(f"{table.id}/{one}/{column.id}", Decimal(0))
                            for one in addends(block.lines, line)
                        ]
                        cells[f"{table.id}/{line.id}/{column.id}"] = sum(summed, Decimal(0))
            for line in block.leaves("lines"):
                for column in block.columns:
                    if column.kind == "total":
                        summed = [
                            cells[f"{table.id}/{line.id}/{one}"]
                            for one in addends(block.columns, column)
                        ]
                        cells[f"{table.id}/{line.id}/{column.id}"] = sum(summed, Decimal(0))
    return cells


def finished(
    cells: Mapping[str, Decimal | None],
    prose: str,
    year: int | None = 2024,
    file: str = "年报.docx",
    edition_id: str = "2021",
) -> Published:
    """A finished report as it was read: its lines are numbered from 1, each cell is at `表…`."""
    lines = [line.strip() for line in prose.strip().splitlines()]
    numbered = [(Address(file, row=at), line) for at, line in enumerate(lines, start=1) if line]
    places = {id_: Address(file, id_) for id_ in cells}
    return Published(file, "docx", year, Edition.by_id(edition_id), cells, places, numbered, [])
