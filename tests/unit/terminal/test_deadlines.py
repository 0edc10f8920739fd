"""Deadlines as a person, a program and a calendar get them; the counting itself is tested in test_deadlines.

2024-02-04 and 02-18 are Sundays that were worked for the Spring Festival, 10 to 17 February were off.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from reportcli.answer.watch import DeadlineWatch, watch_deadlines
from reportcli.cli.commands import app
from reportcli.export.csv import write_deadlines_csv
from reportcli.law.calendar import working_calendar
from reportcli.report import Logs, read
from reportcli.terminal.deadlines import write_watch
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.logs import write_log

HEADINGS = (
    "登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 补正通知日期 | 补正日期 | 征求意见日期"
    " | 收到意见日期 | 延期 | 答复日期 | 办理结果\n"
)
LOG = f"""
    {HEADINGS.strip()}
    2024-1 | 2024-01-02 | 张三丰 | 自然人 | 征地补偿 |            |            |            |            |    | 2024-01-30 | 予以公开
    2024-2 | 2024-01-02 | 李四光 | 自然人 | 规划图   |            |            |            |            |    | 2024-02-01 | 予以公开
    2024-3 | 2024-01-15 | 王五一 | 自然人 | 会议纪要 |            |            |            |            |    |            |
    2024-4 | 2024-01-24 | 孙七星 | 自然人 | 征地补偿 |            |            |            |            |    |            |
    2024-5 | 2024-01-29 | 甲公司 | 企业   | 规划图   |            |            | 2024-02-05 | 2024-02-07 |    |            |
    2024-6 | 2024-01-30 | 张三丰 | 自然人 | 规划图   | 2024-02-01 | 2024-02-04 |            |            | 是 |            |
           | 2024-02-06 | 张三丰 | 自然人 | 补偿款   | 2024-02-08 |            |            |            |    |            |
    2024-8 | 2024-01-29 | 甲公司 | 企业   | 台账页   |            |            |            |            |    | 2024-02-05 | 不知所云
    2024-9 | 2024-03-29 | 甲公司 | 企业   | 规划图   |            |            |            |            |    |            |
"""
PERSONAL = ["张三丰", "李四光", "王五一", "孙七星", "甲公司"]
PERSONAL += ["征地补偿", "规划图", "会议纪要", "补偿款", "台账页"]
DAY = date(2024, 2, 20)


def logs_in(*files: Path) -> Logs:
    """The logs from which deadlines are taken."""
    return read(files)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with a request in every state."""
    return write_log(tmp_path_factory.mktemp("log") / "requests.xlsx", LOG)


@pytest.fixture(scope="module")
def logs(log: Path) -> Logs:
    """The report on it."""
    return logs_in(log)


def states(watch: DeadlineWatch) -> dict[str | None, str]:
    """Number → state of the requests shown, in their order."""
    return {one.number: one.state for one in watch.deadlines}


# -- which requests -----------------------------------------------------------------------------------------

OPEN = {"2024-3": "overdue", "2024-4": "open", "2024-5": "open", "2024-6": "open", None: "waiting"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, OPEN),
        ({"within": 0}, {"2024-3": "overdue"}),
        ({"within": 4}, {"2024-3": "overdue", "2024-4": "open"}),
        ({"within": 32}, {number: state for number, state in OPEN.items() if number}),
        ({"answered": True}, {"2024-1": "on_time", "2024-2": "late", **OPEN}),
        ({"year": 2023}, {}),
        ({"year": 2024}, OPEN),
    ],
)
def test_which_requests_are_shown(
    logs: Logs, asked: dict[str, Any], expected: dict[str, str]
) -> None:
    assert states(watch_deadlines(logs, DAY, **asked)) == expected


def test_what_is_left_out_is_said(logs: Logs) -> None:
    watch = watch_deadlines(logs, DAY)
    assert (watch.left_out, watch.received_later) == (1, 1)
    assert watch.states == {"on_time": 1, "late": 1, "overdue": 1, "open": 3, "waiting": 1}
    assert [finding.code for finding in watch.findings] == ["outcome-unknown"]


def test_an_answer_of_tomorrow_is_not_known_today(log: Path) -> None:
    watch = watch_deadlines(logs_in(log), date(2024, 1, 29))
    assert states(watch)["2024-1"] == states(watch)["2024-2"] == "open"
    assert all(one.closed is None for one in watch.deadlines)


def test_rows_of_every_year_and_file_stand_by_the_day_they_are_due(
    tmp_path: Path, log: Path
) -> None:
    rows = "2019-1 | 2019-12-02 | 甲 | 自然人 | | | | | | | |\n2024-1 | 2024-01-16 | 乙 | 自然人 | | | | | | | |"
    other = write_log(tmp_path / "other.xlsx", HEADINGS + rows)
    watch = watch_deadlines(logs_in(log, other), DAY)
    assert [(Path(one.address.file).name, one.number) for one in watch.deadlines[:4]] == [
        ("other.xlsx", "2019-1"),
        ("requests.xlsx", "2024-3"),
        ("other.xlsx", "2024-1"),
        ("requests.xlsx", "2024-4"),
    ]


