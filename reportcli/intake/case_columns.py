"""How columns of a log of reviews and suits are read: kind and way to court are one wording, and a
result means what its kind lets it mean.
"""

from __future__ import annotations

from reportcli.finding import Fault
from reportcli.intake.child.wire import YES
from reportcli.intake.settled_words import own_word
from reportcli.intake.terms import CellRead, Terms, as_read, compared_text, error_of
from reportcli.words.case import ASSUMED, GENERAL, affirmed, case_group, case_matter, classify_case
from reportcli.words.cells import Cell
from reportcli.words.classified import Classified

# Faults of a case's way to court, which stand in a column of their own.
ABOUT_AFTER_REVIEW = ("after-review-missing", "flag-invalid")


def read_case_kind(terms: Terms, kind: Cell, after_review: Cell) -> CellRead:
    """The group of a case: review, direct suit, suit after a review."""
    found = group_of_case(terms, kind, after_review)
    return found.line, tuple(place_after_review(terms, fault) for fault in found.faults)


def read_case_result(terms: Terms, kind: Cell, after_review: Cell, result: Cell) -> CellRead:
    """The result of a case; none where its group is not known, which is a fault of its own."""
    group = group_of_case(terms, kind, after_review).line
    if group is None:
        return None, ()
    found = classify_case(
        group,
        compared_text(result),
        dismissed_suit=terms.choices.dismissed_suit,
        count_refused_filings=terms.choices.count_refused_filings,
        wordings=terms.wordings("result"),
    )
    return found.line, found.faults


def group_of_case(terms: Terms, kind: Cell, after_review: Cell) -> Classified:
    """The group that kind and way to court say together."""
    text = compared_text(kind)
    return case_group(terms.wordings("kind").get(text, text), compared_text(after_review))


def place_after_review(terms: Terms, fault: Fault) -> Fault:
    """The fault at the cell that says how a case went to court, where the log has such a column."""
    if fault.code in ABOUT_AFTER_REVIEW and "after_review" in terms.columns:
        return Fault(fault.code, fault.details, "after_review")
    return fault


def read_matter(terms: Terms, matter: Cell, kind: Cell) -> CellRead:
    """What a case is about, of those that counting tells apart; general words are about disclosure
    where the title says so of all."""
    told = case_matter(compared_text(matter), compared_text(kind))
    return (ASSUMED if told == GENERAL and terms.is_about_disclosure else told), ()


def read_co_defendant(terms: Terms, cell: Cell) -> CellRead:
    """Whether the office is sued only as the organ of review."""
    if (error := error_of(cell)) is not None:
        return None, (error,)
    if (own := own_word("co_defendant", terms, compared_text(cell))) is not None:
        return own, ()
    flag = affirmed(compared_text(cell))
    return as_read(flag) if isinstance(flag, Fault) else (YES if flag else None, ())
