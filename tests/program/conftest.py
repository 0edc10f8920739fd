"""What is not mended yet has to fail: `pending.txt` names it, and only ever shrinks."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
PENDING = HERE / "pending.txt"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    pending = set(PENDING.read_text("utf-8").splitlines()) if PENDING.exists() else set()
    for item in items:
        if pending and item.nodeid.partition("tests/program/")[2] in pending:
            item.add_marker(pytest.mark.xfail(strict=True, reason="pending"))
