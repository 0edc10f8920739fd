"""What crosses between the reader's child process and the parent: messages in msgpack, a length
before each.

Light, because both sides load it first; nothing here opens a file or knows pandas.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Sequence
from datetime import date
from typing import IO, Literal

import msgspec

from reportcli.finding import Address, Detail, Fault
from reportcli.settings import Settings
from reportcli.words.fields import KindId

LENGTH = 8
IGNORED = ""
ABSENT = -1
YES = "yes"
# Days cross as numbers: what a workbook calls a serial begins elsewhere in 1900 and 1904 files.
EPOCH = date(1970, 1, 1).toordinal()
# Personal texts by which two rows are told to be one thing: they leave this process as digests only.
MARKED: dict[KindId, dict[str, str]] = {
    "requests": {"applicant_mark": "applicant", "subject_mark": "subject"},
    "publications": {"title_mark": "title"},
    "cases": {"claimant_mark": "claimant"},
}
MARK_COLUMNS = frozenset(mark for marks in MARKED.values() for mark in marks)
How = Literal[
    "settings", "exact", "normalised", "close", "layout", "stands-in", "outranked", "unread"
]
"""How a column came by its field. `layout`: it holds a part of it, beside others. `stands-in`: it
holds another field and serves as this one too, which has no column. Without a field:
`outranked` is one whose field another column holds, `unread` one that could change a figure."""
WireValue = int | str | None
"""A value as it crosses to the parent: days since 1970, a number, a text; or none."""


class Column(msgspec.Struct, frozen=True):
    """One column of a sheet: where it is, what stands over it, and the field it holds, if any.

    `part` is which part of its field it holds, where several columns hold it together, or of one
    that is outranked the heading that it yields to; `path` what stands over it in all rows of the
    header.
    """

    column: int
    heading: str
    field: str = IGNORED
    how: How | None = None
    part: str = ""
    path: str = ""


LogPlace = tuple[str, int, int]
"""A sheet, the row of a header on it, and the last column of the log: others may stand beside."""


def log_place(sheet: str, header_rows: Sequence[int], columns: Sequence[Column]) -> LogPlace:
    """What tells one log of a file from the others."""
    last = max((column.column for column in columns if column.field), default=0)
    return sheet, min(header_rows, default=0), last


class Misfit(msgspec.Struct, frozen=True):
    """Why a sheet is no log, or not a sound one: what is missing, what is doubled, what no list
    knows.

    `known` is how many fields the best candidate for a header has; `is_card` that the sheet is a
    form with one record, its labels beside their values.
    """

    kind: KindId | None
    row: int
    unknown: list[str]
    known: int = 0
    missing: list[list[str]] = []
    doubled: dict[str, list[str]] = {}
    is_card: bool = False


class Values(msgspec.Struct):
    """One column, dictionary-encoded: for each record an index into `values` (int32), ABSENT where
    it is blank.

    Dates are days since 1970-01-01; money is a decimal string in yuan.
    """

    codes: bytes
    values: list[int | str]


class Faults(msgspec.Struct):
    """The faults of one column: `rows` (int32, worksheet rows) and for each an index into `kinds`
    (int32).

    `decides` says that a fault of severity error sets its row aside.
    """

    column: int
    decides: bool
    rows: bytes
    which: bytes
    kinds: list[list[Fault]]

    def without(self, rows: Container[int]) -> Faults:
        """The same faults, but for those at `rows`."""
        at = zip(memoryview(self.rows).cast("i"), memoryview(self.which).cast("i"), strict=True)
        kept = [(row, which) for row, which in at if row not in rows]
        return Faults(
            self.column,
            self.decides,
            array("i", [row for row, _ in kept]).tobytes(),
            array("i", [which for _, which in kept]).tobytes(),
            self.kinds,
        )


class SheetReading(msgspec.Struct):
    """All that is learned of one log of a sheet, or of a sheet that has none. `rows` are the
    worksheet rows of its records (int32), `merged` how many of them take a value from a merged cell
    above; `hidden_rows` of the sheet are read like all others.

    `is_sums` says that its rows are months and its cells counts of what others may list one by one.
    It `begins` at which row. Of what is read as no log: how many rows are `filled`, how many of
    those are `alike` a record, with a day beside a word of the form, in which `day_columns`; and the
    categories of which it has `sums` that tell no day.
    """

    sheet: str
    state: str
    skipped: str | None = None
    misfit: Misfit | None = None
    kind: KindId | None = None
    header_rows: list[int] = []
    columns: list[Column] = []
    rows_read: int = 0
    merged: int = 0
    hidden_rows: int = 0
    rows: bytes = b""
    set_aside: dict[str, bytes] = {}
    data: dict[str, Values] = {}
    faults: list[Faults] = []
    is_sums: bool = False
    begins: int = 1
    filled: int = 0
    alike: int = 0
    day_columns: list[int] = []
    sums: list[str] = []

    @property
    def place(self) -> LogPlace:
        """What tells one log of a file from the others."""
        return log_place(self.sheet, self.header_rows, self.columns)


class Job(msgspec.Struct, frozen=True):
    """One file to read, with what a person settled about its headings and wordings.

    With `row` (sheet, worksheet row) only the cells of that row are asked for, as they stand; with
    `cells` those of every sheet. `data` is the file itself where the parent alone can get at it.
    """

    file: str
    settings: Settings
    data: bytes | None = None
    row: tuple[str, int] | None = None
    cells: bool = False


class FileReading(msgspec.Struct, frozen=True, tag="reading"):
    """One file read: what it truly is, the digest of the bytes that were read, and its sheets."""

    file: str
    sha256: str
    format: str
    encoding: str
    sheets: list[SheetReading]


class RowCells(msgspec.Struct, frozen=True, tag="row"):
    """The cells of one row as they stand: the only message that may hold a name, for the clerk's
    own eyes."""

    cells: list[str]


class Stamp(msgspec.Struct, frozen=True):
    """A date or a date with a time, as ISO 8601 writes it."""

    text: str


class SheetCells(msgspec.Struct, frozen=True):
    """The cells of one sheet as they stand, from row 1, column A on."""

    sheet: str
    rows: list[list[str | int | float | bool | Stamp | None]]


class BookCells(msgspec.Struct, frozen=True, tag="cells"):
    """The cells of a whole file as they stand, for a marked-up copy of it; kept nowhere else."""

    sheets: list[SheetCells]


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A refusal, on its way from the child to the parent."""

    code: str
    address: Address | None
    details: dict[str, Detail]


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """A fault of ours in the child, with its trace."""

    trace: str


Reply = FileReading | RowCells | BookCells | Refused | Broken
DECODER: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message, or None where the other side has closed."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    size = int.from_bytes(head)
    body = stream.read(size)
    return body if len(body) == size else None


def send(stream: IO[bytes], message: object) -> None:
    """One message, its length before it."""
    body = msgspec.msgpack.encode(message)
    stream.write(len(body).to_bytes(LENGTH))
    stream.write(body)
    stream.flush()
