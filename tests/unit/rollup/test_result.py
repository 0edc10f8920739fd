"""Results of units, and their total."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcli.finding import Address, Finding
from reportcli.rollup.result import (
    ReadFile,
    RecordKeys,
    RowAccount,
    Total,
    UnitResult,
    decode_result,
    encode_result,
    packed,
    packed_at,
)

ONE = UnitResult(
    "A01",
    source="logs",
    tables={"requests": {"received/natural_person": 3, "received/total": 3}},
    facts={"requests.by_channel": {"online": 2}},
    errors=1,
    findings=(
        Finding("outcome-unknown", Address("A01/申请.xlsx", "台账", 17, 8), {"value": "？"}),
    ),
    records=(RecordKeys("requests", "A01/申请.xlsx", "台账", b"\1\0\0\0", b"k" * 8, b"n" * 8),),
    ways=({"requests/received/natural_person": 1},),
    rows=(RowAccount("A01/申请.xlsx", "台账", "requests", 5, 3, 1, 1),),
    inputs=(ReadFile("A01/申请.xlsx", "0" * 64),),
)
CODES = st.sampled_from(["A01", "A02", "B01", "乡01"])
RESULTS = st.builds(
    lambda code, count: UnitResult(code, tables={"requests": {"received/total": count[code]}}),
    CODES,
    st.just({"A01": 1, "A02": 2, "B01": 0, "乡01": 7}),
)
TOTALS = st.lists(RESULTS, max_size=4).map(Total.of)


def test_a_result_is_read_back_as_it_was_written() -> None:
    assert decode_result(encode_result(ONE)) == ONE
    assert encode_result(decode_result(encode_result(ONE))) == encode_result(ONE)


@settings(max_examples=50)
@given(TOTALS, TOTALS, TOTALS)
def test_totals_add_up_in_any_order(one: Total, two: Total, three: Total) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + Total() == one == one + one


def test_two_results_of_one_unit_are_no_total() -> None:
    with pytest.raises(ValueError, match="A01"):
        Total.of([ONE, UnitResult("A01")])


@pytest.mark.parametrize("numbers", [[0], [2, 3, 255], [0, 256, 7], [1_048_576, 5]])
def test_numbers_are_packed_as_tight_as_the_largest_lets_them(numbers: list[int]) -> None:
    text = packed(numbers)
    assert [packed_at(text, place, len(numbers)) for place in range(len(numbers))] == numbers
    assert len(text) == len(numbers) * max(1, (max(numbers).bit_length() + 7) // 8)


def test_a_record_whose_key_is_its_number_has_it_once() -> None:
    keys = RecordKeys("cases", "", "", packed([2, 300]), b"a" * 8 + b"b" * 8, b"", packed([0, 1]))
    assert keys.record(1) == (300, 1, b"b" * 8)
