"""Reports printed to PDF by LibreOffice and by Chromium come back cell for cell, wherever their pages end; and a
report whose bytes were changed by chance is read or refused, and nothing is invented."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from reportcli.finding import Refusal
from reportcli.published.read import Published
from reportcli.published.reader import read_report, read_reports
from reportcli.published.wire import ReportJob
from tests.outside.browser import Page, browser
from tests.outside.conftest import Convert
from tests.printed import html_page
from tests.program.test_published_reader import reports_of
from tests.unit.published.test_read import FIGURES, FORM, docx_report

STYLE = (
    "<style>table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;padding:PADpx;"
    "text-align:center}</style>"
)
# Each ends the pages at other rows: within a head, between a head and its numbers, within a label …
PADDINGS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 15)
CHANGED = 40


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of a browser."""
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def printed(page: Page, padding: int, folder: Path, *, header: bool) -> Path:
    """A report as Chromium prints it."""
    text = html_page(FORM, FIGURES[2024], 2024)
    page.look_at(text.replace("<head>", "<head>" + STYLE.replace("PAD", str(padding))))
    told = page.ask("Page.printToPDF", displayHeaderFooter=header)
    file = folder / f"{padding}.pdf"
    file.write_bytes(base64.b64decode(told["data"]))
    return file


def cells_of(file: Path) -> dict[str, Decimal | None]:
    """The cells of a report, read in a child."""
    return dict(read_report(ReportJob(str(file))).cells)


@pytest.mark.parametrize("padding", PADDINGS)
def test_what_chromium_prints_comes_back(page: Page, padding: int, tmp_path: Path) -> None:
    for header in (False, True):
        assert cells_of(printed(page, padding, tmp_path, header=header)) == FIGURES[2024]


@pytest.mark.parametrize("year", [2023, 2024])
def test_what_libreoffice_prints_comes_back(convert: Convert, year: int, tmp_path: Path) -> None:
    report = docx_report(FIGURES[year], year, tmp_path / "年报.docx")
    assert cells_of(convert(report, "pdf")) == FIGURES[year]


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "xlsx"])
def test_a_report_changed_by_chance_is_read_or_refused(
    convert: Convert, kind: str, tmp_path: Path
) -> None:
    """Nothing is invented: whatever number is read, of so many digits, stands in the whole report too."""
    reports_of(tmp_path, FIGURES[2024])
    source = tmp_path / f"年报.{kind}"
    if kind == "pdf":
        source = convert(tmp_path / "年报.docx", "pdf")
    whole = source.read_bytes()
    chance = random.Random(7)
    jobs = []
    for number in range(CHANGED):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if number % 4 == 0:
            del data[chance.randrange(len(data)) :]
        file = tmp_path / f"{number}.{kind}"
        file.write_bytes(data)
        jobs.append(ReportJob(str(file), 2024))
    read = read_reports(jobs)
    assert len(read) == CHANGED
    for one in read:
        assert isinstance(one, Published) or one.status in (3, 4)
    assert any(isinstance(one, Refusal) for one in read) or kind == "html"


def test_every_number_stands_in_the_file(convert: Convert, tmp_path: Path) -> None:
    report = convert(docx_report(FIGURES[2024], 2024, tmp_path / "年报.docx"), "pdf")
    import pdfplumber

    with pdfplumber.open(report) as book:
        text = "".join(page.extract_text() for page in book.pages)
    standing = set(re.findall(r"\d+(?:\.\d+)?", text))
    assert {str(value) for value in cells_of(report).values()} <= standing
