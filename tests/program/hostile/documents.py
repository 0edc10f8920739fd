"""Hostile and broken documents that a user may name beside logs: finished reports as docx, page, Markdown and PDF,
last year's JSON, settings as TOML. Small, built by code, and named by what is wrong with each."""

from __future__ import annotations

import functools
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.paper_pdf import drawn_page, pdf_of
from tests.printed import html_page, markdown_report
from tests.unit.published.test_read import FIGURES, FORM, docx_report

HTML, MARKDOWN = (make(FORM, FIGURES[2024], 2024) for make in (html_page, markdown_report))
MAIN = "word/document.xml"
NUMBER = str(FIGURES[2024]["requests/received/total"])
ODD_NUMBERS = {
    "5,000 digits": "9" * 5000,
    "an exponent": "9e9999",
    "not a number": "NaN",
    "infinity": "Infinity",
    "minus nought": "-0",
    "below nought": "-5",
    "a fraction": "1/3",
    "a point alone": ".",
    "two points": "1.2.3",
    "signs that are written to the left": "\u202e5253",
    "full-width": "３５２５",
    "Chinese": "三千五百二十五",
    "circled": "⑫",
    "Roman": "Ⅻ",
    "Arabic": "٣٥٢٥",
    "superscript": "3525²",
    "a formula": "=1+1",
    "a command": '=cmd|" /C calc"!A1',
    "a thousand separator in the wrong place": "35,25",
    "a control": "35\x0b25",
    "a star": "*",
    "100,000 letters": "某" * 100_000,
    "800 blanks in a field": "{{" + " " * 800,
}


# What takes a reader more than half a second, and is read in a child in `tests/outside`.
HEAVY = {
    "docx: 100,000 paragraphs",
    "docx: a main part of 60 MB of blanks",
    "docx: a part of 60 MB",
    "docx: a paragraph of 5 MB",
    "html: an attribute of 10 MB",
    "md: lists in each other",
    "pdf: 120 MB in a stream",
    "pdf: 25,000 rules",
    "pdf: 30,000 lines",
    "pdf: 50,000 signs",
    "pdf: a grid of 90 lines",
    "pdf: a root in itself",
    "pdf: states in each other",
    "pdf: states that end too often",
}


class Document(NamedTuple):
    """A document: what is wrong with it, its suffix, and its bytes."""

    name: str
    suffix: str
    build: Callable[[], bytes]

    @property
    def id(self) -> str:
        """How a test names it."""
        return f"{self.suffix[1:]}: {self.name}"


def documents() -> list[Document]:
    """All of them."""
    return [
        *docx_cases(),
        *html_cases(),
        *markdown_cases(),
        *pdf_cases(),
        *json_cases(),
        *toml_cases(),
    ]


def of(suffix: str, cases: Mapping[str, object]) -> Iterator[Document]:
    """Documents of one kind, from text, bytes or what makes them."""
    for name, content in cases.items():
        yield Document(name, suffix, functools.partial(bytes_of, content))


def bytes_of(content: object) -> bytes:
    """The bytes of a case."""
    made = content() if callable(content) else content
    return made.encode("utf-8", "surrogatepass") if isinstance(made, str) else bytes(made)  # type: ignore[call-overload]


# --- Word ---


