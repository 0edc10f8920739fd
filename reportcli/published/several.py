"""A file that holds several finished reports: those of other years on one web page, or of several
offices in one document. Which one is meant is told by the year, or asked for; the figures of two
reports are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportcli.files.table import LaidTable, TableCell
from reportcli.finding import Address, Refusal
from reportcli.published.grid import Matching
from reportcli.published.numbers import Wanted, number_in_cell
from reportcli.published.source import Source, SourceBlock, SourceLine
from reportcli.published.titles import year_in_title

# Of all cells, those with several places that say several numbers. A slip in one of two printings
# of a table is a finding at its cell; where this many differ, they are two reports.
MOST_CONTRADICTED = 0.1
LONGEST_TITLE = 60  # characters; a sentence that speaks of another report is longer
ANY_COUNT = Wanted("", is_change=True)


@dataclass
class YearPart:
    """The blocks from one title on, and the year that it names; None before the first title."""

    year: int | None = None
    blocks: list[SourceBlock] = field(default_factory=list)

    @property
    def has_tables(self) -> bool:
        return any(isinstance(block, LaidTable) for block in self.blocks)


def is_mixture(matching: Matching) -> bool:
    """Whether many cells of the form stand several times, with other numbers."""
    contradicted = sum(map(is_contradicted, matching.found.values()))
    return contradicted > MOST_CONTRADICTED * len(matching.found)


def is_contradicted(places: Sequence[TableCell]) -> bool:
    """Whether several places of a cell say several numbers."""
    if len(places) < 2:
        return False
    said = {number_in_cell(place.text, ANY_COUNT).value for place in places}
    return len(said - {None}) > 1


def report_of_year(source: Source, year: int | None) -> Source:
    """The part of a file that is the report on one year. A year that none of its titles names, or
    none at all, is a `Refusal` that lists those that there are."""
    parts = [part for part in parts_by_year(source.blocks) if part.has_tables]
    chosen = [part for part in parts if part.year and part.year == year]
    if len(chosen) != 1 or len(parts) < 2:
        told = "、".join(str(part.year or "?") for part in parts)
        raise Refusal("published-several", Address(source.file), what=told)
    return replace(source, blocks=chosen[0].blocks, titles=())


def parts_by_year(blocks: Sequence[SourceBlock]) -> Iterator[YearPart]:
    """A file cut at each title; what stands before the first goes with it."""
    part = YearPart()
    for block in blocks:
        year = None
        if isinstance(block, SourceLine) and len(block.text) <= LONGEST_TITLE:
            year = year_in_title(block.text)
        if year and part.has_tables:
            yield part
            part = YearPart()
        part.year = part.year or year
        part.blocks.append(block)
    yield part
