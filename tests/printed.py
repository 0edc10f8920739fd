"""Published figures printed in many ways: as offices, browsers and Word print the form."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from reportcli.export.grid import Grid, GridCell, lay_out
from reportcli.law.edition import Edition, Table
from reportcli.words.messages import CHINESE

Figures = Mapping[str, Decimal]  # the id of a cell → its number
Shown = Callable[[GridCell], str]  # what a cell of the form says


def table_figures(table: Table, figures: Figures) -> dict[tuple[str, str], Any]:
    """The figures of one table by line and column."""
    found = {}
    for id_, number in figures.items():
        in_table, line, column = id_.split("/")
        if in_table == table.id:
            found[line, column] = number
    return found


def grids(edition: Edition, figures: Figures) -> Iterator[tuple[str, str, Grid]]:
    """The tables of the form on paper: number and title of the section, and the grid."""
    for table in edition.tables:
        yield table.section, table.title, lay_out(table, table_figures(table, figures), CHINESE)


def said(cell: GridCell) -> str:
    """What a cell says as the decree prints it."""
    return cell.text + cell.unit


# --- html ---


def title_of_report(year: int) -> str:
    """The title of a report."""
    return f"江宁市林业局{year}年政府信息公开工作年度报告"


def html_table(grid: Grid, show: Shown = said, attributes: str = "", head: str = "td") -> str:
    """A table as HTML."""
    rows: dict[int, list[str]] = {row: [] for row in range(1, grid.rows + 1)}
    for cell in grid.cells:
        spans = "".join(
            f' {name}="{span}"'
            for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
            if span > 1
        )
        tag = head if cell.role == "head" else "td"
        rows[cell.row].append(f"<{tag}{spans}{attributes}>{show(cell)}</{tag}>")
    return f"<table>{''.join(f'<tr>{chr(10).join(cells)}</tr>' for cells in rows.values())}</table>"


def html_page(
    edition: Edition,
    figures: Figures,
    year: int,
    show: Shown = said,
    around: Callable[[str], str] = lambda table: table,
    attributes: str = "",
) -> str:
    """A report as a plain page, with a menu before and a footer behind it."""
    parts = [f"<h1>{title_of_report(year)}</h1>", "<p>一、总体情况</p><p>本机关认真贯彻条例。</p>"]
    for section, title, grid in grids(edition, figures):
        parts += [f"<p>{section}、{title}</p>", around(html_table(grid, show, attributes))]
    parts += [
        "<p>五、存在的主要问题及改进情况</p><p>培训不够。</p><p>六、其他需要报告的事项</p><p>无。</p>"
    ]
    menu = "<div class='menu'><ul><li>首页</li><li>政务公开</li></ul></div>"
    body = f"{menu}<div id='content'>{''.join(parts)}</div><div>主办单位 网站标识码3200000001</div>"
    return f"<html><head><title>年报_江宁市</title></head><body>{body}</body></html>"


def word_paste(cell: GridCell) -> str:
    """A cell as Word pastes it: paragraphs, spans for each few characters, entities."""
    pieces = re.findall(".{1,3}", said(cell)) or [""]
    spans = "".join(
        f'<span style="font-size:9.0pt;font-family:宋体;mso-bidi-font-family:宋体">{piece}</span>'
        for piece in pieces
    )
    return f'<p class="MsoNormal" align="center"><span lang="EN-US"><o:p></o:p></span>{spans}<span>&nbsp;</span></p>'


def broken_label(cell: GridCell) -> str:
    """A cell with line breaks in a long label, and blanks that nobody sees."""
    text = said(cell)
    return (
        text
        if cell.cell_id or len(text) < 6
        else f"{text[:3]}<br>{text[3:5]}&nbsp;\u200b<br/>{text[5:]}"
    )


# --- xlsx ---


def hand_made_book(edition: Edition, figures: Figures, year: int, path: Path) -> Path:
    """A copy of the form in Excel, one sheet for all tables, with merged cells."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "年报"
    sheet["A1"] = title_of_report(year)
    top = 2
    for section, title, grid in grids(edition, figures):
        sheet.cell(top, 1, f"{section}、{title}")
        for cell in grid.cells:
            value: Any = cell.text + cell.unit
            if cell.cell_id and not cell.unit:
                value = float(cell.text) if "." in cell.text else int(cell.text)
            sheet.cell(top + cell.row, cell.column, value)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=top + cell.row, start_column=cell.column,
                    end_row=top + cell.row + cell.rowspan - 1, end_column=cell.column + cell.colspan - 1,
                )  # fmt: skip
        top += grid.rows + 2
    book.save(path)
    return path


def sheet_rows(path: Path) -> list[tuple[str, list[list[object]]]]:
    """The cells of a workbook as the reader's child hands them on."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()))
    return [
        (sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)])
        for sheet in book.worksheets
    ]


# --- Markdown ---


def markdown_report(edition: Edition, figures: Figures, year: int) -> str:
    """A report in Markdown; each position of a merged cell holds its text."""
    parts = [f"# {title_of_report(year)}", "## 一、总体情况", "本机关认真贯彻条例。"]
    for section, title, grid in grids(edition, figures):
        texts = [[""] * grid.columns for _ in range(grid.rows)]
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    texts[row - 1][column - 1] = said(cell)
        lines = [f"| {' | '.join(row)} |" for row in texts]
        parts += [
            f"## {section}、{title}",
            "\n".join([lines[0], "|---" * grid.columns + "|", *lines[1:]]),
        ]
    return "\n\n".join(parts) + "\n"
