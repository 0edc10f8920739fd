"""Groups of options laid out for typer, and what stops a run as a line and a status."""

from __future__ import annotations

import inspect
from dataclasses import fields
from typing import Annotated, Any

import pytest
import typer

from reportcli.cli.deliver import Speaker
from reportcli.cli.options import (
    Counting,
    Output,
    Talk,
    faults,
    option,
    same_cause,
    spread_options,
    worded_refusal,
)
from reportcli.finding import Address, Refusal
from reportcli.words.messages import CHINESE, ENGLISH


def test_a_command_takes_every_option_of_its_groups_and_gets_the_groups() -> None:
    taken: list[Any] = []

    @spread_options
    def command(
        counting: Counting, output: Annotated[Output, "tally"], talk: Talk, word: str = ""
    ) -> int:
        taken.extend([counting, output, word, talk.quiet])
        return 3

    names = [*inspect.signature(command).parameters]
    assert names == [one.name for group in (Counting, Output, Talk) for one in fields(group)] + [
        "word"
    ]
    given = {**dict.fromkeys(names), "year": 2024, "force": True, "fail_on": "error", "word": "甲"}
    with pytest.raises(typer.Exit) as done:
        command(**given)
    assert done.value.exit_code == 3
    counting, output, word, is_quiet = taken
    assert (counting.year, output.force, word, is_quiet) == (2024, True, "甲", None)


def test_the_help_of_a_format_lists_those_of_the_result() -> None:
    @spread_options
    def command(output: Annotated[Output, "inspection"], talk: Talk) -> None: ...

    told = inspect.signature(command).parameters["format"].annotation.__metadata__[0].help
    assert "text、json" in told


def test_an_option_has_a_variable_of_its_name_unless_it_is_a_flag_of_one_run() -> None:
    assert option("max_memory", "--max-memory").envvar == "REPORTCLI_MAX_MEMORY"
    assert option("force", "--force", envvar=None).envvar is None


SHEETS = [
    Refusal("header-missing", Address("log.xlsx", f"表{n}"), seen="甲", closest="乙")
    for n in range(1, 6)
]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Refusal("input-missing", Address("a.xlsx")), 3),
        (ExceptionGroup("several", [SHEETS[0], Refusal("input-missing", Address("a.xlsx"))]), 4),
        (OSError(28, "No space left on device"), 6),
        (BrokenPipeError(), 0),
        (ValueError("赵甲"), 70),
    ],
)
def test_whatever_stops_a_run_is_a_status_and_says_nothing_of_what_it_was_about(
    fault: Exception,
    status: int,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reportcli.cli.options.discard_stdout", lambda: None)
    with pytest.raises(typer.Exit) as done, faults(Speaker("zh"), debug=False):
        raise fault
    assert done.value.exit_code == status
    said = capfd.readouterr().err
    assert "赵甲" not in said
    assert bool(said) == bool(status)


def test_with_debug_a_fault_of_ours_keeps_its_trace() -> None:
    with pytest.raises(ValueError, match="deep"), faults(Speaker("zh"), debug=True):
        raise ValueError("deep")


def test_refusals_that_say_the_same_of_several_sheets_are_one_line() -> None:
    other = Refusal("header-missing", Address("other.xlsx", "表1"), seen="甲", closest="乙")
    at_rows = [
        Refusal("input-damaged", Address("log.xlsx", "表1", row), reason="甲") for row in (3, 4)
    ]
    alike, alone, *rows = same_cause([*SHEETS, other, *at_rows])
    assert (alike, alone, rows) == (SHEETS, [other], [[one] for one in at_rows])


@pytest.mark.parametrize(
    ("voice", "named"),
    [
        (CHINESE, "log.xlsx '表1'、'表2'、'表3' 等 5 张工作表"),
        (ENGLISH, "log.xlsx '表1', '表2', '表3' and others, 5 sheets in all"),
    ],
)
def test_the_first_of_them_are_named(voice: Any, named: str) -> None:
    assert worded_refusal(SHEETS, voice).startswith(named)
