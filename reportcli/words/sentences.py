"""Sentences of prose as they are compared: figures and years do not make one another.

Not for what a sentence says (`understand.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST_SIGNS = 8  # shorter ones are headings and formulas
SENTENCE = re.compile(r"[^。；！？;!?\n]+")
# Text that differs in these alone is the same text.
NUMBERS_AND_FIELDS = re.compile(r"[\d０-９]+(?:[.．,，][\d０-９]+)*|\{\{[^{}]*\}\}")


def sentences(lines: Iterable[str]) -> list[str]:
    """The sentences that are long enough to be told from formulas."""
    found = (sentence.strip() for line in lines for sentence in SENTENCE.findall(line))
    return [sentence for sentence in found if len(masked(sentence)) >= LEAST_SIGNS]


def masked(sentence: str) -> str:
    """A sentence without white space, its numbers alike."""
    return NUMBERS_AND_FIELDS.sub("#", "".join(sentence.split()))
