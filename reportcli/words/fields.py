"""The three logs as data: which fields a kind of log has, under which headings, and which wordings
its values take.

Labels and wordings live in `fields/*.toml` only. What a wording of an outcome, an applicant or a
court means is an algorithm of its own (`intake/outcomes.py`); plain vocabularies such as channels
are looked up from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from reportcli.shipped import load_shipped

KindId = Literal["requests", "publications", "cases"]
KINDS: tuple[KindId, ...] = ("requests", "publications", "cases")
SEVERAL = "；"  # between values of one cell: a sign that no id has
FieldType = Literal["identifier", "date", "text", "wording", "count", "money", "flag_or_date"]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a log: how its cells are read, and the headings it stands under, the usual one
    first.

    `decides`: a cell that cannot be read sets the row aside; elsewhere only the cell is left out,
    with a warning. `several`: more than one column may hold the field, and the first that is filled
    counts. `multiple`: one cell may hold several values, which are joined by `SEVERAL` then.
    `personal`: read where a rule needs it, never kept, printed or exported. `choices`: what may be
    entered, where no vocabulary and no line of the form says it. `open`: any wording is taken as it
    stands; those that are known are only suggested. `note`, `example` and `law` tell the person who
    fills in the log (`export/template.py`); one that is not `offered` is read where a log has it, and
    is no column of the empty log.
    """

    id: str
    type: FieldType
    label_en: str
    headings: list[str]
    decides: bool = False
    several: bool = False
    multiple: bool = False
    personal: bool = False
    choices: list[str] = []
    open: bool = False
    example: str = ""
    law: str = ""
    note: str = ""
    note_en: str = ""
    offered: bool = True

    @property
    def label(self) -> str:
        """The usual heading."""
        return self.headings[0]


class FieldValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value of a vocabulary: its label and the words that mean it; `uncertain` when they leave
    it half open. `whole` words mean it alone in a cell, and not inside others.
    """

    label: str
    label_en: str
    words: list[str]
    whole: tuple[str, ...] = ()
    uncertain: bool = False


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of log. `required` is a list of alternatives: each inner list needs one of its
    fields.

    `number` is the field that names a record, by which findings, waivers and `explain --row` know
    it. `opening` are the dates with which a record begins: a row with one of its own is a record.

    `rules` are what a person must know before filling it in, the same in both languages.
    """

    label: str
    label_en: str
    required: list[list[str]]
    number: str
    opening: list[str]
    ignored: list[str]
    rules: list[str]
    rules_en: list[str]
    fields: list[Field]
    values: dict[str, dict[str, FieldValue]] = {}

    def field(self, field_id: str) -> Field:
        """The field of that id; unknown is a fault of ours and raises."""
        return next(field for field in self.fields if field.id == field_id)


@cache
def log_kinds() -> Mapping[KindId, Kind]:
    """The three kinds of log, in the order requests, publications, cases."""
    return {kind: load_shipped(f"words/{kind}.toml", Kind) for kind in KINDS}
