"""A roll-up on the terminal."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from reportcli.terminal.rollup import LISTED_UNITS, columns_that_fit, write_rollup
from reportcli.terminal.table import TextColumn
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.county import figures
from tests.rolled import rolled_up, small, told, unit


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_no_line_is_wider_than_the_terminal(voice: Voice) -> None:
    text = write_rollup(small(), voice)
    assert max(map(wcswidth, text.splitlines())) <= 80


def test_the_statement_comes_first_and_names_who_is_missing() -> None:
    lines = write_rollup(small(), CHINESE).splitlines()
    assert lines[0] == "某县2024年度政府信息公开汇总"
    assert lines[2].startswith("应报 4 个单位：按时 2，迟报 1，未报 1")
    assert lines[lines.index("未报 1：") + 1].strip() == "A04 A04局"
    assert lines[lines.index("迟报 1：") + 1].strip() == "T01 T01局"


def test_of_many_units_the_first_are_named_and_the_rest_counted() -> None:
    pairs = [
        (unit(f"U{n:03}", files=(), delivered=None), told(f"U{n:03}", state="missing"))
        for n in range(50)
    ]
    text = write_rollup(rolled_up(*pairs), CHINESE)
    assert f"U{LISTED_UNITS - 1:03} " in text
    assert f"U{LISTED_UNITS:03}" not in text
    assert "… 50" in text


def test_kinds_are_summed_under_one_another() -> None:
    text = write_rollup(
        rolled_up(
            (unit("A"), told("A", figures(2))), (unit("B", kind="township"), told("B", figures(3)))
        ),
        CHINESE,
    )
    sums = {
        line.split()[0]: line.split()[1]
        for line in text.splitlines()
        if line.startswith(("部门", "乡镇", "合计"))
    }
    assert sums == {"部门": "2", "乡镇": "3", "合计": "5"}


def test_columns_stand_in_as_many_tables_as_fit() -> None:
    columns = [TextColumn("x" * 8, ["1"], is_number=True)] * 5
    assert [len(group) for group in columns_that_fit(columns, 30)] == [3, 2]
    assert [len(group) for group in columns_that_fit(columns, 5)] == [1] * 5
