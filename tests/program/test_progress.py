"""The progress bar: a count and a rate on a terminal, after a while; and nowhere else."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportcli.cli import progress
from reportcli.cli.deliver import Speaker
from reportcli.intake.child.parent import Limits, Readings
from reportcli.settings import Settings
from tests.logs import write_log

LOG = """
收到日期   | 申请人类型 | 办理结果 | 答复日期
2024-03-05 | 自然人     | 予以公开 | 2024-03-20
"""


class Terminal(io.StringIO):
    """A terminal that keeps what was drawn on it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    found = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=found))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "BEFORE_A_BAR", 0.0)
    return found


def test_a_bar_has_a_count_and_a_rate(terminal: Terminal) -> None:
    with progress.reading_progress(Speaker("en")) as watch:
        assert watch
        for done in range(4):
            watch(done, 3)
    drawn = terminal.getvalue()
    assert "reading logs" in drawn
    assert "3/3" in drawn
    assert "/s" in drawn


def test_what_is_done_soon_has_no_bar(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "BEFORE_A_BAR", 3600.0)
    with progress.reading_progress(Speaker("en")) as watch:
        assert watch
        watch(1, 3)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("how", ["quiet", "NO_COLOR", "dumb", "no terminal", "closed"])
def test_nobody_is_shown_a_bar_who_cannot_see_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    if how == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if how == "no terminal":
        monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=io.StringIO()))
    if how == "closed":
        monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=None))
    with progress.reading_progress(Speaker("en", quiet=how == "quiet")) as watch:
        assert watch is None
    assert terminal.getvalue() == ""


@pytest.mark.usefixtures("terminal")
def test_the_bar_goes_when_the_reading_fails() -> None:
    waiting = progress.reading_progress(Speaker("en"))
    watch = waiting.__enter__()
    assert watch
    watch(0, 3)
    assert watch.drawn
    assert watch.drawn.live.is_started
    waiting.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not watch.drawn.live.is_started


def test_whoever_waits_is_told_how_many_files_were_read(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.xlsx" for number in range(3)]
    for file in files:
        write_log(file, LOG)
    seen: list[tuple[int, int]] = []
    readings = Readings([str(file) for file in files], Settings(), Limits())
    readings.result(lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (3, 3)


def test_the_library_is_loaded_for_a_bar_only() -> None:
    script = (
        "import sys; from reportcli.cli.deliver import Speaker; from reportcli.cli.progress import reading_progress\n"
        "with reading_progress(Speaker('en')) as watch: print('rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False\n"
