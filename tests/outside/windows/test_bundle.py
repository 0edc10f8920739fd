"""The bundle as a clerk has it: under Wine it comes to what it comes to here, and says what is wrong
as it is said here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.outside.windows.conftest import Computer, Ended
from tests.places import ROOT, SAMPLES

AS_OF = ("--as-of", "2025-01-10")
LAST_YEAR = ("--previous", "previous-2023.json")
CHINESE = "zh_CN.UTF-8"


def here(*words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """The same words on this computer; the shell that expands patterns is left out there and here."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": CHINESE, "LANG": CHINESE}
    command = [sys.executable, "-m", "reportcli", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, env=environment, check=False)


def told(said: bytes) -> str:
    """What is said in the code page of a Chinese Windows, with the ends of line of this computer."""
    return said.decode("gbk").replace("\r\n", "\n")


def sample(year: str, folder: Path) -> Path:
    """A copy of the sample data of a year, in a path with Chinese and a space."""
    copied = folder / "台账 终稿"
    shutil.copytree(SAMPLES / year, copied)
    return copied


def parts(path: Path) -> dict[str, bytes]:
    """What a zipped file holds; another zlib may pack the same bytes otherwise."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("year", "more"), [("2020", ()), ("2024", LAST_YEAR)])
def test_figures_are_the_same_byte_for_byte(
    computer: Computer, tmp_path: Path, year: str, more: tuple[str, ...]
) -> None:
    logs = sample(year, tmp_path)
    files = ("requests.xlsx", "cases.xlsx", "publications.xlsx")
    words = ["tally", *files, *more, "--year", year, *AS_OF]
    there = computer.reportcli(*words, "-o", "w.json", "-o", "w.csv", "-f", "csv", cwd=logs)
    ours = here(*words, "-o", "l.json", "-o", "l.csv", "-f", "csv", cwd=logs)
    said = ours.stderr.decode().replace("l.json", "w.json").replace("l.csv", "w.csv")
    assert (there.status, told(there.err)) == (ours.returncode, said)
    assert (logs / "w.json").read_bytes() == (logs / "l.json").read_bytes()
    assert (logs / "w.csv").read_bytes() == (logs / "l.csv").read_bytes()
    assert there.out == ours.stdout  # a pipe has no marks of Windows between its lines


def test_the_report_is_the_same(computer: Computer, tmp_path: Path) -> None:
    logs = sample("2024", tmp_path)
    files = ("requests.xlsx", "cases.xlsx", "publications.xlsx")
    words = ["report", *files, *LAST_YEAR, "--text", "text", "--year", "2024", *AS_OF]
    there = computer.reportcli(*words, "-o", "w.docx", "-o", "w.html", cwd=logs)
    ours = here(*words, "-o", "l.docx", "-o", "l.html", cwd=logs)
    assert there.status == ours.returncode
    assert (logs / "w.html").read_bytes() == (logs / "l.html").read_bytes()
    assert parts(logs / "w.docx") == parts(logs / "l.docx")


def test_an_annotated_copy_and_its_findings_are_the_same(
    computer: Computer, tmp_path: Path
) -> None:
    logs = sample("2024", tmp_path)
    words = ["check", "requests.xlsx", "--year", "2024", *AS_OF, "-f", "json"]
    there = computer.reportcli(*words, "--mark", "标注 w.xlsx", cwd=logs)
    ours = here(*words, "--mark", "l.xlsx", cwd=logs)
    # A pipe that has no UTF-8 gets JSON whose Chinese is escaped.
    assert there.status == ours.returncode
    assert json.loads(there.out) == json.loads(ours.stdout)
    assert parts(logs / "标注 w.xlsx") == parts(logs / "l.xlsx")


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "*.xlsx", "--cell", "三/部分公开/总计", "--year", "2020", *AS_OF, "-f", "csv"),
        ("inspect", "*.xlsx"),
    ],
    ids=["explain", "inspect"],
)
def test_patterns_that_no_shell_expands(
    computer: Computer, tmp_path: Path, words: tuple[str, ...]
) -> None:
    logs = sample("2020", tmp_path)
    ours, there = here(*words, cwd=logs), computer.reportcli(*words, cwd=logs)
    assert there.status == ours.returncode == 0
    # Talk is in the code page of Windows, data in UTF-8 everywhere.
    text = there.out.decode() if "csv" in words else told(there.out)
    assert text == ours.stdout.decode()


def test_a_calendar_an_empty_log_and_a_result_that_is_there(
    computer: Computer, tmp_path: Path
) -> None:
    logs = sample("2024", tmp_path)
    due = ["deadlines", "requests.xlsx", "--as-of", "2024-12-20", "-o"]
    there, ours = (
        computer.reportcli(*due, "w.ics", cwd=logs),
        here(*due, "l.ics", cwd=logs),
    )
    assert there.status == ours.returncode
    assert (logs / "w.ics").read_bytes() == (logs / "l.ics").read_bytes()
    assert computer.reportcli("template", "requests", "-o", "空白.xlsx", cwd=logs).status == 0
    here("template", "requests", "-o", "l.xlsx", cwd=logs)
    assert parts(logs / "空白.xlsx") == parts(logs / "l.xlsx")
    again = computer.reportcli("template", "requests", "-o", "空白.xlsx", cwd=logs)
    said = here("template", "requests", "-o", "空白.xlsx", cwd=logs)
    assert (again.status, told(again.err)) == (said.returncode, said.stderr.decode())


def test_logs_dropped_on_the_icon(computer: Computer, tmp_path: Path) -> None:
    """Without any word of the language: a Chinese Windows says it itself."""
    logs = sample("2024", tmp_path)
    first = drop(computer, logs / "requests.xlsx", logs)
    assert (logs / "结果.xlsx").is_file(), first
    assert "结果.xlsx" in told(first.err)
    drop(computer, logs, logs)
    assert (logs / "结果（2）.xlsx").is_file()


def drop(computer: Computer, what: Path, folder: Path) -> Ended:
    """Drop something on the icon, as the Explorer hands it on, in no locale but that of Windows."""
    icon = windows_path(computer.program / "统计.cmd")
    lines = ["@set LC_ALL=", "@set LANG=", f'@call "{icon}" "{windows_path(what)}"']
    (folder / "drop.cmd").write_text("\r\n".join(lines), encoding="gbk")
    return computer.run("cmd", "/c", "drop.cmd", cwd=folder)


def windows_path(path: Path | str) -> str:
    """A path as Windows has it, under Wine's drive for everything."""
    return "Z:" + str(path).replace("/", "\\")


