"""Which numbers are one number, and which of them say of which year they are."""

from __future__ import annotations

import pytest

from reportcli.count.identity import carries_year, normal_codes, normal_numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0012", "12"),
        ("2024-013", "2024-13"),
        ("依申请〔2024〕3号", "依申请[2024]03号"),
        ("（2024）苏01行初5号", "(2024)苏01行初005号"),
        ("xx2024—7", "XX2024-7"),
    ],
)
def test_one_number_is_written_in_several_ways(one: str, other: str) -> None:
    assert len(set(normal_codes([one, other]).tolist())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024-001", "2024-010"),
        ("12", "120"),
        ("2023-1", "2024-1"),
        ("苏01行初5号", "苏01行终5号"),
        ("A1", "B1"),
        ("0", "1"),
    ],
)
def test_other_numbers_are_others(one: str, other: str) -> None:
    assert len(set(normal_codes([one, other]).tolist())) == 2


def test_numbers_are_normal_one_by_one_where_one_has_a_line_break() -> None:
    assert normal_numbers(["007\n", "7"]) == ["7\n", "7"]
    assert normal_numbers([]) == []


@pytest.mark.parametrize(
    ("number", "year", "carries"),
    [
        ("2024-001", 2024, True),
        ("依申请〔2023〕12号", 2024, True),  # received in the first days of the next year
        ("20240311005", 2024, True),
        ("第2024001号", 2024, True),
        ("2024", 2024, False),  # the 2024th request
        ("12", 2024, False),
        ("2019-001", 2024, False),  # the year of something else
        ("132024", 2024, False),
        ("A-7", None, False),
        ("2021-7", None, True),
    ],
)
def test_a_number_carries_the_year_of_receipt(number: str, year: int | None, carries: bool) -> None:
    assert carries_year(number, year) is carries
