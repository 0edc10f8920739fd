"""What changed, as data: JSON by its contract, CSV with a line a row that did it, and Markdown.

Not for: the workbook (`compared_book.py`), or the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcli.answer import revisions as said
from reportcli.answer.compare import CellChange, Comparison, ToldFinding, UnitShare
from reportcli.answer.revisions import HowListed
from reportcli.answer.row_changes import RowChange
from reportcli.answer.side import Side
from reportcli.contract import (
    CellChangeJson,
    DiffJson,
    FactChangeJson,
    FindingChangesJson,
    FindingJson,
    ProseChangesJson,
    RowChangeJson,
    SideJson,
    UnitShareJson,
)
from reportcli.count.number import plain_number
from reportcli.export.csv import written
from reportcli.export.data import TOOL, finding_json
from reportcli.export.markdown import pipe_table, unmarked
from reportcli.words.messages import Voice

HEADS_OF_CHANGES = (
    "cell", "label", "old", "new", "delta",
    "file", "sheet", "row", "number", "cause", "from", "to", "contribution",
)  # fmt: skip


def write_diff_json(found: Comparison, _asked: HowListed, voice: Voice) -> str:
    """The whole difference."""
    return voice.json(diff_json(found, voice))


def diff_json(found: Comparison, voice: Voice) -> DiffJson:
    """The whole difference by the contract."""
    return DiffJson(
        tool=TOOL,
        old=side_json(found.old),
        new=side_json(found.new),
        cells=[cell_change_json(one, found, voice) for one in found.cells],
        facts=[
            FactChangeJson(
                one.fact,
                said.name_of_changed_fact(one.fact, found.new.edition, voice),
                said.json_number(one.old),
                said.json_number(one.new),
            )
            for one in found.facts
        ],
        prose=ProseChangesJson(list(found.words_gone), list(found.words_new)),
        findings=FindingChangesJson(
            *(told_findings(one, voice) for one in (found.appeared, found.vanished, found.remained))
        ),
        remarks=told_findings(found.remarks, voice),
    )


def side_json(side: Side) -> SideJson:
    """One side by the contract."""
    return SideJson(side.name, side.origin, side.year, side.edition.id, side.agency)


def told_findings(findings: Sequence[ToldFinding], voice: Voice) -> list[FindingJson]:
    """Findings by the contract; those that were read back as they were."""
    return [one if isinstance(one, FindingJson) else finding_json(one, voice) for one in findings]


def cell_change_json(change: CellChange, found: Comparison, voice: Voice) -> CellChangeJson:
    """A number that changed by the contract."""
    return CellChangeJson(
        cell=change.cell,
        label=said.cell_name(found, change.cell, voice),
        old=said.json_number(change.old),
        new=said.json_number(change.new),
        delta=said.json_number(change.delta),
        rows=None if change.rows is None else list(map(row_change_json, change.rows)),
        units=None if change.units is None else list(map(unit_share_json, change.units)),
    )


def row_change_json(row: RowChange) -> RowChangeJson:
    """What one row did by the contract."""
    return RowChangeJson(
        file=row.address.file,
        sheet=row.address.sheet,
        row=row.address.row,
        number=row.number,
        cause=row.cause,
        came_from=list(row.came_from),
        went_to=list(row.went_to),
        contribution=plain_number(row.contribution),
    )


def unit_share_json(share: UnitShare) -> UnitShareJson:
    """What one office did by the contract."""
    return UnitShareJson(share.code, share.name, plain_number(share.contribution))


def write_diff_csv(found: Comparison, _asked: HowListed, voice: Voice) -> str:
    """A line for each row of each number that changed; one without rows has a line of its own."""
    return written(HEADS_OF_CHANGES, list(change_lines(found, voice)))


def change_lines(found: Comparison, voice: Voice) -> Iterator[Sequence[object]]:
    """The numbers that changed, in the order of the form, each with its rows."""
    for change in diff_json(found, voice).cells:
        number = (change.cell, change.label, change.old, change.new, change.delta)
        for row in change.rows or ():
            yield (
                *number,
                *(row.file, row.sheet, row.row, row.number, row.cause),
                *(" ".join(row.came_from), " ".join(row.went_to), row.contribution),
            )
        if not change.rows:
            yield (*number, *[None] * (len(HEADS_OF_CHANGES) - len(number)))


def write_diff_markdown(found: Comparison, asked: HowListed, voice: Voice) -> str:
    """The summary, and the numbers that changed as a table."""
    heads = [voice.say("diff", key) for key in ("label", "old", "now", "delta", "reason")]
    joint = voice.choose("；", "; ")
    rows = [
        [
            unmarked(said.cell_name(found, one.cell, voice)),
            said.side_number(one.old, one.delta),
            said.side_number(one.new, one.delta),
            said.signed_change(one.delta or 0),
            unmarked(joint.join(said.reasons_for(one, found, voice))),
        ]
        for one in said.shown_cells(found, verbose=asked.verbose)
    ]
    text = (
        unmarked(said.summary_of_changes(found, voice))
        if not found.is_empty
        else voice.say("say", said.key_of_nothing(found))
    )
    parts = [f"{text}\n"]
    if rows:
        parts.append(pipe_table(heads, rows, ["left", "right", "right", "right", "left"]))
    return "\n".join(parts)
