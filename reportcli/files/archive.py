"""What is looked at before a container is parsed: nothing is allocated because a file claims it.

A workbook comes from anyone, and the reader trusts what it is given: an archive of 40 KB can fill
the memory, and one stray cell at XFD1048576 makes it lay out 17 thousand million cells. The child
process and its limits (`reader.py`) hold in any case; the guards are here so that the message can
say what is wrong. Limits are held against what the archive declares, and every part is inflated
once, piece by piece, and held to that. Not for what parts mean, but for the two questions that need
it: how far the cells reach, and whether a DTD is there. Runs in the reader's child process and
imports nothing heavy.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NoReturn

import msgspec

from reportcli.finding import Address, Refusal, column_letters
from reportcli.words.cells import shown

if TYPE_CHECKING:
    from zipfile import ZipInfo

CENTRAL_MAGIC = b"PK\x01\x02"
END_MAGIC, WIDE_PLACE_MAGIC = b"PK\x05\x06", b"PK\x06\x07"
LOCAL_MAGIC = b"PK\x03\x04"
LOCAL_HEADER = 30  # bytes before the name of a part
STORED, DEFLATED = 0, 8
ENCRYPTED_FLAG, UTF_8_FLAG = 0x1, 0x800

MEGABYTE = 1024 * 1024
MOST_PARTS = 2_000
MOST_BYTES = 2048 * MEGABYTE
MOST_BYTES_A_PART = 1024 * MEGABYTE
MOST_RATIO = 200
RATIO_FROM = 64 * MEGABYTE  # below, a high ratio does no harm: empty rows pack well
PIECE = MEGABYTE
INPUT_PIECE = 128 * 1024
# A tag of a sheet, or a row of a table in ODF, that is longer than this no program writes.
LONGEST_CARRY = 32 * MEGABYTE

# Every sheet is laid out as a dense range, of 32 bytes a cell where calamine does it.
MOST_CELLS = 40_000_000
MOST_BLANK = 6_000_000  # of a sheet that is all but empty
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LEAST_FILLED = 100  # at least one cell in so many holds something, or it is a stray one


class Part(msgspec.Struct, frozen=True):
    """One part of an archive: where its bytes are, and what the archive declares of them."""

    name: str
    method: int
    start: int
    packed: int
    size: int
    checksum: int


# --- the archive ---


def read_parts(file: str, data: bytes) -> dict[str, Part]:
    """The parts of a zip archive by name; one that is not built as programs build them is refused.

    Two parts of one name, or parts that share bytes, are read differently by different programs:
    what was looked at here would not be what is parsed.
    """
    import zipfile

    # No reader can find more parts than there are such marks.
    if (count := data.count(CENTRAL_MAGIC)) > MOST_PARTS:
        raise Refusal("input-over-size", Address(file), what=f"ZIP: {count} > {MOST_PARTS}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries, end = archive.infolist(), archive.start_dir
        check_end(file, data, len(entries), end)
        parts = [part_of(file, data, entry) for entry in entries]
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        struct.error,
        IndexError,
        OSError,
    ) as fault:
        raise Refusal("input-damaged", Address(file), reason="ZIP") from fault
    check_no_other_end(file, data, parts)
    check_layout(file, entries, parts, end)
    check_sizes(file, parts)
    return {part.name: part for part in parts}


# The end of an archive (APPNOTE 4.3.16): two numbers of disks, two of parts, the size of their list
# and where it begins, and the length of a comment. In its larger form (4.3.14) wider ones; a record
# between the two (4.3.15) says where that is.
END = struct.Struct("<4sHHHHIIH")
WIDE_END = struct.Struct("<4sQHHIIQQQQ")
WIDE_PLACE = struct.Struct("<4sIQI")
FURTHEST_END = END.size + 0xFFFF
MARK = (0xFFFF,) * 4 + (0xFFFFFFFF,) * 2  # stands where a number is to be found in the larger form


def check_end(file: str, data: bytes, count: int, start: int) -> None:
    """Refuse an end that leaves open which list of parts is meant.

    Some readers go by where the list begins, others by how long it is, and both find one.
    """
    at = data.rindex(END_MAGIC)
    _, *numbers, _ = END.unpack_from(data, at)
    place = at - WIDE_PLACE.size
    if place >= 0 and data.startswith(WIDE_PLACE_MAGIC, place):
        _, disk, wide_at, _ = WIDE_PLACE.unpack_from(data, place)
        if disk or wide_at + WIDE_END.size != place:
            refuse_unsafe(file, "ZIP64")
        _, _, _, _, *wide = WIDE_END.unpack_from(data, wide_at)
        if any(
            one not in (more, MARK[n])
            for n, (one, more) in enumerate(zip(numbers, wide, strict=True))
        ):
            refuse_unsafe(file, "ZIP64")
        numbers, at = wide, wide_at
    if numbers != [0, 0, count, count, at - start, start]:
        refuse_unsafe(file, "ZIP: PK 01 02")


def check_no_other_end(file: str, data: bytes, parts: Iterable[Part]) -> None:
    """Refuse a second end where a reader might look for one.

    An archive that is stored in a part, as an embedded workbook may be, has an end of its own: no
    reader gets as far where the last one is whole.
    """
    first, at = max(0, len(data) - FURTHEST_END), data.rindex(END_MAGIC)
    *_, comment = END.unpack_from(data, at)
    ends = data.count(END_MAGIC, first)
    if at + END.size + comment == len(data):
        ends -= sum(
            data.count(END_MAGIC, max(first, one.start), one.start + one.packed) for one in parts
        )
    if ends != 1:
        refuse_unsafe(file, "ZIP: PK 05 06 ×2")


def part_of(file: str, data: bytes, entry: ZipInfo) -> Part:
    """One part, where its own header agrees with the list of parts at the end of the archive."""
    name = shown(entry.filename)
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise Refusal("input-encrypted", Address(file))
    if entry.compress_type not in (STORED, DEFLATED):
        refuse_unsafe(file, f"ZIP: {name}, {entry.compress_type}")
    steps = entry.filename.replace("\\", "/").split("/")
    if ".." in steps or not steps[0] or steps[0].endswith(":"):
        refuse_unsafe(file, f"ZIP: {name}")
    header = data[entry.header_offset : entry.header_offset + LOCAL_HEADER]
    name_size, extra_size = struct.unpack("<HH", header[26:])
    start = entry.header_offset + LOCAL_HEADER + name_size + extra_size
    encoding = "utf-8" if entry.flag_bits & UTF_8_FLAG else "cp437"
    own_name = data[entry.header_offset + LOCAL_HEADER : start - extra_size].decode(encoding)
    if not header.startswith(LOCAL_MAGIC) or own_name != entry.orig_filename:
        refuse_unsafe(file, f"ZIP: {name} ≠ {shown(own_name)}")
    return Part(
        entry.filename, entry.compress_type, start, entry.compress_size, entry.file_size, entry.CRC
    )


def check_layout(file: str, entries: list[ZipInfo], parts: list[Part], end: int) -> None:
    """Refuse parts of one name, and parts that share bytes."""
    seen: set[str] = set()
    for part in parts:
        name = compared_name(part.name)
        if name in seen:
            refuse_unsafe(file, f"ZIP: {shown(part.name)} ×2")
        seen.add(name)
    spans = sorted(
        (entry.header_offset, part.start + part.packed, part.name)
        for entry, part in zip(entries, parts, strict=True)
    )
    for (_, stop, name), (begin, _, following) in pairwise([*spans, (end, end, "")]):
        if stop > begin:
            refuse_unsafe(file, f"ZIP: {shown(name)} ∩ {shown(following)}")


def compared_name(name: str) -> str:
    """A part's name as readers compare it: without regard to its case, nor to the kind of its
    slashes."""
    return name.replace("\\", "/").casefold()


def compared_names(parts: Mapping[str, Part]) -> dict[str, Part]:
    """The same parts by the names that readers compare."""
    return {compared_name(name): part for name, part in parts.items()}


def check_sizes(file: str, parts: Iterable[Part]) -> None:
    """Refuse what would be too much when inflated; that it is no more than declared, `inflate` sees
    to."""
    total = 0
    for part in parts:
        total += part.size
        over = ""
        if part.size > MOST_BYTES_A_PART:
            over = f"{megabytes(part.size)} > {megabytes(MOST_BYTES_A_PART)}"
        elif part.size > RATIO_FROM and part.size > MOST_RATIO * part.packed:
            over = f"{part.size // max(part.packed, 1)}:1 > {MOST_RATIO}:1"
        if over:
            raise Refusal("input-over-size", Address(file), what=f"{shown(part.name)}: {over}")
    if total > MOST_BYTES:
        what = f"ZIP: {megabytes(total)} > {megabytes(MOST_BYTES)}"
        raise Refusal("input-over-size", Address(file), what=what)


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / MEGABYTE:,.0f} MB"


def inflate(file: str, data: bytes, part: Part) -> Iterator[bytes]:
    """The content of a part in pieces, never more of it than the part declares.

    More than declared is an archive made to deceive; less, or another checksum, is one that was
    damaged.
    """
    import zlib

    size = checksum = 0
    for piece in raw_pieces(file, data, part):
        size += len(piece)
        if size > part.size:
            refuse_unsafe(file, f"ZIP: {shown(part.name)}, > {part.size} B")
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if size != part.size or checksum != part.checksum:
        raise Refusal("input-damaged", Address(file), reason=f"ZIP: {shown(part.name)}")


def raw_pieces(file: str, data: bytes, part: Part) -> Iterator[bytes]:
    """The content of a part as it comes, at most `PIECE` bytes at a time."""
    import zlib

    source = memoryview(data)[part.start : part.start + part.packed]
    if part.method == STORED:
        yield from (bytes(source[at : at + PIECE]) for at in range(0, len(source), PIECE))
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(source), INPUT_PIECE):
            rest: bytes | memoryview = source[at : at + INPUT_PIECE]
            while rest and not stream.eof:
                yield stream.decompress(rest, PIECE)
                rest = stream.unconsumed_tail
        while not stream.eof and (piece := stream.decompress(b"", PIECE)):
            yield piece
    except zlib.error as fault:
        raise Refusal("input-damaged", Address(file), reason=f"ZIP: {shown(part.name)}") from fault


def beginning(file: str, data: bytes, part: Part) -> bytes:
    """The first piece of a part: enough of the small parts that say what an archive is."""
    return next(inflate(file, data, part), b"")


# --- what the parts hold ---

COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
PROLOG = 4096
CLAIMED_STRINGS = re.compile(
    rb"""<(?:\w+:)?sst\s[^<>]*?\buniqueCount\s*=\s*["']([0-9]{1,20})["']"""
)
MOST_UNCHECKED = 1_000_000


