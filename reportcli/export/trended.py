"""The figures of several years as data: the long table as JSON by its contract and as CSV, and the
years side by side as Markdown.
"""

from __future__ import annotations

from itertools import groupby

from reportcli.answer import revisions
from reportcli.answer import trend_words as said
from reportcli.answer.trend import Trend, YearValue
from reportcli.contract import CarryCheckJson, TrendJson, YearValueJson
from reportcli.export.compared import side_json, told_findings
from reportcli.export.csv import written
from reportcli.export.data import TOOL
from reportcli.export.markdown import pipe_table, unmarked
from reportcli.words.messages import Voice

HEADS_OF_YEARS = ("year", "edition", "cell", "label", "value", "status", "note")


def write_trend_json(trend: Trend, _every: bool, voice: Voice) -> str:
    """Every value of every year."""
    return voice.json(trend_json(trend, voice))


def trend_json(trend: Trend, voice: Voice) -> TrendJson:
    """The long table by the contract."""
    return TrendJson(
        tool=TOOL,
        inputs=list(map(side_json, trend.sides)),
        values=[year_value_json(one, voice) for one in trend.values],
        checks=[CarryCheckJson(one.first, one.second, one.holds) for one in trend.checks],
        findings=told_findings(trend.findings, voice),
    )


def year_value_json(value: YearValue, voice: Voice) -> YearValueJson:
    """One value by the contract."""
    return YearValueJson(
        year=value.year,
        edition=value.edition,
        cell=value.cell,
        label=said.name_of_value(value, voice),
        value=revisions.json_number(value.value),
        status=value.status,
        note=said.note_words(value, voice),
    )


def write_trend_csv(trend: Trend, _every: bool, voice: Voice) -> str:
    """The long table, a value a line."""
    found = trend_json(trend, voice).values
    rows = [[getattr(one, head) for head in HEADS_OF_YEARS] for one in found]
    return written(HEADS_OF_YEARS, rows)


def write_trend_markdown(trend: Trend, every: bool, voice: Voice) -> str:
    """The years side by side, table by table, and what the marks mean."""
    parts = [f"# {unmarked(said.title_of_trend(trend, voice))}\n"]
    shown = said.shown_measures(trend, every=every)
    heads = ["", *map(str, trend.years)]
    align = ["left", *["right"] * len(trend.years)]
    for title, measures in groupby(shown, key=lambda one: said.title_of_table(one, voice)):
        rows = [
            [
                unmarked(said.name_of_measure(one, voice)),
                *(unmarked(said.value_with_mark(value)) for value in one.values),
            ]
            for one in measures
        ]
        parts += [f"## {unmarked(title)}\n", pipe_table(heads, rows, align)]
    for line in said.used_marks(shown, voice):
        parts.append(f"- {unmarked(line)}")
    if trend.checks:
        told = "，".join(said.check_words(check) for check in trend.checks)
        parts.append(f"\n{voice.say('trend', 'carried', checks=told)}\n")
    return "\n".join(parts)
