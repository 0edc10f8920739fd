"""Workbooks changed by chance: the express lane reads them as calamine does, or leaves them to it.

Twenty of each writer; a thousand in all are in `tests/outside`.
"""

from __future__ import annotations

import pytest

from tests.mutated import SOUND, held_against_calamine


@pytest.mark.parametrize("writer", range(len(SOUND)))
def test_what_is_changed_is_read_as_calamine_reads_it(
    monkeypatch: pytest.MonkeyPatch, writer: int
) -> None:
    fates = held_against_calamine(writer, 20, monkeypatch)
    assert fates["left"]
    assert fates["read"]
