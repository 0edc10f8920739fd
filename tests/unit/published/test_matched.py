"""The form that fits a report best, and what stands in cells in place of numbers."""

from __future__ import annotations

import pytest

from reportcli.published.matched import is_label, match_report, read_loosely
from tests.unit.published.test_grid import found, laid

TABLE = """
    信息内容       | 本年制发件数 | 本年废止件数 | 现行有效件数
    规章           | 1            | 2            | 见附表
    行政规范性文件 | 增13         | 5            | 6
"""


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("13", "13"),
        ("13件", "13"),
        ("", ""),
        ("—", ""),
        ("增13", "增13"),
        ("规章", None),
        ("1.属于国家秘密", None),  # the ordinal of a label is no number
        ("2、其他", None),
        ("见附表", None),
        ("截至2024年12月31日，本机关共有规范性文件13件，详见官网", None),
    ],
)
def test_a_number_a_blank_a_number_among_words_or_a_label(text: str, digits: str | None) -> None:
    printed = read_loosely(text)
    assert (None if printed is None else printed.digits) == digits


def test_words_in_place_of_a_number_are_what_stands_in_its_cell() -> None:
    cells = found(match_report([laid(TABLE)], 2024).ours)
    assert cells["publications/rules/in_force"] == "见附表"
    assert cells["publications/normative_documents/issued"] == "增13"


def test_of_two_forms_that_know_as_many_cells_that_of_the_year_is_taken() -> None:
    """规章 has other columns in 2019; a table of suits is in both."""
    cases = """
        行政复议 | < | < | < | <
        结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计
        1 | 2 | 3 | 4 | 10
    """
    matched = match_report([laid(cases)], 2020)
    assert matched.ours.edition.id == "2019"
    assert match_report([laid(cases)], 2024).ours.edition.id == "2021"
    assert [one.edition.id for one in matched.others] == ["2021"]


def test_the_form_that_knows_more_cells_is_taken_whatever_the_year() -> None:
    assert match_report([laid(TABLE)], 2020).ours.edition.id == "2021"


def test_a_label_of_any_form() -> None:
    assert is_label("予以公开")
    assert not is_label("某某")
