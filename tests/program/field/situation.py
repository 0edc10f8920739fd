"""A situation from the field: the input as an office keeps it, and what has to come of it.

Files are text tables as in `tests/logs.py`; a line `--- 名称` begins another sheet. A file that ends with `.csv` or
`.toml` stands in a folder as it is written. What is right is written as `line/column number`, the requests meant
where no table is named: `received/total 4, publications:fees/amount 569.904, facts:requests.late 1`. What has to be
said is written as the rows that findings have to name: `3` any finding, `3!` an error, `3?` a warning, `*` anything,
`*!` any error; with a sheet or a file before them: `2月:*`, `台账（新）.xlsx:3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any, Literal

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reportcli.finding import Finding, Refusal
from reportcli.report import Report, compile_report
from tests.logs import rows_of

Manner = Literal["either", "both", "right", "sound", "said", "refused"]
LOG_SUFFIXES = (".xlsx", ".csv")


@dataclass(frozen=True)
class Situation:
    """One input and what is right.

    `either`: the figures are right, or every row concerned is named. `both`: one and the other. `right`: the figures
    are right. `sound`: right, and without an error. `said`: the rows are named, whatever the figures. `refused`: one
    structural refusal, whose message has the words of `said`.
    """

    name: str
    files: str | Mapping[str, str]
    right: str = ""
    said: str = ""
    manner: Manner = "either"
    year: int = 2024
    as_of: date = date(2025, 1, 15)
    previous: str | None = None
    merged: str = ""
    formats: Mapping[str, str] = field(default_factory=dict)
    struck: tuple[int, ...] = ()


def named(situations: list[Situation]) -> list[object]:
    """The parameters of a test, by their names."""
    return [pytest.param(one, id=one.name) for one in situations]


def judge(situation: Situation, folder: Path) -> None:
    """Hold what comes of a situation against what is right."""
    try:
        report = report_on(situation, folder)
    except (Refusal, ExceptionGroup) as fault:
        said = " ".join(messages(fault))
        assert situation.manner in ("refused", "either"), said
        assert situation.said
        if situation.manner == "refused":
            assert all(word in said for word in situation.said.split()), said
        return
    assert situation.manner != "refused", "it is read"
    wrong = {
        name: figures
        for name, figures in compared(situation.right, report)
        if figures[0] != figures[1]
    }
    unsaid = [place for place in situation.said.split() if not names(place, report)]
    found = [(one.code, one.severity, str(one.address)) for one in report.findings]
    match situation.manner:
        case "either":
            assert not wrong or (situation.said and not unsaid), (wrong, unsaid, found)
        case "both":
            assert not wrong, (wrong, found)
            assert not unsaid, (unsaid, found)
        case "said":
            assert not unsaid, (unsaid, found)
        case "right":
            assert not wrong, (wrong, found)
        case "sound":
            assert not wrong, (wrong, found)
            assert not [one for one in found if one[1] == "error"], found


def report_on(situation: Situation, folder: Path) -> Report:
    """The report on the files of a situation."""
    files = (
        situation.files if isinstance(situation.files, Mapping) else {"台账.xlsx": situation.files}
    )
    written = [write(folder / name, text, situation) for name, text in files.items()]
    previous = folder / situation.previous if situation.previous else None
    logs = [path for path in written if path.suffix in LOG_SUFFIXES and path != previous]
    return compile_report(logs, year=situation.year, as_of=situation.as_of, previous=previous)


def write(path: Path, text: str, situation: Situation) -> Path:
    """One file of a situation."""
    text = dedent(text).strip("\n")
    if path.suffix != ".xlsx":
        path.write_text(text + "\n", encoding="utf-8")
        return path
    book = Workbook()
    book.remove(book.active)
    for title, table in sheets_of(text, path.stem):
        fill(book.create_sheet(title), table, situation)
    book.save(path)
    return path


def sheets_of(text: str, name: str) -> Iterator[tuple[str, str]]:
    """(title, table) of each sheet in a text; one without a title is called like its file."""
    first, *others = re.split(r"^--- (.*)$", text, flags=re.MULTILINE)
    if first.strip():
        yield name, first
    yield from zip(others[::2], others[1::2], strict=True)


def fill(sheet: Worksheet, table: str, situation: Situation) -> None:
    """One sheet of a situation."""
    for row in rows_of(table):
        sheet.append([number_of(cell) for cell in row])
    for cells in situation.merged.split():
        sheet.merge_cells(cells)
    for cell, shown in situation.formats.items():
        sheet[cell].number_format = shown
    for row in situation.struck:
        for cell in sheet[row]:
            cell.font = Font(strike=True)


def number_of(cell: object) -> object:
    """A cell of digits is a number, unless it begins with a nought, as a clerk types it."""
    if isinstance(cell, str) and re.fullmatch(r"-?(?:[1-9]\d*|0)(?:\.\d+)?", cell):
        return float(cell) if "." in cell else int(cell)
    return cell.replace("\\n", "\n") if isinstance(cell, str) else cell


def compared(right: str, report: Report) -> Iterator[tuple[str, tuple[float, float]]]:
    """Each figure of a situation by its name: what it is, and what is right."""
    for told in filter(None, map(str.strip, right.split(","))):
        name, number = told.rsplit(" ", 1)
        table, _, cell = name.rpartition(":")
        if table == "facts":
            value = fact_of(report, cell)
        else:
            line, column = cell.split("/")
            value = report.tables.get(table or "requests", {}).get((line, column), 0)
        yield name, (float(value or 0), float(number))


def fact_of(report: Report, name: str) -> Any:
    """A fact, or one of a group by its last name: `publications.by_channel.wechat`."""
    value = report.facts.get(name)
    if value is None:
        group, _, one = name.rpartition(".")
        found = report.facts.get(group)
        value = found.get(one) if isinstance(found, Mapping) else None
    return value or 0


def names(place: str, report: Report) -> bool:
    """Whether a finding names a place."""
    where, _, row = place.rpartition(":")
    wanted = {"!": ("error",), "?": ("warning",)}.get(row[-1], ("error", "warning"))
    row = row.rstrip("!?")
    return any(
        one.severity in wanted
        and (row == "*" or str(one.address.row) == row)
        and (not where or where in (one.address.sheet, Path(one.address.file).name))
        for one in findings_of(report)
    )


def findings_of(report: Report) -> list[Finding]:
    """The findings of the logs."""
    return list(report.findings)


def messages(fault: Refusal | ExceptionGroup[Exception]) -> Iterator[str]:
    """What refusals say."""
    if isinstance(fault, Refusal):
        yield fault.message("zh")
        return
    for one in fault.exceptions:
        assert isinstance(one, Refusal), one
        yield one.message("zh")
