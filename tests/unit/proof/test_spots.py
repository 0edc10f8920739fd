"""Which words belong to which number."""

from __future__ import annotations

from functools import cache

import pytest

from reportcli.proof.passages import Passage
from reportcli.proof.spots import Sentence, sentences_of
from reportcli.proof.terms import SpokenWords
from reportcli.prose.figures import Figures
from tests.sample import report_of


@cache
def vocabulary() -> SpokenWords:
    return SpokenWords(report_of(2020), Figures(report_of(2020)))


def sentence(text: str) -> Sentence:
    (one,) = sentences_of(Passage(text, (0,), (1,)), vocabulary())
    return one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("收到申请401件", [("401件", ["收到", "申请"])]),
        ("402件政府信息公开申请", [("402件", ["政府信息公开申请"])]),
        ("自然人356件，企业26件", [("356件", ["自然人"]), ("26件", ["企业"])]),
        ("自然人、企业分别为356件、26件", [("356件", ["自然人"]), ("26件", ["企业"])]),
        ("组织2次培训", [("2次", ["培训"])]),
        ("涉及三类内部事务信息5件", [("5件", ["三类内部事务信息"])]),
    ],
)
def test_each_number_has_its_words(text: str, words: list[tuple[str, list[str]]]) -> None:
    spots = sentence(text).spots
    told = [(spot.said, [text[term.start : term.end] for term in spot.terms]) for spot in spots]
    assert told == words


def test_numbers_in_a_row_share_their_unit_and_know_their_place() -> None:
    spots = sentence("分别为356、45件").spots
    assert [(spot.numeral.unit, spot.place, spot.row) for spot in spots] == [
        ("件", 0, 2),
        ("件", 1, 2),
    ]


def test_what_stands_unexplained_beside_the_words_is_kept() -> None:
    (spot,) = sentence("疫情防控新闻发布会某某2场").spots
    assert (spot.qualified, spot.stray) == ("疫情防控", "某某")


def test_a_number_from_a_field_names_its_figure() -> None:
    passage = Passage("共401件", (0,), (1,), fields=((1, 4, "requests.received.total"),))
    (one,) = sentences_of(passage, vocabulary())
    assert one.spots[0].field == "requests.received.total"
