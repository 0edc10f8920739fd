"""Batches that come back, come back late, or never; and what is kept of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reportcli import __version__
from reportcli.finding import Refusal
from reportcli.rollup.asked import Asked
from reportcli.rollup.engine import Engine, Machines, Progress, seconds_a_batch
from reportcli.rollup.parcel import BATCHES, Parcel, ReadBatch
from reportcli.rollup.pool import WorkerDied
from reportcli.rollup.result import Total, UnitResult, encode_result
from reportcli.rollup.store import NoStore, Store
from reportcli.rollup.units import Unit

ASKED = Asked(2024, "2021", date(2025, 1, 31), b"s" * 32)
UNITS = [Unit(f"U{number:02}", "某局", files=(f"U{number:02}/申请.xlsx",)) for number in range(20)]


def result_of(unit: Unit) -> UnitResult:
    return UnitResult(
        unit.code, source="logs", tables={"requests": {"received/total": len(unit.code)}}
    )


class Machine(Executor):
    """Gives each unit a result, unless a unit ends it, or it is ended from outside."""

    def __init__(
        self,
        ended_by: Collection[str] = (),
        ends: Callable[[int], bool] = lambda _: False,
        version: str = __version__,
    ) -> None:
        self.ended_by, self.ends, self.version = ended_by, ends, version
        self.batches: list[list[str]] = []

    def submit(self, _: Any, /, *given: Any, **__: Any) -> Future[Any]:
        (parcel,) = given
        units = BATCHES.decode(parcel.body).units
        codes = [unit.code for unit in units]
        self.batches.append(codes)
        future: Future[bytes] = Future()
        if {*codes} & {*self.ended_by} or self.ends(len(self.batches)):
            future.set_exception(WorkerDied())
        else:
            results = tuple(encode_result(result_of(unit)) for unit in units)
            future.set_result(msgspec.msgpack.encode(ReadBatch(results, self.version)))
        return future


def engine_of(machine: Machine, store: NoStore | None = None, units_a_batch: int = 8) -> Engine:
    return Engine(ASKED, store or NoStore(), Machines(machine, 1, units_a_batch), lambda _: None)


EXPECTED = Total.of(map(result_of, UNITS))


def test_every_unit_comes_to_what_it_comes_to_however_batches_are_made() -> None:
    shuffled = random.Random(1).sample(UNITS, len(UNITS))
    for size, units in ((1, UNITS), (7, shuffled), (100, UNITS)):
        assert Total.of(engine_of(Machine(), units_a_batch=size).results(units)) == EXPECTED


def test_a_unit_that_ends_its_worker_costs_itself_alone() -> None:
    engine = engine_of(Machine(ended_by=["U05"]))
    found = {result.code: result for result in engine.results(UNITS)}
    assert {code for code, result in found.items() if not result.is_summed} == {"U05"}
    assert (found["U05"].state, found["U05"].reason) == ("unreadable", "unit-killed-worker")
    assert found["U05"].findings[0].details == {"count": 3}
    assert found["U05"].findings[0].address.file == "U05/申请.xlsx"
    assert engine.progress == Progress(total=20, done=20, read=20, unreadable=1)


def test_workers_that_are_ended_from_outside_cost_nothing() -> None:
    chance = random.Random(3)
    for _ in range(20):
        often = Machine(ends=lambda number: number % 3 == 2 and chance.random() < 0.7)
        assert Total.of(engine_of(often).results(UNITS)) == EXPECTED


def test_machines_on_which_nothing_ever_comes_back_are_given_up() -> None:
    engine = engine_of(Machine(ends=lambda _: True), units_a_batch=20)
    with pytest.raises(Refusal) as refused:
        list(engine.results(UNITS))
    assert (refused.value.code, refused.value.status) == ("workers-end", 3)


def test_results_of_another_version_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        list(engine_of(Machine(version="9.9")).results(UNITS))
    assert refused.value.code == "workers-other-version"
    assert refused.value.details == {"version": "9.9", "own": __version__}


def test_a_unit_without_files_and_one_whose_names_are_no_text_are_sent_nowhere() -> None:
    machine = Machine()
    units = [Unit("A", "甲"), Unit("B", "乙", files=("B/\udcd6\udcd0.xlsx",))]
    missing, untold = engine_of(machine).results(units)
    assert (missing.state, machine.batches) == ("missing", [])
    assert (untold.state, untold.reason) == ("unreadable", "unit-file-name")
    assert untold.findings[0].address.file == "B/\\udcd6\\udcd0.xlsx"


def units_in(folder: Path) -> list[Unit]:
    """Units with a file each, so that results can be kept."""
    units = []
    for number in range(6):
        file = folder / f"U{number}.xlsx"
        file.write_text(f"log {number}")
        units.append(Unit(f"U{number}", "某局", files=(str(file),)))
    return units


def test_what_is_kept_is_not_read_again(tmp_path: Path) -> None:
    units, store = units_in(tmp_path), Store(tmp_path / "work")
    store.folder.mkdir()
    first = Total.of(engine_of(Machine(), store).results(units))
    Path(units[2].files[0]).write_text("another log")
    machine = Machine()
    engine = engine_of(machine, store)
    assert Total.of(engine.results(units)) == first
    assert (machine.batches, engine.progress.read) == ([["U2"]], 1)


def test_what_was_done_when_a_run_is_broken_off_is_kept(tmp_path: Path) -> None:
    units, store = units_in(tmp_path), Store(tmp_path / "work")
    store.folder.mkdir()
    broken_off = engine_of(Machine(), store, units_a_batch=2).results(units)
    next(broken_off)
    broken_off.close()
    machine = Machine()
    assert Total.of(engine_of(machine, store).results(units)) == Total.of(map(result_of, units))
    assert machine.batches
    assert len(machine.batches[0]) < len(units) - 1


def test_few_units_are_dealt_out_and_many_come_in_batches_of_twenty_seconds(tmp_path: Path) -> None:
    file = tmp_path / "log.xlsx"
    file.write_bytes(bytes(40_000))
    unit = Unit("A", "甲", files=(str(file),))  # 0.03 s
    assert seconds_a_batch([unit] * 800, workers=2) == pytest.approx(24 / 8)
    assert seconds_a_batch([unit] * 20, workers=2) == 1
    assert seconds_a_batch([unit] * 80_000, workers=2) == 20


def test_no_log_shows_what_a_parcel_holds() -> None:
    assert "s" * 8 not in repr(Parcel(b"s" * 32))
