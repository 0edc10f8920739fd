"""What lies behind a result: the rows of a number, the numbers of a row, the clock of every
request.

All of it is in the tally and the logs already; here it is only found, so that an explanation cannot
say other than what was counted. The sentences stand in `messages.toml` under the keys that
`Figure.rules` names. No personal field is ever in it. Not for: how it looks
(`export/explanation.py`, `export/clock.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from reportcli.count.tally import (
    COUNTED,
    OUTSIDE,
    Cell,
    Number,
    Part,
    check_records,
    is_error,
    leaf_cells,
)
from reportcli.finding import Address, Detail, Finding
from reportcli.intake.log import Log, Rows
from reportcli.judge.waivers import Waivers
from reportcli.law.calendar import WorkingCalendar
from reportcli.law.deadlines import Day, clock, explain_clock
from reportcli.law.edition import Block, Edition, Line, Table, cell_id
from reportcli.report import Logs, Report
from reportcli.words.fields import KindId, log_kinds

# The dates that decide where a row is counted.
DATE_FIELDS: Mapping[KindId, tuple[str, ...]] = {
    "requests": ("received", "closed"),
    "publications": ("made", "published", "repealed"),
    "cases": ("filed", "closed"),
}
# A colon too, because interactive bash takes an exclamation mark for one of its own.
ADDRESS = re.compile(
    r"(?:(?:(?P<file>.*\S)\s+)?'(?P<quoted>(?:[^']|'')*)'[!！:]|(?!\d+:\d+$)(?P<bare>[^!！:]+)[!！:])?"
    r"\$?(?:[A-Za-z]{1,3}\$?)?(?P<row>\d{1,7})(?::\$?(?:[A-Za-z]{1,3}\$?)?\d{1,7})?"
)


@dataclass(frozen=True)
class Figure:
    """One number of the form, and where it stands in it."""

    table: Table
    line: Line
    column: Line
    block: Block
    value: Number

    @property
    def id(self) -> str:
        """The id of the cell."""
        return cell_id(self.table.id, self.line.id, self.column.id)

    @property
    def is_derived(self) -> bool:
        """Whether it is a sum of other cells."""
        return "total" in (self.line.kind, self.column.kind)

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

    figure: Figure
    addends: Sequence[Figure]
    leaves: Sequence[tuple[Figure, Sequence[Behind]]]


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
    contributions: Sequence[tuple[Figure, Number]]
    findings: Sequence[Finding]


class LogMissing(LookupError):  # noqa: N818 - it says what is missing
    """No log of the `kind` that a question is about was given."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class RowError(ValueError):
    """No row, or more than one, goes by a name: `key` says which, `details` name what may have been
    meant."""

    def __init__(self, key: str, **details: Detail) -> None:
        self.key, self.details = key, details
        super().__init__(f"{key}: {details}")


def explain_cell(report: Report, name: str) -> CellExplanation:
    """The rows behind the number that `name` means, by id or as on paper; their contributions sum
    to it.

    Raises `CellError` when no single cell is meant, and `LogMissing` when no log of its kind was
    given.
    """
    table_id, line_id, column_id = report.edition.find_cell(name).split("/")
    figures = all_figures(report, table_id)
    figure = figures[line_id, column_id]
    leaves = [figures[cell] for cell in leaf_cells(figure.block, figure.line, figure.column)]
    return CellExplanation(
        figure,
        [figures[cell] for cell in summed_cells(figure)],
        [(leaf, list(rows_behind(report, leaf))) for leaf in leaves],
    )


def all_figures(report: Report, table_id: str) -> dict[Cell, Figure]:
    """Every number of one table."""
    table, numbers = report.edition.table(table_id), report.tally.tables.get(table_id)
    if numbers is None:
        raise LogMissing(table_id)
    return {
        (line.id, column.id): Figure(table, line, column, block, numbers[line.id, column.id])
        for line, column, block in table.cells()
    }


def summed_cells(figure: Figure) -> list[Cell]:
    """The cells that a derived number is the sum of, one step down: a total of totals sums its
    lines.

    One step, because the grand total of table 三 would otherwise be a sum of more than a hundred
    cells.
    """
    if not figure.is_derived:
        return []
    line_id, column_id = figure.line.id, figure.column.id
    if figure.line.kind == "total":
        cells = leaf_cells(figure.block, figure.line, figure.column)
        return [(line, column_id) for line in dict.fromkeys(line for line, _ in cells)]
    return [(line_id, column) for _, column in leaf_cells(figure.block, figure.line, figure.column)]


def rows_behind(report: Report, leaf: Figure) -> Iterator[Behind]:
    """The rows that are counted in one cell, in the order of the logs."""
    for part in report.tally.parts:
        if part.log.kind == leaf.table.id:
            for entry in part.entries:
                if entry.cell == (leaf.line.id, leaf.column.id):
                    yield from describe(part.log, entry.rows, entry.values.tolist())


def describe(log: Log, rows: Rows, values: Sequence[Number]) -> Iterator[Behind]:
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


