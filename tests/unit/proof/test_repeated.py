"""Sentences that stood in another text, and the work that it takes to find them."""

from __future__ import annotations

import random

import pytest

from reportcli.proof.repeated import MOST_HOLDERS, holders_of_pieces, most_alike, repeated_sentences

OLD = "少数科室对政府信息公开工作的重要性认识不足，主动公开的意识还不够强"


@pytest.mark.parametrize(
    ("now", "stood"),
    [
        (OLD, True),
        (OLD.replace("少数", "个别"), True),
        (OLD.replace("主动公开的", "主动"), True),
        ("2024年举办培训3次，参加的有120人次", True),  # but for its numbers
        (OLD.replace("重要性认识不足", "理解有偏差"), False),
        ("移动端检索功能缺失，公众查找不便", False),
    ],
)
def test_a_word_or_two_make_no_other_sentence(now: str, *, stood: bool) -> None:
    before = ["2023年举办培训2次，参加的有96人次", OLD]
    assert repeated_sentences([now], before) == ([now] if stood else [])


def test_every_sentence_with_a_tenth_changed_is_found() -> None:
    chance = random.Random(7)
    signs = [chr(0x4E00 + at) for at in range(3000)]
    before = ["".join(chance.choices(signs, k=chance.randint(10, 90))) for _ in range(60)]
    now = []
    for sentence in before:
        changed = list(sentence)
        for place in chance.sample(range(len(changed)), len(changed) // 10):
            changed[place] = "变"
        now.append("".join(changed))
    assert repeated_sentences(now, before) == now


def test_the_work_on_what_all_sentences_have_in_common_is_bounded() -> None:
    texts = [f"政府信息公开工作{chr(0x4E00 + at)}" for at in range(500)]
    holders = holders_of_pieces(texts)
    assert max(map(len, holders.values())) == MOST_HOLDERS
    assert len(most_alike(texts[0], holders)) <= MOST_HOLDERS
