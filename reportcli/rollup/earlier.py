"""A roll-up read back from its JSON: as last year's, as what a report is written from, and as what
a number is explained in.

Strict, because a report is published on it: what is no roll-up is refused at its path in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reportcli.contract import FigureTables, RollupJson, RollupUnitJson, format_of
from reportcli.count.number import LineColumn, Number
from reportcli.count.previous import numbers_by_cell, wrong_numbers
from reportcli.files.kinds import is_regular, read_bytes
from reportcli.finding import Address, Refusal
from reportcli.rollup.statement import SUMMED
from reportcli.words.messages import printable

# The figures of 33,000 units and their findings.
MOST_BYTES_OF_ROLLUP = 1_000_000_000
# How msgspec names the place of a fault.
PATH_IN_JSON = re.compile(r"at `(\$[^`]*)`")
MISSING_KEY = re.compile(r"missing required field `([^`]*)`")
AT_BYTE = re.compile(r"\(byte (\d+)\)")
HEAD_OF_FORMAT = 200  # bytes within which the format stands


@dataclass(frozen=True)
class EarlierRollup:
    """A roll-up that was written before, and the file it stands in."""

    file: str
    told: RollupJson

    @property
    def year(self) -> int:
        return self.told.year

    @property
    def summed(self) -> Mapping[str, RollupUnitJson]:
        """The units whose figures are part of the whole, by code."""
        return {unit.code: unit for unit in self.told.units if unit.status in SUMMED}


def is_rollup(head: bytes) -> bool:
    """Whether JSON begins as a roll-up does: the format is its first key."""
    return format_of(RollupJson).encode() in head[:HEAD_OF_FORMAT]


def is_rollup_file(file: str) -> bool:
    """Whether a file is a roll-up; one that cannot be opened is none, and is refused where it is
    read."""
    if not is_regular(file):  # a pipe is not waited for
        return False
    try:
        with Path(file).open("rb") as stream:
            return is_rollup(stream.read(HEAD_OF_FORMAT))
    except OSError:
        return False


def read_rollup(file: str) -> EarlierRollup:
    """The roll-up in a file; anything else is a `Refusal`."""
    data = read_bytes(file).removeprefix(b"\xef\xbb\xbf")
    if len(data) > MOST_BYTES_OF_ROLLUP:
        raise invalid(file, f"{len(data)} > {MOST_BYTES_OF_ROLLUP} bytes")
    try:
        # A decoder kept by the module would be there when Python tidies up, which crashed runs at
        # their end (msgspec 0.22, explain with status 2).
        told = msgspec.json.decode(data, type=RollupJson)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise invalid(file, place_of_fault(fault)) from fault
    for place, tables in (("$.tables", told.tables), *unit_places(told)):
        if wrong := next(wrong_numbers(tables, place, depth=3), None):
            raise invalid(file, wrong)
    return EarlierRollup(file, told)


def unit_places(told: RollupJson) -> list[tuple[str, FigureTables]]:
    """The tables of each unit, with where they stand."""
    return [(f"$.units[{number}].tables", unit.tables) for number, unit in enumerate(told.units)]


def place_of_fault(fault: Exception) -> str:
    """Where in JSON a fault is, as libraries tell it in sentences of their own: its path, else the
    line and column."""
    if isinstance(fault, json.JSONDecodeError):
        return f"{fault.lineno}:{fault.colno}"
    told = str(fault)
    path = PATH_IN_JSON.search(told)
    if path:
        missing = MISSING_KEY.search(told)
        return f"{path[1]}.{missing[1]}" if missing else path[1]
    missing = MISSING_KEY.search(told)
    if missing:
        return f"$.{missing[1]}"
    if told.startswith("$"):
        return told
    byte = AT_BYTE.search(told)
    if byte:
        return f"byte {byte[1]}"
    return "[[[[…" if isinstance(fault, RecursionError) else "$"


def invalid(file: str, reason: str) -> Refusal:
    """The refusal of a file that is no roll-up."""
    return Refusal("rollup-json-invalid", Address(file), reason=printable(reason))


def number_told(tables: FigureTables, table: str, cell: LineColumn) -> Number:
    """A number of tables that were read back; nought where they have no such cell."""
    line, column = cell
    value = tables.get(table, {}).get(line, {}).get(column, 0)
    return numbers_by_cell({table: {line: {column: value}}})[table][cell]
