"""What `explain` is asked: one question at a time, of logs or of a roll-up."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcli.cli.deliver import Speaker
from reportcli.cli.explaining import ExplainQuery, explain_query, rollup_among
from reportcli.cli.options import Counting, Lang, Output, Talk
from reportcli.finding import Refusal
from tests.logs import write_log

NOTHING = ExplainQuery(None, None, None, None, None, mask=True)
TALK = Talk(lang=Lang.zh)


@pytest.mark.parametrize(
    ("asked", "result"),
    [({"cell": "x"}, "cell"), ({"row": "3"}, "row"), ({"code": "x"}, "code")],
)
def test_one_of_three_questions(asked: dict[str, str], result: str) -> None:
    assert NOTHING._replace(**asked).result(Speaker("zh")) == result


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (NOTHING, "--cell、--row、--code"),
        (NOTHING._replace(cell="x", row="3"), "--cell、--row、--code"),
        (NOTHING._replace(cell="x", mask=False), "--no-mask"),
    ],
)
def test_none_or_several_or_an_unmasked_number_are_refused(query: ExplainQuery, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        query.result(Speaker("zh"))
    assert words in refused.value.message("zh")


def test_a_code_needs_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    query = NOTHING._replace(code="outcome-unknown")
    assert explain_query(query, [], Counting(), Output(), TALK) == 0
    assert capsys.readouterr().out.startswith("outcome-unknown")


@pytest.mark.parametrize(
    ("query", "words"),
    [(NOTHING._replace(cell="x"), "请给出台账"), (NOTHING._replace(cell="x", unit="001"), "汇总")],
)
def test_a_number_needs_a_log_and_a_unit_a_roll_up(query: ExplainQuery, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        explain_query(query, [], Counting(), Output(), TALK)
    assert words in refused.value.message("zh")


def test_a_row_of_a_log_with_the_status_of_its_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "收到日期 | 申请人类型 | 办理结果 | 答复日期\n2024-01-05 | 自然人 | 天知道 | 2024-01-10"
    log = str(write_log(tmp_path / "log.csv", rows))
    assert explain_query(NOTHING._replace(row="2"), [log], Counting(), Output(), TALK) == 1
    assert "outcome-unknown" in capsys.readouterr().out


def test_a_roll_up_is_told_by_how_it_begins(tmp_path: Path) -> None:
    rollup, other = tmp_path / "rollup.json", tmp_path / "log.csv"
    rollup.write_text('{"format": "reportcli-rollup/1"}')
    other.write_text("收到日期", "utf-8")
    assert rollup_among([str(rollup)]) == str(rollup)
    assert rollup_among([str(other)]) is None
    assert rollup_among([str(rollup), str(other)]) is None
    assert rollup_among([str(tmp_path / "missing.json")]) is None
