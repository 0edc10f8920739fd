"""Whatever goes wrong while files are written, each target is the old file or the whole new one.

Every call that touches a file fails in turn, with every way to fail; real processes are stopped at moments
that chance chooses (seeded). Only SIGKILL may leave a temporary file, for nobody is left to remove it.
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from zipfile import is_zipfile

import pytest

from reportcli.export import target as room
from reportcli.export.target import Write, refuse_targets, write_files
from reportcli.finding import Refusal
from tests.program.hostile.case import delimited

OLD = b"what was there before"
NAMES = ("a", "b", "c", "d")
FAULTS: dict[str, BaseException] = {
    **{errno.errorcode[code]: OSError(code, os.strerror(code)) for code in (
        errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.ENAMETOOLONG,
    )},
    "interrupted": KeyboardInterrupt(),
    "out of memory": MemoryError(),
}  # fmt: skip
CALLS: list[tuple[Any, str]] = [
    (os, "open"), (os, "fsync"), (os, "umask"), (Path, "chmod"), (Path, "replace"), (Path, "stat"),
    (room.shutil, "copy2"), (room, "temporary_name"),
]  # fmt: skip


def new(name: str) -> bytes:
    return f"the new {name}".encode()


def writes(folder: Path) -> list[tuple[str, Write]]:
    """Four outputs, of which the first and the third replace a file."""
    return [
        (str(folder / name), lambda target, name=name: target.write(new(name)) and None)
        for name in NAMES
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "c", "other"):
        (tmp_path / name).write_bytes(OLD)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class NoMoreCalls(Exception):  # noqa: N818 - it tells that all calls have had their turn
    """The call that was to fail did not happen."""


@contextmanager
def failing(owner: Any, name: str, nth: int, fault: BaseException) -> Iterator[None]:
    """The nth call of a function fails; `NoMoreCalls` where there are fewer."""
    real, calls = getattr(owner, name), 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise fault
        return real(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, call)
        yield
    if calls < nth:
        raise NoMoreCalls


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize(("owner", "name"), CALLS, ids=[name for _, name in CALLS])
def test_every_call_fails_in_its_turn(
    folder: Path, owner: Any, name: str, fault: BaseException
) -> None:
    """All four outputs appear or none, and nothing else is touched or left."""
    before = contents(folder)
    after = before | {name: new(name) for name in NAMES}
    turns = 0
    with suppress(NoMoreCalls):
        for nth in range(1, 100):
            for path in folder.iterdir():
                path.unlink()
            for path, content in before.items():
                (folder / path).write_bytes(content)
            with failing(owner, name, nth, fault):
                try:
                    write_files(writes(folder))
                except (Refusal, KeyboardInterrupt, MemoryError, OSError):
                    assert contents(folder) == before
                else:
                    assert contents(folder) == after
            turns += 1
    assert 0 < turns < 99


@pytest.mark.parametrize("second", ["unlink", "replace"])
def test_a_failure_while_putting_back_hides_no_failure(folder: Path, second: str) -> None:
    """The third rename fails, and so does the first step back: the run must not end as if all were well."""
    full = OSError(errno.ENOSPC, "full")
    real: Callable[..., Any] = Path.replace
    calls = iter(range(1, 99))

    def replace(self: Path, aim: Path) -> Any:
        if next(calls) >= 3:
            raise full
        return real(self, aim)

    def unlink(self: Path, missing_ok: bool = False) -> None:  # noqa: ARG001
        raise full

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        if second == "unlink":
            patch.setattr(Path, "unlink", unlink)
        with pytest.raises((Refusal, OSError)):
            write_files(writes(folder))
    assert {contents(folder)[name] in (OLD, new(name)) for name in ("a", "c")} == {True}


@pytest.mark.parametrize("winerror", [5, 32])
def test_a_file_that_excel_has_open_is_said_to_be_open(folder: Path, winerror: int) -> None:
    """Windows: nobody may replace a file that a program has open."""
    fault = PermissionError(errno.EACCES, "Access is denied")
    fault.winerror = winerror  # type: ignore[attr-defined]
    before = contents(folder)
    with failing(Path, "replace", 3, fault), pytest.raises(Refusal) as refused:
        write_files(writes(folder))
    assert (refused.value.status, refused.value.code) == (6, "output-in-use")
    assert refused.value.address
    assert Path(refused.value.address.file).name == "c"
    assert "Excel" in refused.value.message("en")
    assert "WPS" in refused.value.message("zh")
    assert contents(folder) == before


def test_nobody_else_may_read_a_file_that_is_being_written(folder: Path) -> None:
    (folder / "a").chmod(0o600)
    seen = []

    def look(target: IO[bytes]) -> None:
        target.write(b"personal")
        seen.append(os.fstat(target.fileno()).st_mode & 0o777)

    write_files([(str(folder / "a"), look), (str(folder / "new"), look)])
    assert seen == [0o600, 0o600]
    assert (folder / "a").stat().st_mode & 0o777 == 0o600


# --- targets that are none ---


def circle(path: Path) -> None:
    path.symlink_to(path.name)


TARGETS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "output-not-regular"),
    "a pipe": (os.mkfifo, "output-not-regular"),
    "a link to a device": (lambda path: path.symlink_to("/dev/full"), "output-not-regular"),
    "a link to a folder": (lambda path: path.symlink_to("."), "output-not-regular"),
    "a link to itself": (circle, "output-not-regular"),
    "a link to the input": (lambda path: path.symlink_to("other"), "output-is-input"),
    "the input by another name": (
        lambda path: path.hardlink_to(path.parent / "other"),
        "output-is-input",
    ),
}


@pytest.mark.skipif(os.name == "nt", reason="links and devices of POSIX")
@pytest.mark.parametrize(("make", "code"), TARGETS.values(), ids=TARGETS)
def test_a_target_that_is_none(folder: Path, make: Callable[[Path], object], code: str) -> None:
    make(folder / "out")
    with pytest.raises(Refusal) as refused:
        refuse_targets([str(folder / "out")], [str(folder / "other")], force=True)
    assert (refused.value.status, refused.value.code) == (6, code)
    assert (folder / "other").read_bytes() == OLD


@pytest.mark.parametrize("output", ["长" * 200 + ".json", "a/" * 3000 + "b.json", "other/b.json"])
def test_a_target_that_cannot_be(folder: Path, output: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_targets([str(folder / output)], [], force=False)
    assert (refused.value.status, refused.value.code) == (6, "output-unwritable")


def test_a_link_to_nothing_becomes_its_file(folder: Path) -> None:
    (folder / "link").symlink_to("real")
    refuse_targets([str(folder / "link")], [], force=False)
    write_files([(str(folder / "link"), lambda target: target.write(b"new"))])
    assert (folder / "link").is_symlink()
    assert (folder / "real").read_bytes() == b"new"


# --- real processes ---

OUTPUTS = ("out.json", "out.csv", "out.md", "out.xlsx")
ROWS = 4000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    more = "".join(f"2024-{n},2024-01-05,自然人,2024-01-20,予以公开\r\n" for n in range(100, ROWS))
    (folder / "log.csv").write_text(delimited() + more, "utf-8")
    return folder


def command(office: Path, **options: Any) -> subprocess.Popen[str]:
    words = [word for name in OUTPUTS for word in ("-o", name)]
    return subprocess.Popen(
        [sys.executable, "-m", "reportcli", "tally", "log.csv", "--year", "2024", "--force", "--lang", "en", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", cwd=office, **options,
    )  # fmt: skip


def whole(path: Path) -> bool:
    """Whether an output is complete."""
    if path.suffix == ".json":
        return bool(json.loads(path.read_text("utf-8"))["inputs"])
    return is_zipfile(path) if path.suffix == ".xlsx" else path.stat().st_size > 500


def prepare(office: Path) -> dict[str, bytes]:
    """Two of the outputs exist; what the folder holds."""
    for path in office.iterdir():
        if path.name != "log.csv":
            path.unlink()
    (office / "out.json").write_bytes(OLD)
    (office / "out.xlsx").write_bytes(OLD)
    return contents(office)


@pytest.fixture(scope="module")
def seconds(office: Path) -> float:
    """How long a run takes here."""
    prepare(office)
    began = time.monotonic()
    process = command(office)
    process.communicate()
    assert process.returncode in (0, 1)
    return time.monotonic() - began


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("moment", [random.Random(n).uniform(0.3, 1.05) for n in range(6)])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_stopped_at_any_moment(
    office: Path, seconds: float, how: signal.Signals, moment: float
) -> None:
    before = prepare(office)
    process = command(office)
    time.sleep(seconds * moment)
    process.send_signal(how)
    _, said = process.communicate(timeout=60)
    found = contents(office)
    temporary = {name for name in found if name not in (*OUTPUTS, "log.csv")}
    assert "Traceback" not in said
    assert found["log.csv"] == before["log.csv"]
    for name in OUTPUTS:
        assert name not in found or found[name] == OLD or whole(office / name)
    if how != signal.SIGKILL:
        assert temporary == set()
        assert process.returncode in (
            0,
            1,
            130,
            -how,
        )  # it may have ended before, or not have begun
        written = [name for name in OUTPUTS if name in found and found[name] != OLD]
        assert len(written) in (0, len(OUTPUTS))


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_run_stopped_amid_an_exec_ends_with_its_status(tmp_path: Path) -> None:
    """As when a library that is being imported makes code of text: Python takes note of that by itself."""
    stopped = """
        from reportcli.cli import interruption, process
        process.run = lambda: exec("interruption.interrupt(2, None)")
        process.main()
    """
    stopped = textwrap.dedent(stopped)
    (tmp_path / "stopped.py").write_text(stopped)
    assert subprocess.run([sys.executable, "-m", "stopped"], cwd=tmp_path).returncode == 130


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize("kilobytes", [1, 4, 16, 40])
def test_a_disk_that_is_full_after_some_bytes(office: Path, kilobytes: int) -> None:
    """A limit for the size of files stands for the disk: writing beyond it fails as on a full one."""
    import resource

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    before = prepare(office)
    process = command(office, preexec_fn=limit)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 6
    (line,) = said.splitlines()
    assert "cannot be written" in line
    assert contents(office) == before


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_a_folder_that_nobody_may_write_in(folder: Path) -> None:
    folder.chmod(0o555)
    before = os.geteuid()
    for above in (folder, *folder.parents[:3]):
        with suppress(PermissionError):
            above.chmod(above.stat().st_mode | 0o055)
    if before == 0:
        os.seteuid(65534)  # root may write anywhere: be nobody for a while
    try:
        with pytest.raises(Refusal) as refused:
            write_files([(str(folder / "new"), lambda target: target.write(b"new"))])
    finally:
        os.seteuid(before)
    assert (refused.value.status, refused.value.code) == (6, "output-unwritable")
    assert "new" not in contents(folder)
