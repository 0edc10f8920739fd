"""The known killers, in real processes: each is refused in seconds, with little memory, in one line.

Memory is that of the whole tree of processes, beyond what the program takes for a small sound log.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.program.hostile import archives, binaries, books, texts
from tests.program.hostile.case import log

KILLERS = [
    "parts that quote the headers of others",
    "1,500 entries that point at one part",
    "40 parts of nothing, 2.4 GB in all",
    "a part of nothing, 1,000 to 1",
    "a size of 4 GB",
    "two lists of parts",
    "a stray cell at XFD1048576",
    "a stray cell at Z1048576",
    "a stray cell at XFD2000",
    "a stray cell in single quotes",
    "a stray row whose cells say no place",
    "an attribute of 60 MB",
    "texts that claim to be 4 thousand million",
    "billion laughs in xl/sharedStrings.xml",
    "an external entity in xl/workbook.xml",
    "10,000 sheets in one part",
    "ods: a record repeated 10⁹ times",
    "ods: cells and rows repeated 30,000 times each",
    "ods: 900 times 999 cells",
    "ods: spaces repeated 10⁹ times",
    "xlsb: a stray cell at XFD1048576",
    "xls: a cell at the last place",
    "xls: a dimension that lies",
    "CFB: a stream in a circle",
    "CFB: a table in a circle",
    "html: 20 colspans of 1,000",
    "html: rowspans over 60,000 rows",
    "html: 20,000 attributes",
    "xml: billion laughs",
    "xml: a cell at the last column, 3,000 times",
    "csv: a line of a million fields",
]
CASES = {case.name: case for room in (archives, binaries, books, texts) for case in room.cases()}
ROOM, SECONDS = 200, 20  # MB beyond a sound log; a machine at full load is slow
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="memory is seen through /proc"
)


class Run(NamedTuple):
    """How a process ended, what it said, and the most memory (MB) it and its children had at once."""

    status: int
    said: str
    memory: float
    seconds: float


def memory_of(process: int) -> int:
    """The memory of a process and of all it started, in kB."""
    total = 0
    with suppress(OSError, ValueError, IndexError):
        status = Path(f"/proc/{process}/status").read_text()
        total += int(status.split("VmRSS:")[1].split()[0])
        for task in Path(f"/proc/{process}/task").iterdir():
            total += sum(map(memory_of, map(int, (task / "children").read_text().split())))
    return total


def tally(path: Path) -> Run:
    """A run whose memory is looked at all the time."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "reportcli", "tally", path.name, "--year", "2024", "-f", "json"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", cwd=path.parent,
        env=os.environ | {"LANG": "C.UTF-8"},
    )  # fmt: skip
    most = 0
    while process.poll() is None:
        most = max(most, memory_of(process.pid))
        time.sleep(0.005)
    assert process.stderr
    with process.stderr as stream:
        return Run(process.returncode, stream.read(), most / 1024, time.monotonic() - began)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What a small sound log takes."""
    path = tmp_path_factory.mktemp("sound") / "log.xlsx"
    path.write_bytes(log())
    done = tally(path)
    assert (done.status, done.memory > 20) == (0, True)
    return done


@pytest.mark.parametrize("name", KILLERS)
def test_a_killer_is_refused_in_seconds_with_little_memory(
    tmp_path: Path, sound: Run, name: str
) -> None:
    path = tmp_path / f"log{CASES[name].suffix}"
    path.write_bytes(CASES[name].build())
    done = tally(path)
    assert done.status == 3
    (line,) = done.said.splitlines()
    assert line.startswith(path.name)
    assert done.memory - sound.memory < ROOM
    assert done.seconds < SECONDS
