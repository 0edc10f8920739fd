"""The places of a report that its office still has to fill, each as a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcli.finding import Address, Detail, Finding
from reportcli.prose.blocks import Paragraph, Part, ProseBlock, Run
from reportcli.report import Report


def find_gaps(
    preamble: Sequence[ProseBlock], parts: Sequence[Part], report: Report
) -> Iterator[Finding]:
    """A finding for each place that is still to be filled."""
    settings = Address(report.settings.path or "")
    if not report.settings.agency:
        yield Finding("agency-missing", settings)
    if any(run.style == "gap" for run in runs_in(preamble)):
        yield Finding("contact-missing", settings)
    for part in parts:
        yield from gaps_of_part(part, report)


def gaps_of_part(part: Part, report: Report) -> Iterator[Finding]:
    """What a part lacks: its table, or the words that only the office can know."""
    section = next(one for one in report.edition.sections if one.number == part.number)
    details: dict[str, Detail] = {"part": part.number, "title": part.title}
    is_without_log = section.kind == "table" and section.table not in report.tables
    if is_without_log:
        yield Finding("part-without-log", Address(part.file), details)
    elif not part.file:
        # In a file of the office's own a gap is a fault of its field, told at its line.
        gaps = [run for run in runs_in(part.blocks) if run.style == "gap"]
        for gap in gaps:
            yield Finding("part-unwritten", Address(""), {**details, "value": gap.text})


def runs_in(blocks: Sequence[ProseBlock]) -> Iterator[Run]:
    """The runs of every paragraph."""
    return (run for block in blocks if isinstance(block, Paragraph) for run in block.runs)
