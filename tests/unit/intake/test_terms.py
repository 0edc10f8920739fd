"""What the cells of a sheet are read with, and how one cell becomes a value or a fault."""

from __future__ import annotations

from datetime import date

import pytest

from reportcli.finding import Fault
from reportcli.intake.child.wire import Column
from reportcli.intake.gather import Conflict
from reportcli.intake.header import Header
from reportcli.intake.terms import Terms, as_days, as_read, compared_text, error_of
from reportcli.settings import Choices, SheetSettings
from reportcli.words.cells import Cell

FEES = Header("requests", [1], [Column(1, "收费（元）", "fee_charged", path="金额（万元）")])


def terms(**settled: object) -> Terms:
    """The terms of a sheet 台账 with one column of fees, 单位：千元 above its header."""
    return Terms(FEES, Choices(**settled), year=2024, units=["千元"], sheet="台账")


def test_the_nearest_unit_comes_first_and_a_settled_one_is_the_only_one() -> None:
    assert terms().units_of("fee_charged") == ["元", "万元", "千元"]
    settled = terms(sheets={"台账": SheetSettings(unit="亿元")})
    assert settled.units_of("fee_charged") == ["亿元"]


def test_a_wording_that_was_left_open_is_not_settled() -> None:
    settled = terms(values={"channel": {"小 程 序": "web", "飞鸽": ""}})
    assert settled.wordings("channel") == {"小程序": "web"}
    assert settled.wordings("topic") == {}


def test_a_day_without_a_year_is_of_the_year_of_the_sheet() -> None:
    assert terms().day("3月5日") == date(2024, 3, 5)


def test_a_field_is_held_by_a_column_or_by_all_rows() -> None:
    held = Terms(FEES, Choices(), fixed={"kind": "行政复议"})
    assert [held.holds(one) for one in ("fee_charged", "kind", "received")] == [True, True, False]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("#REF!", "cell-error"),
        ("同上", "ditto-lost"),  # nothing stood above
        (Conflict("ticks-several"), "ticks-several"),
        (Fault("date-invalid"), "date-invalid"),
        ("予以公开", None),
        ("", None),
        (3.0, None),
    ],
)
def test_the_error_that_a_cell_shows(cell: Cell | Conflict | Fault, code: str | None) -> None:
    fault = error_of(cell)
    assert (fault.code if fault else None) == code


@pytest.mark.parametrize(
    ("cell", "text"), [(" 予以 公开", "予以公开"), ("/", ""), ("#REF!", ""), (None, "")]
)
def test_a_cell_as_compared_text(cell: Cell, text: str) -> None:
    assert compared_text(cell) == text


def test_what_is_read_is_a_value_or_a_fault_and_an_empty_text_is_neither() -> None:
    assert as_read("") == (None, ())
    assert as_read(0) == (0, ())
    assert as_read(Fault("count-invalid")) == (None, (Fault("count-invalid"),))
    assert as_days(date(1970, 1, 2)) == 1
