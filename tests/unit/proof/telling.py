"""One number of a sentence as the rules take it."""

from __future__ import annotations

from dataclasses import replace

from reportcli.proof.context import Context
from reportcli.proof.passages import Passage
from reportcli.proof.rules import judge, remember
from reportcli.proof.spots import sentences_of
from reportcli.proof.terms import SpokenWords
from reportcli.proof.told import Grounds, ToldNumber
from reportcli.prose.figures import Figures
from reportcli.report import Report
from tests.sample import report_of


def told(text: str, year: int = 2024, number: int = -1, report: Report | None = None) -> ToldNumber:
    """The last number of a sentence, or another by its place; those before it are in mind."""
    report = report or report_of(year)
    figures = Figures(report)
    grounds = Grounds(figures, report.year)
    (sentence,) = sentences_of(Passage(text, (0,), (1,)), SpokenWords(report, figures))
    context = replace(Context(), turns=tuple(grounds.turns(sentence, frozenset())))
    spots = sentence.spots
    for spot in spots[: number % len(spots)]:
        one = ToldNumber(spot, sentence, context, grounds)
        context = remember(one, judge(one)).noting(spot.terms)
    return ToldNumber(spots[number], sentence, context, grounds)
