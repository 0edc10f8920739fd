"""How fast reportcli is beside what it is measured against: every ratio in one table.

    pip install . xlsxwriter fastexcel polars
    python tests/bench/bench.py

Whole processes, run in turns, so that a busy machine is busy for all of them; of each ratio the median over
the rounds, by the clock and by the time that processors worked, which says more where others use them too.
Memory is the greatest sum over a process and its children, looked at fifty times a second (Linux).
Logs are made once and kept in the folder given by --logs. A million rows take some minutes, most of it to
make the log; --rows 100000 leaves them out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PROGRAM = [sys.executable, "-m", "reportcli"]
ONE_CHILD = "import os; os.cpu_count = lambda: 1; "
WHOLE = "import sys; from reportcli.cli.process import main; sys.exit(main())"
READING = (
    "import sys; from reportcli.intake.child.parent import Limits, Readings; from reportcli.settings import Settings; "
    "Readings(sys.argv[1:], Settings(), Limits()).result()"
)
CELL = "requests/outcome.granted/natural_person"
MEGABYTE = 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")


class Run(NamedTuple):
    """One run of a command: seconds by the clock and of all processors, and the peak of its memory in MB."""

    seconds: float
    work: float
    memory: float


class Ratio(NamedTuple):
    """One line of the table."""

    what: str
    value: float
    work: float | None
    wanted: str
    met: bool


def memory_of(process: int) -> int:
    """The bytes in memory of a process and of all that it started; what is shared counts for each."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        own = int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
    return own + sum(memory_of(int(child)) for child in children)


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; findings (status 1) are no failure."""
    peak = 0
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        ended = threading.Event()

        def look() -> None:
            nonlocal peak
            while not ended.wait(0.02):
                peak = max(peak, memory_of(process.pid))

        looking = threading.Thread(target=look)
        looking.start()
        _, ended_with, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = status = os.waitstatus_to_exitcode(ended_with)
        ended.set()
        looking.join()
        if status not in (0, 1):
            output.seek(0)
            sys.exit(
                f"{' '.join(command)[:200]}: {status}\n{output.read().decode(errors='replace')[:2000]}"
            )
    return Run(seconds, used.ru_utime + used.ru_stime, peak / MEGABYTE)


def in_turns(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[Run]]:
    """The runs of several commands, one after another in each round; the first round warms up."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(rounds + (rounds > 1)):
        for name, command in commands.items():
            found = run(command)
            if turn or rounds == 1:
                runs[name].append(found)
    return runs


Times = tuple[float, float | None]
"""A ratio by the clock and by work."""


def ratio(above: Sequence[Run], below: Sequence[Run], per: int = 1) -> Times:
    """The median over the rounds of one time by the other."""
    both = list(zip(above, below, strict=True))
    by_clock = statistics.median(one.seconds / other.seconds for one, other in both)
    return by_clock / per, statistics.median(one.work / other.work for one, other in both) / per


def at_most(what: str, times: Times, most: float) -> Ratio:
    """A ratio that should not be greater."""
    return Ratio(what, *times, f"≤ {most:g}", times[0] <= most)


def at_least(what: str, times: Times, least: float) -> Ratio:
    """A ratio that should not be smaller."""
    return Ratio(what, *times, f"≥ {least:g}", times[0] >= least)


def tally_of(*logs: Path) -> list[str]:
    """The command that counts logs of 2025 with all checks."""
    return [*PROGRAM, "tally", *map(str, logs), "--year", "2025", "-f", "json", "-q"]


def small_ratios(logs: Path, rounds: int) -> Iterator[Ratio]:
    """A typical log, and the commands that read none."""
    from make_log import make_log

    log = make_log(logs / "400.xlsx", 400)
    python = [sys.executable, "-c"]
    runs = in_turns({"import": [*python, "import pandas, typer"], "tally": tally_of(log)}, rounds)
    yield at_most("400 rows : import pandas, typer", ratio(runs["tally"], runs["import"]), 1.25)
    light = {
        "--help": [*PROGRAM, "--help"],
        "--version": [*PROGRAM, "--version"],
        "template": [
            *PROGRAM,
            "template",
            "requests",
            "-o",
            str(logs / "template.xlsx"),
            "--force",
            "-q",
        ],
        "explain --code": [*PROGRAM, "explain", "--code", "date-invalid"],
    }
    runs = in_turns({"import": [*python, "import typer"], **light}, rounds)
    for name in light:
        yield at_most(f"{name} : import typer", ratio(runs[name], runs["import"]), 2)


