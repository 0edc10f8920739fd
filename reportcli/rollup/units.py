"""The units of a roll-up: who delivers, to whom, by when, in which files; and the words for them.

Not for: where the units are read from (`unit_list.py`, `folders.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from reportcli.shipped import load_shipped
from reportcli.words.numerals import narrow
from reportcli.words.text import squeeze

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
UnitField = Literal["code", "name", "parent", "kind", "due", "files", "scope", "delivered"]
# Listed, never summed: they publish elsewhere, or are no part of the government.
NEVER_SUMMED: tuple[UnitKind, ...] = ("vertical", "outside")


class KindOfUnit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of unit: its names, that of all of its kind, and how names of such units end."""

    label: str
    label_en: str
    group: str
    group_en: str
    words: tuple[str, ...]
    ends: tuple[str, ...]


class ListWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `units.toml`."""

    not_due: tuple[str, ...]
    sums: tuple[str, ...]
    lists: tuple[str, ...]
    headings: dict[UnitField, tuple[str, ...]]
    scopes: dict[Scope, tuple[str, ...]]
    kinds: dict[UnitKind, KindOfUnit]


@cache
def list_words() -> ListWords:
    """The words of `units.toml`, held strictly to their shape."""
    return load_shipped("rollup/units.toml", ListWords)


def word_of_list(text: str) -> str:
    """A word of a list as it is compared."""
    return squeeze(narrow(text)).casefold()


@cache
def kinds_by_word() -> Mapping[str, UnitKind]:
    """Every way to write a kind."""
    return {
        word_of_list(word): kind
        for kind, known in list_words().kinds.items()
        for word in (kind, known.label, known.label_en, known.group, *known.words)
    }


@cache
def fields_by_word() -> Mapping[str, UnitField]:
    """Every way to head a column."""
    return {
        word_of_list(word): field
        for field, words in list_words().headings.items()
        for word in words
    }


def proposed_kind(name: str) -> UnitKind:
    """The kind that the name of a unit suggests, for a person to confirm; a department where none
    does."""
    by_end = {end: kind for kind, known in list_words().kinds.items() for end in known.ends}
    fitting = [end for end in by_end if name.endswith(end)]
    return by_end[max(fitting, key=len)] if fitting else "department"


class Unit(msgspec.Struct, frozen=True):
    """One unit of the list.

    `files` are paths that can be opened from here, logs, JSON and finished reports together,
    `skipped` those beside them that are none. `due` is the last day in time, None where nothing is
    due. `scope` is what the figures are of: its own line, or the whole below it. `delivered` is the
    day that the list gives. `line` is the line of the list, 0 where the unit is on none.
    """

    code: str
    name: str
    parent: str = ""
    kind: UnitKind = "department"
    due: date | None = None
    files: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    scope: Scope = "own"
    delivered: date | None = None
    line: int = 0


def parents_first(units: Iterable[Unit]) -> list[Unit]:
    """Units, each after its parent, so that what a unit is under is known when it is come to."""
    by_code = {unit.code: unit for unit in units}
    ordered: dict[str, Unit] = {}
    for unit in by_code.values():
        path: list[Unit] = []
        at: Unit | None = unit
        while at is not None and at.code not in ordered:
            path.append(at)
            at = by_code.get(at.parent)
        ordered.update((one.code, one) for one in reversed(path))
    return list(ordered.values())
