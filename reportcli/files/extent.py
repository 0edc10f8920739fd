"""How far the cells of a sheet reach: one stray cell at XFD1048576 fills the memory.

Every sheet is laid out as a dense range, so that the rectangle of its cells decides what it takes,
and not how many are filled. Most sheets are told to be small by a quick look at the bytes in the
form that programs write; only the others are looked at cell by cell. Formats far outside are no
cells: whole rows with a border are common. Not for files whose cells say no place, where the limits
of the process hold.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable
from html import unescape
from typing import NoReturn

from reportcli.files.archive import Archive, Member
from reportcli.files.opc import sheet_parts
from reportcli.finding import Address, Refusal, column_letters, column_number
from reportcli.words.cells import shown

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # Excel's last cell is XFD1048576
MOST_CELLS = 40_000_000  # of 32 bytes each where calamine lays them out
MOST_BLANK = 6_000_000  # of a sheet that is all but empty
LEAST_FILLED = 100  # at least one cell in so many holds something, or it is a stray one
LONGEST_ROW_NUMBER, LONGEST_LETTERS = 12, 8  # what is longer is as good as endless


class Extent:
    """The rectangle that holds every cell that is filled, and the cells that make it so large."""

    def __init__(self) -> None:
        self.filled = 0
        self.top = self.left = 1 << 62
        self.bottom = self.right = 0
        self.rightmost = self.lowest = ""

    def add(self, row: int, column: int) -> None:
        """Widen the rectangle to a cell."""
        # The cells at the edges are what a person has to look for, so that they are kept by name.
        if column > self.right:
            self.right = column
            self.rightmost = f"{column_letters(column)}{row}"
        if row > self.bottom:
            self.bottom = row
            self.lowest = f"{column_letters(column)}{row}"
        self.top = min(self.top, row)
        self.left = min(self.left, column)

    def cover(self, row: int, first: int, last: int) -> None:
        """Count the cells of a row from one column to another, and widen the rectangle to them."""
        self.filled += max(1, last - first + 1)
        self.add(row, first)
        self.add(row, last)

    def is_stray(self) -> bool:
        """Tell whether the rectangle is larger than a sheet, or too large and all but empty."""
        if self.right > LAST_COLUMN or self.bottom > LAST_ROW:
            return True
        height = self.bottom - self.top + 1
        width = self.right - self.left + 1
        cells = height * width
        is_all_but_empty = self.filled * LEAST_FILLED < cells
        return self.filled > 0 and cells > MOST_BLANK and is_all_but_empty

    def check(self, file: str, sheet: str) -> None:
        """Refuse the sheet if one of its cells lies far outside, naming the cells."""
        if not self.is_stray():
            return
        cells = ", ".join(dict.fromkeys([self.rightmost, self.lowest]))
        raise Refusal("input-over-cells", Address(file, sheet), cell=cells, filled=self.filled)


def is_vast(cells: int, filled: int) -> bool:
    """Tell whether a table is too large to lay out, or larger than what is in it tells."""
    is_all_but_empty = filled * LEAST_FILLED < cells
    return cells > MOST_CELLS or (cells > MOST_BLANK and is_all_but_empty)


def refuse_extent(file: str, row: int, column: int, filled: int) -> NoReturn:
    """Refuse a table that is too large for what it holds, naming its last cell."""
    cell = f"{column_letters(column)}{row}"
    raise Refusal("input-over-cells", Address(file), cell=cell, filled=filled)


# --- xlsx ---

# The quick look, in the form that programs write: hardly a column is too far for less than 100,000
# rows, and no number of rows is too much for the columns A to Z, unless most of them are not there.
TWO_LETTERS = re.compile(rb'r="[A-Z]{2}')
THREE_LETTERS = re.compile(rb'r="[A-Z]{3}')  # from AAA on: few real sheets are so wide
# From 100,000 on: the rest of the sheet need not be looked at more closely.
SIX_DIGITS = re.compile(rb'row r="[0-9]{6}')
ROW_BEGIN, ROW_PLACE = b"<row ", re.compile(rb'<row r="([0-9]{1,7})"')
MOST_ABSENT = 10  # for one row that is there, before it seems that one lies far below
# The slow look: every cell that holds something. One without (`<c r="XFD1" s="3"/>`) the reader
# leaves out, as it must: whole rows with a border are common.
FILLED_CELL = re.compile(rb'c r="([A-Z]+)([0-9]+)"[^<>]{0,400}(?<!/)>')


class QuickLook:
    """What the rows of one worksheet show of how far its cells reach, piece by piece."""

    def __init__(self) -> None:
        self.wide = self.very_wide = self.tall = False
        self.rows = self.last = 0

    def add(self, piece: bytes) -> None:
        """Look at a piece of the sheet that tears no tag."""
        self.wide = self.wide or TWO_LETTERS.search(piece) is not None
        if self.wide and not self.very_wide:
            self.very_wide = THREE_LETTERS.search(piece) is not None
        self.tall = self.tall or SIX_DIGITS.search(piece) is not None
        self.rows += piece.count(ROW_BEGIN)
        if place := ROW_PLACE.match(piece, max(0, piece.rfind(ROW_BEGIN))):
            self.last = max(self.last, int(place[1]))

    def seems_large(self) -> bool:
        """Tell whether the cells may reach so far that they have to be looked at one by one."""
        skips_rows = self.last > MOST_ABSENT * self.rows
        if self.wide or self.tall:
            return self.very_wide or skips_rows or (self.wide and self.tall)
        return False


def seems_large(archive: Archive, pieces: Iterable[bytes]) -> bool:
    """Tell whether the cells of a worksheet may reach so far that each has to be looked at."""
    look = QuickLook()
    for piece in archive.whole(pieces, b"<"):
        look.add(piece)
    return look.seems_large()


def check_sheet(archive: Archive, part: Member) -> None:
    """Refuse a sheet with a cell far outside.

    Only cells that say where they are are looked at, in the form that programs write; where another
    form hides one, the limits of the process hold.
    """
    extent = Extent()
    for piece in archive.whole(archive.inflate(part), b"<"):
        cells = FILLED_CELL.findall(piece)
        extent.filled += len(cells)
        columns = {letters for letters, _ in cells}
        rows = {digits for _, digits in cells}
        # Of many cells only those at the edges can widen the rectangle.
        columns = outermost(columns, column_by_letters, extent.left, extent.right)
        rows = outermost(rows, row_by_digits, extent.top, extent.bottom)
        if not columns and not rows:
            continue
        for letters, digits in cells:
            if letters in columns or digits in rows:
                extent.add(row_by_digits(digits), column_by_letters(letters))
    if extent.is_stray():
        extent.check(archive.file, sheet_name(archive, part))


def outermost(
    names: set[bytes], place_of: Callable[[bytes], int], least: int, most: int
) -> set[bytes]:
    """Give the first and the last of some rows or columns, if they lie beyond what was seen."""
    if not names:
        return set()
    ends = {min(names, key=place_of), max(names, key=place_of)}
    return {name for name in ends if not least <= place_of(name) <= most}


def row_by_digits(digits: bytes) -> int:
    """Read the number of a row."""
    return int(digits[:LONGEST_ROW_NUMBER])


def column_by_letters(letters: bytes) -> int:
    """Read the number of a column from its letters."""
    return column_number(letters[:LONGEST_LETTERS].decode())


def sheet_name(archive: Archive, part: Member) -> str:
    """Give the name of the sheet that a part holds; empty where the workbook does not tell."""
    for name, own in sheet_parts(archive).items():
        if own.name == part.name:
            return name
    return ""


# --- ods: cells and rows that stand for many ---

# A row or cell that stands for a hundred or more, and whether it is the last of its row.
MANY_TIMES = re.compile(rb'number-(rows|columns)-repeated="[0-9]{3,}"(/></table:table-row>)?')
# More blanks in a row than a cell takes letters.
MANY_SPACES = re.compile(rb"""<text:s\s[^<>]*?text:c\s*=\s*["'][0-9]{5,}""")
HOLDS_SOMETHING = re.compile(rb"\s(?:office:(?:[a-z]+-)?value(?:-type)?|table:formula)=")
TABLE_CLOSED, TABLE_COLUMN = b"</table:table>", b"<table:table-column"
TABLE_TAG = re.compile(rb"<table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])([^<>]*)>")
TABLE_NAME = re.compile(rb"""table:name\s*=\s*(["'])(.*?)\1""")
# Ods says “the same a thousand times” in one tag.
TIMES = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]+)["']""")


