"""Logs dropped on an icon: what is asked for with files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.cli.dropped import command_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("依申请.xlsx", "复议.csv", "~$依申请.xlsx", "previous.json", "说明.docx"):
        (tmp_path / name).touch()
    return tmp_path


def names(words: list[str]) -> list[str]:
    """The words, of files their names alone."""
    return [Path(word).name for word in words]


def test_files_are_counted_into_a_workbook_beside_the_first(folder: Path) -> None:
    log = str(folder / "依申请.xlsx")
    assert command_for([log]) == ["tally", log, "-o", str(folder / "结果.xlsx")]


def test_of_a_folder_the_logs_are_counted_and_no_earlier_result(folder: Path) -> None:
    (folder / "结果.xlsx").touch()
    words = names(command_for([str(folder)]))
    assert words == ["tally", "依申请.xlsx", "复议.csv", "-o", "结果（2）.xlsx"]
    (folder / "结果（2）.xlsx").touch()
    assert names(command_for([str(folder)]))[-1] == "结果（3）.xlsx"


def test_a_folder_without_logs_is_left_to_be_refused(tmp_path: Path) -> None:
    words = command_for([str(tmp_path)])
    assert words == ["tally", str(tmp_path), "-o", str(tmp_path.parent / "结果.xlsx")]


def test_nothing_dropped_is_what_tally_says_of_nothing() -> None:
    assert command_for([]) == ["tally"]
    assert command_for(["结果.xlsx"]) == ["tally", "结果.xlsx"]
