"""Columns of reviews and suits: kind and way to court together, and the result they allow."""

from __future__ import annotations

import pytest

from tests.unit.intake.test_columns import column, faults, read

CASES = "案件类型 | 是否经过复议 | 受理日期 | 审理结果"


def test_a_dismissed_suit_is_other_unless_the_office_settled_it_otherwise() -> None:
    suits = "案件类型 | 是否经过复议 | 受理日期 | 审理结果\n行政诉讼 | 否 | 2024-01-05 | 驳回起诉"
    assert column(read(suits), "result") == ["other"]
    assert column(read(suits, dismissed_suit="upheld"), "result") == ["upheld"]


@pytest.mark.parametrize(
    ("kind", "way", "group"),
    [
        ("行政复议", "", "review"),
        ("行政诉讼", "否", "suit_direct"),
        ("行政诉讼", "是", "suit_after_review"),
        ("复议后起诉", "", "suit_after_review"),
    ],
)
def test_kind_and_way_to_court_say_the_group_together(kind: str, way: str, group: str) -> None:
    reading = read(f"{CASES}\n{kind} | {way} | 2024-01-05 | 维持")
    assert column(reading, "kind") == [group]


def test_a_suit_of_which_nobody_knows_the_way_has_a_fault_at_the_way_and_no_result() -> None:
    reading = read(f"{CASES}\n行政诉讼 | | 2024-01-05 | 维持")
    assert faults(reading) == [("after-review-missing", "B2")]
    assert column(reading, "result") == [None]


def test_without_a_column_for_the_way_the_fault_stands_at_the_kind() -> None:
    reading = read("案件类型 | 受理日期 | 审理结果\n行政诉讼 | 2024-01-05 | 维持")
    assert faults(reading) == [("after-review-missing", "A2")]


@pytest.mark.parametrize(("cell", "told"), [("是", "yes"), ("否", None), ("", None)])
def test_an_office_that_is_sued_as_the_organ_of_review(cell: str, told: str | None) -> None:
    reading = read(f"{CASES} | 是否共同被告\n行政复议 | | 2024-01-05 | 维持 | {cell}")
    assert column(reading, "co_defendant") == [told]
