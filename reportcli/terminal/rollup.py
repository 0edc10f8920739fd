"""A roll-up on the terminal: the statement, the official tables of the whole, and the units that a
person has to look at.

Tens of thousands of units are not listed here but in files; those that are named are the ones that
delivered nothing, or something that cannot be summed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcli.export.rollup.key_cells import group_label, key_cells
from reportcli.export.rollup.statement import settled_texts, statement_text, title_of_rollup
from reportcli.rollup.behind import UnitsBehind
from reportcli.rollup.statement import UnitLine, UnitStatus
from reportcli.rollup.whole import Rollup
from reportcli.terminal.table import TextColumn, room_beside, ruled
from reportcli.terminal.tables import HEAD_WIDTH, form_table
from reportcli.words.folding import INDENT, fold, fold_list
from reportcli.words.messages import Voice, printable
from reportcli.words.numerals import number_text

LISTED_UNITS = 30  # a screen; -v and the workbook have all
HEAD_WIDTH_OF_WORDS = 9  # for "concluded"
# What the statement names unit by unit, and in this order.
NAMED: tuple[UnitStatus, ...] = (
    "missing",
    "unreadable",
    "other-year",
    "other-edition",
    "draft",
    "unexpected",
)


def write_rollup(rollup: Rollup, voice: Voice) -> str:
    """The statement, then the tables."""
    lines = list(statement_lines(rollup, voice))
    for table in rollup.edition.tables:
        if table.id in rollup.tables:
            lines += form_table(table, rollup.tables[table.id], voice)
    return "\n".join(lines) + "\n"


def statement_lines(rollup: Rollup, voice: Voice) -> Iterator[str]:
    """How complete the whole is, and who is missing from it."""
    yield from fold(title_of_rollup(rollup, voice), voice.width)
    yield ""
    yield from fold(statement_text(rollup, voice), voice.width)
    for status in NAMED:
        yield from named_lines(status, [one for one in rollup.lines if one.status == status], voice)
    late = [line for line in rollup.lines if line.delivery == "late"]
    yield from named_lines("late", late, voice)
    for settled in settled_texts(rollup, voice):
        yield from fold(settled, voice.width)
    yield ""
    yield from kind_lines(rollup, voice)


def named_lines(status: str, lines: Sequence[UnitLine], voice: Voice) -> Iterator[str]:
    """The units of one status, the first of them by name."""
    if not lines:
        return
    yield f"{voice.say('rollup', f'status-{status}')} {len(lines)}{voice.choose('：', ':')}"
    names = [printable(" ".join(dict.fromkeys((line.unit.code, line.unit.name)))) for line in lines]
    more = [f"… {len(names)}"] if len(names) > LISTED_UNITS else []
    for line in fold_list([*names[:LISTED_UNITS], *more], voice.width - len(INDENT)):
        yield INDENT + line


def kind_lines(rollup: Rollup, voice: Voice) -> Iterator[str]:
    """A few cells by kind of unit: what quarterly forms ask for."""
    cells = key_cells(rollup.edition, rollup.tables)
    if not rollup.by_kind or not cells:
        return
    names = [*(group_label(kind, voice) for kind in rollup.by_kind), voice.say("rollup", "whole")]
    kinds = TextColumn(voice.say("rollup", "kind"), names)
    room = HEAD_WIDTH if voice.language == "zh" else HEAD_WIDTH_OF_WORDS
    columns = []
    for cell in cells:
        numbers = [cell.number(tables) for tables in (*rollup.by_kind.values(), rollup.tables)]
        head = "\n".join(fold(voice.say("rollup", f"key-{cell.key}"), room))
        columns.append(TextColumn(head, [*map(number_text, numbers)], is_number=True))
    for fitting in columns_that_fit(columns, room_beside([kinds], voice.width)):
        yield from (*ruled([kinds, *fitting]), "")


def columns_that_fit(columns: Sequence[TextColumn], width: int) -> Iterator[list[TextColumn]]:
    """Columns in as many groups as it takes for each to fit a width."""
    group: list[TextColumn] = []
    for column in columns:
        if group and room_beside([*group, column], width) < 0:
            yield group
            group = []
        group.append(column)
    if group:
        yield group


def write_units_behind(found: UnitsBehind, voice: Voice) -> str:
    """A number of the whole and the units behind it."""
    heading = voice.say(
        "rollup",
        "behind",
        label=found.label,
        value=number_text(found.value),
        unit=found.unit,
        count=len(found.units),
    )
    lines = [*fold(heading, voice.width), ""]
    if found.units:
        units = [unit for unit, _ in found.units]
        columns = [
            TextColumn(
                voice.say("rollup", "head-adds"),
                [number_text(number) for _, number in found.units],
                is_number=True,
            ),
            TextColumn(voice.say("rollup", "head-code"), [printable(one.code) for one in units]),
            TextColumn(voice.say("rollup", "head-name"), [printable(one.name) for one in units]),
            TextColumn(
                voice.say("rollup", "head-source"),
                [voice.say("rollup", f"source-{one.source}") for one in units],
            ),
        ]
        lines += [*ruled(columns), ""]
    file = printable(found.rollup.file)
    lines += fold(voice.say("rollup", "behind-rows", cell=found.cell, file=file), voice.width)
    return "\n".join(lines) + "\n"
