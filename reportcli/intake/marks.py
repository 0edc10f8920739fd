"""Digests of texts that stay in the reader's process: by them two rows are told to be one item, or to
be about one person.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from reportcli.intake.terms import CellRead, Terms
from reportcli.words.cells import Cell, is_blank, is_error
from reportcli.words.text import squeeze, squeeze_all

MARK_BITS = 2**63 - 1
LONGEST_ERROR = 14  # #GETTING_DATA
LONGEST_BLANK = 2  # 不详, 暂无


def read_item(terms: Terms, number: Cell, url: Cell, title: Cell, published: Cell) -> CellRead:
    """What makes two rows the same item: number, else address, else title and day of publication.

    A digest, so that neither title nor address leaves this process.
    """
    for cell in (number, url):
        if text := told(cell):
            return digest(text), ()
    if text := told(title):
        return digest(f"{text} {terms.day(published)}"), ()
    return None, ()


def marks_of(cells: Iterable[Cell]) -> list[int | None]:
    """Digests of personal texts, to tell whether two rows say the same; the texts stay here.

    Only a short text can be a blank (不详, 暂无) or an error: most are not looked at twice, nor is
    anything called for them. The readers of one run hash alike (`child/parent.py`), and no mark
    leaves the run.
    """
    texts = squeeze_all(["" if cell is None else str(cell) for cell in cells])
    return [
        hash(text) & MARK_BITS
        if len(text) > LONGEST_ERROR or (len(text) > LONGEST_BLANK and text[0] >= "一")
        else text_mark(text)
        for text in texts
    ]


def text_mark(text: str) -> int | None:
    """The digest of a squeezed text; none where it says nothing."""
    return None if is_blank(text) or is_error(text) else hash(text) & MARK_BITS


def told(cell: Cell) -> str:
    """A cell as compared text; empty where it is blank, or an error stands in place of the text."""
    text = "" if is_blank(cell) else squeeze(str(cell))
    return "" if is_error(text) else text


def digest(text: str) -> int:
    """A 63-bit digest, the same on every machine and in every run."""
    hashed = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(hashed.digest()) >> 1
