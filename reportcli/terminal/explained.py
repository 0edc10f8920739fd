"""What `explain` found, for people and as JSON (`reportcli-explain/1`); and a code of the
catalogue.

What draws tables is imported by the functions that need it: a code is explained without pandas, at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from string import Formatter
from typing import TYPE_CHECKING

from msgspec import UNSET

from reportcli import __version__
from reportcli.contract import (
    AddendJson,
    BehindJson,
    CountedInJson,
    ExplainCellJson,
    ExplainCodeJson,
    ExplainRowJson,
    RuleJson,
)
from reportcli.count.number import exact_number, plain_number
from reportcli.finding import Address, catalogue
from reportcli.law.edition import Line, ancestors, label_text
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.folding import fold
from reportcli.words.messages import CHINESE, Voice, messages, printable

if TYPE_CHECKING:
    from reportcli.answer.cell import Behind, CellExplanation, FormNumber
    from reportcli.answer.row import RowExplanation
    from reportcli.count.number import Number
    from reportcli.report import Report

INDENT = "  "


def write_cell(explanation: CellExplanation, report: Report, voice: Voice) -> str:
    """A number and the rows behind it, for the terminal."""
    from reportcli.law.edition import table_title

    figure = explanation.figure
    lines = [
        *fold(table_title(figure.table, voice), voice.width, hang=INDENT),
        *headline(figure, voice),
    ]
    if figure.is_derived:
        lines += ["", voice.say("explain", "sum")]
        for addend in explanation.addends:
            if addend.value:
                # What the addends differ in: the line where lines are summed, else the column.
                axis = addend.block.lines if figure.line.kind == "total" else addend.block.columns
                item = addend.line if figure.line.kind == "total" else addend.column
                lines += [f"{INDENT}{plain(addend, addend.value):>6}  {addend.id}"]
                lines += fold(place(axis, item, voice), voice.width, indent=" " * 10)
        if not all(addend.value for addend in explanation.addends):
            lines.append(INDENT + voice.say("explain", "noughts"))
    for leaf, rows in explanation.leaves:
        if figure.is_derived:
            if not rows:
                continue
            lines += ["", *headline(leaf, voice)]
        lines += reasons(leaf, report, voice)
        if not rows:
            lines.append(voice.say("explain", "no-rows"))
        for sheet, found in groupby(rows, key=lambda row: (row.address.file, row.address.sheet)):
            where = printable(str(Address(*sheet)))
            lines += ["", where, *draw_rows(leaf, list(found), voice)]
    return "\n".join(lines) + "\n"


def headline(figure: FormNumber, voice: Voice) -> list[str]:
    """What a number is, by label and by id."""
    unit = figure.block.unit_of(figure.column, voice)
    name = f"{named(figure, voice)} = {plain(figure, figure.value)} {unit}"
    return [*fold(name, voice.width, hang=INDENT), figure.id]


def named(figure: FormNumber, voice: Voice) -> str:
    """A number's line and column by their labels."""
    line = place(figure.block.lines, figure.line, voice)
    return f"{line} / {place(figure.block.columns, figure.column, voice)}"


def place(axis: Sequence[Line], item: Line, voice: Voice) -> str:
    """A line or column after the headings over it, but for the outermost, which heads nearly all of
    them.

    English is given for itself alone, which is long enough.
    """
    over = [label_text(group, CHINESE) for group in ancestors(axis, item)][:-1]
    return " / ".join([*reversed(over), label_text(item, voice)])


def reasons(figure: FormNumber, report: Report, voice: Voice, indent: str = "") -> list[str]:
    """Why a row is counted in a cell, and the articles behind it."""
    lines = fold(
        sentence(figure, report, voice), voice.width, indent=indent, hang="" if indent else INDENT
    )
    if figure.basis:
        lines.append(f"{indent}{voice.say('explain', 'law')}{figure.basis}")
    return lines


def sentence(figure: FormNumber, report: Report, voice: Voice) -> str:
    """The rules of a cell in one sentence."""
    details = {
        "year": report.year,
        "before": report.year - 1,
        "unit": figure.block.unit_of(figure.column, CHINESE),
    }
    joint = voice.choose("；", "; ")
    text = joint.join(voice.say("rule", key, **details) for key in figure.rules)
    return text[:1].upper() + text[1:]


