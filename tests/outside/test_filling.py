"""What was filled opens in LibreOffice, with its figures in their places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reportcli.document import compile_document
from reportcli.filling.save import write_filled
from reportcli.report import compile_report
from tests.letterhead import last_year
from tests.outside.conftest import Convert
from tests.places import SAMPLES


def test_libreoffice_opens_what_was_filled(convert: Convert, tmp_path: Path) -> None:
    report = compile_report(sorted((SAMPLES / "2024").glob("*.xlsx")), as_of=date(2025, 1, 12))
    template = last_year(tmp_path / "last.docx", "2021")
    with (tmp_path / "filled.docx").open("wb") as target:
        write_filled(compile_document(report, template=template), template, target)
    text = convert(tmp_path / "filled.docx", "txt:Text (encoded):UTF8").read_text("utf-8")
    assert f"收到{report.tables['requests']['received', 'total']}件" in text
