"""Tables in HTML, MHT and the XML of Excel 2003, which office systems export under the name .xls.

Parsed by lxml without network, entities or DTD. What only looks like such a table is refused by its name.
Runs in the reader's child process; lxml is imported when such a file is met. Not for meaning: numbers and
dates in HTML stay text, for `values.py` reads text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from reportcli.finding import Address, Refusal, column_letters
from reportcli.intake.guards import MOST_CELLS, read_prolog, refuse_unsafe
from reportcli.intake.values import Cell
from reportcli.intake.workbook import Row, Sheet, State, Workbook, decode, refuse_format

if TYPE_CHECKING:
    from email.message import Message

    from lxml.etree import _Element as Element

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
PROLOG = 64 * 1024

Merge = tuple[int, int, int, int]


class Table(msgspec.Struct):
    """The cells of one table from row 1, column A on; of merged cells only the first is filled."""

    rows: list[Row] = []
    merges: list[Merge] = []


def open_markup(file: str, text: str, encoding: str) -> Workbook:
    """A workbook in XML or HTML; entities of a file's own are refused, as no table needs them."""
    root, declared = read_prolog(text[:PROLOG])
    is_page = root != "Workbook" and has_table(text)
    if declared and not (is_page and "<!entity" not in text[:PROLOG].lower()):
        refuse_unsafe(file, declared)
    if root == "Workbook" and SPREADSHEET in text[:PROLOG]:
        return open_spreadsheet_xml(file, text, encoding)
    if not is_page:
        refuse_format(file, MARKUP_NAMES.get(root.lower(), "XML"))
    sheets = name_tables(file, [text], html_tables(file, text))
    if not sheets:
        refuse_format(file, "HTML")
    return Workbook("html", sheets, encoding)


MARKUP_NAMES = {
    **dict.fromkeys(("html", "head", "body", "meta", "div", "script", "style"), "HTML"),
    "document": "OpenDocument (fods, fodt)",
    "worddocument": "Word 2003 (xml)",
    "uof": "UOF",
    "svg": "SVG",
}


# --- HTML ---

TABLE_BEGIN = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
TABLE_END = re.compile(r"</table(?=[\s>])", re.IGNORECASE)
SHEET_NAME = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>")
PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")
BLOCKS = {"p", "div", "li", "h1", "h2", "h3"}
UNSHOWN = {"table", "script", "style", "template"}
LAST = "end-of-the-text"
MOST_ACROSS = 1_000  # what a browser takes of a colspan


def has_table(text: str) -> bool:
    """Whether there is a table in the sense of HTML."""
    return TABLE_BEGIN.search(text) is not None


def html_tables(file: str, text: str) -> list[Table]:
    """Every table of at least two rows and two columns, in order; a table in a cell is one of its own.

    The parser mends what it can and stops where it cannot, or where the page ends, without a word: an element
    after the last shows whether it came to the end. A table that does not end is a file that was cut off.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    is_cut = len(TABLE_BEGIN.findall(text)) > len(TABLE_END.findall(text))
    try:
        root = etree.fromstring(f'{PAGE_END.sub("", text)}<hr id="{LAST}">'.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if is_cut or root is None or root.find(f".//hr[@id='{LAST}']") is None:
        raise Refusal(3, "input-damaged", Address(file), reason="HTML")
    tables = [read_table(file, table) for table in root.iter("table")]
    return [table for table in tables if len(table.rows) > 1 and max(map(len, table.rows)) > 1]


def name_tables(file: str, texts: list[str], tables: list[Table]) -> list[Sheet]:
    """Tables as sheets, named as Excel named them where it wrote the file, else after the file."""
    names = [unescape(name) for text in texts for name in SHEET_NAME.findall(text[:PROLOG])]
    stem = PurePath(file).stem
    if len(names) != len(tables) or len(set(names)) != len(names):
        names = [stem] if len(tables) == 1 else [f"{stem} ({n})" for n, _ in enumerate(tables, start=1)]
    return [
        Sheet(name, iter(table.rows), merges=table.merges) for name, table in zip(names, tables, strict=True)
    ]


def read_table(file: str, element: Element) -> Table:
    """One table laid out as cells; its caption is a row above, as in Excel."""
    table = Table()
    caption = element.find("caption")
    if caption is not None:
        table.rows.append([cell_text(caption)])
    rows = list(own(element, {"tr"}))
    last = len(table.rows) + len(rows)
    taken: dict[int, int] = {}  # column → how many rows more a cell from above takes there
    cells = filled = 0
    for tr in rows:
        row: Row = []
        for cell in own(tr, {"td", "th"}):
            skip_taken(row, taken)
            across = min(span(cell, "colspan") or 1, MOST_ACROSS)
            down = min(span(cell, "rowspan") or last, last - len(table.rows))  # nought is the rest
            column = len(row)
            row.append(cell_text(cell))
            row.extend([None] * (across - 1))
            filled += 1
            if across > 1 or down > 1:
                table.merges.append((len(table.rows) + 1, column + 1, len(table.rows) + down, len(row)))
            if down > 1:
                taken.update(dict.fromkeys(range(column, len(row)), down))
        table.rows.append(row)
        cells += len(row) + len(taken)
        if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
            refuse_extent(file, len(table.rows), len(row), filled)
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
    return table


def own(element: Element, tags: set[str]) -> Iterator[Element]:
    """The nearest descendants with one of these tags that are in no table further in."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in ("table", "caption"):
            yield from own(child, tags)


