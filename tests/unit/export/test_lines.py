"""Years as lines: where a line is drawn and where not, numbers that do not cover each other, round ticks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from reportcli.export.charts import Bar, BarGroup, Chart
from reportcli.export.lines import draw_lines, ticks_for
from reportcli.words.messages import CHINESE

Row = Sequence[int | None]


def drawn(*rows: Row, years: Sequence[int] = (2019, 2020, 2021, 2022), breaks: Sequence[int] = ()):
    groups = tuple(
        BarGroup(tuple(Bar(f"线{at}", row[place]) for at, row in enumerate(rows)), str(year))
        for place, year in enumerate(years)
    )
    return draw_lines(Chart("k", "图", "Chart", "件", groups), years, breaks, "c", CHINESE)


def lines(svg: object) -> list[int]:
    """How many numbers each line goes through."""
    return [len(one.get("points").split()) for one in svg.iter("polyline")]


def marks(svg: object) -> int:
    return len(list(svg.iter("path")))


def test_a_line_goes_through_the_years_and_each_has_a_mark() -> None:
    svg = drawn((1, 2, 3, 4))
    assert lines(svg) == [4]
    assert marks(svg) == 4 + 1  # and one in the key


@pytest.mark.parametrize(
    ("row", "pieces"),
    [
        ((1, None, 3, 4), [2]),  # not known, and one alone
        ((1, 2, None, None), [2]),
        ((None, None, 3, 4), [2]),
        ((None, 2, None, 4), []),
    ],
)
def test_no_line_over_a_number_that_is_not_known(row: Row, pieces: list[int]) -> None:
    svg = drawn(row)
    assert lines(svg) == pieces
    assert marks(svg) == 1 + sum(one is not None for one in row)


def test_no_line_over_a_year_that_is_not_there() -> None:
    assert lines(drawn((1, 2, 3), years=(2019, 2020, 2022))) == [2]


def test_a_break_is_a_dashed_line_between_two_measures() -> None:
    svg = drawn((10, 20, None, None), (None, None, 30, 40), breaks=(2021,))
    assert lines(svg) == [2, 2]
    (line,) = svg.iterfind("line[@class='break']")
    x = [
        float(point.split(",")[0])
        for one in svg.iter("polyline")
        for point in one.get("points").split()
    ]
    # Between the last year of the one and the first of the other.
    assert x[1] < float(line.get("x1")) < x[2]


def test_lines_are_told_apart_without_colour() -> None:
    svg = drawn((1, 2, 3, 4), (4, 3, 2, 1), (2, 2, 2, 2))
    assert len({one.get("stroke-dasharray") for one in svg.iter("polyline")}) == 3


def test_the_figures_are_there_in_words() -> None:
    words = drawn((1, None, 3, 4)).findtext("desc")
    assert words.startswith("2019：线0 1；2020：线0 —；")


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0], [0, 1]),
        ([3], [0, 1, 2, 3]),
        ([97, 12], [0, 50, 100]),
        ([1852], [0, 500, 1000, 1500, 2000]),
        ([2_822_652], [0, 1_000_000, 2_000_000, 3_000_000]),
        ([-20, 70], [-50, 0, 50, 100]),
        ([Decimal("70.5")], [0, 20, 40, 60, 80]),
    ],
)
def test_the_axis_has_round_numbers_that_hold_every_value(
    values: list[int], ticks: list[int]
) -> None:
    assert ticks_for(values) == ticks


def test_numbers_stay_in_the_drawing_and_off_the_years() -> None:
    svg = drawn((1_808_595, 2_822_652, 0, 1_999_999))
    texts = [one for one in svg.iter("text") if one.get("class") == "value"]
    assert {one.text for one in texts} == {"1808595", "2822652", "0", "1999999"}
    assert all(28 <= float(one.get("x")) <= 400 - 28 or one.text == "0" for one in texts)
