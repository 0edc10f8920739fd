"""Words about the columns of a log as wholes (`columns.toml`): what an unread one may count, which days
decide, and what a remark says of a request that is closed in truth.
"""

from __future__ import annotations

from functools import cache

import msgspec

from reportcli.shipped import load_shipped


class ColumnWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `words/columns.toml`."""

    counts: list[str]
    begins: list[str]
    ends: list[str]
    days: list[str]
    closing_remarks: list[str]
    voiding_remarks: list[str]


@cache
def column_words() -> ColumnWords:
    """The words about unread columns, loaded strictly."""
    return load_shipped("words/columns.toml", ColumnWords)
