"""A docx as it comes from anyone: guarded like a workbook, its parts parsed without entities or
network, and the words in them.

Deleted text (tracked changes) is no text, inserted text is; the copy of a text box that Word keeps
for older programs is not read a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from lxml import etree

from reportcli.files.archive import MEGABYTE, megabytes, open_zip
from reportcli.files.guard import check_contents
from reportcli.files.kinds import (
    ZIP_MAGIC,
    archive_kind,
    compound_kind,
    kind_by_magic,
    read_bytes,
)
from reportcli.files.ole import CFB_MAGIC
from reportcli.files.opc import CONTENT_TYPES, Relation, relations_of
from reportcli.finding import Address, Refusal

WordElement = Any  # lxml has no types of its own

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
DOCX = "Word (docx)"
MACROS = "macroEnabled"
MOST_XML = 64 * MEGABYTE  # of one part; that of a long report is one or two
PARAGRAPHS_HELD_IN = ("header", "footer", "footnotes", "endnotes")


def qualified(short: str) -> str:
    """The full name of an element or an attribute: of `w:tbl`, `mc:Fallback`."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


P, R, T, TBL = (qualified(f"w:{local}") for local in ("p", "r", "t", "tbl"))
# What is no text: deleted, kept for programs before Word 2010, the sound of a character, or a
# property.
NO_TEXT = {
    qualified(f"w:{local}") for local in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr")
} | {qualified("mc:Fallback")}
SIGNS = {
    qualified(f"w:{local}"): sign for local, sign in [("tab", "\t"), ("br", "\n"), ("cr", "\n")]
} | {qualified("w:noBreakHyphen"): "-"}


class Docx:
    """The parts of one docx. Whatever is no docx that can be filled is a `Refusal` with status
    3."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.data = read_bytes(self.file)
        self.refuse_other_kinds()
        self.archive = open_zip(self.file, self.data)
        self.parts = {part.name: part for part in self.archive.parts.values()}
        if (kind := archive_kind(self.archive)) != DOCX:
            self.refuse(kind)
        check_contents(self.archive)
        if MACROS in self.bytes_of(CONTENT_TYPES).decode("utf-8", "replace"):
            self.refuse("Word (docm)")
        self.main = next(
            (one.target for one in self.relations("") if one.kind == "officeDocument"), ""
        )
        if self.main not in self.parts:
            raise Refusal("input-damaged", Address(self.file), reason="officeDocument")
        self.document = self.xml(self.main)
        if self.document.tag.startswith(f"{{{STRICT}}}"):
            self.refuse("Strict Open XML")
        if self.document.tag != qualified("w:document"):
            raise Refusal("input-damaged", Address(self.file), reason=self.main)

    def refuse_other_kinds(self) -> None:
        """Refuse what is no zip archive: an encrypted docx, a doc of Word 97, whatever else."""
        if not self.data:
            raise Refusal("input-empty", Address(self.file))
        if self.data.startswith(CFB_MAGIC):
            self.refuse(compound_kind(self.file, self.data) or "OLE2")
        if not self.data.startswith(ZIP_MAGIC):
            self.refuse(kind_by_magic(self.data) or "TXT")

    def refuse(self, what: str) -> NoReturn:
        """The refusal that names what a file is."""
        raise Refusal("template-not-docx", Address(self.file), what=what)

    def bytes_of(self, name: str) -> bytes:
        """The content of a part."""
        part = self.parts.get(name)
        if part is None:
            raise Refusal("input-damaged", Address(self.file), reason=name)
        return self.archive.read(name)

    def xml(self, name: str) -> WordElement:
        """The root element of a part."""
        if (part := self.parts.get(name)) and part.size > MOST_XML:
            what = f"{name}: {megabytes(part.size)} > {megabytes(MOST_XML)}"
            raise Refusal("input-over-size", Address(self.file), what=what)
        try:
            root = parse(self.bytes_of(name))
        except etree.XMLSyntaxError as fault:
            raise Refusal("input-damaged", Address(self.file), reason=name) from fault
        if root.getroottree().docinfo.internalDTD is not None:
            self.archive.refuse_unsafe(f"<!DOCTYPE ({name})")
        return root

    def relations(self, name: str) -> list[Relation]:
        """The relations of a part to parts of the same file, or those of the file itself."""
        return [one for one in relations_of(self.archive, name) if not one.is_external]

    def texts(self) -> list[tuple[str, WordElement]]:
        """The parts that a reader sees: the document, then its headers, footers and notes, by their
        names."""
        beside = sorted(
            {
                one.target
                for one in self.relations(self.main)
                if one.kind in PARAGRAPHS_HELD_IN and one.target in self.parts
            }
        )
        return [(self.main, self.document), *((name, self.xml(name)) for name in beside)]


def parse(content: bytes) -> WordElement:
    """The root element of XML whose entities are not resolved and for which nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False
    )
    return etree.fromstring(content, parser)


def live(element: WordElement) -> Iterator[WordElement]:
    """Every element under one that is on the page, but not what stands in paragraphs of its own."""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in NO_TEXT and child.tag != P:
            yield child
            yield from live(child)


def text_pieces(paragraph: WordElement) -> list[tuple[WordElement, str]]:
    """The elements that make the text of a paragraph, each with what it says."""
    found = []
    for element in live(paragraph):
        if element.tag == T:
            found.append((element, element.text or ""))
        elif element.tag in SIGNS:
            found.append((element, SIGNS[element.tag]))
    return found


def paragraph_text(paragraph: WordElement) -> str:
    """The words of a paragraph."""
    return "".join(text for _, text in text_pieces(paragraph))


def is_gone(element: WordElement) -> bool:
    """Whether an element is within what is no text."""
    return any(above.tag in NO_TEXT for above in element.iterancestors())
