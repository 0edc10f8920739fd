"""A workbook changed inside its zip archive: parts in which nothing is changed are copied as they are
packed.

A workbook that is read into a library and saved again comes back without whatever the library does
not know, and takes it a minute where there are many rows. Knows nothing of findings, cells or
values: those are for `sheet.py`, `notes.py` and `mark.py`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reportcli.export.archive import still
from reportcli.files.opc import (
    CONTENT_TYPES,
    OFFICE_RELATIONS,
    PACKAGE_RELATIONS,
    PartRelation,
    parse_relations,
    relations_name,
)
from reportcli.marking.outline import (
    XML_HEAD,
    Edit,
    NotInPlace,
    PartElement,
    insert_last,
    main_root,
    outline_of,
    splice,
    spliced,
)

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

INFLATED_AT_ONCE = 1 << 18
MOST_OF_A_PART = 64 << 20  # of a part that is looked at whole
BIG_PART = 1 << 30  # beyond, the archive needs the larger form of its headers
LOCAL_HEADER_SIZE = 30


@dataclass(frozen=True)
class BookSheet:
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
            raise NotInPlace("two parts of one name")
        self.parts: dict[str, bytes] = {}
        self.edits: dict[str, list[Edit]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.infos or name in self.parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part of the archive, inflated piece by piece."""
        with self.archive.open(name) as stream:
            while piece := stream.read(INFLATED_AT_ONCE):
                yield piece

    def read(self, name: str) -> bytes:
        """A part as it is to be, as far as it was changed."""
        if name in self.parts:
            return self.parts[name]
        if name not in self.infos:
            raise NotInPlace(f"no part {name}")
        if self.infos[name].file_size > MOST_OF_A_PART:
            raise NotInPlace(f"{name} is large")
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
        text = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        if content_type == VML_TYPE:
            known = {child.attributes.get("Extension", "").lower() for child in root.children}
            if suffix in known:
                return
            text = f'<Default Extension="{suffix}" ContentType="{content_type}"/>'
        self.change(CONTENT_TYPES, [insert_last(root, types, text.encode())])

    def unused(self, form: str) -> str:
        """The first name of a form, such as `xl/comments{}.xml`, that no part has."""
        taken = {name.lower() for name in chain(self.infos, self.parts)}
        number = 1
        while form.format(number).lower() in taken:
            number += 1
        return form.format(number)

    def content_type(self, name: str) -> str:
        types = types_root(self.read(CONTENT_TYPES))
        found = {child.attributes.get("PartName", "").lower(): child for child in types.children}
        entry = found.get(f"/{name}".lower())
        return entry.attributes.get("ContentType", "") if entry else ""

    @cached_property
    def workbook(self) -> str:
        """The part that lists the sheets."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument":
                return relation.target
        raise NotInPlace("no workbook")

    def sheets(self) -> list[BookSheet]:
        targets = {relation.id: relation.target for relation in self.relations(self.workbook)}
        found = []
        for sheet in main_root(self.read(self.workbook), "workbook").only("sheets").children:
            link = relation_in(sheet)
            if link not in targets or "name" not in sheet.attributes:
                raise NotInPlace("a sheet without a part")
            state = sheet.attributes.get("state", "visible")
            found.append(BookSheet(sheet.attributes["name"], targets[link], state))
        return found

    def relations(self, part: str) -> list[PartRelation]:
        """What a part is linked with inside the workbook; the archive itself goes by the empty
        name."""
        return [self.in_its_case(one) for one in self.all_relations(part) if not one.is_external]

    def all_relations(self, part: str) -> list[PartRelation]:
        """The same with what lies outside of the workbook."""
        name = relations_name(part)
        if name not in self:
            return []
        text = self.read(name)
        outline_of(text)  # which is where a part of another encoding, or no XML, is declined
        return parse_relations(text.decode("utf-8"), part)

    def in_its_case(self, relation: PartRelation) -> PartRelation:
        """A relation whose target is spelled as the archive spells it, which Excel does not mind."""
        if relation.target in self:
            return relation
        wanted = relation.target.lower()
        known = next((name for name in self.infos if name.lower() == wanted), relation.target)
        return relation._replace(target=known)

    def link(self, part: str, kind: str, target: str) -> str:
        """Link a part with another; gives the id of the link."""
        name = relations_name(part)
        taken = {relation.id for relation in self.all_relations(part)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        path = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        text = (
            f'<Relationship Id="rId{number}" Type="{OFFICE_RELATIONS}/{kind}" Target="{path}"/>'
        ).encode()
        if name in self:
            links = self.read(name)
            root = outline_of(links)
            if root.name != "Relationships":
                raise NotInPlace(root.name)
            self.change(name, [insert_last(root, links, text)])
        else:
            head = f'<Relationships xmlns="{PACKAGE_RELATIONS}">'.encode()
            self.parts[name] = XML_HEAD + head + text + b"</Relationships>"
        return f"rId{number}"

    def save(self, target: IO[bytes]) -> None:
        """The archive with its changes: parts in their old order, new ones after them."""
        with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            for name, info in self.infos.items():
                if name in self.parts:
                    archive.writestr(still(name), self.parts[name], ZIP_DEFLATED)
                elif name in self.edits:
                    self.save_streamed(name, archive)
                else:
                    copy_packed(self.source, info, archive)
            for name, part in self.parts.items():
                if name not in self.infos:
                    archive.writestr(still(name), part, ZIP_DEFLATED)

    def save_streamed(self, name: str, archive: ZipFile) -> None:
        """A part that is too large to be held, with its edits."""
        large = self.infos[name].file_size > BIG_PART
        with archive.open(still(name), "w", force_zip64=large) as stream:
            for piece in splice(self.pieces(name), self.edits[name]):
                stream.write(piece)


def types_root(part: bytes) -> PartElement:
    """The list of content types."""
    root = outline_of(part)
    if root.name != "Types":
        raise NotInPlace(root.name)
    return root


def copy_packed(source: IO[bytes], info: ZipInfo, archive: ZipFile) -> None:
    """One part as it is packed. `zipfile` offers no way to say so, but its own list of parts is
    open."""
    source.seek(info.header_offset)
    header = source.read(LOCAL_HEADER_SIZE)
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
    while left and (piece := source.read(min(left, INFLATED_AT_ONCE))):
        archive.fp.write(piece)
        left -= len(piece)
    archive.filelist.append(copy)
    archive.NameToInfo[copy.filename] = copy
    archive.start_dir = archive.fp.tell()


def relation_in(element: PartElement) -> str:
    """The id of the link that an element names, whatever the prefix; empty where it names none."""
    named = (value for name, value in element.attributes.items() if name.endswith(":id"))
    return next(named, "")


def relation_attribute(root: PartElement, link: str) -> str:
    """The attribute that names a link, under the prefix that the part has for it."""
    for name, value in root.attributes.items():
        if name.startswith("xmlns:") and value == OFFICE_RELATIONS:
            return f'{name.removeprefix("xmlns:")}:id="{link}"'
    return f'xmlns:r="{OFFICE_RELATIONS}" r:id="{link}"'
