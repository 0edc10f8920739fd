"""Findings as comments of Word: at their cell, at their words, and the report otherwise as it was."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reportcli.finding import Address, Finding, Refusal, Waived
from reportcli.marking.comments import write_commented, write_finding_list
from reportcli.words.messages import CHINESE, Voice

LINES = (
    "青山县林业局2024年政府信息公开工作年度报告",
    "收到申请６２件，其中自然人48件。",
    "",
    "二、情况",
)


def report_in(folder: Path) -> tuple[Path, list[tuple[Address, str]]]:
    """A report of a few lines and a table, and its lines as they are read."""
    path = folder / "年报.docx"
    paper = docx.Document()
    for line in LINES:
        paper.add_paragraph(line)
    table = paper.add_table(rows=2, cols=2)
    table.cell(1, 1).text = "16"
    paper.save(str(path))
    lines = [(Address(str(path), row=at), line) for at, line in enumerate(LINES, 1) if line]
    return path, lines


def marked(folder: Path, *findings: Finding, voice: Voice = CHINESE) -> Any:
    """The copy of the report with its comments."""
    path, lines = report_in(folder)
    target = io.BytesIO()
    write_commented(path, findings, lines, voice, target)
    return docx.Document(target)


def comments(paper: Any) -> list[tuple[str, str]]:
    """The words that each comment stands at, in order, and the first line of what it says."""
    found = []
    for start in paper.element.iter(qn("w:commentRangeStart")):
        number = start.get(qn("w:id"))
        words, element = "", start.getnext()
        while element.tag != qn("w:commentRangeEnd"):
            words += "".join(one.text or "" for one in element.iter(qn("w:t")))
            element = element.getnext()
        said = next(one for one in paper.comments if str(one.comment_id) == number)
        found.append((words, said.paragraphs[0].text))
    return found


def wrong_figure(file: Path) -> Finding:
    """A wrong number in the second line."""
    details = {"words": "收到申请62件", "value": "62件", "known": "61件"}
    return Finding("figure-contradicted", Address(str(file), row=2), dict(details))


def test_a_comment_stands_at_its_words(tmp_path: Path) -> None:
    paper = marked(tmp_path, wrong_figure(tmp_path / "年报.docx"))
    ((words, said),) = comments(paper)
    assert words == "收到申请６２件"
    assert said == "错误：“收到申请62件”中的“62件”与数据不符，应为 61件"
    assert [one.text for one in paper.paragraphs] == list(LINES)


def test_a_comment_stands_in_its_cell_also_in_an_empty_one(tmp_path: Path) -> None:
    file = str(tmp_path / "年报.docx")
    filled = Finding("cells-blank", Address(file, "表1 第2行第2列"), {"table": "二", "count": 2})
    empty = Finding("cells-blank", Address(file, "表1 第1行第1列"), {"table": "二", "count": 1})
    paper = marked(tmp_path, filled, empty)
    assert [words for words, _ in comments(paper)] == ["", "16"]


def test_what_is_of_no_place_stands_at_its_heading_or_the_title(tmp_path: Path) -> None:
    file = str(tmp_path / "年报.docx")
    missing = Finding("table-missing", Address(file), {"table": "二", "title": "情况"})
    noughts = Finding("zero-all-doubtful", Address(file), {"count": 9})
    strange = Finding("cells-blank", Address(file, "表7 第1行第1列"), {"table": "二", "count": 1})
    paper = marked(tmp_path, missing, noughts, strange)
    assert [words for words, _ in comments(paper)] == [LINES[0], LINES[0], "二、情况"]


def test_several_comments_may_stand_at_the_same_words(tmp_path: Path) -> None:
    one = wrong_figure(tmp_path / "年报.docx")
    other = Finding("claim-contradicted", one.address, {"value": "自然人48件", "known": "47件"})
    paper = marked(tmp_path, one, one, other)
    assert len(comments(paper)) == 3
    assert paper.paragraphs[1].text == LINES[1]


def test_what_is_waived_has_no_comment(tmp_path: Path) -> None:
    from datetime import date

    waived = Finding(
        "zero-all-doubtful",
        Address("年报.docx"),
        {"count": 9},
        waived=Waived("如此", date(2025, 1, 1)),
    )
    assert comments(marked(tmp_path, waived)) == []


def test_in_english_a_comment_is_english(tmp_path: Path) -> None:
    ((_, said),) = comments(
        marked(tmp_path, wrong_figure(tmp_path / "年报.docx"), voice=Voice("en"))
    )
    assert said.startswith("error: ")


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    path, lines = report_in(tmp_path)
    copies = [io.BytesIO(), io.BytesIO()]
    for copy in copies:
        write_commented(path, [wrong_figure(path)], lines, CHINESE, copy)
    assert copies[0].getvalue() == copies[1].getvalue()
    with ZipFile(copies[0]) as archive:
        assert b"w:date" not in archive.read("word/comments.xml")


def test_words_in_several_runs_controls_and_changes_are_found(tmp_path: Path) -> None:
    path, lines = report_in(tmp_path)
    paper = docx.Document(str(path))
    paragraph = paper.paragraphs[1]
    paragraph.clear()
    paragraph.add_run("收到申")
    inserted = parse_xml(
        f'<w:ins {nsdecls("w")} w:id="9" w:author="x"><w:r><w:t>请６</w:t></w:r></w:ins>'
    )
    paragraph._p.append(inserted)
    paragraph.add_run("２件，其中自然人48件。")
    paper.save(str(path))
    target = io.BytesIO()
    write_commented(path, [wrong_figure(path)], lines, CHINESE, target)
    marks = [
        one.tag.rpartition("}")[2]
        for one in docx.Document(target).paragraphs[1]._p.iter()
        if "comment" in str(one.tag)
    ]
    assert marks == ["commentRangeStart", "commentRangeEnd", "commentReference"]


def test_what_a_report_would_fetch_is_cut_off_and_said(tmp_path: Path) -> None:
    path, lines = report_in(tmp_path)
    paper = docx.Document(str(path))
    paper.part.relate_to(
        "http://example.invalid/t.dotx",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    paper.save(str(path))
    target = io.BytesIO()
    told = write_commented(path, [], lines, CHINESE, target)
    assert told == ["报告中有 1 处会从别处取来内容（外部图片、链接的对象等），批注副本中已去掉"]
    with ZipFile(target) as archive:
        assert not any(b"example.invalid" in archive.read(name) for name in archive.namelist())


def test_what_is_no_docx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("text")
    with pytest.raises(Refusal):
        write_commented(tmp_path / "a.docx", [], [], CHINESE, io.BytesIO())


@pytest.mark.parametrize("count", [0, 2])
def test_of_another_kind_of_file_there_is_a_list(count: int) -> None:
    target = io.BytesIO()
    finding = Finding("zero-all-doubtful", Address("年报.pdf"), {"count": 9})
    write_finding_list("年报.pdf", [finding] * count, CHINESE, target)
    paper = docx.Document(target)
    if count:
        rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
        assert [row[1] for row in rows] == ["位置", "年报.pdf", "年报.pdf"]
    else:
        assert paper.paragraphs[-1].text == "没有发现问题。"
