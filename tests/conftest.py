"""What holds for every test: a property is about meaning, and no test fails because a machine was slow; and what
readers' children run is measured with the rest.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings

from reportcli.intake.reader import Child

GRACE = 5  # seconds

settings.register_profile(
    "steady",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _children_that_are_measured_end_by_themselves(request: pytest.FixtureRequest) -> Iterator[None]:
    """The program kills its readers, since they hold nothing any more; a killed process cannot tell what it ran."""
    with pytest.MonkeyPatch.context() as patch:
        if request.config.pluginmanager.hasplugin("_cov"):  # with --cov
            patch.setattr(Child, "close", end_and_close)
        yield


def end_and_close(child: Child, close: Callable[[Child], None] = Child.close) -> None:
    """Let a child see that no more jobs come, and have some time to end."""
    assert child.process.stdin
    with suppress(OSError):
        child.process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        child.process.wait(GRACE)
    close(child)
