"""How much of the report repeats last year's, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportcli.finding import Finding
from reportcli.prose.blocks import Part
from reportcli.report import Report


def compare_with_last_year(parts: Sequence[Part], previous_report: Path, report: Report) -> Iterator[Finding]:
    """A warning for each part of which more than half stood in last year's report."""
    yield from ()
