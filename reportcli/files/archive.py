"""The parts of a zip archive, from bytes that may come from anyone.

A workbook is an archive of some KB that can fill the memory when it is inflated. So the list of
parts is held to how programs write one before anything is inflated, limits are held against what
the archive declares, and every part is inflated piece by piece and held to that. The child process
and its limits (`intake/child`) hold in any case; this is here so that the message can say what is
wrong. Not for what parts mean: that is for `guard.py`, `opc.py` and the readers. Imports nothing
heavy, for it runs in the reader's child process.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NoReturn
from zipfile import ZipInfo

import msgspec

from reportcli.finding import Address, Detail, Refusal
from reportcli.words.cells import shown

CENTRAL_MAGIC = b"PK\x01\x02"  # APPNOTE 4.3.12
# APPNOTE 4.3.16, and that of ZIP64, 4.3.15.
END_MAGIC, WIDE_PLACE_MAGIC = b"PK\x05\x06", b"PK\x06\x07"
LOCAL_MAGIC = b"PK\x03\x04"  # APPNOTE 4.3.7
LOCAL_HEADER = 30  # bytes before the name of a part
STORED, DEFLATED = 0, 8  # no office program writes any other method
ENCRYPTED_FLAG, UTF_8_FLAG = 0x1, 0x800

MEGABYTE = 1024 * 1024
MOST_PARTS = 2_000  # far more than a workbook has sheets, drawings and notes
MOST_INFLATED = 2048 * MEGABYTE  # counted as it comes out: what an archive claims is no limit
MOST_INFLATED_A_PART = 1024 * MEGABYTE
MOST_RATIO = 200  # equal rows pack well; what packs better was made to do harm
RATIO_FROM = 64 * MEGABYTE  # below, a high ratio does no harm: empty rows pack well
INFLATED_PIECE = MEGABYTE
PACKED_PIECE = 128 * 1024
FIRST_PACKED = 1024
# A tag of a sheet, or a row of a table in ODF, that is longer than this no program writes.
LONGEST_CARRY = 32 * MEGABYTE

# What `zipfile` raises for an archive that it cannot read.
NO_ARCHIVE = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    struct.error,
    IndexError,
    OSError,
)


class Member(msgspec.Struct, frozen=True):
    """One part of an archive: where its bytes are, and what the archive declares of them."""

    name: str
    method: int
    start: int
    packed: int
    size: int
    checksum: int


class Archive(msgspec.Struct, frozen=True):
    """The parts of one zip archive; a refusal of any of them names the file by itself.

    `parts` are kept by the names that readers compare. A name is looked up without regard to its
    case, for Excel writes `xl/sharedStrings.xml` and others `xl/sharedstrings.xml`.
    """

    file: str
    data: bytes
    parts: Mapping[str, Member]

    def __contains__(self, name: str) -> bool:
        return compared_name(name) in self.parts

    def find(self, name: str) -> Member | None:
        """Give the part of that name, or None where the archive has none."""
        return self.parts.get(compared_name(name))

    def member(self, name: str) -> Member:
        """Give the part of that name; an archive without it is damaged."""
        found = self.find(name)
        if found is None:
            self.refuse("input-damaged", reason=shown(name))
        return found

    def read(self, name: str) -> bytes:
        """Inflate a part whole. For the small ones: a worksheet may take a gigabyte."""
        return b"".join(self.inflate(self.member(name)))

    def text(self, name: str) -> str:
        """Read the first piece of a part as text; empty where the archive has no such part.

        A byte that is no UTF-8 is replaced: what is sought here are names and relations, and the
        reader proper is strict.
        """
        part = self.find(name)
        return self.beginning(part).decode("utf-8", "replace") if part else ""

    def beginning(self, part: Member) -> bytes:
        """Inflate the first piece of a part: all of the small ones that say what an archive is."""
        return next(self.inflate(part), b"")

    def first_bytes(self, part: Member) -> bytes:
        """Give the first two bytes of a part, for nothing: they tell the encoding of XML."""
        import zlib

        packed = self.data[part.start : part.start + min(part.packed, FIRST_PACKED)]
        if part.method == STORED:
            return packed[:2]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, 2)
        except zlib.error:
            return b""  # damaged, as `inflate` will say

    def inflate(self, part: Member) -> Iterator[bytes]:
        """Yield the content of a part in pieces, never more of it than the part declares.

        More than declared is an archive made to deceive; less, or another checksum, is one that was
        damaged.
        """
        import zlib

        size = checksum = 0
        for piece in self.raw_pieces(part):
            size += len(piece)
            if size > part.size:
                self.refuse_unsafe(f"ZIP: {shown(part.name)}, > {part.size} B")
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if size != part.size or checksum != part.checksum:
            self.refuse("input-damaged", reason=f"ZIP: {shown(part.name)}")

    def raw_pieces(self, part: Member) -> Iterator[bytes]:
        """Yield the content of a part as it comes, at most `INFLATED_PIECE` bytes at a time."""
        import zlib

        source = memoryview(self.data)[part.start : part.start + part.packed]
        if part.method == STORED:
            for at in range(0, len(source), INFLATED_PIECE):
                yield bytes(source[at : at + INFLATED_PIECE])
            return
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for at in range(0, len(source), PACKED_PIECE):
                rest: bytes | memoryview = source[at : at + PACKED_PIECE]
                while rest and not stream.eof:
                    yield stream.decompress(rest, INFLATED_PIECE)
                    rest = stream.unconsumed_tail
            while not stream.eof and (piece := stream.decompress(b"", INFLATED_PIECE)):
                yield piece
        except zlib.error:
            self.refuse("input-damaged", reason=f"ZIP: {shown(part.name)}")

    def whole(self, pieces: Iterable[bytes], cut: bytes) -> Iterator[bytes]:
        """Yield the same text in pieces that end where `cut` begins.

        Nothing is torn that does not hold `cut`, so that each piece can be searched alone.
        """
        # A tag that is torn between two pieces would be found in neither.
        carry = b""
        for piece in pieces:
            head, found, tail = piece.rpartition(cut)
            if not found:
                carry += piece
                if len(carry) > LONGEST_CARRY:
                    self.refuse_unsafe(f"XML: > {megabytes(LONGEST_CARRY)}")
                continue
            yield carry + head
            carry = found + tail
        yield carry

    def refuse(self, code: str, **details: Detail) -> NoReturn:
        """Refuse the file; the exit status stands in the catalogue."""
        raise Refusal(code, Address(self.file), **details)

    def refuse_unsafe(self, what: str) -> NoReturn:
        """Refuse what no program writes that means well."""
        self.refuse("input-unsafe", what=what)


def compared_name(name: str) -> str:
    """Fold the case of a part's name and the kind of its slashes, as readers do."""
    return name.replace("\\", "/").casefold()


