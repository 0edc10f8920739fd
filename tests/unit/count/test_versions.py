"""Rows as a few whole numbers: equal where the cells are, blank where there are none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reportcli.count.verdicts import Verdicts
from reportcli.count.versions import (
    BLANK,
    agree,
    comparable,
    days_of_rows,
    numbered_values,
    sharing_a_key,
    versions_at,
    years_of_rows,
)
from reportcli.intake.log import Stack
from tests.logs import log_of

LOG = """
登记编号 | 收到日期   | 申请人 | 申请人类型 | 申请内容 | 答复日期   | 办理结果
1        | 2024-03-01 | 甲     | 自然人     | 某路     | 2024-03-06 | 予以公开
1        | 2024-03-01 | 甲     | 自然人     |          |            |
         |            | 乙     | 自然人     | 某路     |            |
"""


def verdicts() -> Verdicts:
    """No verdict yet on three rows."""
    return Verdicts(Stack.of([log_of(LOG)]))


def test_a_blank_contradicts_nothing() -> None:
    assert agree((1, 2), (1, 2))
    assert agree((1, BLANK), (1, 2))
    assert agree((), ())
    assert not agree((1, 2), (1, 3))


def test_rows_are_compared_by_what_decides_and_by_whom_they_name() -> None:
    closed, still_open = versions_at(verdicts(), np.array([0, 1]))
    assert closed.number == still_open.number
    assert closed.start == still_open.start
    assert closed.end != still_open.end
    assert (closed.is_open, still_open.is_open) == (False, True)
    assert closed.people[0] == still_open.people[0]
    assert still_open.people[1] == BLANK


def test_a_row_of_no_known_day_is_not_compared() -> None:
    assert comparable(verdicts()).tolist() == [True, True, False]


def test_rows_share_a_key_and_those_kept_apart_share_it_with_none() -> None:
    versions = list(versions_at(verdicts(), np.array([0, 1])))
    assert [len(group) for group in sharing_a_key(versions, ["a", "a"], [False])] == [2]
    assert list(sharing_a_key(versions, ["a", "b"], [False])) == []
    assert [len(group) for group in sharing_a_key(versions, ["a", "a"], [True])] == [2]  # one sheet


def test_equal_values_have_equal_numbers() -> None:
    frame = pd.DataFrame({"a": ["x", "y", None, "x"]})
    first, second, blank, again = numbered_values(frame, ["a"])
    assert first == again != second
    assert blank == (BLANK,)


def test_days_and_their_years() -> None:
    days = days_of_rows(pd.to_datetime(pd.Series(["1970-01-02", "2024-12-31"])))
    assert days.tolist() == [1, 20088]
    assert years_of_rows(days).tolist() == [1970, 2024]
