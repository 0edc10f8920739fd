"""What is said of a difference, whoever writes it: which cells are named and which are folded into
them, what a row did in words, and how many numbers of how many tables.

The sentences stand in `messages.toml`. Not for: what differs (`compare.py`), or the layout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reportcli.answer.compare import CellChange, Comparison, UnitShare
from reportcli.answer.row import totals_over
from reportcli.answer.row_changes import RowChange
from reportcli.answer.side import DECLARED_PREFIX
from reportcli.count.facts import definitions, part_label
from reportcli.count.number import Number, plain_number
from reportcli.finding import Address
from reportcli.intake.log import LogSource
from reportcli.law.cell_names import short_name
from reportcli.law.edition import Edition, cell_id
from reportcli.words.messages import Voice, printable
from reportcli.words.numerals import number_text

MINUS = "−"  # the sign of print, as wide as a plus; a hyphen is none
NOT_THERE, NOT_KNOWN = "—", "?"


class HowListed(NamedTuple):
    """What was asked: by what the changes are listed, and whether all of them."""

    by: str = "cell"
    verbose: bool = False


@dataclass(frozen=True)
class RowDeed:
    """What one row did to all cells."""

    row: RowChange
    cells: tuple[tuple[str, Number], ...]


def shown_cells(found: Comparison, *, verbose: bool) -> list[CellChange]:
    """The changes of which it is known by how much; a total is folded into the cells that it sums
    where one of those changed."""
    known = [one for one in found.cells if one.delta is not None]
    if verbose:
        return known
    folded = totals_of({one.cell for one in known}, [found.new.edition, found.old.edition])
    return [one for one in known if one.cell not in folded]


def totals_of(cells: set[str], editions: Sequence[Edition]) -> set[str]:
    """The totals that some cells flow into."""
    found: set[str] = set()
    for edition in editions:
        for table in edition.tables:
            for (line, column), totals in totals_over(edition, table.id).items():
                if cell_id(table.id, line, column) in cells:
                    found.update(cell_id(table.id, *total) for total in totals)
    return found


def unknown_changes(found: Comparison) -> list[CellChange]:
    """The cells of which one side does not know the number."""
    return [one for one in found.cells if one.delta is None]


def tables_changed(found: Comparison) -> Mapping[str, int]:
    """Table → how many of its numbers differ, nought for a table that both have and that is the
    same; where some cells are asked for, nobody says of the rest that it is."""
    counts = Counter(one.cell.partition("/")[0] for one in found.cells if one.delta is not None)
    both = [table for table in found.new.tables if table in found.old.tables]
    return {table: counts[table] for table in both if counts[table] or not found.asked}


def deeds(found: Comparison, *, verbose: bool) -> list[RowDeed]:
    """What each row did, row by row."""
    shown = {one.cell for one in shown_cells(found, verbose=verbose)}
    by_row: dict[tuple[object, ...], tuple[RowChange, list[tuple[str, Number]]]] = {}
    for change in found.cells:
        for row in change.rows or ():
            key = (change.cell.partition("/")[0], row.address, row.number, row.cause)
            cells = by_row.setdefault(key, (row, []))[1]
            if change.cell in shown:
                cells.append((change.cell, row.contribution))
    return [RowDeed(row, tuple(cells)) for row, cells in by_row.values()]


def rows_named(found: Comparison) -> int:
    """How many rows did something."""
    return len(deeds(found, verbose=True))


def cell_name(found: Comparison, cell: str, voice: Voice) -> str:
    """A cell by its short name, in whichever of the two forms has it."""
    for edition in (found.new.edition, found.old.edition):
        try:
            return short_name(edition, cell, voice)
        except (KeyError, StopIteration):
            continue
    return cell


# --- the rows and offices behind a change ---


def reasons_for(change: CellChange, found: Comparison, voice: Voice) -> list[str]:
    """What did it: each office or each row in words; nothing where neither is at hand."""
    if change.rows is not None:
        return [deed_words(row, change.cell, found, voice) for row in change.rows]
    return [share_words(share, voice) for share in change.units or ()]


def deed_words(row: RowChange, cell: str, found: Comparison, voice: Voice) -> str:
    """What a row did to a cell: `＋2024-061（第 64 行）`, `2024-017（第 20 行）改为 不予公开/3`."""
    details = {"row": name_of_row(row, cell, found, voice), "to": ""}
    cause: str = row.cause
    if cause == "moved":
        details["to"] = went_to(row, cell, found, voice)
        # At a total that a row came into it says nothing more: from where stands at its cells.
        came_in = cell not in {*row.came_from, *row.went_to} and row.contribution > 0
        if came_in or not details["to"]:
            cause = "entered"
    text = voice.say("diff", cause, **details)
    return text if abs(row.contribution) == 1 else f"{text} {signed_change(row.contribution)}"


def went_to(row: RowChange, cell: str, found: Comparison, voice: Voice) -> str:
    """The cells that a row went to, from one: without the column where that is the same."""
    names = []
    table, _, column = cell.split("/")
    for other in row.went_to:
        name = cell_name(found, other, voice)
        is_same_column = other.split("/")[2] == column and table != "publications"
        names.append(name.rpartition("/")[0] if is_same_column else name)
    return voice.choose("、", ", ").join(dict.fromkeys(names))


def name_of_row(row: RowChange, cell: str, found: Comparison, voice: Voice) -> str:
    """A row by its number, and where it stands; its sheet and file where there are several."""
    where = place_of_row(row.address, cell, found)
    key = "was-row" if row.cause == "gone" else "row"
    place = voice.say("diff", key, place=where)
    if not row.number:
        return place
    return f"{printable(row.number)}{voice.say('diff', 'in-brackets', place=place)}"


def sources_of_kind(found: Comparison, kind: str) -> list[list[LogSource]]:
    """The logs of a kind on either side that was counted here."""
    return [
        [part.log.source for part in side.report.tally.parts if part.log.kind == kind]
        for side in (found.old, found.new)
        if side.report
    ]


def place_of_row(address: Address, cell: str, found: Comparison) -> str:
    """The worksheet row, with what is needed to find it: `64`, `'二季度'!64`."""
    logs = sources_of_kind(found, cell.partition("/")[0])
    has_files = any(len({source.file for source in sources}) > 1 for sources in logs)
    has_sheets = any(len({source.sheet for source in sources}) > 1 for sources in logs)
    if has_files:
        return f"{printable(Path(address.file).name)} '{printable(address.sheet)}'!{address.row}"
    return f"'{printable(address.sheet)}'!{address.row}" if has_sheets else str(address.row)


def share_words(share: UnitShare, voice: Voice) -> str:
    """What an office did: `A01 某局 +3`."""
    name = " ".join(filter(None, [share.code, share.name]))
    name = printable(name) if name else voice.say("diff", "other-units")
    return f"{name} {signed_change(share.contribution)}"


# --- numbers and facts ---


def side_number(number: Number | None, delta: Number | None) -> str:
    """A number of one side; a dash where its form has no such cell, a mark where it is not
    known."""
    if number is None:
        return NOT_KNOWN if delta is None else NOT_THERE
    return number_text(number)


def signed_change(number: Number) -> str:
    """By how much, with its sign: `+1`, `−1`."""
    text = number_text(number)
    return f"{MINUS}{text[1:]}" if text.startswith("-") else f"+{text}"


def json_number(number: Number | None) -> int | str | None:
    return None if number is None else plain_number(number)


def name_of_changed_fact(name: str, edition: Edition, voice: Voice) -> str:
    """A fact by its label, with the part that is meant."""
    if name.startswith(DECLARED_PREFIX):
        return printable(name.removeprefix(DECLARED_PREFIX))
    known = max(filter(name.startswith, definitions()), key=len, default="")
    if not known:
        return printable(name)
    definition, part = definitions()[known], name[len(known) :].removeprefix(".")
    label = voice.label(definition.label, definition.label_en)
    if not part:
        return label
    return f"{label}：{printable(part_label(edition, definition, part, voice))}"


def units_in_rows(found: Comparison, *, verbose: bool) -> Iterator[tuple[str, str, Number]]:
    """(unit, cell, what its rows did to it): of offices where those are at hand, else of the units
    in charge that the logs name."""
    for change in shown_cells(found, verbose=verbose):
        sums: dict[str, Number] = {}
        for share in change.units or ():
            name = " ".join(filter(None, [share.code, share.name]))
            sums[name] = sums.get(name, 0) + share.contribution
        for row in change.rows or ():
            sums[row.unit] = sums.get(row.unit, 0) + row.contribution
        yield from ((unit, change.cell, number) for unit, number in sums.items())


def key_of_nothing(found: Comparison) -> str:
    """The message that nothing differs, or none of what was asked for."""
    return "diff-nothing-asked" if found.asked else "diff-nothing"


def summary_of_changes(found: Comparison, voice: Voice) -> str:
    """How many numbers of which table differ, which tables are the same, and how many rows are
    involved."""
    comma = voice.choose("、", ", ")
    counts = tables_changed(found)
    names = {
        table: voice.say("diff", "table", section=found.new.edition.table(table).section)
        for table in counts
    }
    parts = [
        voice.say("diff", "differs", table=names[table], count=count)
        for table, count in counts.items()
        if count
    ]
    same = comma.join(names[table] for table, count in counts.items() if not count)
    text = comma.join(parts)
    if same:
        told = voice.say("diff", "same", tables=same)
        text = voice.choose("，", ", ").join(filter(None, [text, told]))
    told_of_rows = summary_of_rows(found, voice, has_changed=bool(parts))
    return text + voice.choose("；", "; ") + told_of_rows if told_of_rows else text


def summary_of_rows(found: Comparison, voice: Voice, *, has_changed: bool) -> str:
    """How many rows are involved, or that none is at hand; of units no rows are expected."""
    if found.has_rows:
        return voice.say("diff", "rows", count=rows_named(found))
    if has_changed and not (found.old.units and found.new.units):
        return voice.say("diff", "no-rows")
    return ""
