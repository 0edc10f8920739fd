"""How many findings of a code are listed, and what is said of the rest."""

from __future__ import annotations

from datetime import date

from reportcli.finding import Address, Alike, Finding, Waived
from reportcli.judge.listed import MOST_LISTED, listed


def findings(code: str, many: int, *, waived: bool = False) -> list[Finding]:
    """As many findings of a code, a row each."""
    why = Waived("核实无误", date(2025, 1, 1)) if waived else None
    return [Finding(code, Address("a.xlsx", "台账", row), waived=why) for row in range(many)]


def test_a_thousand_findings_of_a_code_are_listed_and_the_rest_counted() -> None:
    found = [*findings("number-missing", MOST_LISTED + 5), *findings("date-missing", 2)]
    kept, omitted = listed(found)
    assert (len(kept), omitted) == (MOST_LISTED + 2, {"number-missing": 5})


def test_findings_alike_are_made_as_far_as_they_are_listed() -> None:
    alike = Alike("number-missing", Address("a.xlsx", "台账", column=3), range(1, MOST_LISTED + 8))
    kept, omitted = listed([*findings("number-missing", 1), alike])
    assert (len(kept), omitted) == (MOST_LISTED, {"number-missing": 8})
    assert kept[1].address == Address("a.xlsx", "台账", 1, 3)


def test_what_a_person_waived_is_listed_always() -> None:
    found = [*findings("number-missing", MOST_LISTED), *findings("number-missing", 3, waived=True)]
    kept, omitted = listed(found)
    assert (len(kept), omitted) == (MOST_LISTED + 3, {})
