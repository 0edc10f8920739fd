"""Processes of their own: what a start loads, and that what it writes hangs on nothing but input and day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.logs import write_log

HEAVY = {"pandas", "numpy", "openpyxl", "docx", "tabulate", "rapidfuzz", "chinese_calendar"}
LOG = """
    登记编号 | 收到日期   | 申请人类型 | 申请内容 | 办理结果 | 答复日期
    2024-1   | 2024-01-02 | 公民       | =1+1     | 予以公开 | 2024-01-20
    2024-2   | 2024-01-03 | 外籍       | 规划     | 不知所云 | 2024-01-21
    2024-3   | 2024-02-05 | 某公司     | 规划     |          |
"""
PUBLICATIONS = """
    标题 | 信息类别 | 公开日期   | 栏目
    公告 | 通知公告 | 2024-02-03 | 动态
    许可 | 行政许可 | 2024-02-04 | 许可
"""


def loaded(script: str) -> set[str]:
    """Which heavy modules a script has loaded when it is over."""
    ask = f"{script}\nimport sys; print(*({HEAVY | {'typer'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


@pytest.mark.parametrize(
    ("script", "allowed"),
    [
        ("import reportcli", set()),
        ("import reportcli.intake.child.worker", set()),
        ("import reportcli.words.outcome", set()),
        ("import reportcli.cli.commands", {"typer"}),
    ],
)
def test_a_module_loads_nothing_heavy(script: str, allowed: set[str]) -> None:
    assert loaded(script) <= allowed


def run_of(*words: str) -> str:
    """The script of a run of the program."""
    return f"from reportcli.cli.commands import app\ntry: app({list(words)})\nexcept SystemExit as end: assert end.code == 0"


def test_a_code_is_explained_without_anything_heavy() -> None:
    assert loaded(run_of("explain", "--code", "outcome-unknown")) == {"typer"}


def test_a_template_is_written_without_anything_heavy(tmp_path: Path) -> None:
    assert loaded(run_of("template", "requests", "-o", str(tmp_path / "log.xlsx"))) == {"typer"}


def test_files_are_inspected_without_pandas(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", LOG)
    # An unknown wording is named with the closest known ones.
    assert loaded(run_of("inspect", str(log), "-f", "json")) == {"typer", "rapidfuzz"}


# ---- the same input gives the same bytes

SURROUNDINGS = [
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C", "COLUMNS": "200"},
    {
        "TZ": "America/Anchorage",
        "PYTHONHASHSEED": "86",
        "LC_ALL": "C.UTF-8",
        "PYTHONIOENCODING": "gbk",
    },
]


def written(folder: Path, words: list[str], outputs: list[str]) -> list[dict[str, bytes]]:
    """The files that two processes write which agree on nothing but the logs and the day."""
    runs = []
    for number, surrounding in enumerate(SURROUNDINGS):
        (folder / str(number)).mkdir()
        paths = [folder / str(number) / name for name in outputs]
        command = [sys.executable, "-m", "reportcli", *words, *(f"-o{path}" for path in paths)]
        done = subprocess.run(
            command, env=os.environ | surrounding, capture_output=True, timeout=60, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        runs.append({path.name: path.read_bytes() for path in paths})
    return runs


@pytest.fixture
def logs(tmp_path: Path) -> list[str]:
    return [
        str(write_log(tmp_path / "requests.xlsx", LOG)),
        str(write_log(tmp_path / "publications.csv", PUBLICATIONS)),
    ]


@pytest.mark.parametrize(
    ("command", "outputs"),
    [
        ("tally", ["out.xlsx", "out.json", "out.csv", "out.md", "out.txt"]),
        ("report", ["out.docx", "out.html", "out.md", "out.json"]),
        ("deadlines", ["out.json", "out.csv", "out.ics", "out.txt"]),
    ],
)
def test_outputs_hang_on_neither_zone_nor_hashes_nor_encoding(
    logs: list[str], tmp_path: Path, command: str, outputs: list[str]
) -> None:
    words = [command, *logs, "--as-of", "2025-01-12", "--lang", "zh", "-q"]
    one, other = written(tmp_path, words, outputs)
    assert one == other
    assert set(one) == set(outputs)


def test_a_template_hangs_on_neither_zone_nor_hashes(tmp_path: Path) -> None:
    one, other = written(tmp_path, ["template", "requests", "--lang", "zh"], ["log.xlsx"])
    assert one == other


def test_a_number_is_explained_to_a_program(logs: list[str]) -> None:
    words = [
        "explain",
        *logs,
        "--cell",
        "三/总计/总计",
        "-f",
        "json",
        "-q",
        "--as-of",
        "2025-01-12",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "reportcli", *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1)
    assert done.stderr == ""
    data = json.loads(done.stdout)
    assert data["value"] == sum(row["contribution"] for row in data["rows"]) == 1
