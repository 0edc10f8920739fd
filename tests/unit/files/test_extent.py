"""Cells far outside: named where they fill the memory, read where they only seem to."""

from __future__ import annotations

import re

import pytest

from reportcli.files.archive import Archive
from reportcli.files.extent import (
    LAST_ROW,
    MOST_CELLS,
    Extent,
    is_vast,
    seems_large,
    seems_repeated,
)
from tests.containers import (
    ods,
    xlsx,
)
from tests.unit.files.opened import is_read, refused

NO_PARTS = Archive("log.xlsx", b"", {})

CELLS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


def cell(place: str) -> str:
    row = re.sub(r"\D", "", place)
    return f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (CELLS + cell("XFD1048576"), "XFD1048576"),
        (CELLS + cell("ABC200000"), "ABC200000"),
        (CELLS + cell("XFD7") + cell("A1048576"), "XFD7, A1048576"),
        (cell("A1048576") + cell("XFD7"), "XFD7, A1048576"),
        (CELLS + cell("ZZZZZ99999999"), "ZZZZZ99999999"),
        (CELLS.replace("<c", "<x:c").replace("</c", "</x:c") + cell("XFD1048576"), "XFD1048576"),
    ],
)
def test_a_stray_cell_is_named_with_its_sheet(cells: str, named: str) -> None:
    found = refused(xlsx(cells, dimension="A1:B1"))
    assert found.code == "input-over-cells"
    assert found.address
    assert found.address.sheet == "台账"
    assert f"{named} " in found.message("zh")


@pytest.mark.parametrize(
    ("cells", "dimension"),
    [
        pytest.param(CELLS, "A1:XFD1048576", id="a dimension that lies"),
        pytest.param(
            CELLS + '<row r="1048576"><c r="XFD1048576" s="0"/></row>',
            "A1",
            id="a format far outside",
        ),
        pytest.param(
            CELLS + "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 3000)),
            "A1",
            id="formats below",
        ),
        pytest.param(CELLS + cell("A1048576"), "A1", id="a cell far below"),
        pytest.param(CELLS + cell("XFD1"), "A1", id="a cell far to the right"),
        pytest.param(CELLS + cell("ABC8000"), "A1", id="a cell not so far outside"),
    ],
)
def test_what_only_seems_large_is_read(cells: str, dimension: str) -> None:
    assert is_read(xlsx(cells, dimension=dimension))


def test_a_tag_without_end() -> None:
    cells = CELLS + f'<row r="2" note="{"a" * 40_000_000}"/>'
    assert refused(xlsx(cells)).code in ("input-unsafe", "input-over-size")


VALUE = 'office:value-type="float" office:value="1"'


def line(*cells: str, times: int = 1) -> str:
    """A row of OpenDocument; a cell is its attributes."""
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(f'<table:table-cell {c}/>' for c in cells)}</table:table-row>"


def across(times: int) -> str:
    return f'table:number-columns-repeated="{times}"'


LINE = line(VALUE)
BLANK_END = line(across(16384), times=1048570)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (line(f"{across(41_000_000)} {VALUE}"), "1"),
        (line(f"{VALUE} {across(50_000_000)}"), "1"),
        (line(f"{across(100)} {VALUE}", times=900_000), "CV900000"),
        (LINE + line("", times=1_000_000) + line(across(16_000), VALUE), "WQK1000002"),
        (LINE + BLANK_END + line(across(3000), VALUE), "DKK1048572"),
    ],
)
def test_cells_repeated_without_measure(rows: str, named: str) -> None:
    found = refused(ods(rows))
    assert found.code == "input-over-cells"
    assert found.address
    assert found.address.sheet == "台账"
    assert named in found.message("zh")


@pytest.mark.parametrize(
    "rows",
    [
        LINE + BLANK_END,
        LINE + BLANK_END + line(across(16384)),
        LINE * 2000 + BLANK_END,
        LINE + line(VALUE, times=2000) + BLANK_END,
        LINE + line(across(16384), times=3000) + LINE + BLANK_END,
        line(VALUE, across(16383)) * 2000,
    ],
)
def test_the_blank_end_of_a_table_is_no_stray_cell(rows: str) -> None:
    assert is_read(ods(rows))


def test_rows_are_found_wherever_a_piece_ends() -> None:
    sheet = CELLS + cell("AB7") + cell("XFD1048576")
    for size in range(1, 40):
        pieces = [sheet.encode()[at : at + size] for at in range(0, len(sheet), size)]
        assert seems_large(NO_PARTS, pieces)
    table = f"<table:table>{LINE}{BLANK_END}"
    for ending, suspect in ((LINE, True), ("", False)):
        text = f"{table}{ending}</table:table>{LINE}".encode()
        for size in range(1, len(text)):
            pieces = [text[at : at + size] for at in range(0, len(text), size)]
            assert seems_repeated(NO_PARTS, pieces) is suspect


@pytest.mark.parametrize(("row", "stray"), [(LAST_ROW, False), (LAST_ROW + 1, True)])
def test_the_last_row_of_a_sheet_is_a_row_of_it(row: int, stray: bool) -> None:
    extent = Extent()
    extent.cover(row, 1, 3)
    assert (extent.filled, extent.is_stray()) == (3, stray)


@pytest.mark.parametrize(("cells", "vast"), [(MOST_CELLS, False), (MOST_CELLS + 1, True)])
def test_a_full_table_is_vast_only_beyond_the_most_cells(cells: int, vast: bool) -> None:
    assert is_vast(cells, filled=cells) == vast
