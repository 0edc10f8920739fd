"""Notes on the cells of a sheet (Excel's older comments): their texts, and the shapes that show
them.

A sheet that has notes, or other shapes of the older sort, keeps them, and ours stand beside them;
on a cell that has a note already, ours is added to its text. Threaded comments are left alone:
their texts are kept in three places that must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from xml.sax.saxutils import escape

from wcwidth import wcswidth

from reportcli.finding import column_letters
from reportcli.marking.package import (
    COMMENTS_TYPE,
    MAIN,
    VML_TYPE,
    XML_HEAD,
    Edit,
    Element,
    Frame,
    NotPlain,
    Package,
    Place,
    insert_last,
    main_root,
    office_id,
)

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
SHAPE_ID = re.compile(rb"_x0000_s([0-9]{1,9})")
ID_MAP = re.compile(rb"""<[\w.-]+:idmap\s[^<>]*?data\s*=\s*["']([0-9, ]*)["']""")
IDS = 1024  # shape ids come in blocks, of which the first number is not used
WIDTH, LINE_HEIGHT, CHARACTERS = (
    300,
    17,
    42,
)  # pixels; half-width characters that a line of a note takes
ROW_HEIGHT, COLUMN_WIDTH = 20, 64  # pixels, where a sheet does not say
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
NO_NUMBER = (
    KeyError,
    ValueError,
    OverflowError,
)  # an attribute that is missing, a word, or endless
SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


@dataclass(frozen=True)
class Note:
    """What is to be said at a cell: paragraphs, each a line in bold and those under it."""

    place: Place
    paragraphs: Sequence[tuple[str, Sequence[str]]]

    @property
    def cell(self) -> str:
        """The cell as Excel names it."""
        return f"{column_letters(self.place[1])}{self.place[0]}"

    @property
    def lines(self) -> int:
        """How many lines a note of our width shows."""
        texts = [text for head, rest in self.paragraphs for text in (head, *rest)]
        return sum(1 + max(wcswidth(text) - 1, 0) // CHARACTERS for text in texts)


def add_notes(package: Package, sheet: str, frame: Frame, notes: Sequence[Note]) -> list[Edit]:
    """Put notes on a sheet; gives what is to be changed in the sheet itself.

    Raises `NotPlain`, with nothing changed, where what the sheet has of the sort is too intricate.
    """
    links = {link.id: link for link in package.relationships(sheet)}
    kinds = {link.kind: link.target for link in links.values()}
    if "threadedComment" in kinds:
        raise NotPlain("threaded comments")
    legacy = [child for child in frame.root.children if child.name == "legacyDrawing"]
    texts = kinds.get("comments")
    if texts is not None and not legacy:
        raise NotPlain("notes without shapes")
    old_notes: set[str] = set()
    edits: list[Edit] = []
    if texts is not None:
        edits, old_notes = more_texts(package.read(texts), notes)
    new = [note for note in notes if note.cell not in old_notes]
    if legacy:
        link = next(
            (value for name, value in legacy[0].attributes.items() if name.endswith(":id")), ""
        )
        if link not in links or links[link].target not in package:
            raise NotPlain("shapes without a part")
        name = links[link].target
        package.parts[name] = more_shapes(package.read(name), new, frame)
        found = []
    else:
        name = package.unused("xl/drawings/vmlDrawing{}.vml")
        package.add(name, all_shapes(new, frame, first_free_block(package)), VML_TYPE)
        tag = f"<legacyDrawing {office_id(frame.root, package.link(sheet, 'vmlDrawing', name))}/>".encode()
        children = frame.root.children
        cells = next(number for number, child in enumerate(children) if child.name == "sheetData")
        following = (child.start for child in children[cells + 1 :] if child.name in AFTER_SHAPES)
        place = frame.place(next(following, frame.root.inner_stop))
        found = [Edit(place, place, tag)]
    if texts is not None:
        package.change(texts, edits)
    else:
        name = package.unused("xl/comments{}.xml")
        package.add(name, all_texts(notes), COMMENTS_TYPE)
        package.link(sheet, "comments", name)
    return found


# -- texts
# --------------------------------------------------------------------------------------------------


def all_texts(notes: Sequence[Note]) -> bytes:
    """The part that holds the texts of a sheet's notes."""
    texts = "".join(text_of(note, 0) for note in notes)
    return (
        XML_HEAD
        + (
            f'<comments xmlns="{MAIN}"><authors><author>{AUTHOR}</author></authors>'
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
            added.append(text_of(note, len(authors.children)))
        elif addition := list(added_to(there[note.cell], note, part)):
            edits += addition
    if added:
        edits.append(insert_last(authors, part, f"<author>{AUTHOR}</author>".encode()))
        edits.append(insert_last(texts, part, "".join(added).encode()))
    return edits, set(there)


def added_to(old: Element, note: Note, part: bytes) -> Iterator[Edit]:
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
    runs = "".join(runs_of(Note(note.place, paragraphs), lead="\n"))
    place = max(
        (child.stop for child in text.children if child.name in ("t", "r")), default=text.tag_stop
    )
    if text.is_empty_tag:
        raise NotPlain("a note without text")
    yield Edit(place, place, runs.encode())


def text_of(note: Note, author: int) -> str:
    """One note."""
    return f'<comment ref="{note.cell}" authorId="{author}"><text>{"".join(runs_of(note))}</text></comment>'


def runs_of(note: Note, lead: str = "") -> Iterator[str]:
    """The text of a note in pieces of one font."""
    for number, (head, lines) in enumerate(note.paragraphs):
        start = "\n" if number else lead
        for text, bold in ((f"{start}{head}\n", "<b/>"), ("\n".join(lines), "")):
            yield (
                f'<r><rPr>{bold}<sz val="9"/><rFont val="宋体"/><charset val="134"/></rPr>'
                f'<t xml:space="preserve">{escape(text)}</t></r>'
            )


# -- shapes
# -------------------------------------------------------------------------------------------------


def first_free_block(package: Package) -> int:
    """The first block of shape ids that no part of the workbook has taken."""
    taken = [0]
    for name in {*package.infos, *package.parts}:
        if name.lower().endswith(".vml"):
            for blocks in ID_MAP.findall(package.read(name)):
                taken += [int(block) for block in blocks.split(b",") if block.strip()]
    return max(taken) + 1


def all_shapes(notes: Sequence[Note], frame: Frame, block: int) -> bytes:
    """The part that holds the shapes of a sheet's notes."""
    per_block = IDS - 1
    blocks = ",".join(str(block + number) for number in range(max(1, -(-len(notes) // per_block))))
    ids = ((block + n // per_block) * IDS + 1 + n % per_block for n in range(len(notes)))
    columns = column_edges(frame)
    shapes = "".join(
        shape_of(note, id_, columns, frame) for note, id_ in zip(notes, ids, strict=True)
    )
    return (
        f'<xml{SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
    ).encode() + (SHAPE_TYPE + shapes.encode() + b"</xml>")


def more_shapes(part: bytes, notes: Sequence[Note], frame: Frame) -> bytes:
    """The part with more shapes. It need not be sound XML (Excel leaves `<br>` open in it), so its
    end is looked for as text.
    """
    end = part.rfind(b"</xml>")
    if end < 0 or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise NotPlain("shapes")
    first = max((int(id_) for id_ in SHAPE_ID.findall(part)), default=IDS) + 1
    columns = column_edges(frame)
    shapes = "".join(
        shape_of(note, first + number, columns, frame, SPACES) for number, note in enumerate(notes)
    ).encode()
    if b'id="_x0000_t202"' not in part:
        shapes = SHAPE_TYPE.replace(b"<v:shapetype", b"<v:shapetype" + SPACES.encode()) + shapes
    return part[:end] + shapes + part[end:]


def shape_of(note: Note, id_: int, columns: Sequence[int], frame: Frame, spaces: str = "") -> str:
    """The box of one note, to the right of its cell, as high as its text."""
    row, column = note.place[0] - 1, note.place[1] - 1
    right, inset = place_on(columns, edge(columns, column + 1) + 15 + WIDTH)
    height = note.lines * LINE_HEIGHT + 12
    step = row_height(frame)
    bottom = min(row + height // step + 1, LAST_ROW)
    anchor = f"{min(column + 1, LAST_COLUMN)}, 15, {row}, 2, {min(right, LAST_COLUMN)}, {inset}, {bottom}, 4"
    return (
        f'<v:shape{spaces} id="_x0000_s{id_}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:59pt;margin-top:1.5pt;width:{WIDTH * 3 // 4}pt;height:{height * 3 // 4}pt;z-index:1;"
        f'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def column_edges(frame: Frame) -> list[int]:
    """Where each column that has a width of its own begins, and where the last of them ends, in
    pixels."""
    widths: dict[int, int] = {}
    for columns in (child for child in frame.root.children if child.name == "cols"):
        for column in columns.children:
            try:
                first, last = int(column.attributes["min"]), int(column.attributes["max"])
                width = round(float(column.attributes["width"]) * 7 + 5)
            except NO_NUMBER:
                continue
            hidden = column.attributes.get("hidden") in ("1", "true")
            for number in range(first, min(last, first + 255, LAST_COLUMN + 1) + 1):
                widths[number] = 0 if hidden else width
    steps = (widths.get(number, COLUMN_WIDTH) for number in range(1, max(widths, default=0) + 1))
    return [0, *accumulate(steps)]


def edge(columns: Sequence[int], column: int) -> int:
    """Where a column (0-based) begins."""
    beyond = max(column - (len(columns) - 1), 0)
    return columns[column - beyond] + beyond * COLUMN_WIDTH


def place_on(columns: Sequence[int], at: int) -> tuple[int, int]:
    """The column (0-based) at so many pixels from the left, and how far into it that is."""
    column = next((number - 1 for number, start in enumerate(columns) if start > at), None)
    if column is None:
        beyond, inset = divmod(at - columns[-1], COLUMN_WIDTH)
        return len(columns) - 1 + beyond, inset
    return column, at - columns[column]


def row_height(frame: Frame) -> int:
    """The height of a row that has none of its own, in pixels."""
    for child in frame.root.children:
        if child.name == "sheetFormatPr":
            try:
                return max(round(float(child.attributes["defaultRowHeight"]) * 4 / 3), 8)
            except NO_NUMBER:
                break
    return ROW_HEIGHT
