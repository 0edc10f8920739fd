"""The process: streams that end, interruption, and what is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.program.office import command, ids, office, shell, snapshot

__all__ = ["office"]

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


INTERRUPTED_AT = """
    import builtins, os, signal, sys
    from reportcli.cli import process

    importing = builtins.__import__

    def interrupted(name, *words):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
        return importing(name, *words)

    builtins.__import__ = interrupted
    process.main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("module", ["reportcli.cli.commands", "typer", "reportcli.finding"])
def test_an_interruption_while_the_program_starts_leaves_no_trace(module: str) -> None:
    script = textwrap.dedent(INTERRUPTED_AT)
    done = subprocess.run(
        [sys.executable, "-c", script, module], capture_output=True, text=True, cwd=ROOT
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
