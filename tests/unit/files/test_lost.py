"""What the reader loses of a sheet: error cells, formulas that were never computed, hidden rows."""

from __future__ import annotations

import io
import time
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from reportcli.files.archive import open_zip
from reportcli.files.biff import book_records, scan_book
from reportcli.files.lost import (
    UNKNOWN_ERROR,
    SheetScan,
)
from reportcli.files.lost_xlsx import Lookout, SheetScanner
from reportcli.files.workbook import scan_archive
from reportcli.intake.child.wire import Job, SheetReading
from reportcli.intake.child.worker import read_file
from reportcli.settings import Settings
from reportcli.words.cells import FORMULA_LOST

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def sheet(rows: str, before: str = "", prefix: str = "") -> str:
    """A worksheet part with these rows."""
    p, xmlns = (f"{prefix}:", f"xmlns:{prefix}") if prefix else ("", "xmlns")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{p}worksheet {xmlns}="{MAIN}">'
        f"{before}<{p}sheetData>{rows}</{p}sheetData></{p}worksheet>"
    )


def book(
    *sheets: str,
    names: str | None = None,
    main: str = MAIN,
    relations: str = RELATIONS,
    id_name: str = "r:id",
    target: str = "worksheets/sheet{}.xml",
    part: str = "xl/worksheets/sheet{}.xml",
) -> bytes:
    """A workbook of these parts, made by hand; its sheets are called 台账1, 台账2 …"""
    numbers = range(1, len(sheets) + 1)
    listed = names or "".join(
        f'<sheet name="台账{n}" sheetId="{n}" {id_name}="rId{n}"/>' for n in numbers
    )
    related = "".join(
        f'<Relationship Target="{target.format(n)}" Type="{relations}/worksheet" Id="rId{n}"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:{id_name.split(":")[0]}="{relations}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        **{part.format(n): content for n, content in zip(numbers, sheets, strict=True)},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def scan(data: bytes) -> dict[str, SheetScan]:
    return scan_archive(open_zip("log.xlsx", data), Lookout())


def scan_rows(rows: str, **more: Any) -> SheetScan:
    """What is found in a sheet with these rows."""
    (found,) = scan(book(sheet(rows, **more))).values()
    return found


def named(lost: Mapping[tuple[int, int], str]) -> dict[str, str]:
    """What was lost, by the names of the cells."""
    return {f"{get_column_letter(column)}{row}": text for (row, column), text in lost.items()}


def lost(rows: str, **more: Any) -> dict[str, str]:
    return named(scan_rows(rows, **more).lost)


# --- the forms of one cell, all in B2 ---

ERRORS = [
    '<c r="B2" t="e"><v>#N/A</v></c>',
    '<c r="B2" s="12" t="e"><v>#N/A</v></c>',
    '<c t="e" s="1" r="B2"><v>#N/A</v></c>',
    '<c s="1" r="B2" cm="1" t="e" vm="2"><v>#N/A</v></c>',
    "<c r='B2' t='e'><v>#N/A</v></c>",
    "<c t='e' r=\"B2\"><v>#N/A</v></c>",
    '<c r = "B2" t = "e" ><v >#N/A</v ></c>',
    '<c\n r="B2"\n t="e">\n <v>#N/A</v>\n</c>',
    '<c r="B2" t="e"><v xml:space="preserve">#N/A</v></c>',
    '<c r="B2" t="e"><f>NA()</f><v>#N/A</v></c>',
    '<c r="B2" t="e"><f t="shared" si="0"/><v>#N/A</v></c>',
    '<c r="B2" t="e"><f t="array" ref="B2:B3">A1:A2&lt;"#"</f><v>#N/A</v></c>',
    '<c r="b2" t="e"><v>#N/A</v></c>',
]
UNCACHED = [
    '<c r="B2"><f>A1+1</f></c>',
    '<c r="B2"><f>A1+1</f><v/></c>',
    '<c r="B2"><f>A1+1</f><v /></c>',
    '<c r="B2"><f>A1+1</f><v></v></c>',
    '<c r="B2"><f>A1+1</f>\n<v>\n</v>\n</c>',
    '<c r="B2" s="3"><f>IF(A1&lt;3,"x",\'a b\'!C1)</f><v></v></c>',
    '<c r="B2"><f t="shared" si="0"/></c>',
    '<c r="B2"><f t="shared" si="0"/><v/></c>',
    '<c r="B2"><f t="shared" ref="B2:B9" si="0">A1</f><v></v></c>',
    '<c r="B2"><f/></c>',
    '<c r="B2"><f></f><v></v></c>',
    "<c r='B2'><f ca='1'>TODAY()</f></c>",
    '<c r="B2" t="n"><f>A1</f></c>',
    '<c r="B2" t="s"><f>A1</f></c>',
    '<c r="B2" t="b"><f>A1</f><v/></c>',
    '<c r="B2" t="d"><f>A1</f><v/></c>',
    '<c r="B2" t="str"><f>A1</f></c>',  # a text that was never computed has no value at all
    '<c r="B2" t="e"><f>A1</f></c>',
    '<c r="B2"><v>3</v><f>A1</f></c>',  # the reader goes by what comes last
]
NOTHING = [
    '<c r="B2"><v>3</v></c>',
    '<c r="B2" s="1"/>',
    '<c r="B2"></c>',
    '<c r="B2"><v/></c>',
    '<c r="B2"><f>A1+1</f><v>3</v></c>',
    '<c r="B2"><f t="shared" si="0"/><v>3</v></c>',
    '<c r="B2"><f t="shared" si="0" /> <v>3</v></c>',
    '<c r="B2" t="str"><f>A1</f><v>是</v></c>',
    '<c r="B2" t="str"><f>A1</f><v></v></c>',  # the formula gives the empty text: a blank
    '<c r="B2" t="str"><f>A1</f><v/></c>',
    '<c t="str" r="B2"><f>A1</f><v></v></c>',
    "<c r='B2' t='str'><f>A1</f><v></v></c>",
    '<c r="B2" s="1" t="str"><f t="shared" si="0"/><v xml:space="preserve"></v></c>',
    '<c r="B2" t="inlineStr"><is><t>t="e" &lt;f>&lt;/f></t></is></c>',
    '<c r="B2" t="inlineStr"><is><t>#N/A "e" \'e\' hidden="1"</t></is></c>',
    '<c r="B2" t="s"><v>0</v></c>',
    '<c r="B2" t="b"><v>1</v></c>',
]
AROUND = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c>{}<c r="C2"><v>1</v></c></row>'


@pytest.mark.parametrize("cell", ERRORS)
def test_an_error_cell_in_every_form(cell: str) -> None:
    assert lost(AROUND.format(cell)) == {"B2": "#N/A"}


@pytest.mark.parametrize("cell", UNCACHED)
def test_a_formula_without_a_value_in_every_form(cell: str) -> None:
    assert lost(AROUND.format(cell)) == {"B2": FORMULA_LOST}


@pytest.mark.parametrize("cell", NOTHING)
def test_what_is_not_lost(cell: str) -> None:
    assert scan_rows(AROUND.format(cell)) == SheetScan()


@pytest.mark.parametrize(
    ("cells", "text"), [(ERRORS, "#N/A"), (UNCACHED, FORMULA_LOST), (NOTHING, None)]
)
def test_elements_may_have_a_prefix(cells: list[str], text: str | None) -> None:
    for cell in cells:
        rows = (
            AROUND.format(cell).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
        )
        assert lost(rows, prefix="x") == ({"B2": text} if text else {})


@pytest.mark.parametrize(
    ("cells", "text"), [(ERRORS, "#N/A"), (UNCACHED, FORMULA_LOST), (NOTHING, None)]
)
def test_cells_that_do_not_say_their_place_are_counted(cells: list[str], text: str | None) -> None:
    for cell in cells:
        for place in (' r="B2"', " r='B2'", ' r="b2"', '\n r="B2"', ' r = "B2"'):
            cell = cell.replace(place, "")
        rows = f"<row><c><v>1</v></c></row>\n<row><c/>{cell}<c><v>1</v></c></row>"
        assert lost(rows) == ({"B2": text} if text else {})


def test_counting_goes_on_from_the_last_place_that_was_said() -> None:
    error = '<c t="e"><v>#REF!</v></c>'
    rows = f'<row>{error}</row><row/><row r="7">{error}<c r="D7"/>{error}</row><row>{error}</row>'
    assert lost(rows) == dict.fromkeys(["A1", "A7", "E7", "A8"], "#REF!")


@pytest.mark.parametrize(
    "text",
    [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
    ],
)
def test_an_error_is_named(text: str) -> None:
    assert lost(f'<row r="1"><c r="AB1" t="e"><v>{text}</v></c></row>') == {"AB1": text}


@pytest.mark.parametrize(
    "text", ["", "张三 #", "#张三", "# 110105194912310016", "#" + "A" * 100, FORMULA_LOST]
)
def test_what_an_error_cell_says_otherwise_is_not_repeated(text: str) -> None:
    cells = f'<c r="A1" t="e"><v>{text}</v></c><c r="B1" t="e"><v>#N/A</v></c>'
    assert lost(f'<row r="1">{cells}</row>') == {"A1": UNKNOWN_ERROR, "B1": "#N/A"}


@pytest.mark.parametrize("place", ["XFE1", "A1048577", "A0", "ZZZZ1", "A99999999"])
def test_a_place_that_no_sheet_has_is_none(place: str) -> None:
    assert lost(f'<row><c r="{place}" t="e"><v>#N/A</v></c></row>').keys() <= {"A1"}


# --- rows ---


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ('<row r="1"/>', 0),
        ('<row r="1" hidden="1"/>', 1),
        ('<row r="1" spans="1:3" hidden="true" ht="15"><c r="A1"/></row>', 1),
        ("<row hidden='1' r='1'/>", 1),
        ('<row r="1" hidden="0"/><row r="2" hidden="false"/>', 0),
        ('<row r="1" hidden="false"/><row r="2" hidden="true"/><row r="3" hidden="false"/>', 1),
        (
            '<row r="1" hidden="1"/><row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3"/>',
            2,
        ),
    ],
)
def test_hidden_rows_are_counted_and_hidden_columns_are_not(rows: str, hidden: int) -> None:
    columns = '<cols><col min="1" max="2" hidden="1"/></cols>'
    assert scan_rows(rows, before=columns) == SheetScan(hidden_rows=hidden)
    prefixed = rows.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    assert scan_rows(prefixed, before=columns, prefix="x").hidden_rows == hidden


