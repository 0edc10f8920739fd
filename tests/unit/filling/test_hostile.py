"""Hostile and broken docx as templates: each is filled or refused with one line, at once; nothing else ever happens.

Each case is a docx of python-docx with parts changed: by name of the part, its new bytes, a function of the old ones, or
None where it is left out.
"""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import pytest

from reportcli.document import compile_document
from reportcli.filling.save import write_filled
from reportcli.finding import Refusal
from reportcli.report import Report
from tests.reaching import W

Change = bytes | Callable[[bytes], bytes] | None
MAIN, LINKS, TYPES, ROOT = (
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
    "_rels/.rels",
)
STYLES, SETTINGS, HEADER = "word/styles.xml", "word/settings.xml", "word/header1.xml"
SECONDS = 20


def body(content: str) -> bytes:
    """A document of this content."""
    return f"<w:document {W}><w:body>{content}</w:body></w:document>".encode()


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: str) -> str:
    """A table of cells between strokes."""
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row.split("|")) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A part in which something stands for something else; it must be there."""

    def change(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new)

    return change


def added(relation: str) -> Callable[[bytes], bytes]:
    """Relations with one more."""
    return swapped(b"</Relationships>", f"<Relationship {relation}/></Relationships>".encode())


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DTD = b'<!DOCTYPE a [<!ENTITY b "bb">]>'
FORM = table("信息内容|本年制发件数", "规章|8")

REFUSED: dict[str, tuple[str, Mapping[str, Change]]] = {
    # no relations, no body, no document
    "no relations of the file": ("input-damaged", {ROOT: None}),
    "relations without a document": ("input-damaged", {ROOT: swapped(b"/officeDocument\"", b"/letter\"")}),
    "a document that is missing": ("input-damaged", {MAIN: None}),
    "relations to a part that is missing": ("input-damaged", {ROOT: swapped(b"word/document.xml", b"word/other.xml")}),
    "a document without a body": ("input-damaged", {MAIN: f"<w:document {W}/>".encode()}),
    "a body of another name space": ("input-damaged", {MAIN: f"<w:document {W}><body/></w:document>".encode()}),
    "another root": ("input-damaged", {MAIN: f"<w:body {W}/>".encode()}),
    "no name space": ("input-damaged", {MAIN: b"<document><body/></document>"}),
    "no list of types": ("input-damaged", {TYPES: None}),
    "types of a workbook": ("template-not-docx", {TYPES: swapped(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")}),
    "strict": ("template-not-docx", {MAIN: b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'}),
    # no XML
    "an empty document": ("input-damaged", {MAIN: b""}),
    "a document of blanks": ("input-damaged", {MAIN: b" \n" * 1000}),
    "text": ("input-damaged", {MAIN: b"hello"}),
    "zeros": ("input-damaged", {MAIN: bytes(1000)}),
    "torn in the middle": ("input-damaged", {MAIN: lambda part: part[: len(part) // 2]}),
    "elements across": ("input-damaged", {MAIN: body("<w:p><w:r></w:p></w:r>")}),
    "two attributes of one name": ("input-damaged", {MAIN: body('<w:p w:a="1" w:a="2"/>')}),
    "a prefix without a name space": ("input-damaged", {MAIN: body("<x:p/>")}),
    "an entity that is not known": ("input-damaged", {MAIN: body("<w:p>&what;</w:p>")}),
    "a control character": ("input-damaged", {MAIN: body("<w:p>\x01</w:p>")}),
    "a reference to a control character": ("input-damaged", {MAIN: body("<w:p>&#1;</w:p>")}),
    "bytes that are no UTF-8": ("input-damaged", {MAIN: body("<w:p/>").replace(b"<w:p/>", b"\xff\xfe\xfd")}),
    "an encoding that nobody knows": ("input-damaged", {MAIN: b'<?xml version="1.0" encoding="klingon"?>' + body("")}),
    "three hundred levels": ("input-damaged", {MAIN: body("<w:ins>" * 300 + "</w:ins>" * 300)}),
    "a hundred thousand levels": ("input-damaged", {MAIN: body("<w:ins>" * 100_000 + "</w:ins>" * 100_000)}),
    "a hundred thousand levels that do not end": ("input-damaged", {MAIN: body("<w:tbl><w:tr><w:tc>" * 40_000)}),
    "torn styles": ("input-damaged", {STYLES: b"<w:styles>"}),
    "styles of three hundred levels": ("input-damaged", {STYLES: b"<a>" * 300 + b"</a>" * 300}),
    "torn settings": ("input-damaged", {SETTINGS: lambda part: part[:-20]}),
    "torn relations": ("input-damaged", {LINKS: b"<Relationships"}),
    "relations that are text": ("input-damaged", {LINKS: b"none"}),
    "a part in a folder without a name": ("input-unsafe", {"//a.xml": b"<a/>"}),
    # entities and document types
    "a DTD": ("input-unsafe", {MAIN: DTD + body("")}),
    "a DTD behind a declaration": ("input-unsafe", {MAIN: b'<?xml version="1.0"?>' + DTD + body("")}),
    "a DTD from elsewhere": ("input-unsafe", {MAIN: b'<!DOCTYPE a SYSTEM "file:///etc/hostname">' + body("")}),
    "a billion laughs": ("input-unsafe", {MAIN: b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>' + body("&b;")}),
    "a DTD in the styles": ("input-unsafe", {STYLES: DTD + b"<a/>"}),
    "a DTD in relations": ("input-unsafe", {LINKS: DTD + b"<Relationships/>"}),
    "a DTD in UTF-16": ("input-unsafe", {MAIN: ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a>' + body("").decode()).encode("utf-16")}),
    # too large
    "two million elements": ("input-over-size", {MAIN: body("<w:p/>" * 2_000_001)}),
    "two million elements of styles": ("input-over-size", {STYLES: b"<a>" + b"<b/>" * 2_000_001 + b"</a>"}),
    "forty megabytes of text": ("input-over-size", {MAIN: body(paragraph("文" * 14_000_000))}),
    "tables without an end": ("input-over-size", {MAIN: body(table(*["|".join("1" * 30)] * 30) * 40)}),
    # macros
    "macros": ("template-not-docx", {TYPES: swapped(b"vnd.openxmlformats-officedocument.wordprocessingml.document.main", b"vnd.ms-word.document.macroEnabled.main")}),
}  # fmt: skip

FILLED: dict[str, Mapping[str, Change]] = {
    "no relations of the document": {LINKS: None},
    "relations of nothing": {LINKS: b"<Relationships/>"},
    "an empty body": {MAIN: body("")},
    "an empty body and no relations": {MAIN: body(""), LINKS: None},
    "a body twice": {MAIN: f"<w:document {W}><w:body/><w:body>{FORM}</w:body></w:document>".encode()},
    "no styles": {STYLES: None},
    "no settings": {SETTINGS: None},
    "UTF-16": {MAIN: ('<?xml version="1.0" encoding="utf-16"?>' + body(FORM).decode()).encode("utf-16")},
    "a byte order mark": {MAIN: b"\xef\xbb\xbf" + body(FORM)},
    "comments and instructions": {MAIN: body(f"<!-- a --><?b c?>{FORM}<!-- d -->")},
    "a table without rows": {MAIN: body("<w:tbl/><w:tbl><w:tr/></w:tbl><w:tbl><w:tr><w:tc/></w:tr></w:tbl>")},
    "cells that go on with nothing": {MAIN: body('<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/><w:hMerge w:val="continue"/></w:tcPr></w:tc></w:tr></w:tbl>')},
    "spans that are no numbers": {MAIN: body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-9"/></w:tcPr></w:tc><w:tc><w:tcPr><w:gridSpan w:val="NaN"/></w:tcPr></w:tc></w:tr></w:tbl>')},
    "spans of a billion": {MAIN: body('<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc></w:tr></w:tbl>')},
    "a grid of zeros": {MAIN: body('<w:tbl><w:tblGrid><w:gridCol w:w="0"/><w:gridCol/></w:tblGrid>' + FORM.removeprefix("<w:tbl>"))},
    "tables in tables": {MAIN: body("<w:tbl><w:tr><w:tc>" * 50 + paragraph("8") + "</w:tc></w:tr></w:tbl>" * 50)},
    "controls in controls": {MAIN: body("<w:sdt><w:sdtContent>" * 100 + FORM + "</w:sdtContent></w:sdt>" * 100)},
    "changes in changes": {MAIN: body("<w:p>" + "<w:ins>" * 200 + "<w:r><w:t>1</w:t></w:r>" * 2000 + "</w:ins>" * 200 + "</w:p>")},
    "all deleted": {MAIN: body(f"<w:del>{FORM}</w:del>")},
    "many paragraphs": {MAIN: body(paragraph("收到申请5件。") * 4_000)},
    "many tables": {MAIN: body(FORM * 1000)},
    "many fields": {MAIN: body("".join(paragraph(f"{{{{ 三/{n}/自然人 }}}}") for n in range(800)))},
    "many fields in one paragraph": {MAIN: body("<w:p>" + "<w:r><w:t>{{ a.b }}</w:t></w:r>" * 4_000 + "</w:p>")},
    "a field that does not end": {MAIN: body(paragraph("{{" + " " * 50_000))},
    "many that do not end": {MAIN: body(paragraph("{{ a | " * 20_000))},
    "only braces": {MAIN: body(paragraph("{" * 50_000 + "}" * 50_000))},
    "a field of a long name": {MAIN: body(paragraph("{{ " + "甲/" * 20_000 + " }}"))},
    "a number of 5,000 digits": {MAIN: body(paragraph(f"收到申请{'9' * 5000}件。") + table("信息内容|本年制发件数", f"规章|{'9' * 5000}"))},
    "numerals without an end": {MAIN: body(paragraph(f"收到申请{'一' * 5000}件。{'十百千万亿' * 1000}"))},
    "a label without an end": {MAIN: body(table("信息内容|本年制发件数", f"{'规章（' * 9000}|8"))},
    "a paragraph without an end": {MAIN: body(paragraph("收到申请5件，" * 30_000))},
    "bidi marks and what nobody sees": {MAIN: body(paragraph("\u202e{{ year }}\u2066\u200b"))},
    "fields of Word without a beginning": {MAIN: body('<w:p><w:r><w:fldChar w:fldCharType="end"/><w:instrText>LINK a</w:instrText><w:fldChar/></w:r></w:p>')},
    "controls without content": {MAIN: body("<w:sdt/><w:sdt><w:sdtPr/></w:sdt><w:sdt><w:sdtContent/></w:sdt>")},
    "sections of changes": {MAIN: body("<w:p><w:pPr><w:sectPr><w:sectPrChange><w:sectPr/></w:sectPrChange></w:sectPr></w:pPr></w:p>")},
    "a header that is missing": {LINKS: added(f'Id="h" Type="{OFFICE}/header" Target="header9.xml"')},
    "a header of another sort": {LINKS: added(f'Id="h" Type="{OFFICE}/header" Target="styles.xml"')},
    "a header out of the archive": {LINKS: added(f'Id="h" Type="{OFFICE}/header" Target="../../../etc/passwd"')},
    "the document as its own header": {LINKS: added(f'Id="h" Type="{OFFICE}/header" Target="document.xml"')},
    "a relation without anything": {LINKS: added("")},
    "two relations of one name": {LINKS: added(f'Id="rId1" Type="{OFFICE}/image" Target="a.png" TargetMode="External"')},
    "settings of another sort": {SETTINGS: b"<a/>"},
    "a part of no sort": {"word/any": bytes(range(256))},
    "a very long name": {f"word/{'长' * 60}.xml": b"<a/>"},
}  # fmt: skip


def made(path: Path, changes: Mapping[str, Change]) -> Path:
    """A docx with some parts changed."""
    source = io.BytesIO()
    docx.Document().save(source)
    with zipfile.ZipFile(source) as archive:
        parts: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts[name] or b"") if callable(change) else change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if part is not None:
                archive.writestr(name, part)
    return path


def filled(report: Report, template: Path) -> bytes:
    """The template filled and saved, at once."""
    began = time.process_time()
    target = io.BytesIO()
    write_filled(compile_document(report, template=template), template, target)
    assert time.process_time() - began < SECONDS
    return target.getvalue()


def test_there_are_at_least_sixty() -> None:
    assert len(REFUSED) + len(FILLED) >= 60


@pytest.mark.parametrize(("code", "changes"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_one_line(
    code: str, changes: Mapping[str, Change], report: Report, tmp_path: Path
) -> None:
    template = made(tmp_path / "last.docx", changes)
    began = time.process_time()
    with pytest.raises(Refusal) as refusal:
        compile_document(report, template=template)
    assert (refusal.value.status, refusal.value.code) == (3, code)
    assert "\n" not in refusal.value.message("zh")
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("changes", FILLED.values(), ids=FILLED)
def test_it_is_filled(changes: Mapping[str, Change], report: Report, tmp_path: Path) -> None:
    content = filled(report, made(tmp_path / "last.docx", changes))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert MAIN in archive.namelist()


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
@pytest.mark.parametrize("kind", ["folder", "fifo", "device", "missing"])
def test_only_regular_files_are_read(kind: str, report: Report, tmp_path: Path) -> None:
    path = tmp_path / "last.docx"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    with pytest.raises(Refusal) as refusal:
        compile_document(report, template=path)
    assert refusal.value.status == 3


def test_a_file_that_is_too_large_is_not_read(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "last.docx"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # which takes no room
    with pytest.raises(Refusal) as refusal:
        compile_document(report, template=path)
    assert (refusal.value.status, refusal.value.code) == (3, "input-over-size")
