"""Windows, as far as it can be had without it: nothing of POSIX alone is used unasked, and what Windows has in
its place is called as it must be.

`mypy --platform win32` (in CI) knows which functions Windows has; here is what it does not see.
"""

from __future__ import annotations

import ast
import ctypes
import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportcli.intake.child import limits
from reportcli.intake.child.parent import Limits, Readings
from reportcli.marking import resave
from reportcli.settings import Settings
from tests.places import PACKAGE
from tests.program.hostile.case import delimited, log

POSIX_MODULES = {
    "resource",
    "fcntl",
    "pwd",
    "grp",
    "termios",
    "tty",
    "pty",
    "posix",
    "syslog",
    "multiprocessing",
}
POSIX_NAMES = {
    *("fork", "forkpty", "killpg", "getuid", "geteuid", "setuid", "setsid", "mkfifo", "mknod", "chown", "lchown"),
    *("getpgid", "setpgid", "wait3", "wait4", "statvfs", "uname", "nice", "sched_getaffinity", "pipe2", "getppid"),
    *("SIGKILL", "SIGHUP", "SIGPIPE", "SIGALRM", "SIGUSR1", "SIGCHLD", "SIGXCPU", "alarm", "setitimer", "pause"),
    *("preexec_fn", "pass_fds", "setrlimit"),
}  # fmt: skip


def uses(node: ast.AST) -> Iterator[str]:
    """The names of POSIX alone that a piece of code uses."""
    for inner in ast.walk(node):
        match inner:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] in POSIX_MODULES)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in POSIX_MODULES:
                yield module
            case ast.Attribute(attr=name) if name in POSIX_NAMES:
                yield name
            case ast.keyword(arg=str(name)) if name in POSIX_NAMES:
                yield name


