"""What reaches out of a docx, cut off: a document that is printed or handed on fetches nothing and
reads no file that nobody named.

A link to look at (`w:hyperlink`) stays; nobody follows it but a reader who clicks. All else that
lies outside goes: attached templates, linked pictures, objects, charts and data, documents that
would be taken in (`altChunk`, `subDoc`), fields that fetch (INCLUDEPICTURE, DDE …, ECMA-376 part 1,
17.16.5), and drawings (SVG) that point elsewhere. The relation goes and so does what names it, or
Word would call the file damaged. Not for what a docx says (`docx.py`).
"""

from __future__ import annotations

import gzip
import posixpath
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportcli.files.docx import Docx, WordElement, qualified, serialised, unwrap
from reportcli.files.opc import OFFICE_RELATIONS

# The same relations in a file of Strict Open XML.
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
OLD_RELATION = "{urn:schemas-microsoft-com:office:office}relid"
NAMING = (f"{{{OFFICE_RELATIONS}}}", f"{{{STRICT_RELATIONS}}}", OLD_RELATION)
# A target with a scheme (http:, file:, C:), of another machine (//, \\), or in the manner of Windows.
REACHES_OUT = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//|.*\\)", re.DOTALL)
# Elements whose relation is for a reader to click on.
CLICKED = {"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"}
# Elements that are nothing without what they name; of others only the attribute goes.
NOTHING_ALONE = {
    "attachedTemplate",
    "altChunk",
    "subDoc",
    "OLEObject",
    "imagedata",
    "mailMerge",
    "dataSource",
    "headerSource",
    "recipientData",
    "sourceFileName",
    "saveThroughXslt",
    "externalData",
    "videoFile",
    "audioFile",
    "control",
    "headerReference",
    "footerReference",
    "embedRegular",
    "embedBold",
    "embedItalic",
    "embedBoldItalic",
}
# Taken in from a part of the same file, but in a format (HTML, another docx) that may reach out
# itself; and what is linked by its own means.
ALWAYS_CUT = {"altChunk", "subDoc", "mailMerge"}
KINDS_CUT = {"aFChunk", "subDocument"}
VML_SOURCES = {"src", "href", "{urn:schemas-microsoft-com:office:office}href"}
VML = "{urn:schemas-microsoft-com:vml}"
# Whose address is for a reader to click on.
VML_CLICKED = {"shape", "group", "rect", "oval", "line", "roundrect", "polyline", "curve", "arc"}

FETCHING_FIELD = re.compile(
    r"^\W*(?:LINK|DDE|RD|DATA|IMPORT|INCLUDE)\b|INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DATABASE|AUTOTEXT",
    re.IGNORECASE,
)
FIELD_CHAR, INSTRUCTION = qualified("w:fldChar"), qualified("w:instrText")
SIMPLE_FIELD, INSTRUCTION_OF_SIMPLE = qualified("w:fldSimple"), qualified("w:instr")
DELETED_INSTRUCTION = qualified("w:delInstrText")
FIELD_CHAR_TYPE = qualified("w:fldCharType")

SVG_BEGIN = re.compile(rb"<(?:[\w.-]+:)?svg[\s>]")
SVG_REACHES_OUT = re.compile(
    rb"""href\s*=\s*["'](?!\#|data:image/(?:png|jpe?g|gif);)|url\((?!["']?\#)|@import|<!DOCTYPE|<!ENTITY"""
    rb"""|<\?xml-stylesheet|<(?:[\w.-]+:)?script""",
    re.IGNORECASE,
)
# In place of a picture that would fetch another.
EMPTY_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
GZIP_MAGIC = b"\x1f\x8b"
MOST_UNPACKED = 16 << 20  # bytes of a picture that is packed; more is no drawing


class Cut(NamedTuple):
    """Something that was cut off: what sort of thing it was (the last word of the relation's type,
    or the name of the element), and where it led."""

    kind: str
    target: str


