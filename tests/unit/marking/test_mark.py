"""The marked-up copy: the clerk's own workbook, in which nothing changes but the cells with findings."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from typer.testing import CliRunner, Result

from reportcli import report as pipeline
from reportcli.cli.commands import app
from reportcli.finding import Language, Refusal
from reportcli.intake.child.parent import Limits, read_cells
from reportcli.marking.mark import book_of_values, unit_of, write_marked
from reportcli.report import Report, compile_report
from reportcli.settings import Settings, Waiver
from reportcli.words.messages import CHINESE
from tests.logs import write_log

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
LIST = "问题清单"
HEADINGS = [
    "登记编号",
    "收到日期",
    "申请人",
    "申请人类型",
    "申请方式",
    "答复日期",
    "办理结果",
    "承办科室",
    "承办人",
]


def request(number: int, *cells: object) -> list[object]:
    """A record: received, applicant, type, channel, closed, outcome, unit; its handler is the same in all."""
    return [f"2024-{number}", *cells, "钱某某"]


# One sound request, one fault of each sort: a text, a blank cell, a warning, two faults in a row, a date.
GRANTED = "予以公开"
REQUESTS: list[list[object]] = [
    request(1, date(2024, 1, 5), "赵某某", "自然人", "信函", date(2024, 1, 20), GRANTED, "法规科"),
    request(
        2, date(2024, 2, 5), "孙某某", "自然人", "信函", date(2024, 2, 20), "不知所云", "规划科"
    ),
    request(3, date(2024, 2, 6), "李某某", "自然人", "信函", None, GRANTED, "法规科"),
    request(4, date(2024, 2, 7), "周某某", "自然人", "小程序", date(2024, 2, 21), GRANTED, None),
    request(5, date(2024, 2, 8), "吴某某", "外籍", "小程序", date(2024, 2, 22), GRANTED, "王小明"),
    request(6, "2024-2-30", "郑某某", "自然人", "信函", date(2024, 3, 22), GRANTED, "规划科"),
]
# (cell, colour, codes) in the sheet 台账, whose header is in row 2
MARKED = [
    ("G4", RED, ["outcome-unknown"]),
    ("F5", RED, ["closing-date-missing"]),
    ("E6", YELLOW, ["channel-unknown"]),
    ("D7", RED, ["applicant-type-unknown"]),
    ("E7", YELLOW, ["channel-unknown"]),
    ("B8", RED, ["date-invalid"]),
]
GROUPS = {
    "承办科室：规划科（错误 2 处，提醒 0 处）": ["'台账'!G4", "'台账'!B8"],
    "承办科室：法规科（错误 1 处，提醒 0 处）": ["'台账'!F5"],
    "承办科室：未填写（错误 1 处，提醒 2 处）": ["'台账'!E6", "'台账'!D7", "'台账'!E7"],
}


def styled_book() -> Workbook:
    """A workbook with nearly everything that a clerk may have given it; its log is the second sheet."""
    book = Workbook()
    cover = book.active
    cover.title = "封面"
    cover["A1"] = "依申请公开"
    cover.print_area = "A1:B2"
    log = book.create_sheet("台账")
    log["A1"] = "2024年依申请公开台账"
    log.merge_cells("A1:I1")
    log.append(HEADINGS)
    for row in REQUESTS:
        log.append(row)
    thin = Side(style="thin", color="FF00FF00")
    for row in log.iter_rows(min_row=2, max_row=8):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.font = Font(name="楷体", size=12, italic=True)
            cell.alignment = Alignment(horizontal="center", wrap_text=True)
    for column in "BF":
        for row in range(3, 9):
            log[f"{column}{row}"].number_format = 'yyyy"年"m"月"d"日"'
    log["G4"].fill = PatternFill("lightUp", fgColor="FF0000FF")
    log["G4"].protection = Protection(locked=False)
    log["K3"] = "=SUM(K4:K5)"
    log["K4"], log["K5"] = 1, 2
    log.append(["合计", None, "=COUNTA(C3:C8)"])
    log.column_dimensions["A"].width, log.column_dimensions["C"].hidden = 23, True
    log.row_dimensions[4].height = 44
    log.freeze_panes = "B3"
    log.auto_filter.ref = "A2:I8"
    choices = DataValidation("list", formula1='"予以公开,不予公开"')
    choices.add("G3:G99")
    log.add_data_validation(choices)
    log.conditional_formatting.add(
        "K3:K9", CellIsRule("greaterThan", ["1"], fill=PatternFill(bgColor="FFFF0000"))
    )
    log.print_area, log.print_title_rows = "A1:I9", "1:2"
    log.oddFooter.center.text = "&P"
    log.protection.sheet = True
    book.defined_names["全部"] = DefinedName("全部", attr_text="'台账'!$A$3:$I$8")
    chart = BarChart()
    chart.add_data(Reference(log, min_col=11, min_row=3, max_row=5))
    log.add_chart(chart, "L2")
    other = book.create_sheet("其他")
    other.append(["代码", "名称"])
    other.append(["1", "甲"])
    other.add_table(Table(displayName="表", ref="A1:B2"))
    other["A2"].comment = Comment("别的批注", "某某")
    book.create_sheet("藏", 0).sheet_state = "hidden"
    book.active = log
    return book


def report_of(path: Path, **options: Any) -> Report:
    return compile_report([path], as_of=date(2025, 1, 12), limits=Limits(seconds=60), **options)


def marked(path: Path, language: Language = CHINESE, **options: Any) -> tuple[bytes, list[str]]:
    """The marked-up copy of a file, and what is told beside."""
    out = io.BytesIO()
    report = report_of(path, **options)
    told = write_marked(
        report, str(path), language, out, partial(read_cells, str(path), report.settings, Limits())
    )
    return out.getvalue(), told


def open_book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def marks(sheet: Any) -> list[tuple[str, str, list[str]]]:
    """(cell, colour, codes in its note) of every cell with a note of ours."""
    return [
        (
            cell.coordinate,
            cell.fill.fgColor.rgb,
            re.findall("(?:错误|提醒).* ([a-z-]+)$", cell.comment.text, re.M),
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    ]


def listed(sheet: Any) -> dict[str, list[str]]:
    """The groups of the list, and the places under each."""
    groups: dict[str, list[str]] = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0] and row[1] is None:
            groups[row[0]] = []
        elif groups and row[0] in ("错误", "提醒", "错误 error", "提醒 warning"):
            groups[list(groups)[-1]].append(row[1])
    return {name: places for name, places in groups.items() if places}


@pytest.fixture(scope="module")
def styled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("styled") / "某局 台账.xlsx"
    styled_book().save(path)
    return path


@pytest.fixture(scope="module")
def copy(styled: Path) -> bytes:
    data, told = marked(styled)
    assert told == []
    return data


# -- what is marked -----------------------------------------------------------------------------------------


def test_faulty_cells_are_coloured_and_annotated(copy: bytes) -> None:
    sheet = open_book(copy)["台账"]
    assert marks(sheet) == MARKED
    note = sheet["G4"].comment
    assert note.text == (
        "错误 outcome-unknown\n原因：办理结果“不知所云”无法对应表三的任何一行\n"
        "改法：改用表三的办理结果，如“予以公开”“不予公开”并填写理由；"
        "或在 reportcli.toml 的 [values.outcome] 中登记这一写法"
    )
    assert note.author == "reportcli"


def test_findings_are_listed_by_unit_with_links_to_their_cells(copy: bytes) -> None:
    book = open_book(copy)
    sheet = book[LIST]
    assert book.sheetnames[0] == LIST
    assert listed(sheet) == GROUPS
    links = {cell.value: cell.hyperlink for cell in sheet["B"] if cell.hyperlink}
    assert set(links) == {place for places in GROUPS.values() for place in places}
    for place, link in links.items():
        assert link.location == place
        assert link.target is None
        name, _, cell = place.rpartition("!")
        assert book[name.strip("'")][cell].comment


def test_no_persons_name_heads_a_group(copy: bytes) -> None:
    texts = " ".join(
        str(value) for row in open_book(copy)[LIST].iter_rows(values_only=True) for value in row
    )
    assert not re.search("[赵钱孙李周吴郑]某某|王小明", texts)


@pytest.mark.parametrize(
    ("unit", "heading"),
    [
        ("规划科", "规划科"), ("综合", "综合"), ("方志办", "方志办"), ("高新区分局", "高新区分局"),
        ("张三", ""), ("王科", ""), ("李主任", ""), ("欧阳娜娜", ""), ("阿里·买买提", ""), ("张三、李四", ""),
        ("规划科 张三", "规划科"), ("法规科（李四光）", "法规科"), ("规划科，13812345678", "规划科"),
        (None, ""), (float("nan"), ""), ("\x07规划科", "\\u0007规划科"),
    ],
)  # fmt: skip
def test_units_and_persons_are_told_apart(unit: object, heading: str) -> None:
    assert unit_of(unit) == heading


def test_english_stands_beside(styled: Path) -> None:
    book = open_book(marked(styled, "en")[0])
    assert book.sheetnames[0] == "问题清单 Findings"
    assert sum(map(len, listed(book.worksheets[0]).values())) == len(MARKED)
    note = book["台账"]["G4"].comment.text
    assert "错误 error outcome-unknown\n原因：" in note
    assert "\ncause: the outcome “不知所云” fits no line of table 三\nremedy: " in note


def test_findings_without_a_cell_are_listed_without_a_link(tmp_path: Path, styled: Path) -> None:
    previous = tmp_path / "previous.json"
    previous.write_text(
        '{"year": 2023, "tables": {"requests": {"carried_forward": {"natural_person": 9}}}, '
        '"carried_forward": ["2023-00311"]}'
    )
    sheet = open_book(marked(styled, previous=previous)[0])[LIST]
    found = {row[1].value: row[1].hyperlink for row in sheet.iter_rows() if row[5].value in
             ("identity-broken", "carried-missing")}  # fmt: skip
    assert found == {"requests/brought_forward/natural_person": None, "previous.json": None}


def test_what_is_waived_is_not_marked(styled: Path) -> None:
    settings = Settings(
        waive=[Waiver("outcome-unknown", "已核对", date(2025, 1, 2), number="2024-2")]
    )
    book = open_book(marked(styled, settings=settings)[0])
    assert marks(book["台账"]) == MARKED[1:]
    assert "'台账'!G4" not in str(listed(book[LIST]))


def test_what_is_not_listed_is_counted(monkeypatch: pytest.MonkeyPatch, styled: Path) -> None:
    monkeypatch.setattr(pipeline, "LISTED", 1)
    book = open_book(marked(styled)[0])
    assert [cell for cell, *_ in marks(book["台账"])] == ["G4", "F5", "E6", "D7", "B8"]
    assert book[LIST]["A4"].value == "另有 1 处没有列出，也没有标色。"


def test_a_sound_log_gets_an_empty_list(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "log.xlsx",
        "收到日期|申请人类型|办理结果|答复日期\n2024-01-05|自然人|予以公开|2024-01-10",
    )
    book = open_book(marked(log)[0])
    assert [row[0] for row in book[LIST].iter_rows(values_only=True)] == [
        LIST, "log.xlsx，2024 年度：错误 0 处，提醒 0 处", "没有发现问题。", "级别",
    ]  # fmt: skip


def test_a_finding_about_a_row_stands_at_its_first_column(tmp_path: Path) -> None:
    table = "办理结果 | 收到日期 | 申请人类型 | 答复日期 | 登记编号\n"
    table += "\n".join(
        f"予以公开 | 2024-01-05 | 自然人 | 2024-01-10 | {number}" for number in range(1, 11)
    )
    book = load_workbook(write_log(tmp_path / "log.xlsx", table))
    book.copy_worksheet(book["台账"]).title = "一月"
    book["一月"].delete_rows(7, 5)
    book.save(tmp_path / "log.xlsx")
    after = open_book(marked(tmp_path / "log.xlsx")[0])
    assert marks(after["一月"]) == [("A2", YELLOW, ["sheet-copy"])]
    assert [cell.value for cell in after[LIST]["B"] if cell.hyperlink] == ["'一月'!2:2"]


def test_in_merged_cells_the_first_is_marked(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "台账"
    for row in [
        HEADINGS,
        *REQUESTS[:1],
        [*REQUESTS[1][:4], "小程序", *REQUESTS[1][5:]],
        REQUESTS[0],
    ]:
        book.active.append(row)
    book.active["A4"], book.active["G3"], book.active["E4"] = "2024-9", "予以公开", None
    book.active.merge_cells("E3:E4")
    book.save(tmp_path / "log.xlsx")
    after = open_book(marked(tmp_path / "log.xlsx")[0])
    assert marks(after["台账"]) == [("E3", YELLOW, ["channel-unknown", "channel-unknown"])]
    assert str(after["台账"].merged_cells) == "E3:E4"
    assert [cell.value for cell in after[LIST]["B"] if cell.hyperlink] == ["'台账'!E3", "'台账'!E4"]


# -- what is kept -------------------------------------------------------------------------------------------


def look(cell: Any) -> tuple[object, ...]:
    """All of a cell but its fill."""
    styles = map(repr, (cell.font, cell.border, cell.alignment, cell.protection))
    return (cell.value, cell.data_type, cell.number_format, *styles)


def test_everything_else_is_as_it_was(styled: Path, copy: bytes) -> None:
    before, after = load_workbook(styled), open_book(copy)
    assert after.sheetnames == [LIST, *before.sheetnames]
    assert after.active.title == before.active.title == "台账"
    faulty = {cell for cell, *_ in MARKED}
    for name in before.sheetnames:
        old, new = before[name], after[name]
        assert new.dimensions == old.dimensions
        for row in old.iter_rows():
            for cell in row:
                other = new[cell.coordinate]
                assert look(other) == look(cell)
                if name != "台账" or cell.coordinate not in faulty:
                    assert repr(other.fill) == repr(cell.fill)
        assert str(new.merged_cells) == str(old.merged_cells)
        assert new.freeze_panes == old.freeze_panes
        assert new.auto_filter.ref == old.auto_filter.ref
        assert new.sheet_state == old.sheet_state
        assert new.protection.sheet == old.protection.sheet
        assert (new.print_area, new.print_title_rows) == (old.print_area, old.print_title_rows)
        assert new.oddFooter.center.text == old.oddFooter.center.text
        assert {key: (one.width, one.hidden) for key, one in new.column_dimensions.items()} == {
            key: (one.width, one.hidden) for key, one in old.column_dimensions.items()
        }
        assert {key: one.height for key, one in new.row_dimensions.items() if one.height} == {
            key: one.height for key, one in old.row_dimensions.items() if one.height
        }
        assert [(str(one.sqref), one.formula1) for one in new.data_validations.dataValidation] == [
            (str(one.sqref), one.formula1) for one in old.data_validations.dataValidation
        ]
        assert [str(one.sqref) for one in new.conditional_formatting] == [
            str(one.sqref) for one in old.conditional_formatting
        ]
        assert list(new.tables) == list(old.tables)
        assert len(new._charts) == len(old._charts)
    assert after.defined_names["全部"].attr_text == before.defined_names["全部"].attr_text
    assert after["其他"]["A2"].comment.text == "别的批注"


def test_other_parts_are_the_same_bytes(styled: Path, copy: bytes) -> None:
    with zipfile.ZipFile(styled) as before, zipfile.ZipFile(io.BytesIO(copy)) as after:
        assert after.testzip() is None
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert changed == {
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/_rels/sheet3.xml.rels",
            "xl/worksheets/sheet3.xml",
        }


def test_the_same_log_gives_the_same_bytes_and_stays_untouched(styled: Path, copy: bytes) -> None:
    before = styled.read_bytes()
    assert marked(styled)[0] == copy
    assert styled.read_bytes() == before


def test_a_note_that_was_there_is_kept(tmp_path: Path) -> None:
    book = styled_book()
    book["台账"]["G4"].comment = Comment("科长：请改", "某某")
    book["台账"]["A3"].comment = Comment("别的", "某某")
    book.save(tmp_path / "log.xlsx")
    data, told = marked(tmp_path / "log.xlsx")
    sheet = open_book(data)["台账"]
    assert told == []
    assert sheet["A3"].comment.text == "别的"
    assert sheet["A3"].comment.author == "某某"
    assert sheet["G4"].comment.text.startswith("科长：请改\n错误 outcome-unknown\n原因：")
    assert [cell for cell, *_ in marks(sheet)] == ["A3", *(cell for cell, *_ in MARKED)]


def test_a_marked_copy_can_be_marked_again(tmp_path: Path, copy: bytes) -> None:
    (tmp_path / "again.xlsx").write_bytes(copy)
    data, told = marked(tmp_path / "again.xlsx")
    book = open_book(data)
    assert told == []
    assert book.sheetnames[:2] == ["问题清单 (2)", LIST]
    assert marks(book["台账"]) == MARKED
    assert listed(book["问题清单 (2)"]) == GROUPS


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A workbook whose parts are changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_threaded_comments_are_left_alone(tmp_path: Path) -> None:
    book = styled_book()
    book["台账"]["G4"].comment = Comment("[Threaded comment]", "某某")
    book.save(tmp_path / "log.xlsx")
    link = (
        b'<Relationship Id="rId99" Target="../threadedComments/threadedComment1.xml" '
        b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relationships>'
    )

    def with_thread(name: str, part: bytes) -> bytes:
        return part.replace(b"</Relationships>", link) if name.endswith("sheet3.xml.rels") else part

    data, told = marked(rewritten(tmp_path / "log.xlsx", with_thread))
    sheet = open_book(data)["台账"]
    assert told == ["工作表“台账”原有的批注较复杂，只标了颜色，没有加批注；原因和改法见“问题清单”"]
    assert sheet["G4"].comment.text == "[Threaded comment]"
    assert [sheet[cell].fill.fgColor.rgb for cell, *_ in MARKED] == [
        colour for _, colour, _ in MARKED
    ]


# -- workbooks that cannot be changed in place --------------------------------------------------------------


def with_prefix(name: str, part: bytes) -> bytes:
    if not name.startswith("xl/worksheets/sheet"):
        return part
    return re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", part).replace(b" xmlns=", b" xmlns:x=")


def without_places(name: str, part: bytes) -> bytes:
    return re.sub(rb' r="[A-Z]+[0-9]+"', b"", part) if name == "xl/worksheets/sheet3.xml" else part


def with_macros(_: str, part: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return part.replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")


@pytest.mark.parametrize("change", [with_prefix, with_macros])
def test_a_workbook_of_another_shape_is_saved_anew(
    tmp_path: Path, change: Callable[[str, bytes], bytes]
) -> None:
    styled_book().save(tmp_path / "log.xlsx")
    data, told = marked(rewritten(tmp_path / "log.xlsx", change))
    assert told == ["这个工作簿的内部结构特殊，标注副本重新保存过：图片、图形等可能没有保留"]
    book = open_book(data)
    assert marks(book["台账"]) == MARKED
    assert book.active.title == "台账"
    assert str(book["台账"].merged_cells) == "A1:I1"
    assert book["台账"]["G4"].font.name == "楷体"


def test_cells_that_do_not_say_their_place_are_marked_where_they_are(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "台账"
    for row in [HEADINGS, REQUESTS[0], REQUESTS[1]]:
        book.active.append(row)
    book.save(tmp_path / "log.xlsx")
    path = rewritten(
        tmp_path / "log.xlsx", lambda name, part: without_places(name.replace("1", "3"), part)
    )
    data, told = marked(path)
    assert len(told) == 1
    assert marks(open_book(data)["台账"]) == [("G3", RED, ["outcome-unknown"])]


FORMULA_LIKE = """
    登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请方式 | 答复日期 | 办理结果
    2024-1 | 2024-01-05 | =1+1 | 自然人 | 信函 | 2024-01-20 | 予以公开
    2024-2 | 2024-02-05 | @某 | 自然人 | 信函 | 2024-02-20 | 不知所云
