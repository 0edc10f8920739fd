"""The cells under a group of lines or columns, which the form does not print as one (三/不予公开/总计).

Not for: what such a group is called (`law/cell_names.py`), or its sum in one report (`cell.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from reportcli.answer.cell import leaves_of
from reportcli.law.edition import Edition, Line, cell_id


def parts_of_group(edition: Edition, cell: str) -> list[str]:
    """The cells under a group; nothing where the form has no such group."""
    in_table, in_line, in_column = cell.split("/")
    for block in edition.table(in_table).blocks:
        lines = leaves_named(block.lines, in_line)
        columns = leaves_named(block.columns, in_column)
        if lines and columns:
            return [cell_id(in_table, one, other) for one in lines for other in columns]
    return []


def leaves_named(axis: Sequence[Line], name: str) -> Sequence[str]:
    """The lines or columns that a name stands for: itself, of a group those counted under it."""
    found = [one for one in axis if one.id == name]
    if found and found[0].kind == "group":
        return leaves_of(axis, found[0])
    return [one.id for one in found]
