"""Changes to a workbook inside its zip archive: what is not named in a change stays as it was, byte
for byte.

A workbook that is read into a library and saved again comes back without whatever the library does
not know, and takes it a minute where there are many rows. Here the parts that nothing is changed in
are copied as they are packed; a sheet is streamed through, and only the tags of the cells in
question are written anew. That works where a workbook has the plain shape in which Excel, WPS,
LibreOffice, POI and openpyxl write it; where it has not, `NotPlain` is raised before anything is
written, and a library has to do it after all.

Knows nothing of findings. Not a parser of cells: it never looks at a value.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reportcli.export.archive import still
from reportcli.finding import column_letters

Place = tuple[int, int]
"""(row, column) of a cell, both 1-based."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
CONTENT_TYPES = "[Content_Types].xml"
XML_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PIECE = 1 << 18
MOST_ELEMENTS = 300_000  # of which each takes more memory than a byte of a part
MOST_OF_A_PART = 64 << 20  # of a part that is looked at whole
LONGEST_ROW = 16 << 20
BIG_PART = 1 << 30  # beyond, the archive needs the larger form of its headers
LOCAL_HEADER = 30

ROW = re.compile(rb"<row(?=[\s/>])([^<>]*)>")
CELL = re.compile(rb"<c(?=[\s/>])([^<>]*)>")
ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
CELL_NAME = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,6})["']""")
SPANS = re.compile(rb"""\sspans\s*=\s*["'][0-9: ]*["']""")
CUSTOM_FORMAT = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")
START_TAG = re.compile(rb"""<[^\s<>/]+(?:\s+[^\s<>=/]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


class NotPlain(Exception):  # noqa: N818 - it says what the workbook is
    """The workbook is not of the shape that can be changed in place."""


@dataclass(frozen=True)
class Edit:
    """What is to stand in place of the bytes from `start` to `stop` of a part."""

    start: int
    stop: int
    text: bytes


@dataclass
class Element:
    """One element of a part: where its start tag and it as a whole lie."""

    name: str
    depth: int
    attributes: Mapping[str, str]
    start: int
    tag_stop: int
    inner_stop: int = 0
    stop: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.stop == self.tag_stop

    def only(self, name: str) -> Element:
        """Its one child of that name."""
        found = [child for child in self.children if child.name == name]
        if len(found) != 1:
            raise NotPlain(f"{len(found)} × {name} in {self.name}")
        return found[0]


def outline(part: bytes) -> Element:
    """The root element of a part, with every element in it at its place."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in part:
        raise NotPlain("encoding, or a document type")
    encoding = ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise NotPlain(f"encoding {encoding[1]!r}")
    roots: list[Element] = []
    stack: list[Element] = []
    number = count(1)
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        tag = START_TAG.match(part, at)
        if tag is None:
            raise NotPlain(f"tag of {name}")
        if next(number) > MOST_ELEMENTS:
            raise NotPlain(f"more than {MOST_ELEMENTS} elements")
        element = Element(name, len(stack), attributes, at, tag.end())
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)

    def end(_: str) -> None:
        element = stack.pop()
        if part[element.tag_stop - 2 : element.tag_stop] == b"/>":
            element.inner_stop = element.stop = element.tag_stop
        else:
            element.inner_stop = parser.CurrentByteIndex
            element.stop = part.index(b">", element.inner_stop) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(part, True)
    except expat.ExpatError as fault:
        raise NotPlain(str(fault)) from fault
    return roots[0]


def descendants(element: Element) -> Iterator[Element]:
    """Every element below another, in the order of the part."""
    for child in element.children:
        yield child
        yield from descendants(child)


def main_root(part: bytes, name: str) -> Element:
    """The root of a part of SpreadsheetML, transitional and without a prefix."""
    root = outline(part)
    if root.name != name or root.attributes.get("xmlns") != MAIN:
        raise NotPlain(f"{root.name} in {root.attributes.get('xmlns')}")
    return root


