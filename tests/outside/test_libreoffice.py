"""What LibreOffice saves is read rightly, and what is written here opens in LibreOffice with all that is in it."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from reportcli.export.grid import lay_out
from reportcli.export.xlsx import write_xlsx
from reportcli.files import workbook
from reportcli.files.sheet import rows_of
from reportcli.files.workbook import open_workbook
from reportcli.finding import Refusal
from reportcli.intake.child.parent import Limits, ask_for_cells
from reportcli.marking.mark import write_marked
from reportcli.report import Report, compile_report
from reportcli.words.messages import CHINESE
from tests.layouts import LAYOUTS
from tests.outside.conftest import Convert
from tests.outside.programs import needed
from tests.program.test_layouts import check, report_on, write_layout

TABLES = {"publications": "二 主动公开", "requests": "三 依申请公开", "cases": "四 复议诉讼"}
ABOVE = 2  # rows over each table of the workbook: its title, and whose and of which year it is
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
FIRST_PAGES = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-4"}}'


def told(*words: str | Path) -> str:
    """What a program says on stdout."""
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout


# --- what it saves is read ---


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with blanks around it, a line break, merged cells, a true date and a hidden sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["B2"], sheet["C2"], sheet["B3"] = "收到日期", "办理结果", datetime(2024, 3, 5)
    sheet["C3"] = "予以\n公开"
    sheet.merge_cells("B5:C6")
    sheet["B5"] = "填表人"
    book.create_sheet("字典").sheet_state = "hidden"
    path = tmp_path_factory.mktemp("source") / "log.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("target", ["xls", "ods", "xlsx"])
def test_a_workbook_of_libreoffice_is_read(convert: Convert, log: Path, target: str) -> None:
    path = convert(log, target)
    book = open_workbook(str(path), path.read_bytes())
    assert book.format == target
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [
        ("台账", "visible"),
        ("字典", "hidden"),
    ]
    rows = [[cell for cell in row if cell not in (None, "")] for row in book.sheets[0].rows]
    _, header, record, *below = rows
    assert header == ["收到日期", "办理结果"]
    assert record in [[day, "予以\n公开"] for day in (datetime(2024, 3, 5), date(2024, 3, 5))]
    assert ["填表人"] in [row[:1] for row in below]


def test_a_page_of_libreoffice_is_read(convert: Convert, log: Path) -> None:
    path = convert(log, "html")
    book = open_workbook("台账.xls", path.read_bytes())
    assert book.format == "html"
    assert "填表人" in [cell for row in book.sheets[0].rows for cell in row]


def test_the_flat_form_of_libreoffice_is_named(convert: Convert, log: Path) -> None:
    path = convert(log, "fods")
    with pytest.raises(Refusal) as refused:
        open_workbook("台账.xls", path.read_bytes())
    assert refused.value.code == "input-not-a-spreadsheet"
    assert refused.value.details["what"] == "OpenDocument (fods, fodt)"


@pytest.mark.parametrize("suffix", ["xls", "ods", "xlsx"])
@pytest.mark.parametrize("rows", [10, 3000])
def test_errors_and_hidden_rows_are_found_in_what_libreoffice_saves(
    convert: Convert, tmp_path: Path, suffix: str, rows: int
) -> None:
    workbook = Workbook()
    for name in ("台账 & 1", "other"):
        page = workbook.create_sheet(name)
        for row in range(1, rows + 1):
            page.append([row, "text", f"=A{row}*2", '=""', "=NA()" if row % 5 == 0 else None])
        page["G4"] = "=1/0"
        page.row_dimensions[7].hidden = page.row_dimensions[9].hidden = True
    del workbook["Sheet"]
    workbook.save(tmp_path / "log.xlsx")
    path = convert(tmp_path / "log.xlsx", suffix)
    sheets = open_workbook(str(path), path.read_bytes()).sheets
    assert [one.name for one in sheets] == ["台账 & 1", "other"]
    for one in sheets:
        restored = list(one.rows)
        assert (restored[3][6], restored[4][4], restored[5][4]) == ("#DIV/0!", "#N/A", "")
        assert [row for row, cells in enumerate(restored, 1) if cells[4] == "#N/A"] == list(
            range(5, rows + 1, 5)
        )
        assert one.hidden_rows == 2


def test_what_libreoffice_writes_is_plain(
    convert: Convert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every workbook is taken for large here, so that the small one is."""
    monkeypatch.setattr(workbook, "LARGE", 0)
    source = xlsxwriter.Workbook(tmp_path / "log.xlsx")
    sheet = source.add_worksheet("台账")
    day = source.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(50):
        sheet.write_row(number, 0, [f"第{number}号", number, number / 7])
        sheet.write_datetime(number, 3, datetime(2024, 1, 1 + number % 28), day)
    source.close()
    data = convert(tmp_path / "log.xlsx", "xlsx:Calc MS Excel 2007 XML").read_bytes()
    (plain,) = open_workbook("log.xlsx", data, plainly=True).sheets
    (laid_out,) = open_workbook("log.xlsx", data).sheets
    assert plain.batches is not None
    typed = [
        [[(type(cell), cell) for cell in row if cell not in (None, "")] for row in rows]
        for rows in (rows_of(plain.batches), laid_out.rows)
    ]
    assert typed[0] == typed[1]
    assert len(typed[0]) == 50


