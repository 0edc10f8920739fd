"""Columns that no list knows: which of them could change a figure, and what is said at a heading."""

from __future__ import annotations

from datetime import date

import pytest

from reportcli.intake.strange import deciding_words, holds_word
from reportcli.words.cells import Cell
from reportcli.words.fields import KINDS
from tests.unit.intake.test_columns import GRANTED, REQUESTS, faults, read


@pytest.mark.parametrize(
    ("heading", "cell", "is_said"),
    [
        ("办理件次", "3", True),  # how many requests a row stands for
        ("办理件次", "待定", False),
        ("甲栏", "3", False),
        ("窗口收文之日期", "2024-01-05", True),  # a day of receipt under another name
        ("窗口收文之日期", "甲", False),
        ("窗口收文之人员", "2024-01-05", False),
        ("装订之日期", "2024-01-05", False),
        ("甲栏", "√", True),
        ("甲栏", "予以公开", True),
        ("甲栏", "单位", False),  # stands in many a column
        ("甲栏", "", False),
    ],
)
def test_a_column_that_could_change_a_figure_does_not_stay_unread_in_silence(
    heading: str, cell: str, *, is_said: bool
) -> None:
    reading = read(f"{REQUESTS} | {heading}\n{GRANTED} | {cell}")
    assert faults(reading) == ([("column-unread", "E1")] if is_said else [])
    assert [one.how for one in reading.columns if one.heading == heading] == [
        "unread" if is_said else None
    ]


def test_a_column_of_names_holds_no_words_of_the_form() -> None:
    rows = [[*REQUESTS.split(" | "), "甲栏"]]
    rows += [
        [date(2024, 1, 5), "自然人", "予以公开", date(2024, 1, 10), f"甲{n}"] for n in range(3100)
    ]
    rows[1][-1] = "部分公开"
    assert faults(read(rows)) == []


def test_what_is_said_of_a_column_stands_at_its_heading_once() -> None:
    reading = read(f"""
        {REQUESTS} | 申请日期 | 申请方式
        {GRANTED} | 2024-01-05 | 信函
        {GRANTED} | 2024-01-05 | 同上
        {GRANTED} | 2024-01-05 | 同上
    """)
    assert faults(reading) == [("column-outranked", "E1"), ("ditto-filled", "F1")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_log_has_words_that_decide(kind: str) -> None:
    words = deciding_words(kind)
    assert len(words) > 10
    assert words.isdisjoint({"其他", "单位"})


@pytest.mark.parametrize(
    ("row", "is_one"),
    [(["2024", "予以公开"], True), (["会议", "三楼"], False), (["予以公开" * 10], False), ([None, 3.0], False)],
)  # fmt: skip
def test_a_row_that_holds_a_word_by_which_records_are_counted(
    row: list[Cell], *, is_one: bool
) -> None:
    assert holds_word(row) == is_one
