"""Whether figures that come without their rows agree with each other: those of a unit's own tally or
report, and those of the whole.

The identities are those of the form (`judge/identities.py`). Not for: figures counted from logs,
which are judged where they are counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportcli.count.number import LineColumn, Number
from reportcli.count.previous import EarlierFigures
from reportcli.finding import Address, Finding
from reportcli.judge.identities import finding_of
from reportcli.judge.printed import check_printed
from reportcli.law.edition import Edition


def identities_broken(
    tables: Mapping[str, Mapping[LineColumn, Number]],
    form: Edition,
    year: int,
    address: Address,
    previous: EarlierFigures | None = None,
) -> list[Finding]:
    """A finding for each cell at which an identity of the form does not hold."""
    return [
        finding_of(one.identities, one.broken, form, address)
        for one in check_printed(form, year, tables, previous)
    ]
