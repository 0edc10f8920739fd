"""Tables in the XML of Excel 2003, as office systems export them."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.unit.files.declared import DECLARATIONS
from tests.unit.files.opened import book_of, cells, refused, rows_of, sheet_of

HEADINGS = ["收到日期", "办理结果"]
ROWS = [HEADINGS, ["2024-03-05", "予以公开"]]

XML = """<?xml version="1.0" encoding="{}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">
 <ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel">{}</ExcelWorkbook>
 <Styles><Style ss:ID="s21"><NumberFormat ss:Format="Short Date"/></Style></Styles>
 <Worksheet ss:Name="台账"><Table ss:ExpandedColumnCount="9999" ss:ExpandedRowCount="9999">
  <Column ss:Width="80"/>{}</Table>{}</Worksheet></Workbook>"""


def xml(rows: str, *, options: str = "", declared: str = "UTF-8", book: str = "") -> str:
    return XML.format(declared, book, rows, options)


def data(kind: str, text: str, attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "UTF-8"), ("gbk", "gb2312"), ("utf-16", "UTF-16")]
)
def test_a_spreadsheet_of_2003(encoding: str, declared: str) -> None:
    rows = f"<Row>{data('String', '收到日期')}{data('String', '办理结果')}</Row>"
    book = book_of(xml(rows, declared=declared), encoding)
    assert (book.format, [(s.name, s.state) for s in book.sheets]) == (
        "xml-2003",
        [("台账", "visible")],
    )
    assert cells(book.sheets[0]) == [HEADINGS]


def test_types_of_the_cells_of_2003() -> None:
    row = "".join([
        data("DateTime", "2024-03-05T00:00:00.000", 'ss:StyleID="s21"'),
        data("Number", "12"), data("Number", "0.5"), data("Boolean", "1"), data("Error", "#N/A"),
        data("String", "001"), data("String", "一&#10;二"), data("String", ""), "<Cell/>",
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B>细</ss:Data></Cell>',
        '<Cell><Data ss:Type="String">a</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>',
        data("Number", "no number"), data("DateTime", "2024-02-30T00:00:00.000"),
    ])  # fmt: skip
    assert rows_of(xml(f"<Row>{row}</Row>")) == [
        [datetime(2024, 3, 5), 12, 0.5, True, "#N/A", "001", "一\n二", None, None, "粗细", "a", "no number",
         "2024-02-30T00:00:00.000"],
    ]  # fmt: skip


def test_places_of_the_cells_of_2003() -> None:
    rows = f"""
    <Row ss:Index="2">{data("String", "a")}{data("String", "b", "ss:Index='4'")}</Row>
    <Row>{data("String", "c", "ss:MergeAcross='1' ss:MergeDown='2'")}{data("String", "d")}</Row>
    <Row ss:Index="5" ss:Hidden="1">{data("String", "e", "ss:Index='3'")}</Row>
    <Row ss:Span="2" ss:Hidden="1"/>
    <Row>{data("String", "f")}</Row>"""
    sheet = sheet_of(xml(rows))
    above = [[], ["a", None, None, "b"], ["c", None, "d"], [], [None, None, "e"]]
    assert cells(sheet) == [*above, [], [], [], ["f"]]
    assert sheet.merges == [(3, 1, 5, 2)]
    assert sheet.hidden_rows == 4


@pytest.mark.parametrize(
    ("visible", "state"), [("SheetHidden", "hidden"), ("SheetVeryHidden", "very_hidden")]
)
def test_hidden_sheets_of_2003(visible: str, state: str) -> None:
    options = f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>{visible}</Visible>'
    assert sheet_of(xml("", options=options + "</WorksheetOptions>")).state == state


@pytest.mark.parametrize(("book", "epoch_1904"), [("", False), ("<Date1904/>", True)])
def test_the_date_system_of_2003(book: str, epoch_1904: bool) -> None:
    assert book_of(xml("", book=book)).epoch_1904 is epoch_1904


def test_a_spreadsheet_of_2003_cut_off() -> None:
    whole = xml(f"<Row>{data('String', '收到日期')}{data('String', '办理结果')}</Row>" * 20)
    assert {refused(whole[: len(whole) - cut]).code for cut in (3, 100, 900)} == {"input-damaged"}


HARMFUL_XML = """<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="a"><Table>{}</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)
def test_a_dtd_in_a_spreadsheet_of_2003(declaration: str) -> None:
    rows = "<Row><Cell><Data>&a;&a11;</Data></Cell></Row>"
    assert refused(HARMFUL_XML.format(declaration, rows).encode()).code == "input-unsafe"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(f'<Row a="{"a" * 20_000_000}"/>', id="huge attribute"),
        pytest.param(f"<Row><Cell><Data>{'a' * 20_000_000}</Data></Cell></Row>", id="huge text"),
        pytest.param("<a>" * 100_000 + "</a>" * 100_000, id="deep"),
        pytest.param("<Row>", id="not closed"),
        pytest.param("<Row>&nbsp;</Row>", id="unknown entity"),
        pytest.param('<Row ss:Index="2000000"/>', id="a row beyond the last"),
        pytest.param('<Row ss:Index="-1"/>', id="a row before the first"),
        pytest.param('<Row ss:Index="5"/><Row ss:Index="4"/>', id="rows that go back"),
        pytest.param('<Row ss:Index="x"/>', id="a row without number"),
        pytest.param('<Row><Cell ss:Index="99999"/></Row>', id="a column beyond the last"),
        pytest.param('<Row><Cell ss:MergeAcross="99999999"/></Row>', id="merged beyond the last"),
        pytest.param('<Row ss:Span="x"/>', id="a span without number"),
    ],
)
def test_a_spreadsheet_of_2003_that_no_program_wrote(rows: str) -> None:
    assert refused(HARMFUL_XML.format("", rows).encode()).code == "input-damaged"


