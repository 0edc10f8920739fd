"""What `inspect` writes into a settings file: merged, valid as it stands, valid once a proposal is taken."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reportcli.answer.proposals import Answer, Question
from reportcli.answer.settings_file import decode_settings, merged
from reportcli.cli.commands import app
from reportcli.settings import load_settings
from reportcli.words.messages import CHINESE, ENGLISH
from tests.logs import tally_json, write_log

DAY = date(2025, 1, 3)
GRANTED = Answer("outcome.granted", "予以公开", "Disclosed", 0.9)
PARTIAL = Answer("outcome.partial", "部分公开", "Partially disclosed", 0.7)
SURE = Question(
    ("values", "outcome"),
    "给材料了",
    "wording",
    "log.xlsx",
    "台账",
    [GRANTED, PARTIAL],
    True,
    3,
    "F7",
)
OPEN = Question(("values", "outcome"), "已送达", "wording", "log.xlsx", "台账", [], False, 1, "F9")
COLUMN = Question(
    ("columns", "requests"), "来件日", "missing", "log.xlsx", "台账",
    [Answer("received", "收到日期", "Date received", 0.9)], True,
)  # fmt: skip
LOG = """
    登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 2024-01-20 | 予公
    2024-2   | 2024-02-05 | 自然人     | 2024-02-20 | 予公
    2024-3   | 2024-03-05 | 自然人     | 2024-03-20 | 天知道
"""


def taken(text: str) -> str:
    """The file once every proposal is taken: the `#` before each is gone."""
    return re.sub(r'^# (?=["a-z_]+ ?= ?"|")', "", text, flags=re.MULTILINE)


def run(*args: object, typed: str = "") -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=typed)


def test_a_new_file_proposes_in_comments_what_is_likely_and_asks_for_the_rest() -> None:
    text = merged("", [SURE, OPEN, COLUMN], {}, CHINESE, DAY)
    assert (
        '# "给材料了" = "outcome.granted"  # outcome.granted 予以公开 / outcome.partial 部分公开'
        in text
    )
    assert '"已送达" = ""  # 请选一个：outcome.granted 予以公开; ' in text
    assert "# 2025-01-03 由 reportcli inspect 增加" in text
    assert tomllib.loads(text) == {
        "columns": {"requests": {}},
        "values": {"outcome": {"已送达": ""}},
    }
    assert tomllib.loads(taken(text)) == {
        "columns": {"requests": {"来件日": "received"}},
        "values": {"outcome": {"给材料了": "outcome.granted", "已送达": ""}},
    }


def test_what_stands_there_stays_and_what_is_new_comes_at_the_end_of_its_table() -> None:
    before = """agency = "某局"  # who we are

[values.outcome]
"给了" = "outcome.granted"

[columns.cases]  # of the courts
"案由" = "ignore"
"""
    text = merged(before, [SURE, COLUMN], {}, ENGLISH, DAY)
    told = [line for line in before.splitlines() if line]
    kept = [line for line in text.splitlines() if line in told]
    assert kept == told
    assert text.index('"给了"') < text.index('# "给材料了"') < text.index("[columns.cases]")
    assert tomllib.loads(taken(text)) == {
        "agency": "某局",
        "values": {"outcome": {"给了": "outcome.granted", "给材料了": "outcome.granted"}},
        "columns": {"cases": {"案由": "ignore"}, "requests": {"来件日": "received"}},
    }


def test_a_question_that_was_put_is_not_put_again() -> None:
    once = merged("", [SURE, OPEN], {}, CHINESE, DAY)
    assert merged(once, [SURE, OPEN], {}, CHINESE, date(2025, 1, 4)) == once


def test_an_answer_that_was_given_is_written_as_it_is() -> None:
    text = merged("", [SURE, OPEN], {1: "outcome.partial"}, CHINESE, DAY)
    assert tomllib.loads(text) == {"values": {"outcome": {"已送达": "outcome.partial"}}}


def test_a_sheet_without_headings_has_those_of_another() -> None:
    of_sheet = Question(
        ("sheets", "2月 (二)"), "header_of", "sheet", "log.xlsx", "2月 (二)", [Answer("1月", "1月", "1月")], True
    )  # fmt: skip
    text = merged("", [of_sheet], {0: "1月"}, CHINESE, DAY)
    assert tomllib.loads(text) == {"sheets": {"2月 (二)": {"header_of": "1月"}}}


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ('agency = "某局"'.encode(), "utf-8"),
        ('agency = "某局"'.encode("utf-8-sig"), "utf-8-sig"),
        ('agency = "某局"'.encode("gb18030"), "gb18030"),
    ],
)
def test_a_file_keeps_the_encoding_in_which_it_was_saved(data: bytes, encoding: str) -> None:
    assert decode_settings(data) == ('agency = "某局"', encoding)


def test_a_wording_that_was_cut_fits_no_cell_and_stays_a_remark() -> None:
    cut = Question(
        ("values", "outcome"), "经研究，现将…", "wording", "log.xlsx", "台账", [GRANTED], True
    )
    text = merged("", [cut], {}, CHINESE, DAY)
    assert "无法登记，请改台账" in text
    assert tomllib.loads(text) == {"values": {"outcome": {}}}


# --- from a refused or faulty log to a right one ---


def test_nothing_changes_until_a_proposal_is_taken_and_nothing_that_stood_there_ever_does(
    tmp_path: Path,
) -> None:
    log, settings = write_log(tmp_path / "log.xlsx", LOG), tmp_path / "reportcli.toml"
    settings.write_text('agency = "某局"\n', "utf-8")
    before = tally_json(log, year=2024, as_of=DAY)["tables"]
    for _ in range(2):
        assert run("inspect", log, "--write-settings", settings).exit_code == 0
    assert settings.read_text("utf-8").startswith('agency = "某局"\n')
    assert tally_json(log, year=2024, as_of=DAY)["tables"] == before
    settings.write_text(taken(settings.read_text("utf-8")), "utf-8")
    assert load_settings(settings).values == {"outcome": {"予公": "outcome.granted", "天知道": ""}}
    counted = tally_json(log, year=2024, as_of=DAY)["tables"]["requests"]["outcome.granted"]
    assert counted["total"] == 2


def test_questions_on_the_terminal_are_answered_by_number_by_name_or_not(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.xlsx", LOG)
    done = run("inspect", log, "--ask", "--lang", "zh", typed="1\n胡说\n予以公开\n")
    assert done.exit_code == 0
    assert "没有“胡说”这个答案" in done.stderr
    assert load_settings(tmp_path / "reportcli.toml").values == {
        "outcome": {"予公": "outcome.granted", "天知道": "outcome.granted"}
    }


def test_where_nobody_answers_what_is_left_is_proposed(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.xlsx", LOG)
    done = run("inspect", log, "--ask", "--lang", "en", typed="")
    assert "left open: 2" in done.stderr
    assert '# "予公" = "outcome.granted"' in (tmp_path / "reportcli.toml").read_text("utf-8")


def test_a_settings_file_that_is_none_is_left_as_it_is(tmp_path: Path) -> None:
    log, settings = write_log(tmp_path / "log.xlsx", LOG), tmp_path / "reportcli.toml"
    settings.write_text("agency = \n", "utf-8")
    assert run("inspect", log, "--write-settings", settings).exit_code == 2
    assert settings.read_text("utf-8") == "agency = \n"
