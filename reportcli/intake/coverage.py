"""One account of all that was given: every sheet, column and row is used, certain not to matter, or
a finding at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from reportcli.finding import Address, Detail, Finding
from reportcli.intake.child.wire import Column, FileReading, LogPlace, SheetReading
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.values import known_words

ColumnUse = Literal["used", "ignored", "outranked", "unread", "unknown"]
"""`used` is read; `ignored` is known to be of no use, or settled so; `outranked` yields to another
column; `unread` could change a figure and is a finding; `unknown` holds nothing that could."""

# Sheets that are left out for a reason nobody needs to look at.
OF_NO_MATTER = frozenset({"sheet-left-out", "sheet-without-cells", "sheet-blank"})


@dataclass(frozen=True)
class ColumnAccount:
    """What became of one column."""

    column: int
    heading: str
    use: ColumnUse
    field: str = ""


@dataclass(frozen=True)
class SheetAccount:
    """What became of one sheet, or of one log of several on it.

    `rows` are those with anything in them where it is no log, else those below its header. `model`
    is the sheet whose header it seems to lack.
    """

    file: str
    sheet: str
    kind: KindId | None
    skipped: str | None
    begins: int
    place: LogPlace
    rows: int
    looks_like_log: bool
    columns: Sequence[ColumnAccount]
    model: str = ""

    @property
    def is_unread(self) -> bool:
        """Whether there is something in it that no figure knows."""
        return self.kind is None and self.skipped not in OF_NO_MATTER

    def columns_in_use(self, use: ColumnUse) -> list[ColumnAccount]:
        return [column for column in self.columns if column.use == use]


@dataclass(frozen=True)
class Coverage:
    """The account of all files."""

    sheets: Sequence[SheetAccount]

    @property
    def unread(self) -> list[SheetAccount]:
        """The sheets with content that were not read as a log."""
        return [sheet for sheet in self.sheets if sheet.is_unread]

    def account_of(self, file: str, sheet: SheetReading) -> SheetAccount:
        """The account of one log, or of a sheet that has none."""
        return next(one for one in self.sheets if one.file == file and one.place == sheet.place)

    def findings(self) -> Iterator[Finding]:
        """An error for each sheet that looks like a log and was not read."""
        for sheet in self.unread:
            if sheet.looks_like_log:
                details: dict[str, Detail] = {"rows": sheet.rows, "setting": setting_for(sheet)}
                row = sheet.begins if sheet.begins > 1 else 0
                yield Finding("sheet-unread", Address(sheet.file, sheet.sheet, row), details)
            elif sheet.skipped == "sheet-sums":
                column = sheet.columns[-1]
                address = Address(sheet.file, sheet.sheet, sheet.begins, column.column)
                yield Finding("sheet-sums", address, {"value": column.heading})


def setting_for(sheet: SheetAccount) -> str:
    """What settles in reportcli.toml how a sheet is read."""
    table = f'[sheets."{sheet.sheet}"]'
    return f'{table} header_of = "{sheet.model}"' if sheet.model else f'{table} kind = "requests"'


def coverage_of(files: Sequence[FileReading]) -> Coverage:
    """The account of what was read."""
    listed = {
        value
        for file in files
        for sheet in file.sheets
        if sheet.kind == "publications" and "category" in sheet.data
        for value in sheet.data["category"].values
    }
    return Coverage([account_of(file, sheet, listed) for file in files for sheet in file.sheets])


def account_of(file: FileReading, sheet: SheetReading, listed: Set[object]) -> SheetAccount:
    """What became of one sheet; `listed` are the categories that some log lists."""
    return SheetAccount(
        file.file,
        sheet.sheet,
        sheet.kind,
        sheet.skipped,
        sheet.begins,
        sheet.place,
        sheet.rows_read if sheet.kind else sheet.filled,
        sheet.alike > 0 or has_sums_of_its_own(sheet, listed),
        [column_account(column) for column in sheet.columns],
        sheet_of_like_days(file, sheet) if sheet.alike else "",
    )


def has_sums_of_its_own(sheet: SheetReading, listed: Set[object]) -> bool:
    """Whether a sheet sums licences or penalties that no log lists."""
    words = known_words("publications", "category")
    return any(words.get(category) not in listed for category in sheet.sums)


def column_account(column: Column) -> ColumnAccount:
    return ColumnAccount(column.column, column.heading, use_of(column), column.field)


def use_of(column: Column) -> ColumnUse:
    """What a column was used for."""
    if column.field:
        return "used"
    by_how: Mapping[str | None, ColumnUse] = {
        None: "unknown",
        "unread": "unread",
        "outranked": "outranked",
    }
    return by_how.get(column.how, "ignored")


def sheet_of_like_days(file: FileReading, sheet: SheetReading) -> str:
    """The sheet of the same file whose days stand in the same columns: this one lost its header."""
    for other in file.sheets:
        if other.kind is None:
            continue
        kind = log_kinds()[other.kind]
        days = {
            column.column
            for column in other.columns
            if column.field and kind.field(column.field).type == "date"
        }
        if sheet.day_columns and {*sheet.day_columns} <= days:
            return other.sheet
    return ""
