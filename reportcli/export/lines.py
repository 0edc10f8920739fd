"""A chart of several years as lines: a mark for each number, a line between the years that follow each
other, and none where a number is not known or another measure begins.

The figures of the chart stand in a table beside it (`charts.py`); each line has a mark and a dash of
its own, so that colour tells nothing alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from reportcli.count.number import Number
from reportcli.export.charts import BAR_COLOURS, BASE, LINE, Chart, draw_text, in_words, widest
from reportcli.export.element import Element, element
from reportcli.words.folding import fold
from reportcli.words.messages import Voice
from reportcli.words.numerals import number_text

DRAWN_WIDTH, PLOT_HEIGHT = 400, 170
MOST_TICKS = 4  # more would crowd a plot of this height
SIDE, TOP, BELOW = 16, 22, 26  # beside the first and last year, over the highest, under the axis
RADIUS = 4
KEY_TOP = 4  # what letters stand out over their line
KEY_COLUMNS = 46  # half Chinese characters that a label of the key may take
DASHES = ("none", "7 4", "2 3")  # told apart in grey, and by readers who see no colours
NUMBER_SIZE = 12
# Ticks at 1, 2, 5 and their multiples, which people read without counting.
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


class Point(NamedTuple):
    """A number where it stands in the drawing."""

    x: int
    y: int
    value: Number


class Plot(NamedTuple):
    """What the lines of a drawing share: the years, and the numbers at its axis."""

    years: Sequence[int]
    ticks: Sequence[Decimal]
    left: int
    top: int

    def x(self, year: int) -> int:
        span = max(self.years[-1] - self.years[0], 1)
        room = DRAWN_WIDTH - self.left - 2 * SIDE
        return self.left + SIDE + room * (year - self.years[0]) // span

    def y(self, value: Number) -> int:
        low, high = self.ticks[0], self.ticks[-1]
        part = (Decimal(value) - low) / (high - low)
        return self.top + PLOT_HEIGHT - int(part * PLOT_HEIGHT)


def draw_lines(
    chart: Chart, years: Sequence[int], breaks: Sequence[int], name: str, voice: Voice
) -> Element:
    """The drawing of a chart with a group for each year; `breaks` are the years with which another
    measure begins."""
    ticks = ticks_for([bar.value for bar in chart.bars if bar.value is not None])
    labels = [bar.label for bar in chart.groups[0].bars]
    left = widest(number_text(tick) for tick in ticks) + 6
    key = [fold(label, KEY_COLUMNS) for label in labels]
    plot = Plot(years, ticks, left, TOP + KEY_TOP + LINE * sum(map(len, key)))
    height = plot.top + PLOT_HEIGHT + BELOW
    rows = [points_of(chart, at, plot) for at in range(len(labels))]
    return element(
        "svg",
        element("title", voice.label(chart.title, chart.title_en), id=f"{name}-title"),
        element("desc", in_words(chart), id=f"{name}-words"),
        *draw_key(key),
        *draw_grid_lines(plot),
        *draw_years(plot),
        *(draw_break(year, plot) for year in breaks if year in years[1:]),
        *(line for at, row in enumerate(rows) for line in draw_series(row, at, plot)),
        *draw_numbers([point for row in rows for point in row if point], plot),
        role="img",
        viewBox=f"0 0 {DRAWN_WIDTH} {height}",
        width=str(DRAWN_WIDTH),
        height=str(height),
        font_size="14",
        aria_labelledby=f"{name}-title {name}-words",
    )


def ticks_for(values: Sequence[Number]) -> list[Decimal]:
    """Round numbers from nought, or below the least, to over the greatest."""
    low, high = min([Decimal(0), *map(Decimal, values)]), max([Decimal(1), *map(Decimal, values)])
    rough = (high - low) / MOST_TICKS
    power = Decimal(10) ** rough.adjusted()
    step = max(next(one * power for one in STEPS if one * power >= rough), Decimal(1))
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    ticks = [first]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return [tick.quantize(Decimal(1)) for tick in ticks]


def points_of(chart: Chart, at: int, plot: Plot) -> list[Point | None]:
    """The numbers of one line, year by year; None where one is not known."""
    values = [group.bars[at].value for group in chart.groups]
    return [
        None if value is None else Point(plot.x(year), plot.y(value), value)
        for year, value in zip(plot.years, values, strict=True)
    ]


def draw_series(row: Sequence[Point | None], at: int, plot: Plot) -> Iterator[Element]:
    """One line in as many pieces as it takes, with its marks."""
    for piece in pieces_of(row, plot.years):
        if len(piece) > 1:
            yield element(
                "polyline",
                points=" ".join(f"{point.x},{point.y}" for point in piece),
                fill="none",
                stroke=BAR_COLOURS[at],
                stroke_width="2",
                stroke_dasharray=DASHES[at],
                class_=f"line-{at}",
            )
    for point in row:
        if point is not None:
            yield draw_mark(point.x, point.y, at)


def pieces_of(row: Sequence[Point | None], years: Sequence[int]) -> list[list[Point]]:
    """The numbers between which a line is drawn: of years that follow each other, all known."""
    pieces: list[list[Point]] = []
    last = None
    for point, year in zip(row, years, strict=True):
        if point is None:
            continue
        if last is not None and year == last + 1:
            pieces[-1].append(point)
        else:
            pieces.append([point])
        last = year
    return pieces


def draw_mark(x: int, y: int, at: int) -> Element:
    """The mark of a line: a disc, a square, a triangle."""
    shapes = (
        f"M{x - RADIUS},{y} a{RADIUS},{RADIUS} 0 1,0 {2 * RADIUS},0 a{RADIUS},{RADIUS} 0 1,0 -{2 * RADIUS},0 z",
        f"M{x - RADIUS},{y - RADIUS} h{2 * RADIUS} v{2 * RADIUS} h-{2 * RADIUS} z",
        f"M{x},{y - RADIUS - 1} l{RADIUS + 1},{2 * RADIUS} h-{2 * RADIUS + 2} z",
    )
    return element("path", d=shapes[at], fill=BAR_COLOURS[at], class_=f"bar-{at}")


def draw_key(labels: Sequence[Sequence[str]]) -> Iterator[Element]:
    """Which mark is which; a long label in several lines."""
    middle = KEY_TOP + LINE // 2
    for at, lines in enumerate(labels):
        yield draw_mark(RADIUS + 2, middle, at)
        for line in lines:
            yield draw_text(line, 4 * RADIUS, middle + BASE)
            middle += LINE


def draw_grid_lines(plot: Plot) -> Iterator[Element]:
    """A thin line for each number at the axis, and the number before it."""
    for tick in plot.ticks:
        y = plot.y(tick)
        ends = {"x1": str(plot.left), "x2": str(DRAWN_WIDTH), "y1": str(y), "y2": str(y)}
        is_axis = tick == plot.ticks[0]
        kind = "axis" if is_axis else "grid"
        yield element("line", **ends, stroke="#767676", class_=kind)
        text = number_text(tick)
        yield draw_text(
            text, plot.left - 4, y + 4, class_="small", text_anchor="end", font_size="12"
        )


def draw_years(plot: Plot) -> Iterator[Element]:
    """The years under the axis."""
    for year in plot.years:
        y = plot.top + PLOT_HEIGHT + BELOW - 8
        yield draw_text(
            str(year), plot.x(year), y, class_="small", text_anchor="middle", font_size="12"
        )


def draw_break(year: int, plot: Plot) -> Element:
    """A dashed line before the year with which another measure begins."""
    before = max(one for one in plot.years if one < year)
    x = str((plot.x(before) + plot.x(year)) // 2)
    ends = {"x1": x, "x2": x, "y1": str(plot.top - 8), "y2": str(plot.top + PLOT_HEIGHT)}
    return element("line", **ends, stroke="#767676", stroke_dasharray="4 4", class_="break")


def draw_numbers(points: Sequence[Point], plot: Plot) -> Iterator[Element]:
    """Each number over its mark, or below where another stands there; what has no room stands in
    the table alone."""
    bottom = plot.top + PLOT_HEIGHT
    taken: list[tuple[int, int, int]] = [(point.x, point.y, RADIUS * 2) for point in points]
    for point in points:
        text = number_text(point.value)
        half = 4 * len(text)
        for y in (point.y - RADIUS - 4, point.y + RADIUS + NUMBER_SIZE):
            middle = y - NUMBER_SIZE // 2 + 2
            others = (one for one in taken if one[:2] != (point.x, point.y))
            if y < bottom and not any(
                abs(x - point.x) < half + width and abs(other - middle) < NUMBER_SIZE
                for x, other, width in others
            ):
                taken.append((point.x, middle, half))
                x = min(max(point.x, half), DRAWN_WIDTH - half)
                yield draw_text(text, x, y, class_="value", text_anchor="middle", font_size="12")
                break
