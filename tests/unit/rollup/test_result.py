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
