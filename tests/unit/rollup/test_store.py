"""What is kept of a unit, until any of what it hangs on changes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportcli.finding import Refusal
from reportcli.intake.child.parent import Limits
from reportcli.rollup.asked import Asked
from reportcli.rollup.result import ReadFile, UnitResult, encode_result
from reportcli.rollup.store import SECRET_BYTES, Store, digest_of, open_work
from reportcli.rollup.units import Unit
from reportcli.settings import CountOnce, Settings

ASKED = Asked(2024, "2021", date(2025, 1, 31), b"s" * 32)


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    file = tmp_path / "U" / "申请.xlsx"
    file.parent.mkdir()
    file.write_text("a log")
    return Unit("U", "某局", files=(str(file),))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "work"
    folder.mkdir()
    return Store(folder)


def kept(store: Store, unit: Unit, asked: Asked = ASKED, reason: str = "") -> UnitResult:
    """A result that is kept of the unit as it is now."""
    inputs = tuple(ReadFile(file, digest_of(file)) for file in unit.files)
    result = UnitResult(unit.code, "unreadable" if reason else "ok", reason=reason, inputs=inputs)
    store.keep(store.look_at(unit, asked), result, encode_result(result))
    return result


def found(store: Store, unit: Unit, asked: Asked = ASKED) -> UnitResult | None:
    return store.find(store.look_at(unit, asked))


def test_what_is_kept_is_found_by_the_next_run(store: Store, unit: Unit) -> None:
    assert found(store, unit) is None
    result = kept(store, unit)
    assert found(store, unit) == result
    assert found(Store(store.folder, fresh=True), unit) is None


def test_what_a_result_does_not_hang_on_changes_nothing(store: Store, unit: Unit) -> None:
    result = kept(store, unit)
    moved = replace(unit, parent="P", due=date(2025, 1, 31), delivered=date(2025, 2, 1), line=9)
    once = Settings(count_once=[CountOnce("document-doubled", "1号", "U")], sha256="0" * 64)
    assert found(store, moved, replace(ASKED, settings=once)) == result
    # Same bytes, other time: somebody copied the folder.
    os.utime(unit.files[0], (1, 1))
    assert found(store, unit) == result


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, year=2023),
        replace(ASKED, as_of=date(2025, 2, 1)),
        replace(ASKED, edition="2019"),
        replace(ASKED, secret=b"t" * 32),
        replace(ASKED, settings=Settings(dismissed_suit="upheld")),
    ],
)
def test_what_is_asked_otherwise_is_read_anew(store: Store, unit: Unit, asked: Asked) -> None:
    kept(store, unit)
    assert found(store, unit, asked) is None


def change_bytes(file: Path) -> None:
    # The same size and the same time.
    before = file.stat()
    file.write_text("b log")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def settle(file: Path) -> None:
    (file.parent / "reportcli.toml").write_text("first_day_counts = true\n")


@pytest.mark.parametrize("change", [change_bytes, settle])
def test_files_that_changed_are_read_anew(
    store: Store, unit: Unit, change: Callable[[Path], None]
) -> None:
    kept(store, unit)
    change(Path(unit.files[0]))
    assert found(store, unit) is None


def test_a_file_that_changed_while_it_was_read_is_not_kept(store: Store, unit: Unit) -> None:
    before = store.look_at(unit, ASKED)
    change_bytes(Path(unit.files[0]))
    result = UnitResult("U", inputs=(ReadFile(unit.files[0], digest_of(unit.files[0])),))
    store.keep(before, result, encode_result(result))
    assert list(store.folder.rglob("*.json")) == []


@pytest.mark.parametrize("left", [0, 1, 20, -1])
def test_a_torn_file_is_as_good_as_none(store: Store, unit: Unit, left: int) -> None:
    result = kept(store, unit)
    (place,) = store.folder.rglob("*.json")
    place.write_bytes(place.read_bytes()[:left])
    assert found(store, unit) is None
    assert kept(store, unit) == result == found(store, unit)


def test_a_foreign_file_is_as_good_as_none(store: Store, unit: Unit) -> None:
    kept(store, unit)
    (place,) = store.folder.rglob("*.json")
    other = replace(unit, code="V")
    kept(store, other)
    foreign = next(one for one in store.folder.rglob("*.json") if one != place)
    place.write_bytes(foreign.read_bytes())
    assert found(store, unit) is None
    place.write_text("[]")
    assert found(store, unit) is None


@pytest.mark.parametrize(
    ("reason", "is_kept", "is_kept_with_more_memory"),
    [
        ("input-corrupt", True, True),
        ("input-over-memory", True, False),
        ("input-killed-reader", True, False),
        ("unit-killed-worker", False, False),
        ("input-over-account", False, False),
    ],
)
def test_what_was_the_fault_of_the_machine_is_tried_again(
    store: Store, unit: Unit, reason: str, is_kept: bool, is_kept_with_more_memory: bool
) -> None:
    kept(store, unit, reason=reason)
    more = replace(ASKED, limits=Limits(memory=8192))
    assert (found(store, unit) is not None) is is_kept
    assert (found(store, unit, more) is not None) is is_kept_with_more_memory


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    secret = open_work(tmp_path / "work")
    assert len(secret) == SECRET_BYTES
    assert open_work(tmp_path / "work") == secret
    (made,) = (tmp_path / "work").iterdir()
    if os.name == "posix":
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert open_work(tmp_path / "other") != secret


def test_no_file_of_the_store_holds_the_secret(store: Store, unit: Unit) -> None:
    kept(store, unit)
    assert all(b"s" * 8 not in file.read_bytes() for file in store.folder.rglob("*.json"))


def test_a_work_folder_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal) as refused:
        open_work(tmp_path / "file")
    assert (refused.value.code, refused.value.status) == ("work-unwritable", 6)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "secret").write_bytes(b"short")
    with pytest.raises(Refusal) as refused:
        open_work(tmp_path / "work")
    assert refused.value.code == "work-secret-invalid"
