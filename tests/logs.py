"""Logs written as text tables, so that what goes in stands on the same screen as what comes out.

A table is lines of cells between strokes, the header first; it fills a sheet from A1 on, so its third line is
worksheet row 3. ISO dates become true dates, blank cells stay blank, and all else is text.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from reportcli.count.doubles import judge_doubles
from reportcli.count.number import Number
from reportcli.count.previous import EarlierFigures
from reportcli.count.tally import Tally, record_findings, tally_logs
from reportcli.export.data import write_json
from reportcli.files.sheet import Row, Sheet
from reportcli.finding import Alike, Finding
from reportcli.intake.build import build_each
from reportcli.intake.child.wire import FileReading
from reportcli.intake.log import Log
from reportcli.intake.sheets import read_sheet
from reportcli.judge.audit import audit
from reportcli.law.calendar import working_calendar
from reportcli.law.edition import Edition
from reportcli.report import compile_report
from reportcli.settings import Settings
from reportcli.words.messages import CHINESE


def rows_of(table: str) -> list[Row]:
    """The rows of a text table."""
    return [
        [cell_of(text.strip()) for text in line.split("|")] for line in table.strip().splitlines()
    ]


def cell_of(text: str) -> object:
    """One cell: a true date, nothing, or text."""
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text or None


def write_log(path: Path, table: str, encoding: str = "utf-8") -> Path:
    """A text table as a workbook with one sheet 台账, or as CSV by the suffix; gives the path back."""
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows_of(table))
    else:
        workbook = Workbook()
        workbook.active.title = "台账"
        for row in rows_of(table):
            workbook.active.append(row)
        workbook.save(path)
    return path


def log_of(rows: str | list[Row], settings: Settings = Settings(), file: str = "log.xlsx") -> Log:  # noqa: B008
    """A table, or rows, through the real intake but without a file and without a child process."""
    rows = rows_of(rows) if isinstance(rows, str) else rows
    sheet = read_sheet(Sheet("台账", iter(rows)), settings)
    assert sheet.kind, sheet.misfit
    return build_each([[FileReading(file, "", "xlsx", "", [sheet])]])[0][0]


def tally_of(*tables: str | list[Row], year: int = 2024, **settings: Any) -> Tally:
    """The tally of several tables, in the edition of the year."""
    choices = Settings(**settings)
    logs = [log_of(table, choices, f"log{n}.xlsx") for n, table in enumerate(tables, start=1)]
    return tally_logs(logs, Edition.for_year(year), year, choices)


def judged(*tables: str | list[Row], year: int = 2024, **settings: Any) -> Tally:
    """The tally of several tables of which what stands twice counts once, as in a run."""
    choices = Settings(**settings)
    logs = [log_of(table, choices, f"log{n}.xlsx") for n, table in enumerate(tables, start=1)]
    return tally_logs(judge_doubles(logs, choices), Edition.for_year(year), year, choices)


def told(tally: Tally) -> list[tuple[str, str]]:
    """(code, place) of each finding about the records, the place as `2!A3` in the second log."""
    places = [
        (
            one.code,
            f"{one.address.file.removeprefix('log').removesuffix('.xlsx')}!{one.address.cell}",
        )
        for one in record_findings(tally)
    ]
    return sorted(places)


def tally_json(*paths: Path, **options: Any) -> dict[str, Any]:
    """What `tally -f json` writes for files."""
    return json.loads(write_json(compile_report(paths, **options), CHINESE))


def filled(tally: Tally, table: str = "requests") -> dict[str, Number]:
    """The cells of a table that are not nought: `line/column` → number."""
    return {"/".join(cell): number for cell, number in tally.tables[table].items() if number}


def fates(tally: Tally) -> list[dict[str, int]]:
    """For each log what became of its rows."""
    return [part.rows_by_fate() for part in tally.parts]


def found(tally: Tally) -> list[tuple[str, str]]:
    """(code, cell) of each finding about the records, in that order."""
    return sorted((finding.code, finding.address.cell) for finding in record_findings(tally))


def figures_of_year(
    year: int,
    tables: dict[str, Any],
    carried: list[str] | None = None,
    file: str = "last.json",
) -> EarlierFigures:
    """Figures of an earlier year, written as JSON has them: table → line → column → value."""
    cells = {
        table: {(line, column): n for line, row in lines.items() for column, n in row.items()}
        for table, lines in tables.items()
    }
    return EarlierFigures(year, cells, carried, file)


def audited(
    *tables: str | list[Row], year: int = 2024, as_of: date = date(2025, 1, 15)
) -> list[Finding]:
    """What the audit finds in several tables."""
    tally = judged(*tables, year=year)
    found: list[Finding] = []
    for one in audit(tally, working_calendar(), as_of, Settings()):
        found += one.findings() if isinstance(one, Alike) else [one]
    return found
