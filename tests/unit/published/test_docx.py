"""The words of a docx: numbered, without the tables of the form, without what was deleted."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportcli.finding import Refusal
from reportcli.published.docx import paragraphs_of
from tests.letterhead import add_form_table, new_report, save_report


def paragraph(runs: str) -> object:
    """A paragraph of Word's markup."""
    return parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>")


def test_paragraphs_are_numbered_and_tables_of_the_form_are_none(tmp_path: Path) -> None:
    document = new_report()
    add_form_table(document, "2021", "cases")
    add_form_table(document, "2019", "publications")
    document.add_paragraph("五、存在的主要问题")
    document.add_table(1, 2).cell(0, 1).text = "附表"
    assert paragraphs_of(save_report(document, tmp_path / "last.docx")) == [
        (1, "江宁市林业局文件"),
        (3, "本报告由办公室编写。"),
        (4, "五、存在的主要问题"),
        (6, "附表"),
    ]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>收到</w:t></w:r><w:r><w:tab/><w:t>5</w:t><w:br/><w:t>件</w:t></w:r>", "收到\t5\n件"),
        ("<w:ins w:id='1' w:author='x'><w:r><w:t>新</w:t></w:r></w:ins><w:del w:id='2' w:author='x'><w:r>"
         "<w:delText>旧</w:delText></w:r></w:del>", "新"),
        ("<w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r>", "甲"),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>1</w:t></w:r>", "1"),
    ],
)  # fmt: skip
def test_the_text_is_what_is_on_the_page(runs: str, text: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.element.body.insert(0, paragraph(runs))
    document.save(tmp_path / "one.docx")
    assert paragraphs_of(tmp_path / "one.docx") == [(1, text)]


def test_the_copy_of_a_text_box_for_older_programs_is_not_read_again(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    document.element.body.insert(
        0,
        paragraph(
            '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
            "</mc:AlternateContent></w:r><w:r><w:t>框外</w:t></w:r>"
        ),
    )
    document.save(tmp_path / "one.docx")
    assert paragraphs_of(tmp_path / "one.docx") == [(1, "框外"), (2, "框中")]


def test_what_is_no_docx_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.docx").write_text("文字", "utf-8")
    with pytest.raises(Refusal) as refusal:
        paragraphs_of(tmp_path / "one.docx")
    assert (refusal.value.status, refusal.value.code) == (3, "template-not-docx")
