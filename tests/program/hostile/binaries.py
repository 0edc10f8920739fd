"""Hostile compound files: xls workbooks and what hides in the same container."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence

from tests.containers import FREE, compound_file
from tests.program.hostile.case import LOG, Case

BEGIN, END, SHEET, LABEL, NUMBER, SHARED, TEXT, DIMENSIONS, CONTINUE, FORMULA, ROW, MERGED = (
    0x0809, 0x0A, 0x85, 0x204, 0x203, 0xFC, 0xFD, 0x200, 0x3C, 0x06, 0x208, 0xE5,
)  # fmt: skip
Record = tuple[int, bytes]


def records(parts: Sequence[Record]) -> bytes:
    """Records of BIFF8: two bytes of kind, two of size, the content."""
    return b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in parts)


def said(text: str) -> bytes:
    """A text of BIFF8: its length, that it takes two bytes a letter, its letters."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def label(row: int, column: int, text: str) -> Record:
    """A cell of text."""
    return LABEL, struct.pack("<HHH", row, column, 0) + said(text)


def sheet_entry(start: int, name: str = "log", state: int = 0, kind: int = 0) -> Record:
    """A sheet in the list of the workbook."""
    text = name.encode("utf-16-le")
    return SHEET, struct.pack("<IBBBB", start, state, kind, len(name), 1) + text


CELLS = [
    label(row, column, text) for row, texts in enumerate(LOG) for column, text in enumerate(texts)
]
BOOK = (BEGIN, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
WORKSHEET = (BEGIN, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))


def stream(
    cells: Sequence[Record] = CELLS,
    more: Sequence[Record] = (),
    start: int | None = None,
    **entry: int | str,
) -> bytes:
    """The stream of a workbook with one sheet; `start` lies about where that begins."""
    place = len(records([BOOK, sheet_entry(0, **entry), *more, (END, b"")]))  # type: ignore[arg-type]
    told = sheet_entry(place if start is None else start, **entry)  # type: ignore[arg-type]
    return records([BOOK, told, *more, (END, b""), WORKSHEET, *cells, (END, b"")])


def xls(*below: Record, **options: object) -> bytes:
    """The sound log as xls, with records after its cells."""
    return compound_file({"Workbook": stream([*CELLS, *below], **options)})  # type: ignore[arg-type]


def lying(kind: int, size: int, content: bytes = b"") -> Callable[[], bytes]:
    """A record that says a size of its own, as the last of the workbook."""

    def build() -> bytes:
        body = stream()
        return compound_file({"Workbook": body[:-4] + struct.pack("<HH", kind, size) + content})

    return build


def poked(at: int, form: str, *values: int) -> Callable[[], bytes]:
    """The sound log with numbers written over its container."""

    def build() -> bytes:
        data = bytearray(xls())
        struct.pack_into(form, data, at, *values)
        return bytes(data)

    return build