# -- text ---------------------------------------------------------------------------------------------------

TEXT = """\
截至 2024-02-20：已答复 按时 1 件、逾期 1 件；未答复 逾期 1 件、在办 3 件、等待
  补正或缴费 1 件；收到日期在此之后 1 件

逾期未答复：1 件
登记编号  所在行    起算        到期        逾期
--------  --------  ----------  ----------  ----
2024-3    '台账'!4  2024-01-15  2024-02-09     3

即将到期（5 个工作日内）：1 件
登记编号  所在行    起算        到期        剩余
--------  --------  ----------  ----------  ----
2024-4    '台账'!5  2024-01-24  2024-02-26     4

在办：2 件
登记编号  所在行    起算        不计  延期  到期        剩余
--------  --------  ----------  ----  ----  ----------  ----
2024-5    '台账'!6  2024-01-29     2        2024-03-04     9
2024-6    '台账'!7  2024-02-04          20  2024-04-07    32

等待补正或缴费：1 件
登记编号  所在行    起算
--------  --------  ----------
—         '台账'!8  2024-02-06
"""
DAY_BY_DAY = """\

期限的计算（条例第三十三条：20 个工作日）：

2024-3  requests.xlsx '台账'!4
  2024-01-15               起算
  2024-01-16—01-19    1–4  工作日
  2024-01-20—01-21         周末
  2024-01-22—01-26    5–9  工作日
  2024-01-27—01-28         周末
  2024-01-29—02-02  10–14  工作日
  2024-02-03               周末
  2024-02-04           15  调休上班
  2024-02-05—02-08  16–19  工作日
  2024-02-09           20  到期

2024-4  requests.xlsx '台账'!5
  2024-01-24               起算
  2024-01-25—01-26    1–2  工作日
  2024-01-27—01-28         周末
  2024-01-29—02-02    3–7  工作日
  2024-02-03               周末
  2024-02-04            8  调休上班
  2024-02-05—02-09   9–13  工作日
  2024-02-10—02-17         节假日
  2024-02-18           14  调休上班
  2024-02-19—02-20  15–16  工作日
  2024-02-21—02-23  17–19  尚未到
  2024-02-24—02-25         周末
  2024-02-26           20  到期
"""
IN_ENGLISH = """\
2024-02-20: answered on time 1, late 1; not answered: overdue 1, open 3, waiting
  for a correction or fee 1; received after that day 1

Overdue: 1
Number  Row       Start       Due         Late
------  --------  ----------  ----------  ----
2024-3  '台账'!4  2024-01-15  2024-02-09     3

Due within 4 working days: 1
Number  Row       Start       Due         Left
------  --------  ----------  ----------  ----
2024-4  '台账'!5  2024-01-24  2024-02-26     4
"""


def test_text(logs: Logs) -> None:
    assert write_watch(watch_deadlines(logs, DAY), CHINESE) == TEXT


def test_text_in_english(logs: Logs) -> None:
    assert write_watch(watch_deadlines(logs, DAY, within=4), ENGLISH) == IN_ENGLISH


def test_text_with_the_days_counted(logs: Logs) -> None:
    text = write_watch(watch_deadlines(logs, DAY, within=4, day_by_day=True), CHINESE)
    assert text.endswith(DAY_BY_DAY)


def test_pauses_restarts_and_extensions_are_marked(logs: Logs) -> None:
    text = write_watch(watch_deadlines(logs, DAY, day_by_day=True), CHINESE)
    assert "  2024-02-06—02-07         征求意见，不计\n" in text
    assert "  2024-01-30 收到；补正或缴费后重新起算\n  2024-02-04               起算\n" in text
    assert "  条例第33条：20 个工作日，延长 20 个工作日\n" in text
    assert text.endswith("  2024-02-06               起算\n  期限停止，补正或缴费后重新起算\n")


def test_requests_whose_state_nobody_knows_are_counted(tmp_path: Path) -> None:
    # Answered when its limit was over, and no day on which it was corrected.
    row = "2024-1 | 2024-01-02 | 张三丰 | 自然人 | 征地补偿 | 2024-01-04 | | | | | 2024-02-19 | 予以公开"
    logs = logs_in(write_log(tmp_path / "log.xlsx", HEADINGS + row))
    watch = watch_deadlines(logs, DAY)
    assert watch.states == {"unknown": 1}
    first, *_ = write_watch(watch, Voice(width=200)).splitlines()
    assert first.endswith(CHINESE.say("clock", "summary-unknown", unknown=1))


def test_long_numbers_and_names_stay_within_the_terminal(tmp_path: Path) -> None:
    from wcwidth import wcswidth

    row = f"苏自然资依申请公开〔2024〕第{'0' * 30}1号 | 2024-01-24 | 甲 | 自然人 | | | | | | 是 | |"
    files = [
        write_log(
            tmp_path / f"某市自然资源和规划局依申请公开台账{n}.xlsx",
            HEADINGS + row.replace("1号", f"{n}号"),
        )
        for n in (1, 2)
    ]
    logs = logs_in(*files)
    for voice in (CHINESE, ENGLISH):
        text = write_watch(watch_deadlines(logs, DAY), voice)
        assert max(map(wcswidth, text.splitlines())) <= 80


