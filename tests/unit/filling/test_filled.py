"""An office's own docx filled: only figures differ, each is that of the tally, and what has no place is told."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from reportcli.document import Document, compile_document
from reportcli.export.data import write_json
from reportcli.export.docx import write_docx
from reportcli.export.grid import Cell
from reportcli.files.docx import TBL
from reportcli.filling.filled import write_filled
from reportcli.filling.text import paragraphs_of
from reportcli.filling.word_table import labels_of
from reportcli.finding import Refusal
from reportcli.law.edition import Edition
from reportcli.report import Report, compile_report
from reportcli.settings import Settings
from reportcli.words.messages import CHINESE
from tests.containers import compound_file
from tests.places import SAMPLES
from tests.unit.filling.letterhead import (
    add_form_table,
    figures_in,
    last_year,
    new_report,
    parts_of,
    plain_number,
    save_report,
    write_number,
)

TABLES = {"publications": 0, "requests": 1, "cases": 2}
YEARS = {"2021": 2024, "2019": 2020}
MAIN = "word/document.xml"


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """The sample reports by edition."""
    return {
        edition: compile_report(
            sorted((SAMPLES / str(year)).glob("*.xlsx")), as_of=date(year + 1, 1, 12)
        )
        for edition, year in YEARS.items()
    }


@pytest.fixture
def report(reports: dict[str, Report]) -> Report:
    """The report on 2024."""
    return reports["2021"]


def tally_of(report: Report) -> dict[str, str]:
    """Every cell of the JSON tally as the form prints it."""
    tables = json.loads(write_json(report, CHINESE))["tables"]
    return {
        f"{table}/{line}/{column}": plain_number(str(number))
        for table, lines in tables.items()
        for line, columns in lines.items()
        for column, number in columns.items()
    }


def fill(report: Report, template: Path) -> tuple[bytes, Document]:
    """The filled docx, and the document that it was made of."""
    document = compile_document(report, template=template)
    target = io.BytesIO()
    write_filled(document, template, target)
    return target.getvalue(), document


def told(document: Document) -> list[tuple[str, str]]:
    """What was found about the template: (code, what it is about)."""
    return [
        (one.code, str(one.details.get("value", one.details.get("table", ""))))
        for one in document.report.findings
        if one.code.startswith(("template-", "cell-", "field-", "filter-"))
    ]


def without_figures(content: bytes) -> bytes:
    """A document whose tables have no digits, and without the one field that was filled."""
    root = etree.fromstring(content)
    for table in root.iter(TBL):
        for text in table.iter(qn("w:t")):
            text.text = re.sub(r"^-?[\d.]+元?$", "", text.text or "")
    words = etree.tostring(root, method="c14n2")
    return re.sub(rb"<w:t[^>]*>[^<]*\xe6\x94\xb6\xe5\x88\xb0[^<]*</w:t>", b"", words)


# --- whole reports ---


@pytest.mark.parametrize("edition", YEARS)
def test_only_figures_differ_and_each_is_that_of_the_tally(
    edition: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    template = last_year(tmp_path / "last.docx", edition)
    filled, document = fill(reports[edition], template)
    assert told(document) == []

    before, after = parts_of(template), parts_of(filled)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [MAIN]
    assert without_figures(before[MAIN]) == without_figures(after[MAIN])

    expected = tally_of(reports[edition])
    if edition == "2019":  # the one cell that carries its unit
        expected["publications/procurement/amount"] += "元"
    assert figures_in(filled, edition, TABLES) == expected
    received = expected["requests/received/total"]
    assert docx.Document(io.BytesIO(filled)).paragraphs[-1].text == f"六、其他：收到{received}件。"


def test_the_look_of_a_figure_is_kept(report: Report, tmp_path: Path) -> None:
    filled, _ = fill(report, last_year(tmp_path / "last.docx", "2021"))
    (run,) = docx.Document(io.BytesIO(filled)).tables[1].cell(3, 3).paragraphs[0].runs
    assert (run.bold, run.font.size.pt) == (True, 9)


def test_the_same_input_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    template = last_year(tmp_path / "last.docx", "2021")
    first, second = fill(report, template)[0], fill(report, template)[0]
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("edition", YEARS)
def test_our_own_report_is_filled_again(
    edition: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    template = tmp_path / "own.docx"
    with template.open("wb") as target:
        write_docx(compile_document(reports[edition]), target)
    filled, document = fill(reports[edition], template)
    assert told(document) == []
    assert figures_in(filled, edition, TABLES) == figures_in(template, edition, TABLES)


# --- labels ---

LABELS: dict[str, Callable[[str], str]] = {
    "as they are": lambda text: text,
    "full-width, spaced": lambda text: " ".join(text.replace("(", "（").replace("1", "１")),
    "half-width brackets": lambda text: (
        text.replace("（", "(").replace("）", ")").replace("、", "，")
    ),
    "without ordinals": lambda text: re.sub(r"^([一二三四]、|（.）|\d\.)", "", text),
    "ordinals of another kind": lambda text: re.sub(
        r"^(\d)\.", lambda found: "①②③④⑤⑥⑦⑧"[int(found[1]) - 1], re.sub(r"^（(.)）", r"\1、", text)
    ),
    "bracketed explanations left out": lambda text: (
        text[:1] + text[1:].partition("（")[0] if text[0] != "（" else text
    ),
    "with units": lambda text: f"{text}（件）" if text.endswith(("数量", "件数", "总计")) else text,
    "with zero-width spaces": lambda text: "\u200b".join(text),
}


@pytest.mark.parametrize("written", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("edition", YEARS)
def test_labels_are_known_however_they_are_written(
    edition: str, written: Callable[[str], str], reports: dict[str, Report], tmp_path: Path
) -> None:
    def label(cell: Any, drawn: Cell) -> None:
        cell.paragraphs[0].add_run(written(drawn.text))

    filled, document = fill(reports[edition], last_year(tmp_path / "last.docx", edition, label))
    assert told(document) == []
    found, expected = figures_in(filled, edition, TABLES), tally_of(reports[edition])
    assert found["requests/outcome.total/total"] == expected["requests/outcome.total/total"]
    assert {cell for cell in found if found[cell].removesuffix("元") != expected[cell]} == set()


def test_a_label_may_run_over_lines_runs_and_paragraphs(report: Report, tmp_path: Path) -> None:
    def label(cell: Any, drawn: Cell) -> None:
        paragraph = cell.paragraphs[0]
        for number, char in enumerate(drawn.text):
            paragraph.add_run(char).bold = number % 2 == 0
            if number == 1:
                paragraph.add_run().add_break()
            if number == 3:
                paragraph = cell.add_paragraph()

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", label))
    assert told(document) == []
    assert figures_in(filled, "2021", TABLES) == tally_of(report)


PUBLISHED = {
    "商业企业": "企业", "科研机构": "科研", "社会公益组织": "公益组织", "法律服务机构": "法律服务",
    "四、结转下年度继续办理": "四、结转下一年继续办理", "1.本机关不掌握相关政府信息": "1.不掌握相关政府信息",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或者重新出具已获取信息",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.申请人逾期未按收费通知要求缴纳费用",
}  # fmt: skip


def test_labels_as_offices_publish_them(report: Report, tmp_path: Path) -> None:
    def label(cell: Any, drawn: Cell) -> None:
        cell.paragraphs[0].add_run(PUBLISHED.get(drawn.text, drawn.text))

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", label))
    assert told(document) == []
    assert figures_in(filled, "2021", TABLES) == tally_of(report)


@pytest.mark.parametrize("edition", YEARS)
def test_no_label_names_two_lines_or_two_columns_of_a_table(edition: str) -> None:
    form = Edition.by_id(edition)
    for table in form.tables:
        for block in table.blocks:
            for axis in ("lines", "columns"):
                for item in getattr(block, axis):
                    named = labels_of(edition).named_by(item.ordinal + item.label)
                    same = {
                        one.item.id for one in named if one.table == table.id and one.axis == axis
                    }
                    assert same == {item.id}, (table.id, item.label)


# --- cells ---


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "N"), ("0", "N"), ("/", "N"), ("—", "N"), ("——", "N"), ("无", "N"), (" 12 ", "N"), ("1,234", "N"),
        ("12件", "N件"), ("/件", "N件"), ("１２", "N"), ("{{ requests.received.total }}", "N"),
    ],
)  # fmt: skip
def test_whatever_stood_in_a_cell_makes_room(
    before: str, after: str, report: Report, tmp_path: Path
) -> None:
    def number(cell: Any, _: Cell) -> None:
        if before:
            cell.paragraphs[0].add_run(before)

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", number=number))
    assert told(document) == []
    expected = tally_of(report)
    money = "publications/fees/amount"
    found = figures_in(filled, "2021", TABLES)
    assert found == {cell: after.replace("N", text) for cell, text in expected.items()} | {
        money: found[money]
    }
    assert found[money].removesuffix("件") == expected[money]


@pytest.mark.parametrize(
    ("heading", "before", "after"),
    [
        ("本年收费金额（单位：万元）", "3.5", "569.904"),
        ("本年收费金额（单位：万元）", "3.5万元", "569.904万元"),
        ("本年收费金额（元）", "35000", "5699040"),
        ("本年收费金额", "35000元", "5699040元"),
        ("本年收费金额", "3.5", "569.904"),
    ],
)
def test_money_is_in_the_unit_that_the_template_shows(
    heading: str, before: str, after: str, report: Report, tmp_path: Path
) -> None:
    def label(cell: Any, drawn: Cell) -> None:
        cell.paragraphs[0].add_run(heading if "收费金额" in drawn.text else drawn.text)

    def number(cell: Any, drawn: Cell) -> None:
        cell.paragraphs[0].add_run(before if "fees" in drawn.cell_id else "1")

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", label, number))
    assert told(document) == []
    assert figures_in(filled, "2021", TABLES)["publications/fees/amount"] == after


def test_a_cell_without_a_run_takes_the_look_of_its_neighbour(
    report: Report, tmp_path: Path
) -> None:
    def number(cell: Any, drawn: Cell) -> None:
        if drawn.cell_id != "requests/received/total":
            write_number(cell, drawn)

    filled, _ = fill(report, last_year(tmp_path / "last.docx", "2021", number=number))
    (run,) = docx.Document(io.BytesIO(filled)).tables[1].cell(3, 9).paragraphs[0].runs
    assert (run.text, run.bold, run.font.size.pt) == (
        tally_of(report)["requests/received/total"],
        True,
        9,
    )


def inner(xml: str) -> Any:
    """A piece of Word's markup."""
    return parse_xml(re.sub(r"^<[\w:]+", lambda tag: f"{tag[0]} {nsdecls('w')}", xml))


