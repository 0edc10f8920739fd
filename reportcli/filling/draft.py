"""A docx marked as a draft: a paragraph at the top of each header, and a header where there is
none.

Not here: when a report is a draft (`document.py`), and the rest of the archive (`save.py`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from reportcli.export.docx import watermark
from reportcli.export.paper import word_element
from reportcli.files.docx import NAMESPACES, Docx, WordElement, parse, qualified, serialised
from reportcli.files.opc import CONTENT_TYPES, PACKAGE_RELATIONS, relations_name

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SECTION, REFERENCE = qualified("w:sectPr"), qualified("w:headerReference")
KIND, ID = qualified("w:type"), qualified("r:id")
NO_RELATIONS = f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode()
OFF = ("0", "false", "off")


class Draft:
    """Marks a docx as a draft: a paragraph at the top of each header, and a header where there is
    none."""

    def __init__(self, docx: Docx, parts: Mapping[str, bytes], word: str, font: str) -> None:
        self.parts, self.word, self.font = parts, word, font
        self.main = docx.main
        self.relations = docx.relations(docx.main)

    def marked(self) -> dict[str, bytes]:
        """The parts that are other with the mark."""
        changed = {}
        for name in self.related("header"):
            root = parse(self.parts[name])
            root.insert(0, self.paragraph(posixpath.basename(name)))
            changed[name] = serialised(root)
        root = parse(self.parts[self.main])
        if kinds := self.missing_kinds(root):
            changed |= self.with_headers(root, kinds)
        return changed

    def related(self, kind: str) -> list[str]:
        """The parts to which the document has a relation of some kind, in a fixed order."""
        return sorted(
            {one.target for one in self.relations if one.kind == kind} & self.parts.keys()
        )

    def paragraph(self, name: str) -> WordElement:
        """The word for a draft, and across the page the same in large letters."""
        words = word_element("t")
        words.text = self.word
        look = word_element(
            "rPr",
            word_element("b"),
            word_element("color", val="C00000"),
            word_element("sz", val=28),
        )
        return word_element(
            "p",
            word_element("pPr", word_element("jc", val="center")),
            word_element("r", look, words),
            word_element("r", watermark(self.word, self.font, name)),
        )

    def missing_kinds(self, root: WordElement) -> list[str]:
        """The kinds of header that some page takes and that the first section has not; the sections
        after it take what it has.
        """
        had = {
            one.get(KIND)
            for section in list(sections(root))[:1]
            for one in section.findall(REFERENCE)
        }
        settings = [parse(self.parts[name]) for name in self.related("settings")]
        needed = {
            "default": True,
            "first": any(has(section, "w:titlePg") for section in sections(root)),
            "even": any(has(one, "w:evenAndOddHeaders") for one in settings),
        }
        return [kind for kind, is_needed in needed.items() if is_needed and kind not in had]

    def with_headers(self, root: WordElement, kinds: list[str]) -> dict[str, bytes]:
        """The parts that are other when the first section has headers of these kinds."""
        folder = posixpath.dirname(self.main)
        links = relations_name(self.main)
        relations = parse(self.parts.get(links, NO_RELATIONS))
        types = parse(self.parts[CONTENT_TYPES])
        first = next(sections(root), None)
        if first is None:
            first = etree.SubElement(root.find(qualified("w:body")), SECTION)
        changed = {}
        for at, kind in enumerate(kinds):
            id_, file = f"draft-{kind}", f"draft-{kind}.xml"
            name = posixpath.join(folder, file)
            changed[name] = serialised(word_element("hdr", self.paragraph(file)))
            first.insert(at, etree.Element(REFERENCE, {KIND: kind, ID: id_}))
            target = {"Id": id_, "Type": f"{NAMESPACES['r']}/header", "Target": file}
            etree.SubElement(relations, qualified("rel:Relationship"), target)
            part = {"PartName": f"/{name}", "ContentType": f"{WORD_TYPE}.header+xml"}
            etree.SubElement(types, qualified("ct:Override"), part)
        changed |= {self.main: serialised(root), links: serialised(relations)}
        return changed | {CONTENT_TYPES: serialised(types)}


def sections(root: WordElement) -> Iterator[WordElement]:
    """The sections of a document, in order; not those that a tracked change has replaced."""
    return (one for one in root.iter(SECTION) if one.getparent().tag != qualified("w:sectPrChange"))


def has(element_: WordElement, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = element_.find(qualified(name))
    return found is not None and found.get(qualified("w:val"), "1") not in OFF
