"""The marked-up copy of a log: the clerk's own workbook, its faulty cells coloured and annotated,
and before its sheets one that lists the findings by the unit in charge, with links to the cells.

Nothing else of the workbook changes: parts without findings are copied as they are packed, and of a
sheet with findings only the tags of the cells in question are written anew (`patch.py`). A workbook
that has not the plain shape for that is read and saved by openpyxl first, and a file that is no
xlsx becomes one that holds its values. No personal value is in what is added: messages have none,
and a person's name never heads a group.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import PurePath
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import BadZipFile

import pandas as pd
from openpyxl.cell.cell import TIME_TYPES

from reportcli.export.book import new_book, save_book
from reportcli.export.xlsx import LINE, lines_of, plain
from reportcli.finding import Address, Finding, Language, Refusal, column_letters
from reportcli.intake.log import Log
from reportcli.law.edition import beside
from reportcli.marking.notes import Note, add_notes
from reportcli.marking.package import (
    MAIN,
    WORKBOOK_TYPE,
    XML_HEAD,
    NotPlain,
    Package,
    Place,
    Styles,
    add_first_sheet,
    read_frame,
    restyle,
)
from reportcli.marking.resave import save_again
from reportcli.report import Report
from reportcli.words.fields import log_kinds
from reportcli.words.messages import printable, say

Sheets = Sequence[tuple[str, Sequence[Sequence[Any]]]]
"""The sheets of a file by name, with their rows from row 1, column A on."""

COLOURS = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}
HIGHEST = 409  # points that a row may have
MOST_LINKS = 65_000  # Excel takes 65,530 on a sheet
SHEET_STATES = {"hidden": "hidden", "very_hidden": "veryHidden"}
MOST_NAME = 31  # characters in the name of a sheet
COLUMNS = {"severity": 9, "place": 22, "number": 24, "finding": 54, "remedy": 54, "code": 26}
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
# What goes wrong with a workbook that cannot be changed in place.
NOT_CHANGEABLE = (NotPlain, BadZipFile, zlib.error, EOFError, KeyError, ValueError, RecursionError)
# Parts that know of all sheets and that a sheet more would put out of step, or that sign what is
# changed.
INTRICATE = ("xl/revisions/", "_xmlsignatures/")

# A person's name in place of a unit: short, with one of the hundred most frequent surnames (or a
# compound one), and without the end of a unit's name; of two characters even with it (王科 is
# section chief Wang).
SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘",
    *"杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文",
    *("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "司徒"),
)
UNIT_ENDS = (*"科室处局股所队部办组院站司厅署委会", "中心", "大厅", "窗口")
LONGEST_NAME = 4
BETWEEN = re.compile(r"[\s、，,;；/|（）()：:]+")
LONG_NUMBER = re.compile(r"\d{7}")


@dataclass(frozen=True)
class Item:
    """One finding, the unit that has to look at it, the number of its record, and the cell it is
    marked at.

    `unit` is empty where the log does not say, and None where the finding is about no record.
    """

    finding: Finding
    unit: str | None
    number: str
    sheet: str
    place: Place | None


def write_marked(
    report: Report,
    file: str,
    language: Language,
    target: IO[bytes],
    read_sheets: Callable[[], Sheets],
    path: str | None = None,
) -> list[str]:
    """Write the marked-up copy of one of the report's files; gives what its reader should be told.

    `read_sheets` is asked for the values of the file where they are needed; `path` is where it is,
    where the report knows it by another name.
    """
    order = [sheet.sheet for one in report.inputs if one.file == file for sheet in one.sheets]

    def down_the_sheets(item: Item) -> tuple[int, int, int]:
        address = item.finding.address
        return (order.index(item.sheet) if item.sheet else len(order), address.row, address.column)

    items = sorted(items_of(report, file), key=down_the_sheets)
    with open_unchanged(report, file, path or file) as source:
        try:
            return mark(Package(source), items, report, file, language, target)
        except NOT_CHANGEABLE:
            pass
        source.seek(0)
        if (again := save_again(source.read())) is not None:
            try:
                notes = mark(Package(io.BytesIO(again)), items, report, file, language, target)
            except NOT_CHANGEABLE:
                pass
            else:
                return [say("mark", "saved-again", language), *notes]
    states = {
        sheet.sheet: sheet.state
        for one in report.inputs
        if one.file == file
        for sheet in one.sheets
    }
    book, titles = book_of_values(read_sheets(), states)
    named = [
        Item(item.finding, item.unit, item.number, titles.get(item.sheet, ""), item.place)
        for item in items
    ]
    notes = mark(Package(book), named, report, file, language, target)
    return [say("mark", "values-only", language), *notes]


def open_unchanged(report: Report, file: str, path: str) -> IO[bytes]:
    """The file, which must be what was read: else the marks would stand at other cells."""
    try:
        source = open(path, "rb")  # noqa: SIM115, PTH123 - closed by the caller
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise Refusal("input-unreadable", Address(file), reason=reason) from fault
    digest = hashlib.file_digest(source, "sha256").hexdigest()
    if digest not in (one.sha256 for one in report.inputs if one.file == file):
        source.close()
        raise Refusal("input-changed", Address(file))
    source.seek(0)
    return source


def items_of(report: Report, file: str) -> Iterator[Item]:
    """Every finding that is not waived, with the place in this file where it is marked, if there is
    one."""
    logs = {
        part.log.source.sheet: part.log
        for part in report.tally.parts
        if part.log.source.file == file
    }
    rows: dict[str, set[int]] = {}
    for finding in report.findings:
        if finding.address.file == file:
            rows.setdefault(finding.address.sheet, set()).add(finding.address.row)
    records = {sheet: records_of(logs[sheet], rows[sheet]) for sheet in rows if sheet in logs}
    for finding in report.findings:
        if finding.waived:
            continue
        address = finding.address
        log = logs.get(address.sheet) if address.file == file else None
        if log is None:
            here = address.file == file and address.sheet
            yield Item(finding, None, "", address.sheet if here else "", (1, 1) if here else None)
            continue
        if not address.row:
            yield Item(finding, None, "", address.sheet, (1, 1))
            continue
        column = address.column or min(one.column for one in log.source.columns if one.field)
        unit, number = records[address.sheet].get(address.row, (None, ""))
        yield Item(finding, unit, number, address.sheet, (address.row, column))


def records_of(log: Log, rows: set[int]) -> dict[int, tuple[str | None, str]]:
    """Row → the unit in charge of its record, and its number."""
    frame = log.frame.loc[log.frame.index.isin(list(rows))]
    units = frame["unit"].astype(object) if "unit" in frame else [None] * len(frame)
    numbers = frame[log_kinds()[log.kind].number].astype(object)
    return {
        row: (unit_of(unit), text_of(number))
        for row, unit, number in zip(frame.index.tolist(), units, numbers, strict=True)
    }


def unit_of(value: object) -> str:
    """The unit that heads a group, without the names of persons and the telephones that stand with
    it."""
    text = text_of(value).strip()
    pieces = [piece for piece in BETWEEN.split(text) if piece]
    kept = [piece for piece in pieces if not is_personal(piece)]
    return text if kept == pieces else " ".join(kept)


def is_personal(text: str) -> bool:
    """Whether a text is most likely a person's name, or a telephone."""
    if LONG_NUMBER.search(text) or "·" in text:
        return True
    is_short = 2 <= len(text) < LONGEST_NAME or (
        len(text) == LONGEST_NAME and text.startswith(SURNAMES[-9:])
    )
    return (
        is_short and text.startswith(SURNAMES) and not (len(text) > 2 and text.endswith(UNIT_ENDS))
    )


