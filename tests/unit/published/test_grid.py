"""Which cell of the form each number is, by the labels around it."""

from __future__ import annotations

from reportcli.files.table import LaidTable, TableCell
from reportcli.law.edition import Edition
from reportcli.published.grid import (
    Matching,
    covered,
    match_tables,
)


def laid(text: str) -> LaidTable:
    """A table of lines of cells between strokes; `<` goes on with the cell on the left, `^` with the
    one above.
    """
    rows = [[one.strip() for one in line.split("|")] for line in text.strip().splitlines()]
    element = object()
    cells: list[TableCell] = []
    for top, row in enumerate(rows):
        for left, words in enumerate(row):
            if words in ("<", "^"):
                continue
            right, bottom = left + 1, top + 1
            while right < len(row) and row[right] == "<":
                right += 1
            while bottom < len(rows) and rows[bottom][left] == "^":
                bottom += 1
            cells.append(TableCell(top, bottom, left, right, words, object(), element, 1))
    return LaidTable(cells, len(rows), [1] * len(rows[0]))


def found(matching: Matching) -> dict[str, str]:
    """What stands in the cells that were found, several places with a stroke between."""
    return {id_: "/".join(one.text for one in places) for id_, places in matching.found.items()}


def found_in(text: str, edition: str = "2021") -> dict[str, str]:
    """The cells of the form in one table."""
    return found(match_tables([laid(text)], Edition.by_id(edition)))


# --- which cell it is ---


def test_the_order_of_rows_and_columns_does_not_matter() -> None:
    assert found_in(
        """
        信息内容       | 现行有效件数 | 本年制发件数 | 本年废止件数
        行政规范性文件 | 1            | 2            | 3
        规章           | 4            | 5            | 6
        """
    ) == {
        "publications/normative_documents/in_force": "1",
        "publications/normative_documents/issued": "2",
        "publications/normative_documents/repealed": "3",
        "publications/rules/in_force": "4",
        "publications/rules/issued": "5",
        "publications/rules/repealed": "6",
    }


def test_lines_may_stand_above_and_columns_beside() -> None:
    assert found_in(
        """
        审理结果 | 行政复议 | 未经复议直接起诉 | 复议后起诉
        结果维持 | 1        | 2                | 3
        总计     | 4        | 5                | 6
        """
    ) == {
        "cases/review/upheld": "1",
        "cases/suit_direct/upheld": "2",
        "cases/suit_after_review/upheld": "3",
        "cases/review/total": "4",
        "cases/suit_direct/total": "5",
        "cases/suit_after_review/total": "6",
    }


def test_the_nearest_label_decides_and_one_that_the_form_does_not_know_takes_the_number() -> None:
    matching = match_tables(
        [
            laid(
                """
                信息内容 | 本年处理决定数量 | 备注
                行政处罚 | 8                | 3
                简易程序 | 5                | /
                """
            )
        ],
        Edition.by_id("2021"),
    )
    assert found(matching) == {"publications/penalties/decisions": "8"}
    assert [one.text for one in matching.strange] == ["3", "5"]
    assert matching.empty == []


def test_a_label_of_two_lines_heads_two_numbers() -> None:
    table = """
        信息内容 | 本年处理决定数量
        行政处罚 | 8
        行政处罚 | 9
        """
    assert found_in(table) == {"publications/penalties/decisions": "8/9"}


def test_a_merged_cell_drawn_as_several_is_the_one_that_holds_something() -> None:
    table = """
        信息内容 | 本年收费金额（单位：万元） | <
        行政事业性收费 |  | 7
        """
    assert found_in(table) == {"publications/fees/amount": "7"}


def test_a_heading_covers_most_of_a_number() -> None:
    number = TableCell(1, 2, 0, 2, "8", object(), None)
    assert covered(number, TableCell(0, 1, 0, 1, "头", object(), None), [0, 90, 100]) == 0.9
    assert covered(number, TableCell(0, 1, 1, 2, "头", object(), None), [0, 90, 100]) == 0.1
