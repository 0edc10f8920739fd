"""The method note: what another person needs to count again, and nothing of a person."""

from __future__ import annotations

from reportcli import __version__
from reportcli.prose.blocks import Paragraph, PlainTable
from reportcli.prose.method import method_note
from reportcli.words.messages import CHINESE
from tests.sample import report_of


def words(year: int) -> str:
    return "\n".join(
        block.text
        for block in method_note(report_of(year), CHINESE).blocks
        if isinstance(block, Paragraph)
    )


def rows(year: int) -> list[list[str]]:
    tables = [
        one for one in method_note(report_of(year), CHINESE).blocks if isinstance(one, PlainTable)
    ]
    return [
        ["".join(run.text for run in cell) for cell in row] for one in tables for row in one.rows
    ]


def test_the_form_the_program_and_the_day_are_named() -> None:
    assert f"reportcli {__version__}" in words(2024)
    assert report_of(2024).edition.document in words(2024)
    assert "2025-01-12" in words(2024)


def test_each_log_has_its_digest_and_no_folder() -> None:
    for file in report_of(2024).inputs:
        assert file.sha256 in words(2024)
    assert "/" not in words(2024).replace("reportcli/", "")


def test_the_rows_of_each_sheet_add_up() -> None:
    report = report_of(2024)
    read = sum(int(row[1]) for row in rows(2024) if len(row) == 5 and row[1].isdigit())
    assert read == sum(
        sheet.rows_read for file in report.inputs for sheet in file.sheets if sheet.kind
    )


def test_the_choices_that_the_law_leaves_open_are_told() -> None:
    told = {row[0]: row[1:] for row in rows(2024) if len(row) == 3}
    assert len(told) >= 6
