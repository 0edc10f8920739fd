"""What a file is by its content: every format that offices export, and what is none named for what it is."""

from __future__ import annotations

import base64
import quopri
import struct
from datetime import date, datetime

import pytest

from reportcli.files.sheet import Row, Sheet, Workbook
from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal
from tests.containers import (
    BIFF_EOF,
    SHEET_TYPE,
    BiffRecord,
    archive,
    biff,
    compound_file,
    content_types,
    ods,
    xls_of,
    xlsb,
    xlsx,
)

HEADINGS = ["收到日期", "办理结果"]
ROWS = [HEADINGS, ["2024-03-05", "予以公开"]]
CELLS = '<row r="1"><c r="A1"><v>1</v></c></row>'
LINE = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'


def book_of(content: bytes | str, encoding: str = "utf-8", name: str = "台账.xls") -> Workbook:
    return open_workbook(name, content if isinstance(content, bytes) else content.encode(encoding))


def cells(sheet: Sheet) -> list[Row]:
    """The rows, blank cells as None, and without the blank ones at the end of a row."""
    rows = [[None if cell == "" else cell for cell in row] for row in sheet.rows]
    return [
        row[: max((n for n, cell in enumerate(row, 1) if cell is not None), default=0)]
        for row in rows
    ]


def sheet_of(content: bytes | str, encoding: str = "utf-8") -> Sheet:
    (sheet,) = book_of(content, encoding).sheets
    return sheet


def rows_of(content: bytes | str, encoding: str = "utf-8") -> list[Row]:
    return cells(sheet_of(content, encoding))


def refused(content: bytes | str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        [list(sheet.rows) for sheet in book_of(content).sheets]
    assert caught.value.status == 3
    return caught.value


# --- archives ---

MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        pytest.param(xlsx(CELLS), "xlsx", id="xlsx"),
        pytest.param(xlsx(CELLS, main_type=TEMPLATE), "xlsx", id="xltx"),
        pytest.param(xlsx(CELLS, main_type=MACROS), "xlsm", id="xlsm"),
        pytest.param(
            xlsx(CELLS, {"word/document.xml": b"<document/>"}), "xlsx", id="with a document in it"
        ),
        pytest.param(xlsb({0: {0: "1"}}), "xlsb", id="xlsb"),
        pytest.param(ods(LINE), "ods", id="ods"),
        pytest.param(ods(LINE, kind="spreadsheet-template"), "ods", id="ots"),
    ],
)
def test_archives_are_told_apart_by_their_parts(content: bytes, format_: str) -> None:
    book = book_of(content)
    assert (book.format, [sheet.name for sheet in book.sheets]) == (format_, ["台账"])
    assert str(cells(book.sheets[0])[0][0]) in ("1", "1.0")


def test_xlsb_has_its_cells_where_they_are() -> None:
    content = xlsb({2: {1: "收到日期", 2: "办理结果"}, 4: {1: "2024-03-05"}})
    assert rows_of(content) == [[], [], [None, *HEADINGS], [], [None, "2024-03-05"]]


def other_archive(main_type: str) -> bytes:
    return archive({"[Content_Types].xml": content_types("x.xml", main_type), "x.xml": b"<x/>"})


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
POINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (other_archive(WORD), "Word (docx)"),
        (
            other_archive(WORD.replace("officedocument", "officedocument.spreadsheetml.sheet")),
            "xlsx",
        ),
        (other_archive("application/vnd.ms-word.document.macroEnabled.main+xml"), "Word (docx)"),
        (other_archive(POINT), "PowerPoint (pptx)"),
        (other_archive("application/vnd.ms-visio.drawing.main+xml"), "Visio (vsdx)"),
        (ods("", kind="text"), "OpenDocument (odt)"),
        (ods("", kind="presentation"), "OpenDocument (odp)"),
        (ods("", kind="graphics"), "OpenDocument"),
        (archive({"OFD.xml": b"<OFD/>"}), "OFD"),
        (archive({"META-INF/MANIFEST.MF": b""}), "JAR"),
        (archive({"台账.xlsx": xlsx(CELLS)}), "ZIP"),
        (archive({"台账.csv": b"a,b"}), "ZIP"),
        (archive({}), "ZIP"),
    ],
)
def test_other_archives_are_named(content: bytes, what: str) -> None:
    found = refused(content)
    if what == "xlsx":  # a workbook by its own word, but broken
        assert found.code == "input-damaged"
    else:
        assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": what})


