"""The lines of a list of units, however it was saved: as CSV in any encoding, or as a workbook, which
only a child opens.

Not for: what the lines say (`unit_list.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from reportcli.files.delimited import sniff_delimiter
from reportcli.files.kinds import decode, read_bytes
from reportcli.finding import Address, Refusal
from reportcli.intake.child.parent import Limits, ask_for_cells
from reportcli.rollup.units import UnitField, fields_by_word, list_words, word_of_list
from reportcli.settings import Settings

ListLine = tuple[int, list[str]]
"""The number of a line in its file, from 1, and its cells."""
NEEDED: tuple[UnitField, ...] = ("code", "name")
MOST_ABOVE_HEADING = 10
STARTS_OF_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip; OLE
SUFFIXES_OF_LISTS = (".csv", ".txt")
SUFFIXES_OF_BOOKS = (".xlsx", ".xls", ".et", ".ods")


def lines_of_list(file: str) -> Iterator[ListLine]:
    """The lines of a list that are not blank; a broken quotation is refused at its line."""
    data = read_bytes(file)
    if data.startswith(STARTS_OF_BOOKS):
        lines: Iterator[ListLine] = iter(lines_of_book(file))
    else:
        text, _ = decode(file, data)
        lines = lines_of_text(file, text.removeprefix("\ufeff"))
    return ((number, cells) for number, cells in lines if any(map(str.strip, cells)))


def lines_of_text(file: str, text: str) -> Iterator[ListLine]:
    """The records of a delimited text, each by the line that it ends in."""
    delimiter = sniff_delimiter(text) or ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in records:
            yield records.line_num, cells
    except csv.Error as fault:
        raise Refusal("units-line-broken", Address(file, row=records.line_num)) from fault


def lines_of_book(file: str) -> list[ListLine]:
    """The rows of the first sheet that has the heading of a list, else of the first sheet."""
    sheets = [
        [(number, list(map(text_of_cell, row))) for number, row in enumerate(rows, 1)]
        for _, rows in ask_for_cells(file, Settings(), Limits())
    ]
    with_heading = (rows for rows in sheets if has_heading(cells for _, cells in rows))
    return next(with_heading, sheets[0] if sheets else [])


def text_of_cell(cell: object) -> str:
    """A cell as it would stand in a CSV file."""
    if isinstance(cell, date):
        return cell.isoformat()[: len("2025-01-31")]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a line is the heading of a list: it names all that every unit has."""
    return {fields_by_word().get(word_of_list(cell)) for cell in cells}.issuperset(NEEDED)


def has_heading(lines: Iterator[Sequence[str]]) -> bool:
    """Whether lines begin as a list does: with its heading, or a title and the heading under it."""
    said = (cells for cells in lines if any(map(str.strip, cells)))
    return any(map(is_heading, islice(said, MOST_ABOVE_HEADING)))


def is_unit_list(path: Path) -> bool:
    """Whether a file is a list of units: text by its headings, for a log may be CSV too; a workbook
    by its name first, for each is opened by a child."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES_OF_BOOKS:
        is_named_so = word_of_list(path.stem) in map(word_of_list, list_words().lists)
        return is_named_so and has_heading(cells for _, cells in lines_of_list(str(path)))
    if suffix not in SUFFIXES_OF_LISTS:
        return False
    text, _ = decode(str(path), read_bytes(str(path)))
    lines = filter(str.strip, text.removeprefix("\ufeff").splitlines())
    # Line by line: a quotation that is broken further down is told where the list is read.
    return has_heading(
        next(csv.reader([line], delimiter=sniff_delimiter(line) or ","), []) for line in lines
    )
