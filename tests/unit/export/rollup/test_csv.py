"""A roll-up as CSV, and a first list of units."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from msgspec.structs import replace

from reportcli.export.rollup.csv import write_rollup_csv, write_unit_list
from reportcli.rollup.units import Unit
from reportcli.words.messages import CHINESE
from tests.rolled import small


def test_csv_has_a_line_a_unit_and_no_formula() -> None:
    [head, *rows] = csv.reader(io.StringIO(write_rollup_csv(small(), CHINESE)))
    at = {name: place for place, name in enumerate(head)}
    assert [row[at["requests/received/total"]] for row in rows] == ["5", "2", "1", "", "9"]
    assert rows[1][at["name"]] == "'=<b>教育|局"
    assert [row[at["status"]] for row in rows] == [
        "complete",
        "draft",
        "complete",
        "missing",
        "vertical",
    ]


def test_a_first_list_names_files_from_where_it_will_lie(tmp_path: Path) -> None:
    folder = tmp_path / "报送"
    one = Unit("A01", "甲局", files=(str(folder / "A01" / "一.xlsx"), str(tmp_path / "二.json")))
    text = write_unit_list([one, replace(one, code="-1", files=())], folder)
    assert text.splitlines() == [
        "code,name,parent,kind,due,files,scope,delivered",
        "A01,甲局,,department,,A01/一.xlsx;../二.json,own,",
        "-1,甲局,,department,,,own,",
    ]