@pytest.mark.parametrize(
    ("properties", "epoch_1904"),
    [
        ("", False),
        ("<workbookPr/>", False),
        ('<workbookPr date1904="1"/>', True),
        ('<workbookPr codeName="a" date1904="true" />', True),
        ("<workbookPr date1904='1'></workbookPr>", True),
        ('<workbookPr date1904="0"/>', False),
        ('<workbookPr date1904="false"/>', False),
        ('<workbookPr/><!-- date1904="1" -->', False),
    ],
)
def test_the_date_system_of_a_workbook(properties: str, epoch_1904: bool) -> None:
    serial = '<row r="1"><c r="A1" s="1"><v>44000</v></c><c r="B1"><v>44000</v></c></row>'
    book = book_of(xlsx(serial, properties=properties))
    assert book.epoch_1904 is epoch_1904
    ((day, number),) = cells(book.sheets[0])
    # What is formatted as a date comes right already; a bare number is a matter of `values.py`.
    assert isinstance(day, date)
    assert (day.year, number) == (2024 if epoch_1904 else 2020, 44000)


# --- compound files ---


@pytest.mark.parametrize(
    ("streams", "what"),
    [
        (["WordDocument", "1Table"], "Word / WPS (doc, wps)"),
        (["PowerPoint Document"], "PowerPoint / WPS (ppt, dps)"),
        (["__properties_version1.0"], "Outlook (msg)"),
        (["䡀㽿䅤䈯䠶"], "Windows Installer (msi)"),
        (["VisioDocument"], "Visio (vsd)"),
        (["Anything"], "OLE2"),
    ],
)
def test_other_compound_files_are_named(streams: list[str], what: str) -> None:
    found = refused(compound_file(dict.fromkeys(streams, b"")))
    assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": what})


FILE_PASS = (0x2F, struct.pack("<HHH", 0, 0x1234, 0x5678))


def xls(*more: BiffRecord) -> bytes:
    """An xls with a number in A1, and more records in front."""
    return xls_of((0x203, struct.pack("<HHHd", 0, 0, 0, 12.0)), about=more)


def test_xls() -> None:
    book = book_of(xls())
    assert (book.format, [cells(sheet) for sheet in book.sheets]) == ("xls", [[[12.0]]])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(compound_file({"EncryptionInfo": b"", "EncryptedPackage": b""}), id="xlsx"),
        pytest.param(xls(FILE_PASS), id="xls"),
        pytest.param(
            xls((0x86, b""), FILE_PASS), id="xls with a recommendation to open it for reading only"
        ),
        pytest.param(ods(LINE, encrypted=True), id="ods"),
    ],
)
def test_a_password_is_said_to_be_one(content: bytes) -> None:
    assert refused(content).code == "input-encrypted"


