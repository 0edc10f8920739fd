"""Words of two finished reports compared: by paragraph in one layout, by sentence across two."""

from __future__ import annotations

import pytest

from reportcli.answer.changed_words import MOST_IN_ORDER, changed_words

WORD = ["一、总体情况", "2024年，新收申请61件。按期办结率为100%。", "无其他事项。"]


def test_in_one_layout_a_heading_counts_too() -> None:
    other = ["一、基本情况", *WORD[1:]]
    assert changed_words(WORD, other, is_one_layout=True) == (["一、总体情况"], ["一、基本情况"])


@pytest.mark.parametrize(
    "printed",
    [
        # Narrow punctuation and blanks about figures, as a PDF has them.
        ["一、总体情况", "2024 年,新收申请 61 件。按期办结率为 100%。", "无其他事项。"],
        # A page break within a sentence, and the number of the page.
        ["2024年，新收申", "— 1 —", "请61件。按期办结率为100%。", "无其他事项。"],
        # The figures of a chart, which the other layout does not have.
        [*WORD, "图1的数据", "21", "23.3%"],
    ],
)
def test_another_layout_is_no_other_wording(printed: list[str]) -> None:
    assert changed_words(WORD, printed, is_one_layout=False) == ([], [])


def test_across_two_layouts_the_sentence_is_named_that_changed() -> None:
    printed = ["2024 年,新收申请 59 件。按期办结率为 100%。", "无其他事项。"]
    assert changed_words(WORD, printed, is_one_layout=False) == (
        ["2024年，新收申请61件。"],
        ["2024 年,新收申请 59 件。"],
    )


def test_a_side_without_words_has_none_that_changed() -> None:
    assert changed_words([], WORD, is_one_layout=True) == ([], [])


def test_very_many_paragraphs_are_not_put_in_order() -> None:
    many = ["同一句。"] * (MOST_IN_ORDER + 1)
    assert changed_words(many, [*many, "另一句。"], is_one_layout=True) == ([], ["另一句。"])
