"""The figures of several years as data: JSON, a value a line, and the years side by side."""

from __future__ import annotations

import csv
import io
import json

import pytest

from reportcli.answer.trend import Trend, trend_of
from reportcli.export.trended import (
    HEADS_OF_YEARS,
    write_trend_csv,
    write_trend_json,
    write_trend_markdown,
)
from reportcli.words.messages import CHINESE
from tests.unit.answer.test_trend import side


@pytest.fixture(scope="module")
def trend() -> Trend:
    return trend_of([side(year, agency="=某|局") for year in (2020, 2021)])


def test_every_value_of_every_year_is_in_json_and_in_csv(trend: Trend) -> None:
    told = json.loads(write_trend_json(trend, False, CHINESE))
    assert told["format"] == "reportcli-trend/1"
    assert len(told["values"]) == len(trend.values)
    found = [one for one in told["values"] if one["cell"] == "requests/outcome.other/total"]
    assert [(one["year"], one["value"], one["status"]) for one in found] == [
        (2020, 20, "ok"),
        (2021, 63, "sum"),
    ]
    rows = list(csv.DictReader(io.StringIO(write_trend_csv(trend, False, CHINESE))))
    assert list(rows[0]) == list(HEADS_OF_YEARS)
    assert len(rows) == len(trend.values)


def test_the_years_stand_side_by_side_and_their_marks_are_told(trend: Trend) -> None:
    text = write_trend_markdown(trend, False, CHINESE)
    assert "|2020|2021|" in text.replace(" ", "")
    assert "- + 由细项相加" in text
    assert "2020→2021" in text
    # A stroke in a name would be a cell more.
    assert "某|局" not in text


def test_all_lines_are_shown_where_they_are_asked_for(trend: Trend) -> None:
    brief, whole = (write_trend_markdown(trend, every, CHINESE) for every in (False, True))
    assert brief.count("\n") < whole.count("\n")
