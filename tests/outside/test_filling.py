"""LibreOffice opens what was filled."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from reportcli.report import Report
from tests.filled import (
    fill,
    tally_of,
)
from tests.letterhead import (
    last_year,
)


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