@functools.cache
def word_parts() -> dict[str, bytes]:
    """The parts of a sound report."""
    with tempfile.TemporaryDirectory() as folder:
        path = docx_report(FIGURES[2024], 2024, Path(folder) / "年报.docx")
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def word(changes: Mapping[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The report with other parts; None leaves one out."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in {**word_parts(), **changes}.items():
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


def with_body(content: str) -> Callable[[], bytes]:
    """The report with something before all else."""
    return lambda: word({MAIN: main().replace(b"<w:body>", b"<w:body>" + content.encode(), 1)})


def in_place_of(old: str, new: str) -> Callable[[], bytes]:
    """The report with something in place of something else."""
    return lambda: word({MAIN: main().replace(old.encode(), new.encode("utf-8", "ignore"))})


def main() -> bytes:
    """The main part of the report."""
    return word_parts()[MAIN]


P, CELL = "<w:p><w:r><w:t>某</w:t></w:r></w:p>", "<w:tc><w:p/></w:tc>"
ROW = f"<w:tr>{CELL}</w:tr>"


def docx_cases() -> Iterator[Document]:
    """Word files."""
    yield from of(".docx", {
        "nothing": b"",
        "a zip of nothing": lambda: zipped({}),
        "half of it": lambda: word({})[:4000],
        "without its end": lambda: word({})[:-30],
        "no main part": lambda: word({MAIN: None}),
        "no relations": lambda: word({"_rels/.rels": None}),
        "no types": lambda: word({"[Content_Types].xml": None}),
        "an empty main part": lambda: word({MAIN: b""}),
        "a main part of text": lambda: word({MAIN: b"hello"}),
        "a main part of nought": lambda: word({MAIN: b"\0" * 1000}),
        "a main part in UTF-16": lambda: word({MAIN: b"\xff\xfe" + main().decode().split("?>", 1)[1].encode("utf-16-le")}),
        "a main part that ends early": lambda: word({MAIN: main()[:-40]}),
        "no body": lambda: word({MAIN: b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'}),
        "another root": lambda: word({MAIN: b"<html><body/></html>"}),
        "other namespaces": lambda: word({MAIN: main().replace(b"schemas.openxmlformats.org", b"example.invalid")}),
        "a DTD": lambda: word({MAIN: b'<!DOCTYPE a [<!ENTITY b "c">]>' + main().split(b"?>", 1)[1]}),
        "an entity of a file": lambda: word({MAIN: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + main().split(b"?>", 1)[1]}),
        "entities of entities": lambda: word({MAIN: laughs() + main().split(b"?>", 1)[1]}),
        "a part of 60 MB": lambda: word({"word/more.xml": b" " * 60_000_000}),
        "a main part of 60 MB of blanks": lambda: word({MAIN: main().replace(b"<w:body>", b"<w:body>" + b" " * 60_000_000)}),
        "3,000 parts": lambda: word({f"word/{number}.xml": b"" for number in range(3000)}),
        "names that climb": lambda: word({"../../etc/passwd": b"x", "C:\\x": b"x"}),
        "a macro": lambda: word({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"x" * 500}),
        "stored parts": lambda: word({}, zipfile.ZIP_STORED),
        "parts by bzip2": lambda: word({}, zipfile.ZIP_BZIP2),
        "bytes before": lambda: b"x" * 100 + word({}),
        "bytes behind": lambda: word({}) + b"x" * 100,
        "100,000 paragraphs": with_body(P * 100_000),
        "1,000 tables": with_body(f"<w:tbl>{ROW}</w:tbl>" * 1000),
        "a table of 20,000 cells": with_body(f"<w:tbl>{f'<w:tr>{CELL * 20}</w:tr>' * 1000}</w:tbl>"),
        "tables in tables": with_body("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60),
        "elements in elements": with_body("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
        "a cell over 10⁹ columns": with_body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
        "a cell over -1 columns": with_body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-1"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
        "a cell over x columns": with_body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
        "10⁹ columns before": with_body('<w:tbl><w:tr><w:trPr><w:gridBefore w:val="1000000000"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>'),
        "a table of nothing": with_body("<w:tbl/>"),
        "rows of nothing": with_body("<w:tbl><w:tr/><w:tr/></w:tbl>"),
        "a merge without a start": with_body('<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'),
        "a paragraph of 5 MB": with_body(f"<w:p><w:r><w:t>{'某' * 1_600_000}</w:t></w:r></w:p>"),
        "20,000 fields": with_body('<w:p><w:fldSimple w:instr="INCLUDETEXT x"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>' * 20_000),
        "a title of brackets": with_body(f"<w:p><w:r><w:t>{'（' * 50_000}</w:t></w:r></w:p>"),
        "a title of years": with_body(f"<w:p><w:r><w:t>{'2024年' * 20_000}政府信息公开</w:t></w:r></w:p>"),
        "headings without end": with_body("<w:p><w:r><w:t>三、收到和处理政府信息公开申请情况</w:t></w:r></w:p>" * 5000),
        "deleted text": with_body("<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:p>" * 1000),
        "no table": lambda: word({MAIN: main().replace(b"<w:tbl>", b"<w:sdt>").replace(b"</w:tbl>", b"</w:sdt>")}),
        "a year of 10000": in_place_of("2024年", "10000年"),
        "a year of none": in_place_of("2024年", "年"),
        "the year 2099": in_place_of("2024年", "2099年"),
        "an attached template": lambda: word({"word/_rels/settings.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/></Relationships>'}),
    })  # fmt: skip
    for name, number in ODD_NUMBERS.items():
        yield from of(".docx", {f"a number of {name}": in_place_of(f">{NUMBER}<", f">{number}<")})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def laughs() -> bytes:
    """Ten entities, each of ten of the one before."""
    lines = ['<!ENTITY e0 "某">'] + [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE a [{''.join(lines)}]>".encode()


# --- pages ---


def around(before: str, after: str = "") -> str:
    """The page with something before and behind its content."""
    return HTML.replace("<body>", f"<body>{before}").replace("</body>", f"{after}</body>")


def html_cases() -> Iterator[Document]:
    """Web pages."""
    table = "<table><tr><td>1</td><td>2</td></tr></table>"
    yield from of(".html", {
        "nothing": b"",
        "blanks": b" \n" * 1000,
        "a head alone": "<html>",
        "an open tag": "<html><body><table><tr><td>" + "<td " * 1000,
        "no closing tags": HTML.replace("</td>", "").replace("</tr>", ""),
        "100,000 elements in each other": around("<div>" * 100_000),
        "tables in tables": around("<table><tr><td>" * 2000),
        "10,000 tables": around(table * 10_000),
        "a table of 100,000 rows": around(f"<table>{'<tr><td>1</td><td>2</td></tr>' * 100_000}</table>"),
        "a row of 50,000 cells": around(f"<table><tr>{'<td>1</td>' * 50_000}</tr></table>"),
        "a cell over 10⁹ rows": around('<table><tr><td rowspan="1000000000">1</td><td>2</td></tr></table>'),
        "a cell over 10⁹ columns": around('<table><tr><td colspan="1000000000">1</td><td>2</td></tr></table>'),
        "a cell over -1 rows": around('<table><tr><td rowspan="-1" colspan="0">1</td><td>2</td></tr></table>'),
        "a cell over x rows": around('<table><tr><td rowspan="x" colspan="٣">1</td><td>2</td></tr></table>'),
        "spans that cross": around('<table><tr><td rowspan="3">1</td><td colspan="3" rowspan="2">2</td></tr><tr><td rowspan="9">3</td></tr></table>'),
        "100,000 attributes": around("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"),
        "an attribute of 10 MB": around(f'<p a="{"x" * 10_000_000}">x</p>'),
        "a text of 10 MB": around("某" * 3_300_000),
        "a million breaks": around("<br>" * 1_000_000),
        "a comment without end": around("<!-- "),
        "a script with a table": around(f"<script>document.write('{table}')</script>"),
        "a table that is hidden": around(f"<div style='display:none'>{table}</div>"),
        "a frame": around("<iframe src='http://127.0.0.1:9/'></iframe><img src='file:///etc/hostname'>"),
        "a base elsewhere": HTML.replace("<head>", "<head><base href='http://127.0.0.1:9/'>"),
        "a refresh": HTML.replace("<head>", "<head><meta http-equiv='refresh' content='0;url=http://127.0.0.1:9/'>"),
        "a lie about its encoding": HTML.replace("<head>", "<head><meta charset='big5'>"),
        "an encoding that is none": HTML.replace("<head>", "<head><meta charset='nonsense'>"),
        "UTF-16": b"\xff\xfe" + HTML.encode("utf-16-le"),
        "UTF-16 without a mark": HTML.encode("utf-16-le"),
        "UTF-32": HTML.encode("utf-32"),
        "GB18030": HTML.encode("gb18030"),
        "bytes of no encoding": HTML.encode() + b"\xff\xfe\x80",
        "noughts": HTML.replace("本机关", "本\0机关"),
        "controls": around("&#11;&#0;&#8;&#xFFFF;&#x110000;&#xD800;"),
        "entities without end": around("&a" * 200_000),
        "entities of entities": laughs().decode() + HTML,
        "an XML head": '<?xml version="1.0"?>' + HTML,
        "XHTML with a DTD": '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://127.0.0.1:9/x.dtd">' + HTML,
        "CDATA": around(f"<![CDATA[{table}]]>"),
        "marked sections of Word": around("<![if !supportMisalignedColumns]><o:p></o:p><![endif]>" * 2000),
        "headings without end": around("<p>三、收到和处理政府信息公开申请情况</p>" * 5000),
        "headings in each other": around("<div>三、收到和处理政府信息公开申请情况" * 300),
        "titles without end": HTML.replace("<title>", "<title>2024年政府信息公开工作年度报告</title>" * 5000 + "<title>"),
        "a title of years": around("<h1>" + "2024年" * 20_000 + "政府信息公开</h1>"),
        "a title of blanks": around("<h1>2024年" + "&nbsp;" * 50_000 + "政府信息公开工作年度报告</h1>"),
        "two reports": HTML + HTML,
        "two years": HTML + HTML.replace("2024年", "2023年"),
        "an MHT": "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n" + HTML + "\n--x--\n",
        "an MHT of MHTs": "MIME-Version: 1.0\n" + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(500)),
        "an MHT without pages": "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nx\n--x--\n",
        "an MHT of wrong base64": "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!!\n--x--\n",
        "MathML and SVG": around("<svg><foreignObject>" + table + "</foreignObject></svg><math><mtable/></math>"),
    })  # fmt: skip
    for name, number in ODD_NUMBERS.items():
        yield from of(".html", {f"a number of {name}": HTML.replace(f">{NUMBER}<", f">{number}<")})


# --- Markdown ---


def markdown_cases() -> Iterator[Document]:
    """Markdown files."""
    yield from of(".md", {
        "quotes in each other": ">" * 20_000 + MARKDOWN,
        "lists in each other": "".join(" " * n + "- x\n" for n in range(2000)) + MARKDOWN,
        "brackets": "[" * 100_000 + "\n\n" + MARKDOWN,
        "pictures in each other": "![" * 50_000 + "\n\n" + MARKDOWN,
        "stars": "*a" * 50_000 + "\n\n" + MARKDOWN,
        "underscores": "_a" * 50_000 + "\n\n" + MARKDOWN,
        "backticks": "".join("`" * n + "a" for n in range(1, 1000)) + "\n\n" + MARKDOWN,
        "a fence without end": "```\n" + MARKDOWN,
        "a table of 20,000 columns": "|" + "a|" * 20_000 + "\n|" + "-|" * 20_000 + "\n|" + "1|" * 20_000 + "\n\n" + MARKDOWN,
        "a table of 50,000 rows": "|a|b|\n|-|-|\n" + "|1|2|\n" * 50_000 + "\n" + MARKDOWN,
        "cells more than heads": MARKDOWN.replace(" |\n", " | 9 | 9 |\n"),
        "strokes that are escaped": MARKDOWN.replace("| ", "\\| "),
        "links to links": "".join(f"[{n}]: <{n}>\n" for n in range(5000)) + MARKDOWN,
        "a page within": "<table><tr><td>1</td></tr></table>\n" * 1000 + MARKDOWN,
        "entities": "&#11;&#0;&amp;" * 5000 + "\n\n" + MARKDOWN,
        "noughts": MARKDOWN.replace("本机关", "本\0机关"),
        "a line of 5 MB": "某" * 1_600_000 + "\n\n" + MARKDOWN,
        "100,000 headings": "# 一\n" * 100_000 + MARKDOWN,
        "returns": MARKDOWN.replace("\n", "\r"),
        "UTF-16": b"\xff\xfe" + MARKDOWN.encode("utf-16-le"),
        "GB18030": MARKDOWN.encode("gb18030"),
        "a title of years": "# " + "2024年" * 20_000 + "政府信息公开\n\n" + MARKDOWN,
        "fields": "{{" + " " * 800 + "\n\n" + MARKDOWN,
    })  # fmt: skip
    for name, number in ODD_NUMBERS.items():
        yield from of(
            ".md", {f"a number of {name}": MARKDOWN.replace(f"| {NUMBER} |", f"| {number} |")}
        )


# --- PDF ---


def pdf_cases() -> Iterator[Document]:
    """PDF files."""
    sound = pdf_of([drawn_page([(50, 100, "某某县2024年政府信息公开工作年度报告")])])
    bomb = zlib.compress(b"0 0 m " * 20_000_000)
    yield from of(".pdf", {
        "a head alone": b"%PDF-1.7",
        "half of it": sound[: len(sound) // 2],
        "no end": sound[:-40],
        "no table of places": sound.replace(b"xref", b"xxxx"),
        "wrong places": sound.replace(b"0000000", b"9999999"),
        "a page that is its own parent": sound.replace(b"/Parent 2 0 R", b"/Parent 5 0 R"),
        "a list of pages in itself": sound.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        "a page that is no page": sound.replace(b"/Type /Page ", b"/Type /Font "),
        "pages that are not there": sound.replace(b"/Kids [5 0 R]", b"/Kids [9 0 R]"),
        "10⁹ pages": sound.replace(b"/Count 1", b"/Count 1000000000"),
        "a page of no size": sound.replace(b"[0 0 595 842]", b"[0 0 0 0]"),
        "a page of 10³⁰ points": sound.replace(b"[0 0 595 842]", b"[0 0 1e30 1e30]"),
        "a page of names": sound.replace(b"[0 0 595 842]", b"[/a /b /c /d]"),
        "a page turned by 45": sound.replace(b"/Type /Page ", b"/Type /Page /Rotate 45 "),
        "a page turned by 90": sound.replace(b"/Type /Page ", b"/Type /Page /Rotate 90 "),
        "a font that is not there": sound.replace(b"/F1 3 0 R", b"/F1 99 0 R"),
        "a font in itself": sound.replace(b"/DescendantFonts [4 0 R]", b"/DescendantFonts [3 0 R]"),
        "an encoding that is none": sound.replace(b"/UniGB-UCS2-H", b"/Nonsense-H"),
        "an encoding that climbs": sound.replace(b"/UniGB-UCS2-H", b"/..#2f..#2fetc#2fpasswd"),
        "a stream of wrong length": sound.replace(b"/Length ", b"/Length 9"),
        "a stream of length below nought": sound.replace(b"/Length ", b"/Length -"),
        "a stream that a filter breaks": pdf_of([b"x"]).replace(b"/Length 1", b"/Length 1 /Filter /FlateDecode"),
        "a filter that is none": pdf_of([b"x"]).replace(b"/Length 1", b"/Length 1 /Filter /Nonsense"),
        "filters without end": pdf_of([b"x"]).replace(b"/Length 1", b"/Length 1 /Filter [" + b"/ASCIIHexDecode " * 5000 + b"]"),
        "120 MB in a stream": lambda: with_stream(bomb),
        "JavaScript": sound.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "a file to be launched": sound.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /Launch /F (calc.exe) >>"),
        "a locked file": sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"x" * 32 + b") /U (" + b"y" * 32 + b") /P -4 >> /ID [(a) (a)]"),
        "a lock that is none": sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 1 0 R"),
        "no root": sound.replace(b"/Root 1 0 R", b""),
        "a root that is a page": sound.replace(b"/Root 1 0 R", b"/Root 5 0 R"),
        "a root in itself": sound.replace(b"1 0 obj\n<<", b"1 0 obj\n1 0 R\n<<"),
        "states in each other": pdf_of([b"q " * 200_000]),
        "states that end too often": pdf_of([b"Q " * 200_000]),
        "a matrix of 10³⁰⁰": pdf_of([b"1e300 1e300 1e300 1e300 1e300 1e300 cm BT /F1 10 Tf <4e00> Tj ET"]),
        "a matrix of names": pdf_of([b"/a /b /c /d /e /f cm BT /F1 10 Tf <4e00> Tj ET"]),
        "a size of nought": pdf_of([b"BT /F1 0 Tf <4e00> Tj ET"]),
        "a size below nought": pdf_of([b"BT /F1 -10 Tf <4e00> Tj ET"]),
        "text without a font": pdf_of([b"BT <4e00> Tj ET"]),
        "operators without operands": pdf_of([b"Tj TJ Td Tm cm re l c Do BI EI " * 100]),
        "30,000 lines": pdf_of([b"0 0 m 9 9 l S " * 30_000]),
        "25,000 rules": pdf_of([b"".join(b"0 %d 500 1 re f " % (n % 800) for n in range(25_000))]),
        "50,000 signs": pdf_of([b"BT /F1 10 Tf " + b"<4e00> Tj " * 50_000 + b"ET"]),
        "a grid of 90 lines": pdf_of([drawn_page([(50, 50, "一")], [line for n in range(90) for line in ((n * 6, 0, n * 6, 800), (0, n * 8, 540, n * 8))])]),
        "a picture": pdf_of([b"q 500 0 0 700 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"]),
        "strings without end": pdf_of([b"BT (" + b"(" * 10_000]),
        "arrays in each other": pdf_of([b"[" * 20_000]),
        "dictionaries in each other": b"%PDF-1.7\n1 0 obj\n" + b"<< /a " * 5000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
        "a number of 5,000 digits": sound.replace(b"/Count 1", b"/Count " + b"9" * 5000),
        "bytes before": b"x" * 500 + sound,
        "bytes far before": b"x" * 5000 + sound,
        "two files": sound + sound,
        "101 pages": pdf_of([b""] * 101),
    })  # fmt: skip


def with_stream(data: bytes) -> bytes:
    """A page whose content is deflated."""
    marked = pdf_of([data])
    size = b"/Length %d" % len(data)
    return marked.replace(size, size + b" /Filter /FlateDecode")


# --- last year's figures ---


def json_cases() -> Iterator[Document]:
    """Last year's figures as JSON."""
    sound = {
        "year": 2023,
        "tables": {"requests": {"received": {"total": 5}}},
        "carried_forward": [],
    }

    def changed(**changes: object) -> str:
        return json.dumps({**sound, **changes}, ensure_ascii=False)

    def number(text: str) -> str:
        return changed().replace('"total": 5', f'"total": {text}')

    yield from of(".json", {
        "nothing": b"",
        "an empty object": "{}",
        "an empty list": "[]",
        "null": "null",
        "a text": '"x"',
        "no end": changed()[:-3],
        "something behind": changed() + "x",
        "two of them": changed() * 2,
        "100,000 levels": "[" * 100_000,
        "100,000 levels of objects": '{"a":' * 100_000,
        "a mark": b"\xef\xbb\xbf" + changed().encode(),
        "UTF-16": changed().encode("utf-16"),
        "GB18030": changed(agency="某某县").encode("gb18030"),
        "noughts": changed().replace("5", "\0"),
        "a lone surrogate": changed(agency="x").replace('"x"', '"\\ud800"'),
        "a comment": "// x\n" + changed(),
        "single quotes": changed().replace('"', "'"),
        "a trailing comma": changed().replace("[]", "[],"),
        "no year": json.dumps({"tables": {}}),
        "a year of text": changed(year="2023"),
        "a year of a half": changed(year=2023.5),
        "a year of true": changed(year=True),
        "a year of 10000": changed(year=10_000),
        "a year of 5,000 digits": changed().replace("2023", "2" * 5000),
        "a year below nought": changed(year=-1),
        "no tables": json.dumps({"year": 2023}),
        "tables of a list": changed(tables=[]),
        "tables of null": changed(tables=None),
        "a table of a list": changed(tables={"requests": []}),
        "a line of a number": changed(tables={"requests": {"received": 5}}),
        "a table that is none": changed(tables={"nonsense": {"a": {"b": 1}}}),
        "a line that is none": changed(tables={"requests": {"nonsense": {"total": 1}}}),
        "a key twice": changed().replace('"year": 2023', '"year": 2022, "year": 2023'),
        "a cell twice": number('1, "total": 2'),
        "open requests of numbers": changed(carried_forward=[1]),
        "open requests of a text": changed(carried_forward="x"),
        "100,000 open requests": changed(carried_forward=[f"2023-{n}" for n in range(100_000)]),
        "another format": changed(format="reportcli-tally/2"),
        "a format of another": changed(format="reportcli-check/1"),
        "facts of lists": changed(facts={"a": [1]}),
        "findings of text": changed(findings="x"),
        "a roll-up of nothing": changed(format="reportcli-rollup/1"),
    })  # fmt: skip
    for text in (
        "-1", "1.5", "1e400", "NaN", "Infinity", "-Infinity", "true", "null", '"5"', '"x"', "[]", "{}", "9" * 5000, "05", "0x10",
    ):  # fmt: skip
        yield from of(".json", {f"a count of {text[:12]}": number(text)})


# --- settings ---


def toml_cases() -> Iterator[Document]:
    """Settings as TOML."""
    yield from of(".toml", {
        "nothing": b"",
        "a word": "x",
        "no value": "year =",
        "an open string": 'agency = "某',
        "an open table": "[values",
        "a key twice": "year = 2024\nyear = 2023",
        "a table twice": "[values]\n[values]",
        "a key as a table": "year = 2024\n[year]",
        "10,000 levels": "a = " + "[" * 10_000,
        "10,000 levels of tables": "a = " + "{a=" * 10_000,
        "a key of 10,000 dots": ".".join("a" * 10_000) + " = 1",
        "100,000 keys": "\n".join(f"a{n} = 1" for n in range(100_000)),
        "a number of 5,000 digits": "year = " + "9" * 5000,
        "a year of 10000": "year = 10000",
        "a year of text": 'year = "x"',
        "a year below nought": "year = -1",
        "a year of true": "year = true",
        "a year of a day": "year = 2024-01-01",
        "infinity": "[declared]\nstaff = inf",
        "not a number": "[declared]\nstaff = nan",
        "below nought": "[declared]\nstaff = -1",
        "a declared text": '[declared]\nstaff = "x"',
        "a declared list": "[declared]\nstaff = [1]",
        "a day that is none": "[[waive]]\ncode = 'x'\nwhere = 'y'\nreason = 'z'\ndate = 2024-02-30",
        "a waiver of nothing": "[[waive]]",
        "a waiver of a number": "waive = 1",
        "columns of a number": "columns = 1",
        "columns of lists": "[columns.requests]\noutcome = [1, 2]",
        "columns of a field that is none": "[columns.requests]\nnonsense = '办理结果'",
        "values of numbers": "[values.outcome]\n'给了' = 1",
        "values of a line that is none": "[values.outcome]\n'给了' = '不存在的行'",
        "a sheet of a number": "[sheets]\n'台账' = 1",
        "header rows below nought": "[sheets.'台账']\nheader_rows = [-1]",
        "header rows of text": "[sheets.'台账']\nheader_rows = 'x'",
        "a kind that is none": "[sheets.'台账']\nkind = 'x'",
        "a unit that is none": "[sheets.'台账']\nunit = '美元'",
        "a calendar of nonsense": "[calendar]\nx = 1",
        "a holiday that is none": "[[calendar.holidays]]\nfrom = 'x'",
        "full-width quotes": "agency = “某某县”",
        "full-width signs": "agency ＝ '某某县'",
        "GB18030": "agency = '某某县林业局'".encode("gb18030"),
        "UTF-16": "agency = '某某县'".encode("utf-16"),
        "a mark": b"\xef\xbb\xbfyear = 2024",
        "bytes of no encoding": b"agency = '\xff\xfe\x80'",
        "noughts": b"agency = '\0'",
        "controls": "agency = '\x1b[31m'",
        "signs that are written to the left": "agency = '\u202e'",
        "an escape that is none": 'agency = "\\q"',
        "a surrogate": 'agency = "\\ud800"',
        "a comment of 5 MB": "#" + "x" * 5_000_000,
        "a string of 5 MB": "agency = '" + "x" * 5_000_000 + "'",
        "returns": "year = 2024\ragency = 'x'",
        "tabs": "\tyear\t=\t2024",
    })  # fmt: skip
