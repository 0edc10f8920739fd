"""Every number that prose may speak of, by name: the cells of the tables, sums of groups, facts,
and what the office declared; and how a field such as `{{ requests.received.total | 同比 }}` is
filled.

Figures are of what was counted, or of a finished report that was read back: there a cell that could
not be read is no figure, nor is a sum that it is part of.

A name is the cell id with dots for strokes (`requests.outcome.granted.total`), the id of a fact and
its part (`requests.by_channel.online`), or `declared.` and a name of the settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import Protocol

import msgspec

from reportcli.count.facts import definitions, part_label
from reportcli.count.number import FactValue, LineColumn, Number
from reportcli.count.previous import EarlierFigures
from reportcli.finding import Fault
from reportcli.law.cell_names import find_cell
from reportcli.law.edition import Block, Edition, Line, Table, ancestors
from reportcli.prose.blocks import Run
from reportcli.words.messages import CHINESE
from reportcli.words.numerals import number_text

# White space around the names is cut off later: looked for here, `{{` and many blanks would take the
# cube of their number.
FIELD = re.compile(r"\{\{(?P<name>[^{}|]*+)(?:\|(?P<filter>[^{}|]*+))?\}\}")
LONGEST_FIELD_NAME, MOST_SUGGESTED = 100, 30  # a field without end is text that has braces in it
UNNAMEABLE = re.compile(r"[{}|]")  # what a name cannot hold: a topic is whatever a log says
DECLARED = "declared"


class Figured(Protocol):
    """What figures are taken from: a `Report`, or a finished one that was read back."""

    @property
    def year(self) -> int: ...
    @property
    def edition(self) -> Edition: ...
    @property
    def every_table(self) -> Mapping[str, Mapping[LineColumn, Number]]: ...
    @property
    def facts(self) -> Mapping[str, FactValue]: ...
    @property
    def previous(self) -> EarlierFigures | None: ...
    @property
    def agency(self) -> str | None: ...
    @property
    def declared(self) -> Mapping[str, int | float]: ...


class Figure(msgspec.Struct, frozen=True):
    """One number with its name, what it counts (as a person would say it) and its unit.

    `before` is last year's, where it is known; `whole` names the figure of which this one is a
    share. `table`, `line` and `column` say which cell of the form it is, for cells only.
    """

    name: str
    label: str
    unit: str
    value: Number
    before: Number | None = None
    whole: str = ""
    table: str = ""
    line: str = ""
    column: str = ""


class Figures:
    """The figures of one report, and the words that stand beside them."""

    def __init__(self, report: Figured) -> None:
        named = chain(cell_figures(report), fact_figures(report), declared_figures(report))
        self.named: Mapping[str, Figure] = {figure.name: figure for figure in named}
        self.words: Mapping[str, str] = {
            "agency": report.agency or "",
            "year": str(report.year),
            "last_year": str(report.year - 1),
            "next_year": str(report.year + 1),
        }
        self.edition = report.edition
        self.close: dict[str, list[str]] = {}
        self.spoken: dict[str, str] = {}

    def __getitem__(self, name: str) -> Figure:
        """The figure of that name; a `KeyError` when there is none."""
        return self.named[name]

    def __contains__(self, name: str) -> bool:
        return name in self.named

    def find(self, name: str) -> Figure | None:
        """The figure that a person names: by its name, its cell id, or as on paper
        (三/予以公开/自然人)."""
        known = self.named.get(name.replace("/", "."))
        # Only a name with strokes may be one as on paper.
        if known or "/" not in name:
            return known
        if name not in self.spoken:
            self.spoken[name] = "" if self.is_hopeless(name) else self.cell_named(name)
        return self.named.get(self.spoken[name].replace("/", "."))

    def cell_named(self, name: str) -> str:
        """The id of the cell that a person names as on paper; nothing where it names none."""
        try:
            return find_cell(self.edition, name)
        except ValueError:
            return ""

    def is_hopeless(self, name: str) -> bool:
        """Whether a name is not worth a search through all that there is: no name is so long, and
        nobody misspells so many."""
        return len(name) > LONGEST_FIELD_NAME or len(self.close) >= MOST_SUGGESTED

    def close_to(self, name: str) -> list[str]:
        """The three names most like one that is unknown."""
        from rapidfuzz import process

        if name not in self.close:
            if self.is_hopeless(name):
                return []
            known = process.extract(name, [*self.named, *self.words], limit=3)
            self.close[name] = [found for found, _, _ in known]
        return self.close[name]

    def share(self, figure: Figure) -> Decimal | None:
        """The percentage that a figure is of its whole, to one decimal; None without a whole to
        divide by."""
        whole = self.named.get(figure.whole)
        return percentage(figure.value, whole.value) if whole else None

    def fill(self, text: str, line: int = 0) -> tuple[list[Run], list[Fault]]:
        """Text with its fields filled, each in a run of its own that names its figure; a field that
        cannot be filled stays as it is, as a gap, beside a fault.
        """
        runs, faults = [], []
        end = 0
        for field in FIELD.finditer(text):
            if before := text[end : field.start()]:
                runs.append(Run(before, line=line))
            end = field.end()
            filled = self.fill_field(field["name"].strip(), (field["filter"] or "").strip())
            if isinstance(filled, Fault):
                faults.append(filled)
                runs.append(Run(field[0], "gap", line=line))
            else:
                runs.append(msgspec.structs.replace(filled, line=line))
        if rest := text[end:]:
            runs.append(Run(rest, line=line))
        return runs, faults

    def fill_field(self, name: str, filter_: str) -> Run | Fault:
        """What one field says."""
        if name in self.words and not filter_:
            if not self.words[name]:
                return Fault("field-empty", {"value": name})
            return Run(self.words[name], figure=name)
        figure = self.find(name)
        if figure is None:
            return Fault("field-unknown", {"value": name, "close": "、".join(self.close_to(name))})
        if filter_ not in FILTERS:
            return Fault(
                "filter-unknown", {"value": filter_, "known": "、".join(filter(None, FILTERS))}
            )
        text = FILTERS[filter_](self, figure)
        if text is None:
            return Fault("field-incomparable", {"value": figure.name, "filter": filter_})
        return Run(text, figure=f"{figure.name} | {filter_}" if filter_ else figure.name)


def percentage(part: Number, whole: Number) -> Decimal | None:
    """How many per cent of the whole, rounded half up to one decimal; None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def change_words(now: Number, before: Number) -> str | None:
    """The change on last year in words: 增长12.3%, 下降5.0%, 持平; None where last year was
    nothing."""
    # Also where both are nought: nothing has no percentage.
    if now == before:
        return "持平"
    rate = percentage(Decimal(now) - Decimal(before), before)
    if rate is None:
        return None
    return f"{'增长' if rate >= 0 else '下降'}{number_text(abs(rate))}%"


