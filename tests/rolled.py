"""Roll-ups of a few units without any file: what their writers are tried on."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from reportcli.count.previous import numbers_by_cell
from reportcli.finding import Address, Finding
from reportcli.law.edition import Edition
from reportcli.rollup.asked import Asked
from reportcli.rollup.compact import sparse
from reportcli.rollup.earlier import EarlierRollup
from reportcli.rollup.members import Members
from reportcli.rollup.result import Total, UnitResult
from reportcli.rollup.units import Unit
from reportcli.rollup.whole import Rollup, compile_rollup
from reportcli.settings import Settings
from tests.county import figures

FORM = Edition.for_year(2024)
DUE = date(2025, 1, 31)
ASKED = Asked(2024, FORM.id, date(2025, 2, 15), b"s" * 32, Settings(agency="某县"))


def unit(code: str, **more: Any) -> Unit:
    """A unit that delivered in time."""
    known = Unit(code, f"{code}局", due=DUE, files=(f"{code}.json",), delivered=date(2025, 1, 20))
    return replace(known, **more)


def told(code: str, tables: dict[str, Any] | None = None, **more: Any) -> UnitResult:
    """What a unit comes to that has some tables."""
    cells = sparse(numbers_by_cell(tables), FORM) if tables is not None else {}
    return UnitResult(code, source="json", tables=cells, **more)


def rolled_up(
    *pairs: tuple[Unit, UnitResult], previous: EarlierRollup | None = None, asked: Asked = ASKED
) -> Rollup:
    """The roll-up of units with what they come to."""
    members = Members([one for one, _ in pairs])
    return compile_rollup(members, Total.of(result for _, result in pairs), asked, previous)


FAULT = Finding("outcome-unknown", Address("A02/申请.xlsx", "台账", 17, 8), {"value": "=1+1"})


def small() -> Rollup:
    """An own line, a department with an error, a township that is late, one that is missing, and one that is left out;
    names that could be taken for markup or a formula."""
    return rolled_up(
        (unit("X01", name="县政府办", kind="government_office"), told("X01", figures(5))),
        (unit("A02", name="=<b>教育|局"), told("A02", figures(2, carried=1), errors=1, findings=(FAULT,))),
        (unit("T01", kind="township", delivered=date(2025, 2, 3)), told("T01", figures(1, fees="0.5"))),
        (unit("A04", files=(), delivered=None), UnitResult("A04", "missing")),
        (unit("V01", kind="vertical"), told("V01", figures(9))),
    )  # fmt: skip