def skip_taken(row: Row, taken: dict[int, int]) -> None:
    """Fill a row with blanks as far as cells from above take its places."""
    while len(row) in taken:
        row.append(None)


def span(cell: Element, name: str) -> int:
    """A colspan or rowspan; 1 where it is no number."""
    text = (cell.get(name) or "1").strip()
    return int(text[:9]) if text.isdecimal() else 1


def cell_text(cell: Element) -> str | None:
    """What a cell shows, its lines divided as the browser divides them; None where it shows nothing."""
    if not len(cell):
        return BLANKS.sub(" ", cell.text or "").strip(" ") or None
    pieces: list[str] = []
    collect(cell, pieces)
    lines = (BLANKS.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines)) or None


def collect(element: Element, pieces: list[str]) -> None:
    """The text in an element, piece by piece, with a line break for each <br> and around paragraphs."""
    pieces.append(BLANKS.sub(" ", element.text or ""))
    for child in element:
        line_break = "\n" if child.tag == "br" or child.tag in BLOCKS else ""
        pieces.append(line_break)
        if child.tag not in UNSHOWN:
            collect(child, pieces)
        pieces += (line_break, BLANKS.sub(" ", child.tail or ""))


def refuse_extent(file: str, row: int, column: int, filled: int) -> None:
    """The refusal of a sheet that is too large for what it holds."""
    cell = f"{column_letters(column)}{row}"
    raise Refusal(3, "input-over-cells", Address(file), cell=cell, filled=filled)


# --- MHT ---


def open_mail(file: str, data: bytes) -> Workbook:
    """A page saved as one file (MHT): its parts in HTML, each of which may be a sheet."""
    from email import message_from_bytes

    texts: list[str] = []
    encodings: list[str] = []
    try:
        parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    except RecursionError as fault:
        raise Refusal(3, "input-damaged", Address(file), reason="MHT") from fault
    for part in parts:
        text, encoding = decode(file, payload(part))
        texts.append(text)
        encodings.append(encoding)
    tables = [table for text in texts if has_table(text) for table in html_tables(file, text)]
    if not tables:
        refuse_format(file, "MHT")
    return Workbook("mht", name_tables(file, texts, tables), encodings[0])


def payload(part: Message) -> bytes:
    """The bytes of one part, out of quoted-printable or base64."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


# --- the XML of Excel 2003 ---

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
SS = f"{{{SPREADSHEET}}}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
STATES: dict[str, State] = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}


def open_spreadsheet_xml(file: str, text: str, encoding: str) -> Workbook:
    """A workbook in SpreadsheetML, as Excel 2002 and 2003 wrote it and many programs still do."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode(), parser)
        sheets = [read_worksheet(file, sheet) for sheet in root.iter(f"{SS}Worksheet")]
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Refusal(3, "input-damaged", Address(file), reason="XML") from fault
    if not sheets:
        refuse_format(file, "XML")
    epoch_1904 = root.find(f"{EXCEL}ExcelWorkbook/{EXCEL}Date1904") is not None
    return Workbook("xml-2003", sheets, encoding, epoch_1904=epoch_1904)


def read_worksheet(file: str, sheet: Element) -> Sheet:
    """One worksheet. Rows and cells say their place only where some before them are left out.

    Raises `ValueError` where they go back or beyond what a sheet can be.
    """
    rows: list[tuple[int, Row]] = []
    merges: list[Merge] = []
    number = hidden = cells = 0
    for element in sheet.iterfind(f"{SS}Table/{SS}Row"):
        number = place_of(element, number, MOST_ROWS)
        row = read_cells(element, number, merges)
        rows.append((number, row))
        cells += len(row)
        if cells > MOST_CELLS:
            refuse_extent(file, number, len(row), sum(cell is not None for _, row in rows for cell in row))
        repeated = int(element.get(f"{SS}Span", "0"))  # rows further down that are the same, and blank
        hidden += (1 + repeated) * (element.get(f"{SS}Hidden") == "1")
        number += repeated
    visible = sheet.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible", "")
    name = sheet.get(f"{SS}Name", "")
    return Sheet(name, fill(rows), STATES.get(visible, "visible"), merges, hidden_rows=hidden)


def place_of(element: Element, before: int, most: int) -> int:
    """The place of a row or cell after the one `before`."""
    place = int(element.get(f"{SS}Index") or before + 1)
    if not before < place <= most:
        raise ValueError(place)
    return place


def read_cells(element: Element, number: int, merges: list[Merge]) -> Row:
    """The cells of one row; what it merges is added to `merges`."""
    row: Row = []
    for cell in element.iterfind(f"{SS}Cell"):
        column = place_of(cell, len(row), MOST_COLUMNS)
        across, down = (int(cell.get(f"{SS}{name}", "0")) for name in ("MergeAcross", "MergeDown"))
        if not (0 <= across <= MOST_COLUMNS - column and 0 <= down <= MOST_ROWS - number):
            raise ValueError(across, down)
        row.extend([None] * (column - len(row) - 1))
        content = cell.find(f"{SS}Data")
        row.append(None if content is None else typed(content))
        row.extend([None] * across)
        if across or down:
            merges.append((number, column, number + down, column + across))
    return row


def typed(content: Element) -> Cell:
    """The value of a cell by the type it is given; what does not fit its type stays text."""
    text = "".join(content.itertext())
    try:
        match content.get(f"{SS}Type"):
            case "Number":
                return float(text)
            case "DateTime":
                return datetime.fromisoformat(text)
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
