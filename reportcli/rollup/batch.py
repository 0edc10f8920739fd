"""Many units read by one living child, and counted together: what a single unit takes most of its
time for is done once for all of them.

A unit's own faults end here. What it comes to is the same whoever is read with it. Not for: how
batches are made, sent and sent again (`engine.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reportcli.finding import Address, Finding, Refusal
from reportcli.intake.build import refuse_unrecognised
from reportcli.intake.child.living import LivingReader
from reportcli.intake.child.wire import FileReading
from reportcli.intake.given import refuse_doubles
from reportcli.law.edition import Edition
from reportcli.report import count_each, logs_of_each
from reportcli.rollup.asked import Asked
from reportcli.rollup.delivery import (
    files_by_kind,
    read_unit,
    reports_among,
    result_of_report,
    settings_of,
)
from reportcli.rollup.result import DeliveryKind, UnitResult
from reportcli.rollup.units import Unit
from reportcli.settings import Settings

# More of them together gain nothing, and take memory.
MOST_ROWS = 100_000
MOST_UNITS = 100
Outcome = UnitResult | Exception


@dataclass
class CountedUnit:
    """One unit, what its files are, the readings of its logs where it has any, and what these come
    to."""

    unit: Unit
    settings: Settings = field(default_factory=Settings)
    given: dict[DeliveryKind, list[str]] = field(default_factory=dict)
    inputs: Sequence[FileReading] = ()
    outcome: Outcome | None = None

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(sheet.rows_read for file in self.inputs for sheet in file.sheets)

    @property
    def is_waiting(self) -> bool:
        """Whether its logs are read and not counted."""
        return bool(self.inputs) and self.outcome is None

    def result_of_logs(self) -> UnitResult:
        """What its logs come to; what stopped them is raised."""
        if isinstance(self.outcome, UnitResult):
            return self.outcome
        assert self.outcome is not None
        raise self.outcome


def read_units(units: Iterable[Unit], asked: Asked) -> Iterator[UnitResult]:
    """Read units in their order, their logs by one child; what cannot be read is a result too."""
    with LivingReader(asked.limits, mark_seed(asked.secret)) as reader:
        for group in grouped_units(units, asked, reader):
            count_together([one for one in group if one.is_waiting], asked)
            for one in group:
                yield finished(one, asked)


def mark_seed(secret: bytes) -> int:
    """The seed by which all readers of a work folder tell the same personal text by the same mark,
    on whatever machine; it says nothing of the secret."""
    return int.from_bytes(hashlib.sha256(b"marks" + secret).digest()[:4])


def grouped_units(
    units: Iterable[Unit], asked: Asked, reader: LivingReader
) -> Iterator[list[CountedUnit]]:
    """Units whose logs are read, as many at a time as are counted together."""
    group: list[CountedUnit] = []
    for unit in units:
        group.append(logs_read(unit, asked, reader))
        if len(group) == MOST_UNITS or sum(one.rows for one in group) > MOST_ROWS:
            yield group
            group = []
    if group:
        yield group


def logs_read(unit: Unit, asked: Asked, reader: LivingReader) -> CountedUnit:
    """A unit whose logs are read, or what keeps them from being read."""
    read = CountedUnit(unit)
    try:
        read.given = files_by_kind(unit) if unit.files else {}
        if logs := read.given.get("logs"):
            refuse_doubles(logs)
            read.settings = settings_of(unit, asked.settings)
            read_unit_logs(read, logs, asked, reader)
    except Exception as fault:  # noqa: BLE001 - it costs this unit alone, and becomes its result
        read.outcome = fault
    return read


def read_unit_logs(
    read: CountedUnit, logs: Sequence[str], asked: Asked, reader: LivingReader
) -> None:
    """Read the logs of a unit; those of its files that turn out to be finished reports are none."""
    try:
        read.inputs = recognised(logs, read.settings, reader)
        return
    except (Refusal, ExceptionGroup) as stopped:
        reports = reports_among(logs, stopped, asked)
    del read.given["logs"]
    read.given["report"] = [*read.given.get("report", []), *reports]
    if left := [file for file in logs if file not in reports]:
        read.given["logs"] = left
        read.inputs = recognised(left, read.settings, reader)


def recognised(
    logs: Sequence[str], settings: Settings, reader: LivingReader
) -> Sequence[FileReading]:
    """The readings of the logs of one unit; a file without one is refused."""
    inputs = reader.read(logs, settings)
    refuse_unrecognised(inputs)
    return inputs


def count_together(waiting: Sequence[CountedUnit], asked: Asked) -> None:
    """Count the logs of units, those with the same settings together."""
    by_settings: list[tuple[Settings, list[CountedUnit]]] = []
    for one in waiting:
        own = next((group for settings, group in by_settings if settings == one.settings), None)
        if own is None:
            by_settings.append((one.settings, [one]))
        else:
            own.append(one)
    for _, group in by_settings:
        count_group(group, asked)


def count_group(group: Sequence[CountedUnit], asked: Asked) -> None:
    """Count the logs of units with the same settings; where that fails, one by one, so that the
    fault costs its unit alone."""
    settings, edition = group[0].settings, Edition.by_id(asked.edition)
    try:
        found = logs_of_each([one.inputs for one in group], settings)
        reports = count_each(found, year=asked.year, edition=edition, as_of=asked.as_of)
        for one, report in zip(group, reports, strict=True):
            one.outcome = result_of_report(one.unit.code, report, asked.secret)
    except Exception as fault:  # noqa: BLE001 - it costs one unit, and becomes its result
        if len(group) == 1:
            group[0].outcome = fault
            return
        for one in group:
            count_group([one], asked)


def finished(one: CountedUnit, asked: Asked) -> UnitResult:
    """The result of a unit; a fault of ours is its reason."""
    try:
        return read_unit(one.unit, asked, one.result_of_logs, one.given)
    except Exception as fault:  # noqa: BLE001 - it costs this unit alone, and becomes its result
        return broken_unit(one.unit, fault)


def broken_unit(unit: Unit, fault: Exception) -> UnitResult:
    """The result of a unit at which the program itself failed."""
    file = unit.files[0] if unit.files else ""
    finding = Finding("unit-broken", Address(file), {"value": type(fault).__name__})
    return UnitResult(unit.code, "unreadable", reason=finding.code, errors=1, findings=(finding,))