@pytest.mark.parametrize(
    ("before", "rows", "filtered"),
    [
        ('<sheetPr filterMode="1"/>', '<row r="2" hidden="1"/>', True),
        (
            '<sheetPr codeName="S" filterMode="true"><pageSetUpPr/></sheetPr>',
            '<row r="2" hidden="1"/>',
            True,
        ),
        ('<sheetPr filterMode="1"/>', '<row r="2"/>', False),
        ('<sheetPr filterMode="false"/>', '<row r="2" hidden="1"/>', False),
        ("", '<row r="2" hidden="1"/>', False),
    ],
)
def test_whether_a_filter_hides_rows(before: str, rows: str, filtered: bool) -> None:
    assert scan_rows(rows, before=before).filtered is filtered


# --- which part is which sheet ---

ERROR = sheet('<row r="3"><c r="C3" t="e"><v>#N/A</v></c></row>')


def test_each_sheet_has_its_own() -> None:
    formula = sheet('<row r="1"><c r="A1"><f>1</f></c></row>', before='<sheetPr filterMode="1"/>')
    found = scan(book(ERROR, sheet(""), formula))
    assert {name: named(one.lost) for name, one in found.items()} == {
        "台账1": {"C3": "#N/A"},
        "台账2": {},
        "台账3": {"A1": FORMULA_LOST},
    }


