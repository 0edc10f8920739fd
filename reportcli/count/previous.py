"""The figures of a year before, to compare this year's with: read back from JSON, strictly.

A report is published on what stands here, so that nothing is guessed: a count is a non-negative
whole number, a key stands once, the format is known. Anything else is refused at its path in the
file. Last year's log needs none of this: its figures are counted (`report.py`).
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from pathlib import Path

import msgspec

from reportcli.contract import Facts, FigureTables, ReportJson, TallyJson, format_of
from reportcli.count.number import MONEY_COLUMN, FactValue, LineColumn, Number
from reportcli.finding import Address, Refusal
from reportcli.law.edition import Edition, cell_id
from reportcli.law.succession import cells_before

# A tally of 40 MB would name a million open requests.
MOST_BYTES_OF_FIGURES = 40_000_000
# Money as the contract writes it; longer is no amount of an office.
DECIMAL_TEXT = re.compile(r"[0-9]{1,30}(\.[0-9]{1,20})?")
SHOWN_VALUE = 40  # characters of a wrong value in a message
# The one column of the form that may be below nought: items of authority gained less those lost.
SIGNED_COLUMN = "items_change"


@dataclass(frozen=True)
class EarlierFigures:
    """The figures of one earlier year.

    `carried_forward` names the requests that were open at its end; None where only a published
    table is known, which names none.
    """

    year: int
    tables: Mapping[str, Mapping[LineColumn, Number]]
    carried_forward: list[str] | None = None
    file: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)

    def number(self, table: str, cell: LineColumn) -> Number | None:
        """The number of a cell; None where that report had no such cell."""
        return self.tables.get(table, {}).get(cell)

    def number_in(self, edition: Edition, table: str, cell: LineColumn) -> Number | None:
        """The number that a cell of a later form had under its name of then, or in the lines that
        it is the sum of; None where it was another measure, or none."""
        number = self.number(table, cell)
        if number is not None:
            return number
        before = [self.number_of(one) for one in cells_before(edition, cell_id(table, *cell))]
        known = [one for one in before if one is not None]
        return sum(known) if known and len(known) == len(before) else None

    def number_of(self, id_: str) -> Number | None:
        """The number of a cell by its id."""
        table, line, column = id_.split("/")
        return self.number(table, (line, column))


def read_previous(file: str) -> EarlierFigures:
    """The figures in a JSON file, written by `tally -f json` or typed in from a published report;
    anything else is a `Refusal` with what is wrong and where."""
    try:
        told = figures_in(read_limited(file))
    except (ValueError, RecursionError) as fault:  # what json and msgspec raise are ValueErrors
        reason = str(fault) if isinstance(fault, ValueError) else "[[[[…"
        raise Refusal("previous-invalid", Address(file), reason=reason) from fault
    return EarlierFigures(
        told.year, numbers_by_cell(told.tables), told.carried_forward, file, known_facts(told.facts)
    )


def read_limited(file: str) -> bytes:
    """The bytes of a regular file of a size that a tally can have."""
    path = Path(file)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("input-not-regular", Address(file))
        if status.st_size > MOST_BYTES_OF_FIGURES:
            reason = f"{status.st_size} > {MOST_BYTES_OF_FIGURES} bytes"
            raise Refusal("previous-invalid", Address(file), reason=reason)
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise Refusal("input-unreadable", Address(file), reason=reason) from fault


class Pairs(tuple[tuple[str, object], ...]):
    """An object of JSON with every key that was written, also one that stands twice."""


def figures_in(text: bytes) -> TallyJson:
    """The figures by the contract that the file names; the annual report has those of a tally.

    A number with a point stays the text that it is, so that money is exact.
    """
    whole = json.loads(text, object_pairs_hook=Pairs, parse_float=str)
    if fault := next(doubled_keys(whole, "$"), None):
        raise ValueError(fault)
    told = as_mappings(whole)
    if isinstance(told, dict):
        faults = chain(
            wrong_numbers(tables_read(told), "$.tables", depth=3),
            wrong_numbers(told.get("facts", {}), "$.facts", depth=2),
        )
        if fault := next(faults, None):
            raise ValueError(fault)
        if told.get("format") == format_of(ReportJson):
            return msgspec.convert(told, ReportJson)
    return msgspec.convert(told, TallyJson)


def tables_read(told: Mapping[str, object]) -> object:
    """The tables that were told; of a finished report without the cells that were not read."""
    tables = told.get("tables")
    if told.get("source") != "published":
        return tables
    return without_none(tables)


def without_none(value: object) -> object:
    """What was read, without what is None in it."""
    if isinstance(value, dict):
        return {key: without_none(inner) for key, inner in value.items() if inner is not None}
    return value


def as_mappings(value: object) -> object:
    """What was read, with objects as mappings."""
    if isinstance(value, Pairs):
        return {key: as_mappings(inner) for key, inner in value}
    if isinstance(value, list):
        return [as_mappings(inner) for inner in value]
    return value


def doubled_keys(value: object, path: str) -> Iterator[str]:
    """The path of each key that stands twice in its object: of two figures neither is known."""
    if isinstance(value, Pairs):
        seen: set[str] = set()
        for key, inner in value:
            if key in seen:
                yield f"{path}.{key} ×2"
            seen.add(key)
            yield from doubled_keys(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from doubled_keys(inner, f"{path}[{place}]")


def wrong_numbers(value: object, path: str, depth: int) -> Iterator[str]:
    """The path of each value that is no figure, in objects at most so deep."""
    if isinstance(value, dict) and depth:
        for key, inner in value.items():
            yield from wrong_numbers(inner, f"{path}.{key}", depth - 1)
    elif not can_stand_at(value, path):
        yield f"{path}: {json.dumps(value, ensure_ascii=False)[:SHOWN_VALUE]}"


def can_stand_at(value: object, path: str) -> bool:
    """Whether a value can stand at a path: whole and not below nought, or money as decimal text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value >= 0 or path.endswith(f".{SIGNED_COLUMN}")
    takes_money = path.startswith("$.facts.") or path.endswith(f".{MONEY_COLUMN}")
    return takes_money and isinstance(value, str) and bool(DECIMAL_TEXT.fullmatch(value))


def numbers_by_cell(tables: FigureTables) -> dict[str, dict[LineColumn, Number]]:
    """The tables of the contract as a tally has them."""
    return {
        table: {
            (line, column): Decimal(value) if column == MONEY_COLUMN else int(value)
            for line, columns in lines.items()
            for column, value in columns.items()
            if value is not None  # not read in a finished report, and so not known
        }
        for table, lines in tables.items()
    }


def known_facts(facts: Facts) -> dict[str, FactValue]:
    """The facts of the contract as they are counted."""
    return {
        name: dict(value) if isinstance(value, dict) else exact_value(value)
        for name, value in facts.items()
    }


def exact_value(value: int | str) -> Number:
    """A count as it is, decimal text as what it says."""
    return Decimal(value) if isinstance(value, str) else value
