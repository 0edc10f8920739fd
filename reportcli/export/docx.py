"""The annual report, its tables alone, or the method note as a Word document.

It looks as GB/T 9704-2012 has official documents look; the tables are those of the decree, with
their merged cells. Not here: the styles and the page (`paper.py`), and where a cell stands
(`grid.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import IO, Any, NamedTuple

from docx.oxml import parse_xml
from wcwidth import wcswidth

from reportcli.document import Document
from reportcli.export.element import clean
from reportcli.export.grid import Grid, lay_out
from reportcli.export.markdown import part_title
from reportcli.export.paper import (
    WIDTH,
    WIDTH_ACROSS,
    describe,
    new_paper,
    page_number,
    paragraph,
    save_paper,
    text_run,
    turn,
    word_element,
)
from reportcli.finding import Language
from reportcli.law.edition import table_title
from reportcli.prose.blocks import FormTable, Paragraph, Part, PlainTable, ProseBlock, Run


class ColumnWidths(NamedTuple):
    """The widths of a table in millimetres: its columns of labels, then each column of numbers; and
    whether its letters have to be small.
    """

    labels: tuple[float, ...]
    number: float
    small: bool = False

    def widths(self, columns: int) -> list[float]:
        return [*self.labels, *[self.number] * (columns - len(self.labels))]


# With English beside the labels a table may need the page to lie across.
COLUMNS: Mapping[str, Mapping[Language, ColumnWidths]] = {
    "publications": {"zh": ColumnWidths((48,), 36), "en": ColumnWidths((54,), 34)},
    "requests": {
        "zh": ColumnWidths((8, 25, 46), 11, small=True),
        "en": ColumnWidths((16, 32, 48.5), 21.5, small=True),
    },
    "cases": {"zh": ColumnWidths((), 10.4), "en": ColumnWidths((), 16.4, small=True)},
}
TWIPS = 1440 / 25.4  # in a millimetre
ROW_HEIGHT, SMALL_ROW_HEIGHT = 8, 6.5  # millimetres, the least
LONG_TITLE = 38  # halves of a character, what a line of the title holds
LONG_WORD = re.compile(r"[!-~]{30}")  # would pull apart the line before it, were that justified
# Word's own styles, so that an office can restyle them.
LISTS = ("List Paragraph", "List 2", "List 3")
# A column of a plain table is as wide as its longest cell, within reason, measured in halves of a
# character.
NARROWEST, WIDEST = 8, 40


class TableBox(NamedTuple):
    """One cell of a table with its spans, 1-based."""

    row: int
    column: int
    runs: Sequence[Run]
    look: str
    rowspan: int = 1
    colspan: int = 1


class Drawing(NamedTuple):
    """A table to be drawn: its boxes, the widths of its columns and the least height of its rows in
    millimetres.

    The first rows, its `heads`, stand on every page that it is on; `together` it wants to be on
    one.
    """

    boxes: Sequence[TableBox]
    widths: Sequence[float]
    heads: int
    height: float = SMALL_ROW_HEIGHT
    title: str = ""
    description: str = ""
    together: bool = False


def write_docx(document: Document, target: IO[bytes]) -> None:
    """The Word document, written to an open file."""
    save_paper(WordWriter(document).write(), target)


class WordWriter:
    """Writes one document, block after block."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.voice = document.voice
        self.fonts = document.report.settings.fonts
        starts_across = not document.preamble and any(map(self.lies_across, document.parts[:1]))
        self.paper = new_paper(self.fonts, across=starts_across)
        self.is_across = starts_across

    def write(self) -> Any:
        """The finished document."""
        document = self.document
        describe(self.paper, document.title, document.report.settings.agency or "")
        self.set_up_pages()
        self.add_title(document.title)
        self.add_blocks(document.preamble, depth=0)
        for part in document.parts:
            self.turn(across=self.lies_across(part))
            self.add_part(part)
        if document.signature or document.annex:
            self.turn(across=False)
        for look, line in zip(
            ("Signature", "Date"), filter(None, document.signature), strict=False
        ):
            self.add_line(look, line)
        if document.annex:
            self.add_part(document.annex, on_new_page=True)
        return self.paper

    def add(self, piece: Any) -> None:
        """Put a paragraph or table at the end."""
        self.paper.element.body[-1].addprevious(piece)

    def add_line(self, look: str, text: str) -> None:
        """A paragraph of one run."""
        self.add(paragraph(look, text_run(text, self.fonts, look)))

    def add_title(self, title: str) -> None:
        """The title; one that needs two lines is parted where its meaning is."""
        year = f"{self.document.report.year}年"
        whose, _, what = title.rpartition(year)
        parted = whose and wcswidth(title) > LONG_TITLE
        lines = [whose + year, "\n", what] if parted else [title]
        self.add_paragraph("Title", [Run(line) for line in lines])

    def turn(self, *, across: bool) -> None:
        """Go on upright or across: on a new page where the last one lies otherwise."""
        if across != self.is_across:
            turn(self.paper.add_section(), across=across)
            self.paper.paragraphs[-1].style = "Table End"
            self.is_across = across

    def add_part(self, part: Part, *, on_new_page: bool = False) -> None:
        """A numbered part under its heading."""
        self.add_line("heading 1", part_title(part, self.voice))
        if on_new_page:
            self.paper.paragraphs[-1].paragraph_format.page_break_before = True
        self.add_blocks(part.blocks, depth=1)

    def add_blocks(self, blocks: Sequence[ProseBlock], depth: int) -> None:
        """Every block in order; `depth` is the level of the heading that they stand under."""
        for block in blocks:
            match block:
                case Paragraph(role="heading"):
                    self.add_paragraph(f"heading {min(depth + block.level, 4)}", block.runs)
                case Paragraph(role="item"):
                    marker = [Run(f"{block.marker} ")] if block.marker else []
                    self.add_paragraph(
                        LISTS[min(block.level, len(LISTS)) - 1], (*marker, *block.runs)
                    )
                case Paragraph():
                    look = "Unjustified Text" if LONG_WORD.search(block.text) else "Body Text"
                    self.add_paragraph(look, block.runs)
                case FormTable():
                    self.add_form_table(block)
                case _:
                    self.add_plain_table(block)

    def add_paragraph(self, look: str, runs: Sequence[Run]) -> None:
        self.add(
            paragraph(look, *(text_run(run.text, self.fonts, look, run.style) for run in runs))
        )

    # ---- tables

    def lies_across(self, part: Part) -> bool:
        """Whether a table of the part is too wide for an upright page."""
        return any(
            round(sum(COLUMNS[block.table][self.voice.language].widths(self.grid(block).columns)))
            > WIDTH
            for block in part.blocks
            if isinstance(block, FormTable)
        )

    def grid(self, block: FormTable) -> Grid:
        """The table of the form as the decree lays it out."""
        numbers = self.document.report.tables[block.table]
        return lay_out(self.document.table(block), numbers, self.voice)

    def add_form_table(self, block: FormTable) -> None:
        """A table of the form. Upright it fits on one page and stays together there."""
        grid, columns = self.grid(block), COLUMNS[block.table][self.voice.language]
        size = "Small Table" if columns.small else "Table"
        looks = {"head": "Head", "total": "Total", "body": "Text"}
        boxes = [
            TableBox(
                cell.row,
                cell.column,
                (Run(cell.text + cell.unit),),
                f"{size} {looks.get(cell.role, 'Label' if cell.rowspan == 1 else 'Text')}",
                cell.rowspan,
                cell.colspan,
            )
            for cell in grid.cells
        ]
        heads = {
            cell.row + n for cell in grid.cells if cell.role == "head" for n in range(cell.rowspan)
        }
        leading = len(list(takewhile(heads.__contains__, range(1, grid.rows + 1))))
        self.add_table(
            Drawing(
                boxes,
                columns.widths(grid.columns),
                leading,
                SMALL_ROW_HEIGHT if columns.small else ROW_HEIGHT,
                table_title(self.document.table(block), self.voice),
                self.document.title,
                together=not self.is_across,
            )
        )

    def add_plain_table(self, block: PlainTable) -> None:
        """A table of the prose, as wide as the text; its columns share that by what they hold."""
        boxes = [
            TableBox(row, column, runs, "Table Head" if row == 1 else "Table Label")
            for row, cells in enumerate(block.rows, start=1)
            for column, runs in enumerate(cells, start=1)
        ]
        lengths = [
            max(wcswidth(clean("".join(run.text for run in runs))) for runs in cells)
            for cells in zip(*block.rows, strict=True)
        ]
        shares = [min(max(length, NARROWEST), WIDEST) for length in lengths]
        room = WIDTH_ACROSS if self.is_across else WIDTH
        self.add_table(Drawing(boxes, [room * share / sum(shares) for share in shares], heads=1))

    def add_table(self, drawing: Drawing) -> None:
        """A table, no row of which is split over pages.

        The little paragraph behind it keeps two tables from growing into one.
        """
        edges = [
            round(sum(drawing.widths[:column]) * TWIPS) for column in range(len(drawing.widths) + 1)
        ]
        columns = (word_element("gridCol", w=right - left) for left, right in pairwise(edges))
        table = word_element(
            "tbl", table_properties(drawing, edges[-1]), word_element("tblGrid", *columns)
        )
        places = boxes_by_place(drawing.boxes)
        last = max(row for row, _ in places)
        for row in range(1, last + 1):
            made = word_element("tr", row_properties(drawing, row))
            for column in range(1, len(edges)):
                box = places[row, column]
                if column == box.column:
                    width = edges[column + box.colspan - 1] - edges[column - 1]
                    keep = drawing.together and row < last
                    made.append(self.cell(box, width, is_first=row == box.row, keep=keep))
            table.append(made)
        self.add(table)
        self.add(paragraph("Table End"))

    def cell(self, box: TableBox, width: int, *, is_first: bool, keep: bool) -> Any:
        """A cell, or the part of it that a further row holds."""
        properties = word_element("tcPr", word_element("tcW", w=width, type="dxa"))
        if box.colspan > 1:
            properties.append(word_element("gridSpan", val=box.colspan))
        if box.rowspan > 1:
            properties.append(word_element("vMerge", val="restart" if is_first else "continue"))
        properties.append(word_element("vAlign", val="center"))
        runs = [text_run(run.text, self.fonts, box.look, run.style) for run in box.runs if is_first]
        return word_element("tc", properties, paragraph(box.look, *runs, keep=keep))

    # ---- pages

    def set_up_pages(self) -> None:
        """The number at the outer side of each page, and in the header of a draft that it is
        one."""
        section = self.paper.sections[0]
        for header, footer, side in (
            (section.header, section.footer, "right"),
            (section.even_page_header, section.even_page_footer, "left"),
        ):
            footer._element[:] = [self.page_line(side)]
            if self.document.is_draft:
                header._element[:] = [paragraph("header", *self.draft_runs(side))]

    def page_line(self, side: str) -> Any:
        """`— 1 —`, one character from the edge of the text (GB/T 9704-2012, 7.5)."""
        dash = [text_run(text, self.fonts, "footer") for text in ("— ", " —")]
        line = paragraph("footer", dash[0], *page_number(self.fonts, "footer"), dash[1])
        line.pPr.append(word_element("ind", **{f"{side}Chars": 100, side: 280}))
        line.pPr.append(word_element("jc", val=side))
        return line

    def draft_runs(self, side: str) -> Iterator[Any]:
        """The word for a draft, and across the page the same in large letters."""
        word = self.voice.both("label", "draft")
        yield text_run(word, self.fonts, "header")
        yield word_element("r", watermark(word, self.fonts.heading[0], side))