class RepetitionLook:
    """Whether rows or cells are repeated a hundred times other than as a blank end.

    Every program writes such an end of a row or a table: a million rows of 16,384 columns in two
    elements.
    """

    def __init__(self) -> None:
        self.suspect = False
        self.awaits_end = False  # a row was repeated, and the end of its table is still to come
        self.blank_until = 0

    def add(self, piece: bytes) -> None:
        """Look at a piece of the content that tears no row."""
        self.blank_until = 0
        if self.awaits_end:
            self.look_for_end(piece, 0)
            self.blank_until = 0
        for found in MANY_TIMES.finditer(piece):
            if self.suspect:
                return
            begin = piece.rfind(b"<", 0, found.start())
            if found[1] == b"rows":
                if begin >= self.blank_until:
                    self.look_for_end(piece, found.end())
            elif not piece.startswith(TABLE_COLUMN, begin):
                is_filled = HOLDS_SOMETHING.search(piece, begin, found.start()) is not None
                self.suspect = is_filled or not found[2]

    def look_for_end(self, text: bytes, start: int) -> None:
        """Look for a cell of the same table that holds something, up to the end of the table."""
        end = text.find(TABLE_CLOSED, start)
        self.awaits_end = end < 0
        self.blank_until = end if end >= 0 else len(text)
        if HOLDS_SOMETHING.search(text, start, self.blank_until):
            self.suspect = True