def cut_off(docx: Docx) -> list[Cut]:
    """Cut off what reaches out of a docx; gives what was cut.

    A part of markup that cannot be looked through is a `Refusal`, because another program may read
    it all the same.
    """
    names = sorted(docx.parts)
    relations = [RelationsPart(name, docx) for name in names if name.lower().endswith(".rels")]
    by_source = {one.source.lower(): one for one in relations}
    cuts = [cut for one in relations for cut in one.cuts]
    others = [name for name in names if not name.lower().endswith(".rels")]
    for name in others:
        cuts += cut_part(docx, name, by_source.get(name.lower()))
    return cuts


def cut_part(docx: Docx, name: str, relations: RelationsPart | None) -> Sequence[Cut]:
    """Cut off what reaches out of a part that is no relations; gives what was cut."""
    content = docx.bytes_of(name)
    if is_drawing(name, content):
        if not drawing_reaches_out(content):
            return ()
        # A drawing is emptied whole: what is left of one without its styles may show anything.
        docx.put(name, EMPTY_SVG)
        return (Cut("svg", name),)
    if not is_word_markup(name, content):
        return ()
    markup = MarkupPart(docx, name, relations)
    markup.cut_elements()
    markup.cut_fields()
    markup.save()
    return markup.cuts


# --- relations ---


class RelationsPart:
    """The relations of one part, without those that lead outside but for links to look at.

    `outside` are the ids of all that lead outside, links to look at among them: a picture must name
    none of them. `targets` say where each leads.
    """

    def __init__(self, name: str, docx: Docx) -> None:
        folder, _, file = name.rpartition("/")
        self.source = posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])
        self.cuts: list[Cut] = []
        self.outside: set[str] = set()
        self.targets: dict[str, str] = {}
        root = docx.xml(name)
        for relation in list(root.iter("{*}Relationship")):
            id_, target = relation.get("Id", ""), relation.get("Target", "")
            kind = relation.get("Type", "").rpartition("/")[2]
            self.targets[id_] = target
            if leads_outside(relation):
                self.outside.add(id_)
            is_clicked = kind == "hyperlink" and id_ in self.outside
            if (id_ in self.outside or kind in KINDS_CUT) and not is_clicked:
                relation.getparent().remove(relation)
                self.cuts.append(Cut(kind, target))
        if self.cuts:
            docx.put(name, serialised(root))


def leads_outside(relation: WordElement) -> bool:
    """Whether a relation leads out of the file, whatever it says of itself."""
    is_external = relation.get("TargetMode", "").strip().lower() == "external"
    target: str = relation.get("Target", "")
    return is_external or REACHES_OUT.match(target) is not None


# --- markup ---