def check_contents(
    file: str,
    data: bytes,
    parts: dict[str, Part],
    watch: Callable[[Part, Iterator[bytes]], Iterator[bytes]] = lambda _, pieces: pieces,
) -> None:
    """Inflate every part once: none is more than it declares, holds a DTD, or has cells far
    outside.

    `watch` may look at the pieces of each worksheet as they pass, so that none is inflated for it
    again. Measured on a log of 100,000 rows (67 MB inflated): 0.2 s, of which the cells take a
    third.
    """
    for part in parts.values():
        pieces = inflate(file, data, part)
        head = next(pieces, b"")
        pieces = chain([head], pieces)
        match root_of_part(file, part.name, head):
            case "worksheet":
                if seems_large(file, watch(part, pieces)):
                    check_sheet(file, data, parts, part)
            case "sst":
                check_strings(file, part, head)
                for _ in pieces:
                    pass
            case "document-content":
                if seems_repeated(file, pieces):
                    check_tables(file, inflate(file, data, part))
            case _:
                for _ in pieces:
                    pass


def check_strings(file: str, part: Part, head: bytes) -> None:
    """Refuse a list of texts that claims more than it can hold: the reader makes room for all at
    once."""
    claimed = int(found[1]) if (found := CLAIMED_STRINGS.search(head)) else 0
    if claimed > MOST_UNCHECKED and claimed * len("<si/>") > part.size:
        refuse_unsafe(file, f"uniqueCount={claimed} ({shown(part.name)})")


