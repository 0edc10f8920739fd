"""The shapes that show the notes of a sheet (VML, Excel's older drawings): each a box beside its cell,
as high as its text.

Not for the texts, nor for how a sheet knows of either: those are in `notes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from wcwidth import wcswidth

from reportcli.finding import column_letters
from reportcli.marking.outline import NotInPlace, PartElement
from reportcli.marking.package import Package
from reportcli.marking.sheet import CellPlace, SheetFrame

SHAPE_ID = re.compile(rb"_x0000_s([0-9]{1,9})")
ID_MAP = re.compile(rb"""<[\w.-]+:idmap\s[^<>]*?data\s*=\s*["']([0-9, ]*)["']""")
IDS = 1024  # shape ids come in blocks, of which the first number is not used
NOTE_WIDTH, LINE_HEIGHT = 300, 17  # pixels
CHARACTERS = 42  # half-width, that a line of a note takes
ROW_HEIGHT, COLUMN_WIDTH = 20, 64  # pixels, where a sheet does not say
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
# What an attribute raises that is missing, a word, or endless.
NOT_A_NUMBER = (KeyError, ValueError, OverflowError)
SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE_NAMESPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


@dataclass(frozen=True)
class Note:
    """What is to be said at a cell: paragraphs, each a line in bold and those under it."""

    place: CellPlace
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


def first_free_block(package: Package) -> int:
    """The first block of shape ids that no part of the workbook has taken."""
    taken = [0]
    for name in {*package.infos, *package.parts}:
        if name.lower().endswith(".vml"):
            for blocks in ID_MAP.findall(package.read(name)):
                taken += [int(block) for block in blocks.split(b",") if block.strip()]
    return max(taken) + 1


def all_shapes(notes: Sequence[Note], frame: SheetFrame, block: int) -> bytes:
    """The part that holds the shapes of a sheet's notes."""
    per_block = IDS - 1
    blocks = ",".join(str(block + number) for number in range(max(1, -(-len(notes) // per_block))))
    ids = ((block + n // per_block) * IDS + 1 + n % per_block for n in range(len(notes)))
    columns = column_edges(frame)
    shapes = "".join(
        shape_of(note, id_, columns, frame) for note, id_ in zip(notes, ids, strict=True)
    )
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
    head = f"<xml{SHAPE_NAMESPACES}>{layout}".encode()
    return head + SHAPE_TYPE + shapes.encode() + b"</xml>"


def more_shapes(part: bytes, notes: Sequence[Note], frame: SheetFrame) -> bytes:
    """The part with more shapes. It need not be sound XML (Excel leaves `<br>` open in it), so its
    end is looked for as text.
    """
    end = part.rfind(b"</xml>")
    if end < 0 or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise NotInPlace("shapes")
    first = max((int(id_) for id_ in SHAPE_ID.findall(part)), default=IDS) + 1
    columns = column_edges(frame)
    shapes = "".join(
        shape_of(note, first + number, columns, frame, SHAPE_NAMESPACES)
        for number, note in enumerate(notes)
    ).encode()
    if b'id="_x0000_t202"' not in part:
        shapes = (
            SHAPE_TYPE.replace(b"<v:shapetype", b"<v:shapetype" + SHAPE_NAMESPACES.encode())
            + shapes
        )
    return part[:end] + shapes + part[end:]


def shape_of(
    note: Note, id_: int, columns: Sequence[int], frame: SheetFrame, spaces: str = ""
) -> str:
    """The box of one note, to the right of its cell, as high as its text."""
    row, column = note.place[0] - 1, note.place[1] - 1
    right, inset = place_on(columns, edge(columns, column + 1) + 15 + NOTE_WIDTH)
    height = note.lines * LINE_HEIGHT + 12
    step = row_height(frame)
    bottom = min(row + height // step + 1, LAST_ROW)
    anchor = f"{min(column + 1, LAST_COLUMN)}, 15, {row}, 2, {min(right, LAST_COLUMN)}, {inset}, {bottom}, 4"
    return (
        f'<v:shape{spaces} id="_x0000_s{id_}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:59pt;margin-top:1.5pt;width:{NOTE_WIDTH * 3 // 4}pt;height:{height * 3 // 4}pt;z-index:1;"
        f'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def column_edges(frame: SheetFrame) -> list[int]:
    """Where each column that has a width of its own begins, and where the last of them ends, in
    pixels."""
    widths: dict[int, int] = {}
    for columns in (child for child in frame.root.children if child.name == "cols"):
        for column in columns.children:
            widths |= widths_told_by(column)
    steps = (widths.get(number, COLUMN_WIDTH) for number in range(1, max(widths, default=0) + 1))
    return [0, *accumulate(steps)]


def widths_told_by(column: PartElement) -> dict[int, int]:
    """The widths of the columns that an entry speaks of, of the first 256 at most: many sheets have
    one entry that runs to the last column of all."""
    try:
        first, last = int(column.attributes["min"]), int(column.attributes["max"])
        width = round(float(column.attributes["width"]) * 7 + 5)
    except NOT_A_NUMBER:
        return {}
    if column.attributes.get("hidden") in ("1", "true"):
        width = 0
    return dict.fromkeys(range(first, min(last, first + 255, LAST_COLUMN + 1) + 1), width)


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


def row_height(frame: SheetFrame) -> int:
    """The height of a row that has none of its own, in pixels."""
    for child in frame.root.children:
        if child.name == "sheetFormatPr":
            try:
                return max(round(float(child.attributes["defaultRowHeight"]) * 4 / 3), 8)
            except NOT_A_NUMBER:
                break
    return ROW_HEIGHT
