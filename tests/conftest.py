"""What holds for every test: a property is about meaning, and no test fails because a machine was slow."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from reportcli.intake.child import parent
from tests import forge
from tests.drawn import annual, faulty, faulty_logs, sample

__all__ = ["annual", "faulty", "faulty_logs", "sample"]

settings.register_profile(
    "steady",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

START_READER = parent.start_reader


@pytest.fixture(scope="session", autouse=True)
def _readers_are_forked() -> Iterator[None]:
    """Every reader's child comes from a forge, in a hundredth of the time; limits and ends are the same."""
    with pytest.MonkeyPatch.context() as patch:
        if forge.FORKS:
            patch.setattr(parent, "start_reader", forge.start_reader)
        yield


@pytest.fixture
def _readers_start_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a test that is about the start or the end of a reader itself."""
    monkeypatch.setattr(parent, "start_reader", START_READER)
