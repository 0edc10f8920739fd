"""A folder of logs in which the command line is tried, and ways to run it.

Real processes where a process is the point, typer's runner otherwise.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reportcli.cli.commands import app
from tests.logs import write_log

SOUND = """
    登记编号 | 收到日期   | 申请人类型 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 商业企业   | 2024-02-20 | 予以公开
    2023-9   | 2023-12-25 | 自然人     | 2024-01-08 | 予以公开
"""
FAULTY = """
    登记编号 | 收到日期   | 申请人 | 申请人类型 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 张三丰 | 自然人     | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 李四光 | 自然人     | 2024-02-20 | 不知所云
"""
DOUBTFUL = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 小程序   | 2024-01-20 | 予以公开
"""
TIED = """
    收到日期   | 申请人类型 | 答复日期   | 办理结果
    2024-01-05 | 自然人     | 2024-01-20 | 予以公开
    2023-01-05 | 自然人     | 2023-01-20 | 予以公开
"""
CASES = """
    行政复议/行政诉讼 | 受理日期   | 审理结果
    行政复议          | 2024-01-01 |
"""
NO_HEADER = """
    甲   | 乙
    一   | 二
"""
INCOMPLETE = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 申请内容 | 答复日期
    2024-1   | 2024-01-05 | 自然人     | 网上     | 台账     | 2024-01-20
"""


HAN = re.compile("[\u4e00-\u9fff]")


def compound_file(*streams: str) -> bytes:
    """A compound file (MS-CFB) whose streams are empty: Excel's password-protected files are of this sort."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    head += struct.pack("<5H6x10I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    table = struct.pack("<2I", 0xFFFFFFFD, end)
    directory = b""
    for number, name in enumerate(["Root Entry", *streams]):
        text = name.encode("utf-16-le")
        kind, after, child = (5, free, 1) if number == 0 else (2, number + 1, free)
        after = free if number in (0, len(streams)) else after
        directory += text.ljust(64, b"\0") + struct.pack(
            "<H2B3I", len(text) + 2, kind, 1, free, after, child
        )
        directory += bytes(36) + struct.pack("<IQ", end, 0)
    return head.ljust(512, b"\xff") + table.ljust(512, b"\xff") + directory.ljust(512, b"\0")


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of logs, where the run takes place, under a plain environment."""
    for variable in list(os.environ):
        if variable.startswith(
            ("REPORTCLI_", "LC_", "LANG", "COLUMNS", "PYTHONIO", "PYTHONUTF8", "NO_COLOR")
        ):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    tables = {
        "sound.csv": SOUND,
        "faulty.csv": FAULTY,
        "doubtful.csv": DOUBTFUL,
        "tied.csv": TIED,
        "cases.csv": CASES,
        "noheader.csv": NO_HEADER,
        "incomplete.csv": INCOMPLETE,
    }
    for name, table in tables.items():
        write_log(tmp_path / name, table)
    contents = {
        "empty.xlsx": b"",
        "encrypted.xlsx": compound_file("EncryptionInfo", "EncryptedPackage"),
        "letter.xls": compound_file("WordDocument"),
        "picture.xlsx": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "damaged.xlsx": b"PK\x03\x04 cut off",
        "~$sound.xlsx": b"\x05admin",
        "old.json": b"what was there before",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.json").mkdir()
    return tmp_path


def invoke(*words: str, **env: str) -> Result:
    """A run in this process."""
    return CliRunner().invoke(app, words, prog_name="reportcli", env=env)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "reportcli", *words]


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own."""
    surroundings = os.environ | env
    return subprocess.run(
        command(*words),
        capture_output=True,
        encoding="utf-8",
        env=surroundings,
        timeout=60,
        check=False,
    )


def shell(script: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """A run under a shell that does something to its streams: `$@` in the script is the command."""
    return subprocess.run(
        ["bash", "-c", script, "bash", *command(*words)],
        capture_output=True,
        timeout=60,
        check=False,
    )


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, with its bytes and time."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def ids(case: object) -> str | None:
    """The name of a case that is a command line."""
    return case.replace(" ", "_") if isinstance(case, str) else None
