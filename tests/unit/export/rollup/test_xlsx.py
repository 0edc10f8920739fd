"""A roll-up as a workbook."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from reportcli.export.rollup.xlsx import write_rollup_xlsx
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.rolled import small


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_the_workbook_has_tables_kinds_units_and_findings(voice: Voice) -> None:
    target = io.BytesIO()
    write_rollup_xlsx(small(), voice, target)
    again = io.BytesIO()
    write_rollup_xlsx(small(), voice, again)
    assert target.getvalue() == again.getvalue()
    book = load_workbook(target)
    assert len(book.sheetnames) == 6
    units = book[voice.say("rollup", "part-units")]
    rows = list(units.iter_rows(min_row=2, max_row=6, values_only=True))
    assert [row[0] for row in rows] == ["X01", "A02", "T01", "A04", "V01"]
    assert [row[9] for row in rows] == [5, 2, 1, None, 9]
    assert units["B3"].data_type == "s"  # =<b>… is text
    kinds = book[voice.say("rollup", "part-by-kind")]
    received = next(
        row
        for row in kinds.iter_rows(values_only=True)
        if row[0] and "本年新收" in row[0] and "总计" in row[1]
    )
    assert received[2:] == (5, 2, 1, 8)
