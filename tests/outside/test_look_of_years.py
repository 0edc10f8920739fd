"""The page of several years in Chromium: as wide as a desk and as a telephone, in light and dark, on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportcli.answer.trend import Trend, trend_of
from reportcli.export.trend_page import write_trend_page
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.outside.browser import Page, browser
from tests.outside.test_look import FAULTS, VIEWS
from tests.unit.answer.test_trend import side


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def trend() -> Trend:
    """Seven years across both forms; numbers of seven digits, and some that leap."""
    large = {"requests/received/total": 1_808_595, "requests/outcome.total/total": 2_822_652}
    steady = {"requests/received/total": 1_908_595, "requests/outcome.total/total": 1_908_600}
    given = {2020: large, 2022: steady, 2023: large}
    return trend_of(
        [side(year, given.get(year), agency="某市某某局") for year in range(2019, 2026)]
    )


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_nothing_is_cut_and_nothing_lies_over_each_other(
    page: Page, trend: Trend, width: int, scheme: str, voice: Voice
) -> None:
    page.look_at(write_trend_page(trend, False, voice), width, scheme=scheme)
    assert page.run(FAULTS) == []


def test_on_paper_the_charts_are_drawn_in_ink(page: Page, trend: Trend) -> None:
    page.look_at(write_trend_page(trend, False, CHINESE), scheme="dark", media="print")
    colours = page.run("getComputedStyle(document.body).backgroundColor")
    assert colours == "rgb(255, 255, 255)"
    assert page.run(FAULTS) == []
