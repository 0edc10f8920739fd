"""Answers as JSON, each by its contract: what `explain`, `deadlines` and `inspect` found.

It imports no pandas, so that a code is explained at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from reportcli import __version__
from reportcli.answer.wording import (
    name_of_fact,
    name_of_number,
    sentence,
    shown_number,
    verdict,
)
from reportcli.contract import (
    AddendJson,
    BehindJson,
    CountedDayJson,
    CountedInJson,
    DeadlineJson,
    DeadlinesJson,
    ExplainCellJson,
    ExplainCodeJson,
    ExplainRowJson,
    FileJson,
    RuleJson,
)
from reportcli.count.number import plain_number
from reportcli.finding import catalogue
from reportcli.words.messages import Voice

if TYPE_CHECKING:
    from reportcli.answer.cell import Behind, CellExplanation
    from reportcli.answer.fact import FactExplanation
    from reportcli.answer.row import RowExplanation
    from reportcli.answer.watch import Deadline, DeadlineWatch
    from reportcli.report import Report

CLOCK_STATES = ("overdue", "open", "waiting", "unknown", "late", "on_time")


def write_code_json(code: str, voice: Voice) -> str:
    """A code of the catalogue."""
    return voice.json(code_json(code, voice))


def write_cell_json(explanation: CellExplanation, report: Report, voice: Voice) -> str:
    """A number and the rows behind it."""
    return voice.json(cell_json(explanation, report, voice))


def write_fact_json(explanation: FactExplanation, report: Report, voice: Voice) -> str:
    """A fact and the rows behind it."""
    return voice.json(fact_json(explanation, report, voice))


def write_row_json(
    explanation: RowExplanation, report: Report, values: Mapping[str, str] | None, voice: Voice
) -> str:
    """What became of a row."""
    return voice.json(row_json(explanation, report, values, voice))


def write_deadlines_json(watch: DeadlineWatch, voice: Voice) -> str:
    """The requests that were asked for, each with its clock."""
    return voice.json(watch_json(watch))


def write_inspection_json(inspection: Mapping[str, Any], voice: Voice) -> str:
    """What is in the files, as it was found."""
    return voice.json(inspection)


def code_json(code: str, voice: Voice) -> ExplainCodeJson:
    """A code of the catalogue by the contract; what a finding would fill in is left open."""
    entry = catalogue()[code]
    return ExplainCodeJson(
        tool=f"reportcli {__version__}",
        code=code,
        severity=entry.severity,
        message=left_open(voice.choose(entry.text_zh, entry.text_en)),
        remedy=left_open(voice.choose(entry.remedy_zh, entry.remedy_en)),
        example=entry.example or None,
        law=entry.law or None,
    )


def left_open(wording: str) -> str:
    """A wording with its placeholders left open."""
    pieces = Formatter().parse(wording)
    return "".join(text + ("" if name is None else "…") for text, name, _, _ in pieces)


def cell_json(explanation: CellExplanation, report: Report, voice: Voice) -> ExplainCellJson:
    """A number and the rows behind it by the contract; the contributions sum to the value."""
    figure = explanation.figure
    return ExplainCellJson(
        tool=f"reportcli {__version__}",
        year=report.year,
        edition=report.edition.id,
        cell=figure.id,
        label=name_of_number(figure, voice),
        unit=figure.block.unit_of(figure.column, voice),
        value=shown_number(figure, figure.value),
        addends=[AddendJson(one.id, shown_number(one, one.value)) for one in explanation.addends],
        rules={
            leaf.id: RuleJson(sentence(leaf, report, voice), leaf.basis or None)
            for leaf, rows in explanation.leaves
            if rows or not figure.is_derived
        },
        rows=[
            behind_json(row, leaf.id, shown_number(leaf, row.contribution))
            for leaf, rows in explanation.leaves
            for row in rows
        ],
    )


def fact_json(explanation: FactExplanation, report: Report, voice: Voice) -> ExplainCellJson:
    """A fact and the rows behind it by the same contract."""
    definition = explanation.definition
    rule = voice.choose(definition.definition, definition.definition_en)
    return ExplainCellJson(
        tool=f"reportcli {__version__}",
        year=report.year,
        edition=report.edition.id,
        cell=explanation.name,
        label=name_of_fact(explanation, report, voice),
        unit=definition.unit,
        value=plain_number(explanation.value),
        addends=[],
        rules={explanation.name: RuleJson(rule, None)},
        rows=[
            behind_json(row, explanation.name, plain_number(row.contribution))
            for row in explanation.rows
        ],
    )


def behind_json(row: Behind, cell: str, contribution: int | str) -> BehindJson:
    """A row behind a number by the contract."""
    return BehindJson(
        file=row.address.file,
        sheet=row.address.sheet,
        row=row.address.row,
        contribution=contribution,
        cell=cell,
        number=row.number,
        dates={field: day.isoformat() for field, day in row.dates.items()},
    )


def row_json(
    explanation: RowExplanation,
    report: Report,
    values: Mapping[str, str] | None,
    voice: Voice,
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
                contribution=shown_number(figure, number),
                derived=figure.is_derived,
                label=name_of_number(figure, voice),
                rule=sentence(figure, report, voice) or None,
                basis=(not figure.is_derived and figure.basis) or None,
            )
            for figure, number in explanation.contributions
        ],
        findings=[finding_json(finding, voice) for finding in explanation.findings],
        values=UNSET if values is None else dict(values),
    )


def deadline_json(one: Deadline) -> DeadlineJson:
    """One request by the contract."""
    counted = [
        CountedDayJson(day.day.isoformat(), day.label, day.number or None) for day in one.counted
    ]
    return DeadlineJson(
        number=one.number,
        file=one.address.file,
        sheet=one.address.sheet,
        row=one.address.row,
        received=iso(one.received),
        start=iso(one.start),
        paused_from=iso(one.paused_from),
        paused_until=iso(one.paused_until),
        paused_days=one.paused_days,
        extension_days=one.extension_days,
        due=iso(one.due),
        closed=iso(one.closed),
        state=one.state,
        days=one.days,
        provisional=one.provisional,
        unit=one.unit or UNSET,
        counted=counted or UNSET,
    )


def iso(day: date | None) -> str | None:
    """A date as JSON has it."""
    return day.isoformat() if day else None


def watch_json(watch: DeadlineWatch) -> DeadlinesJson:
    """All that was found, by the contract."""
    return DeadlinesJson(
        tool=f"reportcli {__version__}",
        as_of=watch.as_of.isoformat(),
        inputs=[FileJson(file, sha256) for file, sha256 in watch.inputs.items()],
        states={state: watch.states.get(state, 0) for state in CLOCK_STATES},
        left_out=watch.left_out,
        received_later=watch.received_later,
        unpublished_years=list(watch.unpublished),
        requests=[deadline_json(one) for one in watch.deadlines],
    )


# --- as tables, for spreadsheets ---

AnswerTable = tuple[list[str], list[list[object]]]
"""The headings, by the keys of JSON, and the rows."""


def behind_table(found: ExplainCellJson) -> AnswerTable:
    """The rows behind a number, each with its dates."""
    dates = list(dict.fromkeys(field for row in found.rows for field in row.dates))
    heads = ["file", "sheet", "row", "number", *dates, "contribution", "cell"]
    rows: list[list[object]] = [
        [
            *(row.file, row.sheet, row.row, row.number),
            *(row.dates.get(field) for field in dates),
            *(row.contribution, row.cell),
        ]
        for row in found.rows
    ]
    return heads, rows


def counted_table(found: ExplainRowJson) -> AnswerTable:
    """The numbers that a row is in."""
    heads = ["cell", "label", "contribution", "derived", "rule", "basis"]
    rows: list[list[object]] = [
        [one.cell, one.label, one.contribution, int(one.derived), one.rule, one.basis]
        for one in found.cells
    ]
    return heads, rows
