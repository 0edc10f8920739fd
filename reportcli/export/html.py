"""The annual report as one page of HTML, or as a fragment of one for an office's own site.

Nothing is loaded and nothing runs: the stylesheet and the charts stand in the page, whose policy
forbids all else. Of a fragment every rule of style is under one class, so that the page around it
keeps its looks; it has no dark colours, for it has to go with that page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, groupby
from typing import TypeGuard

import msgspec

from reportcli.document import Document
from reportcli.export.charts import charts_under, draw_chart, sourced
from reportcli.export.element import Element, append, element, style_sheet, write_elements
from reportcli.export.grid import Grid, GridCell, lay_out
from reportcli.export.markdown import part_title
from reportcli.prose.blocks import FormTable, Paragraph, Part, PlainTable, ProseBlock, Run
from reportcli.shipped import FOLDER
from reportcli.words.messages import CHINESE, ENGLISH, Voice

SCOPE = "annual-report"  # the class over every rule of style, and what every id begins with
# Nothing is fetched and nothing runs, whatever a log has smuggled in.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
SCROLLS_BEYOND = 6  # a table of more columns has to scroll on a telephone
STYLED = {"strong": "strong", "emphasis": "em", "gap": "mark"}


class Band(msgspec.Struct, frozen=True):
    """Rows of a grid under the same headings."""

    heads: tuple[tuple[GridCell, ...], ...]
    body: tuple[tuple[GridCell, ...], ...]


def write_page(document: Document, voice: Voice) -> str:
    return write_elements(Page(document, voice).page(), doctype="<!DOCTYPE html>")


def write_fragment(document: Document, voice: Voice) -> str:
    """The article of the document alone, with its own style."""
    return write_elements(Page(document, voice).article())


@cache
def style(name: str) -> str:
    """A stylesheet of the package."""
    return FOLDER.joinpath("export", f"{name}.css").read_text("utf-8")


class Page:
    """Writes one document; it counts what has to be numbered, and knows how deep the headings
    are."""

    def __init__(self, document: Document, voice: Voice) -> None:
        self.document, self.voice = document, voice
        self.charts = self.tables = 0
        self.title, self.base, self.depth = document.title, 1, 1

    def page(self) -> Element:
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", self.document.title),
            style_sheet(style("report") + style("page")),
        )
        skip = element("a", self.say("skip"), class_="skip", href=f"#{SCOPE}-text")
        main = element("main", *self.text(), id=f"{SCOPE}-text", tabindex="-1")
        body = element("body", skip, *self.top(), main, class_=SCOPE)
        return element("html", head, body, lang="zh-CN")

    def article(self) -> Element:
        """The article alone, for a page that has its own head."""
        return element(
            "article",
            style_sheet(style("report")),
            *self.top(),
            *self.text(),
            class_=SCOPE,
            lang="zh-CN",
            aria_labelledby=f"{SCOPE}-title",
        )

    def say(self, key: str) -> str:
        """The wording of a page, with English beside it when asked."""
        return self.voice.both("page", key)

    def top(self) -> Iterator[Element]:
        """The title, whether it is a draft, and the table of contents."""
        heading = element("h1", *self.title_words(), id=f"{SCOPE}-title")
        if self.document.is_draft:
            word = self.voice.both("label", "draft")
            banner = element("p", element("strong", word), " ", self.say("draft"), class_="draft")
            yield element("header", banner, heading)
            yield element(
                "div", CHINESE.say("label", "draft"), class_="watermark", aria_hidden="true"
            )
        else:
            yield element("header", heading)
        if parts := list(self.parts()):
            links = (
                element("li", element("a", part_title(part, self.voice), href=f"#{name}"))
                for name, part in parts
            )
            yield element("nav", element("ol", *links), aria_label=self.say("contents"))

    def title_words(self) -> Iterator[Element]:
        """The title; where it needs two lines, the second begins with the year."""
        agency, year, rest = self.document.title.partition(f"{self.document.report.year}年")
        yield from (element("span", words) for words in (agency, year + rest) if words)

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Every part with its id."""
        for number, part in enumerate(self.document.parts, start=1):
            yield f"{SCOPE}-part-{number}", part
        if self.document.annex:
            yield f"{SCOPE}-annex", self.document.annex

    def text(self) -> Iterator[Element]:
        """The preamble, the parts, the signature, and the annex that is none of theirs."""
        yield from self.blocks(self.document.preamble)
        lines = [element("p", line) for line in self.document.signature if line]
        for name, part in self.parts():
            if part is self.document.annex and lines:
                yield element("footer", *lines)
                lines = []
            self.title, self.tables = part_title(part, self.voice), 0
            self.base = self.depth = 2
            heading = element("h2", self.title, id=f"{name}-title")
            yield element(
                "section",
                heading,
                *self.blocks(part.blocks),
                id=name,
                aria_labelledby=f"{name}-title",
            )
        if lines:
            yield element("footer", *lines)

    def blocks(self, blocks: Sequence[ProseBlock]) -> Iterator[Element]:
        """The blocks of one part, its items gathered in lists."""
        for is_item, run in groupby(blocks, key=is_list_item):
            if is_item:
                yield from self.lists(run)
            else:
                yield from chain.from_iterable(map(self.block, run))

    def lists(self, items: Iterable[ProseBlock]) -> Sequence[Element]:
        """Items one after the other as lists within lists; one without a marker goes on with the
        item before it.
        """
        outermost: list[Element] = []
        opened: list[Element] = []
        for item in filter(is_list_item, items):
            close_lists(opened, item)
            while len(opened) < item.level:
                made = list_for(item)
                if opened:
                    append(last_item(opened[-1]), [made])
                else:
                    outermost.append(made)
                opened.append(made)
            words = element("p", *self.runs(item.runs))
            if item.marker:
                append(opened[-1], [element("li", words)])
            else:
                append(last_item(opened[-1]), [words])
        return outermost

    def block(self, block: ProseBlock) -> Iterator[Element]:
        """One block that is no item."""
        match block:
            case Paragraph(role="heading"):
                # No level is left out, whatever the office's own Markdown does.
                self.depth = min(self.base + block.level, self.depth + 1, 6)
                yield element(f"h{self.depth}", *self.runs(block.runs))
            case Paragraph():
                yield element("p", *self.runs(block.runs))
            case FormTable():
                yield self.form_table(block)
                drawn = list(self.drawn_charts(block))
                if drawn:
                    yield element("div", *drawn, class_="charts")
            case _:
                self.tables += 1
                name = self.voice.say("page", "table", title=self.title, number=self.tables)
                yield scroller(self.plain_table(block), name)

    def runs(self, runs: Sequence[Run]) -> Iterator[Element | str]:
        """Runs of text in their styles, each figure with its name."""
        for run in runs:
            if run.text == "\n":
                yield element("br")
                continue
            is_figure = run.figure.partition(" | ")[0] in self.document.figures
            text = sourced(run.text, run.figure if is_figure else "")
            yield element(STYLED[run.style], text) if run.style in STYLED else text

    def form_table(self, block: FormTable) -> Element:
        """A table of the form, and under a wide one how to see all of it."""
        table = self.document.table(block)
        grid = lay_out(table, self.document.report.tables[block.table], self.voice)
        year = self.document.report.year
        caption = self.voice.label(
            CHINESE.say("page", "caption", title=table.title, year=year),
            ENGLISH.say("page", "caption", title=table.title_en, year=year),
        )
        drawn = draw_grid(grid, caption, f"{SCOPE}-{table.id}")
        hint = (
            element("p", self.say("scroll"), class_="hint")
            if grid.columns > SCROLLS_BEYOND
            else None
        )
        return element("div", hint, scroller(drawn, caption), class_="form")

    def drawn_charts(self, block: FormTable) -> Iterator[Element]:
        """The charts under a table of the form."""
        for chart in charts_under(block.table, self.document):
            self.charts += 1
            yield draw_chart(chart, self.charts, self.document, f"{SCOPE}-chart-{chart.key}")

    def plain_table(self, block: PlainTable) -> Element:
        """A table that is none of the form; a heading without words is none."""
        head, *rows = ([list(self.runs(cell)) for cell in row] for row in block.rows)
        heads = (element("th", *cell, scope="col") if cell else element("td") for cell in head)
        lines = (element("tr", *(element("td", *cell) for cell in row)) for row in rows)
        wide = "wide" if len(head) > SCROLLS_BEYOND else None
        return element(
            "table", element("thead", element("tr", *heads)), element("tbody", *lines), class_=wide
        )


