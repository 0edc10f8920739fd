"""The lines of a list of units, whatever it was saved as."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from reportcli.rollup.list_lines import is_unit_list, lines_of_list, text_of_cell


def test_lines_are_numbered_as_in_the_file_and_blank_ones_left(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text('\n代码,名称\n,\nA,"甲\n局"\n', encoding="utf-8-sig")
    assert list(lines_of_list(str(file))) == [(2, ["代码", "名称"]), (5, ["A", "甲\n局"])]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (7.0, "7"),
        (" A01 ", " A01 "),
        (date(2025, 1, 31), "2025-01-31"),
        (datetime(2025, 1, 31), "2025-01-31"),
    ],
)
def test_cells_of_a_workbook_are_as_in_a_text(cell: object, text: str) -> None:
    assert text_of_cell(cell) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("代码,名称\nA,甲局", True),
        ("某县单位清单,\n代码,名称\nA,甲局", True),
        ("code\tname", True),
        ("登记编号,收到日期\n1,2024-01-01", False),
        ("", False),
    ],
)
def test_a_list_is_known_by_its_heading(tmp_path: Path, text: str, *, expected: bool) -> None:
    file = tmp_path / "一.csv"
    file.write_text(text, encoding="utf-8")
    assert is_unit_list(file) is expected


def test_a_workbook_is_asked_only_when_it_is_called_a_list(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(b"no workbook")
    assert not is_unit_list(tmp_path / "台账.xlsx")
