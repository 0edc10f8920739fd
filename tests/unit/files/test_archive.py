"""Zip archives made to do harm: each is one refusal that says what is wrong."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from reportcli.files.archive import INFLATED_PIECE, MEGABYTE, Archive, Member, check_sizes
from reportcli.finding import Refusal
from tests.containers import (
    xlsx,
)
from tests.unit.files.opened import is_read, refused

NO_PARTS = Archive("log.xlsx", b"", {})

CELLS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


def edited(
    content: bytes, edit: Callable[[bytearray, int, int], None], name: str = "xl/workbook.xml"
) -> bytes:
    """An archive with something changed in the two headers of a part; `edit` is told where these begin."""
    data = bytearray(content)
    local = data.index(b"PK\x03\x04\x14", data.index(name.encode()) - 30)
    central = data.index(b"PK\x01\x02", 0)
    while data[central + 46 : central + 46 + len(name)] != name.encode():
        central = data.index(b"PK\x01\x02", central + 4)
    edit(data, local, central)
    return bytes(data)


def poke(
    local: int | None, central: int, form: str, value: int
) -> Callable[[bytearray, int, int], None]:
    """An edit that writes a number at these places of the two headers."""

    def edit(data: bytearray, local_at: int, central_at: int) -> None:
        if local is not None:
            struct.pack_into(form, data, local_at + local, value)
        struct.pack_into(form, data, central_at + central, value)

    return edit


def with_part(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A sound workbook with a part more."""
    data = io.BytesIO(xlsx(CELLS))
    with zipfile.ZipFile(data, "a", method) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, method)
    return data.getvalue()


def with_many_parts() -> bytes:
    data = io.BytesIO(xlsx(CELLS))
    with zipfile.ZipFile(data, "a") as archive:
        for number in range(3000):
            archive.writestr(f"xl/media/{number}", b"")
    return data.getvalue()


def shorter_than_it_is(data: bytearray, local: int, central: int) -> None:
    """Declare a tenth of the size."""
    (size,) = struct.unpack_from("<I", data, central + 24)
    poke(22, 24, "<I", size // 10)(data, local, central)


def one_figure_changed() -> bytes:
    """A stored part in which a figure was changed."""
    stored = with_part("xl/notes.xml", b"<notes>12</notes>", zipfile.ZIP_STORED)
    return stored.replace(b"<notes>12<", b"<notes>13<")


def renamed(content: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    return content.replace(old, new)


SOUND = xlsx(CELLS)
ARCHIVES: dict[str, tuple[bytes, str, str]] = {
    # what it is: (content, code, what the message names)
    "3,000 parts": (with_many_parts(), "input-over-size", "3007 > 2000"),
    "two parts of one name": (
        renamed(with_part("xl/workbooz.xml", b"<workbook/>"), b"workbooz", b"workbook"),
        "input-unsafe",
        "xl/workbook.xml ×2",
    ),
    "two parts of one name but for its case": (
        with_part("XL/Workbook.xml", b"<workbook/>"),
        "input-unsafe",
        "×2",
    ),
    "parts that overlap": (
        edited(SOUND, poke(None, 20, "<I", 300), "xl/styles.xml"),
        "input-unsafe",
        "∩",
    ),
    "a part that points at another": (
        edited(SOUND, poke(None, 42, "<I", 0), "xl/workbook.xml"),
        "input-unsafe",
        "≠",
    ),
    "a part that inflates to more than it declares": (
        edited(SOUND, shorter_than_it_is),
        "input-unsafe",
        "xl/workbook.xml",
    ),
    "a part that declares more than it is": (
        edited(SOUND, poke(22, 24, "<I", 9999)),
        "input-damaged",
        "xl/workbook.xml",
    ),
    "a claim of 1.5 GB": (
        edited(SOUND, poke(22, 24, "<I", 1536 * MEGABYTE)),
        "input-over-size",
        "1,536 MB > 1,024 MB",
    ),
    "300 to 1": (with_part("xl/media/a", bytes(70 * MEGABYTE)), "input-over-size", "> 200:1"),
    "an encrypted part": (edited(SOUND, poke(6, 8, "<H", 1)), "input-encrypted", ""),
    "another method": (with_part("xl/a", b"a" * 99, zipfile.ZIP_BZIP2), "input-unsafe", "xl/a, 12"),
    "a way up": (with_part("xl/../../a", b""), "input-unsafe", "xl/../../a"),
    "a way up with backslashes": (
        renamed(with_part("xl/../../a", b""), b"xl/../../a", b"xl\\..\\..\\a"),
        "input-unsafe",
        "",
    ),
    "an absolute name": (with_part("/etc/a", b""), "input-unsafe", "/etc/a"),
    "a drive": (with_part("C:/a", b""), "input-unsafe", "C:/a"),
    "a changed figure": (one_figure_changed(), "input-damaged", "xl/notes.xml"),
    "no end": (SOUND[:-30], "input-damaged", "ZIP"),
    "half of it": (SOUND[: len(SOUND) // 2], "input-damaged", "ZIP"),
    "an end only": (b"PK\x03\x04" + SOUND[-22:], "input-damaged", ""),
}


@pytest.mark.parametrize(("content", "code", "what"), ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_not_built_as_programs_build_it(content: bytes, code: str, what: str) -> None:
    found = refused(content)
    assert found.code == code
    assert what in found.message("zh")


def test_the_sound_archive_is_read() -> None:
    assert is_read(SOUND)
    assert is_read(with_part("xl/media/note.txt", b"a" * 99))


@pytest.mark.parametrize(
    "sizes",
    [
        [(1025 * MEGABYTE, 100 * MEGABYTE)],
        [(900 * MEGABYTE, 90 * MEGABYTE)] * 3,
        [(65 * MEGABYTE, 65 * MEGABYTE // 201)],
    ],
)
def test_sizes_beyond_the_limits(sizes: list[tuple[int, int]]) -> None:
    parts = [Member(f"{n}", 8, 0, packed, size, 0) for n, (size, packed) in enumerate(sizes)]
    with pytest.raises(Refusal) as caught:
        check_sizes(NO_PARTS, parts)
    assert (caught.value.status, caught.value.code) == (3, "input-over-size")


def test_sizes_within_the_limits() -> None:
    large = [
        Member("a", 8, 0, 6 * MEGABYTE, 1024 * MEGABYTE, 0),
        Member("b", 8, 0, 6 * MEGABYTE, 960 * MEGABYTE, 0),
    ]
    check_sizes(NO_PARTS, [*large, Member("blank rows", 8, 0, 1, 60 * MEGABYTE, 0)])


def test_a_part_is_inflated_in_pieces() -> None:
    content = os.urandom(1000) + bytes(5 * MEGABYTE)
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(content) + packer.flush()
    part = Member("a", 8, 3, len(packed), len(content), zlib.crc32(content))
    pieces = list(Archive("log.xlsx", b"..." + packed + b"...", {}).inflate(part))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= INFLATED_PIECE
