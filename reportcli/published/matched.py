"""Which cell of the form each cell of a finished report is, also where words stand in place of a
number and where a label is printed wrongly.

Other than for a template (`filling`), nothing is overlooked: labels count letter by letter, and
what is taken for another is told. Not for what number a cell says (`read.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportcli.files.table import LaidTable
from reportcli.law.edition import Edition, editions
from reportcli.published.garbled import Garbled, find_garbled
from reportcli.published.grid import Matching, match_tables
from reportcli.published.labels import ExactLabels, LabelMeaning, labels_of
from reportcli.published.numbers import PrintedNumber, ReadCell, read_printed
from reportcli.words.text import squeeze

LONGEST_WORDED = 24  # characters of a cell that holds a number among words
LIST_ORDINAL = re.compile(r"\d{1,2}[、.,)）]")  # the ordinal of a label


@dataclass(frozen=True)
class Matched:
    """What the form that fits best finds in a report, what the other forms find, and the labels that
    were taken for others."""

    ours: Matching
    others: Sequence[Matching]
    garbled: Sequence[Garbled]


def match_report(tables: Sequence[LaidTable], year: int | None) -> Matched:
    """Match the tables of a finished report with every form and take the one that fits best."""
    matchings = [
        match_tables(tables, edition, read_loosely, ExactLabels(edition.id, {}))
        for edition in editions()
    ]
    best = best_matching(matchings, year)
    garbled = find_garbled(tables, best)
    ours = match_with_words(tables, best.edition, {one.key: one.meaning for one in garbled})
    return Matched(ours, [one for one in matchings if one is not best], garbled)


def best_matching(matchings: Sequence[Matching], year: int | None) -> Matching:
    """What the form that knows most cells finds; of two that know as many, that of the year."""

    def fits(matching: Matching) -> tuple[int, bool, int]:
        years = matching.edition.report_years
        return len(matching.found), year is not None and year in years, years.first

    return max(matchings, key=fits)


def match_with_words(
    tables: Sequence[LaidTable], edition: Edition, aliases: Mapping[str, LabelMeaning]
) -> Matching:
    """The cells of an edition, those with words in place of a number (见附表) among them.

    Words are taken for a label first. Where they stand at a cell of the form that has no place yet,
    they are what is there in place of its number, and head nothing.
    """
    labels = ExactLabels(edition.id, aliases)
    first = match_tables(tables, edition, read_loosely, labels)
    unread = match_tables(tables, edition, read_anything(labels), labels)
    strays = {
        cell.text
        for id_, cells in unread.found.items()
        if id_ not in first.found
        for cell in cells
        if read_loosely(cell.text) is None
    }
    if not strays:
        return first

    def read(text: str) -> PrintedNumber | None:
        return PrintedNumber(text, "") if text in strays else read_loosely(text)

    return match_tables(tables, edition, read, labels)


def read_loosely(text: str) -> PrintedNumber | None:
    """What stands in a cell as a number, or for want of one, or as a number among words (增13);
    None of a label."""
    if (printed := read_printed(text)) is not None:
        return printed
    told = squeeze(text)
    has_number = any(map(str.isdigit, LIST_ORDINAL.sub("", told, count=1)))
    if len(told) > LONGEST_WORDED or not has_number or is_label(text):
        return None
    return PrintedNumber(told, "")


def read_anything(labels: ExactLabels) -> ReadCell:
    """Read every word that is no label of the form as if it stood for a number."""

    def read(text: str) -> PrintedNumber | None:
        printed = read_loosely(text)
        is_word = printed is None and text.strip() and not labels.named_by(text)
        return PrintedNumber(text, "") if is_word else printed

    return read


def is_label(text: str) -> bool:
    """Whether a text is a label of any form."""
    return any(labels_of(edition.id).exactly(text) for edition in editions())
