"""What crosses to whoever reads a batch: paths and results, and nothing that a log would show."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from reportcli import __version__
from reportcli.rollup.parcel import (
    BATCHES,
    ReadBatch,
    packed_batch,
    read_parcel,
    see_file,
    unpacked,
)
from reportcli.rollup.result import decode_result
from tests.rolled import ASKED, unit


def test_a_batch_goes_out_with_its_folder_and_shows_nothing_of_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parcel = packed_batch([unit("A01")], ASKED)
    assert repr(parcel) == f"Parcel({len(parcel.body)} bytes)"
    batch = BATCHES.decode(parcel.body)
    assert (batch.units, batch.asked, batch.folder) == ((unit("A01"),), ASKED, str(tmp_path))


def test_results_come_back_in_the_order_of_the_units_read_from_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parcel = packed_batch([unit("A01"), unit("A02", files=(), delivered=None)], ASKED)
    monkeypatch.chdir("/")
    came = unpacked(read_parcel(parcel))
    assert came.version == __version__
    assert [decode_result(one).code for one in came.results] == ["A01", "A02"]
    assert Path.cwd() == Path("/")


def test_what_is_no_result_is_not_read() -> None:
    with pytest.raises(msgspec.DecodeError):
        unpacked(b"nothing")
    assert unpacked(msgspec.msgpack.encode(ReadBatch((b"x",), "1"))).results == (b"x",)


def test_whether_a_worker_sees_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").touch()
    assert see_file(str(tmp_path), "a.json") == (__version__, True)
    assert see_file(str(tmp_path), "b.json") == (__version__, False)
    assert see_file(str(tmp_path / "nowhere"), "a.json") == (__version__, False)
