"""The command line as a person or a script meets it: what goes where, how it ends, what it leaves behind.

Real processes where a process is the point (pipes, signals, encodings, start-up), typer's runner otherwise.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from reportcli import __version__, report
from reportcli.cli.commands import app
from tests.logs import write_log

SOUND = """
    登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 商业企业   | 2024-02-20 | 予以公开
    2023-9   | 2023-12-25 | 自然人     | 2024-01-08 | 予以公开
"""
FAULTY = """
    登记编号 | 收到日期   | 申请人 | 申请人类型 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 张三丰 | 自然人     | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 李四光 | 自然人     | 2024-02-20 | 不知所云
"""
DOUBTFUL = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 小程序   | 2024-01-20 | 予以公开
"""
TIED = """
    收到日期   | 申请人类型 | 答复日期   | 办理结果
    2024-01-05 | 自然人     | 2024-01-20 | 予以公开
    2023-01-05 | 自然人     | 2023-01-20 | 予以公开
"""
CASES = """
    行政复议/行政诉讼 | 受理日期   | 审理结果
    行政复议          | 2024-01-01 |
"""
NO_HEADER = """
    甲   | 乙
    一   | 二
"""
INCOMPLETE = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 申请内容 | 答复日期
    2024-1   | 2024-01-05 | 自然人     | 网上     | 台账     | 2024-01-20
"""


HAN = re.compile("[\u4e00-\u9fff]")


def compound_file(*streams: str) -> bytes:
    """A compound file (MS-CFB) whose streams are empty: Excel's password-protected files are of this sort."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    head += struct.pack("<5H6x10I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    table = struct.pack("<2I", 0xFFFFFFFD, end)
    directory = b""
    for number, name in enumerate(["Root Entry", *streams]):
        text = name.encode("utf-16-le")
        kind, after, child = (5, free, 1) if number == 0 else (2, number + 1, free)
        after = free if number in (0, len(streams)) else after
        directory += text.ljust(64, b"\0") + struct.pack(
            "<H2B3I", len(text) + 2, kind, 1, free, after, child
        )
        directory += bytes(36) + struct.pack("<IQ", end, 0)
    return head.ljust(512, b"\xff") + table.ljust(512, b"\xff") + directory.ljust(512, b"\0")


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of logs, where the run takes place, under a plain environment."""
    for variable in list(os.environ):
        if variable.startswith(
            ("REPORTCLI_", "LC_", "LANG", "COLUMNS", "PYTHONIO", "PYTHONUTF8", "NO_COLOR")
        ):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    tables = {
        "sound.csv": SOUND,
        "faulty.csv": FAULTY,
        "doubtful.csv": DOUBTFUL,
        "tied.csv": TIED,
        "cases.csv": CASES,
        "noheader.csv": NO_HEADER,
        "incomplete.csv": INCOMPLETE,
    }
    for name, table in tables.items():
        write_log(tmp_path / name, table)
    contents = {
        "empty.xlsx": b"",
        "encrypted.xlsx": compound_file("EncryptionInfo", "EncryptedPackage"),
        "letter.xls": compound_file("WordDocument"),
        "picture.xlsx": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "damaged.xlsx": b"PK\x03\x04 cut off",
        "~$sound.xlsx": b"\x05admin",
        "old.json": b"what was there before",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.json").mkdir()
    return tmp_path


def invoke(*words: str, **env: str) -> Result:
    """A run in this process."""
    return CliRunner().invoke(app, words, prog_name="reportcli", env=env)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "reportcli", *words]


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own."""
    surroundings = os.environ | env
    return subprocess.run(
        command(*words),
        capture_output=True,
        encoding="utf-8",
        env=surroundings,
        timeout=60,
        check=False,
    )


