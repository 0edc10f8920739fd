"""The whole report where the office wrote nothing, and where it did."""

from __future__ import annotations

import re

import pytest

from reportcli.proof.prove import prove
from reportcli.prose.blocks import FormTable, Paragraph, plain_paragraph
from reportcli.prose.figures import Figures
from reportcli.prose.manuscript import Manuscript
from reportcli.prose.writer import ReportWriter
from tests.sample import report_of
from tests.unit.prose.saying import figures_with


def written(year: int) -> list[Paragraph]:
    report = report_of(year)
    writer = ReportWriter(report, Figures(report))
    blocks = [*writer.usual_preamble(), *writer.usual_words("一"), *writer.other_matters()]
    return [block for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("year", [2020, 2024])
def test_every_number_of_its_sentences_comes_from_a_field(year: int) -> None:
    # Behind the preamble with its dates and numbers of documents.
    for paragraph in written(year)[2:]:
        unfilled = "".join(run.text for run in paragraph.runs if not run.figure)
        assert re.findall(r"\d", unfilled) == []


@pytest.mark.parametrize("year", [2020, 2024])
def test_its_own_sentences_pass_the_proof_as_plain_text(year: int) -> None:
    """What the program says of the figures is said so that the proof understands it."""
    report = report_of(year)
    texts = [
        "".join(run.text for run in paragraph.runs if run.style != "gap")
        for paragraph in written(year)
    ]
    blocks = [plain_paragraph(text) for text in texts if text]
    found = prove("一.md", blocks, Figures(report), report)
    assert [finding.message("zh") for finding in found] == []


def test_what_only_the_office_knows_is_a_gap() -> None:
    gaps = [run.text for paragraph in written(2024) for run in paragraph.runs if run.style == "gap"]
    assert len(gaps) == 2
    assert all(gap.startswith("（此处填写") for gap in gaps)


def test_the_words_of_the_office_stand_in_their_part_over_its_table() -> None:
    report = report_of(2024)
    manuscript = Manuscript("三.md", (plain_paragraph("说明"),))
    parts = ReportWriter(report, Figures(report)).parts({"三": manuscript})
    (third,) = (part for part in parts if part.number == "三")
    assert third.blocks == (plain_paragraph("说明"), FormTable("requests"))
    assert third.file == "三.md"


@pytest.mark.parametrize(
    ("notices", "cases", "charged", "words"),
    [
        (3, 3, 1260, "发出信息处理费收费通知3件，收取信息处理费3件，共1260元。"),
        (3, 0, 0, "发出信息处理费收费通知3件，未收取信息处理费。"),
        (0, 0, 0, "未发出信息处理费收费通知，未收取信息处理费。"),
    ],
)
def test_the_fees_of_the_year(notices: int, cases: int, charged: int, words: str) -> None:
    values = {
        "requests.fee_notices": notices,
        "requests.fee_cases": cases,
        "requests.fees_charged": charged,
    }
    writer = ReportWriter(report_of(2024), figures_with(values))
    assert "".join(run.text for run in writer.fees()) == f"2024年，本机关{words}"
