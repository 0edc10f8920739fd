"""A report for people on the terminal.

Tables are drawn by tabulate, which knows how wide Chinese characters are; the label column takes
what the numbers leave of the terminal's width.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import tabulate
from wcwidth import wcswidth

from reportcli.count.facts import definitions, part_label
from reportcli.count.number import plain_number
from reportcli.export.grid import Numbers, Outline, outline
from reportcli.law.edition import Edition, Table, table_title
from reportcli.report import Report
from reportcli.words.folding import fold, fold_list
from reportcli.words.messages import CHINESE, Voice

HEAD_WIDTH = 6
INDENT = "  "


def write_form(edition: Edition, voice: Voice) -> str:
    """The empty form of an edition: its tables with every number left at zero."""
    parts = [*fold(f"{edition.title}（{edition.document}）", voice.width), ""]
    for table in edition.tables:
        parts += draw_table(table, {}, voice)
    return "\n".join(parts)


def write_text(report: Report, voice: Voice) -> str:
    """The tables and the facts for the terminal."""
    parts = []
    for table in report.edition.tables:
        numbers = report.tables.get(table.id)
        if numbers is None:
            continue
        parts.append("\n".join(draw_table(table, numbers, voice)))
    if report.facts:
        parts.append("\n".join([voice.say("label", "facts"), "", *fact_lines(report, voice), ""]))
    return "\n".join(parts)


def draw_table(table: Table, numbers: Numbers, voice: Voice) -> Iterator[str]:
    """The blocks of one table, one after the other, no wider than the terminal."""
    yield from fold(table_title(table, voice), voice.width)
    yield ""
    for block, official in zip(
        outline(table, numbers, voice), outline(table, numbers, CHINESE), strict=True
    ):
        yield draw(block, official.headers, voice.width)


def draw(block: Outline, official: Sequence[str], width: int) -> str:
    """One block in simple ruling under its caption; the label column is folded to what the numbers
    leave of the width.

    Where headings with English beside them would leave it nothing, the official ones stand alone
    and a legend below gives both.
    """
    columns = list(zip(*(row.values for row in block.rows), strict=True))
    longest = max(wcswidth(INDENT * row.depth + row.label) for row in block.rows)
    heads = list(block.headers[1:])
    legend = ""
    if width - taken(heads, columns) < longest and official != block.headers:
        legend = "\n".join(fold_list(heads, width)) + "\n"
        heads = list(official[1:])
    if width - taken(heads, columns) < longest:
        heads = [fold_head(head, column) for head, column in zip(heads, columns, strict=True)]
    room = width - taken(heads, columns)
    rows = [
        ["\n".join(fold(row.label, room, indent=INDENT * row.depth, hang=INDENT)), *row.values]
        for row in block.rows
    ]
    # The corner of the second table is a sentence about its columns, which a check says better.
    corner = block.headers[0] if wcswidth(block.headers[0]) <= room // 2 else ""
    tabulate.MIN_PADDING = 0
    drawn = tabulate.tabulate(
        rows,
        headers=[corner, *heads],
        tablefmt="simple",
        disable_numparse=True,
        colalign=["left", *["right"] * len(columns)],
        preserve_whitespace=True,
    )
    caption = f"{block.caption}\n" if block.caption else ""
    return f"{caption}{drawn}\n{legend}"


def taken(heads: Sequence[str], columns: Sequence[Sequence[str]]) -> int:
    """How many columns of the terminal the numbers and their headings take, with the gaps before
    them."""
    widths = (
        max(map(wcswidth, [*head.split("\n"), *column]))
        for head, column in zip(heads, columns, strict=True)
    )
    return sum(width + 2 for width in widths)


def fold_head(head: str, column: Sequence[str]) -> str:
    """A heading over numbers in lines of like length, no wider than it need be."""
    full = wcswidth(head)
    lines = -(-full // max([HEAD_WIDTH, *map(wcswidth, column)]))
    even = -(-full // lines)
    return "\n".join(fold(head, even + even % 2))


def fact_lines(report: Report, voice: Voice) -> Iterator[str]:
    """Each fact on a line, a fact of several numbers with its parts under it."""
    for fact, value in report.facts.items():
        definition = definitions()[fact]
        label = voice.label(definition.label, definition.label_en)
        if isinstance(value, Mapping):
            if not value:
                continue
            names = [
                f"{part_label(report.edition, definition, key, voice)} {number}"
                for key, number in value.items()
            ]
            yield from fold(f"{label}（{definition.unit}）：", voice.width, hang=INDENT)
            yield from fold_list(names, voice.width)
        else:
            yield from fold(
                f"{label}：{plain_number(value)} {definition.unit}", voice.width, hang=INDENT
            )