def draw_rows(leaf: FormNumber, rows: Sequence[Behind], voice: Voice) -> Iterator[str]:
    """Rows of one sheet as a table; a column that no row fills is left out."""
    import tabulate

    kind: KindId = leaf.table.id  # type: ignore[assignment]
    fields = [
        field for field in log_kinds()[kind].fields if any(field.id in row.dates for row in rows)
    ]
    heads = [voice.say("label", "row"), voice.say("explain", "adds")]
    columns = [
        [str(row.address.row) for row in rows],
        [signed(leaf, row.contribution) for row in rows],
    ]
    if any(row.number for row in rows):
        heads.append(number_label(kind, voice))
        columns.append([printable(row.number or "") for row in rows])
    for field in fields:
        heads.append(field_label(kind, field.id, voice))
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
    voice: Voice,
    values: Mapping[str, str] | None = None,
) -> str:
    """What became of a row; `values` are its cells as they stand, which only the clerk's own eyes
    may see."""
    from reportcli.terminal.findings import word_severity, word_waiver
    from reportcli.words.folding import fold, fold_list

    address, kind = explanation.address, explanation.kind
    lines = [printable(str(address))]
    if kind and explanation.number:
        lines.append(f"{number_label(kind, voice)}  {printable(explanation.number)}")
    if kind and explanation.dates:
        days = [
            f"{field_label(kind, field, voice)} {day}" for field, day in explanation.dates.items()
        ]
        lines += fold_list(days, voice.width)
    lines += fold(verdict(explanation, report, voice), voice.width, hang=INDENT)
    counted = [pair for pair in explanation.contributions if not pair[0].is_derived]
    derived = [pair for pair in explanation.contributions if pair[0].is_derived]
    for heading, pairs in (("counted-in", counted), ("flows-into", derived)):
        if pairs:
            lines += ["", voice.say("explain", heading)]
        for figure, number in pairs:
            lines.append(f"{INDENT}{signed(figure, number):>6}  {figure.id}")
            lines += fold(named(figure, voice), voice.width, indent=" " * 10)
            if not figure.is_derived:
                lines += reasons(figure, report, voice, " " * 10)
    if explanation.findings:
        lines += ["", voice.say("explain", "findings")]
    for finding in explanation.findings:
        severity = word_severity(finding, voice)
        message = printable(finding.message(voice.language))
        lines += fold(
            f"{severity}  {finding.address.cell}  {message}  {finding.code}",
            voice.width,
            indent=INDENT,
        )
        lines += fold(printable(finding.remedy(voice.language)), voice.width, indent=INDENT * 2)
        if finding.waived:
            lines += fold(word_waiver(finding.waived, voice), voice.width, indent=INDENT * 2)
    if values is not None:
        lines += ["", voice.say("explain", "values")]
        for heading, value in values.items():
            lines += fold(f"{printable(heading)}: {printable(value)}", voice.width, indent=INDENT)
    return "\n".join(lines) + "\n"


def verdict(explanation: RowExplanation, report: Report, voice: Voice) -> str:
    """What became of a row, and why, in one sentence."""
    fate, kind = explanation.fate, explanation.kind
    if kind is None:
        return voice.say("why", "skipped", reason=voice.say("skipped", fate))
    if fate in catalogue():
        outcome = voice.say("fate", "error") if catalogue()[fate].severity == "error" else ""
        return voice.say("why", "set-aside", code=fate, fate=outcome).strip()
    key = explanation.why
    reason = voice.say("why", key, year=report.year) if key in messages()["why"] else ""
    return voice.say("why", "fate", fate=voice.fate(fate), reason=reason)


def write_code(code: str, voice: Voice) -> str:
    """A code of the catalogue: what is wrong, what to do, an example and the law."""
    entry = code_data(code, voice)
    lines = [f"{code}  {voice.say('severity', entry.severity)}"]
    for key in ("message", "remedy", "example", "law"):
        if text := getattr(entry, key):
            lines.append(f"{INDENT}{voice.say('explain', key)}{text}")
    return "\n".join(lines) + "\n"


