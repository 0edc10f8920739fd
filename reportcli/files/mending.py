"""Archives that the reader stumbles over and every office program opens, without what it stumbles
over.

Tried only when the reader has refused an archive, which costs it a second reading. What is changed
is never a cell. Runs in the reader's child process. Not for archives that are damaged: these are
refused again.
"""

from __future__ import annotations

import io
import re

import msgspec

from reportcli.files.archive import Archive
from reportcli.files.lost_ods import CONTENT
from reportcli.files.opc import WORKBOOK, elements, relation_id, relations_of

LISTED = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?/>")
# Blanks before a row, a cell, a paragraph, the end of one, or whatever comes first in a cell: a
# file that was written to be looked at has them.
INDENT = re.compile(rb"(<table:(?:covered-)?table-cell[^<>]*>)\s+|>\s+(?=</?table:|<text:p[\s/>])")
MACRO_KINDS = ("xlMacrosheet", "xlIntlMacrosheet")


class Mended(msgspec.Struct, frozen=True):
    """An archive that says the same, and the names of its sheets in order where some were left
    out."""

    data: bytes
    names: list[str] = []


def mend(archive: Archive) -> Mended | None:
    """Copy an archive without what the reader stumbles over; None where nothing of that kind is in
    it.
    """
    if CONTENT in archive:
        return without_indents(archive)
    return without_macro_sheets(archive) if WORKBOOK in archive else None


def without_indents(archive: Archive) -> Mended | None:
    """Copy an ods without the blanks between its rows, cells and paragraphs, as LibreOffice writes
    them when it is asked to.
    """
    content = archive.read(CONTENT)
    closed = INDENT.sub(lambda found: found[1] or b">", content)
    return Mended(replaced(archive, CONTENT, closed)) if len(closed) < len(content) else None


def without_macro_sheets(archive: Archive) -> Mended | None:
    """Copy an xlsx without the sheets that hold macros of Excel 4 or 5, which Excel still lists
    beside the others: those of Excel 5 without a part.
    """
    book = archive.read(WORKBOOK)
    macros = {one.id for one in relations_of(archive, WORKBOOK) if one.kind in MACRO_KINDS} | {""}
    listed: list[str] = []

    def keep(found: re.Match[bytes]) -> bytes:
        (sheet,) = elements(found[0].decode("utf-8", "replace"), "sheet")
        listed.append(sheet.get("name", ""))
        return b"" if relation_id(sheet) in macros else found[0]

    kept = LISTED.sub(keep, book)
    return Mended(replaced(archive, WORKBOOK, kept), listed) if len(kept) < len(book) else None


def replaced(archive: Archive, name: str, content: bytes) -> bytes:
    """Copy an archive with other content in one part."""
    import zipfile

    target = io.BytesIO(archive.data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as copy:
        copy.filelist.remove(copy.NameToInfo.pop(archive.member(name).name))
        copy.writestr(name, content)
    return target.getvalue()
