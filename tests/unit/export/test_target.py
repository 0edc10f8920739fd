"""Files are written whole or not at all, whichever call fails, and nothing else is touched."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from lxml import etree

from reportcli.export.target import Write, refuse_targets, unwritable, write_files, write_stdout
from reportcli.finding import Refusal

OLD = b"what was there before"
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
STOPS = [pytest.param(FULL, id="disk-full"), pytest.param(KeyboardInterrupt(), id="interrupted")]


def new(name: str) -> bytes:
    return f"the new {name}".encode()


def writes(folder: Path, *names: str) -> list[tuple[str, Write]]:
    """What `write_files` takes: under each name a writer of its own content."""
    return [
        (str(folder / name), lambda target, name=name: target.write(new(name)) and None)
        for name in names
    ]


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every name in a folder, with the bytes, time and permissions of the file."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode))
        for path in folder.iterdir()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which `a` and `c` exist, with a time and permissions of their own, and `b` does not."""
    for name in ("a", "c"):
        (tmp_path / name).write_bytes(OLD)
        (tmp_path / name).chmod(0o640)
        os.utime(tmp_path / name, ns=(10**18, 10**18))
    return tmp_path


@contextmanager
def stopping(owner: Any, name: str, nth: int, stop: BaseException) -> Iterator[None]:
    """The nth call of a function does not happen but stops the run; every other call is real."""
    real = getattr(owner, name)
    calls = iter(range(1, 100))

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == nth:
            raise stop
        return real(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, call)
        yield


def test_new_files_appear_and_nothing_else(folder: Path) -> None:
    write_files(writes(folder, "a", "b"))
    assert {name: found[0] for name, found in snapshot(folder).items()} == {
        "a": new("a"),
        "b": new("b"),
        "c": OLD,
    }


CALLS = [
    # what is called for each output in turn, so that its nth call belongs to the nth output
    (os, "open", (1, 2, 3)),
    (os, "fsync", (1, 2, 3)),
    (Path, "chmod", (1, 2, 3)),
    (shutil, "copy2", (1, 2)),
    (Path, "replace", (1, 2, 3)),
]


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize(
    ("owner", "name", "nth"),
    [
        pytest.param(owner, name, n, id=f"{name}-{n}")
        for owner, name, numbers in CALLS
        for n in numbers
    ],
)
def test_of_several_all_appear_or_none(
    folder: Path, owner: Any, name: str, nth: int, stop: BaseException
) -> None:
    before = snapshot(folder)
    with stopping(owner, name, nth, stop), pytest.raises((Refusal, KeyboardInterrupt)) as stopped:
        write_files(writes(folder, "a", "b", "c"))
    assert snapshot(folder) == before
    if isinstance(stop, OSError):
        assert isinstance(stopped.value, Refusal)
        assert (stopped.value.status, stopped.value.code) == (6, "output-unwritable")
        assert "No space left" in str(stopped.value)


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, name, _ in CALLS if name != "copy2"]
)
@pytest.mark.parametrize("output", ["a", "b"], ids=["existing", "new"])
def test_a_single_file_is_old_or_new(
    folder: Path, output: str, owner: Any, name: str, stop: BaseException
) -> None:
    before = snapshot(folder)
    with stopping(owner, name, 1, stop), pytest.raises((Refusal, KeyboardInterrupt)):
        write_files(writes(folder, output))
    assert snapshot(folder) == before


@pytest.mark.parametrize("stop", [*STOPS, pytest.param(ValueError("a fault of ours"), id="fault")])
@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_writer_that_fails_half_way_leaves_everything_as_it_was(
    folder: Path, failing: int, stop: BaseException
) -> None:
    def fail(target: IO[bytes]) -> None:
        target.write(b"half of it")
        raise stop

    before = snapshot(folder)
    work = writes(folder, "a", "b", "c")
    work[failing] = work[failing][0], fail
    with pytest.raises((Refusal, KeyboardInterrupt, ValueError)):
        write_files(work)
    assert snapshot(folder) == before


