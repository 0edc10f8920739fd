"""The wheel and the source archive: each holds what the program needs, and the wheel made of the
archive is the wheel made of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.outside.programs import needed
from tests.places import PACKAGE, ROOT, SAMPLES


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both, built from a copy: setuptools leaves a folder behind."""
    if find_spec("build") is None:
        needed("build")
    copy = tmp_path_factory.mktemp("repository")
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, copy / PACKAGE.name, ignore=ignored)
    # The wheel is made of the source archive.
    subprocess.run([sys.executable, "-m", "build", copy], check=True, capture_output=True)
    return copy / "dist"


def shipped() -> set[str]:
    """Every file of the package."""
    files = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_both_hold_every_file_of_the_package(built: Path) -> None:
    [wheel], [archive] = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as held:
        assert shipped() <= set(held.namelist())
    with tarfile.open(archive) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    assert shipped() | {"README.md", "pyproject.toml"} <= names


def test_the_wheel_runs_from_where_it_was_unpacked(built: Path, tmp_path: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        held.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "reportcli"]
    for words in (["guide"], ["tally", SAMPLES / "2020" / "requests.xlsx", "--year", "2020"]):
        ended = subprocess.run(
            [*command, *words], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert ended.returncode == 0, ended.stderr.decode()
