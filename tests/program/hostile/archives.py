"""Hostile containers: zip archives that lie about what they hold, whatever the workbook in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from tests.containers import archive
from tests.program.hostile.case import Case, log

MEGABYTE = 1 << 20
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
SHEET = "xl/worksheets/sheet1.xml"
STREAMED = 0x8


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a sound archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def deflated(content: bytes) -> bytes:
    """Content as a zip archive packs it."""
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(content) + packer.flush()


class Entry:
    """One part of an archive under construction, each field of which may lie.

    Fields that begin with `own_` stand in the header before the part, the others in the list at the end.
    """

    def __init__(self, name: str | bytes, content: bytes, **lies: object) -> None:
        self.name = name if isinstance(name, bytes) else name.encode()
        self.packed = deflated(content)
        self.method, self.flags, self.version = 8, 0, 20
        self.checksum, self.size, self.packed_size = (
            zlib.crc32(content),
            len(content),
            len(self.packed),
        )
        self.extra, self.own_extra, self.descriptor = b"", b"", b""
        self.own_name: bytes | None = None
        self.own_size: int | None = None
        self.own_packed_size: int | None = None
        self.own_checksum: int | None = None
        self.offset: int | None = None
        self.vars_from(lies)

    def vars_from(self, lies: Mapping[str, object]) -> None:
        """Set what is to lie."""
        for key, value in lies.items():
            assert hasattr(self, key), key
            setattr(self, key, value)

    def local(self) -> bytes:
        """The header before the part, the part, and what follows it."""
        name = self.name if self.own_name is None else self.own_name
        numbers = (
            self.checksum if self.own_checksum is None else self.own_checksum,
            self.packed_size if self.own_packed_size is None else self.own_packed_size,
            self.size if self.own_size is None else self.own_size,
        )
        head = struct.pack("<HHHHH3I", self.version, self.flags, self.method, 0, 33, *numbers)
        sizes = struct.pack("<HH", len(name), len(self.own_extra))
        return LOCAL + head + sizes + name + self.own_extra + self.packed + self.descriptor

    def central(self, offset: int) -> bytes:
        """Its entry in the list at the end."""
        head = struct.pack(
            "<HHHHHH3I", 20, self.version, self.flags, self.method, 0, 33,
            self.checksum, self.packed_size, self.size,
        )  # fmt: skip
        place = offset if self.offset is None else self.offset
        tail = struct.pack("<HHHHHII", len(self.name), len(self.extra), 0, 0, 0, 0, place)
        return CENTRAL + head + tail + self.name + self.extra


def built(entries: list[Entry], *, before: bytes = b"", between: bytes = b"", after: bytes = b"",
          comment: bytes = b"", count: int | None = None, start: int | None = None) -> bytes:  # fmt: skip
    """An archive of these parts, whose end may lie too."""
    pieces, offsets, at = [before], [], len(before)
    for entry in entries:
        offsets.append(at)
        pieces.append(entry.local())
        at += len(pieces[-1])
    body = b"".join(pieces)
    listing = b"".join(
        entry.central(offset) for entry, offset in zip(entries, offsets, strict=True)
    )
    number = min(len(entries) if count is None else count, 0xFFFF)
    end = struct.pack(
        "<HHHHIIH", 0, 0, number, number, len(listing),
        len(body) + len(between) if start is None else start, len(comment),
    )  # fmt: skip
    return body + between + listing + END + end + comment + after


def entries(changes: Mapping[str, Mapping[str, object]] | None = None) -> list[Entry]:
    """The parts of the sound log; `changes` say which of them lie, and how."""
    asked = changes or {}
    return [
        Entry(name, content, **asked.get(name, {})) for name, content in parts_of(log()).items()
    ]


def lying(name: str = SHEET, **lies: object) -> Callable[[], bytes]:
    """The sound log with one part that lies."""
    return lambda: built(entries({name: lies}))


def with_part(name: str | bytes, content: bytes = b"a", **lies: object) -> Callable[[], bytes]:
    """The sound log with one part more."""
    return lambda: built([*entries(), Entry(name, content, **lies)])


def wide(size: int, packed: int, offset: int | None = None) -> bytes:
    """The extra field of zip64."""
    body = struct.pack("<QQ", size, packed) + (b"" if offset is None else struct.pack("<Q", offset))
    return struct.pack("<HH", 1, len(body)) + body


def truly_wide() -> bytes:
    """A sound log whose sizes stand in the fields of zip64, as some programs that stream write them."""
    found = entries()
    for entry in found:
        entry.extra = wide(entry.size, entry.packed_size)
        entry.size = entry.packed_size = 0xFFFFFFFF
        entry.own_extra = entry.extra
    return built(found)


def wide_end(count: int, size: int, start: int) -> Callable[[], bytes]:
    """The sound log with an end of zip64 that says these numbers."""

    def build() -> bytes:
        sound = built(entries())
        at = sound.rindex(END)
        end = struct.pack(
            "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start
        )
        locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
        short = struct.pack("<4sHHHHIIH", END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        return sound[:at] + end + locator + short

    return build


def streamed() -> bytes:
    """A sound log as programs write it that do not know sizes beforehand: they follow each part."""
    found = entries()
    for entry in found:
        entry.flags = STREAMED
        entry.own_size = entry.own_packed_size = entry.own_checksum = 0
        entry.descriptor = b"PK\x07\x08" + struct.pack(
            "<3I", entry.checksum, entry.packed_size, entry.size
        )
    return built(found)


def streamed_with_lies() -> bytes:
    """The same, where what follows a part says another size than the list at the end."""
    found = entries(
        {SHEET: {"flags": STREAMED, "own_size": 0, "own_packed_size": 0, "own_checksum": 0}}
    )
    for entry in found:
        if entry.flags:
            entry.descriptor = b"PK\x07\x08" + struct.pack("<3I", 1, 2, 3)
    return built(found)


def quoted_overlap(count: int) -> bytes:
    """Parts each of which quotes the headers of all that follow it, and all share one kernel (D. Fifield)."""
    kernel = Entry(f"xl/media/{count:05}", bytes(20 * MEGABYTE))
    body, following = kernel.local(), kernel
    found, sizes = [kernel], {kernel.name: len(body)}
    for number in range(count - 1, 0, -1):
        quoted = following.local()[: 30 + len(following.name)]
        entry = Entry(f"xl/media/{number:05}", b"")
        entry.packed = struct.pack("<BHH", 0, len(quoted), 0xFFFF ^ len(quoted)) + quoted
        entry.packed_size = len(entry.packed) + following.packed_size
        entry.size = following.size + len(quoted)
        body = entry.local() + body
        sizes[entry.name] = len(body)
        found.append(entry)
        following = entry
    sound = entries()
    head = b"".join(entry.local() for entry in sound)
    listing, at = b"", 0
    for entry in sound:
        listing += entry.central(at)
        at += len(entry.local())
    for entry in found:
        listing += entry.central(len(head) + len(body) - sizes[entry.name])
    end = struct.pack(
        "<HHHHIIH", 0, 0, *[len(sound) + len(found)] * 2, len(listing), len(head + body), 0
    )
    return head + body + listing + END + end


def same_place(count: int) -> bytes:
    """Many entries of the list that all point at one part."""
    found = entries()
    bomb = Entry("xl/media/bomb", bytes(60 * MEGABYTE))
    at = sum(len(entry.local()) for entry in found)
    copies = [bomb, *(Entry(f"xl/media/{number}", b"") for number in range(count))]
    listing, offset = b"", 0
    for entry in found:
        listing += entry.central(offset)
        offset += len(entry.local())
    for copy in copies:
        copy.packed_size, copy.size, copy.checksum = bomb.packed_size, bomb.size, bomb.checksum
        listing += copy.central(at)
    body = b"".join(entry.local() for entry in found) + bomb.local()
    end = struct.pack("<HHHHIIH", 0, 0, *[len(found) + len(copies)] * 2, len(listing), len(body), 0)
    return body + listing + END + end


def many_bombs(count: int, size: int = 60 * MEGABYTE) -> bytes:
    """Parts of nothing, each below the size from which its ratio is looked at."""
    packed = Entry("", bytes(size))
    found = entries()
    for number in range(count):
        entry = Entry(f"xl/media/{number}", b"")
        entry.packed, entry.size, entry.packed_size = packed.packed, packed.size, packed.packed_size
        entry.checksum = packed.checksum
        found.append(entry)
    return built(found)


def nested(depth: int) -> bytes:
    """Archives in archives, the innermost full of noughts."""
    data = archive({"a": bytes(10 * MEGABYTE)})
    for _ in range(depth):
        data = archive({f"{number}.zip": data for number in range(10)})
    return data


def two_ends() -> bytes:
    """An archive whose comment is another end: the last mark is not the end of what comes before it."""
    sound, other = built(entries()), built([Entry("word/document.xml", b"<a/>")])
    return sound[:-2] + struct.pack("<H", len(other)) + other


def two_lists() -> bytes:
    """An archive with two lists of its parts: one where the end says, another as far before it as it says."""
    found = entries()
    body = b"".join(entry.local() for entry in found)
    hidden = Entry("xl/worksheets/hidden.xml", b"").central(0)
    listing, at = b"", -len(hidden)
    for entry in found:
        listing += entry.central(max(at, 0))
        at += len(entry.local())
    end = struct.pack("<HHHHIIH", 0, 0, len(found), len(found), len(listing), len(body), 0)
    return body + hidden + listing + END + end


def end_in_comment() -> bytes:
    """The end of an empty archive in the comment of a full one: two readers see two different archives."""
    empty = END + bytes(18)
    return built(entries(), comment=empty)


def cases() -> Iterator[Case]:
    """Every hostile container."""
    sound = built(entries())
    whole = [
        ("the sound log, built by hand", sound),
        ("sizes that follow the parts", streamed()),
        ("sizes in the fields of zip64", truly_wide()),
        ("a comment at the end", built(entries(), comment=b"a comment")),
        ("bytes after the end", built(entries(), after=bytes(700))),
        ("bytes between the parts and their list", built(entries(), between=bytes(90))),
        ("a mark of a part among its bytes", with_part("a", LOCAL + CENTRAL + END)()),
        ("a folder as a part", with_part("xl/", b"")()),
    ]
    for name, data in whole:
        yield Case(name, 3, lambda data=data: data)
    yield Case("sizes that follow a part and lie", 3, streamed_with_lies)
    yield Case(
        "parts that quote the headers of others", "input-unsafe", lambda: quoted_overlap(200)
    )
    yield Case("1,500 entries that point at one part", "input-unsafe", lambda: same_place(1500))
    yield Case("40 parts of nothing, 2.4 GB in all", "input-over-size", lambda: many_bombs(40))
    yield Case("3 parts of nothing, 180 MB in all", 3, lambda: many_bombs(3))
    yield Case(
        "a part of nothing, 1,000 to 1", "input-over-size", with_part("xl/a", bytes(70 * MEGABYTE))
    )
    yield Case("archives in archives", "input-not-a-spreadsheet", lambda: nested(4))
    yield Case(
        "an archive of a workbook", "input-not-a-spreadsheet", lambda: archive({"log.xlsx": sound})
    )
    yield Case(
        "2,001 parts",
        "input-over-size",
        lambda: built([*entries(), *(Entry(f"a{n}", b"") for n in range(1994))]),
    )
    yield Case(
        "70,000 parts",
        "input-over-size",
        lambda: built([Entry(f"{n}", b"") for n in range(70_000)]),
    )
    yield Case("another archive in the comment", "input-unsafe", two_ends)
    yield Case("two lists of parts", "input-unsafe", two_lists)
    yield Case("an end in the comment", "input-unsafe", end_in_comment)
    yield Case(
        "two archives, one after the other", "input-unsafe", lambda: sound + built(entries())
    )
    yield Case(
        "an archive after another of another kind",
        "input-unsafe",
        lambda: built([Entry("a", b"b")]) + sound,
    )
    yield Case(
        "a program before the archive",
        "input-not-a-spreadsheet",
        lambda: b"MZ\x90\0" + bytes(60) + sound,
    )
    yield Case("text before the archive", "input-not-a-spreadsheet", lambda: b"#!/bin/sh\n" + sound)
    yield Case("a mark before the archive", "input-unsafe", lambda: LOCAL + bytes(40) + sound)
    for name, (outcome, lies) in LIES.items():
        yield Case(name, outcome, lying(**lies))
    for name, (outcome, part, lies) in PARTS.items():
        yield Case(name, outcome, with_part(part, **lies))
    yield Case("an end that counts fewer parts", "input-unsafe", lambda: built(entries(), count=3))
    yield Case(
        "an end that counts more parts", "input-unsafe", lambda: built(entries(), count=60_000)
    )
    yield Case("an end that counts none", "input-unsafe", lambda: built(entries(), count=0))
    yield Case(
        "a list that begins too late",
        "input-unsafe",
        lambda: built(entries(), start=len(sound) - 60),
    )
    yield Case("a list that begins too early", "input-unsafe", lambda: built(entries(), start=4))
    yield Case(
        "a list that begins behind the end",
        "input-unsafe",
        lambda: built(entries(), start=0x7FFFFFFF),
    )
    yield Case("zip64: 2⁶⁴−1 parts", "input-damaged", wide_end(2**64 - 1, 2**64 - 1, 0))
    yield Case("zip64: a list behind the end", "input-damaged", wide_end(7, 500, 2**62))
    yield Case("zip64: no parts", "input-unsafe", wide_end(0, 0, 0))
    for tenth in range(1, 10):
        yield Case(
            f"cut off at {tenth}/10",
            "input-damaged",
            lambda at=tenth: sound[: len(sound) * at // 10],
        )
    yield Case("the end alone", "input-not-a-spreadsheet", lambda: sound[sound.rindex(END) :])
    yield Case("noughts behind a mark", "input-damaged", lambda: LOCAL + bytes(5000))
    yield Case("its first half twice", "input-damaged", lambda: sound[: len(sound) // 2] * 2)


LIES: dict[str, tuple[int | str, dict[str, object]]] = {
    "a size of nought": ("input-unsafe", {"size": 0}),
    "a size too large": ("input-damaged", {"size": 1 << 20}),
    "a size of 4 GB": ("input-over-size", {"size": 0xFFFFFFFE}),
    "a packed size of nought": ("input-damaged", {"packed_size": 0}),
    "a packed size beyond the file": ("input-unsafe", {"packed_size": 1 << 24}),
    "a packed size of 4 GB": ("input-unsafe", {"packed_size": 0xFFFFFFFE}),
    "own sizes that differ": (3, {"own_size": 3, "own_packed_size": 4}),
    "an own name that differs": ("input-unsafe", {"own_name": b"xl/worksheets/sheet2.xml"}),
    "an own name of nought bytes": ("input-unsafe", {"own_name": b""}),
    "a wrong checksum": ("input-damaged", {"checksum": 1}),
    "a wrong own checksum": (3, {"own_checksum": 1}),
    "encrypted": ("input-encrypted", {"flags": 1}),
    "strongly encrypted": ("input-encrypted", {"flags": 0x41}),
    "AES": ("input-unsafe", {"method": 99}),
    "imploded": ("input-unsafe", {"method": 6}),
    "deflate64": ("input-unsafe", {"method": 9}),
    "LZMA": ("input-unsafe", {"method": 14}),
    "Zstandard": ("input-unsafe", {"method": 93}),
    "said to be stored": ("input-damaged", {"method": 0}),
    "masked headers": (3, {"flags": 0x2000}),
    "patched data": (3, {"flags": 0x20}),
    "a version of the future": ("input-damaged", {"version": 255}),
    "no deflate stream": ("input-damaged", {"packed": b"\xff" * 50, "packed_size": 50}),
    "an empty deflate stream": ("input-damaged", {"packed": b"\x03\0", "packed_size": 2}),
    "a deflate stream without end": ("input-damaged", {"packed": b"\0" * 50, "packed_size": 50}),
    "bytes after its deflate stream": (3, {"descriptor": b"abc"}),
    "an offset beyond the file": ("input-damaged", {"offset": 0x7FFFFFFF}),
    "an offset into the list": ("input-damaged", {"offset": 5000}),
    "an offset of 4 GB without zip64": ("input-damaged", {"offset": 0xFFFFFFFF}),
    "zip64: a size of 2⁶³": ("input-unsafe", {"size": 0xFFFFFFFF, "packed_size": 0xFFFFFFFF, "extra": wide(2**63, 2**63)}),
    "zip64: an offset of 2⁶³": ("input-damaged", {
        "size": 0xFFFFFFFF, "packed_size": 0xFFFFFFFF, "offset": 0xFFFFFFFF, "extra": wide(90, 90, 2**63),
    }),
    "zip64: a field too short": ("input-damaged", {"size": 0xFFFFFFFF, "extra": b"\1\0\2\0ab"}),
    "zip64: no field": ("input-unsafe", {"size": 0xFFFFFFFF, "packed_size": 0xFFFFFFFF}),
    "an extra field longer than it is": ("input-damaged", {"extra": b"\1\0\xff\xff"}),
    "another name in an extra field": ("input-damaged", {
        "extra": struct.pack("<HHBI", 0x7075, 14, 1, zlib.crc32(SHEET.encode())) + b"word/a.xml",
    }),
}  # fmt: skip
PARTS: dict[str, tuple[int | str, str | bytes, dict[str, object]]] = {
    "a name that goes up": ("input-unsafe", "xl/../../../etc/passwd", {}),
    "a name that goes up on Windows": ("input-unsafe", "xl\\..\\..\\a", {}),
    "an absolute name": ("input-unsafe", "/etc/passwd", {}),
    "a drive": ("input-unsafe", "C:\\Windows\\a", {}),
    "a share": ("input-unsafe", "\\\\server\\share", {}),
    "no name": ("input-unsafe", "", {}),
    "a name with NUL": (3, b"xl/a\0b.xml", {}),
    "a name of escape codes": (3, b"xl/\x1b]52;c;aGk=\x07\x1b[2J", {}),
    "a name of two lines": (3, "xl/a\nb: error", {}),
    "a name of marks of direction": (3, "xl/\u202emosnar", {"flags": 0x800}),
    "a name that is no UTF-8 and says so": ("input-damaged", b"xl/\xff\xfe", {"flags": 0x800}),
    "a name of 60,000 letters": (3, "xl/" + "a" * 60_000, {}),
    "a name twice": ("input-unsafe", SHEET, {}),
    "a name twice but for case": ("input-unsafe", SHEET.upper(), {}),
    "a name twice but for slashes": ("input-unsafe", SHEET.replace("/", "\\"), {}),
    "a name twice but for a step": (3, "xl/./worksheets/sheet1.xml", {}),
    "a name twice but for a slash": (3, "xl//worksheets/sheet1.xml", {}),
    "a name twice but for NUL": ("input-unsafe", SHEET.encode() + b"\0.xml", {}),
    "a device of Windows": (3, "xl/con", {}),
}
