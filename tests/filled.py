"""An office's own docx filled in tests: what it was filled with, and what was said of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportcli.document import Document, compile_document
from reportcli.export.data import write_json
from reportcli.filling.save import write_filled
from reportcli.report import Report
from reportcli.words.messages import CHINESE
from tests.letterhead import (
    parts_of,
    plain_number,
)

TABLES = {"publications": 0, "requests": 1, "cases": 2}
YEARS = {"2021": 2024, "2019": 2020}
MAIN = "word/document.xml"


def tally_of(report: Report) -> dict[str, str]:
    """Every cell of the JSON tally as the form prints it."""
    tables = json.loads(write_json(report, CHINESE))["tables"]
    return {
        f"{table}/{line}/{column}": plain_number(str(number))
        for table, lines in tables.items()
        for line, columns in lines.items()
        for column, number in columns.items()
    }


def fill(report: Report, template: Path) -> tuple[bytes, Document]:
    """The filled docx, and the document that it was made of."""
    document = compile_document(report, template=template)
    target = io.BytesIO()
    write_filled(document, template, target)
    return target.getvalue(), document


def told(document: Document) -> list[tuple[str, str]]:
    """What was found about the template: (code, what it is about)."""
    return [
        (one.code, str(one.details.get("value", one.details.get("table", ""))))
        for one in document.report.findings
        if one.code.startswith(("template-", "cell-", "field-", "filter-"))
    ]


def inner(xml: str) -> Any:
    """A piece of Word's markup."""
    return parse_xml(re.sub(r"^<[\w:]+", lambda tag: f"{tag[0]} {nsdecls('w')}", xml))


def add_rows(document: Any, text: str) -> Any:
    """A table of lines of cells between strokes."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    table = document.add_table(len(lines), len(lines[0]), "Table Grid")
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
    return table


def texts_of(content: bytes, number: int = 0) -> list[list[str]]:
    """The rows of a table that was filled."""
    table = docx.Document(io.BytesIO(content)).tables[number]
    return [[cell.text for cell in row.cells] for row in table.rows]


def changed(template: Path, **parts: bytes) -> Path:
    """The template with some parts replaced or added; `__` in a name is a stroke, `_dot_` a dot."""
    content = parts_of(template) | {
        key.replace("__", "/").replace("_dot_", "."): part for key, part in parts.items()
    }
    with zipfile.ZipFile(template, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return template
