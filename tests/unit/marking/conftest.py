"""A marked-up copy, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.marked import (
    marked,
    styled_book,
)


@pytest.fixture(scope="session")
def styled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("styled") / "某局 台账.xlsx"
    styled_book().save(path)
    return path


@pytest.fixture(scope="session")
def copy(styled: Path) -> bytes:
    data, told = marked(styled)
    assert told == []
    return data
