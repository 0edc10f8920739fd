"""Which numbers are one number, and which of them say of which year they are."""

from __future__ import annotations

import pytest

from reportcli.count.identity import are_written_alike, carries_year, normal_codes, normal_numbers


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


def test_numbers_as_they_are_compared() -> None:
    assert normal_numbers(["007", "〔2024〕03号", "a—1"]) == ["7", "(2024)3号", "A-1"]
    assert normal_numbers([]) == []


@pytest.mark.parametrize(
    ("numbers", "alike"),
    [
        (["2024-001", "2024-010"], True),
        (["1", "2", "10"], True),
        (["〔2024〕1号", "〔2024〕12号"], True),
        (["〔2024〕1号", "[2024]12号"], False),
        (["01", "2"], False),
        (["a1", "A2"], False),
        (["a1", "b2"], True),
        (["1—1", "1-2"], False),
        ([], True),
    ],
)
def test_where_all_are_written_alike_none_is_looked_at_by_itself(
    numbers: list[str], alike: bool
) -> None:
    assert are_written_alike(numbers) is alike
    assert not alike or normal_codes(numbers).tolist() == list(range(len(numbers)))


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
