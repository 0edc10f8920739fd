"""The command for many offices: which settings and which year it goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.cli.deliver import Speaker
from reportcli.cli.rolling import Rolling, asked_of_units, settings_of_rollup


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of units with settings of its own, beside a list."""
    (tmp_path / "reportcli.toml").write_text('agency = "某县"\nyear = 2022\n', encoding="utf-8")
    (tmp_path / "units.csv").write_text("代码,名称\nA,甲局\n", encoding="utf-8")
    return tmp_path


def test_settings_lie_in_the_folder_or_beside_the_list(folder: Path, tmp_path: Path) -> None:
    beside = Rolling(units=str(folder / "units.csv"))
    assert settings_of_rollup(["elsewhere"], beside).agency == "某县"
    assert settings_of_rollup([str(folder)], Rolling()).agency == "某县"
    (tmp_path / "none").mkdir()
    assert settings_of_rollup([str(tmp_path / "none")], Rolling()).agency is None


@pytest.mark.parametrize(
    ("named", "in_folder", "year"), [(2023, True, 2023), (None, True, 2022), (None, False, 2020)]
)
def test_the_year_is_named_or_settled_or_the_one_before_today(
    folder: Path, named: int | None, year: int, *, in_folder: bool
) -> None:
    files = [str(folder)] if in_folder else [str(folder / "elsewhere" / "A")]
    rolling = Rolling(year=named, as_of="2021-02-03")
    assert asked_of_units(files, rolling, Speaker(None)).year == year


def test_no_input_of_a_roll_up_is_an_output() -> None:
    assert Rolling(units="list.csv", previous="before.json").inputs[:2] == [
        "list.csv",
        "before.json",
    ]