def test_a_spreadsheet_of_2003_with_cells_at_the_far_end_of_many_rows() -> None:
    rows = '<Row><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell></Row>' * 3000
    assert refused(HARMFUL_XML.format("", rows).encode()).code == "input-over-cells"


# --- how cells look ---


FIRST, SECOND = 'ss:StyleID="s1"', 'ss:StyleID="s2"'


def styled(rows: str, styles: str) -> str:
    """A workbook with styles: `ID content` each."""
    listed = "".join(
        f'<Style ss:ID="{one.split(None, 1)[0]}">{one.split(None, 1)[1]}</Style>'
        for one in styles.split(";;")
    )
    return xml(rows).replace("<Styles>", f"<Styles>{listed}")


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0000", "12", "0012"),
        ("&quot;2024-&quot;000", "13", "2024-013"),
        ("0.00&quot;万元&quot;", "256.5", "256.5万元"),
        ("0&quot;.&quot;0,&quot;万元&quot;", "2565000", "256.5万元"),
        ("Short Date", "12", 12.0),
        ("Fixed", "12", 12.0),
    ],
)
def test_a_number_as_its_style_shows_it(code: str, value: str, shown: str | float) -> None:
    row = f"<Row>{data('Number', value, FIRST)}{data('Number', value)}</Row>"
    content = styled(row, f's1 <NumberFormat ss:Format="{code}"/>')
    assert rows_of(content) == [[shown, float(value)]]


def test_struck_out_rows() -> None:
    plain, struck = data("String", "甲"), data("String", "甲", FIRST)
    rows = (
        f"<Row>{struck}{struck}</Row><Row>{struck}{plain}</Row>"
        f'<Row ss:StyleID="s1">{plain}<Cell ss:Index="4" ss:StyleID="s2"/></Row>'
        f"<Row>{data('String', '甲', SECOND)}</Row>"
    )
    sheet = sheet_of(styled(rows, 's1 <Font ss:StrikeThrough="1"/>;;s2 <Font ss:Bold="1"/>'))
    assert sheet.struck_rows == {1, 3}
