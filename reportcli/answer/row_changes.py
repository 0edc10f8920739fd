"""Which rows did it: the rows of two counts matched, and what each did to which cells, and why.

Rows are matched by their number, else by the hash that waivers use, and each has one cause. For each
cell the contributions of its rows sum to the change. Not for: the figures themselves
(`compare.py`), or how it looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import zip_longest

import msgspec
import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.answer.row import totals_over
from reportcli.contract import Cause
from reportcli.count.identity import are_written_alike, normal_numbers
from reportcli.count.number import LineColumn, Number
from reportcli.count.part import COUNTED, OUTSIDE, CountedLog
from reportcli.finding import Address
from reportcli.intake.log import Log
from reportcli.judge.waivers import NOT_OF_THE_ROW, hash_rows
from reportcli.law.edition import Edition, cell_id
from reportcli.report import Report
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.units import without_persons

# The days that decide in which year a record counts.
DECIDING_DAYS = ("received", "filed", "closed", "made", "published", "repealed")


@dataclass(frozen=True)
class ComparedRow:
    """One row of a log on one side: where it is, what it is, and what it adds to each cell.

    `years` are those of the days that decide in which year it counts; NaN where there is no day.
    """

    log: Log
    row: int
    number: str | None
    key: str
    digest: str
    fate: str
    unit: str = ""
    years: tuple[float, ...] = ()
    cells: Mapping[LineColumn, Number] = field(default_factory=dict)

    @property
    def kind(self) -> KindId:
        return self.log.kind

    @property
    def address(self) -> Address:
        """Where it stands."""
        return Address(self.log.source.file, self.log.source.sheet, self.row)


@dataclass(frozen=True)
class RowChange:
    """What one row did to one cell, and why.

    `cause`: new and gone are in one file only; moved: another cell; year: its day moved over New
    Year; set-aside and back: it is kept out of every figure, or no longer; setting: the same row,
    counted otherwise. `came_from` and `went_to` are the counted cells that it left and entered, `unit` the unit in
    charge of it. A row that is gone has its address in the older log.
    """

    address: Address
    number: str | None
    cause: Cause
    contribution: Number
    came_from: tuple[str, ...] = ()
    went_to: tuple[str, ...] = ()
    unit: str = ""


def row_changes(old: Report, new: Report) -> dict[str, list[RowChange]]:
    """Cell id → what each row did to it."""
    found: dict[str, list[RowChange]] = defaultdict(list)
    is_counted_alike = counting_of(old) == counting_of(new)
    for before, after in matched(*doubtful_rows(old, new)):
        was = sums_of(before, old.edition)
        is_now = sums_of(after, new.edition)
        row = after or before
        # A row that adds the same as before did nothing, wherever it stands now.
        if row is None or was == is_now:
            continue
        cause = cause_of(before, after, is_counted_alike=is_counted_alike)
        left = tuple(counted_cells(before, but=after))
        entered = tuple(counted_cells(after, but=before))
        for line, column in dict.fromkeys([*was, *is_now]):
            contribution = is_now.get((line, column), 0) - was.get((line, column), 0)
            if contribution:
                change = RowChange(
                    row.address, row.number, cause, contribution, left, entered, row.unit
                )
                found[cell_id(row.kind, line, column)].append(change)
    return found


def counting_of(report: Report) -> tuple[object, ...]:
    """By what rules rows were counted: where these are the same, only a row's own words or those of
    its neighbours can have changed what it adds."""
    # Wherever they stand: the two folders of a comparison have a file each.
    rules = msgspec.structs.replace(report.settings, path=None, sha256=None)
    return rules, report.edition.id, report.year


# --- the rows of a report ---


def doubtful_rows(old: Report, new: Report) -> tuple[list[ComparedRow], list[ComparedRow]]:
    """The rows of both sides, without those whose number stands once on each and adds the same.

    A hundred thousand rows of which ten changed are settled in whole columns; only the others are
    looked at one by one, and hashed.
    """
    before: list[ComparedRow] = []
    after: list[ComparedRow] = []
    for kind in log_kinds():
        olds, news = numbered_parts(kind, old, new)
        # Another edition has other totals, into which a row flows.
        settled = settled_keys(olds, news) if old.edition.id == new.edition.id else set()
        before += rows_but(olds, settled)
        after += rows_but(news, settled)
    return before, after


Numbered = tuple[CountedLog, list[str]]
"""A log, and the number of each row as it is compared; empty where it has none."""


def numbered_parts(kind: KindId, old: Report, new: Report) -> tuple[list[Numbered], list[Numbered]]:
    """The logs of a kind on both sides with their numbers."""
    sides = [
        [(part, plain_numbers(part)) for part in report.tally.parts if part.log.kind == kind]
        for report in (old, new)
    ]
    distinct = {number for side in sides for _, numbers in side for number in numbers}
    # Nearly always all of them are written in one way, and none has to be looked at by itself.
    if not are_written_alike(list(distinct)):
        sides = [[(part, normal_numbers(numbers)) for part, numbers in side] for side in sides]
    return sides[0], sides[1]


def plain_numbers(part: CountedLog) -> list[str]:
    """The number of each row as it stands; empty where it has none."""
    column = part.log.frame[log_kinds()[part.log.kind].number]
    return list(map(str, column.astype(object).where(column.notna(), "")))


def settled_keys(old: Sequence[Numbered], new: Sequence[Numbered]) -> set[str]:
    """The numbers, and what stands for one, that stand once on each side, on rows that add the same
    to the same cells."""
    before, after = marks_by_key(old), marks_by_key(new)
    return {number for number, mark in after.items() if before.get(number) == mark}


def marks_by_key(parts: Sequence[Numbered]) -> dict[str, int]:
    """Number, or what stands for one, → the mark of its row, for those that stand once."""
    found: dict[str, int] = {}
    again: set[str] = set()
    for part, numbers in parts:
        keys = settling_keys(part, numbers)
        for number, mark in zip(keys, row_marks(part).tolist(), strict=True):
            if number in found:
                again.add(number)
            found[number] = mark
    return {number: mark for number, mark in found.items() if number not in again}


def settling_keys(part: CountedLog, numbers: Sequence[str]) -> Sequence[str]:
    """The number of each row, and for one without a hash of its values, made in whole columns.

    Only to see that a row stayed: where two rows get one hash by chance they are looked at.
    """
    if "" not in numbers:
        return numbers
    frame = part.log.frame
    said = frame[[name for name in frame if name not in NOT_OF_THE_ROW]]
    hashes = pd.util.hash_pandas_object(said, index=False).tolist()
    return [number or f"\0{one}" for number, one in zip(numbers, hashes, strict=True)]


def row_marks(part: CountedLog) -> npt.NDArray[np.uint64]:
    """A mark for each row, the same for rows that add the same to the same cells.

    A sum, modulo 2**64, of what it adds times a fixed number of the cell: that two rows which add
    otherwise get one mark is as likely as two equal random words of 64 bits.
    """
    index = part.log.frame.index
    marks = np.zeros(len(index), dtype=np.uint64)
    for entry in part.entries:
        if entry.values.dtype == object:
            values = np.array([hash_word(str(value)) for value in entry.values], dtype=np.uint64)
        else:
            values = entry.values.astype(np.uint64)
        of_cell = np.uint64(hash_word("/".join(entry.cell)) | 1)
        with np.errstate(over="ignore"):
            np.add.at(marks, index.get_indexer(entry.rows), values * of_cell)
    return marks


@cache
def hash_word(text: str) -> int:
    """A fixed number of 64 bits for a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def rows_but(parts: Sequence[Numbered], settled: set[str]) -> Iterator[ComparedRow]:
    """The records of some logs, without those whose number is settled."""
    for part, numbers in parts:
        keys = settling_keys(part, numbers)
        wanted = [place for place, key in enumerate(keys) if key not in settled]
        if wanted:
            yield from rows_of_part(part, numbers, wanted)


