"""Tables of the office's own, cell by cell."""

from __future__ import annotations

import pytest

from reportcli.proof.cells import (
    blank_cells,
    is_sum_of_column,
    sole_number,
    unit_in,
)
from reportcli.proof.passages import OwnTable, Passage


def table(text: str) -> OwnTable:
    rows = [line.split("|") for line in text.split()]
    return OwnTable(
        tuple(
            tuple(Passage(cell, (0,), (number,)) for cell in row) for number, row in enumerate(rows)
        )
    )


def blanks(text: str) -> list[tuple[int, str]]:
    return [(cell.line_at(0), value) for cell, value in blank_cells(table(text))]


@pytest.mark.parametrize(
    ("head", "unit"), [("件数", "件"), ("金额（万元）", "元"), ("占比", "%"), ("方式", "")]
)
def test_the_unit_stands_in_the_head(head: str, unit: str) -> None:
    assert unit_in(head) == unit


def test_a_dash_among_numbers_was_forgotten() -> None:
    assert blanks("方式|件数 网上|86 当面|— 信函|3") == [(2, "—")]


@pytest.mark.parametrize("text", ["问题|措施 一|/ 二|已整改", "方式|备注 网上|/ 当面|3"])
def test_a_dash_among_words_is_none(text: str) -> None:
    assert blanks(text) == []


def test_where_all_is_blank_the_head_decides() -> None:
    assert blanks("方式|件数 网上|") == [(1, "件数")]
    assert blanks("方式|措施 网上|") == []


def test_a_sum_says_so_in_its_row() -> None:
    assert is_sum_of_column(table("方式|件数 网上|86 其他|315 合计|401"), 3, 1)
    assert not is_sum_of_column(table("方式|件数 网上|86 其他|315 合计|402"), 3, 1)
    assert not is_sum_of_column(table("方式|件数 网上|86 其他|315 共收|401"), 3, 1)


@pytest.mark.parametrize(("text", "number"), [("86件", 86), ("（共86件）", 86), ("信函86", None)])
def test_a_cell_with_one_number(text: str, number: int | None) -> None:
    assert sole_number(Passage(text, (0,), (0,))) == number
