"""Opens a finished report by what it is: Word, PDF, web page, workbook or Markdown. Not for what is
in it (`read.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from reportcli.files.archive import open_zip
from reportcli.files.kinds import (
    ZIP_MAGIC,
    archive_kind,
    kind_by_magic,
    possible_encodings,
    read_bytes,
)
from reportcli.files.ole import CFB_MAGIC
from reportcli.files.workbook import MAIL_HEAD, MARKUP_HEAD
from reportcli.finding import Address, Refusal
from reportcli.published.docx import docx_source
from reportcli.published.html import html_source
from reportcli.published.markdown import markdown_source
from reportcli.published.pdf import pdf_source
from reportcli.published.read import BlankRule, Published, read_source
from reportcli.published.sheets import workbook_source
from reportcli.published.source import Source

# The mark may stand anywhere in the first kilobyte (PDF 1.7, appendix H, 3.4.1).
PDF_MAGIC, PDF_HEAD = b"%PDF-", 1024
SNIFFED_BYTES = 65_536  # the kind of a text is told by its beginning
WORD = "Word (docx)"
WORKBOOKS = ("xlsx", "xlsm", "xlsb", "ods")


def read_published(
    path: Path, *, year: int | None = None, blank: BlankRule = "absent"
) -> Published:
    """Read a finished report, in this process: what comes from others is read by `reader.py`."""
    return read_source(open_source(path), year=year, blank=blank)


def open_source(path: Path) -> Source:
    """The tables and lines of a finished report, whatever it is; what is none is a `Refusal`."""
    file = str(path)
    data = read_bytes(file)
    if data.startswith(ZIP_MAGIC):
        kind = archive_kind(open_zip(file, data))
        if kind in WORKBOOKS:
            return workbook_source(file, data)
        return docx_source(path) if kind == WORD else refuse_report(file, kind)
    if data.startswith(CFB_MAGIC):
        return workbook_source(file, data)
    if PDF_MAGIC in data[:PDF_HEAD]:
        return pdf_source(file, data)
    if kind := kind_by_magic(data):
        refuse_report(file, kind)
    if not data.strip():
        raise Refusal("input-empty", Address(file))
    head = head_of_text(data)
    if MARKUP_HEAD.match(head) or MAIL_HEAD.match(head):
        return html_source(path)
    return markdown_source(path)


def head_of_text(data: bytes) -> str:
    """How a text begins, in whatever encoding: tags are ASCII."""
    start = data[:SNIFFED_BYTES]
    encoding = possible_encodings(start)[0]
    wide = encoding if encoding.startswith("utf-16") else "latin-1"
    return start.decode(wide, "ignore").lstrip("\ufeff\xef\xbb\xbf \t\r\n")


def refuse_report(file: str, what: str) -> NoReturn:
    """Refuse a file that is no report that can be read, naming what it is."""
    raise Refusal("published-unreadable", Address(file), what=what)
