"""What is in mind before a number, and when it is forgotten."""

from __future__ import annotations

from decimal import Decimal

from reportcli.proof.context import Claim, Context
from reportcli.proof.terms import Sense, Term

REVIEW = Term(0, 2, (Sense("kind", "review"),))
LINE = Term(3, 5, (Sense("line", "outcome.granted"),))
CLAIM = Claim(Decimal(3), "件")


def test_the_words_of_a_clause_are_noted() -> None:
    context = Context().noting([REVIEW, LINE])
    assert (context.kinds, context.lines, context.family) == (
        ("review",),
        ("outcome.granted",),
        "requests",
    )


def test_a_context_is_a_value() -> None:
    before = Context()
    before.noting([REVIEW])
    assert before == Context()


def test_a_heading_speaks_for_the_paragraphs_under_it() -> None:
    context = Context().noting([REVIEW]).after_heading()
    assert context.kinds == ("review",)
    assert context.noting([]).after_paragraph().kinds == ("review",)


def test_a_sentence_forgets_its_numbers_and_a_paragraph_its_document() -> None:
    context = Context(document="rules").remembering(CLAIM, (LINE,), "line")
    assert (context.claims, context.listed) == ((CLAIM,), "line")
    ended = context.after_sentence()
    assert (ended.claims, ended.document) == ((), "rules")
    assert ended.after_paragraph().document == ""


def test_a_runaway_sentence_keeps_some_of_its_numbers() -> None:
    context = Context()
    for _ in range(200):
        context = context.remembering(CLAIM, (), "")
    assert len(context.claims) == 41
