"""How fast reportcli is beside what it is measured against: every ratio in one table.

    pip install . xlsxwriter fastexcel polars
    python tests/bench/bench.py

Whole processes, run in turns, so that a busy machine is busy for all of them; of each ratio the median over
the rounds, by the clock and by the time that processors worked, which says more where others use them too.
Every process finds its modules compiled, as it does once it is installed. Memory is the greatest sum over a process and its children, looked at fifty times a second (Linux).
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

from make_log import grown, make_log

HERE = Path(__file__).parent
PROGRAM = [sys.executable, "-m", "reportcli"]
MEGABYTE = 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")


class Run(NamedTuple):
    """One run of a command: seconds by the clock and of all processors, and the peak of its memory in MB."""

    seconds: float
    work: float
    memory: float


class Line(NamedTuple):
    """One line of the table: a ratio by the clock and by work, and the most (or least) that is wanted of each."""

    what: str
    clock: float | None
    work: float | None
    most_clock: float | None = None
    most_work: float | None = None
    least_clock: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether every goal is reached."""
        found = ((self.clock, self.most_clock), (self.work, self.most_work))
        return all(
            value <= most for value, most in found if value is not None and most is not None
        ) and (self.least_clock is None or (self.clock or 0) >= self.least_clock)

    def shown(self) -> str:
        """The line as it is printed."""
        goals = [
            f"{sign} {goal:g}{what}"
            for sign, goal, what in (
                ("≤", self.most_clock, ""),
                ("≥", self.least_clock, ""),
                ("≤", self.most_work, " work"),
            )
            if goal is not None
        ]
        numbers = (
            ""
            if one is None
            else f"{one:,.0f}"
            if one >= 100
            else f"{one:.2f}"
            if one >= 0.1
            else f"{one:.3f}"
            for one in (self.clock, self.work)
        )
        told = " ".join(f"{number:>9}" for number in numbers)
        return f"{self.what:44} {told}  {', '.join(goals):20}{'' if self.is_met else '  short'}"


