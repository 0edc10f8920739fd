"""Archives that the reader stumbles over and every office program opens, without what it stumbles
over.

What is told by a glance (`tidied`) is mended before anything is read; the rest is tried only when
the reader has refused an archive, which costs it a second reading. What is changed is never a cell.
Runs in the reader's child process. Not for archives that are damaged: these are refused again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import unescape

import msgspec

from reportcli.files.archive import Archive, Member, open_zip
from reportcli.files.guard import ODS_CONTENT
from reportcli.files.kinds import MANIFEST, MEDIA_TYPE, archive_kind
from reportcli.files.opc import WORKBOOK, elements, relation_id, relations_of
from reportcli.words.cells import shown

LISTED_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?/>")
# Blanks before a row, a cell, a paragraph, the end of one, or whatever comes first in a cell: a
# file that was written to be looked at has them.
INDENTED = re.compile(
    rb"(<table:(?:covered-)?table-cell[^<>]*>)\s+|>\s+(?=</?table:|<text:p[\s/>])"
)
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
    if ODS_CONTENT in archive:
        return without_indents(archive)
    return without_macro_sheets(archive) if WORKBOOK in archive else None


def without_indents(archive: Archive) -> Mended | None:
    """Copy an ods without the blanks between its rows, cells and paragraphs, as LibreOffice writes
    them when it is asked to.
    """
    name = archive.member(ODS_CONTENT).name
    content = archive.read(name)
    closed = INDENTED.sub(lambda found: found[1] or b">", content)
    return Mended(with_parts(archive, {name: closed})) if len(closed) < len(content) else None


def without_macro_sheets(archive: Archive) -> Mended | None:
    """Copy an xlsx without the sheets that hold macros of Excel 4 or 5, which Excel still lists
    beside the others: those of Excel 5 without a part.
    """
    book = archive.read(WORKBOOK)
    macros = {one.id for one in relations_of(archive, WORKBOOK) if one.kind in MACRO_KINDS} | {""}
    listed: list[str] = []

    def keep(found: re.Match[bytes]) -> bytes:
        (sheet,) = elements(found[0].decode("utf-8", "replace"), "sheet")
        listed.append(unescape(sheet.get("name", "")))
        return b"" if relation_id(sheet) in macros else found[0]

    kept = LISTED_SHEET_TAG.sub(keep, book)
    if len(kept) == len(book):
        return None
    return Mended(with_parts(archive, {archive.member(WORKBOOK).name: kept}), listed)


# --- what is told by a glance ---

ENCODING_DECLARED = re.compile(r"""(<\?xml[^<>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
UTF_16_SIGNS = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
XML_SUFFIXES = (".xml", ".rels")
ODS_NEEDS = {
    MEDIA_TYPE: b"application/vnd.oasis.opendocument.spreadsheet",
    MANIFEST: b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
}


def tidied(archive: Archive) -> Archive:
    """Give an archive whose parts are in UTF-8, and which says what it is; most are so already."""
    changed = {part.name: in_utf_8(archive, part) for part in parts_in_utf_16(archive)}
    if ODS_CONTENT in archive and archive_kind(archive) == "ods":
        # calamine takes no ods without these parts, and not every program writes them.
        changed |= {name: part for name, part in ODS_NEEDS.items() if name not in archive}
    if not changed:
        return archive
    return open_zip(archive.file, with_parts(archive, changed))


def parts_in_utf_16(archive: Archive) -> list[Member]:
    """Find the parts in XML that are in UTF-16, which the standard allows and no reader takes."""
    found = []
    for part in archive.parts.values():
        if part.name.lower().endswith(XML_SUFFIXES) and archive.first_bytes(part) in UTF_16_SIGNS:
            found.append(part)
    return found


def in_utf_8(archive: Archive, part: Member) -> bytes:
    """Write a part in UTF-8."""
    try:
        text = archive.read(part.name).decode(UTF_16_SIGNS[archive.first_bytes(part)])
    except UnicodeDecodeError:
        archive.refuse("input-damaged", reason=f"UTF-16: {shown(part.name)}")
    return ENCODING_DECLARED.sub(r"\1", text, count=1).encode()


def with_parts(archive: Archive, contents: Mapping[str, bytes]) -> bytes:
    """Copy an archive with other content in some parts, or with more of them."""
    import zipfile

    target = io.BytesIO(archive.data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as copy:
        for name, content in contents.items():
            if name in copy.NameToInfo:
                copy.filelist.remove(copy.NameToInfo.pop(name))
            copy.writestr(name, content)
    return target.getvalue()