def large_ratios(logs: Path, rounds: int, most: int) -> Iterator[Ratio]:
    """A hundred thousand rows and a million, beside others and beside each other."""
    from make_log import make_log

    log = make_log(logs / "100000.xlsx", 100_000)
    by_polars, by_pandas = (
        [sys.executable, str(HERE / name)] for name in ("by_polars.py", "by_pandas.py")
    )
    runs = in_turns({"polars": [*by_polars, str(log)], "tally": tally_of(log)}, rounds)
    yield at_most("100,000 rows : bare polars count", ratio(runs["tally"], runs["polars"]), 1.5)
    runs = in_turns({"pandas": [*by_pandas, str(log)], "tally": tally_of(log)}, min(rounds, 3))
    yield at_least("day-one pandas script : 100,000 rows", ratio(runs["pandas"], runs["tally"]), 8)
    if most < 1_000_000:
        return
    larger = make_log(logs / "1000000.xlsx", 1_000_000)
    runs = in_turns(
        {"polars": [*by_polars, str(larger)], "tally": tally_of(larger)}, min(rounds, 3)
    )
    yield at_most("1,000,000 rows : bare polars count", ratio(runs["tally"], runs["polars"]), 2)
    memory = max(one.memory for one in runs["tally"])
    yield at_most("1,000,000 rows, MB of all processes", (memory, None), 1200)
    whole = {"tally": ["tally"], "check": ["check"], "explain --cell": ["explain", "--cell", CELL]}
    whole["tally -o xlsx"] = ["tally", "-o", str(logs / "out.xlsx"), "--force"]
    for name, words in whole.items():
        options = ["--year", "2025", "-q"]
        commands = {"small": [*PROGRAM, *words, str(log), *options]}
        commands["large"] = [*PROGRAM, *words, str(larger), *options]
        runs = in_turns(commands, 1)
        yield at_most(
            f"{name}: a row of 1,000,000 : of 100,000", ratio(runs["large"], runs["small"], 10), 1.3
        )


def many_ratios(logs: Path, rounds: int) -> Iterator[Ratio]:
    """Two hundred workbooks in one call, by one child and by one for each core."""
    from make_log import make_log

    many = [
        make_log(logs / "many" / f"{number:03d}.xlsx", 400, seed=number) for number in range(200)
    ]
    python, options = [sys.executable, "-c"], tally_of(*many)[len(PROGRAM) :]
    runs = in_turns(
        {"one": [*python, ONE_CHILD + WHOLE, *options], "all": [*python, WHOLE, *options]}, rounds
    )
    by_clock, _ = ratio(runs["one"], runs["all"])
    yield at_least("200 workbooks, one child : one a core", (by_clock, None), 1.7)
    files = list(map(str, many))
    runs = in_turns(
        {"one": [*python, ONE_CHILD + READING, *files], "all": [*python, READING, *files]}, rounds
    )
    by_clock, _ = ratio(runs["one"], runs["all"])
    yield at_least("the same, reading alone", (by_clock, None), 1.7)


def main() -> None:
    """Measure, and print each line of the table as soon as it is known."""
    parser = argparse.ArgumentParser(description="reportcli beside what it is measured against")
    parser.add_argument(
        "--logs", type=Path, default=Path(tempfile.gettempdir()) / "reportcli-bench"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_000_000, help="the largest log")
    asked = parser.parse_args()
    asked.logs.mkdir(parents=True, exist_ok=True)
    print(f"{'ratio':48} {'by clock':>9} {'by work':>9} {'wanted':>8}")  # noqa: T201
    every = [
        small_ratios(asked.logs, asked.rounds),
        large_ratios(asked.logs, asked.rounds, asked.rows),
    ]
    for ratios in (*every, many_ratios(asked.logs, asked.rounds)):
        for one in ratios:
            mark = "" if one.met else "  short"
            value = f"{one.value:,.0f}" if one.value >= 100 else f"{one.value:.2f}"
            work = "" if one.work is None else f"{one.work:.2f}"
            print(f"{one.what:48} {value:>9} {work:>9} {one.wanted:>8}{mark}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
