"""The clock of every request: when it is due, how it stands, and on which day to remind (条例 33).

The clock itself is `law/deadlines.py`; here are the requests that are asked for. Not for: how they
are drawn (`terminal/deadlines.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Literal

import numpy as np
import pandas as pd

from reportcli.answer.cell import LogMissing, days_of
from reportcli.count.part import is_error_code
from reportcli.finding import Address, Finding
from reportcli.intake.log import Log
from reportcli.judge.waivers import Waivers
from reportcli.law.calendar import WorkingCalendar
from reportcli.law.deadlines import ExplainedDay, clock, explain_clock
from reportcli.report import Logs
from reportcli.words.text import squeeze
from reportcli.words.units import without_persons

ClockState = Literal["overdue", "open", "waiting", "unknown", "late", "on_time"]
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
    state: ClockState
    days: int | None
    provisional: bool
    unit: str = ""
    counted: Sequence[ExplainedDay] = ()

    def where(self, *, with_file: bool) -> str:
        """Sheet and row, after the file's name where the requests come from several."""
        sheet = self.address.sheet.replace("'", "''")
        place = f"'{sheet}'!{self.address.row}"
        return f"{PurePath(self.address.file).name} {place}" if with_file else place


@dataclass(frozen=True)
class DeadlineWatch:
    """The requests to be watched, how many there are of every state, and what a reader must know of
    them, on the day `as_of`.

    `inputs` are the files with requests, each with its sha256.
    `settled` are the answered requests beside those, where they were asked for; `within` is how
    many working days ahead was asked for.
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
    settled: Sequence[Deadline] = ()
    within: int | None = None


def watch_deadlines(
    found: Logs,
    as_of: date,
    *,
    year: int | None = None,
    within: int | None = None,
    answered: bool = False,
    day_by_day: bool = False,
    unit: str | None = None,
    with_settled: bool = False,
) -> DeadlineWatch:
    """The clock of every sound request in the logs, whatever the year (article 33); of `year`, of
    those received in it, and of `unit`, of those that it handles.

    Shown are the requests that are not answered yet, or, with `within`, those among them that are
    overdue or due within so many working days; with `answered` all. The earliest due stand first.
    Raises `LogMissing` when no log of requests was given.
    """
    logs = [log for log in found.logs if log.kind == "requests"]
    if not logs:
        raise LogMissing("requests")
    waivers, calendar = Waivers(found.logs, found.settings), found.calendar
    states: Counter[str] = Counter()
    deadlines: list[Deadline] = []
    settled: list[Deadline] = []
    unpublished: set[int] = set()
    findings: list[Finding] = []
    left_out = received_later = 0
    for log in logs:
        rows = WatchedRows(log, year, pd.Timestamp(as_of))
        left_out += int(rows.unsound.sum())
        received_later += int(rows.later.sum())
        findings += waivers.mark(log.findings(rows.of_other_years))
        clocks = clocks_of(log.frame[rows.running], calendar, as_of)
        clocks = clocks[is_of_unit(clocks, unit)]
        states.update(clocks["state"].astype(str).tolist())
        if with_settled and not answered:
            settled += deadlines_of(log, clocks[clocks["closed"].notna()], calendar)
        clocks = clocks[is_shown(clocks, within=within, answered=answered)]
        unpublished.update(unpublished_years(clocks, calendar))
        for deadline in deadlines_of(log, clocks, calendar):
            if day_by_day:
                row = log.frame.loc[[deadline.address.row]]
                deadline = replace(deadline, counted=explain_clock(row, calendar, as_of))
            deadlines.append(deadline)
    deadlines.sort(key=lambda one: one.due or date.max)
    return DeadlineWatch(
        as_of=as_of,
        inputs={log.source.file: log.source.sha256 for log in logs},
        deadlines=deadlines,
        states=states,
        unpublished=sorted(unpublished),
        left_out=left_out,
        received_later=received_later,
        findings=findings,
        settled=settled,
        within=within,
    )


class WatchedRows:
    """Which rows of a log have a clock that can be told, of one year or of all."""

    def __init__(self, log: Log, year: int | None, as_of: pd.Timestamp) -> None:
        frame = log.frame
        received, fault = frame["received"], frame["fault"]
        errors = [code for code in fault.cat.categories if is_error_code(code)]
        of_year = pd.Series(True, index=frame.index)
        if year:
            of_year = received.isna() | (received.dt.year == year)
        sound = fault.isin([""]) & of_year
        self.of_other_years = frame.index[~of_year].to_numpy(dtype=np.int32)
        self.unsound = fault.isin(errors) & of_year
        self.later = sound & (received > as_of)
        self.running = sound & ~self.later


def clocks_of(frame: pd.DataFrame, calendar: WorkingCalendar, as_of: date) -> pd.DataFrame:
    """The clocks of some rows as they stand on a day, with what names the rows."""
    closed = frame["closed"]
    return clock(frame, calendar, as_of=as_of).assign(
        received=frame["received"],
        closed=closed.where(closed <= pd.Timestamp(as_of)),
        number=frame["number"].astype(object),
        unit=units_of(frame),
    )


def units_of(frame: pd.DataFrame) -> list[str]:
    """The unit in charge of each request, without the names of persons beside it."""
    if "unit" not in frame:
        return [""] * len(frame)
    told = frame["unit"].astype(object)
    return ["" if pd.isna(unit) else without_persons(str(unit)) for unit in told]


def is_of_unit(clocks: pd.DataFrame, unit: str | None) -> pd.Series:
    """Which requests a unit handles; all where none is named."""
    if unit is None:
        return pd.Series(True, index=clocks.index)
    wanted = squeeze(unit)
    return clocks["unit"].map(lambda one: squeeze(one) == wanted).astype(bool)


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
            for name in ("paused_days", "extension_days", "state", "provisional", "unit")
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
