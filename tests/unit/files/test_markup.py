"""Tables in HTML, MHT and the XML of Excel 2003, as office systems export them."""

from __future__ import annotations

import base64
import quopri

import pytest

from tests.unit.files.opened import book_of, cells, is_read, refused, rows_of, sheet_of

HEADINGS = ["收到日期", "办理结果"]
ROWS = [HEADINGS, ["2024-03-05", "予以公开"]]

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


@pytest.mark.parametrize("end", ["", "</body></html>"])
def test_a_row_behind_its_table_is_a_damage(end: str) -> None:
    row = "<tr><td>2024-03-06</td><td>不存在</td></tr>"
    assert refused(TABLE + end + row).code == "input-damaged"


@pytest.mark.parametrize(
    ("behind", "sheets"),
    [
        ("<table><tr><td>2024-03-06</td><td>不存在</td></tr></table>", 2),  # a record, alone
        ("</body></html><table><tr><td>2024-03-06</td><td>不存在</td></tr></table>", 2),
        ("<table><tr><td>上一页</td><td>1</td><td>下一页</td></tr></table>", 1),
        ("<table><tr><td>共 1 条</td></tr></table>", 1),
    ],
)
def test_a_table_of_one_row_as_wide_as_the_records_is_a_sheet(behind: str, sheets: int) -> None:
    assert len(book_of(TABLE + behind).sheets) == sheets


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


# --- made to do harm ---


@pytest.mark.parametrize(
    ("page", "code"),
    [
        pytest.param(
            "<table>" + "<tr><td colspan=1000>a" * 50_000 + "</table>",
            "input-over-cells",
            id="wide",
        ),
        pytest.param(
            "<table><tr>"
            + "<td colspan=1000 rowspan=65000>a" * 16
            + "<tr><td>b" * 60_000
            + "</table>",
            "input-over-cells",
            id="wide and tall",
        ),
        pytest.param(
            "<table><tr>" + "<td colspan=999>a" * 17 + "</table>", "input-over-cells", id="too wide"
        ),
        pytest.param("<div>" * 100_000 + "<table><tr><td>a</table>", "input-damaged", id="deep"),
        pytest.param(
            "<table><tr><td>" * 10_000 + "</table>" * 10_000, "input-damaged", id="tables in tables"
        ),
        pytest.param(
            f"<table a='{'a' * 30_000_000}'></table>",
            "input-damaged input-not-a-spreadsheet",
            id="huge attribute",
        ),
        pytest.param("<table><tr><td>a<td>b<tr><td>c", "input-damaged", id="cut off"),
        pytest.param(
            "<table><tr><td>a<td>b</table><script>", "input-damaged", id="cut off in a script"
        ),
        pytest.param(
            '<!DOCTYPE html [<!ENTITY a "b">]><table><tr><td>&a;</table>',
            "input-unsafe",
            id="an entity",
        ),
        pytest.param(
            "<table><tr><td>" + "<p> </p>" * 300_000 + "<td>a<tr><td>b<td>c</table>",
            "",
            id="many paragraphs",
        ),
    ],
)
def test_a_page_made_to_do_harm(page: str, code: str) -> None:
    if code:
        assert refused(page.encode()).code in code.split()
    else:
        assert is_read(page.encode())


def test_a_letter_of_letters() -> None:
    part = 'Content-Type: multipart/mixed; boundary="{0}"\n\n--{0}\n'
    letter = "MIME-Version: 1.0\n" + "".join(part.format(n) for n in range(3000))
    assert refused(letter.encode()).code in ("input-damaged", "input-not-a-spreadsheet")
