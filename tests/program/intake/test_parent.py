"""Reading in a child process: what comes back, how it may end, and that nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reportcli.finding import Address, Refusal
from reportcli.intake.child import parent as room
from reportcli.intake.child import worker as child_room
from reportcli.intake.child.parent import Child, Limits, Readings, ask_for_cells, ask_for_row
from reportcli.intake.child.wire import MARKED, FileReading, Job, Refused
from reportcli.report import compile_report
from reportcli.settings import Settings
from tests.logs import write_log
from tests.places import ROOT

HEADER = "登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请方式 | 办理结果 | 理由 | 答复日期"
LOG = f"""
{HEADER}
1 | 2024-01-05 | 张三 | 自然人 | 邮寄 | 予以公开 |          | 2024-01-10
2 | 2024-01-06 | 李四 |        | 飞鸽 | 不予公开 | 国家秘密 | 2024-01-11
3 | 2024-01-07 | 王五 | 外星   |      | 某种     |          | 2024-01-12
合计 | | 3 | | | | |
"""
CASES = "案件类型 | 受理日期 | 审理结果 | 审结日期\n行政复议 | 2024-01-05 | 维持 | 2024-03-01"
POSIX = pytest.mark.skipif(os.name == "nt", reason="limits and signals of POSIX")
pytestmark = pytest.mark.usefixtures("_readers_start_for_real")


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    """Every test must leave as many child processes as it found, soon after its end."""
    before = children()
    yield
    deadline = time.monotonic() + 1.5
    while children() - before and time.monotonic() < deadline:
        time.sleep(0.02)
    left = children() - before
    for _ in range(20 if left else 0):  # a thread may start the next when one is ended
        for process in children() - before:
            os.kill(process, signal.SIGKILL)
        time.sleep(0.05)
    assert not left, f"still running: {left}"


def children() -> set[int]:
    """The processes that this one has started and that still run."""
    found = set()
    tasks = Path("/proc/self/task")
    for task in tasks.iterdir() if tasks.is_dir() else ():
        with suppress(OSError):  # a thread that has just ended
            found.update(map(int, (task / "children").read_text().split()))
    return {process for process in found if runs(process)}


def runs(process: int) -> bool:
    """Whether a process runs; one that has ended may stay in the table until it is asked for."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def read(
    *files: Path, limits: Limits | None = None, settings: Settings | None = None
) -> list[FileReading]:
    return Readings(
        [str(file) for file in files], settings or Settings(), limits or Limits(seconds=30)
    ).result()


def refusals(*files: Path, limits: Limits | None = None) -> list[tuple[int, str, str]]:
    """(status, code, file) of each refusal."""
    with pytest.raises(ExceptionGroup) as caught:
        read(*files, limits=limits)
    found = []
    for refusal in caught.value.exceptions:
        assert isinstance(refusal, Refusal)
        assert refusal.address
        found.append((refusal.status, refusal.code, Path(refusal.address.file).name))
    return found


