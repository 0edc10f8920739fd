"""What crosses between the client and whoever reads a batch: paths and what is asked, and the results
as they are stored.

The same on every way: to a process of our own, or through Dask. No bytes of a file cross, nor
anything of a person. Not for: how a batch is read (`batch.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

import msgspec

from reportcli import __version__
from reportcli.rollup.asked import Asked
from reportcli.rollup.result import encode_result
from reportcli.rollup.units import Unit

# Inside one worker one reading child at most, however many threads it has.
ONE_READER = threading.Lock()


class UnitBatch(msgspec.Struct, frozen=True):
    """Units to read, what is asked of each, and the folder from which their paths go."""

    units: tuple[Unit, ...]
    asked: Asked
    folder: str


class ReadBatch(msgspec.Struct, frozen=True):
    """The results of a batch, each as it is stored, and which program read it."""

    results: tuple[bytes, ...]
    version: str


class Parcel:
    """A message that no log shows: it has the secret of the work folder."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def __repr__(self) -> str:
        return f"Parcel({len(self.body)} bytes)"


def packed_batch(units: Sequence[Unit], asked: Asked) -> Parcel:
    """A batch on its way to a worker; `UnicodeEncodeError` where a name cannot be told."""
    return Parcel(msgspec.msgpack.encode(UnitBatch(tuple(units), asked, str(Path.cwd()))))


def read_parcel(parcel: Parcel) -> bytes:
    """Read a batch, wherever this is run, and give the results on their way back."""
    from reportcli.rollup.batch import read_units

    batch = BATCHES.decode(parcel.body)
    # Names stay as the client has them, so that results are the same wherever they are read.
    with ONE_READER, chdir(batch.folder):
        results = [encode_result(result) for result in read_units(batch.units, batch.asked)]
    return msgspec.msgpack.encode(ReadBatch(tuple(results), __version__))


def unpacked(message: bytes) -> ReadBatch:
    """The results of a batch as they came back."""
    return RESULTS.decode(message)


def see_file(folder: str, file: str) -> tuple[str, bool]:
    """Tell which program a worker has, and whether it sees a file from a folder: what has to hold
    before it is sent any work."""
    return __version__, Path(folder).is_dir() and Path(folder, file).exists()


BATCHES = msgspec.msgpack.Decoder(UnitBatch)
RESULTS = msgspec.msgpack.Decoder(ReadBatch)
