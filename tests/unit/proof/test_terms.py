"""The words for what is counted, found in a text with all that they may mean."""

from __future__ import annotations

from functools import cache

import pytest

from reportcli.proof.terms import (
    SpokenWords,
    change_at_end,
    is_idle,
    mapping_of,
    unexplained,
    without_titles,
)
from reportcli.prose.figures import Figures
from tests.sample import declaring, report_of


@cache
def vocabulary() -> SpokenWords:
    return SpokenWords(report_of(2020), Figures(report_of(2020)))


def found(text: str) -> list[str]:
    return [text[term.start : term.end] for term in vocabulary().terms(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("收到政府信息公开申请401件", ["收到", "政府信息公开申请"]),
        ("予以部分公开26件", ["予以部分公开"]),
        ("《政府信息公开申请表》办结", ["办结"]),
    ],
)
def test_the_longest_word_is_found_and_none_in_a_title(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_a_word_may_mean_several_things() -> None:
    (term,) = vocabulary().terms("公报")
    assert {"channel", "fact"} <= term.groups


def test_the_names_of_declared_figures_and_their_stems_are_words() -> None:
    report = declaring(2020, 走访企业个数=3)
    terms = SpokenWords(report, Figures(report)).terms("走访企业3个")
    assert ("declared", "declared.走访企业个数") in terms[0].meanings


def test_the_last_mention_stands_last() -> None:
    terms = vocabulary().terms("自然人、企业、自然人")
    assert mapping_of(terms)["column"] == ["business", "natural_person"]


@pytest.mark.parametrize(("text", "idle"), [("其中，共计", True), ("全市", True), ("乡镇", False)])
def test_words_that_say_nothing_of_what_is_counted(text: str, idle: bool) -> None:
    assert is_idle(text) is idle


def test_what_stands_between_the_terms_is_told() -> None:
    text = "收到某镇申请"
    assert unexplained(text, vocabulary().terms(text), 0, len(text)) == "某镇"


def test_a_title_keeps_its_place() -> None:
    assert without_titles("据《办法》办结") == "据\0\0\0\0办结"


@pytest.mark.parametrize(
    ("text", "way"),
    [("增长了", "more"), ("下降约", "less"), ("持平", None), ("增长较快，达", None)],
)
def test_words_for_a_change_stand_directly_before_its_number(text: str, way: str | None) -> None:
    match = change_at_end().search(text)
    assert (match and match.lastgroup) == way