def root_of_part(file: str, name: str, head: bytes) -> str:
    """The local name of the root element of a part; empty where the part is no XML. A DTD is
    refused.

    A DTD can only stand before the root element. One that begins later than any program's does
    counts as hidden.
    """
    text = as_text(head[:PROLOG])
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""
    root, declared = read_prolog(text)
    if declared or not root:
        refuse_unsafe(file, f"{declared or f'XML > {PROLOG} B'} ({shown(name)})")
    return root


def as_text(head: bytes) -> str:
    """The beginning of an XML part as text, in so far as its markup shows."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if head.startswith((b"<\0", b"\0<")):
        return head.decode("utf-16-le" if head[1] == 0 else "utf-16-be", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def read_prolog(text: str) -> tuple[str, str]:
    """The local name of the root element, and `<!DOCTYPE` or `<!ENTITY` where one stands before
    it."""
    bare = COMMENT.sub("", text)
    declared = re.search("<!(DOCTYPE|ENTITY)", bare, re.IGNORECASE)
    root = ROOT.search(bare)
    if declared and (not root or declared.start() < root.start()):
        return (root[1] if root else ""), declared[0].upper()
    return (root[1] if root else ""), ""


def refuse_unsafe(file: str, what: str) -> NoReturn:
    """The refusal of what no program writes that means well."""
    raise Refusal("input-unsafe", Address(file), what=what)


def whole(file: str, pieces: Iterable[bytes], cut: bytes) -> Iterator[bytes]:
    """The same text in pieces that end where `cut` begins, so that nothing is torn that does not
    hold it."""
    carry = b""
    for piece in pieces:
        head, found, tail = piece.rpartition(cut)
        if not found:
            carry += piece
            if len(carry) > LONGEST_CARRY:
                refuse_unsafe(file, f"XML: > {megabytes(LONGEST_CARRY)}")
            continue
        yield carry + head
        carry = found + tail
    yield carry


# --- xlsx: how far the cells of a sheet reach ---

# The quick look, in the form that programs write: hardly a column is too far for less than 100,000
# rows, and no number of rows is too much for the columns A to Z, unless most of them are not there.
WIDE = re.compile(rb'r="[A-Z]{2}')
VERY_WIDE = re.compile(rb'r="[A-Z]{3}')
TALL = re.compile(rb'row r="[0-9]{6}')
ROW_BEGIN, ROW_PLACE = b"<row ", re.compile(rb'<row r="([0-9]{1,7})"')
MOST_ABSENT = 10  # for one row that is there, before it seems that one lies far below
# The slow look: every cell that holds something. One without (`<c r="XFD1" s="3"/>`) the reader
# leaves out, as it must: whole rows with a border are common.
FILLED_CELL = re.compile(rb'c r="([A-Z]+)([0-9]+)"[^<>]{0,400}(?<!/)>')


class Extent:
    """The rectangle that holds every cell that is filled, and the cells that make it so large."""

    def __init__(self) -> None:
        self.filled = 0
        self.top = self.left = 1 << 62
        self.bottom = self.right = 0
        self.rightmost = self.lowest = ""

    def add(self, row: int, column: int) -> None:
        """Widen the rectangle to a cell."""
        if column > self.right:
            self.right, self.rightmost = column, f"{column_letters(column)}{row}"
        if row > self.bottom:
            self.bottom, self.lowest = row, f"{column_letters(column)}{row}"
        self.top, self.left = min(self.top, row), min(self.left, column)

    def is_stray(self) -> bool:
        """Whether the rectangle is larger than a sheet, or too large to lay out and all but
        empty."""
        cells = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        if self.right > LAST_COLUMN or self.bottom > LAST_ROW:
            return True
        return self.filled > 0 and cells > MOST_BLANK and self.filled * LEAST_FILLED < cells

    def refuse(self, file: str, sheet: str) -> NoReturn:
        """The refusal that names the cells."""
        cells = ", ".join(dict.fromkeys([self.rightmost, self.lowest]))
        raise Refusal("input-over-cells", Address(file, sheet), cell=cells, filled=self.filled)


def seems_large(file: str, pieces: Iterable[bytes]) -> bool:
    """Whether the cells of a sheet may reach so far that they have to be looked at one by one."""
    wide = very_wide = tall = False
    rows = last = 0
    for piece in whole(file, pieces, b"<"):
        wide = wide or WIDE.search(piece) is not None
        very_wide = very_wide or (wide and VERY_WIDE.search(piece) is not None)
        tall = tall or TALL.search(piece) is not None
        rows += piece.count(ROW_BEGIN)
        if place := ROW_PLACE.match(piece, max(0, piece.rfind(ROW_BEGIN))):
            last = max(last, int(place[1]))
    return very_wide or (wide and tall) or (last > MOST_ABSENT * rows and (wide or tall))


def check_sheet(file: str, data: bytes, parts: dict[str, Part], part: Part) -> None:
    """Refuse a sheet with a cell far outside.

    Only cells that say where they are are looked at, in the form that programs write; where another
    form hides one, the limits of the process hold.
    """
    extent = Extent()
    for piece in whole(file, inflate(file, data, part), b"<"):
        cells = FILLED_CELL.findall(piece)
        extent.filled += len(cells)
        columns = outermost({letters for letters, _ in cells}, column_of, extent.left, extent.right)
        rows = outermost({digits for _, digits in cells}, row_of, extent.top, extent.bottom)
        for letters, digits in cells if columns or rows else ():
            if letters in columns or digits in rows:
                extent.add(row_of(digits), column_of(letters))
    if extent.is_stray():
        extent.refuse(file, sheet_name(file, data, parts, part))


def outermost(
    names: set[bytes], place_of: Callable[[bytes], int], least: int, most: int
) -> set[bytes]:
    """The first and the last of some rows or columns, as far as they are beyond what was seen
    before."""
    ends = {min(names, key=place_of), max(names, key=place_of)} if names else set()
    return {name for name in ends if not least <= place_of(name) <= most}


def row_of(digits: bytes) -> int:
    """A row's number; more digits than any row has are as good as endless."""
    return int(digits[:12])


