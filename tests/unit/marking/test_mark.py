"""The marked-up copy: what is marked, what is kept, and files that cannot be changed in place."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from reportcli.finding import Refusal
from reportcli.marking.mark import write_marked
from reportcli.settings import Settings, Waiver
from tests.logs import write_log
from tests.marked import (
    FORMULA_LIKE,
    GROUPS,
    HEADINGS,
    LIST,
    MARKED,
    RED,
    REQUESTS,
    YELLOW,
    listed,
    marked,
    marks,
    open_book,
    report_of,
    rewritten,
    styled_book,
)

# --- what is marked ---


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


def test_what_is_waived_is_not_marked(styled: Path) -> None:
    settings = Settings(
        waive=[Waiver("outcome-unknown", "已核对", date(2025, 1, 2), number="2024-2")]
    )
    book = open_book(marked(styled, settings=settings)[0])
    assert marks(book["台账"]) == MARKED[1:]
    assert "'台账'!G4" not in str(listed(book[LIST]))


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


# --- what is kept ---


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


# --- workbooks that cannot be changed in place ---


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
