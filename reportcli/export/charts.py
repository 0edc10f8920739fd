"""What of a report is charted, and how a chart is drawn: bars that lie, as SVG with its figures in
words and in a table.

A plotting library would bring fonts and megabytes for five charts of bars. Every bar has its name
and its number beside it, so that colour tells nothing alone; widths are estimated on the safe side,
since a page is drawn in whatever font its reader has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import NamedTuple

import msgspec
from wcwidth import wcswidth

from reportcli.count.facts import definitions, part_label
from reportcli.count.number import Number
from reportcli.document import Document
from reportcli.export.element import Element, clean, element
from reportcli.law.edition import Line
from reportcli.prose.figures import UNNAMEABLE, Figures
from reportcli.words.folding import fold
from reportcli.words.messages import CHINESE, ENGLISH, Voice, both_wordings
from reportcli.words.numerals import number_text

TOPICS_SHOWN = 10  # more bars than that nobody reads; the rest are one
FLOW = {"received": "received", "concluded": "outcome.total", "carried_forward": "carried_forward"}

# In units of the drawing, which is as wide as a telephone shows it without making it smaller.
WIDTH, LEAST_ROOM = 400, 140
FONT, COLUMN = 14, 8  # the size of the letters, and of half a Chinese one with some room to spare
GAP, BAR, LINE = 8, 16, 17
BASE = 5  # from the middle of a line of text to its base
# A longer label is cut in the drawing; the table beside it has it whole.
LABEL_COLUMNS, LABEL_LINES = 18, 3
# Okabe and Ito's colours, which stay apart for every eye; the stylesheet has darker and lighter
# ones of them.
BAR_COLOURS = ("#0072b2", "#d55e00", "#007a5a")

TableRows = tuple[list[str], list[tuple[str, list[Element]]]]
"""The headings of a table, and its rows: a label and the cells behind it."""


class Bar(msgspec.Struct, frozen=True):
    """One number with its label; None where it is not known. `figure` is its name, `share` of what
    it is so many per cent.
    """

    label: str
    value: Number | None
    figure: str = ""
    share: str = ""


class BarGroup(msgspec.Struct, frozen=True):
    """Bars that stand together under a label, each in the colour of its place; the only group of a
    chart has none.
    """

    bars: tuple[Bar, ...]
    label: str = ""


class Chart(msgspec.Struct, frozen=True):
    """One chart: its key, what it shows in both languages, in which unit, and its groups of
    bars."""

    key: str
    title: str
    title_en: str
    unit: str
    groups: tuple[BarGroup, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        return tuple(chain.from_iterable(group.bars for group in self.groups))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not any(bar.value for bar in self.bars)


def charts_under(table: str, document: Document) -> Iterator[Chart]:
    """The charts that belong under a table; tables alone, without a signature, have none."""
    makers = {
        "requests": (outcomes, applicants, channels, flow),
        "publications": (chart_of_topics,),
    }
    for make in makers.get(table, ()) if document.signature else ():
        chart = make(document)
        if not chart.is_empty:
            yield chart


def outcomes(document: Document) -> Chart:
    """What was concluded, by the outcomes of the form."""
    lines = document.report.edition.table("requests").lines
    shown = [line for line in lines if line.parent == "outcome" and line.kind != "total"]
    named = {f"requests.{line.id}.total": short_label(line, document.voice) for line in shown}
    return chart_of("outcomes", named, document)


def applicants(document: Document) -> Chart:
    """What was received, by applicant."""
    columns = document.report.edition.table("requests").blocks[0].leaves("columns")
    shown = [column for column in columns if column.kind == "leaf"]
    named = {
        f"requests.received.{column.id}": short_label(column, document.voice) for column in shown
    }
    return chart_of("applicants", named, document)


def channels(document: Document) -> Chart:
    """What was received, by the way it came in."""
    return chart_of(
        "channels", dict(parts_of_fact("requests.by_channel_in_detail", document)), document
    )


def chart_of_topics(document: Document) -> Chart:
    """What was published, by topic: the ten largest, and all others together."""
    named = list(parts_of_fact("publications.by_topic", document))
    chart = chart_of("topics", dict(named[:TOPICS_SHOWN]), document)
    rest = named[TOPICS_SHOWN:]
    if not rest:
        return chart
    value = sum(document.figures[name].value for name, _ in rest)
    other = Bar(document.voice.both("chart", "rest", count=len(rest)), value)
    return msgspec.structs.replace(chart, groups=(BarGroup((*chart.bars, other)),))


def flow(document: Document) -> Chart:
    """Received, concluded and carried forward, year by year; nothing where this year alone is
    known."""
    report, voice = document.report, document.voice
    known = {one.year: one for one in document.earlier if one.year < report.year}
    groups = []
    for year, previous in sorted(known.items()):
        bars = tuple(
            Bar(
                voice.both("chart", key),
                previous.number_in(report.edition, "requests", (line, "total")),
            )
            for key, line in FLOW.items()
        )
        if any(bar.value is not None for bar in bars):
            groups.append(BarGroup(bars, voice.say("chart", "year", year=year)))
    if groups:
        names = {f"requests.{line}.total": voice.both("chart", key) for key, line in FLOW.items()}
        bars = tuple(bar_of(name, label, document.figures) for name, label in names.items())
        groups.append(BarGroup(bars, voice.say("chart", "year", year=report.year)))
    years = {"first": min(known, default=report.year), "year": report.year}
    return Chart("flow", *both_wordings("chart", "flow", **years), "件", tuple(groups))


def chart_of(key: str, named: dict[str, str], document: Document) -> Chart:
    """A chart of one group: figures by name, each with its label."""
    bars = tuple(bar_of(name, label, document.figures) for name, label in named.items())
    unit = "、".join(dict.fromkeys(document.figures[name].unit for name in named))
    return Chart(
        key, *both_wordings("chart", key, year=document.report.year), unit, (BarGroup(bars),)
    )


def bar_of(name: str, label: str, figures: Figures) -> Bar:
    figure = figures[name]
    share = figures.share(figure)
    return Bar(label, figure.value, name, "" if share is None else f"{number_text(share)}%")


def parts_of_fact(fact: str, document: Document) -> Iterator[tuple[str, str]]:
    """The figures of the parts of a fact, by name, with their labels; none where the fact is
    unknown."""
    parts = document.report.facts.get(fact)
    if isinstance(parts, dict):
        edition, definition = document.report.edition, definitions()[fact]
        for key in parts:
            yield (
                f"{fact}.{UNNAMEABLE.sub('', key)}",
                part_label(edition, definition, key, document.voice),
            )


def short_label(line: Line, voice: Voice) -> str:
    """The label of a line or column without what it says in brackets."""
    return voice.label(line.label.partition("（")[0], line.label_en.partition(" (")[0])


def draw_chart(chart: Chart, number: int, document: Document, name: str) -> Element:
    """The chart as a figure of the page, drawn in bars."""
    voice = document.voice
    return draw_figure(chart, number, draw_bars(chart, name, voice), voice, name)


def draw_figure(chart: Chart, number: int, drawing: Element, voice: Voice, name: str) -> Element:
    """A figure of a page: its caption, its drawing, and its figures as a table.

    `name` is what its ids begin with. The table is open where a label of the drawing is cut.
    """
    caption = voice.label(
        CHINESE.say("chart", "caption", number=number, title=chart.title, unit=chart.unit),
        ENGLISH.say("chart", "caption", number=number, title=chart.title_en, unit=chart.unit),
    )
    is_cut = any(label_lines(bar.label) != full_lines(bar.label) for bar in chart.bars)
    return element(
        "figure",
        element("figcaption", caption, id=f"{name}-caption"),
        drawing,
        element(
            "details",
            element("summary", voice.both("chart", "table", number=number)),
            draw_table(chart, voice, f"{name}-caption"),
            open="open" if is_cut else None,
        ),
        class_="chart",
    )


def draw_table(chart: Chart, voice: Voice, caption: str) -> Element:
    """The figures of a chart as a table, labelled by the caption of the chart."""
    heads, rows = (
        rows_of_years(chart, voice) if len(chart.groups) > 1 else rows_of_bars(chart, voice)
    )
    head = element("tr", *(element("th", one, scope="col") for one in heads))
    body = [element("tr", element("th", label, scope="row"), *cells) for label, cells in rows]
    return element(
        "table", element("thead", head), element("tbody", *body), aria_labelledby=caption
    )


def rows_of_years(chart: Chart, voice: Voice) -> TableRows:
    """A row a year, its bars side by side."""
    heads = [voice.both("chart", "year_head"), *(bar.label for bar in chart.groups[0].bars)]
    return heads, [(one.label, [number_cell(bar) for bar in one.bars]) for one in chart.groups]


def rows_of_bars(chart: Chart, voice: Voice) -> TableRows:
    """A row a bar; with its share where any bar has one."""
    heads = [voice.both("chart", "item"), voice.both("chart", "number")]
    if not any(bar.share for bar in chart.bars):
        return heads, [(bar.label, [number_cell(bar)]) for bar in chart.bars]
    heads.append(voice.both("chart", "share"))
    return heads, [(bar.label, [number_cell(bar), share_cell(bar)]) for bar in chart.bars]


def number_cell(bar: Bar) -> Element:
    return element("td", sourced(value_text(bar), bar.figure), class_="number")


def share_cell(bar: Bar) -> Element:
    return element(
        "td", sourced(bar.share or "—", bar.share and f"{bar.figure} | 占比"), class_="number"
    )


def sourced(text: str, figure: str) -> Element | str:
    """A number with the name of the figure that it is; plain where it has none."""
    return element("data", text, value=text, data_figure=figure) if figure else text


def value_text(bar: Bar) -> str:
    """The number of a bar; a dash where it is not known."""
    return "—" if bar.value is None else number_text(bar.value)


class Frame(NamedTuple):
    """What the bars of a drawing share: where they begin, how long the longest may be, of which
    number that is, and how wide the numbers behind them are."""

    left: int
    room: int
    top: Number
    numbers: int

    @property
    def width(self) -> int:
        """The width of the whole drawing."""
        return self.left + self.room + GAP + self.numbers


def frame_of(chart: Chart) -> Frame:
    """The frame of a chart: its labels at the left, the bars in what they and the numbers leave."""
    left = widest(line for bar in chart.bars for line in label_lines(bar.label)) + GAP
    numbers = widest(map(value_text, chart.bars))
    room = max(LEAST_ROOM, WIDTH - left - GAP - numbers)
    return Frame(left, room, max(bar.value or 0 for bar in chart.bars), numbers)


def draw_bars(chart: Chart, name: str, voice: Voice) -> Element:
    """The drawing: labels at the left, bars from one line, each with its number behind it."""
    frame = frame_of(chart)
    drawn: list[Element] = []
    y = 0
    for group in chart.groups:
        if group.label:
            drawn.append(draw_text(group.label, 0, y + LINE, class_="group"))
            y += LINE + GAP
        for place, bar in enumerate(group.bars):
            height = max(BAR, LINE * len(label_lines(bar.label))) + GAP
            colour = place if len(chart.groups) > 1 else 0
            drawn += draw_bar(bar, y + height // 2, colour, frame)
            y += height
        y += GAP
    height = y - GAP
    return element(
        "svg",
        element("title", voice.label(chart.title, chart.title_en), id=f"{name}-title"),
        element("desc", in_words(chart), id=f"{name}-words"),
        *drawn,
        draw_axis(frame.left, height),
        role="img",
        viewBox=f"0 0 {frame.width} {height}",
        width=str(frame.width),
        height=str(height),
        font_size=str(FONT),
        aria_labelledby=f"{name}-title {name}-words",
    )


def draw_bar(bar: Bar, middle: int, colour: int, frame: Frame) -> Iterator[Element]:
    """One bar, its label before it and its number behind it."""
    lines = label_lines(bar.label)
    for at, line in enumerate(lines):
        offset = LINE * at - LINE * (len(lines) - 1) // 2
        yield draw_text(line, 0, middle + BASE + offset)
    length = length_of(bar.value, frame.top, frame.room)
    yield element(
        "rect",
        x=str(frame.left),
        y=str(middle - BAR // 2),
        width=number_text(length),
        height=str(BAR),
        fill=BAR_COLOURS[colour],
        class_=f"bar-{colour}",
    )
    end = number_text(frame.left + length + GAP // 2)
    yield draw_text(value_text(bar), end, middle + BASE, class_="value")


def draw_axis(x: int, height: int) -> Element:
    """The line from which the bars begin."""
    ends = {"x1": str(x), "y1": "0", "x2": str(x), "y2": str(height)}
    return element("line", **ends, stroke="#767676", class_="axis")


def draw_text(text: str, x: int | str, y: int, **attributes: str) -> Element:
    """Text that begins at a point of its base line."""
    return element("text", text, x=str(x), y=str(y), fill="currentColor", **attributes)


def length_of(value: Number | None, top: Number, room: int) -> Decimal:
    """How long a bar is, to a tenth of a unit: nothing of nothing, and of anything else enough to
    be seen."""
    if not value or value < 0:
        return Decimal(0)
    length = (Decimal(value) * room / Decimal(top)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return max(length, Decimal(1))


def in_words(chart: Chart) -> str:
    """The figures of a chart as a person would read them out."""
    groups = (
        (f"{group.label}：" if group.label else "")
        + "，".join(
            f"{bar.label} {value_text(bar)}{f'（{bar.share}）' if bar.share else ''}"
            for bar in group.bars
        )
        for group in chart.groups
    )
    return "；".join(groups) + "。"


def label_lines(label: str) -> Sequence[str]:
    """A label in the lines that the drawing has for it, cut with an ellipsis where it has too
    few."""
    lines = full_lines(label)
    if len(lines) <= LABEL_LINES:
        return lines
    last = fold(lines[LABEL_LINES - 1], LABEL_COLUMNS - 2)[0]
    return [*lines[: LABEL_LINES - 1], f"{last}…"]


def full_lines(label: str) -> Sequence[str]:
    """A label in as many lines as it takes."""
    return fold(" ".join(clean(label).split()), LABEL_COLUMNS)


def widest(texts: Iterable[str]) -> int:
    """How wide the widest of some texts may be."""
    return max(map(wcswidth, texts)) * COLUMN
