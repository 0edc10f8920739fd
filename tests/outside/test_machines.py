"""A roll-up by real processes: the same bytes however it is run, and whatever is ended on the way."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.outside.county import (
    POISONED,
    UNITS,
    alive,
    command,
    descendants,
    environment,
    make_county,
    rolled_up,
    run,
)

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="processes are seen through /proc"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the county is in."""
    folder = tmp_path_factory.mktemp("place")
    make_county(folder / "county")
    return folder


@pytest.fixture(scope="module")
def expected(place: Path) -> bytes:
    """What the county comes to, read by one process unit after unit."""
    return rolled_up("--jobs", "1", "--batch", "1", "--work", "first", cwd=place)


def test_files_that_nobody_can_read_cost_their_units_alone(expected: bytes) -> None:
    told = json.loads(expected)
    unread = {unit["code"] for unit in told["units"] if unit["status"] == "unreadable"}
    assert unread == POISONED
    assert len(told["units"]) == UNITS
    codes = {finding["code"] for finding in told["findings"] if finding["unit"] == "U07"}
    assert codes & {"input-killed-reader", "input-over-memory"}
    # One request is in each fourth unit and the next.
    assert [one["unit"] for one in told["findings"] if one["code"] == "request-doubled"]


@pytest.mark.parametrize(
    "words",
    [
        [],  # by this process alone
        ["--jobs", "1", "--batch", "100"],
        ["--jobs", "3", "--batch", "2"],
        ["--jobs", "2", "--batch", "5", "--work", "first"],  # all of it kept
        ["--jobs", "2", "--work", "first", "--fresh"],
    ],
)
def test_the_same_bytes_however_it_is_run(place: Path, expected: bytes, words: list[str]) -> None:
    assert rolled_up(*words, cwd=place) == expected


def started(place: Path, work: str, target: str) -> subprocess.Popen[str]:
    """A run of batches of one unit, which says each second how far it is."""
    words = ["county", "-o", target, "--work", work, "--jobs", "2", "--batch", "1"]
    return subprocess.Popen(
        command(*words), cwd=place, env=environment(), stderr=subprocess.PIPE, text=True
    )


def wait_for_results(work: Path, count: int) -> None:
    """Wait until a run has kept so many results."""
    end = time.monotonic() + 120
    while sum(1 for _ in work.glob("??/*.json")) < count:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_run_that_is_broken_off_says_how_far_it_was_and_goes_on(
    place: Path, expected: bytes
) -> None:
    client = started(place, "broken-off", "off.json")
    wait_for_results(place / "broken-off", 3)
    below = descendants(client.pid)
    client.send_signal(signal.SIGINT)
    _, said = client.communicate(timeout=60)
    assert client.returncode == 130
    assert said.strip().startswith("已完成 ")
    assert said.strip().endswith(f" / {UNITS}；同一命令继续")
    assert not (place / "off.json").exists()
    wait_for_end(below)
    kept = set((place / "broken-off").glob("??/*.json"))
    assert len(kept) >= 3
    assert rolled_up("--jobs", "2", "--work", "broken-off", cwd=place) == expected
    assert kept <= set((place / "broken-off").glob("??/*.json"))
    assert list((place / "broken-off").rglob("*.tmp")) == []


def wait_for_end(processes: list[int]) -> None:
    """Wait until processes have ended by themselves."""
    end = time.monotonic() + 60
    while alive(processes):
        assert time.monotonic() < end, alive(processes)
        time.sleep(0.05)


@pytest.mark.parametrize("seed", range(3))
def test_workers_and_readers_that_are_ended_at_random_lose_nothing(
    place: Path, expected: bytes, seed: int
) -> None:
    chance = random.Random(seed)
    client = started(place, f"chaos{seed}", f"chaos{seed}.json")
    ended = 0
    while client.poll() is None and ended < 6:
        time.sleep(chance.uniform(0.2, 1.2))
        if below := descendants(client.pid):
            ended += end_one(chance.choice(below))
    client.communicate(timeout=300)
    assert ended
    assert (place / f"chaos{seed}.json").read_bytes() == expected


def end_one(process: int) -> bool:
    """End a process as the system does that has no memory left."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("seed", range(2))
def test_a_client_that_is_killed_leaves_its_results_and_no_process(
    place: Path, expected: bytes, seed: int
) -> None:
    work = f"killed{seed}"
    for count in (1, 5):
        client = started(place, work, f"{work}.json")
        wait_for_results(place / work, count + seed)
        below = descendants(client.pid)
        client.kill()
        client.wait()
        wait_for_end(below)
    assert rolled_up("--jobs", "2", "--work", work, cwd=place) == expected


def test_progress_for_a_program_is_an_object_a_second(place: Path) -> None:
    words = [
        "--jobs",
        "1",
        "--batch",
        "1",
        "--work",
        "told",
        "--progress",
        "json",
        "-o",
        "told.json",
    ]
    done = run("county", *words, cwd=place)
    objects = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert objects
    assert set(objects[-1]) == {"done", "total", "unreadable", "missing", "rate", "seconds_left"}
    assert [one["done"] for one in objects] == sorted(one["done"] for one in objects)