@pytest.mark.parametrize("id_name", ["r:id", "rel:id", "d3p1:id", "relationships:id"])
@pytest.mark.parametrize(
    ("main", "relations"), [(MAIN, RELATIONS), (STRICT_MAIN, STRICT_RELATIONS)]
)
def test_namespaces_do_not_matter(id_name: str, main: str, relations: str) -> None:
    part = ERROR.replace(MAIN, main)
    assert scan(book(part, id_name=id_name, main=main, relations=relations))["台账1"].lost == {
        (3, 3): "#N/A"
    }


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("/xl/worksheets/sheet{}.xml", "xl/worksheets/sheet{}.xml"),
        ("./worksheets/sheet{}.xml", "xl/worksheets/sheet{}.xml"),
        ("worksheets/Sheet{}.xml", "xl/worksheets/sheet{}.xml"),
        ("worksheets/表{}.xml", "xl/worksheets/表{}.xml"),
    ],
)
def test_parts_are_found_wherever_they_are(target: str, part: str) -> None:
    assert scan(book(ERROR, target=target, part=part))["台账1"].lost == {(3, 3): "#N/A"}


def test_names_are_read_as_the_reader_reads_them() -> None:
    listed = (
        '<sheet sheetId="1" r:id="rId1" name="&#x4e2d;&#20013; &amp; &quot;b&quot; &lt;&apos;"/>'
    )
    assert list(scan(book(ERROR, names=listed))) == ['中中 & "b" <\'']


