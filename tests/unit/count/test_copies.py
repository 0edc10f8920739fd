"""Sheets that repeat another as a whole, and sheets that only look like it."""

from __future__ import annotations

import pytest

from tests.logs import filled, judged, told

HEAD = "登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果\n"


def rows(*numbers: int, of: str = "甲") -> str:
    """Closed requests, one a number."""
    return "".join(
        f"2024-{n:03} | 2024-03-{n:02} | {of}{n} | 自然人 | 事项{n} | 2024-04-{n:02} | 予以公开\n"
        for n in numbers
    )


def bare(*numbers: int) -> str:
    """The same with neither number nor applicant nor subject."""
    return "".join(f" | 2024-03-{n:02} | | 自然人 | | 2024-04-{n:02} | 予以公开\n" for n in numbers)


@pytest.mark.parametrize(
    "copy",
    [
        HEAD + rows(1, 2, 3, 4),
        HEAD + rows(3, 1),
        "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果\n"
        "2024-001 | 2024-03-01 | 自然人 | 2024-04-01 | 予以公开\n",  # leaves columns out
        HEAD + rows(2) + rows(4),
        HEAD + bare(1, 2, 3),
    ],
)
def test_a_sheet_that_repeats_a_larger_one_does_not_count(copy: str) -> None:
    original = HEAD + (bare(1, 2, 3, 4) if copy == HEAD + bare(1, 2, 3) else rows(1, 2, 3, 4))
    tally = judged(original, copy)
    assert filled(tally)["received/total"] == 4
    [(code, place)] = told(tally)
    assert (code, place[0]) == ("sheet-copy", "2")


@pytest.mark.parametrize(
    "other",
    [
        HEAD + rows(1, 2, 3, of="乙"),  # the numbers of another office
        HEAD + bare(3, 1, 2),  # in another order
        HEAD + rows(5, 6, 7),
        HEAD + bare(7, 8, 9, 10),
    ],
)
def test_a_sheet_that_is_another_log_counts(other: str) -> None:
    tally = judged(HEAD + rows(1, 2, 3, 4) + bare(1, 2, 3, 4), other)
    assert filled(tally)["received/total"] == 8 + other.count("\n") - 1
    assert told(tally) == []


@pytest.mark.parametrize("rows_of_it", [bare(1), bare(1, 2), bare(2, 3)])
def test_a_few_rows_that_nothing_names_may_be_alike_by_chance_and_are_said(rows_of_it: str) -> None:
    tally = judged(HEAD + bare(1, 2, 3, 4), HEAD + rows_of_it)
    assert filled(tally)["received/total"] == 4 + rows_of_it.count("\n")
    assert told(tally) == [("sheet-alike", "2!2:2")]


def test_two_equal_sheets_of_two_rows_are_one() -> None:
    tally = judged(HEAD + bare(1, 2), HEAD + bare(1, 2))
    assert filled(tally)["received/total"] == 2
    assert told(tally) == [("sheet-copy", "2!2:2")]


def test_most_rows_are_enough_and_the_others_are_judged_one_by_one() -> None:
    tally = judged(HEAD + rows(*range(1, 12)), HEAD + rows(*range(1, 10)) + rows(20))
    assert filled(tally)["received/total"] == 12
    assert told(tally) == [("sheet-copy", "2!2:2")]
    tally = judged(HEAD + rows(*range(1, 12)), HEAD + rows(1, 2) + rows(20, 21))
    assert told(tally) == [("record-doubled", "2!A2"), ("record-doubled", "2!A3")]