def test_a_result_that_another_program_holds_open(computer: Computer, tmp_path: Path) -> None:
    logs = sample("2020", tmp_path)
    held = logs / "结果.xlsx"
    held.write_bytes(b"held")
    hold = f"held = open(r'{windows_path(held)}', 'rb'); print('ready', flush=True); input()"
    holder = computer.start(computer.python, "-c", hold, cwd=logs)
    try:
        assert holder.stdout
        assert holder.stdout.readline().startswith(b"ready")
        words = ["tally", "requests.xlsx", "--year", "2020", "-o", "结果.xlsx", "--force"]
        refused = computer.reportcli(*words, cwd=logs)
    finally:
        holder.kill()
    assert refused.status == 6
    assert "结果.xlsx" in told(refused.err)
    assert held.read_bytes() == b"held"
    assert not list(logs.glob("*.tmp"))


def test_a_console_of_the_west_and_one_of_utf_8(computer: Computer, tmp_path: Path) -> None:
    """What a code page lacks is escaped, never a fault; the shell's own pipe into a file is UTF-8
    for data."""
    logs = sample("2020", tmp_path)
    words = ["explain", "--code", "outcome-unknown"]
    west = computer.reportcli(*words, cwd=logs, locale="C.UTF-8")
    assert west.status == 0
    west.out.decode("cp1252")
    wide = computer.run(computer.python, "-X", "utf8", "-m", "reportcli", *words, cwd=logs)
    ours = here(*words, cwd=logs)
    assert wide.out.decode().replace("\r\n", "\n") == ours.stdout.decode()


def test_a_path_longer_than_windows_once_allowed(computer: Computer, tmp_path: Path) -> None:
    deep = tmp_path
    while len(str(deep)) < 300:
        deep /= "很长的文件夹名" * 3
    deep.mkdir(parents=True)
    shutil.copy(SAMPLES / "2020" / "requests.xlsx", deep / "台账.xlsx")
    name = windows_path(deep / "台账.xlsx")
    read = computer.reportcli("tally", name, "--year", "2020", "-f", "json", cwd=tmp_path)
    # Counted, or refused as a file that cannot be read: never a fault of the program.
    assert read.status in (0, 1, 3), told(read.err)
    assert b"Traceback" not in read.err


# Wine 8 has no events of a console (GenerateConsoleCtrlEvent fails): the signal that Windows makes of
# one is raised within the process.
BREAK = """
import signal, sys, threading
from reportcli.cli.process import main
sys.argv[1:] = ["tally", "big.csv", "--year", "2024", "-o", "r.json"]
threading.Timer(2, signal.raise_signal, [signal.SIGBREAK]).start()
main()
"""


def big_log(folder: Path) -> Path:
    """A log that takes a while to read."""
    rows = "".join(
        f"{n},2024-03-05,张三,公民,网上,预算,2024-03-20,予以公开\n" for n in range(400_000)
    )
    head = "序号,收到日期,申请人,申请人类型,申请方式,申请内容,答复日期,办理结果\n"
    (folder / "big.csv").write_text(head + rows, encoding="utf-8")
    return folder


def test_control_break_leaves_nothing_half_written(computer: Computer, tmp_path: Path) -> None:
    big_log(tmp_path)
    ended = computer.run(computer.python, "-c", BREAK, cwd=tmp_path)
    assert ended.status == 130, ended
    assert [one.name for one in tmp_path.iterdir()] == ["big.csv"]


def test_a_reader_that_somebody_ends(computer: Computer, tmp_path: Path) -> None:
    big_log(tmp_path)
    run = computer.start(
        computer.python, "-m", "reportcli", "tally", "big.csv", "--year", "2024", cwd=tmp_path
    )
    deadline = time.monotonic() + 30
    readers: list[int] = []
    while not readers and time.monotonic() < deadline:
        readers = processes_of("reportcli.intake.child.worker", tmp_path)
        time.sleep(0.1)
    time.sleep(0.5)
    os.kill(readers[0], 9)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 3
    assert "big.csv" in told(err)


def processes_of(module: str, folder: Path) -> list[int]:
    """The processes that run a module in a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
                place = (entry / "cwd").readlink()
            except OSError:  # it has ended, or is another's
                continue
            if module.encode() in words and place == folder:
                found.append(int(entry.name))
    return found
