"""Files made to do harm: each is one refusal, with exit status 3, in seconds, and none gets past its guard.

They are read as the program reads them: in a child process with little memory and little time. A guard that
fails shows as another code, for then the process dies (`input-killed-reader`) or runs out of time.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from reportcli.files.archive import INFLATED_PIECE, MEGABYTE, Archive, Member, check_sizes
from reportcli.files.extent import seems_large, seems_repeated
from reportcli.finding import Refusal
from reportcli.intake.child.parent import Limits, Readings
from reportcli.intake.child.wire import FileReading
from reportcli.settings import Settings
from tests.containers import MAIN, compound_file, ods, xlsb, xlsx

NO_PARTS = Archive("log.xlsx", b"", {})
LIMITS = Limits(memory=512, seconds=20)
CELLS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


def read(path: Path) -> FileReading:
    (reading,) = Readings([str(path)], Settings(), LIMITS).result()
    return reading


def refusal(folder: Path, content: bytes) -> Refusal:
    """The one refusal of a file of that content, which can be worded in both languages."""
    path = folder / "log.xls"
    path.write_bytes(content)
    with pytest.raises(ExceptionGroup) as caught:
        read(path)
    (found,) = caught.value.exceptions
    assert isinstance(found, Refusal)
    assert found.status == 3
    assert "{" not in found.message("zh") + found.message("en")
    return found


def is_read(folder: Path, content: bytes) -> bool:
    """Whether a file of that content is read, and all its sheets."""
    path = folder / "log.xls"
    path.write_bytes(content)
    return len(read(path).sheets) == 1


# --- archives ---


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
def test_an_archive_not_built_as_programs_build_it(
    tmp_path: Path, content: bytes, code: str, what: str
) -> None:
    found = refusal(tmp_path, content)
    assert found.code == code
    assert what in found.message("zh")


def test_the_sound_archive_is_read(tmp_path: Path) -> None:
    assert is_read(tmp_path, SOUND)
    assert is_read(tmp_path, with_part("xl/media/note.txt", b"a" * 99))


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


# --- what must not be in any part ---

LAUGHS = '<!DOCTYPE a [<!ENTITY a0 "ha">{}]>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)
DECLARATIONS = {
    "a plain one": "<!DOCTYPE workbook>",
    "billion laughs": LAUGHS,
    "quadratic blow-up": f'<!DOCTYPE a [<!ENTITY a "{"a" * 2000}">]>',
    "external entity": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external subset": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    "in small letters": "<!doctype a>",
    "after a comment": "<!-- <workbook> --><!DOCTYPE a>",
    "after a long comment": f"<!-- {'-' * 5000}> --><!DOCTYPE a>",
}


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)
def test_a_dtd_in_a_part(tmp_path: Path, declaration: str, name: str) -> None:
    sound = zipfile.ZipFile(io.BytesIO(SOUND)).read(name)
    found = refusal(tmp_path, xlsx(CELLS, {name: declaration.encode() + sound}))
    assert found.code == "input-unsafe"
    assert name[:39] in found.message("en")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_dtd_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    content = "<?xml version='1.0'?><!DOCTYPE a []><a/>".encode(encoding)
    assert refusal(tmp_path, with_part("customXml/item1.xml", content)).code == "input-unsafe"


def test_a_doctype_in_text_is_text(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;!DOCTYPE html></t></is></c></row>'
    assert is_read(tmp_path, xlsx(cells))


# --- cells far outside ---


def cell(place: str) -> str:
    row = re.sub(r"\D", "", place)
    return f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (CELLS + cell("XFD1048576"), "XFD1048576"),
        (CELLS + cell("ABC200000"), "ABC200000"),
        (CELLS + cell("XFD7") + cell("A1048576"), "XFD7, A1048576"),
        (cell("A1048576") + cell("XFD7"), "XFD7, A1048576"),
        (CELLS + cell("ZZZZZ99999999"), "ZZZZZ99999999"),
        (CELLS.replace("<c", "<x:c").replace("</c", "</x:c") + cell("XFD1048576"), "XFD1048576"),
    ],
)
def test_a_stray_cell_is_named_with_its_sheet(tmp_path: Path, cells: str, named: str) -> None:
    found = refusal(tmp_path, xlsx(cells, dimension="A1:B1"))
    assert found.code == "input-over-cells"
    assert found.address
    assert found.address.sheet == "台账"
    assert f"{named} " in found.message("zh")


@pytest.mark.parametrize(
    ("cells", "dimension"),
    [
        pytest.param(CELLS, "A1:XFD1048576", id="a dimension that lies"),
        pytest.param(
            CELLS + '<row r="1048576"><c r="XFD1048576" s="0"/></row>',
            "A1",
            id="a format far outside",
        ),
        pytest.param(
            CELLS + "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 3000)),
            "A1",
            id="formats below",
        ),
        pytest.param(CELLS + cell("A1048576"), "A1", id="a cell far below"),
        pytest.param(CELLS + cell("XFD1"), "A1", id="a cell far to the right"),
        pytest.param(CELLS + cell("ABC8000"), "A1", id="a cell not so far outside"),
    ],
)
def test_what_only_seems_large_is_read(tmp_path: Path, cells: str, dimension: str) -> None:
    assert is_read(tmp_path, xlsx(cells, dimension=dimension))


def test_a_claim_of_many_texts_is_not_believed(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    )
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    found = refusal(tmp_path, xlsx(cells, {"xl/sharedStrings.xml": strings.encode()}))
    assert (found.code, found.details["what"]) == (
        "input-unsafe",
        "uniqueCount=4294967295 (xl/sharedStrings.xml)",
    )
    modest = strings.replace('uniqueCount="4294967295"', 'uniqueCount="100"')
    assert is_read(tmp_path, xlsx(cells, {"xl/sharedStrings.xml": modest.encode()}))


def test_what_no_guard_sees_ends_the_process_and_no_more(tmp_path: Path) -> None:
    cells_without_place = CELLS + '<row r="1048576">' + "<c><v>1</v></c>" * 200 + "</row>"
    assert refusal(tmp_path, xlsx(cells_without_place)).code == "input-killed-reader"
    assert (
        refusal(tmp_path, xlsb({0: {0: "a"}, 1048575: {16383: "b"}})).code == "input-killed-reader"
    )


def test_a_tag_without_end(tmp_path: Path) -> None:
    cells = CELLS + f'<row r="2" note="{"a" * 40_000_000}"/>'
    assert refusal(tmp_path, xlsx(cells)).code in ("input-unsafe", "input-over-size")


VALUE = 'office:value-type="float" office:value="1"'


def line(*cells: str, times: int = 1) -> str:
    """A row of OpenDocument; a cell is its attributes."""
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(f'<table:table-cell {c}/>' for c in cells)}</table:table-row>"


def across(times: int) -> str:
    return f'table:number-columns-repeated="{times}"'


LINE = line(VALUE)
BLANK_END = line(across(16384), times=1048570)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (line(f"{across(41_000_000)} {VALUE}"), "1"),
        (line(f"{VALUE} {across(50_000_000)}"), "1"),
        (line(f"{across(100)} {VALUE}", times=900_000), "CV900000"),
        (LINE + line("", times=1_000_000) + line(across(16_000), VALUE), "WQK1000002"),
        (LINE + BLANK_END + line(across(3000), VALUE), "DKK1048572"),
    ],
)
def test_cells_repeated_without_measure(tmp_path: Path, rows: str, named: str) -> None:
    found = refusal(tmp_path, ods(rows))
    assert found.code == "input-over-cells"
    assert found.address
    assert found.address.sheet == "台账"
    assert named in found.message("zh")


@pytest.mark.parametrize(
    "rows",
    [
        LINE + BLANK_END,
        LINE + BLANK_END + line(across(16384)),
        LINE * 2000 + BLANK_END,
        LINE + line(VALUE, times=2000) + BLANK_END,
        LINE + line(across(16384), times=3000) + LINE + BLANK_END,
        line(VALUE, across(16383)) * 2000,
    ],
)
def test_the_blank_end_of_a_table_is_no_stray_cell(tmp_path: Path, rows: str) -> None:
    assert is_read(tmp_path, ods(rows))


def test_rows_are_found_wherever_a_piece_ends() -> None:
    sheet = CELLS + cell("AB7") + cell("XFD1048576")
    for size in range(1, 40):
        pieces = [sheet.encode()[at : at + size] for at in range(0, len(sheet), size)]
        assert seems_large(NO_PARTS, pieces)
    table = f"<table:table>{LINE}{BLANK_END}"
    for ending, suspect in ((LINE, True), ("", False)):
        text = f"{table}{ending}</table:table>{LINE}".encode()
        for size in range(1, len(text)):
            pieces = [text[at : at + size] for at in range(0, len(text), size)]
            assert seems_repeated(NO_PARTS, pieces) is suspect


# --- compound files ---

LARGE = bytes(5000)


@pytest.mark.parametrize(
    ("chain", "code"),
    [("Workbook", "input-unsafe"), ("directory", "input-unsafe"), ("table", "input-unsafe")],
)
def test_a_chain_of_sectors_in_a_circle(tmp_path: Path, chain: str, code: str) -> None:
    assert refusal(tmp_path, compound_file({"Workbook": LARGE}, circle=chain)).code == code


def test_a_compound_file_cut_off(tmp_path: Path) -> None:
    whole = compound_file({"Workbook": LARGE})
    for length in (9, 100, 511, 513, 1100, len(whole) - 600):
        assert refusal(tmp_path, whole[:length]).code == "input-damaged"


# --- tables in XML and HTML ---

XML = """<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="a"><Table>{}</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)
def test_a_dtd_in_a_spreadsheet_of_2003(tmp_path: Path, declaration: str) -> None:
    rows = "<Row><Cell><Data>&a;&a11;</Data></Cell></Row>"
    assert refusal(tmp_path, XML.format(declaration, rows).encode()).code == "input-unsafe"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(f'<Row a="{"a" * 20_000_000}"/>', id="huge attribute"),
        pytest.param(f"<Row><Cell><Data>{'a' * 20_000_000}</Data></Cell></Row>", id="huge text"),
        pytest.param("<a>" * 100_000 + "</a>" * 100_000, id="deep"),
        pytest.param("<Row>", id="not closed"),
        pytest.param("<Row>&nbsp;</Row>", id="unknown entity"),
        pytest.param('<Row ss:Index="2000000"/>', id="a row beyond the last"),
        pytest.param('<Row ss:Index="-1"/>', id="a row before the first"),
        pytest.param('<Row ss:Index="5"/><Row ss:Index="4"/>', id="rows that go back"),
        pytest.param('<Row ss:Index="x"/>', id="a row without number"),
        pytest.param('<Row><Cell ss:Index="99999"/></Row>', id="a column beyond the last"),
        pytest.param('<Row><Cell ss:MergeAcross="99999999"/></Row>', id="merged beyond the last"),
        pytest.param('<Row ss:Span="x"/>', id="a span without number"),
    ],
)
def test_a_spreadsheet_of_2003_that_no_program_wrote(tmp_path: Path, rows: str) -> None:
    assert refusal(tmp_path, XML.format("", rows).encode()).code == "input-damaged"


