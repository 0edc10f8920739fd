"""The figures that a number in prose is held against, by name: one of the report, or the sum of
several.

Not here: which of them words mean (`meanings.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from reportcli.count.facts import CATEGORY_FACTS
from reportcli.law.edition import Edition
from reportcli.prose.figures import DECLARED, Figure, Figures
from reportcli.words.numerals import number_text

ValuesByUnit = dict[tuple[str, bool], set[Decimal]]


class Evidence(msgspec.Struct, frozen=True):
    """A figure, or the sum of several: its value this year and last, money in 元.

    `source` is where it stands as on paper, `wholes` are the names of the figures of which it is
    a share.
    """

    value: Decimal
    unit: str
    source: str
    before: Decimal | None = None
    wholes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether its value is known: no log need list the trainings, so that none there may be
        some all the same.
        """
        return bool(self.value) or not all(name in CATEGORY_FACTS for name in self.names)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of case that it counts."""
        kinds = (name.split(".")[1] for name in self.names if name.startswith("cases."))
        return tuple(dict.fromkeys(kinds))

    def told_with(self, value: Decimal) -> str:
        """One of its values, with where it stands."""
        return f"{number_text(value)}{self.unit}（{self.source}）"

    @property
    def told(self) -> str:
        """Its value this year, with where it stands."""
        return self.told_with(self.value)

    @property
    def change(self) -> str:
        """Its value last year and this."""
        return f"{number_text(self.before or 0)} → {self.told}"


class Register:
    """The figures of one report as evidence, each looked up once."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.edition: Edition = figures.edition
        self.found: dict[str, Evidence | None] = {}
        columns = self.edition.table("requests").blocks[0].columns
        self.organisation = next(one.label for one in columns if one.id == "organisation")
        self.organisations = [one.id for one in columns if one.parent == "organisation"]

    def find(self, name: str) -> Evidence | None:
        """The figure of a name; names joined by `+` are summed, if all of them are known."""
        if name not in self.found:
            parts = [self.figures.named.get(part) for part in name.split("+")]
            known = [part for part in parts if part]
            is_whole = bool(known) and len(known) == len(parts)
            self.found[name] = self.sum(known) if is_whole else None
        return self.found[name]

    def named(self, names: Iterable[str]) -> list[Evidence]:
        """The figures of some names, as far as there are any."""
        found = (self.find(name) for name in dict.fromkeys(names))
        return [evidence for evidence in found if evidence]

    def several(self, groups: Sequence[Sequence[str]]) -> list[Evidence]:
        """What a list of words may mean: all of them together, or the last alone. Each has its
        names."""
        if not groups:
            return []
        names = list(groups[-1])
        if len(groups) > 1:
            firsts = [group[0] for group in groups if group]
            names.insert(0, "+".join(dict.fromkeys(firsts)))
        return self.named(names)

    def sum(self, figures: Sequence[Figure]) -> Evidence:
        """Several figures as one."""
        first = figures[0]
        scale = 10_000 if first.unit == "万元" else 1
        befores = [Decimal(figure.before) for figure in figures if figure.before is not None]
        # A sum of last year is known only when each of its parts is.
        is_known_before = len(befores) == len(figures)
        return Evidence(
            value=sum((Decimal(figure.value) for figure in figures), Decimal(0)) * scale,
            unit="元" if scale > 1 else first.unit,
            source=self.place_of_sum(figures),
            before=sum(befores, Decimal(0)) * scale if is_known_before else None,
            wholes=tuple(dict.fromkeys(figure.whole for figure in figures if figure.whole)),
            names=tuple(figure.name for figure in figures),
        )

    def place_of_sum(self, figures: Sequence[Figure]) -> str:
        """Where the figures of a sum stand; those of all organisations in a line under the head of
        these."""
        lines = {figure.line for figure in figures}
        if [figure.column for figure in figures] == self.organisations and len(lines) == 1:
            return f"{self.place(figures[0]).rpartition('/')[0]}/{self.organisation}"
        return "＋".join(map(self.place, figures))

    def place(self, figure: Figure) -> str:
        """Where a figure stands: in a table as on paper (三/予以公开/总计), else its name."""
        if not figure.table:
            return figure.name
        table = self.edition.table(figure.table)
        columns = (column for block in table.blocks for column in block.columns)
        column = next(one.label for one in columns if one.id == figure.column)
        line = table.line(figure.line).label
        return f"{table.section}/{short(line)}/{short(column)}"

    def declared(self) -> list[tuple[str, Decimal]]:
        """The names and values of what the office declared in its settings."""
        return [
            (figure.label, Decimal(figure.value))
            for figure in self.figures.named.values()
            if figure.name.startswith(f"{DECLARED}.")
        ]

    def by_unit(self) -> ValuesByUnit:
        """Every known value by its unit, this year's and (True) last year's."""
        values: ValuesByUnit = {}
        for evidence in self.named(self.figures.named):
            values.setdefault((evidence.unit, False), set()).add(evidence.value)
            if evidence.before is not None:
                values.setdefault((evidence.unit, True), set()).add(evidence.before)
        return values


def short(label: str) -> str:
    """A label of the form without what stands in brackets behind it."""
    return label.partition("（")[0]
