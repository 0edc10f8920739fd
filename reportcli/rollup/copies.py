"""Units that delivered what another delivered: the same file, nearly the same records, or the same
prose with other figures.

Not for: single records that two units have (`doubles.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reportcli.rollup.doubles import Double
from reportcli.rollup.result import KEY_BYTES, UnitResult

CopyKind = Literal["file", "records", "prose"]
# Fewer equal records are doubles, each named by itself.
LEAST_SENTENCES = 5
SHARE_OF_RECORDS = 0.8  # two offices handle some requests alike, never most of them
SHARE_OF_PROSE = 0.5  # offices share phrases, never half a report
# A record or sentence that so many units have is compared with the first of them only.
MOST_OWNERS = 20


@dataclass(frozen=True)
class Copy:
    """A unit whose delivery repeats that of another, which stands before it in the list; `share` is
    in per cent."""

    unit: str
    other: str
    kind: CopyKind
    share: int


def find_copies(results: Sequence[UnitResult], doubles: Sequence[Double]) -> list[Copy]:
    """At most one copy of each sort for a unit: of the unit with which it shares most."""
    return [
        *copied_files(results),
        *copied_records(results, doubles),
        *copied_prose(results),
    ]


def copied_files(results: Sequence[UnitResult]) -> Iterator[Copy]:
    """Units that sent, byte for byte, a file that another sent; one without any figure may be the
    empty template that both were given."""
    owners: dict[str, str] = {}
    for result in results:
        if not any(cells for cells in result.tables.values()):
            continue
        others = [owners[file.sha256] for file in result.inputs if file.sha256 in owners]
        if others:
            share = 100 * len(others) // len(result.inputs)
            yield Copy(result.code, Counter(others).most_common(1)[0][0], "file", share)
        for file in result.inputs:
            owners.setdefault(file.sha256, result.code)


def copied_records(results: Sequence[UnitResult], doubles: Sequence[Double]) -> Iterator[Copy]:
    """Units of whose records another has most, though the files differ."""
    shared: Counter[tuple[str, str]] = Counter()
    for double in doubles:
        first, *others = double.units[:MOST_OWNERS]
        for number, other in enumerate(others):
            for earlier in (first, *others[:number]):
                shared[other, earlier] += 1
    sizes = {result.code: sum(log.count for log in result.records) for result in results}
    yield from most_shared(
        {pair: count for pair, count in shared.items() if count >= LEAST_SENTENCES},
        sizes,
        SHARE_OF_RECORDS,
        "records",
    )


def copied_prose(results: Sequence[UnitResult]) -> Iterator[Copy]:
    """Units of whose prose more than half stands in that of another."""
    owners: dict[bytes, list[str]] = {}
    shared: Counter[tuple[str, str]] = Counter()
    sizes: dict[str, int] = {}
    for result in results:
        sentences = dict(digests_of_sentences(result))
        sizes[result.code] = sum(sentences.values())
        for digest, length in sentences.items():
            known = owners.setdefault(digest, [])
            for other in known:
                shared[result.code, other] += length
            if len(known) < MOST_OWNERS:
                known.append(result.code)
    yield from most_shared(shared, sizes, SHARE_OF_PROSE, "prose")


def digests_of_sentences(result: UnitResult) -> Iterator[tuple[bytes, int]]:
    """The sentences of a unit's report as digests, each with its length in characters."""
    lengths = memoryview(result.lengths).cast("H") if result.lengths else ()
    for place, length in enumerate(lengths):
        yield result.prose[place * KEY_BYTES : (place + 1) * KEY_BYTES], length


def most_shared(
    shared: Mapping[tuple[str, str], int], sizes: Mapping[str, int], least: float, kind: CopyKind
) -> Iterator[Copy]:
    """For each unit the one with which it shares most, where that is more than a share of the
    smaller of both."""
    best: dict[str, tuple[int, str]] = {}
    for (unit, other), count in shared.items():
        if count > least * min(sizes[unit], sizes[other]) and count > best.get(unit, (0, ""))[0]:
            best[unit] = count, other
    for unit, (count, other) in best.items():
        share = 100 * count // max(min(sizes[unit], sizes[other]), 1)
        yield Copy(unit, other, kind, min(share, 100))
