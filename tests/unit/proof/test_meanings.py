"""From words to the figures that they may mean."""

from __future__ import annotations

from functools import cache

import pytest

from reportcli.proof.context import CASES, PUBLICATIONS, Context
from reportcli.proof.evidence import Register
from reportcli.proof.meanings import Meanings, Wording
from reportcli.proof.terms import SpokenWords
from reportcli.prose.figures import Figures
from tests.sample import report_of


@cache
def figures() -> Figures:
    return Figures(report_of(2020))


def meant(text: str, unit: str = "件", context: Context | None = None) -> list[str]:
    terms = SpokenWords(report_of(2020), figures()).terms(text)
    wording = Wording(tuple(terms), unit, context or Context(), text)
    return ["+".join(one.names) for one in Meanings(Register(figures())).meant(wording)]


@pytest.mark.parametrize(
    ("text", "unit", "names"),
    [
        ("收到申请", "件", ["requests.received.total"]),
        ("受理申请", "件", ["requests.received.total", "requests.handled"]),
        ("办结", "件", ["requests.outcome.total.total"]),
        ("予以公开", "件", ["requests.outcome.granted.total"]),
        ("国家秘密不予公开", "件", ["requests.outcome.refused.state_secret.total"]),
        ("复议维持", "件", ["cases.review.upheld"]),
        ("主动公开信息", "条", ["publications.items"]),
        ("集中采购", "元", ["publications.procurement.amount"]),
        ("规章有效", "人", []),
        ("", "件", []),
    ],
)
def test_what_words_mean(text: str, unit: str, names: list[str]) -> None:
    assert meant(text, unit)[: len(names)] == names
    assert bool(meant(text, unit)) is bool(names)


def test_a_result_is_of_the_cases_that_were_in_mind() -> None:
    assert meant("维持", context=Context(kinds=("suit",))) == ["cases.suit.upheld"]
    assert meant("维持") == []


def test_a_verb_alone_counts_requests_only_where_these_are_in_mind() -> None:
    assert meant("办结", context=Context(family=CASES)) == []


def test_a_channel_is_none_of_requests() -> None:
    assert meant("网站", "条", Context(family=PUBLICATIONS)) == ["publications.by_channel.own_site"]


def test_the_rest_is_the_last_of_what_was_listed() -> None:
    assert meant("其他", context=Context(listed="way"))[:1] == [
        "requests.by_channel.other_ways",
    ]
