"""The reader's child process: answers jobs from stdin on stdout, under limits, until stdin closes.

A workbook comes from anyone, and known readers can abort the process they run in; here that is only
this one.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

import msgspec

from reportcli.files.kinds import read_bytes
from reportcli.files.sheet import NotPlain
from reportcli.files.workbook import open_workbook
from reportcli.finding import Address, Refusal
from reportcli.intake.child.limits import allow_seconds, limit_process
from reportcli.intake.child.wire import (
    BookCells,
    Broken,
    FileReading,
    Job,
    Refused,
    Reply,
    RowCells,
    SheetCells,
    Stamp,
    receive,
    send,
)
from reportcli.intake.sheets import read_book
from reportcli.words.cells import FORMULA_LOST, Cell


def read_file(job: Job) -> FileReading:
    """Everything that is to be learned of one file, read in this process."""
    data = read_bytes(job.file) if job.data is None else job.data
    if not data.strip():
        raise Refusal("input-empty", Address(job.file))
    try:
        return read_sheets(job, data, plainly=True)
    except NotPlain:
        return read_sheets(job, data, plainly=False)


def read_sheets(job: Job, data: bytes, *, plainly: bool) -> FileReading:
    """All that is to be learned of one file, by one of the two ways to its cells."""
    book = open_workbook(job.file, data, plainly=plainly)
    sheets = read_book(book.sheets, job.settings, epoch_1904=book.epoch_1904, file=job.file)
    digest = hashlib.sha256(data).hexdigest()
    return FileReading(job.file, digest, book.format, book.encoding, sheets)


def read_row(file: str, name: str, row: int) -> RowCells:
    """The cells of one row of one sheet, as they stand."""
    book = open_workbook(file, read_bytes(file))
    rows = next((sheet.rows for sheet in book.sheets if sheet.name == name), iter(()))
    cells = next(islice(rows, row - 1, row), [])
    return RowCells(["" if cell is None else str(cell) for cell in cells])


def read_cells(job: Job) -> BookCells:
    """The cells of every sheet, as they stand; a formula without a value is a blank."""
    book = open_workbook(job.file, read_bytes(job.file) if job.data is None else job.data)
    return BookCells(
        [
            SheetCells(sheet.name, [list(map(message_of, row)) for row in sheet.rows])
            for sheet in book.sheets
            if sheet.is_worksheet
        ]
    )


def message_of(cell: Cell) -> str | int | float | bool | Stamp | None:
    """A cell as a message can hold it."""
    if isinstance(cell, date):
        return Stamp(cell.isoformat())
    if cell is None or cell == FORMULA_LOST:
        return None
    return cell if isinstance(cell, (str, int, float, bool)) else str(cell)


def answer(job: Job) -> Reply:
    """The reply to one job; whatever goes wrong becomes a reply too."""
    reply: Reply = attempt(partial(read_asked, job), job.file)
    return reply


def read_asked(job: Job) -> Reply:
    """What is asked of a file: all that is to be learned of it, its cells or those of one row."""
    if job.cells:
        return read_cells(job)
    return read_row(job.file, *job.row) if job.row else read_file(job)


def attempt(read: Callable[[], Any], file: str) -> Any:
    """What reading a file gives; whatever goes wrong with it as a reply."""
    import traceback

    try:
        return read()
    except Refusal as refusal:
        return Refused(refusal.code, refusal.address, refusal.details)
    except MemoryError:
        return Refused("input-over-memory", Address(file), {})
    except ImportError as fault:
        # A compiled module that finds no room under the memory limit says so in words only.
        if "failed to map" not in str(fault):
            return Broken(traceback.format_exc())
        return Refused("input-over-memory", Address(file), {})
    except Exception:  # noqa: BLE001 - the process boundary: the parent raises it again, with this trace
        return Broken(traceback.format_exc())


def serve() -> None:
    """The child that reads logs."""
    answer_jobs(Job, answer)


def answer_jobs(kind: type[Any], reply_to: Callable[[Any], Any]) -> None:
    """Answer jobs from stdin on stdout until stdin closes."""
    import gc
    import signal

    # Reading makes hardly any garbage in circles, and much for the collector to look through.
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides, and ends this process
    memory, seconds = map(int, sys.argv[1:3])
    limit_process(memory, seconds)
    decoder = msgspec.msgpack.Decoder(kind)
    while (message := receive(sys.stdin.buffer)) is not None:
        allow_seconds(seconds)
        send(sys.stdout.buffer, reply_to(decoder.decode(message)))


if __name__ == "__main__":
    serve()