def with_attribute(tag: bytes, name: str, value: object) -> bytes:
    """A start tag in which an attribute has a value."""
    text = f'{name}="{value}"'.encode()
    old = re.compile(rb"""(?<=\s)%b\s*=\s*(?:"[^"]*"|'[^']*')""" % re.escape(name.encode()))
    if old.search(tag):
        return old.sub(lambda _: text, tag, count=1)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" " + text + tag[end:]


def spliced(part: bytes, edits: Iterable[Edit]) -> bytes:
    """A part after its edits."""
    return b"".join(splice([part], edits))


def splice(pieces: Iterable[bytes], edits: Iterable[Edit]) -> Iterator[bytes]:
    """The same for a part that comes in pieces: edits may reach over their borders."""
    waiting = deque(sorted(edits, key=lambda edit: (edit.start, edit.stop)))
    at = left_out = 0  # the place of the piece in the part; up to where nothing is to be written
    for piece in pieces:
        done, stop = 0, at + len(piece)
        while waiting and waiting[0].start < stop:
            edit = waiting.popleft()
            yield piece[max(done, left_out - at) : edit.start - at]
            yield edit.text
            done = edit.start - at
            left_out = max(left_out, edit.stop)
        yield piece[max(done, left_out - at) :]
        at = stop
    yield from (edit.text for edit in waiting)


def insert_last(parent: Element, part: bytes, text: bytes) -> Edit:
    """Put text in at the end of what an element holds."""
    if parent.is_empty_tag:
        tag = part[parent.start : parent.tag_stop]
        return Edit(
            parent.start, parent.stop, opened(tag) + text + b"</" + parent.name.encode() + b">"
        )
    return Edit(parent.inner_stop, parent.inner_stop, text)


def opened(tag: bytes) -> bytes:
    """A start tag that leaves its element open."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def counted(parent: Element, part: bytes, more: Sequence[bytes]) -> list[Edit]:
    """Append elements to a list that says how long it is."""
    if not more:
        return []
    tag = with_attribute(
        part[parent.start : parent.tag_stop], "count", len(parent.children) + len(more)
    )
    if parent.is_empty_tag:
        text = opened(tag) + b"".join(more) + b"</" + parent.name.encode() + b">"
        return [Edit(parent.start, parent.stop, text)]
    return [Edit(parent.start, parent.tag_stop, tag), insert_last(parent, part, b"".join(more))]


# -- the archive
# --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Relationship:
    """What one part knows of another: an id, the kind of link (the last word of its type), and the
    part."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    state: str


