"""Units as they lie in folders: a sub-folder or a file is a unit; which file is of which unit of a
list. Not for: what the list says (`unit_list.py`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from reportcli.finding import Address, Refusal, is_lock_file
from reportcli.rollup.units import Unit, proposed_kind, word_of_list
from reportcli.settings import FILE_NAME

# What an office may deliver; anything else beside it is named and left.
LOG_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt", ".xml")
PAGE_SUFFIXES = (".html", ".htm", ".mht", ".mhtml")
# What can be a finished report only.
NEVER_LOGS = (".docx", ".pdf", ".md", ".markdown")
REPORTS = (*NEVER_LOGS, *PAGE_SUFFIXES)
DELIVERED_SUFFIXES = frozenset((*LOG_SUFFIXES, *REPORTS, ".json"))
LIST_NAME = "units.csv"
CODE_AND_NAME = re.compile(r"(?P<code>(?=.*\d)[A-Za-z0-9]{2,18})[ _\-－—、.·](?P<name>\S.*)")


def files_within(folder: Path) -> tuple[list[str], list[str]]:
    """The files in a folder and below that a unit may have delivered, and those that are of no
    such kind; hidden ones, locks and settings are neither."""
    found: list[str] = []
    skipped: list[str] = []
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or is_lock_file(name) or name == FILE_NAME:
                continue
            known = Path(name).suffix.lower() in DELIVERED_SUFFIXES
            (found if known else skipped).append(str(Path(path) / name))
    return found, skipped


def entries_of(folder: Path, beside: Collection[Path]) -> list[tuple[str, list[str], list[str]]]:
    """What lies in a folder: the name of each sub-folder or file, its files, and those left; a file
    in place of a folder is an entry by itself. What lies `beside` is of no unit: the list itself,
    last year's roll-up, the outputs of this one."""
    try:
        entries = [folder] if folder.is_file() else sorted(folder.iterdir())
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise Refusal("input-unreadable", Address(str(folder)), reason=reason) from fault
    found = []
    for entry in entries:
        if entry.name.startswith(".") or is_lock_file(entry.name):
            continue
        if entry.name in (FILE_NAME, LIST_NAME) or entry.resolve() in beside:
            continue
        if entry.is_dir():
            # A link that leads back up holds every unit, and is none.
            if not folder.resolve().is_relative_to(entry.resolve()):
                found.append((entry.name, *files_within(entry)))
        elif entry.suffix.lower() in DELIVERED_SUFFIXES:
            found.append((entry.stem, [str(entry)], []))
        else:
            found.append((entry.stem, [], [str(entry)]))
    return found


def units_in(folders: Iterable[Path], beside: Collection[Path]) -> list[Unit]:
    """A unit for each sub-folder or file, by its name; files of one name are one unit's."""
    units: dict[str, Unit] = {}
    for folder in folders:
        for name, files, skipped in entries_of(folder, beside):
            unit = unit_by_name(name)
            units[unit.code] = with_files(units.get(unit.code, unit), files, skipped)
    # A file that nobody can read is no unit by itself.
    return [unit for unit in units.values() if unit.files or not unit.skipped]


def unit_by_name(name: str) -> Unit:
    """The unit of a folder or file: `A01 县教育局` is the unit 县教育局 of the code A01."""
    coded = CODE_AND_NAME.fullmatch(name)
    code, own_name = (coded["code"], coded["name"]) if coded else (name, name)
    return Unit(code, own_name, kind=proposed_kind(own_name))


def with_files(unit: Unit, files: Sequence[str], skipped: Sequence[str]) -> Unit:
    return replace(unit, files=(*unit.files, *files), skipped=(*unit.skipped, *skipped))


def assign_files(
    units: Sequence[Unit], folders: Iterable[Path], beside: Collection[Path]
) -> tuple[list[Unit], list[Unit]]:
    """The units of a list with what lies in folders under their code or name, and what is of none
    of them: delivered, but not on the list."""
    given = {Path(file).resolve() for unit in units for file in (*unit.files, *unit.skipped)}
    listed = {unit.code: unit for unit in units}
    names = UnitNames(units)
    unexpected: dict[str, Unit] = {}
    for folder in folders:
        for name, files, skipped in entries_of(folder, beside):
            new = [file for file in files if Path(file).resolve() not in given]
            code = names.find(name)
            if code is not None:
                left = [file for file in skipped if Path(file).resolve() not in given]
                listed[code] = with_files(listed[code], new, left)
            elif new:
                unit = unit_by_name(name)
                unexpected[unit.code] = with_files(unexpected.get(unit.code, unit), new, skipped)
    return list(listed.values()), list(unexpected.values())


class UnitNames:
    """Finds the unit of a folder or file by its name, without asking every unit."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.by_code = {word_of_list(unit.code): unit.code for unit in units}
        self.by_name: dict[str, set[str]] = {}
        for unit in units:
            self.by_name.setdefault(word_of_list(unit.name), set()).add(unit.code)

    def find(self, name: str) -> str | None:
        """The code of the unit whose code the name begins with, else of the one whose own name
        stands in it, the longest that does; None where there is none, or more than one."""
        said = word_of_list(name)
        for end in range(len(said), 0, -1):
            # A1 is not the beginning of A10.
            goes_on = said[end : end + 1].isascii() and said[end : end + 1].isalnum()
            if said[:end] in self.by_code and not goes_on:
                return self.by_code[said[:end]]
        for length in range(len(said), 1, -1):
            starts = range(len(said) - length + 1)
            fitting = set().union(
                *(self.by_name.get(said[start : start + length], ()) for start in starts)
            )
            if fitting:
                return fitting.pop() if len(fitting) == 1 else None
        return None
