"""One request or case on several rows: within a sheet, between sheets, files and years.

What a record is: its number, where it has one (`identity.py`); without a number, the same applicant
about the same subject on the same day, for rows that say no more than "one citizen, that day,
granted" are different requests however alike. Of two versions of one record the closed one counts;
where both are closed and say different things nothing is sure, and that is an error at both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np

from reportcli.count.identity import carries_year, normal_codes
from reportcli.count.verdicts import Verdicts
from reportcli.count.versions import (
    BLANK,
    Version,
    agree,
    comparable,
    compared_fields,
    days_of_rows,
    repeated,
    sharing_a_key,
    versions_at,
    years_of_rows,
)

# A finding names a few of the rows that it is about; a number that stands in ten thousand is a
# column that holds no numbers.
NAMED_OTHERS = 3
MOST_TWINS = 100  # of one key; beyond that pairs would be compared without end


# -- records with a number
# ----------------------------------------------------------------------------------------------


def judge_numbered(verdicts: Verdicts, circles: Sequence[int]) -> None:
    """Settle which rows with one number are one record; logs are compared with those of their
    circle."""
    is_case = verdicts.stack.kind == "cases"
    for group in same_number(verdicts, circles):
        records = separate_records(group, one_sheet_one_case=is_case)
        for record in records:
            judge_versions(verdicts, record)
        name_shared_numbers(verdicts, records)


def same_number(verdicts: Verdicts, circles: Sequence[int]) -> Iterator[list[Version]]:
    """The rows that share a number, and the day where the number is not of a year."""
    frame = verdicts.stack.frame
    numbers = frame["number"].array
    named = (numbers.codes >= 0) & comparable(verdicts)
    if not named.any():
        return
    normal = normal_codes(numbers.categories)
    ids = np.where(named, normal[numbers.codes], BLANK)
    places = np.flatnonzero(named)
    of_rows = np.array(circles)[verdicts.log_numbers[places]]
    places = places[repeated(ids[places], of_rows)]
    if not len(places):
        return
    days = days_of_rows(frame[compared_fields(verdicts).opened])[places]
    years = years_of_rows(days)
    with_year = [
        carries_year(number, year)
        for number, year in zip(numbers[places], years.tolist(), strict=True)
    ]
    day_of_key = np.where(with_year, BLANK, days)
    keys = zip(ids[places].tolist(), day_of_key.tolist(), strict=True)
    yield from sharing_a_key(versions_at(verdicts, places), keys, circles)


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
        return all(agree(one.people, version.people) for one in record[:MOST_TWINS])

    records: list[list[Version]] = []
    by_people: dict[tuple[int, ...], list[Version]] = {}
    for version in group:
        own = by_people.get(version.people)
        if own is None:
            compared = records[:MOST_TWINS]
            own = next((record for record in compared if belongs(version, record)), None)
        if own is None:
            own = []
            records.append(own)
        own.append(version)
        by_people.setdefault(version.people, own)
    return records


def judge_versions(verdicts: Verdicts, record: Sequence[Version]) -> None:
    """Settle which row of a record counts, and say what became of the others."""
    versions = leave_out_equal_rows(verdicts, record)
    if len(versions) == 1:
        return
    closed = [one for one in versions if not one.is_open]
    is_one_request = all(agree(one.start, closed[0].start) for one in versions) if closed else False
    if len(closed) == 1 and is_one_request:
        for one in versions:
            if one.is_open:
                leave_out(verdicts, one, closed[0], "record-superseded", "number")
    else:
        settle_contradiction(verdicts, versions)


def leave_out_equal_rows(verdicts: Verdicts, record: Sequence[Version]) -> list[Version]:
    """Keep of equal rows the first, and give the rows that differ."""
    kept: dict[tuple[int, ...], Version] = {}
    for version in record:
        first = kept.setdefault(version.deciding, version)
        if first is not version:
            leave_out(verdicts, version, first, "record-doubled", "number")
    return list(kept.values())


def leave_out(
    verdicts: Verdicts, version: Version, counted: Version, code: str, field: str
) -> None:
    """Do not count a row, and name the one that does."""
    other = str(verdicts.address(counted.place))
    verdicts.leave_out(version.place, code, field, other=other)


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
        named = verdicts.addresses([one.place for one in others[:NAMED_OTHERS]])
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


def judge_unnumbered(verdicts: Verdicts, circles: Sequence[int]) -> None:
    """Settle which rows by one applicant about one subject on one day are one request, and which
    suits and reviews by one claimant are one case.

    On one sheet all of them count, with a warning; between sheets those that do not differ count
    once.
    """
    for group in same_applicant(verdicts, circles):
        by_log: dict[int, list[Version]] = {}
        for version in group:
            by_log.setdefault(version.log, []).append(version)
        for rows in by_log.values():
            first = int(verdicts.rows[rows[0].place])
            for later in rows[1:]:
                blamed = compared_fields(verdicts).blamed
                verdicts.tell(later.place, "request-repeated", blamed, row=first)
        if len(by_log) > 1:
            match_between_sheets(verdicts, list(by_log.values()))


def same_applicant(verdicts: Verdicts, circles: Sequence[int]) -> Iterator[list[Version]]:
    """The rows that share applicant, subject and day, where the log keeps all of them.

    A case that has its number, or the number of another request, is named by that.
    """
    frame, fields = verdicts.stack.frame, compared_fields(verdicts)
    named = list(fields.naming)
    by = [*named, fields.opened]
    known = comparable(verdicts) & frame[named].notna().all(axis=1).to_numpy()
    if verdicts.stack.kind == "cases":
        known &= frame["number"].isna().to_numpy()
        by.append("request_number")
    places = np.flatnonzero(known)
    keys = frame[by].iloc[places].assign(circle=np.array(circles)[verdicts.log_numbers[places]])
    is_shared = keys.duplicated(keep=False).to_numpy()
    if not is_shared.any():
        return
    shared = keys[is_shared].astype(object).fillna("")
    rows = shared.itertuples(index=False, name=None)
    yield from sharing_a_key(versions_at(verdicts, places[is_shared]), rows, circles)


def match_between_sheets(verdicts: Verdicts, sheets: Sequence[Sequence[Version]]) -> None:
    """Pair the alike rows of several sheets one by one: a sheet with two of them has two requests,
    whatever the other sheets repeat."""
    kept: list[Version] = []
    for rows in sheets:
        free, found = deque(kept), []
        for version in rows:
            twin = next_twin(free, version)
            if twin is None:
                found.append(version)
                continue
            if settle_pair(verdicts, twin, version) is version:
                kept[kept.index(twin)] = version
        kept += found


def next_twin(free: deque[Version], version: Version) -> Version | None:
    """The next row of the other sheets that may be the same request: with two numbers they are
    two."""
    for _ in range(min(len(free), MOST_TWINS)):
        one = free.popleft()
        if BLANK in (one.number, version.number):
            return one
        free.append(one)
    return None


def settle_pair(verdicts: Verdicts, one: Version, other: Version) -> Version:
    """Settle which of two alike rows of two sheets counts, and give the one that does."""
    blamed = compared_fields(verdicts).blamed
    if agree(one.deciding, other.deciding) and one.is_open == other.is_open:
        leave_out(verdicts, other, one, "record-doubled", blamed)
        return one
    if one.is_open != other.is_open and agree(one.start, other.start):
        older, counted = (one, other) if one.is_open else (other, one)
        leave_out(verdicts, older, counted, "record-superseded", blamed)
        return counted
    address = str(verdicts.address(one.place))
    verdicts.tell(other.place, "request-repeated-elsewhere", blamed, other=address)
    return one
