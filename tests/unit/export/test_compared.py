"""What changed as data: JSON by its contract, CSV with a line a row, and Markdown to paste."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from reportcli.answer.compare import compare_sides
from reportcli.answer.revisions import HowListed
from reportcli.export.compared import (
    HEADS_OF_CHANGES,
    write_diff_csv,
    write_diff_json,
    write_diff_markdown,
)
from reportcli.words.messages import CHINESE, Voice
from tests.unit.answer.test_compare import fees, side

BRIEF, WHOLE = HowListed(), HowListed(verbose=True)
FOUND = compare_sides(fees(Decimal("1.5"), agency="某局"), fees(Decimal("2.5"), agency="某局"))


def test_json_has_both_sides_and_exact_numbers() -> None:
    told = json.loads(write_diff_json(FOUND, BRIEF, CHINESE))
    assert told["format"] == "reportcli-diff/1"
    assert (told["old"]["agency"], told["new"]["year"]) == ("某局", 2024)
    [change] = told["cells"]
    assert (change["cell"], change["old"], change["new"], change["delta"], change["rows"]) == (
        "publications/fees/amount", "1.5", "2.5", "1", None,
    )  # fmt: skip


def test_a_number_without_rows_has_a_line_of_its_own_in_csv() -> None:
    [row] = csv.DictReader(io.StringIO(write_diff_csv(FOUND, BRIEF, CHINESE)))
    assert tuple(row) == HEADS_OF_CHANGES
    assert (row["old"], row["new"], row["file"], row["contribution"]) == ("1.5", "2.5", "", "")


def test_markdown_begins_with_the_summary_and_has_a_table() -> None:
    text = write_diff_markdown(FOUND, BRIEF, CHINESE)
    assert not text.startswith("|")
    assert text.count("| ") > 5
    assert "2.5" in text


@pytest.mark.parametrize("asked", [BRIEF, WHOLE])
def test_where_nothing_differs_that_is_said(asked: HowListed) -> None:
    same = compare_sides(side({}), side({}))
    assert write_diff_markdown(same, asked, Voice("en")).strip()
    assert "|" not in write_diff_markdown(same, asked, CHINESE)
    assert json.loads(write_diff_json(same, asked, CHINESE))["cells"] == []