def seems_repeated(archive: Archive, pieces: Iterable[bytes]) -> bool:
    """Tell whether the tables of an ods have to be looked at cell by cell."""
    look = RepetitionLook()
    for piece in archive.whole(pieces, b"<table:table-row"):
        if spaces := MANY_SPACES.search(piece):
            archive.refuse_unsafe(shown(spaces[0].decode("latin-1")))
        look.add(piece)
    return look.suspect


def check_tables(archive: Archive, pieces: Iterable[bytes]) -> None:
    """Refuse a table whose repeated rows and cells make far more of it than it holds."""
    extent, name = Extent(), ""
    row = rows = column = 0
    for piece in archive.whole(pieces, b"<table:table-row"):
        for tag in TABLE_TAG.finditer(piece):
            kind, attributes = tag.groups()
            repeated = TIMES.search(attributes)
            times = int(repeated[1][:LONGEST_ROW_NUMBER]) if repeated else 1
            if kind == b"table":
                extent.check(archive.file, name)
                named = TABLE_NAME.search(attributes)
                name = unescape(named[2].decode("utf-8", "replace")) if named else ""
                extent, row, rows = Extent(), 0, 0
            elif kind == b"table-row":
                row, rows, column = row + rows, times, 0
            else:
                if HOLDS_SOMETHING.search(attributes):
                    extent.filled += 1
                    extent.add(row + 1, column + 1)
                    extent.add(row + rows, column + times)
                column += times
    extent.check(archive.file, name)


# --- xls ---

# Records of cells that hold something (MS-XLS 2.5): formula, label, number, and so on; the row and
# the column come first. One that holds the numbers of several cells ends with the column of the
# last.
CELL_RECORDS = {0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E}
NUMBERS_RECORD = 0xBD
BEGIN_RECORD = 0x809
RECORD_HEAD, CELL_PLACE = struct.Struct("<HH"), struct.Struct("<HH")


def check_records(file: str, book: bytes) -> None:
    """Refuse an xls with a cell far outside; the records of its sheets follow one another."""
    extent, at = Extent(), 0
    while at + RECORD_HEAD.size <= len(book):
        kind, size = RECORD_HEAD.unpack_from(book, at)
        at += RECORD_HEAD.size
        if kind in CELL_RECORDS and at + CELL_PLACE.size <= len(book):
            row, column = CELL_PLACE.unpack_from(book, at)
            is_several = kind == NUMBERS_RECORD and at + size <= len(book)
            last = (
                int.from_bytes(book[at + size - 2 : at + size], "little") if is_several else column
            )
            # Most cells lie within what was seen before, and this is asked for each of a million.
            is_within = extent.top <= row + 1 <= extent.bottom and extent.left < last < extent.right
            if is_several or not is_within:
                extent.cover(row + 1, column + 1, last + 1)
            else:
                extent.filled += 1
        elif kind == BEGIN_RECORD:
            extent.check(file, "")
            extent = Extent()
        at += size
    extent.check(file, "")
