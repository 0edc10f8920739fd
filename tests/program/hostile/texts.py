"""Hostile text: delimited files, pages, letters and the XML of 2003, whatever their suffix; and what is none."""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
from collections.abc import Callable, Iterator

from tests.containers import archive
from tests.program.hostile.case import HEADINGS, LOG, RECORDS, Case, delimited, log

CSV = delimited()
LINE = "2024-4,2024-04-05,自然人,2024-04-20,予以公开\r\n"


def page(below: str = "", before: str = "") -> str:
    """The sound log as a page."""
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>" for texts in LOG)
    return f"<html><body>{before}<table>{lines}{below}</table></body></html>"


def html_row(*texts: str) -> str:
    """A row of a page."""
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def xml_row(texts: list[str], attributes: str = "") -> str:
    """A row of the XML of 2003."""
    cells = "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts)
    return f"<Row{attributes}>{cells}</Row>"


XML_LOG = "".join(xml_row(list(texts)) for texts in LOG)


def xml_2003(below: str = "", declared: str = "", after: str = "", name: str = "a") -> str:
    """The sound log in the XML of 2003."""
    return (
        f'<?xml version="1.0"?>{declared}<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">'
        f'<Worksheet ss:Name="{name}"><Table>{XML_LOG}{below}</Table></Worksheet>{after}</Workbook>'
    )


def letter(body: bytes, head: str = "", kind: str = "text/html; charset=utf-8") -> bytes:
    """A page saved as one file."""
    return (
        (
            f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: {kind}\r\n{head}\r\n'
        ).encode()
        + body
        + b"\r\n--b--\r\n"
    )


