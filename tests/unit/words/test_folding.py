"""Text in lines of a width: nothing is lost, nothing is torn, and no line is wider."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from reportcli.words.folding import fold, fold_list

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
