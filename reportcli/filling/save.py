"""The office's own docx with this year's figures in it, saved: every part but those that were filled
is copied as it is.

Not here: what goes where (`fill.py`), and the mark of a draft (`draft.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED

from reportcli.document import Document
from reportcli.export.archive import StillZip
from reportcli.files.opc import CONTENT_TYPES
from reportcli.filling.draft import WORD_TYPE, Draft
from reportcli.filling.fill import plan_filling, read_template

DOCUMENT_TYPE = f"{WORD_TYPE}.document.main+xml".encode()
TEMPLATE_TYPE = f"{WORD_TYPE}.template.main+xml".encode()


def write_filled(document: Document, template: Path, target: IO[bytes]) -> None:
    """Write the filled template to an open file; every page of a draft says that it is one."""
    filling = document.filling or plan_filling(
        read_template(template), document.figures, document.report
    )
    docx = filling.template
    parts = {name: docx.bytes_of(name) for name in docx.parts} | dict(filling.parts)
    # A template of Word (dotx) becomes a document.
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(TEMPLATE_TYPE, DOCUMENT_TYPE)
    if document.is_draft:
        word = document.voice.both("label", "draft")
        parts |= Draft(docx, parts, word, document.report.settings.fonts.heading[0]).marked()
    with StillZip(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
