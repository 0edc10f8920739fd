"""A workbook read and saved again by openpyxl, in a process of its own under limits.

openpyxl lays out every cell of a merged range and believes what a file claims, so that a small file
can take all the memory and any time. Used for the marked-up copy of a workbook that is not plain
enough to be changed in place; where it fails there is another way, so that why it failed is of no
interest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from warnings import catch_warnings, simplefilter

from reportcli.intake.child.limits import confine, limit_process
from reportcli.shipped import FOLDER

MEMORY, SECONDS = 1024, 60


def save_again(workbook: bytes) -> bytes | None:
    """The workbook as openpyxl saves it; None where it cannot."""
    package = str(FOLDER.parent)
    search = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "reportcli.marking.resave"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search},
    )
    with process:
        job = confine(process, MEMORY)
        try:
            saved, _ = process.communicate(workbook, SECONDS)
        except subprocess.TimeoutExpired:
            saved = b""
        finally:
            process.kill()
            del job
    return saved if saved and process.returncode == 0 else None


def serve_resaving() -> None:
    """The child: a workbook from stdin, saved again to stdout."""
    import io

    limit_process(MEMORY, SECONDS)
    from openpyxl import load_workbook

    from reportcli.export.book import save_book

    out = io.BytesIO()
    with catch_warnings():
        simplefilter("ignore")
        save_book(load_workbook(io.BytesIO(sys.stdin.buffer.read())), out)
    sys.stdout.buffer.write(out.getvalue())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve_resaving()
