"""A thousand workbooks changed by chance: the express lane reads none of them other than calamine."""

from __future__ import annotations

import pytest

from tests.mutated import SOUND, held_against_calamine


@pytest.mark.parametrize("writer", range(len(SOUND)))
def test_a_thousand_changed_workbooks(monkeypatch: pytest.MonkeyPatch, writer: int) -> None:
    fates = held_against_calamine(writer, 340, monkeypatch)
    assert fates["left"] > 100
    assert fates["read"] > 30
