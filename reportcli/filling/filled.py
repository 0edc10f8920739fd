"""The office's own docx with this year's figures in it: every part but those that were filled is
copied as it is.

What goes where was planned before (`prose/filling.py`); here is the archive, and the mark of a
draft.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED

from lxml import etree

from reportcli.document import Document
from reportcli.export.archive import StillZip
from reportcli.export.docx import watermark
from reportcli.export.paper import element
from reportcli.files.docx import NAMESPACES, Docx, Element, name_of, parse
from reportcli.files.opc import CONTENT_TYPES
from reportcli.filling.fill import plan_filling, serialised

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT_TYPE, TEMPLATE_TYPE = f"{WORD_TYPE}.document.main+xml", f"{WORD_TYPE}.template.main+xml"
SECTION, REFERENCE = name_of("w:sectPr"), name_of("w:headerReference")
KIND, ID = name_of("w:type"), name_of("r:id")
OFF = ("0", "false", "off")


def write_filled(document: Document, template: Path, target: IO[bytes]) -> None:
    """The filled template, written to an open file; every page of a draft says that it is one."""
    filling = document.filling or plan_filling(template, document.figures, document.report)
    docx = filling.template
    parts = {name: docx.bytes_of(name) for name in docx.parts} | dict(filling.parts)
    # A template of Word (dotx) becomes a document.
    types = parts[CONTENT_TYPES].replace(TEMPLATE_TYPE.encode(), DOCUMENT_TYPE.encode())
    parts[CONTENT_TYPES] = types
    if document.is_draft:
        word = document.voice.both("label", "draft")
        parts |= Draft(docx, parts, word, document.report.settings.fonts.heading[0]).marked()
    with StillZip(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


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

    def paragraph(self, name: str) -> Element:
        """The word for a draft, and across the page the same in large letters."""
        words = element("t")
        words.text = self.word
        look = element("rPr", element("b"), element("color", val="C00000"), element("sz", val=28))
        return element(
            "p",
            element("pPr", element("jc", val="center")),
            element("r", look, words),
            element("r", watermark(self.word, self.font, name)),
        )

    def missing_kinds(self, root: Element) -> list[str]:
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

    def with_headers(self, root: Element, kinds: list[str]) -> dict[str, bytes]:
        """The parts that are other when the first section has headers of these kinds."""
        folder, _, own = self.main.rpartition("/")
        relations_name = posixpath.join(folder, "_rels", f"{own}.rels")
        relations, types = parse(self.parts[relations_name]), parse(self.parts[CONTENT_TYPES])
        first = next(sections(root), None)
        if first is None:
            first = etree.SubElement(root.find(name_of("w:body")), SECTION)
        changed = {}
        for at, kind in enumerate(kinds):
            id_, file = f"draft-{kind}", f"draft-{kind}.xml"
            name = posixpath.join(folder, file)
            changed[name] = serialised(element("hdr", self.paragraph(file)))
            first.insert(at, etree.Element(REFERENCE, {KIND: kind, ID: id_}))
            target = {"Id": id_, "Type": f"{NAMESPACES['r']}/header", "Target": file}
            etree.SubElement(relations, name_of("rel:Relationship"), target)
            part = {"PartName": f"/{name}", "ContentType": f"{WORD_TYPE}.header+xml"}
            etree.SubElement(types, name_of("ct:Override"), part)
        changed |= {self.main: serialised(root), relations_name: serialised(relations)}
        return changed | {CONTENT_TYPES: serialised(types)}


def sections(root: Element) -> Iterator[Element]:
    """The sections of a document, in order; not those that a tracked change has replaced."""
    return (one for one in root.iter(SECTION) if one.getparent().tag != name_of("w:sectPrChange"))


def has(element_: Element, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = element_.find(name_of(name))
    return found is not None and found.get(name_of("w:val"), "1") not in OFF