def column_of(letters: bytes) -> int:
    """The 1-based number of a column's letters."""
    result = 0
    for letter in letters.upper()[:8]:
        result = result * 26 + letter - 64
    return result


def sheet_name(file: str, data: bytes, parts: dict[str, Part], part: Part) -> str:
    """The name of the sheet that a part holds, by the workbook's relations; empty where they do not
    tell."""
    names = compared_names(parts)
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names.keys():
        return ""
    relations = beginning(file, data, names["xl/_rels/workbook.xml.rels"]).decode(
        "utf-8", "replace"
    )
    book = beginning(file, data, names["xl/workbook.xml"]).decode("utf-8", "replace")
    targets = {one.get("Id"): one.get("Target", "") for one in elements(relations, "Relationship")}
    for sheet in elements(book, "sheet"):
        target = next(
            (targets.get(value, "") for key, value in sheet.items() if key.endswith(":id")), ""
        )
        if part.name in (target.lstrip("/"), f"xl/{target}"):
            return unescape(sheet.get("name", ""))
    return ""


# Begins at the beginning of a name only, so that a long one is not tried from each of its letters.
ATTRIBUTE = re.compile(r"""(?<![\w:])([\w:]+)\s*=\s*(["'])(.*?)\2""", re.DOTALL)


def elements(text: str, name: str) -> Iterator[dict[str, str]]:
    """The attributes of each element of that local name."""
    for found in re.finditer(rf"<(?:\w+:)?{name}\s([^<>]*)>", text):
        yield {key: value for key, _, value in ATTRIBUTE.findall(found[1])}


