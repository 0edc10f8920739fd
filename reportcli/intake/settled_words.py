"""A cell as the id of a wording: what the office settled, then what the vocabulary of its field knows.

For fields with one wording a cell (a channel, a category, a validity); outcomes, applicants and
cases say more together (`request_columns.py`, `case_columns.py`).
"""

from __future__ import annotations

from reportcli.finding import Fault
from reportcli.intake.terms import CellRead, Terms, as_read, compared_text, error_of
from reportcli.words.category import classify_category
from reportcli.words.cells import Cell, read_text, shown
from reportcli.words.channel import channels_in
from reportcli.words.fields import SEVERAL, KindId, log_kinds

# Vocabularies that a wording has to come from: the fault where it does not.
CLOSED_VOCABULARIES: dict[tuple[KindId, str], str] = {
    ("requests", "channel"): "channel-unknown",
    ("publications", "validity"): "validity-unknown",
    ("publications", "mode"): "mode-unknown",
}


def read_word(field: str, terms: Terms, cell: Cell) -> CellRead:
    """The id of a wording, and a warning where the words leave it half open."""
    value = word_of(field, terms, cell)
    known = log_kinds()[terms.kind].values.get(field, {})
    if isinstance(value, str) and value in known and known[value].uncertain:
        return value, (Fault("channel-uncertain", {"value": shown(cell)}),)
    return as_read(value)


def word_of(field: str, terms: Terms, cell: Cell) -> str | Fault | None:
    """The id of a wording: the office's own map first, then the vocabulary.

    A wording that neither knows stays itself where the field is open (a topic, a channel of
    publication); where the vocabulary is closed it is a fault.
    """
    if (error := error_of(cell)) is not None:
        return error
    if not (text := compared_text(cell)):
        return None
    if (own := own_word(field, terms, text)) is not None:
        return own
    if (known := terms.vocabulary(field).get(text)) is not None:
        return known
    if (told := told_by_words(field, terms, cell)) is not None:
        return told
    if (code := CLOSED_VOCABULARIES.get((terms.kind, field))) is not None:
        return Fault(code, {"value": shown(text)})
    return read_text(cell)


def told_by_words(field: str, terms: Terms, cell: Cell) -> str | Fault | None:
    """What the words in a wording tell that is no entry of the vocabulary; None where they tell
    nothing."""
    if field == "channel":
        return told_channels(terms, str(cell))
    if field == "category":
        found = classify_category(compared_text(cell))
        return (found.line or found.faults[0]) if found else None
    return None


def told_channels(terms: Terms, cell: str) -> str | None:
    """The channels that a cell names; one that is not known stays itself where any may be named.

    A request came in by one channel: several are as good as none.
    """
    parts = dict(channels_in(terms.kind, cell, terms.wordings("channel")))
    if log_kinds()[terms.kind].field("channel").multiple:
        return SEVERAL.join(dict.fromkeys(value or part for part, value in parts.items()))
    known = set(parts.values())
    return known.pop() if len(known) == 1 else None


def own_word(field: str, terms: Terms, text: str) -> str | None:
    """What the office settled that a wording means, where the field can have that value."""
    own = terms.wordings(field).get(text)
    vocabulary = log_kinds()[terms.kind].values.get(field)
    return own if vocabulary is None or own in vocabulary else None
