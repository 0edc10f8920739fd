"""The list of units, as a clerk keeps it in Excel: read strictly, every fault at its line.

A list that is wrong chases the wrong office, so that nothing in it is guessed. Not for: units that
no list names (`folders.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from reportcli.finding import Address, Refusal
from reportcli.rollup.folders import files_within
from reportcli.rollup.list_lines import (
    MOST_ABOVE_HEADING,
    NEEDED,
    ListLine,
    is_heading,
    lines_of_list,
)
from reportcli.rollup.units import (
    Scope,
    Unit,
    UnitField,
    UnitKind,
    fields_by_word,
    kinds_by_word,
    list_words,
    word_of_list,
)
from reportcli.words.cells import read_date
from reportcli.words.messages import printable

BETWEEN_FILES = re.compile(r"[;；|\n]")
BETWEEN_NAMES = re.compile("[、，,]")
# 条例第四十九条: departments by 31 January, governments by 31 March of the next year.
LAST_DAY = (1, 31)
LAST_DAY_OF_GOVERNMENTS = (3, 31)
MOST_NAMED = 8


def units_of_list(file: str, year: int) -> list[Unit]:
    """The units of a list; raises an `ExceptionGroup` with a `Refusal` for each faulty line.

    `year` is that of the reports, from which the days come by which they are due where the list
    says none.
    """
    reader = UnitListReader(file, year)
    units = list(reader.units(lines_of_list(file)))
    units = reader.check_tree(units)
    if not units and not reader.refusals:
        raise Refusal("units-empty", Address(file))
    if reader.refusals:
        raise ExceptionGroup("a list of units that is wrong", reader.refusals)
    return units


class UnitListReader:
    """Reads one list and keeps what is wrong with it."""

    def __init__(self, file: str, year: int) -> None:
        self.file, self.year = file, year
        self.refusals: list[Refusal] = []

    def at(self, line: int) -> Address:
        """The place of a line."""
        return Address(self.file, row=line)

    def note(self, refusal: Refusal) -> None:
        """Note what is wrong with a line, and go on."""
        self.refusals.append(refusal)

    def units(self, lines: Iterable[ListLine]) -> Iterator[Unit]:
        """The unit of each line below the heading; a title above it is part of none."""
        columns: dict[UnitField, int] | None = None
        above: list[ListLine] = []
        for line, cells in lines:
            if columns is None:
                above.append((line, cells))
                if is_heading(cells):
                    columns = self.columns_of(cells, line)
                elif len(above) == MOST_ABOVE_HEADING:
                    break
                continue
            values = {
                field: cells[column].strip() if column < len(cells) else ""
                for field, column in columns.items()
            }
            if unit := self.unit_of(values, line):
                yield unit
        if columns is None and above:
            line, cells = above[0]
            self.columns_of(cells, line)  # which says what it lacks

    def columns_of(self, cells: Sequence[str], line: int) -> dict[UnitField, int]:
        """Which column holds which field; a heading that is doubled or missing is refused."""
        columns: dict[UnitField, int] = {}
        for column, cell in enumerate(cells):
            field = fields_by_word().get(word_of_list(cell))
            if field in columns:
                self.note(Refusal("units-heading-doubled", self.at(line), value=printable(cell)))
            elif field is not None:
                columns[field] = column
        for field in NEEDED:
            if field not in columns:
                raise Refusal(
                    "units-heading-missing",
                    Address(self.file, row=line),
                    value=list_words().headings[field][1],
                    field=field,
                )
        return columns

    def unit_of(self, values: Mapping[UnitField, str], line: int) -> Unit | None:
        """The unit of one line; None where it cannot be one."""
        code, name = values["code"], values["name"]
        if word_of_list(code) in map(word_of_list, list_words().sums):
            self.refuse_value(code, "code", line, "A01")
            return None
        if not code or not name:
            lacking: UnitField = "name" if code else "code"
            label = list_words().headings[lacking][1]
            self.note(Refusal("units-value-missing", self.at(line), label=label, field=lacking))
            return None
        kind = self.kind_of(values.get("kind", ""), line)
        scope = self.scope_of(values.get("scope", ""), kind, line)
        files, skipped = self.files_of(values.get("files", ""), line)
        return Unit(
            code=code,
            name=name,
            parent=values.get("parent", ""),
            kind=kind,
            due=self.due_of(values.get("due", ""), kind, line),
            files=files,
            skipped=skipped,
            scope=scope,
            delivered=self.day_of(values.get("delivered", ""), "delivered", line),
            line=line,
        )

    def kind_of(self, text: str, line: int) -> UnitKind:
        """The kind that a cell names; a blank is a department."""
        if not text:
            return "department"
        kind = kinds_by_word().get(word_of_list(text))
        if kind is None:
            known = "、".join(f"{one.label}（{id_}）" for id_, one in list_words().kinds.items())
            self.note(
                Refusal("units-kind-unknown", self.at(line), value=printable(text), known=known)
            )
        return kind or "department"

    def scope_of(self, text: str, kind: UnitKind, line: int) -> Scope:
        """The scope that a cell names; the figures of a government are those of the whole."""
        if not text:
            return "whole" if kind == "government" else "own"
        for scope, words in list_words().scopes.items():
            if word_of_list(text) in map(word_of_list, words):
                return scope
        self.refuse_value(text, "scope", line, "本级（own）、全部（whole）")
        return "own"

    def refuse_value(self, text: str, field: UnitField, line: int, known: str) -> None:
        """Note a value that means nothing in its column, with what can stand there."""
        self.note(
            Refusal(
                "units-value-invalid",
                self.at(line),
                value=printable(text),
                label=list_words().headings[field][1],
                field=field,
                known=known,
            )
        )

    def due_of(self, text: str, kind: UnitKind, line: int) -> date | None:
        """The last day in time; None where nothing is due, and that of the law for a blank."""
        if word_of_list(text) in map(word_of_list, list_words().not_due):
            return None
        if not text or word_of_list(text) in ("是", "yes", "y"):
            return last_day(kind, self.year)
        return self.day_of(text, "due", line)

    def day_of(self, text: str, field: UnitField, line: int) -> date | None:
        """The day in a cell; None for a blank."""
        if not text:
            return None
        day = read_date(text)
        if not isinstance(day, date):
            self.refuse_value(text, field, line, "2025-01-31")
            return None
        return day

    def files_of(self, text: str, line: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The files that a cell names, relative to the list; a folder stands for those in it."""
        found: list[str] = []
        skipped: list[str] = []
        for name in self.names_in(text):
            path = self.path_of(name)
            if Path(self.file).resolve().is_relative_to(path.resolve()):
                # The folder that the list lies in holds every unit, and is none's.
                self.refuse_value(name, "files", line, "A01/依申请公开.xlsx")
            elif path.is_dir():
                inside, beside = files_within(path)
                found += inside
                skipped += beside
            elif path.is_file():
                found.append(str(path))
            else:
                self.note(Refusal("units-file-missing", self.at(line), value=printable(name)))
        return tuple(found), tuple(skipped)

    def names_in(self, text: str) -> Iterator[str]:
        """The names in a cell. A comma may be part of a name, and divides only where that is of
        nothing."""
        for name in filter(None, map(str.strip, BETWEEN_FILES.split(text))):
            parts = [part.strip() for part in BETWEEN_NAMES.split(name)]
            if self.path_of(name).exists() or len(parts) == 1:
                yield name
            else:
                yield from filter(None, parts)

    def path_of(self, name: str) -> Path:
        """Where a name of the list leads, as it is written on Windows too."""
        return Path(self.file).parent / name.replace("\\", "/")

    def check_tree(self, units: Sequence[Unit]) -> list[Unit]:
        """Give the units with their parents as these write themselves. Refused are codes that stand
        twice, parents that there are not, and circles of parents."""
        by_code: dict[str, Unit] = {}
        for unit in units:
            # As folders are compared with them: `ａ01` and `A01` are one.
            other = by_code.setdefault(word_of_list(unit.code), unit)
            if other is not unit:
                value = printable(unit.code)
                self.note(
                    Refusal("units-code-doubled", self.at(unit.line), value=value, other=other.line)
                )
        found = []
        for unit in units:
            parent = by_code.get(word_of_list(unit.parent))
            if unit.parent and not parent:
                value = printable(unit.parent)
                self.note(Refusal("units-parent-unknown", self.at(unit.line), value=value))
            found.append(replace(unit, parent=parent.code if parent else ""))
        self.check_circles({unit.code: unit for unit in found})
        return found

    def check_circles(self, by_code: Mapping[str, Unit]) -> None:
        """Refuse each circle once, at its first line."""
        settled: set[str] = set()
        for start in by_code.values():
            path: dict[str, None] = {}  # in their order
            at: Unit | None = start
            while at is not None and at.code not in settled and at.code not in path:
                path[at.code] = None
                at = by_code.get(at.parent)
            if at is not None and at.code in path:
                circle = list(path)[list(path).index(at.code) :]
                first = min((by_code[code] for code in circle), key=lambda unit: unit.line)
                named = " → ".join([*circle[:MOST_NAMED], circle[0]])
                self.note(Refusal("units-circle", self.at(first.line), value=printable(named)))
            settled.update(path)


def last_day(kind: UnitKind, year: int) -> date:
    """The last day in time for the report of a year, by law."""
    month, day = LAST_DAY_OF_GOVERNMENTS if kind == "government" else LAST_DAY
    return date(year + 1, month, day)
