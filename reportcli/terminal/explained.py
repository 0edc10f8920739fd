"""What `explain` found, for people and as JSON (`reportcli-explain/1`); and a code of the
catalogue.

What draws tables is imported by the functions that need it: a code is explained without pandas, at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from string import Formatter
from typing import TYPE_CHECKING, Any

from reportcli import __version__
from reportcli.finding import Address, Language, catalogue
from reportcli.law.edition import Line, ancestors, label_text
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.messages import json_text, messages, printable, say, say_fate

if TYPE_CHECKING:
    from reportcli.answer.cell import Behind, CellExplanation, Figure, RowExplanation
    from reportcli.count.tally import Number
    from reportcli.report import Report

FORMAT = "reportcli-explain/1"
INDENT = "  "


def write_cell(explanation: CellExplanation, report: Report, language: Language, width: int) -> str:
    """A number and the rows behind it, for a terminal `width` columns wide."""
    from reportcli.terminal.tables import table_title

    figure = explanation.figure
    lines = [*fold(table_title(figure.table, language), width), *headline(figure, language, width)]
    if figure.is_derived:
        lines += ["", say("explain", "sum", language)]
        for addend in explanation.addends:
            if addend.value:
                # What the addends differ in: the line where lines are summed, else the column.
                axis = addend.block.lines if figure.line.kind == "total" else addend.block.columns
                item = addend.line if figure.line.kind == "total" else addend.column
                lines += [f"{INDENT}{plain(addend, addend.value):>6}  {addend.id}"]
                lines += fold(place(axis, item, language), width, " " * 10)
        if not all(addend.value for addend in explanation.addends):
            lines.append(INDENT + say("explain", "noughts", language))
    for leaf, rows in explanation.leaves:
        if figure.is_derived:
            if not rows:
                continue
            lines += ["", *headline(leaf, language, width)]
        lines += reasons(leaf, report, language, width)
        if not rows:
            lines.append(say("explain", "no-rows", language))
        for sheet, found in groupby(rows, key=lambda row: (row.address.file, row.address.sheet)):
            where = printable(str(Address(*sheet)))
            lines += ["", where, *draw_rows(leaf, list(found), language)]
    return "\n".join(lines) + "\n"


def headline(figure: Figure, language: Language, width: int) -> list[str]:
    """What a number is, by label and by id."""
    unit = figure.block.unit_of(figure.column, language)
    name = f"{named(figure, language)} = {plain(figure, figure.value)} {unit}"
    return [*fold(name, width), figure.id]


def named(figure: Figure, language: Language) -> str:
    """A number's line and column by their labels."""
    line = place(figure.block.lines, figure.line, language)
    return f"{line} / {place(figure.block.columns, figure.column, language)}"


def place(axis: Sequence[Line], item: Line, language: Language) -> str:
    """A line or column after the headings over it, but for the outermost, which heads nearly all of
    them.

    English is given for itself alone, which is long enough.
    """
    over = [label_text(group, "zh") for group in ancestors(axis, item)][:-1]
    return " / ".join([*reversed(over), label_text(item, language)])


def reasons(
    figure: Figure, report: Report, language: Language, width: int, indent: str = ""
) -> list[str]:
    """Why a row is counted in a cell, and the articles behind it."""
    lines = fold(sentence(figure, report, language), width, indent)
    if figure.basis:
        lines.append(f"{indent}{say('explain', 'law', language)}{figure.basis}")
    return lines


def sentence(figure: Figure, report: Report, language: Language) -> str:
    """The rules of a cell in one sentence."""
    details = {
        "year": report.year,
        "before": report.year - 1,
        "unit": figure.block.unit_of(figure.column, "zh"),
    }
    joint = "; " if language == "en" else "；"
    text = joint.join(say("rule", key, language, **details) for key in figure.rules)
    return text[:1].upper() + text[1:]