def test_a_workbook_without_sheets_is_damaged() -> None:
    begin = (0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    assert refused(compound_file({"Workbook": biff(begin, BIFF_EOF)})).code == "input-damaged"


# --- HTML ---

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>{}</x:Name>
</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><body>{}</body></html>"""
TABLE = """<table border=1>
<tr><th>收到日期</th><th>办理结果</th></tr>
<tr><td style='mso-number-format:"yyyy\\-m\\-d"'>2024-03-05</td><td>予以公开</td></tr>
</table>"""


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_table_in_html_in_the_encodings_it_comes_in(encoding: str) -> None:
    book = book_of(PAGE.format("依申请公开", TABLE), encoding)
    assert (book.format, [sheet.name for sheet in book.sheets]) == ("html", ["依申请公开"])
    assert cells(book.sheets[0]) == ROWS


@pytest.mark.parametrize(
    "page",
    [
        TABLE,
        "\r\n  " + TABLE,
        "<!DOCTYPE html>" + TABLE,
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1.dtd">'
        + TABLE,
        '<?xml version="1.0" encoding="GB2312"?><html>' + TABLE + "</html>",
        TABLE.upper(),
        TABLE.replace("</tr>", "").replace("</td>", "").replace("</th>", ""),
        TABLE.replace("<tr>", "<thead><tr>", 1).replace("</tr>", "</tr></thead><tbody>", 1),
        "<script>if (a < b) c('<')</script>" + TABLE,
        "<div><center>" + TABLE + "</center></div>",
        TABLE.replace("<td>予以公开", "<td><font color=red><b>予以</b>公开</font>"),
        TABLE.replace("<td>予以公开", "<td>\n   予以公开\n  "),
        TABLE.replace(
            "<td>予以公开", "<td><!-- 不予公开 -->予以公开<script>1</script><style>2</style>"
        ),
        TABLE.replace("</th></tr>", "</th></tr><form>"),
    ],
)
def test_pages_as_they_come(page: str) -> None:
    book = book_of(page)
    assert (book.format, [sheet.name for sheet in book.sheets]) == ("html", ["台账"])
    assert cells(book.sheets[0]) == ROWS


def test_numbers_and_blanks_stay_what_they_are() -> None:
    rows = rows_of(
        "<table><tr><td>001<td>&nbsp;<td>3.20<td></td><td>&lt;a&gt; &amp; b<tr><td>a<td>b</table>"
    )
    assert rows[0] == ["001", "\xa0", "3.20", None, "<a> & b"]


def test_lines_in_a_cell() -> None:
    rows = rows_of(
        "<table><tr><td>a<br>b<BR/> c <td><p>d</p><p>e</p><td><div>f</div>g<tr><td>1<td>2</table>"
    )
    assert rows[0] == ["a\nb\nc", "d\ne", "f\ng"]


def test_merged_cells() -> None:
    sheet = sheet_of("""<table>
        <tr><td colspan=4>2024年台账</td></tr>
        <tr><td rowspan=2>编号</td><td colspan=2>答复</td><td rowspan=2>备注</td></tr>
        <tr><td>日期</td><td>结果</td></tr>
        <tr><td>1</td><td>2024-03-05</td><td rowspan="9">公开</td><td></td></tr>
        <tr><td>2</td><td>2024-03-06</td><td>加急</td></tr>
    </table>""")
    assert cells(sheet) == [
        ["2024年台账"],
        ["编号", "答复", None, "备注"],
        [None, "日期", "结果"],
        ["1", "2024-03-05", "公开"],
        ["2", "2024-03-06", None, "加急"],
    ]
    assert sheet.merges == [(1, 1, 1, 4), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4), (4, 3, 5, 3)]


@pytest.mark.parametrize(("across", "down"), [("0", "1"), ("-2", "x"), ("", " 1 "), ("1.5", "²")])
def test_spans_that_are_none(across: str, down: str) -> None:
    page = TABLE.replace("<th>", f"<th colspan='{across}' rowspan='{down}'>", 1)
    assert rows_of(page) == ROWS


def test_a_rowspan_of_nought_is_the_rest_of_the_table() -> None:
    rows = rows_of("<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>")
    assert rows == [["a", "b"], [None, "c"], [None, "d"]]


def test_a_caption_is_a_row_above() -> None:
    assert rows_of(TABLE.replace("<tr>", "<caption>2024年台账</caption><tr>", 1)) == [
        ["2024年台账"],
        *ROWS,
    ]


def test_several_tables_are_several_sheets_and_layout_is_none() -> None:
    other = TABLE.replace("予以公开", "不予公开")
    layout = f"<table><tr><td>政府信息公开系统</td></tr><tr><td>{TABLE}</td></tr><tr><td>{other}</td></tr></table>"
    book = book_of(PAGE.format("", layout))
    assert [(sheet.name, cells(sheet)[1][1]) for sheet in book.sheets] == [
        ("台账 (1)", "予以公开"),
        ("台账 (2)", "不予公开"),
    ]


def test_a_table_in_a_cell_is_no_text_of_it() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    book = book_of(TABLE.replace("予以公开", f"予以{inner}公开"))
    assert [cells(sheet) for sheet in book.sheets] == [ROWS, [["甲", "乙"], ["丙", "丁"]]]


def test_a_page_of_many_rows_with_many_slips() -> None:
    rows = "".join(f"<tr><td><font>{n}<td>b</font>" for n in range(5000))
    assert len(rows_of(f"<table>{rows}</table>")) == 5000


@pytest.mark.parametrize(
    ("page", "code", "what"),
    [
        ("<html><body>请登录</body></html>", "input-not-a-spreadsheet", "HTML"),
        ("<table><tr><td>a<td>b</table>", "input-not-a-spreadsheet", "HTML"),
        ("<table><tr><td>a<tr><td>b</table>", "input-not-a-spreadsheet", "HTML"),
        ("<table></table>", "input-not-a-spreadsheet", "HTML"),
        ("<svg xmlns='http://www.w3.org/2000/svg'></svg>", "input-not-a-spreadsheet", "SVG"),
        ("<?xml version='1.0'?><a><b/></a>", "input-not-a-spreadsheet", "XML"),
        ("<?xml version='1.0'?><uof:UOF xmlns:uof='a'/>", "input-not-a-spreadsheet", "UOF"),
        ("<w:wordDocument xmlns:w='a'/>", "input-not-a-spreadsheet", "Word 2003 (xml)"),
    ],
)
def test_pages_without_a_table(page: str, code: str, what: str) -> None:
    found = refused(page)
    assert (found.code, found.details) == (code, {"what": what})


@pytest.mark.parametrize("length", [0.3, 0.6, 0.9, 0.97])
def test_a_page_cut_off_is_not_read_as_a_shorter_one(length: float) -> None:
    page = PAGE.format("a", TABLE.replace("</table>", "<tr><td>a<td>b" * 50 + "</table>"))
    page = page[: page.index("</table>")]
    assert refused(page[: int(len(page) * length)]).code in (
        "input-damaged",
        "input-not-a-spreadsheet",
    )


# --- MHT ---

LETTER = """MIME-Version: 1.0
X-Document-Type: Workbook
Content-Type: multipart/related; boundary="----=_NextPart"

本文档为“单个文件网页”。

------=_NextPart
Content-Location: file:///C:/log.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="gb2312"

{}
------=_NextPart
Content-Location: file:///C:/log.files/sheet001.htm
Content-Transfer-Encoding: base64
Content-Type: text/html; charset="gb2312"

{}
------=_NextPart
Content-Location: file:///C:/log.files/image001.png
Content-Transfer-Encoding: base64
Content-Type: image/png

iVBORw0KGgo=
------=_NextPart--
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_page_in_one_file(newline: str) -> None:
    main = quopri.encodestring(PAGE.format("依申请公开", "").encode("gbk")).decode()
    sheet = base64.encodebytes(
        PAGE.format("", TABLE).replace("<x:Name>", "").encode("gbk")
    ).decode()
    letter = LETTER.format(main, sheet).replace("\n", newline)
    book = book_of(letter)
    assert (book.format, book.encoding) == ("mht", "gb18030")
    assert [(sheet.name, cells(sheet)) for sheet in book.sheets] == [("依申请公开", ROWS)]


def test_a_letter_without_a_table() -> None:
    found = refused(
        "From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: text/plain\n\n收到日期,办理结果\n"
    )
    assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": "MHT"})


# --- the XML of Excel 2003 ---

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


# --- delimited text ---


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        # Text that Excel 'saved' as .xls, and the line with which Excel is told the delimiter.
        ("收到日期\t办理结果\r\n2024-03-05\t予以公开\r\n", ROWS),
        ("sep=;\r\n收到日期;办理结果\r\n2024-03-05;予以公开", ROWS),
        ('"sep=|"\n收到日期|办理结果\n2024-03-05|予以公开', ROWS),
        ("sep=\t\n收到日期\t办理结果\n2024-03-05\t予以公开", ROWS),
        ("SEP=,\n收到日期,办理结果\n2024-03-05,予以公开", ROWS),
        ("sep=;\na,b;c\n", [["a,b", "c"]]),
        ("收到日期|办理结果\n2024-03-05|予以公开", ROWS),
        # A title may be full of what the delimiter is not.
        ('"台账,一,二,三"\n收到日期;办理结果\n2024-03-05;予以公开', [["台账,一,二,三"], *ROWS]),
        ("台账,一,二,三\n收到日期;办理结果\n2024-03-05;予以公开", [["台账,一,二,三"], *ROWS]),
        # So may cells, and rows may be of unequal length.
        (
            "收到日期,办理结果\n" + "2024-03-05,甲;乙|丙\n" * 5,
            [HEADINGS, *[["2024-03-05", "甲;乙|丙"]] * 5],
        ),
        ("a,b,c,d\n1,2,3;4,\n1,2;3\n", [["a", "b", "c", "d"], ["1", "2", "3;4"], ["1", "2;3"]]),
        (
            '收到日期,"办理\n结果;a\tb"\n2024-03-05,c',
            [["收到日期", "办理\n结果;a\tb"], ["2024-03-05", "c"]],
        ),
    ],
)
def test_delimiters(content: str, rows: list[Row]) -> None:
    assert rows_of(content) == rows