def is_list_item(block: ProseBlock) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.role == "item"


def close_lists(opened: list[Element], item: Paragraph) -> None:
    """Close the lists that an item is in no longer: those below its level, and one of the other
    kind."""
    del opened[item.level :]
    if item.marker and len(opened) == item.level and opened[-1].tag != kind_of_list(item):
        opened.pop()


def list_for(item: Paragraph) -> Element:
    """A new list that an item begins; a numbered one starts with its number."""
    kind = kind_of_list(item)
    is_numbered_on = kind == "ol" and item.marker != "1."
    start = item.marker.rstrip(".") if is_numbered_on else ""
    return element(kind, start=start or None)


def kind_of_list(item: Paragraph) -> str:
    """The element of the list in which an item stands."""
    return "ul" if item.marker == "•" else "ol"


def last_item(parent: Element) -> Element:
    """The item of a list that was written last; a new one of a list that has none."""
    if not len(parent):
        append(parent, [element("li")])
    return parent[-1]


def scroller(table: Element, name: str) -> Element:
    """A table in a box in which it scrolls, with the keyboard too, so that the page never does."""
    return element("div", table, class_="scroller", role="region", tabindex="0", aria_label=name)


def draw_grid(grid: Grid, caption: str, name: str) -> Element:
    """A table of the form: every cell with a number names the cells that head it, for the headings
    of one block end where the next begins, and those of table 三 stand three deep.
    """
    bands = list(bands_of(grid))
    drawn: list[Element] = []
    for band in bands:
        heads = [draw_row(row, band, grid, name) for row in band.heads]
        rows = [draw_row(row, band, grid, name) for row in band.body]
        # Only where one block is the whole table do its headings head the table.
        drawn += (
            [element("thead", *heads), element("tbody", *rows)]
            if len(bands) == 1
            else [element("tbody", *heads, *rows)]
        )
    kind = "wide" if grid.columns > SCROLLS_BEYOND else None
    return element("table", element("caption", caption), columns_of(grid), *drawn, class_=kind)


