"""What the reader loses of an ods: error cells and hidden rows.

Neither rows nor cells of OpenDocument say their place, so that they are counted, but only in a file
that holds a sign. Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

from reportcli.files.archive import Archive
from reportcli.files.lost import LONGEST_ERROR, SheetScan, error_text

CONTENT = "content.xml"
LONGEST_TAG = 512
MOST_REPEATED = 10_000

ODS_SIGNS = (b'value-type="error"', b'visibility="collapse"', b'visibility="filter"')
ODS_ATTRIBUTES = rb"""(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*+)>"""
ODS_ROW = re.compile(rb"<table:(table|table-row)" + ODS_ATTRIBUTES)
ODS_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell" + ODS_ATTRIBUTES + rb"(?:\s*+<text:p[^<>]*>([^<]*+)<)?"
)
ODS_NAME = re.compile(rb"""\stable:name="([^"]*)\"""")
ODS_REPEATED = re.compile(rb"""table:number-(?:columns|rows)-repeated="([0-9]{1,7})\"""")


def scan_ods(archive: Archive) -> dict[str, SheetScan]:
    """Look for the error cells and hidden rows of every table."""
    part = archive.member(CONTENT)
    tail = b""
    for piece in archive.inflate(part):
        text = tail + piece
        if any(sign in text for sign in ODS_SIGNS):
            return count_ods(archive.whole(archive.inflate(part), b"<table:table-row"))
        tail = text[-LONGEST_TAG:]
    return {}


def count_ods(pieces: Iterable[bytes]) -> dict[str, SheetScan]:
    """Follow the place of every row, each of which may stand for many equal ones. No piece tears a
    row."""
    scans: dict[str, SheetScan] = {}
    scan, row = SheetScan(), 0
    for text in pieces:
        for tag in ODS_ROW.finditer(text):
            if tag[1] == b"table":
                scan, row = SheetScan(), 0
                if named := ODS_NAME.search(tag[2]):
                    scans[unescape(named[1].decode("utf-8", "replace"))] = scan
                continue
            rows = ods_repeated(tag[2])
            if ODS_SIGNS[1] in tag[2] or ODS_SIGNS[2] in tag[2]:
                scan.hidden_rows += rows
                scan.filtered = scan.filtered or ODS_SIGNS[2] in tag[2]
            end = tag.end() if tag[2].endswith(b"/") else text.find(b"</table:table-row", tag.end())
            if text.find(ODS_SIGNS[0], tag.end(), end) >= 0:
                for columns, error in ods_errors(text, tag.end(), end):
                    places = (
                        (one, column)
                        for one in range(row + 1, row + rows + 1)
                        for column in columns
                    )
                    scan.lost.update((place, error) for place in islice(places, MOST_REPEATED))
            row += rows
    return scans


def ods_errors(text: bytes, start: int, end: int) -> Iterator[tuple[range, str]]:
    """(columns, error) of each error cell of one row."""
    column = 1
    for cell in ODS_CELL.finditer(text, start, end):
        columns = range(column, column + ods_repeated(cell[1]))
        if ODS_SIGNS[0] in cell[1]:
            yield columns, error_text((cell[2] or b"")[:LONGEST_ERROR])
        column = columns.stop


def ods_repeated(attributes: bytes) -> int:
    """For how many equal rows or cells one stands."""
    found = ODS_REPEATED.search(attributes)
    return int(found[1]) if found else 1
