"""Every layout of `layouts.py` through the whole pipeline: the figures of its truth, or the exact refusal."""

from __future__ import annotations

import shutil
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from reportcli.answer.inspect import inspect_files
from reportcli.finding import Refusal
from reportcli.intake.child import parent as reader
from reportcli.report import Report, compile_report
from reportcli.settings import Settings
from tests.layouts import LAYOUTS, Layout
from tests.places import SHARED

YEAR = 2024
RUN_ON = date(2025, 1, 3)
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
XLSB = SHARED / "files" / "sample.xlsb"
READ = [name for name, layout in LAYOUTS.items() if not layout.refused]
REFUSED = [name for name, layout in LAYOUTS.items() if layout.refused]
CONVERTED = [name for name, layout in LAYOUTS.items() if layout.converted]

Reported = Callable[[str], Report]


def report_on(path: Path) -> Report:
    """The report for the year of the truth."""
    return compile_report([path], year=YEAR, as_of=RUN_ON)


def write_layout(layout: Layout, folder: Path) -> Path:
    """The file of one layout in a folder of its own, beside its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"log{layout.suffix}"
    layout.write(path)
    if layout.settings:
        (folder / "reportcli.toml").write_text(layout.settings, encoding="utf-8")
    return path


class LastingChild(reader.Child):
    """A reader that is not ended after its file: to start one for each layout would take most of the time."""

    def close(self) -> None:
        """Wait for the next file."""


@pytest.fixture(scope="module", autouse=True)
def one_reader() -> Iterator[None]:
    """One reading process for all layouts."""
    child = LastingChild(reader.Limits())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "Child", lambda _: child)
        yield
    reader.Child.close(child)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """The report on each layout, made once."""
    folder = tmp_path_factory.mktemp("layouts")
    return cache(lambda name: report_on(write_layout(LAYOUTS[name], folder / name)))


def figures_of(report: Report) -> dict[str, dict[str, object]]:
    """The cells that are not nought, table by table; a table without any is left out."""
    tables = {
        table: {"/".join(cell): number for cell, number in cells.items() if number}
        for table, cells in report.tables.items()
    }
    return {table: cells for table, cells in tables.items() if cells}


def check(report: Report, layout: Layout) -> None:
    """What a layout promises."""
    assert figures_of(report) == layout.figures
    assert report.tally.carried_forward() == list(layout.carried)
    assert sorted((found.code, found.address.cell) for found in report.findings) == sorted(
        layout.findings
    )
    skipped = {
        sheet.sheet: sheet.skipped
        for file in report.inputs
        for sheet in file.sheets
        if sheet.skipped
    }
    assert skipped == layout.skipped


@pytest.mark.parametrize("name", READ)
def test_every_layout_gives_the_figures_of_its_truth(name: str, reported: Reported) -> None:
    layout = LAYOUTS[name]
    report = reported(name)
    check(report, layout)
    if layout.aside is not None:
        aside = Counter[str]()
        for file in report.inputs:
            for sheet in file.sheets:
                aside.update({reason: len(rows) // 4 for reason, rows in sheet.set_aside.items()})
        assert aside == layout.aside


@pytest.mark.parametrize("name", READ)
def test_every_row_of_every_sheet_has_one_fate(name: str, reported: Reported) -> None:
    report = reported(name)
    (file,) = report.inputs
    for sheet in file.sheets:
        rows = [*sheet.header_rows, *array("i", sheet.rows)]
        rows += [row for numbers in sheet.set_aside.values() for row in array("i", numbers)]
        assert sorted(rows) == list(range(1, len(rows) + 1))
        assert len(rows) == sheet.rows_read + len(sheet.header_rows)
    fates = [
        (part.log.source.rows_read, sum(part.rows_by_fate().values()))
        for part in report.tally.parts
    ]
    assert all(read == sorted_ for read, sorted_ in fates)
    assert len(fates) == sum(sheet.kind is not None for sheet in file.sheets)


@pytest.mark.parametrize("name", REFUSED)
def test_a_layout_that_cannot_be_used_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    path = write_layout(layout, tmp_path / name)
    with pytest.raises(ExceptionGroup) as refused:
        report_on(path)
    refusals = [one for one in refused.value.exceptions if isinstance(one, Refusal)]
    assert [(one.code, one.status) for one in refusals] == [layout.refused]
    for language in ("zh", "en"):
        message = refusals[0].message(language)
        assert message.startswith(str(path))
        assert layout.note in message
        # Nobody is named, and no number of theirs, although a card has them where others have headings.
        assert not any(
            text in message for text in ("贾雨村", "甄士隐", "110101199003074258", "13912345678")
        )


# --- xlsb, which nothing here can write ---


@pytest.mark.skipif(not XLSB.exists(), reason="no workbook of the binary format at hand")
def test_a_binary_workbook_can_be_inspected() -> None:
    (reading,) = reader.Readings([str(XLSB)], Settings(), reader.Limits()).result()
    assert reading.format == "xlsb"
    (file,) = inspect_files([reading])["files"]
    assert file["sheets"]
    assert {sheet["kind"] for sheet in file["sheets"]} == {None}
