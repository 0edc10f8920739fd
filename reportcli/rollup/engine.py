"""Tens of thousands of units read in batches, by whatever executor there is, and every result kept
as it comes.

A batch whose worker died is halved and sent again, down to one unit. In which order batches are
done never matters: a unit's result hangs on nothing but its own files. Not for: how a batch is read
(`batch.py`), where (`pool.py`, `cluster.py`), and what is made of the results (`whole.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

from reportcli import __version__
from reportcli.finding import Address, Finding, Refusal
from reportcli.rollup.asked import Asked
from reportcli.rollup.parcel import ReadBatch, packed_batch, read_parcel, unpacked
from reportcli.rollup.result import UnitResult, decode_result
from reportcli.rollup.sharing import SharedValues
from reportcli.rollup.store import Deliveries, NoStore
from reportcli.rollup.units import Unit

# What reading takes, measured: so much for a unit, and so much for each byte of its files.
SECONDS_A_UNIT, SECONDS_A_BYTE = 0.02, 0.25e-6
# A batch is long beside what sending it takes, and short beside what losing it costs.
SECONDS_A_BATCH, SHORTEST_BATCH = 20.0, 1.0
# The results of a batch come in one message, which the client has in memory.
MOST_A_BATCH = 200
# So many batches for each worker at least, so that all of them end together.
BATCHES_A_WORKER = 4
# So many wait for each worker, so that none is idle and little is on its way.
QUEUED_A_WORKER = 2
TRIES_OF_A_UNIT = 3  # a worker may die of another unit's file
# So many deaths without one batch done are no accident of a unit.
DEATHS_AT_FIRST = 12
BETWEEN_LOOKS = 0.5  # seconds


@dataclass
class Progress:
    """How far a roll-up is: units done, how many of these could not be read or delivered nothing,
    and how many of them were read in this run."""

    total: int
    done: int = 0
    read: int = 0
    unreadable: int = 0
    missing: int = 0

    def count(self, result: UnitResult, *, is_read: bool) -> None:
        self.done += 1
        self.read += is_read
        self.unreadable += result.state == "unreadable"
        self.missing += result.state == "missing"


WatchUnits = Callable[[Progress], object]


def nothing_wrong() -> None:
    """Find nothing wrong with the machines."""


@dataclass(frozen=True)
class Machines:
    """Who reads: an executor, how many batches it does at a time, and how many units a batch has
    where somebody asks for that. `look` raises what keeps all of them from going on."""

    executor: Executor
    workers: int = 1
    units_a_batch: int | None = None
    look: Callable[[], None] = nothing_wrong


@dataclass(frozen=True)
class Attempt:
    """Some units on their way to a worker, and how often they have been before."""

    units: Sequence[Unit]
    tries: int = 1


@dataclass
class Engine:
    """One run over the units of a roll-up."""

    asked: Asked
    store: NoStore
    machines: Machines
    watch: WatchUnits
    progress: Progress = field(default_factory=lambda: Progress(0))
    running: dict[Future[bytes], Attempt] = field(default_factory=dict)
    looked_at: dict[str, Deliveries] = field(default_factory=dict)
    shared: SharedValues = field(default_factory=SharedValues)
    deaths: int = 0

    def results(self, units: Sequence[Unit]) -> Iterator[UnitResult]:
        """The result of every unit, in whatever order they come. What is kept of a run that is
        broken off is all that was done by then."""
        self.progress.total = len(units)
        seconds = seconds_a_batch(units, self.machines.workers)
        queued = QUEUED_A_WORKER * self.machines.workers
        batch = NextBatch()
        try:
            for unit in units:
                if known := self.known(unit):
                    yield self.counted(known, is_read=False)
                    continue
                batch.add(unit)
                if batch.is_full(seconds, self.machines.units_a_batch):
                    self.send(Attempt(batch.units))
                    batch = NextBatch()
                yield from self.collected(queued)
            if batch.units:
                self.send(Attempt(batch.units))
            yield from self.collected(0)
        finally:
            self.keep_what_is_done()

    def known(self, unit: Unit) -> UnitResult | None:
        """The result of a unit of which nothing need be read."""
        if not unit.files:
            return UnitResult(unit.code, "missing")
        if untold := [file for file in unit.files if not is_tellable(file)]:
            return unit_with_untold_names(unit, untold)
        deliveries = self.store.look_at(unit, self.asked)
        found = self.store.find(deliveries)
        if found is None:
            self.looked_at[unit.code] = deliveries
            return None
        return self.shared.result(found)

    def send(self, attempt: Attempt) -> None:
        """Send units on their way to a worker."""
        parcel = packed_batch(attempt.units, self.asked)
        self.running[self.machines.executor.submit(read_parcel, parcel)] = attempt

    def collected(self, most: int) -> Iterator[UnitResult]:
        """The results of the batches that are done, until no more than some are on their way."""
        while True:
            self.watch(self.progress)
            for future in [one for one in self.running if one.done()]:
                yield from self.finished(future)
            if len(self.running) <= most:
                return
            wait(self.running, timeout=BETWEEN_LOOKS, return_when=FIRST_COMPLETED)

    def finished(self, future: Future[bytes]) -> Iterator[UnitResult]:
        """The results of a batch that came back; one that did not is sent again."""
        attempt = self.running.pop(future)
        try:
            read = unpacked(future.result())
        except Exception:  # noqa: BLE001 - whatever ended the worker, the batch is not done
            yield from self.sent_again(attempt)
            return
        self.refuse_other_version(read)
        # All are kept before one is given: whoever asks for them may ask for no more.
        for result in [self.kept(text) for text in read.results]:
            yield self.counted(result, is_read=True)

    def kept(self, text: bytes) -> UnitResult:
        """A result that came, once it is in the store, in as little memory as it can have."""
        result = decode_result(text)
        self.store.keep(self.looked_at.pop(result.code), result, text)
        return self.shared.result(result)

    def counted(self, result: UnitResult, *, is_read: bool) -> UnitResult:
        """A result, once the progress has it."""
        self.progress.count(result, is_read=is_read)
        return result

    def sent_again(self, attempt: Attempt) -> Iterator[UnitResult]:
        """Send the units of a batch again that did not come back, in halves; one alone that never
        does is a result that says so."""
        self.machines.look()
        self.deaths += 1
        if self.deaths >= DEATHS_AT_FIRST and not self.progress.read:
            raise Refusal("workers-end", count=self.deaths)
        half = (len(attempt.units) + 1) // 2
        if len(attempt.units) > 1:
            self.send(Attempt(attempt.units[:half]))
            self.send(Attempt(attempt.units[half:]))
        elif attempt.tries < TRIES_OF_A_UNIT:
            self.send(Attempt(attempt.units, attempt.tries + 1))
        else:
            (unit,) = attempt.units
            yield self.counted(unit_that_ended_workers(unit, attempt.tries), is_read=True)

    def refuse_other_version(self, read: ReadBatch) -> None:
        """Refuse results of another version of the program: they may be others."""
        if read.version != __version__:
            raise Refusal("workers-other-version", version=read.version, own=__version__)

    def keep_what_is_done(self) -> None:
        """Keep the results of batches that are done, where nobody asks for them any more."""
        for future in [one for one in self.running if one.done() and not one.cancelled()]:
            if future.exception() is None:
                for text in unpacked(future.result()).results:
                    self.kept(text)


@dataclass
class NextBatch:
    """Units that are to be sent together, and what reading them takes."""

    units: list[Unit] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, unit: Unit) -> None:
        """Take one more unit."""
        self.units.append(unit)
        self.seconds += seconds_of(unit)

    def is_full(self, seconds: float, units: int | None) -> bool:
        """Whether it has so many units, or else takes so long."""
        most = units or MOST_A_BATCH
        return len(self.units) >= most or (not units and self.seconds >= seconds)


def seconds_of(unit: Unit) -> float:
    """What reading a unit takes, by the size of its files."""
    return SECONDS_A_UNIT + SECONDS_A_BYTE * sum(map(size_of, unit.files))


def size_of(file: str) -> int:
    """The size of a file in bytes; nothing where there is none."""
    try:
        return Path(file).stat().st_size
    except (OSError, ValueError):
        return 0


def seconds_a_batch(units: Sequence[Unit], workers: int) -> float:
    """How long a batch is: few units are dealt out so that all workers end together."""
    each = sum(map(seconds_of, units)) / (BATCHES_A_WORKER * workers)
    return min(max(each, SHORTEST_BATCH), SECONDS_A_BATCH)


def is_tellable(name: str) -> bool:
    """Whether a name is text that can be sent; one of an archive in another encoding is not."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def unit_with_untold_names(unit: Unit, files: Sequence[str]) -> UnitResult:
    """The result of a unit some of whose files have names that are no text."""
    names = [file.encode(errors="backslashreplace").decode() for file in files]
    found = tuple(Finding("unit-file-name", Address(name)) for name in names)
    return UnitResult(
        unit.code, "unreadable", reason="unit-file-name", errors=len(found), findings=found
    )


def unit_that_ended_workers(unit: Unit, tries: int) -> UnitResult:
    """The result of a unit at which one worker after another ended."""
    file = unit.files[0] if unit.files else ""
    finding = Finding("unit-killed-worker", Address(file), {"count": tries})
    return UnitResult(unit.code, "unreadable", reason=finding.code, errors=1, findings=(finding,))
