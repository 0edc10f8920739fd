"""The sample reports that templates are filled with."""

from __future__ import annotations

from datetime import date

import pytest

from reportcli.report import Report, compile_report
from tests.filled import (
    YEARS,
)
from tests.places import SAMPLES


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    """The sample reports by edition."""
    return {
        edition: compile_report(
            sorted((SAMPLES / str(year)).glob("*.xlsx")), as_of=date(year + 1, 1, 12)
        )
        for edition, year in YEARS.items()
    }


@pytest.fixture
def report(reports: dict[str, Report]) -> Report:
    """The report on 2024."""
    return reports["2021"]
