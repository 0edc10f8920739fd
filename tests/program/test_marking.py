"""`check --mark`: the copy is written with the findings, and refused where it would harm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from reportcli.cli.commands import app
from tests.logs import write_log
from tests.marked import (
    FORMULA_LIKE,
    LIST,
    RED,
    marks,
    styled_book,
)


def check(*words: str) -> Result:
    return CliRunner().invoke(
        app, ["check", *words, "--lang", "zh", "--as-of", "2025-01-12"], prog_name="reportcli"
    )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_log(tmp_path / "requests.csv", FORMULA_LIKE)
    write_log(
        tmp_path / "cases.csv",
        "行政复议/行政诉讼 | 受理日期 | 审理结果 | 审结日期\n行政复议 | 2024-01-01 | 维持 |",
    )
    write_log(
        tmp_path / "sound.csv", "行政复议/行政诉讼 | 受理日期 | 审理结果\n行政复议 | 2024-01-01 |"
    )
    (tmp_path / "old.xlsx").write_bytes(b"old")
    return tmp_path


def test_check_writes_the_copy_and_its_findings(office: Path) -> None:
    done = check("requests.csv", "sound.csv", "--mark", "new.xlsx")
    assert done.exit_code == 1
    assert "outcome-unknown" in done.stdout
    assert done.stderr.splitlines() == [
        "标注副本是按原文件的值新建的 xlsx，没有原来的格式", "已写入 new.xlsx",
    ]  # fmt: skip
    assert load_workbook(office / "new.xlsx").sheetnames == [LIST, "requests"]


@pytest.mark.parametrize(
    ("status", "words", "says"),
    [
        (2, "requests.csv --mark new.csv", "xlsx"),
        (2, "requests.csv cases.csv --mark new.xlsx", "requests.csv, cases.csv"),
        (6, "requests.csv --mark old.xlsx", "old.xlsx"),
        (6, "requests.csv --mark none/new.xlsx", "none/new.xlsx"),
        (3, "none.csv --mark new.xlsx", "none.csv"),
    ],
)
def test_a_copy_that_is_refused(office: Path, status: int, words: str, says: str) -> None:
    done = check(*words.split())
    assert done.exit_code == status
    assert says in done.stderr
    assert done.stdout == ""
    assert (office / "old.xlsx").read_bytes() == b"old"
    assert not (office / "new.xlsx").exists()


def test_a_log_from_stdin_cannot_be_marked(office: Path) -> None:
    words = [sys.executable, "-m", "reportcli", "check", "-", "--mark", "new.xlsx", "--lang", "en"]
    log = (office / "requests.csv").read_bytes()
    done = subprocess.run(words, input=log, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("--mark cannot mark a log that was read from stdin")
    assert not (office / "new.xlsx").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_file_name_in_another_encoding(office: Path) -> None:
    name = os.fsdecode("台账".encode("gbk") + b".csv")
    (office / name).write_bytes((office / "requests.csv").read_bytes())
    words = [sys.executable, "-m", "reportcli", "check", name, "--mark", "new.xlsx"]
    assert subprocess.run(words, capture_output=True, timeout=60, check=False).returncode == 1
    book = load_workbook(office / "new.xlsx")
    assert marks(book.worksheets[1]) == [("G3", RED, ["outcome-unknown"])]


def test_an_old_copy_is_replaced_when_asked(office: Path) -> None:
    assert check("requests.csv", "--mark", "old.xlsx", "--force").exit_code == 1
    assert (office / "old.xlsx").read_bytes() != b"old"


def test_an_input_is_never_the_copy(office: Path) -> None:
    log = office / "log.xlsx"
    styled_book().save(log)
    before = log.read_bytes()
    done = check("log.xlsx", "--mark", "log.xlsx", "--force")
    assert done.exit_code == 6
    assert log.read_bytes() == before
