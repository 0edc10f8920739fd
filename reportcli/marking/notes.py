"""Notes on the cells of a sheet (Excel's older comments): their texts, and how the sheet knows of
them.

A sheet that has notes, or other shapes of the older sort, keeps them, and ours stand beside them;
on a cell that has a note already, ours is added to its text. Threaded comments are left alone:
their texts are kept in three places that must agree. Not for the boxes that show notes
(`shapes.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from reportcli.marking.outline import (
    SPREADSHEET_NS,
    XML_HEAD,
    Edit,
    NotInPlace,
    PartElement,
    insert_last,
    main_root,
)
from reportcli.marking.package import (
    COMMENTS_TYPE,
    VML_TYPE,
    Package,
    relation_attribute,
    relation_in,
)
from reportcli.marking.shapes import Note, all_shapes, first_free_block, more_shapes
from reportcli.marking.sheet import SheetFrame

AUTHOR = "reportcli"
# What follows the shapes in a sheet (ECMA-376, CT_Worksheet).
AFTER_SHAPES = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "mc:AlternateContent",
}


def add_notes(package: Package, sheet: str, frame: SheetFrame, notes: Sequence[Note]) -> list[Edit]:
    """Put notes on a sheet; gives what is to be changed in the sheet itself.

    Raises `NotInPlace`, with nothing changed, where what the sheet has of the sort is too intricate.
    """
    parts = {relation.kind: relation.target for relation in package.relations(sheet)}
    if "threadedComment" in parts:
        raise NotInPlace("threaded comments")
    texts = parts.get("comments")
    shapes = shapes_of(package, sheet, frame)
    if texts is not None and shapes is None:
        raise NotInPlace("notes without shapes")
    edits: list[Edit] = []
    had: set[str] = set()
    if texts is not None:
        edits, had = more_texts(package.read(texts), notes)
    new = [note for note in notes if note.cell not in had]
    found: list[Edit] = []
    if shapes is None:
        shapes = package.unused("xl/drawings/vmlDrawing{}.vml")
        package.add(shapes, all_shapes(new, frame, first_free_block(package)), VML_TYPE)
        found = [mention_of_shapes(frame, package.link(sheet, "vmlDrawing", shapes))]
    else:
        package.parts[shapes] = more_shapes(package.read(shapes), new, frame)
    if texts is None:
        name = package.unused("xl/comments{}.xml")
        package.add(name, all_texts(notes), COMMENTS_TYPE)
        package.link(sheet, "comments", name)
    else:
        package.change(texts, edits)
    return found


def shapes_of(package: Package, sheet: str, frame: SheetFrame) -> str | None:
    """The part with the older shapes that a sheet has already; None where it has none."""
    legacy = [child for child in frame.root.children if child.name == "legacyDrawing"]
    if not legacy:
        return None
    targets = {relation.id: relation.target for relation in package.relations(sheet)}
    part = targets.get(relation_in(legacy[0]), "")
    if part not in package:
        raise NotInPlace("shapes without a part")
    return part


def mention_of_shapes(frame: SheetFrame, link: str) -> Edit:
    """The edit by which a sheet says which part has its shapes, where the order of its elements
    wants it."""
    children = frame.root.children
    cells = next(number for number, child in enumerate(children) if child.name == "sheetData")
    following = (child.start for child in children[cells + 1 :] if child.name in AFTER_SHAPES)
    place = frame.place(next(following, frame.root.inner_stop))
    return Edit(place, place, f"<legacyDrawing {relation_attribute(frame.root, link)}/>".encode())


# --- texts ---


def all_texts(notes: Sequence[Note]) -> bytes:
    """The part that holds the texts of a sheet's notes."""
    texts = "".join(comment_of(note, 0) for note in notes)
    return (
        XML_HEAD
        + (
            f'<comments xmlns="{SPREADSHEET_NS}"><authors><author>{AUTHOR}</author></authors>'
            f"<commentList>{texts}</commentList></comments>"
        ).encode()
    )


def more_texts(part: bytes, notes: Sequence[Note]) -> tuple[list[Edit], set[str]]:
    """The edits that add notes to those of a sheet, and the cells that had one."""
    root = main_root(part, "comments")
    authors, texts = root.only("authors"), root.only("commentList")
    there = {text.attributes.get("ref", ""): text for text in texts.children}
    edits = []
    added = []
    for note in notes:
        if note.cell not in there:
            added.append(comment_of(note, len(authors.children)))
        elif addition := list(added_to(there[note.cell], note, part)):
            edits += addition
    if added:
        edits.append(insert_last(authors, part, f"<author>{AUTHOR}</author>".encode()))
        edits.append(insert_last(texts, part, "".join(added).encode()))
    return edits, set(there)


def added_to(old: PartElement, note: Note, part: bytes) -> Iterator[Edit]:
    """The edits that add to the text of an old note what it does not say yet."""
    text = old.only("text")
    said = part[text.start : text.stop]
    paragraphs = [one for one in note.paragraphs if escape(one[0]).encode() not in said]
    if not paragraphs:
        return
    for child in text.children:
        if child.name == "t":  # plain text becomes a run, so that others can follow it
            yield Edit(child.start, child.start, b"<r>")
            yield Edit(child.stop, child.stop, b"</r>")
    runs = "".join(note_runs(Note(note.place, paragraphs), lead="\n"))
    place = max(
        (child.stop for child in text.children if child.name in ("t", "r")), default=text.tag_stop
    )
    if text.is_empty_tag:
        raise NotInPlace("a note without text")
    yield Edit(place, place, runs.encode())


def comment_of(note: Note, author: int) -> str:
    return f'<comment ref="{note.cell}" authorId="{author}"><text>{"".join(note_runs(note))}</text></comment>'


def note_runs(note: Note, lead: str = "") -> Iterator[str]:
    """The text of a note in pieces of one font."""
    for number, (head, lines) in enumerate(note.paragraphs):
        start = "\n" if number else lead
        for text, bold in ((f"{start}{head}\n", "<b/>"), ("\n".join(lines), "")):
            yield (
                f'<r><rPr>{bold}<sz val="9"/><rFont val="宋体"/><charset val="134"/></rPr>'
                f'<t xml:space="preserve">{escape(text)}</t></r>'
            )
