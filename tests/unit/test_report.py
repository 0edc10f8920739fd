"""The pipeline from what was read to a report, without a file and without a child process."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from reportcli.finding import Address, Alike, Finding, Refusal, Waived
from reportcli.report import (
    MOST_LISTED,
    Logs,
    Report,
    count,
    listed,
    looks_like_json,
    refuse_doubles,
)
from reportcli.settings import Notice, Settings
from tests.logs import log_of

REQUESTS = """
    登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
    2023-1   | 2023-03-01 | 自然人     | 2023-03-10 | 予以公开
    2024-1   | 2024-03-01 | 自然人     | 2024-03-10 | 予以公开
    2024-2   | 2024-03-02 | 自然人     | 2024-03-11 | 不知所云
    2024-3   | 2024-12-30 | 自然人     |            |
"""
CASES = """
    案件类型 | 受理日期   | 审结日期   | 结果
    行政复议 | 2024-03-01 | 2024-04-10 | 维持
"""


def read_of(*tables: str, **settings: object) -> Logs:
    """What reading some logs would have given."""
    choices = Settings(**settings)
    return Logs(
        choices, [], [log_of(table, choices, f"{n}.xlsx") for n, table in enumerate(tables)]
    )


def report_of(*tables: str, as_of: date = date(2025, 1, 12), **settings: object) -> Report:
    """The report on some logs."""
    return count(read_of(*tables, **settings), as_of=as_of)


def test_the_year_is_that_of_most_receipts_and_said_to_be_inferred() -> None:
    report = report_of(REQUESTS)
    assert (report.year, report.edition.id, report.year_is_inferred) == (2024, "2021", True)


def test_a_year_that_was_asked_for_stands_over_the_settings() -> None:
    found = read_of(REQUESTS, year=2024)
    assert count(found, year=2023, as_of=date(2025, 1, 12)).year == 2023
    settled = count(found, as_of=date(2025, 1, 12))
    assert (settled.year, settled.year_is_inferred) == (2024, False)


def test_without_requests_the_year_has_to_be_said() -> None:
    with pytest.raises(Refusal, match="year") as refused:
        report_of(CASES)
    assert refused.value.code == "year-unclear"


def test_every_row_has_its_fate() -> None:
    assert report_of(REQUESTS).fates == {
        ("0.xlsx", "台账", 1, 5): {"counted": 2, "outside-year": 1, "outcome-unknown": 1}
    }


def test_one_table_alone_is_shown_without_facts() -> None:
    report = report_of(REQUESTS, CASES)
    assert list(report.tables) == ["requests", "cases"]
    alone = report.showing("cases")
    assert (list(alone.tables), alone.facts) == (["cases"], {})
    assert report.showing("publications").tables == {}
    assert report.showing(None) is report


def test_a_code_that_is_ignored_is_neither_listed_nor_counted() -> None:
    report = report_of(REQUESTS)
    assert "outcome-unknown" in {finding.code for finding in report.findings}
    left = report.ignoring(["outcome-unknown"])
    assert "outcome-unknown" not in {finding.code for finding in left.findings}


def test_a_calendar_that_contradicts_itself_is_refused_with_its_key() -> None:
    day = date(2024, 5, 1)
    found = read_of(REQUESTS, calendar={"2024": Notice(off=[day], work=[day])})
    with pytest.raises(Refusal) as refused:
        _ = found.calendar
    assert refused.value.code == "settings-invalid"
    assert "[calendar]" in str(refused.value)


# What is listed of many findings


def findings(code: str, many: int, *, waived: bool = False) -> list[Finding]:
    """As many findings of a code, a row each."""
    why = Waived("核实无误", date(2025, 1, 1)) if waived else None
    return [Finding(code, Address("a.xlsx", "台账", row), waived=why) for row in range(many)]


def test_a_thousand_findings_of_a_code_are_listed_and_the_rest_counted() -> None:
    found = [*findings("number-missing", MOST_LISTED + 5), *findings("date-missing", 2)]
    kept, omitted = listed(found)
    assert (len(kept), omitted) == (MOST_LISTED + 2, {"number-missing": 5})


def test_findings_alike_are_made_as_far_as_they_are_listed() -> None:
    alike = Alike("number-missing", Address("a.xlsx", "台账", column=3), range(1, MOST_LISTED + 8))
    kept, omitted = listed([*findings("number-missing", 1), alike])
    assert (len(kept), omitted) == (MOST_LISTED, {"number-missing": 8})
    assert kept[1].address == Address("a.xlsx", "台账", 1, 3)


def test_what_a_person_waived_is_listed_always() -> None:
    found = [*findings("number-missing", MOST_LISTED), *findings("number-missing", 3, waived=True)]
    kept, omitted = listed(found)
    assert (len(kept), omitted) == (MOST_LISTED + 3, {})


# Before anything is read


@pytest.mark.parametrize("link", ["hardlink_to", "symlink_to"])
def test_a_file_that_is_named_twice_is_refused(tmp_path: Path, link: str) -> None:
    log, other = tmp_path / "log.csv", tmp_path / "other.csv"
    log.write_text("x")
    getattr(other, link)(log)
    with pytest.raises(Refusal) as refused:
        refuse_doubles([str(log), str(other)])
    assert (refused.value.code, refused.value.address) == ("input-doubled", Address(str(other)))


def test_files_that_are_missing_are_for_the_reader_to_say(tmp_path: Path) -> None:
    refuse_doubles([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps({"year": 2023}).encode(), True),
        (b"\xef\xbb\xbf  {", True),
        (b"[]", True),
        ("登记编号,收到日期".encode(), False),
        (b"", False),
    ],
)
def test_json_is_told_by_its_first_character(
    tmp_path: Path, content: bytes, expected: bool
) -> None:
    file = tmp_path / "previous"
    file.write_bytes(content)
    assert looks_like_json(file) is expected
    assert not looks_like_json(tmp_path / "none")
