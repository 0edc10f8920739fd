"""The reports on the sample logs, counted once: what prose about them is held against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import msgspec

from reportcli.finding import Finding
from reportcli.proof.prove import prove
from reportcli.prose.figures import Figures
from reportcli.prose.manuscript import read_manuscript
from reportcli.report import Report, compile_report
from tests.places import SAMPLES as ROOT


@cache
def report_of(year: int) -> Report:
    """The report on the sample logs of a year; 2024 has last year's figures, 2020 has none."""
    logs = sorted((ROOT / str(year)).glob("*.xlsx"))
    before = ROOT / str(year) / f"previous-{year - 1}.json"
    previous = before if before.exists() else None
    return compile_report(logs, year=year, as_of=date(year + 1, 1, 12), previous=previous)


def declaring(year: int, **declared: float) -> Report:
    """The same with figures declared in the settings."""
    report = report_of(year)
    settings = msgspec.structs.replace(report.settings, declared=declared)
    return replace(report, logs=replace(report.logs, settings=settings))


def proved(text: str, report: int | Report) -> list[Finding]:
    """What is found in a text: in its fields and in its words."""
    report = report_of(report) if isinstance(report, int) else report
    figures = Figures(report)
    manuscript = read_manuscript("一.md", text, figures)
    found = [*manuscript.findings, *prove("一.md", manuscript.blocks, figures, report)]
    for finding in found:
        for language in ("zh", "en"):
            assert "{" not in finding.message(language).replace("{{", "")
            assert finding.remedy(language)
    return found


def places(found: list[Finding]) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    return [(finding.address.row, finding.code) for finding in found]
