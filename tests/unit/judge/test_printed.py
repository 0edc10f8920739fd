"""One wrong cell of a printed table is found where it stands, and not at every sum that it breaks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportcli.count.number import LineColumn
from reportcli.count.previous import EarlierFigures
from reportcli.judge.printed import check_printed
from reportcli.law.edition import Edition
from tests.published_prose import figures_of_form

FORM = Edition.by_id("2021")
SOUND = figures_of_form(
    {
        "requests/received": "48 6 1 1 2 3",
        "requests/brought_forward": "5 1",
        "requests/outcome.granted": "30 2 1 1 1 1",
        "requests/outcome.unavailable.not_held": "19 4",
        "requests/carried_forward": "4 1 0 0 1 2",
        "cases/review": "3 1 2 1",
        "publications/normative_documents": "4 3 12",
    }
)


def tables(**changes: int | None) -> dict[str, dict[LineColumn, Decimal]]:
    """The sound figures with other numbers in some cells (None: unread), `__` for the strokes of
    their ids."""
    changed = {id_.replace("__", "/"): number for id_, number in changes.items()}
    found: dict[str, dict[LineColumn, Decimal]] = {}
    for id_, number in SOUND.items():
        table, line, column = id_.split("/")
        printed = changed.get(id_, int(number))
        if printed is not None:
            found.setdefault(table, {})[line, column] = Decimal(printed)
    return found


def breaks(
    changes: dict[str, int | None], previous: EarlierFigures | None = None
) -> list[tuple[str, str, str, list[str]]]:
    """(cell, what it says, what it should say, identities) of each break."""
    return [
        (
            "/".join(one.broken.cell),
            str(one.broken.found),
            str(one.broken.expected),
            [identity.id for identity in one.identities],
        )
        for one in check_printed(FORM, 2024, tables(**changes), previous)
    ]


def test_sound_figures_break_nothing() -> None:
    assert breaks({}) == []


OUTCOME_AND_ROW = ["requests-outcome-sum", "requests-row-sum"]


@pytest.mark.parametrize(
    ("cell", "said", "should", "identities"),
    [
        ("requests/outcome.granted/natural_person", 31, 30, OUTCOME_AND_ROW),
        ("requests/outcome.granted/total", 35, 36, OUTCOME_AND_ROW),
        ("requests/received/business", 7, 6, ["requests-flow", "requests-row-sum"]),
        ("requests/carried_forward/total", 9, 8, ["requests-flow", "requests-row-sum"]),
        ("requests/outcome.total/total", 60, 59, ["requests-flow", *OUTCOME_AND_ROW]),
        ("cases/review/total", 8, 7, ["cases-sum"]),
        ("publications/normative_documents/issued", 16, 15, ["publications-stock-flow"]),
    ],
)
def test_a_slip_is_found_at_its_cell(
    cell: str, said: int, should: int, identities: list[str]
) -> None:
    found = breaks({cell.replace("/", "__"): said})
    assert found == [(cell.partition("/")[2], str(said), str(should), identities)]


def test_two_slips_are_two() -> None:
    changes: dict[str, int | None] = {
        "requests__outcome.granted__business": 5,
        "requests__received__natural_person": 49,
    }
    assert [cell for cell, *_ in breaks(changes)] == [
        "received/natural_person",
        "outcome.granted/business",
    ]


def test_where_several_cells_may_be_wrong_the_sums_are_named() -> None:
    # Two slips of one amount: either pair of corners mends all four sums.
    changes: dict[str, int | None] = {
        "requests__outcome.granted__natural_person": 31,
        "requests__outcome.unavailable.not_held__business": 5,
    }
    assert [cell for cell, *_ in breaks(changes)] == [
        "outcome.total/natural_person",
        "outcome.total/business",
        "outcome.granted/total",
        "outcome.unavailable.not_held/total",
    ]


def test_a_cell_that_was_not_read_says_nothing() -> None:
    unread: dict[str, int | None] = {"requests__outcome.granted__natural_person": None}
    assert breaks(unread) == []
    assert breaks({**unread, "requests__received__business": 7}) == [
        ("received/business", "7", "6", ["requests-flow", "requests-row-sum"])
    ]


def test_last_year_is_held_against_what_is_printed() -> None:
    before = {"requests": {("carried_forward", "natural_person"): 6}}
    assert breaks({}, EarlierFigures(2023, before)) == [
        ("brought_forward/natural_person", "5", "6", ["requests-carry"])
    ]
    stock = {"publications": {("normative_documents", "in_force"): 10}}
    assert breaks({}, EarlierFigures(2023, stock)) == [
        ("normative_documents/in_force", "12", "11", ["publications-stock"])
    ]