# -- data ---------------------------------------------------------------------------------------------------


def invoke(*words: str | Path) -> Result:
    """A run in this process."""
    return CliRunner().invoke(app, ["deadlines", *map(str, words)], env={"LANG": "C.UTF-8"})


def test_json(log: Path) -> None:
    result = invoke(
        log, "--as-of", "2024-02-20", "--within", "4", "--why", "-f", "json", "--lang", "en"
    )
    assert result.exit_code == 1  # the unknown outcome
    assert "faulty rows, without a deadline here: 1" in result.stderr
    data = json.loads(result.stdout)
    assert (data["format"], data["as_of"], data["left_out"]) == (
        "reportcli-deadlines/1",
        "2024-02-20",
        1,
    )
    assert [one["file"] for one in data["inputs"]] == [str(log)]
    late, soon = data["requests"]
    assert len(late.pop("counted")) == 26
    assert late == {
        "number": "2024-3", "file": str(log), "sheet": "台账", "row": 4, "received": "2024-01-15",
        "start": "2024-01-15", "paused_from": None, "paused_until": None, "paused_days": 0,
        "extension_days": 0, "due": "2024-02-09", "closed": None, "state": "overdue", "days": -3,
        "provisional": False,
    }  # fmt: skip
    assert soon["counted"][-1] == {"day": "2024-02-26", "label": "due", "number": 20}


# -- calendar -----------------------------------------------------------------------------------------------


def test_requests_by_the_unit_in_charge(tmp_path: Path) -> None:
    rows = """
        登记编号 | 收到日期   | 申请人类型 | 承办科室       | 答复日期 | 办理结果
        2024-1   | 2024-01-02 | 自然人     | 规划科         |          |
        2024-2   | 2024-02-02 | 自然人     | 法规科 钱某某  |          |
        2024-3   | 2024-02-05 | 自然人     | 规划科         |          |
    """
    logs = logs_in(write_log(tmp_path / "log.xlsx", rows))
    text = write_watch(watch_deadlines(logs, DAY), CHINESE)
    assert re.findall(r"^(规划科|法规科) +(\d*) *(\d*)$", text, re.MULTILINE) == [
        ("规划科", "1", "1"),
        ("法规科", "1", ""),
    ]
    of_unit = watch_deadlines(logs, DAY, unit="规划科")
    assert [one.number for one in of_unit.deadlines] == ["2024-1", "2024-3"]
    rows_of_csv = list(csv.DictReader(io.StringIO(write_deadlines_csv(of_unit, CHINESE))))
    assert [(row["unit"], int(row["days_left"]) < 0) for row in rows_of_csv] == [
        ("规划科", True),
        ("规划科", False),
    ]


# -- the command --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "json", "csv", "ics"])
def test_nothing_personal_is_shown(log: Path, format_: str) -> None:
    result = invoke(log, "--as-of", "2024-02-20", "--all", "--why", "-v", "-f", format_)
    assert "2024-3" in result.stdout
    assert [word for word in PERSONAL if word in result.output] == []


def test_a_year_without_a_schedule_is_provisional_and_said(tmp_path: Path) -> None:
    year = working_calendar().published_until.year + 1
    rows = "".join(
        f"{n} | {year - 1}-12-{day} | 甲 | 自然人 | | | | | | | |\n"
        for n, day in ((1, 21), (2, "01"))
    )
    file = write_log(tmp_path / "log.xlsx", HEADINGS + rows)
    words = (file, "--as-of", f"{year - 1}-12-22", "--lang", "en")
    result = invoke(*words)
    assert result.exit_code == 0
    assert f"the schedule of {year} is not known" in result.stderr
    assert f"[calendar.{year}]" in result.stderr
    assert "* provisional" in result.stdout
    assert result.stdout.count("-12-29 ") == result.stdout.count(f"{year}-01-1") == 1
    assert "(provisional)" in invoke(*words, "-f", "ics").stdout
    (tmp_path / "reportcli.toml").write_text(f"[calendar.{year}]\noff = [{year}-01-01]\n", "utf-8")
    settled = invoke(*words)
    assert settled.stderr == ""
    assert "*" not in settled.stdout


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (2, ("--within", "3", "--all")),
        (2, ("--within", "-1")),
        (2, ("-f", "xlsx")),
        (2, ("--as-of", "2024-02-30")),
    ],
)
def test_usage(log: Path, status: int, words: tuple[str, ...]) -> None:
    assert invoke(log, *words).exit_code == status


def test_a_log_of_another_kind_has_no_deadlines(tmp_path: Path) -> None:
    file = write_log(
        tmp_path / "cases.csv", "行政复议/行政诉讼 | 受理日期 | 审理结果\n行政复议 | 2024-01-01 |"
    )
    result = invoke(file, "--lang", "zh")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "依申请公开台账" in result.stderr
