"""Each rule alone: which numbers it has an opinion on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportcli.proof import rules
from reportcli.proof.told import NO_SOURCE, RIGHT, ToldNumber, Verdict, wrong
from tests.sample import declaring
from tests.unit.proof.telling import told

ALL_RECEIVED = "61件（三/本年新收政府信息公开申请数量/总计）"
Rule = Callable[[ToldNumber], Verdict | None]


@pytest.mark.parametrize(
    ("rule", "text", "verdict"),
    [
        (rules.is_planned, "计划组织培训3次", RIGHT),
        (rules.is_planned, "组织培训3次", None),
        (rules.is_of_another_year, "2022年为38件", NO_SOURCE),
        (rules.is_of_another_year, "2023年为38件", None),
        (rules.is_told_of_each, "科研机构、社会公益组织各2件", ("1件", "1件")),
        (rules.is_told_of_each, "科研机构2件", None),
        (rules.is_a_figure, "收到申请61件", RIGHT),
        (rules.is_a_figure, "收到申请60件", None),
        (rules.is_the_remainder, "走访企业9家，其中工业企业5家，其余4家", RIGHT),
        (rules.is_the_remainder, "走访企业9家，其余4家", None),
        (rules.contradicts_a_figure, "收到申请62件", ("61件",)),
        (rules.contradicts_a_figure, "收到一件申请", None),
        (rules.is_nothing, "走访企业0家", RIGHT),
        (rules.is_nothing, "走访企业1家", None),
        (rules.is_known_somewhere, "另有61件", RIGHT),
        (rules.is_known_somewhere, "另有9999件", None),
        (rules.is_a_manner_of_speaking, "健全三项制度", RIGHT),
        (rules.is_a_manner_of_speaking, "健全3项制度", None),
    ],
)
def test_a_rule(rule: Rule, text: str, verdict: Verdict | tuple[str, ...] | None) -> None:
    given = rule(told(text))
    if isinstance(verdict, tuple):
        assert given is not None
        assert not given.is_right
        assert [one.partition("（")[0] for one in given.instead] == list(verdict)
    else:
        assert given == verdict


def test_a_declared_figure_bears_out_what_shares_a_word_with_its_name() -> None:
    report = declaring(2020, 走访企业=17)
    assert rules.is_declared(told("走访17家", report=report)) == RIGHT
    assert rules.is_declared(told("接待17家", report=report)) is None


def test_the_first_rule_with_an_opinion_decides() -> None:
    assert rules.judge(told("计划收到申请62件")) == RIGHT
    assert rules.judge(told("收到申请62件")) == wrong([ALL_RECEIVED])
    assert rules.judge(told("走访企业9999家")) == NO_SOURCE


def test_a_count_is_remembered_and_a_share_is_not() -> None:
    count, share = told("收到申请61件"), told("收到申请61件，占50%")
    assert [claim.said for claim in rules.remember(count, RIGHT).claims] == [61]
    assert rules.remember(share, RIGHT).claims == share.context.claims
