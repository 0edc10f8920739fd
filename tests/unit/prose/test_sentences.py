"""What the program writes where the office wrote nothing: every number from a figure, and nothing invented."""

from __future__ import annotations

import re
from datetime import date

import pytest

from reportcli.proof.prove import prove
from reportcli.prose.blocks import Paragraph
from reportcli.prose.figures import Figures
from reportcli.prose.sentences import ReportWriter, official_date, title_of
from tests.sample import report_of


def written(year: int) -> list[Paragraph]:
    report = report_of(year)
    writer = ReportWriter(report, Figures(report))
    blocks = [*writer.usual_preamble(), *writer.general_situation(), *writer.other_matters()]
    return [block for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_number_of_its_sentences_comes_from_a_field(year: int) -> None:
    for paragraph in written(year)[
        2:
    ]:  # behind the preamble with its dates and numbers of documents
        unfilled = "".join(run.text for run in paragraph.runs if not run.figure)
        assert re.findall(r"\d", unfilled) == []


@pytest.mark.parametrize("year", [2020, 2024])
def test_its_own_sentences_pass_the_proof_as_plain_text(year: int) -> None:
    """What the program says of the figures is said so that the proof understands it."""
    from reportcli.prose.blocks import plain

    report = report_of(year)
    texts = [
        "".join(run.text for run in paragraph.runs if run.style != "gap")
        for paragraph in written(year)
    ]
    blocks = [plain(text) for text in texts if text]
    assert [
        finding.message("zh") for finding in prove("一.md", blocks, Figures(report), report)
    ] == []


def test_what_only_the_office_knows_is_a_gap() -> None:
    gaps = [run.text for paragraph in written(2024) for run in paragraph.runs if run.style == "gap"]
    assert len(gaps) == 2
    assert all(gap.startswith("（此处填写") for gap in gaps)


def test_title_and_date() -> None:
    assert title_of(report_of(2024)) == "青禾县自然资源局2024年政府信息公开工作年度报告"
    assert official_date(date(2025, 1, 2)) == "2025年1月2日"