# --- ods: cells and rows that stand for many ---

# A row or cell that stands for a hundred or more, and whether it is the last of its row.
REPEATED = re.compile(rb'number-(rows|columns)-repeated="[0-9]{3,}"(/></table:table-row>)?')
# More blanks in a row than a cell takes letters.
SPACES = re.compile(rb"""<text:s\s[^<>]*?text:c\s*=\s*["'][0-9]{5,}""")
FILLED = re.compile(rb"\s(?:office:(?:[a-z]+-)?value(?:-type)?|table:formula)=")
TABLE_END = b"</table:table>"
TABLE_TAG = re.compile(rb"<table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])([^<>]*)>")
TABLE_NAME = re.compile(rb"""table:name\s*=\s*(["'])(.*?)\1""")
TIMES = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]+)["']""")


def seems_repeated(file: str, pieces: Iterable[bytes]) -> bool:
    """Whether rows or cells are repeated a hundred times other than as the blank end of a row or a
    table.

    Every program writes such an end: a million rows of 16,384 columns in two elements.
    """
    suspect = awaiting = False
    for piece in whole(file, pieces, b"<table:table-row"):
        if spaces := SPACES.search(piece):
            refuse_unsafe(file, shown(spaces[0].decode("latin-1")))
        if awaiting:
            is_filled, awaiting, _ = await_end(piece, 0)
            suspect = suspect or is_filled
        blank_until = 0
        for found in () if suspect else REPEATED.finditer(piece):
            begin = piece.rfind(b"<", 0, found.start())
            if found[1] == b"rows":
                if begin >= blank_until:
                    is_filled, awaiting, blank_until = await_end(piece, found.end())
                    suspect = suspect or is_filled
            elif not piece.startswith(b"<table:table-column", begin):
                is_blank_end = found[2] and FILLED.search(piece, begin, found.start()) is None
                suspect = suspect or not is_blank_end
    return suspect


