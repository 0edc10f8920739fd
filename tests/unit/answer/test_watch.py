"""Which requests are watched, and how many are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportcli.answer.cell import LogMissing
from reportcli.answer.watch import DeadlineWatch, watch_deadlines
from reportcli.report import read
from tests.logs import write_log

TODAY = date(2024, 6, 3)
REQUESTS = """
登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
overdue  | 2024-04-01 | 自然人     |            |
soon     | 2024-05-09 | 自然人     |            |
open     | 2024-05-28 | 自然人     |            |
answered | 2024-03-01 | 自然人     | 2024-03-06 | 予以公开
old      | 2023-11-01 | 自然人     |            |
faulty   | 2024-05-06 | 自然人     | 2024-05-16 | 复议事项
later    | 2024-06-10 | 自然人     |            |
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with a request of every state."""
    return write_log(tmp_path_factory.mktemp("watch") / "log.csv", REQUESTS)


def numbers(watch: DeadlineWatch) -> list[str | None]:
    """The requests that are shown, in their order."""
    return [one.number for one in watch.deadlines]


def test_open_requests_are_shown_the_earliest_due_first(log: Path) -> None:
    watch = watch_deadlines(read([log]), TODAY)
    assert numbers(watch) == ["old", "overdue", "soon", "open"]
    assert watch.states == {"overdue": 2, "open": 2, "on_time": 1}
    assert (watch.left_out, watch.received_later) == (1, 1)


def test_within_some_days_those_that_are_due_or_overdue(log: Path) -> None:
    assert numbers(watch_deadlines(read([log]), TODAY, within=5)) == ["old", "overdue", "soon"]


def test_with_the_answered_ones_all(log: Path) -> None:
    assert "answered" in numbers(watch_deadlines(read([log]), TODAY, answered=True))


def test_of_a_year_those_received_in_it(log: Path) -> None:
    watch = watch_deadlines(read([log]), TODAY, year=2023)
    assert numbers(watch) == ["old"]
    assert watch.left_out == 0


def test_day_by_day_the_clock_is_told_to_the_day_it_is_due(log: Path) -> None:
    watch = watch_deadlines(read([log]), TODAY, day_by_day=True)
    soon = next(one for one in watch.deadlines if one.number == "soon")
    assert [day.number for day in soon.counted if day.number] == list(range(1, 21))
    assert soon.counted[-1].day == soon.due == date(2024, 6, 5)  # Saturday 11 May was worked
    assert soon.remind == date(2024, 5, 31)  # three working days before


def test_without_requests_there_is_nothing_to_watch(tmp_path: Path) -> None:
    cases = write_log(
        tmp_path / "cases.csv", "案件类型 | 受理日期 | 审理结果\n行政复议 | 2024-01-05 |"
    )
    with pytest.raises(LogMissing, match="requests"):
        watch_deadlines(read([cases]), TODAY)
