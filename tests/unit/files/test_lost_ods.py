"""What the reader loses of an ods, in the forms in which programs write it."""

from __future__ import annotations

import pytest

from reportcli.files.archive import open_zip
from reportcli.files.lost import SheetScan
from reportcli.files.lost_ods import code_of, scan_ods
from reportcli.files.workbook import open_workbook
from reportcli.words.cells import FORMULA_LOST
from tests.containers import ods


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def text(value: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{value}</text:p></table:table-cell>'


def number(value: str, style: str = "", attributes: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell{named} office:value-type="float" office:value="{value}"{attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def scan(rows: str, styles: str = "") -> SheetScan:
    return scan_ods(open_zip("log.ods", ods(rows, styles=styles))).get("台账", SheetScan())


# --- merged cells ---


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        (row(text("a"), text("b")), []),
        (
            row(text("a", ' table:number-columns-spanned="2"'), "<table:covered-table-cell/>"),
            [(1, 1, 1, 2)],
        ),
        (
            row(text("a")) + row(text("b", ' table:number-rows-spanned="3"'), text("c")),
            [(2, 1, 4, 1)],
        ),
        (
            row(
                text("a"),
                text("b", ' table:number-columns-spanned="2" table:number-rows-spanned="2"'),
            ),
            [(1, 2, 2, 3)],
        ),
        (row(text("a", ' table:number-columns-spanned="1" table:number-rows-spanned="1"')), []),
        (
            row(text("a"), attributes=' table:number-rows-repeated="4"')
            + row(
                '<table:table-cell table:number-columns-repeated="2"/>',
                text("b", ' table:number-rows-spanned="2"'),
            ),
            [(5, 3, 6, 3)],
        ),
    ],
)
def test_merged_cells(rows: str, merges: list[tuple[int, ...]]) -> None:
    assert scan(rows).merges == merges
    (sheet,) = open_workbook("log.ods", ods(rows)).sheets
    assert sheet.merges == merges


# --- formulas ---

FORMULA = ' table:formula="of:=[.A1]+1"'


@pytest.mark.parametrize(
    ("cell", "lost"),
    [
        (f"<table:table-cell{FORMULA}/>", FORMULA_LOST),
        (f"<table:table-cell{FORMULA}></table:table-cell>", FORMULA_LOST),
        (f'<table:table-cell table:style-name="ce1"{FORMULA} />', FORMULA_LOST),
        # As LibreOffice writes a formula that came to the empty text.
        (f"<table:table-cell{FORMULA}><text:p/></table:table-cell>", None),
        (number("2", attributes=FORMULA), None),
        (text("是", FORMULA), None),
        (f'<table:table-cell{FORMULA} office:value-type="string" office:string-value=""/>', None),
        (
            f'<table:table-cell{FORMULA} calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
            "#N/A",
        ),
    ],
)
def test_a_formula_without_a_value(cell: str, lost: str | None) -> None:
    rows = row(text("甲"), text("乙")) + row(text("丙"), cell)
    assert scan(rows).lost == ({(2, 2): lost} if lost else {})
    (sheet,) = open_workbook("log.ods", ods(rows)).sheets
    if lost:
        assert list(sheet.rows)[1][1] == lost


def test_a_cell_that_stands_for_several_loses_all_of_them() -> None:
    cell = f'<table:table-cell{FORMULA} table:number-columns-repeated="2"/>'
    found = scan(
        row(text("甲")) + row(text("乙"), cell, attributes=' table:number-rows-repeated="2"')
    )
    assert sorted(found.lost) == [(2, 2), (2, 3), (3, 2), (3, 3)]


# --- how cells look ---


def number_style(name: str, content: str) -> str:
    return f'<number:number-style style:name="{name}">{content}</number:number-style>'


def digits(least: int = 1, decimals: int = 0, more: str = "", embedded: str = "") -> str:
    return (
        f'<number:number number:decimal-places="{decimals}" number:min-integer-digits="{least}"{more}>'
        f"{embedded}</number:number>"
    )


def said(text: str) -> str:
    return f"<number:text>{text}</number:text>"


def cell_style(name: str, data: str = "", through: str = "", parent: str = "Default") -> str:
    of_data = f' style:data-style-name="{data}"' if data else ""
    line = f'<style:text-properties style:text-line-through-style="{through}"/>' if through else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="{parent}"'
        f"{of_data}>{line}</style:style>"
    )


