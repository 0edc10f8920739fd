"""The rules by which the clauses of a wording are weighed, each by itself."""

from __future__ import annotations

import pytest

from reportcli.words.acts import acts_of
from reportcli.words.clauses import read_clauses
from reportcli.words.understand import RULES, understand
from reportcli.words.variants import plain_wording

GIVEN, PART = ("outcome.granted",), ("outcome.partial",)


def deciding_rule(wording: str) -> str:
    acts = acts_of(read_clauses(plain_wording(wording)))
    return next((rule.__name__ for rule in RULES if rule(acts) is not None), "none")


@pytest.mark.parametrize(
    ("rule", "wordings"),
    [
        ("leaves_it_open", "建议不予公开 拟公开"),
        ("asks_consent_in_part", "不予公开，第三方同意部分公开"),
        ("excepts_what_was_withdrawn", "除第3项撤回外，其余公开"),
        ("denies_what_it_gives", "不见得公开"),
        ("gives_all_its_parts", "部分信息已主动公开，其余予以公开"),
        ("gives_in_part", "部分公开 公开部分内容 仅公开名单 公开三分之一 未全部公开"),
        ("tells_that_it_is_a_part", "予以公开（部分） 公开（部分内容） 不予公开（部分）"),
        ("may_have_made_it_public", "脱密处理后公开"),
        ("gives_what_is_left", "隐去姓名后公开 除第3项外予以公开 予以公开（个人隐私除外）"),
        ("gives_what_can_be_given", "可以公开的内容予以公开 其余公开"),
        ("sorts_what_can_be_given", "能公开的公开，不能公开的不公开"),
        ("withholds_a_part", "部分信息不予公开 隐私的部分决定不予公开"),
        ("lifts_the_ground", "国家秘密已解密，予以公开 逾期未补正，后已补正并公开"),
        ("gave_it_before", "已提供，属于重复申请"),
        ("gives_one_and_not_another", "第1项公开，第2项不存在 予以公开1条，不存在1条"),
        ("does_another_thing_later", "原不予公开，经复议后予以公开"),
        ("names_what_it_gives", "甲文件公开，乙文件不公开"),
        ("gives_and_refuses", "予以公开，信息不存在 公开国家秘密"),
        ("gives_more_or_less", "原则上公开"),
        ("gives_all", "予以公开 公开行政执法案卷 不涉及国家秘密，公开"),
        ("withdraws_an_item", "撤回部分申请"),
        ("refuses_what_was_lifted", "原属国家秘密，已解密"),
        ("refuses_a_part_alone", "部分信息不存在 第2项不存在"),
        ("refuses_for_several_groups", "信访事项，信息不存在 不存在，其余不予公开"),
        ("refuses_all", "不予公开 属于国家秘密 申请公开的信息不存在"),
    ],
)
def test_a_rule_decides(rule: str, wordings: str) -> None:
    assert {wording: deciding_rule(wording) for wording in wordings.split()} == dict.fromkeys(
        wordings.split(), rule
    )


def test_every_rule_is_tested() -> None:
    (mark,) = test_a_rule_decides.pytestmark  # type: ignore[attr-defined]
    assert [rule for rule, _ in mark.args[1]] == [rule.__name__ for rule in RULES]


@pytest.mark.parametrize(
    ("wording", "lines", "sure"),
    [
        # what is attached is a part
        ("予以公开，附件涉密不予公开", PART, True),
        ("公开正文，附图不予公开", PART, True),
        # what was only asked for, or is in doubt, is no giving
        ("申请人要求公开的会议纪要不存在", ("outcome.unavailable.not_held",), True),
        ("是否公开待研究", (), True),
        # a name of what is given is no ground
        ("提供信访答复意见书", GIVEN, True),
        ("信访答复意见书已提供", GIVEN, False),
        ("属于信访事项，予以公开", (), True),
        # giving denied is refusing, and not all is some
        ("不应予以公开", (), True),
        ("并非全部公开", PART, False),
        # one item withdrawn is not the request
        ("第1项予以公开，申请人撤回第2项", GIVEN, False),
    ],
)
def test_what_is_understood(wording: str, lines: tuple[str, ...], sure: bool) -> None:
    said, _ = understand(plain_wording(wording))
    assert (said.lines, said.sure) == (lines, sure)


def test_what_is_left_undecided_names_its_rivals() -> None:
    said, _ = understand("予以公开,信息不存在")
    assert said.rivals == ("outcome.granted", "outcome.unavailable.not_held")
