"""What a docx has of the form: its tables laid out and matched once, and the prose outside them.

Not here: what is filled in (`filling`), and the archive and its words (`files/docx.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportcli.files.docx import Docx, WordElement, paragraph_text, paragraphs_in
from reportcli.files.table import LaidTable
from reportcli.files.word_table import MOST_CELLS_IN_ALL, TooManyCells, tables_of
from reportcli.law.edition import editions
from reportcli.published.grid import Matching, ReadCell, match_tables, read_printed


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
    try:
        tables = tables_of(docx.document)
    except TooManyCells:
        docx.refuse_size(f"{docx.main}: > {MOST_CELLS_IN_ALL} w:tc, w:p")
    matchings = {edition.id: match_tables(tables, edition, read) for edition in editions()}
    of_the_form = set().union(*(matching.tables for matching in matchings.values()))
    prose = list(paragraphs_in(docx.document, but=of_the_form))
    return WordForm(docx, tables, matchings, prose)


def paragraphs_of(path: Path) -> list[tuple[int, str]]:
    """The numbered paragraphs of a docx outside the form's tables."""
    return read_form(Docx(path)).paragraphs