"""


@pytest.mark.parametrize("name", ["log.csv", "a[b]：" + "长" * 40 + ".csv"])
def test_a_text_file_gets_a_workbook_of_its_values(tmp_path: Path, name: str) -> None:
    data, told = marked(write_log(tmp_path / name, FORMULA_LIKE))
    assert told == ["标注副本是按原文件的值新建的 xlsx，没有原来的格式"]
    book = open_book(data)
    sheet = book.worksheets[1]
    assert marks(sheet) == [("G3", RED, ["outcome-unknown"])]
    assert [(cell.value, cell.data_type) for cell in sheet["C"]][1:] == [
        ("=1+1", "s"),
        ("@某", "s"),
    ]
    (link,) = [cell.hyperlink.location for cell in book[LIST]["B"] if cell.hyperlink]
    assert link == f"'{sheet.title}'!G3"
    assert len(sheet.title) <= 31


def test_a_workbook_that_openpyxl_cannot_make_plain_gets_one_of_its_values(
    tmp_path: Path, styled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = rewritten(shutil.copy(styled, tmp_path / "log.xlsx"), with_macros).read_bytes()
    monkeypatch.setattr("reportcli.marking.mark.save_again", lambda _: data)
    after, told = marked(tmp_path / "log.xlsx")
    assert told == ["标注副本是按原文件的值新建的 xlsx，没有原来的格式"]
    book = open_book(after)
    assert marks(book["台账"]) == MARKED
    assert book["藏"].sheet_state == "hidden"


@pytest.mark.parametrize("part", ["xl/revisions/revisionHeaders.xml", "_xmlsignatures/sig1.xml"])
def test_a_shared_or_signed_workbook_is_saved_anew(tmp_path: Path, styled: Path, part: str) -> None:
    path = Path(shutil.copy(styled, tmp_path / "log.xlsx"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, "<a/>")
    data, told = marked(path)
    assert told == ["这个工作簿的内部结构特殊，标注副本重新保存过：图片、图形等可能没有保留"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert part not in archive.namelist()
    assert marks(open_book(data)["台账"]) == MARKED


def test_a_workbook_whose_sheets_are_all_hidden_can_be_opened() -> None:
    book, titles = book_of_values(
        [("甲", [["a"]]), ("乙", [])], {"甲": "hidden", "乙": "very_hidden"}
    )
    assert titles == {"甲": "甲", "乙": "乙"}
    assert [sheet.sheet_state for sheet in load_workbook(book)] == ["visible", "veryHidden"]


# -- notes --------------------------------------------------------------------------------------------------


def test_every_note_has_a_shape_of_its_own(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("一", "二"):
        sheet = book.create_sheet(name)
        sheet.append(["收到日期", "申请人类型", "申请方式", "办理结果", "答复日期"])
        for _ in range(600):
            sheet.append([date(2024, 1, 5), "外籍", "小程序", "予以公开", date(2024, 1, 10)])
    book["二"]["A1"].comment = Comment("别的", "某某")
    book.save(tmp_path / "log.xlsx")
    data, told = marked(tmp_path / "log.xlsx")
    assert told == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml")
        ]
    # A thousand of each code are listed: all 600 rows of the first sheet, and 400 of the second.
    assert [part.count('ObjectType="Note"') for part in parts] == [801, 1200]
    for part in parts:
        ids = re.findall(' id="_x0000_s([0-9]+)"', part)
        assert len(ids) == len(set(ids))
    blocks = [set(re.findall('data="([0-9,]+)"', part)[0].split(",")) for part in parts]
    assert not blocks[0] & blocks[1]
    assert {int(id_) // 1024 for id_ in re.findall(' id="_x0000_s([0-9]+)"', parts[1])} == set(
        map(int, blocks[1])
    )


# -- the command --------------------------------------------------------------------------------------------


def check(*words: str) -> Result:
    return CliRunner().invoke(
        app, ["check", *words, "--lang", "zh", "--as-of", "2025-01-12"], prog_name="reportcli"
    )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_log(tmp_path / "requests.csv", FORMULA_LIKE)
    write_log(
        tmp_path / "cases.csv",
        "行政复议/行政诉讼 | 受理日期 | 审理结果 | 审结日期\n行政复议 | 2024-01-01 | 维持 |",
    )
    write_log(
        tmp_path / "sound.csv", "行政复议/行政诉讼 | 受理日期 | 审理结果\n行政复议 | 2024-01-01 |"
    )
    (tmp_path / "old.xlsx").write_bytes(b"old")
    return tmp_path


def test_check_writes_the_copy_and_its_findings(office: Path) -> None:
    done = check("requests.csv", "sound.csv", "--mark", "new.xlsx")
    assert done.exit_code == 1
    assert "outcome-unknown" in done.stdout
    assert done.stderr.splitlines() == [
        "标注副本是按原文件的值新建的 xlsx，没有原来的格式", "已写入 new.xlsx",
    ]  # fmt: skip
    assert load_workbook(office / "new.xlsx").sheetnames == [LIST, "requests"]


@pytest.mark.parametrize(
    ("status", "words", "says"),
    [
        (2, "requests.csv --mark new.csv", "xlsx"),
        (2, "requests.csv cases.csv --mark new.xlsx", "requests.csv, cases.csv"),
        (6, "requests.csv --mark old.xlsx", "old.xlsx"),
        (6, "requests.csv --mark none/new.xlsx", "none/new.xlsx"),
        (3, "none.csv --mark new.xlsx", "none.csv"),
    ],
)
def test_a_copy_that_is_refused(office: Path, status: int, words: str, says: str) -> None:
    done = check(*words.split())
    assert done.exit_code == status
    assert says in done.stderr
    assert done.stdout == ""
    assert (office / "old.xlsx").read_bytes() == b"old"
    assert not (office / "new.xlsx").exists()


def test_a_log_from_stdin_cannot_be_marked(office: Path) -> None:
    words = [sys.executable, "-m", "reportcli", "check", "-", "--mark", "new.xlsx", "--lang", "en"]
    log = (office / "requests.csv").read_bytes()
    done = subprocess.run(words, input=log, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("--mark cannot mark a log that was read from stdin")
    assert not (office / "new.xlsx").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_file_name_in_another_encoding(office: Path) -> None:
    name = os.fsdecode("台账".encode("gbk") + b".csv")
    (office / name).write_bytes((office / "requests.csv").read_bytes())
    words = [sys.executable, "-m", "reportcli", "check", name, "--mark", "new.xlsx"]
    assert subprocess.run(words, capture_output=True, timeout=60, check=False).returncode == 1
    book = load_workbook(office / "new.xlsx")
    assert marks(book.worksheets[1]) == [("G3", RED, ["outcome-unknown"])]


def test_an_old_copy_is_replaced_when_asked(office: Path) -> None:
    assert check("requests.csv", "--mark", "old.xlsx", "--force").exit_code == 1
    assert (office / "old.xlsx").read_bytes() != b"old"


def test_an_input_is_never_the_copy(office: Path, styled: Path) -> None:
    log = office / "log.xlsx"
    log.write_bytes(styled.read_bytes())
    done = check("log.xlsx", "--mark", "log.xlsx", "--force")
    assert done.exit_code == 6
    assert log.read_bytes() == styled.read_bytes()


def test_a_file_that_changed_in_between_is_not_marked(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", FORMULA_LIKE)
    report = report_of(log)
    write_log(log, FORMULA_LIKE.replace("不知所云", "予以公开"))
    with pytest.raises(Refusal) as caught:
        write_marked(report, str(log), "zh", io.BytesIO(), list)
    assert (caught.value.code, caught.value.status) == ("input-changed", 3)


def test_a_file_that_is_gone_by_then_is_refused(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", FORMULA_LIKE)
    report = report_of(log)
    log.unlink()
    with pytest.raises(Refusal) as caught:
        write_marked(report, str(log), "zh", io.BytesIO(), list)
    assert (caught.value.code, caught.value.status) == ("input-unreadable", 3)
