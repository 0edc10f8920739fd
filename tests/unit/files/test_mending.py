"""Archives that the reader stumbles over and every office program opens."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from reportcli.files.archive import open_zip
from reportcli.files.mending import tidied
from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal
from tests.containers import archive, ods, xlsx

ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>收到日期</t></is></c></row>'
CELLS = [["a", "收到日期"]]
LINE = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>收到日期</text:p>'
    "</table:table-cell></table:table-row>"
)
EVERY = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def changed(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The same archive with other parts; None leaves one out."""
    parts = parts_of(data) | changes
    return archive({name: content for name, content in parts.items() if content is not None})


def rows_of(data: bytes) -> list[list[object]]:
    (sheet,) = open_workbook("log.xlsx", data).sheets
    return [list(row) for row in sheet.rows]


# --- parts in UTF-16 ---


def in_utf_16(content: bytes, encoding: str = "utf-16", declared: str = "UTF-16") -> bytes:
    text = content.decode().replace('encoding="UTF-8"', f'encoding="{declared}"')
    return text.encode(encoding)


@pytest.mark.parametrize("name", EVERY)
def test_one_part_in_utf_16(name: str) -> None:
    sound = xlsx(ROWS)
    assert rows_of(changed(sound, {name: in_utf_16(parts_of(sound)[name])})) == CELLS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_every_part_in_utf_16(encoding: str) -> None:
    sound = parts_of(xlsx(ROWS))
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    parts = {name: mark.encode(encoding) + in_utf_16(sound[name], encoding) for name in EVERY}
    assert rows_of(archive(parts)) == CELLS


def test_the_content_of_an_ods_in_utf_16() -> None:
    sound = ods(LINE)
    content = in_utf_16(parts_of(sound)["content.xml"])
    assert rows_of(changed(sound, {"content.xml": content})) == [["收到日期"]]


def test_a_dtd_in_utf_16_is_refused_all_the_same() -> None:
    content = in_utf_16(b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE a><a/>')
    with pytest.raises(Refusal, match="DOCTYPE"):
        rows_of(changed(xlsx(ROWS), {"xl/styles.xml": content}))


def test_half_a_character_is_a_damaged_part() -> None:
    content = in_utf_16(parts_of(xlsx(ROWS))["xl/workbook.xml"])[:-1]
    with pytest.raises(Refusal) as caught:
        rows_of(changed(xlsx(ROWS), {"xl/workbook.xml": content}))
    assert (caught.value.code, caught.value.details["reason"]) == (
        "input-damaged",
        "UTF-16: xl/workbook.xml",
    )


def test_what_is_sound_is_not_copied() -> None:
    for data in (xlsx(ROWS), ods(LINE)):
        sound = open_zip("log", data)
        assert tidied(sound) is sound


# --- ods ---


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"mimetype": None}, id="no mimetype"),
        pytest.param({"mimetype": None, "META-INF/manifest.xml": None}, id="no list of parts"),
        pytest.param(
            {"mimetype": None, "META-INF/manifest.xml": b"<manifest:manifest/>"},
            id="an empty list of parts",
        ),
    ],
)
def test_an_ods_that_does_not_say_what_it_is(changes: dict[str, bytes | None]) -> None:
    data = changed(ods(LINE), changes)
    assert open_workbook("log.ods", data).format == "ods"
    assert rows_of(data) == [["收到日期"]]


def test_another_document_that_does_not_say_what_it_is_stays_another() -> None:
    with pytest.raises(Refusal) as caught:
        rows_of(changed(ods("", kind="text"), {"mimetype": None}))
    assert caught.value.details == {"what": "OpenDocument (odt)"}


DTD = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "a.dtd"><a/>'


@pytest.mark.parametrize(
    "name",
    ["META-INF/manifest.xml", "styles.xml", "meta.xml", "settings.xml", "Object 1/content.xml",
     "Basic/script-lc.xml"],
)  # fmt: skip
def test_a_dtd_in_a_part_of_an_ods_that_nobody_reads(name: str) -> None:
    assert rows_of(changed(ods(LINE), {name: DTD})) == [["收到日期"]]


def test_a_dtd_in_the_content_of_an_ods_is_refused() -> None:
    sound = parts_of(ods(LINE))["content.xml"]
    content = sound.replace(b"<office:document-content", b"<!DOCTYPE a><office:document-content", 1)
    with pytest.raises(Refusal, match="DOCTYPE"):
        rows_of(changed(ods(LINE), {"content.xml": content}))


def test_an_ods_written_to_be_looked_at() -> None:
    indented = LINE.replace("><", ">\n  <")
    assert rows_of(ods(indented)) == [["收到日期"]]


# --- sheets of macros ---


@pytest.mark.parametrize("kind", ["xlMacrosheet", "xlIntlMacrosheet"])
def test_a_sheet_of_macros_is_listed_and_has_no_cells(kind: str) -> None:
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="台账" sheetId="1" r:id="rId1"/><sheet name="宏 &amp; 1" sheetId="2" r:id="rId9"/>'
        "</sheets></workbook>"
    )
    sound = parts_of(xlsx(ROWS))
    links = sound["xl/_rels/workbook.xml.rels"].decode()
    macro = f'<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/{kind}" '
    links = links.replace(
        "</Relationships>", f'{macro}Target="macrosheets/sheet1.xml"/></Relationships>'
    )
    data = archive(
        sound
        | {
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": links.encode(),
            "xl/macrosheets/sheet1.xml": b"<macrosheet/>",
        }
    )
    sheets = open_workbook("log.xlsx", data).sheets
    assert {sheet.name: sheet.is_worksheet for sheet in sheets}["台账"]
    assert list(sheets[0].rows) == CELLS
