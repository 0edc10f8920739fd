"""What a path may turn out to be: files that are none, links, files that change, names that steer."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportcli.files.kinds import read_bytes
from reportcli.finding import Refusal
from tests.program.hostile.case import delimited, log
from tests.program.hostile.run import kept_child, run
from tests.program.hostile.test_files import STEERING

COMMANDS = ("tally", "check", "inspect", "explain", "deadlines", "report")
MORE = {"explain": ["--row", "2"], "tally": ["--year", "2024"], "check": ["--year", "2024"]}


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    with kept_child():
        yield tmp_path


def folder(path: Path) -> None:
    path.mkdir()


def fifo(path: Path) -> None:
    os.mkfifo(path)


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def link_to_folder(path: Path) -> None:
    Path("empty").mkdir()
    path.symlink_to("empty")


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def holding(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


KINDS: dict[str, tuple[str, Callable[[Path], None], str]] = {
    # what it is: (its name, what makes it, a word of the message)
    "nothing": ("log.xlsx", lambda _: None, "no such file"),
    "a folder": ("log.xlsx", folder, "folder"),
    "a pipe": ("log.xlsx", fifo, "no regular file"),
    "a socket": ("log.xlsx", bound, "no regular file"),
    "a link to a device": ("log.xlsx", link_to("/dev/zero"), "no regular file"),
    "a link to a terminal": ("log.xlsx", link_to("/dev/tty"), "no regular file"),
    "a link to a folder": ("log.xlsx", link_to_folder, "folder"),
    "a link to nothing": ("log.xlsx", link_to("nowhere"), "no such file"),
    "a link to itself": ("log.xlsx", circle, "no such file"),
    "a file of the kernel": ("log.xlsx", link_to("/proc/self/mem"), "cannot be read"),
    "an empty file": ("log.xlsx", holding(b""), "empty"),
    "one byte": ("log.xlsx", holding(b"P"), "no spreadsheet"),
    "two bytes": ("log.xlsx", holding(b"PK"), "no spreadsheet"),
    "four bytes": ("log.xlsx", holding(b"PK\x03\x04"), "damaged"),
    "a lock of Excel": ("~$log.xlsx", holding(log()), "lock file"),
    "a lock of LibreOffice": (".~lock.log.xlsx#", holding(log()), "lock file"),
    "a name too long": ("长" * 200 + ".xlsx", lambda _: None, "cannot be read"),
    "a path too long": ("a/" * 3000 + "log.xlsx", lambda _: None, "cannot be read"),
    "a path through a file": ("file/log.xlsx", lambda path: path.parent.touch(), "no such file"),
}


@pytest.mark.skipif(os.name == "nt", reason="kinds of file of POSIX")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("name", "make", "word"), KINDS.values(), ids=KINDS)
def test_what_is_no_file_is_one_line(
    name: str, make: Callable[[Path], None], word: str, command: str
) -> None:
    make(Path(name))
    done = run(command, name, *MORE.get(command, []))
    assert (done.exit_code, done.stdout) == (3, "")
    (line,) = done.stderr.splitlines()
    assert word in line


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
@pytest.mark.parametrize("of", ["the file", "its folder"])
def test_a_file_without_permission(office: Path, of: str) -> None:
    path = office / "log.csv"
    path.write_text(delimited(), "utf-8")
    (path if of == "the file" else office).chmod(0)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)  # root may read anything: be nobody for a while
    try:
        with pytest.raises(Refusal) as refused:
            read_bytes(str(path))
    finally:
        os.seteuid(before)
        office.chmod(0o700)
    assert (refused.value.status, refused.value.code) == (3, "input-unreadable")
    assert "Permission denied" in refused.value.message("en")


NAMES = {
    "two lines": "a\nb.csv",
    "escape codes": "\x1b]0;title\x07\x1b[2Jb.csv",
    "marks of direction": "\u202evsc.gol.csv",
    "separators of Unicode": "a\u2028b\u2029c\x85d.csv",
    "blanks": " a  b .csv",
    "quotes": 'it\'s "a" `b` $(c).csv',
    "a dash before": "-o.csv",
    "a device of Windows": "con.csv",
    "a formula": "=1+1.csv",
    "braces": "{year}{0}%s%n.csv",
    "markup": "<script>alert(1)<!--.csv",
    "no suffix": "log",
    "Chinese": "依申请公开 台账（2024年）.csv",
    "240 letters": "a" * 236 + ".csv",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_steers_nothing(office: Path, name: str) -> None:
    (office / name).write_text(delimited() + "9,2024-02-30,自然人,,不知所云\r\n", "utf-8")
    for command in ("tally", "check", "inspect"):
        done = run(command, *MORE.get(command, []), "--", name)
        assert done.exit_code in (0, 1)
        assert not STEERING.search(done.stdout + done.stderr)
    data = json.loads(run("tally", "--year", "2024", "-f", "json", "--", name).stdout)
    assert data["inputs"][0]["file"] == name
    assert data["tables"]["requests"]["received"]["total"] == 3


@pytest.mark.skipif(os.name == "nt", reason="names of bytes are of POSIX")
def test_a_name_that_is_no_text(office: Path) -> None:
    name = os.fsdecode(b"\xff\xfe\xb2\xbf.csv")
    (office / name).write_text(delimited(), "utf-8")
    for command in ("tally", "check", "inspect"):
        done = run(command, name, *MORE.get(command, []))
        assert done.exit_code in (0, 1)
        assert not STEERING.search(done.stdout + done.stderr)


def test_a_file_that_grows_while_it_is_read(office: Path) -> None:
    """What is counted is what is hashed, whichever moment it was of; or the file is refused."""
    path = office / "log.csv"
    path.write_text(delimited(), "utf-8")
    stop = threading.Event()

    def grow() -> None:
        with path.open("a", encoding="utf-8") as stream:
            for number in range(100_000):
                if stop.is_set():
                    return
                stream.write(f"2024-9{number},2024-04-05,自然人,2024-04-20,予以公开\r\n")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        for _ in range(10):
            done = run("tally", "log.csv", "--year", "2024", "-f", "json")
            assert done.exit_code in (0, 1, 3)
            if done.exit_code != 3:
                (sheet,) = json.loads(done.stdout)["inputs"][0]["sheets"]
                assert sheet["rows"]["read"] >= 3
    finally:
        stop.set()
        writer.join()
