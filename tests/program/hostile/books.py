"""Hostile workbooks in sound archives: what their parts say, cell by cell and part by part."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from reportcli.finding import column_letters
from tests.containers import (
    MAIN,
    OFFICE,
    PACKAGE,
    XML,
    content_types,
    ods,
    record,
    relations,
    wide,
    xlsb,
    xlsx,
)
from tests.program.hostile.archives import SHEET
from tests.program.hostile.case import HEADINGS, LOG, RECORDS, Case, cell, log, row, rows

BOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BOOK_LINKS = "xl/_rels/workbook.xml.rels"
WORKSHEET, BINARY_SHEET = "worksheet worksheets/sheet1.xml", "xl/worksheets/sheet1.bin"


def sheet(rows: str, before: str = "", after: str = "", head: str = XML) -> bytes:
    """A worksheet part."""
    return f'{head}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def book(sheets: str, before: str = "", after: str = "") -> bytes:
    """A workbook part with this list of sheets."""
    return f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{sheets}</sheets>{after}</workbook>'.encode()


def named(name: str, number: int = 1, link: str = "rId1", more: str = "") -> str:
    """One entry of the list of sheets."""
    return f'<sheet name="{name}" sheetId="{number}" r:id="{link}"{more}/>'


def strings(*texts: str, claims: str = "") -> bytes:
    """A list of shared texts."""
    return f'{XML}<sst xmlns="{MAIN}" {claims}>{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'.encode()


def styles(formats: str, numbers: str = "") -> bytes:
    """A part of styles with these cell formats."""
    return f'{XML}<styleSheet xmlns="{MAIN}">{numbers}<fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders><cellXfs>{formats}</cellXfs></styleSheet>'.encode()


def record_with(date: str) -> str:
    """A fourth record whose date of receipt is this cell."""
    texts = ["2024-4", "", "自然人", "2024-12-20", "予以公开"]
    cells = [cell(f"{'ABCDE'[at]}5", text) for at, text in enumerate(texts)]
    return f'<row r="5">{cells[0]}{date}{"".join(cells[2:])}</row>'


def shared(*indices: str) -> str:
    """A row of cells that name shared texts."""
    cells = "".join(
        f'<c r="{"ABCDE"[at]}5" t="s"><v>{index}</v></c>' for at, index in enumerate(indices)
    )
    return f'<row r="5">{cells}</row>'


# What stands below the sound log, or in place of it: name, what becomes of it, the rows.
BELOW: dict[str, tuple[int | str, str]] = {
    "a stray cell at XFD1048576": ("input-over-cells", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a stray cell at XFD1048576 with a format alone": (3, '<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
    "a stray cell at Z1048576": ("input-over-cells", '<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'),
    "a stray cell at XFD2000": ("input-over-cells", '<row r="2000"><c r="XFD2000"><v>1</v></c></row>'),
    "a stray cell at ZZ99999": ("input-over-cells", '<row r="99999"><c r="ZZ99999"><v>1</v></c></row>'),
    "a stray cell beyond the last": ("input-over-cells", '<row r="99999999"><c r="ZZZZ99999999"><v>1</v></c></row>'),
    "a stray cell of small letters": ("input-killed-reader input-over-memory", '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>'),
    "a stray cell in single quotes": ("input-killed-reader input-over-memory", "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
    "a stray cell after spaces": ("input-killed-reader input-over-memory", '<row  r = "1048576" ><c  r = "XFD1048576" ><v>1</v></c></row>'),
    "a stray cell that hides its letters": ("input-damaged", '<row r="1048576"><c r="&#88;&#70;&#68;1048576"><v>1</v></c></row>'),
    "a stray row whose cells say no place": ("input-killed-reader input-over-memory", f'<row r="1048576">{"<c><v>1</v></c>" * 200}</row>'),
    "a stray cell with a tag of 9,000 bytes": ("input-killed-reader input-over-memory", f'<row r="1048576"><c s="0" a="{"b" * 9000}" r="XFD1048576"><v>1</v></c></row>'),
    "a diagonal of 16,384 cells": ("input-over-cells", "".join(f'<row r="{n * 64}"><c r="{column_letters(n)}{n * 64}"><v>1</v></c></row>' for n in range(1, 16385))),
    "rows that descend": (3, row(9, RECORDS[0]) + row(8, RECORDS[1]) + row(7, RECORDS[2])),
    "a row twice": (3, row(5, RECORDS[0]) + row(5, RECORDS[1])),
    "a cell twice": (3, '<row r="5">' + cell("A5", "a") + cell("A5", "b") + "</row>"),
    "cells that descend": (3, '<row r="5">' + "".join(cell(f"{letter}5", text) for letter, text in zip("EDCBA", reversed(RECORDS[0]), strict=True)) + "</row>"),
    "rows and cells without places": (3, "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in RECORDS[0]) + "</row>"),
    "a row 0": ("input-damaged", row(0, RECORDS[0])),
    "a row of −1": ("input-damaged", row(-1, RECORDS[0])),
    "a row that is no number": ("input-damaged", '<row r="five"><c r="A5"><v>1</v></c></row>'),
    "a row of 10⁴⁰": ("input-damaged", f'<row r="{10**40}"><c r="A{10**40}"><v>1</v></c></row>'),
    "a cell A0": ("input-damaged", f'<row r="5">{cell("A0", "a")}</row>'),
    "a cell of digits": ("input-damaged", f'<row r="5">{cell("55", "a")}</row>'),
    "a cell of letters": ("input-damaged", f'<row r="5">{cell("AAAA", "a")}</row>'),
    "a cell ZZZZ1": ("input-over-cells", f'<row r="5">{cell("ZZZZ1", "a")}</row>'),
    "a cell in another alphabet": ("input-damaged", f'<row r="5">{cell("А5", "a")}</row>'),
    "a cell that is a range": ("input-damaged", f'<row r="5">{cell("A5:E5", "a")}</row>'),
    "a cell with an empty place": ("input-damaged", f'<row r="5">{cell("", "a")}</row>'),
    "a cell of another row": (3, f'<row r="5">{cell("A9", "a")}</row>'),
    "a date of 0": (3, record_with('<c r="B5" s="1"><v>0</v></c>')),
    "a date of −1": (3, record_with('<c r="B5" s="1"><v>-1</v></c>')),
    "a date of 60, which never was": (3, record_with('<c r="B5" s="1"><v>60</v></c>')),
    "the last date": (3, record_with('<c r="B5" s="1"><v>2958465</v></c>')),
    "a date after the last": (3, record_with('<c r="B5" s="1"><v>2958466</v></c>')),
    "a date of 10³⁰⁸": (3, record_with('<c r="B5" s="1"><v>1e308</v></c>')),
    "a date of 10⁴⁰⁰": (3, record_with('<c r="B5" s="1"><v>1e400</v></c>')),
    "a date that is no number": (3, record_with('<c r="B5" s="1"><v>NaN</v></c>')),
    "a date without end": (3, record_with('<c r="B5" s="1"><v>INF</v></c>')),
    "a date of −0": (3, record_with('<c r="B5" s="1"><v>-0</v></c>')),
    "a date of 17 digits after the point": (4, record_with('<c r="B5" s="1"><v>45416.12345678901234567</v></c>')),
    "a date in ISO 8601": (4, record_with('<c r="B5" t="d"><v>2024-05-04T00:00:00Z</v></c>')),
    "a date of the year 10000": (3, record_with('<c r="B5" t="d"><v>10000-01-01</v></c>')),
    "a date of no month": (3, record_with('<c r="B5" t="d"><v>2024-13-45T99:99:99</v></c>')),
    "a number in hexadecimal": (3, record_with('<c r="B5"><v>0x10</v></c>')),
    "a number with underscores": (3, record_with('<c r="B5"><v>45_416</v></c>')),
    "a number in full width": (4, record_with('<c r="B5"><v>４５４１６</v></c>')),
    "a number with spaces": (4, record_with('<c r="B5" s="1"><v> 45416 </v></c>')),
    "a number of 100,000 digits": (3, record_with(f'<c r="B5"><v>{"9" * 100_000}</v></c>')),
    "a number of nothing": (3, record_with('<c r="B5"><v></v></c>')),
    "a number of text": (3, record_with('<c r="B5"><v>five</v></c>')),
    "a truth of 2": ("input-damaged", record_with('<c r="B5" t="b"><v>2</v></c>')),
    "an error of our own": ("input-damaged", record_with('<c r="B5" t="e"><v>#OURS!</v></c>')),
    "an error of 100,000 letters": ("input-damaged", record_with(f'<c r="B5" t="e"><v>#{"A" * 100_000}</v></c>')),
    "an error of escape codes": ("input-damaged", record_with('<c r="B5" t="e"><v>#&#x9;\x7f</v></c>')),
    "a type of our own": ("input-damaged", record_with('<c r="B5" t="ours"><v>1</v></c>')),
    "a formula that was never computed": (3, record_with('<c r="B5"><f>TODAY()</f></c>')),
    "a formula of a program": (4, record_with("<c r=\"B5\" t=\"str\"><f>cmd|' /C calc'!A0</f><v>2024-05-04</v></c>")),
    "a formula shared with nobody": (4, record_with('<c r="B5" s="1"><f t="shared" si="99"/><v>45416</v></c>')),
    "a formula that fills the sheet": (4, record_with('<c r="B5" s="1"><f t="array" ref="A1:XFD1048576">1</f><v>45416</v></c>')),
    "a shared text beyond the last": ("input-damaged", shared("1", "0", "0", "0", "0")),
    "a shared text of −1": (3, shared("-1", "0", "0", "0", "0")),
    "a shared text of 10³⁰": (3, shared(str(10**30), "0", "0", "0", "0")),
    "a shared text of 1.5": (3, shared("1.5", "0", "0", "0", "0")),
    "a shared text of no number": (3, shared("a", "0", "0", "0", "0")),
    "a shared text of nothing": (3, shared("", "0", "0", "0", "0")),
    "a text of no text": (3, '<row r="5"><c r="A5" t="inlineStr"/><c r="B5" t="inlineStr"><is/></c></row>'),
    "a text of 2 MB": (3, f'<row r="5">{cell("A5", "a" * 2_000_000)}</row>'),
    "a text of a million lines": (3, f'<row r="5">{cell("A5", chr(10) * 1_000_000)}</row>'),
    "a text of control characters": (3, '<row r="5">' + cell("A5", "\x01\x02\x1b[2J\x7f") + "</row>"),
    "a text of NUL": (3, '<row r="5">' + cell("A5", "a\0b") + "</row>"),
    "a text that refers to NUL": ("input-damaged", '<row r="5"><c r="A5" t="inlineStr"><is><t>&#0;</t></is></c></row>'),
    "a text that refers to half a character": ("input-damaged", '<row r="5"><c r="A5" t="inlineStr"><is><t>&#xD800;</t></is></c></row>'),
    "a text that refers beyond Unicode": ("input-damaged", '<row r="5"><c r="A5" t="inlineStr"><is><t>&#x110000;</t></is></c></row>'),
    "a text that refers to an entity": ("input-damaged", '<row r="5"><c r="A5" t="inlineStr"><is><t>&lol;</t></is></c></row>'),
    "a text that refers to nothing": ("input-damaged", '<row r="5"><c r="A5" t="inlineStr"><is><t>a & b</t></is></c></row>'),
    "a text in CDATA": ("input-over-cells", '<row r="5"><c r="A5" t="inlineStr"><is><t><![CDATA[<c r="XFD1048576">]]></t></is></c></row>'),
    "a text of Excel's own escapes": (3, '<row r="5">' + cell("A5", "_x0000__x001B_[2J_xD800_") + "</row>"),
    "a comment with cells in it": ("input-over-cells", '<!-- <row r="1048576"><c r="XFD1048576"><v>1</v></c></row> -->'),
    "an instruction with cells in it": ("input-over-cells", '<?a <c r="XFD1048576"><v>1</v></c> ?>'),
    "rows in rows": (3, '<row r="5">' * 50 + "</row>" * 50),
    "cells in cells": ("input-damaged", '<row r="5">' + '<c r="A5">' * 50 + "</c>" * 50 + "</row>"),
    "100,000 elements in each other": (3, "<a>" * 100_000 + "</a>" * 100_000),
    "an attribute of 60 MB": ("input-unsafe", f'<row r="5" spans="{"1:5 " * 15_000_000}"/>'),
    "50,000 attributes": (3, "<row r=\"5\" " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>"),
    "an attribute twice": (3, '<row r="5"><c r="A5" r="B5"><v>1</v></c></row>'),
    "an attribute without quotes": ("input-damaged", "<row r=5><c r=A5><v>1</v></c></row>"),
    "a row that does not end": (3, '<row r="5"><c r="A5"><v>1</v></c>'),
    "an end that has no beginning": ("input-damaged", "</row></row>"),
    "ends that cross": ("input-damaged", '<row r="5"><c r="A5"><v>1</c></v></row>'),
    "20,000 blank rows": (3, "".join(f'<row r="{number}"/>' for number in range(5, 20_005))),
    "a style beyond the last": (4, record_with('<c r="B5" s="4294967295"><v>45416</v></c>')),
    "a style of no number": (4, record_with('<c r="B5" s="x"><v>45416</v></c>')),
}  # fmt: skip

DECLARED: dict[str, str] = {
    "billion laughs": '<!DOCTYPE a [<!ENTITY a0 "ha">{}]>'.format(
        "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    ),
    "quadratic blow-up": f'<!DOCTYPE a [<!ENTITY a "{"a" * 100_000}">]>',
    "an external entity": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an external subset": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    "a parameter entity": '<!DOCTYPE a [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]>',
}


def declaring(part: str, declaration: str, text: str = "") -> Callable[[], bytes]:
    """The sound log with a document type in one of its parts."""
    own = {
        SHEET: sheet(rows()),
        BOOK: book(named("台账")),
        STRINGS: strings(text or "&a;"),
        "docProps/core.xml": f"{XML}<cp>&a;</cp>".encode(),
    }[part]
    changed = own.replace(XML.encode(), (XML + declaration).encode())
    return lambda: log({part: changed})


def linked(*targets: str) -> dict[str, bytes]:
    """Other links of the workbook."""
    return {BOOK_LINKS: relations(*targets)}


def external(target: str) -> bytes:
    """A link of the workbook to its sheet, outside."""
    return (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


# Other parts beside the sound log: name, what becomes of it, parts.
CHANGES: dict[str, tuple[int | str, Callable[[], dict[str, bytes]]]] = {
    "a dimension that lies": (3, lambda: {SHEET: sheet(rows(), '<dimension ref="A1:XFD1048576"/>')}),
    "a dimension that is too small": (3, lambda: {SHEET: sheet(rows(), '<dimension ref="A1"/>')}),
    "a dimension of nonsense": (3, lambda: {SHEET: sheet(rows(), '<dimension ref="Z9:A1"/>')}),
    "a dimension of text": ("input-damaged", lambda: {SHEET: sheet(rows(), '<dimension ref="everything"/>')}),
    "a dimension beyond the last": (3, lambda: {SHEET: sheet(rows(), '<dimension ref="A1:ZZZZZ99999999999"/>')}),
    "texts that claim to be 4 thousand million": ("input-unsafe", lambda: {STRINGS: strings("a", claims='count="4294967295" uniqueCount="4294967295"')}),
    "texts that claim to be 10³⁰": (3, lambda: {STRINGS: strings("a", claims=f'uniqueCount="{10**30}"')}),
    "texts that claim to be −1": (3, lambda: {STRINGS: strings("a", claims='uniqueCount="-1"')}),
    "texts that claim to be too few": (3, lambda: {STRINGS: strings(*"abc", claims='uniqueCount="1"')}),
    "texts that claim in single quotes": ("input-unsafe", lambda: {STRINGS: strings("a", claims="uniqueCount='4294967295'")}),
    "texts that claim after a long comment": ("input-unsafe", lambda: {STRINGS: strings("a", claims=f'a="{"b" * 5000}" uniqueCount="999999999"')}),
    "200,000 texts": (3, lambda: {STRINGS: strings(*(str(n) for n in range(200_000)))}),
    "a text of 60 MB": (3, lambda: {STRINGS: strings("a" * 60_000_000)}),
    "a text in 100,000 pieces": (3, lambda: {STRINGS: f'{XML}<sst xmlns="{MAIN}"><si>{"<r><t>a</t></r>" * 100_000}</si></sst>'.encode()}),
    "no texts at all": ("input-damaged", lambda: {STRINGS: b""}),
    "texts cut off": ("input-damaged", lambda: {STRINGS: strings("a")[:-9]}),
    "texts that are a picture": ("input-damaged", lambda: {STRINGS: b"\x89PNG\r\n\x1a\n" + bytes(99)}),
    "10,000 merged ranges of the whole sheet": (3, lambda: {SHEET: sheet(rows(), after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 10_000 + "</mergeCells>")}),
    "merged ranges of nonsense": ("input-damaged", lambda: {SHEET: sheet(rows(), after='<mergeCells><mergeCell ref="A0:ZZZZ9"/><mergeCell ref=""/><mergeCell/></mergeCells>')}),
    "merged ranges that go back": (3, lambda: {SHEET: sheet(rows(), after='<mergeCells><mergeCell ref="E9:A2"/></mergeCells>')}),
    "a merged range over all records": (1, lambda: {SHEET: sheet(rows(), after='<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>')}),
    "100,000 defined names": (3, lambda: {BOOK: book(named("台账"), after="<definedNames>" + "".join(f'<definedName name="n{n}">台账!$A$1</definedName>' for n in range(100_000)) + "</definedNames>")}),
    "100,000 formats": (3, lambda: {STYLES: styles('<xf numFmtId="0"/><xf numFmtId="14"/>' * 50_000)}),
    "a format of a million letters": (3, lambda: {STYLES: styles('<xf numFmtId="0"/><xf numFmtId="200"/>', f'<numFmts><numFmt numFmtId="200" formatCode="{"y" * 1_000_000}"/></numFmts>')}),
    "a format that does not end": (3, lambda: {STYLES: styles('<xf numFmtId="0"/><xf numFmtId="200"/>', '<numFmts><numFmt numFmtId="200" formatCode="[[[&quot;yyyy"/></numFmts>')}),
    "formats that do not exist": (3, lambda: {STYLES: styles('<xf numFmtId="99999"/><xf numFmtId="-1"/><xf/>')}),
    "no formats at all": (3, lambda: {STYLES: styles("")}),
    "styles cut off": ("input-damaged", lambda: {STYLES: styles("")[:-5]}),
    "10,000 sheets in one part": ("input-over-size", lambda: {BOOK: book("".join(named(f"s{n}", n) for n in range(1, 10_001)))}),
    "1,500 sheets that are the same": ("input-over-size", lambda: {BOOK: book("".join(named(f"s{n}", n) for n in range(1, 1_501)))}),
    "two sheets of one name": ("input-unsafe", lambda: {BOOK: book(named("台账") + named("台账", 2))}),
    "two sheets of one name but for case": (3, lambda: {BOOK: book(named("log") + named("LOG", 2))}),
    "a sheet without a name": (3, lambda: {BOOK: book(named(""))}),
    "a sheet whose name is missing": (3, lambda: {BOOK: book('<sheet sheetId="1" r:id="rId1"/>')}),
    "a sheet with quotes in its name": (3, lambda: {BOOK: book(named("it''s &quot;台账&quot;"))}),
    "a sheet with two lines in its name": (3, lambda: {BOOK: book(named("a&#10;b&#13;c"))}),
    "a sheet with marks of direction in its name": (3, lambda: {BOOK: book(named("\u202e台账\u2066\u200b"))}),
    "a sheet with escape codes in its name": (3, lambda: {BOOK: book(named("\x1b[2J\x7f"))}),
    "a sheet with a formula for a name": (3, lambda: {BOOK: book(named("=1+1"))}),
    "a sheet with braces in its name": (3, lambda: {BOOK: book(named("{year}{0}%s"))}),
    "a sheet with a path for a name": (3, lambda: {BOOK: book(named("../../[x]:*?"))}),
    "a sheet with a name of 100,000 letters": (3, lambda: {BOOK: book(named("a" * 100_000))}),
    "no sheets": ("input-damaged", lambda: {BOOK: book("")}),
    "no list of sheets": ("input-damaged", lambda: {BOOK: f'{XML}<workbook xmlns="{MAIN}"/>'.encode()}),
    "a hidden sheet alone": (3, lambda: {BOOK: book(named("台账", more=' state="hidden"'))}),
    "a very hidden sheet alone": (3, lambda: {BOOK: book(named("台账", more=' state="veryHidden"'))}),
    "a sheet in a state of our own": ("input-damaged", lambda: {BOOK: book(named("台账", more=' state="ours"'))}),
    "a chart sheet alone": ("header-missing", lambda: linked("chartsheet worksheets/sheet1.xml")),
    "a dialogue alone": ("header-missing", lambda: linked("dialogsheet worksheets/sheet1.xml")),
    "a sheet of macros": ("input-damaged", lambda: linked("xlMacrosheet worksheets/sheet1.xml")),
    "a sheet of a kind of our own": ("input-damaged", lambda: linked("ours worksheets/sheet1.xml")),
    "a sheet that is the workbook": ("header-missing", lambda: linked("worksheet workbook.xml")),
    "a sheet that is its own links": ("header-missing", lambda: linked("worksheet _rels/workbook.xml.rels")),
    "a sheet that is the list of texts": ("header-missing", lambda: linked("worksheet sharedStrings.xml")),
    "a sheet that is missing": ("input-damaged", lambda: linked("worksheet worksheets/sheet9.xml")),
    "a sheet above the archive": ("input-damaged", lambda: linked("worksheet ../../../etc/passwd")),
    "a sheet by its full path": (3, lambda: linked("worksheet /xl/worksheets/sheet1.xml")),
    "a sheet by a path with steps": ("input-damaged", lambda: linked("worksheet ./worksheets/../worksheets/sheet1.xml")),
    "a sheet by a path of Windows": ("input-damaged", lambda: linked("worksheet worksheets\\sheet1.xml")),
    "a sheet by a path with percents": ("input-damaged", lambda: linked("worksheet worksheets/sheet%31.xml")),
    "a sheet on a server": ("input-damaged", lambda: {BOOK_LINKS: external("http://127.0.0.1:9/sheet1.xml")}),
    "a sheet on a share": ("input-damaged", lambda: {BOOK_LINKS: external("\\\\server\\share\\sheet1.xml")}),
    "no links": ("input-damaged", lambda: linked()),
    "links that are no XML": ("input-damaged", lambda: {BOOK_LINKS: b"links"}),
    "20,000 links": (3, lambda: linked(WORKSHEET, *[f"image media/{n}.png" for n in range(20_000)])),
    "100,000 elements in each other in the workbook": (3, lambda: {BOOK: book(named("台账"), after="<a>" * 100_000 + "</a>" * 100_000)}),
    "100,000 elements in each other in the styles": (3, lambda: {STYLES: styles("<xf/><xf/>", "<a>" * 100_000 + "</a>" * 100_000)}),
    "a workbook of nothing": ("input-damaged", lambda: {BOOK: b""}),
    "a workbook that is no XML": ("input-damaged", lambda: {BOOK: b"{}"}),
    "a sheet of nothing": ("input-damaged", lambda: {SHEET: b""}),
    "a sheet that is no XML": ("input-damaged", lambda: {SHEET: os.urandom(0) + bytes(range(256)) * 4}),
    "a sheet that is a page": ("header-missing", lambda: {SHEET: b"<html><table><tr><td>a</td></tr></table></html>"}),
    "a sheet without cells": ("header-missing", lambda: {SHEET: f'{XML}<worksheet xmlns="{MAIN}"/>'.encode()}),
    "a sheet with two lists of cells": (3, lambda: {SHEET: sheet(rows(), after=f"<sheetData>{row(5, RECORDS[0])}</sheetData>")}),
    "a sheet in two roots": (3, lambda: {SHEET: sheet(rows()) + sheet(rows())}),
    "a sheet with bytes after its end": ("input-damaged", lambda: {SHEET: sheet(rows()) + b"\0\0garbage<<"}),
    "a sheet without a declaration": (3, lambda: {SHEET: sheet(rows(), head="")}),
    "a sheet with a mark of order": (3, lambda: {SHEET: b"\xef\xbb\xbf" + sheet(rows())}),
    "a sheet in UTF-16": (3, lambda: {SHEET: sheet(rows(), head="").decode().encode("utf-16")}),
    "a sheet in UTF-16 without a mark": (3, lambda: {SHEET: sheet(rows(), head="").decode().encode("utf-16-le")}),
    "a sheet in GB18030": ("input-damaged", lambda: {SHEET: sheet(rows(), head='<?xml version="1.0" encoding="GB18030"?>').decode().encode("gb18030")}),
    "a sheet in UTF-7": ("header-missing", lambda: {SHEET: sheet(rows(), head='<?xml version="1.0" encoding="UTF-7"?>').decode().encode("utf-7")}),
    "a sheet that is no UTF-8": ("input-damaged", lambda: {SHEET: sheet(rows()).replace("自然人".encode(), b"\xff\xfe\x80")}),
    "a sheet of half characters": ("input-damaged", lambda: {SHEET: sheet(rows()).replace("自然人".encode(), b"\xed\xa0\x80\xed\xb0\x80")}),
    "a sheet in a strict namespace": (3, lambda: {SHEET: sheet(rows()).replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")}),
    "a sheet in a namespace of our own": (3, lambda: {SHEET: sheet(rows()).replace(MAIN.encode(), b"urn:ours")}),
    "a sheet with prefixes": (3, lambda: {SHEET: prefixed(sheet(rows()))}),
    "a comment of 5 MB before the sheet": ("input-unsafe", lambda: {SHEET: sheet(rows(), head=f"<!-- {'a' * 5_000_000} -->")}),
    "a sheet cut off": ("input-damaged", lambda: {SHEET: sheet(rows())[:-60]}),
    "a sheet cut off in a tag": ("input-damaged", lambda: {SHEET: sheet(rows())[:-400]}),
    "no content types": (3, lambda: {"[Content_Types].xml": b""}),
    "content types of a letter": ("input-not-a-spreadsheet", lambda: {"[Content_Types].xml": content_types("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")}),
    "content types of our own": ("input-not-a-spreadsheet", lambda: {"[Content_Types].xml": content_types("xl/workbook.xml", "application/ours.main+xml")}),
    "no links of the package": ("input-damaged", lambda: {"_rels/.rels": b""}),
    "a workbook of macros inside": (3, lambda: {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(4000)}),
    "a link to another workbook": (3, lambda: {"xl/externalLinks/externalLink1.xml": f'{XML}<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'.encode()}),
    "a connection to a server": (3, lambda: {"xl/connections.xml": f'{XML}<connections xmlns="{MAIN}"><connection id="1" type="4"><webPr url="http://127.0.0.1:9/"/></connection></connections>'.encode()}),
    "a picture of scripts": (3, lambda: {"xl/media/a.svg": b"<svg><script>alert(1)</script></svg>"}),
    "a table of a million columns": (3, lambda: {"xl/tables/table1.xml": f'{XML}<table xmlns="{MAIN}" ref="A1:XFD1048576"><tableColumns count="999999999"/></table>'.encode()}),
    "days from 1904": (3, lambda: {BOOK: book(named("台账"), '<workbookPr date1904="1"/>')}),
    "days from 1904, and not": (3, lambda: {BOOK: book(named("台账"), '<workbookPr date1904="1"/><workbookPr date1904="0"/>')}),
}  # fmt: skip


def prefixed(part: bytes) -> bytes:
    """A part all of whose elements have a prefix."""
    import re

    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")


# --- OpenDocument ---

VALUE = 'office:value-type="string"'


def ods_row(texts: list[str], attributes: str = "") -> str:
    """A row of OpenDocument."""
    cells = "".join(
        f"<table:table-cell {VALUE}><text:p>{text}</text:p></table:table-cell>" for text in texts
    )
    return f"<table:table-row{attributes}>{cells}</table:table-row>"


ODS_LOG = "".join(ods_row(list(texts)) for texts in LOG)
ODS_BELOW: dict[str, tuple[int | str, str]] = {
    "ods: the sound log": (3, ""),
    "ods: a record repeated 10⁹ times": ("input-over-cells", ods_row(RECORDS[0], ' table:number-rows-repeated="1000000000"')),
    "ods: a record repeated 5,000 times": (3, ods_row(RECORDS[0], ' table:number-rows-repeated="5000"')),
    "ods: a record repeated 10⁴⁰ times": ("input-over-cells", ods_row(RECORDS[0], f' table:number-rows-repeated="{10**40}"')),
    "ods: a record repeated −1 times": ("input-damaged", ods_row(RECORDS[0], ' table:number-rows-repeated="-1"')),
    "ods: a record repeated no number of times": ("input-damaged", ods_row(RECORDS[0], ' table:number-rows-repeated="x"')),
    "ods: a cell repeated 10⁹ times": ("input-over-cells", f'<table:table-row><table:table-cell table:number-columns-repeated="1000000000" {VALUE}><text:p>a</text:p></table:table-cell></table:table-row>'),
    "ods: a cell repeated 10⁹ times in single quotes": (3, f"<table:table-row><table:table-cell table:number-columns-repeated='1000000000' {VALUE}><text:p>a</text:p></table:table-cell></table:table-row>"),
    "ods: cells and rows repeated 30,000 times each": ("input-over-cells", f'<table:table-row table:number-rows-repeated="30000"><table:table-cell table:number-columns-repeated="30000" {VALUE}><text:p>a</text:p></table:table-cell></table:table-row>'),
    "ods: blank rows repeated 10⁹ times before a record": ("input-over-cells", '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell/></table:table-row>' + ods_row(RECORDS[0])),
    "ods: blank cells repeated 10⁹ times before a value": ("input-over-cells", f'<table:table-row><table:table-cell table:number-columns-repeated="1000000000"/><table:table-cell {VALUE}><text:p>a</text:p></table:table-cell></table:table-row>'),
    "ods: 900 times 999 cells": ("input-over-cells", f'<table:table-row table:number-rows-repeated="999"><table:table-cell table:number-columns-repeated="999" {VALUE}><text:p>a</text:p></table:table-cell></table:table-row>' * 90),
    "ods: a date of no month": (3, '<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-99-99"/></table:table-row>'),
    "ods: a number of no digits": ("input-damaged", '<table:table-row><table:table-cell office:value-type="float" office:value="one"/></table:table-row>'),
    "ods: a number without end": (3, '<table:table-row><table:table-cell office:value-type="float" office:value="1e999"/></table:table-row>'),
    "ods: a type of our own": (3, '<table:table-row><table:table-cell office:value-type="ours"/></table:table-row>'),
    "ods: 100,000 elements in each other": ("input-damaged", "<table:table-row>" + "<text:p>" * 100_000 + "</text:p>" * 100_000 + "</table:table-row>"),
    "ods: a row that does not end": ("input-damaged", "<table:table-row><table:table-cell>"),
    "ods: tables in tables": (3, "<table:table-row><table:table-cell>" + "<table:table><table:table-row><table:table-cell>" * 500 + "</table:table-cell></table:table-row></table:table>" * 500 + "</table:table-cell></table:table-row>"),
    "ods: spaces repeated 10⁹ times": ("input-unsafe", f'<table:table-row><table:table-cell {VALUE}><text:p><text:s text:c="1000000000"/></text:p></table:table-cell></table:table-row>'),
    "ods: an attribute of 60 MB": ("input-unsafe", f'<table:table-row a="{"b" * 60_000_000}"/>'),
}  # fmt: skip

# --- xlsb ---

SHEET_BEGIN, SHEET_DATA = 129, 145


def xlsb_log() -> dict[int, dict[int, str]]:
    """The sound log as xlsb takes it."""
    return {number: dict(enumerate(texts)) for number, texts in enumerate(LOG)}


def xlsb_with(name: str, edit: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """The sound log as xlsb, one part of it edited."""
    from tests.containers import archive
    from tests.program.hostile.archives import parts_of

    def build() -> bytes:
        parts = parts_of(xlsb(xlsb_log()))
        return archive(parts | {name: edit(parts[name])})

    return build


FAR = record(0, b"\xff\xff\x0f\0" + bytes(13)) + record(6, b"\xff\x3f\0\0" + bytes(4) + wide("a"))
XLSB: dict[str, tuple[int | str, Callable[[], bytes]]] = {
    "xlsb: the sound log": (3, lambda: xlsb(xlsb_log())),
    "xlsb: a stray cell at XFD1048576": ("input-killed-reader input-over-memory", xlsb_with(BINARY_SHEET, lambda part: part.replace(record(146), FAR + record(146)))),
    "xlsb: a row of 4 thousand million": (3, xlsb_with(BINARY_SHEET, lambda part: part.replace(record(146), record(0, b"\xff" * 17) + record(6, bytes(8) + wide("a")) + record(146)))),
    "xlsb: a column of 4 thousand million": ("header-missing", xlsb_with(BINARY_SHEET, lambda part: part.replace(record(146), record(6, b"\xff" * 8 + wide("a")) + record(146)))),
    "xlsb: a column of 3 million": (
        "input-unsafe",
        xlsb_with(
            BINARY_SHEET,
            lambda part: part.replace(
                record(146), record(6, b"\0\0\x32\0" + bytes(4) + wide("a")) + record(146)
            ),
        ),
    ),
    "xlsb: a dimension that lies": (3, xlsb_with(BINARY_SHEET, lambda part: part.replace(record(148, part[part.index(b"\x94\x01") + 3 :][:16]), record(148, bytes(4) + b"\xff\xff\x0f\0" + bytes(4) + b"\xff\x3f\0\0")))),
    "xlsb: a text of 4 thousand million letters": ("input-damaged", xlsb_with(BINARY_SHEET, lambda part: part.replace(record(146), record(6, bytes(8) + b"\xff" * 4) + record(146)))),
    "xlsb: a record longer than the part": ("input-damaged", xlsb_with(BINARY_SHEET, lambda part: part[:-6] + b"\x06\xff\xff\xff\x7f")),
    "xlsb: a record of endless length": ("input-damaged", xlsb_with(BINARY_SHEET, lambda part: part[:-6] + b"\x06" + b"\xff" * 9)),
    "xlsb: a record of endless kind": ("input-damaged", xlsb_with(BINARY_SHEET, lambda part: part[:-6] + b"\xff" * 9)),
    "xlsb: a record cut off": ("input-damaged", xlsb_with(BINARY_SHEET, lambda part: part[:60])),
    "xlsb: a sheet of nothing": ("input-damaged", xlsb_with(BINARY_SHEET, lambda _: b"")),
    "xlsb: a sheet of noughts": ("input-damaged", xlsb_with(BINARY_SHEET, lambda _: bytes(5000))),
    "xlsb: a workbook of nothing": ("input-damaged", xlsb_with("xl/workbook.bin", lambda _: b"")),
    "xlsb: a workbook cut off": ("input-damaged", xlsb_with("xl/workbook.bin", lambda part: part[: len(part) // 2])),
    "xlsb: a sheet's name of 4 thousand million letters": ("input-damaged", xlsb_with("xl/workbook.bin", lambda part: part.replace(wide("台账"), b"\xff" * 4))),
    "xlsb: a sheet in XML": ("input-damaged", xlsb_with(BINARY_SHEET, lambda _: sheet(rows()))),
}  # fmt: skip


def cases() -> Iterator[Case]:
    """Every hostile workbook in a sound archive."""
    for name, (outcome, below) in BELOW.items():
        yield Case(name, outcome, lambda below=below: log(more=below))
    for name, (outcome, changes) in CHANGES.items():
        yield Case(name, outcome, lambda changes=changes: log(changes()))
    for name, declaration in DECLARED.items():
        for part in (SHEET, BOOK, STRINGS, "docProps/core.xml"):
            yield Case(f"{name} in {part}", "input-unsafe", declaring(part, declaration))
    yield Case(
        "a text that refers to an entity 60,000 times",
        "input-unsafe",
        declaring(STRINGS, DECLARED["quadratic blow-up"], "&a;" * 60_000),
    )
    yield Case(
        "headings that are all the same",
        "header-missing",
        lambda: xlsx(rows([["收到日期"] * 40, ["2024-01-05"] * 40])),
    )
    yield Case(
        "16,384 headings", 3, lambda: xlsx(rows([[*HEADINGS, *map(str, range(16_379))], *RECORDS]))
    )
    yield Case(
        "headings of 100,000 letters",
        3,
        lambda: xlsx(rows([[*HEADINGS, "办" * 100_000], *RECORDS])),
    )
    yield Case(
        "headings of control characters",
        "header-missing",
        lambda: xlsx(rows([["\u202e收到日期\u200b", "=cmd|' /C calc'!A0"], ["\u2028", "b"]])),
    )
    yield Case("no rows", "header-missing", lambda: xlsx(""))
    yield Case("headings and no records", 0, lambda: xlsx(rows([HEADINGS])))
    yield Case("records and no headings", "header-missing", lambda: xlsx(rows(RECORDS)))
    yield Case("a total and no records", 0, lambda: xlsx(rows([HEADINGS, ["合计", "3件"]])))
    for name, (outcome, below) in ODS_BELOW.items():
        yield Case(name, outcome, lambda below=below: ods(ODS_LOG + below), ".ods")
    for name, (outcome, build) in XLSB.items():
        yield Case(name, outcome, build, ".xlsb")
