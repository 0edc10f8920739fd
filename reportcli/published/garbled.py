"""Labels of the form that a report prints wrongly (2.其他法律行政止公开), taken for the one line or
column that they are close to. Each is said, because it is a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from reportcli.files.table import LaidTable, TableCell
from reportcli.law.edition import Block, Edition, cell_id
from reportcli.published.grid import Matching, labels_around, labels_told_apart
from reportcli.published.labels import LabelMeaning, label_keys, labels_of
from reportcli.published.numbers import read_printed

LEAST_LIKE = 0.6  # of the letters; below that it is another label
CLEARLY = 0.1  # by which the best must be ahead of the next
SHORTEST_LABEL = 4  # letters; a shorter label differs from others by one


class Garbled(NamedTuple):
    """A label that is printed wrongly, the letters by which it is known from then on, and what it
    was taken for."""

    cell: TableCell
    key: str
    meaning: LabelMeaning


def find_garbled(tables: Sequence[LaidTable], matching: Matching) -> list[Garbled]:
    """The labels of the form that are not there, and words that stand where one of them should."""
    missing = list(missing_meanings(matching))
    if not missing:
        return []
    found = [
        Garbled(cell, key, meaning)
        for table in tables
        for cell in unknown_labels(table, matching)
        for key, meaning in closest_labels(cell.text, missing)
    ]
    times = Counter(one.meaning for one in found)
    return [one for one in found if times[one.meaning] == 1]


def missing_meanings(matching: Matching) -> Iterator[LabelMeaning]:
    """The lines and columns of the form of which no cell was found, in tables that were."""
    edition: Edition = matching.edition
    for table in edition.tables:
        if matching.count(table.id):
            for number, block in enumerate(table.blocks):
                yield from missing_in(table.id, number, block, matching)


def missing_in(table: str, number: int, block: Block, matching: Matching) -> Iterator[LabelMeaning]:
    """The same of one block."""
    for line in block.leaves("lines"):
        ids = [cell_id(table, line.id, column.id) for column in block.leaves("columns")]
        if not any(id_ in matching.found for id_ in ids):
            yield LabelMeaning(table, number, "lines", line)
    for column in block.leaves("columns"):
        ids = [cell_id(table, line.id, column.id) for line in block.leaves("lines")]
        if not any(id_ in matching.found for id_ in ids):
            yield LabelMeaning(table, number, "columns", column)


def unknown_labels(table: LaidTable, matching: Matching) -> Iterator[TableCell]:
    """Words that the form does not know, nearest to a number in a table that is the form's."""
    if not any(cell.table in matching.tables for cell in table.cells):
        return
    words, numbers = labels_told_apart(table.cells, read_printed)
    edges = [0, *accumulate(table.widths)]
    labels = labels_of(matching.edition.id)
    seen: set[int] = set()
    for number, printed in numbers:
        if not printed.digits:
            continue
        around = labels_around(number, words, edges)
        for word in (*around.left[:1], *around.above[:1]):
            if id(word) not in seen and not labels.exactly(word.text):
                seen.add(id(word))
                yield word


def closest_labels(
    text: str, missing: Sequence[LabelMeaning]
) -> Iterator[tuple[str, LabelMeaning]]:
    """The one missing label that a text is close to, with the letters of the text."""
    likenesses = sorted((likeness(text, one) for one in missing), reverse=True)
    best = likenesses[0]
    behind = likenesses[1].score if len(likenesses) > 1 else 0.0
    if best.score >= LEAST_LIKE and best.score - behind >= CLEARLY:
        meaning = next(one for one in missing if likeness(text, one) == best)
        yield best.key, meaning


class Likeness(NamedTuple):
    """How like a text is to a label, by which of its letters."""

    score: float
    key: str = ""


def likeness(text: str, meaning: LabelMeaning) -> Likeness:
    """How like a text is to the label of a line or column."""
    from rapidfuzz.distance import Levenshtein

    keys = [key for key in label_keys(text) if len(key) >= SHORTEST_LABEL]
    known = label_keys(meaning.item.label)
    compared = (
        Likeness(Levenshtein.normalized_similarity(key, one), key) for key in keys for one in known
    )
    return max(compared, default=Likeness(0.0))
