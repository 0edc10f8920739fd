"""Text as it is compared: what two copies of one wording may differ in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcli.words.text import letters, one_line, squeeze, unquoted, wording_key


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("不予　公开", "不予公开"),
        (" 予以\n公开\t", "予以公开"),
        ("公\u200b开\ufeff", "公开"),
        ("\u202e开公\u2066", "开公"),
        ("部分\x00公开\x85", "部分公开"),
        ("其他（１）", "其他(1)"),
        ("✔\ufe0f", "✔"),
        ("a\u00a0b\u3164", "ab"),
        ("\ud800无", "无"),
    ],
)
def test_squeeze(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed


@given(text=st.text())
def test_squeezed_text_has_nothing_invisible(text: str) -> None:
    squeezed = squeeze(text)
    assert squeezed == "".join(squeezed.split())
    assert isinstance(squeezed.encode(), bytes)  # fails on a lone surrogate
    assert not any(sign < " " or sign in "\u200b\u202e\u2066\ufeff" for sign in squeezed)


@pytest.mark.parametrize(
    ("compare", "text", "compared"),
    [
        (one_line, "　予以\n 公开  ", "予以 公开"),
        (unquoted, "“三安全一稳定”", "三安全一稳定"),
        (letters, "信访、举报、投诉类（申请）", "信访举报投诉类申请"),
        (letters, "（三）不予公开", "三不予公开"),
        (wording_key, "（三）不予公开 1.属于国家秘密", "不予公开属于国家秘密"),
        (wording_key, "其他处理—其他。", "其他处理其他"),
    ],
)
def test_what_copies_may_differ_in(compare: Callable[[str], str], text: str, compared: str) -> None:
    assert compare(text) == compared
