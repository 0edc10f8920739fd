"""Tables of Word laid out as grids: spans, controls, tracked changes, tables in cells."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportcli.files.table import LaidTable
from reportcli.files.word_table import tables_of, told_widths

GOES_ON = "<w:vMerge/>"
BEGINS = '<w:vMerge w:val="restart"/>'
BEGINS_BESIDE, GOES_ON_BESIDE = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'


def cell(text: str, properties: str = "") -> str:
    """A cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def body(content: str) -> Any:
    """The body of a document."""
    return parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>")


def laid_of(*rows: str) -> LaidTable:
    """The one table of a document, laid out."""
    (table,) = tables_of(body(f"<w:tbl>{''.join(rows)}</w:tbl>"))
    return table


def places(table: LaidTable) -> list[tuple[str, int, int, int, int]]:
    """What each cell says, its rows and its columns."""
    return [(one.text, one.top, one.bottom, one.left, one.right) for one in table.cells]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [row(cell("a"), cell("b")), row(cell("c"), cell("d"))],
            [("a", 0, 1, 0, 1), ("b", 0, 1, 1, 2), ("c", 1, 2, 0, 1), ("d", 1, 2, 1, 2)],
        ),
        (
            [row(cell("a", '<w:gridSpan w:val="2"/>')), row(cell("c"), cell("d"))],
            [("a", 0, 1, 0, 2), ("c", 1, 2, 0, 1), ("d", 1, 2, 1, 2)],
        ),
        (
            [row(cell("a", BEGINS), cell("b")), row(cell("", GOES_ON), cell("d"))],
            [("a", 0, 2, 0, 1), ("b", 0, 1, 1, 2), ("d", 1, 2, 1, 2)],
        ),
        (
            [row(cell("a", BEGINS_BESIDE), cell("", GOES_ON_BESIDE), cell("b"))],
            [("a", 0, 1, 0, 2), ("b", 0, 1, 2, 3)],
        ),
        (
            [
                row(cell("a", BEGINS_BESIDE + BEGINS), cell("", GOES_ON_BESIDE), cell("b")),
                row(cell("", BEGINS_BESIDE + GOES_ON), cell("", GOES_ON_BESIDE), cell("c")),
            ],
            [("a", 0, 2, 0, 2), ("b", 0, 1, 2, 3), ("c", 1, 2, 2, 3)],
        ),
        (
            [row(cell("a"), properties='<w:gridBefore w:val="1"/>')],
            [("a", 0, 1, 1, 2)],
        ),
        (
            [row(cell("a"), properties='<w:del w:id="1" w:author="x"/>'), row(cell("b"))],
            [("b", 0, 1, 0, 1)],
        ),
        (
            [row(cell("a", '<w:cellDel w:id="1" w:author="x"/>'), cell("b"))],
            [("b", 0, 1, 0, 1)],
        ),
        (
            [f"<w:sdt><w:sdtContent>{row(cell('a'))}</w:sdtContent></w:sdt>", row(cell("b"))],
            [("a", 0, 1, 0, 1), ("b", 1, 2, 0, 1)],
        ),
        (
            [row(f"<w:sdt><w:sdtContent>{cell('a')}</w:sdtContent></w:sdt>", cell("b"))],
            [("a", 0, 1, 0, 1), ("b", 0, 1, 1, 2)],
        ),
    ],
    ids=["plain", "across", "down", "beside", "both", "indented", "deleted row", "deleted cell",
         "row in a control", "cell in a control"],
)  # fmt: skip
def test_cells_stand_where_they_are_drawn(
    rows: list[str], expected: list[tuple[str, int, int, int, int]]
) -> None:
    assert places(laid_of(*rows)) == expected


def test_paragraphs_of_a_cell_are_lines() -> None:
    two = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc>"
    assert [one.text for one in laid_of(row(two)).cells] == ["1\n2"]


def test_a_table_in_a_cell_is_part_of_the_table_around_it() -> None:
    inner = f"<w:tbl>{row(cell('x'), cell('y'))}{row(cell('z'), cell('0'))}</w:tbl>"
    outer = row(cell("a"), f"<w:tc><w:p/>{inner}<w:p/></w:tc>")
    assert places(laid_of(outer)) == [
        ("a", 0, 4, 0, 1),
        ("", 0, 1, 1, 3),
        ("x", 1, 2, 1, 2),
        ("y", 1, 2, 2, 3),
        ("z", 2, 3, 1, 2),
        ("0", 2, 3, 2, 3),
        ("", 3, 4, 1, 3),
    ]


def test_tables_are_numbered_and_deleted_ones_are_none() -> None:
    table = f"<w:tbl>{row(cell('a'))}</w:tbl>"
    tables = tables_of(body(f"{table}<w:del>{table}</w:del>{table}"))
    assert [[one.sheet for one in table.cells] for table in tables] == [["表格1"], ["表格2"]]


def test_a_table_too_large_to_be_of_the_form_is_empty() -> None:
    assert laid_of(*[row(cell("1"))] * 1001).cells == []


def test_a_span_is_never_wider_than_a_table_of_word() -> None:
    assert laid_of(row(cell("a", '<w:gridSpan w:val="999999999999"/>'))).cells[0].right == 63


@pytest.mark.parametrize(
    ("grid", "widths"), [("10 20", [10, 20]), ("10", [1, 1]), ("10 0", [1, 1]), ("10 x", [1, 1])]
)
def test_widths_that_do_not_fit_the_columns_are_not_believed(grid: str, widths: list[int]) -> None:
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in grid.split())
    table = body(f"<w:tbl><w:tblGrid>{columns}</w:tblGrid></w:tbl>")[0]
    assert told_widths(table, 2) == widths