def asks_for_windows(function: ast.AST) -> bool:
    """Whether a function looks which system it runs on."""
    return any(
        isinstance(node, ast.Compare) and ast.unparse(node.left) == "sys.platform"
        for node in ast.walk(function)
    )


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_nothing_of_posix_alone_is_used_without_a_branch_for_windows(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    guarded = {id(inner) for one in functions if asks_for_windows(one) for inner in ast.walk(one)}
    assert [
        name for node in ast.walk(tree) if id(node) not in guarded for name in alone(node)
    ] == []


def alone(node: ast.AST) -> list[str]:
    """The same of a node by itself."""
    bare = {ast.Import, ast.ImportFrom, ast.Attribute, ast.keyword}
    return list(dict.fromkeys(uses(node))) if type(node) in bare else []


def test_the_test_itself_sees_what_it_looks_for() -> None:
    tree = ast.parse(
        "import resource\nos.killpg(1, signal.SIGKILL)\nPopen([], preexec_fn=f)\nos.fork()"
    )
    assert set(uses(tree)) == {"resource", "killpg", "SIGKILL", "preexec_fn", "fork"}


# --- the job ---


class Kernel:
    """What kernel32 is asked for."""

    def __init__(self, assigns: bool = True) -> None:
        self.calls: list[str] = []
        self.limits = b""
        self.assigns = assigns
        self.CreateJobObjectW = self.create_job

    def create_job(self, *_: object) -> int:
        self.calls.append("create")
        return 4242

    def SetInformationJobObject(self, _: object, kind: int, data: bytes, size: int) -> int:  # noqa: N802
        self.calls.append("limit")
        assert (kind, size) == (9, len(data))
        self.limits = data
        return 1

    def AssignProcessToJobObject(self, job: Any, process: Any) -> int:  # noqa: N802
        self.calls.append("assign")
        assert (job.value, process.value) == (4242, 99)
        return int(self.assigns)

    def CloseHandle(self, job: Any) -> int:  # noqa: N802
        self.calls.append("close")
        assert job.value == 4242
        return 1


class Process:
    """A process of Windows, which has a handle."""

    _handle = 99
    killed = False

    def kill(self) -> None:
        self.killed = True


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """Windows, for as much as `limits` sees of it."""
    found = Kernel()

    def create(*_: object) -> int:
        return found.create_job()

    found.CreateJobObjectW = create  # a function, which can be told what it returns
    monkeypatch.setattr(limits.sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _, **__: found, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
    monkeypatch.setattr(
        ctypes, "WinError", lambda number: OSError(number, "Access is denied"), raising=False
    )
    return found


def test_a_child_is_put_into_a_job_that_bounds_its_memory_and_ends_it(kernel: Kernel) -> None:
    job = limits.confine(Process(), 2048)  # type: ignore[arg-type]
    assert kernel.calls == ["create", "limit", "assign"]
    (flags,) = struct.unpack_from("<I", kernel.limits, 16)
    (memory,) = struct.unpack_from("<Q", kernel.limits, 112)
    assert flags & 0x2000  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
    assert flags & 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    assert memory == 2048 * 1024 * 1024
    del job
    assert kernel.calls[-1] == "close"


@pytest.mark.skipif(struct.calcsize("P") != 8, reason="the layout of 64 bits")
def test_the_limits_have_the_layout_of_the_header() -> None:
    assert limits.LAYOUT.size == 144


def test_a_child_that_cannot_be_bound_does_not_run(kernel: Kernel) -> None:
    kernel.assigns = False
    process = Process()
    with pytest.raises(OSError, match="denied"):
        limits.confine(process, 64)  # type: ignore[arg-type]
    assert process.killed


@pytest.mark.usefixtures("kernel")
def test_a_process_on_windows_does_not_bound_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # there is none
    limits.limit_process(64, 1)


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_elsewhere_a_process_bounds_itself_and_there_is_no_job() -> None:
    assert limits.confine(Process(), 64) is None  # type: ignore[arg-type]
    script = "from reportcli.intake.child.limits import limit_process; limit_process(512, 9); bytearray(600 << 20)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert "MemoryError" in done.stderr


def test_logs_are_read_under_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every child is in a job as long as it lives, and the job is let go with it."""
    held: list[str] = []

    class Held:
        def __init__(self, process: object, memory: int) -> None:
            assert (memory, process is not None) == (Limits().memory, True)
            held.append("held")

        def __del__(self) -> None:
            held.append("let go")

    monkeypatch.setattr("reportcli.intake.child.parent.confine", Held)
    (tmp_path / "log.xlsx").write_bytes(log())
    readings = Readings([str(tmp_path / "log.xlsx")], Settings(), Limits())
    assert readings.result()[0].sheets[0].rows_read == 3
    del readings
    assert held[0] == "held"
    assert held.count("held") == held.count("let go")


def test_a_workbook_is_saved_again_under_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(resave, "confine", lambda _, memory: seen.append(memory))
    assert resave.save_again(log())
    assert seen == [resave.MEMORY]


# --- paths and consoles ---

PLACE = "我的 文档 (1) & 'co'"


def run(folder: Path, *words: str, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "reportcli", *words],
        cwd=folder, capture_output=True, env=os.environ | surroundings, timeout=60, check=False,
    )  # fmt: skip


def test_paths_with_blanks_and_chinese(tmp_path: Path) -> None:
    folder = tmp_path / PLACE
    folder.mkdir()
    (folder / "依申请公开 台账.csv").write_text(delimited(), "utf-8")
    path = str(folder / "依申请公开 台账.csv")
    done = run(
        tmp_path, "tally", path, "-o", str(folder / "年 报.json"), "-o", str(folder / "年 报.xlsx")
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert json.loads((folder / "年 报.json").read_text("utf-8"))["inputs"][0]["file"] == path
    assert sorted(one.name for one in folder.iterdir()) == [
        "依申请公开 台账.csv",
        "年 报.json",
        "年 报.xlsx",
    ]


@pytest.mark.parametrize("console", ["gbk", "cp936", "cp437", "cp1252", "gb18030"])
@pytest.mark.parametrize("words", [["tally"], ["check", "-v"], ["inspect"]])
def test_a_console_of_another_code_page(tmp_path: Path, console: str, words: list[str]) -> None:
    rows = delimited() + "9,2024-02-30,自然人,,😀不知所云€\r\n"
    (tmp_path / "台账.csv").write_text(rows, "utf-8")
    done = run(
        tmp_path, *words, "台账.csv", "--lang", "zh", PYTHONIOENCODING=console, PYTHONUTF8="0"
    )
    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr
    text = (done.stdout + done.stderr).decode(console)
    assert (r"\u53f0\u8d26" if console in ("cp437", "cp1252") else "台账") in text


def test_a_name_that_only_windows_forbids_is_no_fault_here(tmp_path: Path) -> None:
    for name in ("con.csv", "nul.csv", "a:b.csv", "log.csv."):
        try:
            (tmp_path / name).write_text(delimited(), "utf-8")
        except OSError:
            continue
        assert run(tmp_path, "tally", name, "-q").returncode == 0
