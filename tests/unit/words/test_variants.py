"""Wordings in traditional signs, and with common slips, are compared as what they mean."""

from __future__ import annotations

import pytest

from reportcli.words.variants import plain_key, plain_wording
from reportcli.words.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("不予公開", "不予公开"),
        ("部份公開", "部分公开"),
        ("信訪、舉報、投訴", "信访、举报、投诉"),
        ("“予以　公开”", "予以公开"),
        ("予已公开", "予以公开"),
        ("其它處理", "其他处理"),
    ],
)
def test_plain_wording(written: str, compared: str) -> None:
    assert plain_wording(written) == compared


def test_a_key_has_neither_ordinal_nor_punctuation() -> None:
    assert plain_key("（三）不予公開：國家秘密。") == "不予公开国家秘密"


def test_signs_stand_place_for_place() -> None:
    variants = vocabulary().variants
    assert len(variants.traditional) == len(variants.simplified)
    assert len(set(variants.traditional)) == len(variants.traditional)
