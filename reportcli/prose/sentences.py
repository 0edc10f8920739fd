"""The sentences of `sentences.toml`, filled with figures.

A sentence whose figures are unknown is not said, and what only the office can know is a marked gap.
Which sentence is said when is decided in `writer.py` and `situation.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from string import Template

from reportcli.count.number import Number
from reportcli.prose.blocks import Paragraph, Run
from reportcli.prose.figures import Figure, Figures
from reportcli.report import Report
from reportcli.shipped import load_shipped


@cache
def sentence_words() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by group and key."""
    return load_shipped("prose/sentences.toml", dict[str, dict[str, str]])


def wording(group: str, key: str, **words: object) -> str:
    """One wording with its words put in; its fields are still to be filled."""
    return Template(sentence_words()[group][key]).substitute(
        {name: str(value) for name, value in words.items()}
    )


def official_date(day: date) -> str:
    """A date as official documents write it: 2025年1月12日."""
    return f"{day.year}年{day.month}月{day.day}日"


def title_of(report: Report, key: str = "report") -> str:
    """The title of the report, or of its `tables` alone."""
    agency = report.settings.agency or wording("title", "agency_missing")
    return wording("title", key, agency=as_literal(agency), year=report.year)


def signature_of(report: Report) -> tuple[str, str]:
    """Whose report it is, and of which day."""
    day = report.settings.published or report.as_of
    return report.settings.agency or "", official_date(day)


def as_literal(text: str) -> str:
    """Words of the settings among fields: what looks like a field in them is none."""
    return text.replace("{{", "{ {")


def gap(key: str, **words: object) -> Paragraph:
    """A marked place that only the office can fill."""
    return Paragraph((Run(wording("gap", "mark", text=wording("gap", key, **words)), "gap"),))


class Sentences:
    """Says things of the figures of one report."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def value(self, name: str) -> Number | None:
        """The value of a figure; None where nobody knows it."""
        figure = self.figures.find(name)
        return figure.value if figure else None

    def say(self, group: str, key: str, **words: object) -> list[Run]:
        """One sentence, or nothing when a figure that it needs is unknown."""
        runs, faults = self.figures.fill(wording(group, key, **words))
        return [] if faults else runs

    def joined(self, group: str, keys: Sequence[str]) -> list[Run]:
        """Several clauses of one group as a sentence about the year; none without clauses."""
        clauses = "，".join(wording(group, key) for key in keys)
        return self.say(group, "sentence", list=clauses) if clauses else []

    def listed(self, group: str, key: str, items: Iterable[str]) -> list[Run]:
        """A sentence with a list in it; none without items."""
        found = list(items)
        if not found:
            return []
        # Items that hold a comma themselves need a stronger stop between them.
        has_comma = any("，" in item for item in found)
        stroke = "；" if has_comma else "、"
        return self.say(group, key, list=stroke.join(found))

    def parts_of(self, fact: str) -> list[Figure]:
        """The parts of a fact that are not zero, in its order."""
        return [
            figure
            for name, figure in self.figures.named.items()
            if name.startswith(f"{fact}.") and figure.value
        ]


def field(figure: Figure, filter_: str = "") -> str:
    """The field that a figure fills."""
    said = f"{figure.name} | {filter_}" if filter_ else figure.name
    return f"{{{{ {said} }}}}"


def part_words(figure: Figure) -> str:
    """The words of a part of a fact alone."""
    return in_prose(as_literal(figure.label.partition("：")[2]))


def in_prose(label: str) -> str:
    """A label as prose has it: 微信公众号 for 微信."""
    return sentence_words()["in_prose"].get(label, label)


def with_number(figure: Figure) -> str:
    """A part of a fact with its number and unit."""
    return f"{part_words(figure)}{field(figure)}{figure.unit}"