PLAIN: dict[str, tuple[int | str, Callable[[], bytes | str]]] = {
    "csv: the sound log": (3, lambda: CSV),
    "csv: NUL in a cell": ("input-not-a-spreadsheet", lambda: CSV.replace("自然人", "自\0人")),
    "csv: NUL at the end": ("input-not-a-spreadsheet", lambda: CSV + "\0"),
    "csv: noughts after the end": ("input-not-a-spreadsheet", lambda: CSV.encode() + bytes(5000)),
    "csv: lone returns": (3, lambda: delimited(newline="\r")),
    "csv: mixed ends of lines": (3, lambda: CSV.replace("\r\n", "\r", 1).replace("\r\n", "\n", 1)),
    "csv: doubled returns": (3, lambda: CSV.replace("\r\n", "\r\r\n")),
    "csv: other ends of lines": ("header-missing", lambda: CSV.replace("\r\n", "\x85")),
    "csv: ends of lines of Unicode": ("header-missing", lambda: CSV.replace("\r\n", "\u2028")),
    "csv: no end of the last line": (3, lambda: CSV.rstrip()),
    "csv: 6,000 blank lines": (3, lambda: CSV + "\r\n" * 6_000),
    "csv: 6,000 lines of delimiters": (3, lambda: CSV + ",,,,\r\n" * 6_000),
    "csv: a field of 10 MB": ("input-broken-text", lambda: CSV + "a" * 10_000_000 + ",,,,\r\n"),
    "csv: a quoted field of 10 MB": ("input-broken-text", lambda: CSV + '"' + "a\n" * 5_000_000 + '",,,,\r\n'),
    "csv: a line of a million fields": ("input-over-cells", lambda: CSV + "a," * 1_000_000 + "\r\n"),
    "csv: a heading of a million fields": ("input-over-cells", lambda: "a," * 1_000_000 + CSV),
    "csv: a quote that does not end": ("input-broken-text", lambda: CSV + '"' + LINE),
    "csv: a quote that does not end in the heading": ("input-broken-text", lambda: '"' + CSV),
    "csv: a quote within a field": (4, lambda: CSV + LINE.replace("自然人", '自"然"人')),
    "csv: text after a quote": ("input-broken-text", lambda: CSV + LINE.replace("自然人", '"自"然人')),
    "csv: quotes of other kinds": (4, lambda: CSV + LINE.replace("自然人", "'自然人'")),
    "csv: a million quotes": ("input-broken-text", lambda: CSV + '"' * 1_000_000),
    "csv: two encodings": ("input-not-a-spreadsheet", lambda: CSV.encode() + LINE.encode("gb18030")),
    "csv: two encodings, the other way": ("input-not-a-spreadsheet", lambda: LINE.encode("gb18030") + CSV.encode()),
    "csv: GB18030": (3, lambda: CSV.encode("gb18030")),
    "csv: GB18030 beyond Unicode": ("input-not-a-spreadsheet", lambda: CSV.encode("gb18030") + b"\xfe\x39\xfe\x39,a\r\n"),
    "csv: Big5": ("header-missing", lambda: CSV.replace("自然人", "個人").replace("商业企业", "企業").encode("big5", "replace")),
    "csv: UTF-8 with a mark": (3, lambda: CSV.encode("utf-8-sig")),
    "csv: UTF-8 with two marks": (3, lambda: b"\xef\xbb\xbf" + CSV.encode("utf-8-sig")),
    "csv: UTF-16": (3, lambda: CSV.encode("utf-16")),
    "csv: UTF-16, the other way": (3, lambda: b"\xfe\xff" + CSV.encode("utf-16-be")),
    "csv: UTF-16 without a mark": (3, lambda: CSV.encode("utf-16-le")),
    "csv: UTF-16 with the wrong mark": ("input-not-a-spreadsheet", lambda: b"\xfe\xff" + CSV.encode("utf-16-le")),
    "csv: UTF-16 cut in a letter": ("input-not-a-spreadsheet", lambda: CSV.encode("utf-16")[:-1]),
    "csv: UTF-16 of half characters": ("input-not-a-spreadsheet", lambda: CSV.encode("utf-16") + b"\0\xd8,\0"),
    "csv: UTF-32": ("input-not-a-spreadsheet", lambda: CSV.encode("utf-32")),
    "csv: UTF-32 without a mark": ("input-not-a-spreadsheet", lambda: CSV.encode("utf-32-le")),
    "csv: UTF-7": ("header-missing", lambda: CSV.encode("utf-7")),
    "csv: half characters in UTF-8": ("input-not-a-spreadsheet", lambda: CSV.encode() + b"\xed\xa0\xbd\xed\xb8\x80,a\r\n"),
    "csv: letters in too many bytes": ("input-not-a-spreadsheet", lambda: CSV.encode() + b"\xc0\xaf\xe0\x80\xaf,a\r\n"),
    "csv: letters beyond Unicode": ("input-not-a-spreadsheet", lambda: CSV.encode() + b"\xf8\x88\x80\x80\x80,a\r\n"),
    "csv: a letter cut off": ("input-not-a-spreadsheet", lambda: CSV.encode()[:-3]),
    "csv: private and unassigned letters": (3, lambda: CSV + "\ue000\U0010ffff,\ufdd0,\u0378,,\r\n"),
    "csv: marks of direction": (4, lambda: CSV + "\u202e4-4202\u202c,2024-04-05,自\u200b然\u2060人,2024-04-20,予以公开\r\n"),
    "csv: control characters": (4, lambda: CSV + "2024-4\x1b[2J\x07,2024-04-05,自然人,2024-04-20,予以公开\x08\r\n"),
    "csv: delimiters of all kinds": (3, lambda: CSV + "a;b\tc|d,e;f\r\n" * 50),
    "csv: delimiters that change": (3, lambda: CSV + delimited(RECORDS, ";") + delimited(RECORDS, "\t")),
    "csv: a delimiter of our own": ("header-missing", lambda: delimited(delimiter="\x1f")),
    "csv: a delimiter of full width": ("header-missing", lambda: delimited(delimiter="，")),
    "csv: a delimiter that is named and wrong": ("header-missing", lambda: "sep=;\r\n" + CSV),
    "csv: a delimiter that is a quote": (3, lambda: 'sep="\r\n' + CSV),
    "csv: a delimiter that is a letter": ("header-missing", lambda: "sep=a\r\n" + CSV),
    "csv: a delimiter that is a return": (3, lambda: "sep=\r\r\n" + CSV),
    "csv: a line of words": ("input-not-a-spreadsheet", lambda: "收到日期"),
    "csv: one byte": ("header-missing", lambda: b","),
    "csv: one letter": ("input-not-a-spreadsheet", lambda: "字"),
    "csv: a mark of order alone": ("input-empty", lambda: b"\xef\xbb\xbf"),
    "csv: half a mark of order": ("input-empty", lambda: b"\xff\xfe"),
    "csv: blanks alone": ("input-empty", lambda: " \t\r\n" * 500),
    "csv: nothing": ("input-empty", lambda: b""),
    "csv: headings alone": (0, lambda: ",".join(HEADINGS)),
    "csv: headings twice": (3, lambda: CSV + CSV),
    "csv: formulas": (3, lambda: CSV + "=1+1,2024-04-05,自然人,2024-04-20,=cmd|' /C calc'!A0\r\n"),
    "csv: a record of dates that are none": (3, lambda: CSV + "2024-4,2024-02-30,自然人,0000-00-00,予以公开\r\n"),
    "csv: a record of dates of the edges": (3, lambda: CSV + "2024-4,0001-01-01,自然人,9999-12-31,予以公开\r\n"),
    "csv: a record of long numbers": (3, lambda: CSV + f"{'9' * 5000},{'9' * 5000},自然人,{'1' * 400}.5,予以公开\r\n"),
    "csv: a record of exponents": (3, lambda: CSV + "1e400,1e308,自然人,-1e-400,予以公开\r\n"),
    "csv: a record of NaN": (3, lambda: CSV + "NaN,NaN,NaN,NaN,NaN\r\n"),
    "csv: a record of infinities": (3, lambda: CSV + "inf,-inf,Infinity,INF,∞\r\n"),
    "csv: a record of roman and other digits": (3, lambda: CSV + "Ⅳ,٢٠٢٤-٠٤-٠٥,自然人,²⁰²⁴-4-20,予以公开\r\n"),
    "csv: 2,000 different outcomes": (3, lambda: CSV + "".join(f"a{n},2024-04-05,自然人,2024-04-20,结果{n}\r\n" for n in range(2_000))),
    "csv: an outcome of 100,000 letters": (3, lambda: CSV + f"a,2024-04-05,自然人,2024-04-20,{'公开不' * 33_000}\r\n"),
    "csv: an outcome of 5,000 joined ones": (3, lambda: CSV + f"a,2024-04-05,自然人,2024-04-20,{'、'.join(['予以公开'] * 5000)}\r\n"),
}  # fmt: skip
PAGES: dict[str, tuple[int | str, Callable[[], bytes | str]]] = {
    "html: the sound log": (3, page),
    "html: a colspan of 10⁵": (3, lambda: page('<tr><td colspan="100000">a</td></tr>')),
    "html: a colspan of 10⁹⁹": (3, lambda: page(f'<tr><td colspan="{10**99}">a</td></tr>')),
    "html: a colspan of −1": (3, lambda: page('<tr><td colspan="-1">a</td></tr>')),
    "html: a colspan of other digits": (3, lambda: page('<tr><td colspan="²">a</td></tr>')),
    "html: 20 colspans of 1,000": ("input-over-cells", lambda: page("<tr>" + "<td colspan=1000>a" * 20)),
    "html: a rowspan of 10⁹": (3, lambda: page(f'<tr><td rowspan="1000000000">a</td><td>b</td></tr>{html_row("c") * 9}')),
    "html: rowspans over 60,000 rows": ("input-over-cells", lambda: page("<tr>" + "<td colspan=1000 rowspan=65000>a" * 16 + "<tr><td>b" * 60_000)),
    "html: 5,000 tables": ("input-over-size", lambda: page() + "<table><tr><td>a<td>b<tr><td>c<td>d</table>" * 5_000),
    "html: 500 tables in each other": ("input-damaged", lambda: "<table><tr><td>" * 500 + "a" + "</td></tr></table>" * 500),
    "html: 100,000 elements in each other": ("input-damaged", lambda: page(before="<div>" * 100_000)),
    "html: 100,000 elements that do not end": ("input-damaged", lambda: page("<tr><td>" + "<b>" * 100_000)),
    "html: a cell of 2 MB": (3, lambda: page(html_row("a" * 2_000_000))),
    "html: an attribute of 20 MB": (3, lambda: page(f'<tr a="{"b" * 20_000_000}">')),
    "html: 20,000 attributes": ("input-unsafe", lambda: page("<tr " + " ".join(f"a{n}=1" for n in range(20_000)) + ">")),
    "html: a page cut off": ("input-damaged", lambda: page()[:-60]),
    "html: a script": ("input-damaged", lambda: page(before="<script>document.write('<table>')</script>")),
    "html: a script that does not end": ("input-damaged", lambda: page() + "<script>"),
    "html: frames": ("input-not-a-spreadsheet", lambda: '<html><frameset><frame src="sheet001.htm"></frameset></html>'),
    "html: a page without a table": ("input-not-a-spreadsheet", lambda: "<html><body><p>a</p></body></html>"),
    "html: a document type": (3, lambda: '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://127.0.0.1:9/a.dtd">' + page()),
    "html: a document type with entities": ("input-unsafe", lambda: '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + page("<tr><td>&a;")),
    "html: entities of all kinds": (3, lambda: page(html_row("&lol;&#0;&#xD800;&#x110000;&#99999999999;&amp", "a"))),
    "html: pictures from a server": (3, lambda: page(before='<img src="http://127.0.0.1:9/"><link rel=stylesheet href="//127.0.0.1:9/">')),
    "html: conditional comments": (3, lambda: page(before="<!--[if gte mso 9]><xml></xml><![endif]-->")),
    "html: a comment that does not end": ("input-damaged", lambda: page() + "<!--"),
    "html: NUL in a tag": ("input-not-a-spreadsheet", lambda: page("<t\0r><td>a")),
    "html: UTF-7": ("input-not-a-spreadsheet", lambda: "+ADw-html+AD4APA-table+AD4-"),
    "html: another encoding than it says": (3, lambda: page(before='<meta charset="shift_jis">')),
    "html: GB18030": (3, lambda: page(before='<meta charset="gb2312">').encode("gb18030")),
    "html: formulas and scripts in cells": (3, lambda: page(html_row("=1+1", "&lt;script&gt;alert(1)&lt;/script&gt;", "a", "b", "c"))),
    "html: names of sheets that steer": (3, lambda: page(before="<x:ExcelWorksheet><x:Name>\x1b[2J\u202e</x:Name></x:ExcelWorksheet>")),
    "mht: the sound log": (3, lambda: letter(page().encode())),
    "mht: base64": (3, lambda: letter(base64.encodebytes(page().encode()), "Content-Transfer-Encoding: base64\r\n")),
    "mht: base64 cut off": ("input-damaged", lambda: letter(base64.encodebytes(page().encode())[:-99], "Content-Transfer-Encoding: base64\r\n")),
    "mht: base64 that is none": ("input-not-a-spreadsheet", lambda: letter(b"!!!!" * 99, "Content-Transfer-Encoding: base64\r\n")),
    "mht: base64 of 40 MB": ("input-not-a-spreadsheet", lambda: letter(b"AAAA" * 10_000_000, "Content-Transfer-Encoding: base64\r\n")),
    "mht: an encoding of our own": (3, lambda: letter(page().encode(), "Content-Transfer-Encoding: x-ours\r\n")),
    "mht: letters that are no letters": (3, lambda: letter(page().encode(), kind="text/html; charset=x-ours")),
    "mht: a workbook inside": ("input-not-a-spreadsheet", lambda: letter(base64.encodebytes(log()), "Content-Transfer-Encoding: base64\r\n")),
    "mht: no parts": ("input-not-a-spreadsheet", lambda: b"MIME-Version: 1.0\r\n\r\n"),
    "mht: 50,000 headers": ("input-not-a-spreadsheet", lambda: b"MIME-Version: 1.0\r\n" + b"a: b\r\n" * 50_000 + b"\r\n"),
    "mht: a header of 5 MB": ("input-not-a-spreadsheet", lambda: b"MIME-Version: 1.0\r\na: " + b"b" * 5_000_000 + b"\r\n\r\n"),
    "mht: 20,000 parts": ("input-not-a-spreadsheet", lambda: b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n" * 20_000 + b"--b--"),
    "mht: 5,000 letters in each other": ("input-damaged", lambda: b"MIME-Version: 1.0\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5_000),
}  # fmt: skip
XML_2003: dict[str, tuple[int | str, Callable[[], bytes | str]]] = {
    "xml: the sound log": (3, xml_2003),
    "xml: billion laughs": ("input-unsafe", lambda: xml_2003("<Row>&a9;</Row>", '<!DOCTYPE a [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>")),
    "xml: an external entity": ("input-unsafe", lambda: xml_2003("<Row>&a;</Row>", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "xml: an external subset": ("input-unsafe", lambda: xml_2003("", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">')),
    "xml: a document type alone": ("input-unsafe", lambda: xml_2003("", "<!DOCTYPE Workbook>")),
    "xml: an entity of nobody": ("input-damaged", lambda: xml_2003("<Row>&lol;</Row>")),
    "xml: a style sheet": (3, lambda: xml_2003("", '<?xml-stylesheet href="http://127.0.0.1:9/"?>')),
    "xml: other parts included": (3, lambda: xml_2003("", "", '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>')),
    "xml: a row far below": (3, lambda: xml_2003(xml_row(RECORDS[0], ' ss:Index="6000"'))),
    "xml: a row beyond the last": ("input-damaged", lambda: xml_2003(xml_row(RECORDS[0], ' ss:Index="1048577"'))),
    "xml: a cell at the last column, 3,000 times": ("input-over-cells", lambda: xml_2003('<Row><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell></Row>' * 3000)),
    "xml: a row that goes back": ("input-damaged", lambda: xml_2003(xml_row(RECORDS[0], ' ss:Index="1"'))),
    "xml: a row that spans 6,000": (3, lambda: xml_2003('<Row ss:Span="6000"/>' + xml_row(RECORDS[0]))),
    "xml: rows that span beyond the last": ("input-damaged", lambda: xml_2003('<Row ss:Span="1000000"/>' * 3)),
    "xml: a span of −1": ("input-damaged", lambda: xml_2003('<Row ss:Span="-5"/>' + xml_row(RECORDS[0]))),
    "xml: merged cells without end": (3, lambda: xml_2003('<Row><Cell ss:MergeAcross="16000" ss:MergeDown="1000000"/></Row>')),
    "xml: merged cells of the whole width, 3,000 times": ("input-over-cells", lambda: xml_2003('<Row><Cell ss:MergeAcross="16383"/></Row>' * 3000)),
    "xml: merged cells of −1": ("input-damaged", lambda: xml_2003('<Row><Cell ss:MergeAcross="-1"/></Row>')),
    "xml: a number that is none": (3, lambda: xml_2003('<Row><Cell ss:Index="2"><Data ss:Type="Number">NaN</Data></Cell></Row>')),
    "xml: a number without end": (3, lambda: xml_2003('<Row><Cell ss:Index="2"><Data ss:Type="Number">1e999</Data></Cell></Row>')),
    "xml: a number of 100,000 digits": (3, lambda: xml_2003(f'<Row><Cell><Data ss:Type="Number">{"9" * 100_000}</Data></Cell></Row>')),
    "xml: a truth of 100,000 digits": (3, lambda: xml_2003(f'<Row><Cell><Data ss:Type="Boolean">{"9" * 100_000}</Data></Cell></Row>')),
    "xml: an index of 100,000 digits": ("input-damaged", lambda: xml_2003(f'<Row ss:Index="{"9" * 100_000}"/>')),
    "xml: a date of no month": (3, lambda: xml_2003('<Row><Cell ss:Index="2"><Data ss:Type="DateTime">2024-99-99T00:00:00.000</Data></Cell></Row>')),
    "xml: a date with a zone": (3, lambda: xml_2003('<Row><Cell ss:Index="2"><Data ss:Type="DateTime">2024-04-05T00:00:00+08:00</Data></Cell></Row>')),
    "xml: 2,000 sheets": ("input-over-size", lambda: xml_2003(after='<Worksheet ss:Name="b"/>' * 2000)),
    "xml: a sheet without a name": (3, lambda: xml_2003(name="")),
    "xml: a sheet with two lines in its name": (3, lambda: xml_2003(name="a&#10;b")),
    "xml: 100,000 elements in each other": ("input-damaged", lambda: xml_2003("<a>" * 100_000 + "</a>" * 100_000)),
    "xml: 200 elements in each other": (3, lambda: xml_2003("<a>" * 200 + "</a>" * 200)),
    "xml: a text of 20 MB": ("input-damaged", lambda: xml_2003(xml_row(["a" * 20_000_000]))),
    "xml: an attribute of 20 MB": ("input-damaged", lambda: xml_2003(f'<Row a="{"b" * 20_000_000}"/>')),
    "xml: control characters": ("input-damaged", lambda: xml_2003(xml_row(["\x01"]))),
    "xml: cut off": ("input-damaged", lambda: xml_2003()[:-40]),
    "xml: another root": ("input-not-a-spreadsheet", lambda: '<?xml version="1.0"?><data><row/></data>'),
    "xml: a letter of 2003": ("input-not-a-spreadsheet", lambda: '<?xml version="1.0"?><w:wordDocument xmlns:w="urn:a"/>'),
    "xml: another namespace": ("input-not-a-spreadsheet", lambda: xml_2003().replace(SPREADSHEET, "urn:ours")),
    "xml: bytes after its end": ("input-not-a-spreadsheet", lambda: xml_2003() + "\0\0<a>"),
    "xml: UTF-16": (3, lambda: xml_2003().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")),
    "xml: another encoding than it says": (3, lambda: xml_2003().replace('"1.0"', '"1.0" encoding="EBCDIC-CP-US"')),
}  # fmt: skip
OTHERS: dict[str, tuple[int | str, Callable[[], bytes]]] = {
    "a JPEG": ("input-not-a-spreadsheet", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(999)),
    "a PNG": ("input-not-a-spreadsheet", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99)),
    "a PDF": ("input-not-a-spreadsheet", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF"),
    "a program of Windows": ("input-not-a-spreadsheet", lambda: b"MZ\x90\0\3\0\0\0" + bytes(999)),
    "a program of Linux": ("input-not-a-spreadsheet", lambda: b"\x7fELF\2\1\1" + bytes(999)),
    "a shell script": ("header-missing", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "a gzip of a log": ("input-not-a-spreadsheet", lambda: gzip.compress(CSV.encode(), mtime=0)),
    "a gzip bomb": ("input-not-a-spreadsheet", lambda: gzip.compress(bytes(50_000_000), mtime=0)),
    "a tar of a log": ("input-not-a-spreadsheet", lambda: tar_of(CSV.encode())),
    "an archive of logs": ("input-not-a-spreadsheet", lambda: archive({"a.csv": CSV.encode(), "b.xlsx": log()})),
    "a letter in Word": ("input-not-a-spreadsheet", lambda: archive({"word/document.xml": b"<a/>"})),
    "a letter in OpenDocument": ("input-not-a-spreadsheet", lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.text"})),
    "a book": ("input-not-a-spreadsheet", lambda: archive({"mimetype": b"application/epub+zip"})),
    "a program in Java": ("input-not-a-spreadsheet", lambda: archive({"META-INF/MANIFEST.MF": b"Main-Class: a"})),
    "RTF": ("input-not-a-spreadsheet", lambda: b"{\\rtf1\\ansi a}"),
    "JSON": ("header-missing", lambda: b'{"a": [1, 2, {"b": "c,d"}]}'),
    "JSON of 100,000 levels": ("input-not-a-spreadsheet", lambda: b"[" * 100_000),
    "SQLite": ("input-not-a-spreadsheet", lambda: b"SQLite format 3\0" + bytes(999)),
    "a pickle": ("header-missing", lambda: b"cos\nsystem\n(S'echo harm'\ntR."),
    "TOML": ("input-broken-text", lambda: b'[columns.requests]\n"a" = "b"\n'),
    "lines of a program": ("header-missing", lambda: b"import os\n\n\ndef a():\n    return 1\n" * 9),
    "noughts": ("input-not-a-spreadsheet", lambda: bytes(5000)),
    "ones": ("input-not-a-spreadsheet", lambda: b"\xff" * 5000),
    "every byte": ("input-not-a-spreadsheet", lambda: bytes(range(256)) * 20),
    "the lines of a lock": ("input-not-a-spreadsheet", lambda: b"\x05admin" + b" " * 49 + b"\x05\0a\0d\0m\0i\0n\0"),
}  # fmt: skip


def tar_of(content: bytes) -> bytes:
    """A tar archive of one file."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as target:
        info = tarfile.TarInfo("log.csv")
        info.size = len(content)
        target.addfile(info, io.BytesIO(content))
    return data.getvalue()


# Markup shows where it ends, delimited text does not: all but a broken letter is a log with fewer rows.
BROKEN = "input-not-a-spreadsheet"
CUT_OFF: dict[str, tuple[str, tuple[int | str, ...]]] = {
    "csv": (CSV, ("header-missing", BROKEN, 0, BROKEN, BROKEN, 1, 1, 2, 2)),
    "html": (page(), (f"input-damaged {BROKEN}",)),
    "xml": (xml_2003(), (f"input-damaged {BROKEN}",)),
}


def cases() -> Iterator[Case]:
    """Every hostile text, and every file that is no log at all."""
    suffixes = ((PLAIN, ".csv"), (PAGES, ".xls"), (XML_2003, ".xls"), (OTHERS, ".xlsx"))
    for table, suffix in suffixes:
        for name, (outcome, build) in table.items():
            yield Case(name, outcome, lambda build=build: as_bytes(build()), suffix)
    for tenth in range(1, 10):
        for kind, (whole, outcomes) in CUT_OFF.items():
            cut = whole.encode()[: len(whole.encode()) * tenth // 10]
            outcome = outcomes[tenth - 1] if len(outcomes) > 1 else outcomes[0]
            yield Case(f"{kind}: cut off at {tenth}/10", outcome, lambda cut=cut: cut, ".xls")


def as_bytes(content: bytes | str) -> bytes:
    """Content as a file holds it."""
    return content if isinstance(content, bytes) else content.encode()
