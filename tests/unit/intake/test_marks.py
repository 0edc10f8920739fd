"""Digests: by them two rows are one item or one person, and no text leaves the reader."""

from __future__ import annotations

import pytest

from reportcli.intake.marks import marks_of
from tests.unit.intake.test_columns import column, read


def test_the_same_item_is_recognised_by_a_number_that_tells_nothing() -> None:
    reading = read("""
        标题             | 文号    | 信息类别 | 公开日期   | 网址
        关于某事的通知   | 某1号   | 通知     | 2024-01-05 |
        关于某事的通知！ | 某 1 号 | 通知     | 2024-02-05 |
        甲               |         | 通知     | 2024-01-05 | https://example.org/1
        乙               |         | 通知     | 2024-01-06 | https://example.org/1
        丙               |         | 通知     | 2024-01-05 |
        丙               |         | 通知     | 2024年1月5日 |
        丙               |         | 通知     | 2024-01-06 |
                         |         | 通知     | 2024-01-05 |
    """)
    a, b, c, d, e, f, g, unnamed = column(reading, "item")
    assert (a, c, e) == (b, d, f)
    assert len({a, c, e, g}) == 4
    assert unnamed is None


def test_texts_that_differ_in_nothing_that_is_read_have_one_mark() -> None:
    plain, spaced, wide, other = marks_of(["赵甲", " 赵 甲", "赵甲\u200b", "钱乙"])
    assert plain == spaced == wide
    assert plain not in (None, other)


@pytest.mark.parametrize("cell", [None, "", "不详", "#N/A", "—"])
def test_what_says_nothing_has_no_mark(cell: str | None) -> None:
    assert [*marks_of([cell])] == [None]
