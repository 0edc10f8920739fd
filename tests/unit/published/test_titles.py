"""Which year a report is on, by its titles."""

from __future__ import annotations

import pytest

from reportcli.published.source import SourceLine
from reportcli.published.titles import year_of


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["某局2024年政府信息公开工作年度报告"], 2024),
        (["政府信息公开工作年度报告（2024年度）"], 2024),
        (["某局　2024年度"], 2024),
        (["2024年度主动公开政府信息情况"], 2024),
        (["2024年政府信息公开统计报表"], 2024),
        (["2024年度主动公开政府信息情况", "2023年度收到和处理政府信息公开申请情况"], None),
        (["2024年收到申请12件，比上年增加。"], None),
        (["某局二〇二四年政府信息公开工作年度报告"], 2024),
        (["二○二三年政府信息公开年度报告"], 2023),
        (["2023年度总表", "2024年政府信息公开工作年度报告"], 2024),
    ],
)
def test_the_year_of_titles(lines: list[str], year: int | None) -> None:
    assert year_of(list(map(SourceLine, lines))) == year
