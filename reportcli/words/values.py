"""What the value of a field may be: the one home for its choices, its ids and its words.

Outcomes, columns of applicants, kinds and results of cases are those of the form; every other
vocabulary stands in `words/*.toml`. Not for what a wording means where that takes an algorithm
(`outcome.py`, `applicant.py`, `case.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reportcli.law.edition import Block, Line, Table, ancestors, editions
from reportcli.words.fields import Field, KindId, log_kinds
from reportcli.words.text import squeeze, wording_key

# What an office's own map may say beside places of the form: still open, and no case at all.
BESIDE_THE_FORM = {"outcome": {"pending"}, "result": {"not_counted"}}


class Choice(NamedTuple):
    """One value as a person chooses it, in English too, and the basis of its line of the form."""

    text: str
    text_en: str
    basis: str = ""


# --- the values that are places of the form ---


def offered_columns(block: Block) -> list[Choice]:
    """The columns that are counted, in the order of the form."""
    return [Choice(item.label, item.label_en) for item in block.columns if item.kind == "leaf"]


def offered_outcomes(block: Block) -> list[Choice]:
    """The lines that an outcome may be, each behind its group."""
    return [offered_outcome(block, line) for line in block.lines if is_outcome(line)]


def is_outcome(line: Line) -> bool:
    """Whether a line of table 三 is counted from outcomes."""
    return line.kind == "leaf" and bool(line.parent)


def offered_outcome(block: Block, line: Line) -> Choice:
    """An outcome as it is chosen: 不予公开：属于国家秘密, for the clerk looks for the group first.

    A label ends at its bracket or first clause, since a drop-down shows no more than its column is
    wide.
    """
    path = [line, *(group for group in ancestors(block.lines, line) if group.parent)]
    labels = [re.split("[（、]", one.label)[0] for one in reversed(path)]
    english = ": ".join(one.label_en for one in reversed(path))
    return Choice("：".join(labels), english, line.basis)


def offered_case_kinds(block: Block) -> list[Choice]:
    """行政复议 and 行政诉讼: the way to court has a column of its own."""
    return [Choice(line.label, line.label_en) for line in block.lines if not line.parent]


OFFERED: Mapping[tuple[KindId, str], Callable[[Block], list[Choice]]] = {
    ("requests", "outcome"): offered_outcomes,
    ("requests", "applicant_type"): offered_columns,
    ("cases", "kind"): offered_case_kinds,
    ("cases", "result"): offered_columns,
}


def known_outcomes() -> set[str]:
    """Every line and group of outcomes, of any edition."""
    return {
        line.id
        for edition in editions()
        for line in edition.table("requests").lines
        if line.id.startswith("outcome") and line.kind != "total"
    }


def known_columns(table_id: str) -> set[str]:
    """The columns of a table but its total."""
    columns = editions()[-1].table(table_id).blocks[0].leaves("columns")
    return {column.id for column in columns} - {"total"}


def known_case_kinds() -> set[str]:
    """The lines of table 四, for an own wording of a kind may say the way to court as well."""
    return {line.id for line in editions()[-1].table("cases").lines}


END_OF_NAME = re.compile("[（、，]")
KNOWN: Mapping[str, Callable[[], set[str]]] = {
    "outcome": known_outcomes,
    "applicant_type": lambda: known_columns("requests"),
    "kind": known_case_kinds,
    "result": lambda: known_columns("cases"),
}

# --- what others ask ---


def known_values(name: str) -> set[str] | None:
    """Every id that a wording under `[values.NAME]` may stand for: none where anything may; None
    where there is no such field.
    """
    if name in KNOWN:
        return KNOWN[name]() | BESIDE_THE_FORM.get(name, set())
    vocabularies = [set(kind.values[name]) for kind in log_kinds().values() if name in kind.values]
    if vocabularies:
        return set.union(*vocabularies)
    fields = (field for kind in log_kinds().values() for field in kind.fields)
    is_field = any(field.id == name and field.type == "wording" for field in fields)
    return set() if is_field else None


@cache
def named_values(name: str) -> Mapping[str, str]:
    """Wording key → id of everything that `[values.NAME]` may stand for, by its official label or
    by a word of its vocabulary; a label that two values share names none.
    """
    ids = known_values(name) or set()
    said = [*labels_on_the_form(name, ids), *labels_of_vocabularies(name)]
    meant: dict[str, set[str]] = {}
    for label, value_id in said:
        meant.setdefault(wording_key(label), set()).add(value_id)
    return {key: next(iter(those)) for key, those in meant.items() if len(those) == 1}


def labels_on_the_form(name: str, ids: set[str]) -> Iterator[tuple[str, str]]:
    """The labels of lines and columns of any edition, alone and behind the groups they stand in."""
    if name not in KNOWN:
        return
    blocks = (block for one in editions() for table in one.tables for block in table.blocks)
    for tree in (tree for block in blocks for tree in (block.lines, block.columns)):
        for item in tree:
            if item.id in ids:
                path = [item.label, *(group.label for group in ancestors(tree, item))]
                yield from ((name, item.id) for name in names_on_path(path))
                yield name_in_label(item.label), item.id


def names_on_path(labels: Sequence[str]) -> Iterator[str]:
    """A label alone, and behind one after the other of the groups over it."""
    for depth in range(1, len(labels) + 1):
        yield "".join(reversed(labels[:depth]))


def name_in_label(label: str) -> str:
    """What people call a line by: its label up to the bracket or the clause that explains it."""
    return END_OF_NAME.split(label)[0]


def labels_of_vocabularies(name: str) -> Iterator[tuple[str, str]]:
    """The labels and words of the vocabularies of one field."""
    for kind in log_kinds().values():
        for value_id, value in kind.values.get(name, {}).items():
            for text in (value.label, *value.words):
                yield text, value_id


def value_named(name: str, text: str) -> str:
    """The id that a person means by an id or an official name; the text where it names none."""
    ids = known_values(name) or set()
    return text if text in ids else named_values(name).get(wording_key(text), text)


def field_meant(kind: KindId, text: str) -> str:
    """The id of the field that a person means by an id or its usual heading, else the text."""
    fields = log_kinds()[kind].fields
    if any(field.id == text for field in fields):
        return text
    by_label = {wording_key(field.label): field.id for field in fields}
    by_heading = {wording_key(one): field.id for field in fields for one in field.headings}
    return (by_heading | by_label).get(wording_key(text), text)


def meanings(kind: KindId, field: str) -> dict[str, str]:
    """Label → id of everything that a wording may be settled as, by the newest form."""
    if (kind, field) in OFFERED:
        block, known = editions()[-1].table(kind).blocks[0], known_values(field) or set()
        items = (*block.lines, *block.columns)
        return {one.label: one.id for one in items if one.kind == "leaf" and one.id in known}
    vocabulary = log_kinds()[kind].values.get(field, {})
    return {value.label: value_id for value_id, value in vocabulary.items()}


@cache
def known_words(kind: KindId, field_id: str) -> dict[str, str]:
    """Wording → id of one vocabulary, as compared."""
    vocabulary = log_kinds()[kind].values.get(field_id, {})
    return {
        squeeze(word): value_id
        for value_id, value in vocabulary.items()
        for word in (*value.words, *value.whole)
    }


def choices_of(kind_id: KindId, field: Field, table: Table) -> list[Choice]:
    """What a person may choose for a field: lines or columns of the form where they are meant, else
    the vocabulary of the field.
    """
    if (offered := OFFERED.get((kind_id, field.id))) is not None:
        return offered(table.blocks[0])
    return [*(Choice(text, "") for text in field.choices), *vocabulary_of(kind_id, field, table)]


def vocabulary_of(kind_id: KindId, field: Field, table: Table) -> Iterable[Choice]:
    """The values of a plain vocabulary that say something certain, and that this form counts."""
    for value_id, value in log_kinds()[kind_id].values.get(field.id, {}).items():
        is_offered = field.id != "category" or is_counted(value_id, table)
        if is_offered and not value.uncertain:
            yield Choice(value.label, value.label_en)


def is_counted(category: str, table: Table) -> bool:
    """Whether a category is worth offering: this form counts it, or only the prose of any edition
    does.

    Editions differ: items (…事项) and procurement are counted by the older one, amounts of fees by
    the newer.
    """
    line_id = category.removesuffix("_item")
    columns = [column.id for line, column, _ in table.cells() if line.id == line_id]
    if not columns:
        return all(line.id != line_id for one in editions() for line in one.table(table.id).lines)
    return any(column.startswith("items_") == (line_id != category) for column in columns)
