"""What has to be decided, asked on a terminal and written into a settings file that can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportcli.answer.proposals import Answer, Question
from reportcli.cli.deliver import Speaker
from reportcli.cli.settling import (
    ask_all,
    asked_in_rounds,
    default_target,
    require_valid,
    settings_for,
    settled_by,
    tell_written,
    write_proposals,
)
from reportcli.finding import Refusal
from reportcli.intake.child.parent import Limits, Readings
from reportcli.settings import Settings

GRANTED = Answer("outcome.granted", "予以公开", "Disclosed", 0.9)
PARTIAL = Answer("outcome.partial", "部分公开", "Partially disclosed", 0.7)
ASKED = [
    Question(("values", "outcome"), word, "wording", "log.xlsx", "台账", [GRANTED, PARTIAL], True, 3, "F7")
    for word in ("给材料了", "已寄送", "已送达")
]  # fmt: skip
SPEAKER = Speaker("zh")


def typing(*lines: str) -> Callable[[], str]:
    """A person who types some lines, and then no more."""
    waiting = iter(lines)

    def read() -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return read


@pytest.mark.parametrize(
    ("lines", "answers"),
    [
        (["1\n", "部分公开\n", "outcome.partial\n"], {0: "outcome.granted", 1: "outcome.partial", 2: "outcome.partial"}),
        (["\n", "2\n", "\n"], {1: "outcome.partial"}),  # Enter leaves a question open
        (["天知道\n", "1\n"], {0: "outcome.granted"}),  # asked once more
        (["1\n"], {0: "outcome.granted"}),  # nobody answers any more
        ([], {}),
    ],
)  # fmt: skip
def test_answers_by_number_value_or_name(
    lines: list[str], answers: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask_all(ASKED, SPEAKER, typing(*lines)) == answers
    said = capsys.readouterr().err
    assert "1) 予以公开（outcome.granted）" in said
    assert ("没有“天知道”这个答案" in said) == ("天知道\n" in lines)


def test_what_is_decided_is_merged_into_the_file_in_its_own_encoding(tmp_path: Path) -> None:
    target = tmp_path / "reportcli.toml"
    target.write_bytes('[values.outcome]\n"办结函" = "outcome.granted"\n'.encode("gb18030"))
    write_proposals(str(target), ASKED, {1: "outcome.partial"}, SPEAKER)
    text = target.read_bytes().decode("gb18030")
    assert text.startswith('[values.outcome]\n"办结函" = "outcome.granted"\n')
    assert '\n"已寄送" = "outcome.partial"\n' in text
    assert '\n# "给材料了" = "outcome.granted"' in text


def test_a_file_that_could_not_be_read_afterwards_is_not_written() -> None:
    with pytest.raises(Refusal) as refused:
        require_valid("agency = 3", "reportcli.toml", SPEAKER)
    assert refused.value.code == "settings-invalid"
    require_valid('agency = "某局"', "reportcli.toml", SPEAKER)


def test_the_settings_in_force(tmp_path: Path) -> None:
    log, own, named = tmp_path / "log.xlsx", tmp_path / "reportcli.toml", tmp_path / "other.toml"
    named.write_text('agency = "乙局"', "utf-8")
    target = default_target([str(log)])
    assert target == str(own)
    assert settings_for([str(log)], None, target).agency is None
    own.write_text('agency = "甲局"', "utf-8")
    assert settings_for([str(log)], None, None).agency == "甲局"
    assert settings_for([str(log)], None, str(named)).agency == "乙局"
    assert settings_for([str(log)], str(named), str(own)).agency == "乙局"


@pytest.mark.parametrize(
    ("left", "is_asked", "said"),
    [
        (0, False, ["已写入 甲.toml：请看其中的建议，删去合适的行首的 #，再运行 tally"]),
        (2, True, ["已写入 甲.toml", "还有 2 项没有决定，已作为建议写在 甲.toml 中"]),
        (0, True, ["已写入 甲.toml"]),
    ],
)
def test_what_was_written_is_said(
    left: int, is_asked: bool, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    tell_written("甲.toml", left, SPEAKER, is_asked=is_asked)
    assert capsys.readouterr().err.splitlines() == said


LEDGER = """序号,日期,申请人,性质,事由,答复种类,办结时间
1,2024-03-05,张某,个人,某路,予公,2024-03-20
2,2024-04-02,某某商贸有限公司,企业,某文件,不存在,2024-04-25
3,2024-06-11,某某协会,公益,某事,予公,2024-07-01
"""


def test_one_round_of_questions_leads_to_the_next(tmp_path: Path) -> None:
    """The headings, the wordings under them, and a column that then is told and its wordings."""
    log = tmp_path / "台账.csv"
    log.write_text(LEDGER, encoding="utf-8")
    limits = Limits()
    inputs = Readings([str(log)], Settings(), limits).result()
    asked, answers = asked_in_rounds([str(log)], inputs, Settings(), limits.memory, lambda _: {})
    found = {(one.table[1], one.key): one.answers[0].value for one in asked}
    assert found == {
        ("requests", "日期"): "received",
        ("requests", "答复种类"): "outcome",
        ("requests", "性质"): "applicant_type",
        ("applicant_type", "公益"): "social_welfare",
        ("outcome", "予公"): "outcome.granted",
    }
    assert answers == {}


def test_an_answer_goes_before_what_is_proposed() -> None:
    column = Question(
        ("columns", "requests"), "日期", "missing", "log.xlsx", "台账", [Answer("received", "", "")], True
    )  # fmt: skip
    header = Question(
        ("sheets", "2月"), "header_of", "sheet", "", "2月", [Answer("1月", "", "")], True
    )
    own = Settings(columns={"requests": {"性质": "applicant_type"}})
    settled = settled_by(own, [column, header, *ASKED], {0: "closed"})
    assert settled.columns == {"requests": {"性质": "applicant_type", "日期": "closed"}}
    assert settled.sheets["2月"].header_of == "1月"
    assert own.columns == {"requests": {"性质": "applicant_type"}}