class MarkupPart:
    """One part of markup, from which elements and fields that reach outside are cut off."""

    def __init__(self, docx: Docx, name: str, relations: RelationsPart | None) -> None:
        self.docx, self.name = docx, name
        self.outside = relations.outside if relations else set()
        self.targets = relations.targets if relations else {}
        self.root = docx.document if name == docx.main else docx.xml(name)
        self.cuts: list[Cut] = []
        self.is_other = False

    def save(self) -> None:
        """Have the part stand in the docx as it is now."""
        if self.is_other:
            self.docx.put(self.name, serialised(self.root))

    def cut_elements(self) -> None:
        """Cut off what names a relation to the outside, or reaches out by itself."""
        for element in list(self.root.iter("{*}*")):
            local = element.tag.rpartition("}")[2]
            if local in ALWAYS_CUT or self.is_linked_object(element):
                self.drop(element, Cut(local, self.target_of(element)))
            elif element.tag.startswith(VML) and local not in VML_CLICKED:
                self.cut_sources(element)
            if local not in CLICKED:
                self.cut_names(element, local)

    def target_of(self, element: WordElement) -> str:
        """Where the relation of an element leads."""
        named = (value for key, value in element.attrib.items() if key.startswith(NAMING))
        return next((self.targets[id_] for id_ in named if id_ in self.targets), "")

    def is_linked_object(self, element: WordElement) -> bool:
        """Whether an element is an object that Word would fetch from where it was linked."""
        kind: str = element.get("Type", "")
        return element.tag.endswith("}OLEObject") and kind.lower() == "link"

    def cut_sources(self, element: WordElement) -> None:
        """Cut off the address of a picture or a pattern of the older sort."""
        for name in VML_SOURCES & set(element.attrib):
            self.cuts.append(Cut("image", element.attrib.pop(name)))
            self.is_other = True

    def cut_names(self, element: WordElement, local: str) -> None:
        """Cut off the name of a relation to the outside. What it led to is said already."""
        named = [
            key
            for key, value in element.attrib.items()
            if value in self.outside and key.startswith(NAMING)
        ]
        if named and local in NOTHING_ALONE:
            self.drop(element, None)
            return
        for key in named:
            del element.attrib[key]
            self.is_other = True

    def drop(self, element: WordElement, cut: Cut | None) -> None:
        """Take an element out, but not what follows it."""
        parent = element.getparent()
        if parent is None:
            return
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)
        self.is_other = True
        if cut is not None:
            self.cuts.append(cut)

    # --- fields ---

    def cut_fields(self) -> None:
        """Turn fields that fetch into what they show."""
        for simple in list(self.root.iter(SIMPLE_FIELD)):
            told = simple.get(INSTRUCTION_OF_SIMPLE, "")
            if FETCHING_FIELD.search(told):
                unwrap(simple)
                self.cuts.append(Cut("field", told))
                self.is_other = True
        for field in word_fields(self.root):
            fetching = [told for told in field.instructions if FETCHING_FIELD.search(told)]
            if fetching:
                self.cuts.append(Cut("field", fetching[0]))
                for one in field.code:
                    self.drop(one, None)


class WordField(NamedTuple):
    """An outermost field of Word: the elements of its code, without what it shows, and the
    instructions of it and of the fields within it."""

    code: list[WordElement]
    instructions: list[str]


def word_fields(root: WordElement) -> Iterator[WordField]:
    """Every outermost field; one that does not end goes on to the end of the part."""
    field = WordField([], [])
    inside: list[int] = []  # which of the instructions are being told, the innermost last
    for element in root.iter(FIELD_CHAR, INSTRUCTION, DELETED_INSTRUCTION):
        field.code.append(element)
        kind = step_of_field(element)
        # An instruction outside any field is read as one all the same: Word may run it.
        is_first = not field.instructions
        if kind == "begin" or is_first:
            inside.append(len(field.instructions))
            field.instructions.append("")
        if not inside:
            continue
        if kind == "told":
            field.instructions[inside[-1]] += element.text or ""
        if kind == "end":
            inside.pop()
            is_outermost = not inside
            if is_outermost:
                yield field
                field = WordField([], [])
    if field.code:
        yield field


def step_of_field(element: WordElement) -> str | None:
    """What an element does to a field: begins or ends it, or tells its instruction."""
    return element.get(FIELD_CHAR_TYPE) if element.tag == FIELD_CHAR else "told"


# --- drawings ---


def is_drawing(name: str, content: bytes) -> bool:
    """Whether a part is an SVG, whatever its name; packed ones are taken for such."""
    if content.startswith(GZIP_MAGIC) or name.lower().endswith((".svg", ".svgz")):
        return True
    return "/media/" in f"/{name}" and SVG_BEGIN.search(content[:65536]) is not None


def drawing_reaches_out(content: bytes) -> bool:
    """Whether an SVG points to anything that is not in it; one that cannot be looked through
    does."""
    if content.startswith(GZIP_MAGIC):
        try:
            content = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content, MOST_UNPACKED)
        except (zlib.error, gzip.BadGzipFile):
            return True
    if b"\0" in content[:200] or len(content) >= MOST_UNPACKED:
        return True  # UTF-16, or too long to be a drawing of a report
    return SVG_REACHES_OUT.search(content) is not None


# --- parts ---


def is_word_markup(name: str, content: bytes) -> bool:
    """Whether a part is XML in which something may be named or fetched, whatever it is called.

    Web pages are none: only `altChunk`, which is cut off, takes them in.
    """
    if name.lower().endswith((".htm", ".html", ".mht", ".txt", ".rtf")):
        return False
    return content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
