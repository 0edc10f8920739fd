"""Large plain worksheets: what is read of them is what calamine and openpyxl read, cell by cell.

The size from which a workbook is taken for large is set to nothing here, so that small ones are.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from reportcli.files import archive, plain_cells, workbook
from reportcli.files.sheet import NotPlain, Sheet, rows_of
from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal
from reportcli.intake.child import worker as child
from reportcli.intake.child.wire import Job
from reportcli.settings import Settings
from tests.logs import write_log
from tests.places import SAMPLES

Table = list[list[Any]]
Write = Callable[[Table], bytes]


@pytest.fixture(autouse=True)
def every_workbook_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGE", 0)


def cells(rows: Iterator[list[Any]]) -> Table:
    """Rows with one sign for blank cells, and none at their end."""
    table = []
    for row in rows:
        row = [None if cell == "" else cell for cell in row]
        table.append(
            row[: max((n for n, cell in enumerate(row, 1) if cell is not None), default=0)]
        )
    return table


def plainly(data: bytes) -> list[Sheet]:
    return open_workbook("log.xlsx", data, plainly=True).sheets


def read_plainly(data: bytes) -> list[Table]:
    """The cells of every sheet by the quick way, with their types."""
    return [cells(rows_of(sheet.batches or ())) for sheet in plainly(data)]


def read_by_calamine(data: bytes) -> list[Table]:
    return [cells(sheet.rows) for sheet in open_workbook("log.xlsx", data).sheets]


def read_by_openpyxl(data: bytes) -> list[Table]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [
        cells(list(row) for row in sheet.iter_rows(values_only=True)) for sheet in book.worksheets
    ]


def typed(tables: list[Table]) -> list[list[list[tuple[type, Any]]]]:
    """Cells with their types: 1, 1.0 and True are equal otherwise."""
    return [[[(type(cell), cell) for cell in row] for row in table] for table in tables]


def as_openpyxl_has_it(cell: Any) -> Any:
    """A cell by the types of openpyxl: a day has a clock there, and every number may be a whole one."""
    if type(cell) is date:
        return datetime(cell.year, cell.month, cell.day)
    return cell


# --- writers ---


def by_xlsxwriter(table: Table, **options: Any) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    sheet = book.add_worksheet("台账")
    day, clock = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "yyyy/m/d h:mm"}),
    )
    bold = book.add_format({"bold": True})
    for at, row in enumerate(table):
        for place, cell in enumerate(row):
            match cell:
                case bool():
                    sheet.write_boolean(at, place, cell)
                case datetime():
                    sheet.write_datetime(at, place, cell, clock)
                case date():
                    sheet.write_datetime(at, place, cell, day)
                case str():
                    sheet.write_string(at, place, cell, bold if at == 0 else None)
                case None:
                    sheet.write_blank(at, place, None, bold if place % 2 else None)
                case _:
                    sheet.write_number(at, place, cell)
    book.add_worksheet("空")
    book.close()
    return buffer.getvalue()


def by_xlsxwriter_inline(table: Table) -> bytes:
    return by_xlsxwriter(table, constant_memory=True)


def by_openpyxl(table: Table) -> bytes:
    book = openpyxl.Workbook()
    for at, row in enumerate(table, 1):
        for place, cell in enumerate(row, 1):
            if cell is not None:
                target = book.active.cell(at, place)
                target.value = cell
                if isinstance(cell, str):
                    target.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_openpyxl_streamed(table: Table) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for row in table:
        sheet.append(
            [f" {cell}" if isinstance(cell, str) and cell.startswith("=") else cell for cell in row]
        )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WRITERS: list[Write] = [by_xlsxwriter, by_xlsxwriter_inline, by_openpyxl, by_openpyxl_streamed]

PLAIN_TABLE: Table = [
    ["登记编号", "收到日期", "申请人", "件数", "是否", "备注", "金额"],
    ["〔2024〕1号", date(2024, 3, 5), "张三", 3, True, "甲 & 乙 <丙> \"丁\" '戊'", 0.1],
    ["〔2024〕2号", datetime(2024, 3, 5, 14, 30), "李四", -4, False, "第一行\n第二行", 1e20],
    [],
    ["〔2024〕3号", date(1949, 10, 1), "王五", 12345678901, None, "𠮷野家😀", 2.5e-7],
    [None, None, None, None, None, "=1+1", 100],
    ["001", "2024-03-05", "#N/A", 0, None, "１２", 3.0],
]


@pytest.mark.parametrize("write", WRITERS)
def test_a_plain_sheet_is_read_as_calamine_and_openpyxl_read_it(write: Write) -> None:
    data = write(PLAIN_TABLE)
    found = read_plainly(data)
    assert typed(found) == typed(read_by_calamine(data))
    assert [[list(map(as_openpyxl_has_it, row)) for row in table] for table in found] == [
        table[: len(one)] for table, one in zip(read_by_openpyxl(data), found, strict=True)
    ]
    assert found[0][1][:3] == ["〔2024〕1号", date(2024, 3, 5), "张三"]


texts = st.text(
    st.one_of(
        st.sampled_from("甲乙丙 \t\n\r&<>\"'_x0041D;#=N/A　０é😀\u200b"),
        st.characters(
            codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
        ),
    ),
    max_size=12,
)
values = st.one_of(
    st.none(),
    texts,
    st.sampled_from(["是", "否", "予以公开", "_x000D_", "a_x0041_b", "&amp;", "]]>", "<!-- -->"]),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=64),
    st.booleans(),
    st.dates(date(1900, 3, 2), date(2100, 1, 1)),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(
        lambda day: day.replace(microsecond=0)
    ),
)
tables = st.lists(st.lists(values, max_size=5), max_size=6)


@pytest.mark.parametrize("write", WRITERS)
@given(table=tables)
def test_whatever_is_read_plainly_is_what_calamine_reads(write: Write, table: Table) -> None:
    data = write(table)
    try:
        found = read_plainly(data)
    except NotPlain:
        return
    assert typed(found) == typed(read_by_calamine(data))


# --- by hand: forms that a program may write ---

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def edited(data: bytes, **parts: Callable[[str], str]) -> bytes:
    """A workbook with some of its parts (`sheet`, `strings`, `styles`, `book`) rewritten."""
    names = {
        "xl/worksheets/sheet1.xml": "sheet",
        "xl/sharedStrings.xml": "strings",
        "xl/styles.xml": "styles",
        "xl/workbook.xml": "book",
    }
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, parts.get(names.get(name, ""), str)(text))
    return buffer.getvalue()


def with_rows(rows: str, after: str = "") -> bytes:
    """A workbook with these rows; among its strings are 甲 (0) and 乙 (1), its format 2 is one of dates."""
    data = by_xlsxwriter([["甲", "乙", date(2024, 3, 5)]])
    return edited(
        data,
        sheet=lambda text: re.sub(
            "<sheetData>.*</sheetData>", lambda _: f"<sheetData>{rows}</sheetData>{after}", text
        ),
    )


FIRST = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><v>1</v></c></row>'
SECOND = '<row r="2">{}</row>'


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('<c r="B2" s="2"><v>45000</v></c>', date(2023, 3, 15)),
        ('<c r="B2" s="2"><v>45000.5</v></c>', datetime(2023, 3, 15, 12)),
        ('<c r="B2" s="2" t="n"><v>45000.0</v></c>', date(2023, 3, 15)),
        ('<c r="B2"><v>45000</v></c>', 45000.0),
        ('<c r="B2"><v>-1.5E+3</v></c>', -1500.0),
        ('<c r="B2" t="b"><v>1</v></c>', True),
        ('<c r="B2" t="str"><v> 甲 </v></c>', " 甲 "),
        ('<c r="B2" t="s"><v>01</v></c>', "乙"),
        ('<c r="B2" t="s"></c><c r="C2"><v>2</v></c>', None),
        ('<c r="B2" s="1"/><c r="C2"><v>2</v></c>', None),
        ('<c r="B2" t="inlineStr"><is><t>&lt;甲&gt;&amp;</t></is></c>', "<甲>&"),
        ('<c r="B2" t="inlineStr"><is><t xml:space="preserve"> 甲</t></is></c>', " 甲"),
        ('<c r="B2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B2" t="e"><f>A1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B2"><f>A1+1</f><v>3</v></c>', 3.0),
        (
            '<c r="B2" s="2"><f t="shared" ref="B2:B9" si="0">C2+28</f><v>45028</v></c>',
            date(2023, 4, 12),
        ),
        ('<c r="B2" t="str"><f t="shared" si="0"/><v>甲</v></c>', "甲"),
    ],
)
def test_a_cell_as_programs_write_it(written: str, cell: Any) -> None:
    data = with_rows(FIRST + SECOND.format(written))
    found = read_plainly(data)
    assert typed(found) == typed(read_by_calamine(data))
    row = found[0][1]
    assert (row[1] if len(row) > 1 else None) == cell


@pytest.mark.parametrize(
    "written",
    [
        '<c r="B2"><f>A1+1</f></c>',
        '<c r="B2"><f>A1+1</f><v></v></c>',
        '<c r="B2" t="str"><f>A1</f><v></v></c>',
        '<c r="B2"><v>3</v><f>A1+1</f></c>',
        '<c r="B2" t="e"><v>甲</v></c>',
        '<c r="B2" t="d"><v>2024-03-05</v></c>',
        '<c r="B2" t="b"><v>true</v></c>',
        '<c r="B2"><v> 3 </v></c>',
        '<c r="B2"><v>1_000</v></c>',
        '<c r="B2"><v>nan</v></c>',
        '<c r="B2"><v>0x10</v></c>',
        '<c r="B2" s="2"><v>0.5</v></c>',
        '<c r="B2" s="2"><v>60</v></c>',
        '<c r="B2" s="2"><v>2958466</v></c>',
        '<c r="B2" s="99"><v>3</v></c>',
        '<c r="B2" t="s"><v>99</v></c>',
        '<c r="B2" t="s"><v>-1</v></c>',
        '<c r="B2" t="s"><v>1_0</v></c>',
        '<c r="B2" t="s" s="2"><v>1</v></c>',
        '<c r="B2" cm="1" t="s"><v>1</v></c>',
        "<c r='B2'><v>3</v></c>",
        '<c r="B2" t="inlineStr"><is><t> 甲</t></is></c>',
        '<c r="B2" t="inlineStr"><is><t>甲_x000D_</t></is></c>',
        '<c r="B2" t="inlineStr"><is><t>&#x41;</t></is></c>',
        '<c r="B2" t="inlineStr"><is><t>&#13;</t></is></c>',
        '<c r="B2" t="inlineStr"><is><t>&#55296;</t></is></c>',
        '<c r="B2" t="inlineStr"><is><t>&nbsp;</t></is></c>',
        '<c r="B2" t="inlineStr"><is><r><t>甲</t></r></is></c>',
        '<c r="B2" t="inlineStr"><is><t><![CDATA[甲]]></t></is></c>',
        '<c r="B2"><!-- 甲 --><v>3</v></c>',
        '<c r="B3"><v>3</v></c>',
        '<c r="b2"><v>3</v></c>',
        "<c><v>3</v></c>",
        '<c r="C2"><v>3</v></c><c r="B2"><v>3</v></c>',
        '<c r="B2"><v>3</v></c><c r="B2"><v>4</v></c>',
        '<c r="B2"> <v>3</v></c>',
        '<x:c r="B2"><v>3</v></x:c>',
    ],
)
def test_a_cell_of_any_other_form_is_left_to_calamine(written: str) -> None:
    assert read_plainly(with_rows(FIRST + SECOND.format('<c r="B2"><v>3</v></c>')))
    with pytest.raises(NotPlain):
        read_plainly(with_rows(FIRST + SECOND.format(written)))


ROWS = FIRST + '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="3">', '<row r="2">'),
        ('<row r="3">', "<row>"),
        ('<row r="2">', '<row r="20002">'),
        ('<row r="3">', '</sheetData><sheetData><row r="3">'),
        ("</row><row", "</row>\n<row"),
        ("<sheetData>", "<!-- --><sheetData>"),
        (f'xmlns="{MAIN}"', 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'),
        ('encoding="UTF-8"', 'encoding="GBK"'),
        (
            "</sheetData>",
            '</sheetData><mergeCells count="1"><mergeCell  ref="A1:B1"/></mergeCells>',
        ),
    ],
)
def test_a_sheet_of_any_other_form_is_left_to_calamine(old: str, new: str) -> None:
    assert read_plainly(with_rows(ROWS))
    with pytest.raises(NotPlain):
        read_plainly(edited(with_rows(ROWS), sheet=lambda text: text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("strings", "<si><t>甲</t></si>", "<si><t>甲</t><rPh><t>乙</t></rPh></si>"),
        ("strings", "<si><t>甲</t></si>", "<si><r><t> 甲</t></r></si>"),
        ("strings", "<si><t>甲</t></si>", "<si><t>甲</t><t>乙</t></si>"),
        ("strings", "<si><t>甲</t></si>", "<si><t>甲 </t></si>"),
        ("strings", "<si><t>甲</t></si>", "<si><t>_x0041_</t></si>"),
        ("strings", "<si><t>甲</t></si>", "<si><t>&#x41;</t></si>"),
        ("strings", "<si>", "<!-- --><si>"),
        ("book", "<workbookPr ", '<workbookPr date1904="1" '),
        ("book", "<sheet ", '<sheet state="odd" '),
        ("styles", "yyyy-mm-dd", "[h]:mm"),
        ("styles", "<cellXfs", "<!-- --><cellXfs"),
        ("styles", "</cellXfs>", "</cellXfs></cellXfs>"),
        ("book", "<workbook ", "</a><workbook "),
        ("sheet", "</worksheet>", "</worksheet></worksheet>"),
        ("sheet", "<sheetData>", "<cols><sheetData>"),
        ("strings", "</sst>", ""),
    ],
)
def test_a_workbook_of_any_other_form_is_left_to_calamine(part: str, old: str, new: str) -> None:
    data = by_xlsxwriter([["甲", "乙", date(2024, 3, 5)]])
    assert read_plainly(data)
    changed = edited(data, **{part: lambda text: text.replace(old, new, 1)})
    assert changed != data
    with pytest.raises(NotPlain):
        read_plainly(changed)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ('<si><t>甲</t><phoneticPr fontId="1" type="noConversion"/></si>', "甲"),
        (
            "<si><r><t>甲</t></r><r><rPr><b/><sz val='9'/></rPr><t xml:space=\"preserve\"> 乙</t></r></si>",
            "甲 乙",
        ),
        ('<si><t xml:space="preserve"> 甲 </t></si>', " 甲 "),
        ("<si><t>甲&amp;&lt;&#20057;&#128512;</t></si>", "甲&<乙😀"),
        ("<si><t></t></si>", None),
    ],
)
def test_a_shared_string_as_programs_write_it(item: str, text: str | None) -> None:
    data = by_xlsxwriter([["甲", "乙"]])
    data = edited(data, strings=lambda strings: strings.replace("<si><t>甲</t></si>", item))
    assert read_plainly(data)[0] == [[text, "乙"]]
    assert read_by_calamine(data)[0] == [[text, "乙"]]


@pytest.mark.parametrize(
    "code",
    [
        "yyyy-mm-dd",
        "yyyy/m/d;@",
        'yyyy"年"m"月"d"日"',
        "[$-804]yyyy年m月d日",
        "yyyy\\-mm\\-dd",
        "General",
        "0.00",
        "@",
        "#,##0",
        '0"件"',
        "yyyy/m/d h:mm",
        "000000",
        "0%",
        "0_ ",
        "mmm",
        "[h]:mm",
        "aaaa",
        '"d"0',
        "h:mm",
    ],
)
def test_each_format_of_numbers_is_taken_as_calamine_takes_it(code: str) -> None:
    code = code.replace('"', "&quot;")
    data = edited(
        by_xlsxwriter([["甲", date(2024, 3, 5), datetime(2024, 3, 5, 14, 30)]]),
        styles=lambda text: text.replace("yyyy-mm-dd", code).replace("yyyy/m/d h:mm", code),
    )
    try:
        found = read_plainly(data)
    except NotPlain:
        assert code in ("mmm", "[h]:mm", "aaaa", "&quot;d&quot;0", "h:mm")
    else:
        assert typed(found) == typed(read_by_calamine(data))


@pytest.mark.parametrize("number", range(60))
def test_each_built_in_format_is_taken_as_calamine_takes_it(number: int) -> None:
    data = edited(
        by_xlsxwriter([["甲", date(2024, 3, 5)]]),
        styles=lambda text: text.replace('<xf numFmtId="164"', f'<xf numFmtId="{number}"'),
    )
    try:
        found = read_plainly(data)
    except NotPlain:
        assert number not in {*range(18), 22, 31, 49, 57, 58}
    else:
        assert typed(found) == typed(read_by_calamine(data))


# --- whole logs ---

LOG = """
收到日期   | 申请人类型 | 办理结果 | 答复日期   | 申请人 | 申请内容
2024-03-05 | 自然人     | 予以公开 | 2024-03-20 | 张三   | 预算
2024-03-06 | 自然人     | 予以公开 | 2024-03-20 | 张三   | 预算
2024-03-06 | 自然人     | 予以公开 | 2024-03-20 | 张三   | 预算
2024-03-07 | 法人       |          |            | 李四   | 决算
合计       | 4          |          |            |        |
"""


def readings(data: bytes) -> tuple[bool, Any, Any]:
    """Whether a file is read in the quick way, the reading by either way, and the reading by calamine alone."""
    job = Job("log.xlsx", Settings(), data)
    try:
        child.read_sheets(job, data, plainly=True)
        is_plain = True
    except NotPlain:
        is_plain = False
    return is_plain, child.read_file(job), child.read_sheets(job, data, plainly=False)


def test_a_log_is_read_in_the_same_way(tmp_path: Path) -> None:
    write_log(tmp_path / "log.xlsx", LOG)
    is_plain, found, expected = readings((tmp_path / "log.xlsx").read_bytes())
    assert is_plain
    assert found == expected


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.name)
def test_each_sample_is_read_in_the_same_way(path: Path) -> None:
    data = path.read_bytes()
    try:
        expected = child.read_sheets(Job("log.xlsx", Settings(), data), data, plainly=False)
    except Refusal as refusal:
        with pytest.raises(Refusal, match=re.escape(str(refusal))):
            child.read_file(Job("log.xlsx", Settings(), data))
        return
    assert child.read_file(Job("log.xlsx", Settings(), data)) == expected


@pytest.mark.parametrize(
    ("merged", "is_plain"), [("A1:D1", True), ("C2:C4", False), ("A1:A2", True)]
)
def test_only_cells_merged_below_the_header_are_left_to_calamine(
    tmp_path: Path, merged: str, is_plain: bool
) -> None:
    write_log(tmp_path / "log.xlsx", LOG)
    book = openpyxl.load_workbook(tmp_path / "log.xlsx")
    if merged == "A1:D1":
        book.active.insert_rows(1)
        book.active["A1"] = "2024年依申请公开台账"
    if merged == "A1:A2":
        book.active.insert_rows(1)
        for place in range(1, 7):
            book.active.cell(1, place).value = book.active.cell(2, place).value
            book.active.cell(2, place).value = None
            book.active.merge_cells(start_row=1, end_row=2, start_column=place, end_column=place)
    else:
        book.active.merge_cells(merged)
    book.save(tmp_path / "log.xlsx")
    found_plain, found, expected = readings((tmp_path / "log.xlsx").read_bytes())
    assert found == expected
    assert found_plain is is_plain


def test_hidden_rows_are_counted(tmp_path: Path) -> None:
    write_log(tmp_path / "log.xlsx", LOG)
    book = openpyxl.load_workbook(tmp_path / "log.xlsx")
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "log.xlsx")
    is_plain, found, expected = readings((tmp_path / "log.xlsx").read_bytes())
    assert is_plain
    assert found == expected
    assert found.sheets[0].hidden_rows == 1


def test_a_doubt_in_the_last_row_of_many_pieces_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "INFLATED_PIECE", 1024)
    head = ["收到日期", "申请人类型", "办理结果", "答复日期"]
    row = [date(2024, 3, 5), "自然人", "予以公开", date(2024, 3, 20)]
    is_plain, found, expected = readings(by_xlsxwriter([head, *[row] * 300]))
    assert (is_plain, found) == (True, expected)
    is_plain, found, expected = readings(
        by_xlsxwriter([head, *[row] * 300, ["甲", None, None, "x\ry"]])
    )
    assert (is_plain, found) == (False, expected)


def test_a_column_that_begins_late_is_left_to_calamine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "INFLATED_PIECE", 2048)
    data = by_xlsxwriter([*[["甲", 1]] * 200, ["甲", 1, "丙"]])
    with pytest.raises(NotPlain):
        read_plainly(data)


@pytest.mark.parametrize(
    "change",
    [
        {"sheet": lambda text: text.replace("<worksheet", "<!DOCTYPE a><worksheet", 1)},
        {"strings": lambda text: text.replace("<sst", "<!DOCTYPE a><sst", 1)},
        {"strings": lambda text: re.sub('uniqueCount="[0-9]*"', 'uniqueCount="4294967295"', text)},
    ],
)
def test_the_guards_hold_here_too(change: Mapping[str, Callable[[str], str]]) -> None:
    data = edited(by_xlsxwriter(PLAIN_TABLE), **change)
    with pytest.raises(Refusal) as caught:
        child.read_file(Job("log.xlsx", Settings(), data))
    assert caught.value.code == "input-unsafe"


def test_a_small_workbook_is_left_to_calamine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert plainly(by_xlsxwriter(PLAIN_TABLE))[0].batches is None


def test_distinct_cells_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_cells, "MOST_DECODED", 3)
    data = by_xlsxwriter([[f"第{n}号", n] for n in range(50)])
    assert typed(read_plainly(data)) == typed(read_by_calamine(data))


def test_the_shared_strings_of_a_varied_column_are_taken_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plain_cells, "VARIED", 0)
    monkeypatch.setattr(archive, "INFLATED_PIECE", 2048)
    data = by_xlsxwriter(
        [[f"第{n}号", f"甲{n}" if n % 70 else None, f"乙{n}" if n % 90 else n] for n in range(400)]
    )
    batches = list(plainly(data)[0].batches or ())
    rows = [
        list(row) for batch in batches for row in zip(*map(batch.column, range(3)), strict=True)
    ]
    assert len(batches) > 5
    assert typed([cells(iter(rows))]) == typed(read_by_calamine(data))[:1]