def await_end(text: bytes, start: int) -> tuple[bool, bool, int]:
    """Whether a cell of the same table follows that holds something, whether its end is still to
    come, and how far this was looked for.
    """
    end = text.find(TABLE_END, start)
    stop = end if end >= 0 else len(text)
    return FILLED.search(text, start, stop) is not None, end < 0, stop


def check_tables(file: str, pieces: Iterable[bytes]) -> None:
    """Refuse a table whose repeated rows and cells make far more of it than it holds."""
    extent, name, row, rows, column = Extent(), "", 0, 0, 0
    for piece in whole(file, pieces, b"<table:table-row"):
        for tag in TABLE_TAG.finditer(piece):
            kind, attributes = tag.groups()
            times = int(found[1][:12]) if (found := TIMES.search(attributes)) else 1
            if kind == b"table":
                if extent.is_stray():
                    extent.refuse(file, name)
                named = TABLE_NAME.search(attributes)
                name = unescape(named[2].decode("utf-8", "replace")) if named else ""
                extent, row, rows = Extent(), 0, 0
            elif kind == b"table-row":
                row, rows, column = row + rows, times, 0
            else:
                if FILLED.search(attributes):
                    extent.filled += 1
                    extent.add(row + 1, column + 1)
                    extent.add(row + rows, column + times)
                column += times
    if extent.is_stray():
        extent.refuse(file, name)


# --- xls: how far the cells of a sheet reach ---

# Records of cells that hold something (MS-XLS 2.5): formula, label, number, and so on; the row and
# the column come first. One that holds the numbers of several cells ends with the column of the
# last.
CELL_RECORDS = {0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E}
NUMBERS_RECORD = 0xBD
BEGIN_RECORD = 0x809
RECORD, PLACE = struct.Struct("<HH"), struct.Struct("<HH")


