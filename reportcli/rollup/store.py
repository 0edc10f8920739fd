"""What units came to, kept in a work folder, so that nothing is read twice: `WORK/ab/<key>.json`.

A key is the digest of all that a result hangs on: the bytes of the files and their names, what is
settled and asked, and the version of the program. Files are always looked at byte by byte: size and
time say nothing of a file that a synchronised folder put there, and reading is cheap beside
counting. A file that is torn, or of another key, is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from reportcli import __version__
from reportcli.finding import Address, Refusal
from reportcli.intake.child.parent import Limits
from reportcli.rollup.asked import Asked
from reportcli.rollup.delivery import settings_of
from reportcli.rollup.result import UnitResult, decode_result
from reportcli.rollup.units import Unit

RESULT_VERSION = 2
# Digests of personal texts cannot be guessed without it (PIPL 第五十一条).
SECRET_FILE, SECRET_BYTES, SECRET_MODE = "secret", 32, 0o600
# What may have been the fault of the machine, or of the program, is tried again by the next run.
NOT_KEPT = ("input-over-account", "unit-killed-worker", "unit-broken")
# What holds only as long as a reader may use no more.
OF_LIMITS = ("input-over-memory", "input-over-time", "input-killed-reader")


class Stored(msgspec.Struct, frozen=True):
    """A file of the store: a result as it was sent, under its key, and what its reader might
    use."""

    key: str
    limits: Limits
    result: msgspec.Raw


@dataclass(frozen=True)
class Deliveries:
    """The files of a unit as they are now, by digest, and the key of what they come to; empty where
    one of them cannot be read."""

    digests: Mapping[str, str]
    key: str
    limits: Limits


class NoStore:
    """Keeps nothing: for a run that names no work folder."""

    def look_at(self, unit: Unit, asked: Asked) -> Deliveries:  # noqa: ARG002 - as a store is called
        """Nothing is known of the files of a unit, and nothing need be."""
        return Deliveries({}, "", asked.limits)

    def find(self, deliveries: Deliveries) -> UnitResult | None:  # noqa: ARG002 - the same
        """Nothing is kept."""
        return None

    def keep(self, deliveries: Deliveries, result: UnitResult, text: bytes) -> None:
        """Nothing is kept."""


class Store(NoStore):
    """The results in a work folder; `fresh` overlooks those that are there."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self.folder, self.fresh = folder, fresh

    def look_at(self, unit: Unit, asked: Asked) -> Deliveries:
        """The files of a unit as they are now."""
        digests = {file: digest_of(file) for file in unit.files}
        key = key_of(unit, asked, digests) if all(digests.values()) else ""
        return Deliveries(digests, key, asked.limits)

    def find(self, deliveries: Deliveries) -> UnitResult | None:
        """What the files of a unit came to; None where that is not known."""
        if self.fresh or not deliveries.key:
            return None
        try:
            stored = STORED.decode(self.place(deliveries.key).read_bytes())
            result = decode_result(bytes(stored.result))
        except (OSError, msgspec.DecodeError):
            return None
        holds = result.reason not in OF_LIMITS or stored.limits == deliveries.limits
        return result if holds and stored.key == deliveries.key else None

    def keep(self, deliveries: Deliveries, result: UnitResult, text: bytes) -> None:
        """Keep what the files of a unit came to, unless they were others when they were read."""
        if not deliveries.key or result.reason in NOT_KEPT:
            return
        if any(deliveries.digests.get(one.file) != one.sha256 for one in result.inputs):
            return
        place = self.place(deliveries.key)
        stored = Stored(deliveries.key, deliveries.limits, msgspec.Raw(text))
        write_whole(place, msgspec.json.encode(stored))

    def place(self, key: str) -> Path:
        """Where the result of a key is kept."""
        return self.folder / key[:2] / f"{key}.json"


STORED = msgspec.json.Decoder(Stored)


def digest_of(file: str) -> str:
    """The digest of a file's bytes; empty where it is no file or cannot be read."""
    path = Path(file)
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def key_of(unit: Unit, asked: Asked, digests: Mapping[str, str]) -> str:
    """The key of what a unit comes to: a digest of all that it hangs on.

    To whom the unit belongs, when it was due and which line it stands on change nothing of it.
    """
    alone = replace(unit, parent="", due=None, skipped=(), delivered=None, line=0)
    try:
        settings = settings_of(unit, asked.settings)
    except Refusal:
        return ""  # it is refused again at once, with the settings as they are then
    # Which of two units counts a record is settled when all of them are there.
    settings = replace(settings, sha256=None, count_once=[])
    hangs_on = [
        RESULT_VERSION,
        __version__,
        alone,
        list(digests.items()),
        settings,
        [asked.year, asked.edition, asked.as_of, hashlib.sha256(asked.secret).digest()],
    ]
    return hashlib.sha256(msgspec.msgpack.encode(hangs_on)).hexdigest()


def write_whole(place: Path, text: bytes) -> None:
    """Write a file that is there as a whole or not at all; a machine that fails may tear it, which
    whoever reads it notices."""
    beside = place.with_name(f"{place.name}.{secrets.token_hex(8)}.tmp")
    try:
        place.parent.mkdir(exist_ok=True)
        beside.write_bytes(text)
        beside.replace(place)
    except OSError as fault:
        raise Refusal(
            "work-unwritable", Address(str(place.parent)), reason=fault.strerror or str(fault)
        ) from fault
    finally:
        beside.unlink(missing_ok=True)


def open_work(folder: Path) -> bytes:
    """Make a work folder where there is none, and give its secret, by which digests are keyed.

    The secret is made once, is for its owner alone, and is never shown.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_secret(folder / SECRET_FILE)
        secret = (folder / SECRET_FILE).read_bytes()
        (folder / SECRET_FILE).chmod(SECRET_MODE)
    except OSError as fault:
        raise Refusal(
            "work-unwritable", Address(str(folder)), reason=fault.strerror or str(fault)
        ) from fault
    if len(secret) != SECRET_BYTES:
        raise Refusal("work-secret-invalid", Address(str(folder / SECRET_FILE)))
    return secret


def make_secret(place: Path) -> None:
    """Make a secret unless there is one; of two runs that begin together one makes it."""
    if place.exists():
        return
    beside = place.with_name(f"{place.name}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_MODE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(SECRET_BYTES))
        with suppress(FileExistsError):
            os.link(beside, place)
    finally:
        beside.unlink(missing_ok=True)
