"""The words of an office's docx, paragraph by paragraph, without the tables of the form."""

from __future__ import annotations

from pathlib import Path

from reportcli.files.docx import Docx, Element, P, is_gone, text_of
from reportcli.filling.word_table import tables_of_the_form


def paragraphs_of(path: Path) -> list[tuple[int, str]]:
    """Every paragraph with text outside the form's tables: its number from 1 in the body, and its
    text.

    Those of text boxes and of other tables count in the order of the file; a docx that cannot be
    read is a `Refusal`.
    """
    return [
        (number, text)
        for number, paragraph in enumerate(prose_of(Docx(path).document), start=1)
        if (text := text_of(paragraph).strip())
    ]


def prose_of(root: Element) -> list[Element]:
    """The paragraphs outside the form's tables, blank ones too; what was deleted is none."""
    tables = tables_of_the_form(root)
    return [
        paragraph
        for paragraph in root.iter(P)
        if not is_gone(paragraph)
        and not any(above in tables for above in paragraph.iterancestors())
    ]
