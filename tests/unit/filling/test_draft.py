"""Every page of a draft says that it is one."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from reportcli.report import Report
from tests.filled import (
    fill,
)
from tests.letterhead import (
    new_report,
    save_report,
)


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
