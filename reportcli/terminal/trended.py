"""The figures of several years, for people: measures down, years across, marks explained below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from wcwidth import wcswidth

from reportcli.answer import trend_words as said
from reportcli.answer.trend import Measure, Trend
from reportcli.terminal.table import TextColumn, room_beside, ruled
from reportcli.words.folding import INDENT, fold, fold_list
from reportcli.words.messages import Voice


def write_trend(trend: Trend, every: bool, voice: Voice) -> str:
    """The tables, what the marks mean, and whether each year goes on in the next."""
    shown = said.shown_measures(trend, every=every)
    lines = fold(said.title_of_trend(trend, voice), voice.width, hang=INDENT)
    for title, measures in groupby(shown, key=lambda one: said.title_of_table(one, voice)):
        lines += ["", *fold(title, voice.width, hang=INDENT)]
        lines += table_of_years(list(measures), trend, voice)
    if len(shown) < len(trend.measures):
        more = voice.say("trend", "more", count=len(trend.measures) - len(shown))
        lines += ["", *fold(more, voice.width, hang=INDENT)]
    lines += ["", *explained_marks(shown, trend, voice)]
    return "\n".join(lines).rstrip() + "\n"


def table_of_years(measures: list[Measure], trend: Trend, voice: Voice) -> list[str]:
    """One table: a measure a line, a year a column."""
    years = [
        TextColumn(
            str(year),
            [said.value_with_mark(one.values[at]) for one in measures],
            is_number=True,
        )
        for at, year in enumerate(trend.years)
    ]
    room = room_beside(years, voice.width)
    names = [said.name_of_measure(one, voice) for one in measures]
    room = max(min(room, max(map(wcswidth, names))), wcswidth("行政规范性文件"))
    labels = ["\n".join(fold(name, room, hang=INDENT)) for name in names]
    return [line.rstrip() for line in ruled([TextColumn("", labels), *years])]


def explained_marks(measures: list[Measure], trend: Trend, voice: Voice) -> Iterator[str]:
    """What the marks mean, and the carry-over from year to year."""
    marks = said.used_marks(measures, voice)
    if marks:
        yield from fold_list(marks, voice.width)
    if trend.checks:
        # No check is parted from its mark.
        line = voice.say("trend", "carried", checks="")
        for check in map(said.check_words, trend.checks):
            if wcswidth(line + check) > voice.width:
                yield line.rstrip()
                line = INDENT
            line += f"{check}  "
        yield line.rstrip()