@pytest.mark.parametrize(
    "names", ['<sheet name="a" sheetId="1" r:id="rId9"/>', '<sheet name="a" sheetId="1"/>', " "]
)
def test_a_sheet_without_a_part_is_absent(names: str) -> None:
    assert scan(book(ERROR, names=names)) == {}


# --- piece by piece ---

ALL_FORMS = sheet(
    "".join(
        f'<row r="{row}" hidden="{row % 2}">{cell.replace("B2", f"B{row}").replace("b2", f"B{row}")}</row>'
        for row, cell in enumerate(ERRORS + UNCACHED + NOTHING, 1)
    ),
    before='<sheetPr filterMode="1"/>',
).encode()


@given(st.lists(st.integers(1, 300), min_size=1, max_size=20), st.booleans())
@example([1], True)
@example([7], False)
def test_it_does_not_matter_where_pieces_end(sizes: list[int], counting: bool) -> None:
    scanner, at = SheetScanner(counting=counting), 0
    while at < len(ALL_FORMS):
        size = sizes[at % len(sizes)]
        scanner.feed(ALL_FORMS[at : at + size])
        at += size
    scanner.close()
    assert len(scanner.found.lost) == len(ERRORS) + len(UNCACHED)
    assert scanner.found == scan(book(ALL_FORMS.decode()))["台账1"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('<c r="A1"><f>' + "x" * 60 + "</f></c>", id="uncached"),
        pytest.param('<c r="A1"><f>' + "x" * 60 + "</f><v>1</v></c>", id="cached"),
        pytest.param('<c r="A1" t="e"><v>#N/A</v></c>', id="errors"),
        pytest.param('<c><f>1</f></c><c t="e"><v>#N/A</v></c>', id="without places"),
        pytest.param("<f>", id="formulas that never end"),
        pytest.param('<c r="A1" t="e">#', id="cells that never end"),
        pytest.param('"e"#', id="no tags"),
        pytest.param('hidden="1" ', id="no rows"),
        pytest.param("<f" + " " * 200, id="tags that never end"),
        pytest.param("<f/>" + " " * 200, id="white space"),
    ],
)
def test_a_hostile_sheet_takes_time_in_proportion(rows: str) -> None:
    def seconds(size: int) -> float:
        part = ('<worksheet><sheetData><row r="1">' + rows * (size // len(rows))).encode()
        began = time.process_time()
        scanner = SheetScanner()
        for at in range(0, len(part), 1 << 17):
            scanner.feed(part[at : at + (1 << 17)])
        scanner.close()
        return time.process_time() - began

    assert seconds(1 << 20) < 5
    assert seconds(1 << 22) < 4 * 5


# --- as openpyxl reads it ---

SIMPLE = st.one_of(
    st.integers(-10, 99_999),
    st.booleans(),
    st.sampled_from(
        [datetime(2024, 3, 5), "予以公开", "a \"e\" <f> & 'e'", "hidden", "3月5日", "0"]
    ),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=8),
)
ERROR_TEXTS = st.sampled_from(["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
FORMULAS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30
).map("={}".format)
ARRAYS = FORMULAS.map(lambda text: ArrayFormula("A1:A2", text))
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 60))
CELLS = st.dictionaries(PLACES, SIMPLE | ERROR_TEXTS | FORMULAS | ARRAYS, max_size=30)


