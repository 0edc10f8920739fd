"""Names on the command line, put to the program: days, years, tables, numbers, and files of last year."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from reportcli.cli.asking import (
    behind_number,
    behind_row,
    day_asked,
    kind_asked,
    known_edition,
    places_for,
    possible_year,
    require_code,
    schema_asked,
    years_before,
)
from reportcli.cli.deliver import Speaker
from reportcli.cli.options import Output
from reportcli.count.previous import EarlierFigures
from reportcli.finding import Refusal
from reportcli.report import Report, compile_report
from tests.logs import write_log

SPEAKER = Speaker("zh")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025-01-05", date(2025, 1, 5)),
        ("2025年1月5日", date(2025, 1, 5)),
        ("20250105", date(2025, 1, 5)),
        ("", None),
        (None, None),
    ],
)
def test_a_day_as_dates_are_written(typed: str | None, day: date | None) -> None:
    assert day_asked(typed, SPEAKER) == day


@pytest.mark.parametrize("typed", ["45662", "2025-02-30", "明天", "1月5日"])
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(Refusal, match=typed):
        day_asked(typed, SPEAKER)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("requests", "requests"),
        ("三", "requests"),
        ("表三", "requests"),
        ("依申请公开台账", "requests"),
        ("publications", "publications"),
        ("二", "publications"),
        ("四", "cases"),
    ],
)
def test_a_table_or_its_log_by_any_of_its_names(name: str, kind: str) -> None:
    assert kind_asked(name, SPEAKER) == kind


def test_what_is_no_table_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal, match="requests"):
        kind_asked("五", SPEAKER)


def test_years_and_editions_that_nothing_covers_are_refused() -> None:
    assert (possible_year(2024), possible_year(None)) == (2024, None)
    assert (known_edition("2021"), known_edition(None)) == ("2021", None)
    for year in (0, 10_000):
        with pytest.raises(Refusal) as refused:
            possible_year(year)
        assert refused.value.code == "edition-missing"
    with pytest.raises(Refusal) as refused:
        known_edition("1999")
    assert refused.value.code == "edition-unknown"


def test_a_code_that_nobody_knows_is_refused_with_the_closest() -> None:
    require_code("outcome-unknown", SPEAKER)
    with pytest.raises(Refusal, match="outcome-unknown"):
        require_code("outcome-unkown", SPEAKER)


@pytest.mark.parametrize("name", ["tally", "deadlines", "diff"])
def test_the_schema_of_a_contract_by_its_name(name: str) -> None:
    assert schema_asked(name, SPEAKER)["title"].startswith("reportcli-")


def test_what_is_no_contract_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal, match="deadlines"):
        schema_asked("deadline", SPEAKER)


def test_of_several_files_of_earlier_years_the_latest_is_last_year(tmp_path: Path) -> None:
    files = []
    for year in (2021, 2023, 2022):
        file = tmp_path / f"{year}.json"
        file.write_text(
            json.dumps(
                {
                    "format": "reportcli-tally/1",
                    "year": year,
                    "edition": "2021",
                    "tables": {},
                    "findings": [],
                }
            )
        )
        files.append(str(file))
    last, earlier = years_before(files, SPEAKER)
    # Read once: a pipe could not be read a second time.
    assert isinstance(last, EarlierFigures)
    assert (last.year, last.file) == (2023, files[1])
    assert [one.year for one in earlier] == [2022, 2021]
    assert years_before([], SPEAKER) == (None, [])
    assert years_before(["年报.docx"], SPEAKER) == ("年报.docx", [])
    for twice in ([*files, files[0]], [*files, "年报.docx"]):
        with pytest.raises(Refusal) as refused:
            years_before(twice, SPEAKER)
        assert refused.value.code == "usage"


def test_a_place_that_must_not_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    log, new = tmp_path / "log.csv", tmp_path / "new.json"
    log.touch()
    (place,) = places_for("tally", Output(output=[str(new)]), [str(log)], SPEAKER)
    assert (place.file, place.format) == (str(new), "json")
    for output, beside in ((log, ()), (new, (str(log),))):
        with pytest.raises(Refusal) as refused:
            places_for(
                "tally",
                Output(output=[str(output)], force=True),
                [str(log)],
                SPEAKER,
                beside=beside,
            )
        assert refused.value.code == "output-is-input"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report on one request."""
    rows = (
        "收到日期 | 申请人类型 | 办理结果 | 答复日期\n2024-01-05 | 自然人 | 予以公开 | 2024-01-10"
    )
    return compile_report([write_log(tmp_path_factory.mktemp("log") / "log.csv", rows)])


def test_a_number_of_the_form_or_a_fact_of_the_prose(report: Report) -> None:
    assert behind_number(report, "三/予以公开/自然人", SPEAKER)[0] == "cell"
    assert behind_number(report, "requests.late", SPEAKER)[0] == "fact"


@pytest.mark.parametrize(
    ("name", "close"),
    [("requests/outcome.grant/total", "requests/outcome.granted/total"), ("requests.lat", "requests.late")],
)  # fmt: skip
def test_what_names_no_number_is_refused_with_what_may_be_meant(
    report: Report, name: str, close: str
) -> None:
    with pytest.raises(Refusal, match=close):
        behind_number(report, name, SPEAKER)


def test_a_number_of_a_log_that_was_not_given(report: Report) -> None:
    with pytest.raises(Refusal) as refused:
        behind_number(report, "cases/review/total", SPEAKER)
    assert refused.value.code == "log-missing"


def test_a_row_and_one_that_is_not_there(report: Report) -> None:
    explanation, _, values = behind_row(report, "2", None, None, SPEAKER)
    assert (explanation.address.row, explanation.fate, values) == (2, "counted", None)
    with pytest.raises(Refusal, match="9"):
        behind_row(report, "9", None, None, SPEAKER)
