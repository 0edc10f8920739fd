"""A docx as it comes from anyone: guarded like a workbook, its parts parsed without entities or
network, and the words in them.

Deleted text (tracked changes) is no text, inserted text is; the copy of a text box that Word keeps
for older programs is not read a second time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from reportcli.files.opc import CONTENT_TYPES, PartRelation, relations_of
from reportcli.finding import Address, Refusal

WordElement = Any  # lxml has no types of its own

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"  # Word writes it for “Strict Open XML”
DOCX = "Word (docx)"
MACROS = "macroEnabled"  # in the type of a document that may run them
# A report with a picture on each page is some ten megabytes, its text one or two.
MOST_PACKED, MOST_INFLATED = 128 * MEGABYTE, 256 * MEGABYTE
MOST_XML = 32 * MEGABYTE  # of one part
MOST_XML_ELEMENTS = 2_000_000  # of all parts that are parsed; 100,000 paragraphs have a million
PARAGRAPHS_HELD_IN = ("header", "footer", "footnotes", "endnotes")


def qualified(short: str) -> str:
    """The full name of an element or an attribute: of `w:tbl`, `mc:Fallback`."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


WORD_BODY = qualified("w:body")
P, R, T, TBL = (qualified(f"w:{local}") for local in ("p", "r", "t", "tbl"))
# What is no text: deleted, kept for programs before Word 2010, the sound of a character, or a
# property.
NO_TEXT = {
    qualified(f"w:{local}") for local in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr")
} | {qualified("mc:Fallback")}
VANISH = f"{qualified('w:rPr')}/{qualified('w:vanish')}"
SIGNS = {
    qualified(f"w:{local}"): sign for local, sign in [("tab", "\t"), ("br", "\n"), ("cr", "\n")]
} | {qualified("w:noBreakHyphen"): "-"}


class Docx:
    """The parts of one docx, parsed under limits. Whatever is no docx that can be read is a
    `Refusal` with status 3.
    """

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        refuse_large(path)
        self.data = read_bytes(self.file)
        self.refuse_other_kinds()
        self.archive = open_zip(self.file, self.data)
        self.parts = {part.name: part for part in self.archive.parts.values()}
        self.changed: dict[str, bytes] = {}
        self.elements_left = MOST_XML_ELEMENTS
        if (kind := archive_kind(self.archive)) != DOCX:
            self.refuse(kind)
        if (size := sum(part.size for part in self.parts.values())) > MOST_INFLATED:
            self.refuse_size(f"{megabytes(size)} > {megabytes(MOST_INFLATED)}")
        check_contents(self.archive)
        if MACROS in self.bytes_of(CONTENT_TYPES).decode("utf-8", "replace"):
            self.refuse("Word (docm)")
        mains = (one.target for one in self.relations("") if one.kind == "officeDocument")
        self.main = next(mains, "")
        if self.main not in self.parts:
            raise Refusal("input-damaged", Address(self.file), reason="officeDocument")
        self.document = self.main_document()

    def main_document(self) -> WordElement:
        """The root of the document, which must have a body."""
        root = self.xml(self.main)
        if root.tag.startswith(f"{{{STRICT}}}"):
            self.refuse("Strict Open XML")
        if root.tag != qualified("w:document") or root.find(WORD_BODY) is None:
            raise Refusal("input-damaged", Address(self.file), reason=self.main)
        return root

    def put(self, name: str, content: bytes) -> None:
        """Have other bytes stand in place of a part."""
        self.changed[name] = content

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

    def refuse_size(self, what: str) -> NoReturn:
        """The refusal that names what is too large."""
        raise Refusal("input-over-size", Address(self.file), what=what)

    def bytes_of(self, name: str) -> bytes:
        """The content of a part."""
        if name in self.changed:
            return self.changed[name]
        if name not in self.parts:
            raise Refusal("input-damaged", Address(self.file), reason=name)
        return self.archive.read(name)

    def xml(self, name: str) -> WordElement:
        """The root element of a part; so many elements of all parts together are parsed."""
        content = self.bytes_of(name)
        if len(content) > MOST_XML:
            self.refuse_size(f"{name}: {megabytes(len(content))} > {megabytes(MOST_XML)}")
        # Each takes some hundred bytes once it is parsed, for three in the file.
        self.elements_left -= content.count(b"<")
        if self.elements_left < 0:
            self.refuse_size(f"{name}: > {MOST_XML_ELEMENTS} XML elements")
        try:
            root = parse(content)
        except etree.XMLSyntaxError as fault:
            raise Refusal("input-damaged", Address(self.file), reason=name) from fault
        if root.getroottree().docinfo.internalDTD is not None:
            self.archive.refuse_unsafe(f"<!DOCTYPE ({name})")
        return root

    def relations(self, name: str) -> list[PartRelation]:
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


def refuse_large(path: Path) -> None:
    """Refuse a file that is too large to be a report, before it is read. Whatever is no file is
    left to the reader."""
    if path.is_file() and (size := path.stat().st_size) > MOST_PACKED:
        what = f"{megabytes(size)} > {megabytes(MOST_PACKED)}"
        raise Refusal("input-over-size", Address(str(path)), what=what)


def parse(content: bytes) -> WordElement:
    """The root element of XML whose entities are not resolved and for which nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False
    )
    return etree.fromstring(content, parser)


def serialised(root: WordElement) -> bytes:
    """A part as the bytes of its file."""
    tree = root.getroottree()
    written: bytes = etree.tostring(
        tree, encoding="UTF-8", xml_declaration=True, standalone=tree.docinfo.standalone
    )
    return written


def unwrap(element: WordElement) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def paragraphs_in(root: WordElement, but: Collection[WordElement] = ()) -> Iterator[WordElement]:
    """Every paragraph on the page, in the order of the file; none of what is no text, nor of the
    elements in `but`."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag in NO_TEXT or element in but:
            walk.skip_subtree()
        elif element.tag == P:
            yield element


def live(element: WordElement) -> Iterator[WordElement]:
    """Every element under one that is on the page, but not what stands in paragraphs of its own."""
    walk = etree.iterwalk(element, events=("start",))
    next(walk)  # the element itself
    for _, one in walk:
        if one.tag in NO_TEXT or one.tag == P or is_hidden_run(one):
            walk.skip_subtree()
        else:
            yield one


def is_hidden_run(element: WordElement) -> bool:
    """Whether an element is a run of text that Word neither shows nor prints (隐藏文字)."""
    vanish = element.find(VANISH) if element.tag == R else None
    return vanish is not None and vanish.get(qualified("w:val"), "1") not in ("0", "false", "off")


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
    return "".join(text for _, text in text_pieces(paragraph))
