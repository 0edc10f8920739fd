"""Tables whose every position is a cell: which blanks go on with a heading, and which are numbers."""

from __future__ import annotations

import pytest

from reportcli.published.unmerged import unmerged_table

HEADED = """
                  | 行政复议 |          |      | 行政诉讼
                  | 维持     | 纠正     | 总计 | 总计
    一、本年新收  | 1        | 2        | 3    | 4
    二、结转      |          |          |      |
    （一）公开    |          |          |      |
"""


def widths(text: str, row: int) -> list[tuple[str, int]]:
    """The cells of a row with how many columns each has."""
    rows = [
        [(one.strip(), object()) for one in line.split("|")]
        for line in text.strip("\n").splitlines()
    ]
    table = unmerged_table(rows, object())
    return [(cell.text, cell.right - cell.left) for cell in table.cells if cell.top == row]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (0, [("", 1), ("行政复议", 3), ("行政诉讼", 1)]),
        (1, [("", 1), ("维持", 1), ("纠正", 1), ("总计", 1), ("总计", 1)]),
        (3, [("二、结转", 1), ("", 1), ("", 1), ("", 1), ("", 1)]),
        (4, [("（一）公开", 1), ("", 1), ("", 1), ("", 1), ("", 1)]),
    ],
)
def test_blanks(row: int, cells: list[tuple[str, int]]) -> None:
    assert widths(HEADED, row) == cells
