"""Known words in a text: the longest counts, and a denied one is told apart."""

from __future__ import annotations

import pytest

from reportcli.words.matcher import (
    Lexicon,
    Word,
    find_hits,
    lists_on,
    negates,
    spelled_out,
    weigh_hits,
)

WORDS = Lexicon(
    [
        Word("公开", "outcome.granted"),
        Word("不公开", "outcome.refused"),
        Word("国家秘密", "outcome.refused.state_secret"),
        Word("个人隐私", "outcome.refused.third_party"),
        Word("驳回…请求", "upheld"),
        Word("驳回", "ambiguous"),
        Word("公开栏", "neutral"),
        Word("两用", "one"),
        Word("两用", "other"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公开", ["outcome.granted"]),
        ("不公开", ["outcome.refused"]),
        ("驳回原告的全部请求", ["upheld"]),
        ("驳回,另有请求", ["ambiguous"]),
        ("公开栏", []),
        ("《国家秘密目录》公开", ["outcome.granted"]),
        ("两用", ["one", "other"]),
        ("没有的词", []),
    ],
)
def test_the_longest_word_counts(text: str, found: list[str]) -> None:
    assert [hit.target for hit in find_hits(text, WORDS)] == found


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("不涉及国家秘密", [True]),
        ("不涉及国家秘密、工作秘密和个人隐私", [True, True]),
        ("不涉及国家秘密，但涉及个人隐私", [True, False]),
        ("国家秘密", [False]),
    ],
)
def test_a_negation_holds_for_its_list(text: str, denied: list[bool]) -> None:
    assert [is_negated for _, is_negated in weigh_hits(text, WORDS)] == denied


def test_what_denies_and_what_lists_on() -> None:
    assert negates("经审查未发现涉及")
    assert not negates("经审查涉及")
    assert lists_on("、")
    assert not lists_on("，但")


def test_one_line_of_the_vocabulary_may_be_several_words() -> None:
    assert spelled_out("{没有|无}{相关|}信息") == [
        "没有相关信息",
        "没有信息",
        "无相关信息",
        "无信息",
    ]
    assert spelled_out("公开") == ["公开"]
