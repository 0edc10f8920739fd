"""Logs dropped on an icon: they are counted as `tally` counts them, into a workbook beside them.

What is asked for is said in files alone, so the workbook gets a name that is not taken, and the
findings are left to the window that `统计.cmd` keeps open. Not for: anything that needs an option.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from reportcli.cli.opening import logs_in_folder
from reportcli.cli.process import main
from reportcli.finding import Refusal

RESULT = "结果"


def command_for(dropped: Sequence[str]) -> list[str]:
    """The command line that counts what was dropped: files, and the logs that lie in folders.

    Where nothing is left it is `tally` with what was dropped, which says what is amiss.
    """
    files = list(logs_among(dropped))
    if not files:
        return ["tally", *dropped]
    return ["tally", *files, "-o", str(free_name(Path(files[0]).parent))]


def logs_among(dropped: Iterable[str]) -> Iterable[str]:
    """The files that were dropped, and the logs in folders, without the results of earlier runs."""
    for name in dropped:
        yield from (file for file in logs_named(name) if not is_result(Path(file)))


def logs_named(name: str) -> list[str]:
    """The logs of a folder, or a file by itself; a folder without logs stays, to be refused."""
    if not Path(name).is_dir():
        return [name]
    try:
        return logs_in_folder(Path(name))
    except Refusal:
        return [name]


def is_result(file: Path) -> bool:
    """Whether a file has one of the names that results get."""
    return file.suffix == ".xlsx" and file.stem.partition("（")[0] == RESULT


def free_name(folder: Path) -> Path:
    """The first name for a result that no file in the folder has: 结果.xlsx, 结果（2）.xlsx."""
    names = (
        f"{RESULT}（{number}）.xlsx" if number > 1 else f"{RESULT}.xlsx" for number in count(1)
    )
    return next(folder / name for name in names if not (folder / name).exists())


if __name__ == "__main__":
    sys.argv[1:] = command_for(sys.argv[1:])
    main()