def draw_rows(leaf: Figure, rows: Sequence[Behind], language: Language) -> Iterator[str]:
    """Rows of one sheet as a table; a column that no row fills is left out."""
    import tabulate

    kind: KindId = leaf.table.id  # type: ignore[assignment]
    fields = [
        field for field in log_kinds()[kind].fields if any(field.id in row.dates for row in rows)
    ]
    heads = [say("label", "row", language), say("explain", "adds", language)]
    columns = [
        [str(row.address.row) for row in rows],
        [signed(leaf, row.contribution) for row in rows],
    ]
    if any(row.number for row in rows):
        heads.append(number_label(kind, language))
        columns.append([printable(row.number or "") for row in rows])
    for field in fields:
        heads.append(field_label(kind, field.id, language))
        columns.append(
            [row.dates[field.id].isoformat() if field.id in row.dates else "" for row in rows]
        )
    tabulate.MIN_PADDING = 0
    drawn = tabulate.tabulate(
        list(zip(*columns, strict=True)),
        headers=heads,
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right", "right", *["left"] * (len(heads) - 2)],
    )
    yield from (INDENT + line for line in drawn.splitlines())


def write_row(
    explanation: RowExplanation,
    report: Report,
    language: Language,
    width: int,
    values: Mapping[str, str] | None = None,
) -> str:
    """What became of a row; `values` are its cells as they stand, which only the clerk's own eyes
    may see."""
    from reportcli.terminal.findings import word_severity, word_waiver
    from reportcli.terminal.tables import fold_list

    address, kind = explanation.address, explanation.kind
    lines = [printable(str(address))]
    if kind and explanation.number:
        lines.append(f"{number_label(kind, language)}  {printable(explanation.number)}")
    if kind and explanation.dates:
        days = [
            f"{field_label(kind, field, language)} {day}"
            for field, day in explanation.dates.items()
        ]
        lines += fold_list(days, width)
    lines += fold(verdict(explanation, report, language), width)
    counted = [pair for pair in explanation.contributions if not pair[0].is_derived]
    derived = [pair for pair in explanation.contributions if pair[0].is_derived]
    for heading, pairs in (("counted-in", counted), ("flows-into", derived)):
        if pairs:
            lines += ["", say("explain", heading, language)]
        for figure, number in pairs:
            lines.append(f"{INDENT}{signed(figure, number):>6}  {figure.id}")
            lines += fold(named(figure, language), width, " " * 10)
            if not figure.is_derived:
                lines += reasons(figure, report, language, width, " " * 10)
    if explanation.findings:
        lines += ["", say("explain", "findings", language)]
    for finding in explanation.findings:
        severity = word_severity(finding, language)
        message = printable(finding.message(language))
        lines += fold(
            f"{severity}  {finding.address.cell}  {message}  {finding.code}", width, INDENT
        )
        lines += fold(printable(finding.remedy(language)), width, INDENT * 2)
        if finding.waived:
            lines += fold(word_waiver(finding.waived, language), width, INDENT * 2)
    if values is not None:
        lines += ["", say("explain", "values", language)]
        for heading, value in values.items():
            lines += fold(f"{printable(heading)}: {printable(value)}", width, INDENT)
    return "\n".join(lines) + "\n"


def verdict(explanation: RowExplanation, report: Report, language: Language) -> str:
    """What became of a row, and why, in one sentence."""
    fate, kind = explanation.fate, explanation.kind
    if kind is None:
        return say("why", "skipped", language, reason=say("skipped", fate, language))
    if fate in catalogue():
        outcome = say("fate", "error", language) if catalogue()[fate].severity == "error" else ""
        return say("why", "set-aside", language, code=fate, fate=outcome).strip()
    key = explanation.why
    reason = say("why", key, language, year=report.year) if key in messages()["why"] else ""
    return say("why", "fate", language, fate=say_fate(fate, language), reason=reason)


def write_code(code: str, language: Language) -> str:
    """A code of the catalogue: what is wrong, what to do, an example and the law."""
    entry = code_data(code, language)
    lines = [f"{code}  {say('severity', entry['severity'], language)}"]
    for key in ("message", "remedy", "example", "law"):
        if entry[key]:
            lines.append(f"{INDENT}{say('explain', key, language)}{entry[key]}")
    return "\n".join(lines) + "\n"


def code_data(code: str, language: Language) -> dict[str, Any]:
    """A code of the catalogue as JSON has it; what a finding would fill in is left open."""
    entry = catalogue()[code]
    english = language == "en"
    return {
        "format": FORMAT,
        "tool": f"reportcli {__version__}",
        "code": code,
        "severity": entry.severity,
        "message": left_open(entry.text_en if english else entry.text_zh),
        "remedy": left_open(entry.remedy_en if english else entry.remedy_zh),
        "example": entry.example or None,
        "law": entry.law or None,
    }


