"""A record over several rows, of which the later ones say something else: one record all the same.

Nothing that was written is dropped: what was given in one row and refused in another is 部分公开
(条例第三十七条), several refusals count as for several grounds, and what cannot be settled is an
error.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from reportcli.finding import Fault
from reportcli.intake.child.wire import ABSENT, EPOCH, Faults, SheetReading, Values, WireValue
from reportcli.intake.header import Header
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.outcome import labels

GIVEN = ("outcome.granted", "outcome.partial")
PARTIAL = "outcome.partial"
WITHHELD_LINES = ("outcome.refused.", "outcome.unavailable.")


@dataclass(frozen=True)
class Together:
    """What two rows of one record say together, and what is to be said about it."""

    value: WireValue
    code: str = ""
    counted: str = ""


def fold_records(reading: SheetReading, header: Header, speaking: Set[int]) -> None:
    """Fold the rows that continue a record into it; their faults move to it."""
    rows = array("i", reading.rows)
    above = records_above(rows, speaking)
    if not above:
        return
    place = {row: number for number, row in enumerate(rows)}
    for name, column in deciding(header.kind, reading.data).items():
        values = values_of(column)
        for row, first in above.items():
            later, before = values[place[row]], values[place[first]]
            if later in (None, before):
                continue
            together = settle(name, before, later)
            values[place[first]] = together.value
            if together.code:
                reading.faults += said(header, name, row, first, together)
        reading.data[name] = encoded(values)
    leave_rows_out(reading, rows, above)


def leave_rows_out(reading: SheetReading, rows: array[int], above: Mapping[int, int]) -> None:
    """Leave the rows that were folded into others out of a reading; their faults move with them."""
    kept = [number for number, row in enumerate(rows) if row not in above]
    reading.data = {name: only(column, kept) for name, column in reading.data.items()}
    reading.rows = array("i", [rows[number] for number in kept]).tobytes()
    aside = array("i", reading.set_aside.get("merged-continuation", b""))
    reading.set_aside["merged-continuation"] = array("i", sorted([*aside, *above])).tobytes()
    reading.faults = [moved(faults, above) for faults in reading.faults]


def records_above(rows: Sequence[int], speaking: Set[int]) -> dict[int, int]:
    """Row that continues a record → the row where that begins."""
    found: dict[int, int] = {}
    first = 0
    for row in rows:
        if row not in speaking:
            first = row
        elif first:
            found[row] = first
    return found


def deciding(kind: KindId, data: Mapping[str, Values]) -> dict[str, Values]:
    """The columns by which a record is counted."""
    fields = [field.id for field in log_kinds()[kind].fields if field.decides]
    return {name: data[name] for name in fields if name in data}


def settle(name: str, before: WireValue, later: WireValue) -> Together:
    """What a record says whose rows say two things."""
    if before is None:
        return Together(later)
    if name == "closed":
        return settle_days(before, later)
    if name == "outcome":
        return settle_outcomes(str(before), str(later))
    return Together(before, "merged-contradicts")


def settle_days(before: WireValue, later: WireValue) -> Together:
    """The day that closes a record: the last of two in one year.

    In two years it would count in the one or in the other.
    """
    days = [day for day in (before, later) if isinstance(day, int)]
    years = {date.fromordinal(day + EPOCH).year for day in days}
    code = "merged-later" if len(years) == 1 else "merged-contradicts"
    return Together(max(days), code)


def settle_outcomes(before: str, later: str) -> Together:
    """The one line that two answers to a request are counted in."""
    both = (before, later)
    given = [line for line in both if line in GIVEN]
    withheld = [line for line in both if line.startswith(WITHHELD_LINES)]
    if given and len(given) + len(withheld) == len(both):
        return Together(PARTIAL, "merged-parts", labels()[PARTIAL])
    if len(withheld) == len(both):
        first = min(both, key=[*labels()].index)
        return Together(first, "merged-parts", labels()[first])
    return Together(before, "merged-contradicts")


def said(header: Header, name: str, row: int, first: int, together: Together) -> list[Faults]:
    """What is to be said of a record whose rows differ: at the later row, an error at both."""
    columns = header.fields.get(name, [])
    column = columns[0].column if columns else 0
    found = [(row, first, False)]
    if together.code == "merged-contradicts":
        found.append((first, row, True))
    return [
        Faults(
            column,
            sets_aside,
            array("i", [at]).tobytes(),
            bytes(4),
            [[Fault(together.code, {"row": other, "counted": together.counted})]],
        )
        for at, other, sets_aside in found
    ]


def moved(faults: Faults, above: Mapping[int, int]) -> Faults:
    """The same faults; those that set a row aside which is no record any more set its record aside."""
    if not faults.decides:
        return faults
    rows = array("i", faults.rows)
    return Faults(
        faults.column,
        faults.decides,
        array("i", [above.get(row, row) for row in rows]).tobytes(),
        faults.which,
        faults.kinds,
    )


def values_of(column: Values) -> list[WireValue]:
    """The value of each record."""
    return [None if code == ABSENT else column.values[code] for code in array("i", column.codes)]


def encoded(values: Sequence[WireValue]) -> Values:
    """Values as a message has them."""
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    number: dict[WireValue, int] = {value: place for place, value in enumerate(distinct)}
    return Values(array("i", [number.get(value, ABSENT) for value in values]).tobytes(), distinct)


def only(column: Values, kept: Sequence[int]) -> Values:
    """The column at some records alone."""
    codes = array("i", column.codes)
    return Values(array("i", [codes[number] for number in kept]).tobytes(), column.values)
