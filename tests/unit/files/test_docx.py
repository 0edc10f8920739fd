"""A docx as it comes from anyone: what is none is refused, and so is what is hostile."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportcli.files.docx import Docx, paragraph_text
from reportcli.finding import Refusal
from tests.containers import compound_file
from tests.filled import (
    changed,
)
from tests.letterhead import (
    new_report,
    parts_of,
    save_report,
)
from tests.places import SAMPLES


def refused(path: Path) -> tuple[int, str]:
    """How a docx is refused whose texts are asked for."""
    with pytest.raises(Refusal) as refusal:
        Docx(path).texts()
    assert "\n" not in refusal.value.message("zh")
    return refusal.value.status, refusal.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "input-empty"),
        (b"hello", "template-not-docx"),
        (b"%PDF-1.7", "template-not-docx"),
        (compound_file({"EncryptedPackage": b"x"}), "input-encrypted"),
        (compound_file({"WordDocument": b"x"}), "template-not-docx"),
        (b"PK\x03\x04 torn", "input-damaged"),
    ],
)
def test_what_is_no_docx_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    template = tmp_path / "last.docx"
    template.write_bytes(content)
    assert refused(template) == (3, code)


def test_a_workbook_is_no_docx() -> None:
    assert refused(SAMPLES / "2024" / "cases.xlsx") == (3, "template-not-docx")


def test_hostile_parts_are_refused(tmp_path: Path) -> None:
    def fresh() -> Path:
        return save_report(new_report(), tmp_path / "last.docx")

    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><w:document/>'
    assert refused(changed(fresh(), word__document_dot_xml=bomb)) == (3, "input-unsafe")
    assert refused(changed(fresh(), word__document_dot_xml=b"<w:document>")) == (
        3,
        "input-damaged",
    )
    assert refused(changed(fresh(), word__footer1_dot_xml=b"<a>")) == (3, "input-damaged")
    types = parts_of(fresh())["[Content_Types].xml"]
    macros = types.replace(
        b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    ).replace(b"application/vnd.openxmlformats-officedocument.ms-word", b"application/vnd.ms-word")
    with zipfile.ZipFile(tmp_path / "macros.docx", "w") as archive:
        for name, part in (parts_of(fresh()) | {"[Content_Types].xml": macros}).items():
            archive.writestr(name, part)
    assert refused(tmp_path / "macros.docx") == (3, "template-not-docx")


def test_text_that_word_does_not_print_is_no_text() -> None:
    run = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>8</w:t></w:r>"
    shown = "<w:r><w:t>12</w:t></w:r>"
    hidden, visible = (
        parse_xml(f"<w:p {nsdecls('w')}>{run.format(value)}{shown}</w:p>")
        for value in ("", ' w:val="0"')
    )
    assert (paragraph_text(hidden), paragraph_text(visible)) == ("12", "812")
