"""What one unit comes to, and the total of many: small values that add up in any order.

A `UnitResult` is written to the store as it is and is the same, byte for byte, wherever it was
read. It holds cells, places and keyed digests, no text of a record. Not for: how a unit is read
(`delivered.py`), and what the total says of its units (`statement.py`, `doubles.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from reportcli.contract import Facts, FigureValue
from reportcli.finding import Finding
from reportcli.words.fields import KindId

ReadingState = Literal["ok", "missing", "unreadable", "other-year", "other-edition"]
DeliveryKind = Literal["", "logs", "json", "report"]
SparseTables = dict[str, dict[str, FigureValue]]
"""Table → `line/column` → number, in the order of the form, without noughts; a table that is not
there is absent."""
KEY_BYTES = 8
"""Of a keyed digest: among 300 million records a chance double is a matter of one in a thousand."""


class RecordKeys(msgspec.Struct, frozen=True):
    """The records of one log that another unit may have too, one after the other in four packed
    arrays.

    `keys` are what each is known by (`KEY_BYTES` each), `numbers` its number alone, empty where that
    is the key; `rows` are their worksheet rows, and `ways` which of the ways of the result each
    counts in, both as `packed` has them.
    """

    kind: KindId
    file: str
    sheet: str
    rows: bytes = b""
    keys: bytes = b""
    numbers: bytes = b""
    ways: bytes = b""

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.keys) // KEY_BYTES

    def record(self, place: int) -> tuple[int, int, bytes]:
        """The row of a record, its way, and its number."""
        at = slice(place * KEY_BYTES, (place + 1) * KEY_BYTES)
        number = (self.numbers or self.keys)[at]
        return (
            packed_at(self.rows, place, self.count),
            packed_at(self.ways, place, self.count),
            number,
        )


def packed(numbers: Sequence[int]) -> bytes:
    """Whole numbers from nought on in as few bytes each as the largest takes: those of all units are
    in memory together."""
    size = max((max(numbers, default=0).bit_length() + 7) // 8, 1)
    return b"".join(number.to_bytes(size, "little") for number in numbers)


def packed_at(numbers: bytes, place: int, count: int) -> int:
    """One of so many packed numbers."""
    size = len(numbers) // count
    return int.from_bytes(numbers[place * size : (place + 1) * size], "little")


class RowAccount(msgspec.Struct, frozen=True):
    """What became of the rows of one sheet; the last three sum to `read`."""

    file: str
    sheet: str
    kind: KindId
    read: int
    counted: int
    outside_year: int
    set_aside: int


class ReadFile(msgspec.Struct, frozen=True):
    """A file that was read, by the digest of its bytes."""

    file: str
    sha256: str


class UnitResult(msgspec.Struct, frozen=True):
    """What one unit comes to.

    `state` says whether its figures are those asked for, `reason` the code of the fault where they
    are not. `source` is the delivery that counts. `unread` are the cells of a finished report that
    could not be read. `findings` are the first of each code, `omitted` how many more there are;
    `errors` and `warnings` count all of them. `carried` are the open requests, `prose` the
    sentences of its report, each as a keyed digest (`KEY_BYTES`) with its length (uint16) in
    `lengths`. `ways` are the distinct sets of cells that records of `records` add to. `as_of` is
    the day its own tally was made.
    """

    code: str
    state: ReadingState = "ok"
    reason: str = ""
    source: DeliveryKind = ""
    tables: SparseTables = {}
    unread: tuple[str, ...] = ()
    facts: Facts = {}
    errors: int = 0
    warnings: int = 0
    findings: tuple[Finding, ...] = ()
    omitted: dict[str, int] = {}
    carried: bytes = b""
    records: tuple[RecordKeys, ...] = ()
    ways: tuple[dict[str, FigureValue], ...] = ()
    prose: bytes = b""
    lengths: bytes = b""
    rows: tuple[RowAccount, ...] = ()
    inputs: tuple[ReadFile, ...] = ()
    as_of: date | None = None

    @property
    def is_summed(self) -> bool:
        """Whether it has figures of the year and form that were asked for."""
        return self.state == "ok"


class Total(msgspec.Struct, frozen=True):
    """The results of some units, by code: each unit once, however often its result arrives.

    Totals add up in any order and grouping, and the empty one changes nothing. Sums of cells are
    made of it when all units are there (`sums.py`), because what may be added depends on the others.
    """

    results: tuple[UnitResult, ...] = ()

    @staticmethod
    def of(results: Iterable[UnitResult]) -> Total:
        """The total of results in any order; two that differ for one unit raise `ValueError`."""
        by_code: dict[str, UnitResult] = {}
        for result in results:
            known = by_code.setdefault(result.code, result)
            if known is not result and known != result:
                raise ValueError(f"two results of unit {result.code!r}")
        return Total(tuple(by_code[code] for code in sorted(by_code)))

    def __add__(self, other: Total) -> Total:
        return Total.of((*self.results, *other.results))


def encode_result(result: UnitResult) -> bytes:
    """A result as the bytes that are stored and sent."""
    return ENCODER.encode(result)


def decode_result(text: bytes) -> UnitResult:
    """A result as it was stored; `msgspec.DecodeError` where the bytes are none."""
    return RESULT_DECODER.decode(text)


ENCODER = msgspec.json.Encoder(order=None)
RESULT_DECODER = msgspec.json.Decoder(UnitResult)
