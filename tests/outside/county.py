"""A made-up county for runs of real processes: small logs, one that nobody can read, one that ends its reader."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from tests.logs import write_log
from tests.places import ROOT
from tests.program.hostile import books

REQUESTS = "登记编号 | 收到日期 | 申请人 | 申请内容 | 申请人类型 | 申请方式 | 答复日期 | 办理结果\n"
CASES = "案号 | 案件类型 | 申请人 | 受理日期 | 审结日期 | 审理结果\n"
OUTCOMES = ("予以公开", "属于国家秘密", "不知所云")
# This one makes calamine take more memory than there is.
KILLER = "a stray cell in single quotes"
POISONED = {"U03", "U07"}
UNITS = 16


def make_county(folder: Path) -> Path:
    """The logs of some units; one request is in two of them, and two of them cannot be read."""
    for number in range(UNITS):
        unit = folder / f"U{number:02}"
        unit.mkdir(parents=True)
        write_log(unit / "申请.csv", REQUESTS + "".join(map(request_of, [number] * 9, range(9))))
        if number % 3 == 0:
            write_log(unit / "复议.xlsx", CASES + f"复{number} | 行政复议 | 甲 | 2024-03-01 | | \n")
    (folder / "U03" / "申请.csv").unlink()
    (folder / "U03" / "申请.xlsx").write_bytes(b"PK\3\4 torn")
    case = next(case for case in books.cases() if case.name == KILLER)
    (folder / "U07" / "申请.xlsx").write_bytes(case.build())
    return folder


def request_of(unit: int, number: int) -> str:
    """A request; the first of each fourth unit was passed on to the next one."""
    office = unit - (number == 0 and unit % 4 == 1)
    received = date(2024, 3, 1) + timedelta(days=office + number)
    closed = received + timedelta(days=20)
    return (
        f"{office:02}-{number} | {received} | 人{office}{number} | 事{office}{number} | 自然人 | 网络"
        f" | {closed} | {OUTCOMES[(office + number) % 3]}\n"
    )


def command(*words: str | Path) -> list[str]:
    """A roll-up as it is typed."""
    asked = ["--year", "2024", "--as-of", "2025-02-01", "--max-memory", "400"]
    return [sys.executable, "-m", "reportcli", "rollup", *map(str, words), *asked]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A roll-up run to its end."""
    return subprocess.run(
        command(*words),
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def rolled_up(*words: str | Path, cwd: Path) -> bytes:
    """What a roll-up of the county writes, however it is run; there are errors, and so it ends with 1."""
    target = cwd / "汇总.json"
    target.unlink(missing_ok=True)
    done = run("county", "-o", target.name, *words, cwd=cwd)
    assert done.returncode == 1, done.stderr
    return target.read_bytes()


def descendants(process: int) -> list[int]:
    """The processes that a process started, and those that these did (Linux)."""
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        told += [
            child
            for thread in Path(f"/proc/{process}/task").iterdir()
            if thread.name != str(process)
            for child in (thread / "children").read_text().split()
        ]
    except OSError:
        return []
    children = [int(child) for child in told]
    return [*children, *(one for child in children for one in descendants(child))]


def alive(processes: Sequence[int]) -> list[int]:
    """Which processes still run."""
    found = []
    for process in processes:
        with suppress(OSError, IndexError):
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z":
                found.append(process)
    return found
