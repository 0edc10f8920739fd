"""What holds for every test: a property is about meaning, and no test fails because a machine was slow."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import cache

import pytest
import typer.testing
from hypothesis import HealthCheck, settings

from reportcli.intake.child import parent
from reportcli.marking import mark
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

# What is imported and collected, some millions of objects, lives as long as the tests do.
gc.disable()


def pytest_collection_finish() -> None:
    """From here on the collector looks at what the tests make alone."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _commands_are_laid_out_once() -> Iterator[None]:
    """All commands with their options take longer to lay out than most runs within this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.testing._get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def _readers_are_forked() -> Iterator[None]:
    """Every reader's child comes from a forge, in a hundredth of the time; limits and ends are the same."""
    with pytest.MonkeyPatch.context() as patch:
        if forge.FORKS:
            patch.setattr(parent, "start_reader", forge.start_reader)
            patch.setattr(mark, "save_again", forge.save_again)
        yield
    forge.end_all()


@pytest.fixture
def _readers_start_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a test that is about the start or the end of a reader itself."""
    monkeypatch.setattr(parent, "start_reader", START_READER)
