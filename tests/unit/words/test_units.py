"""Units in charge, told apart from persons."""

from __future__ import annotations

import pytest

from reportcli.words.units import without_persons


@pytest.mark.parametrize(
    ("unit", "heading"),
    [
        ("规划科", "规划科"), ("综合", "综合"), ("方志办", "方志办"), ("高新区分局", "高新区分局"),
        ("张三", ""), ("王科", ""), ("李主任", ""), ("欧阳娜娜", ""), ("阿里·买买提", ""), ("张三、李四", ""),
        ("规划科 张三", "规划科"), ("法规科（李四光）", "法规科"), ("规划科，13812345678", "规划科"),
    ],
)  # fmt: skip
def test_units_and_persons_are_told_apart(unit: str, heading: str) -> None:
    assert without_persons(unit) == heading
