"""Text in lines of a width: nothing is lost, nothing is torn, and no line is wider."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from reportcli.words.folding import OF_KNOWN_WIDTH, columns_of_text, fold, fold_list

PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z", "M"]) | st.just(" "), max_size=120)


@settings(deadline=None)
@given(
    PRINTABLE, st.integers(12, 40), st.sampled_from(["", "  ", "    "]), st.sampled_from(["", "  "])
)
def test_folding_loses_nothing_and_keeps_to_the_width(
    text: str, width: int, indent: str, hang: str
) -> None:
    lines = fold(text, width, indent=indent, hang=hang)
    assert max(map(wcswidth, lines)) <= width
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@settings(deadline=None)
@given(st.lists(PRINTABLE.filter(str.strip), min_size=1, max_size=8), st.integers(12, 40))
def test_folding_a_list_does_too(items: list[str], width: int) -> None:
    lines = list(fold_list(items, width))
    assert max(map(wcswidth, lines)) <= width
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", "；".join(items))


def test_a_list_of_nothing_takes_no_line() -> None:
    assert list(fold_list([], 20)) == []


def test_words_and_closing_punctuation_are_not_torn() -> None:
    assert fold("部分公开（区分处理的，只计这一情形）Partially disclosed", 16) == [
        "部分公开（区分处",
        "理的，只计这一情",
        "形）Partially",
        "disclosed",
    ]


def test_signs_of_known_width_take_as_many_columns_as_the_library_says() -> None:
    signs = [sign for sign in map(chr, range(0x11000)) if OF_KNOWN_WIDTH.fullmatch(sign)]
    assert len(signs) > 21_000
    assert all(columns_of_text(sign) == wcswidth(sign) for sign in signs)


@pytest.mark.parametrize("text", ["é", "e\u0301", "ｶﾅ", "한글", "👍", "\u200b", "甲\u302a"])
def test_of_other_signs_the_library_is_asked(text: str) -> None:
    assert not OF_KNOWN_WIDTH.fullmatch(text)
    assert columns_of_text(text) == wcswidth(text)
