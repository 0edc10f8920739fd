"""Workbooks built byte by byte, where no library writes what a test needs: as small as can be."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD  # marks in the table of a compound file


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return data.getvalue()


def content_types(main_part: str, main_type: str) -> bytes:
    """The part that says what every part is."""
    return f"""{XML}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/{main_part}" ContentType="{main_type}"/></Types>""".encode()


def relations(*targets: str) -> bytes:
    """The relations of a part, numbered rId1, rId2 …: `type target` each."""
    lines = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate((one.split() for one in targets), start=1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


def xlsx(
    rows: str,
    changes: Mapping[str, bytes] | None = None,
    *,
    dimension: str = "A1",
    main_type: str = SHEET_TYPE,
    properties: str = "<workbookPr/>",
) -> bytes:
    """An xlsx with one sheet 台账 of these rows; `changes` replace or add parts."""
    parts = {
        "[Content_Types].xml": content_types("xl/workbook.xml", main_type),
        "_rels/.rels": relations("officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f"""{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}
<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>""".encode(),
        "xl/_rels/workbook.xml.rels": relations(
            "worksheet worksheets/sheet1.xml",
            "styles styles.xml",
            "sharedStrings sharedStrings.xml",
        ),
        "xl/styles.xml": f"""{XML}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>
<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>""".encode(),
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}"><si><t>a</t></si></sst>'.encode(),
        "xl/worksheets/sheet1.xml": f"""{XML}<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}">
<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>""".encode(),
    }
    return archive(parts | dict(changes or {}))


def ods(
    rows: str, *, styles: str = "", encrypted: bool = False, kind: str = "spreadsheet"
) -> bytes:
    """An OpenDocument file with one sheet 台账 of these rows, and styles of its own."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "number", "calcext", "manifest")
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    secret = "<manifest:encryption-data/>" if encrypted else ""
    return archive({
        "mimetype": media.encode(),
        "META-INF/manifest.xml": f"""{XML}<manifest:manifest {namespaces}>
<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>
<manifest:file-entry manifest:full-path="content.xml">{secret}</manifest:file-entry>
</manifest:manifest>""".encode(),
        "content.xml": f"""{XML}<office:document-content {namespaces}>
<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="台账"><table:table-column table:number-columns-repeated="16384"/>{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>""".encode(),
    })  # fmt: skip


# --- xlsb ---


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of BIFF12: its kind and size in seven bits a byte."""
    kinds = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    sizes = b""
    while size > 127:
        sizes, size = sizes + bytes([size & 0x7F | 0x80]), size >> 7
    return kinds + sizes + bytes([size]) + content


def wide(text: str) -> bytes:
    """A text of BIFF12."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(
    rows: Mapping[int, Mapping[int, str]],
    *,
    in_rows: bytes = b"",
    below: bytes = b"",
    styles: bytes = b"",
) -> bytes:
    """An xlsb with one sheet 台账: row → column → text, from 0; `in_rows` are more records of the
    last row, `below` some after all cells, `styles` those of the styles.
    """
    cells = b"".join(
        record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        + b"".join(
            record(6, struct.pack("<II", column, 0) + wide(text)) for column, text in line.items()
        )
        for row, line in rows.items()
    )
    columns = [column for line in rows.values() for column in line]
    dimension = struct.pack("<IIII", min(rows), max(rows), min(columns), max(columns))
    return archive({
        "[Content_Types].xml": content_types(
            "xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
        ),
        "_rels/.rels": relations("officeDocument xl/workbook.bin"),
        **({"xl/styles.bin": styles} if styles else {}),
        "xl/workbook.bin": record(131) + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("台账")) + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": relations("worksheet worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": record(129) + record(148, dimension) + record(145) + cells
        + in_rows + record(146) + below + record(130),
    })  # fmt: skip


# --- xls ---

BiffRecord = tuple[int, bytes]
BIFF_EOF = (0x0A, b"")


def biff(*records: BiffRecord) -> bytes:
    """Records of BIFF: two bytes of kind, two of size, the content."""
    return b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in records)


def xls_of(
    *cells: BiffRecord, about: tuple[BiffRecord, ...] = (), version: int = 0x600, name: bytes = b""
) -> bytes:
    """An xls with one sheet, by default `a` in BIFF8, of these cells, and records `about` the book."""
    begin = (0x809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0))
    worksheet = (0x809, struct.pack("<HHHHII", version, 16, 0, 0, 0, 0))
    listed = struct.pack("<H", 0) + (name or b"\1\0a")
    place = len(biff(begin, *about, (0x85, bytes(4) + listed), BIFF_EOF))
    sheet = (0x85, struct.pack("<I", place) + listed)
    return compound_file({
        "Workbook": biff(begin, *about, sheet, BIFF_EOF, worksheet, *cells, BIFF_EOF)
    })  # fmt: skip


# --- compound files ---


def compound_file(streams: Mapping[str, bytes], circle: str = "") -> bytes:
    """A compound file with these streams beside its root, in sectors of 512 bytes.

    Sector 0 is the table, then the directory, then the streams, each padded to where it is no small one.
    `circle` names a chain that comes back to its beginning: a stream, the directory, or the table's own.
    """
    contents = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    table = [TABLE]
    starts = {}
    sizes = {"directory": (len(contents) + 4) // 4} | {
        n: -(-len(c) // 512) for n, c in contents.items()
    }
    for name, size in sizes.items():
        starts[name] = len(table)
        table += [
            *range(len(table) + 1, len(table) + size),
            starts[name] if circle == name else END,
        ]
    directory = entry("Root Entry", 5, child=1)
    for number, (name, content) in enumerate(contents.items(), start=1):
        following = number + 1 if number < len(contents) else FREE
        directory += entry(name, 2, right=following, start=starts[name], size=len(content))
    own = len(table) if circle == "table" else END
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    )
    header += bytes(6) + struct.pack(
        "<IIIIIIIII", 0, 1, starts["directory"], 0, 4096, END, 0, own, own != END
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    body = b"".join(
        content.ljust(-(-len(content) // 512) * 512, b"\0") for content in contents.values()
    )
    more = struct.pack("<128I", *[FREE] * 127, own) if circle == "table" else b""
    table += [FREE] * (128 - len(table))
    return (
        header
        + struct.pack("<128I", *table)
        + directory.ljust(sizes["directory"] * 512, b"\0")
        + body
        + more
    )


def entry(
    name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = END, size: int = 0
) -> bytes:
    """One entry of the directory of a compound file."""
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
