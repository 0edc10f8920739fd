"""The tables and facts of a report for people on the terminal.

The label column takes what the numbers leave of the width. How a table is ruled is `table.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap

from wcwidth import wcswidth

from reportcli.count.facts import definitions, part_label
from reportcli.export.grid import Numbers, Outline, outline
from reportcli.law.edition import Edition, Table, table_title
from reportcli.report import Report
from reportcli.terminal.table import TextColumn, room_beside, ruled
from reportcli.words.folding import INDENT, fold, fold_list
from reportcli.words.messages import CHINESE, Voice
from reportcli.words.numerals import number_text

HEAD_WIDTH = 6


def write_form(edition: Edition, voice: Voice) -> str:
    """The empty form of an edition: its tables with every number left at zero."""
    parts = [*fold(f"{edition.title}（{edition.document}）", voice.width), ""]
    for table in edition.tables:
        parts += form_table(table, {}, voice)
    return "\n".join(parts)


def write_text(report: Report, voice: Voice) -> str:
    """The tables and the facts for the terminal."""
    parts = [
        "\n".join(form_table(table, report.tables[table.id], voice))
        for table in report.edition.tables
        if table.id in report.tables
    ]
    if report.facts:
        lines = [voice.say("label", "facts"), "", *fact_lines(report, voice), ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def form_table(table: Table, numbers: Numbers, voice: Voice) -> Iterator[str]:
    """The blocks of one table, one after the other, no wider than the terminal."""
    yield from fold(table_title(table, voice), voice.width)
    yield ""
    shown, official = outline(table, numbers, voice), outline(table, numbers, CHINESE)
    for block, in_chinese in zip(shown, official, strict=True):
        yield form_block(block, in_chinese.headers, voice.width)


def form_block(block: Outline, official: Sequence[str], width: int) -> str:
    """One block under its caption; the label column is folded to what the numbers leave of the
    width.

    Where headings with English beside them would leave it nothing, the official ones stand alone
    and a legend below gives both.
    """
    cells = list(zip(*(row.values for row in block.rows), strict=True))
    columns = number_columns(block.headers[1:], cells)
    longest = max(wcswidth(INDENT * row.depth + row.label) for row in block.rows)
    legend: list[str] = []
    if room_beside(columns, width) < longest and official != block.headers:
        legend = list(fold_list(block.headers[1:], width))
        columns = number_columns(official[1:], cells)
    if room_beside(columns, width) < longest:
        columns = [column._replace(head=fold_head(column)) for column in columns]
    room = room_beside(columns, width)
    labels = [
        "\n".join(fold(row.label, room, indent=INDENT * row.depth, hang=INDENT))
        for row in block.rows
    ]
    # The corner of the second table is a sentence about its columns, which a check says better.
    corner = block.headers[0] if wcswidth(block.headers[0]) <= room // 2 else ""
    caption = [block.caption] if block.caption else []
    return "\n".join([*caption, *ruled([TextColumn(corner, labels), *columns]), *legend, ""])


def number_columns(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[TextColumn]:
    """Columns of numbers under their headings."""
    return [
        TextColumn(head, column, is_number=True) for head, column in zip(heads, cells, strict=True)
    ]


def fold_head(column: TextColumn) -> str:
    """A heading over numbers in lines of like length, no wider than it need be."""
    full = wcswidth(column.head)
    lines = -(-full // max([HEAD_WIDTH, *map(wcswidth, column.cells)]))
    even = -(-full // lines)
    return "\n".join(fold(column.head, even + even % 2))


def fact_lines(report: Report, voice: Voice) -> Iterator[str]:
    """Each fact on a line, a fact of several numbers with its parts under it."""
    for fact, value in report.facts.items():
        definition = definitions()[fact]
        label = voice.label(definition.label, definition.label_en)
        if not isinstance(value, Mapping):
            text = f"{label}：{number_text(value)} {definition.unit}"
            yield from fold(text, voice.width, hang=INDENT)
        elif value:
            yield from fold(f"{label}（{definition.unit}）：", voice.width, hang=INDENT)
            names = starmap(
                lambda key, number, named=definition: (
                    f"{part_label(report.edition, named, key, voice)} {number}"
                ),
                value.items(),
            )
            yield from fold_list(list(names), voice.width)
