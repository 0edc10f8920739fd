"""The fields in the text of a docx filled (`{{ year }}`), each in the look of the run in which it
begins. What cannot be filled stays as it is and is a finding.

Not here: what a field means (`prose/figures.py`), and the tables of the form (`fill.py`).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from reportcli.files.docx import P, T, WordElement, paragraphs_in, text_pieces
from reportcli.filling.word_table import release
from reportcli.finding import Address, Finding
from reportcli.prose.figures import FIELD, Figures

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill_part(
    root: WordElement, place: Address, rows: Mapping[WordElement, int], figures: Figures
) -> Iterator[Finding]:
    """Fill the fields in every paragraph of a part; a finding for each that cannot be filled, at
    the number of its paragraph, where it has one.
    """
    on_the_page = set(paragraphs_in(root))
    for paragraph in root.iter(P):
        row = rows.get(paragraph, 0)
        findings = fill_fields(paragraph, figures, Address(place.file, place.sheet, row))
        if paragraph in on_the_page:  # the copy for older programs has the same once more
            yield from findings


def fill_fields(paragraph: WordElement, figures: Figures, place: Address) -> list[Finding]:
    """Fill the fields of one paragraph; each takes the look of the run in which it begins."""
    said = ParagraphText(text_pieces(paragraph))
    findings: list[Finding] = []
    # From the last to the first, so that the places of those before stay what they are.
    for field in reversed(list(FIELD.finditer(said.text))):
        runs, faults = figures.fill(field[0])
        findings += [Finding(fault.code, place, fault.details) for fault in reversed(faults)]
        if not faults:
            said.put(field.start(), field.end(), legal("".join(run.text for run in runs)))
    return findings[::-1]


class ParagraphText:
    """The text of a paragraph by the elements that say it."""

    def __init__(self, pieces: Sequence[tuple[WordElement, str]]) -> None:
        self.pieces = pieces
        self.text = "".join(words for _, words in pieces)
        self.starts = list(accumulate((len(words) for _, words in pieces), initial=0))

    def put(self, start: int, end: int, text: str) -> None:
        """Put a text where the characters from `start` to before `end` stand, at the first of
        them."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_left(self.starts, end)
        for number in range(first, last):
            element, words = self.pieces[number]
            begin = self.starts[number]
            if element.tag != T:
                element.getparent().remove(element)
                continue
            now = element.text or ""
            before, after = now[: max(start - begin, 0)], now[min(end - begin, len(words)) :]
            element.text = before + (text if begin <= start else "") + after
            element.set(SPACE, "preserve")
            release(element)


def legal(text: str) -> str:
    """Text without what XML forbids and without marks that turn its direction or that nobody
    sees."""
    kept = (" " if char in "\t\n\r" else char for char in text)
    return "".join(
        char for char in kept if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn")
    )
