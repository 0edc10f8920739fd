"""Every hostile document that a user may name beside logs is read or refused, at once, and nothing else happens."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from reportcli.count.previous import read_previous
from reportcli.finding import Refusal, catalogue
from reportcli.published.open import read_published
from reportcli.settings import load_settings
from tests.program.hostile.documents import HEAVY, Document, documents
from tests.program.hostile.run import run

SECONDS = 20
CASES = documents()
LIGHT = [case for case in CASES if case.id not in HEAVY]
REPORTS = [case for case in LIGHT if case.suffix not in (".json", ".toml")]


@contextmanager
def at_once() -> Iterator[None]:
    """What takes longer than a reader has is a fault."""

    def late(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"over {SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_there_are_at_least_three_hundred_each_with_a_name_of_its_own() -> None:
    assert len(CASES) >= 300
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", LIGHT, ids=[case.id for case in LIGHT])
def test_it_is_read_or_refused(case: Document, tmp_path: Path) -> None:
    file = tmp_path / f"文件{case.suffix}"
    file.write_bytes(case.build())
    with at_once():
        refusal = refusal_of(case, file)
    if refusal:
        assert catalogue()[refusal.code].status in (2, 3, 4)
        assert len(refusal.message("zh")) < 1500


def refusal_of(case: Document, file: Path) -> Refusal | None:
    """Why a document is refused; None of one that is read, all of whose numbers are numbers."""
    try:
        if case.suffix == ".json":
            read_previous(str(file))
        elif case.suffix == ".toml":
            load_settings(file)
        else:
            read = read_published(file, year=2024)
            assert all(value is None or value.is_finite() for value in read.cells.values())
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize("case", REPORTS[::20], ids=[case.id for case in REPORTS[::20]])
def test_the_program_says_so_in_a_line_or_proves_it(
    case: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(f"年报{case.suffix}").write_bytes(case.build())
    for command in ("check", "tally"):
        done = run(command, f"年报{case.suffix}", "--year", "2024", "-f", "json")
        assert done.exit_code in (0, 1, 3, 4)
        assert bool(done.stdout) == (done.exit_code in (0, 1))
        if done.exit_code >= 3:
            assert len(done.stderr.splitlines()) == 1
