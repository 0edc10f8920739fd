"""Hostile documents that take a reader seconds: a child reads or refuses each within its limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.finding import Refusal, catalogue
from reportcli.published.reader import read_reports
from reportcli.published.wire import ReportJob
from tests.program.hostile.documents import HEAVY, Document, documents

CASES = [case for case in documents() if case.id in HEAVY]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_it_is_read_or_refused(case: Document, tmp_path: Path) -> None:
    file = tmp_path / f"年报{case.suffix}"
    file.write_bytes(case.build())
    (read,) = read_reports([ReportJob(str(file), 2024)])
    if isinstance(read, Refusal):
        assert catalogue()[read.code].status in (2, 3, 4)
    else:
        assert read.cells


def test_every_heavy_one_is_there() -> None:
    assert {case.id for case in CASES} == HEAVY
