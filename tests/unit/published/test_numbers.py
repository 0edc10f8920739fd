"""What stands in a cell: a number, a blank, or words; a number is never made."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportcli.published.numbers import (
    CellNumber,
    PrintedNumber,
    Wanted,
    is_unit,
    number_in_cell,
    read_printed,
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("12", ("12", "")),
        (" 1，234 ", ("1,234", "")),
        ("１２件", ("12", "件")),
        ("¥3.5万元", ("3.5", "万元")),
        ("-3", ("-3", "")),
        ("", ("", "")),
        ("——", ("", "")),
        ("/件", ("", "件")),
        ("件", None),
        ("增13", None),
        ("22（其中修订16件）", None),
    ],
)
def test_a_number_a_blank_or_a_label(text: str, printed: tuple[str, str] | None) -> None:
    assert read_printed(text) == (PrintedNumber(*printed) if printed else None)


@pytest.mark.parametrize(
    ("text", "is_one"), [("（单位：万元）", True), ("件", True), ("企业", False)]
)
def test_what_is_counted_is_no_label(text: str, is_one: bool) -> None:
    assert is_unit(text) is is_one


COUNT, CHANGE = Wanted("件"), Wanted("项", is_change=True)
WAN, YUAN = Wanted("万元"), Wanted("万元", heading="本年收费金额（元）")


@pytest.mark.parametrize(
    ("text", "wanted", "value", "said"),
    [
        ("12", COUNT, "12", "number"),
        ("１２", COUNT, "12", "number"),
        ("12件", COUNT, "12", "number"),
        ("1,234", COUNT, "1234", "number"),
        ("1，234", COUNT, "1234", "number"),
        ("12.0", COUNT, "12", "number"),
        (" 12\n", COUNT, "12", "number"),
        ("0", COUNT, "0", "number"),
        ("-5", CHANGE, "-5", "number"),
        ("+13", CHANGE, "13", "number"),
        ("−5", CHANGE, "-5", "number"),
        # money in the unit that the form wants
        ("25.1", WAN, "25.1", "number"),
        ("25.1万元", WAN, "25.1", "number"),
        ("251000元", WAN, "25.1", "number"),
        ("251000", YUAN, "25.1", "number"),
        ("25.1万元", YUAN, "25.1", "number"),
        ("0.00251亿元", WAN, "25.1", "number"),
        ("¥251,000元", WAN, "25.1", "number"),
        # words around the only number
        ("增13", CHANGE, "13", "worded"),
        ("减5", CHANGE, "-5", "worded"),
        ("共12件", COUNT, "12", "worded"),
        ("12（含网上）", COUNT, "12", "worded"),
        ("约251000元", WAN, "25.1", "worded"),
        # blanks
        ("", COUNT, None, "blank"),
        ("/", COUNT, None, "blank"),
        ("——", COUNT, None, "blank"),
        ("无", COUNT, None, "blank"),
        # what is no number, or may be another
        ("22（其中修订16件）", COUNT, None, "unread"),
        ("减5", COUNT, None, "unread"),
        ("-5", COUNT, None, "unread"),
        ("12.5", COUNT, None, "unread"),
        ("12元", COUNT, None, "unread"),
        ("12件", WAN, None, "unread"),
        ("1,23", COUNT, None, "unread"),
        ("12 34", COUNT, None, "unread"),
        ("12\n34", COUNT, None, "unread"),
        ("2024年", COUNT, None, "unread"),
        ("12%", COUNT, None, "unread"),
        ("第20条", COUNT, None, "unread"),
        ("十二", COUNT, None, "unread"),
        ("{{ requests.received.total }}", COUNT, None, "unread"),
        ("9" * 5000, COUNT, None, "unread"),
        ("见附表", COUNT, None, "unread"),
    ],
)
def test_a_number_is_read_for_certain_or_not_at_all(
    text: str, wanted: Wanted, value: str | None, said: str
) -> None:
    number = None if value is None else Decimal(value)
    assert number_in_cell(text, wanted) == CellNumber(number, said)  # type: ignore[arg-type]


@pytest.mark.parametrize(("digits", "said"), [(15, "number"), (16, "unread")])
def test_a_number_of_more_digits_than_a_workbook_keeps_is_none(digits: int, said: str) -> None:
    assert number_in_cell("1" * digits, Wanted("件")).said == said