def left_open(wording: str) -> str:
    """A wording with its placeholders left open."""
    pieces = Formatter().parse(wording)
    return "".join(text + ("" if name is None else "…") for text, name, _, _ in pieces)


def close_codes(code: str) -> list[str]:
    """The codes that may have been meant."""
    from rapidfuzz import process

    return [found for found, *_ in process.extract(code, list(catalogue()), limit=3)]


def cell_data(explanation: CellExplanation, report: Report, language: Language) -> dict[str, Any]:
    """A number and the rows behind it as JSON has them; the contributions sum to the value."""
    figure = explanation.figure
    return {
        "format": FORMAT,
        "tool": f"reportcli {__version__}",
        "year": report.year,
        "edition": report.edition.id,
        "cell": figure.id,
        "label": named(figure, language),
        "unit": figure.block.unit_of(figure.column, language),
        "value": plain(figure, figure.value),
        "addends": [
            {"cell": addend.id, "value": plain(addend, addend.value)}
            for addend in explanation.addends
        ],
        "rules": {
            leaf.id: {"rule": sentence(leaf, report, language), "basis": leaf.basis or None}
            for leaf, rows in explanation.leaves
            if rows or not figure.is_derived
        },
        "rows": [
            {
                "file": row.address.file,
                "sheet": row.address.sheet,
                "row": row.address.row,
                "contribution": plain(leaf, row.contribution),
                "cell": leaf.id,
                "number": row.number,
                "dates": {field: day.isoformat() for field, day in row.dates.items()},
            }
            for leaf, rows in explanation.leaves
            for row in rows
        ],
    }


def row_data(
    explanation: RowExplanation,
    report: Report,
    language: Language,
    values: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What became of a row as JSON has it."""
    from reportcli.export.data import finding_data

    data = {
        "format": FORMAT,
        "tool": f"reportcli {__version__}",
        "year": report.year,
        "edition": report.edition.id,
        "file": explanation.address.file,
        "sheet": explanation.address.sheet,
        "row": explanation.address.row,
        "kind": explanation.kind,
        "fate": explanation.fate,
        "why": verdict(explanation, report, language),
        "number": explanation.number,
        "dates": {field: day.isoformat() for field, day in explanation.dates.items()},
        "cells": [
            {
                "cell": figure.id,
                "contribution": plain(figure, number),
                "derived": figure.is_derived,
                "label": named(figure, language),
                "rule": sentence(figure, report, language) or None,
                "basis": (not figure.is_derived and figure.basis) or None,
            }
            for figure, number in explanation.contributions
        ],
        "findings": [finding_data(finding, language) for finding in explanation.findings],
    }
    return data if values is None else {**data, "values": dict(values)}


def write_json(data: Mapping[str, Any], *, ascii_only: bool) -> str:
    """One object, two spaces deep."""
    return json_text(data, ascii_only=ascii_only)


def headed(headings: Mapping[int, str], cells: Iterable[str]) -> dict[str, str]:
    """The filled cells of a row under their headings, under the column's letters where there is
    none."""
    from reportcli.finding import column_letters

    found: dict[str, str] = {}
    for column, value in enumerate(cells, start=1):
        if value:
            heading = headings.get(column) or column_letters(column)
            found[f"{heading} ({column_letters(column)})" if heading in found else heading] = value
    return found


def plain(figure: Figure, number: Number) -> int | str:
    """A number as JSON and people have it."""
    from reportcli.answer.cell import exact
    from reportcli.export.data import plain_number

    return plain_number(exact(figure, number))


def signed(figure: Figure, number: Number) -> str:
    """What a row adds, with its sign."""
    text = str(plain(figure, number))
    return text if text.startswith("-") else f"+{text}"


def fold(text: str, width: int, indent: str = "") -> list[str]:
    """Text in lines no wider than the terminal."""
    from reportcli.terminal import tables as drawing

    return drawing.fold(indent, text, width, hang="" if indent else INDENT)


def quoted(sheet: str) -> str:
    """A sheet's name as Excel quotes it."""
    return "'" + sheet.replace("'", "''") + "'"


def field_label(kind: KindId, field_id: str, language: Language) -> str:
    """A field by its usual heading."""
    field = log_kinds()[kind].field(field_id)
    return field.label_en if language == "en" else field.label


def number_label(kind: KindId, language: Language) -> str:
    """What the number of a record is called."""
    from reportcli.answer.cell import NUMBER_FIELD

    return field_label(kind, NUMBER_FIELD[kind], language)