SECTOR = 512
DIRECTORY = SECTOR * 2
BELOW: dict[str, tuple[int | str, list[Record]]] = {
    "xls: the sound log": (3, []),
    "xls: a cell at the last place": ("input-over-cells", [(NUMBER, struct.pack("<HHHd", 65535, 255, 0, 1.0))]),
    "xls: a cell beyond the last column": ("input-over-cells", [(NUMBER, struct.pack("<HHHd", 65535, 65535, 0, 1.0))]),
    "xls: a cell twice": (3, [label(1, 0, "2024-9")]),
    "xls: a number that is none": (3, [(NUMBER, struct.pack("<HHHd", 4, 1, 0, float("nan")))]),
    "xls: a number without end": (3, [(NUMBER, struct.pack("<HHHd", 4, 1, 0, float("inf")))]),
    "xls: a cell of nought bytes": ("input-damaged", [(NUMBER, b"")]),
    "xls: a text that says 65,535 letters": (3, [(LABEL, struct.pack("<HHHHB", 4, 0, 0, 0xFFFF, 1))]),
    "xls: a text of half a letter": (3, [(LABEL, struct.pack("<HHHHB", 4, 0, 0, 1, 1) + b"a")]),
    "xls: a text of half characters": (3, [(LABEL, struct.pack("<HHHHB", 4, 0, 0, 2, 1) + b"\0\xd8\0\xd8")]),
    "xls: a shared text that is missing": (3, [(TEXT, struct.pack("<HHHI", 4, 0, 0, 0xFFFFFFFF))]),
    "xls: a shared text before the first": (3, [(TEXT, struct.pack("<HHHi", 4, 0, 0, -1))]),
    "xls: a format that is missing": (3, [(NUMBER, struct.pack("<HHHd", 4, 1, 0xFFFF, 45416.0))]),
    "xls: a dimension of the whole sheet": (3, [(DIMENSIONS, struct.pack("<IIHHH", 0, 65536, 0, 256, 0))]),
    "xls: a dimension that lies": ("input-killed-reader input-over-memory", [(DIMENSIONS, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))]),
    "xls: a formula of nought bytes": ("input-damaged", [(FORMULA, b"")]),
    "xls: a formula of endless tokens": ("input-damaged", [(FORMULA, struct.pack("<HHHQHIH", 4, 1, 0, 0, 0, 0, 0xFFFF) + b"\x44" * 99)]),
    "xls: a row of nought bytes": (3, [(ROW, b"")]),
    "xls: merged cells of nought bytes": ("input-damaged", [(MERGED, b"")]),
    "xls: 65,535 merged ranges that are not there": ("input-damaged", [(MERGED, b"\xff\xff")]),
    "xls: a merged range of everything, 1,000 times": (3, [(MERGED, struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 65535, 0, 255) * 1000)]),
    "xls: a continuation of nothing": (3, [(CONTINUE, bytes(8000))]),
    "xls: 2,000 sheets begin": (3, [WORKSHEET] * 2_000),
    "xls: 10,000 sheets end": (3, [(END, b"")] * 10_000),
    "xls: 10,000 records of our own": (3, [(0xABCD, b"")] * 10_000),
}  # fmt: skip
OPTIONS: dict[str, tuple[int | str, dict[str, object]]] = {
    "xls: shared texts that claim 4 thousand million": (3, {"more": [(SHARED, b"\xff" * 8)]}),
    "xls: shared texts cut off": (3, {"more": [(SHARED, struct.pack("<II", 3, 3) + said("a"))]}),
    "xls: a shared text with 65,535 runs": ("input-damaged", {"more": [(SHARED, struct.pack("<IIHBH", 1, 1, 1, 8, 0xFFFF) + b"a")]}),
    "xls: a shared text with 4 GB of sounds": ("input-damaged", {"more": [(SHARED, struct.pack("<IIHBI", 1, 1, 1, 4, 0xFFFFFFFF) + b"a")]}),
    "xls: a sheet that begins beyond the end": ("input-damaged", {"start": 0x7FFFFFFF}),
    "xls: a sheet that begins at the beginning": ("header-missing", {"start": 0}),
    "xls: a sheet that begins within a record": ("input-damaged", {"start": 7}),
    "xls: a hidden sheet alone": (3, {"state": 1}),
    "xls: a very hidden sheet alone": (3, {"state": 2}),
    "xls: a sheet in a state of our own": ("input-damaged", {"state": 3}),
    "xls: a chart alone": ("header-missing", {"kind": 2}),
    "xls: a sheet of macros": (3, {"kind": 1}),
    "xls: a module of Basic": ("header-missing", {"kind": 6}),
    "xls: a sheet of a kind of our own": ("input-damaged", {"kind": 99}),
    "xls: a sheet without a name": (3, {"name": ""}),
    "xls: a sheet with two lines in its name": (3, {"name": "a\nb\r\x1b[2J"}),
    "xls: a sheet with marks of direction in its name": (3, {"name": "\u202elog\u2066"}),
    "xls: a version of the future": (3, {"more": [(BEGIN, struct.pack("<HHHHII", 0x9999, 5, 0, 0, 0, 0))]}),
    "xls: a password": ("input-damaged", {"more": [(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))]}),
    "xls: 1,000 sheets": ("input-over-size", {"more": [sheet_entry(0, f"s{n}") for n in range(1000)]}),
    "xls: two sheets of one name": ("input-unsafe", {"more": [sheet_entry(0)]}),
    "xls: a code page of our own": ("input-damaged", {"more": [(0x42, b"\xff\xff")]}),
    "xls: days from 1904": (3, {"more": [(0x22, b"\1\0")]}),
    "xls: 2,000 names": ("input-damaged", {"more": [(0x18, bytes(14))] * 2_000}),
    "xls: 10,000 formats that are none": ("input-damaged", {"more": [(0xE0, b"")] * 10_000}),
    "xls: a link to another program": (3, {"more": [(0x1AE, b"\2\0\1\x04"), (0x23, b"\xff" * 30)]}),
}  # fmt: skip
CONTAINERS: dict[str, tuple[int | str, Callable[[], bytes]]] = {
    "xls: a record longer than the rest": ("input-damaged", lying(LABEL, 0xFFFF)),
    "xls: a record of fewer noughts than it says": ("input-damaged", lying(0xABCD, 0xF000, bytes(0xD000))),
    "xls: half a record": (2, lambda: compound_file({"Workbook": stream()[:-5]})),
    "xls: no end of the sheet": (3, lambda: compound_file({"Workbook": stream()[:-4]})),
    "xls: a workbook of nothing": ("input-damaged", lambda: compound_file({"Workbook": b""})),
    "xls: a workbook of noughts": ("input-damaged", lambda: compound_file({"Workbook": bytes(9000)})),
    "xls: a workbook of ones": ("input-damaged", lambda: compound_file({"Workbook": b"\xff" * 9000})),
    "xls: two workbooks": (3, lambda: compound_file({"Workbook": stream(), "Book": stream()})),
    "CFB: a workbook that is encrypted": ("input-encrypted", lambda: compound_file({"EncryptionInfo": bytes(900), "EncryptedPackage": bytes(9000)})),
    "CFB: an encrypted workbook whose container lies": ("input-unsafe", lambda: compound_file({"EncryptedPackage": bytes(9000)}, circle="directory")),
    "CFB: a letter": ("input-not-a-spreadsheet", lambda: compound_file({"WordDocument": bytes(9000)})),
    "CFB: slides": ("input-not-a-spreadsheet", lambda: compound_file({"PowerPoint Document": bytes(9000)})),
    "CFB: no stream": ("input-damaged", lambda: compound_file({})),
    "CFB: streams of our own": ("input-not-a-spreadsheet", lambda: compound_file({"\x01\x1b[2J": b"a", "\u202e": b"b"})),
    "CFB: its header alone": ("input-damaged", lambda: xls()[:512]),
    "CFB: its mark alone": ("input-damaged", lambda: xls()[:8]),
    "CFB: noughts behind a mark": ("input-damaged", lambda: xls()[:8] + bytes(9000)),
    "CFB: ones behind a mark": ("input-damaged", lambda: xls()[:8] + b"\xff" * 9000),
    "CFB: a stream in a circle": ("input-unsafe", lambda: compound_file({"Workbook": stream()}, circle="Workbook")),
    "CFB: a directory in a circle": ("input-unsafe", lambda: compound_file({"Workbook": stream()}, circle="directory")),
    "CFB: a table in a circle": ("input-unsafe", lambda: compound_file({"Workbook": stream()}, circle="table")),
    "CFB: sectors of nought bytes": ("input-damaged", poked(30, "<H", 0)),
    "CFB: sectors of 2⁶⁴ bytes": ("input-damaged", poked(30, "<H", 64)),
    "CFB: small sectors of 2⁶⁴ bytes": ("input-damaged", poked(32, "<H", 64)),
    "CFB: 4 thousand million sectors of table": (3, poked(44, "<I", 0xFFFFFFFF)),
    "CFB: a directory beyond the end": ("input-damaged", poked(48, "<I", 0x00FFFFFF)),
    "CFB: small streams from 4 GB on": (3, poked(56, "<I", 0xFFFFFFFF)),
    "CFB: small streams from nought on": (3, poked(56, "<I", 0)),
    "CFB: more table beyond the end": ("input-damaged", poked(68, "<II", 0x00FFFFFF, 1)),
    "CFB: a table that is the header": (3, poked(76, "<I", 0)),
    "CFB: a table beyond the end": ("input-damaged", poked(76, "<I", 0x00FFFFFF)),
    "CFB: every sector points at itself": ("input-unsafe", poked(SECTOR, "<20I", *range(20))),
    "CFB: every sector points at the first": ("input-unsafe", poked(SECTOR, "<20I", *[0] * 20)),
    "CFB: every sector is free": ("input-damaged", poked(SECTOR, "<20I", *[FREE] * 20)),
    "CFB: every sector points beyond the end": ("input-damaged", poked(SECTOR, "<20I", *[0x00FFFFFF] * 20)),
    "CFB: a root that is its own child": (3, poked(DIRECTORY + 76, "<I", 0)),
    "CFB: a stream that is its own neighbour": (3, poked(DIRECTORY + 128 + 68, "<II", 1, 1)),
    "CFB: a stream of 4 GB": (3, poked(DIRECTORY + 128 + 120, "<I", 0xFFFFFFFF)),
    "CFB: a stream of nought bytes": ("input-damaged", poked(DIRECTORY + 128 + 120, "<I", 0)),
    "CFB: a stream that begins beyond the end": ("input-damaged", poked(DIRECTORY + 128 + 116, "<I", 0x00FFFFFF)),
    "CFB: a name of 65,535 bytes": ("input-not-a-spreadsheet", poked(DIRECTORY + 128 + 64, "<H", 0xFFFF)),
    "CFB: a name of nought bytes": ("input-not-a-spreadsheet", poked(DIRECTORY + 128 + 64, "<H", 0)),
    "CFB: an entry of a kind of our own": (3, poked(DIRECTORY + 128 + 66, "<B", 99)),
}  # fmt: skip


def cases() -> Iterator[Case]:
    """Every hostile compound file."""
    for name, (outcome, below) in BELOW.items():
        yield Case(name, outcome, lambda below=below: xls(*below), ".xls")
    for name, (outcome, options) in OPTIONS.items():
        yield Case(name, outcome, lambda options=options: xls(**options), ".xls")
    for name, (outcome, build) in CONTAINERS.items():
        yield Case(name, outcome, build, ".xls")
    for tenth in range(1, 10):
        yield Case(
            f"xls: cut off at {tenth}/10",
            "input-damaged",
            lambda at=tenth: xls()[: len(xls()) * at // 10],
            ".xls",
        )
