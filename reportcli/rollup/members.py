"""Which units a roll-up has: from a list, from folders, or from both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from reportcli.files.kinds import read_bytes
from reportcli.finding import Address, Refusal
from reportcli.rollup.folders import LIST_NAME, assign_files, units_in
from reportcli.rollup.list_lines import is_unit_list
from reportcli.rollup.unit_list import last_day, units_of_list
from reportcli.rollup.units import Unit


@dataclass(frozen=True)
class Members:
    """The units of a roll-up: those of the list, and what was delivered besides. `file` is the
    list with the digest of its bytes, empty where the folders are all that is known."""

    units: Sequence[Unit]
    unexpected: Sequence[Unit] = ()
    file: str = ""
    sha256: str = ""

    @property
    def everyone(self) -> list[Unit]:
        """All that is to be read."""
        return [*self.units, *self.unexpected]


def lists_among(places: Sequence[Path]) -> Iterator[Path]:
    """The lists of units among some files, and those that lie in some folders."""
    for path in (*places, *(place / LIST_NAME for place in places)):
        if path.is_file() and is_unit_list(path):
            yield path


def require_all(paths: Iterable[Path]) -> None:
    """Refuse the first path at which there is nothing."""
    for path in paths:
        if not path.exists():
            raise Refusal("input-missing", Address(str(path)))


def find_members(
    paths: Sequence[str], unit_list: str | None, year: int, beside: Iterable[str] = ()
) -> Members:
    """The units that some paths hold: folders and files of units, of which one may be the list.
    Files that lie `beside` those are of no unit.

    Without a list each sub-folder or file is a unit, due by the day of the law. Nothing at all, or
    a fault of the list, is refused.
    """
    places = [Path(path) for path in paths]
    lists = list(lists_among(places))
    file = unit_list or (str(lists[0]) if lists else "")
    delivered = [path for path in places if path not in lists]
    require_all(delivered)
    apart = {Path(one).resolve() for one in (*beside, *filter(None, [file]))}
    if file:
        units, unexpected = assign_files(units_of_list(file, year), delivered, apart)
        digest = hashlib.sha256(read_bytes(file)).hexdigest()
        return Members(units, unexpected, file, digest)
    found = units_in(delivered, apart)
    if not found:
        raise Refusal("rollup-no-units", Address(paths[0]))
    return Members([replace(unit, due=last_day(unit.kind, year)) for unit in found])
