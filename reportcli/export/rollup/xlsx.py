"""A roll-up as an Excel workbook: the official tables of the whole, every cell by kind and by branch,
the units, and what is wrong with whom. Same input, same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from reportcli.count.number import LineColumn, Number
from reportcli.export.book import new_book, save_book
from reportcli.export.grid import lay_out
from reportcli.export.rollup.key_cells import (
    day_label,
    delivery_label,
    group_label,
    key_cells,
    kind_label,
    status_label,
)
from reportcli.export.rollup.statement import statement_text
from reportcli.export.xlsx import add_table, as_number, head_list, text_cell
from reportcli.law.edition import label_text
from reportcli.rollup.whole import Rollup
from reportcli.words.messages import Voice
from reportcli.words.numerals import number_text

UNIT_WIDTHS = {
    "code": 12,
    "name": 30,
    "parent": 12,
    "kind": 12,
    "status": 16,
    "delivery": 8,
    "day": 24,
    "errors": 8,
    "warnings": 8,
}
FINDING_WIDTHS = {"unit": 12, "name": 24, "severity": 8, "message": 70, "remedy": 50, "place": 40}
KEY_WIDTH, GROUP_WIDTH, LABEL_WIDTH = 12, 14, 44


def write_rollup_xlsx(rollup: Rollup, voice: Voice, target: IO[bytes]) -> None:
    """The workbook, streamed to an open file."""
    book = new_book(streamed=True)
    whose = f"{rollup.asked.settings.agency or ''}　{rollup.year}年度".strip()
    for table in rollup.edition.tables:
        if table.id in rollup.tables:
            grid = lay_out(table, rollup.tables[table.id], voice)
            add_table(book, table, grid, whose, voice)
    kinds = {group_label(kind, voice): tables for kind, tables in rollup.by_kind.items()}
    add_groups(book, voice.say("rollup", "part-by-kind"), kinds, rollup, voice)
    if rollup.by_branch:
        names = {line.unit.code: line.unit.name for line in rollup.lines}
        branches = {names[code]: tables for code, tables in rollup.by_branch.items()}
        add_groups(book, voice.say("rollup", "part-by-branch"), branches, rollup, voice)
    add_units(book, rollup, voice)
    add_findings(book, rollup, voice)
    save_book(book, target)


def add_groups(
    book: Workbook,
    title: str,
    groups: Mapping[str, Mapping[str, Mapping[LineColumn, Number]]],
    rollup: Rollup,
    voice: Voice,
) -> None:
    """Every cell of the form on a row, a column a group, the whole at the end."""
    heads = [voice.say("label", "line"), voice.say("label", "column"), *groups]
    heads.append(voice.say("rollup", "whole"))
    widths = [LABEL_WIDTH, GROUP_WIDTH, *[GROUP_WIDTH] * (len(groups) + 1)]
    sheet = listing(book, title, heads, widths)
    for table in rollup.edition.tables:
        if table.id not in rollup.tables:
            continue
        for line, column, _ in table.cells():
            cell = (line.id, column.id)
            numbers = [
                *(tables.get(table.id, {}).get(cell, 0) for tables in groups.values()),
                rollup.tables[table.id][cell],
            ]
            labels = [text_cell(sheet, label_text(item, voice)) for item in (line, column)]
            sheet.append([*labels, *(as_number(number_text(number)) for number in numbers)])


def add_units(book: Workbook, rollup: Rollup, voice: Voice) -> None:
    """A row a unit with its key cells; the statement is on the first sheet that a reader opens to
    see who is missing."""
    cells = key_cells(rollup.edition, rollup.tables)
    heads = [voice.say("rollup", f"head-{key}") for key in UNIT_WIDTHS]
    heads += [voice.say("rollup", f"key-{cell.key}") for cell in cells]
    widths = [*UNIT_WIDTHS.values(), *[KEY_WIDTH] * len(cells)]
    sheet = listing(book, voice.say("rollup", "part-units"), heads, widths)
    for line in rollup.lines:
        unit, result = line.unit, line.result
        texts = (
            unit.code,
            unit.name,
            unit.parent,
            kind_label(unit.kind, voice),
            status_label(line, voice),
            delivery_label(line, voice),
            day_label(line, voice),
        )
        numbers = (cell.of_unit(result) for cell in cells)
        sheet.append(
            [
                *(text_cell(sheet, text) for text in texts),
                result.errors,
                result.warnings,
                *(None if n is None else as_number(number_text(n)) for n in numbers),
            ]
        )
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rollup.lines) + 1}"
    sheet.append([])
    sheet.append([text_cell(sheet, statement_text(rollup, voice))])


def add_findings(book: Workbook, rollup: Rollup, voice: Voice) -> None:
    """A row a finding, unit by unit."""
    names = {line.unit.code: line.unit.name for line in rollup.lines}
    heads = [
        voice.say("rollup", f"head-{key}")
        for key in ("unit", "name", "severity", "finding", "remedy", "place")
    ]
    sheet = listing(
        book,
        voice.say("rollup", "part-findings"),
        [*heads, voice.say("rollup", "head-finding-code")],
        [*FINDING_WIDTHS.values(), 20],
    )
    for one in rollup.findings:
        finding = one.finding
        texts = (
            one.unit or voice.say("rollup", "whole"),
            names.get(one.unit, ""),
            voice.say("severity", finding.severity),
            finding.message(voice.language),
            finding.remedy(voice.language),
            str(finding.address) or str(finding.details.get("cell", "")),
            finding.code,
        )
        sheet.append([text_cell(sheet, text) for text in texts])
    sheet.auto_filter.ref = f"A1:{get_column_letter(7)}{len(rollup.findings) + 1}"


def listing(book: Workbook, title: str, heads: Sequence[str], widths: Sequence[float]) -> Any:
    """A sheet with a list."""
    sheet: Any = book.create_sheet(title)
    head_list(sheet, heads, widths, landscape=True)
    return sheet