def shell(script: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """A run under a shell that does something to its streams: `$@` in the script is the command."""
    return subprocess.run(
        ["bash", "-c", script, "bash", *command(*words)],
        capture_output=True,
        timeout=60,
        check=False,
    )


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, with its bytes and time."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


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
    (2, "tally sound.csv --table 三", ""),
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


def ids(case: object) -> str | None:
    return case.replace(" ", "_") if isinstance(case, str) else None


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

    monkeypatch.setattr(report, "compile_report", fail)
    result = invoke("tally", "sound.csv", "--lang", "en")
    assert (result.exit_code, result.stdout) == (70, "")
    assert result.stderr == "an unexpected fault of the program: ValueError (--debug shows where)\n"
    assert isinstance(invoke("tally", "sound.csv", "--debug").exception, ValueError)


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


def test_the_format_asked_for_wins_over_the_suffix(office: Path) -> None:
    assert invoke("tally", "sound.csv", "-f", "json", "-o", "tables.dat").exit_code == 0
    assert json.loads((office / "tables.dat").read_text("utf-8"))["year"] == 2024


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


# ---- streams that end, or never were


@pytest.mark.parametrize(
    "line",
    [
        "tally faulty.csv",
        "tally faulty.csv -f json",
        "--help",
        "tally --help",
        "--version",
        "editions",
    ],
    ids=ids,
)
def test_a_reader_that_has_seen_enough_is_no_fault(line: str) -> None:
    process = subprocess.Popen(
        command(*line.split()), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    process.stdout.close()  # before anything is written
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_head_takes_a_line_of_more_than_a_pipe_holds(
    big_log: Path, unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    done = shell('"$@" | head -1; exit "${PIPESTATUS[0]}"', "tally", str(big_log), "-f", "json")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{\n", b"")


def test_head_takes_a_line_of_text() -> None:
    done = shell('"$@" | head -1; exit "${PIPESTATUS[0]}"', "tally", "sound.csv", "-q")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "三、收到和处理政府信息公开申请情况\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("line", ["tally sound.csv", "editions", "--help", "--version"], ids=ids)
def test_a_full_disk_behind_stdout(line: str) -> None:
    done = shell('"$@" > /dev/full', *line.split())
    assert done.returncode == 6
    (said,) = done.stderr.decode().splitlines()
    assert "No space left" in said


@pytest.mark.parametrize("name", ["text", "json"])
def test_a_closed_stdout_is_an_error_where_the_result_was_to_go_there(name: str) -> None:
    done = shell('"$@" >&-', "tally", "sound.csv", "-f", name)
    assert done.returncode == 6
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_not_keep_a_file_from_being_written(office: Path, closed: str) -> None:
    done = shell(f'"$@" {closed}', "tally", "faulty.csv", "-o", "new.json", "-o", "new.xlsx")
    assert done.returncode == 1
    assert json.loads((office / "new.json").read_text("utf-8"))["year"] == 2024
    assert zipfile.is_zipfile(office / "new.xlsx")


# ---- interruption


@pytest.fixture(scope="module")
def big_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that takes long enough to be interrupted at, with more findings than a pipe holds."""
    log = tmp_path_factory.mktemp("big") / "big.csv"
    rows = "".join(
        f"2024-{n},2024-01-05,自然人,2024-01-20,{'予以公开' if n % 30 else '？'}\n"
        for n in range(20_000)
    )
    log.write_text(f"登记编号,收到日期,申请人类型,答复日期,办理结果\n{rows}", "utf-8")
    return log


def children(process: subprocess.Popen[str]) -> list[str]:
    """The processes that a process has started."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [child for thread in threads for child in thread.read_text("utf-8").split()]


def alive(group: int) -> bool:
    """Whether any process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(happens: Callable[[], object]) -> None:
    """Wait for something, half a minute at most."""
    for _ in range(6000):
        if happens():
            return
        time.sleep(0.005)
    pytest.fail("it never happened")


@pytest.fixture
def interruptible(office: Path, big_log: Path) -> Iterator[subprocess.Popen[str]]:
    """A long run that replaces one file and makes another, in a process group of its own."""
    process = subprocess.Popen(
        command("tally", str(big_log), "-o", "old.json", "-o", "new.xlsx", "--force"),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        cwd=office,
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()
    assert process.stderr is not None
    process.stderr.close()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are seen through /proc")
@pytest.mark.parametrize("moment", ["reading", "writing"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
def test_an_interrupted_run_leaves_nothing(
    office: Path, interruptible: subprocess.Popen[str], moment: str, how: signal.Signals
) -> None:
    before = snapshot(office)
    if moment == "reading":
        wait_for(lambda: children(interruptible))
    else:
        wait_for(lambda: list(office.glob(".new.xlsx.*")))
    os.killpg(interruptible.pid, how)
    _, said = interruptible.communicate(timeout=60)
    assert (interruptible.returncode, said) == (130, "")
    assert snapshot(office) == before
    wait_for(lambda: not alive(interruptible.pid))


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
