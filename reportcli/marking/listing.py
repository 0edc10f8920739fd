"""The sheet that lists the findings of a file, in groups by the unit in charge: one line a cause,
errors first, with a link to the first cell.

Written as bytes of SpreadsheetML, because it goes into a workbook that no library has read. Not for
which findings there are (`items.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import PurePath
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from reportcli.export.xlsx import LINE, lines_in_cell
from reportcli.finding import Address, column_letters, fold_findings
from reportcli.marking.items import Item
from reportcli.marking.outline import SPREADSHEET_NS, XML_HEAD
from reportcli.marking.styles import Styles, solid_fill
from reportcli.report import Report
from reportcli.words.messages import CHINESE, ENGLISH, Voice, printable

HIGHEST = 409  # points that a row may have
MOST_LINKS = 65_000  # Excel takes 65,530 on a sheet
SHOWN_OF_A_CAUSE = 12  # places that one line names
LISTING_WIDTHS = {
    "severity": 9,
    "place": 22,
    "number": 24,
    "finding": 54,
    "remedy": 54,
    "code": 26,
}


def voices_of(voice: Voice) -> tuple[Voice, ...]:
    """Chinese always; English under it when asked for."""
    return (CHINESE, ENGLISH) if voice.language == "en" else (CHINESE,)


class CellLook(NamedTuple):
    """How a cell of the list looks: its font, its fill by name, whether it has borders, and whether
    its text goes on in further lines."""

    font: str
    fill: str = ""
    boxed: bool = False
    wrapped: bool = False
    vertical: str = "top"


LISTING_FONTS = {
    "title": ('<sz val="14"/><name val="黑体"/>'),
    "head": ('<sz val="10"/><name val="黑体"/>'),
    "body": ('<sz val="10"/><name val="宋体"/>'),
    "link": ('<u/><sz val="10"/><color rgb="FF0563C1"/><name val="宋体"/>'),
}
LISTING_LOOKS = {
    "title": CellLook("title"),
    "text": CellLook("body"),
    "head": CellLook("head", "shade", boxed=True, wrapped=True),
    "group": CellLook("head", "shade", boxed=True, vertical="center"),
    "body": CellLook("body", boxed=True, wrapped=True),
    "link": CellLook("link", boxed=True, wrapped=True),
    "error": CellLook("body", "error", boxed=True, wrapped=True),
    "warning": CellLook("body", "warning", boxed=True, wrapped=True),
}
LISTING_SHADE, LISTING_LINES = "FFF2F2F2", "FFBFBFBF"
SIDES = ("left", "right", "top", "bottom")


def add_formats(styles: Styles, severity_fills: Mapping[str, int]) -> dict[str, int]:
    """Add to a workbook the formats that the list needs; gives their numbers by look."""
    fonts = {
        name: styles.add("fonts", f"<font>{look}</font>") for name, look in LISTING_FONTS.items()
    }
    sides = "".join(
        f'<{side} style="thin"><color rgb="{LISTING_LINES}"/></{side}>' for side in SIDES
    )
    box = styles.add("borders", f"<border>{sides}<diagonal/></border>")
    fills = {"": 0, "shade": styles.add("fills", solid_fill(LISTING_SHADE)), **severity_fills}
    return {
        name: styles.add(
            "cellXfs",
            f'<xf numFmtId="49" fontId="{fonts[look.font]}" fillId="{fills[look.fill]}" '
            f'borderId="{box if look.boxed else 0}" '
            'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment vertical="{look.vertical}" wrapText="{int(look.wrapped)}"/></xf>',
        )
        for name, look in LISTING_LOOKS.items()
    }


class Listing:
    """The sheet that lists the findings, row by row, in groups by the unit in charge.

    `linked` are the sheets that a link can go to: Excel follows none to a hidden sheet.
    """

    def __init__(
        self, styles: Styles, fills: Mapping[str, int], linked: set[str], voice: Voice
    ) -> None:
        self.linked, self.voice = linked, voice
        self.formats = add_formats(styles, fills)
        self.rows: list[str] = []
        self.links: list[str] = []
        self.bands: list[int] = []

    def say(self, key: str, **details: object) -> str:
        """A wording in Chinese, with English beside it when asked for."""
        return self.voice.both("mark", key, **details)

    def draw(self, items: Sequence[Item], report: Report, file: str) -> bytes:
        """The part of the sheet."""
        self.add_head(items, report, file)
        frozen = len(self.rows)
        groups: dict[str | None, list[Item]] = {}
        for item in items:
            groups.setdefault(item.unit, []).append(item)
        # Units in the order of the sheets, then where the log does not say, then what is no record.
        for unit in sorted(groups, key=lambda unit: (unit is None, unit == "")):
            self.add_group(unit, groups[unit])
        return self.part(frozen)

    def add_head(self, items: Sequence[Item], report: Report, file: str) -> None:
        """What the list is of, how to read it, and the heads of its columns."""
        name = printable(PurePath(file).name)
        omitted = sum(report.findings_omitted.values())
        self.add([("title", self.say("sheet"))], height=24)
        self.add([("text", self.say("summary", file=name, year=report.year, **counts_of(items)))])
        self.add([("text", self.say("legend" if items else "none"))])
        if omitted:
            self.add([("text", self.say("omitted", count=omitted))])
        heads = [("head", self.say(f"head-{key}")) for key in LISTING_WIDTHS]
        self.add(heads, height=LINE * lines_in(heads) + 5)

    def add_group(self, unit: str | None, items: Sequence[Item]) -> None:
        """The findings of one unit under its name."""
        key = "no-record" if unit is None else "unit" if unit else "unit-blank"
        head = self.say(key, unit=unit, **counts_of(items))
        self.bands.append(len(self.rows) + 1)
        self.add([("group", head), *[("group", "")] * (len(LISTING_WIDTHS) - 1)], height=18)
        by_finding = {id(item.finding): item for item in items}
        for folded in fold_findings(item.finding for item in items):
            self.add_cause([by_finding[id(finding)] for finding in folded.findings])

    def add_cause(self, items: Sequence[Item]) -> None:
        """One line for the findings of one cause; its place is a link to the first cell, where
        there is one to go to."""
        finding = items[0].finding
        is_linked = self.add_link(items[0])
        voices = voices_of(self.voice)
        cells = [
            (finding.severity, self.voice.both("severity", finding.severity)),
            ("link" if is_linked else "body", printable(self.places(items))),
            ("body", first_of([item.number for item in items if item.number])),
            ("body", "\n".join(printable(finding.message(one.language)) for one in voices)),
            ("body", "\n".join(printable(finding.remedy(one.language)) for one in voices)),
            ("body", finding.code),
        ]
        self.add(cells, height=min(LINE * lines_in(cells) + 3, HIGHEST))

    def places(self, items: Sequence[Item]) -> str:
        """The first places of a cause, and how many there are."""
        shown = first_of(places_of_items(items))
        return shown if len(items) == 1 else self.say("alike", shown=shown, count=len(items))

    def add_link(self, item: Item) -> bool:
        """Link the place in the next row with its cell; False where there is no cell to go to."""
        is_reachable = item.place is not None and item.sheet in self.linked
        if not is_reachable or len(self.links) >= MOST_LINKS:
            return False
        target = str(Address("", item.sheet, *(item.place or ()))).strip()
        row = len(self.rows) + 1
        self.links.append(f'<hyperlink ref="B{row}" location={quoteattr(target)}/>')
        return True

    def add(self, cells: Sequence[tuple[str, str]], height: float = LINE) -> None:
        """A row of texts, each with its look; text is text, whatever it starts with."""
        row = len(self.rows) + 1
        drawn = []
        for column, (look, text) in enumerate(cells, start=1):
            name, style = f"{column_letters(column)}{row}", self.formats[look]
            said = f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            drawn.append(f'<c r="{name}" s="{style}"{said if text else "/>"}')
        self.rows.append(f'<row r="{row}" ht="{height:g}" customHeight="1">{"".join(drawn)}</row>')

    def part(self, frozen: int) -> bytes:
        """The rows as a sheet, of which the first ones stay in view."""
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(LISTING_WIDTHS.values(), start=1)
        )
        last = column_letters(len(LISTING_WIDTHS))
        merged = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in self.bands)
        merges = f'<mergeCells count="{len(self.bands)}">{merged}</mergeCells>' if merged else ""
        links = f"<hyperlinks>{''.join(self.links)}</hyperlinks>" if self.links else ""
        sheet = (
            f'<worksheet xmlns="{SPREADSHEET_NS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{frozen}" '
            f'topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView>'
            f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
            f"<sheetData>{''.join(self.rows)}</sheetData>{merges}{links}"
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
        )
        return XML_HEAD + sheet.encode()


def first_of(texts: Sequence[str]) -> str:
    """The first of several texts, with dots where there are more."""
    more = ["……"] if len(texts) > SHOWN_OF_A_CAUSE else []
    return "、".join([*texts[:SHOWN_OF_A_CAUSE], *more])


def places_of_items(items: Sequence[Item]) -> list[str]:
    """Where findings are, as the list says it; a sheet is named once: `'台账'!G4、G7`."""
    places: list[str] = []
    sheet = ""
    for item in items:
        address = item.finding.address
        if item.sheet and item.sheet == sheet and address.cell:
            places.append(address.cell)
        else:
            places.append(said_place(item))
        sheet = item.sheet
    return places


def said_place(item: Item) -> str:
    """Where a finding is: its cell, else the cell of the form, else its file."""
    address = item.finding.address
    if item.sheet:
        return str(Address("", item.sheet, address.row, address.column)).strip()
    return str(item.finding.details.get("cell", "")) or printable(PurePath(address.file).name)


def lines_in(cells: Sequence[tuple[str, str]]) -> int:
    """How many lines the longest text of a row takes in its column."""
    widths = LISTING_WIDTHS.values()
    return max(lines_taken(text, width) for (_, text), width in zip(cells, widths, strict=True))


@cache
def lines_taken(text: str, width: float) -> int:
    """How many lines a text takes; many findings say the same."""
    return lines_in_cell(text, width)


def counts_of(items: Sequence[Item]) -> dict[str, int]:
    """How many errors and warnings there are, as wordings name them."""
    counts = Counter(item.finding.severity for item in items)
    return {"errors": counts["error"], "warnings": counts["warning"]}