@given(CELLS, st.sets(st.integers(1, 45), max_size=5))
@example({(1, 1): "=</f><v>1</v>", (1, 2): "=1", (2, 60): "#N/A"}, {2})
def test_openpyxl_finds_the_same(cells: dict[tuple[int, int], Any], hidden: set[int]) -> None:
    written = Workbook()
    for (row, column), value in cells.items():
        written.active.cell(row, column).value = value
    for row in hidden:
        written.active.row_dimensions[row].hidden = True
    buffer = io.BytesIO()
    written.save(buffer)
    read = load_workbook(io.BytesIO(buffer.getvalue())).active
    expected = {
        (cell.row, cell.column): cell.value if cell.data_type == "e" else FORMULA_LOST
        for row in read.iter_rows()
        for cell in row
        if cell.data_type in ("e", "f")
    }
    found = scan(buffer.getvalue())["Sheet"]
    assert found.lost == expected
    assert found.hidden_rows == sum(row.hidden for row in read.row_dimensions.values())


# --- the other formats ---

ODS_ERROR = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>1</text:p></table:table-cell>'
ODS_CELL = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("rows", "lost_cells"),
    [
        (
            f"<table:table-row>{ODS_TEXT}{ODS_CELL.format(ODS_ERROR, '#N/A')}</table:table-row>",
            {"B1": "#N/A"},
        ),
        (
            '<table:table-row table:number-rows-repeated="3"/><table:table-row>'
            '<table:table-cell table:number-columns-repeated="26"/>'
            + ODS_CELL.format(f'table:number-columns-repeated="2" {ODS_ERROR}', "Err:502")
            + f"<table:covered-table-cell/><table:table-cell {ODS_ERROR}/></table:table-row>",
            {"AA4": "Err:502", "AB4": "Err:502", "AD4": UNKNOWN_ERROR},
        ),
        (
            '<table:table-row table:number-rows-repeated="2">'
            + ODS_CELL.format(ODS_ERROR, "#REF!")
            + "</table:table-row>",
            {"A1": "#REF!", "A2": "#REF!"},
        ),
        (
            '<table:table-row table:number-rows-repeated="1000"><table:table-cell '
            f'table:number-columns-repeated="1000000" {ODS_ERROR}/></table:table-row>',
            None,
        ),
    ],
)
def test_places_in_a_table_of_ods(rows: str, lost_cells: dict[str, str] | None) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        tables = (
            f'<table:table table:name="a &amp; b">{rows}</table:table><table:table table:name="c"/>'
        )
        archive.writestr(
            "content.xml", f"<office:document-content>{tables}</office:document-content>"
        )
    found = scan(buffer.getvalue())
    assert list(found) == ["a & b", "c"]
    if lost_cells is None:  # what a file claims is not allocated
        assert len(found["a & b"].lost) <= 10_000
    else:
        assert named(found["a & b"].lost) == lost_cells


