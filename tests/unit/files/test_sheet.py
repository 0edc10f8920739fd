"""What every format comes to: rows, many at a time, and sheets that can be told apart."""

from __future__ import annotations

import pytest

from reportcli.files import sheet as room
from reportcli.files.sheet import Row, RowBatch, Sheet, check_sheets, in_batches, rows_of
from reportcli.finding import Refusal

ROWS: list[Row] = [["a", 1], ["b"], [], ["c", 2, None]]


def test_rows_come_out_of_batches_as_they_went_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ROWS_A_BATCH", 3)
    batches = list(in_batches(iter(ROWS)))
    assert [len(batch) for batch in batches] == [3, 1]
    assert list(rows_of(batches)) == ROWS


@pytest.mark.parametrize(
    ("place", "cells"),
    [(0, ["a", "b", None, "c"]), (1, [1, None, None, 2]), (2, [None] * 4), (9, [None] * 4)],
)
def test_a_column_has_blanks_where_a_row_is_shorter(place: int, cells: Row) -> None:
    assert RowBatch(ROWS).column(place) == cells


def test_a_sheet_keeps_what_is_struck_out_for_itself() -> None:
    first, second = Sheet("a", iter(())), Sheet("b", iter(()))
    first.struck_rows.add(1)
    assert second.struck_rows == set()


@pytest.mark.parametrize(
    ("names", "code"),
    [(["a", "b", "a"], "input-unsafe"), ([str(n) for n in range(501)], "input-over-size")],
)
def test_sheets_that_no_log_has(names: list[str], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_sheets("log.xlsx", names)
    assert (caught.value.code, caught.value.status) == (code, 3)


def test_sheets_as_a_log_has_them() -> None:
    check_sheets("log.xlsx", [str(n) for n in range(500)])
