"""Wherever it runs: without streams, without a network, without a home or a locale, where nothing may be
written; and the same input gives the same bytes in every one of these places.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.logs import write_log
from tests.program.hostile.case import delimited
from tests.program.hostile.test_files import STEERING
from tests.unit.test_document import CASES, PUBLICATIONS, REQUESTS

FAULTY = delimited() + "9,2024-02-30,自然人,,不知所云\r\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "log.csv").write_text(FAULTY, "utf-8")
    return tmp_path


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "reportcli", *words]


def run(folder: Path | str, *words: str, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    env = os.environ | {"LANG": "C.UTF-8"} | surroundings
    return subprocess.run(
        command(*words), cwd=folder, capture_output=True, env=env, timeout=60, check=False
    )


# --- streams ---


@pytest.mark.skipif(os.name == "nt", reason="streams are closed by a shell of POSIX")
@pytest.mark.parametrize("closed", [c for c in product((False, True), repeat=3) if any(c)])
@pytest.mark.parametrize(
    "words", ["tally log.csv -o out.json", "check log.csv --mark out.xlsx", "tally log.csv"]
)
def test_streams_that_are_closed(office: Path, closed: tuple[bool, bool, bool], words: str) -> None:
    """A file is written whatever is closed; what was to go to a closed stdout is a failure, and is said."""
    how = " ".join(
        f"{stream}&-"
        for stream, is_closed in zip(("<", ">", "2>"), closed, strict=True)
        if is_closed
    )
    done = subprocess.run(
        ["bash", "-c", f'"$@" {how}', "bash", *command(*words.split(), "--year", "2024")],
        cwd=office, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    no_stdout = closed[1] and "-o" not in words.split()
    assert done.returncode == (6 if no_stdout else 1)
    for name in ("out.json", "out.xlsx"):
        assert (office / name).exists() == (
            name in words and not (no_stdout and "check" not in words)
        )
    assert sorted(path.name for path in office.iterdir() if path.name.startswith(".")) == []


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
@pytest.mark.parametrize("stream", ["1", "2"])
@pytest.mark.parametrize(
    "command_", ["tally", "check", "inspect", "deadlines", "explain --row 2", "editions"]
)
def test_streams_that_are_full(office: Path, stream: str, command_: str) -> None:
    words = command_.split() + (["log.csv"] if command_ != "editions" else [])
    done = subprocess.run(
        ["bash", "-c", f'"$@" {stream}> /dev/full', "bash", *command(*words)],
        cwd=office, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stdout + done.stderr
    if stream == "1":
        assert done.returncode == 6
        assert len(done.stderr.splitlines()) >= 1


# --- places ---


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare here")
def test_no_network_is_asked_for(office: Path) -> None:
    probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("a process may not leave the network here")
    for words in (["tally", "log.csv"], ["report", "log.csv", "-o", "out.docx", "-o", "out.html"]):
        done = subprocess.run(
            ["unshare", "-rn", *command(*words)],
            cwd=office,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr


def test_no_socket_is_made(office: Path) -> None:
    script = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise SystemExit('a socket was asked for')\n"
        "socket.socket = socket.create_connection = refuse\n"
        "from reportcli.cli.process import main\nmain()\n"
    )
    words = [
        sys.executable,
        "-c",
        script,
        "report",
        "log.csv",
        "-o",
        "a.docx",
        "-o",
        "a.html",
        "-o",
        "a.md",
    ]
    done = subprocess.run(words, cwd=office, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert b"a socket" not in done.stderr
    assert (office / "a.docx").exists()


BARE = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
PLACES: dict[str, dict[str, str]] = {
    "nothing at all": {},
    "no home": {"HOME": "/nowhere", "XDG_CONFIG_HOME": "/nowhere"},
    "no locale": {"LANG": "C", "LC_ALL": "C"},
    "a locale that is not there": {"LANG": "xx_YY.UTF-8", "LC_ALL": "xx_YY.UTF-8"},
    "a locale of nonsense": {"LANG": "\x1b[2J", "LC_ALL": "a" * 5000},
    "ASCII": {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"},
    "GBK": {"PYTHONIOENCODING": "gbk"},
    "a dumb terminal": {"TERM": "dumb", "COLUMNS": "1"},
    "a terminal of nonsense": {"TERM": "\x1b", "COLUMNS": "-5", "LINES": "x"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
    "unbuffered": {"PYTHONUNBUFFERED": "1"},
    "warnings are errors": {"PYTHONWARNINGS": "error"},
    "development": {"PYTHONDEVMODE": "1"},
    "no bytecode": {"PYTHONDONTWRITEBYTECODE": "1"},
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_it_runs_there(office: Path, place: dict[str, str]) -> None:
    done = subprocess.run(
        command("tally", "log.csv", "--year", "2024", "-o", "out.json", "-v"),
        cwd=office, capture_output=True, env=BARE | place, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    said = done.stderr.decode(place.get("PYTHONIOENCODING", "utf-8").partition(":")[0], "strict")
    assert "Traceback" not in said
    assert not STEERING.search(said)
    assert (
        json.loads((office / "out.json").read_text("utf-8"))["tables"]["requests"]["received"][
            "total"
        ]
        == 3
    )


@pytest.mark.skipif(
    not Path("/proc/self").is_dir(), reason="no folder in which even root cannot write"
)
def test_a_working_folder_in_which_nothing_may_be_written(office: Path) -> None:
    done = run("/proc/self", "tally", str(office / "log.csv"), "-f", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["year"] == 2024
    refused = run("/proc/self", "tally", str(office / "log.csv"), "-o", "out.json")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (6, 1)


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be removed on Windows")
def test_a_working_folder_that_is_gone(
    office: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = tmp_path_factory.mktemp("gone")
    script = f'cd "{gone}" && rmdir "{gone}" && "$@"'
    words = [
        "bash",
        "-c",
        script,
        "bash",
        *command("tally", str(office / "log.csv"), "--year", "2024"),
    ]
    done = subprocess.run(words, capture_output=True, timeout=60, check=False)
    assert done.returncode in (1, 6)
    assert b"Traceback" not in done.stderr


# --- the same bytes everywhere ---

ELSEWHERE: list[dict[str, str]] = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C.UTF-8"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "COLUMNS": "200"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C"},
]  # fmt: skip
OUTPUTS = ("json", "csv", "md", "xlsx", "html", "docx", "txt")


def test_the_same_input_gives_the_same_bytes(office: Path) -> None:
    for name, table in (("requests", REQUESTS), ("publications", PUBLICATIONS), ("cases", CASES)):
        write_log(office / f"{name}.csv", table)
    logs = [f"{name}.csv" for name in ("requests", "publications", "cases")]
    found = []
    for number, place in enumerate(ELSEWHERE):
        folder = office / str(number)
        folder.mkdir()
        today = ["--as-of", "2025-01-12", "--lang", "zh"]
        tally = [word for name in OUTPUTS for word in ("-o", f"{number}/t.{name}")]
        report = [
            word for name in ("docx", "html", "md", "json") for word in ("-o", f"{number}/r.{name}")
        ]
        clock = ["-o", f"{number}/d.ics", "-o", f"{number}/d.csv"]
        for words in (
            ["tally", *logs, *today, *tally],
            ["report", *logs, *today, "--annex", *report],
            ["deadlines", *logs[:1], "--all", *today, *clock],
            ["check", *logs[:1], *today, "--mark", f"{number}/m.xlsx"],
            ["template", "requests", "--lang", "zh", "-o", f"{number}/e.xlsx"],
        ):
            done = run(office, *words, **place)
            assert done.returncode in (0, 1), done.stderr
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(found[0]) == len(OUTPUTS) + 4 + 2 + 1 + 1
    for other in found[1:]:
        assert [name for name, content in found[0].items() if other[name] != content] == []
