"""How each column of each log is read: from the cells of which fields, and by what.

A field that is read together with others, because together they are one wording, is one row of a
table here. What a wording means is the business of `words/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from reportcli.finding import Fault
from reportcli.intake.case_columns import (
    read_case_kind,
    read_case_result,
    read_co_defendant,
    read_matter,
)
from reportcli.intake.gather import TickedWordings, Ticks
from reportcli.intake.marks import read_item
from reportcli.intake.plain_columns import (
    read_amount,
    read_day,
    read_done,
    read_label,
    read_name,
    read_names,
    read_presence,
    read_whole_number,
)
from reportcli.intake.request_columns import (
    is_idle_remark,
    read_applicant,
    read_damaged_number,
    read_extension_days,
    read_outcome_cells,
    read_remark,
    read_request_count,
    read_request_numbers,
    settles_applicant,
)
from reportcli.intake.settled_words import read_word
from reportcli.intake.terms import CellRead, Terms, error_of
from reportcli.words.cells import Cell
from reportcli.words.fields import Field, FieldType, KindId, log_kinds


@dataclass(frozen=True)
class Recipe:
    """How one column of a log is made: `read` takes the terms and a cell for each field of `cells`.

    Error cells (#REF!) in the fields of `blamed` are faults of this column, and leave it without a
    value; one elsewhere is a fault of its own column, and is blank here. `alone` tells
    that the first cell is enough, and the others are not looked at. `personal` cells are read for
    their faults, and their values go no further. `many` reads a whole list of cells at once.
    """

    cells: tuple[str, ...]
    read: Callable[..., CellRead]
    blamed: tuple[str, ...] = ()
    alone: Callable[[Cell], bool] | None = None
    personal: bool = False
    many: Callable[[Terms, Sequence[Cell]], list[CellRead]] | None = None

    def read_all(self, terms: Terms, raws: Iterable[Any]) -> list[CellRead]:
        """The value and the faults of each distinct cell, or tuple of cells."""
        raws = settle_ticks(self.cells, terms, raws)
        if self.many is not None:
            return self.many(terms, list(raws))
        if len(self.cells) == 1:
            return [self.read(terms, raw) for raw in raws]
        if not self.blamed:
            return [self.read(terms, *raw) for raw in raws]
        return [self.read_together(terms, raw) for raw in raws]

    def read_together(self, terms: Terms, raw: Sequence[Cell]) -> CellRead:
        """The value of several cells, unless one that is to blame shows an error."""
        found = {part: error_of(cell) for part, cell in zip(self.cells, raw, strict=True)}
        errors = {part: error for part, error in found.items() if error is not None}
        own = tuple(
            Fault(error.code, error.details, part)
            for part, error in errors.items()
            if part in self.blamed
        )
        if own:
            return None, own
        cells = zip(self.cells, raw, strict=True)
        return self.read(terms, *(None if part in errors else cell for part, cell in cells))


def settle_ticks(fields: Sequence[str], terms: Terms, raws: Iterable[Any]) -> Iterable[Any]:
    """What ticks say in place of the ticks: all marks of the sheet are known now."""
    for place, field_id in enumerate(fields):
        parts = [one for one in terms.columns.get(field_id, ()) if one.part.startswith("ticks:")]
        if not parts:
            continue
        raws = list(raws)
        ticked = [raw[place] for raw in raws if isinstance(raw[place], Ticks)]
        wordings = TickedWordings(parts, (mark for ticks in ticked for mark in ticks))
        raws = [
            (*raw[:place], wordings.said(raw[place]), *raw[place + 1 :])
            if isinstance(raw[place], Ticks)
            else raw
            for raw in raws
        ]
    return raws


BY_TYPE: Mapping[FieldType, Callable[..., CellRead]] = {
    "date": read_day,
    "flag_or_date": read_done,
    "count": read_whole_number,
    "text": read_label,
}


# These need to know which field they read.
BY_TYPE_AND_FIELD: Mapping[FieldType, Callable[..., CellRead]] = {
    "money": read_amount,
    "wording": read_word,
}


WAY_TO_COURT = ("kind", "after_review")


# Columns that are made in another way than their type says. Where none of the cells has a column
# the recipe is not asked, but for those that every log must have.
OWN_WAYS: Mapping[KindId, Mapping[str, Recipe | None]] = {
    "requests": {
        "outcome": Recipe(
            ("outcome", "ground", "correction_notified"), read_outcome_cells, ("outcome", "ground")
        ),
        "ground": None,
        "number": Recipe(("number",), read_name, many=read_request_numbers),
        "count": Recipe(("count",), read_request_count),
        "remarks": Recipe(
            ("remarks", "outcome", "closed"), read_remark, alone=is_idle_remark, personal=True
        ),
        "applicant_type": Recipe(
            ("applicant_type", "applicant_code", "applicant"),
            read_applicant,
            ("applicant_type", "applicant_code", "applicant"),
            alone=settles_applicant,
        ),
        "extension_days": Recipe(("extension_days", "extended"), read_extension_days),
        "applicant_code": Recipe(("applicant_code",), read_damaged_number, personal=True),
    },
    "publications": {
        "reviewed": Recipe(("reviewed",), read_presence),
        "item": Recipe(("document_number", "url", "title", "published"), read_item),
        "title": None,
        "url": None,
    },
    "cases": {
        "kind": Recipe(WAY_TO_COURT, read_case_kind, WAY_TO_COURT),
        "after_review": None,
        "result": Recipe((*WAY_TO_COURT, "result"), read_case_result, ("result",)),
        "matter": Recipe(("matter", "kind"), read_matter),
        "co_defendant": Recipe(("co_defendant",), read_co_defendant),
    },
}


@cache
def recipes_of(kind: KindId) -> Mapping[str, Recipe]:
    """The recipe of each column of a kind of log, in the order of its fields."""
    own = OWN_WAYS[kind]
    plain = {one.id: usual_recipe(one) for one in log_kinds()[kind].fields if not one.personal}
    made = {name: recipe for name, recipe in own.items() if recipe is not None}
    return {name: recipe for name, recipe in (plain | made).items() if own.get(name, recipe)}


def usual_recipe(of: Field) -> Recipe:
    """How a column is read that needs no other."""
    if of.type == "identifier":
        return Recipe((of.id,), read_name, many=read_names)
    if of.type in BY_TYPE_AND_FIELD:
        return Recipe((of.id,), partial(BY_TYPE_AND_FIELD[of.type], of.id))
    return Recipe((of.id,), BY_TYPE[of.type])