CONVERTED = [name for name, layout in LAYOUTS.items() if layout.converted]


@pytest.mark.parametrize("name", CONVERTED)
@pytest.mark.parametrize("format_", ["xls", "ods"])
def test_layouts_in_old_workbooks_and_open_documents_give_the_same(
    convert: Convert, name: str, format_: str, tmp_path: Path
) -> None:
    layout = LAYOUTS[name]
    source = write_layout(layout, tmp_path)
    path = convert(source, {"xls": "xls:MS Excel 97", "ods": "ods"}[format_])
    report = report_on(path.rename(tmp_path / path.name))
    assert [file.format for file in report.inputs] == [format_]
    check(report, layout)


# --- what is written here opens ---


@pytest.fixture(scope="module")
def tables(sample: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a sample report."""
    path = tmp_path_factory.mktemp("written") / "tables.xlsx"
    with path.open("wb") as target:
        write_xlsx(sample, CHINESE, target)
    return path


def test_libreoffice_shows_every_number_of_the_workbook(
    convert: Convert, tables: Path, sample: Report
) -> None:
    folder = convert(tables, EVERY_SHEET).parent
    for table, sheet in TABLES.items():
        with (folder / f"tables-{sheet}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        for cell in lay_out(sample.edition.table(table), sample.tables[table], CHINESE).cells:
            assert rows[cell.row + ABOVE - 1][cell.column - 1] == cell.text + cell.unit


def test_libreoffice_prints_each_table_on_one_page_of_a4(
    convert: Convert, tables: Path, sample: Report
) -> None:
    needed("pdftotext")
    printed = convert(tables, FIRST_PAGES)
    pages = len(sample.edition.tables)
    sizes = told("pdfinfo", "-l", str(pages), printed)
    assert re.findall(r"Page +\d+ size:.*\((.*)\)", sizes) == ["A4"] * pages
    for page, table in enumerate(sample.edition.tables, start=1):
        text = told("pdftotext", "-f", str(page), "-l", str(page), printed, "-")
        assert text.split("\n")[0].strip() == f"{table.section}、{table.title}"


HEADINGS = ["登记编号", "收到日期", "申请人类型", "答复日期", "办理结果", "承办科室"]
REQUESTS = [
    ["2024-1", date(2024, 1, 5), "自然人", date(2024, 1, 20), "予以公开", "法规科"],
    ["2024-2", date(2024, 2, 5), "外籍", date(2024, 2, 20), "不知所云", "规划科"],
]
NOTES = {"C3": ["applicant-type-unknown"], "E3": ["outcome-unknown"]}


def marked(path: Path) -> bytes:
    """The marked-up copy of a log."""
    report = compile_report([path], as_of=date(2025, 1, 12))
    copy = io.BytesIO()
    write_marked(
        report,
        str(path),
        CHINESE,
        copy,
        partial(ask_for_cells, str(path), report.settings, Limits()),
    )
    return copy.getvalue()


def notes(sheet: Any) -> dict[str, list[str]]:
    """The codes in the note of each cell that has one."""
    return {
        cell.coordinate: re.findall(r"[a-z]+(?:-[a-z]+)+", cell.comment.text)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


@pytest.fixture
def requests(tmp_path: Path) -> Path:
    """A log with two faults in its second request."""
    book = Workbook()
    book.active.title = "台账"
    for row in (HEADINGS, *REQUESTS):
        book.active.append(row)
    book.save(tmp_path / "log.xlsx")
    return tmp_path / "log.xlsx"


def test_libreoffice_opens_a_marked_copy_with_its_notes_and_links(
    convert: Convert, requests: Path, tmp_path: Path
) -> None:
    (tmp_path / "copy.xlsx").write_bytes(marked(requests))
    book = load_workbook(convert(tmp_path / "copy.xlsx", "xlsx"))
    assert book.sheetnames == ["问题清单", "台账"]
    assert notes(book["台账"]) == NOTES
    links = [cell.hyperlink.location for cell in book["问题清单"]["B"] if cell.hyperlink]
    assert [re.sub("[#']", "", link).replace(".", "!") for link in links] == ["台账!C3", "台账!E3"]


@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_other_formats_are_marked_in_a_workbook_of_their_values(
    convert: Convert, requests: Path, suffix: str
) -> None:
    book = load_workbook(io.BytesIO(marked(convert(requests, suffix))))
    assert notes(book["台账"]) == NOTES
    assert book["台账"]["B2"].is_date
    assert book["台账"]["B2"].value.date() == date(2024, 1, 5)
