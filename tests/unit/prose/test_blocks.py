"""What a text is made of."""

from __future__ import annotations

import msgspec

from reportcli.prose.blocks import Paragraph, Part, Run, plain_paragraph


def test_the_words_of_a_paragraph_are_those_of_its_runs() -> None:
    assert Paragraph((Run("收到"), Run("401", figure="requests.received.total"))).text == "收到401"
    assert plain_paragraph("收到").runs == (Run("收到"),)


def test_blocks_are_told_apart_when_they_are_written_and_read_back() -> None:
    part = Part("五", "问题", (plain_paragraph("甲"), Paragraph((Run("乙"),), "item", 1, "•")))
    assert msgspec.json.decode(msgspec.json.encode(part), type=Part) == part
