"""Records that two units have."""

from __future__ import annotations

from reportcli.finding import Address
from reportcli.rollup.doubles import find_doubles
from reportcli.rollup.records import keyed, number_key
from reportcli.rollup.result import RecordKeys, UnitResult, packed

SECRET = b"s" * 32
WAY = {"requests/received/natural_person": 1, "requests/outcome.granted/natural_person": 1}


def unit(code: str, *records: str) -> UnitResult:
    """A unit with requests by number, of which each has all else in common; row 2 is the first."""
    cells = {
        f"{line}/{column}": len(records)
        for line in ("received", "outcome.granted", "outcome.total")
        for column in ("natural_person", "total")
    }
    keys = RecordKeys(
        "requests",
        f"{code}.xlsx",
        "台账",
        packed(range(2, 2 + len(records))),
        b"".join(keyed(SECRET, "requests", number, "same") for number in records),
        b"".join(number_key(SECRET, "requests", number) for number in records),
        packed([0] * len(records)),
    )
    return UnitResult(
        code, source="logs", tables={"requests": cells}, facts={"requests.received": len(records)},
        records=(keys,), ways=(WAY,),
    )  # fmt: skip


UNITS = [
    unit("A", "2024-1", "2024-2"),
    unit("B", "2024-3", "2024-2"),
    unit("C", "2024-2", "2024-4"),
]


def test_a_record_of_several_units_is_found_at_each() -> None:
    [double] = find_doubles(UNITS)
    assert (double.code, double.units) == ("request-doubled", ("A", "B", "C"))
    assert [one.address.row for one in double.occurrences] == [3, 3, 2]
    assert double.occurrences[0].address == Address("A.xlsx", "台账", 3)
    assert double.occurrences[0].way == WAY


def test_numbers_that_start_anew_in_each_unit_are_no_doubles() -> None:
    other = UnitResult(
        "D",
        records=(
            RecordKeys(
                "requests", "D.xlsx", "台账", packed([2]),
                keyed(SECRET, "requests", "2024-1", "another day"),
                number_key(SECRET, "requests", "2024-1"), packed([0]),
            ),
        ),
        ways=(WAY,),
    )  # fmt: skip
    assert find_doubles([UNITS[0], other]) == []


def test_a_record_that_one_unit_has_twice_is_none_of_several_units() -> None:
    assert find_doubles([unit("A", "2024-1", "2024-1"), unit("B", "2024-2")]) == []
