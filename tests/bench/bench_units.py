"""What a roll-up costs, by the size of the set: CPU time a unit and a further row, memory, processes.

    pip install .
    python tests/bench/bench_units.py [--workbooks 200 2000 20000] [--logs DIR]

Units have three workbooks of 400 rows. CPU time is that of all processes; what starting takes is in
it, as in what people wait for. 20,000 workbooks take 2 GB of disk, and some minutes to be made.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import HERE, PROGRAM, Line, Run, run
from make_units import make_units

LONGER_ROWS = 4_000


def rollup(folder: Path, work: Path, jobs: int, *more: str) -> Run:
    """A roll-up of units, its results kept in a folder."""
    target = ["-o", str(work.with_suffix(".json")), "--force", "-q", "--progress", "none"]
    asked = ["--year", "2025", "--as-of", "2026-01-10", "--jobs", str(jobs), "--work", str(work)]
    return run([*PROGRAM, "rollup", str(folder), *asked, *target, *more])


def size_lines(logs: Path, workbooks: int) -> Iterator[Line]:
    """What so many workbooks cost, the first time and again."""
    count, what = workbooks // 3, f"{workbooks:,} workbooks"
    folder = make_units(logs / f"units-{count}", count)
    work = logs / f"work-{count}"
    shutil.rmtree(work, ignore_errors=True)
    two = rollup(folder, work, 2)
    again = rollup(folder, work, 2)
    yield Line(f"{what}: CPU ms a unit", None, two.work * 1000 / count, most_work=60)
    yield Line(f"{what}: seconds", two.seconds, two.work)
    yield Line(f"{what}: again, % of the first run", None, 100 * again.work / two.work, most_work=2)
    yield Line(f"{what}: again, MB of the client", again.memory, None, 300)
    if workbooks > 2_000:
        return
    one = rollup(folder, work, 1, "--fresh")
    yield Line(f"{what}: one process : two", one.seconds / two.seconds, None, least_clock=1.8)
    files = map(str, sorted(folder.rglob("*.xlsx")))
    bare = run([sys.executable, str(HERE / "by_calamine.py"), *files])
    yield Line(f"{what}: python-calamine alone", None, two.work / bare.work, most_work=2)


def row_lines(logs: Path) -> Iterator[Line]:
    """What a further row costs."""
    seconds = []
    for size in (400, LONGER_ROWS):
        folder, work = make_units(logs / f"rows-{size}", 20, size), logs / f"rows-work-{size}"
        shutil.rmtree(work, ignore_errors=True)
        seconds.append(rollup(folder, work, 2).work)
    further = 20 * 3 * (LONGER_ROWS - 400)
    yield Line(
        "a further row, CPU µs", None, 1e6 * (seconds[1] - seconds[0]) / further, most_work=15
    )


def main() -> None:
    """Measure, and print each line as soon as it is known."""
    parser = argparse.ArgumentParser(description="what a roll-up costs")
    parser.add_argument(
        "--logs", type=Path, default=Path(tempfile.gettempdir()) / "reportcli-bench"
    )
    parser.add_argument("--workbooks", type=int, nargs="+", default=[200, 2_000, 20_000])
    asked = parser.parse_args()
    asked.logs.mkdir(parents=True, exist_ok=True)
    print(f"{'':44} {'by clock':>9} {'by work':>9}  wanted")  # noqa: T201
    for line in row_lines(asked.logs):
        print(line.shown(), flush=True)  # noqa: T201
    for workbooks in asked.workbooks:
        for line in size_lines(asked.logs, workbooks):
            print(line.shown(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
