"""The reader's child process: what it answers to each job, and that no fault in it is silent."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from reportcli.intake.child import worker as room
from reportcli.intake.child.wire import (
    DECODER,
    BookCells,
    Broken,
    FileReading,
    Job,
    Refused,
    RowCells,
    SheetCells,
    Stamp,
    receive,
    send,
)
from reportcli.intake.child.worker import answer, message_of
from reportcli.settings import Settings
from reportcli.words.cells import FORMULA_LOST, Cell
from tests.logs import write_log

LOG = """
登记编号 | 收到日期   | 申请人类型 | 办理结果 | 答复日期
2024-1   | 2024-01-05 | 自然人     | 予以公开 | 2024-01-10
2024-2   | 2024-01-06 |            | 予以公开 | 2024-01-11
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write_log(tmp_path / "log.xlsx", LOG)


# --- what it answers ---


def test_a_file_is_answered_by_what_was_read(log: Path) -> None:
    reply = answer(Job(str(log), Settings()))
    assert isinstance(reply, FileReading)
    assert [(sheet.kind, sheet.rows_read) for sheet in reply.sheets] == [("requests", 2)]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (("台账", 3), ["2024-2", "2024-01-06", "", "予以公开", "2024-01-11"]),
        (("台账", 4), []),
        (("别的表", 3), []),
    ],
)
def test_a_row_is_answered_by_its_cells(log: Path, row: tuple[str, int], cells: list[str]) -> None:
    assert answer(Job(str(log), Settings(), row=row)) == RowCells(cells)


def test_cells_are_answered_sheet_by_sheet(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "log.csv", "案件类型 | 受理日期 | 审理结果\n行政复议 | 2024-01-05 | "
    )
    header = ["案件类型", "受理日期", "审理结果"]
    told = BookCells([SheetCells("log", [header, ["行政复议", "2024-01-05", ""]])])
    assert answer(Job(str(log), Settings(), cells=True)) == told
    given = Job("台账.csv", Settings(), log.read_bytes(), cells=True)
    (sheet,) = answer(given).sheets  # type: ignore[union-attr]
    assert sheet.rows == told.sheets[0].rows


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("文字", "文字"),
        (7, 7),
        (0.5, 0.5),
        (True, True),
        (None, None),
        (FORMULA_LOST, None),
        (date(2024, 1, 5), Stamp("2024-01-05")),
        (datetime(2024, 1, 5, 9, 30), Stamp("2024-01-05T09:30:00")),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_a_cell_as_a_message_holds_it(cell: Cell, message: object) -> None:
    assert message_of(cell) == message


# --- what goes wrong ---


def test_a_refusal_is_answered_with_its_reason(tmp_path: Path) -> None:
    reply = answer(Job(str(tmp_path / "log.xlsx"), Settings()))
    assert isinstance(reply, Refused)
    assert reply.code == "input-missing"


@pytest.mark.parametrize(
    "fault",
    [MemoryError(), ImportError("lxml/etree.so: failed to map segment from shared object")],
    ids=["no memory", "no room for a module"],
)
def test_a_child_without_memory_refuses_its_file(
    log: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(room, "open_workbook", failing(fault))
    reply = answer(Job(str(log), Settings()))
    assert isinstance(reply, Refused)
    assert reply.address
    assert (reply.code, reply.address.file) == ("input-over-memory", str(log))


@pytest.mark.parametrize(
    "fault", [ImportError("No module named lxml"), LookupError("our own fault")]
)
def test_a_fault_of_ours_is_answered_with_its_trace(
    log: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(room, "open_workbook", failing(fault))
    reply = answer(Job(str(log), Settings()))
    assert isinstance(reply, Broken)
    assert reply.trace.startswith("Traceback")
    assert str(fault) in reply.trace


def failing(fault: Exception) -> object:
    def fail(*_: object, **__: object) -> None:
        raise fault

    return fail


# --- the process ---


def test_it_answers_one_job_after_another_and_ends_when_no_more_can_come(log: Path) -> None:
    words = [sys.executable, "-m", "reportcli.intake.child.worker", "2048", "60"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for job in (Job(str(log), Settings()), Job(str(log), Settings(), row=("台账", 2))):
            send(process.stdin, job)
            told = receive(process.stdout)
            assert told is not None
            assert DECODER.decode(told) == answer(job)
        process.stdin.close()
        assert process.wait(timeout=30) == 0
        assert receive(process.stdout) is None