def test_a_spreadsheet_of_2003_with_cells_at_the_far_end_of_many_rows(tmp_path: Path) -> None:
    rows = '<Row><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell></Row>' * 3000
    assert refusal(tmp_path, XML.format("", rows).encode()).code == "input-over-cells"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        pytest.param(
            "<table>" + "<tr><td colspan=1000>a" * 50_000 + "</table>",
            "input-over-cells",
            id="wide",
        ),
        pytest.param(
            "<table><tr>"
            + "<td colspan=1000 rowspan=65000>a" * 16
            + "<tr><td>b" * 60_000
            + "</table>",
            "input-over-cells",
            id="wide and tall",
        ),
        pytest.param(
            "<table><tr>" + "<td colspan=999>a" * 17 + "</table>", "input-over-cells", id="too wide"
        ),
        pytest.param("<div>" * 100_000 + "<table><tr><td>a</table>", "input-damaged", id="deep"),
        pytest.param(
            "<table><tr><td>" * 10_000 + "</table>" * 10_000, "input-damaged", id="tables in tables"
        ),
        pytest.param(
            f"<table a='{'a' * 30_000_000}'></table>",
            "input-damaged input-not-a-spreadsheet",
            id="huge attribute",
        ),
        pytest.param("<table><tr><td>a<td>b<tr><td>c", "input-damaged", id="cut off"),
        pytest.param(
            "<table><tr><td>a<td>b</table><script>", "input-damaged", id="cut off in a script"
        ),
        pytest.param(
            '<!DOCTYPE html [<!ENTITY a "b">]><table><tr><td>&a;</table>',
            "input-unsafe",
            id="an entity",
        ),
        pytest.param(
            "<table><tr><td>" + "<p> </p>" * 300_000 + "<td>a<tr><td>b<td>c</table>",
            "",
            id="many paragraphs",
        ),
    ],
)
def test_a_page_made_to_do_harm(tmp_path: Path, page: str, code: str) -> None:
    if code:
        assert refusal(tmp_path, page.encode()).code in code.split()
    else:
        assert is_read(tmp_path, page.encode())


def test_a_letter_of_letters(tmp_path: Path) -> None:
    part = 'Content-Type: multipart/mixed; boundary="{0}"\n\n--{0}\n'
    letter = "MIME-Version: 1.0\n" + "".join(part.format(n) for n in range(3000))
    assert refusal(tmp_path, letter.encode()).code in ("input-damaged", "input-not-a-spreadsheet")


# --- the ordinary case ---


def test_the_guards_refuse_nothing_of_what_programs_write(tmp_path: Path) -> None:
    book = Workbook()
    for row in range(1, 400):
        book.active.append([f"单元格 {row} {column}" for column in range(60)])
    book.active["A900"] = "备注"
    book.save(tmp_path / "log.xlsx")
    assert read(tmp_path / "log.xlsx").sheets
