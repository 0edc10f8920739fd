"""Sound logs in the layouts of offices: every cell of the form comes back, and nothing is an error."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportcli.report import Report, compile_report
from tests.expand import COLUMNS, expand, read_published
from tests.relaid import RELAID, Logs

Cells = dict[tuple[str, str, str], Decimal]


def invented(seed: int) -> dict[str, Any]:
    """Small figures that nobody published, in which every identity holds."""
    rng = random.Random(seed)
    table = read_published("suqian-2024")["tables"]
    lines = [
        line
        for line in table["requests"]
        if line.startswith("outcome.") and line != "outcome.total"
    ]
    requests: dict[str, dict[str, int]] = {
        line: {}
        for line in ("received", "brought_forward", *lines, "outcome.total", "carried_forward")
    }
    for column in COLUMNS:
        outcomes = {line: rng.choice((0, 0, 0, 1, 2)) for line in lines}
        done, carried = sum(outcomes.values()), rng.choice((0, 1, 2))
        before = min(done, rng.choice((0, 1, 2)))
        figures = {
            "received": done + carried - before,
            "brought_forward": before,
            **outcomes,
            "outcome.total": done,
            "carried_forward": carried,
        }
        for line, number in figures.items():
            requests[line][column] = number
    for row in requests.values():
        row["total"] = sum(row.values())
    stock = {"issued": 3, "repealed": 2, "in_force": 9}
    decisions = {
        line: {"decisions": rng.randint(0, 12)} for line in ("licensing", "penalties", "coercion")
    }
    publications = {
        "rules": dict.fromkeys(stock, 0),
        "normative_documents": stock,
        **decisions,
        "fees": {"amount": 12.5},
    }
    cases: dict[str, dict[str, int]] = {}
    for line in ("review", "suit_direct", "suit_after_review"):
        row = {name: rng.randint(0, 3) for name in ("upheld", "corrected", "other", "pending")}
        cases[line] = {**row, "total": sum(row.values())}
    return {
        "year": 2024,
        "edition": "2021",
        "tables": {"publications": publications, "requests": requests, "cases": cases},
    }


def counted(report: Report) -> Cells:
    """Every cell of a report."""
    return {
        (table, *cell): Decimal(number)
        for table, numbers in report.tables.items()
        for cell, number in numbers.items()
    }


def wanted(published: dict[str, Any]) -> Cells:
    """Every cell of published figures."""
    return {
        (table, line, column): Decimal(str(number))
        for table, lines in published["tables"].items()
        for line, row in lines.items()
        for column, number in row.items()
    }


def check(published: dict[str, Any], logs: Logs, layout: str, folder: Path) -> None:
    """Hold a layout of logs against the figures that they were made of."""
    files = RELAID[layout](logs, folder)
    report = compile_report(files, year=published["year"], as_of=date(published["year"] + 1, 1, 15))
    errors = Counter(one.code for one in report.findings if one.severity == "error")
    found, right = counted(report), wanted(published)
    differing = {
        cell: (found.get(cell), number)
        for cell, number in right.items()
        if found.get(cell) != number
    }
    assert not errors, (
        errors,
        [str(one.address) for one in report.findings if one.severity == "error"][:3],
    )
    assert not differing


@pytest.mark.parametrize("layout", RELAID)
@pytest.mark.parametrize("seed", range(2))
def test_invented_figures_come_back_in_every_layout(seed: int, layout: str, tmp_path: Path) -> None:
    published = invented(seed)
    logs = expand(published, seed=seed, noise=seed % 2 == 0, truth=True)
    check(published, logs, layout, tmp_path)