def rows_of_part(
    part: CountedLog, keys: Sequence[str], wanted: Sequence[int]
) -> Iterator[ComparedRow]:
    """Some records of one log by their places in it, with what each adds to the counted cells."""
    log = part.log
    frame = log.frame.iloc[list(wanted)]
    rows = frame.index.tolist()
    cells = cells_of_rows(part, set(rows))
    digests = hash_rows(log, rows)
    numbers = frame[log_kinds()[log.kind].number].astype(object).tolist()
    units = frame["unit"].astype(object).tolist() if "unit" in frame else [None] * len(rows)
    fates = part.fate.loc[rows].astype(object).tolist()
    years = years_of_days(frame)
    told = zip(wanted, rows, numbers, units, fates, years, strict=True)
    for place, row, number, unit, fate, of_days in told:
        yield ComparedRow(
            log=log,
            row=row,
            number=None if pd.isna(number) else str(number),
            key=keys[place] or digests[row],
            digest=digests[row],
            fate=fate,
            unit="" if pd.isna(unit) else without_persons(str(unit)),
            years=of_days,
            cells=cells.get(row, {}),
        )


def years_of_days(frame: pd.DataFrame) -> list[tuple[float, ...]]:
    """For each row the years of its deciding days, in whole columns."""
    nothing = [float("nan")] * len(frame)
    columns = [
        frame[day].dt.year.astype(float).tolist() if day in frame else nothing
        for day in DECIDING_DAYS
    ]
    return list(zip(*columns, strict=True))


