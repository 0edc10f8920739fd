"""A report as Markdown: the tables and facts of a tally, or the whole annual report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import tabulate

from reportcli.count.facts import flat_facts
from reportcli.export.grid import Numbers, outline
from reportcli.law.edition import Table, table_title
from reportcli.prose.blocks import ANNEX, FormTable, Paragraph, Part, ProseBlock, Run
from reportcli.report import Report
from reportcli.words.messages import Voice, printable
from reportcli.words.numerals import number_text

if TYPE_CHECKING:
    from reportcli.document import Document

STYLE_MARKS = {"plain": "", "strong": "**", "emphasis": "*", "gap": "**"}
DEEPER = "　"  # a full-width space: Markdown would swallow others


def write_tally(report: Report, voice: Voice) -> str:
    """The tables and facts."""
    parts = []
    for table in report.edition.tables:
        numbers = report.tables.get(table.id)
        if numbers is not None:
            parts.append(f"## {table_title(table, voice)}\n")
            parts += piped_form(table, numbers, voice)
    if report.facts:
        parts.append(f"## {voice.say('label', 'facts')}\n")
        rows = [
            [unmarked(label), number_text(number), unit]
            for label, number, unit in flat_facts(report.facts, report.edition, voice)
        ]
        heads = [voice.say("label", key) for key in ("fact", "number", "unit")]
        parts.append(pipe_table(heads, rows))
    return "\n".join(parts)


def piped_form(table: Table, numbers: Numbers, voice: Voice) -> Iterator[str]:
    """The blocks of one table, one after the other."""
    for block in outline(table, numbers, voice):
        if block.caption:
            yield f"{unmarked(block.caption)}\n"
        rows = [[DEEPER * row.depth + unmarked(row.label), *row.values] for row in block.rows]
        align = ["left", *["right"] * (len(block.headers) - 1)]
        yield pipe_table([unmarked(head) for head in block.headers], rows, align)


def pipe_table(
    heads: Sequence[str], rows: Sequence[Sequence[object]], align: Sequence[str] | None = None
) -> str:
    """A table with its headings."""
    return (
        tabulate.tabulate(
            rows, headers=heads, tablefmt="pipe", disable_numparse=True, colalign=align
        )
        + "\n"
    )


def write_document(document: Document, voice: Voice) -> str:
    """The annual report."""
    parts = [f"# {unmarked(document.title)}\n"]
    if document.is_draft:
        parts.append(f"**{voice.say('label', 'draft')}**\n")
    parts += [text for block in document.preamble for text in write_block(block, document, voice)]
    parts += [text for part in document.parts for text in write_part(part, document, voice)]
    parts += [f"{unmarked(line)}\n" for line in document.signature if line]
    if document.annex:
        parts += write_part(document.annex, document, voice)
    return "\n".join(parts)


def write_part(part: Part, document: Document, voice: Voice) -> Iterator[str]:
    """One part under its title."""
    yield f"## {part_title(part, voice)}\n"
    for block in part.blocks:
        yield from write_block(block, document, voice)


def part_title(part: Part, voice: Voice) -> str:
    """The title over a part: its number, then what it is about."""
    mark = "：" if part.number == ANNEX else "、"
    return f"{part.number}{mark}{voice.label(part.title, part.title_en)}"


def write_block(block: ProseBlock, document: Document, voice: Voice) -> Iterator[str]:
    """One block, an empty line after it."""
    match block:
        case Paragraph(role="heading"):
            yield f"{'#' * (block.level + 2)} {write_runs(block.runs)}\n"
        case Paragraph(role="item"):
            marker = "-" if block.marker == "•" else block.marker
            yield f"{'   ' * (block.level - 1)}{marker} {write_runs(block.runs)}\n"
        case Paragraph():
            yield f"{write_runs(block.runs)}\n"
        case FormTable():
            numbers = document.report.tables[block.table]
            yield from piped_form(document.table(block), numbers, voice)
        case _:
            head, *rows = [[write_runs(cell) for cell in row] for row in block.rows]
            yield pipe_table(head, rows)


def write_runs(runs: Sequence[Run]) -> str:
    """Runs of text in their styles."""
    return "".join(map(write_run, runs))


def write_run(run: Run) -> str:
    """Text in its style; a line that was broken on purpose stays so."""
    mark = STYLE_MARKS[run.style]
    return "\\\n" if run.text == "\n" else f"{mark}{unmarked(run.text)}{mark}"


def unmarked(text: str) -> str:
    """Text that stays inside its cell of a Markdown table and is no markup."""
    return "".join(f"\\{char}" if char in "\\|<>[]*_`#&" else char for char in printable(text))
