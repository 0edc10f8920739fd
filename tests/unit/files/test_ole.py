"""Compound files: chains of sectors that lead nowhere."""

from __future__ import annotations

import pytest

from tests.containers import (
    compound_file,
)
from tests.unit.files.opened import refused

LARGE = bytes(5000)


@pytest.mark.parametrize(
    ("chain", "code"),
    [("Workbook", "input-unsafe"), ("directory", "input-unsafe"), ("table", "input-unsafe")],
)
def test_a_chain_of_sectors_in_a_circle(chain: str, code: str) -> None:
    assert refused(compound_file({"Workbook": LARGE}, circle=chain)).code == code


def test_a_compound_file_cut_off() -> None:
    whole = compound_file({"Workbook": LARGE})
    for length in (9, 100, 511, 513, 1100, len(whole) - 600):
        assert refused(whole[:length]).code == "input-damaged"
