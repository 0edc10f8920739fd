"""Tables in the XML of Excel 2003 (SpreadsheetML), which office systems export under the name .xls.

Parsed by lxml without network, entities or DTD. Runs in the reader's child process; lxml is
imported when such a file is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from reportcli.files.extent import LAST_COLUMN, LAST_ROW, is_vast, refuse_extent
from reportcli.files.feeding import SPREADSHEET_2003, feed
from reportcli.files.kinds import refuse_format
from reportcli.files.number_format import ShownNumber, number_shown
from reportcli.files.sheet import Merge, Row, Sheet, State, Workbook, check_sheets
from reportcli.finding import Address, Refusal
from reportcli.words.cells import Cell

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SS = f"{{{SPREADSHEET_2003}}}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
WORKSHEET, ROW, CELL, DATA = f"{SS}Worksheet", f"{SS}Row", f"{SS}Cell", f"{SS}Data"
INDEX, SPAN, HIDDEN, TYPE = f"{SS}Index", f"{SS}Span", f"{SS}Hidden", f"{SS}Type"
ACROSS, DOWN = f"{SS}MergeAcross", f"{SS}MergeDown"
STYLE, FONT, NUMBER_FORMAT = f"{SS}Style", f"{SS}Font", f"{SS}NumberFormat"
STYLE_ID, STYLE_OF, CODE, STRIKE_THROUGH = (
    f"{SS}ID",
    f"{SS}StyleID",
    f"{SS}Format",
    f"{SS}StrikeThrough",
)
DATE_1904 = f"{EXCEL}Date1904"
STATES_2003: dict[str, State] = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}


def open_spreadsheet_xml(file: str, text: str, encoding: str) -> Workbook:
    """A workbook in SpreadsheetML, as Excel 2002 and 2003 wrote it and many programs still do."""
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("end",),
        tag=(WORKSHEET, ROW, STYLE, DATE_1904),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    sheets: list[Sheet] = []
    looks = StyleLooks()
    reader = WorksheetReader(file, looks)
    epoch_1904 = False
    try:
        for _, element in feed(file, parser, text.lstrip("\ufeff \t\r\n")):
            if element.tag == ROW:
                reader.add(element)
                element.clear(keep_tail=True)
            elif element.tag == WORKSHEET:
                sheets.append(reader.sheet(element))
                reader = WorksheetReader(file, looks)
            elif element.tag == STYLE:
                looks.add(element)
            else:
                epoch_1904 = True
    except ValueError as fault:
        raise Refusal("input-damaged", Address(file), reason="XML") from fault
    if not sheets:
        refuse_format(file, "XML")
    check_sheets(file, [sheet.name for sheet in sheets])
    return Workbook("xml-2003", sheets, encoding, epoch_1904=epoch_1904)


class StyleLooks:
    """Which styles say more than the values: how a number is shown, and struck out."""

    def __init__(self) -> None:
        self.shown: dict[str, ShownNumber] = {}
        self.struck: set[str] = set()

    def add(self, element: Element) -> None:
        """Look at a style; those of a workbook come before its sheets."""
        name = element.get(STYLE_ID, "")
        for part in element:
            if part.tag == FONT and part.get(STRIKE_THROUGH) == "1":
                self.struck.add(name)
            elif part.tag == NUMBER_FORMAT and (shown := number_shown(part.get(CODE, ""))):
                self.shown[name] = shown


class WorksheetReader:
    """Takes the rows of one worksheet as they come. Rows and cells say their place only where some
    before them are left out.

    Raises `ValueError` where they go back or beyond what a sheet can be.
    """

    def __init__(self, file: str, looks: StyleLooks) -> None:
        self.file, self.looks = file, looks
        self.struck_rows: set[int] = set()
        self.rows: list[tuple[int, Row]] = []
        self.merges: list[Merge] = []
        self.last = self.hidden = self.cells = self.filled = 0

    def add(self, element: Element) -> None:
        """Add a row, and the blank ones that it stands for."""
        number = next_place(element, self.last, LAST_ROW)
        row = self.read_cells(element, number)
        self.rows.append((number, row))
        self.cells += len(row)
        if is_vast(self.cells, self.filled):
            refuse_extent(self.file, number, len(row), self.filled)
        repeated = int(element.get(SPAN, "0"))
        if repeated < 0:
            raise ValueError(repeated)
        self.hidden += (1 + repeated) * (element.get(HIDDEN) == "1")
        self.last = number + repeated

    def read_cells(self, element: Element, number: int) -> Row:
        row: Row = []
        style_of_row = element.get(STYLE_OF, "")
        are_struck: list[bool] = []
        for cell in element.iterchildren(CELL):
            column = next_place(cell, len(row), LAST_COLUMN)
            skipped = column - len(row) - 1
            row.extend([None] * skipped)
            style = cell.get(STYLE_OF, style_of_row)
            content = cell.find(DATA)
            value = None if content is None else typed_value(content)
            shown = self.looks.shown.get(style)
            row.append(shown.show(value) if shown else value)
            if value is not None:
                are_struck.append(style in self.looks.struck)
            # The format leaves out the cells that a merge covers.
            covered = self.note_merge(cell, number, column)
            row.extend([None] * covered)
            self.filled += 1
        # A row is struck out only whole: one struck cell is a correction, and no record less.
        if are_struck and all(are_struck):
            self.struck_rows.add(number)
        return row

    def note_merge(self, cell: Element, row: int, column: int) -> int:
        """Note the merge that begins at a cell; gives how many cells it covers to the right."""
        across, down = int(cell.get(ACROSS, "0")), int(cell.get(DOWN, "0"))
        is_within = 0 <= across <= LAST_COLUMN - column and 0 <= down <= LAST_ROW - row
        if not is_within:
            raise ValueError(across, down)
        if across or down:
            self.merges.append((row, column, row + down, column + across))
        return across

    def sheet(self, element: Element) -> Sheet:
        """The worksheet, when all its rows are read."""
        visible = element.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible", "")
        state = STATES_2003.get(visible, "visible")
        name = element.get(f"{SS}Name", "")
        return Sheet(
            name,
            fill(self.rows),
            state,
            self.merges,
            hidden_rows=self.hidden,
            struck_rows=self.struck_rows,
        )


def next_place(element: Element, before: int, most: int) -> int:
    """The place of a row or cell after the one `before`."""
    place = int(element.get(INDEX) or before + 1)
    if not before < place <= most:
        raise ValueError(place)
    return place


def typed_value(content: Element) -> Cell:
    """The value of a cell by the type it is given; what does not fit its type stays text."""
    text = "".join(content.itertext()) if len(content) else content.text or ""
    try:
        match content.get(TYPE):
            case "Number":
                return float(text)
            case "DateTime":
                return datetime.fromisoformat(text).replace(tzinfo=None)
            case "Boolean":
                return bool(int(text))
    except ValueError:
        return text
    return text or None


def fill(rows: list[tuple[int, Row]]) -> Iterator[Row]:
    """Every row from the first on, blank where one was left out."""
    next_number = 1
    for number, row in rows:
        for _ in range(next_number, number):
            yield []
        yield row
        next_number = number + 1
