"""The records that another unit may have too: what each is by, as a digest that nobody can guess.

A request that was passed on has one number, day, applicant and subject in both units; a document
its 文号; a case its 案号. The digests are keyed with a secret of the work folder, because those of
names alone could be guessed (blake2b, RFC 7693). Not for: which records are doubled
(`doubles.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pandas as pd

from reportcli.contract import FigureValue
from reportcli.count.identity import normal_number
from reportcli.count.number import plain_number
from reportcli.count.part import CountedLog
from reportcli.count.publications import DOCUMENTS
from reportcli.law.edition import cell_id
from reportcli.rollup.result import KEY_BYTES, RecordKeys, packed
from reportcli.words.fields import KindId

# By what a record is known to be one with that of another unit; the first is its number.
NAMED_BY: dict[KindId, tuple[str, ...]] = {
    "requests": ("number", "received", "applicant_mark", "subject_mark"),
    "publications": ("document_number",),
    "cases": ("number",),
}
BETWEEN_PARTS = "\x1f"  # a sign that no text of a log has


def keyed(secret: bytes, *parts: str) -> bytes:
    """The digest of what a record is known by, under a secret of at most 64 bytes."""
    text = BETWEEN_PARTS.join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=KEY_BYTES, key=secret).digest()


def number_key(secret: bytes, kind: KindId, number: str) -> bytes:
    """The digest of a number alone, by which a person names a record in the settings."""
    return keyed(secret, kind, normal_number("".join(number.split())))


class Ways:
    """The distinct ways in which records are counted, numbered as they come: each is what a record
    adds to which leaf cells."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[tuple[str, FigureValue], ...], int] = {}

    def number_of(self, way: Sequence[tuple[str, FigureValue]]) -> int:
        return self.numbers.setdefault(tuple(way), len(self.numbers))

    def listed(self) -> tuple[dict[str, FigureValue], ...]:
        """All ways by their number."""
        return tuple(map(dict, self.numbers))


def keys_of(part: CountedLog, ways: Ways, secret: bytes) -> RecordKeys | None:
    """The keys of the records of one log that count in a table; None where nothing names them."""
    log = part.log
    if any(name not in log.frame for name in NAMED_BY[log.kind]):
        return None
    counted = cells_by_row(part)
    rows: list[int] = []
    own_ways: list[int] = []
    keys, numbers = bytearray(), bytearray()
    seen: set[bytes] = set()
    for row, number, parts in named_records(log.frame, log.kind):
        way = counted.get(row)
        key = keyed(secret, log.kind, number, *parts)
        # Joint claimants are a row each; the case is one all the same.
        if not way or key in seen:
            continue
        seen.add(key)
        rows.append(row)
        keys += key
        if parts:
            numbers += keyed(secret, log.kind, number)
        own_ways.append(ways.number_of(way))
    if not rows:
        return None
    return RecordKeys(
        log.kind,
        log.source.file,
        log.source.sheet,
        packed(rows),
        bytes(keys),
        bytes(numbers),
        packed(own_ways),
    )


def named_records(frame: pd.DataFrame, kind: KindId) -> Iterator[tuple[int, str, list[str]]]:
    """The rows of which everything is known that names a record: row, number, and the rest."""
    names = NAMED_BY[kind]
    known = frame[names[0]].array.codes >= 0
    for name in names[1:]:
        known &= frame[name].notna().to_numpy()
    if kind == "publications":
        # Another organ may publish the same news; only documents are counted by one organ alone.
        known &= frame["category"].isin(DOCUMENTS).to_numpy()
    numbers = frame[names[0]].array
    others = [as_whole_numbers(frame[name])[known].tolist() for name in names[1:]]
    rows = frame.index.to_numpy()[known].tolist()
    texts = numbers.categories.to_numpy()[numbers.codes[known]].tolist()
    for row, number, *rest in zip(rows, texts, *others, strict=True):
        yield row, normal_number("".join(number.split())), list(map(str, rest))


def as_whole_numbers(column: pd.Series) -> npt.NDArray[np.int64]:
    """Days, as days since 1970, or marks; where there is none the number means nothing."""
    if column.dtype.kind == "M":
        return np.asarray(column.to_numpy().astype("datetime64[D]").astype(np.int64))
    return np.asarray(column.to_numpy(dtype=np.int64, na_value=0))


def cells_by_row(part: CountedLog) -> dict[int, list[tuple[str, FigureValue]]]:
    """What each row of a log adds to which leaf cells."""
    found: dict[int, list[tuple[str, FigureValue]]] = {}
    for entry in part.entries:
        cell = cell_id(part.log.kind, *entry.cell)
        for row, value in zip(entry.rows.tolist(), entry.values.tolist(), strict=True):
            found.setdefault(row, []).append((cell, plain_number(value)))
    return found
