"""Compound files (MS-CFB): which streams one holds, which tells its kind, and the bytes of one.

Such a file is a small file system of sectors in chains. A chain may run in a circle, and the reader
would follow it until the memory is full: here every sector of a chain is met once. Not for what a
stream says; the records of an xls are for `biff.py`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from reportcli.finding import Address, Refusal

CFB_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Greater numbers are marks: end of chain, free, sector of the table itself.
LAST_SECTOR = 0xFFFFFFFA
ENTRY_SIZE = 128  # bytes of an entry of the directory
STREAM, ROOT_STORAGE = 2, 5
SMALL_STREAM, SMALL_SECTOR = 4096, 64
# What is raised where a file is too broken to tell what it holds.
BROKEN = (struct.error, IndexError, ValueError)


class CompoundFile:
    """The table, the directory and the streams of one compound file.

    Raises one of `BROKEN` where the file is too broken to tell.
    """

    def __init__(self, file: str, data: bytes) -> None:
        self.file, self.data = file, data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError("size of a sector")
        self.size = 1 << shift
        self.table = self.read_table()
        self.entries = self.read_entries()

    def sector(self, place: int) -> bytes:
        """Give the bytes of one sector; the last of a file may be short."""
        start = (place + 1) * self.size
        return self.data[start : start + self.size]

    def numbers(self, place: int) -> list[int]:
        """Read a sector as numbers of four bytes."""
        sector = self.sector(place).ljust(self.size, b"\xff")
        return [number for (number,) in struct.iter_unpack("<I", sector)]

    def read_table(self) -> list[int]:
        """Sector → the next of its chain; where the table itself is, the header says and its own
        chain.
        """
        places = list(struct.unpack_from("<109I", self.data, 76))
        (place,) = struct.unpack_from("<I", self.data, 68)
        seen: set[int] = set()
        while place < LAST_SECTOR:
            self.refuse_circle(place, seen)
            *more, place = self.numbers(place)
            places += more
        table: list[int] = []
        for place in places:
            if place < LAST_SECTOR and (place + 1) * self.size < len(self.data):
                table += self.numbers(place)
        return table

    def chain(self, place: int) -> Iterator[int]:
        """Yield the sectors of a chain, in order."""
        seen: set[int] = set()
        while place < LAST_SECTOR:
            self.refuse_circle(place, seen)
            yield place
            place = self.table[place]

    def refuse_circle(self, place: int, seen: set[int]) -> None:
        """Refuse a chain that comes back to a sector."""
        if place in seen:
            raise Refusal("input-unsafe", Address(self.file), what="CFB: ∞")
        seen.add(place)

    def chained(self, place: int) -> bytes:
        """Give the bytes of a chain of sectors."""
        return b"".join(map(self.sector, self.chain(place)))

    def read_entries(self) -> list[bytes]:
        (place,) = struct.unpack_from("<I", self.data, 48)
        directory = self.chained(place)
        last = len(directory) - ENTRY_SIZE
        return [directory[at : at + ENTRY_SIZE] for at in range(0, last + 1, ENTRY_SIZE)]

    def stream_names(self) -> set[str]:
        """Name the streams beside the root: what is embedded lies deeper and says nothing."""
        names: set[str] = set()
        seen: set[int] = set()
        (child,) = struct.unpack_from("<I", self.entries[0], 76)
        waiting = [child]
        while waiting:
            place = waiting.pop()
            if place in seen or place >= len(self.entries):
                continue
            seen.add(place)
            entry = self.entries[place]
            if entry[66] == STREAM:
                names.add(entry_name(entry))
            waiting += struct.unpack_from("<II", entry, 68)
        return names

    def check_chains(self) -> None:
        """Follow the chain of every stream, and that of the small streams, to its end.

        A file that was cut off would be read as one with fewer rows.
        """
        for entry in self.entries:
            kind = entry[66]
            place, size = struct.unpack_from("<II", entry, 116)
            is_in_sectors = kind == STREAM and size >= SMALL_STREAM
            if kind != ROOT_STORAGE and not is_in_sectors:
                continue
            for sector in self.chain(place):
                if not self.sector(sector):
                    raise Refusal("input-damaged", Address(self.file), reason="CFB")

    def stream(self, names: Sequence[str]) -> bytes:
        """Give the bytes of the first of these streams (in small letters) that there is, or none."""
        entries = {entry_name(entry).casefold(): entry for entry in reversed(self.entries)}
        entry = next((entries[name] for name in names if name in entries), None)
        if entry is None:
            return b""
        start, size = struct.unpack_from("<II", entry, 116)
        if size < SMALL_STREAM:
            return self.small_stream(start, size)
        return self.chained(start)[:size]

    def small_stream(self, start: int, size: int) -> bytes:
        """Give the bytes of a stream in small sectors, which lie in a stream of their own."""
        (first,) = struct.unpack_from("<I", self.entries[0], 116)
        (table,) = struct.unpack_from("<I", self.data, 60)
        body = self.chained(first)
        following = [place for sector in self.chain(table) for place in self.numbers(sector)]
        stream = b""
        for _ in range(0, size, SMALL_SECTOR):
            stream += body[start * SMALL_SECTOR : (start + 1) * SMALL_SECTOR]
            start = following[start]
        return stream[:size]


def entry_name(entry: bytes) -> str:
    """Read the name of an entry; what a longer one before it left behind is no part of it."""
    (size,) = struct.unpack_from("<H", entry, 64)
    return entry[: min(max(size - 2, 0), 64)].decode("utf-16-le", "replace")


def compound_streams(file: str, data: bytes) -> set[str]:
    """Name the streams beside the root; none where the file is too broken to tell."""
    try:
        compound = CompoundFile(file, data)
        compound.check_chains()
        return compound.stream_names()
    except BROKEN:
        return set()


def read_stream(file: str, data: bytes, *names: str) -> bytes:
    """Give the bytes of the first of these streams that there is; none where the file is broken."""
    try:
        return CompoundFile(file, data).stream(names)
    except BROKEN:
        return b""
