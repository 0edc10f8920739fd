"""Numbers as they are printed: exact, and never in the notation of a machine."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportcli.count.number import exact_number, plain_number
from reportcli.words.numerals import number_text


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        (0, 0),
        (-3, -3),
        (Decimal("96171.600"), "96171.6"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.00"), "0"),
        (Decimal("-0.00"), "0"),
        (Decimal("0"), "0"),
        (Decimal("1E-9"), "0.000000001"),
        (Decimal("12345678901234567890.10"), "12345678901234567890.1"),
    ],
)
def test_numbers_are_plain_and_exact(number: int | Decimal, plain: int | str) -> None:
    assert plain_number(number) == plain


def test_money_is_decimal_also_where_no_row_adds_any() -> None:
    assert isinstance(exact_number(0, "amount"), Decimal)
    assert isinstance(exact_number(0, "total"), int)
    assert number_text(exact_number(0, "amount")) == "0"