def say_value(_: Figures, figure: Figure) -> str | None:
    """The number itself."""
    return number_text(figure.value)


def say_change(_: Figures, figure: Figure) -> str | None:
    """The change on last year."""
    return None if figure.before is None else change_words(figure.value, figure.before)


def say_before(_: Figures, figure: Figure) -> str | None:
    """Last year's number."""
    return None if figure.before is None else number_text(figure.before)


def say_share(figures: Figures, figure: Figure) -> str | None:
    """The share of the whole."""
    share = figures.share(figure)
    return None if share is None else f"{number_text(share)}%"


def say_multiple(_: Figures, figure: Figure) -> str | None:
    """How many times last year's number it is, to one decimal."""
    if not figure.before:
        return None
    times = Decimal(figure.value) / Decimal(figure.before)
    return number_text(times.quantize(Decimal("0.1"), ROUND_HALF_UP))


FILTERS = {
    "": say_value,
    "同比": say_change,
    "上年": say_before,
    "占比": say_share,
    "倍数": say_multiple,
}


def cell_figures(report: Figured) -> Iterator[Figure]:
    """The cells of the tables, and for each group of lines the sum of those under it."""
    for table in report.edition.tables:
        if table.id not in report.every_table:
            continue
        for block in table.blocks:
            for line in block.lines:
                for column in block.leaves("columns"):
                    yield from cell_figure(report, table, block, line, column)


