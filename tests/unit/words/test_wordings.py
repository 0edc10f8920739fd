"""Some seven hundred wordings that are in no vocabulary: none is silently wrong, few are refused in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.words.applicant import classify_applicant
from reportcli.words.case import classify_case
from reportcli.words.category import classify_category
from reportcli.words.channel import channels_in
from reportcli.words.classified import Classified
from reportcli.words.outcome import classify_outcome
from reportcli.words.text import squeeze
from reportcli.words.values import known_words

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


OTHERS = Path(__file__).with_name("others.txt")


def come_to(kind: str, wording: str) -> tuple[str | None, bool]:
    """What a cell of some kind comes to, and whether it is said to be looked at."""
    if kind == "chan":
        named = [channel for _, channel in channels_in("requests", wording, {})]
        return (named[0] if len(named) == 1 else None), False
    if kind == "cat":
        known = known_words("publications", "category").get(squeeze(wording))
        found = Classified(known) if known else classify_category(wording) or Classified("topic")
    elif kind in ("app", "type"):
        found = classify_applicant(*(("", "", wording) if kind == "app" else (wording, "", "")))
    else:
        found = classify_case("review" if kind == "review" else "suit_direct", wording)
    # That a name told the column is said of every row alike, and of no wording.
    return found.line, any(fault.code != "applicant-by-name" for fault in found.faults)


def other_rows() -> list[tuple[str, str, str]]:
    lines = (line for line in OTHERS.read_text("utf-8").splitlines() if line[:1] not in ("", "#"))
    return [
        (*cell.split("/", 1), expected)  # type: ignore[misc]
        for cell, _, expected in (line.rpartition(" | ") for line in lines)
    ]


@pytest.mark.parametrize(("kind", "wording", "expected"), other_rows())
def test_another_cell_comes_to_its_place_or_is_said(kind: str, wording: str, expected: str) -> None:
    line, is_said = come_to(kind, wording)
    assert (line or "?") + ("~" if line and is_said else "") == expected
