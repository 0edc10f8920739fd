"""The filled docx as a file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from reportcli.report import Report
from tests.filled import (
    TABLES,
    fill,
    tally_of,
)
from tests.letterhead import (
    figures_in,
    last_year,
    parts_of,
)


def test_the_same_input_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    template = last_year(tmp_path / "last.docx", "2021")
    first, second = fill(report, template)[0], fill(report, template)[0]
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


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
