"""Tables that a page end has cut in two are one again; others are not."""

from __future__ import annotations

import pytest

from reportcli.files.table import LaidTable
from reportcli.published.joined import join_tables
from reportcli.published.source import SourceBlock, SourceLine
from tests.unit.published.test_grid import laid

ABOVE = """
    信息内容       | 本年制发件数 | 本年废止件数 | 现行有效件数
    规章           | 1            | 2            | 3
"""
BELOW = "行政规范性文件 | 4 | 5 | 6"


def texts(table: LaidTable) -> list[tuple[int, str]]:
    """The row and the text of each cell."""
    return [(cell.top, cell.text) for cell in table.cells]


def test_a_table_without_columns_of_the_form_goes_on_with_the_one_before() -> None:
    above, below = laid(ABOVE), laid(BELOW)
    [joined] = join_tables([above, below])
    assert joined.rows == 3
    assert texts(joined)[-4:] == [(2, "行政规范性文件"), (2, "4"), (2, "5"), (2, "6")]
    # Each cell is of the first table now, and remembers where it is printed.
    assert {id(cell.table) for cell in joined.cells} == {id(above.cells[0].table)}
    assert joined.cells[-1].origin == (below.cells[0].table, 1, 0, 3)


@pytest.mark.parametrize(
    ("between", "count"),
    [
        ([], 1),
        ([SourceLine("续表")], 1),
        ([SourceLine("— 3 —")], 1),
        ([SourceLine("三、收到和处理政府信息公开申请情况")], 2),
    ],
)
def test_between_the_halves_stands_no_more_than_the_number_of_a_page(
    between: list[SourceBlock], count: int
) -> None:
    assert len(join_tables([laid(ABOVE), *between, laid(BELOW)])) == count


@pytest.mark.parametrize(
    "other",
    [
        ABOVE,  # has columns of its own
        "行政规范性文件 | 4 | 5",  # is of another width
        "甲 | 乙 | 丙 | 丁",  # has neither lines of the form nor numbers
    ],
)
def test_what_is_a_table_of_its_own_stays_one(other: str) -> None:
    assert len(join_tables([laid(ABOVE), laid(other)])) == 2


def test_a_label_of_two_rows_is_one_where_each_half_is_unknown() -> None:
    [table] = join_tables(
        [
            laid("""
        信息内容   | 本年制发件数 | 本年废止件数 | 现行有效件数
        行政规范   | 4            | 5            | 6
        性文件     |              |              |
    """)
        ]
    )
    assert (1, "行政规范性文件") in texts(table)
    [label] = [cell for cell in table.cells if cell.text == "行政规范性文件"]
    assert (label.top, label.bottom) == (1, 3)


def test_two_labels_that_stand_under_each_other_stay_two() -> None:
    [table] = join_tables(
        [
            laid("""
        信息内容       | 本年制发件数
        规章           | 4
        行政规范性文件 |
    """)
        ]
    )
    assert {"规章", "行政规范性文件"} <= {text for _, text in texts(table)}


def test_halves_beside_two_rows_of_numbers_are_labels_of_their_own() -> None:
    [table] = join_tables(
        [
            laid("""
        信息内容 | 本年制发件数
        行政规范 | 4
        性文件   | 5
    """)
        ]
    )
    assert {"行政规范", "性文件"} <= {text for _, text in texts(table)}
