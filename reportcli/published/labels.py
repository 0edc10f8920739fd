"""The labels of the form, however an office writes them: by their letters alone, without ordinals
and brackets, by another wording of `labels.toml`, or with one slip of the pen in a long one.

Not here: where a label stands and which numbers it heads (`grid.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from reportcli.law.edition import Axis, Edition, Line
from reportcli.shipped import load_shipped
from reportcli.words.text import letters, squeeze
from reportcli.words.vocabulary import printed_outcomes

# Characters from which on a slip of the pen does not make one label of the form another.
LONG_LABEL = 10
LONGEST_LABEL = 200  # the longest of the form has fifty
LEAST_LIKENESS = 0.9  # of the letters: one in ten may differ

# An ordinal before a label, after NFKC: 一、 (一) 1. ① (1), with or without its stop.
LABEL_ORDINAL = re.compile(
    r"第?[一二三四五六七八九十]+[、.,):：]|\([一二三四五六七八九十\d]+\)|\d+[、.,)]?"
)
LABEL_NUMERAL = re.compile(r"[一二三四五六七八九十]+")
BEFORE_LATIN = re.compile(r"([^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*)[A-Za-z]{2}")
BRACKETS_IN_LABELS = re.compile(r"\([^()]*\)?|[,;:]?单位:.*")


class FormWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other labels of lines and columns, and what stands in cells: `labels.toml`."""

    lines: dict[str, tuple[str, ...]]
    columns: dict[str, tuple[str, ...]]
    cell: dict[str, tuple[str, ...]]


@cache
def form_words() -> FormWords:
    """The words of `labels.toml`, held strictly to their shape, with those of outcomes."""
    words = load_shipped("published/labels.toml", FormWords)
    words.lines.update(printed_outcomes())
    return words


@dataclass(frozen=True)
class LabelMeaning:
    """What a label may name: a line or a column of one block of one table of the form."""

    table: str
    block: int
    axis: Axis
    item: Line


class Labels:
    """The labels of one edition, by all that offices write for them."""

    def __init__(self, edition: Edition) -> None:
        self.known: dict[str, set[LabelMeaning]] = defaultdict(set)
        self.named: dict[str, frozenset[LabelMeaning]] = {}
        for table in edition.tables:
            for number, block in enumerate(table.blocks):
                for item in block.lines:
                    others = form_words().lines.get(item.id, ())
                    self.add(LabelMeaning(table.id, number, "lines", item), others)
                for item in block.columns:
                    others = form_words().columns.get(item.id, ())
                    self.add(LabelMeaning(table.id, number, "columns", item), others)

    def add(self, meaning: LabelMeaning, others: Iterable[str]) -> None:
        """Know a line or column by its official label and by others."""
        for label in (meaning.item.label, *others):
            for key in label_keys(label):
                self.known[key].add(meaning)

    def exactly(self, text: str) -> frozenset[LabelMeaning]:
        """What a text names by its letters alone."""
        return frozenset().union(*(self.known.get(key, set()) for key in label_keys(text)))

    def named_by(self, text: str) -> frozenset[LabelMeaning]:
        """What a text names: by its letters, else where one long label alone is all but the
        same."""
        if len(text) > LONGEST_LABEL:
            return frozenset()
        if text not in self.named:
            self.named[text] = self.exactly(text) or self.all_but_named_by(label_keys(text))
        return self.named[text]

    def all_but_named_by(self, keys: Iterable[str]) -> frozenset[LabelMeaning]:
        """What a text names that has a slip: a character too many, too few or another."""
        long = {key for key in keys if len(key) >= LONG_LABEL}
        if not long:
            return frozenset()
        from rapidfuzz.distance import Levenshtein

        found: set[LabelMeaning] = set()
        for known, meanings in self.known.items():
            if len(known) >= LONG_LABEL and any(
                Levenshtein.normalized_similarity(key, known, score_cutoff=LEAST_LIKENESS)
                for key in long
            ):
                found |= meanings
        is_one = len({meaning.item.id for meaning in found}) == 1
        return frozenset(found) if is_one else frozenset()


class ExactLabels:
    """The labels of one edition, letter by letter, and those that were taken for others: what a
    finished report says must not be guessed in silence."""

    def __init__(self, edition_id: str, aliases: Mapping[str, LabelMeaning]) -> None:
        self.labels, self.aliases = labels_of(edition_id), aliases

    def named_by(self, text: str) -> frozenset[LabelMeaning]:
        if exact := self.labels.exactly(text):
            return exact
        keys = label_keys(text) if self.aliases else frozenset()
        return frozenset(self.aliases[key] for key in keys if key in self.aliases)


@cache
def labels_of(edition_id: str) -> Labels:
    """The labels of an edition, put in order once."""
    return Labels(Edition.by_id(edition_id))


def label_keys(text: str) -> frozenset[str]:
    """The letters of a label: all of them, without its ordinal, and without what stands in
    brackets. None of a text that is too long for one, which would take the patterns minutes."""
    if len(text) > LONGEST_LABEL:
        return frozenset()
    whole = squeeze(text)
    if chinese := BEFORE_LATIN.match(whole):
        whole = chinese[1]  # English stands beside the label
    forms = {whole, LABEL_ORDINAL.sub("", whole, count=1) if LABEL_ORDINAL.match(whole) else whole}
    forms |= {LABEL_NUMERAL.sub("", one, count=1) for one in forms if LABEL_NUMERAL.match(one)}
    forms |= {BRACKETS_IN_LABELS.sub("", one) for one in forms}
    return frozenset(filter(None, map(letters, forms)))
