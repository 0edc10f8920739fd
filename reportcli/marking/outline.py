"""Where the elements of an XML part lie in its bytes, and the part with some of them replaced: what
is not named in an edit stays as it was, byte for byte.

That works where a part has the plain shape in which Excel, WPS, LibreOffice, POI and openpyxl write
it; where it has not, `NotInPlace` is raised. Not for what the elements mean.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.parsers import expat

SPREADSHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

MOST_ELEMENTS = 300_000  # of which each takes more memory than a byte of a part

START_TAG = re.compile(rb"""<[^\s<>/]+(?:\s+[^\s<>=/]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")


class NotInPlace(Exception):  # noqa: N818 - it says what the workbook is
    """The workbook is not of the shape that can be changed in place."""


@dataclass(frozen=True)
class Edit:
    """What is to stand in place of the bytes from `start` to `stop` of a part."""

    start: int
    stop: int
    text: bytes


@dataclass
class PartElement:
    """One element of a part: where its start tag and it as a whole lie."""

    name: str
    depth: int
    attributes: Mapping[str, str]
    start: int
    tag_stop: int
    inner_stop: int = 0
    stop: int = 0
    children: list[PartElement] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.stop == self.tag_stop

    def only(self, name: str) -> PartElement:
        """Its one child of that name."""
        found = [child for child in self.children if child.name == name]
        if len(found) != 1:
            raise NotInPlace(f"{len(found)} × {name} in {self.name}")
        return found[0]


def outline_of(part: bytes) -> PartElement:
    """The root element of a part, with every element in it at its place."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in part:
        raise NotInPlace("encoding, or a document type")
    encoding = ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise NotInPlace(f"encoding {encoding[1]!r}")
    roots: list[PartElement] = []
    stack: list[PartElement] = []
    number = count(1)
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        tag = START_TAG.match(part, at)
        if tag is None:
            raise NotInPlace(f"tag of {name}")
        if next(number) > MOST_ELEMENTS:
            raise NotInPlace(f"more than {MOST_ELEMENTS} elements")
        element = PartElement(name, len(stack), attributes, at, tag.end())
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
        raise NotInPlace(str(fault)) from fault
    return roots[0]


def descendants(element: PartElement) -> Iterator[PartElement]:
    """Every element below another, in the order of the part."""
    for child in element.children:
        yield child
        yield from descendants(child)


def main_root(part: bytes, name: str) -> PartElement:
    """The root of a part of SpreadsheetML, transitional and without a prefix."""
    root = outline_of(part)
    if root.name != name or root.attributes.get("xmlns") != SPREADSHEET_NS:
        raise NotInPlace(f"{root.name} in {root.attributes.get('xmlns')}")
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


def insert_last(parent: PartElement, part: bytes, text: bytes) -> Edit:
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


def counted(parent: PartElement, part: bytes, more: Sequence[bytes]) -> list[Edit]:
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
