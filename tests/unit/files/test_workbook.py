"""What a file is by its content: every format that offices export."""

from __future__ import annotations

import struct
from datetime import date

import pytest

from tests.containers import (
    BIFF_EOF,
    BiffRecord,
    archive,
    biff,
    compound_file,
    content_types,
    ods,
    xls_of,
    xlsb,
    xlsx,
)
from tests.unit.files.opened import book_of, cells, refused, rows_of

HEADINGS = ["收到日期", "办理结果"]
CELLS = '<row r="1"><c r="A1"><v>1</v></c></row>'
LINE = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'

# --- archives ---

MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        pytest.param(xlsx(CELLS), "xlsx", id="xlsx"),
        pytest.param(xlsx(CELLS, main_type=TEMPLATE), "xlsx", id="xltx"),
        pytest.param(xlsx(CELLS, main_type=MACROS), "xlsm", id="xlsm"),
        pytest.param(
            xlsx(CELLS, {"word/document.xml": b"<document/>"}), "xlsx", id="with a document in it"
        ),
        pytest.param(xlsb({0: {0: "1"}}), "xlsb", id="xlsb"),
        pytest.param(ods(LINE), "ods", id="ods"),
        pytest.param(ods(LINE, kind="spreadsheet-template"), "ods", id="ots"),
    ],
)
def test_archives_are_told_apart_by_their_parts(content: bytes, format_: str) -> None:
    book = book_of(content)
    assert (book.format, [sheet.name for sheet in book.sheets]) == (format_, ["台账"])
    assert str(cells(book.sheets[0])[0][0]) in ("1", "1.0")


def test_xlsb_has_its_cells_where_they_are() -> None:
    content = xlsb({2: {1: "收到日期", 2: "办理结果"}, 4: {1: "2024-03-05"}})
    assert rows_of(content) == [[], [], [None, *HEADINGS], [], [None, "2024-03-05"]]


def other_archive(main_type: str) -> bytes:
    return archive({"[Content_Types].xml": content_types("x.xml", main_type), "x.xml": b"<x/>"})


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
POINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (other_archive(WORD), "Word (docx)"),
        (
            other_archive(WORD.replace("officedocument", "officedocument.spreadsheetml.sheet")),
            "xlsx",
        ),
        (other_archive("application/vnd.ms-word.document.macroEnabled.main+xml"), "Word (docx)"),
        (other_archive(POINT), "PowerPoint (pptx)"),
        (other_archive("application/vnd.ms-visio.drawing.main+xml"), "Visio (vsdx)"),
        (ods("", kind="text"), "OpenDocument (odt)"),
        (ods("", kind="presentation"), "OpenDocument (odp)"),
        (ods("", kind="graphics"), "OpenDocument"),
        (archive({"OFD.xml": b"<OFD/>"}), "OFD"),
        (archive({"META-INF/MANIFEST.MF": b""}), "JAR"),
        (archive({"台账.xlsx": xlsx(CELLS)}), "ZIP"),
        (archive({"台账.csv": b"a,b"}), "ZIP"),
        (archive({}), "ZIP"),
    ],
)
def test_other_archives_are_named(content: bytes, what: str) -> None:
    found = refused(content)
    if what == "xlsx":  # a workbook by its own word, but broken
        assert found.code == "input-damaged"
    else:
        assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": what})


@pytest.mark.parametrize(
    ("properties", "epoch_1904"),
    [
        ("", False),
        ("<workbookPr/>", False),
        ('<workbookPr date1904="1"/>', True),
        ('<workbookPr codeName="a" date1904="true" />', True),
        ("<workbookPr date1904='1'></workbookPr>", True),
        ('<workbookPr date1904="0"/>', False),
        ('<workbookPr date1904="false"/>', False),
        ('<workbookPr/><!-- date1904="1" -->', False),
    ],
)
def test_the_date_system_of_a_workbook(properties: str, epoch_1904: bool) -> None:
    serial = '<row r="1"><c r="A1" s="1"><v>44000</v></c><c r="B1"><v>44000</v></c></row>'
    book = book_of(xlsx(serial, properties=properties))
    assert book.epoch_1904 is epoch_1904
    ((day, number),) = cells(book.sheets[0])
    # What is formatted as a date comes right already; a bare number is a matter of `values.py`.
    assert isinstance(day, date)
    assert (day.year, number) == (2024 if epoch_1904 else 2020, 44000)


# --- compound files ---


@pytest.mark.parametrize(
    ("streams", "what"),
    [
        (["WordDocument", "1Table"], "Word / WPS (doc, wps)"),
        (["PowerPoint Document"], "PowerPoint / WPS (ppt, dps)"),
        (["__properties_version1.0"], "Outlook (msg)"),
        (["䡀㽿䅤䈯䠶"], "Windows Installer (msi)"),
        (["VisioDocument"], "Visio (vsd)"),
        (["Anything"], "OLE2"),
    ],
)
def test_other_compound_files_are_named(streams: list[str], what: str) -> None:
    found = refused(compound_file(dict.fromkeys(streams, b"")))
    assert (found.code, found.details) == ("input-not-a-spreadsheet", {"what": what})


FILE_PASS = (0x2F, struct.pack("<HHH", 0, 0x1234, 0x5678))


def xls(*more: BiffRecord) -> bytes:
    """An xls with a number in A1, and more records in front."""
    return xls_of((0x203, struct.pack("<HHHd", 0, 0, 0, 12.0)), about=more)


def test_xls() -> None:
    book = book_of(xls())
    assert (book.format, [cells(sheet) for sheet in book.sheets]) == ("xls", [[[12.0]]])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(compound_file({"EncryptionInfo": b"", "EncryptedPackage": b""}), id="xlsx"),
        pytest.param(xls(FILE_PASS), id="xls"),
        pytest.param(
            xls((0x86, b""), FILE_PASS), id="xls with a recommendation to open it for reading only"
        ),
        pytest.param(ods(LINE, encrypted=True), id="ods"),
    ],
)
def test_a_password_is_said_to_be_one(content: bytes) -> None:
    assert refused(content).code == "input-encrypted"


def test_a_workbook_without_sheets_is_damaged() -> None:
    begin = (0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    assert refused(compound_file({"Workbook": biff(begin, BIFF_EOF)})).code == "input-damaged"
