"""Every hostile file through `tally`, `check`, `inspect` and the writers.

What has to hold for each: it comes to what its case says; a refusal is one line, with its exit status, and
nothing on stdout; what is read is accounted for row by row, and nothing counted is something said; every
output is whole, and no output steers a terminal or computes.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from typer.testing import Result

from reportcli.files import workbook
from reportcli.files.sheet import NotPlain
from reportcli.finding import Refusal, catalogue
from reportcli.intake.child.wire import Job
from reportcli.intake.child.worker import read_sheets
from reportcli.marking import resave
from reportcli.marking.package import Package
from reportcli.settings import Settings
from tests.program.hostile import archives, binaries, books, texts
from tests.program.hostile.case import Case
from tests.program.hostile.run import kept_child, outcome_of, run

CASES = [case for room in (archives, books, binaries, texts) for case in room.cases()]
ARCHIVED = [case for room in (archives, books) for case in room.cases() if case.suffix == ".xlsx"]
# What calamine refuses without need: all that a sheet holds is there.
PATIENT = {
    "another name in an extra field",
    "an error of our own",
    "an error of 100,000 letters",
    "an error of escape codes",
    "a dimension of text",
    "a chart sheet alone",
    "a dialogue alone",
    "a sheet of macros",
    "a sheet of a kind of our own",
    "a sheet by a path with steps",
    "a sheet with bytes after its end",
    "no links of the package",
}
UNRECOGNISED = {"header-missing", "header-incomplete", "header-doubled", "header-card"}
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
WRITTEN: set[str] = set()
OUTPUTS = ("out.json", "out.csv", "out.md", "out.txt", "out.xlsx", "out.html")


@pytest.fixture(autouse=True, scope="module")
def _one_child() -> Iterator[None]:
    with kept_child(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(resave, "SECONDS", 3)  # enough to see that what takes longer is given up
        yield


def test_there_are_at_least_three_hundred_each_with_a_name_of_its_own() -> None:
    assert len(CASES) >= 300
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_it_comes_to_what_it_should_and_says_so(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / f"log{case.suffix}"
    path.write_bytes(case.build())
    done = run("tally", str(path), "--year", "2024", "-f", "json", "-v")
    if done.stdout:
        data = json.loads(done.stdout)
        assert str(counted_in(data)) in str(case.outcome).split()
        check_read(path, done, data)
        check_outputs(path, data)
        check_marked(path)
    else:
        code = outcome_of(path)
        assert code in str(case.outcome).split()
        check_refused(path, str(code))
    assert {one.name for one in tmp_path.iterdir()} <= {path.name, *OUTPUTS, "marked.xlsx"}


@pytest.mark.parametrize("case", ARCHIVED, ids=[case.name for case in ARCHIVED])
def test_the_way_of_large_sheets_comes_to_the_same(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large workbooks are read in another way first, which must see what the usual one sees, or decline."""
    monkeypatch.setattr(workbook, "LARGE", 0)
    job = Job("log.xlsx", Settings(), case.build())
    assert job.data
    try:
        plainly = read_sheets(job, job.data, plainly=True)
    except (NotPlain, Refusal):
        return
    if case.name in PATIENT:
        assert [sheet.rows_read for sheet in plainly.sheets] in ([3], [4])
        return
    assert isinstance(case.outcome, int) or case.outcome in UNRECOGNISED
    assert plainly == read_sheets(job, job.data, plainly=False)


def check_refused(path: Path, code: str) -> None:
    """The refusal is one line on stderr, the same for every command; but `inspect` describes any table."""
    for command in ("tally", "check", "inspect"):
        done = run(command, str(path), "-f", "json")
        if command == "inspect" and code in UNRECOGNISED:
            (found,) = json.loads(done.stdout)["files"]
            assert done.exit_code == 0
            assert all(sheet["skipped"] for sheet in found["sheets"])
            continue
        assert done.exit_code == (4 if code in UNRECOGNISED else 3)
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"{path}")
        assert not STEERING.search(line)
        assert len(line) < 1500
        assert code in catalogue()


def counted_in(data: dict[str, Any]) -> int:
    """How many rows of all sheets are counted."""
    sheets = [sheet for file in data["inputs"] for sheet in file["sheets"]]
    return sum(sheet["rows"]["counted"] for sheet in sheets if sheet["kind"])


def check_read(path: Path, done: Result, data: dict[str, Any]) -> None:
    """Every row is accounted for, and a run in which nothing is counted says why."""
    sheets = [sheet for file in data["inputs"] for sheet in file["sheets"]]
    rows = [sheet["rows"] for sheet in sheets if sheet["kind"]]
    assert rows
    for one in rows:
        assert one["read"] == one["counted"] + one["outside_year"] + sum(one["set_aside"].values())
    assert all(sheet["skipped"] for sheet in sheets if not sheet["kind"])
    assert done.exit_code == (
        1 if any(one["severity"] == "error" for one in data["findings"]) else 0
    )
    assert counted_in(data) or data["findings"]
    assert not STEERING.search(done.stderr)
    listed = run("check", str(path), "--year", "2024", "-f", "json")
    assert [one["code"] for one in json.loads(listed.stdout)["findings"]] == [
        one["code"] for one in data["findings"]
    ]
    shown = run("inspect", str(path))
    assert shown.exit_code == 0
    assert not STEERING.search(shown.stdout + shown.stderr)


def check_outputs(path: Path, data: dict[str, Any]) -> None:
    """Every writer gives a whole file that computes nothing and steers nothing.

    Writers see the report alone, so that files which come to the same report need not be written again.
    """
    accounts = [
        {key: told for key, told in file.items() if key not in ("file", "sha256", "format")}
        for file in data["inputs"]
    ]
    report = json.dumps(data | {"inputs": accounts}).replace(str(path), "")
    if report in WRITTEN:
        return
    WRITTEN.add(report)
    words = [word for name in OUTPUTS for word in ("-o", name)]
    done = run("tally", str(path), "--year", "2024", *words)
    assert done.exit_code in (0, 1)
    assert json.loads(Path("out.json").read_text("utf-8"))["year"] == 2024
    rows = list(csv.reader(Path("out.csv").read_text("utf-8-sig").splitlines()))
    assert {len(row) for row in rows} == {5}
    for name in ("out.md", "out.txt", "out.html"):
        assert not STEERING.search(Path(name).read_text("utf-8"))
    assert formulas(Path("out.xlsx")) == []


def check_marked(path: Path) -> None:
    """The marked-up copy is whole, and what is added to it computes nothing.

    The clerk's own parts stay as they were, however odd, so that only the list of findings is looked at.
    """
    marked = run("check", str(path), "--year", "2024", "--mark", "marked.xlsx")
    assert marked.exit_code in (0, 1)
    assert not STEERING.search(marked.stdout + marked.stderr)
    with Path("marked.xlsx").open("rb") as stream, zipfile.ZipFile(stream) as archive:
        assert archive.testzip() is None
        listing = etree.fromstring(archive.read(Package(stream).sheets()[0].part))
    cells = [cell for cell in listing.iter() if etree.QName(cell).localname == "c"]
    assert cells
    assert {cell.get("t") for cell in cells} <= {"inlineStr", None}
    assert not [cell for cell in listing.iter() if etree.QName(cell).localname == "f"]


def formulas(path: Path) -> list[Any]:
    """The cells of a workbook that compute."""
    book = load_workbook(path)
    return [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