def check_records(file: str, book: bytes) -> None:
    """Refuse a sheet of an xls with a cell far outside."""
    extent, at = Extent(), 0
    while at + RECORD.size <= len(book):
        kind, size = RECORD.unpack_from(book, at)
        at += RECORD.size
        if kind in CELL_RECORDS and at + PLACE.size <= len(book):
            row, column = PLACE.unpack_from(book, at)
            last = column
            if kind == NUMBERS_RECORD and at + size <= len(book):
                last = int.from_bytes(book[at + size - 2 : at + size], "little")
            extent.filled += max(1, last - column + 1)
            for one in {column, last}:
                if not (extent.top <= row < extent.bottom and extent.left <= one < extent.right):
                    extent.add(row + 1, one + 1)
        elif kind == BEGIN_RECORD:
            if extent.is_stray():
                extent.refuse(file, "")
            extent = Extent()
        at += size
    if extent.is_stray():
        extent.refuse(file, "")


# --- compound files ---

LAST_SECTOR = (
    0xFFFFFFFA  # greater numbers are marks: end of chain, free, sector of the table itself
)
ENTRY = 128  # bytes of an entry of the directory
STREAM, ROOT_STORAGE = 2, 5


class CompoundFile:
    """The directory of a compound file (MS-CFB): which streams it holds, which tells one kind from
    another.

    Chains of sectors may run in a circle, and the reader would follow one until the memory is full.
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
        """The bytes of one sector; the last of a file may be short."""
        start = (place + 1) * self.size
        return self.data[start : start + self.size]

    def words(self, place: int) -> list[int]:
        """A sector as numbers of four bytes."""
        return [
            number
            for (number,) in struct.iter_unpack("<I", self.sector(place).ljust(self.size, b"\xff"))
        ]

    def read_table(self) -> list[int]:
        """Sector → the next of its chain; where the table itself is, the header says and its own
        chain."""
        places = list(struct.unpack_from("<109I", self.data, 76))
        (place,) = struct.unpack_from("<I", self.data, 68)
        seen: set[int] = set()
        while place < LAST_SECTOR:
            self.refuse_circle(place, seen)
            *more, place = self.words(place)
            places += more
        table: list[int] = []
        for place in places:
            if place < LAST_SECTOR and (place + 1) * self.size < len(self.data):
                table += self.words(place)
        return table

    def chain(self, place: int) -> Iterator[int]:
        """The sectors of a chain, in order."""
        seen: set[int] = set()
        while place < LAST_SECTOR:
            self.refuse_circle(place, seen)
            yield place
            place = self.table[place]

    def refuse_circle(self, place: int, seen: set[int]) -> None:
        """Refuse a chain that comes back to a sector."""
        if place in seen:
            refuse_unsafe(self.file, "CFB: ∞")
        seen.add(place)

    def read_entries(self) -> list[bytes]:
        """The entries of the directory."""
        (place,) = struct.unpack_from("<I", self.data, 48)
        directory = b"".join(map(self.sector, self.chain(place)))
        return [directory[at : at + ENTRY] for at in range(0, len(directory) - ENTRY + 1, ENTRY)]

    def streams(self) -> set[str]:
        """The names of the streams beside the root: what is embedded lies deeper and says
        nothing."""
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
        """Follow the chain of every stream, and that of the small streams, once: to its end, and in
        the file.

        A file that was cut off would be read as one with fewer rows.
        """
        for entry in self.entries:
            kind = entry[66]
            place, size = struct.unpack_from("<II", entry, 116)
            if kind == ROOT_STORAGE or (kind == STREAM and size >= 4096):
                for sector in self.chain(place):
                    if not self.sector(sector):
                        raise Refusal("input-damaged", Address(self.file), reason="CFB")


def entry_name(entry: bytes) -> str:
    """The name of an entry; what a longer one before it left behind is no part of it."""
    (size,) = struct.unpack_from("<H", entry, 64)
    return entry[: min(max(size - 2, 0), 64)].decode("utf-16-le", "replace")


def compound_streams(file: str, data: bytes) -> set[str]:
    """The names of the streams beside the root; none where the file is too broken to tell."""
    try:
        compound = CompoundFile(file, data)
        compound.check_chains()
        return compound.streams()
    except (struct.error, IndexError, ValueError):
        return set()
