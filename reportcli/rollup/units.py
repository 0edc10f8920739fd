"""The units of a roll-up: who delivers, to whom, by when, in which files."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

UnitKind = Literal[
    "department",
    "government",
    "government_office",
    "township",
    "subdistrict",
    "committee",
    "branch",
    "vertical",
    "outside",
]
Scope = Literal["own", "whole"]


class Unit(msgspec.Struct, frozen=True):
    """One unit of the list.

    `files` are paths that can be opened from here, logs, JSON and finished reports together. `due`
    is None where none is due (`not_due`) or where the list says no day. `scope` is what the figures
    are of: its own line, or the whole below it. `line` is the line of the list, 0 where there is
    none.
    """

    code: str
    name: str
    parent: str = ""
    kind: UnitKind = "department"
    due: date | None = None
    not_due: bool = False
    files: tuple[str, ...] = ()
    scope: Scope = "own"
    delivered: date | None = None
    line: int = 0