def text_of(value: object) -> str:
    """A value of a frame as text."""
    return "" if value is None or pd.isna(value) else printable(str(value))


# -- the workbook
# -------------------------------------------------------------------------------------------


def mark(
    package: Package,
    items: Sequence[Item],
    report: Report,
    file: str,
    language: Language,
    target: IO[bytes],
) -> list[str]:
    """Write the workbook with its marks. Raises `NotPlain` before anything is written."""
    if package.content_type(package.workbook) != WORKBOOK_TYPE:
        raise NotPlain("macros, a template, or no workbook")
    if any(name.startswith(INTRICATE) for name in package.infos):
        raise NotPlain("shared or signed")
    sheets = {sheet.name: sheet for sheet in package.sheets()}
    marks: dict[str, dict[Place, list[Finding]]] = {}
    for item in items:
        if item.place and item.finding.address.row:
            marks.setdefault(item.sheet, {}).setdefault(item.place, []).append(item.finding)
    styles = Styles(package)
    fills = {
        severity: styles.add(
            "fills",
            f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/>'
            "</patternFill></fill>",
        )
        for severity, colour in COLOURS.items()
    }
    told = []
    for name, found in marks.items():
        if name not in sheets:
            raise NotPlain(f"no sheet {name}")
        if not mark_sheet(package, sheets[name].part, found, styles, fills, language):
            told.append(say("mark", "no-notes", language, sheet=printable(name)))
    title = free_name(
        beside(say("mark", "sheet", "zh"), say("mark", "sheet", "en"), language), sheets
    )
    visible = {name for name, sheet in sheets.items() if sheet.state == "visible"}
    listing = Listing(styles, fills, visible, language)
    add_first_sheet(package, title, listing.draw(items, report, file))
    styles.finish()
    target.seek(0)
    target.truncate()  # what an attempt before this one may have left
    package.save(target)
    return told


