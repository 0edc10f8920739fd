"""What holds for every test: a property is about meaning, and no test fails because a machine was slow."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.drawn import annual, faulty, faulty_logs, sample

__all__ = ["annual", "faulty", "faulty_logs", "sample"]

settings.register_profile(
    "steady",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
