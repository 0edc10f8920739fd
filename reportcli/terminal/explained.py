"""What `explain` found, for people: a number and its rows, a row and its numbers, a code.

What draws tables is imported by the functions that need it: a code is explained without pandas, at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from reportcli.answer.wording import (
    field_label,
    name_of_fact,
    name_of_number,
    number_label,
    place_on_form,
    sentence,
    shown_number,
    verdict,
)
from reportcli.count.number import plain_number
from reportcli.export.answers import code_json
from reportcli.finding import Address, Finding, catalogue
from reportcli.law.edition import table_title
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.folding import INDENT, fold, fold_list
from reportcli.words.messages import Voice, printable
from reportcli.words.numerals import number_text

if TYPE_CHECKING:
    from reportcli.answer.cell import Behind, CellExplanation, FormNumber
    from reportcli.answer.fact import FactExplanation
    from reportcli.answer.row import RowExplanation
    from reportcli.count.number import Number
    from reportcli.report import Report

DEEP = " " * 10  # under a number of six digits and its gap


def write_cell(explanation: CellExplanation, report: Report, voice: Voice) -> str:
    """A number and the rows behind it."""
    figure = explanation.figure
    lines = fold(table_title(figure.table, voice), voice.width, hang=INDENT)
    lines += headline(figure, voice)
    if figure.is_derived:
        lines += sum_lines(explanation, voice)
    for leaf, rows in explanation.leaves:
        if figure.is_derived and not rows:
            continue
        if figure.is_derived:
            lines += ["", *headline(leaf, voice)]
        lines += reasons(leaf, report, voice)
        lines += rows_of_sheets(kind_of(leaf), rows, voice)
    return "\n".join(lines) + "\n"


def write_fact(explanation: FactExplanation, report: Report, voice: Voice) -> str:
    """A fact of the prose and the rows behind it."""
    definition = explanation.definition
    name = name_of_fact(explanation, report, voice)
    told = f"{name} = {plain_number(explanation.value)} {definition.unit}"
    rule = voice.choose(definition.definition, definition.definition_en)
    lines = fold(told, voice.width, hang=INDENT)
    lines += [voice.say("explain", "id", id=explanation.name)]
    lines += fold(rule, voice.width, hang=INDENT)
    lines += rows_of_sheets(explanation.kind, explanation.rows, voice)
    return "\n".join(lines) + "\n"


def kind_of(figure: FormNumber) -> KindId:
    """The kind of log that a number of the form is counted from."""
    return figure.table.id  # type: ignore[return-value]


def headline(figure: FormNumber, voice: Voice) -> list[str]:
    """What a number is, by label and by id."""
    unit = figure.block.unit_of(figure.column, voice)
    name = f"{name_of_number(figure, voice)} = {shown_number(figure, figure.value)} {unit}"
    return [*fold(name, voice.width, hang=INDENT), voice.say("explain", "id", id=figure.id)]


def sum_lines(explanation: CellExplanation, voice: Voice) -> Iterator[str]:
    """What a number is the sum of, those that are nought in one line."""
    yield from ("", voice.say("explain", "sum"))
    for one in explanation.addends:
        if one.value:
            named = with_id(differing(explanation.figure, one, voice), one, voice)
            yield from numbered(f"{shown_number(one, one.value)}", named, voice)
    if not all(one.value for one in explanation.addends):
        yield INDENT + voice.say("explain", "noughts")


def differing(whole: FormNumber, one: FormNumber, voice: Voice) -> str:
    """What an addend differs in from the others: the line where lines are summed, else the
    column."""
    if whole.column.kind == "group":
        return name_of_number(one, voice)
    if whole.line.kind == "leaf":
        return place_on_form(one.block.columns, one.column, voice)
    return place_on_form(one.block.lines, one.line, voice)


def with_id(label: str, figure: FormNumber, voice: Voice) -> str:
    """The label of a number, with its id for a reader of English, who cannot type the label."""
    return voice.choose(label, f"{label}  {figure.id}")


def numbered(number: str, text: str, voice: Voice) -> list[str]:
    """A number, and beside it what it is, in as many lines as that takes."""
    first, *more = fold(text, voice.width - len(DEEP))
    return [f"{INDENT}{number:>6}  {first}", *(DEEP + line for line in more)]


def reasons(figure: FormNumber, report: Report, voice: Voice, indent: str = "") -> list[str]:
    """Why a row is counted in a cell, and the articles behind it."""
    hang = "" if indent else INDENT
    lines = fold(sentence(figure, report, voice), voice.width, indent=indent, hang=hang)
    if figure.basis:
        lines.append(f"{indent}{voice.say('explain', 'law')}{figure.basis}")
    return lines


def rows_of_sheets(kind: KindId, rows: Sequence[Behind], voice: Voice) -> Iterator[str]:
    """The rows behind a number, sheet by sheet."""
    if not rows:
        yield voice.say("explain", "no-rows")
    for sheet, found in groupby(rows, key=lambda row: (row.address.file, row.address.sheet)):
        yield from ("", printable(str(Address(*sheet))))
        yield from (INDENT + line for line in rows_of_sheet(kind, list(found), voice))


def rows_of_sheet(kind: KindId, rows: Sequence[Behind], voice: Voice) -> list[str]:
    """Rows of one sheet as a table; a column that no row fills is left out."""
    from reportcli.terminal.table import TextColumn, ruled

    numbers = [str(row.address.row) for row in rows]
    added = [signed(row.contribution) for row in rows]
    columns = [
        TextColumn(voice.say("label", "row"), numbers, is_number=True),
        TextColumn(voice.say("explain", "adds"), added, is_number=True),
    ]
    names = {number_label(kind, voice): [printable(row.number or "") for row in rows]}
    days = {
        field_label(kind, field.id, voice): [day_told(row.dates.get(field.id)) for row in rows]
        for field in log_kinds()[kind].fields
    }
    columns += [
        TextColumn(label, told) for label, told in [*names.items(), *days.items()] if any(told)
    ]
    return ruled(columns)


def day_told(day: date | None) -> str:
    """A day as it is printed; nothing where there is none."""
    return day.isoformat() if day else ""


def write_row(
    explanation: RowExplanation, report: Report, values: Mapping[str, str] | None, voice: Voice
) -> str:
    """What became of a row; `values` are its cells as they stand, which only the clerk's own eyes
    may see."""
    lines = [printable(str(explanation.address))]
    if explanation.kind:
        lines += record_lines(explanation, explanation.kind, voice)
    lines += fold(verdict(explanation, report, voice), voice.width, hang=INDENT)
    lines += contribution_lines(explanation, report, voice)
    if explanation.findings:
        lines += ["", voice.say("explain", "findings")]
    for finding in explanation.findings:
        lines += finding_lines(finding, voice)
    if values is not None:
        lines += ["", voice.say("explain", "values")]
        for heading, value in values.items():
            lines += fold(f"{printable(heading)}: {printable(value)}", voice.width, indent=INDENT)
    return "\n".join(lines) + "\n"


def record_lines(explanation: RowExplanation, kind: KindId, voice: Voice) -> Iterator[str]:
    """The number of a record and its dates."""
    if explanation.number:
        yield f"{number_label(kind, voice)}  {printable(explanation.number)}"
    dates = explanation.dates.items()
    yield from fold_list(
        [f"{field_label(kind, field, voice)} {day}" for field, day in dates], voice.width
    )


def contribution_lines(explanation: RowExplanation, report: Report, voice: Voice) -> Iterator[str]:
    """The numbers that a row is counted in, and the sums that these go into."""
    for heading, is_derived in (("counted-in", False), ("flows-into", True)):
        found = [one for one in explanation.contributions if one[0].is_derived is is_derived]
        if found:
            yield from ("", voice.say("explain", heading))
        for figure, number in found:
            named = with_id(name_of_number(figure, voice), figure, voice)
            yield from numbered(signed(number), named, voice)
            if not is_derived:
                yield from reasons(figure, report, voice, DEEP)


def finding_lines(finding: Finding, voice: Voice) -> Iterator[str]:
    """What is wrong with a row, what to do about it, and why a person lets it stand."""
    from reportcli.terminal.findings import word_severity, word_waiver

    message = printable(finding.message(voice.language))
    severity = word_severity(finding, voice)
    text = f"{severity}  {finding.address.cell}  {message}  {finding.code}"
    yield from fold(text, voice.width, indent=INDENT)
    deeper = INDENT * 2
    yield from fold(printable(finding.remedy(voice.language)), voice.width, indent=deeper)
    if finding.waived:
        yield from fold(word_waiver(finding.waived, voice), voice.width, indent=deeper)


def write_code(code: str, voice: Voice) -> str:
    """A code of the catalogue: what is wrong, what to do, an example and the law."""
    entry = code_json(code, voice)
    lines = [f"{code}  {voice.say('severity', entry.severity)}"]
    for key in ("message", "remedy", "example", "law"):
        if text := getattr(entry, key):
            lines.append(f"{INDENT}{voice.say('explain', key)}{text}")
    return "\n".join(lines) + "\n"


def close_codes(code: str) -> list[str]:
    """The codes that may have been meant."""
    from rapidfuzz import process

    return [found for found, *_ in process.extract(code, list(catalogue()), limit=3)]


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


def signed(number: Number) -> str:
    """What a row adds, with its sign."""
    text = number_text(number)
    return text if text.startswith("-") else f"+{text}"
