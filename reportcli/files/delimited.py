"""Delimited text, as Excel opens it: comma, tab, semicolon or bar, whatever the suffix says.

Not for its encoding, which `kinds.py` tells, nor for what a cell says: all cells stay text.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from reportcli.files.extent import LAST_COLUMN
from reportcli.files.kinds import SAMPLE_SIZE, refuse_format
from reportcli.files.sheet import Row, Sheet, Workbook
from reportcli.finding import Address, Refusal, column_letters

DELIMITERS = "\t,;|"  # in the order in which they are tried
SAMPLE_RECORDS = 50  # a text is divided by what makes its first records equally wide
# Excel's own hint, which is no record.
SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


def open_delimited(file: str, text: str, encoding: str) -> Workbook:
    """Open a delimited text file; a first line `sep=;` names the delimiter and is no row."""
    named = SEPARATOR_LINE.match(text)
    delimiter = named[1] if named else sniff_delimiter(text)
    if delimiter is None:
        # A column of its own, if a record can stand under a heading; a single line is no table.
        if len(text.strip().splitlines()) < 2:
            refuse_format(file, "TXT")
        delimiter = ","
    lines = io.StringIO(text[named.end() :] if named else text, newline="")
    rows = text_rows(file, csv.reader(lines, delimiter=delimiter, strict=True))
    # Excel shows a text file as one sheet named after the file; addresses follow that.
    sheet = Sheet(PurePath(file).stem, rows)
    return Workbook("tsv" if delimiter == "\t" else "csv", [sheet], encoding)


def text_rows(file: str, rows: Iterator[list[str]]) -> Iterator[Row]:
    """Yield the records of a text file; a broken quotation is refused rather than swallowed."""
    try:
        for number, row in enumerate(rows, start=1):
            if len(row) > LAST_COLUMN:
                cell = f"{column_letters(len(row))}{number}"
                raise Refusal("input-over-cells", Address(file), cell=cell, filled=len(row))
            yield [*row]
    except csv.Error as fault:
        raise Refusal("input-broken-text", Address(file), reason=str(fault)) from fault


def sniff_delimiter(text: str) -> str | None:
    """Find the delimiter that makes columns of the first records; None where nothing is delimited.

    What divides most records comes first, then what makes most columns in the same number: many
    commas in one cell divide one record.
    """
    best = (0, 0)
    found = None
    for delimiter in DELIMITERS:
        # Not csv.Sniffer: it takes a letter for a delimiter where a text is even enough.
        try:
            widths = widths_of_records(text, delimiter)
        except csv.Error:
            continue
        evenness = max((count * (width - 1) for width, count in widths.items()), default=0)
        score = (widths.total(), evenness)
        if score > best:
            best, found = score, delimiter
    return found


def widths_of_records(text: str, delimiter: str) -> Counter[int]:
    """Count how many of the first records a delimiter divides, by the number of their columns."""
    lines = io.StringIO(text[:SAMPLE_SIZE], newline="")
    records = islice(csv.reader(lines, delimiter=delimiter), SAMPLE_RECORDS)
    widths = map(len, records)
    return Counter(width for width in widths if width > 1)
