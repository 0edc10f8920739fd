"""What goes where: results to stdout or to files, talk to stderr, in whatever encoding and language."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.logs import write_log
from tests.program.office import FAULTY, HAN, command, invoke, office, run, shell, snapshot

__all__ = ["office"]

# ---- what goes where


def test_results_go_to_stdout_and_talk_to_stderr() -> None:
    result = invoke("tally", "faulty.csv", "-f", "json", "--lang", "en")
    assert json.loads(result.stdout)["tables"]["requests"]["received"]["total"] == 1
    assert re.search(
        r"^error  faulty\.csv 'faulty'!F3  .*  outcome-unknown$", result.stderr, re.MULTILINE
    )
    assert result.stderr.splitlines()[-1] == "errors: 1, warnings: 0"


def test_json_can_be_piped_while_warnings_are_shown() -> None:
    tally = subprocess.Popen(
        command("tally", "doubtful.csv", "-f", "json", "-v"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    tool = subprocess.run(
        [sys.executable, "-m", "json.tool"],
        stdin=tally.stdout,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert tally.stdout is not None
    assert tally.stderr is not None
    tally.stdout.close()
    said = tally.stderr.read()
    tally.stderr.close()
    assert (tally.wait(60), tool.returncode) == (0, 0)
    assert json.loads(tool.stdout)["format"] == "reportcli-tally/1"
    assert "channel-unknown" in said


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("text", lambda text: text.startswith("三、收到和处理政府信息公开申请情况\n")),
        ("json", lambda text: json.loads(text)["format"] == "reportcli-tally/1"),
        ("csv", lambda text: {len(row) for row in csv.reader(io.StringIO(text))} == {5}),
        ("md", lambda text: text.startswith("## 三、收到和处理政府信息公开申请情况\n")),
    ],
)
def test_each_format_goes_to_stdout(name: str, reads: Callable[[str], bool]) -> None:
    result = invoke("tally", "sound.csv", "-f", name, "-v")
    assert result.exit_code == 0
    assert reads(result.stdout)


def test_several_outputs_in_one_run_each_in_the_format_of_its_suffix(office: Path) -> None:
    names = ["a.txt", "a.json", "a.CSV", "a.md", "a.xlsx"]
    result = invoke(
        "tally", "sound.csv", "--lang", "en", *(word for name in names for word in ("-o", name))
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[: len(names)] == [f"wrote {name}" for name in names]
    assert (office / "a.txt").read_text("utf-8").startswith("三、")
    assert json.loads((office / "a.json").read_text("utf-8"))["year"] == 2024
    assert (
        (office / "a.CSV").read_bytes().startswith(b"\xef\xbb\xbftable,line,column,label,value\r\n")
    )
    assert (office / "a.md").read_text("utf-8").startswith("## 三、")
    assert load_workbook(office / "a.xlsx").sheetnames[0] == "三 依申请公开"


@pytest.mark.parametrize("words", [["-f", "json", "-o", "t.xlsx"], ["-o", "t.xlsx", "-f", "json"]])
def test_a_format_is_for_stdout_and_a_file_has_that_of_its_suffix(
    office: Path, words: list[str]
) -> None:
    result = invoke("tally", "sound.csv", *words)
    assert (result.exit_code, json.loads(result.stdout)["year"]) == (0, 2024)
    assert load_workbook(office / "t.xlsx").sheetnames[0] == "三 依申请公开"


def test_a_format_of_bytes_beside_a_file_asks_nothing_of_stdout(office: Path) -> None:
    result = invoke("tally", "sound.csv", "-f", "xlsx", "-o", "t.docx")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (office / "t.docx").exists()


def test_a_suffix_that_names_no_format_is_refused_whatever_is_asked_for_stdout() -> None:
    assert invoke("tally", "sound.csv", "-f", "json", "-o", "tables.dat").exit_code == 2


def test_a_byte_order_mark_is_for_files_only() -> None:
    assert invoke("tally", "sound.csv", "-f", "csv").stdout_bytes.startswith(b"table,")


def test_one_table_alone() -> None:
    both = invoke("tally", "sound.csv", "cases.csv", "-f", "json")
    alone = invoke("tally", "sound.csv", "cases.csv", "-f", "json", "--table", "cases")
    assert set(json.loads(both.stdout)["tables"]) == {"requests", "cases"}
    assert set(json.loads(alone.stdout)["tables"]) == {"cases"}


def test_a_dash_reads_stdin() -> None:
    by_name = json.loads(run("tally", "sound.csv", "-f", "json").stdout)
    done = shell('"$@" < sound.csv', "tally", "-", "-f", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["tables"] == by_name["tables"]


# ---- what is left behind


def test_an_existing_file_is_replaced_only_when_asked(office: Path) -> None:
    (office / "old.json").chmod(0o640)
    assert invoke("tally", "sound.csv", "-o", "old.json").exit_code == 6
    assert (office / "old.json").read_bytes() == b"what was there before"
    assert invoke("tally", "sound.csv", "-o", "old.json", "--force").exit_code == 0
    assert json.loads((office / "old.json").read_text("utf-8"))["year"] == 2024
    assert (office / "old.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("link", [Path.hardlink_to, Path.symlink_to], ids=["hard", "symbolic"])
@pytest.mark.parametrize("of", ["sound.csv", "reportcli.toml", "old.json"])
def test_an_output_that_is_an_input_by_another_name(
    office: Path, link: Callable[[Path, Path], None], of: str
) -> None:
    (office / "reportcli.toml").write_text("", "utf-8")
    link(office / "alias.json", office / of)
    before = snapshot(office)
    words = ["--config", "reportcli.toml", "--previous", "old.json"]
    result = invoke("tally", "sound.csv", *words, "-o", "new.csv", "-o", "alias.json", "--force")
    assert (result.exit_code, result.stdout) == (6, "")
    assert result.stderr.startswith("alias.json: ")
    assert snapshot(office) == before


@pytest.mark.skipif(
    not Path("/proc/self").is_dir(), reason="no folder in which even root cannot write"
)
def test_of_several_outputs_all_or_none_when_a_folder_takes_no_file(office: Path) -> None:
    before = snapshot(office)
    words = ["-o", "new.json", "-o", "old.json", "-o", "/proc/self/new.json"]
    result = invoke("tally", "sound.csv", *words, "--force")
    assert (result.exit_code, result.stdout) == (6, "")
    (said,) = result.stderr.splitlines()
    assert said.startswith("/proc/self/new.json: ")
    assert snapshot(office) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_without_permission(office: Path) -> None:
    (office / "folder").chmod(0o500)
    assert invoke("tally", "sound.csv", "-o", "folder/new.json").exit_code == 6
    assert list((office / "folder").iterdir()) == []


def test_a_run_leaves_only_what_it_was_asked_for(office: Path) -> None:
    before = snapshot(office)
    assert run("tally", "faulty.csv", "-o", "new.xlsx").returncode == 1
    assert snapshot(office).keys() - before.keys() == {"new.xlsx"}
    assert {name: file for name, file in snapshot(office).items() if name != "new.xlsx"} == before


# ---- encodings and languages

PLACES = [
    {"LC_ALL": "C", "TERM": "xterm-256color", "COLUMNS": "20"},
    {
        "LC_ALL": "POSIX",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii:strict",
    },
    {"PYTHONIOENCODING": "ascii", "TERM": "dumb", "HOME": ""},
    {"PYTHONIOENCODING": "gbk"},
    {"PYTHONIOENCODING": "latin-1"},
]


@pytest.mark.parametrize(
    "place", PLACES, ids=lambda place: "-".join(f"{k}={v}" for k, v in place.items())
)
def test_it_works_wherever_it_runs(place: dict[str, str]) -> None:
    encoding = place.get("PYTHONIOENCODING", "utf-8").partition(":")[0]

    def streams(*words: str) -> tuple[int, bytes, bytes]:
        done = subprocess.run(
            command(*words), capture_output=True, env=os.environ | place, timeout=60, check=False
        )
        return done.returncode, done.stdout, done.stderr

    status, written, said = streams("tally", "faulty.csv", "--lang", "zh")
    assert status == 1
    title = "三、收到" if encoding in ("utf-8", "gbk") else r"\u4e09\u3001\u6536\u5230"
    assert written.decode(encoding).startswith(title)
    assert "outcome-unknown" in said.decode(encoding)
    assert not re.search(rb"Traceback|\x1b", written + said)

    status, written, _ = streams("tally", "faulty.csv", "-f", "json")
    assert status == 1
    assert json.loads(written)["findings"][0]["evidence"] == "不知所云"

    status, written, said = streams("tally", "--help", "--lang", "zh")
    assert (status, said) == (0, b"")
    assert b"--previous" in written


@pytest.mark.parametrize(
    ("env", "words", "talk", "tables"),
    [
        ({"LANG": "C.UTF-8"}, [], "en", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh", "zh"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "zh_CN.GB18030"}, [], "zh", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang", "en"], "en", "en"),
        ({"LANG": "C.UTF-8"}, ["--lang", "zh"], "zh", "zh"),
        ({"LANG": "C.UTF-8", "REPORTCLI_LANG": "zh"}, [], "zh", "zh"),
        ({"LANG": "zh_CN.UTF-8", "REPORTCLI_LANG": "en"}, [], "en", "en"),
        ({"LANG": "zh_CN.UTF-8", "REPORTCLI_LANG": "zh"}, ["--lang", "en"], "en", "en"),
    ],
)
def test_talk_follows_the_locale_and_tables_are_official(
    env: dict[str, str], words: list[str], talk: str, tables: str
) -> None:
    result = invoke("tally", "faulty.csv", *words, **env)
    last = result.stderr.splitlines()[-1]
    assert last == {"zh": "错误 1 处，提醒 0 处", "en": "errors: 1, warnings: 0"}[talk]
    assert "（一）予以公开" in result.stdout
    assert ("Disclosed" in result.stdout) == (tables == "en")
    data = json.loads(invoke("tally", "faulty.csv", "-f", "json", *words, **env).stdout)
    assert data["findings"][0]["message"].startswith(
        {"zh": "办理结果", "en": "the outcome"}[tables]
    )


@pytest.mark.parametrize(
    ("env", "han"), [({"LANG": "C.UTF-8"}, False), ({"LANG": "zh_CN.UTF-8"}, True)]
)
def test_help_follows_the_locale(env: dict[str, str], han: bool) -> None:
    assert bool(HAN.search(run("tally", "--help", **env).stdout)) == han
    assert bool(HAN.search(run("tally", "--lang", "zh", "--help", **env).stdout))


def test_a_name_that_is_no_utf8() -> None:
    name = os.fsdecode("台账.csv".encode("gbk"))
    try:
        write_log(Path(name), FAULTY)
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    done = run("tally", name, "-f", "json", "-o", "new.json", "-o", "new.xlsx", "-v")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (
        json.loads(Path("new.json").read_text("utf-8"))["inputs"][0]["sheets"][0]["rows"]["read"]
        == 2
    )


def test_a_name_that_would_steer_the_terminal(office: Path) -> None:
    write_log(office / "a\x1b[31m\u202eb.csv", FAULTY)
    result = invoke("tally", "a\x1b[31m\u202eb.csv", "-v", "-o", "\x1b[1mnew.json")
    assert result.exit_code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", result.stdout + result.stderr)
    assert r"a\u001b[31m\u202eb.csv" in result.stderr
