"""The workbook of a revision: a title on one line, and rows as high as what did it is long."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from openpyxl import load_workbook

from reportcli.answer.compare import CellChange, Comparison
from reportcli.answer.revisions import HowListed
from reportcli.export.compared_book import write_diff_xlsx
from reportcli.words.messages import CHINESE
from tests.unit.answer.test_revisions import FOUND, GRANTED, NOTHING, row


def revisions(found: Comparison) -> Any:
    target = io.BytesIO()
    write_diff_xlsx(found, HowListed(), CHINESE, target)
    return load_workbook(target)["修订"]


def test_a_title_is_not_folded_into_the_narrow_column_that_it_stands_in() -> None:
    title = revisions(FOUND)["A1"]
    assert title.value.endswith("年数据修订")
    assert not title.alignment.wrap_text


def test_a_row_is_as_high_as_what_did_it_takes() -> None:
    few, many = (CellChange(GRANTED, 0, n, n, (row("new"),) * n) for n in (1, 8))
    sheet = revisions(replace(FOUND, cells=(few, many)))
    assert sheet.row_dimensions[6].height is None
    assert sheet.row_dimensions[7].height > 45
    assert sheet["F7"].value.count("＋2024-017") == 8


def test_where_nothing_differs_that_is_said() -> None:
    sheet = revisions(NOTHING)
    assert (sheet["A2"].value, sheet.max_row) == ("两份数据没有不同", 5)