def code_data(code: str, voice: Voice) -> ExplainCodeJson:
    """A code of the catalogue by the contract; what a finding would fill in is left open."""
    entry = catalogue()[code]
    english = voice.language == "en"
    return ExplainCodeJson(
        tool=f"reportcli {__version__}",
        code=code,
        severity=entry.severity,
        message=left_open(entry.text_en if english else entry.text_zh),
        remedy=left_open(entry.remedy_en if english else entry.remedy_zh),
        example=entry.example or None,
        law=entry.law or None,
    )


def left_open(wording: str) -> str:
    """A wording with its placeholders left open."""
    pieces = Formatter().parse(wording)
    return "".join(text + ("" if name is None else "…") for text, name, _, _ in pieces)


def close_codes(code: str) -> list[str]:
    """The codes that may have been meant."""
    from rapidfuzz import process

    return [found for found, *_ in process.extract(code, list(catalogue()), limit=3)]


def cell_data(explanation: CellExplanation, report: Report, voice: Voice) -> ExplainCellJson:
    """A number and the rows behind it by the contract; the contributions sum to the value."""
    figure = explanation.figure
    return ExplainCellJson(
        tool=f"reportcli {__version__}",
        year=report.year,
        edition=report.edition.id,
        cell=figure.id,
        label=named(figure, voice),
        unit=figure.block.unit_of(figure.column, voice),
        value=plain(figure, figure.value),
        addends=[AddendJson(one.id, plain(one, one.value)) for one in explanation.addends],
        rules={
            leaf.id: RuleJson(sentence(leaf, report, voice), leaf.basis or None)
            for leaf, rows in explanation.leaves
            if rows or not figure.is_derived
        },
        rows=[behind_json(leaf, row) for leaf, rows in explanation.leaves for row in rows],
    )


def behind_json(leaf: FormNumber, row: Behind) -> BehindJson:
    """A row behind a number by the contract."""
    return BehindJson(
        file=row.address.file,
        sheet=row.address.sheet,
        row=row.address.row,
        contribution=plain(leaf, row.contribution),
        cell=leaf.id,
        number=row.number,
        dates={field: day.isoformat() for field, day in row.dates.items()},
    )


def row_data(
    explanation: RowExplanation,
    report: Report,
    voice: Voice,
    values: Mapping[str, str] | None = None,
) -> ExplainRowJson:
    """What became of a row by the contract."""
    from reportcli.export.data import finding_json

    address = explanation.address
    return ExplainRowJson(
        tool=f"reportcli {__version__}",
        year=report.year,
        edition=report.edition.id,
        file=address.file,
        sheet=address.sheet,
        row=address.row,
        kind=explanation.kind,
        fate=explanation.fate,
        why=verdict(explanation, report, voice),
        number=explanation.number,
        dates={field: day.isoformat() for field, day in explanation.dates.items()},
        cells=[
            CountedInJson(
                cell=figure.id,
                contribution=plain(figure, number),
                derived=figure.is_derived,
                label=named(figure, voice),
                rule=sentence(figure, report, voice) or None,
                basis=(not figure.is_derived and figure.basis) or None,
            )
            for figure, number in explanation.contributions
        ],
        findings=[finding_json(finding, voice) for finding in explanation.findings],
        values=UNSET if values is None else dict(values),
    )


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


def plain(figure: FormNumber, number: Number) -> int | str:
    """A number as JSON and people have it."""
    return plain_number(exact_number(number, figure.column.id))


def signed(figure: FormNumber, number: Number) -> str:
    """What a row adds, with its sign."""
    text = str(plain(figure, number))
    return text if text.startswith("-") else f"+{text}"


def quoted(sheet: str) -> str:
    """A sheet's name as Excel quotes it."""
    return "'" + sheet.replace("'", "''") + "'"


def field_label(kind: KindId, field_id: str, voice: Voice) -> str:
    """A field by its usual heading."""
    field = log_kinds()[kind].field(field_id)
    return voice.choose(field.label, field.label_en)


def number_label(kind: KindId, voice: Voice) -> str:
    """What the number of a record is called."""
    return field_label(kind, log_kinds()[kind].number, voice)