POINT = '<number:embedded-text number:position="1">.</number:embedded-text>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (digits(4), "0000"),
        (said("2024-") + digits(3), '"2024-"000'),
        (said("第") + digits() + said("号"), '"第"0"号"'),
        (digits(1, 2) + said("万元"), '0.00"万元"'),
        (digits(2, 0, ' number:display-factor="1000"', POINT) + said("万元"), '0"."0,"万元"'),
        (digits(1, 2, ' number:display-factor="1000000"'), "0.00,,"),
        (digits(0, 2), "#.00"),
        (said("&quot;A&quot;") + digits(), '"A"0'),
    ],
)
def test_a_style_of_numbers_as_excel_writes_it(content: str, code: str) -> None:
    assert code_of(content) == code


def test_a_number_as_its_style_shows_it() -> None:
    styles = (
        number_style("N1", said("2024-") + digits(3))
        + number_style("N2", digits(2, 0, ' number:display-factor="1000"', POINT) + said("万元"))
        + number_style("N3", digits(1, 2))
        + "".join(cell_style(f"ce{n}", f"N{n}") for n in (1, 2, 3))
        + cell_style("ce4", parent="ce1")
    )
    rows = row(
        *(number(value, f"ce{n}") for n, value in ((1, "13"), (2, "2565000"), (3, "2.5"), (4, "7")))
    )
    (sheet,) = open_workbook("log.ods", ods(rows, styles=styles)).sheets
    assert list(sheet.rows) == [["2024-013", "256.5万元", 2.5, "2024-007"]]


def test_a_negative_number_has_a_style_of_its_own() -> None:
    positive = '<style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/>'
    styles = (
        number_style("N1P0", digits(4))
        + number_style("N1", said("-") + digits() + positive)
        + cell_style("ce1", "N1")
    )
    (sheet,) = open_workbook(
        "log.ods", ods(row(number("12", "ce1"), number("-3", "ce1")), styles=styles)
    ).sheets
    assert list(sheet.rows) == [["0012", -3.0]]


def test_a_cell_without_a_style_has_that_of_its_column() -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="ce1"/>'
    )
    content = ods(
        row(number("1"), number("2"), number("3")),
        styles=number_style("N1", digits(4)) + cell_style("ce1", "N1"),
    )
    # The columns that the file declares come first, so that only a table of its own can say others.
    table = f'<table:table table:name="表">{columns}{row(number("1"), number("2"), number("3"))}</table:table>'
    archive = open_zip("log.ods", content)
    text_of = (
        archive.read("content.xml").decode().replace("</table:table>", f"</table:table>{table}")
    )
    from tests.containers import archive as zipped

    parts = {part.name: archive.read(part.name) for part in archive.parts.values()}
    found = scan_ods(open_zip("log.ods", zipped(parts | {"content.xml": text_of.encode()})))
    assert list(found["表"].shown) == [(1, 3)]
    assert found["台账"].shown == {}


@pytest.mark.parametrize("line", ["solid", "single", "wave"])
def test_struck_out_rows(line: str) -> None:
    styles = cell_style("ce1", through=line) + cell_style("ce2", through="none")
    struck = ' table:style-name="ce1"'
    rows = (
        row(text("甲", struck), text("乙", struck), "<table:table-cell/>")
        + row(text("甲", struck), text("乙"))
        + row(text("甲", ' table:style-name="ce2"'), text("乙"))
        + row(text("甲", struck), number("3", "ce1"))
    )
    (sheet,) = open_workbook("log.ods", ods(rows, styles=styles)).sheets
    assert len(list(sheet.rows)) == 4
    assert sheet.struck_rows == {1, 4}