def test_a_compound_file_of_another_kind_tells_nothing() -> None:
    assert (
        scan_book(book_records("log.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))) == {}
    )
    assert scan_book(book_records("log.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) == {}


# --- through the whole reading ---


def read(tmp_path: Path, data: bytes) -> SheetReading:
    """The first sheet of a workbook, read as a log."""
    (tmp_path / "log.xlsx").write_bytes(data)
    return read_file(Job(str(tmp_path / "log.xlsx"), Settings())).sheets[0]


def faults(reading: SheetReading) -> list[tuple[str, str]]:
    """(code, cell) of each fault, in order."""

    def each() -> Iterator[tuple[str, str]]:
        for column in reading.faults:
            rows, which = array("i", column.rows), array("i", column.which)
            for row, kind in zip(rows, which, strict=True):
                for fault in column.kinds[kind]:
                    yield fault.code, f"{get_column_letter(column.column)}{row}"

    return sorted(each())


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


HEADINGS = ["收到日期", "申请人类型", "办理结果", "答复日期", "理由", "用途"]
RECORD = ["2024-01-05", "自然人", "予以公开", "2024-01-10", "", "x"]


def log_rows(cells: Mapping[str, str], rows: int = 4) -> str:
    """A log of requests whose records start in row 2, with these cells in place of others."""

    def cell(row: int, column: int) -> str:
        place = f"{get_column_letter(column)}{row}"
        value = (HEADINGS if row == 1 else RECORD)[column - 1]
        return cells.get(place, text(place, value) if value else "")

    return "".join(
        f'<row r="{row}">' + "".join(cell(row, column) for column in range(1, 7)) + "</row>"
        for row in range(1, rows + 1)
    )


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (ERRORS[0], "cell-error"),
        (UNCACHED[0], "formula-uncached"),
        (UNCACHED[3], "formula-uncached"),
    ],
)
@pytest.mark.parametrize("place", ["A3", "B3", "C3", "D3", "E3"])
def test_what_a_record_lost_is_a_finding_at_its_cell(
    tmp_path: Path, form: str, code: str, place: str
) -> None:
    reading = read(tmp_path, book(sheet(log_rows({place: form.replace("B2", place)}))))
    assert faults(reading) == [(code, place)]
    assert array("i", reading.rows).tolist() == [2, 3, 4]


def test_a_column_that_no_field_needs_is_ignored(tmp_path: Path) -> None:
    outside = '<c r="F2" t="e"><v>#N/A</v></c>', '<c r="F3"><f>1</f></c>', '<c r="F4"><f>1</f></c>'
    cells = {
        "F2": outside[0],
        "F3": outside[1],
        "F4": outside[2] + '<c r="XFD4" t="e"><v>#N/A</v></c>',
    }
    reading = read(tmp_path, book(sheet(log_rows(cells))))
    assert faults(reading) == []
    assert array("i", reading.rows).tolist() == [2, 3, 4]


def test_a_row_of_which_all_is_lost_is_a_record(tmp_path: Path) -> None:
    # Formulas without a value do not even belong to the used range: row 7 lies below it.
    lost_rows = (
        '<row r="6"><c r="A6" t="e"><v>#N/A</v></c></row>'
        '<row r="7"><c r="A7"><f>1</f></c><c r="C7"><f>1</f></c></row>'
        '<row r="9"><c r="F9"><f>1</f></c></row>'
    )
    reading = read(tmp_path, book(sheet(log_rows({}) + lost_rows)))
    at_its_cell = [("cell-error", "A6"), ("formula-uncached", "A7"), ("formula-uncached", "C7")]
    assert [fault for fault in faults(reading) if fault[0] != "applicant-undecided"] == at_its_cell
    assert array("i", reading.rows).tolist() == [2, 3, 4, 6, 7]
    assert {reason: array("i", rows).tolist() for reason, rows in reading.set_aside.items()} == {
        "blank": [5, 8, 9]
    }


def test_lost_cells_left_of_the_used_range_and_above_it(tmp_path: Path) -> None:
    # A title and a running number, both formulas: the used range begins at B3.
    rows = log_rows({}).replace('r="', 'r="_')
    for row in (4, 3, 2, 1):
        rows = rows.replace(
            f'<row r="_{row}">', f'<row r="{row + 2}"><c r="A{row + 2}"><f>ROW()</f></c>'
        )
        for column in range(6, 0, -1):
            old, new = get_column_letter(column), get_column_letter(column + 1)
            rows = rows.replace(f'r="_{old}{row}"', f'r="{new}{row + 2}"')
    rows = '<row r="1"><c r="A1"><f>"台账"</f></c></row>' + rows
    broken = rows.replace(text("B5", "2024-01-05"), '<c r="B5"><f>1</f></c>')
    reading = read(tmp_path, book(sheet(broken)))
    assert reading.header_rows == [3]
    assert faults(reading) == [("formula-uncached", "B5")]
    assert array("i", reading.rows).tolist() == [4, 5, 6]


def test_a_value_is_never_replaced(tmp_path: Path) -> None:
    # What looks lost but is not, because the reader has a value for it.
    cell = '<c r="D3" t="inlineStr"><f>1</f><is><t>2024-01-10</t></is></c>'
    comment = '<!-- <c r="D4" t="e"><v>#N/A</v></c> -->'
    reading = read(tmp_path, book(sheet(log_rows({"D3": cell}) + comment)))
    assert faults(reading) == []


def test_hidden_rows_are_told_and_count(tmp_path: Path) -> None:
    rows = log_rows({}).replace('<row r="3">', '<row r="3" hidden="1">')
    reading = read(tmp_path, book(sheet(rows)))
    assert reading.hidden_rows == 1
    assert array("i", reading.rows).tolist() == [2, 3, 4]


def test_items_whose_number_was_lost_are_not_one_item(tmp_path: Path) -> None:
    def row(number: int, *cells: str) -> str:
        return f'<row r="{number}">' + "".join(cells) + "</row>"

    rows = row(
        1,
        text("A1", "文件名称"),
        text("B1", "文号"),
        text("C1", "信息类别"),
        text("D1", "公开日期"),
    )
    for number in (2, 3):
        rows += row(
            number,
            text(f"A{number}", f"通知{number}"),
            f'<c r="B{number}" t="e"><v>#N/A</v></c>',
            text(f"C{number}", "行政规范性文件"),
            text(f"D{number}", "2024-01-05"),
        )
    reading = read(tmp_path, book(sheet(rows)))
    assert [code for code, _ in faults(reading)] == ["cell-error", "cell-error"]
    assert len(reading.data["item"].values) == 2


def test_requests_whose_applicants_were_lost_are_not_repetitions(tmp_path: Path) -> None:
    headings = ["收到日期", "申请人类型", "办理结果", "答复日期", "申请人", "申请内容"]
    rows = (
        '<row r="1">'
        + "".join(text(f"{'ABCDEF'[n]}1", one) for n, one in enumerate(headings))
        + "</row>"
    )
    for row in (2, 3):
        cells = "".join(text(f"{'ABCD'[n]}{row}", one) for n, one in enumerate(RECORD[:4]))
        rows += f'<row r="{row}">{cells}<c r="E{row}" t="e"><v>#N/A</v></c><c r="F{row}"><f>1</f></c></row>'
    assert faults(read(tmp_path, book(sheet(rows)))) == []
