"""An office's own docx filled: only figures differ, each is that of the tally, and what has no place is told."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reportcli.document import compile_document
from reportcli.export.docx import write_docx
from reportcli.export.grid import GridCell
from reportcli.files.docx import TBL
from reportcli.report import Report, compile_report
from tests.filled import (
    MAIN,
    TABLES,
    YEARS,
    add_rows,
    fill,
    inner,
    tally_of,
    texts_of,
    told,
)
from tests.letterhead import (
    add_form_table,
    figures_in,
    last_year,
    new_report,
    parts_of,
    save_report,
)
from tests.places import SAMPLES


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


# --- tables of every shape ---


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
    def label(cell: Any, drawn: GridCell) -> None:
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
    def label(cell: Any, drawn: GridCell) -> None:
        cell.paragraphs[0].add_run(written(drawn.text))

    filled, document = fill(reports[edition], last_year(tmp_path / "last.docx", edition, label))
    assert told(document) == []
    found, expected = figures_in(filled, edition, TABLES), tally_of(reports[edition])
    assert found["requests/outcome.total/total"] == expected["requests/outcome.total/total"]
    assert {cell for cell in found if found[cell].removesuffix("元") != expected[cell]} == set()


def test_a_label_may_run_over_lines_runs_and_paragraphs(report: Report, tmp_path: Path) -> None:
    def label(cell: Any, drawn: GridCell) -> None:
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
    def label(cell: Any, drawn: GridCell) -> None:
        cell.paragraphs[0].add_run(PUBLISHED.get(drawn.text, drawn.text))

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", label))
    assert told(document) == []
    assert figures_in(filled, "2021", TABLES) == tally_of(report)


ID = re.compile(r"[a-z]+[/._][a-z_]+")


def test_no_sentence_in_chinese_names_a_cell_by_its_id(report: Report, tmp_path: Path) -> None:
    def label(cell: Any, drawn: GridCell) -> None:
        cell.text = "规范性公文" if drawn.text == "行政规范性文件" else drawn.text

    missing = last_year(tmp_path / "missing.docx", "2021", label)
    twice = new_report()
    for _ in range(2):
        add_form_table(twice, "2021", "cases")
    sentences = [
        one.message("zh") + one.remedy("zh")
        for template in (missing, save_report(twice, tmp_path / "twice.docx"))
        for one in fill(report, template)[1].report.findings
    ]
    assert len(sentences) > 15
    assert [one for one in sentences if ID.search(one)] == []