def test_the_delimiter_is_sought_in_the_first_records_only() -> None:
    assert rows_of("a,b\n" * 60 + '"c;\n' + ";" * 70_000 + '",d\n')[-1][1] == "d"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    text = "登记编号\t收到日期\t办理结果\r\n" + "1\t2024-03-05\t一一一一\r\n" * 20
    book = book_of(text, encoding)
    assert (book.format, book.encoding) == ("tsv", encoding)
    assert cells(book.sheets[0])[1] == ["1", "2024-03-05", "一一一一"]


# --- everything else ---


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"GIF89a\1\0", "GIF"),
        (b"Rar!\x1a\7\0", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"PK\5\6" + bytes(18), "ZIP"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\0\1\0\0Standard ACE DB\0", "Access (mdb, accdb)"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"\x09\0\4\0\2\0\x10\0", "Excel 2–4 (BIFF)"),
        (b"\x09\2\6\0\0\3\x10\0\0\0", "Excel 2–4 (BIFF)"),
        (b"\x09\4\6\0\0\4\x10\0\0\0", "Excel 2–4 (BIFF)"),
        (b"\x7fELF\2\1\1" + bytes(9), "BIN 7f454c46"),
        ("收到日期", "TXT"),
        ("各位同事：\n请于周五前报送。\n", "TXT"),
        (b"a,b\n\x80\xff,c\n", "TXT (≠ UTF-8, GB18030)"),
    ],
)  # fmt: skip
def test_anything_else_is_named(content: bytes | str, what: str) -> None:
    found = refused(content)
    assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": what})
    for language in ("zh", "en"):
        assert what in found.message(language)
        assert "xlsx" in found.message(language)


@pytest.mark.parametrize("content", [SHEET_TYPE, "MZ编号,日期\n1,2", "GIF,日期\n1,2"])
def test_text_that_begins_like_something_else(content: str) -> None:
    if "," in content:
        assert len(rows_of(content)) == 2
    else:
        assert refused(content).details == {"what": "TXT"}
