"""What must not be in any part of an archive, and what the guards let pass."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from tests.containers import (
    MAIN,
    xlsx,
)
from tests.unit.files.declared import DECLARATIONS
from tests.unit.files.opened import is_read, refused, rows_of

CELLS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'

SOUND = xlsx(CELLS)


def with_part(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A sound workbook with a part more."""
    data = io.BytesIO(xlsx(CELLS))
    with zipfile.ZipFile(data, "a", method) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, method)
    return data.getvalue()


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)
def test_a_dtd_in_a_part(declaration: str, name: str) -> None:
    sound = zipfile.ZipFile(io.BytesIO(SOUND)).read(name)
    found = refused(xlsx(CELLS, {name: declaration.encode() + sound}))
    assert found.code == "input-unsafe"
    assert name[:39] in found.message("en")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_dtd_in_another_encoding(encoding: str) -> None:
    content = "<?xml version='1.0'?><!DOCTYPE a []><a/>".encode(encoding)
    assert refused(with_part("customXml/item1.xml", content)).code == "input-unsafe"


def test_a_doctype_in_text_is_text() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;!DOCTYPE html></t></is></c></row>'
    assert is_read(xlsx(cells))


def test_a_claim_of_many_texts_is_not_believed() -> None:
    strings = (
        f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    )
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    found = refused(xlsx(cells, {"xl/sharedStrings.xml": strings.encode()}))
    assert (found.code, found.details["what"]) == (
        "input-unsafe",
        "uniqueCount=4294967295 (xl/sharedStrings.xml)",
    )
    modest = strings.replace('uniqueCount="4294967295"', 'uniqueCount="100"')
    assert is_read(xlsx(cells, {"xl/sharedStrings.xml": modest.encode()}))


def test_the_guards_refuse_nothing_of_what_programs_write() -> None:
    book = Workbook()
    for row in range(1, 400):
        book.active.append([f"单元格 {row} {column}" for column in range(60)])
    book.active["A900"] = "备注"
    data = io.BytesIO()
    book.save(data)
    assert len(rows_of(data.getvalue())) == 900
