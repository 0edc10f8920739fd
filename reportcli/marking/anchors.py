"""Where in a finished report in Word a finding stands: the cell of a table, the words of a paragraph,
a heading, or the title of the whole.

Not for what is written there (`comments.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property

from reportcli.files.docx import P, R, T, WordElement, paragraph_text, paragraphs_in, text_pieces
from reportcli.files.word_table import TooManyCells, tables_of
from reportcli.finding import Address, Finding
from reportcli.words.numerals import narrow
from reportcli.words.text import letters

CELL_PLACE = re.compile(r"表(\d{1,5}) 第(\d{1,5})行第(\d{1,5})列")
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Details that quote the words a finding is about, the longest first.
QUOTED = ("words", "value")

CellSpot = tuple[int, int, int]  # the table of the file, the row and the column, from 1 on


class Anchors:
    """Finds the runs of a document that findings are about.

    `prose` are the lines of the report as it was read, by which the paragraphs are known.
    """

    def __init__(self, root: WordElement, prose: Sequence[tuple[Address, str]]) -> None:
        self.root = root
        self.paragraphs = list(paragraphs_in(root))
        self.texts = [paragraph_text(one).strip() for one in self.paragraphs]
        self.prose = prose

    def runs_for(self, finding: Finding) -> list[WordElement]:
        """The runs that a finding is about, one at least; those of the title where it is about no
        place that there is."""
        cell = self.cell_of(finding.address)
        if cell is not None:
            return runs_of(next(cell.iter(P)))
        paragraph = self.paragraph_of(finding.address)
        if paragraph is not None:
            quoted = (str(finding.details[name]) for name in QUOTED if name in finding.details)
            found = (runs_with(paragraph, words) for words in quoted)
            return next(filter(None, found), None) or runs_of(paragraph)
        return runs_of(self.heading_for(finding))

    def cell_of(self, address: Address) -> WordElement | None:
        """The cell at a place such as `表2 第7行第4列`."""
        place = CELL_PLACE.search(address.sheet)
        return self.cells.get(tuple(map(int, place.groups()))) if place else None  # type: ignore[arg-type]

    def paragraph_of(self, address: Address) -> WordElement | None:
        """The paragraph that a line of the report is in."""
        return self.by_line.get(address)

    def heading_for(self, finding: Finding) -> WordElement:
        """The heading of the section that a finding names, else the title of the report."""
        title = letters(str(finding.details.get("title", "")))
        for paragraph, text in zip(self.paragraphs, self.texts, strict=True):
            if title and letters(text).endswith(title):
                return paragraph
        headed = (one for one, text in zip(self.paragraphs, self.texts, strict=True) if text)
        return next(headed, self.paragraphs[0])

    @cached_property
    def cells(self) -> Mapping[CellSpot, WordElement]:
        """Every cell of every table by its place."""
        try:
            tables = tables_of(self.root)
        except TooManyCells:
            return {}
        return {
            (cell.number, cell.top + 1, cell.left + 1): cell.cell
            for table in tables
            for cell in table.cells
            if cell.cell is not None and cell.cell.find(f".//{P}") is not None
        }

    @cached_property
    def by_line(self) -> Mapping[Address, WordElement]:
        """The paragraph of each line: both stand in the same order, and say the same."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            for line in dict.fromkeys([text, *map(str.strip, text.split("\n"))]):
                places[line].append(number)
        found: dict[Address, WordElement] = {}
        at = 0
        for address, line in self.prose:
            numbers = places.get(line, [])
            next_one = bisect_left(numbers, at)
            if next_one < len(numbers):
                at = numbers[next_one]
                found[address] = self.paragraphs[at]
        return found


def runs_of(paragraph: WordElement) -> list[WordElement]:
    """The runs of a paragraph with text in them; a new one where it has none."""
    found = list(dict.fromkeys(piece.getparent() for piece, _ in text_pieces(paragraph)))
    runs = [one for one in found if one.tag == R]
    if not runs:
        run = paragraph.makeelement(R, {})
        paragraph.append(run)
        runs = [run]
    return runs


def runs_with(paragraph: WordElement, words: str) -> list[WordElement]:
    """The runs that say some words of a paragraph, cut where these begin and end; none where it
    does not say them."""
    pieces = text_pieces(paragraph)
    text = narrow("".join(said for _, said in pieces))
    start = text.find(words) if words else -1
    if start < 0:
        return []
    runs: dict[WordElement, None] = {}
    at = 0
    for piece, said in pieces:
        begin, end = max(start - at, 0), min(start + len(words) - at, len(said))
        if begin < end and piece.getparent().tag == R:
            runs[run_between(piece, begin, end)] = None
        at += len(said)
    return list(runs)


def run_between(piece: WordElement, begin: int, end: int) -> WordElement:
    """The run that says the characters of a piece of text between two places: it is cut in up to
    three that look alike, where the piece is all that it holds."""
    run = piece.getparent()
    if not is_plain_run(run):
        return run
    said = piece.text or ""
    for text, is_before in ((said[end:], False), (said[:begin], True)):
        if text:
            other = deepcopy(run)
            set_text(next(other.iter(T)), text)
            if is_before:
                run.addprevious(other)
            else:
                run.addnext(other)
    set_text(piece, said[begin:end])
    return run


def is_plain_run(run: WordElement) -> bool:
    """Whether a run holds one piece of text and, beside it, no more than how it looks."""
    held = [one for one in run if not str(one.tag).endswith("}rPr")]
    return len(held) == 1 and held[0].tag == T


def set_text(piece: WordElement, text: str) -> None:
    """Put other text into a piece, its blanks kept."""
    piece.text = text
    piece.set(XML_SPACE, "preserve")


def in_order_of_file(anchors: Anchors, findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings as a reader meets them: by place, those of none first."""
    order = {one: at for at, one in enumerate(anchors.root.iter())}

    def place(finding: Finding) -> int:
        cell = anchors.cell_of(finding.address)
        element = cell if cell is not None else anchors.paragraph_of(finding.address)
        return -1 if element is None else order[element]

    yield from sorted(findings, key=place)
