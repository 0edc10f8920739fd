"""Wordings of offices that nobody looked up before: none is silently wrong, few are asked about in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.words.classified import Classified
from reportcli.words.outcome import classify_outcome
from tests.unit.words.test_wordings import come_to

TABLE = Path(__file__).with_name("unseen.txt")
OPEN = "?"
GROUPS = ("refused", "unavailable", "unprocessed", "other")  # no line of the form by themselves
MOST_ASKED = 0.05  # share of the wordings that decide and are asked about all the same


def rows() -> list[tuple[str, str]]:
    lines = (line for line in TABLE.read_text("utf-8").splitlines() if line[:1] not in ("", "#"))
    return [(cell, meant) for cell, _, meant in (line.rpartition(" | ") for line in lines)]


def understood(cell: str) -> tuple[str, bool]:
    """The line that a wording comes to, `?` where it is asked about, and whether more is said."""
    kind, _, wording = cell.partition("/")
    if kind != "out":
        line, is_said = come_to(kind, wording)
        return line or OPEN, is_said
    outcome, _, ground = wording.partition(" @ ")
    found: Classified = classify_outcome(outcome, ground, corrected=True)
    line = (found.line or OPEN).removeprefix("outcome.")
    return OPEN if line in GROUPS else line, bool(found.faults)


@pytest.mark.parametrize(("cell", "meant"), rows())
def test_a_wording_is_read_rightly_or_said(cell: str, meant: str) -> None:
    line, is_said = understood(cell)
    assert line in (OPEN, meant) or is_said


def test_few_that_decide_are_asked_about() -> None:
    deciding = [cell for cell, meant in rows() if meant != OPEN]
    asked = [cell for cell in deciding if understood(cell)[0] == OPEN]
    assert len(deciding) > 400
    assert len(asked) < MOST_ASKED * len(rows())