def start_instead(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let every child run this script in place of the reader."""
    start = subprocess.Popen

    def popen(command: list[str], **kwargs: Any) -> subprocess.Popen[bytes]:
        return start([command[0], "-c", textwrap.dedent(script)], **kwargs)

    monkeypatch.setattr(room.subprocess, "Popen", popen)


# --- what comes back ---


def unmarked(reading: FileReading) -> FileReading:
    """A reading without the marks of personal texts, which every run makes otherwise."""
    sheets = [
        replace(
            sheet,
            data={
                name: data for name, data in sheet.data.items() if name not in MARKED[sheet.kind]
            },
        )
        for sheet in reading.sheets
        if sheet.kind
    ]
    return replace(reading, sheets=sheets)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_file_read_in_the_child_is_read_as_in_this_process(tmp_path: Path, suffix: str) -> None:
    path = write_log(tmp_path / f"log{suffix}", LOG)
    settings = Settings(values={"applicant_type": {"外星": "other_organisation"}})
    (reading,) = read(path, settings=settings)
    here = child_room.read_file(Job(str(path), settings))
    assert unmarked(reading) == unmarked(here)
    assert reading.sheets[0].rows_read == 4


def test_several_files_come_back_in_the_order_given(tmp_path: Path) -> None:
    long = HEADER + "\n1 | 2024-01-05 | 张三 | 自然人 | 邮寄 | 予以公开 | | 2024-01-10" * 3000
    tables = {"c.xlsx": long, "a.csv": CASES, "b.xlsx": LOG, "e.csv": LOG, "d.xlsx": CASES}
    paths = [write_log(tmp_path / name, table) for name, table in tables.items()]
    readings = read(*paths)
    assert [reading.file for reading in readings] == [str(path) for path in paths]
    assert [reading.sheets[0].rows_read for reading in readings] == [3000, 1, 4, 4, 1]


def test_no_files_are_no_readings() -> None:
    assert read() == []


def test_every_file_that_is_refused_is_named_at_once(tmp_path: Path) -> None:
    good = write_log(tmp_path / "log.xlsx", LOG)
    (tmp_path / "empty.xlsx").touch()
    assert refusals(tmp_path / "missing.xlsx", good, tmp_path / "empty.xlsx") == [
        (3, "input-missing", "missing.xlsx"),
        (3, "input-empty", "empty.xlsx"),
    ]


# --- how it may end ---


@pytest.mark.parametrize(
    "script",
    [
        "import os; os._exit(0)",
        "import os; os._exit(3)",
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import sys; sys.stdin.buffer.read(8); sys.exit(1)",
        "import sys; sys.stdout.buffer.write(bytes(3))",  # half a length
        "import sys; sys.stdout.buffer.write((99).to_bytes(8) + b'half')",
    ],
)
def test_a_child_that_dies_refuses_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    start_instead(monkeypatch, script)
    assert refusals(write_log(tmp_path / "log.csv", LOG)) == [(3, "input-killed-reader", "log.csv")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of an account")
@pytest.mark.parametrize(
    ("script", "setting", "limit"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "-t 500", "ulimit -t 500"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "-t 500", "ulimit -t 500"),
        ("import os; os.abort()", "-v 2000000", "ulimit -v 2000000"),
        ("import os; os._exit(1)", "-v 2000000", "ulimit -v 2000000"),
        ("import os; os.abort()", "-t 500", ""),  # not what ended it
        ("import os; os.abort()", "-v 9000000", ""),  # more than the reader takes
    ],
)
def test_what_the_account_ends_is_not_blamed_on_the_file(
    tmp_path: Path, script: str, setting: str, limit: str
) -> None:
    path = write_log(tmp_path / "log.csv", LOG)
    program = f"""
import subprocess, sys
from reportcli.finding import Refusal
from reportcli.intake.child import parent
from reportcli.settings import Settings
start = subprocess.Popen
parent.subprocess.Popen = lambda command, **more: start([command[0], "-c", {script!r}], **more)
try:
    parent.Readings([{str(path)!r}], Settings(), parent.Limits()).result()
except ExceptionGroup as group:
    print(*[(one.code, one.details.get("limit", "")) for one in group.exceptions])
"""
    shell = f'ulimit {setting} && exec "$0" -c "$1"'
    done = subprocess.run(
        ["bash", "-c", shell, sys.executable, program], capture_output=True, text=True, check=True
    )
    code = "input-over-account" if limit else "input-killed-reader"
    assert done.stdout.strip() == str((code, limit))


def test_a_child_that_dies_at_one_file_is_replaced_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_instead(
        monkeypatch,
        """
        import os
        from reportcli.intake.child import worker as child

        read = child.read_file
        child.read_file = lambda job: os._exit(1) if "bad" in job.file else read(job)
        child.limit_process = lambda memory, seconds: None
        child.sys.argv = ["child", "2048", "60"]
        child.serve()
        """,
    )
    files = [
        write_log(tmp_path / f"{name}.csv", LOG)
        for name in ("bad1", "good1", "bad2", "good2", "bad3")
    ]
    assert refusals(*files) == [
        (3, "input-killed-reader", f"bad{number}.csv") for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "script",
    [
        "import sys; sys.stdout.buffer.write((4).to_bytes(8) + b'what')",
        "import sys; sys.stdout.buffer.write((1).to_bytes(8) + b'\\x80')",
        "print('a library that talks on stdout', flush=True)",
    ],
)
def test_a_child_that_answers_nonsense_loses_no_file_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    start_instead(monkeypatch, script)
    with pytest.raises(Exception):  # noqa: B017, PT011 - a refusal or a fault of ours, but not an empty result
        read(write_log(tmp_path / "log.csv", LOG))


def test_a_child_that_cannot_be_started_loses_no_file_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(room.subprocess, "Popen", fail)
    with pytest.raises((ExceptionGroup, OSError, RuntimeError, Refusal)):
        read(write_log(tmp_path / "log.csv", LOG))


def test_a_fault_of_ours_in_the_child_is_raised_with_its_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_instead(
        monkeypatch,
        """
        from reportcli.intake.child import worker as child

        def read_file(job):
            raise LookupError("our own fault")

        child.read_file = read_file
        child.limit_process = lambda memory, seconds: None
        child.sys.argv = ["child", "2048", "60"]
        child.serve()
        """,
    )
    with pytest.raises(RuntimeError, match="our own fault"):
        read(write_log(tmp_path / "log.csv", LOG))


def test_a_file_over_the_time_limit_is_refused_when_the_time_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_instead(monkeypatch, "import time; time.sleep(60)")
    began = time.monotonic()
    assert refusals(write_log(tmp_path / "log.csv", LOG), limits=Limits(seconds=1)) == [
        (3, "input-over-time", "log.csv")
    ]
    assert time.monotonic() - began < 10


@POSIX
@pytest.mark.parametrize("memory", [1, 16])
def test_a_memory_limit_too_small_even_to_start_is_a_refusal(tmp_path: Path, memory: int) -> None:
    found = refusals(
        write_log(tmp_path / "log.xlsx", LOG), limits=Limits(memory=memory, seconds=20)
    )
    assert found[0][0] == 3
    assert found[0][1] in ("input-over-memory", "input-killed-reader")


@POSIX
def test_a_file_over_the_memory_limit_is_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(HEADER.replace(" | ", ",").encode() + b"\n2,2024-01-06,,,,,," * 4_000_000)
    found = refusals(path, limits=Limits(memory=128, seconds=20))
    assert found[0][0] == 3
    assert found[0][1] in ("input-over-memory", "input-killed-reader")


# --- nothing from the current folder ---


@pytest.mark.parametrize(
    "module", ["csv", "msgspec", "zipfile", "python_calamine", "reportcli", "signal", "resource"]
)
def test_a_module_in_the_current_folder_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    (tmp_path / f"{module}.py").write_text("open('imported', 'w').close()\nraise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    logs = [write_log(tmp_path / name, LOG) for name in ("log.csv", "log.xlsx")]
    assert len(read(*logs)) == 2
    assert not (tmp_path / "imported").exists()


# --- nothing left running (see also the fixture above) ---


def test_readings_closed_at_once_start_nothing_more(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", LOG)
    readings = Readings([str(path)] * 12, Settings(), Limits())
    readings.close()
    for thread in readings.threads:
        thread.join(timeout=20)
        assert not thread.is_alive()


def test_readings_closed_while_they_work_start_nothing_more(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", LOG)
    readings = Readings([str(path)] * 12, Settings(), Limits())
    while not readings.children:
        time.sleep(0.001)
    readings.close()
    readings.close()  # a second time does no harm
    for thread in readings.threads:
        thread.join(timeout=20)
        assert not thread.is_alive()


def test_an_exception_in_the_parent_ends_the_children(tmp_path: Path) -> None:
    logs = [write_log(tmp_path / f"log{number}.csv", LOG) for number in range(6)]
    (tmp_path / "previous.json").write_text('{"year": "last"}')
    with pytest.raises(Refusal, match="last year"):
        compile_report(logs, year=2024, previous=tmp_path / "previous.json")


def test_an_interruption_of_the_parent_ends_the_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_instead(monkeypatch, "import time; time.sleep(60)")
    readings = Readings([str(write_log(tmp_path / "log.csv", LOG))], Settings(), Limits())

    def interrupt(timeout: float | None = None) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    while not readings.children:
        time.sleep(0.001)
    monkeypatch.setattr(readings.threads[0], "join", interrupt)
    with pytest.raises(KeyboardInterrupt):
        readings.result()


@POSIX
def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    """A child that waits for work must see that none will come."""
    script = f"""
        import os, sys
        sys.path.insert(0, {str(ROOT)!r})
        from reportcli.intake.child.parent import Child, Limits
        child = Child(Limits())
        print(child.process.pid, flush=True)
        os.kill(os.getpid(), 9)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, cwd=tmp_path
    )
    deadline = time.monotonic() + 5
    while runs(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not runs(int(done.stdout))


def test_one_child_answers_one_job_after_another(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", LOG)
    child = Child(Limits())
    try:
        replies = [child.ask(Job(str(path), Settings())) for _ in range(3)]
    finally:
        child.close()
    assert replies[0] == replies[1] == replies[2]
    assert isinstance(replies[0], FileReading)


def test_a_child_that_is_gone_refuses_its_file_and_is_closed_in_peace(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", LOG)
    child = Child(Limits())
    child.process.kill()
    child.process.wait()
    try:
        reply = child.ask(Job(str(path), Settings(), path.read_bytes()))
    finally:
        child.close()
    assert isinstance(reply, Refused)
    assert reply.code == "input-killed-reader"


def test_a_row_and_the_cells_of_a_file_are_read_by_a_child_of_their_own(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.xlsx", LOG)
    third = ask_for_row(Address(str(path), "台账", 3), Settings(), Limits())
    assert third == ["2", "2024-01-06", "李四", "", "飞鸽", "不予公开", "国家秘密", "2024-01-11"]
    ((name, rows),) = ask_for_cells(str(path), Settings(), Limits())
    assert (name, rows[0]) == ("台账", HEADER.split(" | "))
    assert rows[2][1] == date(2024, 1, 6)


def test_a_file_that_cannot_be_read_is_refused_there_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal) as refused:
        ask_for_row(Address(str(tmp_path / "log.xlsx"), "台账", 3), Settings(), Limits())
    assert refused.value.code == "input-missing"
    start_instead(
        monkeypatch,
        """
        from reportcli.intake.child import worker as child

        def read_row(*_):
            raise LookupError("our own fault")

        child.read_row = read_row
        child.limit_process = lambda memory, seconds: None
        child.sys.argv = ["child", "2048", "60"]
        child.serve()
        """,
    )
    with pytest.raises(RuntimeError, match="our own fault"):
        ask_for_row(
            Address(str(write_log(tmp_path / "log.xlsx", LOG)), "台账", 3), Settings(), Limits()
        )


def test_how_many_files_have_been_read_is_told_again_and_again(tmp_path: Path) -> None:
    paths = [str(write_log(tmp_path / f"log{number}.csv", LOG)) for number in range(3)]
    told: list[tuple[int, int]] = []
    Readings(paths, Settings(), Limits()).result(lambda done, all_: told.append((done, all_)))
    assert told[-1] == (3, 3)
    assert told == sorted(told)
    assert {all_ for _, all_ in told} == {3}