def mark_sheet(
    package: Package,
    part: str,
    found: Mapping[Place, list[Finding]],
    styles: Styles,
    fills: Mapping[str, int],
    language: Language,
) -> bool:
    """Colour the cells of one sheet and put notes on them; False where it takes no notes."""
    frame = read_frame(package, part)
    uncovered = frame.uncovered(found)
    joined: dict[Place, list[Finding]] = {}
    for place, findings in found.items():
        joined.setdefault(uncovered[place], []).extend(findings)

    def style(place: Place, old: int) -> int:
        return styles.filled(old, fills[gravest(joined[place])])

    edits = list(restyle(package, part, frame, joined, style))
    notes = [
        Note(place, [paragraph(finding, language) for finding in findings])
        for place, findings in sorted(joined.items())
    ]
    try:
        edits += add_notes(package, part, frame, notes)
    except NotPlain:
        package.edits[part] = edits
        return False
    package.edits[part] = edits
    return True


def gravest(findings: Sequence[Finding]) -> str:
    """The severity by which a cell is coloured."""
    return "error" if any(finding.severity == "error" for finding in findings) else "warning"


def paragraph(finding: Finding, language: Language) -> tuple[str, list[str]]:
    """What a note says of a finding: its severity and code, the cause, and what to do about it."""
    lines = []
    for tongue in languages(language):
        lines.append(say("explain", "message", tongue) + printable(finding.message(tongue)))
        lines.append(say("explain", "remedy", tongue) + printable(finding.remedy(tongue)))
    return f"{severity_label(finding.severity, language)} {finding.code}", lines


def languages(language: Language) -> tuple[Language, ...]:
    """Chinese always; English under it when asked for."""
    return ("zh", "en") if language == "en" else ("zh",)


def severity_label(severity: str, language: Language) -> str:
    """The word for a severity."""
    return beside(say("severity", severity, "zh"), say("severity", severity, "en"), language)


def free_name(name: str, taken: Mapping[str, object]) -> str:
    """A name for a sheet that no other has; Excel does not regard its case."""
    known = {one.casefold() for one in taken}
    tried, number = name, 1
    while tried.casefold() in known:
        number += 1
        tried = f"{name} ({number})"
    return tried


# -- files that cannot be changed in place
# ------------------------------------------------------------------


