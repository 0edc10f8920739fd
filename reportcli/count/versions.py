"""Rows as they are compared with each other: what decides where they count, and whom they name.

Values are numbered, so that a row is a few whole numbers: equal numbers are equal values, BLANK is
none. Who applied and about what is known by digests only. Not for: what follows from a comparison
(`repeats.py`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.count.verdicts import Verdicts
from reportcli.intake.log import Flags, Places
from reportcli.words.fields import KindId

BLANK = -1


class Compared(NamedTuple):
    """The fields of a kind of log by which two rows are compared.

    `naming` name a record that has no number, together with the day; `blamed` is where it is said.
    `start` decides where a record is counted, apart from how it ended; `end` is how it ended, blank
    while it is open. `people` are digests of who and what it is about.
    """

    naming: tuple[str, ...]
    blamed: str
    opened: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    people: tuple[str, ...]


COMPARED_FIELDS: Mapping[KindId, Compared] = {
    "requests": Compared(
        naming=("applicant_mark", "subject_mark"),
        blamed="subject",
        opened="received",
        start=("received", "applicant_type", "count"),
        end=("closed", "outcome"),
        people=("applicant_mark", "subject_mark"),
    ),
    "cases": Compared(
        naming=("claimant_mark", "kind"),
        blamed="claimant",
        opened="filed",
        start=("kind", "filed"),
        end=("closed", "result"),
        people=("claimant_mark",),
    ),
}


@dataclass(frozen=True)
class Version:
    """One row of a record."""

    place: int
    log: int
    number: int
    start: tuple[int, ...]
    end: tuple[int, ...]
    people: tuple[int, ...]
    closed: int

    @property
    def is_open(self) -> bool:
        """Whether it has no closing date."""
        return self.closed == BLANK

    @property
    def deciding(self) -> tuple[int, ...]:
        """All that decides where it is counted."""
        return self.start + self.end


def compared_fields(verdicts: Verdicts) -> Compared:
    """The fields by which the rows of a stack are compared."""
    return COMPARED_FIELDS[verdicts.stack.kind]


def agree(some: Sequence[int], others: Sequence[int]) -> bool:
    """Whether values are equal wherever both are filled: a blank contradicts nothing."""
    pairs = zip(some, others, strict=True)
    return all(one == other or BLANK in (one, other) for one, other in pairs)


def comparable(verdicts: Verdicts) -> Flags:
    """Which rows no verdict has taken out and are of a known day."""
    opened = verdicts.stack.frame[compared_fields(verdicts).opened]
    known: Flags = verdicts.standing & opened.notna().to_numpy()
    return known


def versions_at(verdicts: Verdicts, places: Places) -> Iterator[Version]:
    """Some rows as they are compared."""
    frame, fields = verdicts.stack.frame.iloc[places], compared_fields(verdicts)
    closed = frame["closed"].to_numpy().astype("datetime64[D]")
    each = zip(
        places.tolist(),
        verdicts.log_numbers[places].tolist(),
        pd.factorize(frame["number"])[0].tolist(),
        numbered_values(frame, fields.start),
        numbered_values(frame, fields.end),
        numbered_values(frame, fields.people),
        np.where(np.isnat(closed), BLANK, closed.astype(np.int64)).tolist(),
        strict=True,
    )
    return (Version(*values) for values in each)


def numbered_values(frame: pd.DataFrame, fields: Iterable[str]) -> list[tuple[int, ...]]:
    """The values of some columns, row by row, as numbers that are equal where the values are."""
    columns = [pd.factorize(frame[field])[0].tolist() for field in fields if field in frame]
    return list(zip(*columns, strict=True))


def sharing_a_key(
    versions: Iterable[Version], keys: Iterable[Hashable], circles: Sequence[int]
) -> Iterator[list[Version]]:
    """The rows of one circle of logs that share a key, where several do."""
    groups: dict[Hashable, list[Version]] = {}
    for version, key in zip(versions, keys, strict=True):
        groups.setdefault((key, circles[version.log]), []).append(version)
    return (group for group in groups.values() if len(group) > 1)


def repeated(keys: npt.NDArray[np.int64], circles: npt.NDArray[np.int64]) -> Flags:
    """Which keys, none of them negative, stand several times in their circle."""
    if not len(keys):
        return np.zeros(0, dtype=np.bool_)
    if circles.min() == circles.max():
        # One office with a million rows has no time for a sort.
        times = np.bincount(keys)
        return np.asarray(times[keys] > 1)
    in_circle = circles * (int(keys.max()) + 1) + keys
    _, place, times = np.unique(in_circle, return_inverse=True, return_counts=True)
    return np.asarray(times[place] > 1)


def days_of_rows(days: pd.Series) -> npt.NDArray[np.int64]:
    """A column of days as days since 1970; where there is none the number means nothing."""
    numbers: npt.NDArray[np.int64] = days.to_numpy().astype("datetime64[D]").astype(np.int64)
    return numbers


def years_of_rows(days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The years of some days since 1970."""
    years = days.astype("datetime64[D]").astype("datetime64[Y]")
    return years.astype(np.int64) + 1970
