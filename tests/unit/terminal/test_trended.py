"""Years side by side on the terminal: marks, labels folded to what the years leave, nothing too wide."""

from __future__ import annotations

from wcwidth import wcswidth

from reportcli.answer.trend import trend_of
from reportcli.terminal.trended import write_trend
from reportcli.words.messages import CHINESE, ENGLISH
from tests.unit.answer.test_trend import side

TREND = trend_of([side(year) for year in range(2019, 2026)])


def test_no_line_is_wider_than_the_terminal() -> None:
    for voice in (CHINESE, ENGLISH):
        for every in (False, True):
            assert max(map(wcswidth, write_trend(TREND, every, voice).splitlines())) <= 80


def test_each_mark_is_explained_and_no_other() -> None:
    text = write_trend(TREND, False, CHINESE)
    assert "+ 由细项相加；| 从这一年起口径不同；— 当年的格式没有这一行\n" in text
    assert "修订" not in text


def test_a_row_of_what_was_asked() -> None:
    text = write_trend(TREND.about(["requests/outcome.other/total"]), True, CHINESE)
    assert "\n其他处理    19    20   63+   66+   69+   72+   75+\n" in text
