"""What the cells of a column hold, and how well they fit a field: the ground of every proposal.

The cells are read as a log would read them and only counted; no value leaves this module.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from reportcli.finding import Fault, catalogue
from reportcli.intake.header import Header
from reportcli.intake.recipes import recipes_of
from reportcli.intake.terms import Terms
from reportcli.settings import Choices
from reportcli.words.cells import Cell, is_blank
from reportcli.words.fields import Field, KindId, log_kinds
from reportcli.words.text import squeeze

Held = Literal["dates", "outcomes", "types", "categories", "results", "numbers", "names", "texts"]

FEW = 4  # cells of which none need come twice
MOST_SAMPLED = 200  # distinct cells that are looked at
# The field whose reading tells what a column holds, the most telling first.
TELLING: Sequence[tuple[Held, KindId, str]] = (
    ("dates", "requests", "received"),
    ("outcomes", "requests", "outcome"),
    ("results", "cases", "result"),
    ("types", "requests", "applicant_type"),
    ("categories", "publications", "category"),
    ("numbers", "publications", "count"),
)
# Names of persons and bodies are no words of any vocabulary, and short.
LONGEST_NAME_CELL = 20
NAME = re.compile(r"[\u4e00-\u9fff·]{2,20}")  # a name, or a short word of whatever sort
NUMBER_OF_RECORD = re.compile(r"[^\s]*\d[^\s]*")  # 2024-17, 〔2024〕17号: a digit and no space


def held_by(cells: Iterable[Cell]) -> Counter[Held]:
    """How many distinct cells of a column hold what; each is counted once, as the most telling."""
    counts: Counter[Held] = Counter()
    for cell in distinct(cells):
        found: Iterable[Held] = (
            held for held, kind, field in TELLING if is_read(cell, kind, field)
        )
        counts[next(iter(found), "names" if is_name(cell) else "texts")] += 1
    return counts


def fit_of(kind: KindId, field: Field, cells: Sequence[Cell]) -> float:
    """Which share of the distinct cells of a column is what a field takes, from 0 to 1.

    A text may be anything, so that its heading has to tell; it fits by half.
    """
    sample = distinct(cells)
    if not sample:
        return 0.0
    if field.type == "identifier":
        return share(sample, lambda cell: NUMBER_OF_RECORD.fullmatch(str(cell)) is not None)
    if field.personal:
        return share(sample, is_name) / 2
    if field.type == "text" or field.id not in recipes_of(kind):
        return 0.5 if all(isinstance(cell, str) for cell in sample) else 0.2
    if is_open(kind, field):
        return open_fit(cells)
    return share(sample, lambda cell: is_read(cell, kind, field.id))


def open_fit(cells: Sequence[Cell]) -> float:
    """How well a column is a vocabulary that is open: its wordings come again and again."""
    filled = [cell for cell in cells if not is_blank(cell)]
    is_repeated = len(distinct(cells)) <= len(filled) / 2 or len(filled) <= FEW
    return 0.5 if is_repeated and all(isinstance(cell, str) for cell in filled) else 0.3


def is_open(kind: KindId, field: Field) -> bool:
    """Whether any wording is taken as it stands, so that none tells the field."""
    return (
        field.type == "wording"
        and (field.open or not log_kinds()[kind].values.get(field.id))
        and (field.id not in ("outcome", "applicant_type", "kind", "result"))
    )


def is_read(cell: Cell, kind: KindId, field_id: str) -> bool:
    """Whether a cell is read as a field without an error, all other cells of its row being blank."""
    recipe = recipes_of(kind)[field_id]
    if kind == "publications" and field_id == "category":
        return is_category(cell)
    terms = Terms(Header(kind, [], []), Choices())
    blank = {"kind": "行政复议"} if field_id == "result" else {}
    given = tuple(cell if part == field_id else blank.get(part) for part in recipe.cells)
    raws: list[Cell | tuple[Cell, ...]] = [given if len(given) > 1 else given[0]]
    value, faults = recipe.read_all(terms, raws)[0]
    return value is not None and not any(map(is_error_fault, faults))


def is_category(cell: Cell) -> bool:
    """Whether a cell is a category that the form or the prose counts."""
    from reportcli.words.values import known_words

    return squeeze(str(cell)) in known_words("publications", "category")


def is_error_fault(fault: Fault) -> bool:
    """Whether a fault leaves a figure wrong."""
    return catalogue()[fault.code].severity == "error"


def is_name(cell: Cell) -> bool:
    """Whether a cell may be the name of a person or a body."""
    return isinstance(cell, str) and NAME.fullmatch(cell.strip()) is not None


def distinct(cells: Iterable[Cell]) -> list[Cell]:
    """The filled cells, each once, as many as are looked at."""
    found: Mapping[str, Cell] = {str(cell): cell for cell in cells if not is_blank(cell)}
    return list(found.values())[:MOST_SAMPLED]


def share(cells: Sequence[Cell], holds: Callable[[Cell], bool]) -> float:
    """Which share of some cells is so."""
    return sum(map(holds, cells)) / len(cells)
