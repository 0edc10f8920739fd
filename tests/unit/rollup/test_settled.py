"""What a setting decides about a record that several units have."""

from __future__ import annotations

from reportcli.law.edition import Edition
from reportcli.rollup.doubles import find_doubles
from reportcli.rollup.settled import Settlement, settle_doubles
from reportcli.settings import CountOnce, Settings
from tests.unit.rollup.test_doubles import SECRET, UNITS

FORM = Edition.for_year(2024)


def settled(*entries: CountOnce) -> Settlement:
    """What settings decide about the units."""
    return settle_doubles(
        UNITS, find_doubles(UNITS), Settings(count_once=list(entries)), SECRET, FORM
    )


def test_a_setting_lets_one_unit_count_and_takes_the_totals_along() -> None:
    found = settled(CountOnce("request-doubled", "2024 - 02", "B"))
    assert [one.tables["requests"]["received/total"] for one in found.results] == [1, 2, 1]
    assert [one.tables["requests"]["outcome.total/total"] for one in found.results] == [1, 2, 1]
    assert [one.others for one in found.settled] == [("A", "C")]
    assert found.doubles == []
    # What else the record was counted in nobody knows.
    assert [one.facts for one in found.results] == [{}, {"requests.received": 2}, {}]


def test_a_setting_that_fits_nothing_is_said() -> None:
    wrong = [
        CountOnce("request-doubled", "2024-1", "A"),
        CountOnce("request-doubled", "2024-2", "X"),
        CountOnce("case-doubled", "2024-2", "A"),
    ]
    found = settled(*wrong)
    assert [one.code for one in found.findings] == ["count-once-unused"] * 3
    assert list(found.results) == UNITS