def cell_figure(
    report: Figured, table: Table, block: Block, line: Line, column: Line
) -> Iterator[Figure]:
    """One cell, or the sum of those under a group of lines, if each is known."""
    numbers = report.every_table[table.id]
    # A group that a finished report prints as one line has a number of its own.
    leaves = [line] if (line.id, column.id) in numbers else leaves_under(block, line)
    cells = [(leaf.id, column.id) for leaf in leaves]
    if not all(cell in numbers for cell in cells):
        return
    yield Figure(
        name=f"{table.id}.{line.id}.{column.id}",
        label=label_of_cell(line, column),
        unit=block.unit_of(column, CHINESE),
        value=sum((numbers[cell] for cell in cells), 0),
        before=last_year(report, table.id, (line.id, column.id), cells),
        whole=whole_of(table, block, line, column),
        table=table.id,
        line=line.id,
        column=column.id,
    )


def leaves_under(block: Block, line: Line) -> Sequence[Line]:
    """The lines whose sum a group is: those counted under it; of any other line itself."""
    if line.kind != "group":
        return [line]
    return [
        leaf
        for leaf in block.lines
        if leaf.kind == "leaf"
        and any(group.id == line.id for group in ancestors(block.lines, leaf))
    ]


def last_year(
    report: Figured, table: str, cell: tuple[str, str], parts: Sequence[tuple[str, str]]
) -> Number | None:
    """Last year's number of a cell, or the sum of its parts, by the names that its form had; None
    where one is not known."""
    if report.previous is None:
        return None
    # 其他处理 was one line in 2019 and is three in 2021: the whole is known where the parts are not.
    whole = report.previous.number_in(report.edition, table, cell)
    if whole is not None:
        return Decimal(whole)
    total = Decimal(0)
    for part in parts:
        number = report.previous.number_in(report.edition, table, part)
        if number is None:
            return None
        total += number
    return total


def label_of_cell(line: Line, column: Line) -> str:
    """What a cell counts: the label of its line, and of its column unless that is the total."""
    name = line.label.partition("（")[0]
    return name if column.kind == "total" else f"{name}（{column.label}）"


def whole_of(table: Table, block: Block, line: Line, column: Line) -> str:
    """Of what a cell is a share: a column of its line's total, else an outcome of all outcomes."""
    # 自然人 in 予以公开 is a share of 予以公开, whose total is one of 办结总数.
    total_column = id_of_total(block.columns)
    if total_column and column.kind != "total":
        return f"{table.id}.{line.id}.{total_column}"
    total_line = next((one for one in block.lines if one.kind == "total"), None)
    if total_line is None or line.kind == "total":
        return ""
    groups = {group.id for group in ancestors(block.lines, line)}
    is_part = total_line.parent in groups
    return f"{table.id}.{total_line.id}.{column.id}" if is_part else ""


def id_of_total(lines: Sequence[Line]) -> str:
    """The line or column that sums up the others; empty where there is none."""
    return next((one.id for one in lines if one.kind == "total"), "")


def fact_figures(report: Figured) -> Iterator[Figure]:
    """The facts; of one with several parts each, under the words of its part."""
    before = report.previous.facts if report.previous else {}
    for name, value in report.facts.items():
        definition, then = definitions()[name], before.get(name)
        if isinstance(value, Mapping):
            parts = then if isinstance(then, dict) else {}
            for key, number in value.items():
                part = part_label(report.edition, definition, key, CHINESE)
                yield Figure(
                    name=f"{name}.{UNNAMEABLE.sub('', key)}",
                    label=f"{definition.label}：{part}",
                    unit=definition.unit,
                    value=number,
                    before=Decimal(str(parts[key])) if key in parts else None,
                    whole=definition.whole,
                )
        else:
            known = None if then is None or isinstance(then, dict) else Decimal(str(then))
            yield Figure(name, definition.label, definition.unit, value, known, definition.whole)


def declared_figures(report: Figured) -> Iterator[Figure]:
    """What no log tells and the office stands for: the [declared] figures of the settings."""
    for label, value in report.declared.items():
        yield Figure(f"{DECLARED}.{label}", label, "", Decimal(str(value)))
