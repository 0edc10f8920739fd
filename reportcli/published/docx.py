"""What a docx has of the form: its tables laid out and matched once, and the prose outside them.

Not here: what is filled in (`filling`), and the archive and its words (`files/docx.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lxml import etree

from reportcli.files.docx import (
    NO_TEXT,
    TBL,
    Docx,
    P,
    WordElement,
    paragraph_text,
    paragraphs_in,
    qualified,
)
from reportcli.files.table import LaidTable, TableCell
from reportcli.files.word_table import MOST_CELLS_IN_ALL, TooManyCells, tables_of
from reportcli.finding import Address
from reportcli.law.edition import editions
from reportcli.published.grid import Matching, match_tables
from reportcli.published.numbers import ReadCell, read_printed
from reportcli.published.source import Picture, Source, SourceBlock, SourceLine


@dataclass(frozen=True)
class WordForm:
    """A docx with its tables laid out, and what each edition finds in them by the edition's id.

    `prose` are the paragraphs outside the form's tables, blank ones too; those of text boxes and of
    other tables stand in the order of the file, what was deleted is none.
    """

    docx: Docx
    tables: Sequence[LaidTable]
    matchings: Mapping[str, Matching]
    prose: Sequence[WordElement]

    @property
    def paragraphs(self) -> list[tuple[int, str]]:
        """Every paragraph with text outside the form's tables: its number from 1, and its text."""
        return [
            (number, text)
            for number, paragraph in enumerate(self.prose, start=1)
            if (text := paragraph_text(paragraph).strip())
        ]


def read_form(docx: Docx, read: ReadCell = read_printed) -> WordForm:
    """Lay out and match the tables of a docx; one that would take minutes is a `Refusal`."""
    tables = laid_tables(docx)
    matchings = {edition.id: match_tables(tables, edition, read) for edition in editions()}
    of_the_form = set().union(*(matching.tables for matching in matchings.values()))
    prose = list(paragraphs_in(docx.document, but=of_the_form))
    return WordForm(docx, tables, matchings, prose)


def laid_tables(docx: Docx) -> list[LaidTable]:
    """The outermost tables of a docx; one whose tables would take minutes is a `Refusal`."""
    try:
        return tables_of(docx.document)
    except TooManyCells:
        docx.refuse_size(f"{docx.main}: > {MOST_CELLS_IN_ALL} w:tc, w:p")


def paragraphs_of(path: Path) -> list[tuple[int, str]]:
    """The numbered paragraphs of a docx outside the form's tables."""
    return read_form(Docx(path)).paragraphs


# --- a finished report ---

# What may be a table that nobody can read.
DRAWN = {qualified(one) for one in ("w:drawing", "w:pict", "w:object")}


def docx_source(path: Path) -> Source:
    """The tables and lines of a finished report in Word; one that cannot be read is a `Refusal`."""
    docx = Docx(path)
    blocks = list(blocks_of(docx))
    return Source(docx.file, "docx", blocks, partial(word_place, docx.file))


def blocks_of(docx: Docx) -> Iterator[SourceBlock]:
    """The outermost tables, the paragraphs between them and the pictures, in the order of the
    file."""
    laid = iter(laid_tables(docx))
    walk = etree.iterwalk(docx.document, events=("start",))
    for _, element in walk:
        if element.tag in NO_TEXT:
            walk.skip_subtree()
        elif element.tag == TBL:
            yield next(laid)
            walk.skip_subtree()
        elif element.tag == P:
            yield SourceLine(paragraph_text(element))
        elif element.tag in DRAWN:
            yield Picture()


def word_place(file: str, cell: TableCell) -> Address:
    """Where a cell is, as a person counts: `表2 第7行第4列`."""
    _, number, top, left = cell.origin or (cell.table, cell.number, cell.top, cell.left)
    return Address(file, f"表{number} 第{top + 1}行第{left + 1}列")