def test_the_file_that_fails_is_named(folder: Path) -> None:
    with stopping(Path, "replace", 2, FULL), pytest.raises(Refusal) as refused:
        write_files(writes(folder, "a", "b", "c"))
    assert refused.value.address is not None
    assert refused.value.address.file == str(folder / "b")


@pytest.mark.parametrize(
    ("said", "reason"),
    [("IO_ENOSPC", "No space left on device"), ("IO_WRITE", "Input/output error")],
)
def test_a_fault_of_the_disk_that_lxml_met_is_named(folder: Path, said: str, reason: str) -> None:
    def fail(_: IO[bytes]) -> None:
        raise etree.SerialisationError(said)

    before = snapshot(folder)
    with pytest.raises(Refusal) as refused:
        write_files([*writes(folder, "a"), (str(folder / "b"), fail)])
    assert refused.value.status == 6
    assert f"{folder / 'b'}" in refused.value.message("en")
    assert reason in refused.value.message("en")
    assert snapshot(folder) == before


def test_without_a_stdout_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(Refusal, match="Bad file descriptor") as refused:
        write_stdout("text", "utf-8")
    assert refused.value.status == 6


@pytest.mark.parametrize("winerror", [5, 32])
def test_a_file_that_another_program_has_open_is_said_to_be(winerror: int) -> None:
    fault = PermissionError(13, "denied")
    fault.winerror = winerror  # type: ignore[attr-defined, unused-ignore]
    assert unwritable("a.xlsx", fault).code == "output-in-use"


def test_data_reach_the_disk_before_the_name_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args: (calls.append(name), real(*args))[1]

    monkeypatch.setattr(os, "fsync", noting("fsync", os.fsync))
    monkeypatch.setattr(Path, "replace", noting("rename", Path.replace))
    write_files(writes(folder, "a", "b"))
    assert calls == ["fsync", "fsync", "rename", "rename"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o444])
def test_an_existing_file_keeps_its_permissions(folder: Path, mode: int) -> None:
    (folder / "a").chmod(mode)
    write_files(writes(folder, "a"))
    assert stat.S_IMODE((folder / "a").stat().st_mode) == mode


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_permissions_of_any_new_file(
    tmp_path: Path, mask: int, mode: int
) -> None:
    before = os.umask(mask)
    try:
        write_files(writes(tmp_path, "new"))
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == mode
        assert os.umask(mask) == mask
    finally:
        os.umask(before)


def test_a_symbolic_link_stays_and_its_target_is_written(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "real").write_bytes(OLD)
    (folder / "link").symlink_to("elsewhere/real")
    write_files(writes(folder, "link"))
    assert (folder / "link").readlink() == Path("elsewhere/real")
    assert (elsewhere / "real").read_bytes() == new("link")
    assert [path.name for path in elsewhere.iterdir()] == ["real"]


@pytest.mark.parametrize("name", ["年" * 80 + ".xlsx", "n" * 250 + ".csv"])
def test_a_name_as_long_as_the_system_allows(tmp_path: Path, name: str) -> None:
    write_files(writes(tmp_path, name, "other"))
    write_files(writes(tmp_path, name, "other"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "other"])


def hard_link(folder: Path) -> str:
    (folder / "hard").hardlink_to(folder / "a")
    return "hard"


def symbolic_link(folder: Path) -> str:
    (folder / "link").symlink_to("a")
    return "link"


def linked_folder(folder: Path) -> str:
    (folder / "other").symlink_to(".", target_is_directory=True)
    return "other/a"


@pytest.mark.parametrize(
    "alias", [lambda _: "a", lambda _: "./a", hard_link, symbolic_link, linked_folder]
)
@pytest.mark.parametrize("force", [False, True])
def test_an_input_is_never_an_output(
    folder: Path, alias: Callable[[Path], str], force: bool
) -> None:
    output = alias(folder)
    with pytest.raises(Refusal) as refused:
        refuse_targets([str(folder / output)], [str(folder / "c"), str(folder / "a")], force=force)
    assert (refused.value.status, refused.value.code) == (6, "output-is-input")


def fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [Path.mkdir, fifo, lambda path: path.symlink_to("/dev/null")])
@pytest.mark.parametrize("force", [False, True])
def test_only_a_regular_file_is_written(
    tmp_path: Path, make: Callable[[Path], None], force: bool
) -> None:
    make(tmp_path / "odd")
    with pytest.raises(Refusal) as refused:
        refuse_targets([str(tmp_path / "odd")], [], force=force)
    assert (refused.value.status, refused.value.code) == (6, "output-not-regular")


@pytest.mark.parametrize(
    ("outputs", "code"),
    [
        (["a"], "output-exists"),
        (["new", "./new"], "output-doubled"),
        (["new", "nowhere/../new"], "output-doubled"),
        (["nowhere/new"], "output-unwritable"),
        (["a/new"], "output-unwritable"),
    ],
)
def test_what_else_is_refused_before_any_work(folder: Path, outputs: list[str], code: str) -> None:
    before = snapshot(folder)
    with pytest.raises(Refusal) as refused:
        refuse_targets([str(folder / output) for output in outputs], [], force=False)
    assert (refused.value.status, refused.value.code) == (6, code)
    assert snapshot(folder) == before


def test_force_permits_an_existing_file(folder: Path) -> None:
    refuse_targets([str(folder / "a"), str(folder / "b")], [str(folder / "c")], force=True)


# --- what stands at the place of an output may change while the work is done ---


@pytest.mark.parametrize("several", [False, True])
def test_of_two_runs_on_a_new_name_the_second_is_refused(folder: Path, several: bool) -> None:
    names = ("c", "b") if several else ("b",)
    refuse_targets([str(folder / "b")], [], force=False)
    (folder / "b").write_bytes(b"of the other run")
    before = snapshot(folder)
    with pytest.raises(Refusal) as refused:
        write_files(writes(folder, *names))
    assert refused.value.code == "output-exists"
    assert snapshot(folder) == before


@pytest.mark.parametrize("force", [False, True])
def test_a_link_to_a_log_that_comes_meanwhile_is_not_followed(folder: Path, force: bool) -> None:
    refuse_targets([str(folder / "b")], [str(folder / "a")], force=force)
    (folder / "b").symlink_to(folder / "a")
    with pytest.raises(Refusal) as refused:
        write_files(writes(folder, "b"))
    assert refused.value.code == "output-is-input"
    assert (folder / "a").read_bytes() == OLD


def test_a_log_that_was_moved_to_the_place_of_an_output_is_not_replaced(folder: Path) -> None:
    refuse_targets([str(folder / "c")], [str(folder / "a")], force=True)
    (folder / "a").replace(folder / "c")
    with pytest.raises(Refusal) as refused:
        write_files(writes(folder, "c"))
    assert refused.value.code == "output-is-input"
    assert (folder / "c").read_bytes() == OLD


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_new_file_where_no_file_has_two_names(folder: Path, number: int) -> None:
    refuse_targets([str(folder / "b")], [], force=False)
    with stopping(os, "link", 1, OSError(number, os.strerror(number))):
        write_files(writes(folder, "b"))
    assert (folder / "b").read_bytes() == new("b")


@pytest.mark.parametrize("nth", [1, 2])
def test_an_interruption_beside_the_second_name_leaves_all_or_none(folder: Path, nth: int) -> None:
    """The file has both names for a moment: it counts as renamed."""
    (folder / "c").unlink()
    before = snapshot(folder)
    names = ("b", "c")
    refuse_targets([str(folder / name) for name in names], [], force=False)
    with stopping(Path, "unlink", nth, KeyboardInterrupt()), pytest.raises(KeyboardInterrupt):
        write_files(writes(folder, *names))
    assert {name for name in names if (folder / name).exists()} in (set(), set(names))
    assert {*snapshot(folder)} - {*names} == {*before}
