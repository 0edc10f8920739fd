"""A difference in words: what a row did, which totals are folded, how the summary counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportcli.answer import revisions as said
from reportcli.answer.compare import CellChange, Comparison, UnitShare
from reportcli.answer.row_changes import RowChange
from reportcli.answer.side import Side
from reportcli.contract import Cause
from reportcli.finding import Address
from reportcli.law.edition import Edition
from reportcli.words.messages import CHINESE, ENGLISH

GRANTED_IN_ALL = "requests/outcome.granted/total"
GRANTED, PARTIAL = (
    "requests/outcome.granted/natural_person",
    "requests/outcome.partial/natural_person",
)
TOTAL = "requests/outcome.total/natural_person"
SIDE = Side("a.json", "json", 2024, Edition.by_id("2021"), {"requests": {}, "cases": {}})
NOTHING = Comparison(SIDE, SIDE, ())


def row(cause: Cause, contribution: int = 1, number: str | None = "2024-017") -> RowChange:
    return RowChange(
        Address("a.xlsx", "台账", 20), number, cause, contribution, (PARTIAL,), (GRANTED,), "法规科"
    )


@pytest.mark.parametrize(
    ("cause", "cell", "in_chinese", "in_english"),
    [
        ("new", GRANTED, "＋2024-017（第 20 行）", "＋2024-017 (row 20)"),
        ("gone", GRANTED, "－2024-017（原第 20 行）", "－2024-017 (was row 20)"),
        ("moved", PARTIAL, "2024-017（第 20 行）改为 予以公开", "2024-017 (row 20) now Disclosed"),
        ("moved", GRANTED, "2024-017（第 20 行）改为 予以公开", "2024-017 (row 20) now Disclosed"),
        ("moved", GRANTED_IN_ALL, "2024-017（第 20 行）", "2024-017 (row 20)"),
        ("year", GRANTED, "2024-017（第 20 行）日期跨年", "2024-017 (row 20) moved over New Year"),
        ("set-aside", GRANTED, "2024-017（第 20 行）不再计入", "2024-017 (row 20) set aside"),
        ("back", GRANTED, "2024-017（第 20 行）重新计入", "2024-017 (row 20) back"),
        ("setting", GRANTED, "2024-017（第 20 行）计法不同", "2024-017 (row 20) counted by other rules"),
    ],
)  # fmt: skip
def test_what_a_row_did(cause: Cause, cell: str, in_chinese: str, in_english: str) -> None:
    assert said.deed_words(row(cause), cell, NOTHING, CHINESE) == in_chinese
    assert said.deed_words(row(cause), cell, NOTHING, ENGLISH) == in_english


def test_a_row_without_a_number_and_one_that_counts_several() -> None:
    assert said.deed_words(row("new", number=None), GRANTED, NOTHING, CHINESE) == "＋第 20 行"
    assert said.deed_words(row("new", 3), GRANTED, NOTHING, CHINESE) == "＋2024-017（第 20 行） +3"


def test_what_a_file_says_steers_no_terminal() -> None:
    told = said.deed_words(row("new", number="\x1b[31m7"), GRANTED, NOTHING, CHINESE)
    assert "\x1b" not in told


CHANGES = (
    CellChange(GRANTED, 1, 2, 1, (row("moved"),)),
    CellChange(PARTIAL, 1, 0, -1, (row("moved", -1),)),
    CellChange("cases/review/total", 1, 2, 1, ()),
)
FOUND = replace(
    NOTHING, cells=(*CHANGES, CellChange(TOTAL, 3, 4, 1), CellChange(GRANTED, None, 3, None))
)


def test_a_total_is_folded_into_the_cells_that_it_sums() -> None:
    assert [one.cell for one in said.shown_cells(FOUND, verbose=False)] == [
        GRANTED,
        PARTIAL,
        "cases/review/total",  # no cell of it is known to have changed
    ]
    assert len(said.shown_cells(FOUND, verbose=True)) == 4
    assert len(said.unknown_changes(FOUND)) == 1


def test_the_summary_counts_every_number_and_says_that_there_are_no_rows() -> None:
    assert (
        said.summary_of_changes(FOUND, CHINESE)
        == "表三 3 处不同、表四 1 处不同；没有两份台账的行，只列变动"
    )
    assert said.summary_of_changes(NOTHING, ENGLISH) == "table 三, table 四 the same"


def test_a_row_is_one_deed_with_all_its_cells() -> None:
    (deed,) = said.deeds(FOUND, verbose=False)
    assert deed.cells == ((GRANTED, 1), (PARTIAL, -1))


def test_units_are_those_of_the_rows_or_the_offices_of_a_sum() -> None:
    assert list(said.units_in_rows(replace(FOUND, cells=CHANGES[:1]), verbose=False)) == [
        ("法规科", GRANTED, 1)
    ]
    many = replace(FOUND, cells=(CellChange(GRANTED, 1, 3, 2, None, (UnitShare("A", "甲局", 2),)),))
    assert list(said.units_in_rows(many, verbose=False)) == [("A 甲局", GRANTED, 2)]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("requests.on_time", "按期办结"),
        ("requests.by_applicant.business", "新收申请按申请人：商业企业"),
        ("declared.走访企业", "走访企业"),
        ("other.fact", "other.fact"),
    ],
)
def test_a_fact_by_its_label(name: str, label: str) -> None:
    assert said.name_of_changed_fact(name, SIDE.edition, CHINESE) == label
