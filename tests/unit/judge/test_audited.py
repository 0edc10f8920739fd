"""What a rule is given: the rows, their clocks, and which columns their logs keep."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reportcli.count.sorting import YearSpan
from reportcli.intake.log import Stack
from reportcli.judge.audited import Audited, places_of
from reportcli.law.calendar import working_calendar
from reportcli.settings import Settings
from tests.logs import log_of

WITH_CHANNEL = (
    "收到日期 | 申请人类型 | 申请方式 | 答复日期 | 办理结果\n2024-03-01 | 自然人 | 网上 | |\n"
)
WITHOUT = "收到日期 | 申请人类型 | 答复日期 | 办理结果\n2024-03-01 | 自然人 | |\n2024-03-04 | 自然人 | |\n"


def audited(as_of: str) -> Audited:
    """Two logs, of which one keeps the channel."""
    stack = Stack.of([log_of(WITH_CHANNEL), log_of(WITHOUT)])
    today = pd.Timestamp(as_of)
    return Audited(stack, YearSpan(2024), working_calendar(), today, Settings(), None, {})


def test_what_a_log_has_no_column_for_cannot_be_missing() -> None:
    assert audited("2025-01-15").keeps("channel").tolist() == [True, False, False]
    assert audited("2025-01-15").keeps("received").tolist() == [True, True, True]


def test_the_year_ends_on_its_last_day_or_today() -> None:
    assert audited("2025-01-15").end == pd.Timestamp("2024-12-31")
    assert audited("2024-06-03").end == pd.Timestamp("2024-06-03")


def test_the_clocks_are_those_of_today() -> None:
    assert audited("2024-03-05").clocks["state"].tolist() == ["open"] * 3
    assert audited("2024-12-05").clocks["state"].tolist() == ["overdue"] * 3


def test_a_rule_may_hold_for_a_mask_or_for_places() -> None:
    mask = pd.Series([True, None, False, True], dtype="boolean")
    assert places_of(mask).tolist() == [0, 3]
    assert places_of(np.array([1, 2])).tolist() == [1, 2]