def book_of_values(sheets: Sheets, states: Mapping[str, str]) -> tuple[IO[bytes], dict[str, str]]:
    """A workbook of the values of a file, and what its sheets are called there."""
    from openpyxl.cell import WriteOnlyCell

    book = new_book(streamed=True)
    titles: dict[str, str] = {}
    for name, rows in sheets:
        safe = NOT_IN_NAMES.sub("_", printable(name)).strip("'")[: MOST_NAME - 4] or "Sheet"
        titles[name] = free_name(safe, dict.fromkeys(titles.values()))
        sheet: Any = book.create_sheet(titles[name])
        sheet.sheet_state = SHEET_STATES.get(states.get(name, ""), "visible")
        for column in range(1, 1 + max((len(row) for row in rows), default=0)):
            sheet.column_dimensions[column_letters(column)].width = 14
        for row in rows:
            sheet.append(
                [
                    None
                    if value is None or value == ""
                    else WriteOnlyCell(sheet, value)
                    if isinstance(value, (bool, int, float, *TIME_TYPES)) and not is_endless(value)
                    else plain(sheet, value)
                    for value in row
                ]
            )
    if all(sheet.sheet_state != "visible" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"  # a workbook of hidden sheets is none
    out = io.BytesIO()
    save_book(book, out)
    return out, titles


def is_endless(value: object) -> bool:
    """Whether a number is none that Excel has: infinite, or not a number."""
    return isinstance(value, float) and not isfinite(value)


# -- the list
# -----------------------------------------------------------------------------------------------


class Listing:
    """The sheet that lists the findings, in groups by the unit in charge."""

    def __init__(
        self, styles: Styles, fills: Mapping[str, int], linked: set[str], language: Language
    ) -> None:
        self.linked, self.language = linked, language
        self.rows: list[str] = []
        self.links: list[str] = []
        self.bands: list[int] = []
        fonts = {
            name: styles.add(
                "fonts", f'<font>{look}<sz val="{size}"/>{colour}<name val="{face}"/></font>'
            )
            for name, look, size, colour, face in (
                ("title", "", 14, "", "黑体"),
                ("head", "", 10, "", "黑体"),
                ("body", "", 10, "", "宋体"),
                ("link", "<u/>", 10, '<color rgb="FF0563C1"/>', "宋体"),
            )
        }
        side = '<{0} style="thin"><color rgb="FFBFBFBF"/></{0}>'
        sides = "".join(side.format(name) for name in ("left", "right", "top", "bottom"))
        box = styles.add("borders", f"<border>{sides}<diagonal/></border>")
        shade = styles.add(
            "fills",
            '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/><bgColor indexed="64"/>'
            "</patternFill></fill>",
        )
        self.formats = {
            name: styles.add(
                "cellXfs",
                f'<xf numFmtId="49" fontId="{fonts[font]}" fillId="{fill}" borderId="{border}" '
                'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
                f'<alignment vertical="{"center" if name == "group" else "top"}" wrapText="{wrap}"/></xf>',
            )
            for name, font, fill, border, wrap in (
                ("title", "title", 0, 0, 0),
                ("text", "body", 0, 0, 0),
                ("head", "head", shade, box, 1),
                ("group", "head", shade, box, 0),
                ("body", "body", 0, box, 1),
                ("link", "link", 0, box, 1),
                ("error", "body", fills["error"], box, 1),
                ("warning", "body", fills["warning"], box, 1),
            )
        }

    def say(self, key: str, **details: object) -> str:
        """A wording in Chinese, with English beside it when asked for."""
        english = say("mark", key, "en", **details)
        return beside(say("mark", key, "zh", **details), english, self.language)

    def draw(self, items: Sequence[Item], report: Report, file: str) -> bytes:
        """The part of the sheet."""
        omitted = sum(report.findings_omitted.values())
        self.add([("title", self.say("sheet"))], height=24)
        name = printable(PurePath(file).name)
        self.add([("text", self.say("summary", file=name, year=report.year, **counts_of(items)))])
        self.add([("text", self.say("legend" if items else "none"))])
        if omitted:
            self.add([("text", self.say("omitted", count=omitted))])
        heads = [("head", self.say(f"head-{key}")) for key in COLUMNS]
        lines = (
            height_of(text, width) for (_, text), width in zip(heads, COLUMNS.values(), strict=True)
        )
        self.add(heads, height=LINE * max(lines) + 5)
        frozen = len(self.rows)
        groups: dict[str | None, list[Item]] = {}
        for item in items:
            groups.setdefault(item.unit, []).append(item)
        for unit in sorted(groups, key=lambda unit: (unit is None, unit == "")):
            self.add_group(unit, groups[unit])
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(COLUMNS.values(), start=1)
        )
        last = column_letters(len(COLUMNS))
        merged = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in self.bands)
        merges = f'<mergeCells count="{len(self.bands)}">{merged}</mergeCells>' if merged else ""
        links = f"<hyperlinks>{''.join(self.links)}</hyperlinks>" if self.links else ""
        return (
            XML_HEAD
            + (
                f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
                f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{frozen}" '
                f'topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView>'
                f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
                f"<sheetData>{''.join(self.rows)}</sheetData>{merges}{links}"
                '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
                '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
                "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
            ).encode()
        )

    def add_group(self, unit: str | None, items: Sequence[Item]) -> None:
        """The findings of one unit under its name."""
        key = "no-record" if unit is None else "unit" if unit else "unit-blank"
        head = self.say(key, unit=unit, **counts_of(items))
        self.bands.append(len(self.rows) + 1)
        self.add([("group", head), *[("group", "")] * (len(COLUMNS) - 1)], height=18)
        for item in items:
            self.add_item(item)

    def add_item(self, item: Item) -> None:
        """One finding; its place is a link where there is a cell to go to."""
        finding = item.finding
        address = Address("", item.sheet, finding.address.row, finding.address.column)
        place = str(address).strip() if item.sheet else str(finding.details.get("cell", ""))
        if not place:
            place = printable(PurePath(finding.address.file).name)
        linked = (
            item.place is not None and item.sheet in self.linked and len(self.links) < MOST_LINKS
        )
        if linked and item.place:
            target = Address("", item.sheet, *item.place)
            self.links.append(
                f'<hyperlink ref="B{len(self.rows) + 1}" location={quoteattr(str(target).strip())}/>'
            )
        tongues = languages(self.language)
        cells = [
            (finding.severity, severity_label(finding.severity, self.language)),
            ("link" if linked else "body", printable(place)),
            ("body", item.number),
            ("body", "\n".join(printable(finding.message(tongue)) for tongue in tongues)),
            ("body", "\n".join(printable(finding.remedy(tongue)) for tongue in tongues)),
            ("body", finding.code),
        ]
        lines = (
            height_of(text, width) for (_, text), width in zip(cells, COLUMNS.values(), strict=True)
        )
        self.add(cells, height=min(LINE * max(lines) + 3, HIGHEST))

    def add(self, cells: Sequence[tuple[str, str]], height: float = LINE) -> None:
        """A row of texts, each with its format; text is text, whatever it starts with."""
        row = len(self.rows) + 1
        drawn = []
        for column, (look, text) in enumerate(cells, start=1):
            name, style = f"{column_letters(column)}{row}", self.formats[look]
            said = f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            drawn.append(f'<c r="{name}" s="{style}"{said if text else "/>"}')
        self.rows.append(f'<row r="{row}" ht="{height:g}" customHeight="1">{"".join(drawn)}</row>')


@cache
def height_of(text: str, width: float) -> int:
    """How many lines a text takes; many findings say the same."""
    return lines_of(text, width)


def counts_of(items: Sequence[Item]) -> dict[str, int]:
    """How many errors and warnings there are, as wordings name them."""
    counts = Counter(item.finding.severity for item in items)
    return {"errors": counts["error"], "warnings": counts["warning"]}
