"""A report for people on the terminal.

Tables are drawn by tabulate, which knows how wide Chinese characters are; the label column takes
what the numbers leave of the terminal's width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import tabulate
from wcwidth import wcswidth

from reportcli.count.facts import definitions, part_label
from reportcli.export.data import plain_number
from reportcli.export.grid import Numbers, Outline, outline
from reportcli.finding import Language
from reportcli.law.edition import Edition, Table, beside
from reportcli.report import Report
from reportcli.words.messages import printable, say

NARROW, WIDE = 80, 120
HEAD_WIDTH = 6
INDENT = "  "
# What a line may not be broken within: a Latin word with the space before it, or a wide character
# with the punctuation that closes it.
PIECE = re.compile(r"(?: ?[\x21-\u2dff]+|.)[、，。；：！？）》”’】%]*")


def write_form(edition: Edition, language: Language) -> str:
    """The empty form of an edition: its tables with every number left at zero."""
    parts = [*fold("", f"{edition.title}（{edition.document}）", NARROW, hang=""), ""]
    for table in edition.tables:
        parts += draw_table(table, {}, language, NARROW)
    return "\n".join(parts)


def table_title(table: Table, language: Language) -> str:
    """The title over a table: the number of its section, then what it is about."""
    return f"{table.section}、{beside(table.title, table.title_en, language)}"


def write_text(report: Report, language: Language, width: int) -> str:
    """The tables and the facts for a terminal `width` columns wide."""
    parts = []
    for table in report.edition.tables:
        numbers = report.tables.get(table.id)
        if numbers is None:
            continue
        parts.append("\n".join(draw_table(table, numbers, language, width)))
    if report.facts:
        parts.append(
            "\n".join(
                [say("label", "facts", language), "", *fact_lines(report, language, width), ""]
            )
        )
    return "\n".join(parts)


def draw_table(table: Table, numbers: Numbers, language: Language, width: int) -> Iterator[str]:
    """The blocks of one table, one after the other, no wider than the terminal."""
    yield from fold("", table_title(table, language), width, hang="")
    yield ""
    for block, official in zip(
        outline(table, numbers, language), outline(table, numbers, "zh"), strict=True
    ):
        yield draw(block, official.headers, width)


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
        ["\n".join(fold(INDENT * row.depth, row.label, room)), *row.values] for row in block.rows
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
    return "\n".join(fold("", head, even + even % 2, hang=""))


def fold(indent: str, text: str, width: int, hang: str = INDENT) -> list[str]:
    """Text in lines of at most `width` columns, the first indented, the others hanging `hang`
    deeper."""
    lines, line = [], indent
    for piece in pieces(printable(text), width - wcswidth(indent + hang)):
        if wcswidth(line + piece.rstrip()) > width and line.strip():
            lines.append(line.rstrip())
            line = indent + hang
        line += piece if line.strip() else piece.lstrip()
    return [*lines, line.rstrip()]


def pieces(text: str, width: int) -> Iterator[str]:
    """What a line may be broken between; a piece wider than `width` is cut where it must be."""
    for piece in PIECE.findall(text):
        start = 0
        for end in range(1, len(piece) + 1):
            if wcswidth(piece[start:end]) > width and end - start > 1:
                yield piece[start : end - 1]
                start = end - 1
        yield piece[start:]


def fact_lines(report: Report, language: Language, width: int) -> Iterator[str]:
    """Each fact on a line, a fact of several numbers with its parts under it."""
    for fact, value in report.facts.items():
        definition = definitions()[fact]
        label = beside(definition.label, definition.label_en, language)
        if isinstance(value, Mapping):
            if not value:
                continue
            names = [
                f"{part_label(report.edition, definition, key, language)} {number}"
                for key, number in value.items()
            ]
            yield from fold("", f"{label}（{definition.unit}）：", width)
            yield from fold_list(names, width)
        else:
            yield from fold("", f"{label}：{plain_number(value)} {definition.unit}", width)


def fold_list(items: Sequence[str], width: int) -> Iterator[str]:
    """Items one after the other, broken between items only, unless one takes more than a line."""
    line = INDENT
    for number, item in enumerate(items):
        piece = printable(item) + ("；" if number < len(items) - 1 else "")
        if wcswidth(line + piece) > width:
            if line.strip():
                yield line.rstrip()
            *full, line = fold(INDENT, piece, width)
            yield from full
        else:
            line += piece
    if line.strip():
        yield line


def flat_facts(report: Report, language: Language) -> Iterator[tuple[str, str, str]]:
    """Every number of every fact: label, number, unit."""
    for fact, value in report.facts.items():
        definition = definitions()[fact]
        label = beside(definition.label, definition.label_en, language)
        if isinstance(value, Mapping):
            for key, number in value.items():
                yield (
                    f"{label}：{part_label(report.edition, definition, key, language)}",
                    str(number),
                    definition.unit,
                )
        else:
            yield label, str(plain_number(value)), definition.unit
