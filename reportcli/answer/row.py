"""What became of a row: its fate, the numbers that it is in, and what is wrong with it.

Not for: the rows behind a number (`cell.py`), how it looks (`terminal/explained.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from reportcli.answer.cell import FormNumber, all_figures
from reportcli.count.number import LineColumn, Number
from reportcli.count.part import COUNTED, OUTSIDE, CountedLog
from reportcli.count.tally import record_findings
from reportcli.finding import Address, Detail, Finding
from reportcli.intake.child.wire import SheetReading
from reportcli.intake.log import Log
from reportcli.judge.waivers import Waivers
from reportcli.law.edition import Edition, leaf_cells
from reportcli.report import Report
from reportcli.words.fields import KindId, log_kinds

# A colon too, because interactive bash takes an exclamation mark for one of its own.
ADDRESS = re.compile(
    r"(?:(?:(?P<file>.*\S)\s+)?'(?P<quoted>(?:[^']|'')*)'[!！:]|(?!\d+:\d+$)(?P<bare>[^!！:]+)[!！:])?"
    r"\$?(?:[A-Za-z]{1,3}\$?)?(?P<row>\d{1,7})(?::\$?(?:[A-Za-z]{1,3}\$?)?\d{1,7})?"
)


@dataclass(frozen=True)
class RowExplanation:
    """A row of a sheet: what became of it, what it adds to which numbers, and what is wrong with
    it.

    `fate` is that of the tally, or `header`; of a sheet that is no log, why the sheet was skipped.
    `why` is the key of the sentence that says more.
    """

    address: Address
    kind: KindId | None
    fate: str
    why: str
    number: str | None
    dates: Mapping[str, date]
    contributions: Sequence[tuple[FormNumber, Number]]
    findings: Sequence[Finding]


class RowError(ValueError):
    """No row, or more than one, goes by a name: `key` says which, `details` name what may have been
    meant."""

    def __init__(self, key: str, **details: Detail) -> None:
        self.key, self.details = key, details
        super().__init__(f"{key}: {details}")


def explain_row(report: Report, address: Address) -> RowExplanation:
    """What became of a row that `find_row` found, and every number that it is in, derived ones
    too."""
    part = next((one for one in report.tally.parts if one.log.source.holds(address)), None)
    if part is None:
        skipped = why_skipped(report, address)
        return RowExplanation(address, None, skipped, "skipped", None, {}, [], [])
    log, row = part.log, address.row
    number, dates = None, {}
    if row in log.frame.index:
        fate, number, dates = str(part.fate.loc[row]), number_in_row(log, row), dates_of(log, row)
    else:
        aside = (reason for reason, rows in log.set_aside.items() if row in rows)
        fate = next(aside, "header")
    contributions = list(contributions_of(report, part, row))
    return RowExplanation(
        address,
        log.kind,
        fate,
        why_so(log, row, fate, is_in_a_table=bool(contributions)),
        number,
        dates,
        contributions,
        findings_at(report, address),
    )


def why_skipped(report: Report, address: Address) -> str:
    """Why a sheet was not read as a log."""
    sheets = [sheet for file in report.inputs if file.file == address.file for sheet in file.sheets]
    skipped = next((sheet.skipped for sheet in sheets if sheet.sheet == address.sheet), None)
    return skipped or "sheet-no-log"


def why_so(log: Log, row: int, fate: str, *, is_in_a_table: bool) -> str:
    """The key of the sentence that says why a row met its fate."""
    if fate == OUTSIDE:
        return f"outside-{log.kind}"
    if fate == COUNTED and not is_in_a_table:
        return "listed-again" if is_listed_again(log, row) else "counted-in-facts"
    return fate


def is_listed_again(log: Log, row: int) -> bool:
    """Whether a document is listed again for another channel, and counted where it stands first."""
    return "again" in log.frame and bool(log.frame["again"].loc[row])


def number_in_row(log: Log, row: int) -> str | None:
    """The number that a record has in its log."""
    number = log.frame[log_kinds()[log.kind].number].loc[row]
    return None if pd.isna(number) else str(number)


def dates_of(log: Log, row: int) -> dict[str, date]:
    """Every date of a record, in the order of the fields."""
    found = {}
    for field in log_kinds()[log.kind].fields:
        column = "extension_date" if field.id == "extended" else field.id
        if field.type in ("date", "flag_or_date") and not field.personal and column in log.frame:
            day = log.frame[column].loc[row]
            if not pd.isna(day):
                found[field.id] = day.date()
    return found


def contributions_of(
    report: Report, part: CountedLog, row: int
) -> Iterator[tuple[FormNumber, Number]]:
    """What a row adds to each number, the counted cells first and then the sums it flows into."""
    counted: dict[LineColumn, Number] = {}
    for entry in part.entries:
        for at in np.flatnonzero(entry.rows == row).tolist():
            counted[entry.cell] = counted.get(entry.cell, 0) + entry.values[at : at + 1].tolist()[0]
    derived: dict[LineColumn, Number] = {}
    for cell, value in counted.items():
        for total in totals_over(report.edition, part.log.kind).get(cell, ()):
            derived[total] = derived.get(total, 0) + value
    figures = all_figures(report, part.log.kind) if counted else {}
    for cell, value in (*counted.items(), *derived.items()):
        yield figures[cell], value


@cache
def totals_over(edition: Edition, table_id: str) -> Mapping[LineColumn, Sequence[LineColumn]]:
    """Counted cell → the derived cells that it flows into."""
    found: dict[LineColumn, list[LineColumn]] = {}
    for line, column, block in edition.table(table_id).cells():
        if "total" in (line.kind, column.kind):
            for cell in leaf_cells(block, line, column):
                found.setdefault(cell, []).append((line.id, column.id))
    return found


def findings_at(report: Report, address: Address) -> list[Finding]:
    """Every finding about one row.

    The report lists a thousand of a code at most, so those of the records are asked for again.
    """
    place = (address.file, address.sheet, address.row)
    waivers = Waivers(report.logs.logs, report.settings)
    found = {
        (finding.code, finding.address, finding.message("en")): finding
        for finding in chain(waivers.mark(record_findings(report.tally)), report.findings)
        if (finding.address.file, finding.address.sheet, finding.address.row) == place
    }
    return list(found.values())


def sheet_in(told: re.Match[str]) -> str | None:
    """The sheet of an address; in quotes an apostrophe is written twice, as spreadsheets do."""
    return told["bare"] if told["quoted"] is None else told["quoted"].replace("''", "'")


def addresses_of_logs(report: Report) -> list[Address]:
    """Every sheet that was read as a log."""
    return [Address(one, reading.sheet) for one, reading in every_sheet(report) if reading.kind]


def find_row(report: Report, name: str, file: str | None = None) -> Address:
    """The row that a person names: `'台账'!17`, `台账!H17`, a whole address as findings print it,
    `台账:17`, or `17`.

    Without a sheet the one log is meant; with several, and with a name that fits nothing, a
    `RowError` names what there is.
    """
    told = ADDRESS.fullmatch(name.strip())
    if not told:
        raise RowError("row-invalid", value=name)
    row = int(told["row"])
    meant = sheets_meant(report, sheet_in(told), file or told["file"])
    if not meant:
        logs = addresses_of_logs(report)
        raise RowError("row-unknown", value=name, known=", ".join(map(str, logs)))
    rows = [Address(one, reading.sheet, row) for one, reading in meant]
    if len(rows) > 1:
        raise RowError("row-several", value=name, known=", ".join(map(str, rows)))
    [(_, reading)] = meant
    last = reading.begins - 1 + reading.rows_read + len(reading.header_rows)
    # Of a sheet that is no log nobody counted the rows.
    is_beyond = bool(reading.kind) and row > last
    if row < 1 or is_beyond:
        raise RowError("row-beyond", value=str(rows[0]), last=last)
    return rows[0]


def every_sheet(report: Report) -> Iterator[tuple[str, SheetReading]]:
    """Every sheet that was read, with its file."""
    return ((file.file, sheet) for file in report.inputs for sheet in file.sheets)


def sheets_meant(
    report: Report, name: str | None, file: str | None
) -> list[tuple[str, SheetReading]]:
    """The sheets of that name, in the file of that name or path; without a name, the logs.

    Of a sheet that holds several logs the last one, for its rows reach furthest down.
    """
    found = {
        (path, sheet.sheet): sheet
        for path, sheet in every_sheet(report)
        if file in (None, path, Path(path).name)
        and (sheet.kind is not None if name is None else sheet.sheet == name)
    }
    return [(path, sheet) for (path, _), sheet in found.items()]
