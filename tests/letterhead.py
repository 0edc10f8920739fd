"""Last year's report of an office, as its own people would have written it in Word: letterhead, red line,
seal, headers, styles of its own, and the tables drawn by hand with merged cells.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reportcli.export.grid import GridCell, lay_out
from reportcli.law.edition import Edition
from reportcli.words.messages import CHINESE

Write = Callable[[Any, GridCell], None]
CUSTOM = b'<?xml version="1.0"?>\n<office xmlns="urn:x">  <code> 07 </code></office>'
FONT = bytes(range(256)) * 8


def png(size: int = 40) -> bytes:
    """A red square."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_ = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", sum_)

    rows = (b"\0" + b"\xc8\x10\x10" * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def write_number(cell: Any, _: GridCell) -> None:
    """Last year's number: 8 in each cell, small and bold, in a style of the office."""
    run = cell.paragraphs[0].add_run("8")
    run.bold, run.font.size = True, Pt(9)


def write_label(cell: Any, drawn: GridCell) -> None:
    """The label as the form has it."""
    cell.paragraphs[0].add_run(drawn.text)


def add_form_table(
    document: Any,
    edition: str,
    table_id: str,
    label: Write = write_label,
    number: Write = write_number,
) -> Any:
    """A table of the form with real merges; the cells are written by `label` and `number`."""
    table = Edition.by_id(edition).table(table_id)
    grid = lay_out(table, {}, CHINESE)
    drawn = document.add_table(grid.rows, grid.columns, "Table Grid")
    style = document.styles["表格文字"].style_id
    places = [
        row.cells for row in drawn.rows
    ]  # the library looks for each cell through all of the table
    for cell in grid.cells:
        first = places[cell.row - 1][cell.column - 1]
        last = places[cell.row + cell.rowspan - 2][cell.column + cell.colspan - 2]
        merged = first.merge(last) if first is not last else first
        # By its id: by its name the library looks through all styles for each cell.
        merged.paragraphs[0]._p.style = style
        (number if cell.cell_id else label)(merged, cell)
    return drawn


def border(paragraph: Any, colour: str) -> None:
    """The red line under a letterhead."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def new_report(*, header: bool = True) -> Any:
    """A document with the letterhead, the styles and the words of an office, as far as the first table."""
    document = docx.Document()
    for name, size in (("正文文字", 14), ("表格文字", 8)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size, style.font.name = Pt(size), "Noto Serif CJK SC"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(
            qn("w:eastAsia"), "Noto Serif CJK SC"
        )
    document.styles["表格文字"].paragraph_format.space_after = Pt(0)
    document.styles["表格文字"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head = document.add_paragraph(style="正文文字")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("江宁市林业局文件")
    run.font.size, run.font.color.rgb = Pt(32), RGBColor(0xC8, 0x10, 0x10)
    border(head, "C81010")
    document.add_picture(io.BytesIO(png()), Cm(1.5))
    commented = document.add_paragraph("本报告由办公室编写。", style="正文文字")
    document.add_comment(commented.runs, "请局长审阅", author="办公室")
    if header:
        document.sections[0].header.paragraphs[0].text = "江宁市林业局"
        document.sections[0].footer.paragraphs[0].text = "依法公开"
    return document


def save_report(document: Any, path: Path) -> Path:
    """The document as a file, with parts that no library knows: custom XML and a font."""
    document.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("customXml/item9.xml", CUSTOM)
        archive.writestr("word/fonts/font1.odttf", FONT)
    return path


def last_year(
    path: Path, edition: str, label: Write = write_label, number: Write = write_number
) -> Path:
    """A whole report on the form of one edition; tables 二 to 四, the last across the page."""
    document = new_report()
    for table_id, title in (
        ("publications", "二、主动公开"),
        ("requests", "三、申请"),
        ("cases", "四、复议、诉讼"),
    ):
        if table_id == "cases":
            document.add_section(WD_SECTION.NEW_PAGE)
        document.add_heading(title, 1)
        add_form_table(document, edition, table_id, label, number)
    document.add_paragraph("六、其他：收到{{ requests.received.total }}件。", style="正文文字")
    return save_report(document, path)


def parts_of(content: bytes | Path) -> dict[str, bytes]:
    """The parts of a docx."""
    source = content if isinstance(content, Path) else io.BytesIO(content)
    with zipfile.ZipFile(source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def figures_in(content: bytes | Path, edition: str, table_ids: Mapping[str, int]) -> dict[str, str]:
    """What stands in the cells of the form: id → text; the tables by id and their number in the document."""
    document = docx.Document(str(content) if isinstance(content, Path) else io.BytesIO(content))
    found = {}
    for table_id, number in table_ids.items():
        places = [row.cells for row in document.tables[number].rows]
        for cell in lay_out(Edition.by_id(edition).table(table_id), {}, CHINESE).cells:
            if cell.cell_id:
                found[cell.cell_id] = places[cell.row - 1][cell.column - 1].text
    return found


def plain_number(text: str) -> str:
    """A number of the JSON as the form prints it."""
    number = format(Decimal(text).normalize(), "f")
    return "0" if number in ("-0", "") else number
