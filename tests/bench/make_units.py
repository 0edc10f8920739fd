"""Units of three workbooks each, requests, publications and cases, as Excel writes them: for timing."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from make_log import DAY_0, HEADINGS, rows

Cell = str | date | None
PUBLICATIONS = ["信息类别", "文号", "标题", "制作日期", "公开日期", "有效性"]
CASES = ["案号", "案件类型", "是否经过复议", "申请人", "受理日期", "结案日期", "结果"]
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{SPREADSHEET}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, kind, target in (
            (1, "worksheet", "worksheets/sheet1"),
            (2, "styles", "styles"),
            (3, "sharedStrings", "sharedStrings"),
        )
    )
    + "</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1">'
    '<fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>",
}


def make_units(folder: Path, count: int, size: int = 400) -> Path:
    """So many units in sub-folders, made as far as they are not there; gives the folder back."""
    for number in range(count):
        unit = folder / f"u{number:05}"
        if (unit / "cases.xlsx").exists():
            continue
        unit.mkdir(parents=True, exist_ok=True)
        write_book(unit / "requests.xlsx", "依申请公开登记", [HEADINGS, *requests(number, size)])
        write_book(unit / "publications.xlsx", "主动公开", [PUBLICATIONS, *items(number, size)])
        write_book(unit / "cases.xlsx", "复议诉讼", [CASES, *cases(number, size)])
    return folder


def requests(unit: int, size: int) -> Iterator[list[Cell]]:
    """Requests, of which no two units have the same."""
    for row in rows(size, unit):
        yield [f"{unit}-{row[0]}", *row[1:]]


def items(unit: int, size: int) -> Iterator[list[Cell]]:
    """Licences, penalties, measures, and some documents."""
    chance = random.Random(unit)
    kinds = ["行政许可", "行政处罚", "行政强制", "规范性文件"]
    for number in range(size):
        made = date(2025, 1, 1) + timedelta(days=chance.randrange(350))
        kind = chance.choices(kinds, [60, 35, 3, 2])[0]
        validity = "现行有效" if kind == "规范性文件" else None
        title = f"关于第{number}号事项的决定"
        yield [kind, f"{unit}〔2025〕{number}号", title, made, made + timedelta(5), validity]


def cases(unit: int, size: int) -> Iterator[list[Cell]]:
    """Reviews and suits."""
    chance = random.Random(unit)
    for number in range(size):
        filed = date(2025, 1, 1) + timedelta(days=chance.randrange(300))
        kind, before = chance.choice([("行政复议", None), ("行政诉讼", "否")])
        result = chance.choice(["维持", "其他"])
        yield [
            f"{unit}案{number}",
            kind,
            before,
            f"申请人{number}",
            filed,
            filed + timedelta(50),
            result,
        ]


def write_book(path: Path, name: str, table: Iterable[list[Cell]]) -> None:
    """A workbook with one sheet, its texts shared."""
    texts: dict[str, int] = {}
    lines = []
    for at, row in enumerate(table, 1):
        cells = "".join(
            cell_of(f"{chr(65 + place)}{at}", cell, texts)
            for place, cell in enumerate(row)
            if cell is not None and cell != ""
        )
        lines.append(f'<row r="{at}">{cells}</row>')
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        **PARTS,
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, text in parts.items():
            archive.writestr(part, HEAD + text)


def cell_of(place: str, cell: Cell, texts: dict[str, int]) -> str:
    """One cell: a day as Excel numbers it, or a text by its number."""
    if isinstance(cell, date):
        return f'<c r="{place}" s="1"><v>{(cell - DAY_0).days}</v></c>'
    return f'<c r="{place}" t="s"><v>{texts.setdefault(cell or "", len(texts))}</v></c>'
