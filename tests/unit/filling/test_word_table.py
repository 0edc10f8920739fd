"""A figure in its cell: the look, the unit and the scale of what stood there are kept."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reportcli.export.grid import GridCell
from reportcli.files.docx import TBL
from reportcli.report import Report
from tests.filled import (
    MAIN,
    TABLES,
    fill,
    inner,
    tally_of,
    told,
)
from tests.letterhead import (
    add_form_table,
    figures_in,
    last_year,
    new_report,
    parts_of,
    save_report,
    write_number,
)


def test_the_look_of_a_figure_is_kept(report: Report, tmp_path: Path) -> None:
    filled, _ = fill(report, last_year(tmp_path / "last.docx", "2021"))
    (run,) = docx.Document(io.BytesIO(filled)).tables[1].cell(3, 3).paragraphs[0].runs
    assert (run.bold, run.font.size.pt) == (True, 9)


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
    def number(cell: Any, _: GridCell) -> None:
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
    def label(cell: Any, drawn: GridCell) -> None:
        cell.paragraphs[0].add_run(heading if "收费金额" in drawn.text else drawn.text)

    def number(cell: Any, drawn: GridCell) -> None:
        cell.paragraphs[0].add_run(before if "fees" in drawn.cell_id else "1")

    filled, document = fill(report, last_year(tmp_path / "last.docx", "2021", label, number))
    assert told(document) == []
    assert figures_in(filled, "2021", TABLES)["publications/fees/amount"] == after


def test_a_cell_without_a_run_takes_the_look_of_its_neighbour(
    report: Report, tmp_path: Path
) -> None:
    def number(cell: Any, drawn: GridCell) -> None:
        if drawn.cell_id != "requests/received/total":
            write_number(cell, drawn)

    filled, _ = fill(report, last_year(tmp_path / "last.docx", "2021", number=number))
    (run,) = docx.Document(io.BytesIO(filled)).tables[1].cell(3, 9).paragraphs[0].runs
    assert (run.text, run.bold, run.font.size.pt) == (
        tally_of(report)["requests/received/total"],
        True,
        9,
    )


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
    def number(cell: Any, _: GridCell) -> None:
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


def test_spans_that_claim_too_much_take_no_time(report: Report, tmp_path: Path) -> None:
    document = new_report()
    table = add_form_table(document, "2021", "cases")
    span = inner('<w:gridSpan w:val="999999999999"/>')
    table.cell(3, 14)._tc.get_or_add_tcPr().append(span)
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    texts = [one.text for one in etree.fromstring(parts_of(filled)[MAIN]).iter(qn("w:t"))]
    assert texts[-15] == tally_of(report)["cases/review/upheld"]