class Package:
    """A workbook as an archive of parts, and what is to be changed in it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.archive = ZipFile(source)
        self.infos = {info.filename: info for info in self.archive.infolist()}
        if len(self.infos) != len(self.archive.infolist()):
            raise NotPlain("two parts of one name")
        self.parts: dict[str, bytes] = {}
        self.edits: dict[str, list[Edit]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.infos or name in self.parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part of the archive, inflated piece by piece."""
        with self.archive.open(name) as stream:
            while piece := stream.read(PIECE):
                yield piece

    def read(self, name: str) -> bytes:
        """A part as it is to be, as far as it was changed."""
        if name in self.parts:
            return self.parts[name]
        if name not in self.infos:
            raise NotPlain(f"no part {name}")
        if self.infos[name].file_size > MOST_OF_A_PART:
            raise NotPlain(f"{name} is large")
        return self.archive.read(name)

    def change(self, name: str, edits: Iterable[Edit]) -> None:
        """Change a part that is held whole."""
        self.parts[name] = spliced(self.read(name), edits)

    def add(self, name: str, part: bytes, content_type: str) -> None:
        """A new part; shapes are told by their suffix, as Excel does, all others by their name."""
        self.parts[name] = part
        types = self.read(CONTENT_TYPES)
        root = types_root(types)
        suffix = name.rpartition(".")[2]
        text = f'<Override PartName="/{name}" ContentType="{content_type}"/>'.encode()
        if content_type == VML_TYPE:
            if any(
                child.attributes.get("Extension", "").lower() == suffix for child in root.children
            ):
                return
            text = f'<Default Extension="{suffix}" ContentType="{content_type}"/>'.encode()
        self.change(CONTENT_TYPES, [insert_last(root, types, text)])

    def unused(self, form: str) -> str:
        """The first name of a form, such as `xl/comments{}.xml`, that no part has."""
        taken = {name.lower() for name in chain(self.infos, self.parts)}
        number = 1
        while form.format(number).lower() in taken:
            number += 1
        return form.format(number)

    def content_type(self, name: str) -> str:
        """The type of a part."""
        types = types_root(self.read(CONTENT_TYPES))
        found = {child.attributes.get("PartName", "").lower(): child for child in types.children}
        entry = found.get(f"/{name}".lower())
        return entry.attributes.get("ContentType", "") if entry else ""

    @cached_property
    def workbook(self) -> str:
        """The part that lists the sheets."""
        for link in self.relationships(""):
            if link.kind == "officeDocument":
                return link.target
        raise NotPlain("no workbook")

    def sheets(self) -> list[SheetEntry]:
        """The sheets in their order."""
        targets = {link.id: link.target for link in self.relationships(self.workbook)}
        found = []
        for sheet in main_root(self.read(self.workbook), "workbook").only("sheets").children:
            link = next(
                (value for name, value in sheet.attributes.items() if name.endswith(":id")), ""
            )
            if link not in targets or "name" not in sheet.attributes:
                raise NotPlain("a sheet without a part")
            state = sheet.attributes.get("state", "visible")
            found.append(SheetEntry(sheet.attributes["name"], targets[link], state))
        return found

    def relationships(self, part: str) -> list[Relationship]:
        """What a part is linked with; the archive itself goes by the empty name."""
        name = relationships_of(part)
        if name not in self:
            return []
        found = []
        for link in outline(self.read(name)).children:
            inside = link.attributes.get("TargetMode") != "External"
            target = posixpath.normpath(
                posixpath.join("/", posixpath.dirname(part), link.attributes.get("Target", ""))
            ).lstrip("/")
            if inside and target not in self:
                target = next(
                    (known for known in self.infos if known.lower() == target.lower()), target
                )
            kind = link.attributes.get("Type", "").rsplit("/", 1)[-1]
            found.append(
                Relationship(link.attributes.get("Id", ""), kind, target if inside else "")
            )
        return found

    def link(self, part: str, kind: str, target: str) -> str:
        """Link a part with another; gives the id of the link."""
        name = relationships_of(part)
        taken = {link.id for link in self.relationships(part)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        text = (
            f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" '
            f'Target="{posixpath.relpath("/" + target, "/" + posixpath.dirname(part))}"/>'
        ).encode()
        if name in self:
            links = self.read(name)
            root = outline(links)
            if root.name != "Relationships":
                raise NotPlain(root.name)
            self.change(name, [insert_last(root, links, text)])
        else:
            head = f'<Relationships xmlns="{PACKAGE}/relationships">'.encode()
            self.parts[name] = XML_HEAD + head + text + b"</Relationships>"
        return f"rId{number}"

    def save(self, target: IO[bytes]) -> None:
        """The archive with its changes: parts in their old order, new ones after them."""
        with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            for name, info in self.infos.items():
                if name in self.parts:
                    archive.writestr(still(name), self.parts[name], ZIP_DEFLATED)
                elif name in self.edits:
                    large = info.file_size > BIG_PART
                    with archive.open(still(name), "w", force_zip64=large) as stream:
                        for piece in splice(self.pieces(name), self.edits[name]):
                            stream.write(piece)
                else:
                    copy_packed(self.source, info, archive)
            for name, part in self.parts.items():
                if name not in self.infos:
                    archive.writestr(still(name), part, ZIP_DEFLATED)


def types_root(part: bytes) -> Element:
    """The list of content types."""
    root = outline(part)
    if root.name != "Types":
        raise NotPlain(root.name)
    return root


def relationships_of(part: str) -> str:
    """The part in which the links of another stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def copy_packed(source: IO[bytes], info: ZipInfo, archive: ZipFile) -> None:
    """One part as it is packed. `zipfile` offers no way to say so, but its own list of parts is
    open."""
    source.seek(info.header_offset)
    header = source.read(LOCAL_HEADER)
    name_size, extra_size = header[26:28], header[28:30]
    source.seek(int.from_bytes(name_size, "little") + int.from_bytes(extra_size, "little"), 1)
    copy = ZipInfo(info.filename, info.date_time)
    copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
    copy.CRC, copy.compress_size, copy.file_size = info.CRC, info.compress_size, info.file_size
    assert archive.fp
    archive.fp.seek(archive.start_dir)
    copy.header_offset = archive.fp.tell()
    archive.fp.write(copy.FileHeader())
    left = info.compress_size
    while left and (piece := source.read(min(left, PIECE))):
        archive.fp.write(piece)
        left -= len(piece)
    archive.filelist.append(copy)
    archive.NameToInfo[copy.filename] = copy
    archive.start_dir = archive.fp.tell()


# -- what all sheets share
# ----------------------------------------------------------------------------------

MOST_FORMATS = 64_000  # Excel takes no more


class Styles:
    """The fonts, fills, borders and formats of a workbook, to which others are added."""

    def __init__(self, package: Package) -> None:
        self.package = package
        links = package.relationships(package.workbook)
        self.name = next((link.target for link in links if link.kind == "styles"), "")
        self.part = package.read(self.name)
        root = main_root(self.part, "styleSheet")
        self.lists = {name: root.only(name) for name in ("fonts", "fills", "borders", "cellXfs")}
        self.more: dict[str, list[bytes]] = {name: [] for name in self.lists}
        self.known: dict[tuple[int, int], int] = {}

    def add(self, kind: str, text: str | bytes) -> int:
        """Append a font, fill, border or format; gives its number."""
        more = self.more[kind]
        more.append(text.encode() if isinstance(text, str) else text)
        number = len(self.lists[kind].children) + len(more) - 1
        if number > MOST_FORMATS:
            raise NotPlain(f"{number} formats")
        return number

    def filled(self, style: int, fill: int) -> int:
        """The format of another with this fill in place of its own."""
        if (style, fill) not in self.known:
            formats = self.lists["cellXfs"].children
            if style >= len(formats):
                raise NotPlain(f"no format {style}")
            old = formats[style]
            tag = with_attribute(self.part[old.start : old.tag_stop], "fillId", fill)
            tag = with_attribute(tag, "applyFill", 1)
            self.known[style, fill] = self.add("cellXfs", tag + self.part[old.tag_stop : old.stop])
        return self.known[style, fill]

    def finish(self) -> None:
        """Put in what was added."""
        edits = chain(
            *(counted(self.lists[name], self.part, more) for name, more in self.more.items())
        )
        self.package.change(self.name, edits)


def add_first_sheet(package: Package, name: str, part: bytes) -> None:
    """Put a sheet before all others. The sheet that was in front stays in front, and names that
    belong to a sheet (areas to print, filters) go on with it: both count sheets from the first.
    """
    book = package.read(package.workbook)
    root = main_root(book, "workbook")
    sheets = root.only("sheets")
    place = package.unused("xl/worksheets/sheet{}.xml")
    package.add(place, part, SHEET_TYPE)
    link = package.link(package.workbook, "worksheet", place)
    number = max(int(sheet.attributes.get("sheetId", 0)) for sheet in sheets.children) + 1
    entry = f'<sheet name={quoteattr(name)} sheetId="{number}" {office_id(root, link)}/>'.encode()
    edits = [Edit(sheets.tag_stop, sheets.tag_stop, entry)]
    views = [
        view for child in root.children if child.name == "bookViews" for view in child.children
    ]
    for view in views:
        tag = book[view.start : view.tag_stop]
        tag = with_attribute(tag, "activeTab", int(view.attributes.get("activeTab", 0)) + 1)
        if first := int(view.attributes.get("firstSheet", 0)):
            tag = with_attribute(tag, "firstSheet", first + 1)
        edits.append(Edit(view.start, view.tag_stop, tag))
    if not views:
        missing = b'<bookViews><workbookView activeTab="1"/></bookViews>'
        edits.append(Edit(sheets.start, sheets.start, missing))
    for named in descendants(root):
        if named.name == "definedName" and "localSheetId" in named.attributes:
            tag = book[named.start : named.tag_stop]
            tag = with_attribute(tag, "localSheetId", int(named.attributes["localSheetId"]) + 1)
            edits.append(Edit(named.start, named.tag_stop, tag))
    package.change(package.workbook, edits)


def office_id(root: Element, link: str) -> str:
    """The attribute that names a link, under the prefix that the part has for it."""
    for name, value in root.attributes.items():
        if name.startswith("xmlns:") and value == OFFICE:
            return f'{name.removeprefix("xmlns:")}:id="{link}"'
    return f'xmlns:r="{OFFICE}" r:id="{link}"'


# -- one sheet
# ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """A sheet without its cells: what stands before and after them, as one part, and where the
    cells end."""

    part: bytes
    root: Element
    cells_start: int
    cells_stop: int

    def place(self, at: int) -> int:
        """Where in the sheet a place of `part` is."""
        return at if at <= self.cells_start else at - self.cells_start + self.cells_stop

    @cached_property
    def column_styles(self) -> list[tuple[int, int, int]]:
        """(first column, last column, style) of what columns hold for cells that are not there."""
        return [
            (
                int(column.attributes["min"]),
                int(column.attributes["max"]),
                int(column.attributes["style"]),
            )
            for columns in self.root.children
            if columns.name == "cols"
            for column in columns.children
            if {"min", "max", "style"} <= set(column.attributes)
        ]

    def column_style(self, column: int) -> int:
        """The style of a column's empty cells."""
        return next(
            (style for first, last, style in self.column_styles if first <= column <= last), 0
        )

    def uncovered(self, places: Iterable[Place]) -> dict[Place, Place]:
        """Each cell, and in its place the first of its merged range where it is covered by one."""
        found = {place: place for place in places}
        ordered = sorted(found)
        for merge in (
            merge
            for child in self.root.children
            if child.name == "mergeCells"
            for merge in child.children
        ):
            area = RANGE.fullmatch(merge.attributes.get("ref", ""))
            if area is None or area[3] is None:
                continue
            top, left = int(area[2]), column_number(area[1])
            bottom, right = int(area[4]), column_number(area[3])
            for place in ordered[
                bisect_left(ordered, (top, left)) : bisect_right(ordered, (bottom, right))
            ]:
                if left <= place[1] <= right:
                    found[place] = (top, left)
        return found


def read_frame(package: Package, name: str) -> Frame:
    """What stands around the cells of a sheet; raises `NotPlain` where its cells cannot be told by
    their tags.
    """
    before, after = bytearray(), bytearray()
    start = stop = -1
    at, tail = 0, b""
    for piece in package.pieces(name):
        text = tail + piece
        origin = at - len(tail)
        if b"<!" in text:
            raise NotPlain("comments, CDATA or a document type")
        if start < 0:
            if (found := text.find(b"<sheetData>")) >= 0:
                start = origin + found + len(b"<sheetData>")
                before += text[len(before) - origin : start - origin]
            else:
                before += text[len(before) - origin :]
        if stop < 0 <= start and (found := text.find(b"</sheetData>")) >= 0:
            stop = origin + found
        if stop >= 0:
            after += text[stop + len(after) - origin :]
        at += len(piece)
        tail = text[-len(b"</sheetData>") :]
        if len(before) + len(after) > MOST_OF_A_PART:
            raise NotPlain("much beside its cells")
    if stop < 0:
        raise NotPlain("no cells")
    part = bytes(before + after)
    return Frame(part, main_root(part, "worksheet"), start, stop)


@dataclass(frozen=True)
class RowText:
    """A row as it is written, and where; without text it is missing, and belongs there."""

    number: int
    start: int
    text: bytes = b""


def find_rows(pieces: Iterable[bytes], wanted: Iterable[int], stop: int) -> Iterator[RowText]:
    """The wanted rows of a sheet (ascending) whose cells end at `stop`."""
    queue = deque(wanted)
    text, origin, last = b"", 0, 0
    for piece in pieces:
        if not queue:
            return
        text += piece
        at = 0
        while queue and (tag := ROW.search(text, at)) and origin + tag.start() < stop:
            number = ROW_NUMBER.search(tag[1])
            if number is None or int(number[1]) <= last:
                raise NotPlain("rows without numbers, or out of order")
            row = int(number[1])
            while queue and queue[0] < row:
                yield RowText(queue.popleft(), origin + tag.start())
            end = tag.end()
            if queue and queue[0] == row:
                if not tag[0].endswith(b"/>"):
                    end = text.find(b"</row>", end) + len(b"</row>")
                    if end < len(b"</row>"):
                        at = tag.start()
                        break
                yield RowText(queue.popleft(), origin + tag.start(), text[tag.start() : end])
            at, last = end, row
        else:
            # A tag may be cut by the end of the piece.
            at = max(at, text.rfind(b"<", at))
        text, origin = text[at:], origin + at
        if len(text) > LONGEST_ROW + PIECE:
            raise NotPlain("a very long row")
    for row in queue:
        yield RowText(row, stop)


def restyle(
    package: Package,
    name: str,
    frame: Frame,
    places: Iterable[Place],
    style: Callable[[Place, int], int],
) -> Iterator[Edit]:
    """The edits that give cells another style: `style` is asked with the place and the style it
    has.

    A cell that is not there is made, blank; so is its row.
    """
    rows: dict[int, list[int]] = {}
    for row, column in sorted(set(places)):
        rows.setdefault(row, []).append(column)
    for row_text in find_rows(package.pieces(name), sorted(rows), frame.cells_stop):
        yield from restyle_row(row_text, rows[row_text.number], frame, style)


def restyle_row(
    row: RowText, columns: Sequence[int], frame: Frame, style: Callable[[Place, int], int]
) -> Iterator[Edit]:
    """The edits of one row."""
    tag = ROW.match(row.text)
    base = STYLE.search(tag[1]) if tag and CUSTOM_FORMAT.search(tag[1]) else None
    there: list[tuple[int, re.Match[bytes]]] = []
    for cell in CELL.finditer(row.text):
        named = CELL_NAME.search(cell[1])
        if named is None or int(named[2]) != row.number:
            raise NotPlain("cells that do not say their place")
        there.append((column_number(named[1].decode()), cell))
    numbers = [column for column, _ in there]
    if numbers != sorted(set(numbers)):
        raise NotPlain("cells out of order")
    made: dict[int, list[bytes]] = {}
    for column in columns:
        at = bisect_left(numbers, column)
        if at < len(numbers) and numbers[at] == column:
            cell = there[at][1]
            had = STYLE.search(cell[1])
            new = style((row.number, column), int(had[1]) if had else 0)
            yield Edit(
                row.start + cell.start(), row.start + cell.end(), with_attribute(cell[0], "s", new)
            )
        else:
            new = style((row.number, column), int(base[1]) if base else frame.column_style(column))
            made.setdefault(at, []).append(
                f'<c r="{column_letters(column)}{row.number}" s="{new}"/>'.encode()
            )
    if not made:
        return
    if tag is None:
        text = f'<row r="{row.number}">'.encode() + b"".join(chain(*made.values())) + b"</row>"
        yield Edit(row.start, row.start, text)
        return
    # The hint at which columns a row has would be wrong now.
    head = SPANS.sub(b"", tag[0])
    if tag[0].endswith(b"/>"):
        text = opened(head) + b"".join(chain(*made.values())) + b"</row>"
        yield Edit(row.start, row.start + len(row.text), text)
        return
    yield Edit(row.start, row.start + tag.end(), head)
    end = len(row.text) - len(b"</row>")
    for at, cells in made.items():
        place = row.start + (there[at][1].start() if at < len(there) else end)
        yield Edit(place, place, b"".join(cells))


def column_number(letters: str) -> int:
    """The 1-based number of Excel's column letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
