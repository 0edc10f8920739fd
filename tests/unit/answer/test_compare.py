"""What differs between two sides, whatever they came from: cells, facts, words, findings, and what to know of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportcli.answer.compare import Comparison, compare_sides
from reportcli.answer.side import Side, SideTable, UnitFigures
from reportcli.contract import FindingJson
from reportcli.law.edition import Edition

NEW_FORM, OLD_FORM = Edition.by_id("2021"), Edition.by_id("2019")
FEES = ("fees", "amount")


def side(tables: dict[str, SideTable], **more: Any) -> Side:
    return Side("side.json", "json", 2024, NEW_FORM, tables, **more)


def fees(amount: Decimal | None, **more: Any) -> Side:
    return side({"publications": {FEES: amount}}, **more)


def codes(found: Comparison) -> list[str]:
    return [one.code for one in found.remarks]


def test_figures_without_rows_have_a_change_alone() -> None:
    (change,) = compare_sides(fees(Decimal("1.5")), fees(Decimal("2.5"))).cells
    assert (change.cell, change.delta, change.rows) == ("publications/fees/amount", 1, None)


def test_what_was_not_read_is_no_nought() -> None:
    (change,) = compare_sides(fees(None), fees(Decimal("2.5"))).cells
    assert (change.old, change.new, change.delta) == (None, Decimal("2.5"), None)


def test_a_line_that_the_older_form_does_not_have_counts_as_nought() -> None:
    cells: SideTable = {("rules", "issued"): 3}
    old = replace(side({"publications": {}}), edition=OLD_FORM)
    found = compare_sides(old, side({"publications": cells}))
    (change,) = found.cells
    assert (change.old, change.new, change.delta) == (None, 3, 3)
    assert codes(found) == ["sides-other-edition"]


def test_a_table_that_one_side_lacks_is_said_and_not_compared() -> None:
    both = side({"publications": {FEES: Decimal(1)}, "cases": {("review", "total"): 3}})
    found = compare_sides(fees(Decimal(1)), both)
    assert found.is_empty
    assert [(one.code, one.details["table"]) for one in found.remarks] == [
        ("side-without-table", "四")
    ]


def test_two_years_and_two_offices_are_said() -> None:
    other = replace(fees(Decimal(1), agency="乙局"), year=2023)
    assert codes(compare_sides(fees(Decimal(1), agency="甲局"), other)) == [
        "sides-other-year",
        "sides-other-agency",
    ]


@pytest.mark.parametrize("other", ["某市", "某市政府", "某市 人民政府", None])
def test_an_office_by_another_name_of_its_own_is_no_other_office(other: str | None) -> None:
    one = fees(Decimal(1), agency="某市人民政府")
    assert codes(compare_sides(one, fees(Decimal(1), agency=other))) == []


def test_what_offices_did_sums_to_the_change() -> None:
    cell = ("review", "total")

    def whole(total: int, **offices: int) -> Side:
        units = {
            code: UnitFigures(code, f"{code}局", {"cases": {cell: number}})
            for code, number in offices.items()
        }
        return side({"cases": {cell: total}}, units=units)

    (change,) = compare_sides(whole(9, A=4, B=5), whole(12, A=4, B=6, C=1)).cells
    shares = [(one.code, one.contribution) for one in change.units or ()]
    # One is in the total and of no office that is named.
    assert shares == [("B", 1), ("C", 1), ("", 1)]
    assert sum(one.contribution for one in change.units or ()) == change.delta == 3


def finding(code: str, sheet: str, cell: str, row_hash: str | None = None) -> FindingJson:
    return FindingJson(code, "error", "", "", "a.xlsx", sheet, cell, 1, None, row_hash, None)


def test_findings_are_new_gone_and_still_there() -> None:
    old = fees(Decimal(1), findings=[finding("a", "台账", "H1"), finding("b", "台账", "H2", "0a")])
    new = fees(Decimal(1), findings=[finding("b", "台账", "H3", "0a"), finding("c", "台账", "H1")])
    found = compare_sides(old, new)
    assert [one.code for one in found.appeared] == ["c"]
    assert [one.code for one in found.vanished] == ["a"]
    # The row is known by its values, wherever it stands now.
    assert [one.code for one in found.remained] == ["b"]
    assert not found.is_empty


def test_what_is_wrong_in_logs_cannot_be_seen_in_a_finished_report() -> None:
    logs = fees(Decimal(1), findings=[finding("a", "台账", "H1")])
    published = replace(fees(Decimal(1)), origin="report")
    assert compare_sides(logs, published).is_empty
    assert compare_sides(published, logs).is_empty


def test_facts_of_one_side_alone_are_no_change() -> None:
    assert (
        compare_sides(fees(Decimal(1)), fees(Decimal(1), facts={"requests.on_time": 3})).facts == ()
    )
    old, new = ({"requests.on_time": 3}, {"requests.on_time": 4, "declared.网站": 2})
    found = compare_sides(fees(Decimal(1), facts=old), fees(Decimal(1), facts=new))
    assert [(one.fact, one.old, one.new) for one in found.facts] == [
        ("requests.on_time", 3, 4),
        ("declared.网站", None, 2),
    ]


def test_paragraphs_that_differ() -> None:
    old, new = fees(Decimal(1), prose=["甲。", "乙。"]), fees(Decimal(1), prose=["甲。", "丙。"])
    found = compare_sides(old, new)
    assert (found.words_gone, found.words_new) == (("乙。",), ("丙。",))


def test_some_cells_alone() -> None:
    found = compare_sides(fees(Decimal(1)), fees(Decimal(2), findings=[finding("a", "台账", "H1")]))
    assert found.about(["cases/review/total"]).is_empty
    assert [one.cell for one in found.about(["publications/fees/amount"]).cells] == [
        "publications/fees/amount"
    ]
