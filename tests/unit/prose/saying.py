"""Sentences about made-up figures: those of the sample report with other values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from reportcli.prose.blocks import Paragraph, ProseBlock
from reportcli.prose.figures import Figures
from reportcli.prose.sentences import Sentences
from tests.sample import report_of

Values = Mapping[str, int | tuple[int, int] | None]


def figures_with(values: Values, year: int = 2024) -> Figures:
    """The figures of a sample report, some with other values (and last year's behind them), those
    that are None left out."""
    figures = Figures(report_of(year))
    named = dict(figures.named)
    for name, value in values.items():
        if value is None:
            del named[name]
            continue
        now, before = value if isinstance(value, tuple) else (value, None)
        named[name] = msgspec.structs.replace(
            named[name], value=now, before=None if before is None else Decimal(before)
        )
    figures.named = named
    return figures


def sentences_with(values: Values, year: int = 2024) -> Sentences:
    return Sentences(figures_with(values, year))


def words_of_blocks(blocks: list[ProseBlock]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
