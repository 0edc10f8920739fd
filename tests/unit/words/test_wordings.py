"""Some seven hundred wordings that are in no vocabulary: none is silently wrong, few are refused in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.words.outcome import classify_outcome

TABLE = Path(__file__).with_name("wordings.txt")


def rows() -> list[tuple[str, str, str]]:
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cells, _, expected = line.rpartition(" | ")
            outcome, _, ground = cells.partition(" @ ")
            found.append((outcome, ground, expected))
    return found


@pytest.mark.parametrize(("outcome", "ground", "expected"), rows())
def test_a_wording_comes_to_its_line_or_is_said(outcome: str, ground: str, expected: str) -> None:
    found = classify_outcome(outcome, ground, corrected=True)
    line = (found.line or "?").removeprefix("outcome.")
    assert line + ("~" if found.line and found.faults else "") == expected


def test_there_are_enough_of_them() -> None:
    assert len({outcome for outcome, _, _ in rows()}) > 600
