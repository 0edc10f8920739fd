"""Published years as logs again: every cell comes back without a finding, and each year follows on the last.

`expand` invents the logs behind real published figures (and behind one invented year on the older form).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportcli.export.data import write_json
from reportcli.report import Report, compile_report
from reportcli.words.messages import CHINESE
from tests.expand import PUBLISHED_2020, carry, expand, read_published, write_csv, write_xlsx

SUQIAN_2023, SUQIAN_2024 = read_published("suqian-2023"), read_published("suqian-2024")
BARE_2023 = Path(__file__).parents[1] / "published" / "suqian-2023.json"
SETS = {"2020": PUBLISHED_2020, "2023": SUQIAN_2023, "2024": SUQIAN_2024}
KINDS = ("publications", "requests", "cases")

Cells = dict[tuple[str, str, str], Decimal]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The three logs of each year as workbooks; those of 2024 bring forward what those of 2023 carry."""
    folder = tmp_path_factory.mktemp("logs")
    files: dict[str, list[Path]] = {}
    for year, published in SETS.items():
        brought_forward = carry(SUQIAN_2023) if year == "2024" else None
        expanded = expand(published, brought_forward=brought_forward)
        files[year] = [folder / f"{kind}-{year}.xlsx" for kind in KINDS]
        for kind, file in zip(KINDS, files[year], strict=True):
            write_xlsx({"台账": expanded[kind]}, file)
    return files


@pytest.fixture(scope="module")
def reports(logs: dict[str, list[Path]]) -> dict[str, Report]:
    """Each year by itself."""
    return {year: compile_report(files) for year, files in logs.items()}


@pytest.fixture(scope="module")
def written_2023(reports: dict[str, Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON that the tool writes for 2023."""
    file = tmp_path_factory.mktemp("previous") / "2023.json"
    file.write_text(write_json(reports["2023"], CHINESE), encoding="utf-8")
    return file


def counted(report: Report) -> Cells:
    """Every cell of a report."""
    return {
        (table, *cell): Decimal(n)
        for table, numbers in report.tables.items()
        for cell, n in numbers.items()
    }


def published(tables: Mapping[str, Any]) -> Cells:
    """Every cell of a published set, or of a tally in JSON."""
    return {
        (table, line, column): Decimal(str(n))
        for table, lines in tables.items()
        for line, row in lines.items()
        for column, n in row.items()
    }


@pytest.mark.parametrize("year", SETS)
def test_every_published_cell_comes_back_and_no_finding(
    reports: dict[str, Report], year: str
) -> None:
    report = reports[year]
    assert counted(report) == published(SETS[year]["tables"])
    assert list(report.findings) == []
    assert (report.year, report.edition.id) == (SETS[year]["year"], SETS[year]["edition"])
    assert report.year_is_inferred


def test_requests_come_back_from_text_in_gb18030(tmp_path: Path) -> None:
    write_csv(expand(SUQIAN_2023)["requests"], tmp_path / "requests.csv", "gb18030")
    report = compile_report([tmp_path / "requests.csv"])
    assert counted(report) == published({"requests": SUQIAN_2023["tables"]["requests"]})
    assert list(report.findings) == []
    assert report.inputs[0].encoding == "gb18030"


def test_the_json_of_a_year_holds_its_cells_and_names_what_it_carries(written_2023: Path) -> None:
    written = json.loads(written_2023.read_text(encoding="utf-8"))
    assert published(written["tables"]) == published(SUQIAN_2023["tables"])
    assert written["tables"]["publications"]["fees"]["amount"] == "59237.2449"
    carried = [request.number for requests in carry(SUQIAN_2023).values() for request in requests]
    assert sorted(written["carried_forward"]) == sorted(carried)
    assert len(carried) == 121


def test_2024_follows_on_from_the_json_of_2023(
    logs: dict[str, list[Path]], written_2023: Path
) -> None:
    report = compile_report(logs["2024"], previous=written_2023)
    assert counted(report) == published(SUQIAN_2024["tables"])
    assert list(report.findings) == []
    assert report.previous is not None
    assert report.previous.year == 2023


def test_2024_follows_on_from_bare_published_figures(logs: dict[str, list[Path]]) -> None:
    assert list(compile_report(logs["2024"], previous=BARE_2023).findings) == []


REQUESTS, CARRIED = "requests", "carried_forward"
BROKEN = [
    # what is changed in the figures of 2023, and by how much → what is found in 2024, and where
    (
        {(REQUESTS, CARRIED, "natural_person"): 1, (REQUESTS, CARRIED, "total"): 1},
        {
            ("identity-broken", "requests/brought_forward/natural_person", "118", "119"),
            ("identity-broken", "requests/brought_forward/total", "121", "122"),
        },
    ),
    (
        {(REQUESTS, CARRIED, "research"): 2},
        {("identity-broken", "requests/brought_forward/research", "0", "2")},
    ),
    (
        {("publications", "rules", "in_force"): -2},
        {("identity-doubtful", "publications/rules/in_force", "12", "10")},
    ),
    (
        {("publications", "normative_documents", "in_force"): 3},
        {("identity-doubtful", "publications/normative_documents/in_force", "420", "423")},
    ),
    ({(REQUESTS, "received", "natural_person"): 5}, set()),  # says nothing about the year after
    ({("cases", "review", "pending"): 5}, set()),
]


@pytest.mark.parametrize(("changes", "expected"), BROKEN)
def test_a_figure_of_last_year_that_does_not_fit_is_found(
    logs: dict[str, list[Path]],
    tmp_path: Path,
    changes: dict[tuple[str, str, str], int],
    expected: set[tuple[str, str, str, str]],
) -> None:
    previous = deepcopy(SUQIAN_2023)
    for (table, line, column), more in changes.items():
        previous["tables"][table][line][column] += more
    (tmp_path / "2023.json").write_text(json.dumps(previous), encoding="utf-8")
    report = compile_report(logs["2024"][:2], previous=tmp_path / "2023.json")
    details = [(finding.code, finding.details) for finding in report.findings]
    assert {
        (code, *(d[key] for key in ("cell", "found", "expected"))) for code, d in details
    } == expected
    assert len(details) == len(expected)


def test_a_request_that_either_year_does_not_know_is_named(
    logs: dict[str, list[Path]], written_2023: Path, tmp_path: Path
) -> None:
    previous = json.loads(written_2023.read_text(encoding="utf-8"))
    dropped = previous["carried_forward"].pop(7)
    previous["carried_forward"].append("2023-99999")
    (tmp_path / "2023.json").write_text(json.dumps(previous), encoding="utf-8")
    report = compile_report(logs["2024"], previous=tmp_path / "2023.json")

    not_listed, missing = report.findings
    assert (not_listed.code, not_listed.details) == ("carried-not-listed", {"number": dropped})
    file, row = logs["2024"][1], not_listed.address.row
    assert str(not_listed.address) == f"{file} '台账'!A{row}"
    rows = expand(SUQIAN_2024, brought_forward=carry(SUQIAN_2023))["requests"]
    assert rows[row - 1][0] == dropped

    assert (missing.code, missing.details) == ("carried-missing", {"number": "2023-99999"})
    assert missing.address.file == str(tmp_path / "2023.json")
