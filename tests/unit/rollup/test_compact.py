"""What is kept of a unit: cells without noughts, the first findings of a code, digests of open requests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from reportcli.finding import Address, Finding, Waived
from reportcli.law.edition import Edition
from reportcli.rollup.compact import (
    MOST_FINDINGS,
    MOST_OF_A_CODE,
    bounded,
    carried_keys,
    plain_facts,
    sparse,
)

FORM = Edition.by_id("2021")


def findings(code: str, count: int) -> list[Finding]:
    """Some findings of one code."""
    return [Finding(code, Address("a.xlsx", "台账", row), {"value": "x"}) for row in range(count)]


def test_noughts_and_cells_of_no_form_are_left_out_and_money_is_exact() -> None:
    tables = {
        "cases": {("review", "upheld"): 3, ("review", "other"): 0, ("review", "lost"): 5},
        "publications": {("fees", "amount"): Decimal("1.50")},
    }
    assert sparse(tables, FORM) == {
        "publications": {"fees/amount": "1.5"},
        "cases": {"review/upheld": 3},
    }


def test_facts_as_the_contract_has_them() -> None:
    facts = {"a": 3, "b": Decimal("2.50"), "c": {"web": 1}}
    assert plain_facts(facts) == {"a": 3, "b": "2.5", "c": {"web": 1}}


def test_the_first_findings_of_a_code_are_kept_and_the_others_counted() -> None:
    given = [*findings("outcome-unknown", 30), *findings("date-invalid", 2)]
    kept, more, counts = bounded(given, {"date-invalid": 5})
    assert len(kept) == MOST_OF_A_CODE + 2
    assert more == {"date-invalid": 5, "outcome-unknown": 30 - MOST_OF_A_CODE}
    assert counts["error"] == 37


def test_what_a_person_let_stand_is_not_handed_on() -> None:
    [one] = findings("outcome-unknown", 1)
    kept, more, counts = bounded([replace(one, waived=Waived("x", date(2025, 1, 1)))], {})
    assert (kept, more, counts["error"]) == ([], {}, 0)


def test_of_many_codes_so_many_findings_are_kept_and_no_digest_of_a_row() -> None:
    codes = [f"code-{number}" for number in range(30)]
    given = [
        Finding("outcome-unknown", Address("a.xlsx"), {"value": "x"}, row_hash="abc") for _ in codes
    ]
    kept, _, _ = bounded(given, {})
    assert len(kept) <= MOST_FINDINGS
    assert {one.row_hash for one in kept} == {""}


def test_open_requests_are_digests_in_an_order_of_their_own() -> None:
    secret = b"s" * 32
    keys = carried_keys(["2024-1", "2024-2"], secret)
    assert keys == carried_keys(["2024-2", "2024-1"], secret)
    assert keys != carried_keys(["2024-1", "2024-2"], b"t" * 32)
    assert b"2024" not in keys
