"""One request or case on several rows: within a sheet, between sheets, files and years.

What a record is: its number, where it has one (`identity.py`); without a number, the same applicant
about the same subject on the same day, for rows that say no more than "one citizen, that day,
granted" are different requests however alike. Who applied and about what is known here by digests
only. Of two versions of one record the closed one counts; where both are closed and say different
things nothing is sure, and that is an error at both.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.count.identity import carries_year, normal_codes
from reportcli.count.verdicts import Verdicts
from reportcli.words.fields import KindId

BLANK = -1
EPOCH_YEAR = 1970


class Compared(NamedTuple):
    """The fields of a kind of log by which two rows are compared.

    `naming` name a record that has no number, together with the day; `blamed` is where it is said.
    """

    naming: tuple[str, ...]
    blamed: str
    opened: str
    # What decides where a record is counted, apart from how it ended.
    start: tuple[str, ...]
    # How it ended; blank while it is open.
    end: tuple[str, ...]
    # Digests of who and what it is about.
    people: tuple[str, ...]


COMPARED_FIELDS: Mapping[KindId, Compared] = {
    "requests": Compared(
        ("applicant_mark", "subject_mark"),
        "subject",
        "received",
        ("received", "applicant_type", "count"),
        ("closed", "outcome"),
        ("applicant_mark", "subject_mark"),
    ),
    "cases": Compared(
        ("claimant_mark", "kind"),
        "claimant",
        "filed",
        ("kind", "filed"),
        ("closed", "result"),
        ("claimant_mark",),
    ),
}


@dataclass(frozen=True)
class Version:
    """One row of a record. Values are numbered: equal numbers are equal values, BLANK is none."""

    place: int
    log: int
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


def agree(some: Sequence[int], others: Sequence[int]) -> bool:
    """Whether values are equal wherever both are filled: a blank contradicts nothing."""
    return all(a == b or BLANK in (a, b) for a, b in zip(some, others, strict=True))


# -- records with a number
# ----------------------------------------------------------------------------------------------


def judge_numbered(verdicts: Verdicts, apart: Sequence[bool]) -> None:
    """Settle which rows with one number are one record; logs that are kept `apart` are compared
    with no other."""
    kind = verdicts.stack.kind
    for group in same_number(verdicts, apart):
        records = separate_records(group, one_sheet_one_case=kind == "cases")
        for record in records:
            judge_versions(verdicts, record)
        name_shared_numbers(verdicts, records)


def same_number(verdicts: Verdicts, apart: Sequence[bool]) -> Iterator[list[Version]]:
    """The rows that share a number, and the day where the number is not of a year."""
    frame, fields = verdicts.stack.frame, COMPARED_FIELDS[verdicts.stack.kind]
    numbers = frame["number"].array
    named = (numbers.codes >= 0) & comparable(verdicts)
    if not named.any():
        return
    ids = np.where(named, normal_codes(numbers.categories)[numbers.codes], BLANK)
    shared = np.bincount(ids[named], minlength=1) > 1
    places = np.flatnonzero(named)
    places = places[shared[ids[places]]]
    if not len(places):
        return
    days = frame[fields.opened].to_numpy().astype("datetime64[D]").astype(np.int64)[places]
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + EPOCH_YEAR
    texts = numbers[places]
    with_year: dict[tuple[str, int], bool] = {}
    groups: dict[Hashable, list[Version]] = {}
    for version, text, day, year in zip(
        versions_at(verdicts, places), texts, days.tolist(), years.tolist(), strict=True
    ):
        if (text, year) not in with_year:
            with_year[text, year] = carries_year(text, year)
        own = version.log if apart[version.log] else BLANK
        key = (int(ids[version.place]), own, None if with_year[text, year] else day)
        groups.setdefault(key, []).append(version)
    yield from (group for group in groups.values() if len(group) > 1)


def comparable(verdicts: Verdicts) -> npt.NDArray[np.bool_]:
    """Which rows no verdict has taken out and are of a known day."""
    opened = verdicts.stack.frame[COMPARED_FIELDS[verdicts.stack.kind].opened]
    known: npt.NDArray[np.bool_] = verdicts.standing & opened.notna().to_numpy()
    return known


def versions_at(verdicts: Verdicts, places: npt.NDArray[np.intp]) -> Iterator[Version]:
    """Some rows as they are compared."""
    frame, fields = verdicts.stack.frame.iloc[places], COMPARED_FIELDS[verdicts.stack.kind]
    start, end, people = (
        numbered(frame, names) for names in (fields.start, fields.end, fields.people)
    )
    closed = frame["closed"].to_numpy().astype("datetime64[D]")
    days = np.where(np.isnat(closed), BLANK, closed.astype(np.int64)).tolist()
    logs = verdicts.log_numbers[places].tolist()
    each = zip(places.tolist(), logs, start, end, people, days, strict=True)
    return (Version(*values) for values in each)


def numbered(frame: pd.DataFrame, fields: Iterable[str]) -> list[tuple[int, ...]]:
    """The values of some columns, row by row, as numbers that are equal where the values are."""
    columns = [pd.factorize(frame[field])[0].tolist() for field in fields if field in frame]
    return list(zip(*columns, strict=True)) if columns else [()] * len(frame)


def separate_records(
    group: Sequence[Version], *, one_sheet_one_case: bool = False
) -> list[list[Version]]:
    """The records among rows with one number: two offices may both have a request 2024-001.

    A case number is given by one court or organ; joint claimants are often a row each, so that on
    one sheet it is one case whoever claims.
    """

    def belongs(version: Version, record: Sequence[Version]) -> bool:
        if one_sheet_one_case and all(one.log == version.log for one in record):
            return True
        return all(agree(one.people, version.people) for one in record)

    records: list[list[Version]] = []
    for version in group:
        own = next((record for record in records if belongs(version, record)), None)
        if own is None:
            records.append([version])
        else:
            own.append(version)
    return records


def judge_versions(verdicts: Verdicts, record: Sequence[Version]) -> None:
    """Settle which row of a record counts, and say what became of the others."""
    versions = leave_out_equal_rows(verdicts, record)
    if len(versions) == 1:
        return
    closed = [one for one in versions if not one.is_open]
    if len(closed) == 1 and all(agree(one.start, closed[0].start) for one in versions):
        other = str(verdicts.address(closed[0].place))
        for one in versions:
            if one.is_open:
                verdicts.leave_out(one.place, "record-superseded", "number", other=other)
    else:
        settle_contradiction(verdicts, versions)


def leave_out_equal_rows(verdicts: Verdicts, record: Sequence[Version]) -> list[Version]:
    """Keep of equal rows the first, and give the rows that differ."""
    kept: dict[tuple[int, ...], Version] = {}
    for version in record:
        first = kept.setdefault(version.deciding, version)
        if first is not version:
            other = str(verdicts.address(first.place))
            verdicts.leave_out(version.place, "record-doubled", "number", other=other)
    return list(kept.values())


def settle_contradiction(verdicts: Verdicts, versions: Sequence[Version]) -> None:
    """Count the version that was closed last, and at equal dates the row that was read last: of two
    files it is more often the later one. Nothing is sure, and so it is an error at each.

    A case that goes on under its number has several results, of which the last is in force: no more
    than a warning.
    """
    counted = max(versions, key=lambda one: (one.closed, one.place))
    others = [one for one in versions if one is not counted]
    is_last = all(one.closed < counted.closed for one in others)
    goes_on = verdicts.stack.kind == "cases" and is_last
    code = "case-on-several-rows" if goes_on else "record-contradicts"
    address = str(verdicts.address(counted.place))
    for one in others:
        verdicts.leave_out(one.place, code, "number", other=address, counted=address)
    if not goes_on:
        named = "、".join(str(verdicts.address(one.place)) for one in others)
        verdicts.tell(counted.place, code, "number", other=named, counted=address)


def name_shared_numbers(verdicts: Verdicts, records: Sequence[Sequence[Version]]) -> None:
    """An error at each row of a sheet whose number an earlier row of it has, for someone else.

    In two logs nothing is wrong with it: two offices count from 1.
    """
    seen: set[int] = set()
    for record in records:
        for log in dict.fromkeys(one.log for one in record):
            if log in seen:
                place = next(one.place for one in record if one.log == log)
                verdicts.tell(place, "number-doubled", "number")
            seen.add(log)


# -- records without a number
# ----------------------------------------------------------------------------------------------


def judge_unnumbered(verdicts: Verdicts, apart: Sequence[bool]) -> None:
    """Settle which rows by one applicant about one subject on one day are one request, and which
    suits and reviews by one claimant are one case.

    On one sheet all of them count, with a warning; between sheets those that differ in nothing
    count once.
    """
    blamed = COMPARED_FIELDS[verdicts.stack.kind].blamed
    for group in same_applicant(verdicts, apart):
        by_log: dict[int, list[Version]] = {}
        for version in group:
            by_log.setdefault(version.log, []).append(version)
        for rows in by_log.values():
            for later in rows[1:]:
                row = int(verdicts.rows[rows[0].place])
                verdicts.tell(later.place, "request-repeated", blamed, row=row)
        if len(by_log) > 1:
            match_between_sheets(verdicts, list(by_log.values()))


def same_applicant(verdicts: Verdicts, apart: Sequence[bool]) -> Iterator[list[Version]]:
    """The rows that share applicant, subject and day, where the log keeps all of them.

    A case that has its number, or the number of another request, is named by that.
    """
    frame, fields = verdicts.stack.frame, COMPARED_FIELDS[verdicts.stack.kind]
    named = list(fields.naming)
    known = comparable(verdicts) & frame[named].notna().all(axis=1).to_numpy()
    by = [*named, fields.opened]
    if verdicts.stack.kind == "cases":
        known &= frame["number"].isna().to_numpy()
        by.append("request_number")
    places = np.flatnonzero(known)
    keys = frame[by].iloc[places]
    repeated = keys.duplicated(keep=False).to_numpy()
    if not repeated.any():
        return
    groups: dict[Hashable, list[Version]] = {}
    rows = keys[repeated].astype(object).fillna("").itertuples(index=False, name=None)
    for version, key in zip(versions_at(verdicts, places[repeated]), rows, strict=True):
        own = version.log if apart[version.log] else BLANK
        groups.setdefault((key, own), []).append(version)
    yield from (group for group in groups.values() if len(group) > 1)


def match_between_sheets(verdicts: Verdicts, sheets: Sequence[Sequence[Version]]) -> None:
    """Pair the alike rows of several sheets one by one: a sheet with two of them has two requests,
    whatever the other sheets repeat."""
    places = np.array([one.place for rows in sheets for one in rows])
    cells = dict(zip(places.tolist(), filled_cells(verdicts, places), strict=True))
    kept: list[Version] = []
    for rows in sheets:
        free = list(kept)
        for version in rows:
            twin = next((one for one in free if may_be_one(cells, one, version)), None)
            if twin is None:
                kept.append(version)
                continue
            free.remove(twin)
            if settle_pair(verdicts, cells, twin, version) is version:
                kept[kept.index(twin)] = version


Cells = Mapping[int, tuple[tuple[int, ...], int]]


def filled_cells(
    verdicts: Verdicts, places: npt.NDArray[np.intp]
) -> list[tuple[tuple[int, ...], int]]:
    """All cells of some rows as numbers, and the number of the record beside them."""
    frame = verdicts.stack.frame.iloc[places]
    others = [name for name in frame if name not in ("fault", "number")]
    codes, _ = pd.factorize(frame["number"])
    return list(zip(numbered(frame, others), codes.tolist(), strict=True))


def may_be_one(cells: Cells, one: Version, other: Version) -> bool:
    """Whether two alike rows may be one request: with two numbers they are two."""
    (_, number), (_, other_number) = cells[one.place], cells[other.place]
    return BLANK in (number, other_number)


def settle_pair(verdicts: Verdicts, cells: Cells, one: Version, other: Version) -> Version:
    """Settle which of two alike rows of two sheets counts, and give the one that does."""
    blamed = COMPARED_FIELDS[verdicts.stack.kind].blamed
    (some, _), (others, _) = cells[one.place], cells[other.place]
    if agree(some, others) and one.deciding == other.deciding:
        address = str(verdicts.address(one.place))
        verdicts.leave_out(other.place, "record-doubled", blamed, other=address)
        return one
    if one.is_open != other.is_open and agree_but_for_the_end(verdicts, one, other, some, others):
        older, counted = (one, other) if one.is_open else (other, one)
        address = str(verdicts.address(counted.place))
        verdicts.leave_out(older.place, "record-superseded", blamed, other=address)
        return counted
    address = str(verdicts.address(one.place))
    verdicts.tell(other.place, "request-repeated-elsewhere", blamed, other=address)
    return one


def agree_but_for_the_end(
    verdicts: Verdicts,
    one: Version,
    other: Version,
    some: Sequence[int],
    others: Sequence[int],
) -> bool:
    """Whether an open and a closed row agree in all that does not tell how it ended: the result of
    an open case is "pending", which is no blank."""
    if verdicts.stack.kind == "requests":
        return agree(some, others)
    return agree(one.start, other.start)