MARKUP = {
    "several runs": '<w:r><w:rPr><w:b/></w:rPr><w:t>1</w:t></w:r><w:r><w:t xml:space="preserve"> 2</w:t></w:r>',
    "inserted and deleted": '<w:del w:id="1" w:author="x"><w:r><w:delText>7</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="x"><w:r><w:t>8</w:t></w:r></w:ins>',
    "only deleted": '<w:del w:id="1" w:author="x"><w:r><w:delText>7</w:delText></w:r></w:del>',
    "a control": "<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dataBinding w:xpath='/a' w:storeItemID='x'/></w:sdtPr>"
    "<w:sdtContent><w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>8</w:t></w:r></w:sdtContent></w:sdt>",
    "a formula": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(LEFT)</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>8</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "a simple formula": '<w:fldSimple w:instr="=SUM(LEFT)"><w:r><w:t>8</w:t></w:r></w:fldSimple>',
    "a bookmark": '<w:bookmarkStart w:id="9" w:name="a"/><w:r><w:t>8</w:t></w:r><w:bookmarkEnd w:id="9"/>',
}  # fmt: skip


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_a_figure_is_found_in_whatever_word_wraps_it_in(
    markup: str, report: Report, tmp_path: Path
) -> None:
    def number(cell: Any, _: Cell) -> None:
        for piece in inner(f"<w:p>{markup}</w:p>"):
            cell.paragraphs[0]._p.append(piece)

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", number=number))
    assert told(document) == []
    root = etree.fromstring(parts_of(filled)[MAIN])
    texts = ["".join(cell.itertext(qn("w:t"))) for cell in root.iter(qn("w:tc"))]
    assert sorted(text for text in texts if re.fullmatch(r"[\d.]+", text)) == sorted(
        tally_of(report).values()
    )
    left = {
        etree.QName(one).localname for table in root.iter(TBL) for one in table.iter(etree.Element)
    }
    assert not left & {"instrText", "fldChar", "fldSimple", "dataBinding", "showingPlcHdr"}
    assert b"PlaceholderText" not in parts_of(filled)[MAIN]