def megabytes(size: int) -> str:
    """Write a size as people read it."""
    return f"{size / MEGABYTE:,.0f} MB"


# --- the list of parts ---


def open_zip(file: str, data: bytes) -> Archive:
    """Read the list of parts; an archive that is not built as programs build them is refused.

    Two parts of one name, or parts that share bytes, are read differently by different programs:
    what was looked at here would not be what is parsed.
    """
    archive = Archive(file, data, {})
    # No reader can find more parts than there are such marks.
    if (count := data.count(CENTRAL_MAGIC)) > MOST_PARTS:
        archive.refuse("input-over-size", what=f"ZIP: {count} > {MOST_PARTS}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as listed:
            entries, end = listed.infolist(), listed.start_dir
        check_end(archive, len(entries), end)
        members = [member_of(archive, entry) for entry in entries]
    except NO_ARCHIVE as fault:
        raise Refusal("input-damaged", Address(file), reason="ZIP") from fault
    # `zipfile` has taken one reading of the bytes; these refuse where there could be another.
    check_no_other_end(archive, members)
    check_layout(archive, entries, members, end)
    check_sizes(archive, members)
    return Archive(file, data, {compared_name(part.name): part for part in members})


# The end of an archive (APPNOTE 4.3.16): two numbers of disks, two of parts, the size of their list
# and where it begins, and the length of a comment. In its larger form (4.3.14) wider ones; a record
# between the two (4.3.15) says where that is.
END = struct.Struct("<4sHHHHIIH")
WIDE_END = struct.Struct("<4sQHHIIQQQQ")
WIDE_PLACE = struct.Struct("<4sIQI")
FURTHEST_END = END.size + 0xFFFF
# Stands where a number is to be found in the larger form.
IN_WIDE_FORM = (0xFFFF,) * 4 + (0xFFFFFFFF,) * 2


def check_end(archive: Archive, count: int, start: int) -> None:
    """Refuse an end that leaves open which list of parts is meant.

    Some readers go by where the list begins, others by how long it is, and both find one.
    """
    data = archive.data
    at = data.rindex(END_MAGIC)
    _, *numbers, _ = END.unpack_from(data, at)
    place = at - WIDE_PLACE.size
    if place >= 0 and data.startswith(WIDE_PLACE_MAGIC, place):
        numbers, at = wide_end(archive, numbers, place)
    if numbers != [0, 0, count, count, at - start, start]:
        archive.refuse_unsafe("ZIP: PK 01 02")


def wide_end(archive: Archive, numbers: list[int], place: int) -> tuple[list[int], int]:
    """Read the end in its larger form, and where it stands; it must not contradict the other."""
    _, disk, wide_at, _ = WIDE_PLACE.unpack_from(archive.data, place)
    if disk or wide_at + WIDE_END.size != place:
        archive.refuse_unsafe("ZIP64")
    _, _, _, _, *wide = WIDE_END.unpack_from(archive.data, wide_at)
    for narrow, wider, mark in zip(numbers, wide, IN_WIDE_FORM, strict=True):
        if narrow not in (wider, mark):
            archive.refuse_unsafe("ZIP64")
    return wide, wide_at


def check_no_other_end(archive: Archive, members: Iterable[Member]) -> None:
    """Refuse a second end where a reader might look for one.

    An archive that is stored in a part, as an embedded workbook may be, has an end of its own: no
    reader gets as far where the last one is whole.
    """
    data = archive.data
    first = max(0, len(data) - FURTHEST_END)
    at = data.rindex(END_MAGIC)
    *_, comment = END.unpack_from(data, at)
    ends = data.count(END_MAGIC, first)
    last_is_whole = at + END.size + comment == len(data)
    if last_is_whole:
        for part in members:
            ends -= data.count(END_MAGIC, max(first, part.start), part.start + part.packed)
    if ends != 1:
        archive.refuse_unsafe("ZIP: PK 05 06 ×2")


def member_of(archive: Archive, entry: ZipInfo) -> Member:
    """Read one entry, whose own header must agree with the list at the end of the archive."""
    name = shown(entry.filename)
    if entry.flag_bits & ENCRYPTED_FLAG:
        archive.refuse("input-encrypted")
    if entry.compress_type not in (STORED, DEFLATED):
        archive.refuse_unsafe(f"ZIP: {name}, {entry.compress_type}")
    if leads_elsewhere(entry.filename):
        archive.refuse_unsafe(f"ZIP: {name}")
    at = entry.header_offset
    header = archive.data[at : at + LOCAL_HEADER]
    name_size, extra_size = struct.unpack("<HH", header[26:])
    # The header's own sizes: its extra field may differ from that of the list.
    name_end = at + LOCAL_HEADER + name_size
    encoding = "utf-8" if entry.flag_bits & UTF_8_FLAG else "cp437"
    own_name = archive.data[at + LOCAL_HEADER : name_end].decode(encoding)
    if not header.startswith(LOCAL_MAGIC) or own_name != entry.orig_filename:
        archive.refuse_unsafe(f"ZIP: {name} ≠ {shown(own_name)}")
    return Member(
        name=entry.filename,
        method=entry.compress_type,
        start=name_end + extra_size,
        packed=entry.compress_size,
        size=entry.file_size,
        checksum=entry.CRC,
    )


def leads_elsewhere(name: str) -> bool:
    """Tell whether the name of a part leads out of the archive: up, to the root or to a drive."""
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or not steps[0] or steps[0].endswith(":")


def check_layout(archive: Archive, entries: list[ZipInfo], members: list[Member], end: int) -> None:
    """Refuse parts of one name, and parts that share bytes."""
    seen: set[str] = set()
    for part in members:
        name = compared_name(part.name)
        if name in seen:
            archive.refuse_unsafe(f"ZIP: {shown(part.name)} ×2")
        seen.add(name)
    # In the order of their bytes; the list of parts follows the last and must not be touched.
    spans = sorted(
        (entry.header_offset, part.start + part.packed, part.name)
        for entry, part in zip(entries, members, strict=True)
    )
    for (_, stop, name), (begin, _, following) in pairwise([*spans, (end, end, "")]):
        if stop > begin:
            archive.refuse_unsafe(f"ZIP: {shown(name)} ∩ {shown(following)}")


def check_sizes(archive: Archive, members: Iterable[Member]) -> None:
    """Refuse what would be too much when inflated; `inflate` sees that it is no more than that."""
    total = 0
    for part in members:
        # What is declared is enough to refuse: `inflate` stops where there is more.
        total += part.size
        if over := limit_exceeded(part):
            archive.refuse("input-over-size", what=f"{shown(part.name)}: {over}")
    if total > MOST_INFLATED:
        what = f"ZIP: {megabytes(total)} > {megabytes(MOST_INFLATED)}"
        archive.refuse("input-over-size", what=what)


def limit_exceeded(part: Member) -> str:
    """Name the limit that one part exceeds; empty where it keeps to all."""
    if part.size > MOST_INFLATED_A_PART:
        return f"{megabytes(part.size)} > {megabytes(MOST_INFLATED_A_PART)}"
    if part.size > RATIO_FROM and part.size > MOST_RATIO * part.packed:
        return f"{part.size // max(part.packed, 1)}:1 > {MOST_RATIO}:1"
    return ""
