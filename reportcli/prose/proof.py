"""The figures in the office's prose, held against the tables, the facts and what the office declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportcli.finding import Finding
from reportcli.prose.blocks import Block
from reportcli.prose.figures import Figures
from reportcli.report import Report


def prove(file: str, blocks: Sequence[Block], figures: Figures, report: Report) -> Iterator[Finding]:
    """A finding for each figure or phrase of a text that nothing bears out."""
    yield from ()


def prove_template(template: Path, figures: Figures, report: Report) -> Iterator[Finding]:
    """The same of the words of a docx that is to be filled in; `row` is the number of the paragraph."""
    yield from ()
