"""How columns of a log of requests are read that need more than their own type: several cells that
are one wording, numbers that name several requests, how many a row stands for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportcli.finding import Fault
from reportcli.intake.child.wire import WireValue
from reportcli.intake.gather import Conflict, Ticks
from reportcli.intake.plain_columns import read_names, read_whole_number
from reportcli.intake.terms import CellRead, Terms, as_read, compared_text
from reportcli.words.applicant import classify_applicant, is_undecided
from reportcli.words.cells import Cell, is_blank, read_count, read_extension, read_identifier, shown
from reportcli.words.columns import column_words
from reportcli.words.outcome import classify_outcome
from reportcli.words.text import squeeze

# A number that names several requests: 001至005, 2024-001～2024-005, 2024-001—2024-005, 001等3件,
# 001、002. Most have none of the signs.
SEVERAL_SIGNS = re.compile(r"[至到~～、,，;；等共]|--|[—–]")
SEVERAL_NUMBERS = (
    re.compile(r"\d[号]?[至到~].{0,12}\d"),
    re.compile(r"\d[号]?[、,;].{0,12}\d"),
    re.compile(r"^(\D*(?:\d+\D+)?)\d+(?:-|—|–)+\1\d+$"),
    re.compile(r"[等共][\d一二三四五六七八九十两几]+[件个份宗项]"),
)


def read_outcome_cells(terms: Terms, outcome: Cell, ground: Cell, correction: Cell) -> CellRead:
    """The line of the form that outcome and ground say together.

    Whether a correction was asked for tells whether 申请内容不明确 may be an outcome at all
    (条例第三十条).
    """
    found = classify_outcome(
        compared_text(outcome),
        compared_text(ground),
        corrected=bool(compared_text(correction)),
        wordings=terms.wordings("outcome"),
    )
    return found.line, found.faults


def read_applicant(terms: Terms, kind: Cell, code: Cell, name: Cell) -> CellRead:
    """The column of the applicant: by type, else by credit code, else by name."""
    identifier = read_identifier(code)
    found = classify_applicant(
        compared_text(kind),
        identifier if isinstance(identifier, str) else "",
        compared_text(name),
        individual_business=terms.choices.individual_business,
        undecided=terms.choices.undecided_applicants,
        wordings=terms.wordings("applicant_type"),
    )
    return found.line, found.faults


def settles_applicant(kind: Cell) -> bool:
    """Whether the type of an applicant needs neither code nor name beside it."""
    if isinstance(kind, Ticks | Conflict):
        return False
    return not is_blank(kind) and not is_undecided(squeeze(str(kind)))


def read_request_numbers(terms: Terms, cells: Sequence[Cell]) -> list[CellRead]:
    """Registration numbers; one that names several requests needs a column that counts them."""
    read = read_names(terms, cells)
    numbers = "\n".join(value for value, _ in read if isinstance(value, str))
    # Most columns hold no sign of several requests, which one look tells.
    if terms.holds("count") or not SEVERAL_SIGNS.search(numbers):
        return read
    return [names_several(value) or (value, faults) for value, faults in read]


def names_several(number: WireValue) -> CellRead | None:
    """The fault of 2024-001至2024-005 and 2024-001等3件: nothing tells how many rows they would be."""
    if not isinstance(number, str) or not SEVERAL_SIGNS.search(number):
        return None
    text = squeeze(number)
    if not any(form.search(text) for form in SEVERAL_NUMBERS):
        return None
    return number, (Fault("number-several", {"value": shown(number)}),)


def read_request_count(_: Terms, cell: Cell) -> CellRead:
    """How many requests a row stands for, one at least."""
    count = read_count(cell)
    return as_read(Fault("count-invalid", {"value": "0"}) if count == 0 else count)


def read_extension_days(terms: Terms, days: Cell, extended: Cell) -> CellRead:
    """By how many days the time for an answer was extended: as a column of its own says, else as
    the column 延期 says in words (条例第三十三条: by up to 20 working days)."""
    return read_whole_number(terms, days) if not is_blank(days) else (read_extension(extended), ())


def read_remark(_: Terms, remark: Cell, outcome: Cell, closed: Cell) -> CellRead:
    """A warning where a remark says that a row is none, or that a request was closed which the log
    has as open."""
    if not isinstance(remark, str):
        return None, ()
    text, words = squeeze(remark), column_words()
    is_open = is_blank(outcome) and is_blank(closed)
    told = [("void-in-remarks", word) for word in words.voiding_remarks if word in text]
    if is_open:
        told += [("closed-in-remarks", word) for word in words.closing_remarks if word in text]
    return None, tuple(Fault(code, {"value": word}, "remarks") for code, word in told[:1])


def is_idle_remark(cell: Cell) -> bool:
    """Whether a remark says nothing of its row, so that the others need not be looked at."""
    if not isinstance(cell, str):
        return True
    text, words = squeeze(cell), column_words()
    return not any(word in text for word in (*words.voiding_remarks, *words.closing_remarks))


def read_damaged_number(_: Terms, cell: Cell) -> CellRead:
    """The fault of an identifier that Excel keeps as a number, and so has rounded."""
    return as_read(read_identifier(cell) if isinstance(cell, float | int) else None)
