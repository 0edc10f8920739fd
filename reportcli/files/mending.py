"""Archives that the reader stumbles over and every office program opens, without what it stumbles
over.

Tried only when the reader has refused an archive, which costs it a second reading. What is changed
is never a cell. Runs in the reader's child process. Not for archives that are damaged: these are
refused again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import msgspec

from reportcli.files.archive import Part, elements, inflate

BOOK, BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
CONTENT = "content.xml"
LISTED = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?/>")
# Blanks before a row, a cell, a paragraph, the end of one, or whatever comes first in a cell: a
# file that was written to be looked at has them.
INDENT = re.compile(rb"(<table:(?:covered-)?table-cell[^<>]*>)\s+|>\s+(?=</?table:|<text:p[\s/>])")
MACROS = ("/xlMacrosheet", "/xlIntlMacrosheet")


class Mended(msgspec.Struct, frozen=True):
    """An archive that says the same, and the names of its sheets in order where some were left
    out."""

    data: bytes
    names: list[str] = []


def mend(file: str, data: bytes, names: Mapping[str, Part]) -> Mended | None:
    """The archive without what the reader stumbles over; None where nothing of that kind is in
    it."""
    if CONTENT in names:
        return without_indents(file, data, names[CONTENT])
    if {BOOK, BOOK_LINKS} <= names.keys():
        return without_macro_sheets(file, data, names)
    return None


def without_indents(file: str, data: bytes, part: Part) -> Mended | None:
    """An ods without the blanks between its rows, cells and paragraphs, as LibreOffice writes them
    when it is asked to.
    """
    content = b"".join(inflate(file, data, part))
    closed = INDENT.sub(lambda found: found[1] or b">", content)
    return Mended(replaced(data, part, closed)) if len(closed) < len(content) else None


def without_macro_sheets(file: str, data: bytes, names: Mapping[str, Part]) -> Mended | None:
    """An xlsx without the sheets that hold macros of Excel 4 or 5, which Excel still lists beside
    the others: those of Excel 5 without a part.
    """
    book, links = (b"".join(inflate(file, data, names[name])) for name in (BOOK, BOOK_LINKS))
    macros = {
        one.get("Id", "")
        for one in elements(links.decode("utf-8", "replace"), "Relationship")
        if one.get("Type", "").endswith(MACROS)
    } | {""}
    listed: list[str] = []

    def keep(found: re.Match[bytes]) -> bytes:
        (sheet,) = elements(found[0].decode("utf-8", "replace"), "sheet")
        link = next((value for key, value in sheet.items() if key.endswith(":id")), None)
        listed.append(sheet.get("name", ""))
        return b"" if link in macros else found[0]

    kept = LISTED.sub(keep, book)
    return Mended(replaced(data, names[BOOK], kept), listed) if len(kept) < len(book) else None


def replaced(data: bytes, part: Part, content: bytes) -> bytes:
    """An archive with other content in one part."""
    import zipfile

    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as archive:
        archive.filelist.remove(archive.NameToInfo.pop(part.name))
        archive.writestr(part.name, content)
    return target.getvalue()
