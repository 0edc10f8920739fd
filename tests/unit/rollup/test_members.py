"""Which units a roll-up has."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.finding import Refusal
from reportcli.rollup.members import find_members


def touched(folder: Path, *names: str) -> Path:
    """A folder with empty files."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_what_lies_beside_the_units_is_of_none(tmp_path: Path) -> None:
    touched(tmp_path, "A1.json", "上年汇总.json")
    members = find_members([str(tmp_path)], None, 2024, [str(tmp_path / "上年汇总.json")])
    assert [one.code for one in members.everyone] == ["A1"]


def test_a_folder_without_units_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        find_members([str(tmp_path)], None, 2024)
    assert caught.value.code == "rollup-no-units"
