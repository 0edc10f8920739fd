"""The figures of several years as one page of HTML: charts of what is asked for most, the years side
by side, what the marks mean, and what has to be known of them.

Nothing is loaded and nothing runs, as in the page of a report (`html.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from reportcli.answer import trend_words as said
from reportcli.answer.trend import Measure, Trend, YearValue
from reportcli.count.number import Number
from reportcli.export.charts import Bar, BarGroup, Chart, draw_figure
from reportcli.export.element import Element, element, style_sheet, write_elements
from reportcli.export.html import POLICY, SCOPE, SCROLLS_BEYOND, scroller, style
from reportcli.export.lines import draw_lines
from reportcli.words.messages import Voice, both_wordings

STUB = (("trend", "label"), ("label", "unit"))
LINES_TOGETHER = 3  # more in one plot cannot be told apart
MOST_CHARTED = 30  # lines; of all that there is nobody wants a chart
# What is charted where nobody asked for some: key → the cells of each line.
USUAL_CHARTS = {
    "requests": (
        "requests/received/total",
        "requests/outcome.total/total",
        "requests/carried_forward/total",
    ),
    "documents": (
        "publications/normative_documents/issued",
        "publications/normative_documents/in_force",
        "publications/normative_documents/disclosed_total",
    ),
    "cases": ("cases/review/total", "cases/suit_direct/total", "cases/suit_after_review/total"),
}


def write_trend_page(trend: Trend, every: bool, voice: Voice) -> str:
    title = said.title_of_trend(trend, voice)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        style_sheet(style("report") + style("page")),
    )
    main = element(
        "main",
        *drawn_charts(trend, voice, asked=every),
        *tables_by_year(trend, voice, every=every),
        *remarks(trend, voice),
        id=f"{SCOPE}-text",
        tabindex="-1",
    )
    skip = element("a", voice.both("page", "skip"), class_="skip", href=f"#{SCOPE}-text")
    top = element("header", element("h1", element("span", title), id=f"{SCOPE}-title"))
    return write_elements(
        element("html", head, element("body", skip, top, main, class_=SCOPE), lang="zh-CN"),
        doctype="<!DOCTYPE html>",
    )


# --- charts ---


def drawn_charts(trend: Trend, voice: Voice, *, asked: bool) -> Iterator[Element]:
    """The charts: of what was asked for, else of what is asked for most."""
    drawn = []
    for number, (key, measures) in enumerate(charted(trend, asked=asked), start=1):
        chart = chart_of_measures(key, measures, trend, voice)
        name = f"{SCOPE}-chart-{number}"
        breaks = break_years(measures)
        drawing = draw_lines(chart, trend.years, breaks, name, voice)
        figure = draw_figure(chart, number, drawing, voice, name)
        if breaks:
            figure.insert(2, element("p", voice.both("trend", "breaks"), class_="note"))
        drawn.append(figure)
    if drawn:
        yield element("div", *drawn, class_="charts")


def measures_by_unit(trend: Trend) -> Collection[list[Measure]]:
    """The measures of each table that are of one unit: one axis serves them all."""
    by_unit: dict[tuple[str, str], list[Measure]] = {}
    for measure in trend.measures:
        alike = (measure.cell.partition("/")[0], said.unit_of_measure(measure))
        by_unit.setdefault(alike, []).append(measure)
    return by_unit.values()


def charted(trend: Trend, *, asked: bool) -> Iterator[tuple[str, list[Measure]]]:
    """The measures of each chart, three at most, all of one unit."""
    usual = [
        (key, [one for cell in cells for one in trend.measures if one.cell == cell])
        for key, cells in USUAL_CHARTS.items()
    ]
    if asked and len(trend.measures) <= MOST_CHARTED:
        usual = [
            ("asked", list(some)) for alike in measures_by_unit(trend) for some in by_threes(alike)
        ]
    yield from ((key, found) for key, found in usual if any(map(said.has_number, found)))


def by_threes(measures: Sequence[Measure]) -> Iterator[Sequence[Measure]]:
    """The lines of each chart: more than three nobody tells apart."""
    starts = range(0, len(measures), LINES_TOGETHER)
    return (measures[start : start + LINES_TOGETHER] for start in starts)


def chart_of_measures(key: str, measures: Sequence[Measure], trend: Trend, voice: Voice) -> Chart:
    """A chart with a group a year and a bar a measure."""
    groups = tuple(
        BarGroup(
            tuple(Bar(said.name_of_measure(one, voice), value_at(one, at)) for one in measures),
            str(year),
        )
        for at, year in enumerate(trend.years)
    )
    table = measures[0].edition.table(measures[0].cell.partition("/")[0])
    about = {"title": table.title, "title_en": table.title_en}
    titles = both_wordings("trend", f"chart-{key}", years=said.span_of_years(trend), **about)
    return Chart(key, *titles, said.unit_of_measure(measures[0]), groups)


def value_at(measure: Measure, at: int) -> Number | None:
    """The number of a measure in one year; None where there is none."""
    value = measure.values[at]
    return value.value if value else None


def break_years(measures: Sequence[Measure]) -> list[int]:
    """The years with which another measure begins."""
    values = [one for measure in measures for one in measure.values if one]
    return sorted({one.year for one in values if one.status == "break"})


# --- the years side by side ---


def tables_by_year(trend: Trend, voice: Voice, *, every: bool) -> Iterator[Element]:
    """A table for each of the form, and what its marks mean."""
    shown = said.shown_measures(trend, every=every)
    yield element("h2", voice.both("trend", "figures"))
    for title, found in groupby(shown, key=lambda one: said.title_of_table(one, voice)):
        is_wide = len(trend.years) + len(STUB) > SCROLLS_BEYOND
        hint = element("p", voice.both("page", "scroll"), class_="hint") if is_wide else None
        table = table_by_year(title, list(found), trend, voice)
        yield element("div", hint, scroller(table, title), class_="form")
    if marks := said.used_marks(shown, voice):
        yield element("ul", *(element("li", mark) for mark in marks), class_="remarks")


def table_by_year(title: str, measures: Sequence[Measure], trend: Trend, voice: Voice) -> Element:
    """A measure a row, a year a column."""
    heads = [*(voice.both(*key) for key in STUB), *map(str, trend.years)]
    rows = (
        element(
            "tr",
            element("th", said.name_of_measure(one, voice), scope="row", class_="stub"),
            element("td", said.unit_of_measure(one)),
            *(year_cell(value, voice) for value in one.values),
        )
        for one in measures
    )
    return element(
        "table",
        element("caption", title),
        element("thead", element("tr", *(element("th", head, scope="col") for head in heads))),
        element("tbody", *rows),
        class_="wide" if len(heads) > SCROLLS_BEYOND else None,
    )


def year_cell(value: YearValue | None, voice: Voice) -> Element:
    """One value with its mark; what has to be known of it shows under the pointer."""
    if value is None:
        return element("td", "", class_="year")
    note = said.note_words(value, voice)
    kind = "year break" if value.status == "break" else "year"
    return element(
        "td",
        said.value_with_mark(value),
        class_=kind,
        data_cell_id=value.cell,
        data_status=value.status,
        title=note or None,
    )


def remarks(trend: Trend, voice: Voice) -> Iterator[Element]:
    """The carry-over of each year, and what was found."""
    told = [said.check_words(check) for check in trend.checks]
    found = list(trend.findings)
    if not (told or found):
        return
    yield element("h2", voice.both("trend", "remarks"))
    items = []
    if told:
        items.append(voice.say("trend", "carried", checks="，".join(told)))
    for finding in found:
        severity = voice.say("severity", finding.severity)
        where = f"{finding.address.file}：" if finding.address.file else ""
        items.append(f"{severity} {where}{finding.message(voice.language)}")
    yield element("ul", *(element("li", item) for item in items), class_="remarks")
