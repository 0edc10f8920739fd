"""What the tests of this folder look with: other programs, each started once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside.programs import needed

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Makes LibreOffice open a file and save it as another format; gives what it wrote, in a folder of its own."""
    soffice = needed("soffice")
    profile = tmp_path_factory.mktemp("profile")

    def converted(path: Path, target: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        words = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        words += ["--convert-to", target, "--outdir", str(folder), str(path)]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        return folder / f"{path.stem}.{target.split(':')[0]}"

    return converted