def test_rows_and_columns_may_stand_in_any_order_and_in_controls(
    report: Report, tmp_path: Path
) -> None:
    document = new_report()
    drawn = add_form_table(document, "2021", "cases")
    table = document.add_table(3, 4, "Table Grid")
    for row, texts in zip(
        table.rows,
        ["信息内容|现行有效件数|本年制发件数|本年废止件数", "行政规范性文件|1|2|3", "规章|4|5|6"],
        strict=True,
    ):
        for cell, text in zip(row.cells, texts.split("|"), strict=True):
            cell.text = text
    control = inner("<w:sdt><w:sdtContent/></w:sdt>")
    table._tbl.addprevious(control)
    control[0].append(table._tbl)
    row_control = inner("<w:sdt><w:sdtContent/></w:sdt>")
    row = table.rows[2]._tr
    row.addprevious(row_control)
    row_control[0].append(row)
    assert drawn is not None
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    root = etree.fromstring(parts_of(filled)[MAIN])
    texts = ["".join(one.itertext(qn("w:t"))) for one in list(root.iter(TBL))[1].iter(qn("w:tc"))]
    numbers = tally_of(report)
    assert texts[4:] == [
        "行政规范性文件",
        *(
            numbers[f"publications/normative_documents/{one}"]
            for one in ("in_force", "issued", "repealed")
        ),
        "规章",
        *(numbers[f"publications/rules/{one}"] for one in ("in_force", "issued", "repealed")),
    ]


