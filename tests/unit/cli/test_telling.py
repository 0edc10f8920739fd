"""What a person is told on stderr when a run is done, and the status that its findings ask for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportcli.answer.watch import watch_deadlines
from reportcli.cli.options import Lang, Talk
from reportcli.cli.telling import tell_of, tell_of_watch
from reportcli.report import Report, compile_report, read
from tests.logs import write_log

LOG = """
    登记编号 | 收到日期   | 申请人类型 | 办理结果 | 答复日期
    1        | 2024-01-05 | 自然人     | 予以公开 | 2024-01-10
    2        | 2024-02-05 | 自然人     | 天知道   | 2024-02-20
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report on a log with one faulty row."""
    log = write_log(tmp_path_factory.mktemp("log") / "log.csv", LOG)
    return compile_report([log], as_of=date(2025, 1, 12))


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines on stderr."""
    return capsys.readouterr().err.splitlines()


def test_the_rows_without_a_figure_the_year_and_the_findings_are_said(
    report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell_of(report, "error", Talk(lang=Lang.en)) == 1
    lines = told(capsys)
    assert lines[0] == "faulty rows, in none of the figures: 1"
    assert lines[1].startswith("year: 2024 ")
    assert any("outcome-unknown" in line for line in lines)
    assert lines[-1] == "errors: 1, warnings: 0"


def test_after_an_answer_findings_are_counted_only_unless_verbose(
    report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_of(report, "error", Talk(lang=Lang.en), listing=False)
    brief = told(capsys)
    assert not any("outcome-unknown" in line for line in brief)
    assert brief[-1] == "errors: 1, warnings: 0 (reportcli check lists them)"
    tell_of(report, "error", Talk(lang=Lang.en, verbose=True), listing=False)
    lines = told(capsys)
    assert lines[-1] == "errors: 1, warnings: 0"
    assert "no figures of last year (--previous): carry-over and stock were not checked" in lines


def test_quiet_says_nothing_and_keeps_the_status(
    report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell_of(report, "error", Talk(lang=Lang.en, quiet=True)) == 1
    assert told(capsys) == []


def test_deadlines_say_what_they_leave_out_and_which_years_are_assumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = write_log(tmp_path / "log.csv", f"{LOG}    3 | 2035-01-05 | 自然人 | |")
    watch = watch_deadlines(read([log]), date(2035, 1, 10))
    assert tell_of_watch(watch, "error", Talk(lang=Lang.en)) == 1
    first, second, *_ = told(capsys)
    assert first == "faulty rows, without a deadline here: 1 (reportcli check lists them)"
    assert second.startswith("the schedule of 2035 is not known")
