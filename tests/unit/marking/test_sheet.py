"""Rows and cells as bytes: found however the sheet is cut, and restyled."""

from __future__ import annotations

import pytest

from reportcli.marking import package as packaging
from reportcli.marking import sheet as sheets
from reportcli.marking.outline import (
    NotInPlace,
    splice,
)
from reportcli.marking.package import Package
from reportcli.marking.sheet import RowText, find_rows, read_frame, restyle
from tests.packaged import (
    ROWS,
    cut,
    sheet_book,
)


@pytest.mark.parametrize("size", [1, 7, 20, 1000])
def test_rows_are_found_however_the_sheet_is_cut(size: int) -> None:
    text = b"<sheetData>" + ROWS + b"</sheetData>"
    stop = text.index(b"</sheetData>")
    found = list(find_rows(cut(text, size), [1, 2, 4, 5, 7], stop))
    assert [(row.number, row.text) for row in found] == [
        (1, b""),
        (2, ROWS[: ROWS.index(b'<row r="5"')]),
        (4, b""),
        (5, b'<row r="5"/>'),
        (7, b""),
    ]
    starts = {row.number: text[row.start :] for row in found}
    assert starts[1].startswith(b'<row r="2"')
    assert starts[4].startswith(b'<row r="5"')
    assert starts[7] == b"</sheetData>"


def test_nothing_is_read_behind_the_last_row_that_is_wanted() -> None:
    pieces = cut(ROWS, 9)
    assert [row.number for row in find_rows(pieces, [2], len(ROWS))] == [2]
    assert b"".join(pieces).endswith(b'<row r="6"></row>')


@pytest.mark.parametrize(
    "rows", [b"<row><c/></row>", b'<row r="3"/><row r="2"/>', b'<row r="2"/><row r="2"/>']
)
def test_rows_that_do_not_say_their_place_are_not_guessed(rows: bytes) -> None:
    with pytest.raises(NotInPlace):
        list(find_rows([rows], [9], len(rows)))


def test_a_row_of_any_length_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LONGEST_ROW_TEXT", 100)
    monkeypatch.setattr(sheets, "INFLATED_AT_ONCE", 10)
    long = b'<row r="1">' + b"<c/>" * 100
    with pytest.raises(NotInPlace):
        list(find_rows(cut(long, 10), [1], len(long)))


def styled(package: Package, *places: tuple[int, int]) -> str:
    """The cells of the sheet after these have got style 9; the style they had is noted as 100 times it."""
    name = "xl/worksheets/sheet1.xml"
    frame = read_frame(package, name)
    edits = restyle(package, name, frame, places, lambda _, old: 9 + 100 * old)
    text = b"".join(splice(package.pieces(name), edits)).decode()
    return text.partition("<sheetData>")[2].partition("</sheetData>")[0]


COLS = '<cols><col min="2" max="4" width="9" style="7"/></cols>'


@pytest.mark.parametrize(
    ("cells", "place", "expected"),
    [
        # there
        ('<row r="1"><c r="A1"/></row>', (1, 1), '<row r="1"><c r="A1" s="9"/></row>'),
        (
            '<row r="1" spans="1:1"><c r="A1" s="2" t="s"><v>0</v></c></row>',
            (1, 1),
            '<row r="1" spans="1:1"><c r="A1" s="209" t="s"><v>0</v></c></row>',
        ),
        # not there: before, between and after others; it has the style of its column
        ('<row r="1"><c r="B1"/></row>', (1, 1), '<row r="1"><c r="A1" s="9"/><c r="B1"/></row>'),
        (
            '<row r="1" spans="1:3"><c r="A1"/><c r="C1"><v>1</v></c></row>',
            (1, 2),
            '<row r="1"><c r="A1"/><c r="B1" s="709"/><c r="C1"><v>1</v></c></row>',
        ),
        ('<row r="1"><c r="A1"/></row>', (1, 28), '<row r="1"><c r="A1"/><c r="AB1" s="9"/></row>'),
        # … or that of its row
        (
            '<row r="1" s="4" customFormat="1"/>',
            (1, 2),
            '<row r="1" s="4" customFormat="1"><c r="B1" s="409"/></row>',
        ),
        ('<row r="1" s="4"/>', (1, 5), '<row r="1" s="4"><c r="E1" s="9"/></row>'),
        # no row
        ('<row r="3"/>', (2, 1), '<row r="2"><c r="A2" s="9"/></row><row r="3"/>'),
        ('<row r="3"/>', (4, 1), '<row r="3"/><row r="4"><c r="A4" s="9"/></row>'),
    ],
)  # fmt: skip
def test_a_cell_gets_another_style(cells: str, place: tuple[int, int], expected: str) -> None:
    assert styled(sheet_book(cells, COLS), place) == expected


def test_several_cells_of_a_row_at_once() -> None:
    cells = (
        '<row r="1"><c r="B1" t="inlineStr"><is><t>&lt;c r="C1"&gt;</t></is></c><c r="E1"/></row>'
    )
    assert styled(sheet_book(cells), (1, 1), (1, 2), (1, 3), (1, 4), (1, 6)) == (
        '<row r="1"><c r="A1" s="9"/><c r="B1" t="inlineStr" s="9"><is><t>&lt;c r="C1"&gt;</t></is></c>'
        '<c r="C1" s="9"/><c r="D1" s="9"/><c r="E1"/><c r="F1" s="9"/></row>'
    )


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"><is><t><![CDATA[<c r="B1">]]></t></is></c></row>',
        '<!-- <row r="1"/> --><row r="1"/>',
    ],
)
def test_cells_that_cannot_be_told_by_their_tags_are_not_guessed(cells: str) -> None:
    with pytest.raises(NotInPlace):
        styled(sheet_book(cells), (1, 1))


@pytest.mark.parametrize("size", [1, 5, 64, 4096])
def test_what_stands_around_the_cells_is_read_however_it_is_cut(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(packaging, "INFLATED_AT_ONCE", size)
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A1:C2", "B4:B9", "G7", "nowhere"))
    merges = f'<mergeCells count="4">{merges}</mergeCells>'
    package = sheet_book(ROWS.decode(), COLS, merges)
    frame = read_frame(package, "xl/worksheets/sheet1.xml")
    whole = package.read("xl/worksheets/sheet1.xml")
    assert frame.part == whole.replace(ROWS, b"")
    assert whole[frame.cells_start : frame.cells_stop] == ROWS
    assert whole[frame.place(frame.root.inner_stop) :] == b"</worksheet>"
    assert frame.uncovered([(1, 1), (2, 3), (2, 4), (7, 2), (7, 3)]) == {
        (1, 1): (1, 1),
        (2, 3): (1, 1),
        (2, 4): (2, 4),
        (7, 2): (4, 2),
        (7, 3): (7, 3),
    }


def test_a_sheet_that_holds_much_beside_its_cells_is_not_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "MOST_OF_A_PART", 500)
    assert read_frame(sheet_book(ROWS.decode() * 99), "xl/worksheets/sheet1.xml")
    with pytest.raises(NotInPlace, match="beside its cells"):
        read_frame(sheet_book("", after="<a/>" * 99), "xl/worksheets/sheet1.xml")


def test_a_row_that_is_missing_has_no_text() -> None:
    assert RowText(3, 17) == RowText(3, 17, b"")