def boxes_by_place(boxes: Iterable[TableBox]) -> dict[tuple[int, int], TableBox]:
    """(row, column) → the box that covers it, whose cells may span several."""
    return {
        (row, column): box
        for box in boxes
        for row in range(box.row, box.row + box.rowspan)
        for column in range(box.column, box.column + box.colspan)
    }


def table_properties(drawing: Drawing, width: int) -> Any:
    """What holds for a table as a whole; its title and description are for those who cannot see
    it."""
    properties = word_element(
        "tblPr",
        word_element("tblStyle", val="TableGrid"),
        word_element("tblW", w=width, type="dxa"),
        word_element("jc", val="center"),
        word_element("tblLayout", type="fixed"),
        word_element("tblLook", val="0620"),  # the first row is a head, nothing is banded
    )
    if drawing.title:
        properties.append(word_element("tblCaption", val=clean(drawing.title)))
        properties.append(word_element("tblDescription", val=clean(drawing.description)))
    return properties


def row_properties(drawing: Drawing, row: int) -> Any:
    """What holds for a row as a whole."""
    least = word_element("trHeight", val=round(drawing.height * TWIPS), hRule="atLeast")
    properties = word_element("trPr", word_element("cantSplit"), least)
    if row <= drawing.heads:
        properties.append(word_element("tblHeader"))
    return properties


def watermark(word: str, font: str, name: str) -> Any:
    """A word across the page, light and behind the text, drawn as Word draws its own watermarks."""
    shape = parse_xml(WATERMARK)
    drawn = shape[-1]
    drawn.set("id", f"PowerPlusWaterMarkObject-{name}")
    drawn.set("alt", word)
    path = drawn[-1]
    path.set("string", word)
    path.set("style", f"font-family:'{clean(font)}';font-size:1pt")
    return shape


WATERMARK = """\
<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
               path="m@7,l@8,m@5,21600l@6,21600e">
    <v:formulas>
      <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
      <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
      <v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
      <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
    </v:formulas>
    <v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
            o:connectangles="270,180,90,0"/>
    <v:textpath on="t" fitshape="t"/>
    <v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
    <o:lock v:ext="edit" text="t" shapetype="t"/>
  </v:shapetype>
  <v:shape type="#_x0000_t136" o:allowincell="f" fillcolor="#c0c0c0" stroked="f"
           style="position:absolute;margin-left:0;margin-top:0;width:360pt;height:180pt;rotation:315;\
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin">
    <v:fill opacity=".5"/>
    <v:textpath/>
  </v:shape>
</w:pict>"""
