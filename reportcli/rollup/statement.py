"""Who delivered what, and when: the status of each unit, and the completeness of the whole.

The days of 条例第四十九条 stand in the list (`unit_list.py`). Not for: what the units sum up to
(`sums.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

from reportcli.rollup.result import UnitResult
from reportcli.rollup.units import NEVER_SUMMED, Unit

UnitStatus = Literal[
    "complete",
    "draft",
    "missing",
    "unreadable",
    "other-year",
    "other-edition",
    "aggregate",
    "not-due",
    "vertical",
    "outside",
    "unexpected",
]
DeliveryState = Literal["in_time", "late", "missing"]
DaySource = Literal["", "list", "as_of", "file"]
# A draft is in the sums too, and is said to be one.
SUMMED: tuple[UnitStatus, ...] = ("complete", "draft")
NOT_DUE: tuple[UnitStatus, ...] = ("aggregate", "not-due", "vertical", "outside", "unexpected")
# A file's time is read as a clock in China shows it, wherever the machine stands.
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class UnitLine:
    """One unit as it stands: what was delivered (`status`), and when (`delivery`, None where
    nothing is due). `known_by` says what told the day."""

    unit: Unit
    result: UnitResult
    status: UnitStatus
    delivery: DeliveryState | None
    delivered: date | None = None
    known_by: DaySource = ""

    @property
    def is_summed(self) -> bool:
        """Whether its figures are part of the whole."""
        return self.status in SUMMED


@dataclass(frozen=True)
class Completeness:
    """How many units were due, and what came of them: due = in time + late + missing.

    Units that delivered what cannot be summed are missing, and counted by themselves too.
    """

    due: int
    in_time: int
    late: int
    missing: int
    unreadable: int
    other_year: int
    other_edition: int

    @property
    def rate(self) -> float | None:
        """The part of the units due that delivered, from 0 to 1; None where none was due."""
        return round((self.in_time + self.late) / self.due, 4) if self.due else None


def lines_of(
    units: Sequence[Unit], unexpected: Sequence[Unit], results: Iterable[UnitResult]
) -> list[UnitLine]:
    """A line for each unit, in the order of the list, those that no list names at the end."""
    by_code = {result.code: result for result in results}
    parents = {unit.parent for unit in units if unit.parent}
    listed = [
        statement_line(unit, by_code[unit.code], is_aggregate=is_aggregate(unit, parents))
        for unit in units
    ]
    others = [
        UnitLine(
            unit, by_code[unit.code], "unexpected", None, *day_delivered(unit, by_code[unit.code])
        )
        for unit in unexpected
    ]
    return listed + others


def is_aggregate(unit: Unit, parents: Iterable[str]) -> bool:
    """Whether a unit stands for units that are listed themselves: both would count them twice."""
    return unit.scope == "whole" and unit.code in parents


def statement_line(unit: Unit, result: UnitResult, *, is_aggregate: bool) -> UnitLine:
    """The line of a unit that is on the list."""
    day, known_by = day_delivered(unit, result)
    status = status_of(unit, result, is_aggregate=is_aggregate)
    delivery: DeliveryState | None = None
    if status not in NOT_DUE:
        if status not in SUMMED:
            delivery = "missing"
        else:
            is_late = day is not None and unit.due is not None and day > unit.due
            delivery = "late" if is_late else "in_time"
    return UnitLine(unit, result, status, delivery, day, known_by)


def status_of(unit: Unit, result: UnitResult, *, is_aggregate: bool) -> UnitStatus:
    """What a unit's place on the list and its delivery make it."""
    if unit.kind in NEVER_SUMMED:
        return "vertical" if unit.kind == "vertical" else "outside"
    if is_aggregate:
        return "aggregate"
    if unit.due is None:
        return "not-due"
    if result.state != "ok":
        return result.state
    return "draft" if result.errors else "complete"


def day_delivered(unit: Unit, result: UnitResult) -> tuple[date | None, DaySource]:
    """When a unit delivered, and what says so: the list, else the day of its own tally, else the
    newest of its files."""
    if not unit.files:
        return None, ""
    if unit.delivered is not None:
        return unit.delivered, "list"
    if result.as_of is not None:
        return result.as_of, "as_of"
    times = [Path(file).stat().st_mtime for file in unit.files if Path(file).exists()]
    if not times:
        return None, ""
    return datetime.fromtimestamp(max(times), CHINA).date(), "file"


def completeness_of(lines: Sequence[UnitLine]) -> Completeness:
    """How complete the deliveries are."""
    deliveries = Counter(line.delivery for line in lines)
    statuses: Mapping[str, int] = Counter(line.status for line in lines)
    return Completeness(
        due=deliveries["in_time"] + deliveries["late"] + deliveries["missing"],
        in_time=deliveries["in_time"],
        late=deliveries["late"],
        missing=deliveries["missing"],
        unreadable=statuses["unreadable"],
        other_year=statuses["other-year"],
        other_edition=statuses["other-edition"],
    )
