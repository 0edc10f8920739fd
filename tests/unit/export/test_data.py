"""JSON by its contract and its own schema, and CSV that is data in any spreadsheet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from reportcli import __version__
from reportcli.contract import schema_of
from reportcli.export.csv import write_tally_csv
from reportcli.export.data import (
    write_findings_json,
    write_findings_lines,
    write_json,
)
from reportcli.report import Report, compile_report
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.drawn import PERSONAL
from tests.logs import write_log

VALIDATOR = Draft202012Validator(schema_of(), format_checker=Draft202012Validator.FORMAT_CHECKER)
COLUMNS = [
    "natural_person",
    "business",
    "research",
    "social_welfare",
    "legal_services",
    "other_organisation",
    "total",
]

Json = dict[str, Any]


def data_of(report: Report, voice: Voice = CHINESE) -> Json:
    """The JSON of a report, read back; numbers with a point would come back as `Decimal`."""
    return json.loads(write_json(report, voice), parse_float=Decimal)


def cells(data: Json) -> dict[str, int | str]:
    """Every cell by its id."""
    return {
        f"{table}/{line}/{column}": value
        for table, lines in data["tables"].items()
        for line, row in lines.items()
        for column, value in row.items()
    }


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema_of())


@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_what_is_written_follows_the_schema(sample: Report, faulty: Report, voice: Voice) -> None:
    VALIDATOR.validate(data_of(sample, voice))
    VALIDATOR.validate(data_of(faulty, voice))
    VALIDATOR.validate(data_of(faulty.showing("requests"), voice))


def replaced(path: str, value: object) -> Callable[[Json], None]:
    """Puts a value where the path of keys leads."""

    def change(data: Json) -> None:
        *way, last = (int(key) if key.isdigit() else key for key in path.split(" "))
        place: Any = data
        for key in way:
            place = place[key]
        place[last] = value

    return change


def without(path: str) -> Callable[[Json], None]:
    """Takes away what the path of keys leads to."""

    def change(data: Json) -> None:
        *way, last = (int(key) if key.isdigit() else key for key in path.split(" "))
        place: Any = data
        for key in way:
            place = place[key]
        del place[last]

    return change


@pytest.mark.parametrize(
    "change",
    [
        replaced("as_of", "2024-02-30"),
        replaced("as_of", "12.1.2025"),
        replaced("format", "reportcli-tally/2"),
        replaced("year", "2024"),
        replaced("inputs 0 sha256", "0"),
        replaced("inputs 0 sheets 0 kind", "complaints"),
        replaced("inputs 0 sheets 0 state", "shown"),
        replaced("inputs 0 sheets 0 rows read", -1),
        replaced("findings 0 severity", "fatal"),
        replaced("findings 0 row", 0),
        replaced("findings 0 code", "Outcome Unknown"),
        replaced("tables requests received total", 1.5),
        replaced("tables publications fees amount", "1e5"),
        replaced("tables complaints", {}),
        replaced("carried_forward", [1]),
        without("agency"),
        without("findings_omitted"),
        without("inputs 0 sheets 0 rows set_aside"),
        without("findings 0 remedy"),
    ],
)
def test_the_schema_holds_each_part_of_the_contract(
    faulty: Report, change: Callable[[Json], None]
) -> None:
    data = deepcopy(data_of(faulty))
    VALIDATOR.validate(data)
    change(data)
    assert not VALIDATOR.is_valid(data)


def test_keys_may_be_added_within_the_format(faulty: Report) -> None:
    data = data_of(faulty)
    data["later"] = data["inputs"][0]["later"] = data["findings"][0]["later"] = "something new"
    VALIDATOR.validate(data)


def test_the_head_says_what_it_is_and_what_it_was_made_from(faulty: Report) -> None:
    data = data_of(faulty)
    assert {key: data[key] for key in ("format", "tool", "as_of", "year", "edition", "agency")} == {
        "format": "reportcli-tally/1",
        "tool": f"reportcli {__version__}",
        "as_of": "2025-01-12",
        "year": 2024,
        "edition": "2021",
        "agency": None,
    }
    requests, publications = data["inputs"]
    assert requests["file"].endswith("requests.xlsx")
    assert re.fullmatch("[0-9a-f]{64}", requests["sha256"])
    (sheet,) = requests["sheets"]
    assert (sheet["sheet"], sheet["kind"], sheet["header_rows"]) == ("台账", "requests", [1])
    assert sheet["rows"] == {
        "read": 7,
        "counted": 2,
        "outside_year": 1,
        "set_aside": {
            "outcome-unknown": 1,
            "ground-missing": 1,
            "closed-before-received": 1,
            "total-row": 1,
        },
    }
    assert publications["sheets"][0]["rows"]["counted"] == 5
    assert data["carried_forward"] == ["2024-4"]


def test_every_cell_of_the_form_is_there_by_its_id(sample: Report) -> None:
    written = cells(data_of(sample))
    assert set(written) == {
        f"{table.id}/{line.id}/{column.id}"
        for table in sample.edition.tables
        for line, column, _ in table.cells()
    }
    assert list(data_of(sample)["tables"]["requests"]["received"]) == COLUMNS


def test_counts_are_integers_and_money_is_decimal_text(sample: Report) -> None:
    for cell, value in cells(data_of(sample)).items():
        if cell.endswith("/amount"):
            assert isinstance(value, str)
            assert re.fullmatch(r"\d+(\.\d*[1-9])?", value)
        else:
            assert type(value) is int


def test_money_is_exact(faulty: Report) -> None:
    assert data_of(faulty)["tables"]["publications"]["fees"] == {"amount": "96171.600005"}


def test_a_table_without_a_log_is_absent(faulty: Report) -> None:
    assert set(data_of(faulty)["tables"]) == {"publications", "requests"}
    assert set(data_of(faulty.showing("requests"))["tables"]) == {"requests"}


def test_a_finding_has_its_address_its_words_and_its_evidence(faulty: Report) -> None:
    findings = data_of(faulty, ENGLISH)["findings"]
    (unknown,) = (finding for finding in findings if finding["code"] == "outcome-unknown")
    assert unknown.pop("file").endswith("requests.xlsx")
    assert "不知所云" in unknown.pop("message")
    assert "[values.outcome]" in unknown.pop("remedy")
    expected = {
        "code": "outcome-unknown",
        "severity": "error",
        "sheet": "台账",
        "cell": "I3",
        "row": 3,
        "evidence": "不知所云",
    }
    assert {key: unknown[key] for key in expected} == expected


def test_findings_alone_are_one_object_or_one_on_each_line(faulty: Report) -> None:
    expected = data_of(faulty)["findings"]
    whole = json.loads(write_findings_json(faulty.findings, faulty.findings_omitted, CHINESE))
    assert whole == {"format": "reportcli-check/1", "findings": expected, "findings_omitted": {}}
    lines = write_findings_lines(faulty.findings, Voice(ascii_only=True)).splitlines()
    assert [json.loads(line) for line in lines] == expected
    assert "".join(lines).isascii()


def test_a_sheet_that_is_no_log_is_named_with_the_reason(tmp_path: Path) -> None:
    book = load_workbook(
        write_log(tmp_path / "log.xlsx", "案件类型 | 受理日期 | 审理结果\n行政复议 | 2024-01-05 |")
    )
    book.create_sheet("说明")["A1"] = "填写说明"
    book.save(tmp_path / "log.xlsx")
    data = data_of(compile_report([tmp_path / "log.xlsx"], year=2024))
    assert data["inputs"][0]["sheets"][1] == {
        "sheet": "说明", "kind": None, "state": "visible", "skipped": "sheet-no-log",
        "rows_unread": 1,
    }  # fmt: skip
    assert VALIDATOR.is_valid(json.loads(json.dumps(data)))


@pytest.mark.parametrize("write", [write_json, write_tally_csv])
@pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
def test_nothing_personal_is_written(
    faulty: Report, write: Callable[[Report, Any], str], voice: Voice
) -> None:
    written = write(faulty, voice)
    assert [text for text in PERSONAL if text in written] == []


def test_json_can_be_kept_to_ascii(faulty: Report) -> None:
    escaped = write_json(faulty, Voice(ascii_only=True))
    assert escaped.isascii()
    assert json.loads(escaped) == json.loads(write_json(faulty, CHINESE))
    assert "依申请" in write_json(faulty, CHINESE) or "台账" in write_json(faulty, CHINESE)