def cells_of_rows(part: CountedLog, wanted: set[int]) -> dict[int, dict[LineColumn, Number]]:
    """Row → what it adds to each counted cell."""
    found: dict[int, dict[LineColumn, Number]] = defaultdict(dict)
    for entry in part.entries:
        for row, value in zip(entry.rows.tolist(), entry.values.tolist(), strict=True):
            if row in wanted:
                found[row][entry.cell] = found[row].get(entry.cell, 0) + value
    return found


# --- one row on both sides ---


def matched(
    old: Iterable[ComparedRow], new: Iterable[ComparedRow]
) -> Iterator[tuple[ComparedRow | None, ComparedRow | None]]:
    """Each row with the same one on the other side, or alone; in the order of the newer logs."""
    waiting, arriving = by_key(old), by_key(new)
    for key in dict.fromkeys([*arriving, *waiting]):
        yield from pairs_of_changes(waiting.get(key, []), arriving.get(key, []))


def by_key(rows: Iterable[ComparedRow]) -> dict[tuple[KindId, str], list[ComparedRow]]:
    """The rows of each kind and number."""
    found: dict[tuple[KindId, str], list[ComparedRow]] = defaultdict(list)
    for row in rows:
        found[row.kind, row.key].append(row)
    return found


def pairs_of_changes(
    old: Sequence[ComparedRow], new: Sequence[ComparedRow]
) -> Iterator[tuple[ComparedRow | None, ComparedRow | None]]:
    """The rows of one key in pairs: first those that say the same, then in their order."""
    by_digest: dict[str, list[ComparedRow]] = defaultdict(list)
    for row in old:
        by_digest[row.digest].append(row)
    left: list[ComparedRow] = []
    for row in new:
        if by_digest[row.digest]:
            yield by_digest[row.digest].pop(0), row
        else:
            left.append(row)
    # Of those that say something else the first was most likely the first.
    rest = [row for rows in by_digest.values() for row in rows]
    yield from zip_longest(rest, left)


def cause_of(
    before: ComparedRow | None, after: ComparedRow | None, *, is_counted_alike: bool
) -> Cause:
    """Why a row adds otherwise than it did."""
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if not is_counted_alike and says_the_same(before, after):
        return "setting"
    fates = {before.fate, after.fate}
    if fates == {COUNTED, OUTSIDE} or moved_over_new_year(before, after):
        return "year"
    if fates == {COUNTED}:
        return "moved"
    return "back" if after.fate == COUNTED else "set-aside"


def says_the_same(before: ComparedRow, after: ComparedRow) -> bool:
    """Whether a row is as it was. The hash is over what was understood: in the very same file only
    a setting understands a row otherwise."""
    is_same_file = before.log.source.sha256 == after.log.source.sha256 != ""
    return is_same_file or before.digest == after.digest


def moved_over_new_year(before: ComparedRow, after: ComparedRow) -> bool:
    """Whether a counted row counts otherwise because one of its days is of another year."""
    if before.fate != COUNTED or after.fate != COUNTED:
        return False
    # A day that one side lacks is of no year: NaN is not itself.
    days = zip(before.years, after.years, strict=True)
    return any(was == was and now == now and was != now for was, now in days)


def sums_of(row: ComparedRow | None, edition: Edition) -> dict[LineColumn, Number]:
    """What a row adds to each cell, the totals that it flows into among them."""
    if row is None:
        return {}
    found: dict[LineColumn, Number] = dict(row.cells)
    over = totals_over(edition, row.kind)
    for cell, value in row.cells.items():
        for total in over.get(cell, ()):
            found[total] = found.get(total, 0) + value
    return found


def counted_cells(row: ComparedRow | None, *, but: ComparedRow | None) -> Iterator[str]:
    """The ids of the counted cells that a row adds to, without those of the same on the other
    side."""
    if row is None:
        return
    for line, column in row.cells:
        if but is None or (line, column) not in but.cells:
            yield cell_id(row.kind, line, column)
