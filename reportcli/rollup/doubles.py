"""Records that two units both count: requests that were passed on, documents of several organs, suits
with a co-defendant.

Both count until a person says which does (`[[count_once]]`): nothing is dropped from another
office's figures by a program. Not for: units that are copies as a whole (`copies.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from reportcli.contract import FigureValue
from reportcli.finding import Address
from reportcli.rollup.result import RecordKeys, UnitResult
from reportcli.words.fields import KINDS, KindId

# What two units have twice, by the kind of its log.
DOUBLED: Mapping[KindId, str] = {
    "requests": "request-doubled",
    "publications": "document-doubled",
    "cases": "case-doubled",
}
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Occurrence:
    """A record in one of the units that have it: where, what it adds to which leaf cells, and the
    digest of its number."""

    unit: str
    address: Address
    way: Mapping[str, FigureValue]
    number: bytes


@dataclass(frozen=True)
class Double:
    """A record in several units, in the order of the list."""

    kind: KindId
    occurrences: tuple[Occurrence, ...]

    @property
    def code(self) -> str:
        return DOUBLED[self.kind]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(one.unit for one in self.occurrences)


def find_doubles(results: Sequence[UnitResult]) -> list[Double]:
    """The records that more than one of some units have, kind by kind, in the order of the units.

    Sorted as packed numbers, so that 13 million records take a second and 200 MB.
    """
    return [double for kind in KINDS for double in doubles_of_kind(kind, results)]


def doubles_of_kind(kind: KindId, results: Sequence[UnitResult]) -> Iterator[Double]:
    """The doubled records of one kind of log."""
    logs = [
        (number, log)
        for number, result in enumerate(results)
        for log in result.records
        if log.kind == kind
    ]
    if not logs:
        return
    keys = np.concatenate([keys_in(log) for _, log in logs])
    sizes = [log.count for _, log in logs]
    owners = np.repeat(np.array([number for number, _ in logs], dtype=np.int32), sizes)
    places = shared_places(keys, owners)
    starts = np.cumsum([0, *sizes])
    found = []
    for _, same in groupby(places.tolist(), key=lambda place: int(keys[place])):
        occurrences: dict[str, Occurrence] = {}
        for place in same:
            at = int(np.searchsorted(starts, place, side="right")) - 1
            number, log = logs[at]
            one = occurrence_of(results[number], log, place - int(starts[at]))
            occurrences.setdefault(one.unit, one)
        found.append(Double(kind, tuple(occurrences.values())))
    # An order that hangs on no digest, so that a new secret changes nothing.
    yield from sorted(found, key=lambda double: [one.address for one in double.occurrences])


def keys_in(log: RecordKeys) -> Keys:
    """The keys of one log as numbers."""
    return np.frombuffer(log.keys, dtype="<u8")


def shared_places(keys: Keys, owners: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    """The places of the keys that more than one owner has, equal keys together, owners ascending.

    Nearly all keys are there once: only those that are not are looked at with their places.
    """
    ordered = np.sort(keys)
    repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    at = np.flatnonzero(np.isin(keys, repeated))
    # Stable sorting leaves the owners of a key ascending, so that the ends tell whether they differ.
    at = at[np.argsort(keys[at], kind="stable")]
    starts = np.flatnonzero(np.append(True, keys[at][1:] != keys[at][:-1])) if len(at) else at
    lengths = np.diff(np.append(starts, len(at)))
    is_shared = owners[at[starts]] != owners[at[starts + lengths - 1]]
    shared: npt.NDArray[np.intp] = at[np.repeat(is_shared, lengths)]
    return shared


def occurrence_of(result: UnitResult, log: RecordKeys, place: int) -> Occurrence:
    row, way, number = log.record(place)
    return Occurrence(result.code, Address(log.file, log.sheet, row), result.ways[way], number)
