"""Paragraphs and tables as stretches of text whose places know their line."""

from __future__ import annotations

import pytest

from reportcli.proof.passages import OwnTable, Passage, is_numbered, looks_like_title, passages_of
from reportcli.prose.blocks import FormTable, Paragraph, PlainTable, Run


def passage(*runs: Run) -> Passage:
    (one,) = passages_of([Paragraph(runs)])
    assert isinstance(one, Passage)
    return one


def test_a_place_knows_its_line_and_wide_digits_are_narrow() -> None:
    read = passage(Run("收到申请", line=3), Run("４０１件。", line=4))
    assert read.text == "收到申请401件。"
    assert [read.line_at(place) for place in (0, 3, 4, 8)] == [3, 3, 4, 4]


def test_a_field_and_a_gap_know_where_they_stand() -> None:
    read = passage(Run("共"), Run("401", figure="requests.received.total"), Run("（填写）", "gap"))
    assert read.fields == ((1, 4, "requests.received.total"),)
    assert read.plain == "共401\0\0\0\0"


def test_sentences_end_at_stops_and_not_at_points_of_numbers() -> None:
    read = passage(Run("占11.5%。收到3件！完"))
    assert [read.text[start:end] for start, end in read.sentences()] == ["占11.5%", "收到3件", "完"]


@pytest.mark.parametrize(
    ("text", "is_title"),
    [("（二）依申请公开情况", True), ("二、收到申请401件。", False), ("收到申请", False)],
)
def test_a_heading_may_be_unmarked(text: str, is_title: bool) -> None:
    assert looks_like_title(text) is is_title


@pytest.mark.parametrize("text", ["1. 组织培训", "（2）收到申请", "一是加强领导", "第一，提高认识"])
def test_an_item_of_a_list_may_be_unmarked(text: str) -> None:
    assert is_numbered(text)


def test_an_empty_cell_takes_the_line_of_its_row_and_the_form_is_no_prose() -> None:
    rows = (((Run("方式", line=1),), (Run("件数", line=1),)), ((Run("网上", line=3),), ()))
    (table,) = passages_of([FormTable("requests"), PlainTable(rows)])
    assert isinstance(table, OwnTable)
    assert [[(cell.text, cell.line_at(0)) for cell in row] for row in table.rows] == [
        [("方式", 1), ("件数", 1)],
        [("网上", 3), ("", 3)],
    ]
