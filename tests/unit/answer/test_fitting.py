"""What the cells of a column hold, and how well they fit a field."""

from __future__ import annotations

from datetime import date

import pytest

from reportcli.answer.fitting import fit_of, held_by
from reportcli.words.fields import log_kinds


def test_what_cells_hold_is_counted_by_kind_and_never_named() -> None:
    cells = [
        date(2024, 1, 5),
        "2024-02-06",
        "予以公开",
        "自然人",
        "张三丰",
        "一段很长的文字，说明原委。",
        None,
        12,
    ]
    assert held_by(cells) == {
        "dates": 2, "outcomes": 1, "types": 1, "names": 1, "texts": 1, "numbers": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "cells", "fits"),
    [
        ("received", ["2024-01-05", "2024年2月6日"], True),
        ("received", ["予以公开", "不予公开"], False),
        ("outcome", ["予以公开", "不予公开：国家秘密"], True),
        ("outcome", ["2024-01-05", "甲"], False),
        ("applicant_type", ["自然人", "商业企业"], True),
        ("number", ["2024-001", "2024-002"], True),
        ("number", ["甲", "乙"], False),
    ],
)
def test_how_well_cells_fit_a_field(field: str, cells: list[str], fits: bool) -> None:
    assert (fit_of("requests", log_kinds()["requests"].field(field), cells) >= 0.6) is fits


def test_every_field_of_every_log_can_be_tried_on_any_cells() -> None:
    """A column that is tried alone has none beside it, whatever its recipe asks of them."""
    cells = ["2024-01-05", "12.5万元", "予以公开", "甲"]
    for kind, log in log_kinds().items():
        assert all(0 <= fit_of(kind, field, cells) <= 1 for field in log.fields)
