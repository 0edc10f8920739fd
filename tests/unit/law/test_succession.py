"""What the lines of 2021 were in 2019: the relations of the two decreed forms."""

from __future__ import annotations

import pytest

from reportcli.law.edition import Edition
from reportcli.law.succession import all_cells, cells_before, form_before, links

OLD, NEW = Edition.by_id("2019"), Edition.by_id("2021")


@pytest.mark.parametrize(
    ("cell", "before"),
    [
        ("requests/received/total", ("requests/received/total",)),
        ("cases/review/upheld", ("cases/review/upheld",)),
        ("publications/licensing/decisions", ("publications/licensing/decisions",)),
        ("publications/rules/issued", ("publications/rules/made",)),
        ("publications/normative_documents/issued", ("publications/normative_documents/made",)),
        ("requests/outcome.other/business", ("requests/outcome.other/business",)),
        # Another measure, and lines that there were not.
        ("publications/rules/in_force", ()),
        ("publications/fees/amount", ()),
        ("publications/rules/repealed", ()),
        ("requests/outcome.other.miscellaneous/total", ()),
    ],
)
def test_what_a_cell_was_in_the_form_before(cell: str, before: tuple[str, ...]) -> None:
    assert cells_before(NEW, cell) == before


def test_the_form_of_2019_follows_none() -> None:
    assert (form_before(NEW), form_before(OLD)) == (OLD, None)
    assert cells_before(OLD, "requests/received/total") == ()


def test_a_sum_has_its_parts_and_a_break_both_measures() -> None:
    whole = links(NEW)["requests/outcome.other/total"]
    assert whole.kind == "sum"
    assert [cell.split("/")[1].rpartition(".")[2] for cell in whole.after] == [
        "not_corrected",
        "fee_unpaid",
        "miscellaneous",
    ]
    broken = {cell: link.before for cell, link in links(NEW).items() if link.kind == "break"}
    assert broken == {
        "publications/rules/in_force": ("publications/rules/disclosed_total",),
        "publications/normative_documents/in_force": (
            "publications/normative_documents/disclosed_total",
        ),
        "publications/fees/amount": (
            "publications/fees/items_last_year",
            "publications/fees/items_change",
        ),
    }


def test_what_has_no_link_is_absent_from_the_other_form() -> None:
    linked = {cell for link in links(NEW).values() for cell in link.before}
    gone = {cell.rpartition("/")[2] for cell in all_cells(OLD) if cell not in linked}
    assert gone == {
        "items_last_year",
        "items_change",
        "disclosed",
        "decisions",
        "projects",
        "amount",
    }
    # Of decisions only the line 其他对外管理服务事项, of amounts only that of procurement.
    absent = [cell for cell in all_cells(OLD) if cell not in linked]
    assert [cell for cell in absent if cell.endswith(("decisions", "amount"))] == [
        "publications/other_services/decisions",
        "publications/procurement/amount",
    ]
