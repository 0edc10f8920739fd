"""The commands as a person or a script meets them: how each ends, what it says, what it takes for granted."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from reportcli import __version__, report
from reportcli.cli.commands import app
from tests.logs import write_log
from tests.program.office import HAN, ids, invoke, office, run, snapshot

__all__ = ["office"]

# ---- how a run ends

ENDS = [
    (0, "tally sound.csv"),
    (0, "tally sound.csv cases.csv"),
    (0, "tally doubtful.csv"),
    (0, "editions"),
    (0, "editions 2021"),
    (0, "editions --schema"),
    (1, "tally faulty.csv"),
    (1, "tally doubtful.csv --fail-on warning"),
    (1, "tally faulty.csv sound.csv -o new.json"),
]
REFUSED = [
    # status, command, and the file that the one line begins with
    (2, "tally sound.csv -f yaml", ""),
    (2, "tally sound.csv -f xlsx", ""),
    (2, "tally sound.csv -o new.doc", ""),
    (2, "tally sound.csv -o new", ""),
    (2, "tally sound.csv --table 五", ""),
    (2, "tally sound.csv --as-of 2024-02-30", ""),
    (2, "tally sound.csv --edition 1999", ""),
    (2, "tally sound.csv --config nowhere.toml", "nowhere.toml"),
    (2, "tally tied.csv", ""),
    (2, "tally cases.csv", ""),
    (2, "editions 1999", ""),
    (3, "tally missing.xlsx", "missing.xlsx"),
    (3, "tally folder", "folder"),
    (3, "tally empty.xlsx", "empty.xlsx"),
    (3, "tally encrypted.xlsx", "encrypted.xlsx"),
    (3, "tally letter.xls", "letter.xls"),
    (3, "tally picture.xlsx", "picture.xlsx"),
    (3, "tally damaged.xlsx", "damaged.xlsx"),
    (3, "tally ~$sound.xlsx", "~$sound.xlsx"),
    (3, "tally sound.csv missing.xlsx -o new.json", "missing.xlsx"),
    (3, "tally sound.csv --previous missing.json", "missing.json"),
    (3, "tally sound.csv --previous old.json", "old.json"),
    (4, "tally noheader.csv", "noheader.csv"),
    (4, "tally incomplete.csv", "incomplete.csv"),
    (4, "tally sound.csv noheader.csv -o new.json", "noheader.csv"),
    (4, "tally sound.csv --table cases", ""),
    (5, "tally sound.csv --year 1999", ""),
    (5, "tally sound.csv --year 0", ""),
    (5, "tally sound.csv --year 10000", ""),
    (6, "tally sound.csv -o old.json", "old.json"),
    (6, "tally sound.csv -o new.csv -o old.json", "old.json"),
    (6, "tally sound.csv -o folder.json", "folder.json"),
    (6, "tally sound.csv -o folder.json --force", "folder.json"),
    (6, "tally sound.csv -o nowhere/new.json", "nowhere/new.json"),
    (6, "tally sound.csv -o new.json -o new.json", "new.json"),
    (6, "tally sound.csv -o new.json -o ./new.json", "./new.json"),
    (6, "tally sound.csv -o sound.csv", "sound.csv"),
    (6, "tally sound.csv -o sound.csv --force", "sound.csv"),
    (6, "tally sound.csv --previous old.json -o old.json --force", "old.json"),
]


@pytest.mark.parametrize(("status", "line"), ENDS, ids=ids)
def test_a_run_that_is_done(status: int, line: str) -> None:
    result = invoke(*line.split())
    assert (result.exit_code, result.exception) == (status, result.exception if status else None)
    assert bool(result.stdout) == ("-o" not in line.split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("status", "line", "file"), REFUSED, ids=ids)
def test_a_run_that_cannot_be_says_so_in_one_line_and_touches_nothing(
    office: Path, status: int, line: str, file: str
) -> None:
    before = snapshot(office)
    result = invoke(*line.split())
    assert (result.exit_code, result.stdout) == (status, "")
    (said,) = result.stderr.splitlines()
    assert said.startswith(file)
    assert snapshot(office) == before


@pytest.mark.parametrize(
    "line",
    ["tally sound.csv -f yaml", "tally missing.xlsx", "tally sound.csv --year 1999"],
    ids=ids,
)
@pytest.mark.parametrize(("lang", "separator"), [("zh", "；"), ("en", "; ")])
def test_the_line_ends_with_what_to_do_in_the_language_asked_for(
    line: str, lang: str, separator: str
) -> None:
    _, found, remedy = invoke(*line.split(), "--lang", lang).stderr.rpartition(separator)
    assert found
    assert bool(HAN.search(remedy)) == (lang == "zh")


@pytest.mark.parametrize(
    "line",
    [
        "tally",
        "tally sound.csv --year x",
        "tally sound.csv --fail-on never",
        "tally sound.csv --lang fr",
        "tally sound.csv --nonsense",
        "tally sound.csv -o",
        "nonsense",
        "--nonsense",
    ],
    ids=ids,
)
def test_a_command_line_that_does_not_parse(line: str) -> None:
    result = invoke(*line.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (0, "tally sound.csv -o new.json"),
        (1, "tally faulty.csv"),
        (2, "tally sound.csv -f yaml"),
        (3, "tally encrypted.xlsx"),
        (4, "tally noheader.csv"),
        (5, "tally sound.csv --year 1999"),
        (6, "tally sound.csv -o old.json"),
    ],
    ids=ids,
)
def test_the_shell_sees_the_status(status: int, line: str) -> None:
    done = run(*line.split())
    assert done.returncode == status
    assert "Traceback" not in done.stderr


def test_every_file_that_cannot_be_read_is_named_at_once() -> None:
    result = invoke("tally", "missing.xlsx", "sound.csv", "empty.xlsx", "encrypted.xlsx")
    assert result.exit_code == 3
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "missing.xlsx",
        "empty.xlsx",
        "encrypted.xlsx",
    ]


def test_password_protected_is_not_called_damaged() -> None:
    said = invoke("tally", "encrypted.xlsx", "--lang", "en").stderr
    assert "password-protected" in said
    assert "damaged" not in said


def test_a_fault_of_ours_is_one_line_without_what_it_was_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("张三丰 13812345678")

    monkeypatch.setattr(report, "count", fail)
    result = invoke("tally", "sound.csv", "--lang", "en")
    assert (result.exit_code, result.stdout) == (70, "")
    assert result.stderr == "an unexpected fault of the program: ValueError (--debug shows where)\n"
    assert isinstance(invoke("tally", "sound.csv", "--debug").exception, ValueError)


# ---- how much is said


def test_quiet_says_nothing_but_the_status() -> None:
    loud, quiet = invoke("tally", "faulty.csv"), invoke("tally", "faulty.csv", "-q")
    assert (quiet.exit_code, quiet.stderr) == (1, "")
    assert quiet.stdout == loud.stdout
    assert loud.stderr


def test_quiet_still_says_why_there_is_no_result() -> None:
    assert invoke("tally", "missing.xlsx", "-q").stderr.startswith("missing.xlsx: ")


def test_verbose_accounts_for_every_row() -> None:
    plain, verbose = (
        invoke("tally", "sound.csv", "--lang", "en"),
        invoke("tally", "sound.csv", "-v", "--lang", "en"),
    )
    account = "sound.csv “sound”: Request log, 3 rows read = counted 3"
    assert account not in plain.stderr
    assert account in verbose.stderr.splitlines()
    assert verbose.stdout == plain.stdout


@pytest.mark.parametrize(("words", "listed", "left"), [([], 10, True), (["-v"], 12, False)])
def test_at_most_ten_findings_of_a_kind_unless_verbose(
    office: Path, words: list[str], listed: int, left: bool
) -> None:
    rows = "".join(f"2024-{n}|2024-01-05|自然人|2024-01-20|不知所云{n}\n" for n in range(12))
    write_log(office / "many.csv", f"登记编号|收到日期|申请人类型|答复日期|办理结果\n{rows}")
    said = invoke("tally", "many.csv", *words, "--lang", "en").stderr
    assert len(re.findall(r"^error  .*  outcome-unknown\b", said, re.MULTILINE)) == listed
    assert ("2 more" in said) == left


def test_nothing_personal_is_said() -> None:
    result = invoke("tally", "faulty.csv", "-v")
    assert not re.search("张三丰|李四光", result.stdout + result.stderr)


def test_the_year_that_was_taken_is_said() -> None:
    assert "year: 2024" in invoke("tally", "sound.csv", "--lang", "en").stderr
    assert "year:" not in invoke("tally", "sound.csv", "--year", "2024", "--lang", "en").stderr


# ---- settings


@pytest.mark.parametrize(
    ("words", "env", "in_file", "year"),
    [
        ([], {}, None, 2024),
        ([], {}, 2021, 2021),
        ([], {"REPORTCLI_YEAR": "2022"}, 2021, 2022),
        (["--year", "2023"], {"REPORTCLI_YEAR": "2022"}, 2021, 2023),
        (["--year", "2023"], {}, None, 2023),
    ],
    ids=["default", "file", "variable", "flag", "flag-alone"],
)
def test_flags_go_before_variables_before_the_file_before_defaults(
    office: Path, words: list[str], env: dict[str, str], in_file: int | None, year: int
) -> None:
    if in_file:
        (office / "reportcli.toml").write_text(f"year = {in_file}", "utf-8")
    data = json.loads(invoke("tally", "sound.csv", "-f", "json", *words, **env).stdout)
    assert data["year"] == year
    assert (data["settings"] is not None) == bool(in_file)


def test_other_variables_count_too() -> None:
    assert invoke("tally", "doubtful.csv", REPORTCLI_FAIL_ON="warning").exit_code == 1
    assert (
        invoke("tally", "doubtful.csv", "--fail-on", "error", REPORTCLI_FAIL_ON="warning").exit_code
        == 0
    )
    data = json.loads(
        invoke("tally", "sound.csv", "-f", "json", REPORTCLI_AS_OF="2025-01-12").stdout
    )
    assert data["as_of"] == "2025-01-12"


def test_no_variable_permits_replacing_a_file(office: Path) -> None:
    assert invoke("tally", "sound.csv", "-o", "old.json", REPORTCLI_FORCE="1").exit_code == 6
    assert (office / "old.json").read_bytes() == b"what was there before"


# ---- the program itself


@pytest.mark.parametrize("words", [["--version"], ["--version", "tally"]])
def test_version(words: list[str]) -> None:
    assert run(*words).stdout == f"reportcli {__version__}\n"


COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, option: str) -> None:
    result = invoke(*command.split(), option)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: reportcli {command}".rstrip())


def test_no_command_shows_the_help() -> None:
    done = run()
    assert done.returncode == 2
    assert "tally" in done.stdout + done.stderr


HEAVY = {
    "pandas",
    "numpy",
    "openpyxl",
    "docx",
    "tabulate",
    "python_calamine",
    "rapidfuzz",
    "chinese_calendar",
    "rich",
}


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "--version",
        "editions",
        "tally missing -f yaml",
        *(f"{name} -h" for name in COMMANDS),
    ],
    ids=ids,
)
def test_start_up_loads_nothing_heavy(line: str) -> None:
    words = [sys.executable, "-X", "importtime", "-m", "reportcli", *line.split()]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=60, check=False)
    loaded = {
        name.strip().split(".")[0]
        for name in re.findall(r"^import time:.*\|(.*)$", done.stderr, re.MULTILINE)
    }
    assert {"reportcli", "typer"} <= loaded
    assert loaded & HEAVY == set()


SCRIPT = Path(sys.executable).with_name("reportcli")


@pytest.mark.skipif(
    not SCRIPT.exists(), reason="the script is not installed beside the interpreter"
)
def test_completion_for_bash() -> None:
    words = ["bash", "-c", f"'{SCRIPT}' --show-completion bash; exit $?"]
    shown = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert shown.returncode == 0
    assert "complete -o default -F _reportcli_completion reportcli" in shown.stdout
    asked: dict[str, str] = {
        "_REPORTCLI_COMPLETE": "complete_bash",
        "COMP_WORDS": "reportcli tal",
        "COMP_CWORD": "1",
    }
    found = subprocess.run(
        [SCRIPT],
        env=os.environ | asked,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert found.stdout.split() == ["tally"]


def test_the_schema_is_the_one_that_json_follows() -> None:
    jsonschema: Any = pytest.importorskip("jsonschema")
    schema = json.loads(invoke("editions", "--schema").stdout)
    jsonschema.validate(json.loads(invoke("tally", "faulty.csv", "-f", "json").stdout), schema)


def test_an_edition_is_printed_as_an_empty_form() -> None:
    form = invoke("editions", "2019").stdout
    assert form.startswith("中华人民共和国政府信息公开工作年度报告格式（试行）")
    assert set(re.findall(r"(?<= )\d+$", form, re.MULTILINE)) == {"0"}


# --- lock files, which `*.xlsx` brings along ---


@pytest.mark.parametrize("name", ["~$sound.xlsx", ".~lock.sound.csv#"])
@pytest.mark.parametrize("command", ["tally", "check", "inspect", "deadlines"])
def test_a_lock_file_beside_others_is_skipped_with_one_line(
    command: str, name: str, office: Path
) -> None:
    (office / name).write_bytes(b"\x05admin")
    alone = invoke(command, "sound.csv", "--lang", "en")
    beside = invoke(command, name, "sound.csv", "--lang", "en")
    assert (beside.exit_code, beside.stdout) == (alone.exit_code, alone.stdout)
    told = f"skipped {name}: the lock file of an open workbook"
    assert beside.stderr.splitlines().count(told) == 1
