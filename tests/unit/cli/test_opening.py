"""What is named on the command line: files, folders and lists, told apart by what is in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportcli.cli.opening import files_named, side_of_json
from reportcli.finding import Refusal


def made(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_folder_stands_for_the_logs_in_it(tmp_path: Path) -> None:
    for name in (
        "申请.xlsx",
        "案件.CSV",
        "~$申请.xlsx",
        "reportcli.toml",
        "上年.json",
        "text/一.md",
    ):
        made(tmp_path / name)
    found = [Path(file).name for file in files_named(str(tmp_path))]
    assert found == ["案件.CSV", "申请.xlsx"]


def test_files_and_folders_are_joined_with_commas_of_either_keyboard(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a.xlsx"), made(tmp_path / "b" / "c.xlsx")
    both = [str(one), str(other)]
    assert files_named(f"{one},{other.parent}") == both
    assert files_named(f"{one}，{other}") == both


def test_a_comma_in_a_name_that_there_is_joins_nothing(tmp_path: Path) -> None:
    one = made(tmp_path / "甲,乙.xlsx")
    assert files_named(str(one)) == [str(one)]


def test_a_folder_without_logs_is_refused(tmp_path: Path) -> None:
    made(tmp_path / "年报.docx")
    with pytest.raises(Refusal) as refused:
        files_named(str(tmp_path))
    assert (refused.value.code, str(refused.value.address)) == (
        "folder-without-logs",
        str(tmp_path),
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "other/1"}',
        "[1]",
        "{",
        '{"year": 2024, "year": 2025, "tables": {}}',
        '{"year": 2024, "tables": {"other": {"review": {"total": 1}}}}',
        '{"year": 2024, "tables": {"cases": {"nobody": {"total": 1}}}}',
        # A line of the form that came later.
        '{"year": 2020, "tables": {"publications": {"rules": {"issued": 1}}}}',
        "[" * 99999,
    ],
)
def test_json_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    file = made(tmp_path / "x.json", text)
    with pytest.raises(Refusal) as refused:
        side_of_json(str(file))
    assert (refused.value.code, refused.value.status) == ("figures-invalid", 3)


def test_figures_typed_by_hand_take_the_form_of_their_year(tmp_path: Path) -> None:
    figures = {"year": 2020, "tables": {"cases": {"review": {"total": 3}}}}
    side = side_of_json(str(made(tmp_path / "x.json", json.dumps(figures))))
    assert (side.edition.id, side.number("cases", ("review", "total"))) == ("2019", 3)
    assert side.facts == {}
    assert not side.is_draft