def columns_of(grid: Grid) -> Element:
    """The columns of a grid, for their widths: those of outer headings, that of the innermost,
    numbers."""
    first = min(cell.column for cell in grid.cells if cell.cell_id)
    kinds = (
        ["outer"] * (first - 2) + ["inner"] * (first > 1) + ["number"] * (grid.columns - first + 1)
    )
    return element("colgroup", *(element("col", class_=kind) for kind in kinds))


def bands_of(grid: Grid) -> Iterator[Band]:
    """The grid cut where headings stand under numbers."""
    heads: list[tuple[GridCell, ...]] = []
    body: list[tuple[GridCell, ...]] = []
    for number in range(1, grid.rows + 1):
        row = tuple(cell for cell in grid.cells if cell.row == number)
        if any(cell.cell_id for cell in row):
            body.append(row)
            continue
        if body:
            yield Band(tuple(heads), tuple(body))
            heads, body = [], []
        heads.append(row)
    yield Band(tuple(heads), tuple(body))


def draw_row(row: Sequence[GridCell], band: Band, grid: Grid, name: str) -> Element:
    """One row of a table of the form."""
    return element("tr", *(draw_cell(cell, band, grid, name) for cell in row))


def draw_cell(cell: GridCell, band: Band, grid: Grid, name: str) -> Element:
    """A heading, or a number with the id of its cell."""
    spans = {
        "rowspan": str(cell.rowspan) if cell.rowspan > 1 else None,
        "colspan": str(cell.colspan) if cell.colspan > 1 else None,
    }
    if cell.cell_id:
        unit = element("span", cell.unit, class_="unit") if cell.unit else None
        heads = " ".join(id_of(head, name) for head in heads_of(cell, band))
        total = "total" if cell.role == "total" else None
        return element(
            "td", cell.text, unit, data_cell=cell.cell_id, headers=heads, class_=total, **spans
        )
    # The heading over a whole block heads every row of it.
    over_block = "rowgroup" if cell.colspan == grid.columns else "col"
    scope = "row" if cell.role == "stub" else over_block
    return element("th", cell.text, id=id_of(cell, name), scope=scope, class_=cell.role, **spans)


def heads_of(cell: GridCell, band: Band) -> Iterator[GridCell]:
    """The headings over a cell and those before it, from the outermost in."""
    yield from (head for head in chain.from_iterable(band.heads) if is_over(head, cell))
    yield from (stub for stub in chain.from_iterable(band.body) if is_beside(stub, cell))


def is_over(head: GridCell, cell: GridCell) -> bool:
    """Whether a heading spans a column of a cell."""
    return head.column < cell.column + cell.colspan and cell.column < head.column + head.colspan


def is_beside(stub: GridCell, cell: GridCell) -> bool:
    """Whether a cell is the label of a cell's line."""
    return stub.role == "stub" and stub.row <= cell.row < stub.row + stub.rowspan


def id_of(cell: GridCell, name: str) -> str:
    """The id of a heading: the table and where in it the heading stands."""
    return f"{name}-{cell.row}-{cell.column}"
