"""The status of each unit and the completeness of the whole."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from reportcli.rollup.result import ReadingState, UnitResult
from reportcli.rollup.statement import completeness_of, day_delivered, lines_of
from reportcli.rollup.units import Unit, UnitKind

DUE = date(2025, 1, 31)


@pytest.mark.parametrize(
    ("kind", "due", "state", "errors", "status", "delivery"),
    [
        ("department", DUE, "ok", 0, "complete", "in_time"),
        ("department", DUE, "ok", 2, "draft", "in_time"),
        ("department", DUE, "missing", 0, "missing", "missing"),
        ("department", DUE, "unreadable", 1, "unreadable", "missing"),
        ("department", DUE, "other-year", 1, "other-year", "missing"),
        ("department", DUE, "other-edition", 1, "other-edition", "missing"),
        ("department", None, "ok", 0, "not-due", None),
        ("vertical", DUE, "ok", 0, "vertical", None),
        ("outside", DUE, "missing", 0, "outside", None),
    ],
)
def test_what_a_unit_delivered_makes_its_status(
    kind: UnitKind, due: date | None, state: ReadingState, errors: int, status: str, delivery: str
) -> None:
    unit = Unit("A", "甲", kind=kind, due=due, files=("甲.json",), delivered=date(2025, 1, 20))
    [line] = lines_of([unit], [], [UnitResult("A", state, errors=errors)])
    assert (line.status, line.delivery) == (status, delivery)


def test_an_aggregate_is_one_only_where_its_units_are_listed() -> None:
    units = [
        Unit("X", "县", kind="government", scope="whole", due=DUE),
        Unit("A", "甲", parent="X", due=DUE),
        Unit("Y", "邻县", kind="government", scope="whole", due=DUE),
    ]
    lines = lines_of(units, [], [UnitResult(unit.code) for unit in units])
    assert [line.status for line in lines] == ["aggregate", "complete", "complete"]


@pytest.mark.parametrize(
    ("listed", "as_of", "day", "known_by"),
    [
        (date(2025, 2, 1), date(2025, 1, 5), date(2025, 2, 1), "list"),
        (None, date(2025, 1, 5), date(2025, 1, 5), "as_of"),
        (None, None, date(2025, 2, 3), "file"),
    ],
)
def test_the_day_of_delivery_is_the_lists_else_the_tallys_else_the_newest_files(
    tmp_path: Path, listed: date | None, as_of: date | None, day: date, known_by: str
) -> None:
    files = [tmp_path / "一.xlsx", tmp_path / "二.xlsx"]
    # 2025-02-02 18:00 UTC is the morning of the third in China.
    for file, moment in zip(files, (1_738_000_000, 1_738_519_200), strict=True):
        file.touch()
        os.utime(file, (moment, moment))
    unit = Unit("A", "甲", files=tuple(map(str, files)), delivered=listed)
    assert day_delivered(unit, UnitResult("A", as_of=as_of)) == (day, known_by)


def test_due_is_in_time_and_late_and_missing() -> None:
    days = {"A": date(2025, 1, 31), "B": date(2025, 2, 1), "C": None, "D": date(2025, 1, 1)}
    units = [
        Unit(code, code, due=DUE, files=("x",) if day else (), delivered=day)
        for code, day in days.items()
    ]
    results = [
        UnitResult("A"),
        UnitResult("B"),
        UnitResult("C", "missing"),
        UnitResult("D", "unreadable"),
    ]
    unexpected = [Unit("Z", "Z", files=("z",))]
    lines = lines_of(units, unexpected, [*results, UnitResult("Z")])
    found = completeness_of(lines)
    assert asdict(found) == {
        "due": 4, "in_time": 1, "late": 1, "missing": 2, "unreadable": 1, "other_year": 0, "other_edition": 0,
    }  # fmt: skip
    assert found.rate == 0.5
    assert lines[-1].status == "unexpected"


def test_a_day_that_nothing_tells_is_not_late() -> None:
    unit = Unit("A", "甲", due=DUE, files=("没有了.xlsx",))
    [line] = lines_of([unit], [], [UnitResult("A")])
    assert (line.delivery, line.delivered) == ("in_time", None)
