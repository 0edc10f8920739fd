"""What is said of the figures of several years: names, marks, and which lines are shown."""

from __future__ import annotations

import pytest

from reportcli.answer.trend import CarryCheck, Trend, YearValue, trend_of
from reportcli.answer.trend_words import (
    check_words,
    name_of_measure,
    name_of_value,
    note_words,
    shown_measures,
    span_of_years,
    title_of_trend,
    unit_of_measure,
    used_marks,
    value_with_mark,
)
from reportcli.words.messages import CHINESE, ENGLISH
from tests.unit.answer.test_trend import side


@pytest.fixture(scope="module")
def trend() -> Trend:
    return trend_of([side(year, agency="某局") for year in (2020, 2021)])


def value(number: int | None, status: str = "ok", **more: object) -> YearValue:
    """The value of one year."""
    return YearValue(2021, "2021", "requests/received/total", number, status, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (None, ""),
        (value(3), "3"),
        (value(3, "sum"), "3+"),
        (value(3, "break"), "|3"),
        (value(3, "draft"), "3*"),
        (value(3, "revised"), "3r"),
        (value(None, "absent"), "—"),
        (value(None, "blank"), "·"),
        (value(None, "unread"), "?"),
        (value(30, note=("jump", {"old": 1, "year": 2020})), "30!"),
    ],
)
def test_a_value_with_its_mark(one: YearValue | None, text: str) -> None:
    assert value_with_mark(one) == text


def test_totals_alone_are_shown_and_what_is_nought_in_every_year_is_not(trend: Trend) -> None:
    shown = shown_measures(trend, every=False)
    assert len(shown) < len(shown_measures(trend, every=True)) == len(trend.measures)
    requests = {one.cell for one in shown if one.cell.startswith("requests/")}
    assert all(cell.endswith("/total") for cell in requests)
    noughts = {
        f"{table}/{line}/{column}": 0
        for table, cells in side(2021).tables.items()
        for line, column in cells
    }
    assert shown_measures(trend_of([side(2021, noughts)]), every=False) == []


def test_a_measure_is_called_by_its_line(trend: Trend) -> None:
    measure = next(one for one in trend.measures if one.cell == "requests/received/total")
    assert "/" not in name_of_measure(measure, CHINESE)
    assert unit_of_measure(measure) == "件"


def test_a_line_that_was_absent_is_named_as_another_form_has_it() -> None:
    absent = YearValue(2020, "2019", "publications/rules/repealed", None, "absent")
    assert "规章" in name_of_value(absent, CHINESE)


def test_only_the_marks_that_stand_there_are_explained(trend: Trend) -> None:
    marks = used_marks(trend.measures, CHINESE)
    assert any(one.startswith("+ ") for one in marks)
    assert not any(one.startswith(("* ", "r ")) for one in marks)


def test_what_has_to_be_known_of_a_value() -> None:
    told = value(3, "revised", note=("was", {"old": 2, "file": "a.json"}), mapped=("甲", "A"))
    assert note_words(told, CHINESE) == "甲；原为 2（a.json）"
    assert note_words(told, ENGLISH) == "A; was 2 (a.json)"
    assert note_words(value(3), CHINESE) == ""


@pytest.mark.parametrize(("holds", "mark"), [(True, "✓"), (False, "✗"), (None, "?")])
def test_whether_a_year_goes_on_in_the_next(holds: bool | None, mark: str) -> None:
    assert check_words(CarryCheck(2020, 2021, holds)) == f"2020→2021 {mark}"


def test_whose_figures_of_which_years(trend: Trend) -> None:
    assert title_of_trend(trend, CHINESE) == "某局2020—2021年政府信息公开统计数据"
    one = trend_of([side(2021, agency="甲局")])
    assert span_of_years(one) == "2021"
    two = trend_of([side(2020, agency="甲局"), side(2021, agency="乙局")])
    assert title_of_trend(two, CHINESE) == "2020—2021年政府信息公开统计数据"
