"""Sums of units: cell by cell, by branch, and of facts."""

from __future__ import annotations

from decimal import Decimal

from reportcli.law.edition import Edition
from reportcli.rollup.result import UnitResult
from reportcli.rollup.sums import branches, sum_facts, sum_tables
from reportcli.rollup.units import Unit

FORM = Edition.for_year(2024)


def test_cells_are_added_and_money_stays_exact() -> None:
    units = [
        UnitResult("A", tables={"publications": {"fees/amount": "0.1"}, "requests": {}}),
        UnitResult("B", tables={"publications": {"fees/amount": "0.2", "rules/issued": 2}}),
    ]
    tables = sum_tables(units, FORM)
    assert tables["publications"]["fees", "amount"] == Decimal("0.3")
    assert tables["publications"]["rules", "issued"] == 2
    assert set(tables["requests"].values()) == {0}
    assert list(tables) == ["publications", "requests"]


def test_a_table_that_no_unit_has_is_absent() -> None:
    assert sum_tables([UnitResult("A")], FORM) == {}


def test_a_fact_that_one_unit_leaves_open_has_no_sum() -> None:
    told = UnitResult(
        "A",
        tables={"requests": {}},
        facts={"requests.received": 3, "requests.by_channel": {"online": 1, "other_ways": 2}},
    )
    other = UnitResult(
        "B", tables={"requests": {}}, facts={"requests.received": 1, "requests.fees_charged": "2.5"}
    )
    without_log = UnitResult("C", tables={"publications": {}})
    assert sum_facts([told, other, without_log]) == {"requests.received": 4}
    assert sum_facts([told, without_log])["requests.by_channel"] == {"other_ways": 2, "online": 1}


def tree(*pairs: tuple[str, str]) -> list[Unit]:
    """Units with their parents."""
    return [Unit(code, code, parent=parent) for code, parent in pairs]


def test_a_branch_is_the_node_under_the_root() -> None:
    city = tree(
        ("市", ""),
        ("甲县", "市"),
        ("甲1", "甲县"),
        ("甲11", "甲1"),
        ("市局", "市"),
        ("乙县", "市"),
        ("乙1", "乙县"),
    )
    assert branches(city) == {
        "甲县": "甲县", "甲1": "甲县", "甲11": "甲县", "乙县": "乙县", "乙1": "乙县",
    }  # fmt: skip


def test_a_list_without_a_tree_has_no_branches() -> None:
    assert branches(tree(("县", ""), ("甲局", "县"), ("乙局", "县"))) == {}
    assert branches(tree(("甲局", ""), ("乙局", ""))) == {}


def test_of_several_trees_each_top_is_a_branch() -> None:
    assert branches(tree(("甲县", ""), ("甲1", "甲县"), ("乙县", ""), ("乙1", "乙县"))) == {
        "甲县": "甲县", "甲1": "甲县", "乙县": "乙县", "乙1": "乙县",
    }  # fmt: skip
