"""How the parts of an OOXML file belong together: their types, their relations, their sheets.

The one reader of `[Content_Types].xml` and of `_rels/*.rels` (ECMA-376 part 2, sections 6 and 7).
Markup is searched, not parsed: these parts are small and flat, and the archive has refused every
DTD. Namespaces are not looked at, for the strict form of the format differs in nothing else here.
Not for what is in the parts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from reportcli.files.archive import Archive, Member

CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK, BINARY_WORKBOOK = "xl/workbook.xml", "xl/workbook.bin"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

# Begins at the beginning of a name only, so that a long one is not tried from each of its letters.
ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]+)\s*=\s*(["'])(.*?)\2""", re.DOTALL)
MAIN_TYPE = re.compile(r"""ContentType\s*=\s*["']([^"']*\.main(?:\+xml)?)["']""")
COMPUTED_ON_LOAD = re.compile(
    r"""<(?:\w+:)?calcPr\s[^<>]*?\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']"""
)
EPOCH_1904 = re.compile(r"""<(?:\w+:)?workbookPr\s[^<>]*?\bdate1904\s*=\s*["'](?:1|true)["']""")


class PartRelation(NamedTuple):
    """One relation of a part: its id, the last word of its type, and what it leads to.

    `target` is the name of a part; what lies outside of the file (`is_external`) is kept as it
    stands, and nobody follows it.
    """

    id: str
    kind: str
    target: str
    is_external: bool = False


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it; `part` is None where it has none, as macros of Excel 5."""

    name: str
    state: str
    relation: str
    part: Member | None


def elements(text: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each element of that local name, as they are written."""
    for found in re.finditer(rf"<(?:[\w.-]+:)?{name}\s([^<>]*)>", text):
        yield {key: value for key, _, value in ATTRIBUTE.findall(found[1])}


# --- relations ---


def relations_name(part: str) -> str:
    """Name the part in which the relations of another stand; those of the file itself go by ''."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(part: str, target: str) -> str:
    """Name the part that a relation of `part` leads to, which it may say from its own folder on."""
    folder = posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def parse_relations(text: str, part: str) -> list[PartRelation]:
    """Read the relations of `part` from the text of the part that holds them."""
    relations = []
    for one in elements(text, "Relationship"):
        target = unescape(one.get("Target", ""))
        is_external = one.get("TargetMode") == "External"
        relations.append(
            PartRelation(
                id=unescape(one.get("Id", "")),
                kind=one.get("Type", "").rpartition("/")[2],
                target=target if is_external else target_of(part, target),
                is_external=is_external,
            )
        )
    return relations


def relations_of(archive: Archive, part: str = "") -> list[PartRelation]:
    """Read the relations of a part, or of the file itself; none where nothing lists them."""
    return parse_relations(archive.text(relations_name(part)), part)


# --- types ---


def main_type(archive: Archive) -> str:
    """Give the content type of the part that makes the file what it is; empty where none says so."""
    found = MAIN_TYPE.search(archive.text(CONTENT_TYPES))
    return found[1] if found else ""


# --- the workbook ---


def relation_id(element: dict[str, str]) -> str:
    """Give the id by which an element names a relation: `r:id`, under whatever prefix."""
    return next((value for key, value in element.items() if key.endswith(":id")), "")


def sheet_entries(archive: Archive) -> list[SheetEntry]:
    """List the sheets of a workbook in their order, each with its part."""
    targets = {
        one.id: one.target
        for one in relations_of(archive, WORKBOOK)
        if "\\" not in one.target  # no reader takes a path of Windows for the name of a part
    }
    entries = []
    for sheet in elements(archive.text(WORKBOOK), "sheet"):
        relation = relation_id(sheet)
        entries.append(
            SheetEntry(
                name=unescape(sheet.get("name", "")),
                state=sheet.get("state", "visible"),
                relation=relation,
                part=archive.find(targets.get(relation, "")),
            )
        )
    return entries


def sheet_parts(archive: Archive) -> dict[str, Member]:
    """Sheet name → its part; a sheet without a part is absent."""
    return {one.name: one.part for one in sheet_entries(archive) if one.part is not None}


def counts_from_1904(archive: Archive) -> bool:
    """Tell whether the workbook counts its days from 1904, as Excel did on the Macintosh."""
    return EPOCH_1904.search(archive.text(WORKBOOK)) is not None


def is_computed_on_load(archive: Archive) -> bool:
    """Tell whether a program wrote the workbook that leaves computing to whoever opens it."""
    return COMPUTED_ON_LOAD.search(archive.text(WORKBOOK)) is not None
