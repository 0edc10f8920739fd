"""Answers in words: what a number is called, why a row counts in it, what became of a row.

The sentences stand in `messages.toml`; here is which of them are said. It imports no pandas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportcli.count.number import exact_number, plain_number
from reportcli.finding import catalogue
from reportcli.law.edition import Line, ancestors, label_text
from reportcli.words.fields import KindId, log_kinds
from reportcli.words.messages import CHINESE, Voice, messages

if TYPE_CHECKING:
    from reportcli.answer.cell import FormNumber
    from reportcli.answer.fact import FactExplanation
    from reportcli.answer.row import RowExplanation
    from reportcli.count.number import Number
    from reportcli.report import Report


def name_of_number(figure: FormNumber, voice: Voice) -> str:
    """A number's line and column by their labels."""
    line = place_on_form(figure.block.lines, figure.line, voice)
    return f"{line} / {place_on_form(figure.block.columns, figure.column, voice)}"


def place_on_form(axis: Sequence[Line], item: Line, voice: Voice) -> str:
    """A line or column after the headings over it, but for the outermost, which heads nearly all of
    them.

    English is given for itself alone, which is long enough.
    """
    over = [label_text(group, CHINESE) for group in ancestors(axis, item)][:-1]
    return " / ".join([*reversed(over), label_text(item, voice)])


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


def name_of_fact(explanation: FactExplanation, report: Report, voice: Voice) -> str:
    """A fact by its label, and the part that is meant."""
    from reportcli.count.facts import part_label

    definition = explanation.definition
    label = voice.label(definition.label, definition.label_en)
    if not explanation.part:
        return label
    return f"{label}：{part_label(report.edition, definition, explanation.part, voice)}"


def shown_number(figure: FormNumber, number: Number) -> int | str:
    """A number as JSON and people have it; money is a decimal even where no row adds any."""
    return plain_number(exact_number(number, figure.column.id))


def field_label(kind: KindId, field_id: str, voice: Voice) -> str:
    """A field by its usual heading."""
    field = log_kinds()[kind].field(field_id)
    return voice.choose(field.label, field.label_en)


def number_label(kind: KindId, voice: Voice) -> str:
    """What the number of a record is called."""
    return field_label(kind, log_kinds()[kind].number, voice)
