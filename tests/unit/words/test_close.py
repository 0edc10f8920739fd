"""A slip of one sign: found where one wording must have been meant, and never across a yes and a no."""

from __future__ import annotations

import pytest

from reportcli.words.close import Close

CLOSE = Close(
    {
        "予以公开": "granted",
        "信访举报投诉": "petition",
        "行政处罚": "penalties",
        "行政处分": "other",
    }
)


@pytest.mark.parametrize(
    ("wording", "meant"),
    [
        ("予己公开", "granted"),
        ("信访举报投拆", "petition"),
        ("不以公开", None),  # a slip makes no yes of a no
        ("行政处X", None),  # two wordings are as close
        ("予公开", None),
        ("公开", None),
        ("完全是别的", None),
    ],
)
def test_the_one_close_wording(wording: str, meant: str | None) -> None:
    assert CLOSE.find(wording) == meant