def test_blocks_may_be_tables_of_their_own_and_tables_stand_in_tables(
    report: Report, tmp_path: Path
) -> None:
    document = new_report()
    page = document.add_table(1, 1)
    page.cell(0, 0).text = "二、主动公开政府信息情况"
    for rows in (
        "信息内容|本年制发件数|本年废止件数|现行有效件数 规章|8|8|8 行政规范性文件|8|8|8",
        "信息内容|本年处理决定数量 行政许可|8",
        "信息内容|本年处理决定数量 行政处罚|8 行政强制|8",
        "信息内容|本年收费金额（万元） 行政事业性收费|8",
    ):
        lines = [line.split("|") for line in rows.split()]
        table = page.cell(0, 0).add_table(len(lines), len(lines[0]))
        for row, texts in zip(table.rows, lines, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert told(found) == [("template-table-missing", "三"), ("template-table-missing", "四")]
    root = etree.fromstring(parts_of(filled)[MAIN])
    texts = ["".join(one.itertext(qn("w:t"))) for one in root.iter(qn("w:t"))]
    numbers = [
        value for cell, value in tally_of(report).items() if cell.startswith("publications/")
    ]
    assert [text for text in texts if re.fullmatch(r"[\d.]+", text)] == numbers


def add_rows(document: Any, text: str) -> Any:
    """A table of lines of cells between strokes."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    table = document.add_table(len(lines), len(lines[0]), "Table Grid")
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
    return table


def texts_of(content: bytes, number: int = 0) -> list[list[str]]:
    """The rows of a table that was filled."""
    table = docx.Document(io.BytesIO(content)).tables[number]
    return [[cell.text for cell in row.cells] for row in table.rows]


CASES = """
    审理结果 | 行政复议 | 未经复议直接起诉 | 复议后起诉
    结果维持 | 8        | 8                | 8
    结果纠正 | 8        | 8                | 8
    其他结果 | 8        | 8                | 8
    尚未审结 | 8        | 8                | 8
    总计     | 8        | 8                | 8
"""


def test_a_table_may_have_its_lines_above_and_its_columns_beside(
    report: Report, tmp_path: Path
) -> None:
    document = new_report()
    add_rows(document, CASES)
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    numbers = tally_of(report)
    for row, column in zip(
        texts_of(filled)[1:], ["upheld", "corrected", "other", "pending", "total"], strict=True
    ):
        assert row[1:] == [
            numbers[f"cases/{line}/{column}"]
            for line in ("review", "suit_direct", "suit_after_review")
        ]


def test_columns_of_the_offices_own_are_left(report: Report, tmp_path: Path) -> None:
    document = new_report()
    add_rows(
        document,
        """
        序号 | 信息内容 | 单位 | 本年处理决定数量 | 备注
        1    | 行政处罚 | 件   | 8                | 含简易程序
        2    | 行政强制 | 件   | /                |
        """,
    )
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    numbers = tally_of(report)
    assert texts_of(filled)[1:] == [
        ["1", "行政处罚", "件", numbers["publications/penalties/decisions"], "含简易程序"],
        ["2", "行政强制", "件", numbers["publications/coercion/decisions"], ""],
    ]
    assert [one for one in told(found) if one[0] in ("template-figure-unknown", "cell-blank")] == []


def test_edges_that_miss_each_other_by_a_hair_do_not_matter(report: Report, tmp_path: Path) -> None:
    """The heads are 2000 wide, the numbers 2020, as when a table was drawn by hand."""
    heads, numbers = (
        [("信息内容", 1), ("本年制发件数", 2), ("本年废止件数", 2), ("现行有效件数", 1)],
        ["规章", "8", "8", "8"],
    )
    widths = [2000, 2000, 20, 1980, 40, 1960]

    def cells(texts: list[tuple[str, int]]) -> str:
        return "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'
            for text, span in texts
        )

    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [
        [*heads[:1], ("本年制发件数", 1), ("本年废止件数", 2), ("现行有效件数", 2)],
        list(zip(numbers, [1, 2, 2, 1], strict=True)),
    ]
    drawn = "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows)
    document = new_report()
    document.paragraphs[-1]._p.addnext(
        inner(f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{drawn}</w:tbl>")
    )
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    (table,) = etree.fromstring(parts_of(filled)[MAIN]).iter(TBL)
    expected = [
        tally_of(report)[f"publications/rules/{one}"] for one in ("issued", "repealed", "in_force")
    ]
    assert [one.text for one in table.iter(qn("w:t"))][-3:] == expected


def test_a_template_of_word_becomes_a_document(report: Report, tmp_path: Path) -> None:
    template = last_year(tmp_path / "last.dotx", "2021")
    types = parts_of(template)["[Content_Types].xml"].replace(
        b"document.main+xml", b"template.main+xml"
    )
    with zipfile.ZipFile(tmp_path / "new.dotx", "w") as archive:
        for name, part in (parts_of(template) | {"[Content_Types].xml": types}).items():
            archive.writestr(name, part)
    filled, _ = fill(report, tmp_path / "new.dotx")
    assert figures_in(filled, "2021", TABLES) == tally_of(report)


def test_a_row_that_was_deleted_is_none(report: Report, tmp_path: Path) -> None:
    document = new_report()
    table = add_rows(document, "信息内容 | 本年处理决定数量\n行政许可 | 7\n行政许可 | 9")
    table.rows[1]._tr.insert(0, inner('<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>'))
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert "template-cell-doubled" not in [code for code, _ in told(found)]
    assert [row[1] for row in texts_of(filled)[1:]] == [
        "7",
        tally_of(report)["publications/licensing/decisions"],
    ]


def test_a_table_in_a_cell_is_part_of_the_table_around_it(report: Report, tmp_path: Path) -> None:
    document = new_report()
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "信息内容", "本年处理决定数量"
    stub, body = (outer.cell(1, column).add_table(2, 1) for column in (0, 1))
    for row, (label, number) in enumerate([("行政处罚", "7"), ("行政强制", "9")]):
        stub.cell(row, 0).text, body.cell(row, 0).text = label, number
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    nested = docx.Document(io.BytesIO(filled)).tables[0].cell(1, 1).tables[0]
    numbers = tally_of(report)
    assert [row.cells[0].text for row in nested.rows] == [
        numbers["publications/penalties/decisions"],
        numbers["publications/coercion/decisions"],
    ]


# --- what has no place ---


def test_a_line_that_is_missing_is_named_with_its_cells(report: Report, tmp_path: Path) -> None:
    def label(cell: Any, drawn: Cell) -> None:
        cell.text = "规范性公文" if drawn.text == "行政规范性文件" else drawn.text

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", label))
    cells = [
        f"publications/normative_documents/{one}" for one in ("issued", "repealed", "in_force")
    ]
    assert told(document) == [
        ("template-cell-missing", "、".join(cells)),
        *[("template-figure-unknown", "8")] * 3,
    ]
    assert [figures_in(filled, "2021", TABLES)[cell] for cell in cells] == ["8", "8", "8"]


def test_a_row_of_the_offices_own_is_told_and_left(report: Report, tmp_path: Path) -> None:
    document = new_report()
    table = add_form_table(document, "2021", "requests")
    row = table.add_row()
    for cell, text in zip(
        row.cells,
        ["其中：网上", "", "", "5", "/", "{{ requests.received.total }}", "", "", "", ""],
        strict=True,
    ):
        cell.text = text
    row.cells[0].merge(row.cells[2])
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert told(found)[:1] == [("template-table-missing", "二")]
    assert told(found)[2:] == [
        ("template-figure-unknown", "5"),
        ("cell-blank", "/"),
        *[("cell-blank", "")] * 4,
    ]
    last = docx.Document(io.BytesIO(filled)).tables[0].rows[-1]
    assert [cell.text for cell in last.cells][3:6] == [
        "5",
        "/",
        tally_of(report)["requests/received/total"],
    ]


def test_a_table_that_stands_twice_is_filled_nowhere(report: Report, tmp_path: Path) -> None:
    document = new_report()
    add_form_table(document, "2021", "cases")
    add_form_table(document, "2021", "cases")
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert len([one for one in told(found) if one[0] == "template-cell-doubled"]) == 15
    assert set(figures_in(filled, "2021", {"cases": 1}).values()) == {"8"}


@pytest.mark.parametrize(("edition", "other"), [("2021", "2019"), ("2019", "2021")])
def test_tables_of_another_form_are_told_and_left(
    edition: str, other: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    filled, document = fill(reports[edition], last_year(tmp_path / "last.docx", other))
    assert told(document) == [("template-other-form", "二"), ("template-other-form", "三")]
    found = figures_in(filled, other, TABLES)
    cases = {cell: value for cell, value in found.items() if cell.startswith("cases/")}
    expected = tally_of(reports[edition])
    assert cases == {cell: expected[cell] for cell in cases}
    assert {value for cell, value in found.items() if cell not in cases} == {"8"}


def test_a_table_without_a_log_is_told(tmp_path: Path) -> None:
    report = compile_report([SAMPLES / "2024" / "cases.xlsx"], year=2024, as_of=date(2025, 1, 12))
    _, document = fill(report, last_year(tmp_path / "last.docx", "2021"))
    assert told(document)[:2] == [
        ("template-table-unfilled", "二"),
        ("template-table-unfilled", "三"),
    ]


def test_a_blank_cell_of_another_statistical_table_is_told(report: Report, tmp_path: Path) -> None:
    document = new_report()
    for rows in (
        "渠道|条数|比例 网站|12|30% 微信|/|5 微博||6",
        "联系人|电话|备注 张三|12345| 李四||",
    ):
        lines = [line.split("|") for line in rows.split(" ")]
        table = document.add_table(len(lines), 3)
        for row, texts in zip(table.rows, lines, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    _, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert [
        str(one.address).partition(" ")[2]
        for one in found.report.findings
        if one.code == "cell-blank"
    ] == [
        "'表格1'!B3",
        "'表格1'!B4",
    ]


# --- fields ---

TEXT_BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>{{ year }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def test_fields_are_filled_wherever_they_stand(report: Report, tmp_path: Path) -> None:
    document = new_report()
    paragraph = document.add_paragraph("收到")
    for text, bold in (
        ("{", True),
        ("{ requests.", False),
        ("received", True),
        (".total }}件，{{year}}", False),
    ):
        paragraph.add_run(text).bold = bold
    paragraph._p.append(inner(TEXT_BOX))
    document.add_table(1, 1).cell(0, 0).text = "共{{ requests/received/total }}件"
    document.sections[0].header.paragraphs[0].text = "{{ year }}年"
    document.sections[0].footer.paragraphs[0].text = "{{ last_year }}年"
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert [one for one in told(found) if one[0].startswith("field")] == []
    result = docx.Document(io.BytesIO(filled))
    count = tally_of(report)["requests/received/total"]
    runs = result.paragraphs[-1].runs
    assert [(run.text, run.bold) for run in runs[:5]] == [
        ("收到", None), (count, True), ("", False), ("", True), ("件，2024", False),
    ]  # fmt: skip
    assert result.tables[0].cell(0, 0).text == f"共{count}件"
    assert b'<w:t xml:space="preserve">2024</w:t>' in parts_of(filled)[MAIN]
    header, footer = result.sections[0].header, result.sections[0].footer
    assert ("2024年" in [one.text for one in header.paragraphs], footer.paragraphs[0].text) == (
        True,
        "2023年",
    )


def test_a_field_that_cannot_be_filled_stays_and_is_told_with_its_paragraph(
    report: Report, tmp_path: Path
) -> None:
    document = new_report()
    document.add_paragraph("{{ requests.recieved.total }}和{{ year | 环比 }}")
    template = save_report(document, tmp_path / "last.docx")
    filled, found = fill(report, template)
    faults = [
        (one.code, one.address.row) for one in found.report.findings if one.code.startswith("field")
    ]
    ((row, _),) = [one for one in paragraphs_of(template) if "recieved" in one[1]]
    assert faults[0] == ("field-unknown", row)
    assert docx.Document(io.BytesIO(filled)).paragraphs[-1].text == document.paragraphs[-1].text


def test_words_of_the_settings_harm_no_document(tmp_path: Path) -> None:
    logs = sorted((SAMPLES / "2024").glob("*.xlsx"))
    report = compile_report(logs, as_of=date(2025, 1, 12))
    report = replace(
        report, settings=Settings(agency="甲\x00\u202e<w:p/>&局\ud800\uffff{{ year }}")
    )
    document = new_report()
    document.add_paragraph("{{ agency }}")
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    assert docx.Document(io.BytesIO(filled)).paragraphs[-1].text == "甲<w:p/>&局{{ year }}"


# --- drafts ---


@pytest.mark.parametrize("header", [True, False])
def test_every_page_of_a_draft_says_so(header: bool, report: Report, tmp_path: Path) -> None:
    document = new_report(header=header)
    section = document.add_section()
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert found.is_draft
    for one in docx.Document(io.BytesIO(filled)).sections:
        for page in (one.header, one.first_page_header, one.even_page_header):
            assert page.paragraphs[0].text == "草稿"


def test_a_document_without_sections_gets_one_with_the_header_of_a_draft(
    report: Report, tmp_path: Path
) -> None:
    document = new_report(header=False)
    body = document.element.body
    body.remove(body.sectPr)
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    (section,) = docx.Document(io.BytesIO(filled)).sections
    assert section.header.paragraphs[0].text == "草稿"


# --- hostile and unfit files ---


def changed(template: Path, **parts: bytes) -> Path:
    """The template with some parts replaced or added; `__` in a name is a stroke, `_dot_` a dot."""
    content = parts_of(template) | {
        key.replace("__", "/").replace("_dot_", "."): part for key, part in parts.items()
    }
    with zipfile.ZipFile(template, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return template


def refused(report: Report, template: Path) -> tuple[int, str]:
    """How a template is refused."""
    with pytest.raises(Refusal) as refusal:
        compile_document(report, template=template)
    assert "\n" not in refusal.value.message("zh")
    return refusal.value.status, refusal.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "input-empty"),
        (b"hello", "template-not-docx"),
        (b"%PDF-1.7", "template-not-docx"),
        (compound_file({"EncryptedPackage": b"x"}), "input-encrypted"),
        (compound_file({"WordDocument": b"x"}), "template-not-docx"),
        (b"PK\x03\x04 torn", "input-damaged"),
    ],
)
def test_what_is_no_docx_is_refused(
    content: bytes, code: str, report: Report, tmp_path: Path
) -> None:
    template = tmp_path / "last.docx"
    template.write_bytes(content)
    assert refused(report, template) == (3, code)


def test_a_workbook_is_no_docx(report: Report) -> None:
    assert refused(report, SAMPLES / "2024" / "cases.xlsx") == (3, "template-not-docx")


def test_hostile_parts_are_refused(report: Report, tmp_path: Path) -> None:
    def fresh() -> Path:
        return save_report(new_report(), tmp_path / "last.docx")

    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><w:document/>'
    assert refused(report, changed(fresh(), word__document_dot_xml=bomb)) == (3, "input-unsafe")
    assert refused(report, changed(fresh(), word__document_dot_xml=b"<w:document>")) == (
        3,
        "input-damaged",
    )
    assert refused(report, changed(fresh(), word__footer1_dot_xml=b"<a>")) == (3, "input-damaged")
    types = parts_of(fresh())["[Content_Types].xml"]
    macros = types.replace(
        b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    ).replace(b"application/vnd.openxmlformats-officedocument.ms-word", b"application/vnd.ms-word")
    with zipfile.ZipFile(tmp_path / "macros.docx", "w") as archive:
        for name, part in (parts_of(fresh()) | {"[Content_Types].xml": macros}).items():
            archive.writestr(name, part)
    assert refused(report, tmp_path / "macros.docx") == (3, "template-not-docx")


def test_spans_that_claim_too_much_take_no_time(report: Report, tmp_path: Path) -> None:
    document = new_report()
    table = add_form_table(document, "2021", "cases")
    span = inner('<w:gridSpan w:val="999999999999"/>')
    table.cell(3, 14)._tc.get_or_add_tcPr().append(span)
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    texts = [one.text for one in etree.fromstring(parts_of(filled)[MAIN]).iter(qn("w:t"))]
    assert texts[-15] == tally_of(report)["cases/review/upheld"]


# --- on paper ---


def test_libreoffice_opens_what_was_filled(report: Report, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        if os.environ.get("CI"):
            pytest.fail("soffice is not installed")
        pytest.skip("soffice is not installed: LibreOffice is what opens the document here")
    filled, _ = fill(report, last_year(tmp_path / "last.docx", "2021"))
    (tmp_path / "filled.docx").write_bytes(filled)
    words = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
    ]
    subprocess.run(
        [*words, "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(tmp_path / "filled.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "filled.txt").read_text("utf-8")
    assert f"收到{tally_of(report)['requests/received/total']}件" in text
