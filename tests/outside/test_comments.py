"""A copy with comments as LibreOffice opens it: the comments stand there, the report is as it was."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import docx
from lxml import etree

from reportcli.finding import Address, Finding
from reportcli.marking.comments import write_commented
from reportcli.words.messages import CHINESE
from tests.letterhead import add_form_table, new_report
from tests.outside.conftest import Convert

LINE = "2024年，本机关收到申请62件。"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def test_libreoffice_shows_the_comments_at_their_places(tmp_path: Path, convert: Convert) -> None:
    paper = new_report()
    paper.add_paragraph(LINE)
    add_form_table(paper, "2021", "cases")
    path = tmp_path / "年报.docx"
    paper.save(str(path))
    lines = [one.text for one in paper.paragraphs]
    prose = [(Address(str(path), row=at), text) for at, text in enumerate(lines, 1) if text]
    row = lines.index(LINE) + 1
    details = {"words": "收到申请62件", "value": "62件", "known": "61件"}
    findings = [
        Finding("figure-contradicted", Address(str(path), row=row), dict(details)),
        Finding("cells-blank", Address(str(path), "表1 第4行第1列"), {"table": "四", "count": 1}),
    ]
    target = io.BytesIO()
    write_commented(path, findings, prose, CHINESE, target)
    (tmp_path / "批注.docx").write_bytes(target.getvalue())
    opened = convert(tmp_path / "批注.docx", "odt")
    with ZipFile(opened) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    told = ["".join(one.itertext()) for one in content.iter(f"{OFFICE}annotation")]
    assert [one for one in told if "figure-contradicted" in one]
    assert [one for one in told if "cells-blank" in one]
    assert [one.text for one in docx.Document(target).paragraphs] == lines