def memory_of(process: int) -> int:
    """The bytes in memory of a process and of all that it started; what is shared counts for each."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        own = int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
    return own + sum(memory_of(int(child)) for child in children)


def surroundings() -> dict[str, str]:
    """The environment of all that is run: modules are compiled once, into a folder of the bench."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | {
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "reportcli-bench-compiled")
    }


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; findings (status 1) are no failure of the program."""
    peak = 0
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=surroundings(),
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
        if status not in ((0, 1) if list(command[: len(PROGRAM)]) == PROGRAM else (0,)):
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


def ratio(above: Sequence[Run], below: Sequence[Run]) -> tuple[float, float]:
    """The medians over the rounds of one time by the other, by the clock and by work."""
    both = list(zip(above, below, strict=True))
    by_clock = statistics.median(one.seconds / other.seconds for one, other in both)
    return by_clock, statistics.median(one.work / other.work for one, other in both)


def tally_of(*logs: Path) -> list[str]:
    """The command that counts logs of 2025 with all checks."""
    return [*PROGRAM, "tally", *map(str, logs), "--year", "2025", "-f", "json", "-q"]


def small_lines(logs: Path, rounds: int) -> Iterator[Line]:
    """A typical log, and the commands that count none."""
    log = make_log(logs / "400.xlsx", 400)
    python = [sys.executable, "-c"]
    runs = in_turns({"import": [*python, "import pandas, typer"], "tally": tally_of(log)}, rounds)
    yield Line("400 rows : import pandas, typer", *ratio(runs["tally"], runs["import"]), 1.0, 1.15)
    template = ["template", "requests", "-o", str(logs / "template.xlsx"), "--force", "-q"]
    light = {
        "--help": (["--help"], 1.7),
        "--version": (["--version"], 1.7),
        "explain --code": (["explain", "--code", "date-invalid"], 1.9),
        "template": (template, 2.5),
        "inspect of 400 rows": (["inspect", str(log)], 3.5),
    }
    commands = {name: [*PROGRAM, *words] for name, (words, _) in light.items()}
    runs = in_turns({"import": [*python, "import typer"], **commands}, rounds)
    for name, (_, most) in light.items():
        yield Line(f"{name} : import typer", *ratio(runs[name], runs["import"]), most)


def large_lines(logs: Path, rounds: int, most: int) -> Iterator[Line]:
    """A hundred thousand rows and a million, beside others."""
    log = make_log(logs / "100000.xlsx", 100_000)
    by_polars, by_pandas = (
        [sys.executable, str(HERE / name)] for name in ("by_polars.py", "by_pandas.py")
    )
    runs = in_turns({"polars": [*by_polars, str(log)], "tally": tally_of(log)}, rounds)
    yield Line("100,000 rows : bare count", *ratio(runs["tally"], runs["polars"]), 1.0, 1.3)
    runs = in_turns({"pandas": [*by_pandas, str(log)], "tally": tally_of(log)}, min(rounds, 3))
    yield Line(
        "day-one pandas script : 100,000 rows",
        *ratio(runs["pandas"], runs["tally"]),
        least_clock=12,
    )
    if most < 1_000_000:
        return
    larger = make_log(logs / "1000000.xlsx", 1_000_000)
    commands = {"polars": [*by_polars, str(larger)], "tally": tally_of(larger)}
    runs = in_turns(commands, min(rounds, 3))
    yield Line("1,000,000 rows : bare count", *ratio(runs["tally"], runs["polars"]), 1.2)
    memory = max(one.memory for one in runs["tally"])
    yield Line("1,000,000 rows, MB of all processes", memory, None, 800)


def many_lines(logs: Path, rounds: int) -> Iterator[Line]:
    """Two hundred workbooks in one call."""
    many = [
        make_log(logs / "many" / f"{number:03d}.xlsx", 400, seed=number) for number in range(200)
    ]
    by_calamine = [sys.executable, str(HERE / "by_calamine.py"), *map(str, many)]
    runs = in_turns({"calamine": by_calamine, "tally": tally_of(*many)}, rounds)
    yield Line(
        "200 workbooks : python-calamine alone",
        *ratio(runs["tally"], runs["calamine"]),
        most_work=2,
    )


# What a log may be large in, and the least of its three sizes.
GROWTH = {
    "rows": 20_000,
    "files": 20,
    "sheets": 20,
    "columns": 20,
    "merges": 1_000,
    "findings": 3_000,
    "wordings": 3_000,
}


def growth_lines(logs: Path, rounds: int) -> Iterator[Line]:
    """What one more costs at the third of three sizes, beside what it costs at the second; and what
    a wording costs that nobody knows, beside a row with one that comes again."""
    costs: dict[str, float] = {}
    for what, least in GROWTH.items():
        sizes = [least, 3 * least, 9 * least]
        commands = {str(size): tally_of(*grown(logs, what, size)) for size in sizes}
        runs = in_turns(commands, rounds)
        clock_first, clock_more = marginal(
            sizes, [[one.seconds for one in runs[str(size)]] for size in sizes]
        )
        first, costs[what] = marginal(
            sizes, [[one.work for one in runs[str(size)]] for size in sizes]
        )
        yield Line(
            f"one of {sizes[2]:,} {what} : of {sizes[1]:,}",
            clock_more / clock_first,
            costs[what] / first,
            most_work=1.3,
        )
    dearer = 1000 * (costs["wordings"] - costs["findings"])
    yield Line("an unknown wording, ms", None, dearer, most_work=0.03)


def marginal(sizes: Sequence[int], times: Sequence[Sequence[float]]) -> tuple[float, float]:
    """What one more costs between the first two and the last two of three sizes.

    The least of several runs is the one that least else disturbed: differences of medians would
    measure the neighbours.
    """
    first, second, third = map(min, times)
    more = (second - first) / (sizes[1] - sizes[0]), (third - second) / (sizes[2] - sizes[1])
    return max(more[0], 1e-9), more[1]


def main() -> None:
    """Measure, and print each line of the table as soon as it is known."""
    parser = argparse.ArgumentParser(description="reportcli beside what it is measured against")
    parser.add_argument(
        "--logs", type=Path, default=Path(tempfile.gettempdir()) / "reportcli-bench"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=1_000_000, help="the largest log")
    asked = parser.parse_args()
    asked.logs.mkdir(parents=True, exist_ok=True)
    print(f"{'ratio':44} {'by clock':>9} {'by work':>9}  wanted")  # noqa: T201
    for lines in (
        small_lines(asked.logs, asked.rounds),
        large_lines(asked.logs, asked.rounds, asked.rows),
        many_lines(asked.logs, asked.rounds),
        growth_lines(asked.logs, min(asked.rounds, 3)),
    ):
        for line in lines:
            print(line.shown(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