def explain_row(report: Report, address: Address) -> RowExplanation:
    """What became of a row that `find_row` found, and every number that it is in, derived ones
    too."""
    part = next(
        (
            part
            for part in report.tally.parts
            if (part.log.source.file, part.log.source.sheet) == (address.file, address.sheet)
        ),
        None,
    )
    if part is None:
        sheets = (
            sheet for file in report.inputs if file.file == address.file for sheet in file.sheets
        )
        skipped = next((sheet.skipped for sheet in sheets if sheet.sheet == address.sheet), None)
        return RowExplanation(address, None, skipped or "sheet-no-log", "skipped", None, {}, [], [])
    log, row = part.log, address.row
    if row in log.frame.index:
        fate, number, dates = str(part.fate.loc[row]), number_of(log, row), dates_of(log, row)
    else:
        aside = (reason for reason, rows in log.set_aside.items() if row in rows)
        fate, number, dates = next(aside, "header"), None, {}
    contributions = list(contributions_of(report, part, row))
    why = fate
    if fate == OUTSIDE:
        why = f"outside-{log.kind}"
    elif fate == COUNTED and not contributions:
        why = "listed-again" if is_listed_again(log, row) else "counted-in-facts"
    findings = findings_at(report, address)
    return RowExplanation(address, log.kind, fate, why, number, dates, contributions, findings)


def is_listed_again(log: Log, row: int) -> bool:
    """Whether a document is listed again for another channel, and counted where it stands first."""
    return "again" in log.frame and bool(log.frame["again"].loc[row])


def number_of(log: Log, row: int) -> str | None:
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


def contributions_of(report: Report, part: Part, row: int) -> Iterator[tuple[Figure, Number]]:
    """What a row adds to each number, the counted cells first and then the sums it flows into."""
    counted: dict[Cell, Number] = {}
    for entry in part.entries:
        for at in np.flatnonzero(entry.rows == row).tolist():
            counted[entry.cell] = counted.get(entry.cell, 0) + entry.values[at : at + 1].tolist()[0]
    derived: dict[Cell, Number] = {}
    for cell, value in counted.items():
        for total in totals_over(report.edition, part.log.kind).get(cell, ()):
            derived[total] = derived.get(total, 0) + value
    figures = all_figures(report, part.log.kind) if counted else {}
    for cell, value in (*counted.items(), *derived.items()):
        yield figures[cell], value


@cache
def totals_over(edition: Edition, table_id: str) -> Mapping[Cell, Sequence[Cell]]:
    """Counted cell → the derived cells that it flows into."""
    found: dict[Cell, list[Cell]] = {}
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
        for finding in chain(waivers.mark(check_records(report.tally)), report.findings)
        if (finding.address.file, finding.address.sheet, finding.address.row) == place
    }
    return list(found.values())


def find_row(report: Report, name: str, file: str | None = None) -> Address:
    """The row that a person names: `'台账'!17`, `台账!H17`, a whole address as findings print it,
    `台账:17`, or `17`.

    Without a sheet the one log is meant; with several, and with a name that fits nothing, a
    `RowError` names what there is.
    """
    found = ADDRESS.fullmatch(name.strip())
    if not found:
        raise RowError("row-invalid", value=name)
    row = int(found["row"])
    sheet = found["quoted"].replace("''", "'") if found["quoted"] is not None else found["bare"]
    file = file or found["file"]
    sheets = [
        (Address(reading.file, one.sheet, row), one)
        for reading in report.inputs
        for one in reading.sheets
        if (file is None or file in (reading.file, Path(reading.file).name))
        and (one.kind is not None if sheet is None else one.sheet == sheet)
    ]
    if len(sheets) != 1:
        every = (
            str(Address(reading.file, one.sheet))
            for reading in report.inputs
            for one in reading.sheets
            if one.kind
        )
        if sheets:
            raise RowError(
                "row-several", value=name, known=", ".join(str(address) for address, _ in sheets)
            )
        raise RowError("row-unknown", value=name, known=", ".join(every))
    [(address, reading)] = sheets
    last = reading.rows_read + len(reading.header_rows)
    if row < 1 or (reading.kind and row > last):
        raise RowError("row-beyond", value=str(address), last=last)
    return address


# -- the clock
# ----------------------------------------------------------------------------------------------

State = Literal["overdue", "open", "waiting", "unknown", "late", "on_time"]
REMINDER = 3  # working days before a request is due


@dataclass(frozen=True)
class Deadline:
    """One request and its clock (`deadlines.clock`); `counted` is day by day, where it was asked
    for.

    `remind` is the third working day before `due`: enough to sign and send what is ready.
    """

    address: Address
    number: str | None
    received: date
    closed: date | None
    start: date | None
    paused_from: date | None
    paused_until: date | None
    paused_days: int
    extension_days: int
    due: date | None
    remind: date | None
    state: State
    days: int | None
    provisional: bool
    counted: Sequence[Day] = ()


