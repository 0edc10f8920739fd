"""A workbook that openpyxl saves again, in a process of its own: what comes back, and what ends it."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from reportcli.marking import resave
from reportcli.marking.resave import save_again
from tests.program.hostile.books import SHEET, sheet
from tests.program.hostile.case import log, rows


def book(*texts: str) -> bytes:
    out = io.BytesIO()
    made = Workbook()
    made.active.append(texts)
    made.save(out)
    return out.getvalue()


def test_what_openpyxl_knows_comes_back_and_twice_the_same() -> None:
    made = book("台账", "=1+1")
    saved = save_again(made)
    assert saved is not None
    assert [cell.value for cell in load_workbook(io.BytesIO(saved)).active[1]] == ["台账", "=1+1"]
    assert saved == save_again(made)
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(saved)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


@pytest.mark.parametrize("content", [b"", b"no workbook", log()[:900], b"PK\x03\x04" * 99])
def test_what_it_cannot_read_is_nothing(content: bytes) -> None:
    assert save_again(content) is None


def test_a_merged_range_of_the_whole_sheet_ends_the_process_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """openpyxl makes a cell of every one of its 17 thousand million."""
    monkeypatch.setattr(resave, "SECONDS", 3)
    merges = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    began = time.monotonic()
    assert save_again(log({SHEET: sheet(rows(), after=merges)})) is None
    assert time.monotonic() - began < 15
