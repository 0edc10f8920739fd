"""None in words, held against what there was."""

from __future__ import annotations

import pytest

from reportcli.proof.context import Context
from reportcli.proof.nothing import nothing_told
from tests.unit.proof.telling import told


def found(text: str) -> list[tuple[str, str]]:
    number = told(f"{text}；0件")
    contradictions = nothing_told(number.sentence, Context(), number.grounds)
    return [(one.words, one.known.partition("（")[0]) for one in contradictions]


@pytest.mark.parametrize(
    ("text", "words", "known"),
    [
        ("全年没有部分公开的申请", "没有部分公开的申请", "2件"),
        ("未收到自然人提出的申请", "未收到自然人提出的申请", "48件"),
        ("行政复议、行政诉讼均未发生", "行政复议、行政诉讼均未发生", "7件"),
        ("实现零复议", "零复议", "7件"),
        ("未废止规范性文件", "未废止规范性文件", "3件"),
        ("未开展意见征集", "未开展意见征集", "14期"),
        ("申请量为零", "申请量为零", "61件"),
    ],
)
def test_what_there_was_all_the_same(text: str, words: str, known: str) -> None:
    assert found(text) == [(words, known)]


@pytest.mark.parametrize(
    "text",
    [
        "没有举办在线访谈",  # none in the logs either
        "未收到申请人补正材料",
        "第一季度未收到申请",
        "上年没有部分公开的申请",
        "不存在公开申请依据不足的问题",
        "无法提供的申请有所减少",
        "群众来信零投诉",
        "没有按时答复的申请",
        "力争没有部分公开的申请",
    ],
)
def test_what_is_true_or_of_something_else(text: str) -> None:
    assert found(text) == []
