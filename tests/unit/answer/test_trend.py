"""Several years in one row each: sums, breaks and absent lines between the two forms, carry-over, leaps, revisions.

The figures are made up: a value of 2019 ends in 19, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from reportcli.answer.side import Side
from reportcli.answer.trend import Trend, trend_of
from reportcli.contract import FindingJson
from reportcli.count.number import Number
from reportcli.law.edition import Edition

PARTS = ("not_corrected", "fee_unpaid", "miscellaneous")


def side(year: int, given: Mapping[str, Number | None] | None = None, **more: Any) -> Side:
    """The figures of a year: all of them its last two digits, but for those that are given."""
    form = Edition.for_year(year)
    tables: dict[str, dict[tuple[str, str], Number | None]] = {}
    for table in form.tables:
        for line, column, _ in table.cells():
            cell = f"{table.id}/{line.id}/{column.id}"
            tables.setdefault(table.id, {})[line.id, column.id] = (given or {}).get(
                cell, year % 100
            )
    return Side(f"{year}.json", "json", year, form, tables, **more)


def told(trend: Trend, cell: str) -> dict[int, tuple[Number | None, str]]:
    """Year → value and status of what stands under one id."""
    return {one.year: (one.value, one.status) for one in trend.values if one.cell == cell}


def codes(trend: Trend) -> list[str]:
    return [one.code for one in trend.findings]


@pytest.fixture(scope="module")
def both_forms() -> Trend:
    return trend_of([side(year) for year in range(2019, 2026)])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("requests/received/total", {2020: (20, "ok"), 2021: (21, "ok")}),
        ("requests/outcome.other/total", {2020: (20, "ok"), 2021: (63, "sum")}),
        ("requests/outcome.other.miscellaneous/total", {2020: (None, "absent"), 2021: (21, "ok")}),
        # Equal under another name: each year has the id of its own form.
        ("publications/rules/made", {2020: (20, "ok")}),
        ("publications/rules/issued", {2021: (21, "ok"), 2022: (22, "ok")}),
        ("publications/rules/repealed", {2020: (None, "absent"), 2021: (21, "ok")}),
        ("publications/rules/disclosed", {2020: (20, "ok"), 2021: (None, "absent")}),
        # Another measure: the break stands at its first value.
        ("publications/rules/disclosed_total", {2020: (20, "ok")}),
        ("publications/rules/in_force", {2021: (21, "break"), 2022: (22, "ok")}),
        ("publications/fees/items_change", {2020: (20, "ok")}),
        ("publications/fees/amount", {2021: (21, "break"), 2022: (22, "ok")}),
        ("publications/procurement/amount", {2020: (20, "ok"), 2021: (None, "absent")}),
        ("publications/licensing/decisions", {2020: (20, "ok"), 2021: (21, "ok")}),
        ("publications/other_services/decisions", {2020: (20, "ok"), 2021: (None, "absent")}),
    ],
)
def test_each_line_of_the_table_of_relations(
    both_forms: Trend, cell: str, expected: dict[int, tuple[Number | None, str]]
) -> None:
    found = told(both_forms, cell)
    assert {year: found.get(year) for year in expected} == expected
    if all(status != "absent" for _, status in expected.values()):
        # It stands in no year of which it is not expected.
        assert (2020 in found, 2021 in found) == (2020 in expected, 2021 in expected)


def test_a_measure_goes_over_both_forms_and_none_over_a_break(both_forms: Trend) -> None:
    rows = {one.cell: one.values for one in both_forms.measures}
    issued = rows["publications/rules/issued"]
    assert [value and value.value for value in issued] == list(range(19, 26))
    in_force, before = (
        rows["publications/rules/in_force"],
        rows["publications/rules/disclosed_total"],
    )
    assert [value is None for value in in_force] == [True, True, *[False] * 5]
    assert [value is None for value in before] == [False, False, *[True] * 5]


def test_years_of_the_finer_form_have_the_sum_and_no_break() -> None:
    trend = trend_of([side(year) for year in (2023, 2024)])
    sums = {one.cell for one in trend.values if one.status != "ok"}
    assert {cell.rpartition("/")[0] for cell in sums} == {"requests/outcome.other"}
    assert told(trend, "requests/outcome.other/total") == {2023: (69, "sum"), 2024: (72, "sum")}


def test_the_order_in_which_files_are_named_does_not_matter(both_forms: Trend) -> None:
    trend = trend_of([side(year) for year in (2025, 2020, 2019, 2022, 2021, 2024, 2023)])
    assert trend.values == both_forms.values


CARRIED, BROUGHT = "requests/carried_forward/business", "requests/brought_forward/business"
ALIKE = {
    f"requests/{line}/{column}": 7
    for line in ("carried_forward", "brought_forward")
    for column in (
        "natural_person", "business", "research", "social_welfare",
        "legal_services", "other_organisation", "total",
    )
}  # fmt: skip
# So that documents in force agree too.
STOCK = {f"publications/{line}/in_force": 9 for line in ("rules", "normative_documents")}
SOUND = {**ALIKE, **STOCK}


def test_what_is_carried_forward_is_checked_from_year_to_year() -> None:
    trend = trend_of(
        [side(2022, SOUND), side(2023, {**SOUND, BROUGHT: 8}), side(2024, SOUND), side(2026, SOUND)]
    )
    checks = [(one.first, one.second, one.holds) for one in trend.checks]
    assert checks == [(2022, 2023, False), (2023, 2024, True), (2024, 2026, None)]
    (finding,) = (one for one in trend.findings if one.code == "identity-broken")
    assert (finding.address.file, finding.details["cell"]) == ("2023.json", BROUGHT)
    assert (finding.details["found"], finding.details["expected"]) == ("8", "7")


def test_a_value_five_times_the_last_or_a_fifth_of_it_is_remarked_on() -> None:
    cell = "requests/outcome.granted/total"
    trend = trend_of(
        [side(year, {**SOUND, cell: n}) for year, n in ((2022, 100), (2023, 20), (2024, 99))]
    )
    jumps = [
        (one.details["year"], one.details["new"])
        for one in trend.findings
        if one.code == "trend-jump"
    ]
    assert jumps == [(2023, "20")]
    (measure,) = trend.named(cell)
    notes = [one and one.note and one.note[0] for one in measure.values]
    assert notes == [None, "jump", None]


def test_next_to_nothing_does_not_leap() -> None:
    cell = "requests/outcome.granted/total"
    assert "trend-jump" not in codes(trend_of([side(2022, {cell: 1}), side(2023, {cell: 9})]))
    assert "trend-jump" in codes(trend_of([side(2022, {cell: 0}), side(2023, {cell: 10})]))


def test_two_files_of_one_year_the_later_is_taken_and_that_is_said() -> None:
    cell = "requests/received/total"
    first = replace(side(2024, {cell: 56}), name="初稿.json", as_of="2025-01-12")
    later = replace(side(2024, {cell: 57}), name="定稿.json", as_of="2025-01-20")
    trend = trend_of([later, first, side(2023)])
    assert told(trend, cell)[2024] == (57, "revised")
    assert told(trend, "requests/carried_forward/total")[2024] == (24, "ok")
    (finding,) = (one for one in trend.findings if one.code == "trend-year-doubled")
    assert finding.details["taken"] == "定稿.json"


def test_what_was_printed_blank_is_told_from_what_was_not_understood() -> None:
    cells = {"cases/review/total": None, "cases/suit_direct/total": None}
    unread = FindingJson(
        "cell-unread", "error", "", "", "a", None, "cases/review/total", None, None, None, None
    )
    trend = trend_of([replace(side(2024, cells), origin="report", findings=[unread])])
    assert told(trend, "cases/review/total") == {2024: (None, "unread")}
    assert told(trend, "cases/suit_direct/total") == {2024: (None, "blank")}
    assert told(trend, "cases/review/pending") == {2024: (24, "ok")}


def test_figures_with_errors_left_are_a_draft() -> None:
    fault = FindingJson("outcome-unknown", "error", "", "", "a", "b", "H1", 1, None, None, None)
    trend = trend_of([side(2024, findings=[fault]), side(2023)])
    assert told(trend, "requests/received/total") == {2023: (23, "ok"), 2024: (24, "draft")}


def test_another_office_is_said() -> None:
    trend = trend_of(
        [side(2023, agency="甲市"), side(2024, agency="甲市人民政府"), side(2025, agency="乙市")]
    )
    assert codes(trend).count("sides-other-agency") == 1


def test_a_table_that_a_year_lacks_has_no_values_of_it() -> None:
    whole = side(2024)
    tables = {name: cells for name, cells in whole.tables.items() if name != "cases"}
    trend = trend_of([side(2023), replace(whole, tables=tables)])
    assert told(trend, "cases/review/total") == {2023: (23, "ok")}


def test_some_cells_alone_and_the_sum_of_a_group(both_forms: Trend) -> None:
    trend = both_forms.about(["publications/rules/made", "requests/outcome.refused/total"])
    assert [one.cell for one in trend.measures] == [
        "publications/rules/issued",
        "requests/outcome.refused/total",
    ]
    assert told(trend, "requests/outcome.refused/total")[2024] == (8 * 24, "sum")
    assert {one.cell for one in trend.values} == {
        "publications/rules/made",
        "publications/rules/issued",
        "requests/outcome.refused/total",
    }
