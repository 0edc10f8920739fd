"""The labels of the form, however they are written."""

from __future__ import annotations

import pytest

from reportcli.law.edition import Edition
from reportcli.published.labels import label_keys, labels_of
from tests.filled import (
    YEARS,
)


@pytest.mark.parametrize("edition", YEARS)
def test_no_label_names_two_lines_or_two_columns_of_a_table(edition: str) -> None:
    form = Edition.by_id(edition)
    for table in form.tables:
        for block in table.blocks:
            for axis in ("lines", "columns"):
                for item in getattr(block, axis):
                    named = labels_of(edition).named_by(item.ordinal + item.label)
                    same = {
                        one.item.id for one in named if one.table == table.id and one.axis == axis
                    }
                    assert same == {item.id}, (table.id, item.label)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("（一）予以公开", "outcome.granted"),
        ("(一)予以公开", "outcome.granted"),
        ("予 以 公 开", "outcome.granted"),
        ("予\u200b以公开", "outcome.granted"),
        ("1.属于国家秘密", "outcome.refused.state_secret"),
        ("①属于国家秘密", "outcome.refused.state_secret"),
        ("四、结转下一年继续办理", "carried_forward"),
        ("合计", "outcome.total"),
        ("保护第三方合法权盖", ""),  # a slip in a short label could be another label
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申清", "outcome.other.not_corrected"),
        ("附件", ""),
    ],
)  # fmt: skip
def test_a_line_is_known_by_its_letters(text: str, line: str) -> None:
    found = {one.item.id for one in labels_of("2021").named_by(text) if one.table == "requests"}
    assert found - {"total"} == ({line} if line else set())


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("（一）予以公开", {"一予以公开", "予以公开"}),
        ("三、本年度办理结果", {"三本年度办理结果", "本年度办理结果"}),
        ("本年收费金额（单位：万元）", {"本年收费金额单位万元", "本年收费金额"}),
        ("１２", {"12"}),
    ],
)
def test_the_letters_of_a_label(text: str, keys: set[str]) -> None:
    assert label_keys(text) == keys
