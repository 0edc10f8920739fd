"""Workbooks of a few bytes for tests that change them in place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from openpyxl import Workbook

from reportcli.marking.outline import (
    SPREADSHEET_NS,
)
from reportcli.marking.package import Package

MAIN = f'xmlns="{SPREADSHEET_NS}"'


def cut(text: bytes, size: int) -> Iterator[bytes]:
    """A part in pieces of so many bytes."""
    return (text[at : at + size] for at in range(0, len(text), size))


ROWS = b'<row r="2" ht="9"><c r="A2"/><c r="C2" s="1"><f>A2&lt;1</f></c></row><row r="5"/><row r="6"></row>'


def sheet_book(sheet_data: str, before: str = "", after: str = "") -> Package:
    """A workbook whose one sheet has these cells."""
    out = io.BytesIO()
    book = Workbook()
    book.active.title = "台账"
    book.save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cells = f"<sheetData>{sheet_data}</sheetData>"
                part = f"<worksheet {MAIN}>{before}{cells}{after}</worksheet>".encode()
            new.writestr(name, part)
    return Package(changed)


def saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


BOOK, LINKS, STYLES, TYPES = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "[Content_Types].xml",
)
EMPTY_SHEET = f"<worksheet {MAIN}><sheetData/></worksheet>".encode()


def changed(name: str, old: str, new: str) -> Package:
    """A workbook with a part in which something else stands."""
    package = sheet_book("")
    part = package.read(name).decode()
    assert old in part
    package.parts[name] = part.replace(old, new).encode()
    return package