@dataclass(frozen=True)
class Watch:
    """The requests to be watched, how many there are of every state, and what a reader must know of
    them, on the day `as_of`.

    `inputs` are the files with requests, each with its sha256.
    `left_out` rows are unsound, `received_later` were not there yet on the day taken for today;
    `unpublished` are the years whose schedule had to be assumed.
    """

    as_of: date
    inputs: Mapping[str, str]
    deadlines: Sequence[Deadline]
    states: Mapping[str, int]
    unpublished: Sequence[int]
    left_out: int
    received_later: int
    findings: Sequence[Finding]


def watch_deadlines(
    found: Logs,
    as_of: date,
    *,
    year: int | None = None,
    within: int | None = None,
    answered: bool = False,
    day_by_day: bool = False,
) -> Watch:
    """The clock of every sound request in the logs, whatever the year (article 33); of `year`, of
    those received in it.

    Shown are the requests that are not answered yet, or, with `within`, those among them that are
    overdue or due within so many working days; with `answered` all. The earliest due stand first.
    Raises `LogMissing` when no log of requests was given.
    """
    logs = [log for log in found.logs if log.kind == "requests"]
    if not logs:
        raise LogMissing("requests")
    waivers = Waivers(found.logs, found.settings)
    calendar = found.calendar
    states: Counter[str] = Counter()
    deadlines: list[Deadline] = []
    unpublished: set[int] = set()
    findings: list[Finding] = []
    left_out = received_later = 0
    for log in logs:
        frame = log.frame
        other = frame["received"].dt.year != year if year else pd.Series(False, index=frame.index)
        other &= frame["received"].notna()
        findings += waivers.mark(log.findings(frame.index[other].to_numpy(dtype=np.int32)))
        sound = frame["fault"].isin([""])
        faulty = frame["fault"].isin(
            [code for code in frame["fault"].cat.categories if is_error(code)]
        )
        left_out += int((faulty & ~other).sum())
        later = frame["received"] > pd.Timestamp(as_of)
        received_later += int((sound & ~other & later).sum())
        frame = frame[sound & ~other & ~later]
        clocks = clock(frame, calendar, as_of=as_of)
        states.update(clocks["state"].astype(str).tolist())
        clocks["received"], clocks["closed"], clocks["number"] = (
            frame["received"],
            frame["closed"].where(frame["closed"] <= pd.Timestamp(as_of)),
            frame["number"].astype(object),
        )
        clocks = clocks[is_shown(clocks, within=within, answered=answered)]
        unpublished.update(unpublished_years(clocks, calendar))
        for deadline in deadlines_of(log, clocks, calendar):
            if day_by_day:
                days = explain_clock(frame.loc[[deadline.address.row]], calendar, as_of)
                deadline = replace(deadline, counted=days)
            deadlines.append(deadline)
    deadlines.sort(key=lambda one: one.due or date.max)
    inputs = {log.source.file: log.source.sha256 for log in logs}
    unread = (sorted(unpublished), left_out, received_later, findings)
    return Watch(as_of, inputs, deadlines, states, *unread)


def is_shown(clocks: pd.DataFrame, *, within: int | None, answered: bool) -> pd.Series:
    """Which requests are asked for."""
    if answered:
        return pd.Series(True, index=clocks.index)
    if within is None:
        return clocks["closed"].isna()
    soon = (clocks["state"] == "open") & (clocks["days"] <= within).fillna(False)
    return soon | (clocks["state"] == "overdue")


def deadlines_of(log: Log, clocks: pd.DataFrame, calendar: WorkingCalendar) -> Iterator[Deadline]:
    """The rows of a clock as values, without their days."""
    due = clocks["due"].to_numpy().astype("datetime64[D]")
    # A due day is itself worked, so that the place before it is that of the working day before.
    places = calendar.worked.searchsorted(due) - REMINDER
    remind = np.where(np.isnat(due), due, calendar.worked.take(places, mode="clip"))
    dated = ("received", "closed", "start", "paused_from", "paused_until", "due")
    columns = {
        **{name: days_of(clocks[name]) for name in dated},
        **{
            name: clocks[name].tolist()
            for name in ("paused_days", "extension_days", "state", "provisional")
        },
        "number": [None if pd.isna(one) else str(one) for one in clocks["number"]],
        "days": [None if pd.isna(one) else int(one) for one in clocks["days"]],
        "remind": remind.tolist(),
    }
    for row, *values in zip(clocks.index.tolist(), *columns.values(), strict=True):
        yield Deadline(
            Address(log.source.file, log.source.sheet, row),
            **dict(zip(columns, values, strict=True)),
        )


def unpublished_years(clocks: pd.DataFrame, calendar: WorkingCalendar) -> set[int]:
    """The years without a published schedule in which a provisional clock began or ends."""
    provisional = clocks[clocks["provisional"]]
    years = pd.concat([provisional["start"], provisional["due"]]).dt.year.dropna().unique()
    return {int(year) for year in years} - calendar.covered


def exact(figure: Figure, number: Number) -> Number:
    """A number of a figure: money is `Decimal` even where no row adds any."""
    return Decimal(number) if figure.column.id == "amount" else number
